"""Who is a member of a server, known by asking Discord for each: a few at a time, and for each at most once in a while."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

import discord

from bot import failures

KNOWN: Final = timedelta(minutes=10)
"""How long somebody counts as a member after Discord said so."""

MOST: Final = 20_000
"""Members that are remembered, of all servers together."""

_AT_ONCE: Final = 3  # Discord takes 50 requests a second of the whole bot; edits of games go first


class Members:
    """Those who were asked for last."""

    def __init__(self) -> None:
        self._until: dict[tuple[int, int], datetime] = {}  # the oldest first
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def gone(self, guild: discord.Guild, user_ids: list[int]) -> set[int]:
        """Those who are no members."""
        here = await asyncio.gather(*(self._is_here(guild, each) for each in user_ids))
        return {user_id for user_id, is_here in zip(user_ids, here, strict=True) if not is_here}

    def knows(self, guild_id: int, user_id: int) -> bool:
        """Whether they were a member a moment ago: nobody has to ask."""
        until = self._until.get((guild_id, user_id))
        return until is not None and discord.utils.utcnow() < until

    async def _is_here(self, guild: discord.Guild, user_id: int) -> bool:
        async with self._turn:
            if self.knows(guild.id, user_id):
                return True
            try:
                await guild.fetch_member(user_id)
            except discord.NotFound:
                return False
            except failures.ERRORS:
                return True  # nobody is left out for a failure of ours
        key = guild.id, user_id
        self._until.pop(key, None)
        self._until[key] = discord.utils.utcnow() + KNOWN
        if len(self._until) > MOST:
            del self._until[next(iter(self._until))]
        return True
