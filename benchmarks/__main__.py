"""python -m benchmarks: measure every figure once, print them, and write them to results.md. With names: those families only."""

import asyncio
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeAlias

from benchmarks import cards, curves, draws, mixture, pictures, presses, scale, searches, solo, starts
from benchmarks.rows import HEAD, Row
from benchmarks.worlds import Worlds, small_world

Family: TypeAlias = Callable[[Worlds], AsyncGenerator[Row, None]]

FAMILIES: Final[Mapping[str, Family]] = {
    "cards": cards.rows,
    "presses": presses.rows,
    "solo": solo.rows,
    "pictures": pictures.rows,
    "searches": searches.rows,
    "draws": draws.rows,
    "starts": starts.rows,
    "curves": curves.rows,
    "scale": scale.rows,
}
ALONE: Final[Mapping[str, Family]] = {"mixture": mixture.rows}
"""What takes as long as all of those together, and is run by its name only."""

RESULTS: Final = Path(__file__).with_name("results.md")
INTRODUCTION: Final = """\
# Results of `make bench`

{versions}

Everything compared takes turns in the same minutes. Ratios are of interactions in a second, 1 where both are the same; the
second number is the same ratio of processor time for each interaction, which other programs on the machine disturb less.

![The curves](results.svg)
"""


def versions() -> str:
    """What was measured with, and nothing that tells which machine."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("discord.py", "aiosqlite", "orjson", "uvloop"))
    return f"Python {platform.python_version()}, {packages}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores."


async def main(names: list[str]) -> None:
    """Measure, print and write; some families alone are printed only."""
    lines: list[str] = [*HEAD]
    print(*HEAD, sep="\n")
    with tempfile.TemporaryDirectory() as folder:
        worlds = Worlds(await small_world(Path(folder)), Path(folder))
        for name in names or FAMILIES:
            begun = time.perf_counter()
            async for row in {**FAMILIES, **ALONE}[name](worlds):
                print(row, flush=True)
                lines.append(str(row))
            print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    if not names:
        RESULTS.write_text(INTRODUCTION.format(versions=versions()) + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
