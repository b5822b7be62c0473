"""A channel's ceiling falls while a game runs there: from that moment on no step of the game shows anything more of it."""

from typing import Any

import pytest
from discord.utils import utcnow

from bot.show.episodes import PREMISE, Episode
from bot.store.game_values import Ending
from support.games import OVER, Table
from support.reading import strings, words

E2, E4 = Episode(1, 2), Episode(1, 4)
ENDED = "This channel goes less far than before, so the game ends here."


async def sent_of(table: Table, since: int) -> str:
    """Everything that was sent since, as text."""
    sent = table.env.http_requests[since:]
    return "\n".join(text for each in sent for _, text in strings(each.json)).replace("\\", "")


async def texts_of(table: Table) -> list[str]:
    """All that the game's rounds could tell: questions, options, explanations."""
    rounds = await table.store.database.rows("SELECT text, explanation FROM trivia_rounds")
    return [each for row in rounds for each in row]


@pytest.mark.parametrize("label", ["Reveal the answer", "Next question"])
async def test_a_press_in_the_moment_after_ends_the_game(table: Table, label: str) -> None:
    host = table.members[0]
    await table.start(rounds=3, seconds=0)
    if label == "Next question":
        await host.click(await table.message(), label="Reveal the answer")
    table.freeze()
    await table.world.set_ceiling(table.channel, PREMISE)
    since = len(table.env.http_requests)
    await host.click(await table.message(), label=label)
    assert (await table.game()).ended == "ceiling"
    assert ENDED in await table.shown()
    said = await sent_of(table, since)
    assert not [each for each in await texts_of(table) if each in said]


async def test_an_answer_in_the_moment_after_is_too_late(table: Table) -> None:
    await table.start()
    table.freeze()
    await table.world.set_ceiling(table.channel, PREMISE)
    assert words(await table.press(table.members[1], "right")) == OVER


async def test_a_count_of_answers_does_not_bring_the_question_back(table: Table) -> None:
    await table.start()
    table.freeze()
    await table.press(table.members[0], "right")
    await table.world.set_ceiling(table.channel, PREMISE)
    game = await table.game()
    # What the loop decided in the moment before.
    at = utcnow()
    await table.store.games.count_answers(game.id, 1, at)
    assert await table.store.game_messages.claim(game.id, at) is None


@pytest.mark.parametrize("step", ["reveal", "open_next"])
async def test_the_statement_that_moves_a_game_on_looks_itself(table: Table, step: str) -> None:
    await table.start()
    table.freeze()
    games, game = table.store.games, await table.game()
    if step == "open_next":
        assert await games.reveal(game.id, 1, utcnow())
    move: Any = getattr(games, step)
    await table.world.set_ceiling(table.channel, E2)
    assert not await move(game.id, 1, utcnow())
    await table.world.set_ceiling(table.channel, E4)
    # It was raised again before anybody ended the game, so it goes on.
    fallen: Ending = "ceiling"
    assert not await games.end_game(game.id, fallen, utcnow())
    assert await move(game.id, 1, utcnow())


async def test_a_process_that_starts_shows_nothing_more(table: Table) -> None:
    await table.start()
    table.freeze()
    await table.world.set_ceiling(table.channel, PREMISE)
    since = len(table.env.http_requests)
    await table.kill()
    await table.env.advance_time(3)
    assert (await table.game()).ended == "ceiling"
    assert ENDED in await table.shown()
    said = await sent_of(table, since)
    assert not [each for each in await texts_of(table) if each in said]


@pytest.mark.parametrize("door", ["start", "rematch"])
async def test_a_game_does_not_begin_further_than_its_channel(
    table: Table, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await table.start(rounds=3)
    await table.members[0].slash(table.channel, "trivia stop")
    games = table.store.games
    start = games.start_game

    async def fall_first(*args: Any, **options: Any) -> Any:
        await table.world.set_ceiling(table.channel, E2)  # a moderator, in just that moment
        return await start(*args, **options)

    monkeypatch.setattr(games, "start_game", fall_first)
    message = await table.message()
    told = await (table.start() if door == "start" else table.members[1].click(message, label="Rematch"))
    assert words(told).startswith("This channel goes less far than a moment ago. </trivia start:")
    assert len(await table.games()) == 1
    monkeypatch.undo()
    assert "through S1E2" in words(await table.start())
