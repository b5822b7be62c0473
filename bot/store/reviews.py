"""What members report and suggest, and the drafts of forms that were refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import orjson

from bot.store.database import Database

ReviewKind = Literal["fact report", "question report", "suggestion"]


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed into the form with this `custom_id`, by field."""

    id: int
    custom_id: str
    values: dict[str, str]


class ReviewStore:
    """The queue that moderators decide."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_review(
        self,
        kind: ReviewKind,
        *,
        show_id: int,
        guild_id: int | None,
        author_id: int,
        target_id: int | None,
        text: str,
        source: str,
        at: datetime,
    ) -> int:
        """Put something into the queue and give its number."""
        rows = await self._database.write(
            "INSERT INTO reviews (show_id, guild_id, author_id, kind, target_id, text, source, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (show_id, guild_id, author_id, kind, target_id, text, source, at.isoformat()),
        )
        return rows[0][0]

    async def add_draft(self, user_id: int, custom_id: str, values: dict[str, str], at: datetime) -> int:
        """Keep what somebody typed, in place of what they typed before into the same form."""
        form = orjson.dumps(values).decode()
        async with self._database.transaction() as transaction:
            await transaction.execute("DELETE FROM drafts WHERE user_id = ? AND custom_id = ?", (user_id, custom_id))
            rows = await transaction.execute(
                "INSERT INTO drafts (user_id, custom_id, form, created_at) VALUES (?, ?, ?, ?) RETURNING id",
                (user_id, custom_id, form, at.isoformat()),
            )
        return rows[0][0]

    async def draft(self, user_id: int, draft_id: int) -> Draft | None:
        """A draft of this member's own."""
        row = await self._database.row(
            "SELECT id, custom_id, form FROM drafts WHERE id = ? AND user_id = ?", (draft_id, user_id)
        )
        return Draft(row[0], row[1], orjson.loads(row[2])) if row else None

    async def clear_drafts(self, user_id: int, custom_id: str) -> None:
        """Forget what was typed into a form, once it is saved."""
        await self._database.write("DELETE FROM drafts WHERE user_id = ? AND custom_id = ?", (user_id, custom_id))
