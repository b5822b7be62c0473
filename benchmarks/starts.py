"""How long a start takes, and what the bot keeps in memory."""

import asyncio
import shutil
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.loopback import Use, command, press, walk
from benchmarks.measures import TURNS, TYPED, card_of, ours, stock
from benchmarks.rows import Row
from benchmarks.searches import ASKED
from benchmarks.worlds import MEMBERS, World, Worlds

GROWTH: Final = 10_000
"""Interactions between two looks at the memory."""


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """A start, memory at rest, and what is kept more after many interactions."""
    start, memory = await starts(worlds.small)
    yield Row("start to first answer, to a stock bot", start, "×", 2, 1.5)
    yield Row("memory at rest above a stock bot", memory, " MiB", 40, 20)
    grown = await growth(worlds.small, worlds.folder)
    yield Row(f"memory growth, over {GROWTH:,} interactions instead of 100,000", grown, " MiB", 10, 0)


async def starts(small: World) -> tuple[float, float]:
    """How often as long as a bare bot until the first answer, and how many MiB more at rest."""
    seconds: dict[str, list[float]] = {"stock": [], "ours": []}
    memory: dict[str, list[float]] = {"stock": [], "ours": []}
    for _ in range(TURNS):
        for name, times in seconds.items():
            start = time.perf_counter()
            async with stock() if name == "stock" else ours(small) as (_, bot):
                times.append(time.perf_counter() - start)
                await asyncio.sleep(3)
                memory[name].append(bot.memory())
    return median(seconds["ours"]) / median(seconds["stock"]), median(memory["ours"]) - median(memory["stock"])


async def growth(small: World, folder: Path) -> float:
    """MiB that the bot has gained after `GROWTH` interactions of all sorts."""
    world = World(Path(shutil.copy(small.database, folder / "growth.db")), small.show_id, small.character_id, 0, 0)
    async with ours(world) as (discord, bot):
        card = await discord.use(Use(card_of(world)))
        buttons = sum(each["type"] == 2 for each in walk(card["components"]))

        def anything(i: int) -> Use:
            sorts = (
                (card_of(world), None),
                (command("character", focused="name", name=TYPED[i % len(TYPED)]), None),
                (command("search", text=ASKED[i % len(ASKED)]), None),
                (press(card, i // 6 % buttons), card),
                (command("cast", private=bool(i % 2)), None),
                (command("character", name=f"nobody {i}"), None),
            )
            data, message = sorts[i % len(sorts)]
            return Use(data, i * 7 % MEMBERS, i % 50, message=message)

        await discord.load(bot, anything, GROWTH // 4, 16)
        before = bot.memory()
        await discord.load(bot, anything, GROWTH, 16)
        return bot.memory() - before
