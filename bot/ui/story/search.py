"""Answers to plain questions, in pages."""

from typing import Final

from discord import ui

from bot.caches.cards import CachedCard
from bot.client import Interaction
from bot.errors import OlderVersionError
from bot.language import language
from bot.locale import _
from bot.show.episodes import episode_named
from bot.show.matching.tongues import episode_alone
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import publicly, redraw, reply_anew
from bot.ui.kit.sharing import share
from bot.ui.reviews.reports import report_fact
from bot.ui.story.cards import for_everybody, for_member, remove_row
from bot.ui.story.controls import KINDS
from bot.ui.story.ids import (
    CardAddress,
    HitMenuId,
    MoreFactId,
    OpenHitId,
    SearchProgressId,
    ShareFactId,
    TurnResultsId,
)
from bot.ui.story.kept import kept_card
from bot.ui.story.kinds import people_in
from bot.ui.story.removing import may_remove
from bot.ui.story.search_cards import (
    Results,
    more_of_fact_card,
    nothing_found_card,
    results_card,
    shared_fact_card,
)
from bot.viewer import Viewer

PAGE: Final = 5
_PAGES: Final = 5


async def results_view(interaction: Interaction, viewer: Viewer, asked: str, page: int = 1) -> ui.LayoutView:
    """One page of what this member may find."""
    if (whole := await _whole_episode(interaction, viewer, asked)) is not None:
        return whole
    bot, viewer = interaction.client, viewer.in_private()  # the card is made of nothing that its key does not name
    scope = viewer.scope(private=True)

    async def make() -> CachedCard:
        # One more than the page shows, to know whether there is a next one; asking for less is faster.
        found = await bot.store.search.search(
            bot.show.id, asked, scope, limit=page * PAGE + 1, guild_id=interaction.guild_id, spoken=language()
        )
        hits = found[(page - 1) * PAGE : page * PAGE]
        if not hits:
            return CachedCard.of(nothing_found_card(scope, asked, viewer, bot.show, bot))
        is_last = len(found) <= page * PAGE or page >= _PAGES
        people = await people_in(interaction, viewer, [hit.fact for hit in hits])
        results = Results(asked, hits, people, page, is_last)
        return CachedCard.of(results_card(results, bot.show, scope, for_member(viewer, bot)))

    return (await kept_card(interaction, ("search", asked, page, viewer), make)).view()


async def _whole_episode(interaction: Interaction, viewer: Viewer, asked: str) -> ui.LayoutView | None:
    """The card of the episode, where that is all that is asked for and the member has got there."""
    named = episode_alone(asked, language())
    if named is None:
        return None
    episode = episode_named(named, viewer.scope(private=True).tagged)
    if episode not in interaction.client.show.episodes:
        return None
    return await KINDS["e"].private(interaction, viewer, CardAddress.of_episode(episode))


async def turn_results(interaction: Interaction, pressed: TurnResultsId) -> None:
    """Search again, and show another page in place."""
    viewer, page = await interaction.client.viewer(interaction), max(1, min(pressed.page, _PAGES))
    await redraw(interaction, await results_view(interaction, viewer, pressed.asked, page))


async def share_or_report(interaction: Interaction, _pressed: HitMenuId) -> None:
    """Post the fact that was chosen, or ask what is wrong with it."""
    what, _colon, fact = chosen_value(interaction).partition(":")
    if not fact.isdecimal():
        raise OlderVersionError
    if what == "share":
        await _share(interaction, int(fact))
    else:
        await report_fact(interaction, int(fact))


async def share_fact(interaction: Interaction, pressed: ShareFactId) -> None:
    """Post one fact."""
    await _share(interaction, pressed.fact)


async def _share(interaction: Interaction, fact_id: int) -> None:
    """Post one fact as far as the channel goes."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    scope = viewer.in_the_clear(private=False)
    fact = await bot.store.facts.fact(bot.show.id, fact_id, scope, guild_id=interaction.guild_id)
    shared = None
    if fact is not None:
        with await publicly(interaction):
            shared = shared_fact_card(fact, scope, for_everybody(viewer, bot), interaction.user.id)
    await share(interaction, viewer, shared)


async def show_more(interaction: Interaction, pressed: MoreFactId) -> None:
    """Answer privately with where a fact that was shared was read, as far as the presser has watched, and how to remove it."""
    bot = interaction.client
    viewer, removes = await bot.viewer(interaction), await may_remove(interaction, pressed.asker)
    # It stands in the clear above the button, whoever presses.
    scope = viewer.in_the_clear(private=True)
    fact = await bot.store.facts.fact(bot.show.id, pressed.fact, scope, guild_id=interaction.guild_id)
    if fact is None:
        view = bare(
            _("You’re not that far yet. {set} moves you on.").format(set=bot.mention("progress set")),
            *remove_row(removes),
        )
    else:
        view = more_of_fact_card(fact, bot.show, scope, removes)
    await reply_anew(interaction, view)


async def open_hit(interaction: Interaction, _pressed: OpenHitId) -> None:
    """Answer privately with the card that was chosen."""
    kind, _colon, number = chosen_value(interaction).partition(":")
    if kind not in ("c", "e", "l") or not number.isdecimal():
        raise OlderVersionError
    viewer, address = await interaction.client.viewer(interaction), CardAddress(kind, int(number))
    await reply_anew(interaction, await KINDS[kind].private_or_unknown(interaction, viewer, address))


async def search_anew(interaction: Interaction, pressed: SearchProgressId) -> ui.LayoutView:
    """What is found now, as far as they have watched."""
    return await results_view(interaction, await interaction.client.viewer(interaction), pressed.asked)


HANDLERS: Final[Handlers] = {
    TurnResultsId: turn_results,
    ShareFactId: share_fact,
    HitMenuId: share_or_report,
    OpenHitId: open_hit,
    MoreFactId: show_more,
    SearchProgressId: sets_progress(search_anew),
}
