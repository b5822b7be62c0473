"""What a watch-along offers when it is over: progress and a quiz."""

import pytest

from bot.show.episodes import Episode
from support.evening import OVER, Evening
from support.reading import buttons, components, words

E2, E3, E4, E6 = Episode(1, 2), Episode(1, 3), Episode(1, 4), Episode(1, 6)


# ------------------------------------------------------------------------------------------------ afterwards


async def test_afterwards_the_thread_is_offered_progress_and_a_quiz(evening: Evening) -> None:
    await evening.start()
    closing = await evening.closing()
    assert words(closing).splitlines() == [
        OVER,
        "- **I watched it** moves your progress to S1E4, and only you see that.",
        "- **Quiz** asks everybody in this thread five questions.",
    ]
    assert list(buttons(closing)) == ["I watched it", "Quiz"]
    assert words(evening.card).splitlines()[2:] == ["S1E4 is done. The talk goes on in the thread."]
    assert str(evening.host.id) not in words(evening.card)
    assert list(buttons(evening.card)) == ["I watched it", "Open the thread"]
    assert await evening.ceiling() == E4
    assert not await evening.kept()


@pytest.mark.parametrize("where", ["thread", "channel"])
async def test_i_watched_it_moves_whoever_presses_and_nobody_back(evening: Evening, where: str) -> None:
    await evening.start()
    closing = await evening.closing()
    pressed = closing if where == "thread" else evening.card
    before = words(pressed)
    fan, other, host = evening.world.fan, evening.world.other, evening.host
    await evening.world.set_progress(other, E3)
    await evening.world.set_progress(host, E6)
    first = await fan.click(pressed, label="I watched it")
    assert first.ephemeral
    assert words(first).startswith("Saved: S1E4, in every server.")
    assert "shows others that you’ve seen it" in words(first)
    assert words(await other.click(pressed, label="I watched it")).startswith("Saved: S1E4, in every server.")
    assert words(await host.click(pressed, label="I watched it")).startswith("You’re at S1E6, in every server.")
    assert words(await other.click(pressed, label="I watched it")).startswith("You’re at S1E4, in every server.")
    assert [await evening.progress(each) for each in (fan, other, host)] == [E4, E4, E6]
    assert words(pressed) == before


async def test_who_would_skip_episodes_is_asked_and_never_moved_back_by_an_old_answer(evening: Evening) -> None:
    await evening.start()
    closing, fan = await evening.closing(), evening.world.fan
    await evening.world.set_progress(fan, E2)
    asked = await fan.click(closing, label="I watched it")
    assert asked.ephemeral
    assert words(asked).startswith("### Finished S1E4?\nYou were at S1E2.")
    assert await evening.progress(fan) == E2
    await fan.click(asked.response, label="Stay at S1E2")
    assert await evening.progress(fan) == E2
    asked = await fan.click(closing, label="I watched it")
    await evening.world.set_progress(fan, E6)
    await fan.click(asked.response, label="Yes, I finished S1E4")
    assert words(asked.response).startswith("You’re at S1E6, in every server.")
    assert await evening.progress(fan) == E6


async def test_the_quiz_is_a_game_about_the_episode_in_the_thread(evening: Evening) -> None:
    await evening.start()
    closing = await evening.closing()
    begun = await evening.world.fan.click(closing, label="Quiz")
    assert begun.ephemeral
    assert words(begun).startswith("The game begins: 5 questions through S1E4.")
    rows = await evening.world.bot.store.database.rows("SELECT revealed_in FROM trivia_rounds")
    assert rows == [(E4.ordinal,)] * 5
    assert words(evening.said()[-1]).startswith("-# Trivia · 1 of 5 · ")
    again = await evening.world.other.click(closing, label="Quiz")
    assert words(again).startswith("A game is running in this channel already:")
    assert not evening.env.backend.messages[evening.channel.id].get(evening.said()[-1].id)


async def test_a_quiz_about_an_episode_with_few_questions_asks_about_earlier_ones_too(evening: Evening) -> None:
    await evening.start()
    closing = await evening.closing()
    await evening.world.bot.store.database.write(
        "DELETE FROM questions WHERE revealed_in = ? AND id NOT IN"
        " (SELECT id FROM questions WHERE revealed_in = ? LIMIT 0)",
        (E4.ordinal, E4.ordinal),
    )
    await evening.world.fan.click(closing, label="Quiz")
    rows = await evening.world.bot.store.database.rows("SELECT revealed_in FROM trivia_rounds")
    assert len(rows) == 5
    assert all(row[0] <= E4.ordinal for row in rows)


async def test_the_buttons_work_after_a_restart(evening: Evening) -> None:
    await evening.start()
    closing = await evening.closing()
    await evening.kill()
    await evening.world.fan.click(closing, label="I watched it")
    assert await evening.progress(evening.world.fan) == E4
    assert words(await evening.world.fan.click(closing, label="Quiz")).startswith("The game begins:")


async def test_names_and_cards_are_made_of_the_label_alone(evening: Evening) -> None:
    await evening.start()
    sent = [entry for entry in evening.env.http_requests if entry.method in {"POST", "PATCH"}]
    told = await evening.world.bot.store.database.rows("SELECT summary FROM episodes")
    assert not [entry for entry in sent for (summary,) in told if summary[:20] in str(entry.json)]
    assert all(component.get("custom_id", "w1:").startswith("w1:") for component in components(evening.card))
