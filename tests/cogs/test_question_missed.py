"""Editors see which questions are missed most: of games of their server, where enough answered, as far as they have watched."""

from datetime import UTC, datetime
from typing import Any

import pytest_asyncio

from bot.show.episodes import PREMISE, Episode
from bot.store.edits import ENOUGH
from bot.store.rounds import Round
from support.games import Table
from support.reading import buttons, words
from support.world import World

E4 = Episode(1, 4)
NOTHING = f"Nothing that you have seen was reported, or missed by anybody in {ENOUGH} answers or more."


@pytest_asyncio.fixture
async def behind(world: World) -> Any:
    """An editor who goes no further than what is safe for everyone."""
    member = world.guild.add_member(world.env.create_user("behind"), roles=[world.guild.roles["Moderators"]])
    await world.set_progress(member, PREMISE)
    return member


async def play(table: Table, wrong: list[int], answers: int) -> list[Round]:
    """A game in which so many of all answers to each question are wrong."""
    await table.start(rounds=3, seconds=10)
    rounds: list[Round] = []
    for number in range(1, 4):
        asked = await table.round()
        rounds.append(asked)
        assert asked.opened_at is not None
        for user in range(answers):
            choice = (asked.answer + (user < wrong[number - 1])) % len(asked.options)
            assert await table.store.rounds.answer(table.world.guild.id, asked.id, 7000 + user, choice, asked.opened_at)
        await table.until_next(number)
    return rounds


async def missed(world: World, member: Any, **options: Any) -> Any:
    return await member.slash(world.channel, "question list", order="most missed", **options)


async def test_what_is_missed_most_comes_first_and_what_is_always_right_not_at_all(
    world: World, table: Table, editor: Any
) -> None:
    first, second, third = await play(table, [1, 5, 0], ENOUGH)
    written = {each.id for each in await world.bot.store.edits.items(world.bot.show.id, world.guild.id, "question")}
    listed = await missed(world, editor)
    told = words(listed)
    places: list[int] = []
    for asked, line in ((second, "5 of 5 missed it"), (first, "1 of 5 missed it")):
        text = asked.text.reveal()
        if asked.question_id in written:
            assert f"{line}" in told
            places.append(told.index(text[:40]))
        else:
            assert text not in told, "nobody can change what is generated"
    assert places
    assert places == sorted(places)
    assert third.text.reveal() not in told
    # None of them was changed here.
    assert words(await missed(world, editor, changed_here=True)).count("missed it") == 0


async def test_too_few_answers_say_nothing(world: World, table: Table, editor: Any) -> None:
    await play(table, [4, 4, 4], ENOUGH - 1)
    assert NOTHING in words(await missed(world, editor))


async def test_of_what_an_editor_has_not_seen_nothing_counts(
    world: World, table: Table, editor: Any, behind: Any
) -> None:
    before = words(await missed(world, behind))
    rounds = await play(table, [5, 5, 5], ENOUGH)
    seen = [each for each in rounds if each.revealed_in == PREMISE]
    after = await missed(world, behind)
    assert words(after).count("missed it") <= len(seen)
    if not seen:
        assert words(after) == before
    assert words(await missed(world, editor)).count("missed it") >= 2


async def test_what_was_reported_comes_before_all_and_is_a_tap_away(world: World, table: Table, editor: Any) -> None:
    rounds = await play(table, [5, 5, 5], ENOUGH)
    written = {each.id for each in await world.bot.store.edits.items(world.bot.show.id, world.guild.id, "question")}
    reported = next(each for each in reversed(rounds) if each.question_id in written)
    store = world.bot.store
    for number in (1, 2):
        form = await table.members[number].click(
            next(each for each in await table.messages() if reported.text.reveal()[:30] in words(each)),
            label="Report this question",
        )
        await table.members[number].submit_modal(form, {"text": f"It is wrong, {number}.", "source": ""})
    listed = await missed(world, editor)
    entries = words(listed).split("\n\n")
    assert "2 reports wait" in entries[0]
    assert reported.text.reveal()[:30] in words(listed)
    opened = await editor.select(listed.response, [str(reported.question_id)])
    assert "History" in words(opened)
    assert {"Edit", "Retire"} <= set(buttons(opened))
    for review in await store.reviews.waiting(world.bot.show.id, world.guild.id):
        await store.reviews.decide(world.guild.id, review.id, "rejected", by=1, at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "wait" not in words(await missed(world, editor))
