"""What pictures are ordered with: everything that they show, in plain values, as far as a scope goes.

`bot.ui.chart.draw` reads it in a process of its own, which alone has to load what draws.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from bot.locale import _
from bot.show.episodes import Scope
from bot.show.facts import Character, CharacterName, Relationship
from bot.ui.story.groups import Group


def person_order(centre: Character, ties: Sequence[Relationship], scope: Scope) -> bytes:
    """The picture of one person's ties."""
    others = {tie.seen_by(centre.id)[0] for tie in ties}
    return orjson.dumps(("person", _person(centre, scope), _people(others, scope), _bonds(ties, scope)))


def map_order(title: str, ties: Sequence[Relationship], scope: Scope) -> bytes:
    """The picture of the ties among many."""
    people = {each for tie in ties for each in (tie.source, tie.target)}
    return orjson.dumps(("map", title, _people(people, scope), _bonds(ties, scope)))


def yearbook_order(title: str, below: str, groups: Sequence[Group], scope: Scope) -> bytes:
    """The picture of everyone by group."""
    rows = [(group.name, [_person(each, scope) for each in group.people]) for group in groups]
    return orjson.dumps(("yearbook", title, below, rows))


def _people(people: Iterable[CharacterName], scope: Scope) -> list[Any]:
    """Each once, in an order that depends on who they are alone."""
    return [_person(each, scope) for each in sorted(people, key=lambda each: (each.badge.group, each.id))]


def _person(each: Character | CharacterName, scope: Scope) -> tuple[Any, ...]:
    name, hangul = each.name.shown(scope), each.hangul.shown(scope) if each.hangul else ""
    return each.id, name, "" if hangul == name else hangul, each.badge.ordered(scope)


def _bonds(ties: Sequence[Relationship], scope: Scope) -> list[Any]:
    called = {
        "love": _("love"), "family": _("family"), "friends": _("friends"), "school": _("school"),
        "enmity": _("enmity"), "death": _("death"),
    }  # fmt: skip
    return [
        (
            tie.source.id,
            tie.target.id,
            tie.label.shown(scope),
            tie.kind,
            tie.label_back.shown(scope) if tie.label_back else "",
            tie.mutual,
            _("ended") if tie.ended else "",
            called[tie.kind],
        )
        for tie in ties
    ]
