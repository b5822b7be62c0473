"""The ways to answer an interaction. Every handler ends in one of them."""

import discord
from discord import ui
from discord.utils import MISSING

from bot.client import Interaction
from bot.ui.kit.layout import bare


def is_alone(interaction: Interaction) -> bool:
    """Whether nobody else reads here: the member's own direct messages with the bot."""
    return interaction.guild_id is None and interaction.context.dm_channel


async def reply(interaction: Interaction, view: ui.LayoutView, *files: discord.File) -> None:
    """Answer privately: in the place of the private reply that was pressed, else as a new one, else as a follow-up."""
    if interaction.response.is_done():
        await interaction.followup.send(view=view, files=files or MISSING, ephemeral=not is_alone(interaction))
    elif interaction.message is not None and (interaction.message.flags.ephemeral or is_alone(interaction)):
        await interaction.response.edit_message(view=view, attachments=files or MISSING)
    else:
        await reply_new(interaction, view, *files)


async def reply_new(interaction: Interaction, view: ui.LayoutView, *files: discord.File) -> None:
    """Answer privately, below what was pressed."""
    await interaction.response.send_message(view=view, files=files or MISSING, ephemeral=not is_alone(interaction))


async def reply_in_public(
    interaction: Interaction, view: ui.LayoutView, *files: discord.File, silent: bool = False
) -> None:
    """Answer for everybody here; `silent` where there are tags, since a notification may show what they hide."""
    await interaction.response.send_message(view=view, files=files or MISSING, silent=silent)


async def say(interaction: Interaction, words: str) -> None:
    """Answer privately with a sentence."""
    await reply(interaction, bare(words))
