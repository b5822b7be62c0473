"""Who writes when: one at a time, in the order they came, and those who wait together share one commit."""

import asyncio
import contextlib
import sqlite3
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar, Final

import aiosqlite

from bot.errors import StoreError

PATIENCE: Final = 1500
"""Milliseconds that a write waits for its turn, be it for others here or for another process: Discord waits 3 seconds for
an answer, be it an apology."""

Parameters = Sequence[Any] | dict[str, Any]
Row = tuple[Any, ...]
_Result = tuple[list[Row], bool] | Exception

_MOMENT: Final = 0.05
"""Seconds within which those who came are taken to have come together."""

_LOOK: Final = 0.25
"""Seconds after which those who wait for somebody's block are looked at again, whether they have waited too long."""


@dataclass(frozen=True, slots=True, eq=False)
class _Write:
    """A statement; `told` has its rows, and whether it changed anything."""

    sql: str
    parameters: Parameters
    until: float
    told: asyncio.Future[tuple[list[Row], bool]]
    is_alone: ClassVar[bool] = False

    @property
    def begun(self) -> asyncio.Future[Any]:
        return self.told


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Several statements: they run between `begun` and `ended`, which says whether they are to be kept."""

    is_alone: bool
    until: float
    begun: asyncio.Future[None]
    ended: asyncio.Future[bool]
    told: asyncio.Future[None]


class Writer:
    """The write connection, for one at a time, and for whoever has waited too long not at all.

    A commit waits for the disk, so whoever comes during one waits for the next, which is for all of them: one transaction, in
    the order they came, each with a savepoint and an error of its own. Nobody is told before it, and nobody waits for company.

    Each waits from when it came, not from when its turn began: behind a lock of another process they would else wait one
    after another, and write what their members were told has failed.
    """

    def __init__(self, path: Path, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._line = deque[_Write | _Block]()
        self._work: asyncio.Task[None] | None = None
        self._is_closed = False
        self._patience = -1  # what the connection is set to, in milliseconds
        self._path = path
        self.turn: Callable[[], AbstractAsyncContextManager[object]] | None = None
        """What keeps other processes of the bot from writing, where there are any."""

    async def write(self, sql: str, parameters: Parameters) -> tuple[list[Row], bool]:
        """Run one statement; gives what it returns, and whether it changed anything.

        Whoever is cancelled before its turn has written nothing; during it, everything.
        """
        told = asyncio.get_running_loop().create_future()
        self._stand_in_line(_Write(sql, parameters, _deadline(), told))
        return await told

    @asynccontextmanager
    async def transaction(self, *, alone: bool = False) -> AsyncGenerator[None, None]:
        """The connection for a block of statements, which are undone where it fails; what takes long is `alone`,
        so that nobody who was before it waits for its end.
        """
        begun, ended, told = (asyncio.get_running_loop().create_future() for _ in range(3))
        self._stand_in_line(_Block(alone, _deadline(), begun, ended, told))
        try:
            await begun
            yield
        except BaseException as error:
            ended.set_result(False)
            if not begun.done() or begun.cancelled() or begun.exception() or not isinstance(error, Exception):
                told.cancel()  # nothing ran, or nobody listens any more
                raise
            # Whoever fails over what somebody wrote just before can read that from now on.
            with contextlib.suppress(Exception):
                await told
            raise
        ended.set_result(True)
        await told

    async def close(self) -> None:
        """Let everything that waits be written, and close the connection."""
        self._is_closed = True
        if self._work is not None:
            # Whoever waits gives up in time; a block that never ends is not waited for.
            _, late = await asyncio.wait([self._work], timeout=2 * PATIENCE / 1000)
            for each in late:
                each.cancel()
        await self._connection.close()

    # ------------------------------------------------------------------------------------------------- work

    def _stand_in_line(self, each: _Write | _Block) -> None:
        if self._is_closed:
            raise StoreError(f"The database {self._path} cannot be written: it is closed.")
        self._line.append(each)
        if self._work is None:
            self._work = asyncio.create_task(self._work_off())

    async def _work_off(self) -> None:
        """A task of its own, so that whoever is cancelled takes nobody along."""
        group: list[_Write | _Block] = []
        try:
            while self._line:
                group = self._next_group()
                await self._write_group(group)
        finally:
            self._work = None
            for each in (*group, *self._line):
                each.begun.cancel()  # nothing waits then, but where this task was cancelled
                each.told.cancel()

    def _next_group(self) -> list[_Write | _Block]:
        """Everybody who waits now, but a block that is to be alone."""
        group = [self._line.popleft()]
        while self._line and not (group[0].is_alone or self._line[0].is_alone):
            group.append(self._line.popleft())
        return group

    async def _write_group(self, group: list[_Write | _Block]) -> None:
        while waiting := self._in_time(group):
            if self.turn is None:
                await self._write_waiting(waiting)
                continue
            async with AsyncExitStack() as stack:
                try:
                    async with asyncio.timeout(self._left(waiting) / 1000):
                        await stack.enter_async_context(self.turn())
                except TimeoutError:
                    self._in_time(self._line)
                    continue  # the first are told so; the last have time left
                await self._write_waiting(waiting)

    async def _write_waiting(self, waiting: list[_Write | _Block]) -> None:
        kept: list[tuple[_Write | _Block, Any]] = []
        try:
            await self._write_together(waiting, kept)
        except Exception as error:  # noqa: BLE001  it is told to those whom it concerns
            failed = waiting
            if self._connection.in_transaction:  # after a full disk SQLite has rolled back by itself
                await self._in_thread(_run, ["ROLLBACK"])
            elif getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
                # Nothing began: another process was waited for as long as the first could; the last have time left.
                failed = [each for each in waiting if each.until <= waiting[0].until + _MOMENT]
            kept = [(each, error) for each in failed]
        for each, result in kept:
            _tell(each, result)

    async def _write_together(self, waiting: list[_Write | _Block], kept: list[tuple[_Write | _Block, Any]]) -> None:
        """Write them in one transaction; `kept` has what became of each.

        Raises:
            Exception: none of them is written.
        """
        before, left = list[str](), self._left(waiting)
        if left != self._patience:
            before, self._patience = [f"PRAGMA busy_timeout = {left}"], left
        if len(waiting) == 1 and isinstance(waiting[0], _Write):
            kept += zip(waiting, await self._in_thread(_run_alone, before, waiting[0]), strict=True)
            return
        before.append("BEGIN IMMEDIATE")
        for kind, group in groupby(waiting, type):
            run = list(group)
            after = ["COMMIT"] if kind is _Write and run[-1] is waiting[-1] else []
            if writes := [each for each in self._in_time(run) if isinstance(each, _Write)]:
                kept += zip(writes, await self._in_thread(_run, before, writes, after), strict=True)
                before = []
            for block in (each for each in run if isinstance(each, _Block)):
                await self._in_thread(_run, [*before, "SAVEPOINT one"])
                is_kept = await self._run_block(block, waiting)
                kept.append((block, None))
                if is_kept:
                    before = ["RELEASE one"]
                elif self._connection.in_transaction:
                    before = ["ROLLBACK TO one", "RELEASE one"]
                else:
                    raise sqlite3.OperationalError("what was written together with it has failed")
        if self._connection.in_transaction:
            await self._in_thread(_run, [*before, "COMMIT"])

    async def _run_block(self, block: _Block, waiting: list[_Write | _Block]) -> bool:
        """Let it run; gives whether what it wrote is to be kept."""
        if not self._in_time([block]):
            return False
        block.begun.set_result(None)
        while not block.ended.done():
            await asyncio.wait([block.ended], timeout=_LOOK)
            self._in_time((*waiting, *self._line))
        return block.ended.result()

    async def _in_thread(self, do: Callable[..., list[_Result]], *arguments: Any) -> list[_Result]:
        """Call a function of ours in the thread that owns the connection, for which aiosqlite has no public way: it is pinned."""
        connection: Any = self._connection
        return await connection._execute(lambda: do(connection._conn, *arguments))  # noqa: SLF001  said above

    def _in_time(self, waiting: Iterable[_Write | _Block]) -> list[_Write | _Block]:
        """Those who still wait for their turn; who has waited too long is told so."""
        now = time.perf_counter()
        for each in waiting:
            if each.until <= now and not each.begun.done():
                words = f"The database {self._path} cannot be written: others have been writing for too long."
                each.begun.set_exception(StoreError(words))
        return [each for each in waiting if not each.begun.done()]

    def _left(self, waiting: Iterable[_Write | _Block]) -> int:
        """Milliseconds to wait for another process. Almost always it is set already: who came just now has all of them."""
        left = round((min(each.until for each in waiting) - time.perf_counter()) * 1000)
        return PATIENCE if left > 0.9 * PATIENCE else max(left, 1)


def _deadline() -> float:
    # Of the clock that simcord leaves alone: other processes do not wait for the time that passes in a test.
    return time.perf_counter() + PATIENCE / 1000


def _tell(each: _Write | _Block, result: Any) -> None:
    future = each.told if each.begun.done() else each.begun
    if future.done():
        return  # nobody listens
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


# ------------------------------------------------------------------------------------ in the connection's thread


def _run(
    connection: sqlite3.Connection, before: Iterable[str], writes: Iterable[_Write] = (), after: Iterable[str] = ()
) -> list[_Result]:
    for sql in before:
        connection.execute(sql)
    results = [_run_apart(connection, each) for each in writes]
    for sql in after:
        connection.execute(sql)
    return results


def _run_alone(connection: sqlite3.Connection, before: Iterable[str], write: _Write) -> list[_Result]:
    """One statement is a transaction by itself."""
    for sql in before:
        connection.execute(sql)
    return [_rows(connection, write)]


def _run_apart(connection: sqlite3.Connection, write: _Write) -> _Result:
    connection.execute("SAVEPOINT one")
    try:
        result: _Result = _rows(connection, write)
    except Exception as error:  # of whatever sort: it is told to whom it belongs
        if not connection.in_transaction:
            raise  # as after a full disk: SQLite has rolled back all of them
        connection.execute("ROLLBACK TO one")
        result = error
    connection.execute("RELEASE one")
    return result


def _rows(connection: sqlite3.Connection, write: _Write) -> tuple[list[Row], bool]:
    before = connection.total_changes
    rows = connection.execute(write.sql, write.parameters).fetchall()
    return rows, connection.total_changes > before
