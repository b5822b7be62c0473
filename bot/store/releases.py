"""What a new release of the pack changed under servers' own versions, and which of it their moderators were told."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from bot.show.edits import KINDS, Kind
from bot.store.database import Database
from bot.store.items import SHIPPED


@dataclass(frozen=True, slots=True)
class ChangeBelow:
    """One fact or question of which the pack tells something else than when this server's version was saved."""

    kind: Kind
    item_id: int
    shipped_hash: str


class ReleaseStore:
    """Remembers what moderators were told of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def untold(self, show_id: int) -> dict[int, list[ChangeBelow]]:
        """By server: what changed under its versions and was not told there yet."""
        found: dict[int, list[ChangeBelow]] = defaultdict(list)
        for kind in KINDS:
            rows = await self._database.rows(
                f"""
                SELECT e.guild_id, e.item_id, s.content, t.shipped_hash FROM edits e
                LEFT JOIN {SHIPPED[kind]} s ON s.item_id = e.item_id AND s.show_id = e.show_id
                LEFT JOIN told_changes t ON t.guild_id = e.guild_id AND t.item_id = e.item_id
                WHERE e.show_id = ? AND e.kind = ? AND e.state <> 'shipped' AND e.base IS NOT NULL
                  AND e.base IS NOT s.content ORDER BY e.guild_id, e.number
                """,  # noqa: S608  views of ours
                (show_id, kind),
            )
            for guild_id, item_id, content, told in rows:
                shipped_hash = "" if content is None else hashlib.sha256(content.encode()).hexdigest()
                if shipped_hash != told:
                    found[guild_id].append(ChangeBelow(kind, item_id, shipped_hash))
        return found

    async def set_told(self, guild_id: int, changes: list[ChangeBelow]) -> None:
        """Their moderators were told."""
        async with self._database.transaction() as transaction:
            await transaction.execute_many(
                "INSERT INTO told_changes (guild_id, item_id, shipped_hash) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET shipped_hash = excluded.shipped_hash",
                [(guild_id, each.item_id, each.shipped_hash) for each in changes],
            )
