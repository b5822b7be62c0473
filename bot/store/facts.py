"""Reads of the show. Every one takes a scope, and never returns a row gated later than `scope.tagged`."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson

from bot.show.episodes import Episode, Scope
from bot.show.facts import Character, Fact, Namesake
from bot.show.matching.names import People, Person
from bot.show.spoilers import Spoiler
from bot.show.text_rules import Names
from bot.store.badges import FACE
from bot.store.database import Database, Row
from bot.store.fact_rows import Told, fact_of, laid_over, namesake_of, person_of
from bot.store.kept import Kept
from bot.store.positions import OWN_POSITION, OWN_SCENE

# Names and role lines stand outside the tags, so they are read as far as is clear: `tagged` has no say in them.
_CHARACTER = f"""
    SELECT c.position, c.id, s.name, c.revealed_in, c.group_name, c.badge, {FACE.format(person="c")},
           (SELECT json_group_array(json_array(text, revealed_in)) FROM
                (SELECT text, revealed_in FROM roles
                 WHERE character_id = c.id AND revealed_in <= :clear ORDER BY revealed_in DESC)),
           (SELECT json_group_array(json_array(kind, text, revealed_in)) FROM
                (SELECT kind, text, revealed_in FROM names
                 WHERE character_id = c.id AND revealed_in <= :clear ORDER BY kind, position))
    FROM characters c JOIN subjects s ON s.id = c.id
"""  # noqa: S608  an expression of ours


# The subjects of a fact `f`, as JSON, as far as is read.
_ABOUT = """(SELECT json_group_array(a.subject_id) FROM fact_subjects a
             WHERE a.fact_id = f.id AND a.revealed_in <= f.revealed_in)"""

_ASKED = "SELECT :id UNION SELECT actor_id FROM characters WHERE id = :id"

_KEPT = 5_000
"""Characters that are kept as they were read, of all episodes together, and as many facts; a fact is some 700 bytes."""

_FEW = 250
"""Facts of the pack, and of a server over them, that are looked through while everybody waits: a tenth of a millisecond."""


class FactStore:
    """Characters and what there is to tell about them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._people: dict[tuple[int, Episode], People] = {}
        self._things: dict[tuple[int, Episode], People] = {}
        self._reading = asyncio.Lock()
        self._names: dict[tuple[int, Episode], Names] = {}
        # By how far was read, all of them; several lists share their facts.
        self._characters = Kept[tuple[int, int, Episode], Namesake | None](_KEPT)
        self._casts = Kept[tuple[int, Episode], list[Namesake]](_KEPT, len)
        self._subjects = Kept[tuple[int, int, Episode], Character | None](_KEPT)
        self._about = Kept[tuple[int, bool, Episode], list[Told]](_KEPT * 4, len)
        self._in = Kept[tuple[int, Episode], list[Told]](_KEPT, len)

    async def character(self, show_id: int, character_id: int, scope: Scope) -> Character | None:
        """One character, or None where there is none whom this scope knows in the clear."""
        found = await self._namesake(show_id, character_id, scope)
        return None if found is None else found.character

    async def _namesake(self, show_id: int, character_id: int, scope: Scope) -> Namesake | None:
        async def read() -> Namesake | None:
            row = await self._database.row(
                f"{_CHARACTER} WHERE c.id = :id AND c.show_id = :show AND c.revealed_in <= :clear",
                {"id": character_id, "show": show_id, "clear": scope.clear.ordinal},
            )
            return namesake_of(row) if row else None

        return await self._characters.get((show_id, character_id, scope.clear), read)

    async def characters(self, show_id: int, scope: Scope) -> list[Namesake]:
        """Everybody whom this scope knows, in the pack's order, with every spelling that it knows."""

        async def read() -> list[Namesake]:
            rows = await self._database.rows(
                f"{_CHARACTER} WHERE c.show_id = :show AND c.revealed_in <= :clear ORDER BY c.position",
                {"show": show_id, "clear": scope.clear.ordinal},
            )
            return [namesake_of(row) for row in rows]

        return list(await self._casts.get((show_id, scope.clear), read))

    async def characters_in(
        self, show_id: int, facts: Sequence[Fact], scope: Scope, *, guild_id: int | None = None
    ) -> list[Character]:
        """Those whom these facts are about and whom this scope knows, in the pack's order."""
        about = dict.fromkeys(subject for fact in facts for subject in fact.about or ())
        unread = [fact.id for fact in facts if fact.about is None]
        if unread:
            rows = await self._database.rows(
                """
                SELECT a.subject_id FROM json_each(:facts) said CROSS JOIN fact_subjects a ON a.fact_id = said.value
                WHERE a.revealed_in <= :tagged
                  AND NOT EXISTS (SELECT 1 FROM edits e
                                  WHERE e.guild_id = :guild AND e.item_id = a.fact_id AND e.state <> 'shipped')
                UNION
                SELECT a.subject_id FROM json_each(:facts) said
                CROSS JOIN edit_subjects a ON a.guild_id = :guild AND a.item_id = said.value AND a.revealed_in <= :tagged
                """,
                {"facts": orjson.dumps(unread).decode(), "guild": guild_id, "tagged": scope.tagged.ordinal},
            )
            about |= dict.fromkeys(row[0] for row in rows)
        found = [await self._namesake(show_id, subject, scope) for subject in about]
        known = sorted((each for each in found if each is not None), key=lambda each: each.position)
        return [each.character for each in known]

    async def people(self, show_id: int, scope: Scope) -> People:
        """Everybody whom this scope knows, as the matcher of names wants them: labels, and nothing that is not clear.

        Names change only by an import, and every key that somebody presses asks for them: so they are kept, once for each
        episode. `PackStore.import_pack` calls `forget`.
        """
        key = (show_id, scope.clear)
        if key not in self._people:
            # Many keys may be pressed before the first read is done: they wait for it.
            async with self._reading:
                if key not in self._people:
                    others = await self.other_names(show_id, scope)
                    self._people[key] = People(
                        person_of(each, scope, *others.get(each.character.id, ((), ())))
                        for each in await self.characters(show_id, scope)
                    )
        return self._people[key]

    async def other_names(self, show_id: int, scope: Scope) -> dict[int, tuple[list[str], list[str]]]:
        """What other languages call each character, and the one who plays them."""
        rows = await self._database.rows(
            """
            SELECT c.id, o.text, o.subject_id <> c.id FROM characters c
            CROSS JOIN other_names o ON o.subject_id IN (c.id, c.actor_id) AND o.revealed_in <= :clear
            WHERE c.show_id = :show AND c.revealed_in <= :clear ORDER BY 1, 3, 2
            """,
            {"show": show_id, "clear": scope.clear.ordinal},
        )
        found: dict[int, tuple[list[str], list[str]]] = {}
        for character, text, acts in rows:
            spellings, actors = found.setdefault(character, ([], []))
            (actors if acts else spellings).append(text)
        return found

    async def thing(self, show_id: int, subject_id: int, scope: Scope) -> Character | None:
        """What facts can be about besides characters (a place, an actor, the virus), with a name and nothing else."""

        async def read() -> Character | None:
            row = await self._database.row(
                """
                SELECT id, name, revealed_in FROM subjects
                WHERE id = :id AND show_id = :show AND revealed_in <= :tagged AND id NOT IN (SELECT id FROM characters)
                """,
                {"id": subject_id, "show": show_id, "tagged": scope.tagged.ordinal},
            )
            if row is None:
                return None
            name = Spoiler(row[1], Episode.from_ordinal(row[2]))
            return Character(row[0], name, name, hangul=None, role=None, actor=None, actor_also=())

        return await self._subjects.get((show_id, subject_id, scope.tagged), read)

    async def things(self, show_id: int, scope: Scope) -> People:
        """All of them that this scope knows, an actor with every spelling; as the matcher of names wants them, and kept like `people`."""
        key = (show_id, scope.clear)
        if key not in self._things:
            rows = await self._database.rows(
                """
                SELECT s.id, s.name, (SELECT json_group_array(DISTINCT n.text) FROM characters c
                                      JOIN names n ON n.character_id = c.id AND n.kind IN ('actor', 'actor_hangul')
                                      WHERE c.actor_id = s.id AND c.revealed_in <= :clear AND n.revealed_in <= :clear
                                        AND n.text <> s.name),
                       (SELECT json_group_array(text) FROM
                            (SELECT text FROM other_names WHERE subject_id = s.id AND revealed_in <= :clear ORDER BY text))
                FROM subjects s
                WHERE s.show_id = :show AND s.revealed_in <= :clear AND s.id NOT IN (SELECT id FROM characters)
                -- Actors last: there are many, and they stand on their characters' cards as well.
                ORDER BY EXISTS (SELECT 1 FROM characters WHERE actor_id = s.id AND revealed_in <= :clear), s.name, s.id
                """,
                {"show": show_id, "clear": scope.clear.ordinal},
            )
            self._things[key] = People(
                Person(row[0], row[1], (*orjson.loads(row[2]), *orjson.loads(row[3]))) for row in rows
            )
        return self._things[key]

    def forget(self) -> None:
        """Read names, badges and the pack's facts anew from now on."""
        for each in (self._people, self._things, self._names):
            each.clear()
        for each in (self._characters, self._casts, self._subjects, self._about, self._in):
            each.forget()

    async def facts_about(
        self, subject_id: int, scope: Scope, *, guild_id: int | None = None, headed: bool = True
    ) -> list[Fact]:
        """What there is to tell about a character and their actor, or about anything else, in story order.

        Not what a character's header says, where the card is `headed` by one.

        A server's edits lie over the pack there and nowhere else; `guild_id` is None also where it has none (`Visit.layer`).
        """

        async def read() -> list[Told]:
            rows = await self._database.rows(
                f"""
                SELECT f.id, f.text, f.revealed_in, f.topic, f.sources, NULL, {_ABOUT}, f.position
                FROM facts f
                WHERE f.id IN (SELECT fact_id FROM fact_subjects
                               WHERE subject_id IN ({_ASKED}) AND revealed_in <= :tagged)
                  AND (f.said_in_header = 0 OR NOT :headed)
                ORDER BY f.revealed_in, f.position
                """,  # noqa: S608  expressions of ours
                {"id": subject_id, "tagged": scope.tagged.ordinal, "headed": headed},
            )
            return [(row[7], fact_of(row[:7])) for row in rows]

        told = await self._about.get((subject_id, headed, scope.tagged), read)
        return await self._with_layer(
            told,
            f"""
            SELECT e.item_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM fact_subjects a CROSS JOIN edits e ON e.guild_id = :guild AND e.item_id = a.fact_id AND e.state <> 'shipped'
            WHERE a.subject_id IN ({_ASKED}) AND a.revealed_in <= :tagged
            UNION ALL
            SELECT e.item_id, e.text, e.revealed_in, e.topic, e.sources, e.author_id, e.content -> '$.about',
                   coalesce(f.position, {OWN_POSITION}), NULL
            FROM edits e LEFT JOIN facts f ON f.id = e.item_id
            WHERE e.guild_id = :guild AND (e.said_in_header = 0 OR NOT :headed)
              AND e.item_id IN (SELECT item_id FROM edit_subjects
                                WHERE guild_id = :guild AND subject_id IN ({_ASKED}) AND revealed_in <= :tagged)
            """,  # noqa: S608  expressions of ours
            {"id": subject_id, "tagged": scope.tagged.ordinal, "guild": guild_id, "headed": headed},
        )

    async def facts_in(
        self, show_id: int, episode: Episode, scope: Scope, *, guild_id: int | None = None
    ) -> list[Fact]:
        """What an episode reveals, in the pack's order; nothing where this scope does not reach it.

        Each has its scene there. What a server added, or moved there, comes behind all of them; `guild_id` as in `facts_about`.
        """
        if episode > scope.tagged:
            return []

        async def read() -> list[Told]:
            rows = await self._database.rows(
                f"""
                SELECT f.id, f.text, f.revealed_in, f.topic, f.sources, NULL, {_ABOUT}, f.position, f.scene FROM facts f
                WHERE f.show_id = :show AND f.revealed_in = :episode AND f.said_in_header = 0
                ORDER BY f.position
                """,  # noqa: S608  an expression of ours
                {"show": show_id, "episode": episode.ordinal},
            )
            return [(row[7], replace(fact_of(row[:7]), scene=row[8])) for row in rows]

        told = await self._in.get((show_id, episode), read)
        return await self._with_layer(
            told,
            f"""
            SELECT e.item_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM facts f CROSS JOIN edits e ON e.guild_id = :guild AND e.item_id = f.id AND e.state <> 'shipped'
            WHERE f.show_id = :show AND f.revealed_in = :episode
            UNION ALL
            SELECT e.item_id, e.text, e.revealed_in, e.topic, e.sources, e.author_id, e.content -> '$.about',
                   coalesce(f.position, {OWN_POSITION}), iif(f.revealed_in = e.revealed_in, f.scene, {OWN_SCENE})
            FROM edits e LEFT JOIN facts f ON f.id = e.item_id
            WHERE e.guild_id = :guild AND e.kind = 'fact' AND e.show_id = :show AND e.state = 'live'
              AND e.revealed_in = :episode AND e.said_in_header = 0
            """,  # noqa: S608  expressions of ours
            {"show": show_id, "episode": episode.ordinal, "guild": guild_id},
        )

    async def _with_layer(self, told: list[Told], sql: str, parameters: dict[str, Any]) -> list[Fact]:
        """The facts as a server tells them; in one statement, what lies over the pack's and what there is beside them.

        Where that is much, it does not hold up the others.
        """
        if parameters["guild"] is None:
            return [fact for _position, fact in told]
        rows: list[Row] | None = None
        if len(told) <= _FEW:
            rows = await self._database.few_rows(f"{sql} LIMIT {_FEW}", parameters)
        if rows is None or len(rows) == _FEW:
            rows = await self._database.rows(sql, parameters)
        return laid_over(told, rows)

    async def fact(self, show_id: int, fact_id: int, scope: Scope, *, guild_id: int | None = None) -> Fact | None:
        """One fact, or None where this scope does not reach it."""
        row = await self._database.row(
            """
            SELECT id, text, revealed_in, topic, sources, NULL, NULL FROM facts f
            WHERE id = :id AND show_id = :show AND revealed_in <= :tagged
              AND NOT EXISTS (SELECT 1 FROM edits e
                              WHERE e.guild_id = :guild AND e.item_id = f.id AND e.state <> 'shipped')
            UNION ALL
            SELECT item_id, text, revealed_in, topic, sources, author_id, NULL FROM edits
            WHERE guild_id = :guild AND item_id = :id AND kind = 'fact' AND state = 'live' AND revealed_in <= :tagged
            """,
            {"id": fact_id, "show": show_id, "tagged": scope.tagged.ordinal, "guild": guild_id},
        )
        return fact_of(row) if row else None

    async def subjects(self, show_id: int, through: Episode) -> dict[int, Spoiler]:
        """Everybody and everything that a fact can be about, by id, as far as is known through an episode."""
        rows = await self._database.rows(
            "SELECT id, name, revealed_in FROM subjects WHERE show_id = ? AND revealed_in <= ? ORDER BY name, id",
            (show_id, through.ordinal),
        )
        return {subject_id: Spoiler(name, Episode.from_ordinal(gate)) for subject_id, name, gate in rows}

    async def names(self, show_id: int, through: Episode) -> Names:
        """Every name that is known through an episode: what the rules for texts are checked with.

        Kept like `people`.
        """
        if (show_id, through) in self._names:
            return self._names[show_id, through]
        rows = await self._database.rows(
            """
            SELECT s.name, s.revealed_in FROM characters c JOIN subjects s ON s.id = c.id
            WHERE c.show_id = :show AND s.revealed_in <= :through
            UNION ALL
            SELECT n.text, n.revealed_in FROM characters c JOIN names n ON n.character_id = c.id
            WHERE c.show_id = :show AND n.kind IN ('hangul', 'alias') AND n.revealed_in <= :through
            """,
            {"show": show_id, "through": through.ordinal},
        )
        names = Names((name, Spoiler(name, Episode.from_ordinal(gate))) for name, gate in rows)
        return self._names.setdefault((show_id, through), names)
