"""How a watch-along starts: what was typed for a time, the question before it, and how it went."""

import logging
from datetime import datetime
from functools import partial
from typing import Final

import discord

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import FormRefusedError
from bot.locale import _
from bot.show.episodes import Episode
from bot.store.watchalongs import NewWatchalong
from bot.times.moments import moment
from bot.times.zones import zone_named
from bot.ui.kit.episodes import choice_value
from bot.ui.kit.layout import message_link
from bot.ui.kit.replies import put_off, reply, say
from bot.ui.settings.changes import guild_of, telling_log
from bot.ui.watchalong.cards import further_card
from bot.ui.watchalong.making import make_watchalong
from bot.ui.watchalong.start_words import (
    PlannedWatchalong,
    StartedWatchalong,
    Taken,
    log_words,
    refused_time,
    start_words,
)
from bot.ui.watchalong.tending import show_watchalong
from bot.viewer import channel_scope, require, require_member

log = logging.getLogger(__name__)

NEEDS: Final = (
    "view_channel", "read_message_history", "send_messages", "create_public_threads", "send_messages_in_threads",
    "create_events",
)  # fmt: skip
"""What the bot has to be allowed to in the channel."""

_UNKNOWN_LENGTH: Final = 60  # minutes


async def begin(interaction: Interaction, episode: Episode, typed: str) -> None:
    """Start a watch-along at the time that was typed; ask first where its thread would go further than the channel.

    Raises:
        NotAMemberError, BotNotAllowedError: the bot may not make one here.
        FormRefusedError: the time is none that something can be planned for.
    """
    require_member(interaction)
    bot, channel = interaction.client, interaction.channel
    if not isinstance(channel, discord.TextChannel):
        words = _("A watch-along needs a channel that can have threads. Use {start} in a text channel.")
        await say(interaction, words.format(start=bot.mention("watchalong start")))
        return
    require(interaction, *NEEDS)
    at = await _read_time(interaction, typed)
    ceiling = (await bot.viewer(interaction)).ceiling
    if episode > ceiling:
        await reply(interaction, further_card(episode, ceiling, at))
    else:
        await start_and_tell(interaction, channel, episode, at)


async def _read_time(interaction: Interaction, typed: str) -> datetime:
    zone = zone_named(await interaction.client.store.guilds.timezone(guild_of(interaction)))
    found = moment(choice_value(typed), discord.utils.utcnow(), zone)
    if isinstance(found, datetime):
        return found
    raise FormRefusedError(refused_time(found, typed))


async def start_and_tell(
    interaction: Interaction, channel: discord.TextChannel, episode: Episode, at: datetime
) -> None:
    """Start it and say privately how that went; the log channel hears how far its thread goes."""
    await put_off(interaction)
    outcome = await _start(interaction, channel, episode, at)
    words = start_words(outcome, interaction.client)
    if isinstance(outcome, PlannedWatchalong):
        async with telling_log(interaction, partial(log_words, outcome)):
            await say(interaction, words)
    else:
        await say(interaction, words)


async def _start(
    interaction: Interaction, channel: discord.TextChannel, episode: Episode, at: datetime
) -> StartedWatchalong:
    """Make it, unless there is one at that time. Card, event and thread take longer than Discord waits for an answer.

    Raises:
        BotNotAllowedError, failures.ERRORS: Discord refused one of them.
    """
    bot, store, guild_id = interaction.client, interaction.client.store.watchalongs, guild_of(interaction)
    minutes = await _length(bot, episode)
    new = NewWatchalong(interaction.id, bot.show.id, guild_id, channel.id, interaction.user.id, episode, at, minutes)
    watchalong = await store.add_watchalong(new, discord.utils.utcnow())
    if watchalong is None:
        there = await store.at_that_time(channel.id, at, minutes)
        return Taken(message_link(guild_id, channel.id, there and there.message_id))
    try:
        thread_id = await make_watchalong(bot, watchalong)
    except failures.ERRORS as error:
        if failures.refused(error):
            raise
        log.warning("watch-along %s is made later: %s", watchalong.id, failures.reason(error))
        await store.release(watchalong.id)
        return "made later"
    await show_watchalong(bot, watchalong.id)
    await store.release(watchalong.id)
    return PlannedWatchalong(episode, at, thread_id, in_utc=await bot.store.guilds.timezone(guild_id) == "UTC")


async def _length(bot: FanBot, episode: Episode) -> int:
    """Minutes. Not even they leave the store for whoever is not that far, but a moderator has just let the thread be."""
    known = await bot.store.episodes.episode(bot.show.id, episode, channel_scope(episode))
    return max(1, known.runtime_minutes) if known else _UNKNOWN_LENGTH
