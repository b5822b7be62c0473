"""What the games ask that are no quiz, read as far as a scope goes; see bot/show/game_kinds.py."""
# ruff: noqa: S608  every part of a statement is a constant of ours

import asyncio
from dataclasses import replace

import orjson

from bot.show.episodes import Episode, Scope
from bot.show.facts import Namesake
from bot.show.game_kinds import KindMaterial, Known, Told, questions_of
from bot.show.shows import Show
from bot.show.trivia import Question
from bot.store.database import Database
from bot.store.facts import FactStore
from bot.store.questions import UNCHANGED, read_fact


class GameKindStore:
    """Questions of every kind of game but the quiz, as one server has them, through one episode."""

    def __init__(self, database: Database, facts: FactStore) -> None:
        self._database = database
        self._facts = facts

    async def pool(self, kind: str, show: Show, scope: Scope, *, guild_id: int | None = None) -> list[Question]:
        """All of them. Nothing gated later is looked at, not even to be counted."""
        through = scope.clear  # options cannot hide anything
        material = KindMaterial(
            [_known(each) for each in await self._facts.characters(show.id, scope)],
            await self._told(show.id, guild_id, through),
            [each for each in show.episodes if each <= through],
        )
        # In a thread, so that others are answered in between.
        return await asyncio.to_thread(questions_of, kind, show.slug, material, scope)

    async def _told(self, show_id: int, guild_id: int | None, through: Episode) -> list[Told]:
        """The pack's facts that are certain. What moderators added or changed may be gated later than it happens."""
        rows = await self._database.rows(
            f"""
            SELECT f.id, f.text, f.revealed_in, f.topic, f.sources, f.scene,
                   (SELECT json_group_array(subject_id) FROM
                        (SELECT a.subject_id FROM fact_subjects a JOIN characters c ON c.id = a.subject_id
                         WHERE a.fact_id = f.id AND c.revealed_in <= :through ORDER BY a.first DESC, a.subject_id))
            FROM facts f
            WHERE f.show_id = :show AND f.revealed_in <= :through AND f.confidence = 'high' AND f.said_in_header = 0
              AND {UNCHANGED}
            ORDER BY f.revealed_in, f.position, f.id
            """,
            {"show": show_id, "guild": guild_id, "through": through.ordinal},
        )
        return [
            Told(replace(read_fact(tuple(row)), scene=scene), tuple(orjson.loads(about))) for *row, scene, about in rows
        ]


def _known(namesake: Namesake) -> Known:
    each = namesake.character
    others = (each.hangul, *namesake.spellings, each.actor, *each.actor_also)
    first_role = namesake.earlier_roles[-1] if namesake.earlier_roles else each.role
    return Known(each.id, each.name, each.group, tuple(name for name in others if name is not None), first_role)
