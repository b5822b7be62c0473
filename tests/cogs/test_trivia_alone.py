"""Practice and the daily question as members meet them."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any
from unittest import mock

import discord
import pytest

from bot.show import trivia as quiz
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import TOPICS
from bot.store.game_values import GameSettings
from bot.ui.trivia.practice import start_practice
from cogs import trivia as trivia_cog
from support.alone import answer, shown_round
from support.reading import buttons, selects, words
from support.world import World

E2, E4, E6 = Episode(1, 2), Episode(1, 4), Episode(1, 6)


# ------------------------------------------------------------------------------------------------ practice


async def test_practice_is_private_and_goes_on_in_one_message(world: World) -> None:
    await world.set_progress(world.fan, E4)
    reply = await world.fan.slash(world.channel, "trivia practice")
    assert reply.ephemeral
    assert words(reply).startswith("-# Practice · ")
    assert "-# Spoiler-safe through S1E4" in words(reply)
    assert not selects(reply)
    round_ = await answer(world, world.fan, reply, "wrong")
    text = words(reply)
    assert text.startswith(f"**Not this time: it is {'ABCD'[round_.answer]}.**\n-# Practice · ")
    assert " · right**" in text
    assert " · your answer" in text
    assert "-# 0 of 1 right in this practice" in text
    assert list(buttons(reply)) == ["Next question", "Stop", "Report this question"]
    await world.fan.click(reply.response, label="Next question")
    assert (await shown_round(world, reply)).question_id != round_.question_id
    await answer(world, world.fan, reply, "right")
    assert words(reply).startswith("**Right.**\n-# Practice · ")
    assert "-# 1 of 2 right in this practice" in words(reply)
    await world.fan.click(reply.response, label="Stop")
    assert words(reply).startswith("1 of 2 right in this practice. What was wrong comes back in ")
    assert not buttons(reply)


@pytest.mark.parametrize("command", ["trivia practice", "trivia daily"])
async def test_one_tap_of_a_new_member_is_saved_above_the_next_question(world: World, command: str) -> None:
    await world.set_ceiling(world.channel, E6)
    reply = await world.fan.slash(world.channel, command)
    assert "**How far are you?** This channel talks about everything through S1E6." in words(reply)
    (menu,) = selects(reply)
    await world.fan.select(reply.response, [str(E4.ordinal)], custom_id=menu["custom_id"])
    assert words(reply).startswith("Saved: S1E4.\n-# Only you see this.")
    assert "-# Spoiler-safe through S1E4" in words(reply)
    assert len(buttons(reply)) == 4
    assert not selects(reply)


async def test_what_was_wrong_comes_back_when_it_is_due_and_what_was_right_does_not(world: World) -> None:
    await world.set_progress(world.fan, E4)
    reply = await world.fan.slash(world.channel, "trivia practice", difficulty="hard")
    missed = await answer(world, world.fan, reply, "wrong")
    seen = {missed.question_id}
    for _number in range(6):
        await world.fan.click(reply.response, label="Next question")
        seen.add((await answer(world, world.fan, reply, "right")).question_id)
    assert len(seen) == 7
    await world.pass_time(10 * 60)
    await world.fan.click(reply.response, label="Next question")
    assert (await shown_round(world, reply)).question_id == missed.question_id
    # Known now: it rests for a day. What is asked next is new.
    await answer(world, world.fan, reply, "right")
    await world.pass_time(10 * 60)
    await world.fan.click(reply.response, label="Next question")
    assert (await shown_round(world, reply)).question_id not in seen


async def test_two_presses_on_an_option_or_on_next_question_are_one(world: World) -> None:
    reply = await world.fan.slash(world.channel, "trivia practice")
    round_ = await shown_round(world, reply)
    assert await world.bot.store.rounds.answer(world.guild.id, round_.id, world.fan.id, 0, discord.utils.utcnow())
    await world.fan.click(reply.response, custom_id=f"t1:practice:{round_.id}:1")
    assert "**A" in next(line for line in words(reply).splitlines() if "your answer" in line)
    place = await world.bot.store.rounds.round_ids(world.guild.id, round_.id)
    assert place is not None
    question = (await world.bot.store.questions.pool(world.bot.show, Scope.through(PREMISE)))[0]
    at = discord.utils.utcnow()
    assert await world.bot.store.practice.add_practice_round(place[0], world.fan.id, 1, question, at)
    again = await world.fan.click(reply.response, label="Next question")
    assert again.acknowledged
    assert (await world.bot.store.rounds.round_ids(world.guild.id, round_.id)) == place
    rows = await world.bot.store.database.rows("SELECT count(*) FROM trivia_rounds")
    assert rows == [(2,)]


async def test_nobody_answers_for_somebody_else(world: World) -> None:
    reply = await world.fan.slash(world.channel, "trivia practice")
    round_ = await shown_round(world, reply)
    store, at = world.bot.store, discord.utils.utcnow()
    assert await store.rounds.answer(world.guild.id, round_.id, world.other.id, 0, at) is None
    question = (await store.questions.pool(world.bot.show, Scope.through(PREMISE)))[0]
    assert await store.practice.add_practice_round(round_.game_id, world.other.id, 1, question, at) is None


async def practise(world: World, reply: Any, choices: str) -> None:
    """Answer so many questions of a practice, right (r) or wrong (w), and ask for the next one each time."""
    for choice in choices:
        await answer(world, world.fan, reply, {"r": "right", "w": "wrong"}[choice])
        await world.fan.click(reply.response, label="Next question")


async def rows_of(world: World, *tables: str) -> list[int]:
    """How many rows these tables have."""
    found = [await world.bot.store.database.rows(f"SELECT count(*) FROM {table}") for table in tables]  # noqa: S608  names of ours
    return [rows[0][0] for rows in found]


async def test_a_long_practice_leaves_few_rows_and_counts_them_all(world: World) -> None:
    await world.set_progress(world.fan, E4)
    reply = await world.fan.slash(world.channel, "trivia practice")
    await practise(world, reply, "rwrrrwrrrrrr")
    assert await rows_of(world, "trivia_games", "trivia_rounds", "trivia_answers") == [1, 3, 2]
    await answer(world, world.fan, reply, "right")
    assert "-# 11 of 13 right in this practice" in words(reply)
    assert "11 of 13 right" in words(await world.fan.slash(world.channel, "trivia stats"))
    await world.fan.click(reply.response, label="Stop")
    assert words(reply).startswith("11 of 13 right in this practice.")


async def test_many_practices_leave_few_rows_and_count_all_the_same(world: World) -> None:
    await world.set_progress(world.fan, E4)
    other = await world.other.slash(world.channel, "trivia practice")
    for _number in range(9):
        reply = await world.fan.slash(world.channel, "trivia practice")
        await practise(world, reply, "rrwr")
    assert (await rows_of(world, "trivia_games"))[0] == 1 + 5
    assert (await rows_of(world, "trivia_rounds"))[0] <= 1 + 5 * 3
    assert "27 of 36 right, 75%" in words(await world.fan.slash(world.channel, "trivia stats"))
    round_ = await shown_round(world, other)
    result = await world.other.click(other.response, custom_id=f"t1:practice:{round_.id}:{round_.answer}")
    assert result.acknowledged
    assert "1 of 1 right" in words(other)
    # They ask for it: nothing of theirs is left, and nothing of others is gone.
    await world.bot.store.privacy.forget(world.fan.id)
    assert "There’s nothing to show yet." in words(await world.fan.slash(world.channel, "trivia stats"))
    assert await rows_of(world, "trivia_games", "trivia_practised") == [1, 0]


async def test_practices_that_begin_at_once_all_have_their_question(world: World) -> None:
    store, show, at = world.bot.store, world.bot.show, discord.utils.utcnow()
    question = (await store.questions.pool(show, Scope.through(PREMISE)))[0]
    settings = GameSettings(0, 0, None, None)
    rounds = await asyncio.gather(*(
        store.practice.start_practice(number, show.id, 0, world.fan.id, settings, question, at) for number in range(1, 21)
    ))  # fmt: skip
    assert [each.game_id for each in rounds] == list(range(1, 21))


async def test_a_practice_that_was_pruned_says_how_to_begin_anew(world: World) -> None:
    first = await world.fan.slash(world.channel, "trivia practice")
    round_ = await shown_round(world, first)
    for _number in range(6):
        await world.fan.slash(world.channel, "trivia practice")
    await world.fan.click(first.response, custom_id=f"t1:practice:{round_.id}:0")
    assert words(first).startswith("This question can’t be answered any more.")


async def test_a_question_that_was_reported_stays_for_the_moderators(world: World) -> None:
    reply = await world.fan.slash(world.channel, "trivia practice")
    round_ = await answer(world, world.fan, reply, "wrong")
    form = await world.fan.click(reply.response, label="Report this question")
    await world.fan.submit_modal(form, {"text": "It is not."})
    await world.fan.click(reply.response, label="Next question")
    await practise(world, reply, "rrrr")
    for _number in range(8):
        await world.fan.slash(world.channel, "trivia practice")
    assert await rows_of(world, "trivia_reports") == [1]
    assert await world.bot.store.rounds.round(round_.id, E4) is not None
    assert "4 of 5 right" in words(await world.fan.slash(world.channel, "trivia stats"))


async def test_practice_tells_nothing_any_more_once_progress_went_back(world: World) -> None:
    await world.set_progress(world.fan, E6)
    while True:
        reply = await world.fan.slash(world.channel, "trivia practice", topic="story")
        round_ = await shown_round(world, reply)
        if round_.revealed_in > E2:
            break
    await world.set_progress(world.fan, E2)
    await world.fan.click(reply.response, custom_id=f"t1:practice:{round_.id}:{round_.answer}")
    assert words(reply).startswith("This question can’t be answered any more.")
    assert await world.bot.store.rounds.answers(round_.id) == []


async def test_practice_begins_with_where_are_you(world: World) -> None:
    reply = await world.fan.slash(world.channel, "trivia practice")
    assert "-# Spoiler-safe for everyone" in words(reply)
    menu = selects(reply)[0]
    await world.fan.select(reply.response, [str(E4.ordinal)], custom_id=menu["custom_id"])
    assert "-# Spoiler-safe through S1E4" in words(reply)
    assert not selects(reply)


async def test_practice_works_in_a_direct_message(world: World) -> None:
    reply = await world.fan.user.slash("trivia practice")
    round_ = await shown_round(world, reply)
    result = await world.fan.user.click(reply.response, custom_id=f"t1:practice:{round_.id}:{round_.answer}")
    assert result.acknowledged
    assert " · right** · your answer" in words(reply)


async def test_practice_without_any_such_question_says_what_to_do(world: World) -> None:
    def never(_question: Any) -> bool:
        return False

    # The pack has questions of every kind: one without any is acted.
    with mock.patch.object(quiz, "matching", return_value=never):
        reply = await world.fan.slash(world.channel, "trivia practice", difficulty="hard", topic="places")
    assert words(reply).startswith(
        "There are no such questions before the first episode. Try another difficulty or topic"
    )


async def test_a_practice_about_one_episode_asks_what_exactly_that_answers(world: World) -> None:
    await world.set_progress(world.fan, E6)
    with mock.patch.object(trivia_cog, "start_practice", partial(start_practice, about=E4)):
        reply = await world.fan.slash(world.channel, "trivia practice")
    for _number in range(6):
        assert (await answer(world, world.fan, reply, "right")).revealed_in == E4
        await world.fan.click(reply.response, label="Next question")
    # Whoever is not there any more is told nothing of it.
    await answer(world, world.fan, reply, "right")
    await world.set_progress(world.fan, E2)
    await world.fan.click(reply.response, label="Next question")
    assert words(reply).startswith("That was all I can ask here.")
    with mock.patch.object(trivia_cog, "start_practice", partial(start_practice, about=E4)):
        none = await world.fan.slash(world.channel, "trivia practice")
    assert words(none).startswith("I have no questions about S1E4 for you.")


async def test_practice_is_about_story_people_and_places_unless_somebody_chose_otherwise(world: World) -> None:
    await world.set_progress(world.fan, E2)
    reply = await world.fan.slash(world.channel, "trivia practice")
    for _number in range(12):
        assert TOPICS[(await answer(world, world.fan, reply, "right")).topic] != "behind the scenes"
        await world.fan.click(reply.response, label="Next question")
    reply = await world.fan.slash(world.channel, "trivia practice", topic="behind the scenes")
    assert TOPICS[(await shown_round(world, reply)).topic] == "behind the scenes"


# ------------------------------------------------------------------------------------------------ daily


async def test_the_daily_question_is_the_same_for_everyone_with_the_same_progress(world: World) -> None:
    for member, progress in ((world.fan, E4), (world.other, E4), (world.moderator, E6)):
        await world.set_progress(member, progress)
    asked = [
        await shown_round(world, await member.slash(world.channel, "trivia daily"))
        for member in (world.fan, world.other, world.moderator)
    ]
    assert asked[0].question_id == asked[1].question_id
    assert [each.label for each in asked[0].options] != []
    assert all(each.revealed_in <= E4 for each in asked[:2])
    assert asked[2].revealed_in <= E6


async def test_the_daily_question_is_answered_once_and_counts_a_streak(world: World) -> None:
    await world.set_progress(world.fan, E4)
    reply = await world.fan.slash(world.channel, "trivia daily")
    assert reply.ephemeral
    assert words(reply).startswith("-# Daily question · 1 January\n")
    first = await answer(world, world.fan, reply, "wrong")
    assert words(reply).startswith(f"**Not this time: it is {'ABCD'[first.answer]}.**\n-# Daily question · 1 January\n")
    assert "1 day in a row. Next question <t:" in words(reply)
    assert list(buttons(reply)) == ["Share", "Report this question"]
    again = await world.fan.slash(world.channel, "trivia daily")
    assert words(again) == words(reply)
    for day in (2, 3):
        await world.pass_time(24 * 3600)
        reply = await world.fan.slash(world.channel, "trivia daily")
        assert words(reply).startswith(f"-# Daily question · {day} January\n")
        assert (await answer(world, world.fan, reply, "right")).question_id != first.question_id
        assert f"{day} days in a row." in words(reply)
    await world.pass_time(2 * 24 * 3600)
    reply = await world.fan.slash(world.channel, "trivia daily")
    await answer(world, world.fan, reply, "right")
    assert "1 day in a row." in words(reply)


async def test_the_day_turns_where_the_server_lives(world: World) -> None:
    # It is midnight at UTC, so nine in the morning in Seoul and the evening before in Los Angeles.
    await world.bot.store.guilds.set_setting(world.guild.id, "timezone", "America/Los_Angeles")
    reply = await world.fan.slash(world.channel, "trivia daily")
    assert words(reply).startswith("-# Daily question · 31 December\n")
    await answer(world, world.fan, reply, "right")
    midnight = int(datetime(2026, 1, 1, 8, tzinfo=UTC).timestamp())
    assert f"Next question <t:{midnight}:R>." in words(reply)
    await world.pass_time(8 * 3600)
    reply = await world.fan.slash(world.channel, "trivia daily")
    assert words(reply).startswith("-# Daily question · 1 January\n")


async def test_yesterdays_question_cannot_be_answered_today(world: World) -> None:
    reply = await world.fan.slash(world.channel, "trivia daily")
    round_ = await shown_round(world, reply)
    await world.pass_time(24 * 3600)
    await world.fan.click(reply.response, custom_id=f"t1:daily:{round_.id}:{round_.answer}")
    assert words(reply).startswith("The day of this question is over, or it was changed.")
    assert await world.bot.store.rounds.answers(round_.id) == []


async def test_a_daily_question_not_yet_answered_follows_the_progress(world: World) -> None:
    reply = await world.fan.slash(world.channel, "trivia daily")
    await world.fan.select(reply.response, [str(E4.ordinal)], custom_id=selects(reply)[0]["custom_id"])
    await world.set_progress(world.other, E4)
    theirs = await world.other.slash(world.channel, "trivia daily")
    assert (await shown_round(world, reply)).question_id == (await shown_round(world, theirs)).question_id
    assert "-# Spoiler-safe through S1E4" in words(reply)


async def test_an_answered_daily_question_is_not_shown_to_who_went_back(world: World) -> None:
    await world.set_progress(world.fan, E6)
    for _day in range(30):
        reply = await world.fan.slash(world.channel, "trivia daily")
        round_ = await answer(world, world.fan, reply, "right")
        if round_.revealed_in > E2:
            break
        await world.pass_time(24 * 3600)
    await world.set_progress(world.fan, E2)
    again = await world.fan.slash(world.channel, "trivia daily")
    assert words(again).startswith("You have answered today’s question. ")
    assert not buttons(again)
