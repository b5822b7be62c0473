"""Cards of episodes: what happens, and the recap."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from discord import ui

from bot.locale import _
from bot.show.episodes import Episode, Scope
from bot.show.facts import EpisodeSummary, Fact
from bot.ui.kit.layout import Accent, card, footer, line, option, page_of, row, text
from bot.ui.story.pages import PAGE, FactPages, Group, lines

_FIRST_PAGE: Final = 5
_INFECTION: Final = {"virus", "infection", "injury"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePages(FactPages):
    """An episode as one reply shows it."""

    summary: EpisodeSummary


def episode_pages(summary: EpisodeSummary, facts: Sequence[Fact], scope: Scope) -> EpisodePages:
    """Five facts below the summary, then pages of ten, in groups of a fixed order."""
    groups = (
        (_("What happens"), [f for f in facts if f.is_story and f.topic not in _INFECTION]),
        (_("The infection"), [f for f in facts if f.topic in _INFECTION]),
        (_("Behind the scenes"), [f for f in facts if not f.is_story]),
    )
    in_order = [(heading, fact) for heading, each in groups for fact in each]
    cuts = [0, *range(_FIRST_PAGE, max(len(in_order), _FIRST_PAGE + 1), PAGE), len(in_order)]
    pages = [_grouped(in_order[start:end], scope) for start, end in pairwise(cuts) if start < end]
    return EpisodePages(name=str(summary.episode), scope=scope, pages=pages or [[]], later=[], summary=summary)


def _grouped(part: Sequence[tuple[str, Fact]], scope: Scope) -> list[Group]:
    headings = dict.fromkeys(heading for heading, _fact in part)
    return [Group.of(heading, [fact for each, fact in part if each == heading], scope) for heading in headings]


def episode_card(
    pages: EpisodePages, page: int, promise: str, controls: Sequence[Sequence[ui.Item[Any]]]
) -> ui.LayoutView:
    """One page of an episode's card; the summary stands on the first."""
    summary, body = pages.summary, lines(pages.pages[page - 1])
    items: list[ui.Item[Any]] = [text(f"## {summary.episode}", f"-# {_aired(summary)}")]
    if page == 1:
        items += [line(), text(summary.summary.markdown(pages.scope))]
    if body:
        items += [line(), text(*body)]
    items += [line(), footer(promise + page_of(page, len(pages.pages))), *(row(*each) for each in controls if each)]
    return card(Accent.STORY, *items)


def recap_card(
    summary: EpisodeSummary,
    scope: Scope,
    page: int,
    pages: int,
    promise: str,
    controls: Sequence[Sequence[ui.Item[Any]]],
) -> ui.LayoutView:
    """One episode to remember in ten seconds."""
    return card(
        Accent.STORY,
        text("## " + _("Recap · {episode}").format(episode=summary.episode), f"-# {_aired(summary)}"),
        line(),
        text(summary.summary.markdown(scope)),
        line(),
        footer(promise + page_of(page, pages)),
        *(row(*each) for each in controls if each),
    )


def _aired(summary: EpisodeSummary) -> str:
    aired = summary.air_date
    months = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"), _("September"),
        _("October"), _("November"), _("December"),
    )  # fmt: skip
    return _("{day} {month} {year} · {minutes} minutes").format(
        day=aired.day, month=months[aired.month - 1], year=aired.year, minutes=summary.runtime_minutes
    )


def jump_options(episodes: Sequence[Episode], current: Episode) -> list[Any]:
    """The episodes of a recap to choose from: the 25 around the current one."""
    at = episodes.index(current)
    start = max(0, min(at - 12, len(episodes) - 25))
    return [option(str(each), str(each.ordinal)) for each in episodes[start : start + 25]]
