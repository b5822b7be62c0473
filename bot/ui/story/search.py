"""Answers to plain questions, in pages."""

from typing import Final

from discord import ui

from bot.client import Interaction
from bot.ui.kit.presses import Handlers
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import redraw
from bot.ui.story.cards import for_everybody, for_member
from bot.ui.story.ids import SearchProgressId, ShareFactId, TurnResultsId
from bot.ui.story.kinds import PublicCard
from bot.ui.story.search_cards import Results, nothing_found_card, results_card, shared_fact_card
from bot.ui.story.sharing import share
from bot.viewer import Viewer

PAGE: Final = 5
_PAGES: Final = 5


async def results_view(interaction: Interaction, viewer: Viewer, asked: str, page: int = 1) -> ui.LayoutView:
    """One page of what this member may find."""
    bot, scope, audience = interaction.client, viewer.scope(private=True), for_member(viewer)
    # One more than the page shows, to know whether there is a next one; asking for less is faster.
    found = await bot.store.search.search(
        bot.show.id, asked, scope, limit=page * PAGE + 1, guild_id=interaction.guild_id
    )
    hits = found[(page - 1) * PAGE : page * PAGE]
    if not hits:
        return nothing_found_card(asked, scope, audience, bot.show, bot)
    is_last = len(found) <= page * PAGE or page >= _PAGES
    return results_card(Results(asked, hits, page, is_last), bot.show, scope, audience)


async def turn_results(interaction: Interaction, pressed: TurnResultsId) -> None:
    """Search again, and show another page in place."""
    viewer, page = await interaction.client.viewer(interaction), max(1, min(pressed.page, _PAGES))
    await redraw(interaction, await results_view(interaction, viewer, pressed.asked, page))


async def share_fact(interaction: Interaction, pressed: ShareFactId) -> None:
    """Post one fact as a public reply of the presser would show it."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    scope, public = viewer.scope(private=False), None
    fact = await bot.store.facts.fact(bot.show.id, pressed.fact, scope, guild_id=interaction.guild_id)
    if fact is not None:
        view = shared_fact_card(fact, scope, for_everybody(viewer))
        public = PublicCard(view, tagged=fact.revealed_in > scope.clear)
    await share(interaction, viewer, public)


async def redraw_results(interaction: Interaction, pressed: SearchProgressId) -> None:
    """Search again, now as far as they have watched."""
    viewer = await interaction.client.viewer(interaction)
    await redraw(interaction, await results_view(interaction, viewer, pressed.asked))


HANDLERS: Final[Handlers] = {
    TurnResultsId: turn_results,
    ShareFactId: share_fact,
    SearchProgressId: sets_progress(redraw_results),
}
