"""python -m benchmarks mixture: a hundred thousand mixed interactions, and what the bot keeps of them."""

import shutil
from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Final

from benchmarks.loopback import Use, channel_id, command, letters, press, walk
from benchmarks.measures import TYPED, card_of, ours
from benchmarks.rows import Row
from benchmarks.searches import ASKED
from benchmarks.worlds import MEMBERS, Worlds

INTERACTIONS: Final = 100_000
_LOOKS: Final = 4
_USERS: Final = 5_000  # so that no limit meets them


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """Memory after a warm-up of a tenth, and what it gains in each quarter of the rest."""
    database = worlds.small.database
    world = replace(worlds.small, database=shutil.copy(database, database.with_name("soak.db")))
    async with ours(world) as (discord, bot):
        card = await discord.use(Use(command("character", name=str(world.character_id), private=True)))
        buttons = sum(each["type"] == 2 and "custom_id" in each for each in walk(card["components"]))
        await discord.use(Use(command("trivia start", rounds=20, seconds=120), 1, 1, 1))
        game = await discord.posted(channel_id(1, 1))
        options = letters(game)

        def anything(i: int) -> Use:
            sorts = (
                (card_of(world), None),
                (command("character", focused="name", name=TYPED[i % len(TYPED)]), None),
                (command("search", text=f"{ASKED[i % len(ASKED)]} {i % 997}"), None),
                (press(card, i // 9 % buttons), card),
                (command("cast", private=bool(i % 2)), None),
                (command("character", name=f"nobody {i}"), None),
                (command("episode", number=f"e{i % 12 + 1}"), None),
                (press(game, options[i % len(options)]), game),
                (command("trivia practice"), None),
            )
            data, message = sorts[i % len(sorts)]
            return Use(
                data,
                i * 7 % _USERS if message is not game else MEMBERS + i,
                1 if message is game else i % 50,
                message=message,
            )

        await discord.load(bot, anything, INTERACTIONS // 10, 16)
        before = last = bot.memory()
        yield Row(f"memory after {INTERACTIONS // 10:,} mixed interactions", before, " MiB")
        for look in range(1, _LOOKS + 1):
            load = await discord.load(bot, anything, INTERACTIONS // _LOOKS, 16)
            now = bot.memory()
            yield Row(f"quarter {look} of {INTERACTIONS:,} more: gained", now - last, " MiB")
            yield Row("answered in a second", load.per_second)
            last = now
        yield Row(f"memory growth over {INTERACTIONS:,} mixed interactions", last - before, " MiB", 10, 0)
