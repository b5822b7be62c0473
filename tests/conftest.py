"""The world that tests act in: the production bot over a real SQLite file, with simcord in Discord's place."""

import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import simcord
from hypothesis import HealthCheck, Phase, settings

from bot.__main__ import open_bot
from bot.client import FanBot
from bot.limits import Limits
from bot.settings import Settings
from bot.show.episodes import Episode
from support.quick import hurry
from support.world import World, make_world

# Properties are tried on few examples by `make test` and on many by `make prove`.
settings.register_profile("test", max_examples=40, deadline=None)
settings.register_profile("prove", max_examples=1500, deadline=None)
# By `make mutants` on a few, the same ones for each mutant; that one fails is enough.
settings.register_profile(
    "mutants", max_examples=20, deadline=None, derandomize=True, database=None,
    phases=(Phase.explicit, Phase.generate), suppress_health_check=tuple(HealthCheck),
)  # fmt: skip
settings.load_profile("test")

hurry()

MEMORY = Path("/dev/shm")  # a disk that is memory, where there is one

if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2**30:
    # A thousand databases of 8 MB are copied and removed again: no disk has to write them.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(autouse=True)
def _no_unclaimed_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    """discord.py only logs what autocompletes and listeners raise: any error that a test did not claim fails it."""
    yield
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, [record.getMessage() for record in errors]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members do in no time here what would take them minutes; tests/test_limits.py has another fixture of this name."""

    def unlimited(*_: object) -> None:
        pass

    monkeypatch.setattr(Limits, "use", unlimited)


@pytest.fixture(autouse=True)
def faceless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody draws dozens of emoji in the background of a test; tests/test_faces.py does it by hand."""
    monkeypatch.setattr("bot.faces.SOON", 10.0**9)


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
