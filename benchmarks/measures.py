"""What is measured, and how: everything that is compared takes turns, and the middle of the turns counts."""

import asyncio
import random
import shutil
import statistics
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from benchmarks.loopback import Load, Loopback, Use, channel_id, command, guild_id, press
from benchmarks.process import Bot, running
from benchmarks.worlds import GUILDS, MEMBERS, PROGRESS, World
from bot.show.episodes import Scope
from bot.store import open_store

TURNS = 4
GROWTH = 10_000
"""Interactions between two looks at the memory."""

_TYPED = [word[:end] for word in ("nam-ra", "cheong-san", "lee su", "teacher") for end in range(1, len(word) + 1)]
_ASKED = (
    "who is the patient zero", "how does the virus start", "on-jo and cheong-san", "rope", "library", "who dies first",
    "nam-ra class president", "hambie", "gwi-nam phone", "science teacher", "tent on the rooftop", "music room", "archery",
    "who plays su-hyeok", "fire department", "helicopter", "quarantine camp", "bullying", "na-yeon", "english teacher",
    "hearing", "why did they shoot", "son of the teacher", "broadcast room", "gym", "ambulance", "firefighter", "drone",
    "does nam-ra die", "what happened to ms park", "who survives", "is gwi-nam alive", "how does it end",
    "assemblywoman", "father of on-jo", "zombie smell", "bite", "hamster", "phone", "piano", "storage", "bathroom", "friend",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ratio:
    """One load compared with another: how much as many interactions, for how much as much of the processor."""

    throughput: float
    cpu: float

    @classmethod
    def of(cls, base: Sequence[Load], other: Sequence[Load]) -> "Ratio":
        """1 where both are the same; less where `other` is slower or costs more."""
        return cls(
            _median(each.per_second for each in other) / _median(each.per_second for each in base),
            _median(each.cpu_us for each in base) / _median(each.cpu_us for each in other),
        )


@asynccontextmanager
async def stock(**settings: Path) -> AsyncGenerator[tuple[Loopback, Bot], None]:
    """discord.py as it is, without the packages that make it faster, once it has answered."""
    async with (
        Loopback() as discord,
        running("benchmarks.bots", discord.address, hidden=("orjson",), **settings) as bot,
    ):
        await _first(discord, command("ping"))
        yield discord, bot


@asynccontextmanager
async def ours(world: World, guilds: int = 50) -> AsyncGenerator[tuple[Loopback, Bot], None]:
    """The bot over the store of that world, once it has answered."""
    async with Loopback(guilds) as discord, running("bot", discord.address, database=world.database) as bot:
        await _first(discord, _card(world))
        yield discord, bot


async def _first(discord: Loopback, data: dict[str, object]) -> None:
    await asyncio.wait_for(discord.ready.wait(), 60)
    await discord.use(Use(data))


def _card(world: World) -> dict[str, object]:
    return command("character", name=str(world.character_id))


async def in_turns(legs: Sequence[Callable[[], Awaitable[Load]]]) -> list[list[Load]]:
    """Every leg once to warm up, and then `TURNS` times, one after the other."""
    results: list[list[Load]] = [[] for _ in legs]
    for turn in range(TURNS + 1):
        for leg, loads in zip(legs, results, strict=True):
            load = await leg()
            if turn:
                loads.append(load)
    return results


# ------------------------------------------------------------------------------------------------- throughput


async def cards_and_names(small: World, large: World) -> tuple[Ratio, Ratio, Ratio, Ratio, Ratio]:
    """A card against a pong, and so the same card without our program; in a large store; names in both stores; 16 in flight."""
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(ours(small))
        words = small.database.with_name("card.json")
        words.write_bytes(orjson.dumps((await few[0].use(Use(_card(small))))["components"][0]))
        plain = await stack.enter_async_context(stock(card=words))
        # It is a member of every server that it keeps something of: else it would begin to forget them.
        many = await stack.enter_async_context(ours(large, GUILDS))
        await asyncio.sleep(3)  # what a start does beside answering is over

        def leg(who: tuple[Loopback, Bot], data: Callable[[int], dict[str, object]]) -> Callable[[], Awaitable[Load]]:
            discord, bot = who
            return lambda: discord.load(bot, lambda i: Use(data(i), i % MEMBERS, i % 50), 600, 16)

        def typed(name: str) -> Callable[[int], dict[str, object]]:
            return lambda i: command(name, focused="name", name=_TYPED[i % len(_TYPED)])

        pong, floor, card, far, fixed, names, more = await in_turns(
            [
                leg(plain, lambda _: command("ping")),
                leg(plain, lambda _: command("card")),
                leg(few, lambda _: _card(small)),
                leg(many, lambda _: _card(large)),
                leg(plain, typed("pick")),
                leg(few, typed("character")),
                leg(many, typed("character")),
            ]
        )
    return (
        Ratio.of(pong, card),
        Ratio.of(pong, floor),
        Ratio.of(card, far),
        Ratio.of(fixed, names),
        Ratio.of(fixed, more),
    )


async def presses(small: World) -> tuple[Ratio, Ratio]:
    """The first presses of 64 members on a question, and such a press without our program, against a pong; 64 in flight."""
    games = 1024 // 64
    async with stock() as (plain, pong), ours(small) as (discord, bot):
        channels = iter(range(1000))

        async def ask(guild: int) -> tuple[Use, dict[str, Any]]:
            start = Use(command("trivia start", rounds=5, seconds=120), guild=guild, channel=next(channels))
            await discord.use(start)
            return start, await discord.posted(channel_id(start.guild, start.channel))

        def answer(asked: tuple[Use, dict[str, Any]], i: int) -> Use:
            start, message = asked
            return Use(press(message, i % 4), i % 64, start.guild, start.channel, message)

        async def answers() -> Load:
            asked = [await ask(guild) for guild in range(games)]
            return await discord.load(bot, lambda i: answer(asked[i // 64], i), 64 * games, 64)

        once = await ask(0)
        base, floor, other = await in_turns(
            [
                lambda: plain.load(pong, lambda i: Use(command("ping"), i % MEMBERS, i % 50), 64 * games, 64),
                lambda: plain.load(pong, lambda i: answer(once, i), 64 * games, 64),
                answers,
            ]
        )
    return Ratio.of(base, other), Ratio.of(base, floor)


# ------------------------------------------------------------------------------------------------------ search


async def search(world: World) -> tuple[float, float]:
    """Milliseconds of the slowest hundredth of questions, in the store alone; and of processor time, which others disturb less."""
    waited: list[float] = []
    worked: list[float] = []
    async with open_store(world.database) as store:
        for turn in range(TURNS):
            chance, times, works = random.Random(turn), list[float](), list[float]()
            for number in range(400):
                asked = chance.choice(_ASKED)
                start, begun = time.perf_counter(), time.process_time()
                await store.search.search(world.show_id, asked, Scope.through(PROGRESS), guild_id=guild_id(number % 50))
                times.append(time.perf_counter() - start)
                works.append(time.process_time() - begun)
            waited.append(statistics.quantiles(times, n=100)[-1])
            worked.append(statistics.quantiles(works, n=100)[-1])
    return _median(waited) * 1e3, _median(worked) * 1e3


# --------------------------------------------------------------------------------------------- start and memory


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
    return _median(seconds["ours"]) / _median(seconds["stock"]), _median(memory["ours"]) - _median(memory["stock"])


async def growth(small: World, folder: Path) -> float:
    """MiB that the bot has gained after `GROWTH` interactions of all sorts."""
    world = World(Path(shutil.copy(small.database, folder / "growth.db")), small.show_id, small.character_id, 0, 0)
    async with ours(world) as (discord, bot):
        card = await discord.use(Use(_card(world)))

        def anything(i: int) -> Use:
            sorts = (
                (_card(world), None),
                (command("character", focused="name", name=_TYPED[i % len(_TYPED)]), None),
                (command("search", text=_ASKED[i % len(_ASKED)]), None),
                (press(card, i // 6 % 7), card),
                (command("cast", private=bool(i % 2)), None),
                (command("character", name=f"nobody {i}"), None),
            )
            data, message = sorts[i % len(sorts)]
            return Use(data, i * 7 % MEMBERS, i % 50, message=message)

        await discord.load(bot, anything, GROWTH // 4, 16)
        before = bot.memory()
        await discord.load(bot, anything, GROWTH, 16)
        return bot.memory() - before


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)
