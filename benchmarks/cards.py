"""Cards and names: the kept card, mixed cards, one that is made anew, names that are typed; in a large store too."""

import asyncio
import itertools
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from typing import Final

import orjson

from benchmarks.loopback import Use, command
from benchmarks.measures import TYPED, Leg, Ratio, Running, card_of, in_turns, leg, ours, stock
from benchmarks.rows import Row
from benchmarks.worlds import FACTS, GUILDS, MEMBERS, MIXED_GUILDS, NAMES, OWN_GUILDS, MixedWorld, Worlds

COUNT: Final = 600


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """All of them in the same minutes."""
    small, mixed = worlds.small, worlds.mixed()
    async with AsyncExitStack() as stack:
        few = await stack.enter_async_context(ours(small))
        words = small.database.with_name("card.json")
        words.write_bytes(orjson.dumps((await few[0].use(Use(card_of(small))))["components"][0]))
        plain = await stack.enter_async_context(stock(card=words))
        various = await stack.enter_async_context(ours(mixed.world, MIXED_GUILDS))
        own = worlds.own()
        anew = await stack.enter_async_context(ours(own, OWN_GUILDS))
        # It is a member of every server that it keeps something of: else it would begin to forget them.
        many = await stack.enter_async_context(ours(worlds.large, GUILDS))
        await asyncio.sleep(3)  # what a start does beside answering is over

        pong, floor, card, mix, cold, far, fixed, names, more = await in_turns(
            [
                leg(plain, lambda _: command("ping")),
                leg(plain, lambda _: command("card")),
                leg(few, lambda _: card_of(small)),
                mixed_leg(various, mixed),
                anew_leg(anew, card_of(own)),
                leg(many, lambda _: card_of(worlds.large)),
                leg(plain, _typed("pick")),
                leg(few, _typed("character")),
                leg(many, _typed("character")),
            ]
        )
    yield Row.ratio("`/character` card to a stock pong, 16 in flight", Ratio.of(pong, card), 0.8, 0.95)
    yield Row.ratio("the same payload sent by discord.py alone, to a stock pong", Ratio.of(pong, floor))
    yield Row.ratio("mixed cards to a stock pong, 16 in flight", Ratio.of(pong, mix), 0.45, 0.6)
    yield Row.ratio("a card made anew every time, to a stock pong, 16 in flight", Ratio.of(pong, cold), 0.3, 0.45)
    yield Row.ratio(
        f"card with {GUILDS:,} servers and {FACTS:,} facts, to the small store", Ratio.of(card, far), 0.95, 0.97
    )
    yield Row.ratio(
        f"names of {small.names} characters, to fixed choices, 16 in flight", Ratio.of(fixed, names), 0.9, 1
    )
    yield Row.ratio(f"names of {NAMES:,} characters, to fixed choices, 16 in flight", Ratio.of(fixed, more), 0.8, 0.9)


def _typed(name: str) -> Callable[[int], dict[str, object]]:
    return lambda i: command(name, focused="name", name=TYPED[i % len(TYPED)])


def mixed_leg(who: Running, mixed: MixedWorld, count: int = COUNT, in_flight: int = 16) -> Leg:
    """People by popularity, members at random episodes, servers at random ceilings; different ones in every turn."""
    discord, bot = who
    chance = random.Random(3)

    def use(_: int) -> Use:
        member, guild = chance.randrange(MEMBERS), chance.randrange(MIXED_GUILDS)
        known = mixed.known[mixed.progress[member]]
        person = chance.choices(known, [1 / rank for rank in range(1, len(known) + 1)])[0]
        return Use(command("character", name=str(person)), member, guild)

    return lambda: discord.load(bot, use, count, in_flight)


def anew_leg(who: Running, data: dict[str, object], count: int = 400) -> Leg:
    """The same card in server after server, each of which has a fact of its own on it: none was made before."""
    discord, bot = who
    guilds = itertools.count(1)  # the first answer was given in server 0
    return lambda: discord.load(bot, lambda i: Use(data, i % MEMBERS, next(guilds) % OWN_GUILDS), count, 16)
