"""Presses on the buttons of a game of trivia."""

from collections.abc import AsyncGenerator
from typing import Any

from benchmarks.loopback import Load, Use, channel_id, command, press
from benchmarks.measures import Ratio, in_turns, ours, stock
from benchmarks.rows import Row
from benchmarks.worlds import MEMBERS, Worlds


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """The first presses of 64 members on a question, and such a press without our program, against a pong; 64 in flight."""
    games = 1024 // 64
    async with stock() as (plain, pong), ours(worlds.small) as (discord, bot):
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
    yield Row.ratio("trivia answer press to a stock pong, 64 in flight", Ratio.of(base, other), 0.65, 0.8)
    yield Row.ratio(
        "a press that discord.py alone answers and nothing is written, to a stock pong", Ratio.of(base, floor)
    )
