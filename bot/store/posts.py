"""Members' own spoilers: their text lives here only, and is read as far as somebody finished or confirmed."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import orjson

from bot.settings import Shards
from bot.show.episodes import Episode, Scope
from bot.store.cluster import EVERYWHERE, OF_SHARDS, parameters_of
from bot.store.database import Database, Row

CONSENT: Final = timedelta(minutes=15)
"""How long somebody who asked for it is not asked again."""

TOKEN: Final = timedelta(minutes=14)
"""How long Discord can be asked for the message of a post by the token of its interaction, with a minute to spare."""

UNKNOWN: Final = timedelta(days=30)
"""How long a post is kept of which nobody knows whether it stands: whoever presses on it finds it."""

PENDING: Final = timedelta(minutes=50)
"""How long a message that is being tagged waits for its episode; with the sweep every ten minutes, an hour at most."""

_SETTLED: Final = timedelta(minutes=1)  # after this long nobody is about to post it any more


@dataclass(frozen=True, slots=True)
class Written:
    """What a member wrote. Never printed: whoever asks for it is asked for the episode first."""

    title: str = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post that is about to be sent: written in a form, or a message that is being tagged (`original_id`).

    `token` is that of the interaction which answers with the post, `draft_id` the draft that it was made of.
    """

    show_id: int
    guild_id: int
    channel_id: int
    author_id: int
    episode: Episode
    written: Written
    at: datetime
    tagged_by: int | None = None
    original_id: int | None = None
    token: str | None = field(default=None, repr=False)
    draft_id: int | None = None


@dataclass(frozen=True, slots=True)
class SpoilerPost:
    """The label of a post, which everybody may see; what it says is read with `PostStore.text`."""

    id: int
    guild_id: int
    channel_id: int
    message_id: int | None
    author_id: int | None
    tagged: bool  # it was a message before
    episode: Episode
    tagged_by: int | None
    created_at: datetime

    @property
    def tagged_by_another(self) -> bool:
        """Whether a moderator tagged it."""
        return self.tagged and self.tagged_by != self.author_id


@dataclass(frozen=True, slots=True)
class UnknownPost:
    """A post of which nobody knows whether it stands. `token` can still be asked; `settled`: nothing is on its way there."""

    id: int
    token: str | None = field(repr=False)
    settled: bool


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file of a message that is being tagged."""

    address: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class PendingTag:
    """A message while somebody chooses its episode."""

    id: int
    original_id: int
    author_id: int
    author_name: str
    user_id: int
    text: str = field(repr=False)
    files: tuple[CarriedFile, ...]


_COLUMNS = "id, guild_id, channel_id, message_id, author_id, original_id IS NOT NULL, episode, tagged_by, created_at"
_POST = f"SELECT {_COLUMNS} FROM spoiler_posts"  # noqa: S608  columns of ours


class PostStore:
    """Posts, messages that are being tagged, and who asked not to be asked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_post(self, new: NewPost) -> int | None:
        """Keep a post and give its id; None where its original was tagged already.

        Where nobody knows whether the same one stands already it keeps its id: should there be two cards, both are read.
        """
        values = {
            "id": secrets.randbits(63), "guild": new.guild_id, "channel": new.channel_id, "author": new.author_id,
            "by": new.tagged_by, "original": new.original_id, "show": new.show_id, "episode": new.episode.ordinal,
            "title": new.written.title, "text": new.written.text, "at": new.at.isoformat(), "token": new.token,
            "draft": new.draft_id, "told": new.tagged_by in {None, new.author_id},
        }  # fmt: skip
        async with self._database.transaction(aside=True) as transaction:
            rows = await transaction.execute(
                """
                UPDATE spoiler_posts SET created_at = :at, checked_at = :at, token = :token, draft_id = :draft
                WHERE message_id IS NULL AND original_id IS NULL AND guild_id = :guild AND channel_id = :channel
                  AND author_id = :author AND episode = :episode AND title = :title AND text = :text AND :original IS NULL
                RETURNING id
                """,
                values,
            )
            if not rows:
                rows = await transaction.execute(
                    """
                    INSERT INTO spoiler_posts (id, guild_id, channel_id, author_id, tagged_by, original_id, show_id, episode,
                                               title, text, created_at, checked_at, token, draft_id, told)
                    VALUES (:id, :guild, :channel, :author, :by, :original, :show, :episode, :title, :text, :at, :at, :token,
                            :draft, :told)
                    ON CONFLICT (original_id) DO UPDATE SET
                        tagged_by = excluded.tagged_by, episode = excluded.episode, checked_at = excluded.checked_at
                        WHERE message_id IS NULL AND checked_at = ''
                    RETURNING id
                    """,
                    values,
                )
        return rows[0][0] if rows else None

    async def set_message(self, post_id: int, message_id: int) -> None:
        """The post stands in this message, so the draft that it was made of is done. The first message counts."""
        async with self._database.transaction(aside=True) as transaction:
            rows = await transaction.execute(
                "UPDATE spoiler_posts SET message_id = ?, token = NULL WHERE id = ? AND message_id IS NULL RETURNING draft_id",
                (message_id, post_id),
            )
            await transaction.execute_many("DELETE FROM drafts WHERE id = ?", rows)

    async def set_unknown(self, post_id: int) -> None:
        """Nobody knows whether it stands: the message that it was made of may be tagged again."""
        await self._database.write(
            "UPDATE spoiler_posts SET checked_at = '' WHERE id = ? AND message_id IS NULL", (post_id,), aside=True
        )

    async def unknown_posts(self, now: datetime) -> list[UnknownPost]:
        """Posts of which nobody knows whether they stand; those that wait for too long are forgotten."""
        await self._database.write(
            "DELETE FROM spoiler_posts WHERE message_id IS NULL AND created_at < ?",
            ((now - UNKNOWN).isoformat(),),
            aside=True,
        )
        rows = await self._database.rows(
            "SELECT id, iif(created_at > ?, token, NULL), created_at < ? FROM spoiler_posts WHERE message_id IS NULL",
            ((now - TOKEN).isoformat(), (now - _SETTLED).isoformat()),
        )
        return [UnknownPost(post_id, token, bool(settled)) for post_id, token, settled in rows]

    async def post(self, guild_id: int | None, post_id: int) -> SpoilerPost | None:
        """A post of this server that was not removed."""
        row = await self._database.row(
            f"{_POST} WHERE id = ? AND guild_id = ? AND author_id IS NOT NULL", (post_id, guild_id)
        )
        return _post(row) if row else None

    async def text(self, post_id: int, scope: Scope) -> Written | None:
        """What a post says, to whoever finished its episode or has just confirmed it."""
        row = await self._database.row(
            "SELECT title, text FROM spoiler_posts WHERE id = ? AND episode <= ? AND author_id IS NOT NULL",
            (post_id, scope.tagged.ordinal),
        )
        return Written(*row) if row else None

    async def remove_post(self, guild_id: int | None, post_id: int) -> Written | None:
        """Delete a post of this server for good and give back what it said, to the one who removed it; None for everybody else."""
        rows = await self._database.write(
            "DELETE FROM spoiler_posts WHERE id = ? AND guild_id = ? AND author_id IS NOT NULL RETURNING title, text",
            (post_id, guild_id),
        )
        return Written(*rows[0]) if rows else None

    async def tell_author(self, author_id: int) -> list[tuple[SpoilerPost, Written]]:
        """Their messages that moderators tagged, with what they said, each once: whoever asks tells them now."""
        rows = await self._database.write(
            f"""
            UPDATE spoiler_posts SET told = 1 WHERE author_id = ? AND told = 0 AND message_id IS NOT NULL
            RETURNING {_COLUMNS}, title, text
            """,  # noqa: S608  columns of ours
            (author_id,),
        )
        return [(_post(row[:-2]), Written(*row[-2:])) for row in rows]

    async def set_untold(self, post_id: int) -> None:
        """Their author could not be told: it is tried again."""
        await self._database.write("UPDATE spoiler_posts SET told = 0 WHERE id = ?", (post_id,))

    # ----------------------------------------------------------------------------------------------------- sweep

    async def to_check(self, before: datetime, shards: Shards = EVERYWHERE) -> list[SpoilerPost]:
        """Posts not looked after since `before`, the longest first; a small part at a time, so that they never burst."""
        rows = await self._database.rows(
            f"{_POST} WHERE checked_at < :before AND (message_id IS NOT NULL OR author_id IS NULL) AND {OF_SHARDS}"  # noqa: S608  a statement of ours
            " ORDER BY checked_at LIMIT (SELECT 5 + count(*) / 60 FROM spoiler_posts)",
            {"before": before.isoformat(), **parameters_of(shards)},
        )
        return [_post(row) for row in rows]

    async def set_checked(self, post_id: int, at: datetime) -> None:
        """The post still stands."""
        await self._database.write(
            "UPDATE spoiler_posts SET checked_at = ? WHERE id = ?", (at.isoformat(), post_id), aside=True
        )

    async def forget_post(self, post_id: int) -> None:
        """Nothing stands there any more: delete what was kept of it."""
        await self._database.write("DELETE FROM spoiler_posts WHERE id = ?", (post_id,), aside=True)

    async def forget_posts(self) -> None:
        """Forget every post: the Discord that they stood on is gone, as the preview's is at its end."""
        await self._database.write("DELETE FROM spoiler_posts", aside=True)

    async def forget_expired(self, now: datetime) -> None:
        """Messages whose episode nobody chose in time, and consents whose time is over."""
        async with self._database.transaction(aside=True) as transaction:
            before = (now - PENDING).isoformat()
            await transaction.execute("DELETE FROM pending_tags WHERE created_at < ?", (before,))
            await transaction.execute("DELETE FROM reveal_consents WHERE expires_at < ?", (now.isoformat(),))

    # -------------------------------------------------------------------------------------------- being tagged

    async def add_pending(
        self,
        guild_id: int,
        original_id: int,
        author_id: int,
        author_name: str,
        user_id: int,
        text: str,
        files: list[CarriedFile],
        at: datetime,
    ) -> int:
        """Keep a message until its episode is chosen, and give the id of that."""
        rows = await self._database.write(
            "INSERT INTO pending_tags (id, guild_id, original_id, author_id, author_name, user_id, text, files, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                secrets.randbits(63), guild_id, original_id, author_id, author_name, user_id, text,
                orjson.dumps([(each.address, each.name, each.size) for each in files]).decode(), at.isoformat(),
            ),
            aside=True,
        )  # fmt: skip
        return rows[0][0]

    async def pending(self, guild_id: int | None, pending_id: int, user_id: int) -> PendingTag | None:
        """A message of this server that this member is tagging."""
        row = await self._database.row(
            "SELECT id, original_id, author_id, author_name, user_id, text, files FROM pending_tags"
            " WHERE id = ? AND user_id = ? AND guild_id = ?",
            (pending_id, user_id, guild_id),
        )
        if row is None:
            return None
        pending, original, author, name, user, text, files = row
        carried = tuple(CarriedFile(*each) for each in orjson.loads(files))
        return PendingTag(pending, original, author, name, user, text, carried)

    async def forget_pending(self, pending_id: int) -> None:
        """Its episode was chosen."""
        await self._database.write("DELETE FROM pending_tags WHERE id = ?", (pending_id,), aside=True)

    # ------------------------------------------------------------------------------------------------- consents

    async def set_consent(self, show_id: int, user_id: int, episode: Episode, now: datetime) -> None:
        """Do not ask this member for a while before spoilers through `episode`."""
        await self._database.write(
            """
            INSERT INTO reveal_consents (user_id, show_id, episode, expires_at) VALUES (:user, :show, :episode, :until)
            ON CONFLICT (user_id, show_id) DO UPDATE SET
                episode = iif(expires_at > :now, max(episode, excluded.episode), excluded.episode),
                expires_at = excluded.expires_at
            """,
            {
                "user": user_id, "show": show_id, "episode": episode.ordinal,
                "now": now.isoformat(), "until": (now + CONSENT).isoformat(),
            },
            aside=True,
        )  # fmt: skip

    async def consent(self, show_id: int, user_id: int, now: datetime) -> Episode | None:
        """Through which episode this member asked not to be asked, while that lasts."""
        row = await self._database.row(
            "SELECT episode FROM reveal_consents WHERE user_id = ? AND show_id = ? AND expires_at > ?",
            (user_id, show_id, now.isoformat()),
        )
        return Episode.from_ordinal(row[0]) if row else None


def _post(row: Row) -> SpoilerPost:
    post, guild, channel, message, author, tagged, episode, by, created = row
    return SpoilerPost(
        post, guild, channel, message, author, bool(tagged), Episode.from_ordinal(episode), by, datetime.fromisoformat(created)
    )  # fmt: skip
