"""A show of more episodes than a menu holds: each can be chosen or said, and no form opens with another one than it has."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.__main__ import make_bot
from bot.client import FanBot
from bot.show.episodes import PREMISE, Episode
from bot.show.facts import PackEpisode, PackFact, row_id
from bot.show.sites import Source
from bot.show.spoilers import Spoiler
from bot.store import open_store
from bot.ui.kit.episodes import window
from support.canaries import canary_pack
from support.choosing import more
from support.proofs import in_prove
from support.reading import filled, selects, words
from support.world import World

LAST = Episode(1, 30)
FACT = row_id("canaries", "fact", "late")


def long_pack() -> Any:
    """30 episodes, and a fact of the last one."""
    pack, source = canary_pack(), (Source("site", None),)
    later = [Episode(1, number) for number in range(pack.episodes[-1].episode.number + 1, LAST.number + 1)]
    episodes = [PackEpisode(each, date(2022, 3, 1), 60, Spoiler("Later.", each), source) for each in later]
    fact = PackFact("late", ("bird0",), Spoiler("It ends well.", LAST), "event", "high", "", False, source)
    return replace(pack, episodes=(*pack.episodes, *episodes), facts=(*pack.facts, fact))


@pytest_asyncio.fixture
async def bot(tmp_path: Path) -> AsyncIterator[FanBot]:
    """The production bot with such a show."""
    async with open_store(tmp_path / "long.db") as store:
        await store.packs.import_pack(long_pack())
        yield make_bot(store, await store.packs.show("canaries"))


@pytest_asyncio.fixture
async def world(world: World) -> World:
    """A server whose moderator has seen everything."""
    await world.set_progress(world.moderator, LAST)
    return world


async def gates(world: World) -> list[str]:
    layer = await world.bot.store.edits.layer(world.bot.show.id, world.guild.id, "fact")
    return [str(each.content.revealed_in) for each in layer]


async def test_a_fact_opens_with_its_own_episode_and_a_save_without_a_touch_changes_nothing(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact=str(FACT))
    assert filled(form)["revealed_in"] == "S1E30"
    saved = await world.moderator.submit_modal(form, filled(form))
    assert "nothing was saved" in words(saved)
    assert await gates(world) == []


@pytest.mark.parametrize(
    ("typed", "gate"),
    [("S1E30", "S1E30"), *(in_prove(*each) for each in (("30", "S1E30"), ("s1 e29", "S1E29"), ("Premise", "S0E0")))],
)
async def test_a_fact_of_any_episode_can_be_added(world: World, typed: str, gate: str) -> None:
    form = await world.moderator.slash(world.channel, "fact add")
    fact = {"text": "It goes on.", "revealed_in": typed, "topic": ["event"], "sources": "site", "about": "bird0"}
    about = next(iter((await world.bot.store.facts.subjects(world.bot.show.id, PREMISE)).values())).reveal()
    await world.moderator.submit_modal(form, fact | {"about": about})
    assert await gates(world) == [gate]


async def test_an_episode_that_there_is_not_is_asked_for_again(world: World) -> None:
    form = await world.moderator.slash(world.channel, "fact edit", fact=str(FACT))
    refused = await world.moderator.submit_modal(form, filled(form) | {"revealed_in": "S1E31"})
    assert "Choose an episode" in words(refused)
    again = await world.moderator.click(refused.response, label="Edit again")
    assert filled(again)["revealed_in"] == "S1E31"
    assert await gates(world) == []


async def test_a_suggestion_says_any_episode(world: World) -> None:
    form = await world.fan.slash(world.channel, "suggest", about="bird0")
    typed = {"text": "It goes on.", "revealed_in": "s1e30", "topic": ["event"], "source": "site", "correction": ["0"]}
    await world.fan.submit_modal(form, typed)
    [review] = await world.bot.store.reviews.waiting(world.bot.show.id, world.guild.id)
    assert review.revealed_in == LAST


async def test_a_message_of_the_last_episode_can_be_tagged(world: World) -> None:
    message = await world.fan.send(world.channel, "it ends well")
    form = await world.fan.context_menu(world.channel, "Tag as spoiler", message)
    await world.fan.submit_modal(form, {"episode": "episode 30"})
    assert await world.bot.store.database.rows("SELECT episode FROM spoiler_posts") == [(LAST.ordinal,)]


async def test_the_menu_of_progress_says_the_way_to_what_it_has_no_room_for(world: World) -> None:
    reply = await world.fan.slash(world.channel, "character", name="nobody at all", private=True)
    [menu] = selects(reply)
    labels = [each["label"] for each in menu["options"]]
    assert (len(labels), labels[1], labels[-2:]) == (25, "S1E1", ["Another episode…", "Go by this channel"])
    told = await world.fan.select(reply.response, ["other"], custom_id=menu["custom_id"])
    assert "progress set" in words(told)
    assert "S1E30" in words(told)
    assert told.ephemeral
    await world.fan.slash(world.channel, "progress set", episode="30")
    viewers = world.bot.store.viewers
    assert await viewers.progress(world.bot.show.id, world.fan.id) == LAST


async def test_menus_of_ceilings_have_the_one_that_is_set(world: World) -> None:
    await world.set_ceiling(world.guild, Episode(1, 28))
    reply = await world.moderator.slash(world.channel, "setup")
    [menu] = selects(reply)
    labels = [each["label"] for each in menu["options"]]
    assert len(labels) == 25
    assert {"S1E28", "S1E30", "Another episode…"} <= set(labels)
    told = await world.moderator.select(reply.response, ["other"], custom_id=menu["custom_id"])
    assert "settings server" in words(told)


async def test_looking_ahead_says_the_way_to_what_its_menu_has_no_room_for(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 2))
    name = str(row_id("canaries", "subject", "bird0"))
    reply = await world.fan.slash(world.channel, "character", name=name, private=True)
    ask = await more(world.fan, reply, "Look ahead")
    [menu] = selects(ask)
    assert [each["label"] for each in menu["options"]][:1] == ["S1E3"]
    told = await world.fan.select(ask.response, ["other"], custom_id=menu["custom_id"])
    assert "episode" in words(told)


def test_a_window_lies_around_what_is_chosen_and_never_beyond_the_ends() -> None:
    episodes = [Episode(season, number) for season in range(1, 9) for number in range(1, 10)]
    for around in (PREMISE, *episodes, Episode(99, 1)):
        for room in (1, 2, 23, 24, 72, 99):
            shown = window(episodes, around, room)
            assert len(shown) == min(room, 72)
            assert shown == sorted(set(shown))
            assert around not in episodes or around in shown
