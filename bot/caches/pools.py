"""What trivia may ask, made once for each edition of the facts and each episode: to make it takes some 50 ms."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from bot.show.episodes import Episode
from bot.show.trivia import Question
from bot.viewer import Viewer

if TYPE_CHECKING:
    from bot.client import Interaction

MOST: Final = 10_000
"""Questions that are kept, of all pools together; a question takes 1.4 KiB, the shipped show has 3,000 over its episodes."""

_Key = tuple[tuple[str, int | None], Episode]


class Pools:
    """The pools that were used last. A key names everything that a pool is made of, so nothing has to be invalidated."""

    def __init__(self) -> None:
        self._pools: dict[_Key, Sequence[Question]] = {}  # what was used longest ago comes first
        self._size = 0
        self._making = asyncio.Lock()  # one at a time, and what two want at once is made once

    @property
    def kept(self) -> list[Sequence[Question]]:
        """Every pool that is kept now."""
        return list(self._pools.values())

    async def pool(self, interaction: "Interaction", viewer: Viewer, through: Episode) -> Sequence[Question]:
        """Everything that may be asked here through this episode."""
        key = viewer.edition, through
        if key not in self._pools:
            async with self._making:
                if key not in self._pools:
                    pool = await self._made(interaction, through)
                    # Unless what the key names changed while the pool was made.
                    if (await interaction.client.viewer(interaction)).edition != viewer.edition:
                        return pool
                    self._keep(key, pool)
        self._pools[key] = pool = self._pools.pop(key)
        return pool

    async def _made(self, interaction: "Interaction", through: Episode) -> Sequence[Question]:
        bot = interaction.client
        return tuple(await bot.store.questions.pool(bot.show, through, guild_id=interaction.guild_id))

    def _keep(self, key: _Key, pool: Sequence[Question]) -> None:
        self._pools[key] = pool
        self._size += len(pool)
        while self._size > MOST and len(self._pools) > 1:
            self._size -= len(self._pools.pop(next(iter(self._pools))))
