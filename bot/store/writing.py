"""Who writes when: one at a time, in the order they came, and those who wait together share one commit."""

import asyncio
import contextlib
import sqlite3
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import aiosqlite

from bot.errors import StoreError

PATIENCE: Final = 1500
"""Milliseconds that a write waits for its turn, be it for others here or for another process: Discord waits 3 seconds for
an answer, be it an apology."""

Parameters = Sequence[Any] | dict[str, Any]
Row = tuple[Any, ...]
_Result = tuple[list[Row], bool] | Exception


@dataclass(frozen=True, slots=True, eq=False)
class _Write:
    """A statement that waits; `written` has its rows, and whether it changed anything, once they are on the disk."""

    sql: str
    parameters: Parameters
    until: float
    written: asyncio.Future[tuple[list[Row], bool]]


class Writer:
    """The write connection, for one at a time, and for whoever has waited too long not at all.

    A commit waits for the disk, so statements that come while another is written gather, and are written in one transaction
    as soon as it is their turn, each with a savepoint and an error of its own. None of them is told before the commit. A
    block of `transaction` is alone in its own; what comes after it gathers anew, so that nothing overtakes.

    Each waits from when it came, not from when its turn began: behind a lock of another process they would else wait one
    after another, and write what their members were told has failed.
    """

    def __init__(self, path: Path, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._line = deque[asyncio.Future[None]]()  # whose turn it is, and those behind
        self._gathering: list[_Write] | None = None
        self._turns = set[asyncio.Task[None]]()  # asyncio itself keeps no hold of its tasks
        self._is_closed = False
        self._patience = -1  # what the connection is set to, in milliseconds
        self._path = path

    async def write(self, sql: str, parameters: Parameters) -> tuple[list[Row], bool]:
        """Run one statement; gives what it returns, and whether it changed anything.

        Whoever is cancelled before its turn has written nothing; during it, everything.
        """
        self._refuse_closed()
        if self._gathering is None:
            self._gathering = []
            turn = asyncio.create_task(self._write_gathered(self._gathering, self._stand_in_line()))
            self._turns.add(turn)
            turn.add_done_callback(self._turns.discard)
        written = asyncio.get_running_loop().create_future()
        self._gathering.append(_Write(sql, parameters, time.monotonic() + PATIENCE / 1000, written))
        return await written

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[None, None]:
        """The connection inside a transaction of one's own, which is rolled back where the block fails."""
        self._refuse_closed()
        until = time.monotonic() + PATIENCE / 1000
        async with self._turn(until):
            if (patience := self._left(until)) <= 0:
                raise self._busy()
            try:
                if patience != self._patience:
                    await self._connection.execute_fetchall(f"PRAGMA busy_timeout = {patience}")
                    self._patience = patience
                await self._connection.execute_fetchall("BEGIN IMMEDIATE")
                yield
                await self._connection.execute_fetchall("COMMIT")
            except BaseException:
                # After a full disk SQLite has rolled back by itself, and says so: the first error is the one to tell.
                with contextlib.suppress(sqlite3.Error):
                    await self._connection.execute_fetchall("ROLLBACK")
                raise

    async def close(self) -> None:
        """Let everything that waits be written, and close the connection."""
        self._is_closed = True
        # Whoever waits gives up in time, so this does too; a block that never ends is not waited for.
        with contextlib.suppress(StoreError):
            async with self._turn(time.monotonic() + 2 * PATIENCE / 1000):
                pass
        await self._connection.close()

    # ------------------------------------------------------------------------------------------------ turns

    def _stand_in_line(self) -> asyncio.Future[None]:
        """A place, done when its turn has come."""
        place = asyncio.get_running_loop().create_future()
        self._line.append(place)
        if self._line[0] is place:
            place.set_result(None)
        return place

    def _leave(self, place: asyncio.Future[None]) -> None:
        self._line.remove(place)
        if self._line and not self._line[0].done():
            self._line[0].set_result(None)

    @asynccontextmanager
    async def _turn(self, until: float) -> AsyncGenerator[None, None]:
        """A turn alone."""
        self._gathering = None
        place = self._stand_in_line()
        try:
            await _until(place, until)
            if not place.done():
                raise self._busy()
            yield
        finally:
            self._leave(place)

    # --------------------------------------------------------------------------------------------- together

    async def _write_gathered(self, gathered: list[_Write], place: asyncio.Future[None]) -> None:
        """A task of its own, so that whoever is cancelled takes nobody along."""
        try:
            while not place.done() and (waiting := self._in_time(gathered)):
                await _until(place, waiting[0].until)
            if self._gathering is gathered:
                self._gathering = None
            if place.done():
                await self._write_all(gathered)
        finally:
            self._leave(place)
            for each in gathered:
                each.written.cancel()  # does nothing to those that were told

    async def _in_thread(self, do: Callable[..., list[_Result]], *arguments: Any) -> list[_Result]:
        """Call a function of ours in the thread that owns the connection, for which aiosqlite has no public way: it is pinned."""
        connection: Any = self._connection
        return await connection._execute(lambda: do(connection._conn, *arguments))  # noqa: SLF001

    async def _write_all(self, gathered: list[_Write]) -> None:
        while writes := self._in_time(gathered):
            patience = self._left(min(each.until for each in writes))
            is_set, self._patience = patience == self._patience, patience
            results: Sequence[_Result]
            try:
                results = await self._in_thread(_write_together, writes, None if is_set else patience)
            except Exception as error:  # noqa: BLE001  it is told to those whom it concerns
                if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY and self._in_time(writes):
                    continue  # nothing began; the last to come have time left
                results = [error] * len(writes)
            for each, result in zip(writes, results, strict=True):
                if each.written.done():
                    continue
                if isinstance(result, Exception):
                    each.written.set_exception(result)
                else:
                    each.written.set_result(result)
            return

    def _in_time(self, gathered: Iterable[_Write]) -> list[_Write]:
        """Those who still wait; who has waited too long is told so."""
        now = time.monotonic()
        for each in gathered:
            if each.until <= now and not each.written.done():
                each.written.set_exception(self._busy())
        return [each for each in gathered if not each.written.done()]

    def _left(self, until: float) -> int:
        """Milliseconds to wait for another process. Almost always it is set already: who came just now has all of them."""
        left = round((until - time.monotonic()) * 1000)
        return PATIENCE if left > 0.9 * PATIENCE else left

    def _refuse_closed(self) -> None:
        if self._is_closed:
            raise StoreError(f"The database {self._path} cannot be written: it is closed.")

    def _busy(self) -> StoreError:
        return StoreError(f"The database {self._path} cannot be written: others have been writing for too long.")


async def _until(place: asyncio.Future[None], until: float) -> None:
    """Wait for a turn until then; with a timer only for who has to wait."""
    if not place.done():
        await asyncio.wait([place], timeout=until - time.monotonic())


def _write_together(connection: sqlite3.Connection, writes: Sequence[_Write], patience: int | None) -> list[_Result]:
    """Runs in the connection's thread: what became of each, once all are on the disk.

    Raises:
        Exception: none of them is written.
    """
    if patience is not None:
        connection.execute(f"PRAGMA busy_timeout = {max(patience, 1)}")
    if len(writes) == 1:
        return [_write_one(connection, writes[0])]
    connection.execute("BEGIN IMMEDIATE")
    try:
        results = [_write_apart(connection, each) for each in writes]
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return results


def _write_apart(connection: sqlite3.Connection, write: _Write) -> _Result:
    connection.execute("SAVEPOINT one")
    try:
        result: _Result = _write_one(connection, write)
    except Exception as error:  # of whatever sort: it is told to whom it belongs
        if not connection.in_transaction:
            raise  # as after a full disk: SQLite has rolled back all of them
        connection.execute("ROLLBACK TO one")
        result = error
    connection.execute("RELEASE one")
    return result


def _write_one(connection: sqlite3.Connection, write: _Write) -> tuple[list[Row], bool]:
    before = connection.total_changes
    rows = connection.execute(write.sql, write.parameters).fetchall()
    return rows, connection.total_changes > before
