"""Ten thousand servers with channels and roles in four shards, beside discord.py alone; and answers while shards come again.

discord.py waits 5 seconds before each shard but the first identifies: the time until all are there is given without that.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from benchmarks.loopback import Loopback, Use, command
from benchmarks.measures import Ratio, Running, card_of, in_turns, ours
from benchmarks.process import running
from benchmarks.rows import Row
from benchmarks.worlds import GUILDS, MEMBERS, World, Worlds

SHARDS: Final = 4


@asynccontextmanager
async def _grown(world: World | None) -> AsyncGenerator[tuple[Running, float], None]:
    """Our bot over that world, or discord.py alone, in all of those servers, and the seconds until it had them and answered."""
    module, hidden, shards = ("bot", (), SHARDS) if world else ("benchmarks.bots", ("orjson",), 1)
    async with Loopback(GUILDS, advised=shards, whole=True) as discord:
        begun = time.perf_counter()
        async with running(module, discord.address, hidden=hidden, database=world and world.database) as bot:
            await asyncio.wait_for(discord.ready.wait(), 180)
            for shard in range(shards):
                await discord.use(Use(card_of(world) if world else command("ping"), guild=shard))
            yield (discord, bot), time.perf_counter() - begun - 5.0 * (shards - 1)


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """Start, memory, a card, and the slowest answers while one shard after the other comes again."""
    in_all = f"{GUILDS:,} servers in {SHARDS} shards"
    async with _grown(None) as ((_, bot), seconds):
        await asyncio.sleep(3)
        yield Row(f"discord.py alone in {GUILDS:,} servers in one shard: ready", seconds, " s")
        yield Row("its memory", bot.memory(), " MiB")
    async with ours(worlds.small) as (near, one), _grown(worlds.large) as ((discord, bot), seconds):
        await asyncio.sleep(3)
        yield Row(f"{in_all}: ready", seconds, " s", 15)
        yield Row("its memory", bot.memory(), " MiB", 250)
        few, many = await in_turns(
            [
                lambda: near.load(one, lambda i: Use(card_of(worlds.small), i % MEMBERS, i % 50), 600, 16),
                lambda: discord.load(bot, lambda i: Use(card_of(worlds.large), i % MEMBERS, i), 600, 16),
            ]
        )
        yield Row.ratio(
            f"a card there, in another server each time, to one in {near.guilds} servers", Ratio.of(few, many), 0.5
        )

        async def come_again() -> None:
            for shard in range(SHARDS):
                await asyncio.sleep(0.2)
                await discord.reconnect(shard)

        # Those of the other shards are answered; who is on that one waits at Discord.
        again = asyncio.create_task(come_again())
        slowest = 0.0
        while not again.done():
            load = await discord.load(bot, lambda i: Use(card_of(worlds.large), i % MEMBERS, i), 200, 8)
            slowest = max(slowest, load.p99_ms)
        await again
        yield Row("the slowest hundredth of answers while each shard comes again", slowest, " ms")
