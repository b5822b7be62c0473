"""Trivia alone: practice with what a member remembers, and the daily question. Both are games that only one member sees."""
# ruff: noqa: S608  every part of a statement is a constant of this file

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import orjson

from bot.show.episodes import Episode
from bot.show.trivia import Memory, Question
from bot.store.database import Database, Transaction, from_ms, to_ms
from bot.store.game_values import GameSettings
from bot.store.rounds import FELL, ROUND, Round, add_round, read_round

PRACTICES: Final = 5
"""Practices of a member that are kept: their buttons may still be pressed. Of older ones the sum is kept."""

QUESTIONS: Final = 3
"""Questions of a practice that are kept, the one that is asked now among them. Of older ones the sum is kept."""

# What moderators are asked to look at stays as it is.
_REPORTED: Final = "EXISTS (SELECT 1 FROM trivia_reports t WHERE t.round_id = r.id)"


@dataclass(frozen=True, slots=True)
class DailyResult:
    """How a member answered the question of a day in a server (0: none)."""

    guild_id: int
    day: date
    right: bool


class PracticeStore:
    """What a member practises, and their daily questions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start_practice(
        self,
        game_id: int,
        show_id: int,
        guild_id: int,
        user_id: int,
        settings: GameSettings,
        question: Question,
        at: datetime,
    ) -> Round:
        """Begin to practise, with the first question."""
        async with self._database.transaction(aside=True) as transaction:
            await _sum_up_practices(transaction, user_id)
            await transaction.execute(
                "INSERT INTO trivia_games (id, show_id, kind, guild_id, host_id, ceiling, rounds, seconds, difficulty, topic,"
                " about, phase, round) VALUES (?, ?, 'practice', ?, ?, 0, 0, 0, ?, ?, ?, 'private', 1)",
                (
                    game_id,
                    show_id,
                    guild_id,
                    user_id,
                    settings.difficulty,
                    settings.topic,
                    settings.about and settings.about.ordinal,
                ),
            )
            return await add_round(transaction, game_id, 1, question, at)

    async def add_practice_round(
        self, game_id: int, user_id: int, after: int, question: Question, at: datetime
    ) -> Round | None:
        """Ask the next question of a practice; None where it was asked already (a button pressed twice)."""
        async with self._database.transaction(aside=True) as transaction:
            rows = await transaction.execute(
                "UPDATE trivia_games SET round = round + 1"
                " WHERE id = ? AND host_id = ? AND round = ? AND kind = 'practice' RETURNING 1",
                (game_id, user_id, after),
            )
            if not rows:
                return None
            await _sum_up_questions(transaction, game_id, after + 1 - QUESTIONS)
            return await add_round(transaction, game_id, after + 1, question, at)

    async def practised(self, game_id: int) -> tuple[int, int]:
        """Right answers and all answers of a practice."""
        row = await self._database.row(
            """
            SELECT g.right_before + coalesce(sum(a.choice = r.answer), 0), g.answered_before + count(a.choice)
            FROM trivia_games g LEFT JOIN trivia_rounds r ON r.game_id = g.id LEFT JOIN trivia_answers a ON a.round_id = r.id
            WHERE g.id = ? GROUP BY g.id
            """,
            (game_id,),
        )
        return (row[0], row[1]) if row else (0, 0)

    async def memories(self, user_id: int) -> Mapping[int, Memory]:
        """How well somebody knows which questions."""
        rows = await self._database.rows(
            "SELECT question_id, box, due_at FROM trivia_memory WHERE user_id = ?", (user_id,)
        )
        return {question: Memory(box, from_ms(due)) for question, box, due in rows}

    async def set_memory(self, user_id: int, question_id: int, memory: Memory) -> None:
        """Remember how well somebody knows a question."""
        await self._database.write(
            "INSERT INTO trivia_memory (user_id, question_id, box, due_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET box = excluded.box, due_at = excluded.due_at",
            (user_id, question_id, memory.box, to_ms(memory.due)),
        )

    # ------------------------------------------------------------------------------------------------ daily

    async def daily_round(self, guild_id: int, user_id: int, day: date, through: Episode) -> tuple[Round | None, bool]:
        """The question of a day that a member answered, or else was shown, if it may be shown, and whether they answered.

        What is posted in the server goes before a question of their own.
        """
        rows = await self._database.rows(
            f"""
            SELECT EXISTS (SELECT 1 FROM trivia_answers a WHERE a.round_id = r.id AND a.user_id = :user) AS answered, {ROUND}
            FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id
            WHERE g.id IN (SELECT id FROM trivia_games WHERE kind = 'daily' AND guild_id = :guild AND host_id = :user AND day = :day
                           UNION ALL SELECT game_id FROM daily_posts WHERE guild_id = :guild AND day = :day)
              AND (g.host_id IS NOT NULL OR answered
                   OR (NOT {FELL} AND EXISTS (SELECT 1 FROM daily_posts p WHERE p.game_id = g.id AND p.state = 'open')))
            ORDER BY answered DESC, g.host_id IS NOT NULL
            """,
            {"guild": guild_id, "user": user_id, "day": day.toordinal()},
        )
        # A gate that is NULL: it is hidden now.
        shown = [row for row in rows if row[-1] is not None and row[-1] <= through.ordinal]
        if rows and rows[0][0]:
            return read_round(rows[0][1:]) if rows[0] in shown else None, True
        return read_round(shown[0][1:]) if shown else None, False

    async def set_daily_round(
        self, game_id: int, show_id: int, guild_id: int, user_id: int, day: date, question: Question, at: datetime
    ) -> Round | None:
        """Show a member the question of a day, in the place of one not answered yet; None where they have answered."""
        async with self._database.transaction(aside=True) as transaction:
            mine = "kind = 'daily' AND guild_id = ? AND host_id = ? AND day = ?"
            await transaction.execute(
                f"DELETE FROM trivia_games WHERE {mine} AND NOT EXISTS (SELECT 1 FROM trivia_answers a"
                " JOIN trivia_rounds r ON r.id = a.round_id WHERE r.game_id = trivia_games.id)",
                (guild_id, user_id, day.toordinal()),
            )
            rows = await transaction.execute(
                "INSERT INTO trivia_games (id, show_id, kind, guild_id, host_id, ceiling, rounds, seconds, day, phase, round)"
                " VALUES (?, ?, 'daily', ?, ?, 0, 1, 0, ?, 'private', 1) ON CONFLICT DO NOTHING RETURNING 1",
                (game_id, show_id, guild_id, user_id, day.toordinal()),
            )
            return await add_round(transaction, game_id, 1, question, at) if rows else None

    async def daily_of(self, round_id: int, user_id: int) -> tuple[int, date] | None:
        """The server (0: none) and the day of a daily question that is a member's own, or posted for all."""
        row = await self._database.row(
            "SELECT g.guild_id, g.day FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id"
            " WHERE r.id = ? AND (g.host_id = ? OR g.host_id IS NULL) AND g.kind = 'daily'",
            (round_id, user_id),
        )
        return (row[0], date.fromordinal(row[1])) if row else None

    async def daily_result(self, round_id: int, user_id: int) -> DailyResult | None:
        """How a member answered a daily question."""
        row = await self._database.row(
            "SELECT g.guild_id, g.day, a.choice = r.answer FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id"
            " JOIN trivia_answers a ON a.round_id = r.id WHERE r.id = ? AND a.user_id = ? AND g.kind = 'daily'",
            (round_id, user_id),
        )
        return DailyResult(row[0], date.fromordinal(row[1]), bool(row[2])) if row else None

    async def streak(self, guild_id: int, user_id: int, day: date) -> int:
        """On how many days in a row, up to `day` or the one before, a member answered the daily question."""
        row = await self._database.row(
            """
            WITH answered AS (
                SELECT DISTINCT g.day FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id
                     JOIN trivia_games g ON g.id = r.game_id
                WHERE a.user_id = :user AND g.kind = 'daily' AND g.guild_id = :guild AND g.day <= :day),
            days AS (SELECT day, row_number() OVER (ORDER BY day DESC) AS number FROM answered)
            SELECT count(*) FROM days
            WHERE day + number = (SELECT max(day) FROM days) + 1 AND (SELECT max(day) FROM days) >= :day - 1
            """,
            {"guild": guild_id, "user": user_id, "day": day.toordinal()},
        )
        return row[0] if row else 0


async def _sum_up_questions(transaction: Transaction, game_id: int, number: int) -> None:
    """Keep of the questions of a practice up to that number only how many were answered, and how many of them right."""
    old = f"SELECT r.id FROM trivia_rounds r WHERE r.game_id = :game AND r.number <= :number AND NOT {_REPORTED}"
    of_game = {"game": game_id, "number": number}
    await transaction.execute(
        f"""
        UPDATE trivia_games SET
            answered_before = answered_before + (SELECT count(*) FROM trivia_answers WHERE round_id IN ({old})),
            right_before = right_before + (SELECT count(*) FROM trivia_answers a JOIN trivia_rounds o ON o.id = a.round_id
                                           WHERE o.id IN ({old}) AND a.choice = o.answer)
        WHERE id = :game
        """,
        of_game,
    )
    await transaction.execute(f"DELETE FROM trivia_rounds WHERE id IN ({old})", of_game)


async def _sum_up_practices(transaction: Transaction, user_id: int) -> None:
    """The same for all practices of a member but the last ones."""
    rows = await transaction.execute(
        f"""
        SELECT g.id FROM trivia_games g WHERE g.host_id = ? AND g.kind = 'practice'
           AND NOT EXISTS (SELECT 1 FROM trivia_rounds r WHERE r.game_id = g.id AND {_REPORTED})
        ORDER BY g.id DESC LIMIT -1 OFFSET ?
        """,
        (user_id, PRACTICES - 1),
    )
    if not rows:
        return
    old = {"user": user_id, "old": orjson.dumps([row[0] for row in rows]).decode()}
    await transaction.execute(
        """
        INSERT INTO trivia_practised (user_id, answered, hits)
        SELECT :user, sum(answered), sum(hits) FROM (
            SELECT answered_before AS answered, right_before AS hits FROM trivia_games
            WHERE id IN (SELECT value FROM json_each(:old))
            UNION ALL
            SELECT 1, a.choice = r.answer FROM trivia_rounds r JOIN trivia_answers a ON a.round_id = r.id
            WHERE r.game_id IN (SELECT value FROM json_each(:old)))
        WHERE true
        ON CONFLICT DO UPDATE SET answered = answered + excluded.answered, hits = hits + excluded.hits
        """,
        old,
    )
    await transaction.execute("DELETE FROM trivia_games WHERE id IN (SELECT value FROM json_each(:old))", old)
