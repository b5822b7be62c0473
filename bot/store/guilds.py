"""What servers chose: everything in /settings, how far /setup is, and when what is kept of a server goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from bot.show.episodes import Episode
from bot.store.database import Database

Spoilers = Literal["tag", "hide"]
Replies = Literal["public", "private"]
SetupStep = Literal["ceiling", "editors", "review", "done"]
Setting = Literal["spoilers", "editors", "review_channel", "log_channel", "timezone", "language"]

_COLUMNS: Final[dict[Setting | Literal["setup"], str]] = {
    "spoilers": "spoilers",
    "editors": "editor_role_id",
    "review_channel": "review_channel_id",
    "log_channel": "log_channel_id",
    "timezone": "time_zone",
    "language": "language",
    "setup": "setup",
}


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a server chose, beside ceilings; roles and channels by their ids."""

    spoilers: Spoilers = "tag"
    editors: int | None = None
    review_channel: int | None = None
    log_channel: int | None = None
    timezone: str = "UTC"
    language: str | None = None  # None goes by Discord's
    setup: SetupStep = "ceiling"


@dataclass(frozen=True, slots=True)
class PlaceSettings:
    """What was chosen for one channel or thread; None inherits."""

    place_id: int
    ceiling: Episode | None = None
    replies: Replies | None = None


class GuildStore:
    """Settings of servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, guild_id: int) -> GuildSettings:
        """What a server chose; the defaults where it chose nothing."""
        row = await self._database.row(
            "SELECT spoilers, editor_role_id, review_channel_id, log_channel_id, time_zone, language, setup"
            " FROM guild_settings WHERE guild_id = ?",
            (guild_id,),
        )
        return GuildSettings(*row) if row else GuildSettings()

    async def timezone(self, guild_id: int) -> str:
        """The name of a server's time zone, such as Asia/Seoul."""
        return (await self.settings(guild_id)).timezone

    async def set_setting(self, guild_id: int, setting: Setting | Literal["setup"], value: str | int | None) -> None:
        """Choose one thing and leave the others as they are."""
        column = _COLUMNS[setting]
        await self._database.write(
            f"INSERT INTO guild_settings (guild_id, {column}) VALUES (?, ?)"  # noqa: S608  a column of ours, see above
            f" ON CONFLICT (guild_id) DO UPDATE SET {column} = excluded.{column}",
            (guild_id, value),
        )

    async def ceiling(self, show_id: int, guild_id: int) -> Episode | None:
        """What a server's channels show where nothing else was chosen for them; None while nobody chose."""
        row = await self._database.row(
            "SELECT episode FROM ceilings WHERE place_id = ? AND show_id = ?", (guild_id, show_id)
        )
        return Episode.from_ordinal(row[0]) if row else None

    async def places(self, show_id: int, guild_id: int) -> list[PlaceSettings]:
        """Every channel and thread that something was chosen for, the oldest first."""
        rows = await self._database.rows(
            """
            SELECT place_id, max(episode), max(replies) FROM (
                SELECT place_id, episode, NULL AS replies FROM ceilings
                WHERE guild_id = :guild AND show_id = :show AND place_id <> :guild
                UNION ALL SELECT place_id, NULL, replies FROM place_replies WHERE guild_id = :guild)
            GROUP BY place_id ORDER BY place_id
            """,
            {"show": show_id, "guild": guild_id},
        )
        return [
            PlaceSettings(place, None if ceiling is None else Episode.from_ordinal(ceiling), replies)
            for place, ceiling, replies in rows
        ]

    async def place(self, show_id: int, guild_id: int, place_id: int) -> PlaceSettings:
        """What was chosen for one channel or thread."""
        return next(
            (each for each in await self.places(show_id, guild_id) if each.place_id == place_id),
            PlaceSettings(place_id),
        )

    async def set_replies(self, guild_id: int, place_id: int, replies: Replies) -> None:
        """Let replies in a channel or thread be public, or private always."""
        await self._database.write(
            "INSERT INTO place_replies (place_id, guild_id, replies) VALUES (?, ?, ?)"
            " ON CONFLICT (place_id) DO UPDATE SET replies = excluded.replies WHERE guild_id = excluded.guild_id",
            (place_id, guild_id, replies),
        )

    async def clear_replies(self, guild_id: int, place_id: int) -> None:
        """Let a thread of this server do as its channel again, and a channel answer in public."""
        await self._database.write(
            "DELETE FROM place_replies WHERE place_id = ? AND guild_id = ?", (place_id, guild_id)
        )

    async def forget_place(self, place_id: int) -> None:
        """Forget what was chosen for a channel or thread that is gone."""
        async with self._database.transaction() as transaction:
            for table in ("ceilings", "place_replies"):
                await transaction.execute(f"DELETE FROM {table} WHERE place_id = ?", (place_id,))  # noqa: S608  tables of ours

    # ------------------------------------------------------------------------------------------ first run, last day

    async def offer_setup(self, guild_id: int, user_id: int) -> bool:
        """Whether /setup is to be offered to this member now: once, and only while nobody chose anything."""
        rows = await self._database.write(
            """
            INSERT INTO setup_offers (guild_id, user_id) SELECT :guild, :user
            WHERE NOT EXISTS (SELECT 1 FROM guild_settings WHERE guild_id = :guild AND setup = 'done')
              AND NOT EXISTS (SELECT 1 FROM ceilings WHERE place_id = :guild)
            ON CONFLICT DO NOTHING RETURNING 1
            """,
            {"guild": guild_id, "user": user_id},
            aside=True,
        )
        return bool(rows)

    async def withdraw_offer(self, guild_id: int, user_id: int) -> None:
        """It did not arrive: it is made again."""
        await self._database.write(
            "DELETE FROM setup_offers WHERE guild_id = ? AND user_id = ?", (guild_id, user_id), aside=True
        )

    async def set_removed(self, guild_id: int, at: datetime) -> None:
        """The bot was removed from a server; the first time counts."""
        await self._database.write(
            "INSERT INTO guild_removals (guild_id, removed_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (guild_id, at.isoformat()),
        )

    async def clear_removed(self, guild_id: int) -> None:
        """The bot is in that server again."""
        await self._database.write("DELETE FROM guild_removals WHERE guild_id = ?", (guild_id,))

    async def known(self) -> set[int]:
        """Every server that anything is kept of."""
        # 0 and NULL stand for direct messages.
        every = " UNION ".join(f"SELECT guild_id FROM {table} WHERE guild_id > 0" for table in await self._tables())  # noqa: S608  tables of ours
        return {row[0] for row in await self._database.rows(every)}

    async def removed(self) -> set[int]:
        """Servers that the bot was removed from, as far as it knows."""
        return {row[0] for row in await self._database.rows("SELECT guild_id FROM guild_removals")}

    async def removed_before(self, before: datetime) -> list[int]:
        """Servers that the bot was removed from, and not added to again, since before that time."""
        rows = await self._database.rows(
            "SELECT guild_id FROM guild_removals WHERE removed_at < ? ORDER BY removed_at", (before.isoformat(),)
        )
        return [row[0] for row in rows]

    async def purge(self, guild_id: int) -> None:
        """Delete everything that is kept of a server, in whichever table."""
        tables = await self._tables()
        async with self._database.transaction() as transaction:
            await transaction.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                await transaction.execute(f"DELETE FROM {table} WHERE guild_id = ?", (guild_id,))  # noqa: S608  a table of ours

    async def _tables(self) -> list[str]:
        """Every table with rows of servers. Asked of the schema itself, so that no new table can be forgotten."""
        rows = await self._database.rows(
            "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
            " WHERE t.type = 'table' AND c.name = 'guild_id' ORDER BY t.name"
        )
        return [row[0] for row in rows]
