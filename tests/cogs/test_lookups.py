"""What others can see of a look-up: the words of the command stand beside a public card, so they decide whether it is one."""

import string
from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest

from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.matching.choices import choice_label
from bot.show.matching.names import Person
from support.proofs import in_prove
from support.reading import components, words
from support.world import World

E4, E12 = Episode(1, 4), Episode(1, 12)
CEILINGS = [PREMISE, Episode(1, 4), Episode(1, 8)]


async def later_words(world: World, ceiling: Episode) -> AsyncIterator[tuple[str, bool]]:
    """Every alias, role line, actor's name and label that is known only beyond `ceiling`; True: a label."""
    scope = Scope.through(E12)
    for each in await world.bot.store.facts.characters(world.bot.show.id, scope):
        person = each.character
        roles = [role for role in (person.role, *each.earlier_roles) if role is not None]
        names = [person.name, *each.spellings, *(actor for actor in (person.actor, *person.actor_also) if actor)]
        for text in (*names, *roles):
            if text.revealed_in > ceiling:
                yield text.label(scope)[:100], False
        for role in roles:
            if role.revealed_in > ceiling:
                yield choice_label(Person(person.id, person.name.label(scope)), role.label(scope)), True


@pytest.mark.parametrize("ceiling", [PREMISE, *map(in_prove, CEILINGS[1:])], ids=str)
async def test_a_public_card_confirms_no_words_that_its_channel_does_not_know(world: World, ceiling: Episode) -> None:
    await world.set_progress(world.fan, E12)
    await world.go_by_channel(world.other)
    await world.set_ceiling(world.channel, ceiling)
    private = 0
    async for typed, is_label in later_words(world, ceiling):
        reply = await world.fan.slash(world.channel, "character", name=typed)
        private += reply.ephemeral
        if not reply.ephemeral:
            assert not is_label, typed
            # Then the same words tell it to whoever knows only what the channel does.
            newcomer = await world.other.slash(world.channel, "character", name=typed)
            assert not newcomer.ephemeral, typed
            assert words(newcomer).splitlines()[0] == words(reply).splitlines()[0], typed
    assert private > 50


@pytest.mark.parametrize(
    "typed",
    ["half zombie protector", "Bare-su", "bully who murdered the principal", "firefighter who gave his life",
     "science teacher who made the virus"],
)  # fmt: skip
async def test_who_means_somebody_by_what_comes_later_is_answered_alone(world: World, typed: str) -> None:
    await world.set_progress(world.fan, E12)
    reply = await world.fan.slash(world.channel, "character", name=typed)
    assert reply.ephemeral
    assert words(reply).startswith("## "), "they know whom they mean, and are shown the card"


async def offered(world: World, **filled: Any) -> dict[str, str]:
    """Every choice that /character's list offers, by its value."""
    found: dict[str, str] = {}
    for typed in ("", *string.ascii_lowercase):
        choices = await world.fan.autocomplete(world.channel, "character", "name", typed, **filled)
        found |= {each["value"]: each["name"] for each in choices}
    return found


@pytest.mark.parametrize(
    ("progress", "ceiling"),
    [
        (None, E4),
        (E12, PREMISE),
        *(in_prove(progress, PREMISE) for progress in (None, "channel", PREMISE, E4)),
        *(in_prove(progress, E4) for progress in ("channel", PREMISE, E4, E12)),
    ],
    ids=str,
)
async def test_a_choice_is_understood_by_its_label_as_by_its_value(
    world: World, progress: Episode | Literal["channel"] | None, ceiling: Episode
) -> None:
    await world.set_progress(world.fan, progress)
    await world.set_ceiling(world.channel, ceiling)
    for private in (False, True):
        choices = await offered(world, private=private)
        # Where nothing is known yet, nobody is offered.
        assert choices
        for value, label in choices.items():
            by_value = await world.fan.slash(world.channel, "character", name=value, private=private)
            by_label = await world.fan.slash(world.channel, "character", name=label, private=private)
            assert components(by_label) == components(by_value), label
            assert by_label.ephemeral == by_value.ephemeral, label


async def test_a_label_says_of_somebody_no_more_than_the_readers_of_the_card_know(world: World) -> None:
    await world.set_progress(world.fan, E12)
    everybody = await world.bot.store.facts.characters(world.bot.show.id, Scope.through(PREMISE))
    scope = Scope.through(PREMISE)
    known = {
        str(each.character.id): choice_label(
            Person(each.character.id, each.character.name.label(scope)),
            each.character.role.label(scope) if each.character.role else "",
        )
        for each in everybody
    }
    openly, alone = await offered(world), await offered(world, private=True)
    assert {value: openly[value] for value in known} == known
    assert any(alone[value] != label for value, label in known.items()), "their own list says what they have seen"
    await world.bot.store.guilds.set_replies(world.guild.id, world.channel.id, "private")
    assert await offered(world) == alone


async def test_nobody_is_spoiled_by_what_a_list_offers_before_they_said_how_far_they_are(world: World) -> None:
    await world.set_ceiling(world.channel, E12)
    labels = await offered(world)
    await world.set_progress(world.fan, PREMISE)
    assert await offered(world) == labels
