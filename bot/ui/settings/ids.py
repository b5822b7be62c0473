"""What the buttons, menus and forms of /settings (`se1`, `sef1`) and /setup (`su1`) know."""

from typing import Literal

from bot.ui.kit.ids import ControlId, FormId


class SettingsPageId(ControlId, prefix="se1"):
    """Back and Next through the channels."""

    way: Literal["back", "next"]
    page: int


class AllSettingsId(ControlId, prefix="se1:all"):
    """Everything in one view; nothing changes."""


class SettingMenuId(ControlId, prefix="se1:setting"):
    """Which setting to change."""


class CeilingMenuId(ControlId, prefix="se1:ceiling"):
    """How far the server, a channel or a thread may go."""

    place: int


class SpoilersMenuId(ControlId, prefix="se1:spoilers"):
    """Tagged, or left out."""


class LanguageMenuId(ControlId, prefix="se1:language"):
    """The language of what stands in public."""


class EditorsMenuId(ControlId, prefix="se1:editors"):
    """The role of editors."""


class EditorsChannelMenuId(ControlId, prefix="se1:desk"):
    """The channel for suggestions, or for the log."""

    setting: Literal["review_channel", "log_channel"]


class UnsetId(ControlId, prefix="se1:none"):
    """No role, or no channel."""

    setting: Literal["editors", "review_channel", "log_channel"]


class OpenChannelsId(ControlId, prefix="se1:open"):
    """Only people who finished read there."""

    first: int
    second: int | None = None


class DailyChannelMenuId(ControlId, prefix="se1:daily"):
    """Where the daily question is posted."""


class DailyHourMenuId(ControlId, prefix="se1:daily-hour"):
    """At which hour."""


class DailyRoleMenuId(ControlId, prefix="se1:daily-role"):
    """Which role it pings."""


class DailySwitchId(ControlId, prefix="se1:daily-set"):
    """It is posted no more, it pings nobody, it names the best of the week on Mondays or does not."""

    to: Literal["off", "quiet", "winner", "nobody"]


class PlaceMenuId(ControlId, prefix="se1:channel"):
    """Which channel or thread to change."""


class RepliesMenuId(ControlId, prefix="se1:replies"):
    """Public, or private always."""

    place: int


class ShowEverythingId(ControlId, prefix="se1:everything"):
    """Yes, everything stands in the clear there: in a channel, a category, or by default in the whole server."""

    place: int


class KeepLimitId(ControlId, prefix="se1:keep"):
    """No, it stays as it is."""

    place: int


class AnnounceLimitId(ControlId, prefix="se1:tell"):
    """Posts in a channel how far it goes from now on."""

    place: int


class RoomsId(ControlId, prefix="se1:rooms"):
    """Channels and threads that are named like an episode; a page of them."""

    page: int


class SetRoomsId(ControlId, prefix="se1:set-rooms"):
    """Yes, they all get that limit: exactly those that were `seen`."""

    seen: int


class TimezoneFormId(FormId, prefix="sef1:timezone"):
    """The server's time zone."""


class SetupStartId(ControlId, prefix="su1:start"):
    """Under the first reply to whoever may set the bot up."""


class SetupCeilingId(ControlId, prefix="su1:ceiling"):
    """The first step: how far the server is."""


class SetupEditorsId(ControlId, prefix="su1:editors"):
    """The second step: who may edit."""


class SetupReviewId(ControlId, prefix="su1:review"):
    """The third step: where suggestions are announced."""


class SetupOpenId(ControlId, prefix="su1:open"):
    """Only people who finished read the review channel."""

    place: int


class SetupClosedId(ControlId, prefix="su1:closed"):
    """The review channel keeps its ceiling."""


class SetupNoneId(ControlId, prefix="su1:none"):
    """No role, or no channel."""

    step: Literal["editors", "review"]


class SetupBackId(ControlId, prefix="su1:back"):
    """One step back, or all over again; nothing is unset."""

    step: Literal["ceiling", "editors"]
