"""Pictures that were ordered: each is drawn once, two at a time beside the bot, and those drawn last are kept."""

import asyncio
import hashlib
import logging
import subprocess
import sys
from collections.abc import Callable
from typing import Final

from bot.errors import PicturesWaitError, StoppingError
from bot.paths import ROOT

log = logging.getLogger(__name__)

AT_ONCE: Final = 2
"""Processes that draw at a time."""

WAITING: Final = 16
"""Pictures that are drawn or wait for it at the most; a picture of everybody takes up to two seconds."""

OF_ONE: Final = 6
"""The same for one server, or for one member in direct messages: there is always room for others."""

KEPT: Final = 24 * 2**20
"""Bytes of pictures that are kept; the largest takes 200 KB."""

_PATIENCE: Final = 30.0  # seconds for one picture
_HOUSE: Final = ROOT


class Drawing:
    """The processes that draw now. They end with the bot: `stop` does not wait for their pictures."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._is_stopped = False

    @property
    def is_busy(self) -> bool:
        """Whether something is being drawn."""
        return bool(self._running)

    def __call__(self, ordered: bytes) -> bytes:
        """Draw in a process of its own; blocks, so call it in a thread.

        Raises:
            StoppingError: the bot stops.
        """
        if self._is_stopped:
            raise StoppingError(begun=True)
        # A session of its own: what ends the bot at a terminal is no concern of this process.
        with subprocess.Popen(
            [sys.executable, "-m", "bot.ui.chart.draw"], cwd=_HOUSE, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            self._running.add(process)
            if self._is_stopped:
                process.kill()
            try:
                picture, complaint = process.communicate(ordered, _PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            finally:
                self._running.discard(process)
        if self._is_stopped:
            raise StoppingError(begun=True)
        if process.returncode:
            last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
            raise RuntimeError(f"a picture was not drawn: status {process.returncode}, {last.partition(':')[0]}")
        return picture

    def stop(self) -> None:
        """End what is being drawn, and draw nothing more."""
        self._is_stopped = True
        for process in list(self._running):
            process.kill()


class Pictures:
    """The pictures of this process. An order names everything that its picture shows, so nothing has to be invalidated."""

    def __init__(self, draw: Callable[[bytes], bytes]) -> None:
        self._draw = draw
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._drawing: dict[bytes, tuple[int, asyncio.Task[bytes]]] = {}
        self._kept: dict[bytes, bytes] = {}  # what was asked for longest ago comes first
        self._size = 0

    async def picture(self, ordered: bytes, payer: int) -> bytes:
        """What was ordered, as a PNG. `payer` is the server, or the member, for whom it is drawn if it has to be.

        Raises:
            PicturesWaitError: too many are waiting already.
        """
        key = hashlib.sha256(ordered).digest()
        if key in self._kept:
            self._kept[key] = picture = self._kept.pop(key)
            return picture
        if key not in self._drawing:
            payers = [each for each, _ in self._drawing.values()]
            if len(payers) >= WAITING or payers.count(payer) >= OF_ONE:
                raise PicturesWaitError
            self._drawing[key] = payer, asyncio.create_task(self._drawn(key, ordered))
        # One who is waited for by others goes on when the first of them goes away.
        return await asyncio.shield(self._drawing[key][1])

    async def _drawn(self, key: bytes, ordered: bytes) -> bytes:
        try:
            async with self._turn:
                picture = await asyncio.to_thread(self._draw, ordered)
        finally:
            del self._drawing[key]
        self._kept[key] = picture
        self._size += len(picture)
        while self._size > KEPT:
            self._size -= len(self._kept.pop(next(iter(self._kept))))
        return picture
