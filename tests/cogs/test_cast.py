"""/cast and the pictures of relationships, over the shipped pack."""

import io
import re
from typing import Any
from unittest import mock

from PIL import Image
from simcord.backend.errors import BackendError

from bot.show.episodes import PREMISE, Episode, Scope
from bot.store.faces import Uploaded
from bot.store.facts import FactStore
from support.faults import ANSWER, broken
from support.reading import buttons, components, printed, selects, words
from support.world import World

E4, E6 = Episode(1, 4), Episode(1, 6)


def picture(world: World, reply: Any) -> bytes:
    (attachment,) = reply.attachments
    assert attachment.filename in {"relationships.png", "yearbook.png"}
    data = world.env.backend.cdn.get(attachment.url)
    assert data
    return data


def alt_text(reply: Any) -> str:
    (gallery,) = [each for each in components(reply) if each["type"] == 12]
    return gallery["items"][0]["description"]


async def test_the_cast_is_everyone_known_so_far_by_group(world: World) -> None:
    await world.set_ceiling(world.channel, PREMISE)
    await world.go_by_channel(world.fan)
    result = await world.fan.slash(world.channel, "cast")
    assert not result.ephemeral
    text = words(result)
    assert "\n**Class 2-5** · Nam On-jo · Lee Cheong-san · " in text
    assert "Nam\u00a0On\u2011jo\u00a0· Lee\u00a0Cheong\u2011san" in printed(result), "no name breaks"
    assert "Ha-ri" not in text
    assert "Military" not in text
    assert "-# Safe for everyone." in text
    mine = words(await world.fan.click(result.response, label="My cast"))
    assert "### Class 2-5\n**Nam On-jo** · " in mine
    assert "\n-# Lomon\n" in mine


async def test_a_public_cast_ends_with_the_ceiling_and_a_private_one_with_the_progress(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 1))
    await world.set_progress(world.fan, Episode(1, 12))
    public = await world.fan.slash(world.channel, "cast")
    assert "Ha-ri" not in words(public)
    assert "||" not in words(public)
    private = await world.fan.click(public.response, label="My cast")
    assert private.ephemeral
    assert "-# Spoiler-safe through S1E12 · page 1 of 4" in words(private)
    while "Jang Ha-ri" not in words(private):
        await world.fan.click(private.response, label="Next")
    shared = await world.fan.click(private.response, label="Share")
    assert words(shared) == f"-# Shared by **fan**\n{words(public)}"
    more = await world.fan.click(shared.response, label="More")
    assert words(await world.fan.click(more.response, label="Remove this card")) == "Removed."
    theirs = await world.other.click(public.response, label="More")
    assert not buttons(theirs)


async def test_pages_of_the_cast_turn_and_open_cards(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    result = await world.fan.slash(world.channel, "cast", private=True)
    (menu,) = selects(result)
    assert len(menu["options"]) == 12
    assert [each["label"] for each in menu["options"]][:2] == ["Nam On-jo", "Lee Cheong-san"]
    card = await world.fan.select(result.response, [menu["options"][1]["value"]], custom_id=menu["custom_id"])
    assert card.ephemeral
    assert words(card).startswith("## Lee Cheong-san")
    await world.fan.click(result.response, label="Next")
    assert "page 2 of 4" in words(result)
    assert len(selects(result)[0]["options"]) == 12


async def test_a_public_cast_is_one_page_and_everybody_has_their_own(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    await world.go_by_channel(world.fan)
    result = await world.fan.slash(world.channel, "cast")
    assert list(buttons(result)) == ["My cast", "Relationships", "Yearbook", "More"]
    assert len(re.findall("\u00a0", printed(result))) >= 40, "everybody, not a page of them"
    other = await world.other.click(result.response, label="My cast")
    assert other.ephemeral
    assert "-# Safe for everyone." in words(other)
    assert "**How far are you?** This channel talks about everything through S1E12." in words(other)


async def test_relationships_are_a_picture_and_the_same_in_words(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ties = await world.fan.click(card.response, label="Relationships")
    assert ties.ephemeral
    assert "- **Lee Su-hyeok** · secret admirer" in words(ties)
    assert "- **Lee Na-yeon** · classmate whom she accuses" in words(ties)
    assert "Lee Su-hyeok is Choi Nam-ra’s secret admirer." in alt_text(ties)
    image = Image.open(io.BytesIO(picture(world, ties.response)))
    assert image.format == "PNG"
    assert image.width == 840


async def test_a_classmate_is_told_only_where_nothing_stronger_stands(world: World) -> None:
    await world.set_progress(world.fan, PREMISE)
    card = await world.fan.slash(world.channel, "character", name="On-jo", private=True)
    assert "- **Lee Cheong-san** · classmate" in words(await world.fan.click(card.response, label="Relationships"))
    await world.set_progress(world.fan, Episode(1, 1))
    later = words(await world.fan.click(card.response, label="Relationships"))
    assert "- **Lee Cheong-san** · childhood friend" in later
    assert "- **Lee Cheong-san** · classmate" not in later


async def test_a_tie_that_ends_shows_as_ended_only_to_who_has_seen_it(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 1))
    card = await world.fan.slash(world.channel, "character", name="I-sak", private=True)
    first = words(await world.fan.click(card.response, label="Relationships"))
    assert "- **Nam On-jo** · best friend\n" in first
    await world.set_progress(world.fan, E4)
    later = words(await world.fan.click(card.response, label="Relationships"))
    assert "- **Nam On-jo** · best friend, ended" in later


async def test_words_of_many_ties_are_pages_below_the_same_picture(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    card = await world.fan.slash(world.channel, "character", name="On-jo", private=True)
    ties = await world.fan.click(card.response, label="Relationships")
    first, drawn = words(ties), picture(world, ties.response)
    assert "page 1 of 3" in first
    await world.fan.click(ties.response, label="Next")
    assert "page 2 of 3" in words(ties)
    assert not set(first.splitlines()[2:-1]) & set(words(ties).splitlines()[2:-1])
    assert picture(world, ties.response) == drawn
    await world.fan.click(ties.response, label="Back")
    assert words(ties) == first


async def test_whoever_stands_in_a_picture_has_a_card(world: World) -> None:
    await world.set_progress(world.fan, E6)
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    ties = await world.fan.click(card.response, label="Relationships")
    (menu,) = selects(ties)
    value = next(each["value"] for each in menu["options"] if each["label"] == "Lee Su-hyeok")
    opened = await world.fan.select(ties.response, [value], custom_id=menu["custom_id"])
    assert opened.ephemeral
    assert words(opened).startswith("## Lee Su-hyeok")


async def test_a_public_picture_holds_what_is_clear_only_and_who_shared_it(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 1))
    await world.set_progress(world.fan, Episode(1, 12))
    card = await world.fan.slash(world.channel, "character", name="Nam-ra", private=True)
    mine = await world.fan.click(card.response, label="Relationships")
    shared = await world.fan.click(mine.response, label="Share")
    assert not shared.ephemeral
    assert "admirer" not in words(shared) + alt_text(shared)
    assert words(shared).startswith("-# Shared by **fan**\n## Relationships")
    assert words(shared).endswith("-# Spoiler-safe through S1E1")
    assert picture(world, shared.response) != picture(world, mine.response)
    assert not selects(shared)


async def test_the_map_of_a_group_is_drawn_on_request_and_another_one_in_its_place(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E4)
    cast = await world.fan.slash(world.channel, "cast", private=True)
    result = await world.fan.click(cast.response, label="Relationships")
    assert result.ephemeral
    assert words(result).startswith("## Relationships\n-# Class 2-5")
    assert "Nam On-jo and Lee Cheong-san: childhood friend." in alt_text(result)
    assert "- **Nam On-jo** and **Lee Cheong-san**: childhood friend." in words(result)
    assert "classmate" not in words(result)
    assert len(alt_text(result)) <= 1024
    first = picture(world, result.response)
    (menu,) = selects(result)
    families = next(each["value"] for each in menu["options"] if each["label"] == "Families")
    await world.fan.select(result.response, [families], custom_id=menu["custom_id"])
    assert words(result).startswith("## Relationships\n-# Families")
    assert picture(world, result.response) != first
    shared = await world.fan.click(result.response, label="Share")
    assert words(shared).startswith("-# Shared by **fan**\n## Relationships\n-# Families")
    more = await world.fan.click(shared.response, label="More")
    assert words(await world.fan.click(more.response, label="Remove this card")) == "Removed."


async def test_a_group_that_the_channel_does_not_know_is_not_shared(world: World) -> None:
    await world.set_ceiling(world.channel, PREMISE)
    await world.set_progress(world.fan, E4)
    cast = await world.fan.slash(world.channel, "cast", private=True)
    ties = await world.fan.click(cast.response, label="Relationships")
    refused = await world.fan.click(ties.response, label="Share")
    assert refused.ephemeral
    assert "that far" in words(refused)
    book = await world.fan.click(cast.response, label="Yearbook")
    shared = await world.fan.click(book.response, label="Share")
    assert not shared.ephemeral
    assert "Nam On-jo" in alt_text(shared)
    assert "Han Gyeong-su" not in alt_text(shared)
    assert "-# Shared by **fan**\n## Yearbook\n-# Class 2-5\n-# Safe for everyone." in words(shared)


async def test_the_yearbook_shows_a_group_or_everyone_who_is_known(world: World) -> None:
    await world.set_progress(world.fan, E4)
    cast = await world.fan.slash(world.channel, "cast", private=True)
    book = await world.fan.click(cast.response, label="Yearbook")
    assert book.ephemeral
    assert words(book).startswith("## Yearbook\n-# Class 2-5")
    assert "Han Gyeong-su" in alt_text(book)
    assert "Jang Ha-ri" not in alt_text(book)
    first = picture(world, book.response)
    (menu,) = selects(book)
    assert "Military" not in {each["label"] for each in menu["options"]}
    await world.fan.select(book.response, [menu["options"][-1]["value"]], custom_id=menu["custom_id"])
    assert words(book).startswith("## Yearbook\n-# Everyone")
    assert "Jang Ha-ri" in alt_text(book)
    assert "Jae-jun" not in alt_text(book)
    assert picture(world, book.response) != first


async def test_badges_stand_in_cards_and_menus_and_cards_are_whole_without_them(world: World) -> None:
    await world.set_progress(world.fan, E4)
    bare = await world.fan.slash(world.channel, "cast", private=True)
    assert "<:p" not in words(bare)
    people = await world.bot.store.facts.characters(world.bot.show.id, Scope.through(E4))
    for each in people:
        await world.bot.store.faces.set_uploaded(0, f"p{each.character.id}", Uploaded(each.character.id, "look"))
    world.bot.caches.cards.forget()  # as after every upload
    onjo = people[0].character.id
    cast = await world.fan.slash(world.channel, "cast", private=True)
    assert f"<:p{onjo}:{onjo}> **Nam On-jo** · " in words(cast)
    (menu,) = selects(cast)
    assert menu["options"][0]["emoji"]["name"] == f"p{onjo}"
    assert re.sub("<:[^>]*> ", "", words(cast)) == words(bare)
    ties = await world.fan.click(
        (await world.fan.slash(world.channel, "character", name="On-jo", private=True)).response, label="Relationships"
    )
    assert re.search(r"- <:p\d+:\d+> \*\*Lee Cheong-san\*\* · childhood friend", words(ties))
    meant = await world.fan.slash(world.channel, "character", name="nam")
    assert words(meant) == "Nobody called “nam” up to S1E4. Did you mean one of these?"
    assert buttons(meant)["Nam On-jo"]["emoji"]["name"] == f"p{onjo}"


async def test_a_card_is_sent_without_emoji_that_discord_knows_no_more(world: World) -> None:
    await world.set_progress(world.fan, E4)
    people = await world.bot.store.facts.characters(world.bot.show.id, Scope.through(E4))
    for each in people:
        await world.bot.store.faces.set_uploaded(0, f"p{each.character.id}", Uploaded(each.character.id, "look"))
    lost = BackendError(400, 50035, "Invalid Form Body: components: emoji.id: Invalid emoji")
    with broken("POST", ANSWER, error=lost) as found:
        cast = await world.fan.slash(world.channel, "cast", private=True)
    assert found
    (menu,) = selects(cast)
    assert "emoji" not in menu["options"][0]
    await world.set_ceiling(world.channel, E4)
    with broken("POST", ANSWER, error=lost) as found:
        public = await world.fan.slash(world.channel, "character", name="nam-ra")
    assert found
    assert not public.ephemeral
    assert "<:p" not in words(public)
    assert "<:p" not in words(await world.fan.slash(world.channel, "cast", private=True))
    for each in people:
        await world.bot.store.faces.set_uploaded(0, f"p{each.character.id}", Uploaded(each.character.id, "look"))
    card = await world.fan.slash(world.channel, "character", name="On-jo", private=True)
    with broken("PATCH", "*/messages/@original", error=lost) as found:
        ties = await world.fan.click(card.response, label="Relationships")
    assert found
    assert picture(world, ties.response).startswith(b"\x89PNG")


async def test_a_cast_is_made_once_for_everybody_who_knows_as_much(world: World) -> None:
    await world.set_progress(world.fan, E4)
    await world.set_progress(world.other, E4)
    await world.set_ceiling(world.guild, E4)
    before = await world.fan.slash(world.channel, "cast")
    private = await world.fan.slash(world.channel, "cast", private=True)
    await world.set_ceiling(world.guild, Episode(1, 6))
    with mock.patch.object(FactStore, "characters", side_effect=AssertionError("it is kept")):
        after = await world.other.slash(world.channel, "cast")
        assert words(await world.other.slash(world.channel, "cast", private=True)) == words(private)
    assert words(after) == words(before).replace("through S1E4", "through S1E6")
    assert buttons(after)["More"]["custom_id"].endswith(f":{world.other.id}")
    await world.set_progress(world.other, Episode(1, 1))
    assert words(await world.other.slash(world.channel, "cast")) != words(after)
