"""Nobody can silence the bot: who asks too often is told when they may again, and everybody else is answered as before."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from discord import app_commands

from bot import limits
from bot.limits import DRAFT, GAME, LOOKUP, PICTURE, PRESS, SEND, TYPE, Limit, Limits
from bot.show.episodes import Episode
from bot.store.database import Database
from support.reading import buttons, filled, words
from support.world import World

REFUSED = "You asked me for a lot just now. Try again <t:"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def unhurried() -> None:
    """Here everybody is in a hurry."""


def is_refused(result: Any) -> bool:
    """Whether somebody was told, privately, that they may do that again later."""
    refused = words(result).startswith(REFUSED)
    assert result.ephemeral or not refused
    return refused


async def look_up(world: World, member: Any, times: int) -> list[bool]:
    """Which of so many look-ups at once are refused."""
    return [is_refused(await member.slash(world.channel, "character", name="Nam-ra")) for _number in range(times)]


def ids(reply: Any) -> list[str]:
    """The `custom_id`s of the buttons of a reply."""
    return [each["custom_id"] for each in buttons(reply).values()]


async def test_who_looks_up_too_much_waits_and_nobody_else_does(world: World) -> None:
    assert await look_up(world, world.fan, LOOKUP.member + 5) == [False] * LOOKUP.member + [True] * 5
    assert await look_up(world, world.other, 5) == [False] * 5
    await world.pass_time(LOOKUP.seconds + 1)
    assert await look_up(world, world.fan, 5) == [False] * 5


async def test_an_ordinary_evening_meets_no_limit(world: World) -> None:
    """Ten look-ups, a practice and twenty pages in ten seconds, again and again."""
    await world.set_progress(world.fan, Episode(1, 12))
    for _number in range(3):
        assert await look_up(world, world.fan, 10) == [False] * 10
        practice = await world.fan.slash(world.channel, "trivia practice")
        for _question in range(5):
            assert not is_refused(await world.fan.click(practice.response, custom_id=next(iter(ids(practice)))))
            assert not is_refused(await world.fan.click(practice.response, label="Next question"))
        cast = await world.fan.slash(world.channel, "cast", private=True)
        for number in range(20):
            await world.fan.click(cast.response, label=("Next", "Back")[number % 2])
            assert f"page {2 - number % 2} of 4" in words(cast)
        await world.pass_time(11)


async def test_who_presses_too_much_waits(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 12))
    reply = await world.fan.slash(world.channel, "cast", private=True)
    before = words(reply)
    presses = [await world.fan.click(reply.response, label="Share") for _number in range(PRESS.member + 3)]
    assert [is_refused(each) for each in presses] == [False] * PRESS.member + [True] * 3
    assert words(reply) == before


async def test_pictures_have_a_limit_of_their_own_that_all_their_buttons_share(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 1))
    cast = await world.fan.slash(world.channel, "cast", private=True)
    card = await world.fan.slash(world.channel, "character", name="On-jo", private=True)
    for number in range(PICTURE.member):
        reply = await world.fan.click((cast, card)[number % 2].response, label="Relationships")
        assert not is_refused(reply)
    for each in (cast, card):
        assert is_refused(await world.fan.click(each.response, label="Relationships"))
    assert not is_refused(await world.fan.click(cast.response, label="Share"))


async def test_a_server_has_a_limit_of_its_own_for_what_costs_much(world: World) -> None:
    assert GAME.server is not None
    await world.set_ceiling(world.guild, Episode(1, 12))
    members = [world.guild.add_member(world.env.create_user(f"member{number}")) for number in range(8)]
    told: list[str] = []
    for number in range(GAME.server + 1):
        host = members[number % len(members)]
        told.append(words(await host.slash(world.guild.create_text_channel(f"room-{number}"), "trivia start")))
    assert all("The game begins" in each for each in told[:-1])
    assert told[-1].startswith("This server asked me for a lot just now. Try again <t:")
    # What costs little goes on, and so does every other server.
    assert await look_up(world, members[0], 1) == [False]
    elsewhere = world.env.create_guild("Elsewhere")
    stranger = elsewhere.add_member(world.env.create_user("stranger"))
    assert "The game begins" in words(await stranger.slash(elsewhere.create_text_channel("there"), "trivia start"))


async def suggest(world: World, text: str) -> Any:
    """Submit a suggestion that breaks no rule; a second goes by."""
    await world.pass_time(1)
    form = await world.fan.slash(world.channel, "suggest", about="Nam-ra")
    typed = {"text": text, "source": "a book", "revealed_in": ["1001"], "topic": ["event"]}
    return await world.fan.submit_modal(form, filled(form) | typed)


async def test_a_form_that_came_too_often_loses_nothing(world: World) -> None:
    for number in range(SEND.member):
        assert not is_refused(await suggest(world, f"Nam-ra sings {number}."))
    await world.bot.store.database.write("DELETE FROM reviews")  # a member has few of them there at a time
    refused = await suggest(world, "Nam-ra hums.")
    assert is_refused(refused)
    again = await world.fan.click(refused.response, label="Edit again")
    assert filled(again)["text"] == "Nam-ra hums."
    refused = await world.fan.submit_modal(again, filled(again))
    assert is_refused(refused)
    await world.pass_time(SEND.seconds + 1)
    again = await world.fan.click(refused.response, label="Edit again")
    assert words(await world.fan.submit_modal(again, filled(again))).startswith("Thanks.")


async def test_of_a_flood_of_forms_the_first_are_kept_and_the_others_come_back_as_files(world: World) -> None:
    for number in range(SEND.member + DRAFT.member):
        result = await suggest(world, f"Nam-ra hums {number}.")
        assert is_refused(result) == (number >= SEND.member)
        assert not result.response.attachments
    refused = await suggest(world, "Nam-ra whistles.")
    assert is_refused(refused)
    assert "Here is what you typed." in words(refused)
    (file,) = refused.response.attachments
    data = world.env.backend.cdn.get(file.url)
    assert data is not None
    assert b"Nam-ra whistles." in data
    rows = await world.bot.store.database.rows("SELECT count(*) FROM drafts WHERE form LIKE '%whistles%'")
    assert rows == [(0,)]


async def test_a_refusal_reads_nothing(world: World) -> None:
    await look_up(world, world.fan, LOOKUP.member)
    refuse = mock.Mock(side_effect=AssertionError)
    with mock.patch.multiple(Database, rows=refuse, write=refuse, transaction=refuse):
        assert await look_up(world, world.fan, 1) == [True]


async def test_typing_into_an_option_is_never_refused(world: World) -> None:
    await look_up(world, world.fan, LOOKUP.member + 1)
    for _number in range(LOOKUP.member):
        assert await world.fan.autocomplete(world.channel, "character", "name", "nam")


def test_every_command_that_names_a_limit_names_one_of_ours(bot: Any) -> None:
    """A slip of the key would be no limit at all."""
    for command in bot.tree.walk_commands():
        assert not command.extras or isinstance(command.extras.get(Limit), Limit)
        assert isinstance(command, app_commands.Command | app_commands.Group)


# ------------------------------------------------------------------------------------------------ counting


def uses(kept: Limits, limit: Limit, times: int, *, user: int = 1, guild: int | None = 9, at: datetime = NOW) -> int:
    """How many of so many uses are let through."""
    refused = [kept.use(limit, user, guild, at) for _number in range(times)]
    assert all(at < each.until <= at + timedelta(seconds=limit.seconds) for each in refused if each)
    return refused.count(None)


def test_refused_uses_of_one_member_do_not_count_for_the_server() -> None:
    kept = Limits()
    assert uses(kept, GAME, 500) == GAME.member
    assert uses(kept, GAME, 500, user=2) == GAME.member
    rest = sum(uses(kept, GAME, 500, user=user) for user in range(3, 30))
    assert GAME.member * 2 + rest == GAME.server
    assert uses(kept, GAME, 1, user=1, guild=8) == 0
    assert uses(kept, GAME, 1, user=99, guild=8) == 1
    assert uses(kept, GAME, 1, user=98, guild=None) == 1


def test_each_limit_counts_alone_and_ends_by_itself() -> None:
    kept = Limits()
    assert uses(kept, LOOKUP, 99) == LOOKUP.member
    assert uses(kept, PRESS, 99) == PRESS.member
    assert uses(kept, LOOKUP, 99, at=NOW + timedelta(seconds=LOOKUP.seconds + 1)) == LOOKUP.member


def test_what_is_counted_has_a_bound_and_whoever_asks_now_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 100)
    kept = Limits()
    for user in range(90):
        uses(kept, LOOKUP, 1, user=user)
    later = NOW + timedelta(seconds=LOOKUP.seconds + 1)
    assert uses(kept, LOOKUP, 99, user=1000, at=later) == LOOKUP.member
    for user in range(1001, 1050):
        uses(kept, LOOKUP, 1, user=user, at=later)
    assert uses(kept, LOOKUP, 1, user=1000, at=later) == 0
    for user in range(2000, 4000):
        uses(kept, LOOKUP, 1, user=user, at=later)
    assert kept.count <= 100


async def test_who_types_too_fast_has_no_suggestions_for_a_moment(world: World) -> None:
    found = [
        bool(await world.fan.autocomplete(world.channel, "character", "name", "nam")) for _ in range(TYPE.member + 1)
    ]
    assert found == [True] * TYPE.member + [False]
    await world.env.advance_time(TYPE.seconds + 1)
    assert await world.fan.autocomplete(world.channel, "character", "name", "nam")
