"""Games through the front door: members start them, press options, and time passes."""

import logging
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from typing import Any
from unittest import mock

import discord
import pytest

from bot.show.episodes import PREMISE, Episode, Scope
from bot.store.faces import Uploaded
from support.faults import broken
from support.games import OVER, Table
from support.proofs import in_prove
from support.reading import buttons, selects, strings, words

E2, E4, E12 = Episode(1, 2), Episode(1, 4), Episode(1, 12)


# ------------------------------------------------------------------------------------------------ a game


async def test_a_game_from_its_first_question_to_the_standings(table: Table) -> None:
    fan, other = table.members[:2]
    answer = await table.start(rounds=3)
    assert answer.ephemeral
    assert words(answer).startswith("The game begins: 3 questions through S1E4.")
    posted = await table.message()
    round_ = await table.round()
    announced, _question = await table.messages()
    assert words(announced) == (
        f"<@{fan.id}> started a game of 3: press a letter to join. Faster answers score more.\n"
        "-# Late joiners start level with the last"
    )
    assert "reply" not in str(table.posts())
    text = words(posted)
    assert text.startswith(f"-# Trivia · 1 of 3 · {round_.difficulty}\n### ")
    assert "-# Spoiler-safe through S1E4" in text
    assert "Closes <t:" in text
    assert "· 0 answered" in text
    assert [each[0] for each in buttons(posted)] == ["A", "B", "C", "D", "5", "S"]

    chosen = await table.press(fan, "right")
    assert chosen.ephemeral
    assert words(chosen).startswith(f"You chose **{'ABCD'[round_.answer]} · ")
    assert words(chosen).endswith("The answer comes when the time is up.")
    await table.press(other, "wrong")
    await table.env.advance_time(3)
    assert "· 2 answered" in await table.shown()
    await table.env.advance_time(18)

    text = await table.shown()
    assert "· 2 answered" in text
    assert " · right** (1)" in text
    assert text.count("(1)") == 2
    assert "(0)" not in text
    points = {"easy": 15, "medium": 20, "hard": 25}[round_.difficulty]
    assert f"Right: <@{fan.id}> +{points}\n-# <@{fan.id}> {points}\n-# Next question <t:" in text
    assert (await table.message()).id == posted.id
    assert list(buttons(await table.message())) == ["Report this question"]
    await table.until_next(1)
    assert "· 2 of 3 · " in await table.shown()
    await table.play(3, after=1)

    text, standings = await table.shown(), await table.message()
    score = max(each.points for each in await table.store.scores.scores((await table.game()).id))
    assert text == (
        f"-# Trivia · 3 questions\n### <@{fan.id}> wins with {score} points\n"
        f"1. <@{fan.id}> · 3 right\n2. <@{other.id}> · 0 right"
    )
    assert list(buttons(standings)) == ["Rematch", "Leaderboard"]
    # The announcement, a message a question, each with its answer now, and the standings.
    messages = await table.messages()
    assert len(messages) == len(table.posts()) == 5
    for number, each in enumerate(messages[1:4], 1):
        assert f"-# Trivia · {number} of 3 · " in words(each)
        assert " · right** (1)" in words(each)
        assert "Next question" not in words(each)  # it has come


async def test_the_first_press_counts(table: Table) -> None:
    await table.start()
    await table.press(table.members[0], "wrong")
    again = await table.press(table.members[0], "right")
    assert again.ephemeral
    assert words(again).endswith("already; the first press counts.")
    round_ = await table.round()
    assert [each.choice for each in await table.store.rounds.answers(round_.id)] == [
        (round_.answer + 1) % len(round_.options)
    ]


async def test_a_round_closes_when_all_who_answered_the_one_before_have(table: Table) -> None:
    await table.start(rounds=3)
    for member in table.members[:2]:
        await table.press(member, "right")
    await table.env.advance_time(5)
    assert (await table.game()).phase == "asking"  # nobody answered before: the first round is open to its end
    await table.until_next(1)
    await table.press(table.members[0], "right")
    await table.press(table.members[2], "right")
    await table.env.advance_time(2)
    assert (await table.game()).phase == "asking"
    await table.press(table.members[1], "wrong")
    await table.env.advance_time(1.1)
    assert (await table.game()).phase == "revealed"


async def test_a_late_starter_hears_of_the_running_game_with_a_link(table: Table) -> None:
    await table.start()
    second = await table.start(table.members[1])
    assert second.ephemeral
    assert words(second) == (
        "A game is running in this channel already: "
        f"https://discord.com/channels/{table.world.guild.id}/{table.channel.id}/{(await table.message()).id}"
    )
    assert len(table.posts()) == 2


async def test_two_silent_rounds_end_a_game_kindly(table: Table) -> None:
    await table.start(rounds=10, seconds=10)
    await table.env.advance_time(10 + 8 + 10 + 8 + 4)
    text = await table.shown()
    assert (await table.game()).ended == "silent"
    assert text == "Nobody answered, so there are no standings."
    assert "Rematch" in buttons(await table.message())


async def test_one_answer_between_silent_rounds_lets_the_game_go_on(table: Table) -> None:
    await table.start(rounds=4, seconds=10)
    await table.until_next(1)
    await table.press(table.members[0], "right")
    await table.until_next(2)
    await table.until_next(3)
    assert (await table.game()).round == 4


async def test_host_and_moderators_stop_a_game_and_nobody_else(table: Table) -> None:
    fan, other = table.members[:2]
    assert words(await fan.slash(table.channel, "trivia stop")).startswith("No game is running in this channel.")
    await table.start(fan)
    await table.press(fan, "right")
    refused = await other.slash(table.channel, "trivia stop")
    assert words(refused).startswith(
        f"Only <@{fan.id}> or a moderator can stop this game; you can start your own in another channel with "
    )
    stopped = await fan.slash(table.channel, "trivia stop")
    assert stopped.ephemeral
    assert await table.shown() == "The game was stopped, so there are no standings."
    assert words((await table.messages())[1]) == "-# Trivia · 1 of 5\nThe game was stopped before the answer."
    await table.start(other)
    await table.world.moderator.slash(table.channel, "trivia stop")
    # Moderators are also who has the editors' role.
    editors = table.world.guild.create_role("Editors")
    await table.world.bot.store.guilds.set_setting(table.world.guild.id, "editors", editors.id)
    editor = table.world.guild.add_member(table.env.create_user("editor"), roles=[editors])
    await table.start(other)
    await editor.slash(table.channel, "trivia stop")
    assert [each.ended for each in await table.games()] == ["stopped", "stopped", "stopped"]


async def test_a_game_without_a_clock_moves_when_its_host_says_so(table: Table) -> None:
    fan, other = table.members[:2]
    await table.start(rounds=3, seconds=0)
    assert "No clock: it closes when the host reveals it" in await table.shown()
    chosen = words(await table.press(other, "right"))
    assert chosen.endswith("The answer comes when the host reveals it.")
    await table.env.advance_time(200)
    assert (await table.game()).phase == "asking"
    refused = await other.click(await table.message(), label="Reveal the answer")
    assert words(refused).startswith(f"Only <@{fan.id}> or a moderator can do that")
    await fan.click(await table.message(), label="Reveal the answer")
    assert " · right** (1)" in await table.shown()
    await table.env.advance_time(60)
    assert (await table.game()).phase == "revealed"
    first = await table.message()
    await fan.click(first, label="Next question")
    assert "· 2 of 3 · " in await table.shown()
    # It was pressed, and goes; the answer stays.
    assert list(buttons(table.at(first.id))) == ["Report this question"]
    assert " · right** (1)" in words(table.at(first.id))
    await table.world.moderator.click(await table.message(), label="Reveal the answer")
    await fan.click(await table.message(), label="Next question")
    # The first round's answer is worth its difficulty, with no bonus for speed.
    await fan.slash(table.channel, "trivia stop")
    scores = await table.store.scores.scores((await table.game()).id)
    assert [(each.user_id, each.points in {10, 15, 20}) for each in scores] == [(other.id, True)]


async def test_a_game_without_a_clock_ends_after_two_silent_rounds_too(table: Table) -> None:
    await table.start(rounds=5, seconds=0)
    for label in ("Reveal the answer", "Next question", "Reveal the answer"):
        await table.members[0].click(await table.message(), label=label)
    assert "-# Standings <t:" in await table.shown()
    await table.env.advance_time(10)
    assert (await table.game()).ended == "silent"


async def test_seconds_between_none_and_ten_are_refused(table: Table) -> None:
    assert words(await table.start(seconds=5)).startswith("Choose 0 for no clock, or 10 to 120 seconds")
    assert not await table.games()


async def test_a_rematch_is_a_new_game_of_the_same_kind_by_whoever_presses(table: Table) -> None:
    await table.start(rounds=3, seconds=10, difficulty="easy")
    await table.play(3)
    old = await table.message()
    answer = await table.members[1].click(old, label="Rematch")
    assert answer.ephemeral
    first, second = await table.games()
    assert second.settings == first.settings
    assert second.host_id == table.members[1].id
    # Once more on the old message: it links to the one that runs.
    again = await table.members[0].click(old, label="Rematch")
    assert str((await table.message()).id) in words(again)
    assert words(old).startswith("-# Trivia · 3 questions · easy")
    assert len(await table.games()) == 2


async def test_what_nobody_got_is_told_at_the_pressers_own_scope(table: Table) -> None:
    fan, other = table.members[:2]
    await table.world.set_progress(fan, E4)
    await table.start(rounds=3, topic="story")
    missed = await table.round()
    await table.press(fan, "wrong")
    await table.until_next(1)
    await table.press(fan, "right")
    await table.until_next(2)
    await table.press(fan, "right")
    await table.until_next(3)
    mine = await fan.click(await table.message(), label="What nobody got")
    assert mine.ephemeral
    question = missed.text.reveal()
    assert question in words(mine).replace("\\", "")
    assert words(mine).count("**1**") == 1
    assert "**2**" not in words(mine)
    theirs = await other.click(await table.message(), label="What nobody got")
    assert (question in words(theirs).replace("\\", "")) == (missed.revealed_in == PREMISE)
    # One tap says how far they are, and shows the same as far as they have seen.
    menu = selects(theirs)[0]
    await other.select(theirs.response, [str(E4.ordinal)], custom_id=menu["custom_id"])
    assert question in words(theirs).replace("\\", "")


async def test_a_wrong_question_is_reported_with_the_answer_and_a_line(table: Table) -> None:
    await table.start(rounds=3, seconds=10)
    round_ = await table.round()
    await table.press(table.members[1], "wrong")
    await table.env.advance_time(11)
    form = await table.members[1].click(await table.message(), label="Report this question")
    thanks = await table.members[1].submit_modal(form, {"text": "Two of these are right.", "source": ""})
    assert thanks.ephemeral
    rows = await table.world.bot.store.database.rows(
        "SELECT id, kind, target_id, text, guild_id, author_id FROM reviews"
    )
    review = rows[0]
    assert review[1:] == (
        "question report", round_.question_id, "Two of these are right.", table.world.guild.id, table.members[1].id,
    )  # fmt: skip
    report = await table.store.rounds.report(review[0], E4)
    assert report is not None
    assert (report[0].id, report[1]) == (round_.id, (round_.answer + 1) % len(round_.options))
    if round_.revealed_in > PREMISE:
        assert await table.store.rounds.report(review[0], PREMISE) is None
    # Moderators see the question as it was asked, and the answer, in the queue.
    await table.world.set_progress(table.world.moderator, E12)
    queue = words(await table.world.moderator.slash(table.channel, "review"))
    assert "Two of these are right" in queue
    assert "### As it was asked\n" + round_.text.reveal() in queue.replace("\\", "")
    wrong = round_.options[(round_.answer + 1) % len(round_.options)].reveal()
    assert f"· {wrong} · their answer" in queue.replace("\\", "")


async def test_no_question_repeats_in_a_server_until_all_were_asked(table: Table) -> None:
    await table.world.set_ceiling(table.channel, PREMISE)
    pool = [
        each
        for each in await table.store.questions.pool(table.world.bot.show, Scope.through(PREMISE))
        if each.difficulty == "easy"
    ]
    assert 5 < len(pool) < 40
    asked: list[int] = []
    while len(pool) - len(asked) >= 5:
        await table.start(difficulty="easy")
        rows = await table.world.bot.store.database.rows(
            "SELECT question_id FROM trivia_rounds WHERE game_id = ?", ((await table.game()).id,)
        )
        asked += [row[0] for row in rows]
        # Also after a restart, and also where a game ended the usual way.
        await table.world.bot.store.database.write("UPDATE trivia_rounds SET opened_at = 1")
        await table.world.fan.slash(table.channel, "trivia stop")
    assert len(set(asked)) == len(asked)
    await table.kill()
    left = len(pool) - len(asked)
    short = await table.start(difficulty="easy")
    if left:
        assert words(short) == f"Only {left} such questions before the first episode are new to this server."
        assert list(buttons(short)) == [f"Yes, a game of {left}", "Yes, ask old ones again"]
    else:
        assert words(short) == "This server has had all such questions before the first episode."
    await table.world.fan.click(short.response, label="Yes, ask old ones again")
    rows = await table.world.bot.store.database.rows(
        "SELECT question_id FROM trivia_rounds WHERE game_id = ?", ((await table.game()).id,)
    )
    again = {row[0] for row in rows}
    # Those that were never asked come first.
    assert {each.id for each in pool} - set(asked) <= again
    assert len(again) == 5


async def test_questions_that_a_stopped_game_did_not_come_to_stay_new(table: Table) -> None:
    await table.start(rounds=20)
    await table.world.fan.slash(table.channel, "trivia stop")
    rows = await table.world.bot.store.database.rows("SELECT count(*) FROM trivia_asked")
    assert rows == [(1,)]


async def test_too_few_questions_are_said_with_the_way_on(table: Table) -> None:
    await table.world.set_ceiling(table.channel, PREMISE)
    few = [
        each
        for each in await table.store.questions.pool(table.world.bot.show, Scope.through(PREMISE))
        if each.difficulty == "hard" and each.topic == "place"
    ]
    assert len(few) < 3
    short = await table.start(difficulty="hard", topic="places")
    assert short.ephemeral
    if few:
        assert words(short).startswith(f"There are only {len(few)} such questions before the first episode.")
        await table.world.fan.click(short.response, label=f"Yes, a game of {len(few)}")
        assert (await table.game()).settings.rounds == len(few)
    else:
        assert words(short).startswith("There are no such questions before the first episode.")


async def test_difficulty_and_topic_are_kept(table: Table) -> None:
    await table.start(rounds=6, difficulty="medium", topic="people")
    rows = await table.world.bot.store.database.rows("SELECT difficulty, topic FROM trivia_rounds")
    assert {row[0] for row in rows} == {"medium"}
    assert {row[1] for row in rows} <= {"relationship", "ability", "backstory", "trait"}
    assert words((await table.messages())[0]).endswith("\n-# Medium · people · late joiners start level with the last")


async def test_a_game_needs_a_server(table: Table) -> None:
    result = await table.world.fan.user.slash("trivia start")
    assert words(result).startswith("A game needs a channel of a server")


async def test_where_replies_are_private_no_game_can_run(table: Table) -> None:
    await table.world.bot.store.guilds.set_replies(table.world.guild.id, table.channel.id, "private")
    assert words(await table.start()).startswith("Replies are private in this channel, so no game can run here.")


# ------------------------------------------------------------------------------------------------ never lost, never unfair


async def test_of_two_presses_at_the_same_instant_one_counts(table: Table) -> None:
    await table.start()
    message, round_ = await table.snapshot(), await table.round()
    presses = [table.emit_press(table.members[0], f"t1:{round_.id}:{choice}", message) for choice in (2, 1, 0)]
    await table.env.settle()
    assert [words(each).endswith("The answer comes when the time is up.") for each in presses] == [True, False, False]
    assert [each.choice for each in await table.store.rounds.answers(round_.id)] == [2]


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
