"""/lore: the cards of everything but characters; and every fact of the pack stands on at least one card."""

import pytest

from bot.show.episodes import Episode, Scope
from bot.show.facts import row_id
from support.reading import buttons, selects, words
from support.shipped import shipped_pack
from support.world import World

PACK = shipped_pack()
E1, E12 = Episode(1, 1), Episode(1, 12)


async def test_every_fact_of_the_pack_stands_on_a_card(world: World) -> None:
    show, facts, scope = world.bot.show.id, world.bot.store.facts, Scope.through(E12)
    told: set[int] = set()
    for character in PACK.characters:
        told |= {fact.id for fact in await facts.facts_about(row_id(PACK.slug, "subject", character.slug), scope)}
    for thing in PACK.subjects:
        subject = row_id(PACK.slug, "subject", thing.slug)
        assert await facts.thing(show, subject, scope) is not None
        told |= {fact.id for fact in await facts.facts_about(subject, scope, headed=False)}
    missing = [
        fact.slug
        for fact in PACK.facts
        if row_id(PACK.slug, "fact", fact.slug) not in told
        # The header of a character's card says who plays them.
        and not (fact.said_in_header and any(each.slug in fact.about for each in PACK.characters))
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("the virus", "## The virus"),
        ("virus", "## The virus"),
        ("webtoon", "## The webtoon"),
        ("season 2", "## Season 2"),
        ("Hyosan High School", "## Hyosan High School"),
        ("cho yi hyun", "## Cho Yi-hyun"),
        ("조이현", "## Cho Yi-hyun"),
        ("nam-ra", "## Choi Nam-ra · 최남라"),
    ],
)
async def test_a_thing_has_a_card_and_a_person_theirs(world: World, typed: str, title: str) -> None:
    await world.set_progress(world.fan, E12)
    card = await world.fan.slash(world.channel, "lore", name=typed, private=True)
    assert words(card).startswith(title)
    assert ("Relationships" in buttons(card)) == typed.startswith("nam")


async def test_a_character_that_is_a_thing_leads_to_its_card(world: World) -> None:
    await world.set_progress(world.fan, E12)
    card = await world.fan.slash(world.channel, "character", name="the virus", private=True)
    assert words(card).startswith("## The virus")
    actor = await world.fan.slash(world.channel, "character", name="cho yi-hyun", private=True)
    assert words(actor).startswith("## Choi Nam-ra")


async def test_what_is_not_known_yet_gets_the_words_of_what_there_is_not(world: World) -> None:
    await world.set_progress(world.fan, E1)
    hidden = words(await world.fan.slash(world.channel, "lore", name="Yangdong", private=True))
    nothing = words(await world.fan.slash(world.channel, "lore", name="Qwertzuio", private=True))
    assert nothing.startswith("Nothing called “Qwertzuio” up to S1E1. Seen more?")
    assert hidden.replace("Yangdong", "Qwertzuio") == nothing
    by_id = str(row_id(PACK.slug, "subject", "place:yangdong"))
    assert "Yangdong" not in words(await world.fan.slash(world.channel, "lore", name=by_id, private=True))


@pytest.mark.parametrize("command", ["lore", "character"])
async def test_a_word_that_is_far_from_every_name_offers_nobody(world: World, command: str) -> None:
    await world.set_progress(world.fan, Episode(0, 0))
    card = words(await world.fan.slash(world.channel, command, name="jonas", private=True))
    assert "Cheong-san" not in card
    assert "“jonas”" in card
    assert await world.fan.autocomplete(world.channel, "character", "name", "jonas") == []


async def test_choices_are_things_that_may_be_known(world: World) -> None:
    await world.set_progress(world.fan, E1)
    choices = await world.fan.autocomplete(world.channel, "lore", "name", "")
    names = [choice["name"] for choice in choices]
    assert "The webtoon" in names
    assert "Yangdong" not in names
    assert "Choi Nam-ra" not in " ".join(names)


async def test_a_hit_leads_to_the_card_of_what_it_is_about(world: World) -> None:
    await world.set_progress(world.fan, E12)
    result = await world.fan.slash(world.channel, "search", text="which webtoon is it based on")
    menu = next(each for each in selects(result) if each["placeholder"] == "Open a card")
    value = next(each["value"] for each in menu["options"] if each["label"] == "The webtoon")
    card = await world.fan.select(result.response, [value], custom_id=menu["custom_id"])
    assert words(card).startswith("## The webtoon")
