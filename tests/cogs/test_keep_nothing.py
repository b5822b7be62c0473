"""“Keep nothing of me from now on”: whatever somebody does then, one row names them, and that is their wish."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from simcord.results import ResponseMessage

from bot.errors import KeepsNothingError
from bot.show.episodes import Episode
from support.canaries import canary_pack
from support.held import named
from support.leaks import assert_tells_nothing
from support.reading import buttons, words
from support.suggestions import suggest
from support.walk import pack_world
from support.walks import walk_desk, walk_everything, walk_watchalong
from support.world import World

E4 = Episode(1, 4)
WISH = {("keep_nothing", "user_id")}
REFUSED = "You asked me to keep nothing of you, and I’d have to for this."


async def asks(world: World, member: Any, answer: str) -> Any:
    """Let a member press the switch in /privacy, and answer what it asks."""
    card = await member.slash(world.channel, "privacy")
    await member.click(card.response, label="Keep nothing of me")
    await member.click(card.response, label=answer)
    return card.response


@pytest.fixture
def refusals(world: World) -> Iterator[None]:
    """Claims what ended as this one sentence, and nothing else."""
    yield
    causes = [getattr(error, "original", error) for error in world.env.errors]
    assert causes
    assert all(isinstance(each, KeepsNothingError) for each in causes)


# ------------------------------------------------------------------------------------------------- the switch


async def test_the_switch_says_what_it_costs_and_can_be_taken_back(world: World) -> None:
    card = await world.fan.slash(world.channel, "privacy")
    await world.fan.click(card.response, label="Keep nothing of me")
    assert "I can’t know how far you are then." in words(card.response)
    assert list(buttons(card.response)) == ["Yes, and delete what’s there", "Yes, from now on", "Not now"]
    await world.fan.click(card.response, label="Not now")
    assert not await world.bot.store.privacy.keeps_nothing(world.fan.id)
    await world.fan.click(card.response, label="Keep nothing of me")
    await world.fan.click(card.response, label="Yes, from now on")
    assert "From now on I keep nothing of you but this wish" in words(card.response)
    assert list(buttons(card.response)) == ["Export", "Keep things again", "Delete"]
    await world.fan.click(card.response, label="Keep things again")
    assert "You’re on leaderboards" in words(card.response)
    assert await named(world, world.fan.id) == set()
    await world.fan.slash(world.channel, "progress set", episode="4")
    assert await named(world, world.fan.id) == {("progress", "user_id")}


async def test_what_was_kept_goes_where_they_say_so_and_else_still_protects_them(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 12))
    for member in (world.fan, world.other):
        await world.set_progress(member, E4)
    await asks(world, world.fan, "Yes, from now on")
    said = await asks(world, world.other, "Yes, and delete what’s there")
    assert words(said).startswith("Everything about you is deleted. I keep nothing of you: in a server I tell you")
    assert await named(world, world.fan.id) == {*WISH, ("progress", "user_id")}
    assert await named(world, world.other.id) == WISH
    # Who kept what they said goes no further than that; who has nothing any more goes by the channel, as they were told.
    for member, through in ((world.fan, "S1E4"), (world.other, "S1E12")):
        card = await member.slash(world.channel, "cast", private=True)
        assert f"Spoiler-safe through {through}" in words(card)
        told = await member.user.slash("cast")
        assert ("Spoiler-safe through S1E4" if member is world.fan else "Safe for everyone") in words(told)


@pytest.mark.usefixtures("refusals")
async def test_a_deletion_leaves_the_wish_and_a_restart_too(world: World) -> None:
    card = await asks(world, world.fan, "Yes, from now on")
    await world.fan.click(card, label="Delete")
    await world.fan.click(card, label="Yes, delete everything")
    assert "I keep nothing of you" in words(card)
    async with AsyncExitStack() as doors:
        await world.kill(doors)
        refused = await world.fan.slash(world.channel, "progress set", episode="4")
        assert words(refused).startswith(REFUSED)
        assert await named(world, world.fan.id) == WISH


# -------------------------------------------------------------------------------------------- whatever they do


@pytest.mark.usefixtures("refusals")
async def test_progress_says_why_it_is_not_kept(world: World) -> None:
    await world.keep_nothing(world.fan)
    assert words(await world.fan.slash(world.channel, "progress show")).startswith("I keep nothing of you: in a server")
    assert words(await world.fan.slash(world.channel, "progress set", episode="4")).startswith(REFUSED)
    assert words(await world.fan.slash(world.channel, "progress clear")).startswith(
        "I keep nothing of you: in a server"
    )
    assert await named(world, world.fan.id) == WISH


@pytest.mark.usefixtures("refusals")
@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("suggest", {"about": "nam-ra"}),
        ("spoiler post", {"episode": "9"}),
        ("trivia start", {}),
        ("trivia practice", {}),
        ("trivia daily", {}),
    ],
)
async def test_whatever_has_to_be_remembered_is_refused_before_anything_is_typed(
    world: World, command: str, options: dict[str, Any]
) -> None:
    await world.keep_nothing(world.fan)
    refused = await world.fan.slash(world.channel, command, **options)
    assert refused.modal is None
    assert words(refused).startswith(REFUSED)
    assert refused.ephemeral
    assert await named(world, world.fan.id) == WISH


async def test_what_was_typed_before_they_asked_for_it_goes_back_to_them(world: World) -> None:
    form = await world.fan.slash(world.channel, "spoiler post", episode="9")
    await world.keep_nothing(world.fan)
    told = await world.fan.submit_modal(form, {"title": "The roof", "text": "she jumps"})
    assert words(told).startswith(REFUSED)
    (file,) = told.response.attachments
    assert (await file.read()).strip() == b"The roof\n\nshe jumps"
    assert await named(world, world.fan.id) == WISH


@pytest.mark.usefixtures("refusals")
async def test_they_play_in_nobodys_game(world: World) -> None:
    await world.keep_nothing(world.fan)
    await world.go_by_channel(world.other)
    await world.other.slash(world.channel, "trivia start", rounds=3)
    question = ResponseMessage(
        world.env, world.env.backend.get_message(world.channel.id, world.channel.last_message.id)
    )
    answer = next(label for label in buttons(question) if label.startswith("A"))
    refused = await world.fan.click(question, label=answer)
    assert refused.ephemeral
    assert words(refused).startswith(REFUSED)
    assert await named(world, world.fan.id) == WISH
    await world.other.click(question, label=answer)
    assert ("trivia_answers", "user_id") in await named(world, world.other.id)


async def test_a_spoiler_is_read_without_a_note_of_it(world: World) -> None:
    await world.keep_nothing(world.fan)
    form = await world.other.slash(world.channel, "spoiler post", episode="9")
    post = await world.other.submit_modal(form, {"title": "The roof", "text": "she jumps"})
    asked = await world.fan.click(post.response, label="Reveal to me")
    assert list(buttons(asked)) == ["Yes, read it", "Not now"]
    assert "she jumps" in words(await world.fan.click(asked.response, label="Yes, read it"))
    assert await named(world, world.fan.id) == WISH


@pytest.mark.usefixtures("refusals")
async def test_their_messages_go_behind_no_label(world: World) -> None:
    await world.keep_nothing(world.fan)
    message = await world.fan.send(world.channel, "she jumps")
    refused = await world.moderator.context_menu(world.channel, "Tag as spoiler", message)
    assert words(refused).startswith("I may keep nothing of whoever wrote this")
    assert words(await world.fan.context_menu(world.channel, "Tag as spoiler", message)).startswith(REFUSED)
    assert await named(world, world.fan.id) == WISH


async def test_what_they_suggested_before_can_be_taken_without_their_name(world: World) -> None:
    await suggest(world, world.fan)
    await asks(world, world.fan, "Yes, from now on")
    await world.set_progress(world.moderator, Episode(1, 12))
    queue = await world.moderator.slash(world.channel, "review")
    if "Approve" not in buttons(queue):
        await world.moderator.click(queue.response, label=next(iter(buttons(queue))))
    await world.moderator.click(queue.response, label="Approve")
    assert ("edits", "edited_by") in await named(world, world.moderator.id)
    assert await named(world, world.fan.id) == {*WISH, ("reviews", "author_id")}


@pytest.mark.usefixtures("refusals")
async def test_moderators_choose_settings_and_change_no_facts(world: World) -> None:
    await world.keep_nothing(world.moderator)
    await world.moderator.slash(world.channel, "settings channel", ceiling="e4")
    await world.moderator.slash(world.channel, "settings server", timezone="Asia/Seoul")
    assert (await world.bot.store.guilds.settings(world.guild.id)).timezone == "Asia/Seoul"
    assert words(await world.moderator.slash(world.channel, "fact add")).startswith(REFUSED)
    assert words(
        await world.moderator.slash(world.channel, "watchalong start", episode="4", at="in 2 hours")
    ).startswith(REFUSED)
    assert await named(world, world.moderator.id) == WISH


# --------------------------------------------------------------------------------------------------- all of it


@pytest.mark.prove
async def test_whatever_a_member_runs_types_and_presses_leaves_their_wish_alone(tmp_path: Path) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        await world.keep_nothing(world.fan)
        assert_tells_nothing(await walk_everything(world, "channel", E4, deep=2, ahead=True))
        assert await named(world, world.fan.id) == WISH


@pytest.mark.prove
async def test_nor_does_what_they_press_in_games_and_watchalongs_or_as_a_moderator(tmp_path: Path) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        for member in (world.fan, world.moderator):
            await world.keep_nothing(member)
        await walk_desk(world, deep=3)
        assert await named(world, world.moderator.id) == WISH
        world.nothing_of.discard(world.moderator.id)
        await world.set_progress(world.moderator, None)
        await walk_watchalong(world, "channel", E4)
        assert await named(world, world.fan.id) == WISH
