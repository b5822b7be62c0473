"""Watch-alongs, from the command that starts one until its end is shown.

Races are decided in one statement each: which start wins, who does what is due, whether it ends or is cancelled.
"""
# ruff: noqa: S608  every part of a statement is a constant of this file

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from bot.show.episodes import Episode
from bot.store.database import Database, Row, from_ms, to_ms

# making     Whoever claimed it (`busy_until`) makes its card, its event and its thread; after a kill the loop claims it and
#            goes on. `plan` makes it planned. Where Discord refuses, or its time is up, what stands is taken away: `forget`
#            deletes the row then, and `abandon` makes it cancelled where something could not be taken away.
# planned    All of it stands, and its thread shows the episode. `end` makes it over once its time is up or its event was
#            ended. `cancel` makes it cancelled: its host, a moderator, or somebody who deleted its thread or its event.
# over, cancelled    Nothing is left to do but to show that on its card: `set_shown` of the last version deletes the row.
#
# Every change that the card shows adds 1 to `version`; while `shown` is less, the loop shows the card again.
State = Literal["making", "planned", "over", "cancelled"]

BUSY: Final = timedelta(minutes=1)
"""After this long whoever is at a watch-along counts as killed, and somebody else goes on with it."""

CHECK_AFTER: Final = timedelta(minutes=10)
"""How often Discord is asked whether event and thread still stand: nobody tells us."""


@dataclass(frozen=True, slots=True)
class NewWatchalong:
    """A watch-along that a host asks for. `id` is Discord's id of the interaction."""

    id: int
    show_id: int
    guild_id: int
    channel_id: int
    host_id: int
    episode: Episode
    starts_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Watchalong:
    """A watch-along as it stands. `message_id` is its card, and the thread that was made from it."""

    id: int
    show_id: int
    guild_id: int
    channel_id: int
    host_id: int | None
    episode: Episode
    starts_at: datetime
    ends_at: datetime
    message_id: int | None
    event_id: int | None
    state: State
    version: int
    is_shown: bool  # whether the card shows what stands here


_ENDS: Final = "(w.starts_at + 60000 * w.minutes)"
_COLUMNS: Final = f"""
    w.id, w.show_id, w.guild_id, w.channel_id, w.host_id, w.episode, w.starts_at, {_ENDS}, w.message_id, w.event_id, w.state,
    w.version, w.shown >= w.version
"""


class WatchalongStore:
    """Everything that watch-alongs remember."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_watchalong(self, new: NewWatchalong, now: datetime) -> Watchalong | None:
        """Begin to make one, claimed by the caller; None where one in the same channel is at that time already."""
        rows = await self._database.write(
            f"""
            INSERT INTO watchalongs (id, show_id, guild_id, channel_id, host_id, episode, starts_at, minutes, state,
                                     busy_until, checked_at)
            SELECT :id, :show, :guild, :channel, :host, :episode, :starts, :minutes, 'making', :busy, :now
            WHERE NOT EXISTS (SELECT 1 FROM watchalongs w WHERE {_SAME_TIME})
            RETURNING {_COLUMNS.replace("w.", "")}
            """,
            {
                "id": new.id, "show": new.show_id, "guild": new.guild_id, "channel": new.channel_id, "host": new.host_id,
                "episode": new.episode.ordinal, "starts": to_ms(new.starts_at), "minutes": new.minutes,
                "now": to_ms(now), "busy": to_ms(now + BUSY),
            },
            aside=True,
        )  # fmt: skip
        return _watchalong(rows[0]) if rows else None

    async def at_that_time(self, channel_id: int, starts_at: datetime, minutes: int) -> Watchalong | None:
        """The one that is in this channel at that time."""
        row = await self._database.row(
            f"SELECT {_COLUMNS} FROM watchalongs w WHERE {_SAME_TIME}",
            {"channel": channel_id, "starts": to_ms(starts_at), "minutes": minutes},
        )
        return _watchalong(row) if row else None

    async def watchalong_of(self, guild_id: int | None, watchalong_id: int) -> Watchalong | None:
        """One of this server that is not shown to the end yet."""
        row = await self._database.row(
            f"SELECT {_COLUMNS} FROM watchalongs w WHERE w.id = ? AND w.guild_id = ?", (watchalong_id, guild_id)
        )
        return _watchalong(row) if row else None

    async def watchalong(self, watchalong_id: int) -> Watchalong | None:
        """One that is not shown to the end yet."""
        row = await self._database.row(f"SELECT {_COLUMNS} FROM watchalongs w WHERE w.id = ?", (watchalong_id,))
        return _watchalong(row) if row else None

    # ------------------------------------------------------------------------------------------------ what is due

    async def to_tend(self, now: datetime) -> list[Watchalong]:
        """Every one with something to do that nobody is at: to be made, ended, checked or shown."""
        rows = await self._database.rows(
            f"SELECT {_COLUMNS} FROM watchalongs w WHERE {_DUE} ORDER BY w.checked_at",
            {"now": to_ms(now), "checked": to_ms(now - CHECK_AFTER)},
        )
        return [_watchalong(row) for row in rows]

    async def claim(self, watchalong_id: int, now: datetime) -> Watchalong | None:
        """Take what is due of one; None where somebody else has it, or did it meanwhile."""
        rows = await self._database.write(
            f"UPDATE watchalongs AS w SET busy_until = :busy, checked_at = :now WHERE w.id = :id AND {_DUE}"
            f" RETURNING {_COLUMNS.replace('w.', '')}",
            {
                "id": watchalong_id, "now": to_ms(now), "busy": to_ms(now + BUSY),
                "checked": to_ms(now - CHECK_AFTER),
            },
            aside=True,
        )  # fmt: skip
        return _watchalong(rows[0]) if rows else None

    async def release(self, watchalong_id: int) -> None:
        """Whoever claimed it is done."""
        await self._database.write("UPDATE watchalongs SET busy_until = 0 WHERE id = ?", (watchalong_id,), aside=True)

    # ------------------------------------------------------------------------------------------------ its steps

    async def set_message(self, watchalong_id: int, message_id: int) -> None:
        """The card stands, and shows what there was at first."""
        await self._database.write(
            "UPDATE watchalongs SET message_id = ?, shown = 1 WHERE id = ?",
            (message_id, watchalong_id),
            aside=True,
        )

    async def set_event(self, watchalong_id: int, event_id: int) -> None:
        """The event stands, and the card can link to it."""
        await self._database.write(
            "UPDATE watchalongs SET event_id = ?, version = version + 1 WHERE id = ?",
            (event_id, watchalong_id),
            aside=True,
        )

    async def plan(self, watchalong_id: int) -> None:
        """The thread stands: from now on it shows the episode."""
        async with self._database.transaction() as transaction:
            await transaction.execute(
                "INSERT INTO ceilings (place_id, show_id, guild_id, episode)"
                " SELECT message_id, show_id, guild_id, episode FROM watchalongs WHERE id = ?"
                " ON CONFLICT (place_id, show_id) DO UPDATE SET episode = excluded.episode",
                (watchalong_id,),
            )
            await transaction.execute("UPDATE watchalongs SET state = 'planned' WHERE id = ?", (watchalong_id,))

    async def end(self, watchalong_id: int) -> bool:
        """It is over, and its thread goes on; False where it ended before."""
        rows = await self._database.write(
            "UPDATE watchalongs SET state = 'over', version = version + 1 WHERE id = ? AND state = 'planned' RETURNING 1",
            (watchalong_id,),
        )
        return bool(rows)

    async def cancel(self, watchalong_id: int) -> bool:
        """It will not be, and its thread shows no more than its channel; False where it is over, or not made yet."""
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                "UPDATE watchalongs SET state = 'cancelled', version = version + 1"
                " WHERE id = ? AND state = 'planned' RETURNING message_id, show_id, episode",
                (watchalong_id,),
            )
            if rows:
                # Moderators may have chosen another one meanwhile.
                await transaction.execute(
                    "DELETE FROM ceilings WHERE place_id = ? AND show_id = ? AND episode = ?", rows[0]
                )
        return bool(rows)

    async def set_shown(self, watchalong_id: int, version: int) -> None:
        """The card shows this version now; what is shown to the end is forgotten."""
        async with self._database.transaction(aside=True) as transaction:
            await transaction.execute(
                "UPDATE watchalongs SET shown = max(shown, ?) WHERE id = ?", (version, watchalong_id)
            )
            await transaction.execute(
                "DELETE FROM watchalongs WHERE id = ? AND state IN ('over', 'cancelled') AND shown >= version",
                (watchalong_id,),
            )

    async def abandon(self, watchalong_id: int) -> None:
        """It will not be made whole, and what stands of it could not be taken away: it is called off instead."""
        await self._database.write(
            "UPDATE watchalongs SET state = 'cancelled', version = version + 1 WHERE id = ? AND state = 'making'",
            (watchalong_id,),
            aside=True,
        )

    async def forget(self, watchalong_id: int) -> None:
        """Nothing of it stands any more."""
        await self._database.write("DELETE FROM watchalongs WHERE id = ?", (watchalong_id,), aside=True)

    async def forget_all(self) -> None:
        """Forget every one: the Discord that they stood on is gone, as the preview's is at its end."""
        await self._database.write("DELETE FROM watchalongs")


_SAME_TIME: Final = f"""
    w.channel_id = :channel AND w.state IN ('making', 'planned')
    AND w.starts_at < :starts + 60000 * :minutes AND {_ENDS} > :starts
"""
_DUE: Final = f"""
    w.busy_until <= :now AND (w.state IN ('making', 'cancelled') OR w.shown < w.version
        OR (w.state = 'planned' AND ({_ENDS} <= :now OR w.checked_at <= :checked)))
"""


def _watchalong(row: Row) -> Watchalong:
    watchalong, show, guild, channel, host, episode, starts, ends, message, event, state, *rest = row
    version, is_shown = rest
    return Watchalong(
        watchalong, show, guild, channel, host, Episode.from_ordinal(episode), from_ms(starts), from_ms(ends), message, event, state,
        version, bool(is_shown),
    )  # fmt: skip
