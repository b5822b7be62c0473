"""Reads of the show. Every one takes a scope, and never returns a row gated later than `scope.tagged`."""

from collections.abc import Iterable

import orjson

from bot.show.episodes import Episode, Scope
from bot.show.models import Character, Fact, Namesake, Source
from bot.show.spoilers import Spoiler
from bot.store.database import Database, Row

# Names and role lines stand outside the tags, so they are read as far as is clear: `tagged` has no say in them.
_CHARACTER = """
    SELECT c.id, s.name, c.revealed_in, c.group_name,
           (SELECT json_group_array(json_array(text, revealed_in)) FROM
                (SELECT text, revealed_in FROM roles
                 WHERE character_id = c.id AND revealed_in <= :clear ORDER BY revealed_in DESC)),
           (SELECT json_group_array(json_array(kind, text, revealed_in)) FROM
                (SELECT kind, text, revealed_in FROM names
                 WHERE character_id = c.id AND revealed_in <= :clear ORDER BY kind, position))
    FROM characters c JOIN subjects s ON s.id = c.id
"""


class FactStore:
    """Characters and what there is to tell about them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def character(self, show_id: int, character_id: int, scope: Scope) -> Character | None:
        """One character, or None where there is none whom this scope knows."""
        row = await self._database.row(
            f"{_CHARACTER} WHERE c.id = :id AND c.show_id = :show AND c.revealed_in <= :tagged",
            {"id": character_id, "show": show_id, "clear": scope.clear.ordinal, "tagged": scope.tagged.ordinal},
        )
        return _namesake(row).character if row else None

    async def characters(self, show_id: int, scope: Scope) -> list[Namesake]:
        """Everybody whom this scope knows, in the pack's order, with every spelling that it knows."""
        rows = await self._database.rows(
            f"{_CHARACTER} WHERE c.show_id = :show AND c.revealed_in <= :clear ORDER BY c.position",
            {"show": show_id, "clear": scope.clear.ordinal},
        )
        return [_namesake(row) for row in rows]

    async def facts_about(self, character_id: int, scope: Scope) -> list[Fact]:
        """What there is to tell about a character and their actor, in story order; not what a card's header says."""
        rows = await self._database.rows(
            """
            SELECT DISTINCT f.id, f.text, f.revealed_in, f.topic, f.sources
            FROM fact_subjects about JOIN facts f ON f.id = about.fact_id
            WHERE about.subject_id IN (:id, (SELECT actor_id FROM characters WHERE id = :id))
              AND about.revealed_in <= :tagged AND f.said_in_header = 0
            ORDER BY f.revealed_in, f.position
            """,
            {"id": character_id, "tagged": scope.tagged.ordinal},
        )
        return [_fact(row) for row in rows]


def _fact(row: Row) -> Fact:
    fact_id, text, revealed_in, topic, sources = row
    return Fact(
        fact_id,
        Spoiler(text, Episode.from_ordinal(revealed_in)),
        topic,
        tuple(Source(site, address) for site, address in orjson.loads(sources)),
    )


def _namesake(row: Row) -> Namesake:
    character_id, name, ordinal, group, roles, names = row
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
        ),
        spellings=(*spellings["hangul"], *spellings["alias"]),
        earlier_roles=tuple(stages[1:]),
    )


def _first(spoilers: Iterable[Spoiler]) -> Spoiler | None:
    return next(iter(spoilers), None)
