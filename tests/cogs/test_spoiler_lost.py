"""Members' spoilers whose answer was lost on the way: what stands is never forgotten."""

from typing import Any
from unittest import mock

import aiohttp
import pytest

from support.faults import AGAIN, ANSWER, SERVER_ERROR, broken
from support.posts import card_of, in_channel, post, stored, tag
from support.proofs import in_prove
from support.reading import filled, words
from support.world import World

# ------------------------------------------------------------------------------- what stands is never forgotten


LOOK = "/webhooks/*/*/messages/@original"


async def known(world: World) -> list[tuple[bool]]:
    """Of every post whether its message is known."""
    return [(bool(row[0]),) for row in await world.bot.store.database.rows("SELECT message_id FROM spoiler_posts")]


async def lost_post(world: World, fault: Any, *, looks: int = 0) -> Any:
    """Post while the answer of Discord breaks, and `looks` of the bot for its message too; gives what stands there."""
    form = await world.fan.slash(world.channel, "spoiler post", episode="S1E9")
    with broken("POST", ANSWER, arrives=True, error=fault), broken("GET", LOOK, times=looks):
        done = await world.fan.submit_modal(form, {"title": "The roof", "text": "she jumps"})
    return done.response


@pytest.mark.parametrize("fault", [None, *map(in_prove, (SERVER_ERROR, AGAIN))])
async def test_a_post_whose_answer_was_lost_is_found(world: World, fault: Any) -> None:
    reply = await lost_post(world, fault)
    assert words(reply).startswith("### Spoilers through S1E9")
    assert await known(world) == [(True,)]
    assert "she jumps" in words(await world.fan.click(reply, label="Reveal to me"))
    assert not (await world.fan.slash(world.channel, "about")).followups
    await world.pass_time(24 * 3600)
    assert await stored(world) == [("The roof", "she jumps")]


async def test_a_press_tells_that_a_post_stands_whose_answer_was_lost(world: World) -> None:
    reply = await lost_post(world, None, looks=1)
    assert await known(world) == [(False,)]
    assert "Read spoilers through S1E9?" in words(await world.other.click(reply, label="Reveal to me"))
    assert await known(world) == [(True,)]
    assert await world.bot.store.database.rows("SELECT id FROM drafts") == []
    world.env.backend.delete_message(world.channel.id, reply.id)
    await world.pass_time(24 * 3600)
    assert await stored(world) == []


async def test_the_sweep_finds_a_post_whose_answer_was_lost_and_forgets_one_that_never_stood(world: World) -> None:
    reply = await lost_post(world, None, looks=1)
    form = await world.fan.slash(world.channel, "spoiler post", episode="S1E9")
    with broken("POST", ANSWER), broken("GET", LOOK):
        lost = await world.fan.submit_modal(form, {"title": "The yard", "text": "he runs"})
    assert "Discord had trouble just now" in words(lost)
    assert len(await stored(world)) == 2
    await world.pass_time(11 * 60)
    assert await stored(world) == [("The roof", "she jumps")]
    assert await known(world) == [(True,)]
    assert "she jumps" in words(await world.fan.click(reply, label="Reveal to me"))


async def test_a_post_of_which_nobody_knows_waits_for_a_month(world: World) -> None:
    reply = await lost_post(world, None, looks=99)
    with broken("GET", LOOK, times=99):
        await world.pass_time(20 * 60)
    await world.pass_time(20 * 24 * 3600)
    assert "she jumps" in words(await world.fan.click(reply, label="Reveal to me"))


async def test_a_post_that_discord_refused_is_not_kept(world: World) -> None:
    form = await world.fan.slash(world.channel, "spoiler post", episode="S1E9")
    world.env.inject_error("POST", ANSWER, status=400, code=200000)
    refused_ = await world.fan.submit_modal(form, {"title": "The roof", "text": "she jumps"})
    assert "AutoMod" in words(refused_)
    assert await stored(world) == []
    assert filled(await world.fan.click(refused_.response, label="Edit again"))["text"] == "she jumps"


async def test_a_post_that_is_posted_again_is_no_dead_double(world: World) -> None:
    first = await lost_post(world, AGAIN, looks=1)
    assert await known(world) == [(False,)]
    await world.bot.store.database.write("UPDATE drafts SET state = 'interrupted'")
    second = await post(world, world.fan)
    assert await stored(world) == [("The roof", "she jumps")]
    for reply in (first, second):
        assert "she jumps" in words(await world.fan.click(reply, label="Reveal to me"))


async def test_an_erased_card_that_cannot_be_reached_now_is_emptied_later(world: World) -> None:
    reply = await post(world, world.fan)
    await world.bot.store.privacy.forget(world.fan.id)
    with broken("PATCH", "/channels/*/messages/*") as lost:
        await world.pass_time(10 * 60)
    assert lost
    await world.pass_time(10 * 60)
    assert words(card_of(world, reply)) == "This post was removed."


async def test_a_tag_whose_answer_was_lost_can_be_made_again_and_both_cards_are_read(world: World) -> None:
    message = await world.fan.send(world.channel, "he bites her")
    with broken("POST", "/channels/*/messages", arrives=True):
        lost = await tag(world, world.moderator, message)
    assert "Discord had trouble just now" in words(lost)
    assert "he bites her" in in_channel(world)
    first = world.channel.last_message
    done = await tag(world, world.moderator, message)
    assert words(done) == "Tagged as spoilers through S1E7. The original is gone."
    assert "he bites her" not in in_channel(world)
    for reply in (first, world.channel.last_message):
        assert "he bites her" in words(await world.fan.click(reply, label="Reveal to me"))
    sent: list[Any] = [
        each.json for each in world.env.http_requests if each.path == f"/channels/{world.channel.id}/messages"
    ]
    assert len(sent) == 2
    assert len({each["nonce"] for each in sent}) == 1


async def test_a_card_stays_where_nobody_knows_whether_its_original_is_gone(world: World) -> None:
    message = await world.fan.send(world.channel, "he bites her")
    with broken("DELETE", "/channels/*/messages/*", arrives=True):
        done = await tag(world, world.moderator, message)
    assert "check that the original is gone" in words(done)
    assert "he bites her" in words(await world.fan.click(world.channel.last_message, label="Reveal to me"))


async def test_a_file_that_is_gone_changes_nothing(world: World) -> None:
    message = await world.fan.send(world.channel, "look", attachments=[("a.png", b"picture")])
    form = await world.moderator.context_menu(world.channel, "Tag as spoiler", message)
    with mock.patch.object(type(world.bot.http), "get_from_cdn", side_effect=aiohttp.ServerDisconnectedError):
        done = await world.moderator.submit_modal(form, {"episode": ["1007"]})
    assert words(done).startswith("I couldn’t load a file of this message, so nothing changed")
    assert await stored(world) == []


async def test_no_control_reaches_a_post_of_another_server(world: World) -> None:
    reply = await post(world, world.fan)
    (row,) = await world.bot.store.database.rows("SELECT id FROM spoiler_posts")
    posts = world.bot.store.posts
    assert await posts.post(world.guild.id, row[0]) is not None
    assert await posts.post(world.guild.id + 1, row[0]) is None
    assert await posts.post(None, row[0]) is None
    assert await posts.remove_post(world.guild.id + 1, row[0]) is None
    assert words(reply).startswith("### Spoilers")
    assert len(await stored(world)) == 1
