"""/settings: everything a server chose in one view, and the cards on which it chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import discord
from discord import ui

from bot.locale import LANGUAGES, _, listed
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.show.shows import Show
from bot.show.spoilers import escape, shown_name
from bot.store.dailies import DailySettings
from bot.store.guilds import GuildSettings, PlaceSettings
from bot.times.zones import zone_named, zone_words
from bot.ui.kit.controls import button, select, turning
from bot.ui.kit.episodes import MENU, episode_options
from bot.ui.kit.ids import ControlId
from bot.ui.kit.layout import Accent, card, heading, line, option, page_of, pages_for, row, small, text, title
from bot.ui.settings.ids import (
    AllSettingsId,
    CeilingMenuId,
    EditorsChannelMenuId,
    EditorsMenuId,
    LanguageMenuId,
    OpenChannelsId,
    PlaceMenuId,
    SettingMenuId,
    SettingsPageId,
    SpoilersMenuId,
    UnsetId,
)

PLACES: Final = 20
"""Channels with settings of their own on a page."""

WITH_TEXT: Final = [
    discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.voice, discord.ChannelType.stage_voice,
    discord.ChannelType.forum, discord.ChannelType.public_thread, discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]  # fmt: skip
"""Kinds of channels in which replies can stand."""

PLACE_TYPES: Final = [discord.ChannelType.category, *WITH_TEXT]
"""What can have a limit of its own: a category's holds for its channels."""

_Row: TypeAlias = "ui.ActionRow[Any]"


@dataclass(frozen=True, slots=True)
class ServerView:
    """Everything that a server chose."""

    guild: discord.Guild
    ceiling: Episode | None
    settings: GuildSettings
    places: list[PlaceSettings]
    daily: DailySettings | None

    @property
    def name(self) -> str:
        """The server's name, as a card shows it."""
        return escape(shown_name(self.guild.name, _("this server"), 100))

    @property
    def pages(self) -> int:
        """How many pages the channels take."""
        return pages_for(len(self.places), PLACES)


@dataclass(frozen=True, slots=True)
class ServerSetting:
    """One thing that holds in the whole server; `value` is in Discord's markup."""

    key: Literal["ceiling", "spoilers", "editors", "review_channel", "log_channel", "daily", "timezone", "language"]
    label: str
    value: str

    @property
    def line(self) -> str:
        """How it stands in a list."""
        return f"{self.label} · {self.value}"


def server_settings(view: ServerView) -> list[ServerSetting]:
    """Every setting of the server, also those at their default."""
    settings = view.settings
    editors = _("members with Manage Messages")
    if settings.editors is not None:
        editors = _("{role} and members with Manage Messages").format(role=f"<@&{settings.editors}>")
    zone = _("**{zone}**, {clock} now").format(
        zone=escape(zone_words(settings.timezone)), clock=clock_in(settings.timezone)
    )
    spoilers = _("hidden behind a spoiler tag") if settings.spoilers == "tag" else _("left out")
    return [
        ServerSetting("ceiling", _("Shows in the clear through"), f"**{ceiling_words(view.ceiling or PREMISE)}**"),
        ServerSetting("spoilers", _("What’s beyond it"), f"**{spoilers}**"),
        ServerSetting("editors", _("Who may change facts"), f"**{editors}**"),
        ServerSetting("review_channel", _("Suggestions go to"), _channel(view.guild, settings.review_channel)),
        ServerSetting("log_channel", _("Changes are logged in"), _channel(view.guild, settings.log_channel)),
        ServerSetting("daily", _("Daily question"), daily_words(view)),
        ServerSetting("timezone", _("Time zone"), zone),
        ServerSetting("language", _("Public replies are in"), f"**{language_words(settings.language)}**"),
    ]


DISCORDS: Final = "discord"
"""Chosen in place of a language: the one that the server has in Discord."""


def language_words(language: str | None) -> str:
    """What a language calls itself; None is the server's own in Discord."""
    return LANGUAGES.get(language or "", _("the server’s language in Discord"))


def daily_words(view: ServerView) -> str:
    """Where and when the daily question is posted, and whom it tells."""
    daily = view.daily
    if daily is None:
        return f"**{_('not posted')}**"
    words = _("{channel} at **{hour}**").format(
        channel=_channel(view.guild, daily.channel), hour=hour_words(daily.hour)
    )
    if daily.role is not None:
        words += ", " + _("pings {role}").format(role=f"<@&{daily.role}>")
    return words + (", " + _("names the best of the week on Mondays") if daily.names_winner else "")


def hour_words(hour: int) -> str:
    """As clocks show it."""
    return f"{hour:02}:00"


def ceiling_words(ceiling: Episode) -> str:
    """How a limit reads behind “Shows in the clear through”, or behind a channel."""
    if ceiling == PREMISE:
        return _("what’s safe for everyone")
    return _("the end") if ceiling == EVERYTHING else str(ceiling)


def ceiling_options(show: Show, now: Episode | None, *, inherit: bool) -> list[discord.SelectOption]:
    """What a ceiling can be, where it is `now` something; values as `ceiling_of` reads them."""
    first = [option(_("Nothing yet: only what’s safe for everyone"), str(PREMISE.ordinal))]
    if inherit:
        first.insert(0, option(_("No limit of its own"), "inherit"))
    last = option(_("Everyone here has finished: show everything"), str(EVERYTHING.ordinal))
    return [*first, *episode_options(show.episodes, now or PREMISE, MENU - len(first) - 1), last]


def ceiling_of(value: str) -> Episode | None:
    """What was chosen among `ceiling_options`; None inherits."""
    return None if value == "inherit" else Episode.from_ordinal(int(value))


def clock_in(zone: str) -> str:
    """The time of day there now: a zone that was not meant shows."""
    return f"{discord.utils.utcnow().astimezone(zone_named(zone)):%H:%M}"


def to_see_commands() -> str:
    """What only somebody with Manage Server can do for a role without Manage Messages: a bot may not."""
    return _("Such a role sees the commands for editors after you allow it to, in Server Settings under Integrations.")


def role_select(chosen_in: ControlId) -> "ui.RoleSelect[Any]":
    """A role of editors."""
    return ui.RoleSelect(custom_id=str(chosen_in), placeholder=_("Choose a role…"), required=True)


def editors_channel_select(chosen_in: ControlId) -> "ui.ChannelSelect[Any]":
    """A channel that editors read."""
    return ui.ChannelSelect(
        custom_id=str(chosen_in), placeholder=_("Choose a channel…"), required=True,
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
    )  # fmt: skip


def place_row() -> _Row:
    """The select of a channel or thread to change."""
    return row(
        ui.ChannelSelect[Any](
            custom_id=str(PlaceMenuId()), placeholder=_("Change a channel…"), channel_types=PLACE_TYPES, required=True
        )
    )


def settings_card(view: ServerView, page: int) -> ui.LayoutView:
    """Everything in one view."""
    page = max(1, min(page, view.pages))
    places = view.places[(page - 1) * PLACES : page * PLACES]
    settings = server_settings(view)
    groups = [heading(_("Server")), *(each.line for each in settings)]
    if places:
        groups += [heading(_("Channels with their own limit")), *map(_place_line, places)]
    items: list[ui.Item[Any]] = [
        text(title(_("Settings")), small(view.name) + page_of(page, view.pages)),
        line(),
        text(*groups),
        line(),
    ]
    if view.pages > 1:
        back, ahead = SettingsPageId("back", page - 1), SettingsPageId("next", page + 1)
        items.append(row(*turning(back, ahead, is_first=page == 1, is_last=page == view.pages)))
    to_change = [option(each.label, each.key) for each in settings]
    items.append(row(select(SettingMenuId(), _("Change a setting…"), to_change)))
    return card(Accent.DESK, *items, place_row())


def setting_card(setting: ServerSetting, view: ServerView, show: Show) -> ui.LayoutView:
    """What a setting means, how it is now, and what it can be."""
    explained, *rows = _choices(setting, view, show)
    now = _("Now · {value}").format(value=setting.value)
    return card(Accent.DESK, text(heading(setting.label), explained, now), *rows)


def _choices(setting: ServerSetting, view: ServerView, show: Show) -> tuple[str, *tuple[_Row, ...]]:
    """The words that explain a setting, and the rows that choose it."""
    everything = back_to_all()
    match setting.key:
        case "ceiling":
            words = _("How far I go in public, in channels without their own limit.")
            return (
                words,
                ceiling_row(view.guild.id, ceiling_options(show, view.ceiling, inherit=False)),
                row(everything),
            )
        case "spoilers":
            options = [
                option(_("Hide it behind a spoiler tag"), "tag"),
                option(_("Leave it out"), "hide"),
            ]
            words = _("What I do in public with what a member has seen and the channel hasn’t.")
            return words, row(select(SpoilersMenuId(), _("Beyond the limit…"), options)), row(everything)
        case "editors":
            words = _("Who may change facts and questions, and decide about suggestions.")
            none = button(UnsetId("editors"), _("Only Manage Messages"))
            return f"{words}\n{small(to_see_commands())}", row(role_select(EditorsMenuId())), row(none, everything)
        case "review_channel":
            words = _("Where I announce what members suggest and report.")
            none = button(UnsetId("review_channel"), _("No review channel"))
            return words, row(editors_channel_select(EditorsChannelMenuId("review_channel"))), row(none, everything)
        case "log_channel":
            words = _("Where I log what is changed here, and by whom.")
            none = button(UnsetId("log_channel"), _("No log channel"))
            return words, row(editors_channel_select(EditorsChannelMenuId("log_channel"))), row(none, everything)
        case "language":
            options = [
                option(_("The server’s language in Discord"), DISCORDS),
                *(option(name, each) for each, name in LANGUAGES.items()),
            ]
            words = _("What I post for everybody. What only you see is in the language of your Discord.")
            return words, row(select(LanguageMenuId(), _("Language…"), options)), row(everything)
        case "daily" | "timezone":
            raise AssertionError("a card or a form of its own")


def ask_to_open_card(channels: Sequence[int], *said: str) -> ui.LayoutView:
    """Asks, below what was `said` of a change, whether channels that editors read should show everything."""
    return open_card(channels, OpenChannelsId(*channels), AllSettingsId(), *said)


def open_card(channels: Sequence[int], yes: ControlId, no: ControlId, *said: str) -> ui.LayoutView:
    """The same question with other answers."""
    where = listed([f"<#{each}>" for each in channels])
    above = (*said, "") if said else ()
    return card(
        Accent.DESK,
        text(
            *above,
            heading(_("Show everything in {where}?").format(where=where)),
            _("What I post there can be about any episode, so only people who finished should read it."),
        ),
        row(
            button(yes, _("Yes, show everything there"), style=discord.ButtonStyle.primary),
            button(no, _("Leave it as it is")),
        ),
    )


def _channel(guild: discord.Guild, channel_id: int | None) -> str:
    if channel_id is None:
        return f"**{_('no channel')}**"
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        return f"**{_('a channel that is gone')}**"
    may = channel.permissions_for(guild.me)
    if may.view_channel and (
        may.send_messages_in_threads if isinstance(channel, discord.Thread) else may.send_messages
    ):
        return f"<#{channel_id}>"
    return f"<#{channel_id}>, " + _("**where I can’t write**")


def _place_line(place: PlaceSettings) -> str:
    """What was chosen for one channel or thread."""
    chosen: list[str] = []
    if place.ceiling is not None:
        chosen.append(f"**{ceiling_words(place.ceiling)}**")
    if place.replies is not None:
        chosen.append(f"**{replies_words(place)}**")
    return f"<#{place.place_id}> · {' · '.join(chosen)}"


def replies_words(place: PlaceSettings) -> str:
    """Who reads replies there."""
    return _("private replies") if place.replies == "private" else _("public replies")


def back_to_all() -> "ui.Button[Any]":
    """To everything in one view."""
    return button(AllSettingsId(), _("All settings"))


def ceiling_row(place_id: int, options: list[discord.SelectOption]) -> _Row:
    """How far a place may go."""
    return row(select(CeilingMenuId(place_id), _("Show everything through…"), options))
