"""python -m benchmarks: measure every figure once, print them, and write them to results.md."""

import asyncio
import os
import platform
import sqlite3
import tempfile
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import measures
from benchmarks.measures import Ratio
from benchmarks.worlds import FACTS, GUILDS, NAMES, large_world, small_world

RESULTS: Final = Path(__file__).with_name("results.md")
HEAD: Final[tuple[str, ...]] = (
    "| figure | measured | bar | goal |",
    "| --- | --- | --- | --- |",
)
INTRODUCTION: Final = """\
# Results of `make bench`

{versions}

Everything compared takes turns in the same minutes. Ratios are of interactions in a second, 1 where both are the same; the
second number is the same ratio of processor time for each interaction, which other programs on the machine disturb less.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure beside what is asked of it; `at_least` says which side of the bar is good."""

    figure: str
    measured: float
    unit: str = ""
    bar: float | None = None
    goal: float | None = None
    at_least: bool = False
    cpu: float | None = None

    @classmethod
    def ratio(cls, figure: str, measured: Ratio, bar: float | None = None, goal: float | None = None) -> "Row":
        """A throughput beside another one."""
        return cls(figure, measured.throughput, "", bar, goal, at_least=True, cpu=measured.cpu)

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        asked = ["–" if each is None else f"{sign} {each:g}{self.unit}" for each in (self.bar, self.goal)]
        cpu = "" if self.cpu is None else f" (processor: {self.cpu:.2f})"
        is_missed = self.bar is not None and (self.measured < self.bar if self.at_least else self.measured > self.bar)
        return f"| {self.figure} | {self.measured:.2f}{self.unit}{cpu}{', missed' if is_missed else ''} | {asked[0]} | {asked[1]} |"


async def rows(folder: Path) -> AsyncGenerator[Row, None]:
    """Every figure, as soon as it is known."""
    small = await small_world(folder)
    large = large_world(small)
    card, floor, far, names, more = await measures.cards_and_names(small, large)
    yield Row.ratio("`/character` card to a stock pong, 16 in flight", card, 0.6, 1.0)
    yield Row.ratio("the same payload sent by discord.py alone, to a stock pong", floor)
    yield Row.ratio(f"card with {GUILDS:,} servers and {FACTS:,} facts, to the small store", far, 0.9, 0.97)
    yield Row.ratio(f"names of {small.names} characters, to fixed choices, 16 in flight", names, 0.7, 0.9)
    yield Row.ratio(f"names of {NAMES:,} characters, to fixed choices, 16 in flight", more, 0.5, 0.75)
    answer, floor = await measures.presses(small)
    yield Row.ratio("trivia answer press to a stock pong, 64 in flight", answer, 0.5, 0.8)
    yield Row.ratio("a press that discord.py alone answers and nothing is written, to a stock pong", floor)
    for world, facts, bar, goal in ((small, small.facts, 2, 1), (large, FACTS, 10, 4)):
        waited, worked = await measures.search(world)
        yield Row(f"search in {facts:,} facts, p99 of the store", waited, " ms", bar, goal)
        yield Row(f"search in {facts:,} facts, p99 of the store, of processor time", worked, " ms", bar, goal)
    start, memory = await measures.starts(small)
    yield Row("start to first answer, to a stock bot", start, "×", 3, 2)
    yield Row("memory at rest above a stock bot", memory, " MiB", 40, 20)
    growth = await measures.growth(small, folder)
    yield Row(f"memory growth, over {measures.GROWTH:,} interactions instead of 100,000", growth, " MiB", 10, 0)


def versions() -> str:
    """What was measured with, and nothing that tells which machine."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("discord.py", "aiosqlite", "orjson", "uvloop"))
    return f"Python {platform.python_version()}, {packages}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores."


async def main() -> None:
    """Measure, print and write."""
    lines: list[str] = [*HEAD]
    print(*HEAD, sep="\n")
    with tempfile.TemporaryDirectory() as folder:
        async for row in rows(Path(folder)):
            print(row, flush=True)
            lines.append(str(row))
    RESULTS.write_text(INTRODUCTION.format(versions=versions()) + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
