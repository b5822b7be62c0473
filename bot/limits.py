"""How often who may do what, so that nobody can silence the bot for others. Ordinary use never meets it.

Checked in three places for everything there is: `FanTree` for commands, `Presses` for presses, `Submits` for forms (bot/ui/kit).
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from discord.app_commands import Cooldown

from bot.errors import TooOftenError

MOST: Final = 10_000
"""Members and servers whose use is counted at a time; each takes 200 bytes."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds by one member, and by everybody in one server together (None: any number).

    A command that costs more than a look-up names its own: `extras={Limit: GAME}`. A control and a form have it as `limit`.
    """

    name: str
    member: int
    seconds: int
    server: int | None = None


LOOKUP: Final = Limit("lookup", 20, 10)
TYPE: Final = Limit("type", 40, 10, 200)  # suggestions while somebody types
PRESS: Final = Limit("press", 40, 10)
SUBMIT: Final = Limit("submit", 15, 10)
PICTURE: Final = Limit("picture", 10, 30, 120)
GAME: Final = Limit("game", 6, 30, 20)
SEND: Final = Limit("send", 10, 60, 60)  # what moderators have to read
POST: Final = Limit("post", 6, 30, 40)  # what everybody in a channel sees
WATCHALONG: Final = Limit("watchalong", 6, 60, 20)
FILE: Final = Limit("file", 10, 60, 30)  # written or read
DRAFT: Final = Limit("draft", 10, 60)  # refused submits that are kept; what is more goes back as a file


class Limits:
    """What was used lately, in memory: a restart forgives everybody."""

    def __init__(self) -> None:
        self.refusing = asyncio.Semaphore(8)  # refusals that are sent at a time
        self.suggesting = asyncio.Semaphore(2)  # editors' suggestions that are read at a time: each may take 25 ms
        self._used: dict[tuple[Limit, int, bool], Cooldown] = {}

    @property
    def count(self) -> int:
        """Of how many members and servers something is remembered."""
        return len(self._used)

    def use(self, limit: Limit, user_id: int, guild_id: int | None, at: datetime) -> TooOftenError | None:
        """Count one use; an error where it is one too many, and what was asked for is not to be done."""
        refused = self._count(limit, user_id, limit.member, at, of_server=False)
        if refused is None and guild_id is not None and limit.server is not None:
            refused = self._count(limit, guild_id, limit.server, at, of_server=True)
        return refused

    def _count(self, limit: Limit, who: int, times: int, at: datetime, *, of_server: bool) -> TooOftenError | None:
        key = limit, who, of_server
        used = self._used.get(key)
        if used is None:
            self._make_room(at)
            used = self._used[key] = Cooldown(times, limit.seconds)
        left = used.update_rate_limit(at.timestamp())
        return None if left is None else TooOftenError(at + timedelta(seconds=left), of_server=of_server)

    def _make_room(self, at: datetime) -> None:
        if len(self._used) < MOST:
            return
        now = at.timestamp()
        for key in [key for key, used in self._used.items() if used.get_tokens(now) == used.rate]:
            del self._used[key]
        for key in list(self._used)[: len(self._used) - MOST * 3 // 4]:
            del self._used[key]
