"""Several processes over one database: each for its shards, and what is done once is done once, whoever is killed."""

import asyncio
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.loopback import Loopback, Use, channel_id, command, guild_id, user_id
from benchmarks.process import Bot
from benchmarks.process import running as process
from bot.client import FanBot
from bot.errors import BotError, SetupError, StoreError
from bot.paths import ROOT
from bot.settings import Settings, Shards
from bot.store.cluster import Cluster, Turn, join
from bot.store.files import alone
from bot.ui.settings.removed import forget_servers

# ------------------------------------------------------------------------------------------------- without sockets


@pytest.mark.parametrize(
    ("count", "ids", "wrong"),
    [
        ("2", "", "belong together"), ("", "0", "belong together"), ("2", "2", "SHARD_IDS must be a number from 0 to 1"),
        ("2", "0,,1", "SHARD_IDS"), ("4", "2-1", "from 2 to 3"), ("0", "0", "SHARD_COUNT"),
    ],
)  # fmt: skip
def test_shards_that_cannot_be_are_one_sentence(count: str, ids: str, wrong: str) -> None:
    with pytest.raises(SetupError, match=wrong):
        Settings.read({"SHARD_COUNT": count, "SHARD_IDS": ids})


def test_every_server_and_every_direct_message_is_of_one_process() -> None:
    assert Settings.read({}).shards is None
    parts = [Settings.read({"SHARD_COUNT": "4", "SHARD_IDS": ids}).shards for ids in ("1, 0", "2-3")]
    assert parts == [Shards(4, (0, 1)), Shards(4, (2, 3))]
    for number in range(40):
        assert sum(each is not None and each.hold(guild_id(number)) for each in parts) == 1
    assert [each is not None and each.hold(None) for each in parts] == [True, False]


_OTHER = """
import asyncio, sys
from pathlib import Path
from bot.settings import Shards
from bot.store.cluster import Turn, join
async def run(path):
    async with join(path, Shards(4, (0, 1))) as cluster, cluster.turn(Turn.FACES), cluster.writing():
        async with cluster.starting(path) as is_first:
            assert is_first
        print("started", flush=True)
        sys.stdin.read()
asyncio.run(run(Path(sys.argv[1])))
"""


async def _refused(path: Path, shards: Shards) -> str:
    with pytest.raises(BotError) as error:
        async with join(path, shards) as cluster, cluster.starting(path):
            pass
    return str(error.value)


async def test_processes_share_a_database_by_shards_and_a_kill_gives_up_all_that_one_had(database: Path) -> None:
    pipe = asyncio.subprocess.PIPE
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _OTHER, str(database), cwd=ROOT, stdin=pipe, stdout=pipe
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"started\n"
    with pytest.raises(StoreError, match="A bot is running"), alone(database):
        pass
    assert "runs shard 1 " in await _refused(database, Shards(4, (1, 2)))
    assert "SHARD_COUNT is 3 here and 4 in" in await _refused(database, Shards(3, (2,)))
    async with join(database, Shards(4, (2, 3))) as cluster:
        async with cluster.starting(database) as is_first:
            assert not is_first, "the schema and the pack are as the other knows them"
        async with cluster.turn(Turn.COMMANDS):
            pass
        for turn in (cluster.turn(Turn.FACES), cluster.writing()):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2), turn:
                    pass
        other.kill()
        await other.wait()
        async with asyncio.timeout(5), cluster.turn(Turn.FACES), cluster.writing():
            pass
    async with join(database, Shards(3, (0,))) as cluster, cluster.starting(database) as is_first:
        assert is_first


async def test_servers_of_other_shards_are_not_taken_for_gone(bot: FanBot) -> None:
    ours, theirs = guild_id(0), guild_id(1)
    bot.cluster = Cluster(Shards(2, tuple(each for each in (0, 1) if Shards(2, (each,)).hold(ours))))
    for each in (ours, theirs):
        await bot.store.viewers.set_ceiling(bot.show.id, each, each, bot.show.last)
        await bot.store.guilds.set_removed(each + (2 << 22), datetime(2020, 1, 1, tzinfo=UTC))
    await forget_servers(bot)
    assert await bot.store.guilds.removed() == {ours, theirs + (2 << 22)}
    assert await bot.store.guilds.known() >= {ours, theirs}


async def test_games_and_drafts_of_other_shards_are_left_to_their_process(bot: FanBot) -> None:
    ours, theirs = guild_id(0), guild_id(1)
    mine = Shards(2, tuple(each for each in (0, 1) if Shards(2, (each,)).hold(ours)))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for number, guild in enumerate((ours, theirs)):
        await bot.store.drafts.add_draft(number + 1, guild, "f1", {}, now)
        await bot.store.database.write(
            "INSERT INTO trivia_games (id, show_id, kind, guild_id, channel_id, ceiling, rounds, seconds, phase, round, due_at)"
            " VALUES (?, ?, 'public', ?, ?, 0, 5, 20, 'asking', 1, 0)",
            (number + 1, bot.show.id, guild, number + 1),
        )
        await bot.store.database.write(
            "INSERT INTO spoiler_posts (id, guild_id, channel_id, message_id, author_id, show_id, episode, title, text,"
            " created_at, checked_at) VALUES (?, ?, 3, 4, 5, ?, 1001, 'a', 'b', '2025-01-01', '2025-01-01')",
            (number + 1, guild, bot.show.id),
        )
    assert [each.game_id for each in await bot.store.games.to_tend(now, mine)] == [1]
    assert [each.id for each in await bot.store.posts.to_check(now, mine)] == [1]
    assert await bot.store.drafts.interrupt(mine) == {1}


async def test_emoji_that_another_process_uploads_or_loses_are_noticed_once(bot: FanBot) -> None:
    faces, database = bot.store.faces, bot.store.database
    assert not await faces.changed()
    for statement in ("INSERT INTO emoji VALUES ('m1', 5, 6, 'a')", "DELETE FROM emoji"):
        await database.write(statement)
        assert [await faces.changed() for _ in range(2)] == [True, False]


# --------------------------------------------------------------------------------------- two processes, real sockets


@asynccontextmanager
async def part(
    discord: Loopback, database: Path, shard: int, *, backup_dir: Path | None = None
) -> AsyncGenerator[Bot, None]:
    """One of two processes."""
    async with process(
        "bot", discord.address, database=database, shard_count="2", shard_ids=str(shard), backup_dir=backup_dir
    ) as running:
        yield running


async def until(holds: Callable[[], Any], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  another process does it
            await asyncio.sleep(0.05)


def kill(running: Bot) -> None:
    """kill -9."""
    subprocess.run(["kill", "-9", str(running.pid)], check=True)


@pytest.fixture
def finished(database: Path) -> Path:
    """A database of whose members one has finished everything."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO progress SELECT ?, id, (SELECT max(revealed_in) FROM episodes WHERE show_id = shows.id) FROM shows",
            (user_id(0),),
        )
    return database


@pytest.mark.prove
async def test_two_processes_register_commands_once_and_come_one_after_another(finished: Path, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    async with (
        Loopback(4) as discord,
        part(discord, finished, 0, backup_dir=copies),
        part(discord, finished, 1, backup_dir=copies),
    ):
        await until(discord.ready.is_set)
        (_, first), (_, second) = discord.identified
        assert second - first >= 4.9, "Discord takes one shard in five seconds"
        assert discord.registered == 1
        for guild in range(4):
            assert "type" in await discord.use(Use(command("about"), 0, guild))
        await until(lambda: copies.exists() and len(list(copies.glob("*.db"))) == 1)


@pytest.mark.prove
async def test_whoever_is_killed_while_it_registers_commands_leaves_that_to_the_other_within_a_moment(
    finished: Path,
) -> None:
    async with Loopback(4) as discord:
        discord.may_register.clear()
        async with part(discord, finished, 0) as first:
            await until(lambda: discord.registered == 1)
            async with part(discord, finished, 1):
                await asyncio.sleep(4)
                assert discord.registered == 1, "it waits for its turn"
                kill(first)
                begun = time.monotonic()
                await until(lambda: discord.registered == 2)
                assert time.monotonic() - begun < 5
                discord.may_register.set()
                await until(lambda: 1 in discord.shards)
                async with part(discord, finished, 0):
                    await until(discord.ready.is_set)
                    assert discord.registered == 2, "what the second one registered stands"


@pytest.mark.prove
async def test_a_game_is_played_once_by_the_process_of_its_server_and_rests_while_that_is_dead(finished: Path) -> None:
    start = command("trivia start", rounds=5, seconds=10)
    async with Loopback(4) as discord:

        def posts(guild: int) -> int:
            assert set(discord.posts.values()) <= {1}, "a message was posted twice"
            return sum(channel == channel_id(guild) for channel, _ in discord.posts)

        shard = discord.shard_of
        async with part(discord, finished, 0) as first, part(discord, finished, 1):
            await until(discord.ready.is_set)
            one, other = sorted((0, 1), key=shard)
            assert (shard(one), shard(other)) == (0, 1)
            for guild in (one, other):
                await discord.use(Use(start, 0, guild))
            await until(lambda: posts(one) >= 3 and posts(other) >= 3, 40)  # its announcement, and two questions
            kill(first)
            await until(lambda: list(discord.shards) == [1])
            stood, went_on = posts(one), posts(other)
            await until(lambda: posts(other) > went_on, 40)
            assert posts(one) == stood, "its own process is dead"
            async with part(discord, finished, 0):
                await until(lambda: posts(one) > stood, 40)


@pytest.mark.prove
async def test_what_a_member_takes_back_in_one_process_holds_in_the_other_at_once(finished: Path) -> None:
    async with Loopback(4) as discord, part(discord, finished, 0), part(discord, finished, 1):
        await until(discord.ready.is_set)
        card = command("character", name="nam-ra", private=True)
        far = [str(await discord.use(Use(card, 0, guild))) for guild in (0, 1)]
        assert all("S1E12" in each for each in far)
        for turn in range(11):
            here, there = turn % 2, 1 - turn % 2
            episode = f"S1E{11 - turn}"
            await discord.use(Use(command("progress set", episode=episode), 0, here))
            seen = str(await discord.use(Use(card, 0, there)))
            through = re.findall(r"Spoiler-safe through (S\dE\d+)", seen.replace("\\u2011", "-"))
            assert through == [episode]
