"""The question of the day where a server has it posted: how it is chosen, and its answers."""

from typing import Any

import discord
import pytest
from discord.utils import utcnow

from bot.errors import FormRefusedError
from bot.show.episodes import PREMISE, Episode
from bot.ui.settings.daily import parse_hour
from support.dailies import DAY, HOUR, MINUTE, choose, later, of_the_story, posted, right, started
from support.proofs import in_prove
from support.reading import buttons, components, selects, words
from support.world import World

E2, E4, E6 = Episode(1, 2), Episode(1, 4), Episode(1, 6)


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
