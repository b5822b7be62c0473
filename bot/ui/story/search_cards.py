"""The card of a search: facts, best first, and what each has to do with the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord import ui

from bot.locale import _
from bot.show.episodes import Scope
from bot.show.facts import Fact
from bot.show.shows import Show
from bot.show.spoilers import escape
from bot.store.search import Hit
from bot.ui.kit import phrases
from bot.ui.kit.controls import button, turning
from bot.ui.kit.layout import Accent, bare, card, footer, line, row, small, text, title
from bot.ui.kit.progress import progress_menu
from bot.ui.reviews.cards import report_menu
from bot.ui.story.cards import Audience, gate_of, sites_of
from bot.ui.story.ids import SearchProgressId, ShareFactId, TurnResultsId

# What was asked goes into the `custom_id`s whole, so that a page is the same search; they hold 100 characters.
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found."""

    asked: str
    hits: Sequence[Hit]
    page: int
    is_last: bool


def results_card(results: Results, show: Show, scope: Scope, audience: Audience) -> ui.LayoutView:
    """One page of hits; numbers join them to the buttons below."""
    menu = report_menu([hit.fact for hit in results.hits], scope)
    entries = [
        f"**{number}** · {hit.fact.text.markdown(scope, hit.spans)}\n{small(_about(hit, show, scope))}"
        for number, hit in enumerate(results.hits, 1)
    ]
    return card(
        Accent.STORY,
        text(title(_("Search")), small(escape(results.asked, LONGEST))),
        line(),
        text("\n\n".join(entries)),
        line(),
        footer(audience.promise),
        *_rows(results, show, audience),
        *([menu] if menu else []),
    )


def _rows(results: Results, show: Show, audience: Audience) -> list[ui.ActionRow[Any]]:
    asked, page = results.asked, results.page
    rows: list[ui.ActionRow[Any]] = []
    if audience.needs_progress:
        rows.append(row(progress_menu(SearchProgressId(asked), show)))
    if page > 1 or not results.is_last:
        back, ahead = TurnResultsId("back", page - 1, asked), TurnResultsId("next", page + 1, asked)
        rows.append(row(*turning(back, ahead, is_first=page == 1, is_last=results.is_last)))
    if audience.may_share:
        shares = [
            button(ShareFactId(number, hit.fact.id), _("Share {number}").format(number=number))
            for number, hit in enumerate(results.hits, 1)
        ]
        rows.append(row(*shares))
    return rows


def nothing_found_card(
    asked: str, scope: Scope, audience: Audience, show: Show, bot: phrases.Mentions
) -> ui.LayoutView:
    """What to do where nothing was found."""
    words = _("I can't answer that from what you've seen ({through}). Try other words, or {cast} and {recap}.").format(
        through=phrases.through(scope.tagged), cast=bot.mention("cast"), recap=bot.mention("recap")
    )
    menu = [row(progress_menu(SearchProgressId(asked), show))] if audience.needs_progress else []
    return bare(words, *menu)


def shared_fact_card(fact: Fact, scope: Scope, audience: Audience) -> ui.LayoutView:
    """One fact, posted for everybody; where it is tagged, its episode stands outside the tag."""
    return card(
        Accent.STORY,
        text(f"**{gate_of(fact)}** {fact.text.markdown(scope)}"),
        line(),
        footer(audience.promise),
    )


def _about(hit: Hit, show: Show, scope: Scope) -> str:
    subject = [hit.subject.markdown(scope)] if hit.subject else []
    return " · ".join((gate_of(hit.fact), *subject, *sites_of(hit.fact, show, scope)[:1]))
