"""The yearbook of those whom a member has met."""

from typing import Final

from bot.client import Interaction
from bot.locale import _
from bot.show.episodes import Scope
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.replies import publicly, reply_anew
from bot.ui.story.cards import Audience, for_everybody, for_member
from bot.ui.story.groups import chosen_group, groups_of
from bot.ui.story.ids import ShareYearbookId, YearbookId, YearbookMenuId
from bot.ui.story.orders import yearbook_order
from bot.ui.story.pictures import Pictured, redraw_picture, send_picture, share_picture
from bot.ui.story.yearbook_cards import EVERYONE, YEARBOOK_FILE, yearbook_card


async def show_yearbook(interaction: Interaction, _pressed: YearbookId) -> None:
    """Answer privately with the first group, as far as the presser has watched."""
    viewer = await interaction.client.viewer(interaction)
    pictured = await _yearbook(interaction, viewer.scope(private=True), for_member(viewer, interaction.client), None)
    if pictured is None:
        await reply_anew(interaction, bare(_("I know nobody to draw yet.")))
    else:
        await send_picture(interaction, pictured)


async def choose_yearbook(interaction: Interaction, _pressed: YearbookMenuId) -> None:
    """Another group in its place."""
    viewer, group = await interaction.client.viewer(interaction), int(chosen_value(interaction))
    pictured = await _yearbook(interaction, viewer.scope(private=True), for_member(viewer, interaction.client), group)
    if pictured is None:
        await reply_anew(interaction, bare(_("I know nobody to draw yet.")))
    else:
        await redraw_picture(interaction, pictured)


async def share_yearbook(interaction: Interaction, pressed: ShareYearbookId) -> None:
    """Post it as far as the channel has watched."""
    viewer = await interaction.client.viewer(interaction)
    with await publicly(interaction):
        scope, audience = viewer.in_the_clear(private=False), for_everybody(viewer, interaction.client)
        shared = await _yearbook(interaction, scope, audience, pressed.group, only=True)
    await share_picture(interaction, viewer, shared)


async def _yearbook(
    interaction: Interaction, scope: Scope, audience: Audience, group_id: int | None, *, only: bool = False
) -> Pictured | None:
    """A group, or everyone, or else the first group unless it is to be that one `only`; None where there is nobody."""
    bot = interaction.client
    people = [each.character for each in await bot.store.facts.characters(bot.show.id, scope)]
    groups = groups_of(people, scope, bot.show)
    group = chosen_group(groups, group_id or 0)
    if group is None or (only and group_id not in {EVERYONE, group.id}):
        return None
    shown = groups if group_id == EVERYONE else [group]
    order = yearbook_order(_("Yearbook"), bot.show.title, shown, scope)
    return Pictured(yearbook_card(shown, groups, scope, audience), order, YEARBOOK_FILE)


HANDLERS: Final[Handlers] = {
    YearbookId: show_yearbook,
    YearbookMenuId: choose_yearbook,
    ShareYearbookId: share_yearbook,
}
