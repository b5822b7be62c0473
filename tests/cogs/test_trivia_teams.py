"""Teams in a public game: the host makes them, members choose theirs, and the standings are by team."""

import asyncio
from typing import Any

import pytest
from simcord.results import ResponseMessage

from bot.show.episodes import Scope
from support.games import E4, Table
from support.proofs import in_prove
from support.reading import buttons, words


async def announced(table: Table) -> ResponseMessage:
    """The message that a game was announced with."""
    return (await table.messages())[0]


async def press(table: Table, member: Any, label: str) -> Any:
    """Press a button of the announcement."""
    return await member.click(await announced(table), label=label)


async def in_teams(table: Table, **options: Any) -> None:
    """A game in two teams."""
    await table.start(**options)
    await press(table, table.members[0], "Play in teams")


def lines(message: ResponseMessage) -> list[str]:
    """The lines of teams."""
    return [line for line in words(message).splitlines() if line.startswith("**Team")]


async def test_the_host_makes_two_to_four_teams_while_the_first_question_is_asked(table: Table) -> None:
    await table.start()
    host, other = table.members[0], table.members[1]
    assert list(buttons(await announced(table))) == ["Play in teams"]
    refused = await press(table, other, "Play in teams")
    assert refused.ephemeral
    assert words(refused) == f"Only <@{host.id}> or a moderator can make teams."
    late = "Late joiners start level with the last"
    assert late in words(await announced(table))
    await press(table, host, "Play in teams")
    assert late not in words(await announced(table))  # a team has what its members answered
    assert lines(await announced(table)) == ["**Team 1** · nobody so far", "**Team 2** · nobody so far"]
    assert list(buttons(await announced(table))) == ["Team 1", "Team 2", "One more team"]
    await press(table, table.world.moderator, "One more team")
    await press(table, host, "One more team")
    assert list(buttons(await announced(table))) == ["Team 1", "Team 2", "Team 3", "Team 4"]


async def test_members_choose_a_team_and_the_first_choice_counts(table: Table) -> None:
    await in_teams(table)
    first, second, third, fourth = table.members
    heard = await press(table, first, "Team 1")
    assert heard.ephemeral
    assert words(heard) == "You play for Team 1."
    assert words(await press(table, first, "Team 1")) == "You play for Team 1."
    assert words(await press(table, first, "Team 2")) == "You play for Team 1 already; the first choice counts."
    # No team has two more than another, so the points of all are fair.
    assert words(await press(table, second, "Team 1")) == "Team 1 has enough for now; another one needs you."
    await press(table, second, "Team 2")
    await press(table, third, "Team 2")
    assert words(await press(table, fourth, "Team 2")) == "Team 2 has enough for now; another one needs you."
    assert lines(await announced(table)) == [
        f"**Team 1** · <@{first.id}>",
        f"**Team 2** · <@{second.id}> and <@{third.id}>",
    ]


async def test_the_standings_are_by_team_and_then_for_each(table: Table) -> None:
    await in_teams(table, rounds=3)
    first, second, third, _fourth = table.members
    for member, team in ((first, 1), (second, 2), (third, 2)):
        await press(table, member, f"Team {team}")
    for number in (1, 2, 3):
        await table.press(first, "wrong")
        await table.press(second, "right")
        await table.press(third, "right" if number == 3 else "wrong")
        shown = number
        while (await table.game()).phase == "asking" and (await table.game()).round == shown:
            await table.env.advance_time(1)
        revealed = words((await table.messages())[number])
        assert "\n-# Team 2 " in revealed
        assert revealed.count("Team 1 0") == 1
        await table.until_next(number)
    text = words(await table.message()).splitlines()
    points = (await table.store.teams.teams((await table.game()).id))[1].points
    assert text[1] == f"### Team 2 wins with {points} points"
    assert text[2] == f"**Team 2** · {points} points · <@{second.id}> and <@{third.id}>"
    assert text[3] == f"**Team 1** · 0 points · <@{first.id}>"
    assert text[4] == "-# Each for themselves"
    assert text[5].startswith("1. ")
    assert f"<@{second.id}> · 3 right" in text[5]
    assert lines(await announced(table))[1] == f"**Team 2** · {points} points · <@{second.id}> and <@{third.id}>"
    assert not buttons(await announced(table))


async def test_whoever_chose_none_plays_for_the_smallest_team(table: Table) -> None:
    await in_teams(table, rounds=3)
    first, second, third, fourth = table.members
    await press(table, first, "Team 2")
    for member in (second, third, fourth):
        await table.press(member, "right")
        await table.env.advance_time(1)
    await table.until_next(1)
    teams = await table.store.teams.teams((await table.game()).id)
    assert [set(each.members) for each in teams] == [{second.id, third.id}, {first.id, fourth.id}]
    assert "One more team" not in buttons(await announced(table))


async def test_a_game_without_teams_has_none(table: Table) -> None:
    await table.start(rounds=3)
    await table.play(3)
    assert "Team" not in words(await table.message())
    late = await table.late_press(table.members[0], f"t1:teams:{(await table.game()).id}", await table.snapshot())
    assert words(late).startswith("This game is over.")
    late = await table.late_press(table.members[0], f"t1:team:{(await table.game()).id}:1", await table.snapshot())
    assert words(late).startswith("This game is over.")


async def test_teams_come_too_late_once_an_answer_was_shown(table: Table) -> None:
    await table.start(rounds=3)
    message = await table.snapshot()
    await table.press(table.members[0], "right")
    await table.until_next(1)
    late = await table.late_press(table.members[0], f"t1:teams:{(await table.game()).id}", message)
    assert words(late).startswith("Teams are made while the first question is asked")


async def test_of_two_presses_at_once_no_team_gets_two_more_than_another(table: Table) -> None:
    await in_teams(table)
    game, teams = await table.game(), table.store.teams
    joined = await asyncio.gather(*(teams.join(game.guild_id, game.id, user, 1) for user in range(1, 6)))
    assert sum(each.team == 1 for each in joined) == 1
    joined = await asyncio.gather(*(teams.join(game.guild_id, game.id, user, 2) for user in range(11, 16)))
    assert sum(each.team == 2 for each in joined) == 2
    assert await teams.join(game.guild_id + 1, game.id, 99, 1) is None
    assert await teams.join(game.guild_id, game.id, 99, 3) is None


async def test_whoever_asks_to_be_forgotten_leaves_their_team(table: Table) -> None:
    await in_teams(table)
    await press(table, table.members[0], "Team 1")
    await table.store.privacy.forget(table.members[0].id)
    assert all(not each.members for each in await table.store.teams.teams((await table.game()).id))


@pytest.mark.parametrize("label", ["Team 1", in_prove("One more team")])
async def test_teams_outlive_a_kill(table: Table, label: str) -> None:
    await in_teams(table)
    await table.kill()
    await press(table, table.members[0], label)
    assert (label == "Team 1") == (f"<@{table.members[0].id}>" in "".join(lines(await announced(table))))
    assert ("Team 3" in buttons(await announced(table))) == (label == "One more team")


async def test_an_announcement_that_somebody_deletes_ends_no_game(table: Table) -> None:
    await in_teams(table, rounds=3)
    table.env.backend.delete_message(table.channel.id, (await announced(table)).id)
    await table.press(table.members[0], "right")
    await table.until_next(1)
    assert (await table.game()).phase == "asking"
    assert (await table.game()).round == 2


async def rematched(table: Table) -> None:
    """Two against two, once more."""
    await in_teams(table, rounds=3)
    for member, team in zip(table.members, (1, 2, 1, 2), strict=True):
        await press(table, member, f"Team {team}")
    for number in (1, 2, 3):
        await table.press(table.members[0], "right")
        await table.until_next(number)
    await table.members[1].click(await table.message(), label="Rematch")


async def test_a_rematch_keeps_the_teams_and_whoever_wants_changes(table: Table) -> None:
    await rematched(table)
    first, second, third, fourth = table.members
    as_before = "-# Teams as before: press another one to change"
    assert as_before in words(await announced(table))
    assert lines(await announced(table)) == [
        f"**Team 1** · <@{first.id}> and <@{third.id}>",
        f"**Team 2** · <@{second.id}> and <@{fourth.id}>",
    ]
    assert list(buttons(await announced(table))) == ["Team 1", "Team 2", "One more team"]
    # Two swap: one goes first.
    assert words(await press(table, first, "Team 2")) == "You play for Team 2."
    assert words(await press(table, third, "Team 2")) == "Team 2 has enough for now; another one needs you."
    assert words(await press(table, fourth, "Team 1")) == "You play for Team 1."
    assert words(await press(table, first, "Team 1")) == "You play for Team 2 already; the first choice counts."
    assert lines(await announced(table)) == [
        f"**Team 1** · <@{third.id}> and <@{fourth.id}>",
        f"**Team 2** · <@{first.id}> and <@{second.id}>",
    ]
    await table.press(third, "right")
    await table.until_next(1)
    # Whoever does not come this time takes nobody's place, and is with their team when they do.
    assert as_before not in words(await announced(table))
    teams = await table.store.teams.teams((await table.game()).id)
    assert [set(each.members) for each in teams] == [{third.id, fourth.id}, {first.id}]
    await table.press(second, "right")
    await table.until_next(2)
    teams = await table.store.teams.teams((await table.game()).id)
    assert [set(each.members) for each in teams] == [{third.id, fourth.id}, {first.id, second.id}]


@pytest.mark.parametrize("label", ["Yes, a game of 4", in_prove("Yes, ask old ones again")])
async def test_a_rematch_that_has_to_ask_first_keeps_the_teams_too(table: Table, label: str) -> None:
    await in_teams(table, rounds=5)
    first, second = table.members[:2]
    await press(table, first, "Team 1")
    await press(table, second, "Team 2")
    await table.world.fan.slash(table.channel, "trivia stop")
    pool = await table.store.questions.pool(table.world.bot.show, Scope.through(E4))
    await table.store.database.write("DELETE FROM trivia_asked")
    for each in pool[4:]:
        await table.store.database.write(
            "INSERT INTO trivia_asked (guild_id, question_id) VALUES (?, ?)", (table.world.guild.id, each.id)
        )
    before = (await table.game()).id
    asked = await table.late_press(second, f"t1:rematch:{before}", await table.snapshot())
    assert words(asked) == "Only 4 such questions through S1E4 are new to this server."
    await second.click(asked.response, label=label)
    assert (await table.game()).id != before
    assert "-# Teams as before: press another one to change" in words(await announced(table))
    assert lines(await announced(table)) == [f"**Team 1** · <@{first.id}>", f"**Team 2** · <@{second.id}>"]


async def test_a_rematch_takes_up_no_team_of_whoever_asked_to_be_forgotten_and_outlives_a_kill(table: Table) -> None:
    await rematched(table)
    await table.store.privacy.forget(table.members[3].id)
    await table.kill()
    await press(table, table.members[0], "Team 1")
    assert lines(await announced(table)) == [
        f"**Team 1** · <@{table.members[0].id}> and <@{table.members[2].id}>",
        f"**Team 2** · <@{table.members[1].id}>",
    ]
    await table.world.fan.slash(table.channel, "trivia stop")
    assert all(not each.kept for each in await table.store.teams.teams((await table.games())[0].id))
