"""/progress as members meet it."""

from typing import Any

import pytest

from bot.errors import EpisodeUnknownError
from bot.show.episodes import PREMISE, Episode
from support.reading import buttons, words
from support.world import World


async def progress(world: World, member: Any) -> Episode | None:
    return await world.bot.store.viewers.progress(world.bot.show.id, member.id)


async def test_the_first_time_any_episode_is_set_at_once_and_what_others_see_is_said(world: World) -> None:
    result = await world.fan.slash(world.channel, "progress set", episode="e6")
    assert result.ephemeral
    assert words(result).startswith("Saved: S1E6, in every server.")
    assert "shows others that you’ve seen it" in words(result)
    assert list(buttons(result)) == ["Recap of S1E6", "Who is new", "Quiz on S1E6"]
    assert await progress(world, world.fan) == Episode(1, 6)
    assert await progress(world, world.other) is None


async def test_one_episode_on_is_not_asked_about(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 2))
    result = await world.fan.slash(world.channel, "progress set", episode="S1E3")
    assert "Saved: S1E3" in words(result)
    assert "shows others" not in words(result)


async def test_a_jump_is_asked_about_once(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 2))
    result = await world.fan.slash(world.channel, "progress set", episode="S1E6")
    assert result.ephemeral
    assert words(result).startswith("### Finished S1E6?\nYou were at S1E2.")
    assert await progress(world, world.fan) == Episode(1, 2)
    await world.fan.click(result.response, label="Yes, I finished S1E6")
    assert await progress(world, world.fan) == Episode(1, 6)
    assert "Saved: S1E6" in words(result)


async def test_a_jump_may_be_taken_back(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 2))
    result = await world.fan.slash(world.channel, "progress set", episode="S1E6")
    await world.fan.click(result.response, label="Stay at S1E2")
    assert await progress(world, world.fan) == Episode(1, 2)
    assert not buttons(result)


async def test_going_back_is_never_asked_about(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 9))
    result = await world.fan.slash(world.channel, "progress set", episode="S1E2")
    assert "Saved: S1E2" in words(result)
    assert not buttons(result)


async def test_nothing_yet_is_a_progress_too(world: World) -> None:
    await world.fan.slash(world.channel, "progress set", episode="nothing")
    assert await progress(world, world.fan) == PREMISE


@pytest.mark.parametrize("typed", ["S9E9", "the one with the rain", "||x||"])
async def test_what_is_no_episode_gets_one_sentence(world: World, typed: str) -> None:
    result = await world.fan.slash(world.channel, "progress set", episode=typed)
    assert result.ephemeral
    assert words(result).startswith("I don’t know an episode “")
    assert "||x||" not in words(result)
    (error,) = world.env.errors
    assert isinstance(getattr(error, "original", error), EpisodeUnknownError)


async def test_progress_is_shown_and_forgotten_privately(world: World) -> None:
    new = await world.fan.slash(world.channel, "progress show")
    assert "You haven’t told me" in words(new)
    await world.fan.select(new.response, values=[str(Episode(1, 3).ordinal)])
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == Episode(1, 3)
    await world.set_progress(world.fan, Episode(1, 4))
    shown = await world.fan.slash(world.channel, "progress show")
    assert shown.ephemeral
    assert words(shown).startswith("You’re at S1E4, in every server.")
    await world.go_by_channel(world.fan)
    assert words(await world.fan.slash(world.channel, "progress show")).startswith("You go by the channel: ")
    forgotten = await world.fan.slash(world.channel, "progress clear")
    assert forgotten.ephemeral
    assert words(forgotten).startswith("Forgotten. Your next look-up asks how far you are")
    assert await progress(world, world.fan) is None


async def test_what_is_new_is_a_recap_those_who_are_new_and_a_quiz(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 3))
    result = await world.fan.slash(world.channel, "progress set", episode="S1E4")
    recap = await world.fan.click(result.response, label="Recap of S1E4")
    assert recap.ephemeral
    assert words(recap).startswith("## Recap · S1E4")
    people = await world.fan.click(result.response, label="Who is new")
    assert people.ephemeral
    assert words(people).startswith("## New in S1E4")
    assert "**Jang Ha-ri**" in words(people)
    assert "Nam On-jo" not in words(people)
    quiz = await world.fan.click(result.response, label="Quiz on S1E4")
    assert quiz.ephemeral
    rounds = await world.bot.store.database.rows("SELECT revealed_in FROM trivia_rounds")
    assert rounds == [(1004,)]


async def test_what_was_new_is_nothing_new_to_who_took_it_back(world: World) -> None:
    result = await world.fan.slash(world.channel, "progress set", episode="S1E4")
    await world.set_progress(world.fan, Episode(1, 2))
    assert "Jang Ha-ri" not in words(await world.fan.click(result.response, label="Who is new"))
    assert words(await world.fan.click(result.response, label="Recap of S1E4")).startswith("You’re at S1E2, and S1E4")
    assert words(await world.fan.click(result.response, label="Quiz on S1E4")).startswith(
        "I have no questions about S1E4"
    )


async def test_autocomplete_offers_episodes_by_what_is_typed(world: World) -> None:
    every = await world.fan.autocomplete(world.channel, "progress set", "episode", "")
    assert [each["name"] for each in every] == [f"S1E{number}" for number in range(1, 13)]
    assert [
        each["name"] for each in await world.fan.autocomplete(world.channel, "progress set", "episode", "episode 4")
    ] == ["S1E4"]
    assert await world.fan.autocomplete(world.channel, "progress set", "episode", "zzz") == []


async def test_commands_are_clickable(world: World) -> None:
    result = await world.fan.slash(world.channel, "progress show")
    assert "</progress set:" in words(result)
