"""A watch-along is looked after, from its card to its end: made whole, asked for, ended, shown.

Its state is in the store. Whoever claims it there does what is due.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

import discord

from bot import failures
from bot.client import FanBot
from bot.errors import BotNotAllowedError
from bot.language import speaking
from bot.store.watchalongs import Watchalong
from bot.ui.watchalong.cards import cancelled_card, closing_card, watchalong_card
from bot.ui.watchalong.making import delete_event, make_watchalong, unmake_watchalong

log = logging.getLogger(__name__)

_LATE: Final = timedelta(hours=6)  # after this long nothing is said in the thread any more


async def tend_watchalong(bot: FanBot, watchalong: Watchalong) -> None:
    """Do what is due of one: make it whole, ask whether it still stands, end it, show it. Whoever claims it does it."""
    store, now = bot.store.watchalongs, discord.utils.utcnow()
    # Of a server that let the bot go everything waits for its return; cogs/setup.py ends that.
    if bot.get_guild(watchalong.guild_id) is None:
        return
    claimed = await store.claim(watchalong.id, now)
    if claimed is None:
        return
    try:
        await _do_what_is_due(bot, claimed, now)
        await show_watchalong(bot, claimed.id)
    except failures.ERRORS:
        await store.release(claimed.id)
        raise
    await store.release(claimed.id)


async def _do_what_is_due(bot: FanBot, watchalong: Watchalong, now: datetime) -> None:
    match watchalong.state:
        case "making" if watchalong.ends_at <= now:
            await unmake_watchalong(bot, watchalong)
        case "making":
            try:
                await make_watchalong(bot, watchalong, again=True)
            except BotNotAllowedError as error:
                log.info("watch-along %s could not be made: %s", watchalong.id, error)
        case "planned" if watchalong.ends_at <= now:
            await _end(bot, watchalong, now)
        case "planned":
            await _check(bot, watchalong, now)
        case _:
            pass


async def _check(bot: FanBot, watchalong: Watchalong, now: datetime) -> None:
    """A thread or an event that somebody deleted calls it off; an event that was ended ends it."""
    if not await _has_thread(bot, watchalong):
        await bot.store.watchalongs.cancel(watchalong.id)
        return
    if await _has_event(bot, watchalong):
        return
    # Discord keeps no event that is over: before it began it was deleted, since then it was ended.
    if now < watchalong.starts_at:
        await bot.store.watchalongs.cancel(watchalong.id)
    else:
        await _end(bot, watchalong, now)


async def _has_thread(bot: FanBot, watchalong: Watchalong) -> bool:
    """False where it is known to be deleted."""
    try:
        if watchalong.message_id is not None:
            await bot.fetch_channel(watchalong.message_id)
    except discord.NotFound:
        return False
    except failures.ERRORS as error:
        log.info("the thread of watch-along %s could not be looked after: %s", watchalong.id, failures.reason(error))
    return True


async def _has_event(bot: FanBot, watchalong: Watchalong) -> bool:
    """False where it is known to be deleted or over."""
    guild = bot.get_guild(watchalong.guild_id)
    if guild is None or watchalong.event_id is None:
        return True
    try:
        event = await guild.fetch_scheduled_event(watchalong.event_id, with_counts=False)
    except discord.NotFound:
        return False
    except failures.ERRORS as error:
        log.info("the event of watch-along %s could not be looked after: %s", watchalong.id, failures.reason(error))
        return True
    return event.status in {discord.EventStatus.scheduled, discord.EventStatus.active}


async def _end(bot: FanBot, watchalong: Watchalong, now: datetime) -> None:
    """Say in the thread what comes now; where nobody can be reached there any more, the card says it."""
    guild, thread_id = bot.get_guild(watchalong.guild_id), watchalong.message_id
    if guild is not None and thread_id is not None and now < watchalong.ends_at + _LATE:
        with speaking(await bot.server_language(guild.id)):
            view = closing_card(watchalong)
        try:
            thread = bot.get_partial_messageable(thread_id, guild_id=guild.id)
            await thread.send(view=view, nonce=f"{watchalong.id}e")
        except (discord.NotFound, discord.Forbidden) as error:
            log.info("watch-along %s ends without a word in its thread: %s", watchalong.id, failures.reason(error))
    await bot.store.watchalongs.end(watchalong.id)


async def show_watchalong(bot: FanBot, watchalong_id: int) -> None:
    """Bring the card up to date; what is shown to the end is forgotten."""
    store = bot.store.watchalongs
    watchalong = await store.watchalong(watchalong_id)
    if watchalong is None or watchalong.message_id is None or watchalong.is_shown:
        return
    with speaking(await bot.server_language(watchalong.guild_id)):
        view = watchalong_card(watchalong, bot.show)
        if watchalong.state == "cancelled" and not await _call_off(bot, watchalong):
            return
    channel = bot.get_partial_messageable(watchalong.channel_id, guild_id=watchalong.guild_id)
    try:
        await channel.get_partial_message(watchalong.message_id).edit(view=view)
    except failures.ERRORS as error:
        log.warning("the card of watch-along %s could not be edited: %s", watchalong.id, failures.reason(error))
        if not failures.out_of_reach(error):
            return
    await store.set_shown(watchalong.id, watchalong.version)


async def _call_off(bot: FanBot, watchalong: Watchalong) -> bool:
    """Delete the event, and tell those who are in the thread; False where that is to be tried again."""
    if not await delete_event(bot, watchalong):
        return False
    thread = bot.get_partial_messageable(watchalong.message_id or 0, guild_id=watchalong.guild_id)
    try:
        await thread.send(view=cancelled_card(watchalong), nonce=f"{watchalong.id}x")
    except failures.ERRORS as error:
        log.info("watch-along %s is called off without a word: %s", watchalong.id, failures.reason(error))
    return True
