"""Cards of posts that go out as messages of their own: they carry files, which an answer could not wait for."""

from collections.abc import Sequence
from typing import Final

import discord
from discord import ui

from bot import failures
from bot.client import Interaction
from bot.errors import BotNotAllowedError
from bot.ui.posts.messages import MOST_BYTES

FILES: Final = 4
"""Files that a post of one's own may have."""


def too_large(interaction: Interaction, sizes: Sequence[int]) -> bool:
    """Whether the bot could not upload files of these sizes, in bytes, in one message here."""
    return bool(sizes) and (max(sizes) > interaction.filesize_limit or sum(sizes) > MOST_BYTES)


async def send_post(
    interaction: Interaction, view: ui.LayoutView, files: Sequence[discord.File], post_id: int
) -> discord.Message:
    """Send the card of a post into the channel, and remember that it stands.

    Raises:
        BotNotAllowedError: the bot may not post here; nothing is kept of the post then.
        failures.ERRORS: Discord did not take it, or nobody knows whether it did.
    """
    posts = interaction.client.store.posts
    try:
        # Discord drops a second message with the same nonce: where it is tried again, an answer of Discord’s was lost.
        sent = await channel_of(interaction).send(view=view, files=files, silent=True, nonce=f"{post_id}")
    except failures.ERRORS as error:
        if failures.refused(error):
            await posts.forget_post(post_id)
        else:
            await posts.set_unknown(post_id)
        if isinstance(error, discord.Forbidden):
            raise BotNotAllowedError(["send_messages"]) from error
        raise
    await posts.set_message(post_id, sent.id)
    return sent


def channel_of(interaction: Interaction) -> discord.PartialMessageable:
    """The channel that somebody acts in."""
    assert interaction.channel_id is not None, "a message stands in a channel"  # noqa: S101  says why it holds
    return interaction.client.get_partial_messageable(interaction.channel_id, guild_id=interaction.guild_id)
