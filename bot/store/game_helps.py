"""Help in a public game: one more clue, 50 : 50 once a game, and Skip where enough agree. One statement decides each."""
# ruff: noqa: S608  every part of a statement is a constant of ours

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple

import orjson

from bot.show import trivia
from bot.show.episodes import Episode
from bot.show.spoilers import Spoiler
from bot.store.database import Database, to_ms
from bot.store.game_values import GOING, change_message
from bot.store.rounds import OPEN

# Who decides about Skip in the round `r` of a game `g`: whoever took part in the round before; without one its host.
_BEFORE: Final = """(
    SELECT max(number) FROM trivia_rounds WHERE game_id = g.id AND number < g.round AND closed_at IS NOT NULL)"""
_TOOK_PART: Final = f"""
    SELECT a.user_id FROM trivia_answers a JOIN trivia_rounds b ON b.id = a.round_id
    WHERE b.game_id = g.id AND b.number = {_BEFORE}
    UNION SELECT h.user_id FROM trivia_helps h JOIN trivia_rounds b ON b.id = h.round_id
    WHERE b.game_id = g.id AND b.number = {_BEFORE} AND h.help = 'skip'
"""
_DECIDING: Final = f"{_TOOK_PART} UNION SELECT g.host_id WHERE NOT EXISTS ({_TOOK_PART})"
_DECIDERS: Final = f"(SELECT count(*) FROM ({_DECIDING}))"
_AGREED: Final = f"""(
    SELECT count(*) FROM trivia_helps s WHERE s.round_id = r.id AND s.help = 'skip' AND s.user_id IN ({_DECIDING}))"""

SKIPPED: Final = f"""
    (EXISTS (SELECT 1 FROM trivia_helps w WHERE w.round_id = r.id AND w.help = 'skip') AND 2 * {_AGREED} >= {_DECIDERS})
"""
"""SQL: whether half of those who decide want to skip the round `r` of a game `g`."""


@dataclass(frozen=True, slots=True)
class Half:
    """What is left of the options for somebody, each with its number."""

    options: tuple[tuple[int, Spoiler], ...]


class Skip(NamedTuple):
    """How many want to skip, of how many that are needed; and whether the member is asked at all."""

    agreed: int
    needed: int
    counts: bool


NoHalf = Literal["over", "answered", "used"]
"""The question is closed, or they have answered it, or they had their 50 : 50 in this game."""


class GameHelpStore:
    """What helps the players of a public game."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show_clue(self, game_id: int, number: int, at: datetime) -> None:
        """Let the message of a question show every clue that is due by now."""
        due = "min(json_array_length(clues), 1 + (:now - opened_at) / :each)"
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                f"""
                UPDATE trivia_rounds AS r SET clues_shown = {due}
                WHERE game_id = :game AND number = :number AND closed_at IS NULL AND clues_shown < {due}
                  AND EXISTS (SELECT 1 FROM trivia_games g WHERE g.id = r.game_id AND g.round = r.number AND {GOING})
                RETURNING 1
                """,
                {"game": game_id, "number": number, "now": to_ms(at), "each": trivia.CLUE // trivia.MILLISECOND},
            )
            if rows:
                await change_message(transaction, game_id, number)

    async def take_half(self, guild_id: int | None, round_id: int, user_id: int, at: datetime) -> Half | NoHalf:
        """Take wrong options away for a member, once a game and before they answer; the same ones where they ask again."""
        asked = {"guild": guild_id, "round": round_id, "user": user_id, "now": to_ms(at)}
        answered = "EXISTS (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.user_id = :user)"
        taken = "SELECT 1 FROM trivia_helps h WHERE h.round_id = r.id AND h.user_id = :user AND h.help = 'half'"
        await self._database.write(
            f"""
            INSERT INTO trivia_helps (round_id, user_id, help, game_id)
            SELECT r.id, :user, 'half', g.id {OPEN} AND g.phase = 'asking' AND json_array_length(r.options) > 2 AND NOT {answered}
            ON CONFLICT DO NOTHING
            """,
            asked,
        )
        row = await self._database.row(
            f"SELECT r.options, r.answer, r.revealed_in, {answered}, EXISTS ({taken}) {OPEN} AND g.phase = 'asking'",
            asked,
        )
        if row is None:
            return "over"
        options, answer, gate, has_answered, has_taken = row
        if not has_taken:
            return "answered" if has_answered else "used"
        words = orjson.loads(options)
        left = trivia.halved(round_id, answer, len(words))
        return Half(tuple((number, Spoiler(words[number], Episode.from_ordinal(gate))) for number in left))

    async def want_skip(self, guild_id: int | None, round_id: int, user_id: int, at: datetime) -> Skip | None:
        """Note that a member wants to skip a question, where they are among those who decide; None where it is closed."""
        asked = {"guild": guild_id, "round": round_id, "user": user_id, "now": to_ms(at)}
        await self._database.write(
            f"""
            INSERT INTO trivia_helps (round_id, user_id, help, game_id)
            SELECT r.id, :user, 'skip', g.id {OPEN} AND g.phase = 'asking' AND :user IN ({_DECIDING})
            ON CONFLICT DO NOTHING
            """,
            asked,
        )
        row = await self._database.row(
            f"SELECT {_AGREED}, ({_DECIDERS} + 1) / 2, :user IN ({_DECIDING}) {OPEN} AND g.phase = 'asking'", asked
        )
        return Skip(row[0], row[1], bool(row[2])) if row else None
