"""Facts into groups and pages. Pure: a page depends on the facts it is given and on nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.locale import _
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.models import Fact
from bot.ui.kit import before

PAGE: Final = 10
"""Facts on a page."""

PAGE_BUDGET: Final = 2300
"""Encoded characters on a page: ten facts of the pack fit in half of it, and the ladder below has its room."""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and the facts under it."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPages:
    """The facts of a card as one reply shows them: pages, and for a public card the tags of later episodes."""

    name: str  # of whom or what, in markdown
    scope: Scope
    pages: list[list[Group]]
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


def by_episode(facts: Sequence[Fact], first: Episode) -> list[Group]:
    """Story by episode, oldest first, then what happened behind the scenes. `facts` come in story order."""
    story = [fact for fact in facts if fact.is_story]
    rest = tuple(fact for fact in facts if not fact.is_story)
    groups = [
        Group(before(first) if episode == PREMISE else str(episode), tuple(each))
        for episode, each in groupby(story, key=lambda fact: fact.revealed_in)
    ]
    return [*groups, Group(_("Behind the scenes"), rest)] if rest else groups


def paged(groups: Sequence[Group], scope: Scope) -> list[list[Group]]:
    """Fill pages with whole groups; one that fits on no page is split, and its heading repeats."""
    pages: list[list[Group]] = [[]]
    for group in groups:
        for index, part in enumerate(_parts(group, scope)):
            if pages[-1] and (index or not _fits([*pages[-1], part], scope)):
                pages.append([])
            heading = _("{heading}, continued").format(heading=group.heading) if index else group.heading
            pages[-1].append(Group(heading, part.facts))
    return pages


def lines(groups: Sequence[Group], scope: Scope) -> list[str]:
    """The lines of one text: the heading's own margin is the space between groups."""
    return [
        each
        for group in groups
        for each in (f"### {group.heading}", *(f"- {fact.text.markdown(scope)}" for fact in group.facts))
    ]


def _parts(group: Group, scope: Scope) -> list[Group]:
    parts: list[list[Fact]] = [[]]
    for fact in group.facts:
        if parts[-1] and not _fits([Group(group.heading, (*parts[-1], fact))], scope):
            parts.append([])
        parts[-1].append(fact)
    return [Group(group.heading, tuple(part)) for part in parts]


def _fits(groups: Sequence[Group], scope: Scope) -> bool:
    facts = sum(len(group.facts) for group in groups)
    return facts <= PAGE and sum(len(each) + 1 for each in lines(groups, scope)) <= PAGE_BUDGET
