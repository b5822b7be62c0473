"""Cards that were made before are the cards that would be made now: for each asker, edition, language and place."""

from dataclasses import replace
from typing import Any
from unittest import mock

import pytest
from discord.utils import utcnow

from bot.caches import cards
from bot.show.edits import Change
from bot.show.episodes import PREMISE, Episode
from bot.show.facts import Fact
from bot.show.spoilers import Spoiler
from bot.store.facts import FactStore
from support.choosing import first_page
from support.reading import buttons, filled, words
from support.world import MURDER, World

E4, E12 = Episode(1, 4), Episode(1, 12)


@pytest.fixture
async def editor(world: World, editor: Any) -> Any:
    """A moderator who has seen everything, as far as the channel is."""
    await world.set_ceiling(world.guild, E12)
    return editor


async def card(world: World, member: Any) -> str:
    """All pages of Gwi-nam's card as this member gets it."""
    reply = await member.slash(world.channel, "character", name="gwi-nam", private=True)
    await first_page(member, reply)
    told = [words(reply)]
    while not buttons(reply)["Next"].get("disabled"):
        await member.click(reply.response, label="Next")  # turned in place
        told.append(words(reply))
    return "\n".join(told)


async def test_an_edit_shows_on_the_next_card_and_its_undo_too(world: World, editor: Any) -> None:
    assert "overpowers the principal" in await card(world, editor)
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    await editor.submit_modal(form, filled(form) | {"text": "Gwi-nam stabs the principal."})
    told = await card(world, editor)
    assert "Gwi-nam stabs the principal." in told
    assert "overpowers the principal" not in told
    history = await editor.slash(world.channel, "fact history", fact=MURDER)
    await editor.click(history.response, label="Undo 2")
    assert "overpowers the principal" in await card(world, editor)


async def test_another_server_has_its_own_cards(world: World, editor: Any) -> None:
    await card(world, editor)
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    await editor.submit_modal(form, filled(form) | {"text": "Gwi-nam stabs the principal."})
    assert "Gwi-nam stabs the principal." in await card(world, editor)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("there")
    await world.bot.store.viewers.set_ceiling(world.bot.show.id, elsewhere.id, channel.id, E12)
    member = elsewhere.add_member(world.env.create_user("stranger"))
    await world.set_progress(member, E12)
    told = words(await member.slash(channel, "character", name="gwi-nam", private=True))
    assert "stabs" not in told


async def test_the_same_card_knows_each_asker(world: World) -> None:
    await world.set_ceiling(world.guild, E12)
    await world.go_by_channel(world.fan, world.other)
    asked = [await member.slash(world.channel, "character", name="nam-ra") for member in (world.fan, world.other)]
    assert words(asked[0]) == words(asked[1])
    for member, reply in zip((world.fan, world.other), asked, strict=True):
        ids = [each["custom_id"] for each in buttons(reply).values()]
        assert all(each.endswith(f":{member.id}") for each in ids)
    more = await world.other.click(asked[0].response, label="More")
    assert "Remove this card" not in buttons(more)
    more = await world.fan.click(asked[0].response, label="More")
    assert "Remove this card" in buttons(more)


async def test_progress_and_ceiling_make_another_card(world: World) -> None:
    await world.set_ceiling(world.guild, E4)
    await world.go_by_channel(world.fan)
    before = words(await world.fan.slash(world.channel, "character", name="nam-ra"))
    await world.set_progress(world.fan, Episode(1, 2))
    less = words(await world.fan.slash(world.channel, "character", name="nam-ra"))
    assert less != before
    await world.set_ceiling(world.guild, Episode(1, 1))
    assert "Spoiler-safe through S1E1" in words(await world.fan.slash(world.channel, "character", name="nam-ra"))


async def test_an_answer_that_was_kept_is_nobody_elses_who_has_seen_less_and_no_older_than_an_edit(
    world: World, editor: Any
) -> None:
    async def found(member: Any, asked: str) -> str:
        return words(await member.slash(world.channel, "search", text=asked))

    await world.set_progress(world.fan, E12)
    await world.set_progress(world.other, E4)
    bitten = await found(world.fan, "who bit nam-ra")
    assert "S1E6 · Choi Nam-ra" in bitten
    assert "S1E6" not in await found(world.other, "who bit nam-ra")
    assert await found(world.fan, "who bit nam-ra") == bitten
    assert "overpowers the principal" in (await found(editor, "who kills the principal")).replace("*", "")
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    await editor.submit_modal(form, filled(form) | {"text": "Gwi-nam stabs the principal."})
    assert "stabs the principal" in (told := (await found(editor, "who kills the principal")).replace("*", ""))
    assert "overpowers the principal" not in told


async def test_one_card_serves_every_channel_that_is_further_and_each_footer_names_its_own(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 2))
    told: list[str] = []
    for ceiling in (E4, Episode(1, 6)):
        await world.set_ceiling(world.guild, ceiling)
        told.append(words(await world.fan.slash(world.channel, "character", name="nam-ra")))
        assert f"Spoiler-safe through {ceiling}" in told[-1]
    assert told[0].replace("S1E4", "S1E6") == told[1]
    with mock.patch.object(FactStore, "facts_about", side_effect=AssertionError("it is kept")):
        await world.fan.slash(world.channel, "character", name="nam-ra")
        await world.set_ceiling(world.guild, E12)
        await world.fan.slash(world.channel, "character", name="nam-ra")


async def test_kept_cards_are_bounded_in_bytes_and_the_last_ones_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "KEPT", 3 * 1500)
    cache = cards.CardCache()
    for number in range(4):
        cache.keep(number, cards.CachedCard(b"x" * 1000))
        cache.card(0)
    assert [number for number in range(4) if cache.card(number)] == [0, 2, 3]
    cache.keep(3, cards.CachedCard(b"x" * 1000))
    assert [number for number in range(4) if cache.card(number)] == [0, 2, 3]


async def test_a_card_that_was_made_while_an_edit_came_is_nobody_elses(world: World, editor: Any) -> None:
    read, edits, show, guild = FactStore.facts_about, world.bot.store.edits, world.bot.show.id, world.guild.id

    async def edited_before(facts: FactStore, *arguments: Any, **options: Any) -> list[Fact]:
        patched.stop()
        item = await edits.item(show, guild, "fact", int(MURDER))
        assert item is not None
        content = replace(item.content, text=Spoiler("Gwi-nam quizzes the principal.", PREMISE))  # on the first page
        change = Change(item.id, item.now.revision, content, "live", "edited")
        await edits.save(show, guild, change, by=editor.id, at=utcnow())
        return await read(facts, *arguments, **options)

    # The moment between two reads of one reply: nobody can press there from outside.
    patched = mock.patch.object(FactStore, "facts_about", edited_before)
    patched.start()
    assert "quizzes" in await card(world, editor)
    elsewhere = world.env.create_guild("Elsewhere")
    channel: Any = elsewhere.create_text_channel("there")
    member: Any = elsewhere.add_member(world.env.create_user("stranger"))
    await world.set_progress(member, E12)
    await world.bot.store.viewers.set_ceiling(show, elsewhere.id, elsewhere.id, E12)
    assert "quizzes" not in await card(replace(world, channel=channel), member)
