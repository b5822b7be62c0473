"""The bot as a process of its own: run to its end, previewing, or connected to a Discord on this machine."""

import asyncio
import io
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from bot.__main__ import main
from bot.paths import ROOT
from support.loopback import USER, Loopback

TOKEN = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.GfAkE0.not-a-real-token-000000000000000000"


def environment(tmp_path: Path, **changes: str) -> dict[str, str]:
    # Proxies that do not exist: no process started here can reach anything beyond this machine.
    dead = "http://127.0.0.1:9"
    return {
        "PATH": os.environ["PATH"],
        "DATABASE": str(tmp_path / "hyosan.db"),
        "DISCORD_TOKEN": "",
        "HTTPS_PROXY": dead,
        "HTTP_PROXY": dead,
        **changes,
    }


def run(tmp_path: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment(tmp_path, **changes),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def said(tmp_path: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """The same without a process of its own: for what ends by itself, where only its words and files matter."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, environment(tmp_path, **changes), clear=True),
        mock.patch.object(sys, "argv", ["bot", *arguments]),
        mock.patch("bot.__main__.set_up_logging"),  # it would throw out the handlers of pytest
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = main()
    return subprocess.CompletedProcess(["bot", *arguments], status, out.getvalue(), err.getvalue())


@contextmanager
def previewing(
    tmp_path: Path, *arguments: str, **changes: str
) -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """A running preview and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment(tmp_path, **changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        seen = ""
        for line in process.stdout:
            seen += line
            if found := re.search(r"http://127\.0\.0\.1:\d+/\S*", line):
                yield process, found[0]
                break
        else:
            pytest.fail(seen)
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


async def connected(discord: Loopback, tmp_path: Path, **changes: str) -> asyncio.subprocess.Process:
    # No proxy here: it would stand between the process and this machine.
    plain = {"DISCORD_TOKEN": TOKEN, "HTTPS_PROXY": "", "HTTP_PROXY": "", "LOG_FORMAT": "json", **changes}
    variables = environment(tmp_path, **plain)
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", discord.code, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def prepare(database: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Statements beside the process; the member has seen everything."""

    def do(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(database)) as connection, connection:
            return connection.execute(sql, parameters).fetchall()

    do(
        "INSERT INTO progress SELECT ?, id, (SELECT max(revealed_in) FROM episodes WHERE show_id = shows.id) FROM shows",
        USER,
    )
    return do


async def until(holds: Callable[[], object]) -> None:
    """Wait for what the process does beside answering."""
    async with asyncio.timeout(20):
        while not holds():  # noqa: ASYNC110  another process does it
            await asyncio.sleep(0.02)
