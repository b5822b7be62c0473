"""python -m benchmarks.floods: how long others wait for a card while one member floods the bot, for each sort of flood."""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.__main__ import versions
from benchmarks.loopback import (
    Data,
    Loopback,
    Use,
    channel_id,
    command,
    letters,
    press,
    submit,
    walk,
)
from benchmarks.measures import ours
from benchmarks.uploads import with_file, with_uploads
from benchmarks.worlds import World, small_world

AT_ONCE: Final = 300
"""What the member sends at once, twice in each flood."""

_SECONDS: Final = 8
_RATE: Final = 25  # a second, of the others, who ask for cards and type names
_GIVEN_UP: Final = 15_000.0  # ms
_ROWS: Final = 5_000
RESULTS: Final = Path(__file__).with_name("floods.md")
INTRODUCTION: Final = """\
# Results of `python -m benchmarks.floods`

{versions} At the end {load:.1f} processes wanted each core.

One member sends 300 of one sort at once, twice in eight seconds. Meanwhile others ask for 25 cards and names a second, over real
sockets: how long did they wait?

"""
_KINDS: Final = ("who is it", "which episode", "what came first")
_LANGUAGES: Final = ("ko", "es-ES", "pt-BR", "id", "ja")
_TYPED: Final = ("n", "na", "nam", "nam-ra", "lee", "su-hyeok")

Flood = Callable[[int], Use]


async def floods(discord: Loopback, world: World) -> AsyncGenerator[tuple[str, Flood], None]:
    """Every sort, each by a member of its own, after what it needs was prepared."""
    number = 500

    def same(data: Data, message: Data | None = None) -> Flood:
        nonlocal number
        number += 1
        use = Use(data, number, 40, message=message)
        return lambda _: use

    yield "cards", same(command("character", name=str(world.character_id)))
    yield "casts", same(command("cast"))
    yield "searches", same(command("search", text="why does the virus start"))
    yield "names that are typed", same(command("character", focused="name", name="nam"))
    yield "practices", same(command("trivia practice"))
    yield "daily questions", same(command("trivia daily"))
    yield "leaderboards", same(command("trivia leaderboard", period="all"))
    cast = await discord.use(Use(command("cast", private=True), 900, 40))
    yield "pages", same(_on(cast, "p1:next"), cast)
    yield "pictures of everybody", same(_on(cast, "p1:map"), cast)
    people = next(each["options"] for each in walk(cast["components"]) if each.get("custom_id") == "p1:open")
    cards = [
        await discord.use(Use(command("character", name=each["value"], private=True), 901 + at, 40))
        for at, each in enumerate(people)
    ]
    ties = [Use(_on(card, "c1:ties"), 800, 40, message=card) for card in cards]
    yield "pictures of one", lambda at: ties[at % len(ties)]
    yield "games", lambda at: Use(command("trivia start"), 801, 40, at)
    start = Use(command("trivia start", seconds=120), 802, 41)
    await discord.use(start)
    game = await discord.posted(channel_id(41))
    options = letters(game)
    yield "answers", lambda at: Use(press(game, options[at % len(options)]), 802, 41, message=game)
    form = await discord.use(Use(command("spoiler post", episode="e4"), 803, 40))
    yield "spoiler posts", lambda at: Use(submit(form, f"They run {at}."), 803, 40)
    form = await discord.use(Use(command("suggest", about="Nam-ra"), 804, 40))
    yield "suggestions", lambda at: Use(submit(form, f"They run {at}."), 804, 40)
    rows = [{"about": ["Choi Nam-ra"], "text": f"Nam-ra walks {at} steps.", "topic": "event", "revealed_in": "S1E12",
             "sources": [{"site": "Wiki"}]} for at in range(_ROWS)]  # fmt: skip
    discord.files["facts.json"] = orjson.dumps({"facts": rows})
    imported = with_file("fact import", "file", "facts.json", discord)
    yield f"imports of {_ROWS:,} rows", lambda _: Use(imported, 0, 42)
    list_of = "".join(f"Question {at}?,Yes {at},No {at},Never {at},Perhaps {at}\n" for at in range(_ROWS))
    discord.files["list.csv"] = ("question,correct answer,wrong 1,wrong 2,wrong 3\n" + list_of).encode()
    listed = with_file("question import", "file", "list.csv", discord)
    yield f"lists of {_ROWS:,} questions", lambda _: Use(listed, 0, 43)
    yield "games of other kinds", lambda at: Use(command("trivia start", kind=_KINDS[at % len(_KINDS)]), 805, 44, at)
    yield "yearbooks", same(_on(cast, "p1:yearbook"), cast)
    form = await discord.use(Use(command("spoiler post", episode="e4"), 806, 45))
    pictures = [f"{at}.png" for at in range(4)]
    discord.files |= {each: os.urandom(1 << 17) for each in pictures}
    yield (
        "posts with four files of 128 KB",
        lambda at: Use(with_uploads(form, f"They run {at}.", pictures, discord), 806, 45),
    )
    card = command("character", name=str(world.character_id), private=True)
    yield "cards in five languages", lambda at: Use(card, 807, 40, locale=_LANGUAGES[at % len(_LANGUAGES)])
    in_hangul = command("character", focused="name", name="남")
    yield (
        "names that are typed in five languages",
        lambda at: Use(in_hangul, 808, 40, locale=_LANGUAGES[at % len(_LANGUAGES)]),
    )


def _on(message: Data, prefix: str) -> Data:
    """The data of a press on the button whose `custom_id` begins so."""
    buttons = [each for each in walk(message["components"]) if each["type"] == 2]
    return press(message, next(at for at, each in enumerate(buttons) if each["custom_id"].startswith(prefix)))


async def others(discord: Loopback, world: World) -> list[float]:
    """Milliseconds until each of the others was answered; 15,000 where they were not."""

    async def one(number: int) -> float:
        await asyncio.sleep(number / _RATE)
        data = (
            command("character", focused="name", name=_TYPED[number % len(_TYPED)])
            if number % 2
            else command("character", name=str(world.character_id))
        )
        return await _timed(discord, Use(data, number % 400, number % 39))

    return await asyncio.gather(*(one(number) for number in range(_SECONDS * _RATE)))


async def _timed(discord: Loopback, use: Use) -> float:
    start = time.perf_counter()
    try:
        await discord.use(use)
    except TimeoutError:
        return _GIVEN_UP
    return (time.perf_counter() - start) * 1e3


async def flooded(
    discord: Loopback, flood: Flood | None, waiting: Coroutine[Any, Any, list[float]]
) -> tuple[list[float], int]:
    """How long the others waited, and how many uses of the flood were never answered."""
    waits, missed = asyncio.create_task(waiting), 0
    if flood is not None:
        for first in (0, AT_ONCE):
            await asyncio.sleep(1 if first == 0 else 2)
            times = await asyncio.gather(*(_timed(discord, flood(first + at)) for at in range(AT_ONCE)))
            missed += sum(each >= _GIVEN_UP for each in times)
    return await waits, missed


async def main() -> None:
    """Measure, print and write."""
    lines = ["| flood | others, median | others, p99 | worst | of the flood unanswered | memory |", "| --- " * 6 + "|"]
    print(*lines, sep="\n")
    with tempfile.TemporaryDirectory() as folder:
        world = await small_world(Path(folder))
        async with ours(world) as (discord, bot):
            sorts: list[tuple[str, Flood | None]] = [("none", None), *[each async for each in floods(discord, world)]]
            for name, flood in sorts:
                times, missed = await flooded(discord, flood, others(discord, world))
                p99 = statistics.quantiles(times, n=100)[-1]
                figures = [f"{each:.0f} ms" for each in (statistics.median(times), p99, max(times))]
                lines.append(f"| {name} | {' | '.join(figures)} | {missed} | {bot.memory():.0f} MiB |")
                print(lines[-1], flush=True)
                await asyncio.sleep(1)  # what the flood left is done
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    RESULTS.write_text(INTRODUCTION.format(versions=versions(), load=load) + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
