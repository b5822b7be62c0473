"""The world that tests act in: the production bot over a real SQLite file, with simcord in Discord's place."""

import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio
import simcord
import simcord.env
from discord.ext import tasks
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

from bot.__main__ import make_bot, open_bot
from bot.client import FanBot
from bot.limits import Limits
from bot.settings import Settings
from bot.show.episodes import Episode
from bot.show.facts import row_id
from bot.store import open_store

MURDER = str(row_id("all-of-us-are-dead", "fact", "gwi-nam-overpowers-principal-murders"))
"""A fact of S1E4 that tests edit."""

_settle = simcord.env.Env._settle_internal  # pyright: ignore[reportPrivateUsage]  pinned, see below


async def _settle_soon(self: simcord.Env, *, idle: float = 0.05, **options: Any) -> Any:
    """simcord sleeps 50 ms after a handler that never suspends; a millisecond shows the same (simcord is pinned for this)."""
    return await _settle(self, idle=min(idle, 0.001), **options)


simcord.env.Env._settle_internal = _settle_soon  # pyright: ignore[reportPrivateUsage]  see above


@pytest.fixture(autouse=True)
def _no_unclaimed_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    """discord.py only logs what autocompletes and DynamicItems raise: any error that a test did not claim fails it."""
    yield
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, [record.getMessage() for record in errors]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members do in no time here what would take them minutes; tests/test_limits.py has another fixture of this name."""

    def unlimited(*_: object) -> None:
        pass

    monkeypatch.setattr(Limits, "use", unlimited)


@pytest.fixture(scope="session")
def shipped_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the shipped pack in it, made once; copy it, never open it."""
    import asyncio  # noqa: PLC0415  only this fixture needs a loop of its own

    path = tmp_path_factory.mktemp("shipped") / "hyosan.db"

    async def make() -> None:
        async with open_bot(Settings.read({}), path):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
def database(shipped_database: Path, tmp_path: Path) -> Path:
    """A database with the shipped pack, of this test's own."""
    return Path(shutil.copy(shipped_database, tmp_path / "hyosan.db"))


@dataclass
class World:
    """A server with the bot, a channel, and members to act as."""

    env: simcord.Env
    bot: FanBot
    guild: Any
    channel: Any
    fan: Any
    other: Any
    moderator: Any

    async def set_progress(self, member: Any, episode: Episode | None) -> None:
        """Let a member have finished `episode`, or never have said so."""
        viewers, show = self.bot.store.viewers, self.bot.show.id
        if episode is None:
            await viewers.clear_progress(show, member.id)
        else:
            await viewers.set_progress(show, member.id, episode)

    async def set_ceiling(self, place: Any, episode: Episode) -> None:
        """Let a channel, or the guild as a whole, show `episode`."""
        await self.bot.store.viewers.set_ceiling(self.bot.show.id, self.guild.id, place.id, episode)

    def deny(self, place: Any, **permissions: bool) -> None:
        """Take permissions from the bot in a channel."""
        self.env.backend.get_channel(place.id).overwrites.append(
            Overwrite(self.env.backend.bot_user.id, OverwriteType.MEMBER, 0, discord.Permissions(**permissions).value)
        )

    async def kill(self, doors: AsyncExitStack) -> None:
        """kill -9: nothing is closed, and another process starts over the same file, until `doors` close."""
        dead, store = self.bot, await doors.enter_async_context(open_store(self.bot.store.database.path))
        self.bot = make_bot(store, dead.show)
        await self.env.restart_bot(self.bot)
        await dead.close()

    async def pass_time(self, seconds: float) -> None:
        """Let time go by. Loops that would tick through it hundreds of times rest meanwhile."""
        found = [getattr(cog, name) for cog in self.bot.cogs.values() for name in dir(type(cog))]
        loops: list[tasks.Loop[Any]] = [each for each in found if isinstance(each, tasks.Loop)]
        quick = [each for each in loops if 500 * _seconds(each) < seconds]
        for loop in quick:
            loop.cancel()
        await self.env.advance_time(seconds)
        for loop in quick:
            loop.start()


def _seconds(loop: tasks.Loop[Any]) -> float:
    return (loop.hours or 0) * 3600 + (loop.minutes or 0) * 60 + (loop.seconds or 0)


async def make_world(env: simcord.Env, bot: FanBot) -> World:
    """The same server, channel and members each time, with the same ids."""
    guild = env.create_guild("Hyosan High")
    everything = discord.Permissions(manage_guild=True, manage_messages=True)
    moderators = guild.create_role("Moderators", permissions=everything)
    return World(
        env,
        bot,
        guild,
        guild.create_text_channel("class-2-5"),
        guild.add_member(env.create_user("fan")),
        guild.add_member(env.create_user("other")),
        guild.add_member(env.create_user("moderator"), roles=[moderators]),
    )


@pytest_asyncio.fixture
async def bot(database: Path) -> AsyncIterator[FanBot]:
    """The production bot over the shipped pack."""
    async with open_bot(Settings.read({}), database) as bot:
        yield bot


@pytest_asyncio.fixture
async def env(bot: FanBot) -> AsyncIterator[simcord.Env]:
    """Discord for `bot`. simcord's plugin sets the clock of tests that have an Env among their fixtures."""
    env = simcord.Env(bot, shard_count=1)
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()
        await env.bot.close()
        # As simcord.run does: errors that the test has read are claimed.
        env._raise_errors_since(env._errors_acknowledged)  # pyright: ignore[reportPrivateUsage]  pinned


@pytest_asyncio.fixture
async def world(env: simcord.Env, bot: FanBot) -> World:
    """A server, a channel and members."""
    return await make_world(env, bot)


@pytest_asyncio.fixture
async def editor(world: World) -> Any:
    """A moderator who has seen everything."""
    await world.set_progress(world.moderator, Episode(1, 12))
    return world.moderator
