"""What trivia may ask, made once for each edition of the facts and each episode: to make it takes some 50 ms."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from bot.show.episodes import Episode
from bot.show.trivia import Question
from bot.viewer import Edition

MOST: Final = 10_000
"""Questions that are kept, of all pools together; a question takes 1.4 KiB, the shipped show has 3,000 over its episodes."""

PoolKey = tuple[Edition, Episode, str, str]
"""The edition of the facts, the episode, the kind of game and the language that decides about it: everything that a pool is made of."""


class Pools:
    """The pools that were used last. A key names everything that a pool is made of, so nothing has to be invalidated."""

    def __init__(self) -> None:
        self._pools: dict[PoolKey, Sequence[Question]] = {}  # what was used longest ago comes first
        self._size = 0
        self._differ: dict[tuple[int, bool], bool] = {}  # by the edition of a server's layer, the oldest first
        self._making = asyncio.Lock()  # one at a time, and what two want at once is made once

    @property
    def kept(self) -> list[Sequence[Question]]:
        """Every pool that is kept now."""
        return list(self._pools.values())

    async def pool(
        self, key: PoolKey, make: Callable[[], Awaitable[Sequence[Question]]], edition: Callable[[], Awaitable[Edition]]
    ) -> Sequence[Question]:
        """Everything that may be asked: kept, or made now. `edition` tells whether the key still holds afterwards."""
        if key not in self._pools:
            async with self._making:
                if key not in self._pools:
                    pool = tuple(await make())
                    if await edition() != key[0]:
                        return pool
                    self._keep(key, pool)
        self._pools[key] = pool = self._pools.pop(key)
        return pool

    async def differ(self, layer: tuple[int, bool], read: Callable[[], Awaitable[bool]]) -> bool:
        """Whether a server with this edition of its own layer asks anything else than the pack: `read` once.

        The second part of the key says whether what it only added is asked as well.
        """
        if layer not in self._differ:
            self._differ[layer] = await read()
            if len(self._differ) > MOST:
                del self._differ[next(iter(self._differ))]
        return self._differ.get(layer, True)

    def _keep(self, key: PoolKey, pool: Sequence[Question]) -> None:
        self._pools[key] = pool
        self._size += len(pool)
        while self._size > MOST and len(self._pools) > 1:
            self._size -= len(self._pools.pop(next(iter(self._pools))))
