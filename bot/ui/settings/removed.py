"""What is left of servers that let the bot go."""

import logging
from datetime import timedelta
from typing import Final

import discord

from bot.client import FanBot

log = logging.getLogger(__name__)

GRACE: Final = timedelta(days=30)
"""How long a server's data waits for it to come back."""


async def forget_servers(bot: FanBot) -> None:
    """Note who is gone (it may have happened while nobody was connected), and purge whoever did not come back."""
    now, guilds, shards = discord.utils.utcnow(), bot.store.guilds, bot.cluster.shards
    # Once the bot is ready it knows all its servers, those that have an outage too. Of those of other shards it knows nothing.
    known, removed = (set(filter(shards.hold, each)) for each in (await guilds.known(), await guilds.removed()))
    gone = {guild_id for guild_id in known if bot.get_guild(guild_id) is None}
    for guild_id in gone - removed:
        await guilds.set_removed(guild_id, now)
    for guild_id in removed - gone:
        await guilds.clear_removed(guild_id)
    for guild_id in filter(shards.hold, await guilds.removed_before(now - GRACE)):
        await guilds.purge(guild_id)
        log.info("deleted what was kept of server %s, which let the bot go", guild_id)
