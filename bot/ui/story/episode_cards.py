"""Cards of episodes: what happens in one, and that somebody has not finished it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from discord import ui

from bot.locale import _
from bot.show.episodes import Episode, Scope
from bot.show.facts import EpisodeSummary, Fact
from bot.show.shows import Show
from bot.ui.kit import phrases
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, bare, card, footer, line, page_of, row, small, text, title
from bot.ui.kit.progress import progress_menu
from bot.ui.story.cards import Audience, card_rows
from bot.ui.story.ids import AskAheadId, CardAddress, CardProgressId, RecapId
from bot.ui.story.pages import PAGE, FactGroup, FactPages, lines
from bot.viewer import Viewer

_FIRST_PAGE: Final = 5
_INFECTION: Final = {"virus", "infection", "injury"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePages(FactPages):
    """An episode as one reply shows it."""

    summary: EpisodeSummary


def episode_pages(summary: EpisodeSummary, facts: Sequence[Fact], scope: Scope, show: Show) -> EpisodePages:
    """Five facts below the summary, then pages of ten, in groups of a fixed order."""
    groups = (
        (_("What happens"), [f for f in facts if f.is_story and f.topic not in _INFECTION]),
        (_("The infection"), [f for f in facts if f.topic in _INFECTION]),
        (_("Behind the scenes"), [f for f in facts if not f.is_story]),
    )
    in_order = [(heading, fact) for heading, each in groups for fact in each]
    cuts = [0, *range(_FIRST_PAGE, max(len(in_order), _FIRST_PAGE + 1), PAGE), len(in_order)]
    pages = [_grouped(in_order[start:end], scope) for start, end in pairwise(cuts) if start < end]
    return EpisodePages(
        show=show, name=str(summary.episode), scope=scope, pages=pages or [[]], later=[], summary=summary
    )


def _grouped(part: Sequence[tuple[str, Fact]], scope: Scope) -> list[FactGroup]:
    headings = dict.fromkeys(heading for heading, _fact in part)
    return [FactGroup.of(heading, [fact for each, fact in part if each == heading], scope) for heading in headings]


def episode_card(pages: EpisodePages, address: CardAddress, audience: Audience) -> ui.LayoutView:
    """The page of an episode's card that the address names; the summary stands on the first."""
    summary, page, body = pages.summary, address.page, lines(pages.pages[address.page - 1])
    items: list[ui.Item[Any]] = [text(title(str(summary.episode)), small(aired(summary)))]
    if page == 1:
        items += [line(), text(summary.summary.markdown(pages.scope))]
    if body:
        items += [line(), text(*body)]
    items += [line(), footer(audience.promise + page_of(page, len(pages.pages)))]
    return card(
        Accent.STORY,
        *items,
        *card_rows(address, pages, [button(RecapId(summary.episode), _("Recap"))], audience),
    )


def aired(summary: EpisodeSummary) -> str:
    """28 January 2022 · 60 minutes."""
    aired = summary.air_date
    months = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"), _("September"),
        _("October"), _("November"), _("December"),
    )  # fmt: skip
    return _("{day} {month} {year} · {minutes} minutes").format(
        day=aired.day, month=months[aired.month - 1], year=aired.year, minutes=summary.runtime_minutes
    )


def beyond_card(episode: Episode, viewer: Viewer, show: Show, bot: phrases.Mentions) -> ui.LayoutView:
    """How far the member is, and the two ways on."""
    ahead = CardAddress.of_episode(episode, through=episode)
    rows = [row(look_ahead_button(episode))]
    if viewer.progress is None:
        rows.insert(0, row(progress_menu(CardProgressId.at(ahead), show)))
    return bare(phrases.beyond(episode, viewer.progress, bot), *rows)


def look_ahead_button(episode: Episode) -> ui.Button[Any]:
    """Offers to look ahead through an episode that the member has not finished."""
    return button(AskAheadId.at(CardAddress.of_episode(episode, through=episode)), _("Look ahead"))
