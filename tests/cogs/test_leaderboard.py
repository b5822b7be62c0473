"""The leaderboard lists the best who are there, however many better ones left, and asks Discord for each once in a while."""

from typing import Any

import discord
import pytest

from bot.caches import members
from bot.ui.trivia import boards
from support.games import played
from support.proofs import in_prove
from support.reading import words
from support.world import World


async def player(world: World, name: str, right: int = 3) -> Any:
    """A member who played."""
    member = world.guild.add_member(world.env.create_user(name))
    await played(world, member, right=right)
    return member


async def listed(world: World) -> list[int]:
    """Whom the leaderboard lists, from the first."""
    text = words(await world.fan.slash(world.channel, "trivia leaderboard", period="all"))
    return [int(line.partition("<@")[2].partition(">")[0]) for line in text.splitlines() if line.startswith("**")]


class Asked:
    """Counts how often Discord is asked for a member since the last look."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen = len(world.env.http_requests)

    def __call__(self) -> int:
        since, self._seen = self._world.env.http_requests[self._seen :], len(self._world.env.http_requests)
        return sum(each.method == "GET" and "/members/" in each.path for each in since)


@pytest.mark.parametrize(("leavers", "present"), [(16, 1), *(in_prove(*each) for each in ((10, 12), (37, 11)))])
async def test_however_many_left_the_board_is_as_full_as_it_can_be(world: World, leavers: int, present: int) -> None:
    gone = [await player(world, f"gone{number}") for number in range(leavers)]
    here = [await player(world, f"here{number}", right=1) for number in range(present)]
    for member in gone:
        world.guild.remove_member(member)
    asked = Asked(world)
    assert set(await listed(world)) <= {each.id for each in here}
    assert asked() <= leavers + min(present, 10)
    assert len(await listed(world)) == min(present, 10)
    # Who left a moment ago is asked for no more, and who is there neither.
    assert asked() == 0


async def test_a_board_asks_for_a_bounded_number_and_the_next_one_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "_ASKED", 12)
    gone = [await player(world, f"gone{number}") for number in range(30)]
    here = await player(world, "here", right=1)
    for member in gone:
        world.guild.remove_member(member)
    asked = Asked(world)
    assert await listed(world) == []
    assert asked() == 20
    assert await listed(world) == [here.id]
    assert asked() == 11


async def test_whoever_comes_back_and_plays_stands_there_at_once(world: World) -> None:
    member = await player(world, "back")
    world.guild.remove_member(member)
    assert await listed(world) == []
    world.guild.add_member(member.user)
    await played(world, member, right=1)
    assert await listed(world) == [member.id]


async def test_whoever_comes_back_stands_there_again_in_time(world: World) -> None:
    member = await player(world, "back")
    world.guild.remove_member(member)
    assert await listed(world) == []
    world.guild.add_member(member.user)
    await world.pass_time(24 * 60 * 60 + 60)
    assert await listed(world) == [member.id]


async def test_an_answer_elsewhere_changes_nothing_here(world: World) -> None:
    member = await player(world, "gone")
    world.guild.remove_member(member)
    assert await listed(world) == []
    await played(world, member, right=1, guild=1)
    assert await listed(world) == []


async def test_who_leaves_is_gone_in_a_while(world: World) -> None:
    member = await player(world, "leaver")
    assert await listed(world) == [member.id]
    world.guild.remove_member(member)
    await world.pass_time(members.KNOWN.total_seconds() + 1)
    assert await listed(world) == []


async def test_nobody_is_left_out_for_a_failure_of_discords(world: World) -> None:
    member = await player(world, "here")
    world.env.inject_error("GET", "/guilds/*/members/*", status=403, code=50001)
    assert await listed(world) == [member.id]
    rows = await world.bot.store.database.rows("SELECT count(*) FROM trivia_departures")
    assert rows == [(0,)]


async def test_who_is_remembered_as_a_member_has_a_bound(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MOST", 3)
    found = [await player(world, f"here{number}") for number in range(5)]
    assert len(await listed(world)) == 5
    assert sum(world.bot.caches.members.knows(world.guild.id, each.id) for each in found) == 3
    assert isinstance(world.bot.get_guild(world.guild.id), discord.Guild)


# ------------------------------------------------------------------------------------------------ one's own place


async def test_a_board_says_where_whoever_asks_stands(world: World) -> None:
    for number in range(12):
        await player(world, f"better{number}")
    await played(world, world.fan, right=1)
    board = await world.fan.slash(world.channel, "trivia leaderboard", period="all")
    assert words(board).splitlines()[-1] == f"-# <@{world.fan.id}>: place 13 of 13"
    await played(world, world.fan, right=3)
    private = await world.fan.click(board.response, label="30 days")
    assert words(private).splitlines()[-1] == "-# You: place 1 of 13"
    # Whoever has no points stands nowhere, and a board of others says nothing about them.
    assert "of 13" not in words(await world.other.slash(world.channel, "trivia leaderboard"))


async def test_whoever_left_or_wants_to_be_on_no_board_is_not_counted(world: World) -> None:
    gone, hidden = [await player(world, name) for name in ("gone", "hidden")]
    await played(world, world.fan, right=1)
    world.guild.remove_member(gone)
    await world.bot.store.privacy.set_listed(hidden.id, listed=False)
    assert words(await world.fan.slash(world.channel, "trivia leaderboard")).endswith(": place 1 of 1")
    assert ": place 1" not in words(await hidden.slash(world.channel, "trivia leaderboard"))


async def test_a_game_of_one_player_is_for_statistics_and_for_no_board(world: World) -> None:
    await played(world, world.fan, right=3, alone=True)
    assert await listed(world) == []
    assert "1 game · " in words(await world.fan.slash(world.channel, "trivia stats"))
    await played(world, world.fan, right=1)
    assert await listed(world) == [world.fan.id]
    board = words(await world.fan.slash(world.channel, "trivia leaderboard"))
    assert "1 of 3 right" in board
    assert "2 games · " in words(await world.fan.slash(world.channel, "trivia stats"))
