"""The helper commands of the process: export, backup, restore, reports, beside a running bot or without one."""

import asyncio
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import import_shows
from bot.paths import ROOT
from bot.settings import Settings
from bot.show.edits import Change
from bot.show.import_file import rows_of
from bot.show.spoilers import Spoiler
from bot.store import open_store
from bot.store.edits import new_id
from support.processes import environment, run, said
from support.proofs import in_prove

SERVER = 123456789012345678


async def edited(database: Path) -> None:
    """Make it a database in which one server has a fact of its own and hides one of the pack's."""
    settings = Settings.read({"DATABASE": str(database)})
    async with open_store(settings.database) as store:
        show = await import_shows(store, settings.shows)
        shipped = (await store.edits.items(show.id, SERVER, "fact"))[0]
        fact = replace(shipped.content, text=Spoiler("Somebody waves.", shipped.content.revealed_in))
        for change in (
            Change(new_id(SERVER, "fact"), 0, fact, "live", "added"),
            Change(shipped.id, 1, shipped.content, "retired", "retired"),
        ):
            await store.edits.save(show.id, SERVER, change, by=1, at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("name", ["here.toml", "here.JSON"])
async def test_a_servers_edits_are_exported_as_fact_export_does_and_nothing_is_overwritten(
    tmp_path: Path, database: Path, name: str
) -> None:
    await edited(database)
    result = await asyncio.to_thread(said, tmp_path, "export", str(SERVER), str(tmp_path / name))
    assert result.returncode == 0, result.stderr
    assert result.stdout == f"Wrote {tmp_path / name}. Facts: 2, questions: 0.\n"
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    rows = [row.entry for row in rows_of(name, (tmp_path / name).read_bytes())]
    assert "Somebody waves." in {row.get("text") for row in rows}
    assert "retired" in {row.get("state") for row in rows}
    again = await asyncio.to_thread(said, tmp_path, "export", str(SERVER), str(tmp_path / name))
    assert again.returncode == 1
    assert again.stderr == f"{tmp_path / name} exists already; an export never overwrites.\n"


@pytest.mark.parametrize(
    ("server", "name", "line"),
    [
        (str(SERVER), "here.txt", "{path} must end in .toml or .json."),
        ("here", "here.toml", "Name the server by its number, such as 123456789012345678."),
        ("9" * 20, "here.toml", "Name the server by its number, such as 123456789012345678."),
        ("1", "here.toml", "Server 1 has changed nothing, so there’s nothing to export."),
        (str(SERVER), "nowhere/here.toml", "The export {path} cannot be written: "),
    ],
)
async def test_an_export_that_cannot_be_is_one_line(
    tmp_path: Path, database: Path, server: str, name: str, line: str
) -> None:
    await edited(database)
    path = tmp_path / name
    result = await asyncio.to_thread(said, tmp_path, "export", server, str(path))
    assert result.returncode == 1
    assert result.stderr.startswith(line.format(path=path))
    assert result.stderr.count("\n") == 1
    assert not path.exists()


async def test_an_export_needs_a_database_that_knows_the_show(tmp_path: Path) -> None:
    def exported(**changes: str) -> str:
        result = said(tmp_path, "export", str(SERVER), str(tmp_path / "here.toml"), **changes)
        assert result.returncode == 1
        return result.stderr

    assert await asyncio.to_thread(exported) == f"There is no database at {tmp_path / 'hyosan.db'}.\n"
    async with open_store(tmp_path / "hyosan.db"):
        pass
    assert (await asyncio.to_thread(exported)).startswith("The database knows no show in ")
    assert (await asyncio.to_thread(exported, SHOWS=str(tmp_path))).startswith("The database knows no show in ")


def versions(*paths: Path) -> list[int]:
    found: list[int] = []
    for path in paths:
        with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as connection:
            found += connection.execute("PRAGMA user_version").fetchone()
    return found


@pytest.mark.prove
def test_helpers_beside_an_older_database_change_nothing_of_it(tmp_path: Path, shipped_database: Path) -> None:
    path, copy = tmp_path / "hyosan.db", tmp_path / "copy.db"
    shutil.copy(shipped_database, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 9")
    assert said(tmp_path, "backup", str(copy)).stdout == f"Wrote {copy}, a copy of version 9.\n"
    for helper in (("export", str(SERVER), str(tmp_path / "here.toml")), ("reports",), ("reports", "--close", "1")):
        refused = said(tmp_path, *helper)
        assert refused.returncode == 1
        assert "of version 9, older than this program" in refused.stderr
        assert refused.stderr.count("\n") == 1
    assert said(tmp_path, "check").returncode == 0
    assert versions(path, copy) == [9, 9]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.db", "hyosan.db"]


def test_a_backup_is_restored_and_says_where_the_old_database_is(tmp_path: Path, shipped_database: Path) -> None:
    path, copy = tmp_path / "hyosan.db", tmp_path / "copy.db"
    shutil.copy(shipped_database, copy)
    first = run(tmp_path, "restore", str(copy))
    assert first.returncode == 0, first.stderr
    assert first.stdout == f"{path} is now {copy}, of version {versions(copy)[0]}. Start the bot.\n"
    again = said(tmp_path, "restore", str(copy))
    kept = re.search(r"What was there is now (\S+)\. Start the bot\.", again.stdout)
    assert kept is not None, again
    assert Path(kept[1]).read_bytes() == path.read_bytes()
    refused = said(tmp_path, "restore", str(tmp_path / "none.db"))
    assert (refused.returncode, refused.stderr) == (1, f"There is no database at {tmp_path / 'none.db'}.\n")


async def test_reports_are_printed_and_change_nothing(tmp_path: Path, shipped_database: Path) -> None:
    path = Path(shutil.copy(shipped_database, tmp_path / "hyosan.db"))
    before = path.read_bytes()
    done = await asyncio.to_thread(said, tmp_path, "reports")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Nothing waits that was reported or suggested where no moderators read.\n"
    assert path.read_bytes() == before
    none = await asyncio.to_thread(said, tmp_path, "reports", DATABASE=str(tmp_path / "none.db"))
    assert (none.returncode, none.stderr) == (1, f"There is no database at {tmp_path / 'none.db'}.\n")


@pytest.mark.parametrize("unbuffered", ["1", in_prove("")])
def test_who_has_read_enough_of_it_ends_it_without_a_word(tmp_path: Path, unbuffered: str) -> None:
    command = [sys.executable, "-m", "bot", "check"]
    variables = environment(tmp_path, PYTHONUNBUFFERED=unbuffered)
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
