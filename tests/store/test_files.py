"""The database as a file: locks, modes, copies, putting one back, full disks and files that cannot be written."""

import asyncio
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.errors import StoreError
from bot.show.episodes import Episode
from bot.store import files, open_store
from bot.store.database import Database

LATEST = files.steps(files.MIGRATIONS)[-1][0]


def version(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def older(tmp_path: Path, number: int) -> Path:
    """The migrations of an older program, up to this number."""
    folder = tmp_path / f"program-{number}"
    folder.mkdir()
    for step, file in files.steps(files.MIGRATIONS):
        if step <= number:
            (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return folder


async def made(path: Path, migrations: Path = files.MIGRATIONS, *, member: int = 1) -> None:
    """A database of that program, in which a member has finished S1E4."""
    database = await Database.open(path, migrations)
    await database.write("INSERT INTO progress VALUES (?, 2, 1004)", (member,))
    await database.close()


async def finished(path: Path) -> list[int]:
    """Who has finished S1E4."""
    async with open_store(path) as store:
        return [user for (user,) in await store.database.rows("SELECT user_id FROM progress ORDER BY 1")]


@pytest.fixture
def readable() -> Generator[Path, None, None]:
    """The migrations where everybody may read them: this tree may be one that only root reads."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(shutil.copytree(files.MIGRATIONS, Path(name) / "migrations"))


@pytest.fixture
def nobodys() -> Generator[Path, None, None]:
    """A folder in the eyes of somebody who may not write everywhere, as root may."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        me = os.geteuid()
        if me == 0:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if me == 0:
                os.seteuid(me)
            for each in folder.iterdir():
                each.chmod(0o777)


# ------------------------------------------------------------------------------------------------ one process


HOLD = "import sys, time; from pathlib import Path; from bot.store.files import alone\nwith alone(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


@contextmanager
def held(path: Path) -> Generator[subprocess.Popen[str], None, None]:
    """Another process that has the database."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_process_is_refused_under_any_name_of_the_file_and_a_kill_leaves_no_lock(tmp_path: Path) -> None:
    path, link = tmp_path / "hyosan.db", tmp_path / "link.db"
    link.symlink_to(path)
    with held(path) as process:
        for name in (path, link):
            with (
                pytest.raises(StoreError, match=r"A bot is running on the database .*: stop it first"),
                files.alone(name),
            ):
                pass
        process.kill()
        process.wait()
        with files.alone(link):
            pass


# -------------------------------------------------------------------------------------------------- who may read


async def test_the_database_its_copies_and_its_folder_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "hyosan.db"
    mask = os.umask(0o022)
    try:
        with files.alone(path):
            async with open_store(path) as store:
                await store.viewers.set_progress(1, 2, Episode(1, 4))
                await store.database.backup(path.with_name("copy.db"))
                found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    finally:
        os.umask(mask)
    names = ["copy.db", "hyosan.db", "hyosan.db-lock", "hyosan.db-shm", "hyosan.db-wal"]
    assert found == dict.fromkeys(names, 0o600)
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path.parent, path.parent.parent)} == {0o700}


async def test_what_an_older_version_left_open_to_others_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    await made(path)
    path.chmod(0o644)
    async with open_store(path):
        assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}


# ------------------------------------------------------------------------------------------- what cannot be written


async def test_a_full_disk_is_named_and_nothing_of_the_transaction_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    async with open_store(path) as store:
        ((pages,),) = await store.database.write("PRAGMA page_count")
        await store.database.write(f"PRAGMA max_page_count = {pages}")
        # SQLite rolls a transaction back by itself when the disk is full; the one that fails then must not hide why.
        with pytest.raises(StoreError) as failed:
            async with store.database.transaction() as transaction:
                for member in range(10_000):
                    await transaction.execute("INSERT INTO progress VALUES (?, 2, 1004)", (member,))
        assert "database or disk is full" in str(failed.value)
        assert str(path) in str(failed.value)
        await store.database.write("PRAGMA max_page_count = 100000")
        await store.viewers.set_progress(1, 2, Episode(1, 4))
        assert await store.database.rows("SELECT user_id FROM progress") == [(2,)]


async def test_a_file_that_cannot_be_written_is_named_and_nothing_is_left_beside_it(
    readable: Path, nobodys: Path
) -> None:
    path = nobodys / "hyosan.db"
    await made(path, readable)
    path.chmod(0o444)
    with pytest.raises(StoreError) as failed:
        await Database.open(path, readable)
    assert str(failed.value) == f"The database {path} cannot be opened for writing: this user may not write the file."
    assert [each.name for each in nobodys.iterdir()] == ["hyosan.db"]


async def test_a_folder_that_cannot_be_written_is_named(nobodys: Path) -> None:
    folder = nobodys / "shut"
    folder.mkdir(mode=0o555)
    with pytest.raises(StoreError, match="this user may not write in "):
        await Database.open(folder / "hyosan.db")
    with pytest.raises(StoreError, match="cannot be opened for writing"):
        await Database.open(folder / "deeper" / "hyosan.db")


async def test_a_folder_is_no_database_and_a_file_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"it is a folder\. Name a file in it"):
        await Database.open(tmp_path)
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StoreError, match="cannot be opened for writing"):
        await Database.open(tmp_path / "file" / "deep" / "hyosan.db")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


# ------------------------------------------------------------------------------------------------- locked by others


@pytest.mark.prove
async def test_who_waits_for_another_process_gives_up_in_time_and_nothing_is_written_later(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    async with open_store(path) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            writes = [asyncio.create_task(store.viewers.set_progress(1, user, Episode(1, 4))) for user in range(8)]
            await asyncio.wait(writes, return_when=asyncio.FIRST_COMPLETED)
            assert await store.viewers.progress(1, 1) is None, "reads go on"
            await asyncio.sleep(0.3)
            other.execute("ROLLBACK")
        results = await asyncio.gather(*writes, return_exceptions=True)
        assert [type(each) for each in results] == [StoreError] * 8
        await store.viewers.set_progress(1, 99, Episode(1, 4))
        assert await store.database.rows("SELECT user_id FROM progress") == [(99,)]


async def test_who_is_cancelled_while_a_transaction_begins_leaves_none_open(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    async with open_store(path) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            async def change() -> None:
                async with store.database.transaction() as transaction:
                    await transaction.execute("INSERT INTO progress VALUES (1, 2, 1004)")

            task = asyncio.create_task(change())
            await asyncio.sleep(0.1)
            task.cancel()
            await asyncio.sleep(0.1)
            other.execute("ROLLBACK")
        with pytest.raises(asyncio.CancelledError):
            await task
        await store.viewers.set_progress(1, 99, Episode(1, 4))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT user_id FROM progress").fetchall() == [(99,)]


# ------------------------------------------------------------------------------------------------------- copies


async def test_a_backup_of_an_older_database_migrates_neither(tmp_path: Path) -> None:
    path, copy = tmp_path / "hyosan.db", tmp_path / "copy.db"
    await made(path, older(tmp_path, 9))
    before = path.read_bytes()
    assert files.back_up(path, copy) == 9
    assert (version(path), version(copy)) == (9, 9)
    assert path.read_bytes() == before
    assert not [each.name for each in tmp_path.iterdir() if each.name not in {"hyosan.db", "copy.db", "program-9"}]
    assert await finished(copy) == [1]


async def test_reading_an_older_database_says_so_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    await made(path, older(tmp_path, 9))
    with pytest.raises(StoreError, match=f"of version 9, older than this program \\({LATEST}\\): start the bot once"):
        async with open_store(path, to_read=True):
            pass
    assert version(path) == 9


async def test_a_backup_beside_a_running_bot_has_what_was_written_last(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    async with open_store(path) as store:
        await store.viewers.set_progress(1, 7, Episode(1, 4))
        files.back_up(path, tmp_path / "copy.db")
        async with open_store(path, to_read=True) as reader:
            assert await reader.viewers.progress(1, 7) == Episode(1, 4)
            with pytest.raises(StoreError, match="readonly"):
                await reader.viewers.set_progress(1, 7, Episode(1, 5))
    assert await finished(tmp_path / "copy.db") == [7]


async def test_a_backup_that_failed_leaves_nothing_and_the_next_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = tmp_path / "hyosan.db", tmp_path / "copy.db"
    await made(path)
    connect: Any = sqlite3.connect

    def full(name: object, *arguments: object, **options: object) -> Any:
        connection: Any = connect(name, *arguments, **options)
        if str(name).startswith(str(tmp_path / ".copy.db.")):
            connection.execute("PRAGMA max_page_count = 2")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", full)
        with pytest.raises(StoreError, match=r"copy\.db cannot be written: database or disk is full"):
            files.back_up(path, copy)
    assert [each.name for each in tmp_path.iterdir()] == ["hyosan.db"]
    files.back_up(path, copy)
    assert await finished(copy) == [1]
    with pytest.raises(StoreError, match=r"none\.db cannot be written: No such file"):
        files.back_up(path, tmp_path / "nowhere" / "none.db")


async def test_a_start_keeps_a_copy_before_it_migrates_and_the_newest_two_of_them(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    for number in (7, 8, 9):
        program = older(tmp_path, number)
        await (await Database.open(path, program)).close()
    await made(path, program)
    assert await finished(path) == [1]
    copies = sorted(each.name for each in tmp_path.glob("hyosan.db.*"))
    assert copies == ["hyosan.db.version-8", "hyosan.db.version-9"]
    kept = tmp_path / "hyosan.db.version-9"
    assert version(kept) == 9
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert await finished(kept) == [1]


# ------------------------------------------------------------------------------------------------------ restore


async def test_a_restore_moves_the_old_database_aside_whole_and_no_journal_of_it_is_played(tmp_path: Path) -> None:
    path, copy = tmp_path / "hyosan.db", tmp_path / "copy.db"
    await made(path, member=1)
    files.back_up(path, copy)
    # A bot that is killed leaves what it wrote last in the journal beside the file.
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('INSERT INTO progress VALUES (5, 2, 1004)'); os._exit(1)"
    )
    await (await asyncio.create_subprocess_exec(sys.executable, "-c", code, str(path))).wait()
    assert path.with_name("hyosan.db-wal").stat().st_size
    number, aside = files.restore(copy, path)
    assert number == LATEST
    assert aside is not None
    assert await finished(path) == [1]
    assert await finished(aside) == [1, 5]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert await finished(copy) == [1]


async def test_a_restore_without_a_database_needs_none(tmp_path: Path) -> None:
    await made(tmp_path / "copy.db")
    assert files.restore(tmp_path / "copy.db", tmp_path / "new" / "hyosan.db") == (LATEST, None)
    assert await finished(tmp_path / "new" / "hyosan.db") == [1]


async def test_what_is_no_whole_database_of_ours_is_not_restored(tmp_path: Path) -> None:
    path, copy = tmp_path / "hyosan.db", tmp_path / "copy.db"
    await made(path)
    await made(copy, member=9)

    def refused(file: Path, why: str) -> None:
        with pytest.raises(StoreError, match=why):
            files.restore(file, path)

    refused(tmp_path / "none.db", "There is no database at")
    refused(path, "is the database itself")
    (tmp_path / "text.db").write_text("dear diary" * 1000, "utf-8")
    refused(tmp_path / "text.db", "cannot be read: file is not a database")
    (tmp_path / "empty.db").touch()
    refused(tmp_path / "empty.db", "is no database of this bot")
    whole = copy.read_bytes()
    (tmp_path / "half.db").write_bytes(whole[: len(whole) // 2])
    refused(tmp_path / "half.db", "half.db (is damaged|cannot be read)")
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    refused(copy, "newer than this program")
    with held(path):
        refused(copy, "A bot is running on the database")
    assert await finished(path) == [1]
    assert not list(tmp_path.glob("hyosan.db.*"))
