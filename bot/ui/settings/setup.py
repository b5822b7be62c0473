"""The first run: three questions, one after another, for members with Manage Server."""

import logging
from typing import Final

import discord

from bot import failures
from bot.client import Interaction
from bot.locale import _
from bot.show.episodes import EVERYTHING, Episode
from bot.store.guilds import Setting, SetupStep
from bot.ui.kit.controls import button
from bot.ui.kit.episodes import other_way
from bot.ui.kit.layout import bare, row
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.replies import reply, reply_anew
from bot.ui.settings.cards import ceiling_of, open_card
from bot.ui.settings.changes import Sentence, change_ceiling, change_setting, guild_of, telling_log
from bot.ui.settings.controls import closed_channels, editor_role
from bot.ui.settings.ids import (
    SetupBackId,
    SetupCeilingId,
    SetupClosedId,
    SetupEditorsId,
    SetupNoneId,
    SetupOpenId,
    SetupReviewId,
    SetupStartId,
)
from bot.ui.settings.overview import for_managers, server_view
from bot.ui.settings.setup_cards import setup_card
from bot.viewer import server_permissions

log = logging.getLogger(__name__)


def may_be_offered(interaction: Interaction, command: str) -> bool:
    """Whether whoever was answered may run /setup in this server, and did not just do something like it."""
    return (
        interaction.response.type is discord.InteractionResponseType.channel_message
        and interaction.guild_id is not None
        and interaction.permissions.manage_guild  # what is asked next costs more, and is seldom so
        and server_permissions(interaction).manage_guild
        # Not where a member brought the bot along to.
        and interaction.client.get_guild(interaction.guild_id) is not None
        and command.partition(" ")[0] not in {"setup", "settings"}
    )


async def offer_setup(interaction: Interaction) -> None:
    """Offer /setup below the reply, once to each member and never after it is done."""
    guilds, guild_id = interaction.client.store.guilds, interaction.guild_id
    if guild_id is None or not await guilds.offer_setup(guild_id, interaction.user.id):
        return
    words = _("Nobody has told me yet how far this server has watched. Three quick questions, and only you see them:")
    start = button(SetupStartId(), _("Set up Hyosan"), style=discord.ButtonStyle.primary)
    try:
        await reply_anew(interaction, bare(words, row(start)))
    except failures.ERRORS as error:
        log.warning("the offer of /setup did not arrive: %s", failures.reason(error))
        await guilds.withdraw_offer(guild_id, interaction.user.id)


async def show_setup(interaction: Interaction) -> None:
    """Reply with the step that comes next."""
    bot = interaction.client
    await reply(interaction, setup_card(await server_view(interaction), bot.show, bot))


async def start(interaction: Interaction, _pressed: SetupStartId) -> None:
    """Show the first step, in the place of the offer."""
    await show_setup(interaction)


async def set_ceiling(interaction: Interaction, _pressed: SetupCeilingId) -> None:
    """Set the server's ceiling."""
    value = chosen_value(interaction)
    if not await other_way(interaction, value, "settings server"):
        await _go_on(interaction, "editors", *await _choose_ceiling(interaction, ceiling_of(value)))


async def set_editors(interaction: Interaction, _pressed: SetupEditorsId) -> None:
    """Set the role of editors."""
    role_id = editor_role(interaction, int(chosen_value(interaction)))
    await _go_on(interaction, "review", *await _choose(interaction, "editors", role_id))


async def set_review_channel(interaction: Interaction, _pressed: SetupReviewId) -> None:
    """Set the channel, and ask once whether it may show everything."""
    channel_id = int(chosen_value(interaction))
    changes = await _choose(interaction, "review_channel", channel_id)
    if not await closed_channels(interaction, channel_id):
        await _go_on(interaction, "done", *changes)
        return
    await _set_step(interaction, "done")  # with either answer, and with none
    async with telling_log(interaction, *changes):
        await reply(interaction, open_card([channel_id], SetupOpenId(channel_id), SetupClosedId()))


async def open_review_channel(interaction: Interaction, pressed: SetupOpenId) -> None:
    """Give it the ceiling `everything`."""
    await _go_on(interaction, "done", await change_ceiling(interaction, pressed.place, EVERYTHING))


async def keep_closed(interaction: Interaction, _pressed: SetupClosedId) -> None:
    """Leave its ceiling as it is."""
    await _go_on(interaction, "done")


async def set_none(interaction: Interaction, pressed: SetupNoneId) -> None:
    """Set no role, or no channel."""
    if pressed.step == "editors":
        await _go_on(interaction, "review", *await _choose(interaction, "editors", None))
    else:
        await _go_on(interaction, "done", *await _choose(interaction, "review_channel", None))


async def go_back(interaction: Interaction, pressed: SetupBackId) -> None:
    """Show an earlier step again."""
    await _go_on(interaction, pressed.step)


async def _choose(interaction: Interaction, setting: Setting, value: int | None) -> list[Sentence]:
    """Choose one thing; what is so already is no change, of which the log would hear."""
    settings = await interaction.client.store.guilds.settings(guild_of(interaction))
    return [] if getattr(settings, setting) == value else [await change_setting(interaction, setting, value)]


async def _choose_ceiling(interaction: Interaction, ceiling: Episode | None) -> list[Sentence]:
    """The same of how far the server goes."""
    bot, guild_id = interaction.client, guild_of(interaction)
    now = await bot.store.guilds.ceiling(bot.show.id, guild_id)
    return [] if ceiling == now else [await change_ceiling(interaction, guild_id, ceiling)]


async def _go_on(interaction: Interaction, step: SetupStep, *changes: Sentence) -> None:
    """Show `step`, in place, and tell the log channel what was chosen."""
    await _set_step(interaction, step)
    async with telling_log(interaction, *changes):
        await show_setup(interaction)


async def _set_step(interaction: Interaction, step: SetupStep) -> None:
    await interaction.client.store.guilds.set_setting(guild_of(interaction), "setup", step)


HANDLERS: Final[Handlers] = for_managers(
    {
        SetupStartId: start,
        SetupCeilingId: set_ceiling,
        SetupEditorsId: set_editors,
        SetupReviewId: set_review_channel,
        SetupOpenId: open_review_channel,
        SetupClosedId: keep_closed,
        SetupNoneId: set_none,
        SetupBackId: go_back,
    }
)
