"""The question of the day where a server has it posted: its hour, its answers, its thread, what comes between."""

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

import discord
import pytest
from discord.utils import utcnow
from simcord.results import ResponseMessage

from bot.errors import FormRefusedError
from bot.locale import day_words
from bot.show.episodes import PREMISE, Episode
from bot.store.dailies import DailySettings, DailyStore
from bot.ui.settings.daily import parse_hour
from bot.ui.trivia import daily_posts
from support.games import played
from support.proofs import in_prove
from support.reading import buttons, components, selects, words
from support.walks import let_pass, posts_in
from support.world import World

E2, E4, E6 = Episode(1, 2), Episode(1, 4), Episode(1, 6)
HOUR, DAY = 3600, 24 * 3600
MINUTE = 60


async def choose(world: World, **options: Any) -> Any:
    """What a moderator hears of /settings daily."""
    return await world.moderator.slash(world.channel, "settings daily", **options)


async def later(world: World, seconds: float) -> None:
    """Let time go by."""
    await let_pass(world, seconds)


def posted(world: World) -> list[ResponseMessage]:
    """Every message of a daily question in the channel, oldest first."""
    return posts_in(world, world.channel)


async def started(world: World, **options: Any) -> ResponseMessage:
    """A server that goes through S1E4 and whose first question has just come."""
    await world.set_ceiling(world.channel, E4)
    await choose(world, **{"hour": "18:00", **options})
    await later(world, 18 * HOUR + MINUTE)
    (post,) = posted(world)
    return post


async def of_the_story(world: World) -> ResponseMessage:
    """The first post whose question is for whoever has watched something."""
    post = await started(world)
    while True:
        round_id = int((await right(world, post)).split(":")[2])
        if await world.bot.store.rounds.round(round_id, PREMISE) is None:
            return post
        await later(world, DAY)
        post = posted(world)[-1]


async def right(world: World, post: ResponseMessage, wrong: bool = False) -> str:
    """The button of the right or of a wrong option of a post."""
    round_id = int(next(iter(buttons(post).values()))["custom_id"].split(":")[2])
    round_ = await world.bot.store.rounds.round(round_id, Episode(1, 12))
    assert round_ is not None
    return f"t1:daily:{round_id}:{(round_.answer + wrong) % len(round_.options)}"


# ------------------------------------------------------------------------------------------------ choosing it


async def test_it_is_off_until_somebody_turns_it_on(world: World) -> None:
    await later(world, 2 * DAY)
    assert posted(world) == []
    assert "Daily question · **not posted**" in words(await world.moderator.slash(world.channel, "settings show"))


async def test_one_command_turns_it_on_here_at_six_in_the_evening(world: World) -> None:
    reply = await choose(world, hour="6 pm")
    assert reply.ephemeral
    assert f"Now · <#{world.channel.id}> at **18:00**" in words(reply)
    assert "The next one comes <t:1767290400:R> and is safe for everyone." in words(reply)
    await later(world, 18 * HOUR - MINUTE)
    assert posted(world) == []
    await later(world, 2 * MINUTE)
    (post,) = posted(world)
    text = words(post)
    assert text.startswith("-# Daily question · 1 January · ")
    assert "Only you see what you press. Closes <t:1767376800:R>" in text
    assert text.endswith("-# Spoiler-safe for everyone")
    assert "<@&" not in text
    assert [thread.name for thread in world.channel.threads] == ["Daily question · 1 January"]
    assert world.channel.threads[0].id == post.id


def placeholders(reply: Any) -> list[str]:
    """What the selects of a reply say, of any kind."""
    return [each["placeholder"] for each in components(reply) if "placeholder" in each]


async def test_what_was_chosen_stands_in_the_one_view_and_can_be_changed_there(world: World) -> None:
    role = world.guild.create_role("Quizzers")
    elsewhere = world.guild.create_text_channel("quiz")
    reply = (await choose(world)).response
    assert "Now · **not posted**" in words(reply)
    assert list(buttons(reply)) == ["All settings"]
    assert "Post it in…" in placeholders(reply)
    await world.moderator.select(reply, [elsewhere], custom_id="se1:daily")
    assert "Another channel…" in placeholders(reply)
    assert "Post it in…" not in placeholders(reply)
    await world.moderator.select(reply, ["7"], custom_id="se1:daily-hour")
    await world.moderator.select(reply, [role], custom_id="se1:daily-role")
    await world.moderator.click(reply, label="Name the best of the week")
    now = f"<#{elsewhere.id}> at **07:00**, pings <@&{role.id}>, names the best of the week on Mondays"
    assert f"Now · {now}" in words(reply)
    await world.moderator.click(reply, label="All settings")
    assert f"Daily question · {now}" in words(reply)
    (menu,) = [each for each in selects(reply) if each["placeholder"] == "Change a setting…"]
    await world.moderator.select(reply, ["daily"], custom_id=menu["custom_id"])
    for label in ("Ping nobody", "Name no best of the week"):
        await world.moderator.click(reply, label=label)
    assert f"Now · <#{elsewhere.id}> at **07:00**\n" in words(reply)
    await world.moderator.click(reply, label="Turn it off")
    assert "Now · **not posted**" in words(reply)


@pytest.mark.prove
async def test_off_turns_it_off_and_shows_the_answer_of_what_stands(world: World) -> None:
    await started(world)
    assert "Now · **not posted**" in words(await choose(world, hour="off"))
    await later(world, MINUTE)
    (post,) = posted(world)
    assert " · right**" in words(post)
    await later(world, 3 * DAY)
    assert len(posted(world)) == 1


async def test_what_is_left_out_stays_as_it_is_and_the_log_channel_hears_of_it(world: World) -> None:
    log, role = world.guild.create_text_channel("log"), world.guild.create_role("Quizzers")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    await choose(world, hour="9", role=role)
    await choose(world, hour="21:00")
    assert f"<#{world.channel.id}> at **21:00**, pings <@&{role.id}>" in words(await choose(world))
    heard = [words(each) for each in world.messages(log)]
    assert heard[-1].endswith(f"Daily question · <#{world.channel.id}> at **21:00**, pings <@&{role.id}>")


async def test_an_hour_that_is_none_is_refused_and_changes_nothing(world: World) -> None:
    reply = await choose(world, hour="18:30")
    assert "“18:30” isn’t a full hour." in words(reply).replace("\\", "")
    assert await world.bot.store.dailies.settings(world.guild.id) is None
    assert len(world.env.errors) == 1


@pytest.mark.parametrize("typed", ["25", "18:30", "0 am", "13 pm", "noon", "-1", "18:0", ""])
def test_what_is_no_hour(typed: str) -> None:
    with pytest.raises(FormRefusedError):
        parse_hour(typed)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("0", 0), ("12 am", 0), ("12pm", 12), ("6PM", 18), ("18h", 18), ("07:00", 7), ("1 p.m.", 13), ("Off", None),
        ("off · post it no more", None),
    ],
)  # fmt: skip
def test_an_hour_is_read_as_people_write_it(typed: str, hour: int | None) -> None:
    assert parse_hour(typed) == hour


async def test_hours_are_offered_while_they_are_typed(world: World) -> None:
    async def offered(typed: str) -> list[str]:
        choices = await world.moderator.autocomplete(world.channel, "settings daily", "hour", typed)
        return [each["value"] for each in choices]

    assert len(await offered("")) == 25
    assert (await offered(""))[0] == "off"
    assert await offered("6 pm") == ["18:00"]
    assert await offered("1") == ["01:00", *(f"{hour}:00" for hour in range(10, 20))]
    assert await offered("of") == ["off"]
    assert await offered("nonsense") == []


async def test_everyone_is_no_role_to_ping_and_a_thread_no_channel(world: World) -> None:
    everyone = world.guild.roles["@everyone"]
    assert "I don’t ping @everyone." in words(await choose(world, role=everyone))
    assert await world.bot.store.dailies.settings(world.guild.id) is None
    assert len(world.env.errors) == 1


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"send_messages": False}, "I can’t write in <#{channel}>. Allow me to before then."),
        in_prove({"create_public_threads": False}, "I can’t open threads there, so it comes without one."),
        ({"mention_everyone": False}, "Nobody may mention <@&{role}>, so nobody is notified."),
    ],
)
async def test_what_the_bot_may_not_do_there_is_said_when_it_is_chosen(
    world: World, lacking: dict[str, bool], said: str
) -> None:
    role = world.guild.create_role("Quizzers")
    overwrites = {world.bot.user: discord.PermissionOverwrite(**lacking)}
    channel = world.guild.create_text_channel("narrow", overwrites=overwrites)
    text = words(await choose(world, channel=channel, role=role))
    assert f"-# {said.format(channel=channel.id, role=role.id)}" in text
    open_channel = await choose(world, channel=world.channel)
    assert "may not" not in words(open_channel)
    assert "Nobody may" not in words(open_channel)


# ------------------------------------------------------------------------------------------------ its answers


async def test_everybody_answers_privately_and_hears_at_once(world: World) -> None:
    post = await started(world)
    await world.set_progress(world.fan, E6)
    before = words(post)
    heard = await world.fan.click(post, custom_id=await right(world, post))
    assert heard.ephemeral
    assert words(heard).startswith("**Right.**\n-# Daily question · 1 January\n")
    assert "1 day in a row. Next question <t:1767376800:R>." in words(heard)
    assert list(buttons(heard)) == ["Share", "Report this question"]
    assert words(posted(world)[0]) == before
    again = await world.fan.click(post, custom_id=await right(world, post, wrong=True))
    assert words(again) == words(heard)
    assert words(await world.fan.slash(world.channel, "trivia daily")) == words(heard)
    await world.fan.click(heard.response, label="Share")
    everything = [words(each) for each in world.messages(world.channel)]
    assert "**fan** · daily 1 January · right · 1 day in a row" in everything


@pytest.mark.prove
async def test_who_has_not_watched_so_far_answers_too_and_hears_later(world: World) -> None:
    post = await of_the_story(world)
    assert "-# Spoiler-safe through S1E4" in words(post)
    await world.set_progress(world.fan, PREMISE)
    heard = await world.fan.click(post, custom_id=await right(world, post))
    assert heard.ephemeral
    assert words(heard).startswith("You chose **")
    assert ":R>." in words(heard).partition("**. What is right stands here <t:")[2]
    assert not buttons(heard)
    assert not selects(heard)
    # Whoever is new is asked how far they are, and one tap shows it.
    new = await world.other.click(post, custom_id=await right(world, post, wrong=True))
    assert words(new).endswith(":R>. Tell me how far you are to read it now.")
    await world.other.select(new.response, ["channel"], custom_id="t1:daily-progress")
    assert "**Not this time: it is " in words(new)
    await later(world, DAY)
    assert "1 of 2 right" in words(posted(world)[-2])


async def test_what_is_posted_is_everybodys_daily_question_who_has_watched_so_far(world: World) -> None:
    post = await of_the_story(world)
    round_id = (await right(world, post)).split(":")[2]
    for member, progress in ((world.fan, E6), (world.other, E4)):
        await world.set_progress(member, progress)
        reply = await member.slash(world.channel, "trivia daily")
        assert {each["custom_id"].split(":")[2] for each in buttons(reply).values()} == {round_id}
    behind = world.guild.add_member(world.env.create_user("behind"))
    await world.set_progress(behind, PREMISE)
    own = await behind.slash(world.channel, "trivia daily")
    assert round_id not in {each["custom_id"].split(":")[2] for each in buttons(own).values()}


async def test_the_same_question_is_answered_once_wherever_it_was_asked(world: World) -> None:
    await world.set_ceiling(world.channel, E4)
    await world.set_progress(world.fan, E4)
    await choose(world, hour="18")
    # Before its hour, the day begins at midnight; that is the same question at the same progress.
    reply = await world.fan.slash(world.channel, "trivia daily")
    own = next(iter(buttons(reply).values()))["custom_id"].split(":")[2]
    round_ = await world.bot.store.rounds.round(int(own), E4)
    assert round_ is not None
    await world.fan.click(reply.response, custom_id=f"t1:daily:{own}:{round_.answer}")
    await later(world, 18 * HOUR + MINUTE)
    (post,) = posted(world)
    heard = await world.fan.click(post, custom_id=await right(world, post, wrong=True))
    assert words(heard).startswith("**Right.**")
    assert "1 day in a row" in words(heard)
    rows = await world.bot.store.database.rows("SELECT count(*) FROM trivia_answers")
    assert rows == [(1,)]
    await later(world, DAY)
    assert "Yesterday: 1 of 1 right" in words(posted(world)[1])


async def test_a_day_later_the_answer_stands_there_and_the_next_question_says_how_it_went(world: World) -> None:
    post = await started(world)
    await world.go_by_channel(world.fan, world.other)
    await world.fan.click(post, custom_id=await right(world, post))
    await world.other.click(post, custom_id=await right(world, post, wrong=True))
    late = await right(world, post)
    await later(world, DAY)
    old, new = posted(world)
    assert old.id == post.id
    assert " · right**" in words(old)
    assert "1 of 2 right" in words(old)
    assert list(buttons(old)) == ["Report this question"]
    assert words(new).startswith("-# Daily question · 2 January · ")
    assert "-# Yesterday: 1 of 2 right" in words(new)
    assert "Longest streaks" not in words(new)
    # What is pressed late, on a message that somebody still sees as it was, counts no more.
    at = utcnow()
    assert await world.bot.store.daily_answers.answer(int(late.split(":")[2]), world.moderator.id, 0, at) is None
    await world.fan.click(new, custom_id=await right(world, new))
    await later(world, DAY)
    assert f"-# Longest streaks: <@{world.fan.id}> 2 days" in words(posted(world)[2])


@pytest.mark.prove
async def test_streaks_leave_out_who_wants_to_be_on_no_board_and_who_left(world: World) -> None:
    hidden, gone = (world.guild.add_member(world.env.create_user(name)) for name in ("hidden", "gone"))
    post = await started(world)
    for day in range(2):
        for member in (world.fan, hidden, gone):
            await member.click(post, custom_id=await right(world, post))
        if day:
            world.guild.remove_member(gone)
            await world.bot.store.privacy.set_listed(hidden.id, listed=False)
        await later(world, DAY)
        post = posted(world)[-1]
    assert f"-# Longest streaks: <@{world.fan.id}> 2 days\n" in words(post)


async def test_who_asks_to_be_forgotten_is_gone_from_the_answers(world: World) -> None:
    post = await started(world)
    await world.fan.click(post, custom_id=await right(world, post))
    await world.bot.store.privacy.forget(world.fan.id)
    await later(world, DAY)
    assert "Nobody answered." in words(posted(world)[0])
    assert "Yesterday" not in words(posted(world)[1])


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
