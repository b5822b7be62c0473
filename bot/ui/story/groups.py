"""The groups that a scope knows: the pictures of many people are one a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.show.episodes import Scope
from bot.show.facts import Character, row_id
from bot.show.shows import Show
from bot.show.translations import translated


@dataclass(frozen=True, slots=True)
class Group:
    """A group and who of it is known. The id is a hash: a place among all groups would count those that come later."""

    id: int
    name: str
    people: tuple[Character, ...]


def groups_of(people: Sequence[Character], scope: Scope, show: Show) -> list[Group]:
    """The groups of people who stand in the pack's order, the first one first."""
    return [
        Group(row_id(show.slug, "group", name), translated(name), tuple(members))
        for name, members in groupby(people, key=lambda each: each.group.label(scope))
    ]


def chosen_group(groups: Sequence[Group], group_id: int) -> Group | None:
    """The group that was asked for, else the first one; None where nobody is known."""
    return next((each for each in groups if each.id == group_id), groups[0] if groups else None)
