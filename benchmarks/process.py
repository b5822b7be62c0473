"""A bot in its own process: its processor time, its memory, and how it is started."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
TOKEN: Final = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.GfAkE0.not-a-real-token-000000000000000000"  # noqa: S105  opens nothing

_CODE: Final = """
import runpy, sys
for name in {hidden}:
    sys.modules[name] = None
{before}
import discord.gateway, discord.http, yarl
discord.http.Route.BASE = "http://{address}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL("ws://{address}/")
sys.argv = ["bot"]
runpy.run_module("{module}", run_name="__main__")
"""

SYNC: Final = 0.005
"""Seconds that a sync takes longer on a slow disk."""

# Nothing in Python hears of a sync; a commit of a change waits for exactly one.
_SLOW_DISK: Final = f"""
import sqlite3, time
class Slow(sqlite3.Connection):
    synced = 0
    def execute(self, *arguments):
        cursor = super().execute(*arguments)
        if not self.in_transaction and self.total_changes > self.synced:
            self.synced = self.total_changes
            time.sleep({SYNC})
        return cursor
connect = sqlite3.connect
sqlite3.connect = lambda *arguments, **options: connect(*arguments, **{{"factory": Slow, **options}})
"""


class Bot:
    """A running process, by its number."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def cpu(self) -> float:
        """Seconds of processor that all of its threads took so far."""
        total = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            with contextlib.suppress(OSError):  # a thread that has just ended
                total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def memory(self) -> float:
        """Resident MiB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@asynccontextmanager
async def running(
    module: str,
    address: str,
    *,
    hidden: tuple[str, ...] = (),
    slow_disk: bool = False,
    log: int | None = None,
    **settings: Path | str | None,
) -> AsyncGenerator[Bot, None]:
    """`python -m module`, unmodified, without the packages in `hidden`; the only Discord it can reach is at `address`.

    Its errors go to this terminal, or to the file with the number `log`.
    On a slow disk, its thread of the database sleeps after each commit for as long as the sync would take longer.
    """
    environment = {
        "PATH": os.environ["PATH"], "DISCORD_TOKEN": TOKEN, "LOG_LEVEL": "ERROR", "DEV_GUILD": "", "SHOWS": "",
        **{name.upper(): str(value) for name, value in settings.items() if value},
    }  # fmt: skip
    code = _CODE.format(hidden=hidden, before=_SLOW_DISK if slow_disk else "", address=address, module=module)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT, env=environment, stderr=log)
    try:
        yield Bot(process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
