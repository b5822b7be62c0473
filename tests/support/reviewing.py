"""What moderators read of suggestions and reports."""

from typing import Any

from bot.show.episodes import Episode, Scope
from bot.show.facts import Fact, row_id
from support.world import NAM_RA, World


def last(world: World, name: str) -> Any:
    """The last message of a channel, as its readers see it."""
    return world.last(world.guild.channels[name])


async def facts(world: World) -> list[str]:
    """What the server tells of Nam-ra."""
    found = await world.bot.store.facts.facts_about(NAM_RA, Scope.through(Episode(1, 12)), guild_id=world.guild.id)
    return [fact.text.reveal() for fact in found]


async def gwi_nams(world: World) -> list[Fact]:
    """What the server tells of Gwi-nam."""
    gwi_nam = row_id("all-of-us-are-dead", "subject", "yoon-gwi-nam")
    scope = Scope.through(Episode(1, 12))
    return await world.bot.store.facts.facts_about(gwi_nam, scope, guild_id=world.guild.id)
