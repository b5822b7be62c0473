"""/search as members meet it, over the shipped pack. How well it finds is judged in tests/store/test_search.py."""

from typing import Any

import pytest

from bot.show.episodes import Episode
from bot.show.facts import row_id
from support.choosing import choose
from support.reading import buttons, selects, words
from support.world import World

E4, E6 = Episode(1, 4), Episode(1, 6)


async def test_a_search_is_private_and_bold_where_words_matched(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "search", text="who bit nam-ra?")
    assert result.ephemeral
    text = words(result)
    assert text.startswith("## Search\n-# who bit nam-ra?\n")
    assert "Gwi-nam **bites** **Nam-ra**" in text or "Gwi-nam **bites Nam-ra**" in text
    assert "-# S1E6 · Choi Nam-ra\n" in text
    assert "\n### 1 · " in text
    assert "\n2 · " in text
    assert text.endswith("-# Spoiler-safe through S1E6")


async def test_pages_of_a_search_turn_in_place(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    result = await world.fan.slash(world.channel, "search", text="Cheong-san")
    first = words(result)
    assert buttons(result)["Back"]["disabled"]
    await world.fan.click(result.response, label="Next")
    second = words(result)
    assert second != first
    await world.fan.click(result.response, label="Back")
    assert words(result) == first


async def test_nothing_found_says_what_to_try(world: World) -> None:
    await world.set_progress(world.fan, E4)
    result = await world.fan.slash(world.channel, "search", text="lighthouse")
    assert words(result).startswith(
        "I can’t answer that from what you’ve seen (through S1E4). Try other words, or </cast"
    )


async def test_who_asks_for_an_episode_gets_its_card(world: World) -> None:
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "search", text="what happened in episode 5?")
    card = await world.fan.slash(world.channel, "episode", number="S1E5", private=True)
    assert result.ephemeral
    assert "S1E5" in words(result)
    assert words(result) == words(card)


@pytest.mark.parametrize("asked", ["what happened in episode 5", "what happens in episode 99", "episode 0"])
async def test_who_asks_for_a_later_episode_or_none_is_told_how_far_they_are(world: World, asked: str) -> None:
    await world.set_progress(world.fan, E4)
    result = await world.fan.slash(world.channel, "search", text=asked)
    assert "I can’t answer that from what you’ve seen (through S1E4)" in words(result)


async def test_one_tap_searches_again(world: World) -> None:
    result = await world.fan.slash(world.channel, "search", text="who bit nam-ra?")
    menu = selects(result)[0]
    await world.fan.select(result.response, ["1006"], custom_id=menu["custom_id"])
    assert "Spoiler-safe through S1E6" in words(result)
    assert "Gwi-nam" in words(result)


async def test_a_fact_is_shared_as_far_as_the_channel_goes(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "search", text="Gwi-nam bites Nam-ra when she steps in")
    refused = await choose(world.fan, result, "Share or report…", "Share 1")
    assert refused.ephemeral
    assert words(refused) == "This channel isn’t that far yet."
    await world.set_ceiling(world.channel, E6)
    shared = await choose(world.fan, result, "Share or report…", "Share 1")
    assert not shared.ephemeral
    assert words(shared).startswith("-# Shared by **fan**\nGwi-nam bites Nam-ra")
    assert "||" not in words(shared)
    newcomer = await world.other.click(shared.response, label="More")
    assert "bites" not in words(newcomer)
    more = await world.fan.click(shared.response, label="More")
    assert more.ephemeral
    assert words(await world.fan.click(more.response, label="Remove this card")) == "Removed."


async def test_a_hit_leads_to_the_card_of_whom_it_is_about_and_to_its_episode(world: World) -> None:
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "search", text="who bit nam-ra?")
    assert words(await choose(world.fan, result, "Open a card", "Choi Nam-ra")).startswith("## Choi Nam-ra")
    assert words(await choose(world.fan, result, "Open a card", "S1E6")).startswith("## S1E6")


async def test_what_is_typed_cannot_break_a_reply(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    for text in ('" OR *', "NEAR(a b)", "||x||\n# y", "\u202e`code`", " \u200b ", "text:1", "-" * 80):
        result = await world.fan.slash(world.channel, "search", text=text)
        assert result.ephemeral
        assert "||x||" not in words(result)


async def test_a_search_in_a_direct_message_has_nothing_to_share(world: World) -> None:
    await world.set_progress(world.fan, E6)
    result = await world.fan.user.slash("search", text="who bit nam-ra?")
    assert not [label for label in buttons(result) if label.startswith("Share")]
    options = [each["label"] for select in selects(result) for each in select["options"]]
    assert not [label for label in options if label.startswith("Share")]


async def test_a_mistake_in_a_hit_can_be_reported(world: World) -> None:
    await world.set_progress(world.fan, E6)
    result = await world.fan.slash(world.channel, "search", text="who bit nam-ra?")
    form = await choose(world.fan, result, "Share or report…", "Report 1")
    assert form.modal is not None
    assert form.modal["title"] == "Report a mistake"


async def test_a_word_of_what_this_server_hid_is_as_unknown_as_any_other(world: World, editor: Any) -> None:
    slug = "series-based-naver-webtoon-now-our-school-joo-dong-geun"
    told = words(await editor.slash(world.channel, "search", text="naver"))
    assert "**Naver**" in told
    assert "**never**" not in told
    form = await editor.slash(world.channel, "fact retire", fact=str(row_id("all-of-us-are-dead", "fact", slug)))
    await editor.submit_modal(form, {"why": ""})
    # As where nobody ever wrote it, and nothing is taken for a slip of it.
    for typed in ("naver", "navers", "navor"):
        assert words(await editor.slash(world.channel, "search", text=typed)).startswith("I can’t answer that")
    assert "**Naver**" in words(await editor.user.slash("search", text="navor"))
