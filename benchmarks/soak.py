"""make soak: kill -9 under load, bad days of Discord's, full disks and floods; whatever was acknowledged has to be there."""

import argparse
import asyncio
import itertools
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final, Self

from benchmarks.__main__ import versions
from benchmarks.disks import filled_up, limited, small_disk, unmount
from benchmarks.floods import AT_ONCE, floods
from benchmarks.hostile import FRAMES, HostileDiscord, message_of, texts
from benchmarks.ledger import Key, Ledger, Value
from benchmarks.loopback import Data, Use, channel_id, command, guild_id, letters, press, snowflake, user_id
from benchmarks.process import Bot, running
from benchmarks.worlds import PROGRESS, World, small_world
from bot.show.facts import row_id

KILLS: Final = 50
_FACT: Final = row_id("all-of-us-are-dead", "fact", "gwi-nam-overpowers-principal-murders")
_SAVED: Final = "It’s saved; I just couldn’t show it."
_NEW: Final = itertools.count(1)
_GONE: Final = (TimeoutError, ConnectionError, RuntimeError, asyncio.InvalidStateError, KeyError)
RESULTS: Final = Path(__file__).with_name("soak.md")


@dataclass
class Part:
    """One part of the soak, as it is told in the end."""

    name: str
    ledger: Ledger
    begun: float = field(default_factory=time.monotonic)
    outcomes: Counter[str] = field(default_factory=Counter[str])
    waits: list[float] = field(default_factory=list[float])
    figures: str = ""
    told: str = ""

    def finish(self) -> str:
        """Write the line of the table."""
        p99 = statistics.quantiles(self.waits, n=100)[-1] if len(self.waits) > 1 else 0.0
        known, doubt = self.ledger, f"{self.ledger.in_doubt_saved} of {self.ledger.in_doubt}"
        self.told = (
            f"| {self.name} | {time.monotonic() - self.begun:.0f} s | {known.acknowledged:,} | **{len(known.lost)}** | {doubt} |"
            f" {self.outcomes['refused']:,} | {self.outcomes['unanswered']:,} | {p99 * 1e3:.0f} ms | {self.figures} |"
        )
        return self.told


class Members:
    """Everybody who changes something, all the time; each thing has one member who changes it."""

    _finished: ClassVar[dict[int, int]] = {}  # through all parts

    def __init__(self, discord: HostileDiscord, part: Part) -> None:
        self._discord = discord
        self._part = part
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        does: list[Callable[[int], Awaitable[None]]] = [
            *[self._progress] * 6, *[self._game] * 3, *[self._fact] * 3, *[self._tag] * 3,
        ]  # fmt: skip
        self._tasks = [asyncio.create_task(self._forever(do, number)) for number, do in enumerate(does)]
        return self

    async def __aexit__(self, *_error: object) -> None:
        left = set(self._tasks)
        while left:  # a wait whose answer comes in that moment takes the answer, and forgets that it was cancelled
            for each in left:
                each.cancel()
            left = (await asyncio.wait(left, timeout=1))[1]

    async def _forever(self, do: Callable[[int], Awaitable[None]], number: int) -> None:
        while True:
            try:
                await do(number)
            except _GONE:
                self._part.outcomes["unanswered"] += 1
                await asyncio.sleep(0.05)

    async def _change(self, key: Key, value: Value, use: Use, told: str) -> bool:
        """Ask for a change; what the member reads says whether it is saved."""
        await self._discord.connected()
        self._part.ledger.ask(key, value)
        begun = time.monotonic()
        answer = await self._discord.use(use)
        said = await self._discord.completed(answer) if answer["type"] == 5 else texts(answer)
        self._part.waits.append(time.monotonic() - begun)
        if told in said or _SAVED in said:
            self._part.ledger.acknowledge(key, value)
            return True
        self._part.outcomes["refused"] += 1
        return False

    async def _progress(self, number: int) -> None:
        """Up or down, one episode at a time: nobody is asked whether they mean it. Each member only as often as they may."""
        member = number * 60 + next(_NEW) % 60
        for _ in range(8):
            before = self._finished.get(member, PROGRESS.number)
            episode = max(1, min(PROGRESS.number, before + random.choice((-1, 1))))
            use = Use(command("progress set", episode=f"S1E{episode}"), member, number)
            if await self._change(("progress", user_id(member), 0), 1000 + episode, use, f"Saved: S1E{episode},"):
                self._finished[member] = episode

    async def _game(self, number: int) -> None:
        """A game in a channel of its own, and thirty members who answer its first question."""
        game = next(_NEW)
        guild, host = game % 40, 500 + game % 500
        await self._discord.connected()
        await self._discord.use(Use(command("trivia start", seconds=120, rounds=1), host, guild, game))
        question = await self._discord.posted(channel_id(guild, game))
        for user in range(500, 530):
            index = random.choice(letters(question))
            data = press(question, index)
            _, round_id, choice = data["custom_id"].split(":")
            key = ("press", int(round_id), user_id(user))
            await self._change(key, int(choice), Use(data, user, guild, game, question), "You chose")
        await self._discord.connected()
        await self._discord.use(Use(command("trivia stop"), host, guild, game))

    async def _fact(self, number: int) -> None:
        """A moderator words a fact anew."""
        guild, user, text = number, 550 + next(_NEW) % 300, f"Gwi-nam kills the principal, for the {next(_NEW)}th time."
        await self._discord.connected()
        form = await self._discord.use(Use(command("fact edit", fact=str(_FACT)), user, guild))
        use = Use(_filled(form, text=text), user, guild)
        await self._change(("fact", guild_id(guild), _FACT), text, use, "Saved for this server")

    async def _tag(self, number: int) -> None:
        """A member puts a message of theirs behind a label."""
        new = next(_NEW)
        guild, user, original, text = new % 40, 550 + new % 400, snowflake(), f"They run, said {new}."
        message = message_of(user, original, text, channel_id(guild))
        menu: Data = {
            "id": "1",
            "name": "Tag as spoiler",
            "type": 3,
            "target_id": original,
            "resolved": {"messages": {original: message}},
        }
        await self._discord.connected()
        form = await self._discord.use(Use(menu, user, guild))
        use = Use(_filled(form, episode="1004"), user, guild)
        await self._change(("tag", int(original), 0), text, use, "Tagged as spoilers through")


def _filled(form: Data, **typed: str) -> Data:
    """The data of a form that is submitted with what stood in it, but for what was typed."""
    if form["type"] != 9:
        raise ConnectionError(texts(form))
    fields: list[Data] = []
    for each in form["data"]["components"]:
        if (leaf := each.get("component")) is None:
            continue
        key = leaf["custom_id"]
        if leaf["type"] == 4:
            value: Data = {"value": typed.get(key, leaf.get("value", ""))}
        else:
            stood = [option["value"] for option in leaf.get("options", ()) if option.get("default")]
            value = {"values": [typed[key]] if key in typed else stood}
        component = {"type": leaf["type"], "id": 2, "custom_id": key, **value}
        fields.append({"type": 18, "id": 1, "component": component})
    return {"custom_id": form["data"]["custom_id"], "components": fields}


class Soak:
    """All parts, one after another, over one world."""

    def __init__(self, discord: HostileDiscord, folder: Path, world: World, log: int) -> None:
        self._discord = discord
        self._folder = folder
        self._world = world
        self._log = log
        self.parts: list[Part] = []

    async def everything(self, kills: int) -> None:
        """All of it."""
        await self.kills(kills)
        await self.bad_days()
        await self.full_disk("a file that may not grow (no root needed)", self._world.database, limited)
        if (room := small_disk(self._folder / "disk")) is not None:
            try:
                database = Path(shutil.copy(self._world.database, room / "hyosan.db"))
                await self.full_disk("a full disk of 16 MiB", database, filled_up)
            finally:
                unmount(room)
        else:
            print("a small disk cannot be mounted here: that part is left out")
        await self.floods()

    @asynccontextmanager
    async def _part(self, name: str, database: Path) -> AsyncGenerator[Part, None]:
        part = Part(name, Ledger(database))
        self.parts.append(part)
        yield part
        part.ledger.compare()
        print(part.finish(), flush=True)
        for each in part.ledger.lost[:20]:
            print(f"  lost: {each}", flush=True)

    @asynccontextmanager
    async def _bot(self, database: Path) -> AsyncGenerator[Bot, None]:
        """A bot that runs until the block ends, and is gone then."""
        self._discord.lose()
        try:
            async with running(
                "bot", self._discord.address, log=self._log, log_level="WARNING", database=database
            ) as bot:
                yield bot
        finally:
            self._discord.lose()

    async def _ready(self) -> None:
        await asyncio.wait_for(self._discord.ready.wait(), 60)

    async def kills(self, count: int) -> None:
        """kill -9, at any moment of the load, and at some of the start; after each start everything is looked for."""
        database, starts, opened = self._world.database, list[float](), self._discord.opened
        async with self._part(f"{count} × kill -9", database) as part:
            async with Members(self._discord, part):
                for number in range(count):
                    opened.clear()
                    async with self._bot(database) as bot:
                        begun = time.monotonic()
                        if number % 10 == 9:
                            await asyncio.sleep(random.uniform(0.1, 1.5))
                        else:
                            await self._ready()
                            starts.append(time.monotonic() - begun)
                            part.ledger.compare()
                            opened.set()
                            await asyncio.sleep(random.uniform(0.5, 3))
                        os.kill(bot.pid, signal.SIGKILL)
                opened.clear()
                async with self._bot(database):
                    await self._ready()
                    part.ledger.compare()
                    opened.set()
                    await asyncio.sleep(2)
                    opened.clear()
            opened.set()
            part.figures = f"connected again after {statistics.median(starts):.1f} s, at worst {max(starts):.1f} s"

    async def bad_days(self) -> None:
        """Requests fail or are lost, connections break; at the end everybody is answered again."""
        discord, database = self._discord, self._world.database
        async with self._part("Discord’s bad days", database) as part:  # noqa: SIM117  compared once the bot is gone
            async with self._bot(database), Members(discord, part):
                await self._ready()
                before, discord.chance = discord.faults, 0.15
                for frame in random.sample(FRAMES, len(FRAMES)):
                    await asyncio.sleep(random.uniform(2, 5))
                    await discord.disturb(frame)
                discord.chance = 0.0
                faults = discord.faults - before
                part.figures = f"{faults} faults; answered again after {await self._saved_again(part):.1f} s"

    async def full_disk(self, name: str, database: Path, fill: Callable[[Bot, Path], Callable[[], None]]) -> None:
        """Nothing can be written for a while, twice: first it passes, then a kill comes in between."""
        async with self._part(name, database) as part, Members(self._discord, part):
            async with self._bot(database) as bot:
                await self._ready()
                await asyncio.sleep(3)
                make_room = fill(bot, database)
                saved, refused = part.ledger.acknowledged, part.outcomes["refused"]
                await asyncio.sleep(5)
                told = part.outcomes["refused"] - refused
                make_room()
                part.figures = (
                    f"{part.ledger.acknowledged - saved} saved and {told} refused while it was full;"
                    f" saves again after {await self._saved_again(part):.1f} s, without a restart"
                )
                await asyncio.sleep(2)
                make_room = fill(bot, database)
                await asyncio.sleep(2)
                os.kill(bot.pid, signal.SIGKILL)
            make_room()
            part.ledger.compare()
            async with self._bot(database):
                await self._ready()
                await self._saved_again(part)

    async def floods(self) -> None:
        """One member sends hundreds of each sort at once; what the others change is saved meanwhile."""
        discord, database = self._discord, self._world.database
        async with self._part("floods", database) as part:
            async with self._bot(database):
                await self._ready()
                sorts = [each async for each in floods(discord, self._world)]
                async with Members(discord, part):
                    for _, flood in sorts:
                        uses = [discord.use(flood(number)) for number in range(AT_ONCE)]
                        await asyncio.gather(*uses, return_exceptions=True)
                        await asyncio.sleep(1)
            part.figures = f"{len(sorts)} sorts, {AT_ONCE} at once of each"

    async def _saved_again(self, part: Part) -> float:
        """Seconds until ten more changes are acknowledged.

        Raises:
            TimeoutError: the bot saves nothing any more.
        """
        begun, goal = time.monotonic(), part.ledger.acknowledged + 10
        async with asyncio.timeout(150):
            while part.ledger.acknowledged < goal:  # noqa: ASYNC110  members count it
                await asyncio.sleep(0.05)
        return time.monotonic() - begun


INTRODUCTION: Final = """\
# Results of `make soak`

{versions} It took {minutes:.1f} minutes.

Fifteen members change something all the time, over real sockets: their progress, answers in games, facts, messages that they tag. Whatever one
of them was told is saved has to be in the database, at the end of each part and after each start; what nobody was told about may be there or not.

"""
HEAD: Final = (
    "| what happens | took | acknowledged | lost | in doubt: saved of all | refused in words | unanswered | p99 | |",
    "| --- " * 9 + "|",
)


async def main() -> int:
    """Soak, print and write; 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    kills, begun = parser.parse_args().kills, time.monotonic()
    print(*HEAD, sep="\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world = await small_world(folder)
        async with HostileDiscord() as discord:
            with (folder / "log").open("wb") as log:
                soak = Soak(discord, folder, world, log.fileno())
                try:
                    await soak.everything(kills)
                except BaseException:
                    print((folder / "log").read_text("utf-8", "replace")[-4000:], file=sys.stderr)
                    raise
    lines = [*HEAD, *(each.told for each in soak.parts)]
    lost = sum(len(each.ledger.lost) for each in soak.parts)
    saved = sum(each.ledger.acknowledged for each in soak.parts)
    verdict = f"{saved:,} changes were acknowledged, and {lost} of them lost."
    print(verdict)
    minutes = (time.monotonic() - begun) / 60
    text = INTRODUCTION.format(versions=versions(), minutes=minutes) + "\n".join(lines) + f"\n\n{verdict}\n"
    RESULTS.write_text(text, encoding="utf-8")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
