"""One SQLite file: connect, migrate, read, write. Knows no table of ours."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Generator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import aiosqlite

from bot.errors import KeepsNothingError, OlderVersionError, StoreError
from bot.store.files import (
    APPLICATION_ID,
    MIGRATIONS,
    back_up,
    drop_older_copies,
    keep_copy,
    prepare,
    refuse_newer,
    steps,
)
from bot.store.writing import PATIENCE, Parameters, Row, Writer

_KEEPS_NOTHING: Final = "nothing is kept of this member"
"""What the triggers of 0031_keep_nothing.sql say."""

_saved: Final[ContextVar[bool]] = ContextVar("saved", default=False)


def begin_saving() -> None:
    """From now on `has_saved` speaks of what this task does: a new interaction begins."""
    _saved.set(False)


def has_saved() -> bool:
    """Whether the interaction that is being answered has changed anything here that its member asked for."""
    return _saved.get()


class Database:
    """Connections to one file: reads never wait for writes, and never see half of one (WAL).

    One statement is one transaction, for all that anybody can tell; `transaction` is for what belongs together.
    """

    def __init__(self, path: Path, reading: aiosqlite.Connection, writing: aiosqlite.Connection) -> None:
        self.path = path
        self._reading = reading
        self._writing = writing
        self._writer = Writer(path, writing)
        self._here = _connect_here(path)

    @classmethod
    async def open(cls, path: Path, migrations: Path = MIGRATIONS) -> "Database":
        """Open or make the file at `path` and apply what it lacks of `migrations`.

        Raises:
            StoreError: not writable, not SQLite, not ours, or newer than this program.
        """
        try:
            await asyncio.to_thread(_migrate, path, migrations)
            writing = await aiosqlite.connect(path, isolation_level=None)
            try:
                for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL"):
                    await writing.execute_fetchall(f"PRAGMA {pragma}")
                reading = await _open_to_read(path)
            except BaseException:
                await writing.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The database {path} cannot be opened for writing: {error}.") from error
        return cls(path, reading, writing)

    @classmethod
    async def open_to_read(cls, path: Path, migrations: Path = MIGRATIONS) -> "Database":
        """Open the file at `path` beside a running bot, or without one: nothing of it is changed, its version neither.

        Raises:
            StoreError: not there, not ours, or of another version than this program.
        """
        if not path.is_file():
            raise StoreError(f"There is no database at {path}.")
        try:
            connection = await _open_to_read(path)
            database = cls(path, connection, connection)
            try:
                ((version,),), ((application,),) = [
                    await database.rows(f"PRAGMA {name}") for name in ("user_version", "application_id")
                ]
                if application != APPLICATION_ID:
                    raise StoreError(f"{path} is no database of this bot.")  # noqa: TRY301  closes it first
                refuse_newer(path, version, migrations)
                latest = steps(migrations)[-1][0]
                if version < latest:
                    raise StoreError(  # noqa: TRY301  the same
                        f"The database {path} is of version {version}, older than this program ({latest}): start the bot"
                        " once, which keeps a copy and brings it up to date."
                    )
            except BaseException:
                await database.close()
                raise
        except sqlite3.Error as error:
            raise StoreError(f"The database {path} cannot be read: {error}.") from error
        return database

    async def close(self) -> None:
        """Write what waits, and close both connections; without it their threads would keep the process alive."""
        await self._writer.close()
        await self._reading.close()
        self._here.close()

    def take_turns(self, turn: Callable[[], AbstractAsyncContextManager[object]]) -> None:
        """Write inside of `turn` only, for which other processes wait too."""
        self._writer.turn = turn

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Read every row."""
        with _as_ours(f"The database {self.path} cannot be read"):
            return _tuples(await self._reading.execute_fetchall(sql, parameters))

    async def few_rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Read what a few steps in indexes find, in this very thread: for what nearly every answer begins with.

        Such a read takes 15 µs, and the way to another thread and back three times as long.
        """
        try:
            return self._here.execute(sql, parameters).fetchall()
        except (sqlite3.Error, OverflowError):
            # Waits, where another process has the file for itself, and says what is wrong.
            return await self.rows(sql, parameters)

    async def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """Read the first row, or None."""
        return next(iter(await self.rows(sql, parameters)), None)

    async def write(self, sql: str, parameters: Parameters = (), *, aside: bool = False) -> list[Row]:
        """Run one statement that happens or not by itself; what its RETURNING clause returns says whether it did anything.

        `aside` is for notes of ours that nobody asked for: they are no change in the sense of `has_saved`.
        """
        with _as_ours(f"The database {self.path} cannot be written"):
            rows, is_changed = await self._writer.write(sql, parameters)
        if is_changed and not aside:
            _saved.set(True)
        return rows

    @asynccontextmanager
    async def transaction(self, *, aside: bool = False, alone: bool = False) -> AsyncGenerator["Transaction", None]:
        """Several statements that happen together or not at all; `aside` as in `write`, `alone` for what takes long."""
        with _as_ours(f"The database {self.path} cannot be written"):
            async with self._writer.transaction(alone=alone):
                before = self._writing.total_changes
                yield Transaction(self._writing)
                is_changed = self._writing.total_changes > before
        if is_changed and not aside:
            _saved.set(True)

    async def backup(self, target: Path) -> None:
        """Write a consistent copy of the whole database to `target`, which must not exist yet."""
        await asyncio.to_thread(back_up, self.path, target)


class Transaction:
    """The write connection while it is inside `Database.transaction`."""

    def __init__(self, writing: aiosqlite.Connection) -> None:
        self._writing = writing

    async def execute(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run one statement and give what it returns."""
        return _tuples(await self._writing.execute_fetchall(sql, parameters))

    async def execute_many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        """Run one statement for each of `parameters`."""
        cursor = await self._writing.executemany(sql, parameters)
        await cursor.close()


def to_ms(at: datetime) -> int:
    """An instant as columns hold it: in milliseconds."""
    return round(at.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """The instant that a column holds."""
    return datetime.fromtimestamp(ms / 1000, UTC)


@contextmanager
def _as_ours(what: str) -> Generator[None, None, None]:
    """Let no error of the driver out.

    Raises:
        OlderVersionError: a number is larger than any id here. Somebody altered it, or nothing of this version made it.
        KeepsNothingError: it would name a member of whom nothing is kept (0031_keep_nothing.sql).
        StoreError: everything else.
    """
    try:
        yield
    except OverflowError as error:
        raise OlderVersionError from error
    except sqlite3.Error as error:
        if str(error) == _KEEPS_NOTHING:
            raise KeepsNothingError from error
        raise StoreError(f"{what}: {error}.") from error


def _tuples(rows: Iterable[Any]) -> list[Row]:
    # aiosqlite types them as sqlite3.Row; with no row_factory set they are plain tuples.
    return list(rows)


async def _open_to_read(path: Path) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        await connection.execute_fetchall(f"PRAGMA busy_timeout = {PATIENCE}")
        await connection.execute_fetchall("PRAGMA query_only = ON")
    except BaseException:
        await connection.close()
        raise
    return connection


def _connect_here(path: Path) -> sqlite3.Connection:
    """A connection for the loop's own thread, which waits for nobody."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=0)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _migrate(path: Path, migrations: Path) -> None:
    """Bring the schema up to date in one transaction for each step; runs in a thread, before anybody else connects."""
    prepare(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout = 5000")
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
        if not empty and application != APPLICATION_ID:
            raise StoreError(f"{path} is a database of another program; set DATABASE to another file.")
        refuse_newer(path, version, migrations)
        missing = [(number, step) for number, step in steps(migrations) if number > version]
        if missing and not empty:
            keep_copy(connection, path, version)
        for number, step in missing:
            script = step.read_text(encoding="utf-8")
            try:
                connection.executescript(
                    f"BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID}; {script};"
                    f" PRAGMA user_version = {number}; COMMIT;"
                )
            except sqlite3.Error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        if missing:
            drop_older_copies(path)
