"""The first run: three questions, one after another, and what removed servers leave."""

import logging
from datetime import timedelta
from typing import Any, Final, cast

import discord
from discord import ui

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.episodes import EVERYTHING
from bot.store.guilds import SetupStep
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import row
from bot.ui.kit.progress import other_way
from bot.ui.settings.cards import ceiling_of, ceiling_options, choice_card, open_question, setup_card, setup_done_card
from bot.ui.settings.changes import change_ceiling, change_setting, guild_of, telling_log, to_see_commands
from bot.ui.settings.controls import (
    AllButton,
    SettingsControl,
    channel_row,
    check_manager,
    desk_select,
    editor_role,
    server_view,
)

log = logging.getLogger(__name__)
GRACE: Final = timedelta(days=30)
"""How long a server's data waits for it to come back."""


async def setup_view(interaction: Interaction) -> ui.LayoutView:
    """The step that comes next; what was chosen before stays chosen."""
    bot, view = interaction.client, await server_view(interaction)
    match view.settings.setup:
        case "ceiling":
            return setup_card(
                view, 1, _("How far have people here watched?"),
                _("Everybody sees what I tell in public, so choose the episode that everyone here has finished. When unsure, "
                  "choose an earlier one: single channels can go further, and what I tell somebody privately follows what "
                  "they have seen themselves."),
                [row(SetupCeiling.select("su1:ceiling", _("Everyone has finished…"), ceiling_options(bot.show, view.ceiling, inherit=False)))],
            )  # fmt: skip
        case "editors":
            menu = ui.RoleSelect[Any](custom_id="su1:editors", placeholder=_("Choose a role…"), required=True)
            return setup_card(
                view, 2, _("Who may correct what I tell?"),
                _("Members with Manage Messages may change facts and decide about suggestions. Is there a role that may too?")
                + f"\n-# {to_see_commands()}",
                [
                    row(SetupEditors(menu)),
                    row(
                        SetupNone.button("su1:none:editors", _("Only Manage Messages")),
                        SetupBack.button("su1:back:ceiling", _("Back")),
                    ),
                ],
            )  # fmt: skip
        case "review":
            return setup_card(
                view, 3, _("Where do suggestions go?"),
                _("Members can suggest facts and report mistakes. Choose a channel that only editors read, and I announce "
                  "them there."),
                [
                    row(SetupReview(desk_select("su1:review"))),
                    row(
                        SetupNone.button("su1:none:review", _("No channel")),
                        SetupBack.button("su1:back:editors", _("Back")),
                    ),
                ],
            )  # fmt: skip
        case "done":
            say = bot.mention
            words = _(
                "Is there a channel that goes further, or less far? Choose it below. Members begin with {progress}, and {help} "
                "shows what there is."
            ).format(progress=say("progress set"), help=say("help"))
            last = row(AllButton.make(_("All settings")), SetupBack.button("su1:back:ceiling", _("Start again")))
            return setup_done_card(view, words, [channel_row(), last])


async def _next(interaction: Interaction, step: "SetupStep", *changes: str) -> None:
    """Go on to `step`, in place, and tell the log channel what was chosen."""
    await change_setting(interaction, "setup", step)
    async with telling_log(interaction, *changes):
        await interaction.response.edit_message(view=await setup_view(interaction))


class SetupCeiling(SettingsControl, template=r"su1:ceiling"):
    """The first step: how far the server is."""

    async def change(self, interaction: Interaction) -> None:
        """Set the server's ceiling."""
        if await other_way(interaction, self.value, "settings server"):
            return
        done = await change_ceiling(interaction, guild_of(interaction), ceiling_of(self.value))
        await _next(interaction, "editors", done)


class SetupEditors(SettingsControl, template=r"su1:editors"):
    """The second step: who may edit."""

    async def change(self, interaction: Interaction) -> None:
        """Set the role."""
        done = await change_setting(interaction, "editors", editor_role(interaction, self.value))
        await _next(interaction, "review", done)


class SetupReview(SettingsControl, template=r"su1:review"):
    """The third step: where suggestions are announced."""

    async def change(self, interaction: Interaction) -> None:
        """Set the channel, and ask once whether it may show everything."""
        bot, guild_id, place = interaction.client, guild_of(interaction), int(self.value)
        done = await change_setting(interaction, "review_channel", place)
        if (await bot.store.guilds.place(bot.show.id, guild_id, place)).ceiling == EVERYTHING:
            await _next(interaction, "done", done)
            return
        # The step is done with either answer, and with none.
        await change_setting(interaction, "setup", "done")
        title, words = open_question([place])
        yes = SetupOpen.button(f"su1:open:{place}", _("Yes, show everything there"), style=discord.ButtonStyle.primary)
        no = SetupClosed.button("su1:closed", _("Leave it as it is"))
        async with telling_log(interaction, done):
            await interaction.response.edit_message(view=choice_card(title, (words,), [row(yes, no)]))


class SetupOpen(SettingsControl, template=r"su1:open:(?P<place>\d+)"):
    """Only people who finished read the review channel."""

    async def change(self, interaction: Interaction) -> None:
        """Give it the ceiling `everything`."""
        await _next(interaction, "done", await change_ceiling(interaction, int(self.state["place"]), EVERYTHING))


class SetupClosed(SettingsControl, template=r"su1:closed"):
    """The review channel keeps its ceiling."""

    async def change(self, interaction: Interaction) -> None:
        """Go on."""
        await _next(interaction, "done")


class SetupNone(SettingsControl, template=r"su1:none:(?P<step>editors|review)"):
    """No role, or no channel."""

    async def change(self, interaction: Interaction) -> None:
        """Set that, and go on."""
        if self.state["step"] == "editors":
            await _next(interaction, "review", await change_setting(interaction, "editors", None))
        else:
            await _next(interaction, "done", await change_setting(interaction, "review_channel", None))


class SetupBack(SettingsControl, template=r"su1:back:(?P<step>ceiling|editors)"):
    """One step back, or all over again; nothing is unset."""

    async def change(self, interaction: Interaction) -> None:
        """Go back."""
        await _next(interaction, cast("SetupStep", self.state["step"]))


class SetupStart(Control, template=r"su1:start"):
    """Under the first reply to whoever may set the bot up."""

    async def press(self, interaction: Interaction) -> None:
        """The first step, in the place of the offer."""
        check_manager(interaction)
        await interaction.response.edit_message(view=await setup_view(interaction))


async def forget_servers(bot: FanBot) -> None:
    """Note who is gone (it may have happened while nobody was connected), and purge whoever did not come back."""
    now, guilds = discord.utils.utcnow(), bot.store.guilds
    # Once the bot is ready it knows all its servers, those that have an outage too.
    known, removed = await guilds.known(), await guilds.removed()
    gone = {guild_id for guild_id in known if bot.get_guild(guild_id) is None}
    for guild_id in gone - removed:
        await guilds.set_removed(guild_id, now)
    for guild_id in removed - gone:
        await guilds.clear_removed(guild_id)
    for guild_id in await guilds.removed_before(now - GRACE):
        await guilds.purge(guild_id)
        log.info("deleted what was kept of server %s, which let the bot go", guild_id)


CONTROLS: Final = (
    SetupCeiling,
    SetupEditors,
    SetupReview,
    SetupOpen,
    SetupClosed,
    SetupNone,
    SetupBack,
    SetupStart,
)
