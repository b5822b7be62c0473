"""Pictures: how long until one is drawn, by a process that is there already, and what one from the cache takes."""

import asyncio
import statistics
import time
from collections.abc import AsyncGenerator
from typing import Final

from benchmarks.loopback import Use, press, walk
from benchmarks.measures import card_of, ours
from benchmarks.rows import Row
from benchmarks.worlds import PROGRESS, World, Worlds
from bot.caches.pictures import Drawing
from bot.show.episodes import Scope
from bot.show.relationships import by_person, of_group, telling
from bot.store import open_store
from bot.ui.story.groups import groups_of
from bot.ui.story.orders import map_order, person_order

_KEPT: Final = 100
"""How often the picture that is kept is asked for."""


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """Of everybody and of every group, one after the other; the middle one and the largest."""
    people, groups = await orders(worlds.small)
    drawing = Drawing()
    drawing(people[0])  # a process begins
    for what, each, bar in (("one person", people, 150), ("a group", groups, 500)):
        took = [_took(drawing, order) for order in each]
        yield Row(f"a picture of {what}, the middle one of {len(each)}", statistics.median(took), " ms", bar)
        yield Row(f"a picture of {what}, the largest", max(took), " ms", bar)
    drawing.stop()
    yield Row("a picture that is kept, from the press on, of processor time", await _kept(worlds.small), " ms", 5)


def _took(drawing: Drawing, order: bytes) -> float:
    start = time.perf_counter()
    drawing(order)
    return (time.perf_counter() - start) * 1e3


async def orders(world: World) -> tuple[list[bytes], list[bytes]]:
    """What is ordered of every person, and of every group, by somebody who has seen everything."""
    scope = Scope.through(PROGRESS)
    async with open_store(world.database, to_read=True) as store:
        show = await store.packs.show("all-of-us-are-dead")
        cast = [each.character for each in await store.facts.characters(show.id, scope)]
        ties = {each.id: telling(await store.relationships.relationships_of(show.id, each.id, scope)) for each in cast}
        all_ties = await store.relationships.relationships(show.id, scope)
        places = {each.id: each.badge.group for each in cast}
        told = {
            each.name: of_group(all_ties, places, each.people[0].badge.group) for each in groups_of(cast, scope, show)
        }
        people = [person_order(each, by_person(ties[each.id], each.id), scope) for each in cast if ties[each.id]]
        return people, [map_order(name, each, scope) for name, each in told.items() if each]


async def _kept(world: World) -> float:
    async with ours(world) as (discord, bot):
        card = await discord.use(Use(card_of(world)))
        buttons = [each for each in walk(card["components"]) if each["type"] == 2]
        at = next(at for at, each in enumerate(buttons) if each["custom_id"].startswith("c1:ties"))
        taken: list[float] = []
        for turn in range(4):
            cpu = bot.cpu()
            for number in range(_KEPT if turn else 1):
                await discord.use(Use(press(card, at), number, number % 50, message=card))
            await asyncio.sleep(2 if turn == 0 else 0.5)  # the answer was put off: the picture comes after it
            taken.append((bot.cpu() - cpu) / _KEPT * 1e3)
        return statistics.median(taken[1:])
