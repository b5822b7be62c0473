"""How things are measured: everything that is compared takes turns, and the middle of the turns counts."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, TypeAlias

from benchmarks.loopback import Load, Loopback, Use, command
from benchmarks.process import Bot, running
from benchmarks.worlds import MEMBERS, World

TURNS: Final = 4

Leg: TypeAlias = Callable[[], Awaitable[Load]]
Running: TypeAlias = tuple[Loopback, Bot]

TYPED: Final = [word[:end] for word in ("nam-ra", "cheong-san", "lee su", "teacher") for end in range(1, len(word) + 1)]
"""What members have typed of a name so far."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One load compared with another: how much as many interactions, for how much as much of the processor."""

    throughput: float
    cpu: float

    @classmethod
    def of(cls, base: Sequence[Load], other: Sequence[Load]) -> "Ratio":
        """1 where both are the same; less where `other` is slower or costs more."""
        return cls(
            median(each.per_second for each in other) / median(each.per_second for each in base),
            median(each.cpu_us for each in base) / median(each.cpu_us for each in other),
        )

    @classmethod
    def of_ratios(cls, base: "Ratio", other: "Ratio") -> "Ratio":
        """How much of one is left in another."""
        return cls(other.throughput / base.throughput, other.cpu / base.cpu)


@asynccontextmanager
async def stock(*, card: Path | None = None) -> AsyncGenerator[Running, None]:
    """discord.py as it is, without the packages that make it faster, once it has answered."""
    async with (
        Loopback() as discord,
        running("benchmarks.bots", discord.address, hidden=("orjson",), card=card) as bot,
    ):
        await _first(discord, command("ping"))
        yield discord, bot


@asynccontextmanager
async def ours(world: World, guilds: int = 50, *, slow_disk: bool = False) -> AsyncGenerator[Running, None]:
    """The bot over the store of that world, once it has answered."""
    async with (
        Loopback(guilds) as discord,
        running("bot", discord.address, slow_disk=slow_disk, database=world.database) as bot,
    ):
        await _first(discord, card_of(world))
        yield discord, bot


async def _first(discord: Loopback, data: dict[str, object]) -> None:
    await asyncio.wait_for(discord.ready.wait(), 60)
    await discord.use(Use(data))


def card_of(world: World) -> dict[str, object]:
    """Somebody asks for the card that is kept."""
    return command("character", name=str(world.character_id))


def leg(
    who: Running, data: Callable[[int], dict[str, object]], count: int = 600, in_flight: int = 16, *, guilds: int = 50
) -> Leg:
    """So many members, in servers in turn, use a bot."""
    discord, bot = who
    return lambda: discord.load(bot, lambda i: Use(data(i), i % MEMBERS, i % guilds), count, in_flight)


async def in_turns(legs: Sequence[Leg], turns: int = TURNS) -> list[list[Load]]:
    """Every leg once to warm up, and then so many `turns`, one after the other."""
    results: list[list[Load]] = [[] for _ in legs]
    for turn in range(turns + 1):
        for each, loads in zip(legs, results, strict=True):
            load = await each()
            if turn:
                loads.append(load)
    return results
