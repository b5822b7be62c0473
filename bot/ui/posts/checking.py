"""What the loop of /spoiler asks Discord about posts, so that what nobody can read any more is not kept."""

import logging
from datetime import datetime, timedelta
from typing import Final

import discord

from bot import failures
from bot.client import FanBot
from bot.store.posts import SpoilerPost, UnknownPost
from bot.ui.posts.messages import look_for, message_of, take_down

log = logging.getLogger(__name__)

_CHECK_AFTER: Final = timedelta(hours=8)
"""A post is asked for again after this time; with the pace of the loop none waits for a day."""


async def check_posts(bot: FanBot, now: datetime) -> None:
    """Ask Discord for some of the posts, and delete what is kept of those that are gone."""
    posts = bot.store.posts
    await posts.forget_expired(now)
    for unknown in await posts.unknown_posts(now):
        await _find(bot, unknown)
    for post in await posts.to_check(now - _CHECK_AFTER, bot.cluster.shards):
        await _look_after(bot, post)


async def _find(bot: FanBot, unknown: UnknownPost) -> None:
    """Ask whether a post stands of which nobody knows: the process ended, or Discord's answer was lost."""
    if unknown.token is None:
        return  # from now on only who presses on it can tell
    try:
        message_id = await look_for(bot, unknown.id, unknown.token)
    except failures.ERRORS as error:
        log.info("a spoiler post could not be looked for: %s", failures.reason(error))
        return
    if message_id is not None:
        await bot.store.posts.set_message(unknown.id, message_id)
    elif unknown.settled:
        await bot.store.posts.forget_post(unknown.id)


async def _look_after(bot: FanBot, post: SpoilerPost) -> None:
    """Keep a post that still stands, and forget one that does not."""
    if post.author_id is None:  # whoever wrote it asked for its deletion
        if await take_down(bot, post):
            await bot.store.posts.forget_post(post.id)
        return
    try:
        # Of a server that let the bot go everything waits for its return; cogs/setup.py ends that.
        if bot.get_guild(post.guild_id) is not None:
            await message_of(bot, post).fetch()
    except discord.NotFound:
        await bot.store.posts.forget_post(post.id)
        return
    except failures.ERRORS as error:
        log.info("a spoiler post could not be looked after: %s", failures.reason(error))
    await bot.store.posts.set_checked(post.id, discord.utils.utcnow())
