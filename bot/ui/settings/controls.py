"""The controls of /settings, which the last card of /setup has too: pick what to change, choose, see it redrawn."""

import re
from typing import Any, Final, cast

import discord
from discord import ui

from bot.client import Interaction
from bot.errors import FormRefusedError, NotAllowedError, OlderVersionError
from bot.locale import _
from bot.show.episodes import EVERYTHING, PREMISE
from bot.show.spoilers import escape
from bot.store.guilds import PlaceSettings, Replies, Setting
from bot.times.zones import examples, zone_words, zones_meant
from bot.ui.kit.controls import Control
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import Accent, card, option, row, text
from bot.ui.kit.progress import choice_value, other_way
from bot.ui.settings.cards import (
    ServerView,
    ceiling_of,
    ceiling_options,
    ceiling_words,
    choice_card,
    open_question,
    server_lines,
    settings_card,
)
from bot.ui.settings.changes import (
    change_ceiling,
    change_replies,
    change_setting,
    guild_of,
    tell_log,
    telling_log,
    to_see_commands,
)
from bot.viewer import require_member, server_permissions

WITH_TEXT: Final = [
    discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.voice, discord.ChannelType.stage_voice,
    discord.ChannelType.forum, discord.ChannelType.public_thread, discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]  # fmt: skip
"""Kinds of channels in which replies can stand."""


def check_manager(interaction: discord.Interaction) -> None:
    """Settings need Manage Server at every press: a role may have gone since the view was opened."""
    if not server_permissions(interaction).manage_guild:
        require_member(interaction)  # of another server no roles are known
        raise NotAllowedError("manage_guild")


async def server_view(interaction: Interaction) -> ServerView:
    """Everything that this server chose."""
    bot, guild_id = interaction.client, guild_of(interaction)
    assert interaction.guild is not None, "allowed_contexts"  # noqa: S101  says why it holds
    return ServerView(
        interaction.guild,
        await bot.store.guilds.ceiling(bot.show.id, guild_id),
        await bot.store.guilds.settings(guild_id),
        await bot.store.guilds.places(bot.show.id, guild_id),
    )


async def settings_view(interaction: Interaction, page: int = 1) -> ui.LayoutView:
    """The one view of everything, with its controls."""
    view = await server_view(interaction)
    rows = [row(SettingMenu.select("se1:setting", _("Change a setting…"), _settings_to_change())), channel_row()]
    if view.pages > 1:
        page = max(1, min(page, view.pages))
        back = PageButton.button(f"se1:back:{page - 1}", _("Back"), off=page == 1)
        ahead = PageButton.button(f"se1:next:{page + 1}", _("Next"), off=page == view.pages)
        rows.insert(0, row(back, ahead))
    return settings_card(view, page, rows)


def channel_row() -> "ui.ActionRow[Any]":
    """The select of a channel to change."""
    menu = ui.ChannelSelect[Any](
        custom_id="se1:channel", placeholder=_("Change a channel…"), channel_types=WITH_TEXT, required=True
    )
    return row(ChannelMenu(menu))


def _settings_to_change() -> list[discord.SelectOption]:
    return [
        option(_("Ceiling"), "ceiling"),
        option(_("Spoilers in public"), "spoilers"),
        option(_("Editors"), "editors"),
        option(_("Review channel"), "review_channel"),
        option(_("Log channel"), "log_channel"),
        option(_("Time zone"), "timezone"),
    ]


class SettingsControl(Control, template=r"(?!)"):
    """A control of the settings: it minds Manage Server, then `change`s something."""

    async def press(self, interaction: Interaction) -> None:
        """Check, then change."""
        check_manager(interaction)
        await self.change(interaction)

    async def change(self, interaction: Interaction) -> None:
        """Answer the moderator who pressed."""
        raise NotImplementedError


async def redraw(interaction: Interaction, *changes: str) -> None:
    """Show everything again, now as it is, and tell the log channel."""
    async with telling_log(interaction, *changes):
        await interaction.response.edit_message(view=await settings_view(interaction))


# --------------------------------------------------------------------------------------------- one view of everything


class PageButton(SettingsControl, template=r"se1:(?:back|next):(?P<page>\d+)"):
    """Back and Next through the channels."""

    async def change(self, interaction: Interaction) -> None:
        """Turn the page."""
        await interaction.response.edit_message(view=await settings_view(interaction, int(self.state["page"])))


class AllButton(SettingsControl, template=r"se1:all"):
    """Back to everything; nothing changes."""

    async def change(self, interaction: Interaction) -> None:
        """Show everything."""
        await interaction.response.edit_message(view=await settings_view(interaction))

    @classmethod
    def make(cls, label: str) -> "AllButton":
        """The button, with the words that fit where it stands."""
        return cls.button("se1:all", label)


class SettingMenu(SettingsControl, template=r"se1:setting"):
    """Which setting to change."""

    async def change(self, interaction: Interaction) -> None:
        """Show what it can be."""
        if self.value == "timezone":
            await TimezoneForm.reopen(interaction, {}, {})
            return
        settings = _settings_to_change()
        if self.value not in {each.value for each in settings}:
            raise OlderVersionError
        place = next(number for number, each in enumerate(settings) if each.value == self.value)
        view = await server_view(interaction)
        now = server_lines(view)[place].partition(" · ")[2]
        explained, controls = _choices(interaction, self.value, view)
        words = (explained, _("Now · {value}").format(value=now))
        await interaction.response.edit_message(view=choice_card(settings[place].label, words, controls))


def _choices(interaction: Interaction, setting: str, view: ServerView) -> "tuple[str, list[ui.ActionRow[Any]]]":
    """What a setting means, and the controls that choose it."""
    everything = AllButton.make(_("Back to all settings"))
    match setting:
        case "ceiling":
            options = ceiling_options(interaction.client.show, view.ceiling, inherit=False)
            menu = CeilingMenu.select(f"se1:ceiling:{guild_of(interaction)}", _("Show everything through…"), options)
            words = _("How far public replies go in channels without a ceiling of their own.")
            return words, [row(menu), row(everything)]
        case "spoilers":
            options = [
                option(_("Tagged: what a member has seen beyond it"), "tag"),
                option(_("Left out: nothing beyond it"), "hide"),
            ]
            words = _("What public replies do with what lies beyond the channel’s ceiling.")
            return words, [row(SpoilersMenu.select("se1:spoilers", _("Beyond the ceiling…"), options)), row(everything)]
        case "editors":
            menu = EditorsMenu(
                ui.RoleSelect[Any](custom_id="se1:editors", placeholder=_("Choose a role…"), required=True)
            )
            none = NoneButton.button("se1:none:editors", _("Only Manage Messages"))
            words = (
                _("Who may change facts and questions, and decides about suggestions.") + f"\n-# {to_see_commands()}"
            )
            return words, [row(menu), row(none, everything)]
        case _:
            review = setting == "review_channel"
            menu = DeskMenu(desk_select(f"se1:desk:{setting}"))
            none = NoneButton.button(f"se1:none:{setting}", _("No review channel") if review else _("No log channel"))
            words = _("Where suggestions of members are announced.") if review else _("Where changes are logged.")
            return words, [row(menu), row(none, everything)]


def desk_select(custom_id: str) -> "ui.ChannelSelect[Any]":
    """A channel that editors read."""
    return ui.ChannelSelect[Any](
        custom_id=custom_id, placeholder=_("Choose a channel…"), required=True,
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
    )  # fmt: skip


class CeilingMenu(SettingsControl, template=r"se1:ceiling:(?P<place>\d+)"):
    """How far the server, a channel or a thread may go."""

    async def change(self, interaction: Interaction) -> None:
        """Set it; it holds from the next reply and the next press of an old card on."""
        place_id = int(self.state["place"])
        is_server = place_id == interaction.guild_id
        if await other_way(interaction, self.value, "settings server" if is_server else "settings channel"):
            return
        done = await change_ceiling(interaction, place_id, ceiling_of(self.value))
        await redraw(interaction, done)


class SpoilersMenu(SettingsControl, template=r"se1:spoilers"):
    """Tagged, or left out."""

    async def change(self, interaction: Interaction) -> None:
        """Set it."""
        if self.value not in {"tag", "hide"}:
            raise OlderVersionError
        await redraw(interaction, await change_setting(interaction, "spoilers", self.value))


class EditorsMenu(SettingsControl, template=r"se1:editors"):
    """The role of editors."""

    async def change(self, interaction: Interaction) -> None:
        """Set it, unless it is everybody's."""
        await redraw(interaction, await change_setting(interaction, "editors", editor_role(interaction, self.value)))


def editor_role(interaction: Interaction, chosen: str) -> int:
    """The role that was chosen for editors.

    Raises:
        FormRefusedError: everybody has it.
    """
    if int(chosen) == guild_of(interaction):
        words = _("Everybody has that role, so everybody could change facts. Choose another one with {settings}.")
        raise FormRefusedError(words.format(settings=interaction.client.mention("settings server")))
    return int(chosen)


class DeskMenu(SettingsControl, template=r"se1:desk:(?P<setting>review_channel|log_channel)"):
    """The channel for suggestions, or for the log."""

    async def change(self, interaction: Interaction) -> None:
        """Set it, and ask once whether it may show everything."""
        setting = cast("Setting", self.state["setting"])
        done, place = await change_setting(interaction, setting, int(self.value)), int(self.value)
        question = await ask_to_open(interaction, [place])
        if question is None:
            await redraw(interaction, done)
            return
        async with telling_log(interaction, done):
            await interaction.response.edit_message(view=question)


class NoneButton(SettingsControl, template=r"se1:none:(?P<setting>editors|review_channel|log_channel)"):
    """No role, or no channel."""

    async def change(self, interaction: Interaction) -> None:
        """Set it back."""
        setting = cast("Setting", self.state["setting"])
        if setting == "log_channel":
            # The last thing that the old one is told.
            await tell_log(interaction, _("Changes are not logged in a channel any more."))
            await change_setting(interaction, setting, None)
            await redraw(interaction)
            return
        await redraw(interaction, await change_setting(interaction, setting, None))


async def ask_to_open(interaction: Interaction, channels: list[int], *sentences: str) -> ui.LayoutView | None:
    """The question whether channels for editors may show everything; None where they do already."""
    bot = interaction.client
    places = {each.place_id: each for each in await bot.store.guilds.places(bot.show.id, guild_of(interaction))}
    closed = [each for each in dict.fromkeys(channels) if each not in places or places[each].ceiling != EVERYTHING]
    if not closed:
        return None
    title, words = open_question(closed)
    yes = OpenYes.button(
        "se1:open:" + ":".join(map(str, closed)), _("Yes, show everything there"), style=discord.ButtonStyle.primary
    )
    said = [*sentences, ""] if sentences else []
    return card(Accent.DESK, text(*said, f"### {title}", words), row(yes, AllButton.make(_("Leave it as it is"))))


class OpenYes(SettingsControl, template=r"se1:open:(?P<first>\d+)(?::(?P<second>\d+))?"):
    """Only people who finished read there."""

    async def change(self, interaction: Interaction) -> None:
        """Give them the ceiling `everything`."""
        places = [int(each) for each in (self.state["first"], self.state["second"]) if each]
        await redraw(interaction, *[await change_ceiling(interaction, place, EVERYTHING) for place in places])


# ----------------------------------------------------------------------------------------------------- one channel


class ChannelMenu(SettingsControl, template=r"se1:channel"):
    """Which channel to change."""

    async def change(self, interaction: Interaction) -> None:
        """Show how it is, and what it can be."""
        bot, place_id = interaction.client, int(self.value)
        chosen = self.item.values[0] if isinstance(self.item, ui.ChannelSelect) else None
        thread = isinstance(chosen, discord.app_commands.AppCommandThread)
        view = await server_view(interaction)
        place = next((each for each in view.places if each.place_id == place_id), PlaceSettings(place_id))
        if place.ceiling is None:
            inherited = _("as its channel") if thread else ceiling_words(view.ceiling or PREMISE)
            ceiling = _("Ceiling · **{ceiling}**, not set for itself").format(ceiling=inherited)
        else:
            ceiling = _("Ceiling · **{ceiling}**").format(ceiling=ceiling_words(place.ceiling))
        choices = [
            option(_("Public: everybody here sees them"), "public"),
            option(_("Private: only who asked sees them"), "private"),
        ]
        if thread:
            choices.insert(0, option(_("As in its channel"), "inherit"))
        if place.replies is None:
            how = _("as in its channel") if thread else _("public")
        else:
            how = _("private") if place.replies == "private" else _("public")
        replies = _("Replies · **{replies}**").format(replies=how)
        options = ceiling_options(bot.show, place.ceiling or view.ceiling, inherit=True)
        ceilings = CeilingMenu.select(f"se1:ceiling:{place_id}", _("Show everything through…"), options)
        menu = RepliesMenu.select(f"se1:replies:{place_id}", _("Replies are…"), choices)
        everything = AllButton.make(_("Back to all settings"))
        controls = [row(ceilings), row(menu), row(everything)]
        await interaction.response.edit_message(view=choice_card(f"<#{place_id}>", (ceiling, replies), controls))


class RepliesMenu(SettingsControl, template=r"se1:replies:(?P<place>\d+)"):
    """Public, or private always."""

    async def change(self, interaction: Interaction) -> None:
        """Set it."""
        replies: Replies | None = None
        if self.value != "inherit":
            replies = "private" if self.value == "private" else "public"
        await redraw(interaction, await change_replies(interaction, int(self.state["place"]), replies))


# ------------------------------------------------------------------------------------------------------ time zone


def timezone(typed: str) -> str:
    """The time zone that was typed or picked.

    Raises:
        FormRefusedError: where there is no such one, or several.
    """
    said = choice_value(typed)
    found = zones_meant(said)
    if len(found) == 1:
        return found[0]
    if found:
        one, other = map(zone_words, found[:2])
        words = _("“{typed}” can be {one} or {other}. Write the one that you mean.")
        raise FormRefusedError(words.format(typed=escape(said, 80), one=one, other=other))
    words = _("I know no time zone “{typed}”. Name a large city of yours, or write it like {examples}.")
    raise FormRefusedError(words.format(typed=escape(said, 80), examples=_(" or ").join(examples(said))))


class TimezoneForm(Form):
    """The server's time zone."""

    template = re.compile(r"sef1:timezone")

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Open it, with what was typed before or what is set."""
        settings = await interaction.client.store.guilds.settings(guild_of(interaction))
        form = cls("sef1:timezone", _("Time zone"))
        form.add_text(
            "zone", _("Time zone"), longest=60, value=values.get("zone", zone_words(settings.timezone)),
            hint=_("The daily question changes at its midnight. Such as Asia/Seoul, Berlin or UTC+9."),
        )  # fmt: skip
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Set it, and redraw the view that the form was opened from."""
        check_manager(interaction)
        done = await change_setting(interaction, "timezone", timezone(values["zone"]))
        await redraw(interaction, done)


CONTROLS: Final = (
    PageButton,
    AllButton,
    SettingMenu,
    CeilingMenu,
    SpoilersMenu,
    EditorsMenu,
    DeskMenu,
    NoneButton,
    OpenYes,
    ChannelMenu,
    RepliesMenu,
)
FORMS: Final = (TimezoneForm,)
