"""Files of facts and questions, from their check to their import and its undo.

A file is `checked` and waits; one import makes it `saved`, and one undo of that `undone`. It is `cancelled` where somebody
does not want it, after `KEPT`, and where the same editor had another one checked. Its rows are kept while it waits only.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import orjson

from bot.errors import StaleEditError
from bot.show.edits import Change, Item
from bot.show.episodes import Episode
from bot.show.import_file import FileRow
from bot.store.database import Database
from bot.store.edits import saved
from bot.store.items import NOW, SHIPPED, item_of

KEPT: Final = timedelta(days=1)
"""How long a file that was checked waits for its import."""


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file that was checked and waits for its import, as the rows that were read from it."""

    id: int
    edited_by: int | None
    through: Episode
    plan_hash: str
    name: str
    rows: list[FileRow]


class ImportStore:
    """Files that wait, and what came from one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_import(
        self,
        show_id: int,
        guild_id: int,
        *,
        by: int,
        at: datetime,
        through: Episode,
        plan_hash: str,
        name: str,
        rows: Iterable[FileRow],
    ) -> int:
        """Keep a file that was checked until somebody imports it; this editor's earlier ones, and old ones, are forgotten."""
        import_id = secrets.randbits(63)
        async with self._database.transaction(aside=True) as transaction:
            await transaction.execute(
                "UPDATE imports SET state = 'cancelled', content = NULL"
                " WHERE state = 'checked' AND ((guild_id = ? AND edited_by = ?) OR checked_at < ?)",
                (guild_id, by, (at - KEPT).isoformat()),
            )
            await transaction.execute(
                "INSERT INTO imports (id, guild_id, show_id, edited_by, checked_at, through, plan_hash, name, content,"
                " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'checked')",
                (import_id, guild_id, show_id, by, at.isoformat(), through.ordinal, plan_hash, name, _content(rows)),
            )
        return import_id

    async def import_file(self, guild_id: int, import_id: int) -> ImportFile | None:
        """A file that still waits."""
        row = await self._database.row(
            "SELECT id, edited_by, through, plan_hash, name, content FROM imports"
            " WHERE id = ? AND guild_id = ? AND state = 'checked'",
            (import_id, guild_id),
        )
        rows = _rows(row[5]) if row else None
        if row is None or rows is None:
            return None
        return ImportFile(row[0], row[1], Episode.from_ordinal(row[2]), row[3], row[4], rows)

    async def cancel_import(self, guild_id: int, import_id: int) -> None:
        """Forget a file that waits."""
        await self._database.write(
            "UPDATE imports SET state = 'cancelled', content = NULL WHERE id = ? AND guild_id = ? AND state = 'checked'",
            (import_id, guild_id),
            aside=True,
        )

    async def save_import(
        self, show_id: int, guild_id: int, import_id: int, changes: Sequence[Change], *, by: int, at: datetime
    ) -> None:
        """Save all of a file or nothing of it.

        Raises:
            StaleEditError: somebody saved one of these meanwhile, or imported this file.
            LayerFullError: there is no room for all that is new.
        """
        await self._save_all(show_id, guild_id, import_id, ("checked", "saved"), changes, by, at)

    async def imported(self, guild_id: int, import_id: int) -> list[tuple[Item, int]]:
        """What an import saved, each as it is now, with the revision that the import made."""
        found: list[tuple[Item, int]] = []
        for kind, view in SHIPPED.items():
            rows = await self._database.rows(
                f"""
                SELECT r.revision, e.item_id, {NOW[kind]} FROM revisions r
                JOIN edits e ON e.guild_id = r.guild_id AND e.item_id = r.item_id AND e.kind = :kind
                LEFT JOIN {view} s ON s.item_id = e.item_id AND s.show_id = e.show_id
                WHERE r.import_id = :import AND r.guild_id = :guild AND r.action = 'imported'
                """,  # noqa: S608  views of ours
                {"kind": kind, "import": import_id, "guild": guild_id},
            )
            found += [(item_of(kind, row[1:]), row[0]) for row in rows]
        return found

    async def undo_import(
        self, show_id: int, guild_id: int, import_id: int, changes: Sequence[Change], *, by: int, at: datetime
    ) -> None:
        """Undo a whole import at once.

        Raises:
            StaleEditError: somebody saved one of these meanwhile, or undid it.
        """
        await self._save_all(show_id, guild_id, import_id, ("saved", "undone"), changes, by, at)

    async def _save_all(
        self,
        show_id: int,
        guild_id: int,
        import_id: int,
        step: tuple[str, str],
        changes: Iterable[Change],
        by: int,
        at: datetime,
    ) -> None:
        before, after = step
        async with self._database.transaction(alone=True) as transaction:
            settled = await transaction.execute(
                "UPDATE imports SET state = ?, content = NULL WHERE id = ? AND guild_id = ? AND state = ? RETURNING id",
                (after, import_id, guild_id, before),
            )
            if not settled:
                raise StaleEditError
            for change in changes:
                await saved(transaction, show_id, guild_id, change, by=by, at=at, reason="", import_id=import_id)


def _content(rows: Iterable[FileRow]) -> bytes:
    return orjson.dumps([(row.kind, row.entry) for row in rows])


def _rows(content: bytes | None) -> list[FileRow] | None:
    """What `_content` made; None for what is gone, and for a file as it came, which older versions kept for a day."""
    try:
        entries: Any = orjson.loads(content or b"")
    except orjson.JSONDecodeError:
        return None
    if not isinstance(entries, list):
        return None
    return [FileRow(number, kind, entry) for number, (kind, entry) in enumerate(entries, 1)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  what `_content` made
