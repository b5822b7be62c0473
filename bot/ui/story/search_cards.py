"""The card of a search: facts, best first, and what each has to do with the question."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.locale import _
from bot.show.episodes import Scope
from bot.show.facts import Fact
from bot.show.shows import Show
from bot.show.spoilers import escape
from bot.store.search import Hit
from bot.ui.kit.layout import Accent, card, footer, line, row, text
from bot.ui.reviews.reports import report_menu
from bot.ui.story.character_cards import gate_of, sites_of


def search_card(
    asked: str,
    hits: Sequence[Hit],
    show: Show,
    scope: Scope,
    promise: str,
    controls: Sequence[Sequence[ui.Item[Any]]],
) -> ui.LayoutView:
    """One page of hits; numbers join them to the buttons below."""
    menu = report_menu([hit.fact for hit in hits], scope)
    entries = [
        f"**{number}** · {hit.fact.text.markdown(scope, hit.spans)}\n-# {_small(hit, show, scope)}"
        for number, hit in enumerate(hits, 1)
    ]
    return card(
        Accent.STORY,
        text("## " + _("Search"), f"-# {escape(asked, 80)}"),
        line(),
        text("\n\n".join(entries)),
        line(),
        footer(promise),
        *(row(*each) for each in controls if each),
        *([menu] if menu else []),
    )


def shared_fact(fact: Fact, scope: Scope, promise: str) -> ui.LayoutView:
    """One fact, posted for everybody; where it is tagged, its episode stands outside the tag."""
    return card(
        Accent.STORY,
        text(f"**{gate_of(fact)}** {fact.text.markdown(scope)}"),
        line(),
        footer(promise),
    )


def _small(hit: Hit, show: Show, scope: Scope) -> str:
    subject = [hit.subject.markdown(scope)] if hit.subject else []
    return " · ".join((gate_of(hit.fact), *subject, *sites_of(hit.fact, show, scope)[:1]))
