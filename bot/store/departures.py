"""Who left a server whose leaderboard they would stand on. Forgotten by a trigger when they answer there again."""

from collections.abc import Collection
from datetime import datetime

from bot.store.database import Database, to_ms


class DepartureStore:
    """Former members, whom leaderboards leave out without asking Discord for them again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_departures(self, guild_id: int, user_ids: Collection[int], at: datetime) -> None:
        """Remember that these are no members, as Discord said `at` this time."""
        if not user_ids:
            return
        async with self._database.transaction(aside=True) as transaction:
            await transaction.execute_many(
                "INSERT INTO trivia_departures (guild_id, user_id, asked_at) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET asked_at = excluded.asked_at",
                [(guild_id, user_id, to_ms(at)) for user_id in user_ids],
            )

    async def delete_departures(self, guild_id: int, user_ids: Collection[int]) -> None:
        """These are members again."""
        if not user_ids:
            return
        async with self._database.transaction(aside=True) as transaction:
            await transaction.execute_many(
                "DELETE FROM trivia_departures WHERE guild_id = ? AND user_id = ?",
                [(guild_id, user_id) for user_id in user_ids],
            )

    async def departures(self, guild_id: int, before: datetime, limit: int) -> list[int]:
        """At most `limit` ids of former members whom Discord was not asked for since `before`, the longest ago first."""
        rows = await self._database.rows(
            "SELECT user_id FROM trivia_departures WHERE guild_id = ? AND asked_at < ? ORDER BY asked_at LIMIT ?",
            (guild_id, to_ms(before), limit),
        )
        return [row[0] for row in rows]
