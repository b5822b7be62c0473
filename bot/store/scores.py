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


@dataclass(frozen=True, slots=True)
class Rank:
    """The place of somebody among `count`; whoever has as many points shares it."""

    place: int
    count: int


# The columns of `Score`: of answers a to rounds r, grouped by the member. With how many points late joiners begin is of their game.
_SCORE: Final = """
    a.user_id, sum(a.points), sum(a.choice = r.answer), count(*), sum(iif(a.choice = r.answer, a.at - r.opened_at, 0))
"""

# Everybody whom a leaderboard may list. Whoever played a game alone had nobody to win against.
_LISTED: Final = f"""
    WITH played AS (
        SELECT g.id FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id JOIN trivia_answers a ON a.round_id = r.id
        WHERE g.guild_id = :guild AND g.kind = 'public' AND r.closed_at >= :since AND r.closed_at < :until
        GROUP BY g.id HAVING min(a.user_id) < max(a.user_id)),
    listed (user_id, points, hits, answered, took) AS MATERIALIZED (
        SELECT {_SCORE} FROM played p JOIN trivia_rounds r ON r.game_id = p.id JOIN trivia_answers a ON a.round_id = r.id
        WHERE r.closed_at >= :since AND r.closed_at < :until
          AND a.user_id NOT IN (SELECT user_id FROM leaderboard_opt_outs)
          AND a.user_id NOT IN (SELECT user_id FROM trivia_departures WHERE guild_id = :guild)
        GROUP BY a.user_id HAVING sum(a.points) > 0)
"""


class ScoreStore:
    """How members did in games."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def scores(self, game_id: int) -> list[Score]:
        """What everybody reached in the rounds that were revealed."""
        rows = await self._database.rows(
            f"SELECT {_SCORE.replace('a.points', 'a.points + a.head_start')} FROM trivia_answers a JOIN trivia_rounds r ON r.id = a.round_id"
            " WHERE r.game_id = ? AND r.closed_at IS NOT NULL GROUP BY a.user_id",
            (game_id,),
        )
        return [Score(*row) for row in rows]

    async def leaderboard(
        self, guild_id: int, since: datetime | None, limit: int, until: datetime | None = None
    ) -> list[Score]:
        """The best of a server's public games, without those who left it and who want to be on no leaderboard.

        Games that one member played alone do not count.
        """
        rows = await self._database.rows(
            f"{_LISTED} SELECT user_id, points, hits, answered, took FROM listed ORDER BY points DESC, took, user_id"
            " LIMIT :limit",
            {"guild": guild_id, "since": _from(since), "until": _to(until), "limit": limit},
        )
        return [Score(*row) for row in rows]

    async def rank(self, guild_id: int, user_id: int, since: datetime | None) -> Rank | None:
        """Where a member stands among everybody whom such a leaderboard has room for; None where they are not among them."""
        row = await self._database.row(
            f"{_LISTED} SELECT 1 + (SELECT count(*) FROM listed l WHERE l.points > mine.points),"
            " (SELECT count(*) FROM listed) FROM listed mine WHERE mine.user_id = :user",
            {"guild": guild_id, "since": _from(since), "until": _to(None), "user": user_id},
        )
        return Rank(*row) if row else None

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


def _from(since: datetime | None) -> int:
    return 0 if since is None else to_ms(since)


def _to(until: datetime | None) -> int:
    return 2**62 if until is None else to_ms(until)
