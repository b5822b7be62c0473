"""A watch-along is made: its card, its event and its thread, or none of them.

Every step that Discord is asked for is remembered in the store at once, so that it is made once, and again by the loop
where a killed process left it.
"""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Final

import discord

from bot import failures
from bot.client import FanBot
from bot.errors import BotNotAllowedError
from bot.language import speaking
from bot.show.spoilers import shown_name
from bot.store.watchalongs import Watchalong
from bot.ui.kit.layout import message_link
from bot.ui.watchalong.cards import event_description, event_name, thread_name, watchalong_card

log = logging.getLogger(__name__)

_SOON: Final = timedelta(minutes=1)  # events begin in the future
_WEEK: Final = 10080  # minutes without a word until Discord puts the thread away: the longest that it takes


async def make_watchalong(bot: FanBot, watchalong: Watchalong, *, again: bool = False) -> int:
    """Make card, event and thread, as far as they do not stand yet; gives the id of the thread, which is the card's.

    `again`: a killed process may have made the event.

    Raises:
        BotNotAllowedError: the bot may not make one of them. Then, and after any other refusal, none of them stays.
        failures.ERRORS: nobody knows what was made. The loop goes on with it, once it is released.
    """
    guild, made = bot.get_guild(watchalong.guild_id), watchalong
    assert guild is not None, "whoever calls this knows the server"  # noqa: S101  says why it holds
    try:
        with speaking(await bot.server_language(guild.id)):
            made = await _with_card(bot, made)
            made = await _with_event(bot, guild, made, again=again)
            thread_id = await _open_thread(bot, made)
    except failures.ERRORS as error:
        if not failures.refused(error):
            raise
        await unmake_watchalong(bot, made)
        if isinstance(error, discord.Forbidden):
            raise BotNotAllowedError([_needed_next(made)]) from error
        raise
    await bot.store.watchalongs.plan(watchalong.id)
    return thread_id


def _needed_next(made: Watchalong) -> str:
    """The permission for what is made next."""
    if made.message_id is None:
        return "send_messages"
    return "create_events" if made.event_id is None else "create_public_threads"


async def _with_card(bot: FanBot, watchalong: Watchalong) -> Watchalong:
    if watchalong.message_id is not None:
        return watchalong
    channel = bot.get_partial_messageable(watchalong.channel_id, guild_id=watchalong.guild_id)
    # Discord drops a second message with the same nonce: a killed process may have posted this one already.
    card = await channel.send(view=watchalong_card(watchalong, bot.show), nonce=f"{watchalong.id}c")
    await bot.store.watchalongs.set_message(watchalong.id, card.id)
    return replace(watchalong, message_id=card.id)


async def _with_event(bot: FanBot, guild: discord.Guild, watchalong: Watchalong, *, again: bool) -> Watchalong:
    """The event in the server's list; where a killed process may have made it, the one that is there."""
    assert watchalong.message_id is not None, "the card is made first"  # noqa: S101  says why it holds
    if watchalong.event_id is not None:
        return watchalong
    link = message_link(guild.id, watchalong.message_id)
    event = await _find_event(guild, link) if again else None
    if event is None:
        event = await _make_event(bot, guild, watchalong, link)
    await bot.store.watchalongs.set_event(watchalong.id, event.id)
    return replace(watchalong, event_id=event.id)


async def _find_event(guild: discord.Guild, link: str) -> discord.ScheduledEvent | None:
    """The event whose description leads to the thread."""
    events = await guild.fetch_scheduled_events(with_counts=False)
    return next((event for event in events if link in (event.description or "")), None)


async def _make_event(bot: FanBot, guild: discord.Guild, watchalong: Watchalong, link: str) -> discord.ScheduledEvent:
    channel = guild.get_channel(watchalong.channel_id)
    # Everybody in the server sees an event: it names no channel that they do not see.
    is_open = channel is not None and channel.permissions_for(guild.default_role).view_channel
    name = shown_name(channel.name, "", 99) if channel and is_open else ""
    begins = max(watchalong.starts_at, discord.utils.utcnow() + _SOON)
    return await guild.create_scheduled_event(
        name=event_name(bot.show, watchalong.episode),
        description=event_description(watchalong.episode, link),
        start_time=begins,
        end_time=max(watchalong.ends_at, begins + _SOON),
        location=f"#{name}" if name else thread_name(watchalong.episode),
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
    )


async def _open_thread(bot: FanBot, watchalong: Watchalong) -> int:
    assert watchalong.message_id is not None, "the card is made first"  # noqa: S101  says why it holds
    channel = bot.get_partial_messageable(watchalong.channel_id, guild_id=watchalong.guild_id)
    card = channel.get_partial_message(watchalong.message_id)
    try:
        await card.create_thread(name=thread_name(watchalong.episode), auto_archive_duration=_WEEK)
    except discord.HTTPException as error:
        if not failures.has_thread(error):
            raise
    return card.id


async def unmake_watchalong(bot: FanBot, watchalong: Watchalong) -> None:
    """Leave nothing half made; what cannot be taken away now is called off by the loop."""
    gone = await delete_event(bot, watchalong)
    if watchalong.message_id is not None:
        channel = bot.get_partial_messageable(watchalong.channel_id, guild_id=watchalong.guild_id)
        try:
            await channel.get_partial_message(watchalong.message_id).delete()
        except failures.ERRORS as error:
            log.warning("the card of watch-along %s could not be deleted: %s", watchalong.id, failures.reason(error))
            gone = gone and failures.refused(error)
    if gone:
        await bot.store.watchalongs.forget(watchalong.id)
    else:
        await bot.store.watchalongs.abandon(watchalong.id)
        await bot.store.watchalongs.release(watchalong.id)


async def delete_event(bot: FanBot, watchalong: Watchalong) -> bool:
    """Delete its event; False where that is to be tried again."""
    guild, event_id = bot.get_guild(watchalong.guild_id), watchalong.event_id
    if guild is None or event_id is None:
        return True
    try:
        await (await guild.fetch_scheduled_event(event_id, with_counts=False)).delete()
    except failures.ERRORS as error:
        log.info("event %s could not be deleted: %s", event_id, failures.reason(error))
        return failures.refused(error)
    return True
