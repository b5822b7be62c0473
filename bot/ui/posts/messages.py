"""The messages that show members' spoilers: found, taken down, and their files loaded again."""

import io
import logging
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

import discord
import orjson
from discord.http import Route

from bot import failures
from bot.client import FanBot
from bot.store.posts import CarriedFile, SpoilerPost
from bot.ui.posts.cards import removed_card
from bot.ui.posts.ids import RevealPostId

log = logging.getLogger(__name__)

MOST_BYTES: Final = 25 * 1024 * 1024
"""Bytes that Discord takes in one request."""

_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,5}", re.ASCII)


def message_of(bot: FanBot, post: SpoilerPost) -> discord.PartialMessage:
    """The message that shows a post."""
    channel = bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
    return channel.get_partial_message(post.message_id or 0)


async def look_for(bot: FanBot, post_id: int, token: str) -> int | None:
    """The message in which a post stands, asked for by the token of its interaction; None where it does not stand.

    Raises:
        failures.ERRORS: Discord does not say.
    """
    where = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    route = Route("GET", where, webhook_id=bot.application_id, webhook_token=token)
    try:
        found = await bot.http.request(route)
    except discord.NotFound:
        return None
    # It may also be what its author was told instead.
    stands = f'"{RevealPostId(post_id)}"'.encode() in orjson.dumps(found["components"])
    return int(found["id"]) if stands else None


async def take_down(bot: FanBot, post: SpoilerPost) -> bool:
    """Let the card say that the post was removed; where it cannot be reached, its button says it. False: try again."""
    try:
        if post.message_id is not None:
            await message_of(bot, post).edit(view=removed_card(), attachments=[])
    except failures.ERRORS as error:
        log.warning("the card of a removed post could not be changed: %s", failures.reason(error))
        return failures.refused(error)
    return True


async def load_again(bot: FanBot, file: CarriedFile, number: int) -> discord.File:
    """A file to upload again, as a spoiler. Names can tell story, so it gets a number for one."""
    suffix = PurePath(file.name).suffix.lower()
    name = f"{number}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    return discord.File(io.BytesIO(await bot.http.get_from_cdn(file.address)), name, spoiler=True)


async def files_of(bot: FanBot, post: SpoilerPost) -> list[discord.File]:
    """The files of a post that still stands, to upload again.

    Raises:
        failures.ERRORS: one of them, or the message, could not be loaded.
    """
    message = await message_of(bot, post).fetch()
    files = [CarriedFile(address, PurePath(address.partition("?")[0]).name, 0) for address in _addresses(message)]
    return [await load_again(bot, each, number) for number, each in enumerate(files, 1)]


def _addresses(message: discord.Message) -> Iterator[str]:
    """Where the files of a post are kept."""
    for container in message.components:
        for item in getattr(container, "children", []):
            if isinstance(item, discord.MediaGalleryComponent):
                yield from (each.media.url for each in item.items)
            elif isinstance(item, discord.FileComponent):
                yield item.media.url
