"""Who has how many points: of a game, on a server's leaderboard, and for a member alone."""
# ruff: noqa: S608  every part of a statement is a constant of this file

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.show.trivia import Score
from bot.store.database import Database, to_ms


@dataclass(frozen=True, slots=True)
class Stats:
    """How somebody did in one kind of game."""

    kind: str
    games: int
    answered: int
    right: int
    points: int


# The columns of `Score`: of answers a to rounds r, grouped by the member.
_SCORE: Final = """
    a.user_id, sum(a.points), sum(a.choice = r.answer), count(*), sum(iif(a.choice = r.answer, a.at - r.opened_at, 0))
"""


class ScoreStore:
    """How members did in games."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def scores(self, game_id: int) -> list[Score]:
        """What everybody reached in the rounds that were revealed."""
        rows = await self._database.rows(
            f"SELECT {_SCORE} FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id"
            " WHERE r.game_id = ? AND r.closed_at IS NOT NULL GROUP BY a.user_id",
            (game_id,),
        )
        return [Score(*row) for row in rows]

    async def leaderboard(self, guild_id: int, since: datetime | None, limit: int) -> list[Score]:
        """The best of a server's public games, without those who left it and who want to be on no leaderboard."""
        rows = await self._database.rows(
            f"""
            SELECT {_SCORE} FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id
                 JOIN trivia_answers a ON a.round_id = r.id
            WHERE g.guild_id = :guild AND g.kind = 'public' AND r.closed_at >= :since
              AND a.user_id NOT IN (SELECT user_id FROM leaderboard_opt_outs)
              AND a.user_id NOT IN (SELECT user_id FROM trivia_departures WHERE guild_id = :guild)
            GROUP BY a.user_id HAVING sum(a.points) > 0
            ORDER BY sum(a.points) DESC, sum(iif(a.choice = r.answer, a.at - r.opened_at, 0)), a.user_id LIMIT :limit
            """,
            {"guild": guild_id, "since": 0 if since is None else to_ms(since), "limit": limit},
        )
        return [Score(*row) for row in rows]

    async def stats(self, user_id: int, guild_id: int | None) -> list[Stats]:
        """How a member did: everything of theirs, or with `guild_id` only the public games of that server."""
        rows = await self._database.rows(
            """
            WITH each_one (kind, game, answered, hits, points) AS (
                SELECT g.kind, g.id, 1, a.choice = r.answer, a.points
                FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id JOIN trivia_games g ON g.id = r.game_id
                WHERE a.user_id = :user AND (g.kind <> 'public' OR r.closed_at IS NOT NULL)
                  AND (:guild IS NULL OR (g.guild_id = :guild AND g.kind = 'public'))
                UNION ALL
                SELECT 'practice', id, answered_before, right_before, 0 FROM trivia_games
                WHERE :guild IS NULL AND host_id = :user AND kind = 'practice' AND answered_before > 0
                UNION ALL
                SELECT 'practice', NULL, answered, hits, 0 FROM trivia_practised
                WHERE :guild IS NULL AND user_id = :user AND answered > 0)
            SELECT kind, count(DISTINCT game), sum(answered), sum(hits), sum(points) FROM each_one GROUP BY kind
            """,
            {"user": user_id, "guild": guild_id},
        )
        return [Stats(*row) for row in rows]
