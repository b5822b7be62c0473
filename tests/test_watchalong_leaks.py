"""A watch-along tells nothing but its episode's label, and its thread goes no further than that episode."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from canaries import EPISODES, TOKEN, canary_pack
from conftest import World
from reading import strings
from simcord.results import ResponseMessage
from test_trivia_leaks import beyond
from walk import Sent, Walk, assert_later_facts_change_nothing, pack_world

from bot.show.episodes import PREMISE, Episode, Scope

E2, E4, E6 = Episode(1, 2), Episode(1, 4), Episode(1, 6)


async def walk_watchalong(world: World, progress: Episode | None, ceiling: Episode) -> Walk:
    """One that is called off and one that is watched to its end, with everything that can be typed and pressed."""
    channel = world.guild.create_text_channel(f"together-{ceiling.ordinal}-{progress}".lower())
    await world.set_ceiling(channel, ceiling)
    await world.set_progress(world.fan, progress)
    walk = Walk(replace(world, fan=world.moderator), channel, ceiling, None, 2)
    await walk.complete("watchalong start", "episode", "", at="now")
    for typed in ("", "8", "tomorrow"):
        await walk.complete("watchalong start", "at", typed, episode="e6")
    await walk.command("watchalong start", {"episode": "e6", "at": "next blue moon"})
    # The walk says Yes where it is asked, and cancels what has begun.
    await walk.command("watchalong start", {"episode": "e6", "at": "tomorrow 20:00"})
    await walk.press(_card(world, channel))
    await walk.command("watchalong start", {"episode": "e6", "at": "in 10 minutes"})
    seen = len(world.env.http_requests)
    await world.pass_time(80 * 60)
    whole = Scope(ceiling, ceiling)
    walk.sent += [Sent("time goes by", each.json or {}, whole, True) for each in world.env.http_requests[seen:]]
    thread = channel.threads[-1]
    inside = Walk(world, thread, E6, progress, 2)
    (closing,) = world.env.backend.messages[thread.id].values()
    await inside.press(ResponseMessage(world.env, closing))
    await inside.press(_card(world, channel))
    walk.sent += inside.sent
    walk.pressed |= inside.pressed
    return walk


def _card(world: World, channel: Any) -> ResponseMessage:
    return ResponseMessage(world.env, world.env.backend.get_message(channel.id, channel.threads[-1].id))


@pytest.mark.parametrize("ceiling", [PREMISE, E4, EPISODES[-1]], ids=str)
@pytest.mark.parametrize("progress", [None, E2, EPISODES[-1]], ids=str)
async def test_nothing_of_a_watchalong_goes_further_than_its_episode(
    tmp_path: Path, progress: Episode | None, ceiling: Episode
) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        walk = await walk_watchalong(world, progress, ceiling)
    found = [leak for sent in walk.sent for leak in beyond(sent)]
    assert not found, "\n".join(found[:10])
    told = [sent.step for sent in walk.sent for _, text in strings(sent.body) if TOKEN.search(text)]
    # All that tells any story is the game in the thread.
    assert set(told) == {next(each for each in told if each.startswith("Quiz "))}


async def test_later_facts_change_no_byte_of_a_watchalong(tmp_path: Path) -> None:
    await assert_later_facts_change_nothing(tmp_path, E6, lambda world: walk_watchalong(world, E2, E4), 20)
