"""Help in a public game: 50 : 50, Skip, and late joiners, through the front door."""

from typing import Any

import pytest

from bot.show.trivia import POINTS
from support.games import OVER, Table
from support.reading import buttons, words


@pytest.fixture
async def asking(table: Table) -> Table:
    """A game without a clock, whose question has four options."""
    await start(table)
    return table


async def start(table: Table) -> None:
    """Start one; which questions come is chance, so that all get the options of the first."""
    await table.start(rounds=5, seconds=0, difficulty="easy")
    await table.store.database.write("""UPDATE trivia_rounds SET options = '["one", "two", "three", "four"]'""")


async def half(table: Table, member: Any) -> Any:
    """Press 50 : 50."""
    return await member.click(await table.message(), custom_id=f"t1:half:{(await table.round()).id}")


async def skip(table: Table, member: Any) -> str:
    """Press Skip, and what is said."""
    return words(await member.click(await table.message(), label="Skip"))


async def reveal(table: Table) -> None:
    """Let the host reveal the answer."""
    await table.members[0].click(await table.message(), label="Reveal the answer")


async def go_on(table: Table) -> None:
    """Let the host reveal the answer, if nobody did, and ask the next question."""
    if (await table.game()).phase == "asking":
        await reveal(table)
    await table.members[0].click(await table.message(), label="Next question")


async def points(table: Table, round_id: int) -> dict[int, int]:
    """What everybody had for a round."""
    return {each.user_id: each.points for each in await table.store.rounds.answers(round_id)}


# ------------------------------------------------------------------------------------------------ 50 : 50


async def test_half_leaves_the_right_option_and_a_wrong_one_for_half_the_points(asking: Table) -> None:
    fan, other = asking.members[:2]
    round_ = await asking.round()
    told = await half(asking, fan)
    assert told.ephemeral
    left = list(buttons(told))
    assert len(left) == 2
    assert "ABCD"[round_.answer] in left
    assert words(told).startswith("One of these is right, for half the points.\n- **")
    assert [line[4] for line in words(told).split("\n")[1:]] == left
    # It is theirs alone: the message in the channel has all of them.
    assert [each[0] for each in buttons(await asking.message())][:4] == ["A", "B", "C", "D"]
    assert list(buttons(await half(asking, other))) == left
    chosen = await fan.click(told.response, label="ABCD"[round_.answer])
    assert words(chosen).startswith("You chose **")
    await asking.press(asking.members[2], "right")
    await reveal(asking)
    assert await points(asking, round_.id) == {fan.id: POINTS["easy"] // 2, asking.members[2].id: POINTS["easy"]}


async def test_half_is_had_once_a_game_and_the_same_when_it_is_pressed_again(asking: Table) -> None:
    fan = asking.members[0]
    first = await half(asking, fan)
    again = await half(asking, fan)
    assert words(again) == words(first)
    await go_on(asking)
    assert words(await half(asking, fan)) == "You have had your 50 : 50 in this game."
    await fan.slash(asking.channel, "trivia stop")
    await start(asking)
    assert len(buttons(await half(asking, fan))) == 2


async def test_half_is_kept_by_whoever_has_answered(asking: Table) -> None:
    fan = asking.members[0]
    await asking.press(fan, "wrong")
    assert words(await half(asking, fan)) == (
        "You have answered this question already; your 50 : 50 is for another one."
    )
    await go_on(asking)
    assert len(buttons(await half(asking, fan))) == 2


async def test_two_options_need_no_half(table: Table) -> None:
    await table.start(rounds=3, seconds=0)
    await table.store.database.write('UPDATE trivia_rounds SET answer = 0, options = \'["one", "two"]\'')
    await table.store.database.write("UPDATE trivia_messages SET version = version + 1 WHERE number = 1")
    await table.env.advance_time(2)
    assert list(buttons(await table.message())) == ["A · one", "B · two", "Skip", "Reveal the answer"]
    # A button of an earlier moment takes nothing away, and is not used up.
    table.emit_press(table.members[0], f"t1:half:{(await table.round()).id}", message := await table.snapshot())
    await table.env.settle()
    assert message
    assert await table.store.database.rows("SELECT 1 FROM trivia_helps") == []


async def test_two_halves_and_an_answer_at_once_are_one_half_and_an_answer(asking: Table) -> None:
    fan, message, round_ = asking.members[0], await asking.snapshot(), await asking.round()
    presses = [asking.emit_press(fan, f"t1:half:{round_.id}", message) for _twice in range(2)]
    presses.append(asking.emit_press(fan, f"t1:{round_.id}:{round_.answer}", message))
    await asking.env.settle()
    assert words(presses[0]) == words(presses[1])
    taken = len(await asking.store.database.rows("SELECT 1 FROM trivia_helps"))
    assert taken <= 1
    await reveal(asking)
    # Whichever came first: whoever took it has half, and whoever had answered could not take it.
    assert await points(asking, round_.id) == {fan.id: POINTS["easy"] // (1 + taken)}


async def test_after_the_bell_nothing_helps(table: Table) -> None:
    await table.start(rounds=3, seconds=10)
    message, round_ = await table.snapshot(), await table.round()
    await table.env.advance_time(11)
    assert (await table.game()).phase == "revealed"
    for custom_id in (f"t1:half:{round_.id}", f"t1:skip:{round_.id}"):
        assert words(await table.late_press(table.members[0], custom_id, message)) == OVER
    assert await table.store.database.rows("SELECT 1 FROM trivia_helps") == []


# ------------------------------------------------------------------------------------------------ Skip


async def test_the_host_skips_the_first_question_and_nobody_else(asking: Table) -> None:
    refused = await skip(asking, asking.members[1])
    assert refused == "Whoever took part in the question before decides about Skip; in the first one its host."
    await asking.env.advance_time(2)
    assert (await asking.game()).phase == "asking"
    assert await skip(asking, asking.members[0]) == "Skipped: here comes the answer."
    await asking.env.advance_time(1.1)
    assert (await asking.game()).phase == "revealed"
    assert "· right**" in await asking.shown()


async def test_half_of_those_who_answered_before_skip(asking: Table) -> None:
    for member in asking.members[:3]:
        await asking.press(member, "right")
    await go_on(asking)
    assert await skip(asking, asking.members[3]) == (
        "Whoever took part in the question before decides about Skip; in the first one its host."
    )
    said = [await skip(asking, asking.members[0]) for _twice in range(2)]
    assert said == ["You want to skip this question: 1 of 2 so far."] * 2
    await asking.env.advance_time(3)
    assert (await asking.game()).phase == "asking"
    assert "· 0 answered · 1 for Skip" in await asking.shown()
    await asking.press(asking.members[2], "right")
    round_ = await asking.round()
    assert await skip(asking, asking.members[1]) == "Skipped: here comes the answer."
    await asking.env.advance_time(1.1)
    assert (await asking.game()).phase == "revealed"
    # What was answered until then counts.
    assert await points(asking, round_.id) == {asking.members[2].id: POINTS["easy"]}


async def test_whoever_skipped_took_part_and_the_game_goes_on(asking: Table) -> None:
    """Three questions in a row that nobody answers, and somebody who skips each."""
    for _number in range(3):
        await skip(asking, asking.members[0])
        await asking.env.advance_time(1.1)
        assert (await asking.game()).phase == "revealed"
        await asking.members[0].click(await asking.message(), label="Next question")
    assert (await asking.game()).round == 4
    assert (await asking.game()).phase == "asking"


async def test_skips_at_the_same_instant_close_a_question_once(asking: Table) -> None:
    for member in asking.members:
        await asking.press(member, "right")
    await go_on(asking)
    message, round_ = await asking.snapshot(), await asking.round()
    before = len(asking.posts())
    presses = [asking.emit_press(member, f"t1:skip:{round_.id}", message) for member in asking.members for _ in "12"]
    await asking.env.settle()
    assert all(each.acknowledged for each in presses)
    await asking.env.advance_time(3)
    game = await asking.game()
    assert (game.phase, game.round) == ("revealed", 2)
    assert len(asking.posts()) == before
    assert len(await asking.store.database.rows("SELECT 1 FROM trivia_helps")) in {2, 3, 4}


async def test_a_process_killed_in_between_keeps_what_was_asked_for(asking: Table) -> None:
    for member in asking.members[:2]:
        await asking.press(member, "right")
    await go_on(asking)
    asking.freeze()
    await half(asking, asking.members[0])
    await skip(asking, asking.members[1])
    assert (await asking.game()).phase == "asking"
    await asking.kill()
    await asking.env.advance_time(1.1)
    assert (await asking.game()).phase == "revealed"
    await go_on(asking)
    assert words(await half(asking, asking.members[0])) == "You have had your 50 : 50 in this game."


# ------------------------------------------------------------------------------------------------ late joiners


async def test_whoever_joins_late_starts_level_with_the_last(asking: Table) -> None:
    first, second, third, fourth = asking.members
    await asking.press(first, "right")
    await asking.press(second, "wrong")
    await go_on(asking)
    await asking.press(first, "right")
    await asking.press(second, "right")
    await go_on(asking)
    await asking.press(third, "right")
    await asking.press(fourth, "wrong")
    await reveal(asking)
    game = (await asking.game()).id
    assert {each.user_id: each.points for each in await asking.store.scores.scores(game)} == {
        first.id: 20, second.id: 10, third.id: 20, fourth.id: 10,
    }  # fmt: skip
    assert f"-# <@{first.id}> 20 · <@{third.id}> 20 · <@{second.id}> 10" in (await asking.shown()).replace("\\", "")
    # They start with it once, and it is of this game: boards and statistics count what was right.
    await go_on(asking)
    await asking.press(third, "wrong")
    await reveal(asking)
    scores = {each.user_id: each.points for each in await asking.store.scores.scores(game)}
    assert scores[third.id] == 20
    board = {
        each.user_id: each.points for each in await asking.store.scores.leaderboard(asking.world.guild.id, None, 9)
    }
    assert board == {first.id: 20, second.id: 10, third.id: 10}


async def test_nobody_starts_level_with_whoever_plays_alone(asking: Table) -> None:
    first, second = asking.members[:2]
    await asking.press(first, "right")
    await go_on(asking)
    await asking.press(second, "wrong")
    await reveal(asking)
    scores = await asking.store.scores.scores((await asking.game()).id)
    assert {each.user_id: each.points for each in scores} == {first.id: 10, second.id: 0}
