"""Facts into groups and pages. Pure: a page depends on the facts it is given and on nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Final

from bot.locale import _
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Fact
from bot.show.shows import Show
from bot.ui.kit.layout import before, heading

PAGE: Final = 10
"""Facts on a page of a private card."""

GLANCE: Final = 6
"""Facts on a public card, which is read in passing."""

PAGE_BUDGET: Final = 2300
"""Encoded characters on a page: ten facts of the pack fit in half of it."""

_ASIDE: Final = 3  # facts of a public card without bars at the most where some are from behind the scenes

# What makes a public card at most 450 pixels high on a desktop: lines of facts, and how many of them a bar takes away.
_LINES: Final = 10
_BAR_LINES: Final = 2
_LINE: Final = 64  # characters of a line there
_EPISODE: Final = 7  # of the episode behind a fact


@dataclass(frozen=True, slots=True)
class FactGroup:
    """A heading and the facts under it, each with the line it is on the card; one that `fills` may begin on any page."""

    heading: str
    facts: tuple[Fact, ...]
    lines: tuple[str, ...]
    fills: bool = False
    is_continued: bool = False

    @classmethod
    def of(cls, heading: str, facts: Sequence[Fact], scope: Scope, *, fills: bool = False) -> "FactGroup":
        """Encode each fact once: pages are cut by the length of what is sent."""
        return cls(heading, tuple(facts), tuple(f"- {fact.text.markdown(scope)}" for fact in facts), fills=fills)

    def part(self, start: int, end: int) -> "FactGroup":
        """Some of it; the heading says where it goes on."""
        if start == 0 and end == len(self.facts):
            return self
        facts, lines = self.facts[start:end], self.lines[start:end]
        return replace(self, heading=self._heading(start), facts=facts, lines=lines, is_continued=bool(start))

    def _heading(self, start: int) -> str:
        return _("{heading}, continued").format(heading=self.heading) if start else self.heading

    def fitting(self, start: int, facts: int, length: int) -> int:
        """Where a part from `start` on ends that has at most so many facts and characters."""
        end, most = start, min(len(self.facts), start + facts)
        length -= len(self._heading(start)) + 5
        while end < most and (taken := len(self.lines[end]) + 1) <= length:
            length -= taken
            end += 1
        return end

    @property
    def length(self) -> int:
        """Characters of the heading and the lines."""
        return len(self.heading) + 5 + sum(map(len, self.lines)) + len(self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPages:
    """The facts of a card as one reply shows them: pages, and for a public card the tags of later episodes."""

    show: Show
    name: str  # of whom or what, in markdown
    scope: Scope
    pages: list[list[FactGroup]]
    later: list[tuple[Episode, list[Fact]]]  # one for *every* later episode, whether or not there is a fact

    def clamp(self, page: int) -> int:
        """The nearest page there is; facts may have changed since a button was made."""
        return max(1, min(page, len(self.pages)))

    def facts(self, page: int) -> list[Fact]:
        """The facts of a page, in the order of the card."""
        return [fact for group in self.pages[page - 1] for fact in group.facts]

    @property
    def newest(self) -> int:
        """The last page with something of the story: where its reader is."""
        story = (n for n in range(len(self.pages), 0, -1) if any(fact.is_story for fact in self.facts(n)))
        return next(story, 1)

    def opening(self) -> int:
        """The page on which a private card opens."""
        return self.newest

    def first_beyond(self, episode: Episode) -> int:
        """The first page with something later than `episode`; the first of all where there is none."""
        beyond = (n for n in range(1, len(self.pages) + 1) if any(f.revealed_in > episode for f in self.facts(n)))
        return next(beyond, 1)

    def begins(self) -> list[tuple[str, int]]:
        """Every episode of a card with pages, and what was behind the scenes, with the page on which it begins."""
        return [
            (group.heading, number)
            for number, groups in enumerate(self.pages, 1)
            for group in groups
            if not group.is_continued
        ]


def by_episode(facts: Sequence[Fact], first: Episode, scope: Scope) -> list[FactGroup]:
    """Story by episode, oldest first, then what happened behind the scenes. `facts` come in story order."""
    story = [fact for fact in facts if fact.is_story]
    rest = [fact for fact in facts if not fact.is_story]
    groups = [
        FactGroup.of(before(first) if episode == PREMISE else str(episode), list(each), scope)
        for episode, each in groupby(story, key=lambda fact: fact.revealed_in)
    ]
    return [*groups, FactGroup.of(_("Behind the scenes"), rest, scope, fills=True)] if rest else groups


def paged(groups: Sequence[FactGroup]) -> list[list[FactGroup]]:
    """Fill pages with whole groups; one that fits on no page, or that fills what is left of one, goes on with its heading."""
    pages: list[list[FactGroup]] = [[]]
    for group in groups:
        start = 0
        while start < len(group.facts):
            page = pages[-1]
            facts, length = sum(len(each.facts) for each in page), sum(each.length for each in page)
            end = group.fitting(start, PAGE - facts, PAGE_BUDGET - length)
            is_whole = start == 0 and end == len(group.facts)
            if page and (end == start or not (is_whole or group.fills)):
                pages.append([])
                continue
            end = max(end, start + 1)
            page.append(group.part(start, end))
            start = end
    return pages


def glance(facts: Sequence[Fact], scope: Scope, bars: int = 0) -> list[Fact]:
    """The few facts of a public card, in story order; `facts` come in it, the most telling of an episode first.

    As many as its readers take in passing, with so many `bars` below them.
    """
    room = _LINES - bars * _BAR_LINES
    chosen: set[int] = set()
    for fact in islice(_telling(facts), GLANCE):
        room -= -(-(len(fact.text.markdown(scope)) + _EPISODE) // _LINE)
        if room < 0 and chosen:
            break
        chosen.add(fact.id)
    aside = [] if bars else [fact for fact in facts if not fact.is_story][: max(0, _ASIDE - len(chosen))]
    return [*(fact for fact in facts if fact.id in chosen), *aside]


def _telling(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The first one of each episode from the newest back, then the second one of each, and so on."""
    newest = [
        list(each)
        for _episode, each in groupby((f for f in reversed(facts) if f.is_story), key=lambda fact: fact.revealed_in)
    ]
    for rank in range(1, max(map(len, newest), default=0) + 1):
        yield from (each[-rank] for each in newest if rank <= len(each))


def glance_group(facts: Sequence[Fact], scope: Scope) -> FactGroup:
    """Facts without a heading, each with its episode behind it."""
    lines = tuple(
        f"- {fact.text.markdown(scope)}" + ("" if fact.revealed_in == PREMISE else f" ({fact.revealed_in})")
        for fact in facts
    )
    return FactGroup("", tuple(facts), lines)


def lines(groups: Sequence[FactGroup]) -> list[str]:
    """The lines of one text: the heading's own margin is the space between groups."""
    return [each for group in groups for each in (*([heading(group.heading)] if group.heading else ()), *group.lines)]
