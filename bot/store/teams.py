"""Teams of a public game: made by its host, chosen by its players. One statement decides each."""
# ruff: noqa: S608  every part of a statement is a constant of ours

from dataclasses import dataclass
from typing import Final

from bot.store.database import Database, Transaction
from bot.store.game_values import ANNOUNCEMENT, change_message

MOST_TEAMS: Final = 4


@dataclass(frozen=True, slots=True)
class Team:
    """One of the teams of a game: what its members have by now, whose first stands first."""

    number: int
    points: int
    right: int
    members: tuple[int, ...]
    kept: bool = False  # whether some of them are there because they were in the game before


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of somebody's choice; `team` is theirs, or None where that one would have too many."""

    team: int | None


# Whether `m` is there: whoever was only in the game before is so while the first question is asked, and when they answer.
_THERE: Final = """
    (m.kept = 0 OR NOT EXISTS (SELECT 1 FROM trivia_rounds f WHERE f.game_id = m.game_id AND f.closed_at IS NOT NULL))
"""

# How many there are of team `t.value` in the game `:game`, among as many teams as it has, without `:user`.
_SIZES: Final = f"""
    SELECT t.value AS team, (SELECT count(*) FROM trivia_teams m
                             WHERE m.game_id = :game AND m.team = t.value AND m.user_id <> :user AND {_THERE}) AS size
    FROM trivia_games g, json_each('[1, 2, 3, 4]') t WHERE g.id = :game AND t.value <= g.teams
"""


class TeamStore:
    """Who plays for whom."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_team(self, game_id: int) -> bool:
        """Play in two teams, or in one more; False where the first question is over, or there are enough."""
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                "UPDATE trivia_games SET teams = max(2, teams + 1)"
                f" WHERE id = ? AND kind = 'public' AND phase = 'asking' AND teams < {MOST_TEAMS}"
                " AND NOT EXISTS (SELECT 1 FROM trivia_rounds r WHERE r.game_id = trivia_games.id AND r.closed_at IS NOT NULL)"
                " RETURNING 1",
                (game_id,),
            )
            if rows:
                await change_message(transaction, game_id, ANNOUNCEMENT)
        return bool(rows)

    async def join(self, guild_id: int | None, game_id: int, user_id: int, team: int) -> Joined | None:
        """Play for a team of a running game of this server; the first choice counts. None where it is over, or has no teams.

        Whoever was in another one in the game before may leave it one short, since somebody has to go first where two swap.
        """
        values = {"guild": guild_id, "game": game_id, "user": user_id, "team": team}
        async with self._database.transaction() as transaction:
            if not await transaction.execute(
                "SELECT 1 FROM trivia_games WHERE id = :game AND guild_id = :guild AND teams >= :team"
                " AND phase IN ('asking', 'revealed')",
                values,
            ):
                return None
            rows = await transaction.execute(
                f"""
                WITH sizes AS ({_SIZES})
                INSERT INTO trivia_teams (game_id, user_id, team)
                SELECT :game, :user, s.team FROM sizes s
                    LEFT JOIN trivia_teams k ON k.game_id = :game AND k.user_id = :user AND k.kept = 1
                WHERE s.team = :team AND (k.team IS :team OR size <= (SELECT min(size) FROM sizes) + (k.team IS NOT NULL))
                ON CONFLICT DO UPDATE SET team = excluded.team, kept = 0 WHERE kept = 1 RETURNING 1
                """,
                values,
            )
            if rows:
                await change_message(transaction, game_id, ANNOUNCEMENT)
            mine = await transaction.execute(
                "SELECT team FROM trivia_teams WHERE game_id = :game AND user_id = :user AND kept = 0", values
            )
        return Joined(mine[0][0] if mine else None)

    async def teams(self, game_id: int) -> list[Team]:
        """Every team of a game with what it has in the rounds that were revealed, by its number."""
        rows = await self._database.rows(
            f"""
            SELECT s.team, m.user_id, coalesce(sum(a.points), 0), coalesce(sum(a.choice = r.answer), 0), m.kept
            FROM ({_SIZES}) s LEFT JOIN trivia_teams m ON m.game_id = :game AND m.team = s.team AND {_THERE}
                 LEFT JOIN trivia_rounds r ON r.game_id = :game AND r.closed_at IS NOT NULL
                 LEFT JOIN trivia_answers a ON a.round_id = r.id AND a.user_id = m.user_id
            GROUP BY s.team, m.user_id ORDER BY s.team, 3 DESC, m.user_id
            """,
            {"game": game_id, "user": 0},
        )
        return [
            Team(
                number,
                sum(points for team, _user, points, _right, _kept in rows if team == number),
                sum(right for team, _user, _points, right, _kept in rows if team == number),
                tuple(user for team, user, _points, _right, _kept in rows if team == number and user is not None),
                kept=any(kept for team, _user, _points, _right, kept in rows if team == number),
            )
            for number in dict.fromkeys(row[0] for row in rows)
        ]


async def announce_anew(transaction: Transaction, game_id: int) -> None:
    """The announcement of a game in teams has other points after each answer, and no buttons at the end."""
    await transaction.execute(
        "UPDATE trivia_messages AS m SET version = version + 1 WHERE game_id = ? AND number = ? AND EXISTS"
        " (SELECT 1 FROM trivia_games g WHERE g.id = m.game_id AND g.teams > 0)",
        (game_id, ANNOUNCEMENT),
    )


async def keep_teams(transaction: Transaction, game_id: int, before: int | None) -> None:
    """Whoever played for a team in the game before plays for it again."""
    values = {"game": game_id, "before": before}
    await transaction.execute(
        "UPDATE trivia_games SET teams = b.teams FROM trivia_games b WHERE trivia_games.id = :game AND b.id = :before",
        values,
    )
    await transaction.execute(
        f"INSERT INTO trivia_teams (game_id, user_id, team, kept)"
        f" SELECT :game, m.user_id, m.team, 1 FROM trivia_teams m WHERE m.game_id = :before AND {_THERE}",
        values,
    )


async def place_teamless(transaction: Transaction, game_id: int, round_id: int) -> None:
    """Whoever answered without having chosen a team plays for the smallest one, the fastest first."""
    await transaction.execute(
        "UPDATE trivia_teams SET kept = 0 WHERE game_id = ? AND user_id IN"
        " (SELECT user_id FROM trivia_answers WHERE round_id = ?)",
        (game_id, round_id),
    )
    answered = await transaction.execute(
        """
        SELECT a.user_id FROM trivia_answers a JOIN trivia_games g ON g.id = :game
        WHERE a.round_id = :round AND g.teams > 0
          AND NOT EXISTS (SELECT 1 FROM trivia_teams m WHERE m.game_id = :game AND m.user_id = a.user_id)
        ORDER BY a.at, a.user_id
        """,
        {"game": game_id, "round": round_id},
    )
    for (user_id,) in answered:
        await transaction.execute(
            f"INSERT INTO trivia_teams (game_id, user_id, team) SELECT :game, :user, team FROM ({_SIZES})"
            " ORDER BY size, team LIMIT 1 ON CONFLICT DO NOTHING",
            {"game": game_id, "user": user_id},
        )
