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
    result = await world.fan.slash(world.channel, "episode", number="s01e03")
    assert not result.ephemeral
    text = words(result)
    assert text.startswith("## S1E3\n-# 28 January 2022 · 62 minutes\n")
    assert "### What happens" in text
    assert text.count("\n- ") == 5
    assert "-# Spoiler-safe through S1E4 · page 1 of" in text


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
        (count,) = await world.bot.store.database.rows(
            "SELECT count(*) FROM facts WHERE revealed_in = ? AND said_in_header = 0", (1000 + number,)
        )
        assert len(seen) == len(set(seen)) == count[0]


async def test_an_episode_beyond_the_channel_is_answered_privately(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "episode", number="6")
    assert result.ephemeral
    assert words(result).startswith("## S1E6")
    shared = await world.fan.click(result.response, label="Share")
    assert words(shared).startswith("This channel is not that far yet")


async def test_an_episode_beyond_the_member_is_one_sentence_and_a_way_on(world: World) -> None:
    await world.set_progress(world.fan, E4)
    result = await world.fan.slash(world.channel, "episode", number="7")
    assert result.ephemeral
    assert words(result).startswith("S1E7 is beyond your S1E4. Move on with </progress set:")
    assert "2022" not in words(result)
    await world.fan.click(result.response, label="Look ahead")
    assert words(result).startswith(
        "### Look ahead through S1E7?\nYou finished S1E4. You will see what S1E5 to S1E7 tell."
    )
    await world.fan.click(result.response, label="Stay at S1E4")
    assert words(result).startswith("S1E7 is beyond your S1E4.")
    await world.fan.click(result.response, label="Look ahead")
    await world.fan.click(result.response, label="Yes, show through S1E7")
    assert words(result).startswith("## S1E7")
    assert "-# You looked ahead through S1E7" in words(result)
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == E4


async def test_one_tap_opens_the_episode_that_was_asked_for(world: World) -> None:
    result = await world.fan.slash(world.channel, "episode", number="2")
    (menu,) = selects(result)
    await world.fan.select(result.response, ["1002"], custom_id=menu["custom_id"])
    assert words(result).startswith("## S1E2")


@pytest.mark.parametrize(("command", "option"), [("episode", "number"), ("recap", "up_to")])
async def test_what_is_no_episode_gets_one_sentence(world: World, command: str, option: str) -> None:
    options: dict[str, Any] = {option: "the one with the goat"}
    result = await world.fan.slash(world.channel, command, **options)
    assert words(result).startswith("I know no episode “the one with the goat”.")
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
    reported = await world.fan.click(result.response, label="Report a mistake")
    assert words(reported) == "Which of these is wrong?"
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
    assert words(await world.fan.slash(world.channel, "recap", up_to="9")).startswith("S1E9 is beyond your S1E4.")
    await world.set_progress(world.fan, PREMISE)
    said = words(await world.fan.slash(world.channel, "recap"))
    assert said.startswith("There is nothing to recap before S1E1. Move on with </progress set:")


async def test_a_recap_beyond_ones_progress_offers_to_look_ahead(world: World) -> None:
    for finished in (PREMISE, Episode(1, 4)):
        await world.set_progress(world.fan, finished)
        reply = (await world.fan.slash(world.channel, "recap", up_to="9")).response
        assert list(buttons(reply)) == ["Look ahead"]
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
    assert words(result).startswith("## Recap · S1E3")


async def test_the_recap_button_of_a_public_episode_answers_the_presser(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.other, E6)
    result = await world.fan.slash(world.channel, "episode", number="3")
    theirs = await world.other.click(result.response, label="Recap")
    assert theirs.ephemeral
    assert words(theirs).startswith("## Recap · S1E3")
    assert "page 3 of 6" in words(theirs)
