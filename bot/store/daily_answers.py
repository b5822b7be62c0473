"""Answers to daily questions: to those that are posted, and to members' own. One statement decides which counts."""
# ruff: noqa: S608  every part of a statement is a constant of ours

from datetime import date, datetime
from typing import Final, NamedTuple

import orjson

from bot.show.episodes import Episode
from bot.show.spoilers import Spoiler
from bot.store.dailies import LOST, DailyPost
from bot.store.database import Database, to_ms


class DailyCount(NamedTuple):
    """How a question of a day went: how many had it right, of how many; and which day that was."""

    right: int
    answered: int
    day: date


# Answers `a` of one server to one question `:question` on one day, on its post or in a member's own daily.
_SAME: Final = """
    FROM trivia_games d JOIN trivia_rounds o ON o.game_id = d.id JOIN trivia_answers a ON a.round_id = o.id
    WHERE d.kind = 'daily' AND d.guild_id = {guild} AND d.day = {day} AND o.question_id = {question}
"""


class DailyAnswerStore:
    """Who answered which daily question, and how all of them went."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_posted(self, guild_id: int | None, round_id: int) -> bool:
        """Whether this is a question that is posted in this server and can be answered."""
        row = await self._database.row(
            "SELECT 1 FROM daily_posts p JOIN trivia_rounds r ON r.game_id = p.game_id"
            " WHERE r.id = ? AND p.guild_id = ? AND p.state = 'open'",
            (round_id, guild_id),
        )
        return row is not None

    async def chosen(self, round_id: int, user_id: int) -> tuple[int, Spoiler] | None:
        """What a member chose in a round, and how that reads; None where it may not stand in its channel any more."""
        row = await self._database.row(
            f"SELECT a.choice, r.options, r.revealed_in FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id"
            f" JOIN trivia_answers a ON a.round_id = r.id WHERE r.id = ? AND a.user_id = ? AND NOT {LOST}",
            (round_id, user_id),
        )
        return (row[0], Spoiler(orjson.loads(row[1])[row[0]], Episode.from_ordinal(row[2]))) if row else None

    async def answer(self, round_id: int, user_id: int, choice: int, at: datetime) -> int | None:
        """Take an answer to a daily question, one's own or a posted one; gives the round that holds this member's answer.

        The first one counts: to the same question, on the same day, in the same server. None where there is none, and it
        cannot be answered any more.
        """
        same = _SAME.format(guild="g.guild_id", day="g.day", question="r.question_id")
        values = {"round": round_id, "user": user_id, "choice": choice, "at": to_ms(at)}
        await self._database.write(
            f"""
            INSERT INTO trivia_answers (round_id, user_id, choice, at)
            SELECT r.id, :user, :choice, :at FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id
            WHERE r.id = :round AND g.kind = 'daily' AND NOT EXISTS (SELECT 1 {same} AND a.user_id = :user)
              AND (g.host_id = :user OR (NOT {LOST} AND EXISTS
                  (SELECT 1 FROM daily_posts p WHERE p.game_id = g.id AND p.state = 'open')))
            ON CONFLICT DO NOTHING
            """,
            values,
        )
        row = await self._database.row(
            f"SELECT (SELECT o.id {same} AND a.user_id = :user LIMIT 1) FROM trivia_rounds r"
            " JOIN trivia_games g ON g.id = r.game_id WHERE r.id = :round",
            values,
        )
        return row[0] if row else None

    async def count(self, game_id: int) -> DailyCount | None:
        """How the question of a post went, whether it was answered there or privately."""
        row = await self._database.row(
            """
            SELECT coalesce(sum(a.choice = o.answer), 0), count(*), p.day FROM daily_posts p
            JOIN trivia_rounds r ON r.game_id = p.game_id
            JOIN trivia_games d ON d.kind = 'daily' AND d.guild_id = p.guild_id AND d.day = p.day
            JOIN trivia_rounds o ON o.game_id = d.id AND o.question_id = r.question_id
            JOIN trivia_answers a ON a.round_id = o.id
            WHERE p.game_id = ? GROUP BY p.game_id
            """,
            (game_id,),
        )
        return DailyCount(row[0], row[1], date.fromordinal(row[2])) if row else None

    async def count_before(self, post: DailyPost) -> DailyCount | None:
        """The same of the post before this one; None where there is none, it was taken back, or nobody answered."""
        row = await self._database.row(
            "SELECT game_id, state FROM daily_posts WHERE guild_id = ? AND day < ? ORDER BY day DESC LIMIT 1",
            (post.guild_id, post.day.toordinal()),
        )
        return await self.count(row[0]) if row and row[1] == "over" else None

    async def longest_streaks(self, guild_id: int, day: date, limit: int) -> list[tuple[int, int]]:
        """Who answered on the most days in a row up to the day before `day`, two at least, and on how many; best first.

        Without those who left and who want to be on no leaderboard.
        """
        rows = await self._database.rows(
            """
            WITH days AS (
                SELECT DISTINCT a.user_id, d.day FROM trivia_games d JOIN trivia_rounds o ON o.game_id = d.id
                    JOIN trivia_answers a ON a.round_id = o.id
                WHERE d.kind = 'daily' AND d.guild_id = :guild AND d.day < :day),
            numbered AS (
                SELECT user_id, day + row_number() OVER (PARTITION BY user_id ORDER BY day DESC) AS same FROM days)
            SELECT user_id, count(*) AS streak FROM numbered
            WHERE same = :day AND user_id NOT IN (SELECT user_id FROM leaderboard_opt_outs)
              AND user_id NOT IN (SELECT user_id FROM trivia_departures WHERE guild_id = :guild)
            GROUP BY user_id HAVING count(*) > 1 ORDER BY streak DESC, user_id LIMIT :limit
            """,
            {"guild": guild_id, "day": day.toordinal(), "limit": limit},
        )
        return [(user, streak) for user, streak in rows]
