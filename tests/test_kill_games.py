"""kill -9 of the connected process in a game of each kind, and as the daily is posted: nothing is lost or done twice."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.show.trivia import KINDS
from support.loopback import CHANNEL, GUILD, USER, told
from support.processes import connected, prepare, until
from support.rooms import Rooms, pressable

pytestmark = pytest.mark.prove  # what a process has to do in time, on a machine that has the time for it

FAST, SLOW, LATE = USER, "900000000000000005", "900000000000000006"
_ANSWER = re.compile(r"t1:(?:daily:)?\d+:\d$")


class Killed:
    """A channel through S1E4, and the process that plays there, one after another."""

    def __init__(self, loopback: Rooms, database: Path) -> None:
        self.discord = loopback
        self._database = database
        self.do = prepare(database)
        self.do(
            "INSERT INTO ceilings (place_id, show_id, guild_id, episode) SELECT ?, id, ?, 1004 FROM shows",
            CHANNEL,
            GUILD,
        )
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """A process that is connected."""
        self.discord.ready.clear()
        self._process = await connected(self.discord, self._database.parent)
        await asyncio.wait_for(self.discord.ready.wait(), 30)

    async def kill(self) -> None:
        """End it, whatever it does; what is connected next hears of everything again."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()
        self.discord.deaf = False

    async def kill_at_the_next_request(self, moment: Callable[[], object]) -> None:
        """Let Discord do what it is asked next, and the process die before it hears of that."""
        self.discord.deaf = True
        self.discord.asked.clear()
        moment()
        await asyncio.wait_for(self.discord.asked.wait(), 30)
        await self.kill()

    def pass_time(self, seconds: int = 30) -> None:
        """As if everything in the store had happened so long ago."""
        self.do("UPDATE trivia_games SET due_at = due_at - ?", 1000 * seconds)
        self.do("UPDATE trivia_messages SET sending_since = sending_since - ?", 1000 * seconds)
        self.do("UPDATE daily_posts SET busy_until = busy_until - ?", 10_000 * seconds)

    async def press(self, message: dict[str, Any], choice: int, by: str) -> str:
        """Press an option, and give the answer's words."""
        button = [each for each in pressable(message) if _ANSWER.match(each["custom_id"])][choice]
        data = {"id": 1, "custom_id": button["custom_id"], "component_type": 2}
        return told(await self.discord.interact(3, data, by, message=message))

    def answers(self) -> list[tuple[Any, ...]]:
        """Who chose what, and what it was worth, in the order of the rounds."""
        return self.do(
            "SELECT r.number, a.user_id, a.choice = r.answer, a.points > 0 FROM trivia_answers a"
            " JOIN trivia_rounds r ON r.id = a.round_id ORDER BY r.number, a.at"
        )


@pytest.fixture
async def killed(database: Path) -> AsyncGenerator[Killed, None]:
    """It, and nothing of it is left behind."""
    async with _killed(database) as found:
        yield found


@asynccontextmanager
async def _killed(database: Path) -> AsyncGenerator[Killed, None]:
    async with Rooms(permissions=discord.Permissions.all()) as loopback:
        found = Killed(loopback, database)
        await found.start()
        try:
            yield found
        finally:
            await found.kill()


@pytest.mark.parametrize("kind", KINDS)
async def test_a_game_goes_on_where_it_was(killed: Killed, kind: str) -> None:
    do, messages = killed.do, killed.discord.messages
    options = [{"name": "kind", "type": 3, "value": kind}, {"name": "rounds", "type": 4, "value": 3}]
    await killed.discord.command("trivia", [{"name": "start", "type": 1, "options": options}])
    await until(lambda: len(messages) == 2 and do("SELECT 1 FROM trivia_messages WHERE number = 1 AND shown > 0"))
    right = [row[0] for row in do("SELECT answer FROM trivia_rounds ORDER BY number")]

    # While a question is open: who has answered has, and who has not can.
    assert "You chose" in await killed.press(messages[1], right[0], FAST)
    await killed.kill()
    await killed.start()
    assert "already; the first press counts" in await killed.press(messages[1], 1 - min(right[0], 1), FAST)
    assert "You chose" in await killed.press(messages[1], right[0], SLOW)

    # While its answer is due: Discord shows it, and the process never hears of that.
    await killed.kill_at_the_next_request(killed.pass_time)
    killed.pass_time()
    await killed.start()
    await until(lambda: do("SELECT 1 FROM trivia_games WHERE round = 2"))
    assert "Right: " in told(messages[1])
    assert killed.answers() == [(1, int(FAST), 1, 1), (1, int(SLOW), 1, 1)]
    await until(lambda: len(messages) == 3 and do("SELECT 1 FROM trivia_messages WHERE number = 2 AND shown > 0"))

    # As the next question is posted: it stands once, and is the one that can be answered.
    await killed.press(messages[2], right[1], FAST)
    killed.pass_time()
    await until(lambda: do("SELECT 1 FROM trivia_games WHERE phase = 'revealed' AND round = 2"))
    await killed.kill_at_the_next_request(killed.pass_time)
    await killed.start()
    killed.pass_time(8)
    await until(lambda: do("SELECT 1 FROM trivia_messages WHERE number = 3 AND shown > 0"))
    assert "You chose" in await killed.press(messages[3], 1 - min(right[2], 1), LATE)

    # And as the standings are.
    killed.pass_time()
    await until(lambda: do("SELECT 1 FROM trivia_games WHERE phase = 'revealed' AND round = 3"))
    await until(lambda: "Nobody had it right." in told(messages[3]))
    await killed.kill_at_the_next_request(killed.pass_time)
    await killed.start()
    killed.pass_time()
    await until(lambda: not do("SELECT 1 FROM trivia_messages WHERE shown < version"))
    assert len(messages) == 5
    assert re.search(rf"<@{FAST}> wins with \d+ points", told(messages[4]))
    assert [row[:3] for row in killed.answers()] == [
        (1, int(FAST), 1), (1, int(SLOW), 1), (2, int(FAST), 1), (3, int(LATE), 0),
    ]  # fmt: skip
    assert do("SELECT phase, ended FROM trivia_games") == [("over", "finished")]


@pytest.mark.parametrize("heard", ["of nothing", "of the message"])
async def test_the_daily_is_posted_once(killed: Killed, heard: str) -> None:
    do, messages = killed.do, killed.discord.messages
    await killed.kill()
    now = int(datetime.now(UTC).timestamp() * 1000)
    do("INSERT INTO daily_settings (guild_id, channel_id, hour, next_at) VALUES (?, ?, 0, ?)", GUILD, CHANNEL, now)
    if heard == "of nothing":
        killed.discord.deaf = True
        await killed.start()
        await until(lambda: messages)
        await killed.kill()
        killed.pass_time()  # too late for Discord to know the nonce
        killed.discord.knows_nonces = False
        assert do("SELECT message_id FROM daily_posts") == [(None,)]
    else:
        await killed.start()
        await until(lambda: do("SELECT 1 FROM daily_posts WHERE message_id IS NOT NULL"))
        await killed.kill()
        killed.pass_time()
    await killed.start()
    await until(
        lambda: do("SELECT 1 FROM daily_posts WHERE message_id IS NOT NULL AND shown = version AND threaded = 1")
    )
    assert len(messages) == 1
    ((answer,),) = do("SELECT answer FROM trivia_rounds")
    assert "**Right.**" in await killed.press(messages[0], answer, FAST)
    await killed.kill()
    await killed.start()
    await killed.press(messages[0], 1 - min(answer, 1), FAST)
    assert [row[:3] for row in killed.answers()] == [(1, int(FAST), 1)]
    assert len(messages) == len(do("SELECT 1 FROM daily_posts")) == 1
