"""The one way to answer: it knows what was answered before, who reads along, and what stands in the reply's place already."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui
from discord.utils import MISSING

from bot.client import Interaction
from bot.ui.kit.layout import bare

_DEFERRED = (
    discord.InteractionResponseType.deferred_channel_message,
    discord.InteractionResponseType.deferred_message_update,
)


def is_alone(interaction: Interaction) -> bool:
    """Whether nobody else reads here: the member's own direct messages with the bot."""
    return interaction.guild_id is None and interaction.context.dm_channel


async def reply(interaction: Interaction, view: ui.LayoutView, *, files: Sequence[discord.File] | None = None) -> None:
    """Answer privately: in the place of the private reply whose control was pressed, else as a new private reply.

    An answer that was put off is filled in. `files` replaces those of a reply that is changed; None leaves them.
    """
    if interaction.response.type in _DEFERRED:
        await interaction.edit_original_response(view=view, attachments=MISSING if files is None else files)
    elif not interaction.response.is_done() and _is_own(interaction):
        await interaction.response.edit_message(view=view, attachments=MISSING if files is None else files)
    else:
        await reply_anew(interaction, view, files=files or ())


async def reply_anew(interaction: Interaction, view: ui.LayoutView, *, files: Sequence[discord.File] = ()) -> None:
    """Answer privately with a message of its own. In a direct message it stays, since nobody else reads it."""
    ephemeral = not is_alone(interaction)
    attached = files or MISSING
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=ephemeral, files=attached)
    else:
        await interaction.response.send_message(view=view, ephemeral=ephemeral, files=attached)


async def put_off(interaction: Interaction) -> None:
    """Answer later than Discord waits: `reply` will stand where it would stand now."""
    if _is_own(interaction):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=not is_alone(interaction), thinking=True)


async def reply_in_public(interaction: Interaction, view: ui.LayoutView, *, tagged: bool = False) -> int | None:
    """Answer for everybody here, and give the id of the message, where Discord said it.

    Without a notification where there are tags, since notifications show through them.
    """
    return (await interaction.response.send_message(view=view, silent=tagged)).message_id


async def redraw(interaction: Interaction, view: ui.LayoutView) -> None:
    """Change the message whose control was pressed, whoever reads it."""
    await interaction.response.edit_message(view=view)


async def say(interaction: Interaction, words: str, *rows: "ui.ActionRow[Any]") -> None:
    """Reply with one sentence, and perhaps buttons."""
    await reply(interaction, bare(words, *rows))


def _is_own(interaction: Interaction) -> bool:
    """Whether the control that was pressed stands on a reply that only its presser reads."""
    message = interaction.message
    return message is not None and (message.flags.ephemeral or is_alone(interaction))
