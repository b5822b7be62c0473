"""python -m benchmarks.imports: what a stranger's file costs the bot, and what a server's full layer costs its readers."""

import asyncio
import resource
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bot.__main__ import open_bot
from bot.client import FanBot
from bot.errors import FileRefusedError
from bot.settings import Settings
from bot.show.apart import rows_apart
from bot.show.apart_main import MEMORY
from bot.show.edits import Change, ItemQuery, Kind
from bot.show.episodes import PREMISE, Scope
from bot.show.facts import row_id
from bot.show.import_file import LARGEST
from bot.show.import_plan import Plan, Planned
from bot.store.edits import QUOTA
from bot.ui.editing.desk import Desk
from bot.ui.editing.import_words import checked
from bot.ui.editing.importing import here_in

GUILD: Final = 1
FILES: Final[dict[str, bytes]] = {
    "keys of 1,900 parts": b"".join(b"k%d%b = 1\n" % (n, b".a" * 1900) for n in range(100)),
    "headers of 2,000 parts": b"[a" + b".a" * 1999 + b"]\n" + b"".join(b"k%d = 1\n" % n for n in range(30_000)),
    "keys of 8 parts": b"".join(b"k%d.a.b.c.d.e.f.g = 1\n" % n for n in range(40_000)),
    "a row of 100,000 keys": b"[[facts]]\n" + b"".join(b"k%d=1\n" % n for n in range(100_000)),
    "100,000 empty lists": b"[[facts]]\n" + b"".join(b"%x=[]\n" % n for n in range(100_000)),
    "340,000 empty rows": b'{"facts": [' + b"{}," * 340_000 + b"{}]}",
    "brackets": b"[" * LARGEST,
    "objects in objects": b'{"a":' * 200_000,
    "half a text": b'"\\' * (LARGEST // 2),
    "lines of half texts": (b'"\\' * 1900 + b"\n") * 270,
    "one key 150,000 times": b'{"facts":[{' + b",".join([b'"a":1'] * 150_000) + b"}]}",
    "5,000 rows of nothing but faults": b'[[facts]]\nabout=["x","y"]\nx=1\ny=1\ntopic="z"\nrevealed_in="S9"\nsources=["http://["]\n' * 5000,
    "5,000 rows about nobody": b"".join(
        b'[[facts]]\ntext="Somebody %d waves."\nabout=["Somebady %d"]\ntopic="trait"\nrevealed_in="S1E1"\nsources=["a"]\n' % (n, n)
        for n in range(5000)
    ),
    "5,000 honest rows": b"".join(
        b'[[facts]]\ntext="Nam-ra counts to %d."\nabout=["Choi Nam-ra"]\ntopic="trait"\nrevealed_in="S1E1"\nsources=["a"]\n' % n
        for n in range(5000)
    ),
}  # fmt: skip


def memory() -> float:
    """MiB that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    return pages * resource.getpagesize() / 2**20


@asynccontextmanager
async def watched(found: list[float]) -> AsyncGenerator[None, None]:
    """Remember the longest time, in ms, for which the event loop did nothing else."""

    async def watch() -> None:
        while True:
            begin = time.perf_counter()
            await asyncio.sleep(0.001)
            found.append((time.perf_counter() - begin - 0.001) * 1000)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()


async def plan_of(bot: FanBot, data: bytes) -> Sequence[Planned]:
    """All that a check does but for its messages."""
    rows = await rows_apart("file", data)
    here = await here_in(bot, GUILD, Scope.through(bot.show.last))
    checking = await asyncio.to_thread(Plan, rows, here)
    plan = await asyncio.to_thread(lambda: list(checking.rows()))
    desk = Desk(Scope.through(bot.show.last), bot.show, here.subjects)
    await asyncio.to_thread(checked, plan, desk, bot.show.episodes, bot)
    return plan


async def check(bot: FanBot, name: str, data: bytes) -> Sequence[Planned]:
    """Measure the check of one file."""
    waits: list[float] = []
    plan: Sequence[Planned] = ()
    before, begin = memory(), time.perf_counter()
    async with watched(waits):
        try:
            plan = await plan_of(bot, data)
            said = f"{len(plan)} rows"
        except FileRefusedError as refused:
            said = f"refused: {refused.why}"
    print(
        f"| {name}, {len(data) / 2**20:.2f} MiB | {said} | {time.perf_counter() - begin:.2f} s"
        f" | {max(waits, default=0):.0f} ms | {memory() - before:+.1f} MiB |"
    )
    return plan


async def typical(act: Callable[[], Awaitable[Any]], times: int = 20) -> float:
    """ms of one of them, the middle of several."""
    taken: list[float] = []
    for _time in range(times):
        begin = time.perf_counter()
        await act()
        taken.append((time.perf_counter() - begin) * 1000)
    return sorted(taken)[times // 2]


async def reads(bot: FanBot, guild: int) -> dict[str, float]:
    """What readers and editors of a server wait for the store, in ms."""
    store, show, last = bot.store, bot.show, bot.show.last
    nam_ra = row_id(show.slug, "subject", "choi-nam-ra")
    kind: Kind = "fact"
    return {
        "facts of a card": await typical(
            lambda: store.facts.facts_about(nam_ra, Scope.through(last), guild_id=guild)
        ),
        "an editor's list of choices": await typical(
            lambda: store.edits.find_items(show.id, guild, kind, ItemQuery(["counts"], last))
        ),
        "the questions of trivia": await typical(lambda: store.questions.pool(show, Scope.through(last), guild_id=guild), 5),
        "a search": await typical(lambda: store.search.search(show.id, "who counts", Scope.through(last), guild_id=guild)),
        "a count at a save": await typical(lambda: store.edits.room(guild, kind)),
    }  # fmt: skip


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_bot(Settings.read({}), Path(folder) / "bot.db") as bot:
            await plan_of(bot, FILES["5,000 honest rows"].partition(b"\n[[facts]]")[0])
            print(
                "| file | answer | time | longest wait of others | memory |",
                "| --- | --- | --- | --- | --- |",
                sep="\n",
            )
            plan: Sequence[Planned] = []
            for name, data in FILES.items():
                plan = await check(bot, name, data)
            print(f"\nThe process that reads may hold {MEMORY // 2**20} MiB.\n")
            changes = [
                Change(each.item_id, 0, each.content, "live", "imported")
                for each in plan
                if each.what == "add" and each.content
            ]
            at, waits = datetime(2026, 1, 1, tzinfo=UTC), list[float]()
            file = await bot.store.imports.add_import(
                bot.show.id, GUILD, by=1, at=at, through=PREMISE, plan_hash="", name="", rows=()
            )
            begin = time.perf_counter()
            async with watched(waits):
                await bot.store.imports.save_import(bot.show.id, GUILD, file, changes, by=1, at=at)
            print(
                f"Saving {len(changes)}: {time.perf_counter() - begin:.2f} s, longest wait of others {max(waits):.0f} ms.\n"
            )
            full, none = await reads(bot, GUILD), await reads(bot, GUILD + 1)
            print(f"| | no facts of its own | {QUOTA['fact']} about one person |", "| --- | --- | --- |", sep="\n")
            print(*(f"| {name} | {none[name]:.1f} ms | {full[name]:.1f} ms |" for name in full), sep="\n")


if __name__ == "__main__":
    asyncio.run(main())
