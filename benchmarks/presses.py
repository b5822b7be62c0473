"""Presses on the buttons of a game of trivia, on the disk of this machine and on a slow one."""

import itertools
import shutil
from collections.abc import AsyncGenerator
from dataclasses import replace
from statistics import median
from typing import Any

from benchmarks.loopback import Load, Use, channel_id, command, letters, press
from benchmarks.measures import Leg, Ratio, Running, in_turns, ours, stock
from benchmarks.process import SYNC
from benchmarks.rows import Row
from benchmarks.worlds import MEMBERS, Worlds

GAMES, PLAYERS = 16, 64

Asked = tuple[Use, dict[str, Any]]


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """The first presses of 64 members on a question, and such a press without our program, against a pong."""
    database = worlds.small.database
    other_disk = replace(worlds.small, database=shutil.copy(database, database.with_name("slow.db")))
    async with stock() as plain, ours(worlds.small) as quick, ours(other_disk, slow_disk=True) as slow:
        discord, pong = plain
        members, starters = itertools.count(MEMBERS), itertools.count()
        once = await ask(quick, next(starters))

        def pongs(in_flight: int) -> Leg:
            return lambda: discord.load(pong, lambda i: Use(command("ping"), i % MEMBERS, i % 50), 1024, in_flight)

        def answers(who: Running, in_flight: int = 64) -> Leg:
            return lambda: _answers(who, members, starters, in_flight)

        few, few_here, base, floor, here, there = await in_turns(
            [
                pongs(16),
                answers(quick, 16),
                pongs(64),
                lambda: discord.load(pong, lambda i: answer(once, i), 1024, 64),
                answers(quick),
                answers(slow),
            ]
        )
    yield Row.ratio("trivia answer press to a stock pong, 16 in flight", Ratio.of(few, few_here), 0.7, 0.85)
    on_it = f"on a disk whose sync takes {SYNC * 1e3:g} ms longer"
    yield Row.ratio("trivia answer press to a stock pong, 64 in flight", Ratio.of(base, here), 0.65, 0.8)
    yield Row("its p99 to that of a stock press", _p99(here) / _p99(floor), "×", 1.5)
    yield Row.ratio(f"the same {on_it}", Ratio.of(base, there), 0.6, 0.8)
    yield Row(f"its p99 {on_it}", _p99(there), " ms", 300, 150)
    yield Row.ratio(
        "a press that discord.py alone answers and nothing is written, to a stock pong", Ratio.of(base, floor)
    )


async def ask(who: Running, starter: int) -> Asked:
    """A game that begins: nobody may start many, a channel has one, and the first hundred are not all open to games."""
    start = Use(command("trivia start", rounds=5, seconds=120), starter, starter % 50, 100 + starter)
    await who[0].use(start)
    return start, await who[0].posted(channel_id(start.guild, start.channel))


def answer(asked: Asked, member: int) -> Use:
    """One of their answers to it, another one for each of the next members."""
    start, message = asked
    options = letters(message)
    return Use(press(message, options[member % len(options)]), member, start.guild, start.channel, message)


async def _answers(
    who: Running, members: "itertools.count[int]", starters: "itertools.count[int]", in_flight: int
) -> Load:
    discord, bot = who
    asked = [await ask(who, next(starters)) for _ in range(GAMES)]
    return await discord.load(bot, lambda i: answer(asked[i // PLAYERS], next(members)), GAMES * PLAYERS, in_flight)


def _p99(loads: list[Load]) -> float:
    return median(each.p99_ms for each in loads)
