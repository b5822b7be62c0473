"""The cast: everybody whom a member has met, in pages."""

from typing import Final

from discord import ui

from bot.client import Interaction
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import redraw, reply_anew
from bot.ui.story.cards import for_everybody, for_member
from bot.ui.story.cast_cards import CAST_PAGE, Cast, cast_card
from bot.ui.story.characters import CHARACTERS
from bot.ui.story.ids import CardAddress, CastProgressId, CharacterMenuId, OwnCastId, ShareCastId, TurnCastId
from bot.ui.story.kinds import PublicCard
from bot.ui.story.sharing import share
from bot.viewer import Viewer


async def cast_view(interaction: Interaction, viewer: Viewer, page: int = 1, *, public: bool) -> ui.LayoutView:
    """One page of the cast, in the clear: names are story, so a public one ends with the ceiling."""
    bot, scope = interaction.client, viewer.in_the_clear(private=not public)
    people = [each.character for each in await bot.store.facts.characters(bot.show.id, scope)]
    pages = max(1, -(-len(people) // CAST_PAGE))
    page = max(1, min(page, pages))
    shown = people[(page - 1) * CAST_PAGE : page * CAST_PAGE]
    cast = Cast(shown, scope, page, pages, asker=interaction.user.id if public else 0)
    return cast_card(cast, for_everybody(viewer) if public else for_member(viewer), bot.show)


async def turn_cast(interaction: Interaction, pressed: TurnCastId) -> None:
    """Turn a public cast for whoever asked for it, and a private one; everybody else gets a private page."""
    viewer = await interaction.client.viewer(interaction)
    public = pressed.asker == interaction.user.id and viewer.openly(private=False) is not None
    view = await cast_view(interaction, viewer, pressed.page, public=public)
    if public or pressed.asker == 0:
        await redraw(interaction, view)
    else:
        await reply_anew(interaction, view)


async def open_character(interaction: Interaction, _pressed: CharacterMenuId) -> None:
    """Answer privately with the card of whoever was chosen, at the presser's own scope."""
    viewer = await interaction.client.viewer(interaction)
    address = CardAddress.of_character(int(chosen_value(interaction)))
    await reply_anew(interaction, await CHARACTERS.private_or_unknown(interaction, viewer, address))


async def open_own_cast(interaction: Interaction, _pressed: OwnCastId) -> None:
    """Answer privately, at the presser's own scope."""
    viewer = await interaction.client.viewer(interaction)
    await reply_anew(interaction, await cast_view(interaction, viewer, public=False))


async def share_cast(interaction: Interaction, _pressed: ShareCastId) -> None:
    """Post the cast as far as the channel has watched."""
    viewer = await interaction.client.viewer(interaction)
    await share(interaction, viewer, PublicCard(await cast_view(interaction, viewer, public=True), tagged=False))


async def redraw_cast(interaction: Interaction, _pressed: CastProgressId) -> None:
    """The cast again, now as far as they have watched."""
    viewer = await interaction.client.viewer(interaction)
    await redraw(interaction, await cast_view(interaction, viewer, public=False))


HANDLERS: Final[Handlers] = {
    TurnCastId: turn_cast,
    CharacterMenuId: open_character,
    OwnCastId: open_own_cast,
    ShareCastId: share_cast,
    CastProgressId: sets_progress(redraw_cast),
}
