"""The one way to answer: it knows what was answered before, who reads along, and what stands in the reply's place already."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import discord
from discord import ui
from discord.utils import MISSING

from bot.caches.cards import WrittenCard, without_emoji
from bot.client import Interaction
from bot.events import FACES_LOST
from bot.failures import names_lost_emoji
from bot.language import speaking
from bot.ui.kit.layout import bare
from bot.viewer import is_alone

_DEFERRED = (
    discord.InteractionResponseType.deferred_channel_message,
    discord.InteractionResponseType.deferred_message_update,
)


async def reply(interaction: Interaction, view: ui.LayoutView, *, files: Sequence[discord.File] | None = None) -> None:
    """Answer privately: in the place of the private reply whose control was pressed, else as a new private reply.

    An answer that was put off is filled in. `files` replaces those of a reply that is changed; None leaves them.
    """
    attached = MISSING if files is None else files
    if interaction.response.type in _DEFERRED:
        await _send(interaction, view, partial(interaction.edit_original_response, attachments=attached), files)
    elif not interaction.response.is_done() and _is_own(interaction):
        await _send(interaction, view, partial(interaction.response.edit_message, attachments=attached), files)
    else:
        await reply_anew(interaction, view, files=files or ())


async def reply_anew(interaction: Interaction, view: ui.LayoutView, *, files: Sequence[discord.File] = ()) -> None:
    """Answer privately with a message of its own. In a direct message it stays, since nobody else reads it."""
    ephemeral = not is_alone(interaction)
    attached = files or MISSING
    if interaction.response.is_done():
        await _send(interaction, view, partial(interaction.followup.send, ephemeral=ephemeral, files=attached), files)
    else:
        await _send(
            interaction, view, partial(interaction.response.send_message, ephemeral=ephemeral, files=attached), files
        )


async def put_off(interaction: Interaction) -> None:
    """Answer later than Discord waits: `reply` will stand where it would stand now."""
    if _is_own(interaction):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=not is_alone(interaction), thinking=True)


async def reply_in_public(interaction: Interaction, view: ui.LayoutView, *, tagged: bool = False) -> None:
    """Answer for everybody here; without a notification where there are tags, since notifications show through them."""
    await _send(interaction, view, partial(interaction.response.send_message, silent=tagged))


async def publicly(interaction: Interaction) -> AbstractContextManager[None]:
    """Speaks the server's language while a view is made that everybody here reads."""
    return speaking((await interaction.client.last_visit(interaction)).language)


async def redraw(interaction: Interaction, view: ui.LayoutView) -> None:
    """Change the message whose control was pressed, whoever reads it."""
    await _send(interaction, view, interaction.response.edit_message)


async def say(interaction: Interaction, words: str, *rows: "ui.ActionRow[Any]") -> None:
    """Reply with one sentence, and perhaps buttons."""
    await reply(interaction, bare(words, *rows))


def _is_own(interaction: Interaction) -> bool:
    """Whether the control that was pressed stands on a reply that only its presser reads."""
    message = interaction.message
    return message is not None and (message.flags.ephemeral or is_alone(interaction))


async def _send(
    interaction: Interaction,
    view: ui.LayoutView,
    send: Callable[..., Awaitable[Any]],
    files: Sequence[discord.File] | None = None,
) -> None:
    """Send a view; without our emoji where Discord knows one of them no more, since cards are whole without."""
    try:
        await send(view=view.as_sent() if isinstance(view, WrittenCard) else view)
    except discord.HTTPException as error:
        if not names_lost_emoji(error):
            raise
        interaction.client.dispatch(FACES_LOST)
        for file in files or ():
            file.reset()
        await send(view=without_emoji(view))
