"""The bot's own emoji: which there should be, and which Discord has."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from bot.store.database import Database, Row
from bot.store.facts import FactStore


@dataclass(frozen=True, slots=True)
class Uploaded:
    """An emoji as Discord has it; `look` is a hash of what it was drawn from."""

    emoji_id: int
    look: str


class FaceStore:
    """Emoji of the application. Nothing of them is story: a message names those of people whom its scope knows."""

    def __init__(self, database: Database, facts: FactStore) -> None:
        self._database = database
        self._facts = facts  # people are kept with their badges
        self._seen: Row | None = None

    async def badges(self, show_id: int) -> dict[int, str]:
        """What the badge of each person is drawn from, in JSON, for the bot itself: a person known earlier comes first.

        So when an emoji was made tells nothing of people who come later.
        """
        rows = await self._database.rows(
            "SELECT id, badge FROM characters WHERE show_id = ? ORDER BY revealed_in, id", (show_id,)
        )
        return dict(rows)

    async def uploaded(self, application_id: int) -> dict[str, Uploaded]:
        """What was uploaded for this application, by name."""
        rows = await self._database.rows(
            "SELECT name, emoji_id, look FROM emoji WHERE application_id = ?", (application_id,)
        )
        return {name: Uploaded(emoji_id, look) for name, emoji_id, look in rows}

    async def set_uploaded(self, application_id: int, name: str, emoji: Uploaded) -> None:
        """Remember an emoji."""
        await self._database.write(
            "INSERT INTO emoji VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE"
            " SET application_id = excluded.application_id, emoji_id = excluded.emoji_id, look = excluded.look",
            (name, application_id, emoji.emoji_id, emoji.look),
            aside=True,
        )
        self._facts.forget()

    async def keep_only(self, application_id: int, emoji: Mapping[str, int]) -> None:
        """Forget every emoji but these of this application, by name with their ids."""
        await self._database.write(
            "DELETE FROM emoji WHERE application_id <> ?"
            " OR (name, emoji_id) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))",
            (application_id, orjson.dumps(list(emoji.items())).decode()),
            aside=True,
        )
        self._facts.forget()

    async def forget(self) -> None:
        """Forget every emoji: cards do without."""
        await self._database.write("DELETE FROM emoji", aside=True)
        self._facts.forget()

    async def changed(self) -> bool:
        """Whether the emoji are others than at the last call: another process may have uploaded or lost them."""
        now = await self._database.row("SELECT count(*), max(emoji_id) FROM emoji")
        is_new, self._seen = self._seen not in {None, now}, now
        if is_new:
            self._facts.forget()
        return is_new

    async def medals(self) -> dict[int, str]:
        """The medals as they stand in messages, by place; those that there are."""
        rows = await self._database.rows(
            "SELECT CAST(substr(name, 2) AS INTEGER), '<:' || name || ':' || emoji_id || '>' FROM emoji WHERE name GLOB 'm*'"
        )
        return dict(rows)
