"""Who presses when, and what stands on the board then: games are fair."""

from functools import partial
from typing import Any
from unittest import mock

import discord
import pytest

from bot.show.episodes import Episode
from bot.show.trivia import FIRST, QUIZ, WHERE, WHO
from bot.store.faces import Uploaded
from support.games import OVER, Table
from support.proofs import in_prove
from support.reading import strings, words

E2, E4, E12 = Episode(1, 2), Episode(1, 4), Episode(1, 12)


# ------------------------------------------------------------------------------------------------ never lost, never unfair


@pytest.mark.parametrize("kind", [QUIZ, WHO, *map(in_prove, (WHERE, FIRST))])
async def test_of_presses_at_the_same_instant_one_counts(table: Table, kind: str) -> None:
    await table.start(kind=kind, rounds=3)
    message, round_ = await table.snapshot(), await table.round()
    presses = [table.emit_press(table.members[0], f"t1:{round_.id}:{choice}", message) for choice in (1, 0, 1)]
    await table.env.settle()
    assert [words(each).endswith("The answer comes when the time is up.") for each in presses] == [True, False, False]
    assert [each.choice for each in await table.store.rounds.answers(round_.id)] == [1]


async def test_a_press_after_the_bell_does_not_count(table: Table) -> None:
    await table.start(seconds=10)
    message, right = await table.snapshot(), await table.option("right")
    round_ = await table.round()
    table.freeze()
    await table.env.advance_time(10)
    # The bell has rung, and nobody has revealed it yet.
    assert words(await table.press(table.members[0], "right")) == OVER
    await table.kill()
    await table.env.advance_time(1)
    assert (await table.game()).phase == "revealed"
    assert words(await table.late_press(table.members[0], right, message)) == OVER
    assert await table.store.rounds.answers(round_.id) == []


async def test_a_press_on_an_old_message_does_not_count_in_the_rematch(table: Table) -> None:
    await table.start(rounds=3, seconds=10)
    old, old_option = await table.snapshot(), await table.option("right")
    await table.play(3)
    await table.members[0].click(await table.message(), label="Rematch")
    assert words(await table.late_press(table.members[1], old_option, old)) == OVER
    assert await table.store.rounds.answers((await table.round()).id) == []
    # And a press in the new game counts there only.
    await table.press(table.members[1], "right")
    assert len(await table.store.rounds.answers((await table.round()).id)) == 1


async def test_sixty_four_members_press_within_a_second(table: Table) -> None:
    crowd = [table.world.guild.add_member(table.env.create_user(f"m{number}")) for number in range(64)]
    await table.start()
    message, round_ = await table.snapshot(), await table.round()
    before = table.edits()
    presses = [
        table.emit_press(member, f"t1:{round_.id}:{i % len(round_.options)}", message) for i, member in enumerate(crowd)
    ]
    await table.env.settle()
    assert all(each.acknowledged and words(each).startswith("You chose") for each in presses)
    await table.env.advance_time(10)
    answers = await table.store.rounds.answers(round_.id)
    assert {each.user_id: each.choice for each in answers} == {
        member.id: i % len(round_.options) for i, member in enumerate(crowd)
    }
    assert "· 64 answered" in await table.shown()
    assert table.edits() - before == 1
    await table.env.advance_time(11)
    text = await table.shown()
    assert text.count("(16)") == 4
    assert text.count("<@") == 8 + 3  # eight names, and the three who lead
    assert " and others" in text


async def test_the_count_is_edited_every_two_seconds_at_most(table: Table) -> None:
    crowd = [table.world.guild.add_member(table.env.create_user(f"m{number}")) for number in range(12)]
    await table.start()
    before = table.edits()
    for member in crowd:
        await table.press(member, "right")
        await table.env.advance_time(0.5)
    assert 1 <= table.edits() - before <= 3


async def test_of_equals_the_faster_stands_first_and_it_says_so(table: Table) -> None:
    fan, other, third = table.members[:3]
    await table.start(rounds=3, seconds=0)
    for number in (1, 2, 3):
        for member in (other, fan, third):
            await table.press(member, "wrong" if member is third else "right")
            await table.env.advance_time(1)
        if (await table.game()).phase == "asking":
            await fan.click(await table.message(), label="Reveal the answer")
        if number < 3:
            await fan.click(await table.message(), label="Next question")
    await table.env.advance_time(10)
    assert (await table.shown()).splitlines()[2:] == [
        f"1. <@{other.id}> · 3 right, faster", f"2. <@{fan.id}> · 3 right", f"3. <@{third.id}> · 0 right",
    ]  # fmt: skip


async def test_the_first_three_have_medals_once_they_were_uploaded(table: Table) -> None:
    for place in (1, 2, 3):
        await table.store.faces.set_uploaded(1, f"m{place}", Uploaded(70 + place, ""))
    await table.start(rounds=3)
    await table.play(3)
    assert (await table.shown()).splitlines()[2:] == [
        f"1. <:m1:71> <@{table.members[0].id}> · 3 right",
        f"2. <@{table.members[1].id}> · 0 right",  # no medal without a point
    ]
    board = words(await table.members[0].slash(table.channel, "trivia leaderboard"))
    assert f"<:m1:71> **1** · <@{table.members[0].id}>" in board


async def test_nobody_wins_without_a_point(table: Table) -> None:
    await table.start(rounds=3, seconds=10)
    for number in (1, 2, 3):
        await table.press(table.members[0], "wrong")
        await table.until_next(number)
    assert "### Nobody had a point this time\n1. <@" in await table.shown()


async def test_no_control_reaches_a_game_of_another_server(table: Table) -> None:
    await table.start(seconds=0)
    game, round_, store, here = await table.game(), await table.round(), table.store, table.world.guild.id
    at = discord.utils.utcnow()
    assert await store.rounds.round_ids(here, round_.id) is not None
    assert await store.rounds.round_ids(here + 1, round_.id) is None
    assert await store.rounds.round_ids(None, round_.id) is None
    assert await store.rounds.answer(here + 1, round_.id, table.members[0].id, 0, at) is None
    assert await store.rounds.answer(here, round_.id, table.members[0].id, 0, at) is not None
    assert await store.games.game_of(here + 1, game.id) is None
    assert await store.games.game_of(here, game.id) is not None
    await table.members[0].click(await table.message(), label="Reveal the answer")
    missed = {guild: await store.rounds.missed(guild, game.id, E12) for guild in (here, here + 1)}
    assert missed[here + 1] == []


async def test_nothing_sent_before_the_reveal_depends_on_which_option_is_right(table: Table) -> None:
    """With another option as the right one, and other words to explain it, every byte stays the same."""
    await table.start()
    game, round_ = await table.game(), await table.round()
    write = table.world.bot.store.database.write

    async def edited() -> Any:
        await write("UPDATE trivia_messages SET version = version + 1 WHERE game_id = ? AND number = 1", (game.id,))
        await table.env.advance_time(1)
        return table.env.http_requests[-1].json

    async def pressed(member: Any) -> Any:
        await member.click(await table.message(), custom_id=f"t1:{round_.id}:2")
        return table.env.http_requests[-1].json

    edit, press = await edited(), await pressed(table.members[0])
    await table.env.advance_time(4)
    counted = table.env.http_requests[-1].json
    await write(
        "UPDATE trivia_rounds SET answer = (answer + 1) % json_array_length(options), explanation = 'another', sites = '[\"elsewhere\"]' WHERE id = ?",
        (round_.id,),
    )
    assert await edited() == counted
    assert await pressed(table.members[1]) == press
    sent = " ".join(text for _path, text in strings([*table.posts(), edit, press, counted]))
    assert round_.explanation.reveal() not in sent
    assert not {"another", "elsewhere", "right"} & set(sent.split())


async def test_a_message_of_a_game_reads_the_servers_language_with_all_else(table: Table) -> None:
    world = table.world
    await world.bot.store.guilds.set_setting(world.guild.id, "language", "ko")
    with mock.patch.object(world.bot.store.guilds, "settings", side_effect=AssertionError):
        await table.start()
        assert "퀴즈" in await table.shown()


async def test_one_press_is_one_write_and_no_read(table: Table) -> None:
    await table.start()
    database = table.world.bot.store.database
    counted = {"write": 0, "read": 0}
    last: dict[str, str] = {}

    def count(kind: str, statement: str) -> None:
        counted[kind] += statement != last.get(kind)  # a trigger is told as the statement that fired it, once more
        last[kind] = statement

    await database._writing.set_trace_callback(partial(count, "write"))  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]  counts statements
    await database._reading.set_trace_callback(partial(count, "read"))  # pyright: ignore[reportPrivateUsage, reportUnknownMemberType]  counts statements
    database._here.set_trace_callback(partial(count, "read"))  # pyright: ignore[reportPrivateUsage]  counts statements
    table.freeze()
    message, option = await table.snapshot(), f"t1:{(await table.round()).id}:0"
    counted.update(write=0, read=0)
    table.emit_press(table.members[0], option, message)
    await table.env.settle()
    assert counted == {"write": 1, "read": 0}
