"""The card of a search: facts, best first, and what each has to do with the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Scope
from bot.show.facts import Character, Fact
from bot.show.shows import Show
from bot.show.spoilers import escape
from bot.store.search import Hit
from bot.ui.kit import phrases
from bot.ui.kit.controls import button, select, turning
from bot.ui.kit.episodes import MENU
from bot.ui.kit.layout import bare, card, footer, heading, line, option, row, small, text, title
from bot.ui.kit.progress import how_far
from bot.ui.reviews.cards import report_menu
from bot.ui.story.cards import Audience, gate_of, remove_row, with_sources
from bot.ui.story.ids import HitMenuId, MoreFactId, OpenHitId, RemoveId, SearchProgressId, TurnResultsId
from bot.viewer import Viewer

# What was asked goes into the `custom_id`s whole, so that a page is the same search; they hold 100 characters.
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found, and those whom it is about."""

    asked: str
    hits: Sequence[Hit]
    people: Sequence[Character]
    page: int
    is_last: bool


def results_card(results: Results, show: Show, scope: Scope, audience: Audience) -> ui.LayoutView:
    """One page of hits, the best one large; numbers join them to the select below."""
    entries = [_entry(number, hit, results.page, scope) for number, hit in enumerate(results.hits, 1)]
    return card(
        audience.accent,
        text(title(_("Search")), small(escape(results.asked, LONGEST))),
        line(),
        text("\n\n".join(entries)),
        line(),
        footer(audience.promise),
        *_rows(results, show, scope, audience),
    )


def _entry(number: int, hit: Hit, page: int, scope: Scope) -> str:
    said = f"{number} · {hit.fact.text.markdown(scope, hit.spans)}"
    subject = [hit.subject.markdown(scope)] if hit.subject else []
    about = small(" · ".join((gate_of(hit.fact), *subject)))
    return f"{heading(said) if number == page == 1 else said}\n{about}"


def _rows(results: Results, show: Show, scope: Scope, audience: Audience) -> list[ui.Item[Any]]:
    asked, page = results.asked, results.page
    rows: list[ui.Item[Any]] = []
    if audience.is_asked:
        rows += how_far(SearchProgressId(asked), show, audience.viewer)
    if page > 1 or not results.is_last:
        back, ahead = TurnResultsId("back", page - 1, asked), TurnResultsId("next", page + 1, asked)
        rows.append(row(*turning(back, ahead, is_first=page == 1, is_last=results.is_last)))
    cards = _cards(results, scope)
    if cards:
        rows.append(row(select(OpenHitId(), _("Open a card"), cards)))
    return [*rows, row(_hit_menu(results, scope, audience))]


def _cards(results: Results, scope: Scope) -> list[discord.SelectOption]:
    """Those whom the hits are about, what else they are about, and their episodes."""
    known = {each.id for each in results.people}
    people = [
        option(each.name.shown(scope), f"c:{each.id}", each.face)
        for each in results.people[: MENU - 2 * len(results.hits)]
    ]
    named = {hit.subject_id: hit.subject for hit in results.hits if hit.subject_id not in known}
    things = [option(name.shown(scope), f"l:{thing}") for thing, name in named.items() if name is not None]
    episodes = dict.fromkeys(hit.fact.revealed_in for hit in results.hits)
    return [*people, *things, *(option(str(each), f"e:{each.ordinal}") for each in episodes if each != PREMISE)]


def _hit_menu(results: Results, scope: Scope, audience: Audience) -> ui.Select[Any]:
    """Share or report, each with the numbers of the hits."""
    numbered = list(enumerate(results.hits, 1))
    reports = [_numbered(_("Report"), number, hit, "report", scope) for number, hit in numbered]
    if not audience.may_share:
        return select(HitMenuId(), _("Report a mistake in…"), reports)
    shares = [_numbered(_("Share"), number, hit, "share", scope) for number, hit in numbered]
    return select(HitMenuId(), _("Share or report…"), [*shares, *reports])


def _numbered(verb: str, number: int, hit: Hit, what: str, scope: Scope) -> discord.SelectOption:
    return option(f"{verb} {number} · {hit.fact.text.shown(scope)}", f"{what}:{hit.fact.id}")


def nothing_found_card(scope: Scope, asked: str, viewer: Viewer, show: Show, bot: phrases.Mentions) -> ui.LayoutView:
    """What to do where nothing was found."""
    words = _("I can’t answer that from what you’ve seen ({through}). Try other words, or {cast} and {recap}.").format(
        through=phrases.through(scope.tagged), cast=bot.mention("cast"), recap=bot.mention("recap")
    )
    return bare(words, *how_far(SearchProgressId(asked), show, viewer))


def shared_fact_card(hit: Fact, scope: Scope, audience: Audience, asker: int) -> ui.LayoutView:
    """One fact, posted for everybody."""
    return card(
        audience.accent,
        text(hit.text.markdown(scope), small(gate_of(hit))),
        line(),
        footer(audience.promise),
        row(button(MoreFactId(hit.id, asker), _("More"))),
    )


def more_of_fact_card(fact: Fact, show: Show, scope: Scope, removes: RemoveId | None) -> ui.LayoutView:
    """Where a fact was read, the way to report it, and to take it away."""
    menu = report_menu([fact], scope)
    return bare(with_sources(fact, show, scope), *([menu] if menu else []), *remove_row(removes))
