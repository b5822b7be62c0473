"""Rows of the show as the values that they are: facts, those of a server laid over them, characters and people."""

from bisect import insort
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import orjson

from bot.show.episodes import Episode, Scope
from bot.show.facts import Character, Fact, Namesake, Source
from bot.show.matching.names import Person
from bot.show.spoilers import Spoiler
from bot.store.badges import badge_of
from bot.store.database import Row

Told = tuple[int, Fact]
"""A fact with its position among those of its episode."""


@lru_cache(maxsize=4096)
def sources_of(column: str) -> tuple[Source, ...]:
    """Where something was read, from the column that keeps it."""
    return tuple(Source(site, address) for site, address in orjson.loads(column))


@lru_cache(maxsize=4096)
def fact_of(row: Row) -> Fact:
    """A fact; all who read the same row share it."""
    # Remembered by everything that was read, so nothing goes stale: lists of different scopes share their facts.
    fact_id, text, revealed_in, topic, sources, author_id, about = row
    spoiler = Spoiler(text, Episode.from_ordinal(revealed_in))
    return Fact(fact_id, spoiler, topic, sources_of(sources), author_id, about=about and tuple(orjson.loads(about)))


def laid_over(told: list[Told], rows: list[Row]) -> list[Fact]:
    """The pack's facts without those that a server changed or hid, and its own, in story order.

    A row is a fact with its position and its scene; without a text it names one that is changed or hidden.
    """
    changed = {row[0] for row in rows if row[1] is None}
    laid = [each for each in told if each[1].id not in changed] if changed else list(told)
    for row in rows:
        if row[1] is not None:
            fact = replace(fact_of(row[:7]), scene=row[8])
            insort(laid, (row[7], fact), key=_place)
    return [fact for _position, fact in laid]


def _place(told: Told) -> tuple[Episode, int]:
    return told[1].revealed_in, told[0]


def namesake_of(row: Row) -> Namesake:
    """Somebody with everything that they are called, each with its gate."""
    position, character_id, name, ordinal, group, badge, face, roles, names = row
    gate = Episode.from_ordinal(ordinal)
    spellings: dict[str, list[Spoiler]] = {"hangul": [], "alias": [], "actor": [], "actor_hangul": []}
    for kind, text, known in orjson.loads(names):
        spellings[kind].append(Spoiler(text, Episode.from_ordinal(known)))
    stages = [Spoiler(text, Episode.from_ordinal(known)) for text, known in orjson.loads(roles)]
    actors = [*spellings["actor"], *spellings["actor_hangul"]]
    return Namesake(
        Character(
            id=character_id,
            name=Spoiler(name, gate),
            group=Spoiler(group, gate),
            hangul=_first(spellings["hangul"]),
            role=_first(stages),
            actor=_first(actors),
            actor_also=tuple(actors[1:]),
            badge=badge_of(badge, gate),
            face=face,
        ),
        spellings=(*spellings["hangul"], *spellings["alias"]),
        earlier_roles=tuple(stages[1:]),
        position=position,
    )


def person_of(namesake: Namesake, scope: Scope, others: Iterable[str] = (), played_by: Iterable[str] = ()) -> Person:
    """Them as far as a scope goes."""
    character = namesake.character
    actors = (actor.label(scope) for actor in (character.actor, *character.actor_also) if actor)
    return Person(
        character.id,
        character.name.label(scope),
        tuple(dict.fromkeys((*(spelling.label(scope) for spelling in namesake.spellings), *others))),
        tuple(dict.fromkeys((*actors, *played_by))),
        character.role.label(scope) if character.role else "",
        tuple(role.label(scope) for role in namesake.earlier_roles),
    )


def _first(spoilers: Iterable[Spoiler]) -> Spoiler | None:
    return next(iter(spoilers), None)
