"""The cast: everybody whom a member has met, in pages."""

from typing import Final

from discord import ui

from bot.caches.cards import ANYBODY, PROMISE, CachedCard
from bot.client import Interaction
from bot.show.episodes import PREMISE, Episode
from bot.show.shows import Show
from bot.ui.kit.layout import pages_for
from bot.ui.kit.links import NewPeopleId
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import publicly, redraw, reply_anew
from bot.ui.kit.sharing import share
from bot.ui.story.cards import Audience, for_everybody, for_member
from bot.ui.story.cast_cards import CAST_PAGE, Cast, cast_card, new_people_card, public_cast_card
from bot.ui.story.characters import CHARACTERS
from bot.ui.story.ids import CardAddress, CastProgressId, CharacterMenuId, OwnCastId, ShareCastId, TurnCastId
from bot.ui.story.kept import kept_card
from bot.viewer import NOBODY, Viewer


async def cast_view(interaction: Interaction, viewer: Viewer, page: int = 1, *, public: bool) -> ui.LayoutView:
    """The cast in the clear: names are story, so a public one ends with the ceiling. `page` is one of a private cast."""
    bot = interaction.client
    viewer, scope = viewer if public else viewer.in_private(), viewer.in_the_clear(private=not public)

    async def make() -> CachedCard:
        people = [each.character for each in await bot.store.facts.characters(bot.show.id, scope)]
        if public:
            # Of nobody, so that it is made of nothing that its key does not name.
            return CachedCard.for_anybody(
                public_cast_card(people, scope, Audience(PROMISE, NOBODY, public=True), ANYBODY)
            )
        pages = pages_for(len(people), CAST_PAGE)
        at = max(1, min(page, pages))
        shown = people[(at - 1) * CAST_PAGE : at * CAST_PAGE]
        return CachedCard.of(cast_card(Cast(shown, scope, at, pages), for_member(viewer, bot), bot.show))

    key = ("public cast", scope) if public else ("cast", page, viewer)
    made = await kept_card(interaction, key, make)
    return made.view(interaction.user.id, for_everybody(viewer, bot).promise) if public else made.view()


async def turn_cast(interaction: Interaction, pressed: TurnCastId) -> None:
    """Turn a private cast. A public one has one page; those of before had more, and anybody gets a private page of them."""
    viewer = await interaction.client.viewer(interaction)
    view = await cast_view(interaction, viewer, pressed.page, public=False)
    if pressed.asker == 0:
        await redraw(interaction, view)
    else:
        await reply_anew(interaction, view)


async def show_new_people(interaction: Interaction, pressed: NewPeopleId) -> None:
    """Answer privately with those who are first known in what was finished, as far as the presser has watched."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    scope, through = viewer.scope(private=True), min(pressed.episode, viewer.finished)
    known = [each.character for each in await bot.store.facts.characters(bot.show.id, scope)]
    before = pressed.after if pressed.after is not None else _before(through, bot.show)
    people = [each for each in known if before < each.revealed_in <= through]
    await reply_anew(interaction, new_people_card(through, people, scope, for_member(viewer, bot), bot))


def _before(episode: Episode, show: Show) -> Episode:
    """The episode before one."""
    return max((each for each in show.episodes if each < episode), default=PREMISE)


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
    with await publicly(interaction):
        view = await cast_view(interaction, viewer, public=True)
    await share(interaction, viewer, view)


async def cast_anew(interaction: Interaction, _pressed: CastProgressId) -> ui.LayoutView:
    """The cast, now as far as they have watched."""
    return await cast_view(interaction, await interaction.client.viewer(interaction), public=False)


HANDLERS: Final[Handlers] = {
    TurnCastId: turn_cast,
    CharacterMenuId: open_character,
    OwnCastId: open_own_cast,
    ShareCastId: share_cast,
    CastProgressId: sets_progress(cast_anew),
    NewPeopleId: show_new_people,
}
