"""One SQLite file: connect, migrate, read, write, back up. Knows no table of ours."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Generator, Iterable, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import aiosqlite

from bot.errors import OlderVersionError, StoreError

MIGRATIONS: Final = Path(__file__).parent.parent.parent / "data" / "migrations"
APPLICATION_ID: Final = 0x48594F53  # "HYOS": tells our file from anybody else's

Parameters = Sequence[Any] | dict[str, Any]
Row = tuple[Any, ...]

_saved: Final[ContextVar[bool]] = ContextVar("saved", default=False)


def begin_saving() -> None:
    """From now on `has_saved` speaks of what this task does: a new interaction begins."""
    _saved.set(False)


def has_saved() -> bool:
    """Whether the interaction that is being answered has changed anything here that its member asked for."""
    return _saved.get()


class Database:
    """Two connections to one file: reads never wait for writes, and never see half of one (WAL).

    Both are in autocommit: one statement is one transaction. `transaction` is for what belongs together.
    """

    def __init__(self, path: Path, reading: aiosqlite.Connection, writing: aiosqlite.Connection) -> None:
        self.path = path
        self._reading = reading
        self._writing = writing
        self._lock = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path, migrations: Path = MIGRATIONS) -> "Database":
        """Open or make the file at `path` and apply what it lacks of `migrations`.

        Raises:
            StoreError: not writable, not SQLite, not ours, or newer than this program.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            await asyncio.to_thread(_migrate, path, migrations)
            writing = await aiosqlite.connect(path, isolation_level=None)
            try:
                for pragma in (
                    "journal_mode = WAL",
                    "foreign_keys = ON",
                    "synchronous = FULL",
                    # Discord waits 3 seconds for an answer, be it an apology.
                    "busy_timeout = 2000",
                ):
                    await writing.execute_fetchall(f"PRAGMA {pragma}")
                reading = await aiosqlite.connect(path, isolation_level=None)
                await reading.execute_fetchall("PRAGMA busy_timeout = 2000")
                await reading.execute_fetchall("PRAGMA query_only = ON")
            except BaseException:
                await writing.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The database {path} cannot be opened for writing: {error}.") from error
        return cls(path, reading, writing)

    async def close(self) -> None:
        """Close both connections; without it their threads would keep the process alive."""
        await self._reading.close()
        await self._writing.close()

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Read every row."""
        with _as_ours("read failed"):
            return _tuples(await self._reading.execute_fetchall(sql, parameters))

    async def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """Read the first row, or None."""
        return next(iter(await self.rows(sql, parameters)), None)

    async def write(self, sql: str, parameters: Parameters = (), *, aside: bool = False) -> list[Row]:
        """Run one statement as one transaction; what its RETURNING clause returns says whether it did anything.

        `aside` is for notes of ours that nobody asked for: they are no change in the sense of `has_saved`.
        """
        async with self._lock:
            with _as_ours("write failed"):
                before = self._writing.total_changes
                rows = _tuples(await self._writing.execute_fetchall(sql, parameters))
            self._note(before, aside)
        return rows

    @asynccontextmanager
    async def transaction(self, *, aside: bool = False) -> AsyncGenerator["Transaction", None]:
        """Several statements that happen together or not at all; `aside` as in `write`."""
        async with self._lock:
            with _as_ours("transaction failed"):
                await self._writing.execute_fetchall("BEGIN IMMEDIATE")
                before = self._writing.total_changes
                try:
                    yield Transaction(self._writing)
                    await self._writing.execute_fetchall("COMMIT")
                except BaseException:
                    await self._writing.execute_fetchall("ROLLBACK")
                    raise
            self._note(before, aside)

    def _note(self, before: int, aside: bool) -> None:
        if not aside and self._writing.total_changes > before:
            _saved.set(True)

    async def backup(self, target: Path) -> None:
        """Write a consistent copy of the whole database to `target`, which must not exist yet."""
        if target.exists():
            raise StoreError(f"{target} exists already; a backup never overwrites.")
        try:
            with closing(sqlite3.connect(target)) as copy:
                await self._reading.backup(copy)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"The backup {target} cannot be written: {error}.") from error


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
        StoreError: everything else.
    """
    try:
        yield
    except OverflowError as error:
        raise OlderVersionError from error
    except sqlite3.Error as error:
        raise StoreError(f"{what}: {error}") from error


def _tuples(rows: Iterable[Any]) -> list[Row]:
    # aiosqlite types them as sqlite3.Row; with no row_factory set they are plain tuples.
    return list(rows)


def _migrate(path: Path, migrations: Path) -> None:
    """Bring the schema up to date in one transaction for each step; runs in a thread, before anybody else connects."""
    steps = [(int(step.name.partition("_")[0]), step) for step in sorted(migrations.glob("*.sql"))]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout = 5000")
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
        if not empty and application != APPLICATION_ID:
            raise StoreError(f"{path} is a database of another program; set DATABASE to another file.")
        if version > steps[-1][0]:
            raise StoreError(
                f"The database {path} is of version {version}, newer than this program ({steps[-1][0]}): update the program."
            )
        for number, step in steps:
            if number > version:
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
