"""What tests do quicker than a running bot does, in ways that nothing shows: half of an average test was its start.

It touches private parts of what is pinned.
"""
# pyright: reportPrivateUsage=false

import importlib
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import simcord.env
from discord.ext import commands

from bot import store
from bot.show import sites
from bot.show.matching import names
from bot.store.database import MIGRATIONS, Database

_settle = simcord.env.Env._settle_internal


async def _settle_soon(self: simcord.Env, *, idle: float = 0.05, **options: Any) -> Any:
    """simcord sleeps 50 ms after a handler that never suspends; a millisecond shows the same."""
    return await _settle(self, idle=min(idle, 0.001), **options)


async def _load(self: Any, _: Any, key: str) -> None:
    """discord.py runs an extension's module once for each bot. A process has one bot, tests have hundreds."""
    module: Any = importlib.import_module(key)
    await module.setup(self)
    self._BotBase__extensions[key] = module


async def _forget(self: Any, _: ModuleType, key: str) -> None:
    """discord.py looks through all modules that there are for those of an extension, and drops them."""
    self._BotBase__extensions.pop(key, None)


class _QuickDatabase(Database):
    """A bot's writes wait for the disk, so that even a power failure loses nothing; no test cuts the power."""

    @classmethod
    async def open(cls, path: Path, migrations: Path = MIGRATIONS) -> Database:
        database = await Database.open(path, migrations)
        await database._writing.execute_fetchall("PRAGMA synchronous = OFF")
        return database


@lru_cache(maxsize=256)
def _roster(people: tuple[names.Person, ...]) -> names._Roster:
    return names._Roster(people)


def _roster_of(people: tuple[names.Person, ...]) -> names._Roster:
    """A bot knows its people by identity; those of all bots of the tests are the same."""
    return _roster(tuple(people))


def hurry() -> None:
    """Do so from now on."""
    simcord.env.Env._settle_internal = _settle_soon
    changed: Any = commands.bot.BotBase
    changed._load_from_module_spec, changed._call_module_finalizers = _load, _forget
    setattr(store, "Database", _QuickDatabase)  # noqa: B010  what `open_store` opens
    setattr(names, "_roster", _roster_of)  # noqa: B010  not of the type of a cached function
    setattr(sites, "host_of", lru_cache(maxsize=4096)(sites.host_of))  # noqa: B010  the same
