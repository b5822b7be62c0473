"""What /spoiler and its loop check before they act."""

import logging
from typing import Final

import discord

from bot import failures
from bot.client import FanBot, Interaction
from bot.locale import _
from bot.store.posts import SpoilerPost, UnknownPost
from bot.ui.posts.controls import look_for, message_of, take_down

log = logging.getLogger(__name__)
_REQUEST: Final = 25 * 1024 * 1024
"""Bytes that Discord takes in one request."""


def why_not(interaction: Interaction, message: discord.Message) -> str | None:
    """Why a message cannot be put behind a label whole."""
    sizes = [each.size for each in message.attachments]
    if message.stickers or message.poll or message.message_snapshots:
        return _("I cannot carry over stickers, polls or forwarded messages, so this message stays as it is.")
    if not message.content.strip() and not sizes:
        return _("There is no text and no file in this message that I could put behind a label.")
    if sizes and (max(sizes) > interaction.filesize_limit or sum(sizes) > _REQUEST):
        return _("The files are larger than I may upload here, so this message stays as it is.")
    return None


async def find_post(bot: FanBot, unknown: UnknownPost) -> None:
    """Ask Discord whether a post stands of which nobody knows: the process ended, or the answer was lost."""
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


async def look_after(bot: FanBot, post: SpoilerPost) -> None:
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
