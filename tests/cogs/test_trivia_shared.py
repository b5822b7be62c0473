"""What members share of trivia: results and statistics, with their name on it, and nothing beyond the channel."""

from typing import Any

from bot.show.episodes import PREMISE, Episode
from bot.store.rounds import Round
from support.games import Table, played
from support.reading import buttons, words
from support.world import World

E2, E4 = Episode(1, 2), Episode(1, 4)


async def answered_daily(world: World, *, right: bool) -> Any:
    """The reply of a member who has answered today's question."""
    reply = await world.fan.slash(world.channel, "trivia daily")
    round_id = int(next(iter(buttons(reply).values()))["custom_id"].split(":")[2])
    round_ = await world.bot.store.rounds.round(round_id, Episode(1, 12))
    assert round_ is not None
    choice = (round_.answer + (not right)) % len(round_.options)
    await world.fan.click(reply.response, custom_id=f"t1:daily:{round_id}:{choice}")
    return reply


async def test_the_daily_result_is_shared_without_anything_of_the_question(world: World) -> None:
    await world.set_progress(world.fan, E4)
    await answered_daily(world, right=False)
    await world.pass_time(24 * 3600)
    reply = await answered_daily(world, right=True)
    shared = await world.fan.click(reply.response, label="Share")
    assert not shared.ephemeral
    assert words(shared) == "**fan** · daily 2 January · right · 2 days in a row"
    # The question stays where it was.
    assert words(reply).startswith("**Right.**")


async def test_a_daily_result_that_is_wrong_or_of_yesterday_is_told_as_it_was(world: World) -> None:
    reply = await answered_daily(world, right=False)
    await world.pass_time(24 * 3600)
    await answered_daily(world, right=True)
    shared = await world.fan.click(reply.response, label="Share")
    assert words(shared) == "**fan** · daily 1 January · not this time · 1 day in a row"


async def test_nobody_shares_the_result_of_somebody_else(world: World) -> None:
    reply = await answered_daily(world, right=True)
    custom_id = buttons(reply)["Share"]["custom_id"]
    result = await world.bot.store.practice.daily_result(int(custom_id.split(":")[2]), world.other.id)
    assert result is None


async def test_there_is_nobody_to_share_with_in_a_direct_message(world: World) -> None:
    await played(world, world.fan, right=2)
    assert "Share" not in buttons(await world.fan.user.slash("trivia stats"))


async def test_own_statistics_are_shared_and_those_of_others_are_not(world: World) -> None:
    await played(world, world.fan, right=2)
    mine = await world.fan.slash(world.channel, "trivia stats")
    shared = await world.fan.click(mine.response, label="Share")
    assert not shared.ephemeral
    assert "- 2 of 3 right, 67%" in words(shared)
    assert words(shared).startswith("-# Shared by **fan**\n")
    assert not buttons(shared)
    theirs = await world.other.slash(world.channel, "trivia stats", member=world.fan.user)
    assert "Share" not in buttons(theirs)


async def test_a_private_leaderboard_is_shared(world: World) -> None:
    await played(world, world.fan, right=2)
    board = await world.fan.slash(world.channel, "trivia leaderboard")
    assert "Share" not in buttons(board)
    mine = await world.other.click(board.response, label="30 days")
    shared = await world.other.click(mine.response, label="Share")
    assert not shared.ephemeral
    assert "the last 30 days" in words(shared)
    assert words(shared).startswith("-# Shared by **other**\n")


async def test_a_name_cannot_break_out_of_what_is_shared(world: World) -> None:
    await played(world, world.fan, right=2)
    mine = await world.fan.slash(world.channel, "trivia stats")
    world.env.backend.users[world.fan.id].global_name = "**[x](https://evil) @everyone"
    shared = await world.fan.click(mine.response, label="Share")
    assert words(shared).startswith(r"-# Shared by **\*\*\[x\]\(https\://evil\) \@everyone**")


async def test_where_replies_are_private_nothing_is_shared(world: World) -> None:
    await played(world, world.fan, right=2)
    reply, mine = await answered_daily(world, right=True), await world.fan.slash(world.channel, "trivia stats")
    board = await world.other.click(
        (await world.fan.slash(world.channel, "trivia leaderboard")).response, label="30 days"
    )
    await world.bot.store.guilds.set_replies(world.guild.id, world.channel.id, "private")
    for member, shown in ((world.fan, reply), (world.fan, mine), (world.other, board)):
        refused = await member.click(shown.response, label="Share")
        assert refused.ephemeral
        assert "always private" in words(refused)


async def test_what_nobody_got_is_shared_as_far_as_the_channel_and_its_sharer_go(table: Table) -> None:
    fan = table.members[0]
    await table.world.set_progress(fan, E4)
    await table.start(rounds=3, topic="story")
    missed: list[Round] = []
    for number in (1, 2, 3):
        missed.append(await table.round())
        await table.press(fan, "wrong")
        await table.until_next(number)
    mine = await fan.click(await table.message(), label="What nobody got")
    shared = await fan.click(mine.response, label="Share")
    assert not shared.ephemeral
    text = words(shared).replace("\\", "")
    assert all(each.text.reveal() in text for each in missed)
    assert text.startswith("-# Shared by **fan**\n## What nobody got\n")
    assert text.endswith("-# Spoiler-safe through S1E4")
    # The channel goes less far by now: what is beyond it stays out, or all of it.
    await table.world.set_ceiling(table.channel, PREMISE)
    shared = await fan.click(mine.response, label="Share")
    late = [each for each in missed if each.revealed_in > PREMISE]
    assert late
    text = words(shared).replace("\\", "")
    assert not any(each.text.reveal() in text for each in late)
    assert shared.ephemeral == (len(late) == 3)
