"""Turns: how many strangers' files are in work at once."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager

from bot.errors import ImportRunningError


class Turns:
    """One file a server at a time, and two in the whole process; `slots` is what the others wait for."""

    def __init__(self) -> None:
        self._servers: set[int] = set()
        self.slots = asyncio.Semaphore(2)

    @contextmanager
    def of(self, guild_id: int) -> Generator[None, None, None]:
        """The turn of a server.

        Raises:
            ImportRunningError: it has one already.
        """
        if guild_id in self._servers:
            raise ImportRunningError
        self._servers.add(guild_id)
        try:
            yield
        finally:
            self._servers.discard(guild_id)
