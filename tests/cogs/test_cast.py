"""/cast and the pictures of relationships, over the shipped pack."""

import io
from typing import Any

from PIL import Image

from bot.show.episodes import PREMISE, Episode
from support.reading import buttons, components, selects, words
from support.world import World

E4, E6 = Episode(1, 4), Episode(1, 6)


def picture(world: World, reply: Any) -> bytes:
    (attachment,) = reply.attachments
    assert attachment.filename == "relationships.png"
    data = world.env.backend.cdn.get(attachment.url)
    assert data
    return data


def alt_text(reply: Any) -> str:
    (gallery,) = [each for each in components(reply) if each["type"] == 12]
    return gallery["items"][0]["description"]


async def test_the_cast_is_everyone_known_so_far_by_group(world: World) -> None:
    await world.set_ceiling(world.channel, PREMISE)
    result = await world.fan.slash(world.channel, "cast")
    assert not result.ephemeral
    text = words(result)
    assert "### Class 2-5\nNam On-jo · Park Ji-hu\n" in text
    assert "Lee Su-hyeok · Lomon\n" in text
    assert "Jang Ha-ri" not in text
    assert "### Military" not in text
    assert "-# Spoiler-safe for everyone" in text


async def test_a_public_cast_ends_with_the_ceiling_and_a_private_one_with_the_progress(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 1))
    await world.set_progress(world.fan, Episode(1, 12))
    public = await world.fan.slash(world.channel, "cast")
    assert "Jang Ha-ri" not in words(public)
    assert "||" not in words(public)
    private = await world.fan.click(public.response, label="All of it for me")
    assert private.ephemeral
    assert "Jang Ha-ri" in words(private)
    assert "-# Spoiler-safe through S1E12 · page 1 of 2" in words(private)
    shared = await world.fan.click(private.response, label="Share")
    assert words(shared) == words(public)


async def test_pages_of_the_cast_turn_and_open_cards(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    result = await world.fan.slash(world.channel, "cast", private=True)
    (menu,) = selects(result)
    assert len(menu["options"]) == 25
    assert [each["label"] for each in menu["options"]][:2] == ["Nam On-jo", "Lee Cheong-san"]
    card = await world.fan.select(result.response, [menu["options"][1]["value"]], custom_id=menu["custom_id"])
    assert card.ephemeral
    assert words(card).startswith("## Lee Cheong-san")
    await world.fan.click(result.response, label="Next")
    assert "page 2 of 2" in words(result)
    assert len(selects(result)[0]["options"]) == 44 - 25


async def test_others_turn_a_public_cast_for_themselves(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    result = await world.fan.slash(world.channel, "cast")
    before = words(result)
    other = await world.other.click(result.response, label="Next")
    assert other.ephemeral
    assert "-# Spoiler-safe for everyone" in words(other)
    assert words(result) == before


async def test_relationships_are_a_picture_and_the_same_in_words(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ties = await world.fan.click(card.response, label="Relationships")
    assert ties.ephemeral
    assert "- Lee Su-hyeok · secret admirer" in words(ties)
    assert "- accuser of Lee Na-yeon" in words(ties)
    assert "Lee Su-hyeok is Choi Nam-ra's secret admirer." in alt_text(ties)
    image = Image.open(io.BytesIO(picture(world, ties.response)))
    assert image.format == "PNG"
    assert image.width == 1100


async def test_a_tie_that_ends_shows_as_ended_only_to_who_has_seen_it(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 1))
    card = await world.fan.slash(world.channel, "character", name="On-jo", private=True)
    first = words(await world.fan.click(card.response, label="Relationships"))
    assert "- Yoon I-sak · best friend\n" in first
    await world.set_progress(world.fan, E4)
    later = words(await world.fan.click(card.response, label="Relationships"))
    assert "- Yoon I-sak · best friend, ended" in later


async def test_a_public_picture_holds_what_is_clear_only(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 1))
    await world.set_progress(world.fan, Episode(1, 12))
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    mine = await world.fan.click(card.response, label="Relationships")
    shared = await world.fan.click(mine.response, label="Share")
    assert not shared.ephemeral
    assert "Lee Su-hyeok" not in words(shared) + alt_text(shared)
    assert "-# Spoiler-safe through S1E1" in words(shared)
    assert picture(world, shared.response) != picture(world, mine.response)


async def test_the_whole_map_is_drawn_on_request_and_for_the_presser_only(world: World) -> None:
    await world.set_progress(world.fan, E4)
    cast = await world.fan.slash(world.channel, "cast", private=True)
    result = await world.fan.click(cast.response, label="Relationships")
    assert result.ephemeral
    assert "Nam On-jo and Lee Cheong-san" in alt_text(result)
    assert len(alt_text(result)) <= 1024
    assert picture(world, result.response).startswith(b"\x89PNG")
    assert "Share" not in buttons(result)
