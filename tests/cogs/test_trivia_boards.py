"""Leaderboards and statistics as members meet them."""

from datetime import timedelta

from support.alone import answer
from support.games import played
from support.reading import words
from support.world import World

# ------------------------------------------------------------------------------------------------ boards


async def test_the_leaderboard_lists_who_played_here(world: World) -> None:
    third = world.guild.add_member(world.env.create_user("third"))
    await played(world, world.fan, right=2)
    await played(world, world.other, right=3)
    await played(world, third, right=0)
    await played(world, third, right=3, guild=1)
    result = await third.slash(world.channel, "trivia leaderboard")
    assert not result.ephemeral
    text = words(result)
    assert text.startswith("## Leaderboard\n-# Public games here, the last 7 days")
    lines = [line for line in text.splitlines() if line.startswith("**")]
    assert lines[0].startswith(f"**1** · <@{world.other.id}> · ")
    assert lines[0].endswith(" points · 3 of 3 right")
    assert lines[1].startswith(f"**2** · <@{world.fan.id}> · ")
    assert len(lines) == 2


async def test_leaderboards_leave_out_who_opted_out_and_who_is_gone(world: World) -> None:
    gone = world.guild.add_member(world.env.create_user("gone"))
    for member in (world.fan, world.other, gone):
        await played(world, member, right=3)
    await world.bot.store.privacy.set_listed(world.other.id, listed=False)
    world.guild.remove_member(gone)
    text = words(await world.fan.slash(world.channel, "trivia leaderboard"))
    assert f"<@{world.fan.id}>" in text
    assert f"<@{world.other.id}>" not in text
    assert f"<@{gone.id}>" not in text
    assert "**2**" not in text


async def test_a_leaderboard_has_periods(world: World) -> None:
    await played(world, world.fan, right=3, ago=timedelta(days=20))
    week = await world.fan.slash(world.channel, "trivia leaderboard")
    assert "Nobody has points here yet. Games that two or more people play give some." in words(week)
    assert "<@" in words(await world.fan.slash(world.channel, "trivia leaderboard", period="month"))
    # Pressed on a public board: privately; on a private one: in its place.
    private = await world.other.click(week.response, label="30 days")
    assert private.ephemeral
    assert "the last 30 days" in words(private)
    await world.other.click(private.response, label="All time")
    assert "all time" in words(private)
    assert "the last 7 days" in words(week)


async def test_a_leaderboard_belongs_to_a_server(world: World) -> None:
    assert "belongs to a server" in words(await world.fan.user.slash("trivia leaderboard"))


async def test_equal_points_share_a_place(world: World) -> None:
    for member in (world.fan, world.other):
        await played(world, member, right=3)
    await world.bot.store.database.write("UPDATE trivia_answers SET points = 10")
    assert words(await world.fan.slash(world.channel, "trivia leaderboard")).count("**1**") == 2


async def test_own_statistics_hold_all_games(world: World) -> None:
    assert "There’s nothing to show yet." in words(await world.fan.slash(world.channel, "trivia stats"))
    await played(world, world.fan, right=2)
    await played(world, world.fan, right=3, guild=1)
    await answer(world, world.fan, await world.fan.slash(world.channel, "trivia practice"), "right")
    await answer(world, world.fan, await world.fan.slash(world.channel, "trivia daily"), "wrong")
    result = await world.fan.slash(world.channel, "trivia stats")
    assert result.ephemeral
    text = words(result)
    assert "### Public games\n- 2 games · " in text
    assert "- 5 of 6 right, 83%" in text
    assert "### Practice\n- 1 of 1 right, 100%" in text
    assert "### Daily questions\n- 0 of 1 right, 0%" in text
    assert "- 1 day in a row here" in text
    assert words(await world.fan.user.slash("trivia stats")).count("###") == 3


async def test_anothers_statistics_are_the_public_games_of_this_server(world: World) -> None:
    await played(world, world.fan, right=2)
    await played(world, world.fan, right=3, guild=1)
    await answer(world, world.fan, await world.fan.slash(world.channel, "trivia practice"), "right")
    await answer(world, world.fan, await world.fan.slash(world.channel, "trivia daily"), "right")
    result = await world.other.slash(world.channel, "trivia stats", member=world.fan.user)
    assert result.ephemeral
    text = words(result)
    assert "- 1 game · " in text
    assert "- 2 of 3 right, 67%" in text
    assert "Practice" not in text
    assert "Daily" not in text
    assert "Streak" not in text


async def test_whoever_opted_out_looks_like_somebody_who_never_played(world: World) -> None:
    never = await world.other.slash(world.channel, "trivia stats", member=world.moderator.user)
    await played(world, world.fan, right=2)
    await world.bot.store.privacy.set_listed(world.fan.id, listed=False)
    hidden = await world.other.slash(world.channel, "trivia stats", member=world.fan.user)
    assert words(hidden) == words(never)
    assert "- 1 game · " in words(await world.fan.slash(world.channel, "trivia stats"))


async def test_a_member_who_is_deleted_leaves_no_trace(world: World) -> None:
    await played(world, world.fan, right=2)
    await answer(world, world.fan, await world.fan.slash(world.channel, "trivia practice"), "right")
    await answer(world, world.fan, await world.fan.slash(world.channel, "trivia daily"), "right")
    exported = await world.bot.store.privacy.export(world.fan.id)
    assert {"trivia_answers", "trivia_memory", "trivia_games (host_id)"} <= exported.keys()
    await world.bot.store.privacy.forget(world.fan.id)
    assert await world.bot.store.privacy.export(world.fan.id) == {}
    assert await world.bot.store.scores.stats(world.fan.id, None) == []
    # The public game stays for those who played in it; what was theirs alone goes.
    assert await world.bot.store.database.rows("SELECT kind, host_id FROM trivia_games") == [("public", None)]
