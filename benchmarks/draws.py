"""What a game may ask, made anew for a server with its own layer: over the shipped show, and over 100,000 facts."""

import time
from collections.abc import AsyncGenerator
from statistics import median
from typing import Final

from benchmarks.loopback import guild_id
from benchmarks.rows import Row
from benchmarks.worlds import CEILING, FACTS, World, Worlds
from bot.show.episodes import Scope
from bot.show.trivia import KINDS, QUIZ
from bot.store import open_store

TURNS: Final = 3
_SHOW: Final = "all-of-us-are-dead"


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """A row a kind: how often as long it takes where there are so many facts and people. They are made in the same turns."""
    spent: dict[str, tuple[list[float], list[float]]] = {kind: ([], []) for kind in KINDS}
    for _ in range(TURNS):
        for kind in KINDS:
            for world, times in zip((worlds.small, worlds.large), spent[kind], strict=True):
                times.append(await _draw(world, kind))
    for kind, (small, large) in spent.items():
        yield Row(f"questions of “{kind}” among {FACTS:,} facts: processor", median(large), " ms", 1_500)
        yield Row("to the shipped show", median(large) / median(small), "×")


async def _draw(world: World, kind: str) -> float:
    """Milliseconds of the processor for everything that a game of this kind may ask, in a process that has read nothing."""
    async with open_store(world.database) as store:
        show, scope, server = await store.packs.show(_SHOW), Scope.through(CEILING), guild_id(0)
        begun = time.process_time()
        if kind == QUIZ:
            await store.questions.pool(show, scope, guild_id=server)
        else:
            await store.game_kinds.pool(kind, show, scope, guild_id=server)
        return (time.process_time() - begun) * 1e3
