"""What goes wrong under a running game: a message, a channel, a permission or an answer of Discord is lost."""

import logging
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.show.episodes import Episode
from support.faults import broken
from support.games import Table
from support.reading import buttons, words

E2, E4, E12 = Episode(1, 2), Episode(1, 4), Episode(1, 12)


async def test_a_deleted_question_is_posted_again_and_the_game_goes_on(table: Table) -> None:
    await table.start(rounds=3)
    await table.play(1)
    await table.press(table.members[0], "right")
    gone = (await table.message()).id
    table.env.backend.delete_message(table.channel.id, gone)
    await table.env.advance_time(3)
    again = await table.message()
    assert again.id != gone
    assert "· 2 of 3 · " in words(again)
    await table.press(table.members[1], "wrong")
    await table.until_next(2)
    assert " · right** (1)" in words(table.at(again.id))
    await table.play(3, after=2)
    assert f"1. <@{table.members[0].id}> · 3 right" in await table.shown()
    nonces = [each["nonce"] for each in table.posts()]
    assert len(set(nonces)) == len(nonces) == 6


async def test_a_question_that_is_deleted_twice_ends_the_game_with_its_standings(table: Table) -> None:
    await table.start()
    await table.play(1)
    for member in table.members[:2]:
        await table.press(member, "right")
        table.env.backend.delete_message(table.channel.id, (await table.message()).id)
        await table.env.advance_time(3)
    game = await table.game()
    assert (game.phase, game.ended) == ("over", "deleted")
    text = await table.shown()
    assert "A question was deleted, so the game ends here." in text
    assert f"1. <@{table.members[0].id}> · 2 right" in text
    # The channel is free again, and the host was told by the standings.
    assert "out of my reach" not in words(await table.start())


async def test_messages_that_are_not_asked_any_more_may_be_deleted(table: Table) -> None:
    await table.start(rounds=3)
    await table.play(1)
    for each in (await table.messages())[:2]:
        table.env.backend.delete_message(table.channel.id, each.id)
    await table.play(3, after=1)
    assert f"1. <@{table.members[0].id}> · 3 right" in await table.shown()
    assert len(table.posts()) == 5


async def test_a_deleted_channel_ends_the_game_and_keeps_the_scores(table: Table) -> None:
    await table.start()
    await table.play(1)
    table.env.backend.delete_channel(table.channel.id)
    await table.env.advance_time(40)
    game = await table.game()
    assert (game.phase, game.ended) == ("over", "deleted")
    assert [each.right for each in await table.store.scores.scores(game.id)] == [1, 0]
    requests = len(table.env.http_requests)
    await table.env.advance_time(60)
    assert len(table.env.http_requests) == requests
    # The host hears of it with their next game, once.
    elsewhere = table.world.guild.create_text_channel("elsewhere")
    await table.world.set_ceiling(elsewhere, E4)
    told = await table.world.fan.slash(elsewhere, "trivia start")
    assert f"Your game in <#{table.channel.id}> ended: I couldn’t reach its message any more." in words(told)


async def test_a_lost_permission_ends_the_game_and_keeps_the_scores(table: Table) -> None:
    await table.start()
    await table.play(1)
    table.deny(view_channel=True)
    await table.env.advance_time(40)
    game = await table.game()
    assert (game.phase, game.ended) == ("over", "refused")
    assert [each.right for each in await table.store.scores.scores(game.id)] == [1, 0]
    requests = len(table.env.http_requests)
    await table.env.advance_time(60)
    assert len(table.env.http_requests) == requests


async def test_without_permission_to_post_there_is_one_sentence_and_no_game(table: Table) -> None:
    table.deny(send_messages=True)
    refused = await table.start()
    assert refused.ephemeral
    assert "Send Messages" in words(refused)
    assert not await table.games()
    assert table.env.errors  # the sentence came by the one end of all errors


async def test_a_post_that_discord_refuses_is_told_to_the_host(table: Table) -> None:
    table.env.inject_error("POST", f"/channels/{table.channel.id}/messages", status=403, code=50013)
    answer = await table.start()
    assert words(answer).startswith("I can’t post in this channel, so there is no game")
    assert (await table.game()).ended == "refused"
    assert words(await table.start()).startswith("The game begins")


async def test_a_lower_ceiling_ends_the_game_and_shows_no_more_of_it(table: Table) -> None:
    await table.start(topic="story")
    await table.play(1)
    question = (await table.round()).text.reveal()
    await table.world.set_ceiling(table.channel, E2)
    await table.env.advance_time(1.1)
    text = await table.shown()
    assert (await table.game()).ended == "ceiling"
    assert "This channel goes less far than before, so the game ends here." in text
    assert question not in text.replace("\\", "")
    assert f"1. <@{table.members[0].id}>" in text
    taken = words((await table.messages())[2])
    assert taken == "-# Trivia · 2 of 5\nThis channel goes less far than before, so this question is gone."


async def test_a_game_in_a_thread_ends_when_the_ceiling_of_its_channel_falls(table: Table) -> None:
    table.env.backend.create_thread(table.channel.id, "a thread", table.members[0].id)
    parent, (table.channel,) = table.channel, table.channel.threads
    assert "through S1E4" in words(await table.start())
    await table.env.advance_time(3)
    assert (await table.game()).phase == "asking"
    await table.world.set_ceiling(parent, E2)
    await table.env.advance_time(1.1)
    assert (await table.game()).ended == "ceiling"


async def test_of_two_starts_at_once_one_game_begins_and_the_other_is_linked_to_it(table: Table) -> None:
    command = table.world.bot.tree.get_command("trivia")
    assert command is not None
    rows = await table.world.bot.store.database.rows("SELECT command_id FROM registered_commands WHERE name = 'trivia'")
    start: dict[str, Any] = {"name": "start", "type": 1, "options": []}
    data: dict[str, Any] = {
        "id": str(rows[0][0]),
        "name": "trivia",
        "type": 1,
        "options": [start],
    }
    results = [table.emit(member, data) for member in table.members]
    await table.env.settle()
    texts = sorted(words(each) for each in results)
    assert sum(text.startswith("The game begins") for text in texts) == 1
    assert sum(text.startswith("A game is running in this channel already: https://") for text in texts) == 3
    assert len(await table.games()) == 1
    assert len(table.posts()) == 2


async def test_of_two_rematches_at_once_one_game_begins(table: Table) -> None:
    await table.start(rounds=3, seconds=10)
    await table.play(3)
    old, rematch = await table.snapshot(), buttons(await table.message())["Rematch"]["custom_id"]
    results = [table.emit_press(member, rematch, old) for member in table.members]
    await table.env.settle()
    assert sum(words(each).startswith("The game begins") for each in results) == 1
    assert len(await table.games()) == 2


@pytest.mark.parametrize("fault", [400, 500, 503, None])
async def test_an_edit_that_fails_is_made_again_in_a_second_and_the_answer_is_shown(
    table: Table, fault: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    await table.start(seconds=10)
    await table.press(table.members[0], "right")
    await table.env.advance_time(4)
    path = f"/channels/{table.channel.id}/messages/*"
    if fault:
        table.env.inject_error("PATCH", path, status=fault, code=0)
    with broken("PATCH", path) if fault is None else nullcontext():
        await table.env.advance_time(6.5)
    assert (await table.game()).phase == "revealed"
    assert "· right**" not in await table.shown()
    await table.env.advance_time(1.5)
    assert "· right**" in await table.shown()
    # It stands as long as any answer does.
    await table.env.advance_time(6)
    assert "· right**" in await table.shown()
    await table.env.advance_time(2.5)
    assert "· 2 of 5 · " in await table.shown()
    (line,) = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert line.exc_info is None
    assert line.getMessage().rpartition(": ")[2]


async def test_the_clock_of_a_question_begins_when_it_is_seen(table: Table) -> None:
    with broken("POST", f"/channels/{table.channel.id}/messages", times=3):
        await table.start(seconds=10)
        await table.env.advance_time(8.5)
    await table.env.advance_time(1)
    assert "· 1 of 5 · " in await table.shown()
    await table.env.advance_time(7)
    chosen = await table.press(table.members[0], "right")
    assert words(chosen).startswith("You chose")
    game = await table.game()
    assert game.phase == "asking"
    (answer,) = await table.store.rounds.answers((await table.round()).id)
    assert answer.after < timedelta(seconds=10)


async def test_a_slow_edit_takes_no_time_away(table: Table) -> None:
    await table.start(seconds=10)
    game, at = await table.game(), discord.utils.utcnow()
    messages = table.store.game_messages
    await table.store.database.write("UPDATE trivia_messages SET shown = 0, sending_since = NULL WHERE number = 1")
    claim = await messages.claim(game.id, at)
    await messages.set_shown(claim, (await table.message()).id, at + timedelta(seconds=3))
    assert (await table.game()).due_at == at + timedelta(seconds=13)


@pytest.mark.prove
async def test_a_game_that_cannot_be_shown_at_all_ends_by_itself(
    table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    await table.start(seconds=10)
    with broken("PATCH", f"/channels/{table.channel.id}/messages/*", times=10**6) as lost:
        await table.env.advance_time(400)
    assert (await table.game()).phase == "over"
    assert len(lost) < 120
    assert len([each for each in caplog.records if each.levelno >= logging.WARNING]) < 10


async def test_a_game_of_an_older_version_goes_on_in_new_messages(table: Table) -> None:
    """Its one message was that of the question; there was no announcement."""
    await table.start(rounds=3)
    table.freeze()
    await table.store.database.write("DELETE FROM trivia_messages WHERE number = 0")
    old = await table.message()
    await table.kill()
    await table.play(3)
    assert " · right** (1)" in words(table.at(old.id))
    assert f"1. <@{table.members[0].id}> · 3 right" in await table.shown()
    assert len(await table.messages()) == 4


async def test_without_the_right_to_post_any_more_the_game_ends_and_its_question_says_so(table: Table) -> None:
    await table.start(rounds=3)
    await table.press(table.members[0], "right")
    await table.press(table.members[1], "wrong")
    table.env.inject_error("POST", f"/channels/{table.channel.id}/messages", status=403, code=50013)
    await table.until_next(1)
    game = await table.game()
    assert (game.phase, game.ended) == ("over", "refused")
    await table.env.advance_time(3)
    # One refusal was all: the standings could be posted.
    assert f"1. <@{table.members[0].id}> · 1 right" in await table.shown()
    requests = len(table.env.http_requests)
    await table.env.advance_time(60)
    assert len(table.env.http_requests) == requests


@pytest.mark.parametrize("fault", ["reveal", "count"])
async def test_a_reveal_that_failed_is_made_up_for_after_the_next_question(table: Table, fault: str) -> None:
    """No question is left behind without its answer."""
    await table.start(rounds=3, seconds=10)
    await table.press(table.members[0], "right")
    if fault == "reveal":
        await table.env.advance_time(4)
    first = await table.message()
    with broken("PATCH", f"/channels/{table.channel.id}/messages/{first.id}", times=10**6):
        await table.until_next_in(1, 150)
        assert "· right**" not in words(first)
    assert "· 2 of 3 · " in await table.shown()
    await table.env.advance_time(10)
    late = words(table.at(first.id))
    assert " · right** (1)" in late
    assert "Next question" not in late


async def test_a_post_whose_answer_was_lost_stands_once(table: Table) -> None:
    """Discord has it, and nobody heard of that: the same nonce again, and then it shows what it has to."""
    with broken("POST", f"/channels/{table.channel.id}/messages", times=1, arrives=True):
        await table.start()
    await table.env.advance_time(2)
    announced, question = await table.messages()
    assert "started a game" in words(announced)
    assert "· 1 of 5 · " in words(question)
    assert len({each["nonce"] for each in table.posts()}) == 2
