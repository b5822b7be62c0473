"""Progress of members, and ceilings of places: channels, threads, and servers for their default."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.show.episodes import Episode
from bot.store.database import Database

_SET_CEILING: Final = """
    INSERT INTO ceilings (place_id, show_id, guild_id, episode) VALUES (?, ?, ?, ?)
    ON CONFLICT (place_id, show_id) DO UPDATE SET episode = excluded.episode WHERE guild_id = excluded.guild_id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply stands, and what it inherits from: a thread its channel, a channel its category, a category its server.

    Not `is_known` where nobody knows the category: then the server's choice does not count, since the category's may go less far.
    """

    guild_id: int | None
    channel_id: int | None
    parent_id: int | None = None
    category_id: int | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class ViewerRow:
    """What is stored about one member in one place; None where nobody set it."""

    progress: Episode | None
    by_channel: bool  # they said that they go by the channel, or that nothing of them is kept, so they have no progress
    keeps_nothing: bool  # they said that nothing of them is kept from now on
    ceiling: Episode | None
    replies_privately: bool
    hides_tags: bool
    language: str | None  # that the server chose for what stands in public
    has_news: bool  # something of theirs was decided or tagged, and they have not heard of it
    edition: tuple[str, int | None]  # of the pack, and of the server's own layer: where equal, the facts are the same


class ViewerStore:
    """Progress of members and ceilings of places, for one show at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def viewer(self, show_id: int, user_id: int, place: Place) -> ViewerRow:
        """Everything that decides a scope, in one statement. What was chosen for a place goes before what it inherits."""
        rows = await self._database.few_rows(
            """
            SELECT (SELECT episode FROM progress WHERE user_id = :user AND show_id = :show),
                   coalesce((SELECT episode FROM ceilings WHERE place_id = :channel AND show_id = :show),
                            (SELECT episode FROM ceilings WHERE place_id = :parent AND show_id = :show),
                            (SELECT episode FROM ceilings WHERE place_id = :category AND show_id = :show),
                            (SELECT episode FROM ceilings WHERE place_id = :guild AND show_id = :show AND :known)),
                   coalesce((SELECT replies FROM place_replies WHERE place_id = :channel),
                            (SELECT replies FROM place_replies WHERE place_id = :parent),
                            (SELECT replies FROM place_replies WHERE place_id = :category)),
                   (SELECT spoilers FROM guild_settings WHERE guild_id = :guild),
                   (SELECT language FROM guild_settings WHERE guild_id = :guild),
                   EXISTS (SELECT 1 FROM reviews WHERE author_id = :user AND told = 0 AND state <> 'open')
                   OR EXISTS (SELECT 1 FROM spoiler_posts WHERE author_id = :user AND told = 0),
                   (SELECT content_hash FROM shows WHERE id = :show),
                   (SELECT edition FROM editions WHERE guild_id = :guild),
                   EXISTS (SELECT 1 FROM progress WHERE user_id = :user AND show_id = :show AND episode IS NULL),
                   EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = :user)
            """,
            {
                "show": show_id, "user": user_id, "guild": place.guild_id, "channel": place.channel_id,
                "parent": place.parent_id, "category": place.category_id, "known": place.is_known,
            },
        )  # fmt: skip
        *ordinals, replies, spoilers, language, has_news, pack, layer, by_channel, keeps_nothing = rows[0]
        progress, ceiling = (None if each is None else Episode.from_ordinal(each) for each in ordinals)
        return ViewerRow(
            progress=progress,
            by_channel=bool(by_channel or keeps_nothing) and progress is None,
            keeps_nothing=bool(keeps_nothing),
            ceiling=ceiling,
            replies_privately=replies == "private",
            hides_tags=spoilers == "hide",
            language=language,
            has_news=bool(has_news),
            edition=(pack, layer),
        )

    async def edition(self, guild_id: int) -> int | None:
        """The edition of a server's own layer now, as in `ViewerRow`."""
        rows = await self._database.few_rows("SELECT edition FROM editions WHERE guild_id = ?", (guild_id,))
        return rows[0][0] if rows else None

    async def progress(self, show_id: int, user_id: int) -> Episode | None:
        """The last episode this member says they finished; None also where they go by the channel."""
        row = await self._database.row(
            "SELECT episode FROM progress WHERE user_id = ? AND show_id = ?", (user_id, show_id)
        )
        return None if row is None or row[0] is None else Episode.from_ordinal(row[0])

    async def set_progress(self, show_id: int, user_id: int, episode: Episode) -> None:
        """Remember that this member finished `episode`."""
        await self._database.write(
            "INSERT INTO progress (user_id, show_id, episode) VALUES (?, ?, ?)"
            " ON CONFLICT (user_id, show_id) DO UPDATE SET episode = excluded.episode",
            (user_id, show_id, episode.ordinal),
        )

    async def go_by_channel(self, show_id: int, user_id: int) -> None:
        """Remember that this member goes by the channel; what they finished is forgotten."""
        await self._database.write(
            "INSERT INTO progress (user_id, show_id, episode) VALUES (?, ?, NULL)"
            " ON CONFLICT (user_id, show_id) DO UPDATE SET episode = NULL",
            (user_id, show_id),
        )

    async def raise_progress(self, show_id: int, user_id: int, episode: Episode) -> bool:
        """Remember that this member finished `episode`; False where they were there already, or further."""
        rows = await self._database.write(
            "INSERT INTO progress (user_id, show_id, episode) VALUES (?, ?, ?)"
            " ON CONFLICT (user_id, show_id) DO UPDATE SET episode = excluded.episode"
            " WHERE episode IS NULL OR episode < excluded.episode"
            " RETURNING 1",
            (user_id, show_id, episode.ordinal),
        )
        return bool(rows)

    async def clear_progress(self, show_id: int, user_id: int) -> None:
        """Forget what this member finished."""
        await self._database.write("DELETE FROM progress WHERE user_id = ? AND show_id = ?", (user_id, show_id))

    async def set_ceiling(self, show_id: int, guild_id: int, place_id: int, episode: Episode) -> None:
        """Let `place_id` (the guild itself for its default, a channel or a thread) show `episode` in the clear."""
        await self._database.write(_SET_CEILING, (place_id, show_id, guild_id, episode.ordinal))

    async def set_ceilings(self, show_id: int, guild_id: int, ceilings: Mapping[int, Episode]) -> None:
        """Let all of these places of one server show so much, or none of them."""
        async with self._database.transaction() as transaction:
            await transaction.execute_many(
                _SET_CEILING,
                [(place, show_id, guild_id, episode.ordinal) for place, episode in ceilings.items()],
            )

    async def clear_ceiling(self, show_id: int, guild_id: int, place_id: int) -> None:
        """Let `place_id` of this server inherit again."""
        await self._database.write(
            "DELETE FROM ceilings WHERE place_id = ? AND show_id = ? AND guild_id = ?", (place_id, show_id, guild_id)
        )
