"""Pictures of relationships: of one character, or of everybody whom a member has met."""

import io
from typing import Final

import discord
from discord import ui

from bot.client import Interaction
from bot.show.episodes import Scope
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import is_alone, reply, reply_anew
from bot.ui.story.cards import Audience, for_everybody, for_member
from bot.ui.story.characters import CHARACTERS
from bot.ui.story.ids import RelationshipsId, ShareRelationshipsId, WholeMapId
from bot.ui.story.relationship_cards import PICTURE_FILE, picture_order, relationships_card


async def show_relationships(interaction: Interaction, pressed: RelationshipsId) -> None:
    """Answer privately with a character's picture, as far as the presser has watched."""
    viewer = await interaction.client.viewer(interaction)
    found = await _relationships(interaction, pressed.id, viewer.scope(private=True), for_member(viewer))
    if found is None:
        await reply_anew(interaction, CHARACTERS.unknown(interaction, viewer, pressed.address))
    else:
        await _send(interaction, *found, private=True)


async def share_relationships(interaction: Interaction, pressed: ShareRelationshipsId) -> None:
    """Post that picture as far as the channel has watched, unless the channel is private or not that far."""
    viewer = await interaction.client.viewer(interaction)
    found = None
    if not viewer.private_here:
        clear = viewer.in_the_clear(private=False)
        found = await _relationships(interaction, pressed.id, clear, for_everybody(viewer))
    if found is None:
        await reply_anew(interaction, bare(phrases.not_that_far(interaction.client)))
    else:
        await _send(interaction, *found, private=False)


async def show_whole_map(interaction: Interaction, _pressed: WholeMapId) -> None:
    """Answer privately with the picture of everybody, as far as the presser has watched."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    scope = viewer.scope(private=True)
    people = [each.character for each in await bot.store.facts.characters(bot.show.id, scope)]
    ties = await bot.store.relationships.relationships(bot.show.id, scope)
    order, view = picture_order(people, ties, scope), relationships_card(None, ties, scope, for_member(viewer))
    await _send(interaction, order, view, private=True)


async def _relationships(
    interaction: Interaction, character_id: int, scope: Scope, audience: Audience
) -> tuple[bytes, ui.LayoutView] | None:
    """What the picture of a character is drawn from, and its card; None where this scope knows nobody of that id."""
    bot = interaction.client
    character = await bot.store.facts.character(bot.show.id, character_id, scope)
    if character is None:
        return None
    ties = await bot.store.relationships.relationships_of(bot.show.id, character_id, scope)
    return picture_order([], ties, scope, centre=character), relationships_card(character, ties, scope, audience)


async def _send(interaction: Interaction, order: bytes, view: ui.LayoutView, *, private: bool) -> None:
    """Answer with the card and its picture, as soon as that is drawn."""
    # Put off in any case: whether a picture was drawn before tells nobody anything.
    await interaction.response.defer(ephemeral=private and not is_alone(interaction), thinking=True)
    payer = interaction.guild_id or interaction.user.id
    picture = await interaction.client.caches.pictures.picture(order, payer)
    await reply(interaction, view, files=[discord.File(io.BytesIO(picture), PICTURE_FILE)])


HANDLERS: Final[Handlers] = {
    RelationshipsId: show_relationships,
    ShareRelationshipsId: share_relationships,
    WholeMapId: show_whole_map,
}
