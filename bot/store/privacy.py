"""What is kept of one member, over every table: what it is called, what an export says, and what a deletion does.

A new table with a column for a member needs one more line in `HELD`, a trigger as in 0031_keep_nothing.sql, and a row in
PRIVACY.md; tests/cogs/test_privacy.py and tests/test_documents.py fail until they are there.
"""

from dataclasses import dataclass
from typing import Any, Final

from bot.store.database import Database

DELETE_ROW: Final = ""
"""The row is about nothing but this member: it goes."""


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of `table` that name a member in `column`."""

    table: str
    column: str
    exported: tuple[str, ...]  # never a column that names somebody else
    anonymise: str = DELETE_ROW  # what to set in a row that others need: then it stays, without the member
    stays: bool = False  # a deletion leaves it: it says that nothing else is to be kept


HELD: Final = (
    Held("progress", "user_id", ("show_id", "episode")),
    Held("drafts", "user_id", ("custom_id", "form", "created_at")),
    Held(
        "reviews",
        "author_id",
        (
            "guild_id",
            "kind",
            "target_id",
            "about",
            "text",
            "question",
            "source",
            "revealed_in",
            "created_at",
            "state",
            "asked",
            "wants_dm",
        ),
    ),
    # The text goes at once; the sweep takes down the card that stands in the channel and then deletes the row.
    Held(
        "spoiler_posts",
        "author_id",
        ("guild_id", "channel_id", "message_id", "episode", "title", "text", "created_at"),
        "author_id = NULL, tagged_by = NULL, title = '', text = '', checked_at = ''",
    ),
    Held("spoiler_posts", "tagged_by", ("guild_id", "channel_id", "message_id", "created_at"), "tagged_by = NULL"),
    Held("pending_tags", "author_id", ("guild_id", "text", "created_at")),
    Held("pending_tags", "user_id", ("guild_id", "created_at")),
    Held("reveal_consents", "user_id", ("show_id", "episode", "expires_at")),
    Held("setup_offers", "user_id", ("guild_id",)),
    # Of a member's own game nothing is left without them: a trigger deletes it.
    Held("trivia_games", "host_id", ("kind", "guild_id", "channel_id", "difficulty", "topic"), "host_id = NULL"),
    # One more version: the card that names them is shown anew, without them.
    Held(
        "watchalongs",
        "host_id",
        ("guild_id", "channel_id", "episode", "starts_at"),
        "host_id = NULL, version = version + 1",
    ),
    Held("trivia_answers", "user_id", ("round_id", "choice", "points", "at", "clues_seen", "head_start")),
    Held("trivia_helps", "user_id", ("round_id", "help")),
    Held("trivia_teams", "user_id", ("game_id", "team", "kept")),
    Held("trivia_memory", "user_id", ("question_id", "box", "due_at")),
    # What moderators took into their server's facts stays: by "a former member".
    # Without its words: who hid a fact need not have read it.
    Held("edits", "edited_by", ("guild_id", "item_id", "action", "edited_at", "reason"), "edited_by = NULL"),
    Held("edits", "author_id", ("guild_id", "item_id"), "author_id = NULL"),
    Held(
        "revisions",
        "edited_by",
        ("guild_id", "item_id", "revision", "action", "edited_at", "reason"),
        "edited_by = NULL",
    ),
    Held("revisions", "author_id", ("guild_id", "item_id", "revision"), "author_id = NULL"),
    Held("imports", "edited_by", ("guild_id", "name", "checked_at", "state"), "edited_by = NULL, content = NULL"),
    Held("reviews", "decided_by", ("guild_id", "decided_at", "state", "reason"), "decided_by = NULL"),
    Held("leaderboard_opt_outs", "user_id", ("user_id",)),
    Held("trivia_practised", "user_id", ("answered", "hits")),
    Held("trivia_departures", "user_id", ("guild_id", "asked_at")),
    Held("keep_nothing", "user_id", ("user_id",), stays=True),
)


class PrivacyStore:
    """Export and deletion of what is kept of a member, whether anything may be, and leaderboards they do not want to be on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def export(self, user_id: int) -> dict[str, list[dict[str, Any]]]:
        """Everything that is kept of a member, by table; tables without a row are left out."""
        found: dict[str, list[dict[str, Any]]] = {}
        for held in HELD:
            columns = ", ".join(held.exported)
            rows = await self._database.rows(
                f"SELECT {columns} FROM {held.table} WHERE {held.column} = ?",  # noqa: S608  names of ours, see above
                (user_id,),
            )
            if rows:
                name = held.table if held.column in {"user_id", "author_id"} else f"{held.table} ({held.column})"
                found.setdefault(name, []).extend(dict(zip(held.exported, row, strict=True)) for row in rows)
        return found

    async def forget(self, user_id: int) -> None:
        """Delete everything that is kept of a member, in one transaction; that nothing is to be kept stays."""
        async with self._database.transaction() as transaction:
            for held in HELD:
                if held.stays:
                    continue
                do = f"UPDATE {held.table} SET {held.anonymise}" if held.anonymise else f"DELETE FROM {held.table}"  # noqa: S608  names of ours, see above
                await transaction.execute(f"{do} WHERE {held.column} = ?", (user_id,))

    async def is_listed(self, user_id: int) -> bool:
        """Whether leaderboards may name this member."""
        row = await self._database.row("SELECT 1 FROM leaderboard_opt_outs WHERE user_id = ?", (user_id,))
        return row is None

    async def set_listed(self, user_id: int, *, listed: bool) -> None:
        """Let leaderboards name this member, or not."""
        if listed:
            await self._database.write("DELETE FROM leaderboard_opt_outs WHERE user_id = ?", (user_id,))
        else:
            await self._database.write(
                "INSERT INTO leaderboard_opt_outs (user_id) VALUES (?) ON CONFLICT DO NOTHING", (user_id,)
            )

    async def keeps_nothing(self, user_id: int) -> bool:
        """Whether this member asked that nothing of them is kept from now on."""
        return await self._database.row("SELECT 1 FROM keep_nothing WHERE user_id = ?", (user_id,)) is not None

    async def keep_nothing(self, user_id: int) -> None:
        """Keep nothing of this member from now on: whatever would name them is refused by the database."""
        await self._database.write("INSERT INTO keep_nothing (user_id) VALUES (?) ON CONFLICT DO NOTHING", (user_id,))

    async def keep_again(self, user_id: int) -> None:
        """Keep what this member does, as before."""
        await self._database.write("DELETE FROM keep_nothing WHERE user_id = ?", (user_id,))
