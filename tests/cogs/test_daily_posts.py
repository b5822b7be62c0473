"""The question of the day is posted: whom it pings, what comes between, clocks that are changed, the best of the week."""

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from discord.utils import utcnow

from bot.locale import day_words
from bot.show.episodes import PREMISE, Episode
from bot.store.dailies import DailySettings, DailyStore
from bot.ui.trivia import daily_posts
from support.dailies import DAY, HOUR, MINUTE, choose, later, posted, right, started
from support.games import played
from support.proofs import in_prove
from support.reading import buttons, words
from support.walks import let_pass
from support.world import World

E2, E4, E6 = Episode(1, 2), Episode(1, 4), Episode(1, 6)


# ------------------------------------------------------------------------------------------------ its role


async def test_it_pings_the_role_that_was_chosen_once_and_nobody_else(world: World) -> None:
    role = world.guild.create_role("Quizzers")
    post = await started(world, role=role)
    assert words(post).startswith(f"<@&{role.id}>\n-# Daily question")
    sent: list[Any] = [each.json for each in world.env.http_requests if f"<@&{role.id}>" in str(each.json)]
    told = [each["allowed_mentions"] for each in sent if "Only you see what you press" in str(each)]
    assert [{key: value for key, value in each.items() if value} for each in told] == [{"roles": [role.id]}]
    await later(world, DAY)
    old, new = posted(world)
    assert "<@&" not in words(old)
    assert words(new).startswith(f"<@&{role.id}>\n")


# ------------------------------------------------------------------------------------------------ what comes between


@pytest.mark.prove
async def test_a_channel_that_is_gone_turns_it_off_and_is_told_once(world: World) -> None:
    log, quiz = world.guild.create_text_channel("log"), world.guild.create_text_channel("quiz")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    await choose(world, channel=quiz)
    world.env.backend.delete_channel(quiz.id)
    before = len(world.env.backend.messages[log.id])
    await later(world, 18 * HOUR + MINUTE)
    assert await world.bot.store.dailies.settings(world.guild.id) is None
    await later(world, 2 * DAY)
    heard = world.messages(log)[before:]
    assert [words(each) for each in heard] == [
        "The channel of the daily question is gone, so I’ve stopped posting it. "
        f"{world.bot.mention('settings daily')} chooses another one."
    ]


async def test_a_channel_that_refuses_is_told_once_kept_and_tried_again(world: World) -> None:
    log = world.guild.create_text_channel("log")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    await choose(world, hour="18")
    before = len(world.env.backend.messages[log.id])
    world.deny(world.channel, send_messages=True)
    await later(world, 18 * HOUR + 5 * MINUTE)
    await later(world, HOUR)
    heard = world.messages(log)[before:]
    assert [words(each) for each in heard] == [
        f"I can’t post the daily question in <#{world.channel.id}>. Allow me to, and it comes by itself."
    ]
    world.env.backend.get_channel(world.channel.id).overwrites.clear()
    await later(world, 15 * MINUTE)
    assert len(posted(world)) == 1


@pytest.mark.prove
async def test_without_threads_it_stands_there_alone_and_that_is_told_once(world: World) -> None:
    log = world.guild.create_text_channel("log")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    world.deny(world.channel, create_public_threads=True)
    await choose(world, hour="18")
    before = len(world.env.backend.messages[log.id])
    await later(world, 3 * DAY)
    assert len(posted(world)) >= 1
    heard = world.messages(log)[before:]
    assert [words(each) for each in heard] == [
        f"I can’t open a thread below the daily question in <#{world.channel.id}>, so it stands there without one."
    ]


async def test_a_ceiling_that_falls_takes_the_question_back(world: World) -> None:
    post = await started(world)
    custom_id = await right(world, post)
    await world.set_ceiling(world.channel, PREMISE)
    await world.set_progress(world.fan, E6)
    heard = await world.fan.click(post, custom_id=custom_id)
    assert words(heard).startswith("The day of this question is over, or it was changed.")
    await later(world, MINUTE)
    assert words(posted(world)[0]) == (
        "-# Daily question · 1 January\nThis channel goes less far than before, so this question is gone."
    )
    assert not buttons(posted(world)[0])
    await later(world, DAY)
    assert words(posted(world)[1]).endswith("-# Spoiler-safe for everyone")
    assert "Yesterday" not in words(posted(world)[1])


async def test_a_question_that_is_taken_away_is_taken_back(world: World, editor: Any) -> None:
    post = await started(world)
    round_id = int((await right(world, post)).split(":")[2])
    await world.bot.store.database.write("UPDATE trivia_rounds SET revealed_in = 1012 WHERE id = ?", (round_id,))
    await later(world, MINUTE)
    assert "This question was changed or hidden meanwhile, so it does not count." in words(posted(world)[0])
    assert editor


async def test_a_question_that_is_taken_away_before_it_stands_is_another_one(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await choose(world, hour="18")
    world.deny(world.channel, send_messages=True)
    await later(world, 18 * HOUR + MINUTE)
    assert posted(world) == []
    await world.set_ceiling(world.channel, PREMISE)
    world.env.backend.get_channel(world.channel.id).overwrites.clear()
    await later(world, 30 * MINUTE)
    (post,) = posted(world)
    assert words(post).endswith("-# Spoiler-safe for everyone")


async def test_a_killed_process_loses_none_and_posts_none_twice(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await choose(world, hour="18")
    async with AsyncExitStack() as doors:
        await world.kill(doors)
        await later(world, 18 * HOUR + MINUTE)
        (post,) = posted(world)
        await world.kill(doors)
        await later(world, HOUR)
        assert [each.id for each in posted(world)] == [post.id]
        await world.pass_time(DAY)
        world.bot.cogs["DailyCog"].tend.cancel()  # type: ignore[attr-defined]  nothing is posted until it is back
        assert len(posted(world)) == 1
        await world.kill(doors)
        await later(world, MINUTE)
        assert [words(each).splitlines()[0].split(" · ")[1] for each in posted(world)] == ["1 January", "2 January"]


async def test_a_message_that_arrived_before_the_kill_is_found_and_not_posted_twice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.set_ceiling(world.channel, E4)
    await choose(world, hour="18")
    with mock.patch.object(DailyStore, "set_shown", side_effect=OSError):
        await later(world, 18 * HOUR + MINUTE)
    assert len(posted(world)) == 1
    rows = await world.bot.store.database.rows("SELECT message_id, shown FROM daily_posts")
    assert rows == [(None, 0)]
    assert [each.getMessage().partition(" of server")[0] for each in caplog.records if each.levelno >= logging.ERROR]
    caplog.clear()
    async with AsyncExitStack() as doors:
        await world.kill(doors)
        await later(world, HOUR)  # longer than Discord remembers a nonce
        (post,) = posted(world)
        rows = await world.bot.store.database.rows("SELECT message_id, shown FROM daily_posts")
        assert rows == [(post.id, 1)]
        assert [thread.id for thread in world.channel.threads] == [post.id]


# ------------------------------------------------------------------------------------------------ clocks that are changed


@pytest.mark.parametrize(
    ("first", "hour", "moments"),
    [
        # Two o'clock is left out on 8 March: it comes at three.
        (date(2026, 3, 5), 2, [7, 7, 7, 7, 6, 6, 6]),
        # One o'clock comes twice on 1 November.
        (date(2026, 10, 29), 1, [5, 5, 5, 5, 6, 6, 6]),
        in_prove(date(2026, 3, 5), 18, [23, 23, 23, 22, 22, 22, 22]),
        in_prove(date(2026, 10, 29), 18, [22, 22, 22, 23, 23, 23, 23]),
    ],
)
async def test_a_week_in_which_the_clock_is_changed_has_a_question_a_day(
    world: World, first: date, hour: int, moments: list[int]
) -> None:
    await world.bot.store.guilds.set_setting(world.guild.id, "timezone", "America/New_York")
    await let_pass(world, (datetime(first.year, first.month, first.day, 4, tzinfo=UTC) - utcnow()).total_seconds())
    await choose(world, hour=str(hour))
    for number, at in enumerate(moments):
        day = first + timedelta(days=number)
        due = datetime(day.year, day.month, day.day, at, tzinfo=UTC)
        for moment, count in ((due - timedelta(seconds=30), number), (due + timedelta(seconds=30), number + 1)):
            await let_pass(world, (moment - utcnow()).total_seconds())
            assert len(posted(world)) == count, moment
    days = [words(each).partition("question · ")[2].partition(" · ")[0].partition("\n")[0] for each in posted(world)]
    assert days == [day_words(first + timedelta(days=number), "MMMMd") for number in range(7)]
    assert len(world.channel.threads) == 7


@pytest.mark.prove
async def test_another_time_zone_moves_the_hour_and_skips_no_day_and_repeats_none(world: World) -> None:
    await started(world)
    await world.moderator.slash(world.channel, "settings server", timezone="Asia/Seoul")
    assert "<t:1767344400:R>" in words(await choose(world))
    await let_pass(world, (datetime(2026, 1, 2, 9, 1, tzinfo=UTC) - utcnow()).total_seconds())
    assert len(posted(world)) == 2
    await world.moderator.slash(world.channel, "settings server", timezone="America/Los_Angeles")
    await let_pass(world, DAY)
    assert len(posted(world)) == 2
    await let_pass(world, DAY)
    assert len(posted(world)) == 3


# ------------------------------------------------------------------------------------------------ the best of the week


@pytest.mark.prove
@pytest.mark.parametrize("wants", [True, in_prove(False)])
async def test_on_mondays_it_names_the_best_of_the_week_before_if_that_is_wanted(world: World, wants: bool) -> None:
    reply = await choose(world, hour="18")
    if wants:
        await world.moderator.click(reply.response, label="Name the best of the week")
    await let_pass(world, 3 * DAY)  # Sunday, 4 January
    await played(world, world.fan, right=3)
    await played(world, world.other, right=1)
    await let_pass(world, DAY + 17 * HOUR + 59 * MINUTE)
    await played(world, world.other, right=3)  # on Monday: for the next one
    await let_pass(world, 2 * MINUTE)
    text = words(posted(world)[-1])
    assert text.startswith("-# Daily question · 5 January")
    assert (f"-# Best of last week: <@{world.fan.id}> with " in text) == wants
    await let_pass(world, DAY)
    assert "Best of last week" not in words(posted(world)[-1])
    await let_pass(world, 6 * DAY)
    assert (f"-# Best of last week: <@{world.other.id}> with " in words(posted(world)[-1])) == wants


async def test_the_best_of_the_week_are_named_only_where_they_are_and_want_to_be(world: World) -> None:
    reply = await choose(world, hour="18")
    await world.moderator.click(reply.response, label="Name the best of the week")
    gone, hidden = (world.guild.add_member(world.env.create_user(name)) for name in ("gone", "hidden"))
    for member, right_ones in ((gone, 3), (hidden, 3), (world.fan, 2)):
        await played(world, member, right=right_ones)
    world.guild.remove_member(gone)
    await world.bot.store.privacy.set_listed(hidden.id, listed=False)
    await let_pass(world, 4 * DAY + 18 * HOUR + MINUTE)
    assert f"-# Best of last week: <@{world.fan.id}> with " in words(posted(world)[-1])


# ------------------------------------------------------------------------------------------------ at once


async def test_two_turns_at_once_post_it_once_and_open_one_thread(world: World) -> None:
    await choose(world, hour="18")
    cog: Any = world.bot.cogs["DailyCog"]
    cog.tend.cancel()
    await world.pass_time(18 * HOUR + MINUTE)
    cog.tend.cancel()
    await asyncio.gather(*(cog.tend() for _turn in range(4)))
    assert len(posted(world)) == 1
    assert len(world.channel.threads) == 1
    sent = [each for each in world.env.http_requests if "Only you see what you press" in str(each.json)]
    assert len(sent) == 1


async def test_the_loop_does_it_by_itself(world: World) -> None:
    await choose(world, hour="18")
    await world.pass_time(18 * HOUR - MINUTE)
    await world.env.advance_time(2 * MINUTE)
    async with asyncio.timeout(20):
        while not (posted(world) and world.channel.threads):
            await world.env.settle()
    await world.env.settle()


async def test_one_server_that_fails_stops_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await choose(world, hour="18")
    dailies, at = world.bot.store.dailies, utcnow()
    elsewhere = world.env.create_guild("Another")
    await dailies.save_settings(elsewhere.id, DailySettings(elsewhere.create_text_channel("quiz").id, 17), at)
    whole = daily_posts.place_in

    def broken(client: Any, guild_id: int, channel_id: int) -> Any:
        if guild_id == elsewhere.id:
            raise ValueError("a mistake of ours")
        return whole(client, guild_id, channel_id)

    with mock.patch.object(daily_posts, "place_in", broken):
        await later(world, 18 * HOUR + MINUTE)
    assert len(posted(world)) == 1
    assert any("could not be tended" in each.getMessage() for each in caplog.records)
    caplog.clear()


async def test_a_card_that_was_left_open_needs_the_permission_still(world: World) -> None:
    reply = (await choose(world, hour="18")).response
    world.env.backend.get_guild(world.guild.id).members[world.moderator.id].role_ids.clear()
    answer = await world.moderator.click(reply, label="Turn it off")
    assert words(answer).startswith("Only members with Manage Server can do that.")
    assert await world.bot.store.dailies.settings(world.guild.id) is not None
    assert len(world.env.errors) == 1


async def test_the_thread_goes_as_far_as_its_channel(world: World) -> None:
    await started(world)
    await world.go_by_channel(world.fan)
    thread = world.channel.threads[0]
    card = await world.fan.slash(thread, "character", name="nam on-jo")
    assert "Spoiler-safe through S1E4" in words(card)
