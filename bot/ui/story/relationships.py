"""Pictures of relationships: of one character, or of a group of those whom a member has met."""

from dataclasses import replace
from typing import Final

from bot.client import Interaction
from bot.locale import _
from bot.show.episodes import PREMISE, Scope
from bot.show.relationships import by_person, of_group, telling
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.replies import publicly, reply_anew
from bot.ui.story.cards import Audience, ahead_of, for_everybody, for_member
from bot.ui.story.characters import CHARACTERS
from bot.ui.story.groups import chosen_group, groups_of
from bot.ui.story.ids import (
    CardAddress,
    MapMenuId,
    RelationshipsId,
    ShareMapId,
    ShareRelationshipsId,
    TurnMapId,
    TurnTiesId,
    WholeMapId,
)
from bot.ui.story.orders import map_order, person_order
from bot.ui.story.pictures import Pictured, redraw_picture, send_picture, share_picture
from bot.ui.story.relationship_cards import PICTURE_FILE, Ties, map_card, relationships_card
from bot.viewer import Viewer

# --------------------------------------------------------------------------------------------- one character


async def show_relationships(interaction: Interaction, pressed: RelationshipsId) -> None:
    """Answer privately with a character's picture, as far as the presser has watched, or as their card looks ahead."""
    viewer = await interaction.client.viewer(interaction)
    pictured = await _own_relationships(interaction, viewer, replace(pressed.address, page=1))
    if pictured is None:
        await reply_anew(interaction, CHARACTERS.unknown(interaction, viewer, pressed.address))
    else:
        await send_picture(interaction, pictured)


async def turn_ties(interaction: Interaction, pressed: TurnTiesId) -> None:
    """Another page of the words; the picture stays."""
    viewer = await interaction.client.viewer(interaction)
    pictured = await _own_relationships(interaction, viewer, pressed.address)
    if pictured is None:
        await reply_anew(interaction, CHARACTERS.unknown(interaction, viewer, pressed.address))
    else:
        await redraw_picture(interaction, pictured)


async def share_relationships(interaction: Interaction, pressed: ShareRelationshipsId) -> None:
    """Post that picture as far as the channel has watched."""
    viewer = await interaction.client.viewer(interaction)
    scope, address = viewer.in_the_clear(private=False), pressed.address.start
    with await publicly(interaction):
        shared = await _relationships(interaction, address, scope, for_everybody(viewer, interaction.client))
    await share_picture(interaction, viewer, shared)


async def _own_relationships(interaction: Interaction, viewer: Viewer, address: CardAddress) -> Pictured | None:
    ahead = ahead_of(replace(address, asker=0), viewer)
    scope = viewer.looking_ahead(ahead or PREMISE)
    return await _relationships(interaction, address, scope, for_member(viewer, interaction.client, ahead))


async def _relationships(
    interaction: Interaction, address: CardAddress, scope: Scope, audience: Audience
) -> Pictured | None:
    """A character's picture and card; None where this scope knows nobody of that id."""
    bot = interaction.client
    character = await bot.store.facts.character(bot.show.id, address.id, scope)
    if character is None:
        return None
    told = telling(await bot.store.relationships.relationships_of(bot.show.id, address.id, scope))
    ties = by_person(told, address.id)
    view = relationships_card(character, Ties(ties, scope, address.page), address, audience)
    return Pictured(view, person_order(character, ties, scope), PICTURE_FILE)


# --------------------------------------------------------------------------------------------------- a group


async def show_map(interaction: Interaction, _pressed: WholeMapId) -> None:
    """Answer privately with the map of the first group, as far as the presser has watched."""
    viewer = await interaction.client.viewer(interaction)
    pictured = await _map(interaction, viewer.scope(private=True), for_member(viewer, interaction.client))
    if pictured is None:
        await reply_anew(interaction, bare(_no_ties(viewer)))
    else:
        await send_picture(interaction, pictured)


async def choose_map(interaction: Interaction, _pressed: MapMenuId) -> None:
    """The map of another group in its place."""
    await _redraw_map(interaction, int(chosen_value(interaction)))


async def turn_map(interaction: Interaction, pressed: TurnMapId) -> None:
    """Another page of the words; the picture stays."""
    await _redraw_map(interaction, pressed.group, pressed.page)


async def share_map(interaction: Interaction, pressed: ShareMapId) -> None:
    """Post that map as far as the channel has watched."""
    viewer = await interaction.client.viewer(interaction)
    with await publicly(interaction):
        scope, audience = viewer.in_the_clear(private=False), for_everybody(viewer, interaction.client)
        shared = await _map(interaction, scope, audience, pressed.group, only=True)
    await share_picture(interaction, viewer, shared)


async def _redraw_map(interaction: Interaction, group: int, page: int = 1) -> None:
    viewer = await interaction.client.viewer(interaction)
    pictured = await _map(interaction, viewer.scope(private=True), for_member(viewer, interaction.client), group, page)
    if pictured is None:
        await reply_anew(interaction, bare(_no_ties(viewer)))
    else:
        await redraw_picture(interaction, pictured)


def _no_ties(viewer: Viewer) -> str:
    return _("I know no relationships to draw {up_to}.").format(up_to=phrases.up_to(viewer.finished))


async def _map(
    interaction: Interaction, scope: Scope, audience: Audience, group_id: int = 0, page: int = 1, *, only: bool = False
) -> Pictured | None:
    """The map of a group, or of the first that has one unless it is to be that group `only`; None where there is none."""
    bot = interaction.client
    people = [each.character for each in await bot.store.facts.characters(bot.show.id, scope)]
    ties = await bot.store.relationships.relationships(bot.show.id, scope)
    places = {each.id: each.badge.group for each in people}
    told = {each: of_group(ties, places, each.people[0].badge.group) for each in groups_of(people, scope, bot.show)}
    drawn = [group for group, ties in told.items() if ties]
    group = chosen_group(drawn, group_id)
    if group is None or (only and group.id != group_id):
        return None
    view = map_card(group, drawn, Ties(told[group], scope, page), audience)
    return Pictured(view, map_order(group.name, told[group], scope), PICTURE_FILE)


HANDLERS: Final[Handlers] = {
    RelationshipsId: show_relationships,
    TurnTiesId: turn_ties,
    ShareRelationshipsId: share_relationships,
    WholeMapId: show_map,
    MapMenuId: choose_map,
    TurnMapId: turn_map,
    ShareMapId: share_map,
}
