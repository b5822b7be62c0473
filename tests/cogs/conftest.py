"""What tests of commands share beside the world."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio

from bot.show.episodes import Episode
from support.games import Table
from support.world import World


@pytest_asyncio.fixture
async def table(world: World) -> AsyncIterator[Table]:
    """A channel at S1Episode(1, 4) and four members."""
    async with AsyncExitStack() as doors:
        await world.set_ceiling(world.channel, Episode(1, 4))
        yield Table(world, doors)
