"""Several processes over one database: each runs some of the bot's shards, and what is done once is done in turns.

There is no leader. What belongs to a server is done by the process that has its shard; what there is once in all is done by
whoever has its turn first, and whoever comes next finds it done. Turns are locks of the operating system on the file beside
the database, so they end with their process, however it ends: nothing has to be taken over, and no clock is trusted.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from enum import IntEnum
from pathlib import Path
from typing import Final

import orjson

from bot.errors import SetupError, StoreError
from bot.settings import Shards
from bot.store.files import MIGRATIONS, alone, locking, steps, version_of

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

EVERYWHERE: Final = Shards(1, (0,))
"""All servers: where one process runs the whole bot."""

OF_SHARDS: Final = "(coalesce(guild_id, 0) >> 22) % :shards IN (SELECT value FROM json_each(:mine))"
"""Whether a row is of one of the shards that `parameters_of` names."""

_LOOK: Final = 0.2
"""Seconds between two looks whether it is our turn."""

_MOMENT: Final = 0.0005
"""The same where members wait: a commit takes longer."""

# Bytes of the file that are locked. A bot that runs alone locks all of them.
_HERE: Final = 0  # by every process of the bot, together
_ONLY: Final = 1  # by one that starts while there is no other; later by every process, together
_SHARDS: Final = 1000  # the first shard; each by the process that runs it


class Turn(IntEnum):
    """What one process does at a time; the number is the byte that it locks."""

    START = 2
    COMMANDS = 3
    FACES = 4
    BACKUP = 5
    IDENTIFY = 6
    NEXT = 7
    WRITE = 8


def parameters_of(shards: Shards) -> dict[str, int | str]:
    """What `OF_SHARDS` compares with."""
    return {"shards": shards.count, "mine": orjson.dumps(shards.ids).decode()}


class Cluster:
    """This process among those that run the bot, or the only one."""

    def __init__(self, shards: Shards | None = None, handle: int | None = None) -> None:
        self.shards = shards or EVERYWHERE
        self._handle = handle
        self._turns: defaultdict[Turn, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._pacing: set[asyncio.Task[None]] = set()

    @property
    def is_alone(self) -> bool:
        """Whether no other process can be there."""
        return self._handle is None

    @asynccontextmanager
    async def turn(self, what: Turn, look: float = _LOOK) -> AsyncGenerator[None, None]:
        """Wait until no other process is at it, and keep them away until the block ends."""
        if self._handle is None:
            yield
            return
        async with self._turns[what]:
            while not _lock(self._handle, what):  # noqa: ASYNC110  another process gives it up
                await asyncio.sleep(look)
            try:
                yield
            finally:
                _unlock(self._handle, what)

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[None, None]:
        """Be the one that writes. Whoever waits is next, while SQLite lets in whoever happens to look at the right moment."""
        async with AsyncExitStack() as stack:
            async with self.turn(Turn.NEXT, _MOMENT):
                await stack.enter_async_context(self.turn(Turn.WRITE, _MOMENT))
            yield

    async def pace(self, what: Turn, seconds: float) -> None:
        """Wait for a turn; whoever is next has it `seconds` after this."""
        begun = asyncio.Event()

        async def hold() -> None:
            async with self.turn(what):
                begun.set()
                await asyncio.sleep(seconds)

        task = asyncio.create_task(hold())
        self._pacing.add(task)
        task.add_done_callback(self._pacing.discard)
        await begun.wait()

    @asynccontextmanager
    async def starting(self, path: Path) -> AsyncGenerator[bool, None]:
        """Look at the database and change it while no other process starts; gives whether nobody else runs yet.

        Only then the schema and the pack may change: what the others keep in memory of them would be wrong.

        Raises:
            StoreError: another process has one of these shards, or the database is older than this program.
            SetupError: the others count shards otherwise.
        """
        if self._handle is None:
            yield True
            return
        async with self.turn(Turn.START):
            is_first = _lock(self._handle, _ONLY)
            if is_first:
                os.ftruncate(self._handle, 0)
                os.pwrite(self._handle, str(self.shards.count).encode(), 0)
            else:
                _lock(self._handle, _ONLY, together=True)
                self._check_others(self._handle, path)
            for each in self.shards.ids:
                if not _lock(self._handle, _SHARDS + each):
                    raise StoreError(f"Another process runs shard {each} on the database {path}.")
            yield is_first
            # At once: the others may come from now on, and each finds that it is not the first.
            _lock(self._handle, _ONLY, together=True)

    def _check_others(self, handle: int, path: Path) -> None:
        count = os.pread(handle, 20, 0).decode()
        if count != str(self.shards.count):
            raise SetupError(f"SHARD_COUNT is {self.shards.count} here and {count} in the processes that run already.")
        if version_of(path) < steps(MIGRATIONS)[-1][0]:
            raise StoreError(
                f"The database {path} is older than this program, and other processes run on it: stop all of them, and"
                " start them anew."
            )


@asynccontextmanager
async def join(path: Path, shards: Shards | None) -> AsyncGenerator[Cluster, None]:
    """Be one of the processes that run these shards over the database at `path`, or, without any, the only process.

    Raises:
        StoreError: others are there, in another way.
        SetupError: this system has no such locks.
    """
    if shards is None:
        with alone(path):
            yield Cluster()
        return
    if fcntl is None:
        raise SetupError("SHARD_IDS needs Linux, macOS or another Unix.")
    with locking(path) as handle:
        if not _lock(handle, _HERE, together=True):
            raise StoreError(f"A bot without SHARD_IDS is running on the database {path}: stop it first.")
        yield Cluster(shards, handle)


def _lock(handle: int, byte: int, *, together: bool = False) -> bool:
    """Whether it is ours now."""
    assert fcntl is not None, "join looked"  # noqa: S101  says why it holds
    try:
        fcntl.lockf(handle, (fcntl.LOCK_SH if together else fcntl.LOCK_EX) | fcntl.LOCK_NB, 1, byte)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _unlock(handle: int, byte: int) -> None:
    assert fcntl is not None, "join looked"  # noqa: S101  says why it holds
    fcntl.lockf(handle, fcntl.LOCK_UN, 1, byte)
