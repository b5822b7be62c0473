"""/episode and /recap, over the shipped pack."""

from typing import Any

import pytest

from bot.errors import EpisodeUnknownError
from bot.show.episodes import PREMISE, Episode
from support.reading import buttons, selects, words
from support.world import World

E4, E6 = Episode(1, 4), Episode(1, 6)


async def test_an_episode_has_its_date_its_summary_and_facts_in_groups(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.go_by_channel(world.fan)
    result = await world.fan.slash(world.channel, "episode", number="s01e03")
    assert not result.ephemeral
    text = words(result)
    assert text.startswith("## S1E3\n-# 28 January 2022 · 62 minutes\n")
    assert "### What happens" in text
    assert text.count("\n- ") == 3
    assert "\n-# With Nam On-jo · " in text
    assert text.endswith("-# Spoiler-safe through S1E4")
    assert list(buttons(result)) == ["My card", "Recap", "More"]


async def test_every_fact_of_an_episode_is_on_exactly_one_page(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    for number in range(1, 13):
        result = await world.fan.slash(world.channel, "episode", number=str(number), private=True)
        seen: list[str] = []
        while True:
            seen += [line for line in words(result).split("\n") if line.startswith("- ")]
            if buttons(result)["Next"]["disabled"]:
                break
            await world.fan.click(result.response, label="Next")
        # What has no scene is no event: a trait, or what somebody was before.
        (count,) = await world.bot.store.database.rows(
            "SELECT count(*) FROM facts WHERE revealed_in = ? AND said_in_header = 0 AND (scene IS NOT NULL OR topic IN"
            " ('virus', 'infection', 'injury', 'cast', 'production', 'webtoon', 'reception', 'season-2'))",
            (1000 + number,),
        )
        assert len(seen) == len(set(seen)) == count[0]


async def test_an_episode_is_told_scene_by_scene(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    result = await world.fan.slash(world.channel, "episode", number="1", private=True)
    told = words(result)
    while not buttons(result)["Next"]["disabled"]:
        await world.fan.click(result.response, label="Next")
        told += f"\n{words(result)}"
    happened = told.partition("### The infection")[0].replace("\\", "").split("\n")
    happens = [line[2:] for line in happened if line.startswith("- ")]
    rows = await world.bot.store.database.rows("SELECT text, scene FROM facts WHERE revealed_in = 1001")
    scenes = [dict[str, Any](rows)[fact] for fact in happens]
    assert None not in scenes
    assert scenes == sorted(scenes)


async def test_what_a_server_adds_to_an_episode_comes_last(world: World, editor: Any) -> None:
    form = await editor.slash(world.channel, "fact add")
    fact = {
        "about": "Nam-ra",
        "text": "Nam-ra hums a song.",
        "revealed_in": ["1001"],
        "topic": ["trait"],
        "sources": "S1E1",
    }
    await editor.submit_modal(form, fact)
    result = await editor.slash(world.channel, "episode", number="1", private=True)
    told = words(result)
    while not buttons(result)["Next"]["disabled"]:
        await editor.click(result.response, label="Next")
        told += f"\n{words(result)}"
    happens = told.partition("### The infection")[0].split("\n")
    assert [line for line in happens if line.startswith("- ")][-1] == "- Nam-ra hums a song."


async def test_an_episode_beyond_the_channel_is_answered_privately(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "episode", number="6")
    assert result.ephemeral
    assert words(result).startswith("## S1E6")
    shared = await world.fan.click(result.response, label="Share")
    assert words(shared) == "This channel isn’t that far yet."
    assert "Post it as a spoiler" in buttons(shared)


async def test_an_episode_beyond_the_member_is_one_sentence_and_a_way_on(world: World) -> None:
    await world.set_progress(world.fan, E4)
    result = await world.fan.slash(world.channel, "episode", number="7")
    assert result.ephemeral
    assert words(result) == "You’re at S1E4, and S1E7 comes after it."
    assert list(buttons(result)) == ["I finished S1E7", "Look ahead"]
    assert "2022" not in words(result)
    await world.fan.click(result.response, label="Look ahead")
    assert words(result).startswith(
        "### Look ahead through S1E7?\nYou finished S1E4. You’ll see what S1E5 to S1E7 tell."
    )
    await world.fan.click(result.response, label="Stay at S1E4")
    assert words(result).startswith("You’re at S1E4, and S1E7")
    await world.fan.click(result.response, label="Look ahead")
    await world.fan.click(result.response, label="Yes, show through S1E7")
    assert words(result).startswith("## S1E7")
    assert "-# You looked ahead through S1E7" in words(result)
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == E4


async def test_one_tap_opens_the_episode_that_was_asked_for(world: World) -> None:
    result = await world.fan.slash(world.channel, "episode", number="2")
    (menu,) = selects(result)
    await world.fan.select(result.response, ["1002"], custom_id=menu["custom_id"])
    assert words(result).startswith("Saved: S1E2.")
    assert "## S1E2" in words(result)


async def test_i_finished_it_shows_the_episode_and_asks_first_where_that_is_a_jump(world: World) -> None:
    await world.set_progress(world.fan, E4)
    result = await world.fan.slash(world.channel, "episode", number="5")
    await world.fan.click(result.response, label="I finished S1E5")
    assert words(result).startswith("Saved: S1E5.\n## S1E5")
    far = await world.fan.slash(world.channel, "episode", number="9")
    await world.fan.click(far.response, label="I finished S1E9")
    assert words(far).startswith("### Finished S1E9?")
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == Episode(1, 5)


async def test_an_episode_leads_to_those_who_are_in_it(world: World) -> None:
    await world.set_progress(world.fan, E4)
    result = await world.fan.slash(world.channel, "episode", number="3", private=True)
    more = selects(result)[-1]
    value = next(each["value"] for each in more["options"] if each["label"] == "Open Choi Nam-ra")
    await world.fan.select(result.response, [value], custom_id=more["custom_id"])
    assert words(result).startswith("## Choi Nam-ra")


@pytest.mark.parametrize(("command", "option"), [("episode", "number"), ("recap", "up_to")])
async def test_what_is_no_episode_gets_one_sentence(world: World, command: str, option: str) -> None:
    options: dict[str, Any] = {option: "the one with the goat"}
    result = await world.fan.slash(world.channel, command, **options)
    assert words(result).startswith("I don’t know an episode “the one with the goat”.")
    (error,) = world.env.errors
    assert isinstance(getattr(error, "original", error), EpisodeUnknownError)
    choices = await world.fan.autocomplete(world.channel, command, option, "")
    assert [each["name"] for each in choices] == [f"S1E{number}" for number in range(1, 13)]


async def test_a_recap_is_private_and_opens_on_what_was_seen_last(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "recap")
    assert result.ephemeral
    assert words(result).startswith("## Recap · S1E6")
    assert "page 6 of 6" in words(result)
    assert buttons(result)["Next"]["disabled"]
    await world.set_ceiling(world.channel, E6)
    shared = await world.fan.click(result.response, label="Share")
    assert words(shared).startswith("-# Shared by **fan**\n## Recap · S1E6")
    await world.set_ceiling(world.channel, E4)
    assert words(await world.fan.click(result.response, label="Share")) == "This channel isn’t that far yet."
    await world.fan.click(result.response, label="Back")
    assert words(result).startswith("## Recap · S1E5")
    (menu,) = selects(result)
    assert [each["label"] for each in menu["options"]] == [f"S1E{number}" for number in range(1, 7)]
    await world.fan.select(result.response, ["1001"], custom_id=menu["custom_id"])
    assert words(result).startswith("## Recap · S1E1")
    assert buttons(result)["Back"]["disabled"]


async def test_a_recap_goes_no_further_than_the_member(world: World) -> None:
    await world.set_progress(world.fan, E4)
    assert words(await world.fan.slash(world.channel, "recap", up_to="2")).startswith("## Recap · S1E2")
    assert words(await world.fan.slash(world.channel, "recap", up_to="9")).startswith("You’re at S1E4, and S1E9")
    await world.set_progress(world.fan, PREMISE)
    said = words(await world.fan.slash(world.channel, "recap"))
    assert said == "There’s nothing to recap before S1E1."


async def test_a_recap_beyond_ones_progress_offers_to_look_ahead(world: World) -> None:
    for finished in (PREMISE, Episode(1, 4)):
        await world.set_progress(world.fan, finished)
        reply = (await world.fan.slash(world.channel, "recap", up_to="9")).response
        assert list(buttons(reply)) == ["I finished S1E9", "Look ahead"]
        asked = await world.fan.click(reply, label="Look ahead")
        assert "S1E9" in words(asked)


async def test_a_recap_goes_up_to_the_episode_that_was_asked_for_and_no_further(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 6))
    reply = (await world.fan.slash(world.channel, "recap", up_to="3")).response
    assert words(reply).startswith("## Recap · S1E3")
    assert words(reply).endswith("page 3 of 3")
    assert buttons(reply)["Next"]["disabled"]
    (jump,) = selects(reply)
    assert [each["value"] for each in jump["options"]] == ["1001", "1002", "1003"]
    await world.fan.click(reply, label="Back")
    assert words(reply).endswith("page 2 of 3")
    await world.fan.click(reply, label="Next")
    assert buttons(reply)["Next"]["disabled"]
    await world.fan.select(reply, ["1001"], custom_id=selects(reply)[0]["custom_id"])
    assert words(reply).endswith("page 1 of 3")
    # Who has taken back what they finished sees no further than that.
    await world.set_progress(world.fan, Episode(1, 2))
    await world.fan.click(reply, label="Next")
    assert words(reply).endswith("page 2 of 2")


async def test_a_recap_without_progress_asks_for_it(world: World) -> None:
    result = await world.fan.slash(world.channel, "recap")
    (menu,) = selects(result)
    await world.fan.select(result.response, ["1003"], custom_id=menu["custom_id"])
    assert words(result).startswith("Saved: S1E3.")
    assert "## Recap · S1E3" in words(result)


async def test_i_finished_it_shows_its_recap(world: World) -> None:
    await world.set_progress(world.fan, E4)
    result = await world.fan.slash(world.channel, "recap", up_to="5")
    await world.fan.click(result.response, label="I finished S1E5")
    assert words(result).startswith("Saved: S1E5.\n## Recap · S1E5")


async def test_the_recap_button_of_a_public_episode_answers_the_presser(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.go_by_channel(world.fan)
    await world.set_progress(world.other, E6)
    result = await world.fan.slash(world.channel, "episode", number="3")
    theirs = await world.other.click(result.response, label="Recap")
    assert theirs.ephemeral
    assert words(theirs).startswith("## Recap · S1E3")
    assert "page 3 of 6" in words(theirs)
