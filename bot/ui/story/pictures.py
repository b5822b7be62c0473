"""How a card with a picture is sent: as soon as the picture is drawn."""

import io
from dataclasses import dataclass, replace

import discord
from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.ui.kit import phrases
from bot.ui.kit.controls import button
from bot.ui.kit.layout import bare, framed, row, text
from bot.ui.kit.replies import publicly, put_off, reply, reply_anew
from bot.ui.kit.sharing import not_that_far_card
from bot.ui.story.ids import MorePublicId
from bot.viewer import Viewer, is_alone


@dataclass(frozen=True, slots=True)
class Pictured:
    """A card, and what its picture is ordered with."""

    view: ui.LayoutView
    order: bytes
    file: str


async def send_picture(interaction: Interaction, pictured: Pictured) -> None:
    """Answer privately with a message of its own."""
    # Put off in any case: whether a picture was drawn before tells nobody anything.
    await interaction.response.defer(ephemeral=not is_alone(interaction), thinking=True)
    await _fill_in(interaction, pictured)


async def redraw_picture(interaction: Interaction, pictured: Pictured) -> None:
    """Answer privately, in the place of the private reply whose control was pressed."""
    await put_off(interaction)
    await _fill_in(interaction, pictured)


async def share_picture(interaction: Interaction, viewer: Viewer, pictured: Pictured | None) -> None:
    """Post a card with a picture, made `publicly`, unless the channel is private, or not that far (None)."""
    if viewer.private_here:
        await reply_anew(interaction, bare(phrases.always_private(interaction.client)))
    elif pictured is None:
        await reply_anew(interaction, not_that_far_card(interaction, viewer))
    else:
        await interaction.response.defer(thinking=True)
        with await publicly(interaction):
            shared = text(phrases.shared_by(interaction.user.display_name))
            more = row(button(MorePublicId(interaction.user.id), _("More")))
        await _fill_in(interaction, replace(pictured, view=framed(pictured.view, above=[shared], below=[more])))


async def _fill_in(interaction: Interaction, pictured: Pictured) -> None:
    payer = interaction.guild_id or interaction.user.id
    picture = await interaction.client.caches.pictures.picture(pictured.order, payer)
    await reply(interaction, pictured.view, files=[discord.File(io.BytesIO(picture), pictured.file)])
