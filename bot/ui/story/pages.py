"""Facts into groups and pages. Pure: a page depends on the facts it is given and on nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.locale import _
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Fact
from bot.show.shows import Show
from bot.ui.kit.layout import before, heading

PAGE: Final = 10
"""Facts on a page."""

PAGE_BUDGET: Final = 2300
"""Encoded characters on a page: ten facts of the pack fit in half of it, and the ladder below has its room."""


@dataclass(frozen=True, slots=True)
class FactGroup:
    """A heading and the facts under it, each with the line it is on the card."""

    heading: str
    facts: tuple[Fact, ...]
    lines: tuple[str, ...]

    @classmethod
    def of(cls, heading: str, facts: Sequence[Fact], scope: Scope) -> "FactGroup":
        """Encode each fact once: pages are cut by the length of what is sent."""
        return cls(heading, tuple(facts), tuple(f"- {fact.text.markdown(scope)}" for fact in facts))

    def part(self, start: int, end: int) -> "FactGroup":
        """Some of it; the heading says where it goes on."""
        heading = _("{heading}, continued").format(heading=self.heading) if start else self.heading
        return FactGroup(heading, self.facts[start:end], self.lines[start:end])

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

    def first_beyond(self, episode: Episode) -> int:
        """The first page with something later than `episode`; the first of all where there is none."""
        beyond = (n for n in range(1, len(self.pages) + 1) if any(f.revealed_in > episode for f in self.facts(n)))
        return next(beyond, 1)


def by_episode(facts: Sequence[Fact], first: Episode, scope: Scope) -> list[FactGroup]:
    """Story by episode, oldest first, then what happened behind the scenes. `facts` come in story order."""
    story = [fact for fact in facts if fact.is_story]
    rest = [fact for fact in facts if not fact.is_story]
    groups = [
        FactGroup.of(before(first) if episode == PREMISE else str(episode), list(each), scope)
        for episode, each in groupby(story, key=lambda fact: fact.revealed_in)
    ]
    return [*groups, FactGroup.of(_("Behind the scenes"), rest, scope)] if rest else groups


def paged(groups: Sequence[FactGroup]) -> list[list[FactGroup]]:
    """Fill pages with whole groups; one that fits on no page is split, and its heading repeats."""
    pages: list[list[FactGroup]] = [[]]
    facts = length = 0
    for group in groups:
        for number, part in enumerate(_parts(group)):
            full = number or facts + len(part.facts) > PAGE or length + part.length > PAGE_BUDGET
            if pages[-1] and full:
                pages.append([])
                facts = length = 0
            pages[-1].append(part)
            facts, length = facts + len(part.facts), length + part.length
    return pages


def lines(groups: Sequence[FactGroup]) -> list[str]:
    """The lines of one text: the heading's own margin is the space between groups."""
    return [each for group in groups for each in (heading(group.heading), *group.lines)]


def _parts(group: FactGroup) -> list[FactGroup]:
    """The group itself, or what fits on a page each."""
    if len(group.facts) <= PAGE and group.length <= PAGE_BUDGET:
        return [group]
    parts: list[FactGroup] = []
    start = 0
    while start < len(group.facts):
        end = start + 1
        while end < len(group.facts) and end - start < PAGE and group.part(start, end + 1).length <= PAGE_BUDGET:
            end += 1
        parts.append(group.part(start, end))
        start = end
    return parts
