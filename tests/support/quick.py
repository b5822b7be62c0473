"""What tests do quicker than a running bot does, in ways that nothing shows: half of an average test was its start.

It touches private parts of what is pinned.
"""
# pyright: reportPrivateUsage=false

import asyncio
import copy
import gc
import importlib
import sqlite3
from functools import lru_cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import discord
import pytest
import simcord._dpy_internals
import simcord._settlement
import simcord.builders
import simcord.components
import simcord.env
import simcord.gateway
import simcord.http.router
import simcord.results
from discord.ext import commands

import bot.__main__
from bot import client, store
from bot.caches import Caches
from bot.caches.pictures import Drawing
from bot.errors import StoppingError
from bot.show import sites
from bot.show.facts import Pack
from bot.show.matching import names
from bot.show.packs.check import content_hash, read_pack, toml_files
from bot.store.database import MIGRATIONS, Database, Parameters, Row
from bot.store.packs import PackStore
from bot.ui.chart.draw import drawn
from support.shipped import FOLDER, shipped_pack

_settle = simcord.env.Env._settle_internal


async def _settle_soon(self: simcord.Env, *, idle: float = 0.05, **options: Any) -> Any:
    """simcord sleeps 50 ms after a handler that never suspends; a millisecond shows the same."""
    return await _settle(self, idle=min(idle, 0.001), **options)


def _copied(value: Any) -> Any:
    """simcord copies all that goes through it, with a function that remembers each part; bodies are trees of JSON."""
    kind = value.__class__
    if kind is dict:
        return {key: _copied(each) for key, each in value.items()}
    if kind is list:
        return [_copied(each) for each in value]
    return value if kind in {str, int, bool, type(None)} else copy.deepcopy(value)


def _timers_waking(state: Any, task: asyncio.Task[Any], waiter: Any) -> list[Any]:
    """simcord looks for the timers of each task that waits, many thousand times a test; most set a future, which is an argument."""
    found: list[Any] = []
    for record in state.work.callbacks:
        if record.when is None or record.when <= state.virtual_time:
            continue
        handle = record.handle
        if handle is None or handle.cancelled():
            continue
        arguments = handle._args
        if arguments and isinstance(arguments[0], asyncio.Future):
            if any(each is waiter for each in arguments):
                found.append(record)
            continue
        callback = simcord._dpy_internals._original_callback(handle._callback)
        if simcord._dpy_internals.is_wakeup_callback(callback, arguments, waiter, task):
            found.append(record)
    return found


def _last_message(self: Any) -> discord.Message | None:
    """simcord makes all messages of a channel again to give the last one."""
    messages = self._env.backend.messages.get(self.id, {}).values()
    newest = max((each for each in messages if each.visible_to(None)), key=lambda each: each.id, default=None)
    return newest and simcord.results.to_discord_message(self._env, newest)


async def _load(self: Any, _: Any, key: str) -> None:
    """discord.py runs an extension's module once for each bot. A process has one bot, tests have hundreds."""
    module: Any = importlib.import_module(key)
    await module.setup(self)
    self._BotBase__extensions[key] = module


async def _forget(self: Any, _: ModuleType, key: str) -> None:
    """discord.py looks through all modules that there are for those of an extension, and drops them."""
    self._BotBase__extensions.pop(key, None)


class _QuickDatabase(Database):
    """A bot's writes wait for the disk, so that even a power failure loses nothing; no test cuts the power.

    All reads are in the loop's own thread, as `few_rows` are: the way to another one and back is half of a read.
    """

    @classmethod
    async def open(cls, path: Path, migrations: Path = MIGRATIONS) -> Database:
        database = await super().open(path, migrations)
        await database._writing.execute_fetchall("PRAGMA synchronous = OFF")
        return database

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        await asyncio.sleep(0)  # others get their turn all the same
        try:
            return self._here.execute(sql, parameters).fetchall()
        except (sqlite3.Error, OverflowError):
            return await super().rows(sql, parameters)


class _QuickDrawing(Drawing):
    """A bot draws in a process of its own, so that nobody waits; starting one takes longer than most pictures do.

    An order is drawn once for all bots: that it gives the same bytes everywhere is tested in tests/ui/chart.
    """

    def __call__(self, ordered: bytes) -> bytes:
        if self._is_stopped:
            raise StoppingError(begun=True)
        return _drawn(ordered)


_drawn = lru_cache(maxsize=1024)(drawn)


def send_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send in the place of a picture what it is ordered with, on which alone it depends (tests/caches/test_pictures.py).

    Its words can be read there.
    """

    def order(ordered: bytes) -> bytes:
        return ordered

    monkeypatch.setattr("support.quick._drawn", order)


@lru_cache(maxsize=256)
def _roster(people: tuple[names.Person, ...]) -> names._Roster:
    return names._Roster(people)


def _roster_of(people: tuple[names.Person, ...]) -> names._Roster:
    """A bot knows its people by identity; those of all bots of the tests are the same."""
    return _roster(tuple(people))


def _once(reads: Any) -> Any:
    """What the store reads of a pack is the same for every bot of the tests: thousands of texts, and no server changes them."""
    read: dict[str, Any] = {}

    async def reads_once(self: PackStore, show_id: int, *others: Any) -> Any:
        row = await self._database.row("SELECT content_hash FROM shows WHERE id = ?", (show_id,))
        assert row is not None
        if row[0] not in read:
            read[row[0]] = await reads(self, show_id, *others)
        return read[row[0]]

    return reads_once


@lru_cache(maxsize=64)
def _hash_of(folder: Path, _: tuple[tuple[Path, int, int], ...]) -> str:
    return content_hash(folder)


def _content_hash(folder: Path) -> str:
    """Files that have not changed have the same hash."""
    found = [(path, path.stat()) for path in toml_files(folder)]
    return _hash_of(folder, tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in found))


def _read_pack(folder: Path) -> Pack:
    """The shipped pack is read once by a process."""
    return shipped_pack() if folder == FOLDER else read_pack(folder)


def hurry() -> None:
    """Do so from now on."""
    simcord.env.Env._settle_internal = _settle_soon
    setattr(simcord._settlement, "_timer_records_waking", _timers_waking)  # noqa: B010  not one of its names for others
    setattr(simcord.builders.ChannelHandle, "last_message", property(_last_message))  # noqa: B010  it has no setter
    for module in (simcord.components, simcord.results):
        setattr(module, "deepcopy", _copied)  # noqa: B010  not one of its names for others
    for module in (simcord.gateway, simcord.http.router):
        setattr(module, "copy", SimpleNamespace(deepcopy=_copied))  # noqa: B010  the same
    makes_env: Any = simcord.Env.__init__
    makes_env.__kwdefaults__["settle_timeout"] = 30.0  # seconds: nothing is timed, and machines are busy
    # What is imported stays: looking through it again and again finds nothing.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    changed: Any = commands.bot.BotBase
    changed._load_from_module_spec, changed._call_module_finalizers = _load, _forget
    setattr(client, "Caches", lambda: Caches(drawing=_QuickDrawing()))  # noqa: B010  not of the type of a class
    # A bot translates its commands when it registers them; tests/test_languages.py brings the translator back.
    setattr(client, "CommandWords", lambda: None)  # noqa: B010  not of the type of a class
    for name in ("translations", "_sites"):
        setattr(PackStore, name, _once(getattr(PackStore, name)))
    setattr(bot.__main__, "read_pack", _read_pack)  # noqa: B010  the same
    setattr(bot.__main__, "content_hash", _content_hash)  # noqa: B010  not one of its names for others
    setattr(store, "Database", _QuickDatabase)  # noqa: B010  what `open_store` opens
    setattr(names, "_roster", _roster_of)  # noqa: B010  not of the type of a cached function
    setattr(sites, "host_of", lru_cache(maxsize=4096)(sites.host_of))  # noqa: B010  the same
