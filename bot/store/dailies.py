"""The question of the day that is posted in a channel: what servers chose, and each post from its hour until the next one's.

Races are decided in one statement each: who begins a day, who posts or edits its message, which answer counts.
"""
# ruff: noqa: S608  every part of a statement is a constant of ours

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from bot.show.episodes import Episode
from bot.show.facts import row_id
from bot.show.trivia import Question
from bot.store.database import Database, Row, Transaction, from_ms, to_ms
from bot.store.rounds import FELL, ROUND, Round, add_round, ceiling_now, read_round, told
from bot.store.viewers import Place
from bot.times.hours import day_to_come, moment_of
from bot.times.zones import zone_named

# open    It is to be posted, or stands and can be answered. `begin` of the next day, or `turn_off`, makes it over.
# over    Its message shows the answer.
# gone    Its channel goes less far by now, or its question was hidden or moved: its message says so. `withdraw` does that.
#
# Every change that the message shows adds 1 to `version`; while `shown` is less, the loop edits it.
PostState = Literal["open", "over", "gone"]
Trouble = Literal["post", "thread"]

BUSY: Final = timedelta(minutes=1)
"""After this long whoever is at a post counts as killed, and somebody else goes on with it."""

_SLOWEST: Final = timedelta(minutes=10)  # between two tries


@dataclass(frozen=True, slots=True)
class DailySettings:
    """What a server chose: where, at which hour, which role is pinged, whether the best of the week is named on Mondays."""

    channel: int
    hour: int
    role: int | None = None
    names_winner: bool = False


class DailyClock(NamedTuple):
    """What tells the day of a server: its time zone, the hour of its daily question, the last day that one was posted for."""

    timezone: str
    hour: int | None
    last: date | None


@dataclass(frozen=True, slots=True)
class DailyDue:
    """A server whose hour has come."""

    guild_id: int
    settings: DailySettings
    timezone: str
    next_at: datetime
    last: date | None


@dataclass(frozen=True, slots=True)
class DailyPlace:
    """Where a question is posted, and how far that goes."""

    show_id: int
    place: Place
    ceiling: Episode


@dataclass(frozen=True, slots=True)
class DailyPost:
    """The post of a day as it stands; `settings` are those of now, None where it was turned off since."""

    game_id: int
    guild_id: int
    day: date
    channel_id: int
    ceiling: Episode
    message_id: int | None
    state: PostState
    threaded: bool
    version: int
    is_shown: bool
    tries: int
    timezone: str
    settings: DailySettings | None


_ZONE: Final = "coalesce((SELECT time_zone FROM guild_settings z WHERE z.guild_id = {guild}), 'UTC')"
_SETTINGS: Final = "s.channel_id, s.hour, s.role_id, s.weekly"
_POST: Final = f"""
    p.game_id, p.guild_id, p.day, g.channel_id, g.ceiling, p.message_id, p.state, p.threaded, p.version, p.shown >= p.version,
    p.tries, {_ZONE.format(guild="p.guild_id")}, {_SETTINGS}
"""
_OF: Final = (
    "FROM daily_posts p JOIN trivia_games g ON g.id = p.game_id LEFT JOIN daily_settings s ON s.guild_id = p.guild_id"
)
_DUE: Final = """
    p.busy_until <= :now AND ((p.shown < p.version AND (p.message_id IS NOT NULL OR p.state = 'open'))
        OR (p.state = 'open' AND p.threaded = 0))
    AND (p.state = 'open' OR p.shown < p.version) -- as the index says it
"""
LOST: Final = f"({FELL} OR NOT {told('r')})"
"""SQL: whether the question `r` of the post of a game `g` may not stand in its channel any more."""


class DailyStore:
    """Everything about daily questions that are posted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # ------------------------------------------------------------------------------------------------ what servers chose

    async def settings(self, guild_id: int) -> DailySettings | None:
        """What a server chose; None where it is off."""
        row = await self._database.row(f"SELECT {_SETTINGS} FROM daily_settings s WHERE guild_id = ?", (guild_id,))
        return _settings(row) if row else None

    async def save_settings(self, guild_id: int, settings: DailySettings, now: datetime) -> None:
        """Turn it on, or change what was chosen; what did not work before is told once more."""
        await self._database.write(
            """
            INSERT INTO daily_settings (guild_id, channel_id, hour, role_id, weekly, next_at)
            VALUES (:guild, :channel, :hour, :role, :winner, :next) ON CONFLICT DO UPDATE SET channel_id = :channel,
                next_at = iif(hour = :hour, next_at, :next), hour = :hour, role_id = :role, weekly = :winner, told = NULL
            """,
            {
                "guild": guild_id, "channel": settings.channel, "hour": settings.hour, "role": settings.role,
                "winner": settings.names_winner, "next": to_ms(await self._next(guild_id, settings.hour, now)),
            },
        )  # fmt: skip

    async def reschedule(self, guild_id: int, now: datetime) -> None:
        """The server has another time zone: its hour comes at another moment. What is due already stays so."""
        settings = await self.settings(guild_id)
        if settings is not None:
            await self._database.write(
                "UPDATE daily_settings SET next_at = ? WHERE guild_id = ? AND hour = ? AND next_at > ?",
                (to_ms(await self._next(guild_id, settings.hour, now)), guild_id, settings.hour, to_ms(now)),
            )

    async def _next(self, guild_id: int, hour: int, now: datetime) -> datetime:
        """When that hour comes next, on a day that nothing was posted for."""
        clock = await self.clock(guild_id)
        zone = zone_named(clock.timezone)
        return moment_of(day_to_come(now, hour, zone, clock.last), hour, zone)

    async def next_at(self, guild_id: int) -> datetime | None:
        """When the next one is posted; None where it is off."""
        row = await self._database.row("SELECT next_at FROM daily_settings WHERE guild_id = ?", (guild_id,))
        return from_ms(row[0]) if row else None

    async def turn_off(self, guild_id: int, channel_id: int | None = None) -> bool:
        """Post no more, and show the answer of what stands; False where it is off, or elsewhere than in `channel_id`, already."""
        async with self._database.transaction() as transaction:
            rows = await transaction.execute(
                "DELETE FROM daily_settings WHERE guild_id = :guild AND (:channel IS NULL OR channel_id = :channel)"
                " RETURNING 1",
                {"guild": guild_id, "channel": channel_id},
            )
            if rows:
                await _end_posts(transaction, guild_id)
        return bool(rows)

    async def clock(self, guild_id: int) -> DailyClock:
        """What tells the day of a server."""
        row = await self._database.row(
            f"""
            SELECT {_ZONE.format(guild=":guild")},
                   (SELECT hour FROM daily_settings WHERE guild_id = :guild),
                   (SELECT max(day) FROM daily_posts WHERE guild_id = :guild)
            """,
            {"guild": guild_id},
        )
        timezone, hour, last = row or ("UTC", None, None)
        return DailyClock(timezone, hour, None if last is None else date.fromordinal(last))

    # ------------------------------------------------------------------------------------------------ a day begins

    async def due(self, now: datetime) -> list[DailyDue]:
        """Every server whose hour has come."""
        rows = await self._database.rows(
            f"""
            SELECT s.guild_id, {_ZONE.format(guild="s.guild_id")}, s.next_at,
                   (SELECT max(day) FROM daily_posts p WHERE p.guild_id = s.guild_id), {_SETTINGS}
            FROM daily_settings s WHERE s.next_at <= ? ORDER BY s.next_at
            """,
            (to_ms(now),),
        )
        return [
            DailyDue(guild, _settings(chosen), timezone, from_ms(next_at), None if last is None else date.fromordinal(last))
            for guild, timezone, next_at, last, *chosen in rows
        ]  # fmt: skip

    async def begin(
        self, due: DailyDue, day: date, next_at: datetime, where: DailyPlace, question: Question | None, at: datetime
    ) -> bool:
        """Begin a day with its question, to be posted now, and end the one before; None where there is nothing to ask.

        False where somebody else did, or what was chosen changed meanwhile, or the channel goes less far by now.
        """
        async with self._database.transaction(aside=True) as transaction:
            if await ceiling_now(transaction, where.show_id, where.place) < where.ceiling:
                return False
            rows = await transaction.execute(
                "UPDATE daily_settings SET next_at = ? WHERE guild_id = ? AND next_at = ? AND channel_id = ? RETURNING 1",
                (to_ms(next_at), due.guild_id, to_ms(due.next_at), due.settings.channel),
            )
            if not rows or (due.last is not None and day <= due.last):
                return False
            await _end_posts(transaction, due.guild_id)
            if question is None:
                return True
            game_id = row_id("daily", str(due.guild_id), day.isoformat())
            await transaction.execute(
                "INSERT INTO trivia_games (id, show_id, kind, guild_id, channel_id, parent_id, category_id, ceiling, rounds,"
                " seconds, day, phase, round) VALUES (?, ?, 'daily', ?, ?, ?, ?, ?, 1, 0, ?, 'private', 1)",
                (
                    game_id, where.show_id, due.guild_id, where.place.channel_id, where.place.parent_id,
                    where.place.category_id, where.ceiling.ordinal, day.toordinal(),
                ),
            )  # fmt: skip
            await add_round(transaction, game_id, 1, question, at)
            await transaction.execute(
                "INSERT INTO daily_posts (game_id, guild_id, day) VALUES (?, ?, ?)",
                (game_id, due.guild_id, day.toordinal()),
            )
        return True

    # ------------------------------------------------------------------------------------------------ its message

    async def lost(self) -> list[int]:
        """The ids of open posts whose channel goes less far by now, or whose question was hidden or moved further than it."""
        rows = await self._database.rows(
            f"SELECT p.game_id FROM daily_posts p JOIN trivia_games g ON g.id = p.game_id"
            f" JOIN trivia_rounds r ON r.game_id = g.id WHERE p.state = 'open' AND {LOST}"
        )
        return [row[0] for row in rows]

    async def withdraw(self, game_id: int, now: datetime) -> None:
        """Take such a post back; where it does not stand yet, and nobody is posting it, another question is drawn."""
        async with self._database.transaction(aside=True) as transaction:
            values = {"game": game_id, "now": to_ms(now)}
            rows = await transaction.execute(
                f"""
                UPDATE daily_posts AS p SET state = 'gone', version = version + 1
                WHERE p.game_id = :game AND p.state = 'open' AND (p.message_id IS NOT NULL OR p.busy_until <= :now) AND EXISTS
                    (SELECT 1 FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id WHERE g.id = p.game_id AND {LOST})
                RETURNING message_id, guild_id
                """,
                values,
            )
            if rows and rows[0][0] is None:
                await transaction.execute("DELETE FROM trivia_games WHERE id = :game", values)
                await transaction.execute(
                    "UPDATE daily_settings SET next_at = min(next_at, ?) WHERE guild_id = ?", (to_ms(now), rows[0][1])
                )

    async def to_tend(self, now: datetime) -> list[DailyPost]:
        """Every post with something to do that nobody is at: to be posted, edited, given a thread."""
        rows = await self._database.rows(f"SELECT {_POST} {_OF} WHERE {_DUE} ORDER BY p.day", {"now": to_ms(now)})
        return [_post(row) for row in rows]

    async def claim(self, post: DailyPost, now: datetime) -> DailyPost | None:
        """Take what is due of one; None where somebody else has it, or did it meanwhile."""
        values = {"game": post.game_id, "now": to_ms(now), "busy": to_ms(now + BUSY)}
        rows = await self._database.write(
            f"UPDATE daily_posts AS p SET busy_until = :busy, tries = tries + 1 WHERE p.game_id = :game AND {_DUE}"
            " RETURNING message_id, state, threaded, version, shown >= version, tries",
            values,
            aside=True,
        )
        if not rows:
            return None
        message, state, threaded, version, is_shown, tries = rows[0]
        return replace(
            post, message_id=message, state=state, threaded=bool(threaded), version=version, is_shown=bool(is_shown),
            tries=tries,
        )  # fmt: skip

    async def release(self, post: DailyPost, now: datetime, *, failed: bool) -> None:
        """Whoever claimed it is done; what failed is tried again, more slowly the more often it fails."""
        wait = min(timedelta(seconds=10 << min(post.tries, 8)), _SLOWEST) if failed else timedelta()
        await self._database.write(
            "UPDATE daily_posts SET busy_until = ?, tries = iif(?, tries, 0) WHERE game_id = ?",
            (to_ms(now + wait), failed, post.game_id),
            aside=True,
        )

    async def set_shown(self, post: DailyPost, message_id: int) -> None:
        """The message stands, and shows what was claimed."""
        await self._database.write(
            "UPDATE daily_posts SET message_id = ?, shown = max(shown, ?) WHERE game_id = ?",
            (message_id, post.version, post.game_id),
            aside=True,
        )

    async def set_threaded(self, post: DailyPost) -> None:
        """Its thread stands, or there can be none."""
        await self._database.write("UPDATE daily_posts SET threaded = 1 WHERE game_id = ?", (post.game_id,), aside=True)

    async def set_told(self, guild_id: int, trouble: Trouble | None) -> bool:
        """Remember what does not work, None for nothing; False where it was known already."""
        rows = await self._database.write(
            "UPDATE daily_settings SET told = :told WHERE guild_id = :guild AND told IS NOT :told RETURNING 1",
            {"guild": guild_id, "told": trouble},
            aside=True,
        )
        return bool(rows)

    async def round(self, post: DailyPost) -> Round | None:
        """The question of a post, or None where it may not stand in its channel any more."""
        row = await self._database.row(
            f"SELECT {ROUND} FROM trivia_rounds r JOIN trivia_games g ON g.id = r.game_id"
            f" WHERE g.id = ? AND gate_now <= g.ceiling AND NOT {FELL}",
            (post.game_id,),
        )
        return read_round(row) if row else None

    async def fell(self, post: DailyPost) -> bool:
        """Whether its channel goes less far than when it was posted."""
        row = await self._database.row(f"SELECT {FELL} FROM trivia_games g WHERE g.id = ?", (post.game_id,))
        return bool(row and row[0])

    async def forget_all(self) -> None:
        """Forget every post and what was chosen: the Discord that they stood on is gone, as the preview's is at its end."""
        async with self._database.transaction() as transaction:
            await transaction.execute("DELETE FROM trivia_games WHERE id IN (SELECT game_id FROM daily_posts)")
            await transaction.execute("DELETE FROM daily_settings")


async def _end_posts(transaction: Transaction, guild_id: int) -> None:
    """The day of what is open is over; what was never posted is as if it had never been."""
    await transaction.execute(
        "DELETE FROM trivia_games WHERE id IN"
        " (SELECT game_id FROM daily_posts WHERE guild_id = ? AND state = 'open' AND message_id IS NULL)",
        (guild_id,),
    )
    await transaction.execute(
        "UPDATE daily_posts SET state = 'over', version = version + 1, busy_until = 0 WHERE guild_id = ? AND state = 'open'",
        (guild_id,),
    )


def _settings(row: Row | list[object]) -> DailySettings:
    channel, hour, role, winner = row
    return DailySettings(channel, hour, role, bool(winner))  # pyright: ignore[reportArgumentType]  columns of ours


def _post(row: Row) -> DailyPost:
    game, guild, day, channel, ceiling, message, state, threaded, version, is_shown, tries, timezone, *chosen = row
    settings = None if chosen[0] is None else _settings(chosen)
    return DailyPost(
        game, guild, date.fromordinal(day), channel, Episode.from_ordinal(ceiling), message, state, bool(threaded), version,
        bool(is_shown), tries, timezone, settings,
    )  # fmt: skip
