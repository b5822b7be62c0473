"""Daily copies of the database: one a day, the newest few, and none that costs the bot its life."""

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.__main__ import make_bot
from bot.client import FanBot
from bot.errors import StoreError
from bot.show.episodes import Episode
from bot.store import files
from bot.store.backups import Backups
from support.world import World

DAY = 24 * 3600.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "copies"


@pytest_asyncio.fixture
async def bot(bot: FanBot, folder: Path) -> AsyncIterator[FanBot]:
    backups = Backups(bot.store.database.path, folder, 3)
    yield make_bot(bot.store, bot.show, backups=backups)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def finished(copy: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as connection:
        return connection.execute("SELECT user_id, episode FROM progress").fetchall()


async def test_there_is_a_copy_a_day_and_the_newest_few_stay(world: World, folder: Path) -> None:
    await world.pass_time(0)
    assert len(names(folder)) == 1, "the first is made at the start"
    (folder / "mine.db").touch()
    await world.set_progress(world.fan, Episode(1, 4))
    await world.pass_time(4 * DAY)
    *days, other = names(folder)
    assert other == "mine.db", "what somebody else put there stays"
    assert days == [
        f"hyosan-{world.env.now().date().fromordinal(world.env.now().toordinal() - ago)}.db" for ago in (2, 1, 0)
    ]
    assert finished(folder / days[-1]) == [(world.fan.id, 1004)]


async def test_a_full_disk_keeps_the_older_copies_and_stops_nothing(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await world.pass_time(0)
    before = names(folder)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        copies: Any = files
        patch.setattr(copies, "closing", full)
        await world.pass_time(DAY)
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert errors
    assert all("today's backup failed" in each and "is full" in each for each in errors)
    caplog.clear()
    assert names(folder) == before
    await world.pass_time(3600)
    assert len(names(folder)) == 2, "it was tried again"


async def test_a_damaged_database_costs_no_older_copy(world: World, folder: Path) -> None:
    await world.pass_time(0)
    backups, now = world.bot.backups, world.env.now()
    assert backups is not None
    kept = names(folder)
    (one,) = kept
    broken = Backups(folder / one, folder / "others", 1)
    data = bytearray((folder / one).read_bytes())
    half = len(data) // 2 // 4096 * 4096
    data[half : half + 40 * 4096] = bytes(40 * 4096)
    (folder / one).write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        await broken.make(now)
    assert names(folder / "others") == []
