"""What a search takes in the store, without Discord."""

import random
import statistics
import time
from collections.abc import AsyncGenerator
from typing import Final

from benchmarks.loopback import guild_id
from benchmarks.measures import TURNS
from benchmarks.rows import Row
from benchmarks.worlds import FACTS, PROGRESS, World, Worlds
from bot.show.episodes import Scope
from bot.store import open_store

ASKED: Final = (
    "who is the patient zero", "how does the virus start", "on-jo and cheong-san", "rope", "library", "who dies first",
    "nam-ra class president", "hambie", "gwi-nam phone", "science teacher", "tent on the rooftop", "music room", "archery",
    "who plays su-hyeok", "fire department", "helicopter", "quarantine camp", "bullying", "na-yeon", "english teacher",
    "hearing", "why did they shoot", "son of the teacher", "broadcast room", "gym", "ambulance", "firefighter", "drone",
    "does nam-ra die", "what happened to ms park", "who survives", "is gwi-nam alive", "how does it end",
    "assemblywoman", "father of on-jo", "zombie smell", "bite", "hamster", "phone", "piano", "storage", "bathroom", "friend",
)  # fmt: skip
"""What members ask."""


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """In the small store and in the large one."""
    for world, facts, bar, goal in ((worlds.small, worlds.small.facts, 2, 1), (worlds.large, FACTS, 10, 4)):
        waited, worked = await p99(world)
        yield Row(f"search in {facts:,} facts, p99 of the store", waited, " ms", bar, goal)
        yield Row(f"search in {facts:,} facts, p99 of the store, of processor time", worked, " ms", bar, goal)


async def p99(world: World, turns: int = TURNS) -> tuple[float, float]:
    """Milliseconds of the slowest hundredth of questions, in the store alone; and of processor time, which others disturb less."""
    waited: list[float] = []
    worked: list[float] = []
    async with open_store(world.database) as store:
        for turn in range(turns):
            chance, times, works = random.Random(turn), list[float](), list[float]()
            for number in range(400):
                asked = chance.choice(ASKED)
                start, begun = time.perf_counter(), time.process_time()
                await store.search.search(world.show_id, asked, Scope.through(PROGRESS), guild_id=guild_id(number % 50))
                times.append(time.perf_counter() - start)
                works.append(time.process_time() - begun)
            waited.append(statistics.quantiles(times, n=100)[-1])
            worked.append(statistics.quantiles(works, n=100)[-1])
    return statistics.median(waited) * 1e3, statistics.median(worked) * 1e3
