"""Starting while Discord has a bad minute, and stopping while it is busy; real processes, sockets and signals."""

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.settings import ROOT
from support.loopback import USER, Loopback, json_answer, page, told
from support.processes import connected, environment

CARD: list[dict[str, Any]] = [{"name": "name", "type": 3, "value": "nam-ra"}]
LOGIN, GATEWAY, COMMANDS = "users/@me", "gateway/bot", "commands"


@asynccontextmanager
async def starting(
    loopback: Loopback, folder: Path, **changes: str
) -> AsyncGenerator[asyncio.subprocess.Process, None]:
    """The process, which connects to `loopback`; killed in the end if it still runs."""
    process = await connected(loopback, folder, **changes)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: asyncio.subprocess.Process, how: signal.Signals | None = None) -> list[dict[str, Any]]:
    """What the log says after the process ended, as it should, in as many seconds as a host gives it."""
    if how is not None:
        process.send_signal(how)
    _, err = await asyncio.wait_for(process.communicate(), 5)
    assert b"Traceback" not in err, err.decode()
    assert b"Where it happened" not in err, err.decode()
    lines = err.decode().splitlines()
    return [json.loads(line) if line.startswith("{") else {"message": line, "level": "-"} for line in lines]


async def line(process: asyncio.subprocess.Process, words: str) -> str:
    """The next line of the log in which these words are."""
    assert process.stderr is not None
    async with asyncio.timeout(20):
        async for each in process.stderr:
            assert b"Traceback" not in each
            if words in (text := each.decode()):
                return text
    pytest.fail(f"the process ended without saying “{words}”")


async def cast_and_map(loopback: Loopback) -> tuple[Any, Any]:
    """A message, and the button on it that draws a picture."""

    def parts(component: Any) -> Iterator[Any]:
        yield component
        for each in component.get("components", []):
            yield from parts(each)

    shown = (await loopback.command("cast", [{"name": "private", "type": 5, "value": True}]))["data"]
    return shown, next(each for each in parts(shown) if each.get("custom_id") == "p1:map")


# A process that ends within five seconds, as it should, does so on a machine that has the time for it.
pytestmark = pytest.mark.prove


# ----------------------------------------------------------------------------------------------------- starting


@pytest.mark.parametrize("where", [LOGIN, GATEWAY, COMMANDS])
@pytest.mark.parametrize(
    "trouble",
    [
        lambda: page(503),
        lambda: json_answer({"message": "upstream", "code": 0}, 503),
        lambda: None,
        lambda: page(429, **{"Retry-After": "1"}),
        lambda: json_answer({"message": "You are being rate limited.", "retry_after": 0.4, "global": True}, 429),
    ],
    ids=["503 page", "503", "hangs up", "429 page", "429"],
)
async def test_a_bad_minute_of_discords_is_waited_out_with_one_line_a_try(
    database: Path, where: str, trouble: Any
) -> None:
    async with Loopback() as loopback:
        # aiohttp itself tries once more where a connection is closed on it.
        loopback.trouble[where] = [trouble() for _ in range(2 if trouble() else 4)]
        async with starting(loopback, database.parent) as process:
            await asyncio.wait_for(loopback.ready.wait(), 20)
            assert "Choi Nam-ra" in told(await loopback.command("character", CARD))
            entries = await ended(process, signal.SIGTERM)
    assert process.returncode == 0
    assert len([each for each in entries if "next try in" in each["message"]]) == 2, entries
    assert {each["level"] for each in entries} <= {"INFO", "WARNING"}


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (page(429, **{"Retry-After": "1800"}), "too many logins from this address; next try in 1800 s"),
        (json_answer({"message": "limited", "retry_after": 600, "global": True}, 429), "next try in 600 s"),
        (page(429), "next try in 60 s"),
    ],
)
async def test_as_long_as_discord_asks_for_is_waited_and_a_stop_meanwhile_ends_at_once(
    database: Path, trouble: web.Response, said: str
) -> None:
    async with Loopback() as loopback:
        loopback.trouble[LOGIN] = [trouble]
        async with starting(loopback, database.parent) as process:
            assert said in await line(process, "next try in")
            await ended(process, signal.SIGTERM)
            assert process.returncode == 0


async def test_a_login_that_discord_keeps_failing_is_spoken_of_and_can_be_stopped(database: Path) -> None:
    async with Loopback() as loopback:
        loopback.trouble[LOGIN] = [page(502) for _ in range(9)]
        async with starting(loopback, database.parent) as process:
            await line(process, "Discord has not answered the login")
            await ended(process, signal.SIGTERM)
            assert process.returncode == 0


@pytest.mark.parametrize(
    ("where", "trouble", "said"),
    [
        (LOGIN, page(403), "Discord answers 403 Forbidden to GET /api/v10/users/@me. The bot cannot start."),
        (LOGIN, json_answer({"message": "401: Unauthorized", "code": 0}, 401), "Discord refuses DISCORD_TOKEN"),
        (GATEWAY, json_answer({"message": "401: Unauthorized", "code": 0}, 401), "Discord refuses DISCORD_TOKEN"),
        (GATEWAY, page(403), "Discord answers 403 Forbidden to GET /api/v10/gateway/bot. The bot cannot start."),
    ],
)
async def test_what_no_further_try_can_mend_is_one_line(
    database: Path, where: str, trouble: web.Response, said: str
) -> None:
    async with Loopback() as loopback:
        loopback.trouble[where] = [trouble]
        async with starting(loopback, database.parent, LOG_LEVEL="ERROR") as process:
            entries = await ended(process)
    assert process.returncode == 1
    assert len(entries) == 1
    assert entries[0]["message"].startswith(said)


async def test_commands_that_discord_refuses_are_named_in_one_line(database: Path) -> None:
    wrong = {"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be between 1 and 100 in length."}
    body = {"code": 50035, "message": "Invalid Form Body", "errors": {"0": {"description": {"_errors": [wrong]}}}}
    async with Loopback() as loopback:
        loopback.trouble[COMMANDS] = [json_answer([]), json_answer(body, 400)]
        async with starting(loopback, database.parent, LOG_LEVEL="ERROR") as process:
            entries = await ended(process)
    assert process.returncode == 1
    assert len(entries) == 1
    assert "Discord refuses the commands: " in entries[0]["message"]
    assert "Must be between 1 and 100 in length" in entries[0]["message"]


async def test_the_start_is_quiet(database: Path) -> None:
    async with Loopback() as loopback, starting(loopback, database.parent) as process:
        await asyncio.wait_for(loopback.ready.wait(), 20)
        await line(process, "ready: ")
        entries = await ended(process, signal.SIGTERM)
    assert not [each for each in entries if each["level"] != "INFO"]


def test_packages_for_voice_are_not_missed(tmp_path: Path) -> None:
    code = "import logging, bot.client, discord; logging.basicConfig(); discord.Client(intents=discord.Intents(guilds=True))"
    variables = environment(tmp_path)
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True, timeout=30, check=True
    )
    assert result.stderr == ""


@pytest.mark.parametrize("frame", ['{"op": 0, "t": "X", "s": 2, "d": "\\ud800"}', "{", '{"op": 0, "t": "INTER'])
async def test_a_frame_that_nobody_can_read_costs_a_line_and_a_reconnect(database: Path, frame: str) -> None:
    async with Loopback() as loopback, starting(loopback, database.parent) as process:
        await asyncio.wait_for(loopback.ready.wait(), 20)
        loopback.ready.clear()
        await loopback.send(frame)
        await asyncio.wait_for(loopback.ready.wait(), 20)
        assert "Choi Nam-ra" in told(await loopback.command("character", CARD))
        entries = await ended(process, signal.SIGTERM)
    assert process.returncode == 0
    assert len([each for each in entries if each["level"] == "WARNING"]) == 1, entries


# ----------------------------------------------------------------------------------------------------- stopping


async def test_everybody_hears_something_when_the_bot_is_stopped_while_it_is_busy(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO progress SELECT ?, id, 1012 FROM shows", (USER,))
    async with Loopback() as loopback, starting(loopback, database.parent) as process:
        await asyncio.wait_for(loopback.ready.wait(), 20)
        cast, button = await cast_and_map(loopback)
        pictures = [asyncio.create_task(loopback.press(cast, button)) for _ in range(8)]
        flight = [asyncio.create_task(loopback.command("character", CARD, str(10**18 + n))) for n in range(300)]
        await asyncio.sleep(0.1)
        entries = await ended(process, signal.SIGTERM)
        answers = await asyncio.gather(*flight, *pictures, return_exceptions=True)
    assert process.returncode == 0
    assert not [each for each in answers if isinstance(each, BaseException)]
    assert told(answers).count("Choi Nam-ra") + told(answers).count("I’m restarting") >= 300
    assert not [each for each in entries if each["level"] == "ERROR"]


async def test_a_discord_that_says_nothing_does_not_hold_the_stop_up(database: Path) -> None:
    async with Loopback() as loopback, starting(loopback, database.parent) as process:
        await asyncio.wait_for(loopback.ready.wait(), 20)
        loopback.mute = True
        await asyncio.gather(*(loopback.command("character", CARD) for _ in range(20)))
        entries = await ended(process, signal.SIGTERM)
    assert process.returncode == 0
    assert "interrupted 20 answers" in {each["message"] for each in entries}


async def test_what_is_asked_while_the_bot_stops_is_answered_in_a_sentence_and_not_done(database: Path) -> None:
    told = [{"name": "set", "type": 1, "options": [{"name": "episode", "type": 3, "value": "S1E4"}]}]
    async with Loopback() as loopback, starting(loopback, database.parent) as process:
        await asyncio.wait_for(loopback.ready.wait(), 20)
        cast, button = await cast_and_map(loopback)
        loopback.mute = True  # so that the stop has something to wait for
        await loopback.command("character", CARD)
        process.send_signal(signal.SIGTERM)
        await line(process, "stopping")
        for answer in (await loopback.command("progress", told), await loopback.press(cast, button)):
            assert "restarting. Please try again in a minute." in json.dumps(answer)
        await ended(process)
    assert process.returncode == 0
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM progress").fetchone() == (0,)
