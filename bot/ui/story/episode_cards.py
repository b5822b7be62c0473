"""Cards of episodes: what happens in one, and that somebody has not finished it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from discord import ui

from bot.locale import _, day_words, ngettext
from bot.show.episodes import Episode, Scope
from bot.show.facts import Character, EpisodeSummary, Fact
from bot.show.shows import Show
from bot.ui.kit import phrases
from bot.ui.kit.controls import button
from bot.ui.kit.layout import bare, card, footer, line, page_of, row, small, text, title, unbroken
from bot.ui.kit.links import RecapId
from bot.ui.kit.progress import how_far
from bot.ui.story.cards import Audience, private_rows, public_row
from bot.ui.story.ids import AskAheadId, CardAddress, CardProgressId, EpisodeFinishedId
from bot.ui.story.pages import PAGE, FactGroup, FactPages, lines
from bot.viewer import Viewer

_FIRST_PAGE: Final = 5
_AT_A_GLANCE: Final = 3  # facts below the summary of a public card
_INFECTION: Final = {"virus", "infection", "injury"}
_SHOWN: Final = 8  # names below a summary
_LED_TO: Final = 20  # people whose card the select below opens


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePages(FactPages):
    """An episode as one reply shows it."""

    summary: EpisodeSummary
    people: Sequence[Character]  # who is in it

    def opening(self) -> int:
        return 1


def episode_pages(
    summary: EpisodeSummary,
    facts: Sequence[Fact],
    people: Sequence[Character],
    scope: Scope,
    show: Show,
    *,
    public: bool,
) -> EpisodePages:
    """A few facts below the summary, then pages of ten, in groups of a fixed order."""
    first = _AT_A_GLANCE if public else _FIRST_PAGE
    groups = (
        (_("What happens"), happening([f for f in facts if f.is_story and f.topic not in _INFECTION])),
        (_("The infection"), by_scene([f for f in facts if f.topic in _INFECTION])),
        (_("Behind the scenes"), [f for f in facts if not f.is_story]),
    )
    in_order = [(heading, fact) for heading, each in groups for fact in each]
    cuts = [0, *range(first, max(len(in_order), first + 1), PAGE), len(in_order)]
    pages = [_grouped(in_order[start:end], scope) for start, end in pairwise(cuts) if start < end]
    return EpisodePages(
        show=show, name=str(summary.episode), scope=scope, pages=pages or [[]], later=[], summary=summary, people=people
    )


def happening(facts: Sequence[Fact]) -> list[Fact]:
    """What happens, scene by scene. What has no scene is no event, such as a trait, where others have one."""
    if all(fact.scene is None for fact in facts):
        return list(facts)
    return by_scene([fact for fact in facts if fact.scene is not None])


def by_scene(facts: Sequence[Fact]) -> list[Fact]:
    """In the order of the episode, and what has no place there at the end."""
    return sorted(facts, key=lambda fact: (fact.scene is None, fact.scene or 0))


def _grouped(part: Sequence[tuple[str, Fact]], scope: Scope) -> list[FactGroup]:
    headings = dict.fromkeys(heading for heading, _fact in part)
    return [FactGroup.of(heading, [fact for each, fact in part if each == heading], scope) for heading in headings]


def public_episode_card(pages: EpisodePages, address: CardAddress, audience: Audience) -> ui.LayoutView:
    """An episode at a glance: what it is about, and how it begins."""
    recap = button(RecapId(pages.summary.episode), _("Recap"))
    return card(audience.accent, *_body(pages, 1), line(), footer(audience.promise), public_row(address, recap))


def private_episode_card(pages: EpisodePages, address: CardAddress, audience: Audience) -> ui.LayoutView:
    """The page of an episode's card that the address names."""
    recap = button(RecapId(pages.summary.episode), _("Recap"))
    foot = footer(audience.promise + page_of(address.page, len(pages.pages)))
    rows = private_rows(address, pages, [recap], audience, pages.people[:_LED_TO])
    return card(audience.accent, *_body(pages, address.page), line(), foot, *rows)


def _body(pages: EpisodePages, page: int) -> list[ui.Item[Any]]:
    """The summary, and who is in it, on the first page; the facts of the page."""
    summary, scope, body = pages.summary, pages.scope, lines(pages.pages[page - 1])
    items: list[ui.Item[Any]] = [text(title(str(summary.episode)), small(aired(summary)))]
    if page == 1:
        items += [line(), text(summary.summary.markdown(scope), *_with(pages.people, scope))]
    return [*items, line(), text(*body)] if body else items


def _with(people: Sequence[Character], scope: Scope) -> list[str]:
    """Who is in it, those who come first in the pack."""
    names = [unbroken(each.name.markdown(scope)) for each in people[:_SHOWN]]
    if not names:
        return []
    more = [_("and others")] if len(people) > _SHOWN else []
    return [small(_("With {names}").format(names=" · ".join([*names, *more])))]


def aired(summary: EpisodeSummary) -> str:
    """28 January 2022 · 60 minutes."""
    minutes = ngettext("{minutes} minute", "{minutes} minutes", summary.runtime_minutes)
    return f"{day_words(summary.air_date)} · {minutes.format(minutes=summary.runtime_minutes)}"


def beyond_card(episode: Episode, viewer: Viewer, show: Show) -> ui.LayoutView:
    """How far the member is, and the two ways on."""
    ahead = CardAddress.of_episode(episode, through=episode)
    if viewer.is_new:
        words = _("{episode} is for whoever has finished it.").format(episode=episode)
        asks = how_far(CardProgressId.at(ahead), show, viewer)
        return bare(words, *asks, row(look_ahead_button(episode)))
    words = phrases.beyond(episode, viewer.finished, by_channel=viewer.by_channel)
    finished = button(EpisodeFinishedId.at(ahead), _("I finished {episode}").format(episode=episode))
    return bare(words, row(finished, look_ahead_button(episode)))


def look_ahead_button(episode: Episode) -> ui.Button[Any]:
    """Offers to look ahead through an episode that the member has not finished."""
    return button(AskAheadId.at(CardAddress.of_episode(episode, through=episode)), _("Look ahead"))
