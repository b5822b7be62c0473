"""Pictures that were ordered: each is drawn once, two at a time beside the bot, and those drawn last are kept."""

import asyncio
import contextlib
import hashlib
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Final, cast

from bot.errors import PicturesWaitError, StoppingError
from bot.paths import ROOT

AT_ONCE: Final = 2
"""Processes that draw at a time."""

WAITING: Final = 16
"""Pictures that are drawn or wait for it at the most; a picture of everybody takes up to two seconds."""

OF_ONE: Final = 6
"""The same for one server, or for one member in direct messages: there is always room for others."""

KEPT: Final = 24 * 2**20
"""Bytes of pictures that are kept; the largest takes 200 KB."""

_PATIENCE: Final = 30.0  # seconds for one picture
_STAYS: Final = 60.0  # seconds that a process waits for the next one: it takes 40 MiB, and half a second to begin


class _Painter:
    """A process that draws one picture after the other."""

    def __init__(self) -> None:
        # A session of its own: what ends the bot at a terminal is no concern of this process.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.ui.chart.draw"], cwd=ROOT, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.leaves: threading.Timer | None = None

    def draw(self, ordered: bytes) -> bytes | None:
        """The picture, behind its zero, or what went wrong, behind a one; None where the process has ended."""
        # Both are pipes.
        orders, answers = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        late = threading.Timer(_PATIENCE, self._process.kill)
        late.start()
        try:
            orders.write(len(ordered).to_bytes(4) + ordered)
            orders.flush()
            length = int.from_bytes(answers.read(4))
            answer = answers.read(length)
        except OSError:
            return None
        finally:
            late.cancel()
        return answer if answer and len(answer) == length else None

    def kill(self) -> None:
        """End it, whatever it does."""
        self._process.kill()

    def close(self) -> None:
        """End it, and leave nothing of it."""
        if self.leaves is not None:
            self.leaves.cancel()
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()


class Drawing:
    """The processes that draw, which wait a while for the next order. They end with the bot: `stop` waits for no picture."""

    def __init__(self) -> None:
        self._running: set[_Painter] = set()
        self._idle: list[_Painter] = []
        self._lock = threading.Lock()
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
        painter = self._take()
        answer = None
        try:
            answer = painter.draw(ordered)
        finally:
            self._give_back(painter, is_well=answer is not None)
        if self._is_stopped:
            raise StoppingError(begun=True)
        if answer is None or answer[0]:
            raise RuntimeError(f"a picture was not drawn: {answer[1:].decode() if answer else 'its process ended'}")
        return answer[1:]

    def stop(self) -> None:
        """End what is being drawn, and draw nothing more."""
        with self._lock:
            self._is_stopped = True
            idle, self._idle = self._idle, []
            for painter in self._running:
                painter.kill()
        for painter in idle:
            painter.close()

    def _take(self) -> _Painter:
        with self._lock:
            if self._is_stopped:
                raise StoppingError(begun=True)
            painter = self._idle.pop() if self._idle else _Painter()
            if painter.leaves is not None:
                painter.leaves.cancel()
            self._running.add(painter)
        return painter

    def _give_back(self, painter: _Painter, *, is_well: bool) -> None:
        with self._lock:
            self._running.discard(painter)
            stays = is_well and not self._is_stopped
            if stays:
                self._idle.append(painter)
                painter.leaves = threading.Timer(_STAYS, self._send_home, [painter])
                painter.leaves.daemon = True
                painter.leaves.start()
        if not stays:
            painter.close()

    def _send_home(self, painter: _Painter) -> None:
        with self._lock:
            if painter not in self._idle:
                return
            self._idle.remove(painter)
        painter.close()


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
