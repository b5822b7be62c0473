"""What members typed into forms, kept from the moment it arrives until it is saved."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import orjson

from bot.settings import Shards
from bot.store.cluster import EVERYWHERE, OF_SHARDS, parameters_of
from bot.store.database import Database, Row

KEPT: Final = timedelta(days=30)
"""How long a draft waits for its author."""

MOST: Final = 50
"""Drafts of one member that wait at a time: older ones whose author knows of them make room."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed into the form with this `custom_id`, by field."""

    id: int
    custom_id: str
    values: dict[str, str]
    created_at: datetime


# received     A form arrived and is being handled. A draft is deleted once what it holds is saved.
# answered     It is not saved, and its author was told so: a button opens the form again with what they typed.
# interrupted  Its author was told nothing: the answer did not arrive, or the process ended (`interrupt`, at the next
#              start). They hear of it when they use the bot next, which makes it answered.
# reopened     It stands in an open form again. The next submit of that form takes its place.
#
# Whatever its state is, it goes after `KEPT`; of those that are answered a member has at most `MOST`.


class DraftStore:
    """Drafts of every form, each in one of the states above."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_draft(
        self,
        user_id: int,
        guild_id: int | None,
        custom_id: str,
        values: dict[str, str],
        at: datetime,
        *,
        answered: bool = False,
    ) -> int:
        """Keep what somebody typed, in place of what they reopened to type it; old drafts go."""
        draft_id = secrets.randbits(63)
        state = "answered" if answered else "received"
        async with self._database.transaction(aside=True) as transaction:
            await transaction.execute(
                "DELETE FROM drafts WHERE created_at < ?"
                " OR (user_id = ? AND guild_id IS ? AND custom_id = ? AND state = 'reopened')",
                ((at - KEPT).isoformat(), user_id, guild_id, custom_id),
            )
            await transaction.execute(
                "DELETE FROM drafts WHERE id IN (SELECT id FROM drafts WHERE user_id = ? AND state = 'answered'"
                " ORDER BY created_at DESC LIMIT -1 OFFSET ?)",
                (user_id, MOST - 1),
            )
            await transaction.execute(
                "INSERT INTO drafts (id, user_id, guild_id, custom_id, form, created_at, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (draft_id, user_id, guild_id, custom_id, orjson.dumps(values).decode(), at.isoformat(), state),
            )
        return draft_id

    async def draft(self, user_id: int, draft_id: int) -> Draft | None:
        """A draft of this member's own."""
        row = await self._database.row(
            "SELECT id, custom_id, form, created_at FROM drafts WHERE id = ? AND user_id = ?", (draft_id, user_id)
        )
        return _draft(row) if row else None

    async def set_answered(self, draft_id: int) -> None:
        """Its author knows that it is kept."""
        await self._database.write("UPDATE drafts SET state = 'answered' WHERE id = ?", (draft_id,), aside=True)

    async def set_interrupted(self, draft_id: int) -> None:
        """Its author could not be told that it is kept."""
        await self._database.write("UPDATE drafts SET state = 'interrupted' WHERE id = ?", (draft_id,), aside=True)

    async def set_reopened(self, draft_id: int) -> None:
        """It stands in an open form again."""
        await self._database.write("UPDATE drafts SET state = 'reopened' WHERE id = ?", (draft_id,), aside=True)

    async def delete_draft(self, draft_id: int) -> None:
        """Forget it: it is saved, or something newer is kept in its place."""
        await self._database.write("DELETE FROM drafts WHERE id = ?", (draft_id,), aside=True)

    async def interrupt(self, shards: Shards = EVERYWHERE) -> set[int]:
        """At a start: what these shards received and never answered was interrupted. Gives everybody who was not told yet."""
        await self._database.write(
            f"UPDATE drafts SET state = 'interrupted' WHERE state = 'received' AND {OF_SHARDS}",  # noqa: S608  a constant of ours
            parameters_of(shards),
            aside=True,
        )
        rows = await self._database.rows("SELECT DISTINCT user_id FROM drafts WHERE state = 'interrupted'")
        return {row[0] for row in rows}

    async def interrupted(self, user_id: int, guild_id: int | None) -> list[Draft]:
        """What a member typed in this server and was not answered, the oldest first."""
        rows = await self._database.rows(
            "SELECT id, custom_id, form, created_at FROM drafts"
            " WHERE user_id = ? AND guild_id IS ? AND state = 'interrupted' ORDER BY created_at",
            (user_id, guild_id),
        )
        return [_draft(row) for row in rows]


def _draft(row: Row) -> Draft:
    return Draft(row[0], row[1], orjson.loads(row[2]), datetime.fromisoformat(row[3]))
