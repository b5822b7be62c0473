"""What tests of commands share beside the world."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest_asyncio

from bot.show.episodes import Episode
from support.evening import Evening
from support.games import Table
from support.world import World


@pytest_asyncio.fixture
async def table(world: World) -> AsyncIterator[Table]:
    """A channel at S1E4 and four members."""
    async with AsyncExitStack() as doors:
        await world.set_ceiling(world.channel, Episode(1, 4))
        yield Table(world, doors)


@pytest_asyncio.fixture
async def evening(world: World) -> AsyncIterator[Evening]:
    """A channel at S1E4 in a server that was set up."""
    async with AsyncExitStack() as doors:
        await world.set_ceiling(world.channel, Episode(1, 4))
        await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
        yield Evening(world, doors)
