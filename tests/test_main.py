"""The process: how it starts, refuses to start, and ends. Nothing here connects to anything but this machine."""

import asyncio
import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
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
from support.loopback import Loopback, told
from support.processes import TOKEN, connected, environment, prepare, previewing, run, said, until
from support.shipped import FOLDER
from support.world import World


@pytest.mark.prove
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_without_a_token_the_preview_starts_and_says_so_and_ends_cleanly(tmp_path: Path, how: signal.Signals) -> None:
    with previewing(tmp_path, "run", "--port", "0") as (process, url):
        with urllib.request.urlopen(url.partition("#")[0], timeout=10) as page:  # noqa: S310  http, on this machine
            assert page.status == 200
        process.send_signal(how)
        assert process.wait(timeout=10) == 0
    assert (tmp_path / "preview.db").exists()
    assert not (tmp_path / "hyosan.db").exists()


@pytest.mark.prove
def test_the_previews_file_survives_a_restart(tmp_path: Path) -> None:
    def progress() -> list[tuple[int]]:
        with closing(sqlite3.connect(tmp_path / "preview.db")) as connection:
            return connection.execute("SELECT episode FROM progress ORDER BY episode").fetchall()

    with previewing(tmp_path, "preview", "--port", "0") as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert progress() == [(1006,), (1012,), (1012,)]
    with closing(sqlite3.connect(tmp_path / "preview.db")) as connection:
        connection.execute("UPDATE progress SET episode = 1007 WHERE episode = 1006")
        connection.execute(
            "INSERT INTO spoiler_posts (id, guild_id, channel_id, message_id, author_id, show_id, episode, title, text,"
            " created_at, checked_at) VALUES (1, 2, 3, 4, 5, 6, 1001, 'a', 'b', '2026-01-01', '2026-01-01')"
        )
        connection.execute(
            "INSERT INTO trivia_games (id, show_id, kind, guild_id, channel_id, ceiling, rounds, seconds, phase)"
            " VALUES (1, 2, 'public', 3, 4, 0, 5, 20, 'asking')"
        )
        connection.execute("INSERT INTO trivia_messages (game_id, number, message_id) VALUES (1, 1, 5)")
        connection.execute(
            "INSERT INTO watchalongs (id, show_id, guild_id, channel_id, episode, starts_at, minutes, message_id, state,"
            " checked_at) VALUES (1, 2, 3, 4, 1001, 0, 60, 5, 'planned', 0)"
        )
        connection.commit()
    with previewing(tmp_path, "preview", "--port", "0") as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert progress() == [(1007,), (1012,), (1012,)]
    with closing(sqlite3.connect(tmp_path / "preview.db")) as connection:
        # What names a message of the last run is gone, or is over.
        assert connection.execute("SELECT count(*) FROM spoiler_posts").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM watchalongs").fetchone() == (0,)
        assert connection.execute("SELECT phase FROM trivia_games").fetchone() == ("over",)
        assert connection.execute("SELECT count(*) FROM trivia_messages WHERE shown < version").fetchone() == (0,)


def test_a_taken_port_is_one_sentence(tmp_path: Path, shipped_database: Path) -> None:
    shutil.copy(shipped_database, tmp_path / "preview.db")
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = said(tmp_path, "preview", "--port", str(port))
    assert result.returncode == 1
    assert f"Port {port} is taken on this machine" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unknown_channel_of_the_preview_is_one_sentence(tmp_path: Path) -> None:
    result = said(tmp_path, "preview", "--channel", "lobby")
    assert result.returncode == 1
    assert "The preview has no channel “lobby”; choose one of class-2-5" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_preview_extra_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "sitecustomize.py").write_text("import sys; sys.modules['simcord'] = None\n", "utf-8")
    result = run(tmp_path, "run", PYTHONPATH=str(tmp_path / "hidden"))
    assert result.returncode == 1
    assert "The preview needs the package simcord" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.prove
def test_a_token_that_is_none_ends_at_once_without_being_printed(tmp_path: Path) -> None:
    result = run(tmp_path, DISCORD_TOKEN=TOKEN, LOG_LEVEL="DEBUG")
    assert result.returncode == 1
    assert "Discord cannot be reached" in result.stderr
    assert "Traceback" not in result.stderr
    assert TOKEN not in result.stderr + result.stdout


@pytest.mark.prove
def test_a_broken_pack_stops_the_start_and_leaves_the_store_untouched(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "shows" / FOLDER.name)
    assert said(tmp_path, "backup", str(tmp_path / "none.db")).returncode == 1
    file = tmp_path / "shows" / FOLDER.name / "facts" / "s1e01.toml"
    broken, times = re.subn(r'(topic\s*=) "event"', r'\1 "gossip"', file.read_text("utf-8"), count=1)
    assert times == 1
    file.write_text(broken, "utf-8")
    result = said(tmp_path, "preview", SHOWS=str(tmp_path / "shows"))
    assert result.returncode == 1
    assert "“gossip” is no topic" in result.stderr
    assert "Traceback" not in result.stderr
    with closing(sqlite3.connect(tmp_path / "preview.db")) as connection:
        assert connection.execute("SELECT count(*) FROM shows").fetchone() == (0,)


def test_no_pack_at_all_is_one_sentence(tmp_path: Path) -> None:
    for command in ("preview", "check"):
        result = said(tmp_path, command, SHOWS=str(tmp_path / "nowhere"))
        assert result.returncode == 1
        assert "There is no show pack in" in result.stderr


def test_a_newer_database_stops_the_start(tmp_path: Path, shipped_database: Path) -> None:
    shutil.copy(shipped_database, tmp_path / "preview.db")
    with closing(sqlite3.connect(tmp_path / "preview.db")) as connection:
        connection.execute("PRAGMA user_version = 9999")
    result = said(tmp_path, "preview")
    assert result.returncode == 1
    assert "newer than this program" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_path_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = run(tmp_path, "run", DISCORD_TOKEN=TOKEN, DATABASE=str(tmp_path / "file" / "x.db"))
    assert result.returncode == 1
    assert "cannot be opened for writing" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEV_GUILD", "mine"), ("LOG_LEVEL", "LOUD"), ("LOG_FORMAT", "xml"), ("BACKUP_KEEP", "0"), ("BACKUP_KEEP", "all"),
        ("METRICS_PORT", "65536"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    result = said(tmp_path, "run", **{name: value})
    assert result.returncode == 1
    assert result.stderr.startswith(f"{name} must be")


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


@pytest.mark.prove
def test_a_second_process_on_one_database_says_so_and_stops_and_helpers_go_on(
    tmp_path: Path, shipped_database: Path
) -> None:
    shutil.copy(shipped_database, tmp_path / "preview.db")
    with previewing(tmp_path, "preview", "--port", "0"):
        shared = {"DATABASE": str(tmp_path / "preview.db")}
        for second in (said(tmp_path, "preview", "--port", "0"), run(tmp_path, DISCORD_TOKEN=TOKEN, **shared)):
            assert second.returncode == 1
            line = f"A bot is running on the database {tmp_path / 'preview.db'}: stop it first"
            assert second.stderr.startswith(line)
            assert second.stderr.count("\n") == 1
        assert said(tmp_path, "backup", str(tmp_path / "copy.db"), **shared).returncode == 0
        refused = said(tmp_path, "restore", str(tmp_path / "copy.db"), **shared)
        assert refused.returncode == 1
        assert "A bot is running on the database" in refused.stderr
    # That one was killed.
    assert said(tmp_path, "restore", str(tmp_path / "copy.db"), **shared).returncode == 0


def test_time_zones_come_along(tmp_path: Path) -> None:
    code = "from bot.times.zones import zone_named; print(zone_named('Asia/Seoul'))"
    variables = environment(tmp_path, PYTHONTZPATH="/nonexistent")
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True, timeout=30, check=True
    )
    assert result.stdout == "Asia/Seoul\n"


# ------------------------------------------------------------------- connected, to a Discord on a loopback address


@pytest.mark.prove
async def test_a_bad_token_ends_at_once_with_one_line(tmp_path: Path) -> None:
    async with Loopback(refuse=True) as discord:
        process = await connected(discord, tmp_path)
        _, err = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 1
    assert b"Discord refuses DISCORD_TOKEN" in err
    assert b"Traceback" not in err
    assert TOKEN.encode() not in err


@pytest.mark.prove  # within five seconds, as hosts ask for it
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_a_connected_bot_answers_and_ends_cleanly(tmp_path: Path, how: signal.Signals) -> None:
    async with Loopback() as discord:
        process = await connected(discord, tmp_path)
        await asyncio.wait_for(discord.ready.wait(), 20)
        assert discord.intents == 1  # guilds, and nothing else
        body = await discord.command("character", [{"name": "name", "type": 3, "value": "nam-ra"}])
        assert "Choi Nam-ra" in told(body)
        process.send_signal(how)
        _, err = await asyncio.wait_for(process.communicate(), 5)
        assert process.returncode == 0, err
        await asyncio.wait_for(discord.gone.wait(), 5)
    assert TOKEN.encode() not in err
    entries = [json.loads(line) for line in err.splitlines()]
    assert "stopping" in {entry["message"] for entry in entries}


@pytest.mark.prove  # the same
async def test_a_picture_that_is_drawn_does_not_hold_up_the_end(tmp_path: Path) -> None:
    def numbers(*asked: str) -> list[str]:
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()

    async with Loopback() as discord:
        process = await connected(discord, tmp_path)
        await asyncio.wait_for(discord.ready.wait(), 20)
        do = prepare(tmp_path / "hyosan.db")
        cast = (await discord.command("cast", [{"name": "private", "type": 5, "value": True}]))["data"]
        drawing = asyncio.create_task(discord.press(cast, {"custom_id": "p1:map"}))
        await until(lambda: numbers("pgrep", "-P", str(process.pid)))
        painters = numbers("pgrep", "-P", str(process.pid))
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 5)
        assert process.returncode == 0, err
        await drawing
        assert not numbers("ps", "-o", "pid=", "-p", ",".join(painters))
    assert do("PRAGMA integrity_check") == [("ok",)]
    assert {json.loads(line)["level"] for line in err.splitlines()} <= {"INFO", "WARNING"}


async def test_the_log_counts_one_server_as_one(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await world.bot.on_ready()
    assert caplog.messages[-1].endswith("in 1 server")


@pytest.mark.prove  # within the three seconds that Discord waits
async def test_who_writes_while_another_process_holds_the_database_hears_in_time_and_nothing_is_saved(
    database: Path,
) -> None:
    progress = [{"name": "set", "type": 1, "options": [{"name": "episode", "type": 3, "value": "S1E4"}]}]
    async with Loopback() as discord:
        process = await connected(discord, database.parent)
        await asyncio.wait_for(discord.ready.wait(), 20)
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            # Each is waited for as long as a member of Discord waits, and a little longer.
            answers = await asyncio.gather(*(discord.command("progress", progress) for _ in range(8)))
            other.execute("ROLLBACK")
        assert all("did not work" in json.dumps(each) for each in answers), answers
        assert "Choi Nam-ra" in told(
            await discord.command("character", [{"name": "name", "type": 3, "value": "nam-ra"}])
        )
        process.terminate()
        await process.communicate()
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM progress").fetchone() == (0,)


async def test_reports_are_printed_and_change_nothing(tmp_path: Path, shipped_database: Path) -> None:
    path = Path(shutil.copy(shipped_database, tmp_path / "hyosan.db"))
    before = path.read_bytes()
    done = await asyncio.to_thread(said, tmp_path, "reports")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Nothing waits that was reported or suggested where no moderators read.\n"
    assert path.read_bytes() == before
    none = await asyncio.to_thread(said, tmp_path, "reports", DATABASE=str(tmp_path / "none.db"))
    assert (none.returncode, none.stderr) == (1, f"There is no database at {tmp_path / 'none.db'}.\n")
