"""python -m benchmarks.shards: one process and two over the same shards: a start, memory, cards, and presses that write."""

import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.loopback import Load, Loopback, Use
from benchmarks.measures import Leg, Ratio, card_of, in_turns
from benchmarks.presses import GAMES, PLAYERS, answer, ask
from benchmarks.process import Bot, running
from benchmarks.worlds import GUILDS, MEMBERS, World, Worlds, small_world

COUNT: Final = 4
"""Shards: 2,500 servers each, the most that Discord lets one have."""

PACE: Final = (COUNT - 1) * 5
"""Seconds that Discord asks for between the first shard and the last."""


class Together(Bot):
    """Several processes, measured as one."""

    def __init__(self, parts: list[Bot]) -> None:
        super().__init__(parts[0].pid)
        self.parts = parts

    def cpu(self) -> float:
        """Of all of them."""
        return sum(each.cpu() for each in self.parts)


@asynccontextmanager
async def processes(
    world: World, ids: list[str], *, slow_disk: bool = False
) -> AsyncGenerator[tuple[Loopback, Together, float], None]:
    """A process for each of `ids`, and how long it took until all shards were there, without Discord's pace."""
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(Loopback(GUILDS))
        begun = time.perf_counter()
        parts = [
            await stack.enter_async_context(
                running(
                    "bot", discord.address, slow_disk=slow_disk, database=world.database, shard_count=str(COUNT),
                    shard_ids=each,
                )
            )
            for each in ids
        ]  # fmt: skip
        await asyncio.wait_for(discord.ready.wait(), 240)
        seconds = time.perf_counter() - begun - PACE
        await asyncio.sleep(5)
        yield discord, Together(parts), seconds


def cards(who: tuple[Loopback, Together, float], world: World, in_flight: int) -> Leg:
    """The same person is looked up in server after server."""
    discord, bots, _ = who
    numbers = itertools.count()

    def use(_: int) -> Use:
        number = next(numbers)
        return Use(card_of(world), number % MEMBERS, number * 7 % GUILDS)

    return lambda: discord.load(bots, use, 1500, in_flight)


def presses(who: tuple[Loopback, Together, float]) -> Leg:
    """First answers to questions, each of which is written, in servers of all shards."""
    discord, bots, _ = who
    members, starters = itertools.count(MEMBERS), itertools.count()

    async def run() -> Load:
        asked = [await ask((discord, bots), next(starters)) for _ in range(GAMES)]
        return await discord.load(bots, lambda i: answer(asked[i % GAMES], next(members)), GAMES * PLAYERS, 64)

    return run


def _told(name: str, loads: list[Load]) -> str:
    figures = [median(getattr(each, field) for each in loads) for field in ("per_second", "cpu_us", "p99_ms")]
    return f"| {name} | " + " | ".join(f"{each:,.0f}" for each in figures) + " |"


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        worlds = Worlds(await small_world(Path(folder)), Path(folder))
        world, other = worlds.crowded("one.db"), worlds.crowded("two.db")
        slow_disk = "slow" in sys.argv
        async with (
            processes(world, ["0-3"], slow_disk=slow_disk) as one,
            processes(other, ["0-1", "2-3"], slow_disk=slow_disk) as two,
        ):
            for name, (_, bots, seconds) in (("one", one), ("two", two)):
                memory = ", ".join(f"{each.memory():.0f}" for each in bots.parts)
                started = ", ".join(f"{each.cpu():.1f}" for each in bots.parts)
                print(
                    f"{name}: ready {seconds:.1f} s after its start and {PACE} s; {memory} MiB; {started} s of processor"
                )
            legs = [cards(one, world, 32), cards(two, other, 32), presses(one), presses(two)]
            alone, both, alone_writes, both_write = await in_turns(legs, 6)
            print("| | a second | processor µs each | p99 ms |\n| --- | --- | --- | --- |")
            for name, loads in (
                ("cards, one process", alone), ("cards, two", both),
                ("presses, one process", alone_writes), ("presses, two", both_write),
            ):  # fmt: skip
                print(_told(name, loads))
            for name, base, more in (("cards", alone, both), ("presses", alone_writes, both_write)):
                ratio = Ratio.of(base, more)
                print(f"two processes to one, {name}: {ratio.throughput:.2f} a second, {ratio.cpu:.2f} of processor")
            for name, (_, bots, _seconds) in (("one", one), ("two", two)):
                print(f"{name}: {', '.join(f'{each.memory():.0f}' for each in bots.parts)} MiB afterwards")


if __name__ == "__main__":
    asyncio.run(main())
