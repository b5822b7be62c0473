"""The question of the day is posted: begun at its hour, posted once, given a thread, and edited until its answer stands there.

Its state is in the store. Whoever claims it there does what is due, and a killed process's work is gone on with.
"""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import Final

import discord
from discord import ui

from bot import failures
from bot.client import FanBot
from bot.language import speaking
from bot.show import trivia as quiz
from bot.show.episodes import PREMISE
from bot.store.dailies import DailyDue, DailyPlace, DailyPost
from bot.times.hours import day_begun, day_to_come, moment_of
from bot.times.zones import zone_named
from bot.ui.editing.access import post as post_in
from bot.ui.kit.layout import bare
from bot.ui.trivia.boards import best_present
from bot.ui.trivia.daily_cards import (
    DailyNews,
    daily_gone_card,
    daily_over_card,
    daily_post_card,
    lost_channel_words,
    no_thread_words,
    refused_words,
    talk_name,
)
from bot.ui.trivia.ids import CHOICES, DailyAnswerId
from bot.ui.trivia.pool import pool_of
from bot.viewer import Edition, channel_scope, place_in

log = logging.getLogger(__name__)

_PATIENCE: Final = 10.0  # seconds for one request
_DAY: Final = 1440  # minutes without a word until Discord puts the thread away
_STREAKS: Final = 3
_AT_ONCE: Final = (
    10  # servers: one that is slow holds nobody up, and Discord takes 50 requests a second of the whole bot
)
_LOOKED_AT: Final = 100  # messages in which a lost post is looked for
_SKEW: Final = timedelta(minutes=1)  # between our clock and Discord's
_MONDAY: Final = 0
_WEEK: Final = timedelta(days=7)


async def tend_dailies(bot: FanBot) -> None:
    """Do what is due of every server's daily question. One that fails stops no other, and nothing is raised."""
    dailies, now = bot.store.dailies, discord.utils.utcnow()
    try:
        turn = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(_guarded(turn, _begin(bot, due, now), due.guild_id) for due in await dailies.due(now)))
        for game_id in await dailies.lost():
            await dailies.withdraw(game_id, now)
        posts = await dailies.to_tend(now)
        await asyncio.gather(*(_guarded(turn, _tend(bot, post, now), post.guild_id) for post in posts))
    except Exception:
        log.exception("daily questions could not be read")


async def _guarded(turn: asyncio.Semaphore, doing: Awaitable[None], guild_id: int) -> None:
    try:
        async with turn:
            await doing
    except Exception:
        log.exception("the daily question of server %s could not be tended", guild_id)


async def _begin(bot: FanBot, due: DailyDue, now: datetime) -> None:
    """Draw the question of the last day whose hour has come. Of a server that let the bot go it waits for the return."""
    if bot.get_guild(due.guild_id) is None:
        return
    show, zone, hour = bot.show, zone_named(due.timezone), due.settings.hour
    day = day_begun(now, hour, zone)
    place = place_in(bot, due.guild_id, due.settings.channel)
    row = await bot.store.viewers.viewer(show.id, 0, place)
    ceiling = PREMISE if row.ceiling is None else min(row.ceiling, show.last)

    async def edition() -> Edition:
        return (await bot.store.viewers.viewer(show.id, 0, place)).edition

    pool = await pool_of(bot, due.guild_id, channel_scope(ceiling), row.edition, edition)
    await bot.store.dailies.begin(
        due,
        day,
        moment_of(day_to_come(now, hour, zone, due.last), hour, zone),
        DailyPlace(show.id, place, ceiling),
        quiz.of_the_day(pool, due.guild_id, day),
        now,
    )


async def _tend(bot: FanBot, post: DailyPost, now: datetime) -> None:
    """Post it, edit it, open its thread: as far as that is not done yet."""
    dailies, guild = bot.store.dailies, bot.get_guild(post.guild_id)
    if guild is None:
        return
    claimed = await dailies.claim(post, now)
    if claimed is None:
        return
    failed = True
    try:
        with speaking(await bot.server_language(guild.id)):
            failed = not await _show(bot, guild, claimed)
    finally:
        await dailies.release(claimed, now, failed=failed)


async def _show(bot: FanBot, guild: discord.Guild, post: DailyPost) -> bool:
    """Whether everything is done."""
    message_id = post.message_id
    if not post.is_shown or message_id is None:
        view = await _view(bot, guild, post)
        if view is None:
            return True  # taken away in this very moment: the loop sees to it
        try:
            async with asyncio.timeout(_PATIENCE):
                message_id = await _post_or_edit(bot, post, view)
        except failures.ERRORS as error:
            return await _not_shown(bot, post, error)
        await bot.store.dailies.set_shown(post, message_id)
        if post.message_id is None:
            log.info("the daily question of server %s is posted", post.guild_id)
    return post.threaded or post.state != "open" or await _open_thread(bot, post, message_id)


async def _view(bot: FanBot, guild: discord.Guild, post: DailyPost) -> ui.LayoutView | None:
    """What its message shows now; None where it is to be withdrawn first."""
    round_, answers = await bot.store.dailies.round(post), bot.store.daily_answers
    match post.state, round_:
        case "open", None:
            return None
        case "open", round_:
            zone = zone_named(post.timezone)
            settings = post.settings
            hour = settings.hour if settings else 0
            until = moment_of(post.day + timedelta(days=1), hour, zone)
            role = settings.role if settings else None
            return daily_post_card(post, round_, await _news(bot, guild, post), until, role)
        case "over", round_ if round_ is not None:
            return daily_over_card(post, round_, await answers.count(post.game_id), bot.show)
        case _:
            return daily_gone_card(post, fell=await bot.store.dailies.fell(post))


async def _news(bot: FanBot, guild: discord.Guild, post: DailyPost) -> DailyNews:
    """How the day before went; on Mondays also the week, where that was chosen."""
    answers = bot.store.daily_answers
    streaks = await answers.longest_streaks(guild.id, post.day, 2 * _STREAKS)
    gone = await bot.caches.members.gone(guild, [user for user, _days in streaks])
    here = [each for each in streaks if each[0] not in gone][:_STREAKS]
    before = await answers.count_before(post)
    if post.settings is None or not post.settings.names_winner or post.day.weekday() != _MONDAY:
        return DailyNews(before, here)
    zone = zone_named(post.timezone)
    week = (moment_of(post.day - _WEEK, 0, zone), moment_of(post.day, 0, zone))
    present, _is_all = await best_present(bot, guild, *week)
    return DailyNews(before, here, [score for place, score in quiz.standings(present) if place == 1])


async def _post_or_edit(bot: FanBot, post: DailyPost, view: ui.LayoutView) -> int:
    """The id of the message, which shows now what it has to."""
    channel = bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
    if post.message_id is not None:
        return (await channel.get_partial_message(post.message_id).edit(view=view)).id
    if post.tries > 1 and (found := await _find(bot, post)) is not None:
        return found
    # The one mention that the bot makes: of the role that the server chose, and of nothing else.
    role = post.settings.role if post.settings else None
    told = discord.AllowedMentions(everyone=False, users=False, roles=[discord.Object(role)] if role else False)
    # Discord drops a second message with the same nonce, for some minutes: an earlier try may have arrived.
    message = await channel.send(view=view, nonce=f"{post.game_id}d", allowed_mentions=told)
    return message.id


async def _find(bot: FanBot, post: DailyPost) -> int | None:
    """The message that a killed process posted, of which it never heard: its buttons tell. Only where the bot may look."""
    round_ = await bot.store.dailies.round(post)
    if round_ is None or round_.opened_at is None:
        return None
    ours = {str(DailyAnswerId(round_.id, choice)) for choice in CHOICES}
    channel = bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
    try:
        async for message in channel.history(limit=_LOOKED_AT, after=round_.opened_at - _SKEW, oldest_first=True):
            controls = ui.LayoutView.from_message(message, timeout=None).walk_children()
            if any(getattr(each, "custom_id", None) in ours for each in controls):
                return message.id
    except (discord.Forbidden, discord.NotFound):
        pass  # posting it tells more
    return None


async def _not_shown(bot: FanBot, post: DailyPost, error: Exception) -> bool:
    """Whether it is given up: an edit of what is gone. What is to be posted is tried again until its day is over."""
    dailies, reason = bot.store.dailies, failures.reason(error)
    log.log(
        logging.WARNING if post.tries == 1 else logging.DEBUG,
        "the daily question of server %s could not be shown: %s", post.guild_id, reason,
    )  # fmt: skip
    if not failures.out_of_reach(error):
        return False
    if post.message_id is not None:
        await dailies.set_shown(post, post.message_id)
        await dailies.set_threaded(post)
        return True
    if isinstance(error, discord.NotFound):
        log_channel = await _log_channel(bot, post.guild_id)
        if await dailies.turn_off(post.guild_id, post.channel_id):
            await _tell(bot, post, log_channel, lost_channel_words(bot.mention("settings daily")))
        return True
    if await dailies.set_told(post.guild_id, "post"):
        await _tell(bot, post, await _log_channel(bot, post.guild_id), refused_words(post.channel_id))
    return False


async def _open_thread(bot: FanBot, post: DailyPost, message_id: int) -> bool:
    """A thread for the talk, below the question: it goes as far as its channel. Without one where that is refused."""
    dailies = bot.store.dailies
    channel = bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
    try:
        async with asyncio.timeout(_PATIENCE):
            message = channel.get_partial_message(message_id)
            await message.create_thread(name=talk_name(post.day), auto_archive_duration=_DAY)
    except failures.ERRORS as error:
        if not failures.refused(error):
            return False
        if not failures.has_thread(error):
            log.info("the daily question of server %s has no thread: %s", post.guild_id, failures.reason(error))
            await dailies.set_threaded(post)
            if await dailies.set_told(post.guild_id, "thread"):
                await _tell(bot, post, await _log_channel(bot, post.guild_id), no_thread_words(post.channel_id))
            return True
    await dailies.set_threaded(post)
    await dailies.set_told(post.guild_id, None)
    return True


async def _log_channel(bot: FanBot, guild_id: int) -> int | None:
    return (await bot.store.guilds.settings(guild_id)).log_channel


async def _tell(bot: FanBot, post: DailyPost, log_channel: int | None, words: str) -> None:
    if log_channel is not None:
        await post_in(bot, post.guild_id, log_channel, bare(words))
