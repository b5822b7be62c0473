"""Disks that take nothing any more, for make soak."""

import contextlib
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

from benchmarks.process import Bot


def limited(bot: Bot, database: Path) -> Callable[[], None]:
    """No file of the bot's may be written beyond its first page from now on; gives what ends that."""
    del database
    resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))

    def end() -> None:
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    return end


def filled_up(bot: Bot, database: Path) -> Callable[[], None]:
    """Fill the disk to its last byte; gives what makes room again."""
    del bot
    ballast = database.with_name("ballast")
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return lambda: ballast.unlink(missing_ok=True)


def unmount(folder: Path) -> None:
    """Take a disk away, whoever uses it."""
    subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S607  wherever a system has it


def small_disk(folder: Path) -> Path | None:
    """A disk of 16 MiB in memory, where this user may have one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return None
    return folder if mounted else None
