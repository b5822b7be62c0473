"""Trivia alone: what `/trivia practice`, `/trivia daily` and the start of a game take of the processor."""

from collections.abc import AsyncGenerator
from statistics import median
from typing import Final

from benchmarks.loopback import Use, command
from benchmarks.measures import Leg, Running, in_turns, ours
from benchmarks.rows import Row
from benchmarks.worlds import MEMBERS, MIXED_GUILDS, Worlds

COUNT: Final = 250
_SORTS: Final = ("trivia practice", "trivia daily")


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """Members at random episodes, in their servers."""
    async with ours(worlds.mixed().world, MIXED_GUILDS) as who:
        practice, daily = await in_turns([_leg(who, each) for each in _SORTS])
    for sort, loads in zip(_SORTS, (practice, daily), strict=True):
        worked = median(each.cpu_us for each in loads) / 1e3
        yield Row(f"`/{sort}`, of processor time", worked, " ms", 5, 3)


def _leg(who: Running, sort: str) -> Leg:
    discord, bot = who
    return lambda: discord.load(bot, lambda i: Use(command(sort), i % MEMBERS, i % MIXED_GUILDS), COUNT, 4)
