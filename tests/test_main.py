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
from pathlib import Path

import pytest

from bot.paths import ROOT
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
