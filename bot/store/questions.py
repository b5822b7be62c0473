"""The questions that trivia may ask: the one place where they are read."""
# ruff: noqa: S608  every part of a statement is a constant of this file

import asyncio
from typing import Final

import orjson

from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact
from bot.show.generated_questions import HAPPENS, CurrentRelationship, Material, generated_questions
from bot.show.shows import Show
from bot.show.spoilers import Spoiler
from bot.show.trivia import Question
from bot.store.database import Database, Row
from bot.store.fact_rows import sources_of
from bot.store.gates import gate_of_question

MOST_TOLD: Final = 300
"""Facts of one episode that questions are made of, the most telling ones; so that a draw takes as long however many there are."""

MOST_PEOPLE: Final = 300
"""The same of everybody who is known: those who come first in the pack."""

UNCHANGED: Final = """
    NOT EXISTS (SELECT 1 FROM edits e WHERE e.guild_id = :guild AND e.item_id = f.id AND e.state <> 'shipped')
"""
"""SQL: whether a fact or question `f` is as the pack has it: this server's moderators neither changed it nor took it away."""


class QuestionStore:
    """Questions as one server has them, through one episode."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def pool(self, show: Show, scope: Scope, *, guild_id: int | None = None) -> list[Question]:
        """The pack's, what this server's moderators added and changed, and those generated from facts.

        Nothing gated later is looked at, not even to be counted.
        """
        through = scope.clear  # options cannot hide anything
        written = await self._written(show.id, guild_id, through)
        material = Material(
            await self._cast(show.id, through),
            await self._facts(show, guild_id, through),
            await self._relationships(show.id, through),
            await self._credits(show.id, guild_id, through),
            await self._once_written(show.id, guild_id, through),
        )
        # In a thread, so that others are answered in between.
        generated = await asyncio.to_thread(generated_questions, show.slug, material, scope)
        return [*written, *generated]

    async def differ(self, guild_id: int, *, added: bool) -> bool:
        """Whether this server may ask anything else than the pack: it has questions, or changed or hid what the pack tells.

        `added`: or has facts of its own, where those are asked as well.
        """
        rows = await self._database.rows(
            "SELECT EXISTS (SELECT 1 FROM edits WHERE guild_id = ? AND (? OR kind = 'question' OR base IS NOT NULL))",
            (guild_id, added),
        )
        return bool(rows[0][0])

    async def _written(self, show_id: int, guild_id: int | None, through: Episode) -> list[Question]:
        # A question that this server's moderators hid, or that rests on a fact which they hid, has no gate: it is not asked.
        rows = await self._database.rows(
            f"""
            WITH written (id, text, answer, wrong, explanation, difficulty, topic, sources) AS (
                SELECT f.id, f.text, f.answer, f.wrong, f.explanation, f.difficulty, f.topic,
                       f.sources
                FROM questions f WHERE f.show_id = :show AND f.revealed_in <= :through AND {UNCHANGED}
                UNION ALL
                SELECT item_id, text, content ->> '$.answer', content -> '$.wrong', content ->> '$.explanation',
                       content ->> '$.difficulty', topic, sources
                FROM edits WHERE guild_id = :guild AND kind = 'question' AND show_id = :show AND state = 'live'
                                 AND revealed_in <= :through),
            gated AS MATERIALIZED (SELECT written.*, {gate_of_question("written.id")} AS gate FROM written)
            SELECT id, text, answer, wrong, explanation, difficulty, topic, sources, gate FROM gated
            WHERE gate <= :through ORDER BY id
            """,
            {"show": show_id, "guild": guild_id, "through": through.ordinal},
        )
        return [_question(row) for row in rows]

    async def _once_written(self, show_id: int, guild_id: int | None, through: Episode) -> list[Question]:
        """All that anybody wrote, also what this server changed or hid: a generated one does not ask that again."""
        rows = await self._database.rows(
            """
            SELECT id, text, answer, wrong, explanation, difficulty, topic, sources,
                   revealed_in
            FROM questions WHERE show_id = :show AND revealed_in <= :through
            UNION ALL
            SELECT item_id, text, content ->> '$.answer', content -> '$.wrong', content ->> '$.explanation',
                   content ->> '$.difficulty', topic, sources, revealed_in
            FROM edits WHERE guild_id = :guild AND kind = 'question' AND show_id = :show AND revealed_in <= :through
            """,
            {"show": show_id, "guild": guild_id, "through": through.ordinal},
        )
        return [_question(row) for row in rows]

    async def _cast(self, show_id: int, through: Episode) -> list[Character]:
        rows = await self._database.rows(
            """
            SELECT c.id, s.name, c.revealed_in, c.group_name, n.text, n.revealed_in
            FROM characters c JOIN subjects s ON s.id = c.id
                 LEFT JOIN names n ON n.character_id = c.id AND n.kind = 'actor' AND n.position = 0
                                  AND n.revealed_in <= :through
            WHERE c.id IN (SELECT id FROM characters WHERE show_id = :show AND revealed_in <= :through
                           ORDER BY position LIMIT :most) ORDER BY c.id
            """,
            {"show": show_id, "through": through.ordinal, "most": MOST_PEOPLE},
        )
        return [
            Character(
                character_id,
                Spoiler(name, Episode.from_ordinal(known)),
                Spoiler(group, Episode.from_ordinal(known)),
                None,
                None,
                None if actor is None else Spoiler(actor, Episode.from_ordinal(max(credited, known))),
                (),
            )
            for character_id, name, known, group, actor, credited in rows
        ]

    async def _facts(self, show: Show, guild_id: int | None, through: Episode) -> list[Fact]:
        """What the pack is certain happens. What moderators added or changed may be gated later than it happens."""
        rows = await self._database.rows(
            f"""
            SELECT told.id, told.text, told.revealed_in, told.topic, told.sources
            FROM json_each(:episodes) each CROSS JOIN facts told
            WHERE told.id IN (
                SELECT f.id FROM facts f WHERE f.show_id = :show AND f.revealed_in = each.value AND f.confidence = 'high'
                    AND f.topic IN (SELECT value FROM json_each(:topics)) AND {UNCHANGED}
                ORDER BY f.position, f.id LIMIT :most)
            ORDER BY told.revealed_in, told.id
            """,
            {
                "show": show.id, "guild": guild_id, "episodes": ordinals(show, through), "most": MOST_TOLD,
                "topics": orjson.dumps(HAPPENS).decode(),
            },
        )  # fmt: skip
        return [read_fact(row) for row in rows]

    async def _credits(self, show_id: int, guild_id: int | None, through: Episode) -> dict[int, Fact]:
        """Who plays a character, in the pack's own words."""
        rows = await self._database.rows(
            f"""
            SELECT about.subject_id, f.id, f.text, f.revealed_in, f.topic, f.sources
            FROM facts f JOIN fact_subjects about ON about.fact_id = f.id AND about.first = 1
            WHERE f.show_id = :show AND f.revealed_in <= :through AND f.said_in_header = 1 AND f.topic = 'cast' AND {UNCHANGED}
            """,
            {"show": show_id, "guild": guild_id, "through": through.ordinal},
        )
        return {subject: read_fact(tuple(row)) for subject, *row in rows}

    async def _relationships(self, show_id: int, through: Episode) -> list[CurrentRelationship]:
        """What holds through this episode; what ends later reads as still true."""
        rows = await self._database.rows(
            """
            SELECT source_id, target_id, label, mutual, revealed_in, id FROM relationships
            WHERE show_id = :show AND revealed_in <= :through AND (ended_in IS NULL OR ended_in > :through) ORDER BY id
            """,
            {"show": show_id, "through": through.ordinal},
        )
        return [
            CurrentRelationship(
                source, target, Spoiler(label, Episode.from_ordinal(gate)), bool(mutual), relationship_id
            )
            for source, target, label, mutual, gate, relationship_id in rows
        ]


def _question(row: Row) -> Question:
    question_id, text, answer, wrong, explanation, difficulty, topic, sources, ordinal = row
    gate = Episode.from_ordinal(ordinal)
    return Question(
        question_id, Spoiler(text, gate), Spoiler(answer, gate),
        tuple(Spoiler(each, gate) for each in orjson.loads(wrong)), Spoiler(explanation, gate),
        difficulty, topic, tuple(dict.fromkeys(source.site for source in sources_of(sources))),
    )  # fmt: skip


def ordinals(show: Show, through: Episode) -> str:
    """Every episode that facts are gated at, up to this one, as JSON."""
    return orjson.dumps([each.ordinal for each in (PREMISE, *show.episodes) if each <= through]).decode()


def read_fact(row: Row) -> Fact:
    """The fact in a row of id, text, gate, topic and sources."""
    fact_id, text, gate, topic, sources = row
    return Fact(fact_id, Spoiler(text, Episode.from_ordinal(gate)), topic, sources_of(sources))
