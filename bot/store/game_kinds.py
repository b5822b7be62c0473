"""What the games ask that are no quiz, read as far as a scope goes; see bot/show/game_kinds.py."""
# ruff: noqa: S608  every part of a statement is a constant of ours

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import orjson

from bot.show.episodes import Episode, Scope
from bot.show.facts import Namesake
from bot.show.game_kinds import KindMaterial, Known, Told, questions_of
from bot.show.shows import Show
from bot.show.trivia import FIRST, WHERE, Question
from bot.store.database import Database
from bot.store.facts import FactStore
from bot.store.positions import OWN_POSITION
from bot.store.questions import MOST_PEOPLE, MOST_TOLD, UNCHANGED, ordinals, read_fact


class GameKindStore:
    """Questions of every kind of game but the quiz, as one server has them, through one episode."""

    def __init__(self, database: Database, facts: FactStore) -> None:
        self._database = database
        self._facts = facts

    async def pool(self, kind: str, show: Show, scope: Scope, *, guild_id: int | None = None) -> list[Question]:
        """All of them. Nothing gated later is looked at, not even to be counted."""
        through = scope.clear  # options cannot hide anything
        written = await self._facts.other_names(show.id, scope)
        material = KindMaterial(
            [
                _known(each, [*chain(*written.get(each.character.id, ()))])
                for each in (await self._facts.characters(show.id, scope))[:MOST_PEOPLE]
            ],
            await self._told(show, guild_id, through, placed=kind in {WHERE, FIRST}),
            [each for each in show.episodes if each <= through],
        )
        # In a thread, so that others are answered in between.
        return await asyncio.to_thread(questions_of, kind, show.slug, material, scope)

    async def _told(self, show: Show, guild_id: int | None, through: Episode, *, placed: bool) -> list[Told]:
        """The pack's facts that are certain, and what this server's moderators added or worded anew.

        `placed` are those alone of which the pack knows when they happen. What moderators added has no scene, and its gate says
        from when on it is safe, which may be later than it happens; nor is it known of a fact whose gate they moved.
        """
        rows = await self._database.rows(
            f"""
            SELECT told.id, told.text, told.revealed_in, told.topic, told.sources, told.scene, 0, told.position,
                   (SELECT json_group_array(subject_id) FROM
                        (SELECT a.subject_id FROM fact_subjects a JOIN characters c ON c.id = a.subject_id
                         WHERE a.fact_id = told.id AND c.revealed_in <= :through ORDER BY a.first DESC, a.subject_id))
            FROM json_each(:episodes) each CROSS JOIN facts told
            WHERE told.id IN (
                SELECT f.id FROM facts f WHERE f.show_id = :show AND f.revealed_in = each.value AND f.confidence = 'high'
                    AND f.said_in_header = 0 AND (f.scene IS NOT NULL OR NOT :placed) AND {UNCHANGED}
                ORDER BY f.position, f.id LIMIT :most)
            UNION ALL
            SELECT e.item_id, e.text, e.revealed_in, e.topic, e.sources,
                   iif(f.revealed_in = e.revealed_in AND f.confidence = 'high', f.scene, NULL), 1,
                   coalesce(f.position, {OWN_POSITION}),
                   (SELECT json_group_array(subject_id) FROM
                        (SELECT a.subject_id FROM edit_subjects a JOIN characters c ON c.id = a.subject_id
                         WHERE a.guild_id = :guild AND a.item_id = e.item_id AND c.revealed_in <= :through
                         ORDER BY a.first DESC, a.subject_id))
            FROM json_each(:episodes) each CROSS JOIN edits e LEFT JOIN facts f ON f.id = e.item_id
            WHERE e.guild_id = :guild AND e.item_id IN (
                SELECT n.item_id FROM edits n WHERE n.guild_id = :guild AND n.kind = 'fact' AND n.show_id = :show
                    AND n.revealed_in = each.value AND n.state = 'live' AND n.said_in_header = 0
                    AND (n.base IS NOT NULL OR NOT :placed)
                ORDER BY n.number DESC LIMIT :most)
            ORDER BY 3, 8, 1
            """,
            {
                "show": show.id, "guild": guild_id, "through": through.ordinal, "episodes": ordinals(show, through),
                "placed": placed, "most": MOST_TOLD,
            },
        )  # fmt: skip
        return [
            Told(replace(read_fact(tuple(row)), scene=scene), tuple(orjson.loads(about)), is_own=bool(own))
            for *row, scene, own, _position, about in rows
        ]


def _known(namesake: Namesake, written: Sequence[str]) -> Known:
    each = namesake.character
    others = (each.hangul, *namesake.spellings, each.actor, *each.actor_also)
    first_role = namesake.earlier_roles[-1] if namesake.earlier_roles else each.role
    called = tuple(name for name in others if name is not None)
    return Known(each.id, each.name, each.group, called, first_role, tuple(written))
