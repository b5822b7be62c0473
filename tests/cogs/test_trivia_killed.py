"""Games go on where a killed process left them."""

import pytest

from support.games import Table
from support.proofs import in_prove
from support.reading import words


@pytest.mark.parametrize("meanwhile", [5, *map(in_prove, (0, 60))])
async def test_a_process_killed_during_a_question_loses_nothing(table: Table, meanwhile: float) -> None:
    await table.start(rounds=3)
    await table.press(table.members[0], "right")
    round_ = await table.round()
    table.freeze()
    await table.env.advance_time(meanwhile)
    await table.kill()
    if meanwhile < 20:
        await table.press(table.members[1], "wrong")
        assert words(await table.press(table.members[0], "wrong")).endswith("already; the first press counts.")
        await table.env.advance_time(21 - meanwhile)
    await table.env.advance_time(1)
    text = await table.shown()
    assert " · right** (1)" in text
    assert f"Right: <@{table.members[0].id}> +" in text
    assert (await table.store.rounds.answers(round_.id))[0].points >= 10
    await table.until_next(1)
    await table.play(3, after=1)
    assert f"1. <@{table.members[0].id}> · 3 right" in await table.shown()
    assert len(table.posts()) == 5


@pytest.mark.parametrize("meanwhile", [0, 60], ids=["at once", "later"])
async def test_a_process_killed_during_a_reveal_asks_the_next_question(table: Table, meanwhile: float) -> None:
    await table.start(rounds=3)
    await table.press(table.members[0], "right")
    await table.env.advance_time(21)
    assert (await table.game()).phase == "revealed"
    table.freeze()
    await table.env.advance_time(meanwhile)
    await table.kill()
    await table.until_next(1)
    await table.play(3, after=1)
    assert f"1. <@{table.members[0].id}> · 3 right" in await table.shown()


async def test_a_process_killed_during_the_last_reveal_still_shows_the_standings(table: Table) -> None:
    await table.start(rounds=3)
    await table.play(2)
    await table.press(table.members[0], "right")
    await table.press(table.members[1], "wrong")
    await table.env.advance_time(2)
    assert (await table.game()).phase == "revealed"
    await table.kill()
    await table.env.advance_time(10)
    assert f"1. <@{table.members[0].id}> · 3 right" in await table.shown()


async def test_a_process_killed_before_the_first_message_posts_it_when_it_is_back(table: Table) -> None:
    table.env.inject_error("POST", f"/channels/{table.channel.id}/messages", status=400, code=50000)
    await table.start()
    assert await table.messages() == []
    await table.kill()
    await table.env.advance_time(9)
    assert "· 1 of 5 · " in await table.shown()
    # Discord keeps one of two that a killed process may have posted.
    game = (await table.game()).id
    assert [each["nonce"] for each in table.posts()] == [f"{game}a", f"{game}a", f"{game}q1"]


async def test_a_process_killed_before_it_showed_the_standings_shows_them_when_it_is_back(table: Table) -> None:
    await table.start()
    await table.play(1)
    table.env.inject_error("POST", f"/channels/{table.channel.id}/messages", status=400, code=50000)
    await table.world.fan.slash(table.channel, "trivia stop")
    assert " wins with " not in await table.shown()
    await table.kill()
    await table.env.advance_time(9)
    assert " wins with " in await table.shown()


async def test_controls_of_a_game_work_after_a_restart(table: Table) -> None:
    await table.start(rounds=3, seconds=10)
    await table.press(table.members[0], "wrong")
    await table.env.advance_time(11)
    form = await table.members[0].click(await table.message(), label="Report this question")
    await table.kill()
    assert words(await table.members[0].submit_modal(form, {"text": "No.", "source": ""})).startswith("Thanks.")
    await table.until_next(1)
    await table.play(3, after=1)
    await table.kill()
    for label in ("Leaderboard", "What nobody got", "Rematch"):
        assert (await table.members[0].click(await table.message(), label=label)).acknowledged
