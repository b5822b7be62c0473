"""/spoiler post and Tag as spoiler, as members use them."""

from typing import Any
from unittest import mock

import aiohttp
import discord
import pytest
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType
from simcord.results import ResponseMessage

from bot.show.episodes import Episode
from bot.ui.posts import sending
from support.faults import AGAIN, ANSWER, SERVER_ERROR, broken
from support.proofs import in_prove
from support.reading import buttons, components, filled, words
from support.world import World

EVERY_KIND = (
    "# Heading\n> quote\n- list\n```py\nprint('||not a tag||')\n```\n`code` **bold** *it* __u__ ~~s~~ ||hidden||\n"
    "<@1> @everyone https://example.org [a](https://example.org) || unclosed ```\nodd\u202ename :smile: -# small\n"
)


async def post(
    world: World, member: Any, *, episode: str = "S1E9", title: str = "The roof", text: str = "she jumps"
) -> Any:
    """The public post that a member makes."""
    form = await member.slash(world.channel, "spoiler post", episode=episode)
    done = await member.submit_modal(form, {"title": title, "text": text})
    assert done.response is not None
    return done.response


async def tag(world: World, member: Any, message: Any, episode: str = "1007") -> Any:
    """What somebody hears who tags a message."""
    form = await member.context_menu(world.channel, "Tag as spoiler", message)
    return await member.submit_modal(form, {"episode": [episode]})


def stored(world: World) -> Any:
    return world.bot.store.database.rows("SELECT title, text FROM spoiler_posts")


def in_channel(world: World) -> list[str]:
    """What everybody reads in the channel."""
    seen = [
        world.env.backend.get_message(world.channel.id, each.id)
        for each in world.channel.history()
        if not each.flags.ephemeral
    ]
    return [words(each) or each.content for each in seen]


def refused(world: World) -> list[str]:
    """What members did wrong so far, by the names of the errors; nothing else may have gone wrong."""
    return [type(getattr(error, "original", error)).__name__ for error in world.env.errors]


# ------------------------------------------------------------------------------------------------- /spoiler post


async def test_the_post_shows_its_title_and_who_wrote_it_and_never_its_text(world: World) -> None:
    reply = await post(world, world.fan, title="The *roof*", text="she jumps")
    assert words(reply) == "### Spoilers through S1E9\nThe \\*roof\\*\nPosted by **fan**."
    assert not reply.ephemeral
    assert "she jumps" not in str([entry.json for entry in world.env.http_requests])


@pytest.mark.parametrize("nick", ["\u3164", "\u200b", "\u2800", "\u202e"])
async def test_a_member_whose_name_nobody_can_see_leaves_no_empty_line(world: World, nick: str) -> None:
    unseen = world.guild.add_member(world.env.create_user("unseen"), nick=nick)
    assert words(await post(world, unseen)).endswith("Posted by **a member**.")


@pytest.mark.parametrize("typed", [{"title": "\u3164"}, {"text": "\u2800 \u3164"}])
async def test_a_post_that_nobody_could_see_is_refused(world: World, typed: dict[str, str]) -> None:
    assert words(await post(world, world.fan, **typed)) == "A post needs a title, and a text or a file."


async def test_the_form_says_that_everybody_sees_the_title(world: World) -> None:
    form = await world.fan.slash(world.channel, "spoiler post", episode="9")
    assert form.modal["title"] == "Spoilers through S1E9"
    assert "Title: everybody sees it" in str(form.modal)


async def test_a_reader_who_is_that_far_reads_it_at_once_and_alone(world: World) -> None:
    reply = await post(world, world.fan)
    await world.set_progress(world.other, Episode(1, 9))
    read = await world.other.click(reply, label="Reveal to me")
    assert read.response.ephemeral
    assert words(read).startswith("### The roof\nshe jumps\n-# From ")
    assert words(read).endswith("· spoilers through S1E9")
    assert not buttons(read)


async def test_a_reader_below_that_episode_is_asked_first(world: World) -> None:
    reply = await post(world, world.fan)
    await world.set_progress(world.other, Episode(1, 8))
    asked = await world.other.click(reply, label="Reveal to me")
    assert words(asked) == (
        "### Read spoilers through S1E9?\n"
        f"You finished S1E8. This post by <@{world.fan.id}> tells what happens through S1E9."
    )
    assert list(buttons(asked)) == ["Yes, read it", "Yes, don’t ask for 15 minutes", "Not now"]
    read = await world.other.click(asked.response, label="Yes, read it")
    assert "she jumps" in words(asked.response)
    assert read.response is None or read.response.ephemeral
    again = await world.other.click(reply, label="Reveal to me")
    assert words(again).startswith("### Read spoilers")


async def test_not_now_tells_nothing(world: World) -> None:
    asked = await world.other.click(await post(world, world.fan), label="Reveal to me")
    await world.other.click(asked.response, label="Not now")
    assert words(asked.response) == "The post stays where it is, for later."


async def test_whoever_asked_for_it_is_not_asked_for_a_quarter_of_an_hour_and_no_further_than_that_episode(
    world: World,
) -> None:
    reply, later = await post(world, world.fan), await post(world, world.fan, episode="S1E10", text="they fly")
    asked = await world.other.click(reply, label="Reveal to me")
    await world.other.click(asked.response, label="Yes, don’t ask for 15 minutes")
    assert "she jumps" in words(asked.response)
    assert "she jumps" in words(await world.other.click(reply, label="Reveal to me"))
    assert "Read spoilers through S1E10?" in words(await world.other.click(later, label="Reveal to me"))
    await world.pass_time(15 * 60)
    assert "Read spoilers through S1E9?" in words(await world.other.click(reply, label="Reveal to me"))


@pytest.mark.parametrize("length", [3500])
async def test_a_text_of_3500_characters_with_every_kind_of_markdown_survives(world: World, length: int) -> None:
    text = (EVERY_KIND * 20)[:length].strip()
    reply = await post(world, world.fan, title="*_`~|" * 16, text=text)
    await world.set_progress(world.other, Episode(1, 12))
    read = await world.other.click(reply, label="Reveal to me")
    assert [each["content"] for each in components(read) if each["type"] == 10][1] == text
    sent: Any = world.env.http_requests[-1].json
    assert sent["data"]["allowed_mentions"] == {"parse": []}


async def test_mentions_ping_nobody(world: World) -> None:
    text = f"@everyone <@{world.other.id}>"
    form = await world.fan.slash(world.channel, "spoiler post", episode="9")
    await world.fan.submit_modal(form, {"title": text, "text": text})
    message = world.channel.last_message
    assert not message.mentions
    assert not message.mention_everyone


async def test_a_post_needs_words(world: World) -> None:
    form = await world.fan.slash(world.channel, "spoiler post", episode="9")
    answer = await world.fan.submit_modal(form, {"title": " ", "text": "kept"})
    assert words(answer) == "A post needs a title, and a text or a file."
    again = await world.fan.click(answer.response, label="Edit again")
    assert "kept" in str(again.modal)
    assert await stored(world) == []


@pytest.mark.parametrize("typed", ["premise", "S9E9", "what"])
async def test_only_an_episode_can_be_spoiled(world: World, typed: str) -> None:
    reply = await world.fan.slash(world.channel, "spoiler post", episode=typed)
    assert words(reply).startswith(f"I don’t know an episode “{typed}”. Pick one from the list, such as S1E4")
    assert refused(world) == ["EpisodeUnknownError"]


async def test_who_may_not_write_here_posts_no_spoiler_either(world: World) -> None:
    reading = {
        world.guild.default_role: discord.PermissionOverwrite(send_messages=False, send_messages_in_threads=False)
    }
    channel = world.guild.create_text_channel("announcements", overwrites=reading)
    thread = type(channel)(
        world.env, world.guild, world.env.backend.create_thread(channel.id, "talk", owner_id=world.moderator.id)
    )
    for place, name in ((channel, "Send Messages"), (thread, "Send Messages in Threads")):
        answer = await world.fan.slash(place, "spoiler post", episode="9")
        assert words(answer).startswith(f"Only members with {name} can do that.")
    assert refused(world) == ["NotAllowedError", "NotAllowedError"]


async def test_a_post_stands_in_a_thread_too(world: World) -> None:
    world.channel = type(world.channel)(
        world.env, world.guild, world.env.backend.create_thread(world.channel.id, "talk", owner_id=world.fan.id)
    )
    reply = await post(world, world.fan)
    assert words(await remove(world.fan, reply)) == "This post was removed."
    assert words(reply) == "This post was removed."


# ------------------------------------------------------------------------------------------------- removing


async def remove(member: Any, reply: Any) -> Any:
    """Reveal, Remove the post, Yes; gives the private reply on which it ends."""
    seen = await member.click(reply, label="Reveal to me")
    await member.click(seen.response, label="Remove the post")
    await member.click(seen.response, label="Yes, remove it")
    return seen.response


async def test_the_author_removes_a_post_and_its_text_for_good(world: World) -> None:
    reply = await post(world, world.fan)
    assert words(await remove(world.fan, reply)) == "This post was removed."
    assert words(reply) == "This post was removed."
    assert not buttons(reply)
    assert await stored(world) == []


async def test_a_moderator_removes_a_post_without_reading_it(world: World) -> None:
    reply = await post(world, world.fan)
    seen = await world.moderator.click(reply, label="Reveal to me")
    assert "Read spoilers through S1E9?" in words(seen)
    await world.moderator.click(seen.response, label="Remove the post")
    assert words(seen.response) == "### Remove this post?\nIt’s deleted for good, with its text."
    await world.moderator.click(seen.response, label="Yes, remove it")
    assert words(reply) == "This post was removed."
    assert await stored(world) == []


async def test_keep_it_keeps_it(world: World) -> None:
    reply = await post(world, world.fan)
    seen = await world.moderator.click(reply, label="Reveal to me")
    await world.moderator.click(seen.response, label="Remove the post")
    await world.moderator.click(seen.response, label="Keep it")
    assert await stored(world) == [("The roof", "she jumps")]


async def test_a_button_on_a_removed_post_says_so(world: World) -> None:
    reply = await post(world, world.fan)
    seen = await world.other.click(reply, label="Reveal to me")
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50001)
    await remove(world.fan, reply)
    assert words(await world.other.click(reply, label="Reveal to me")) == "This post was removed."
    await world.other.click(seen.response, label="Yes, read it")
    assert words(seen.response) == "This post was removed."


# --------------------------------------------------------------------------------------------------- the sweep


async def test_the_text_goes_within_a_day_after_the_post_is_gone(world: World) -> None:
    gone, stands = await post(world, world.fan, text="gone"), await post(world, world.fan, text="stands")
    world.env.backend.delete_message(world.channel.id, gone.id)
    assert len(await stored(world)) == 2
    await world.pass_time(24 * 3600)
    assert await stored(world) == [("The roof", "stands")]
    await world.set_progress(world.fan, Episode(1, 9))
    assert "stands" in words(await world.fan.click(stands, label="Reveal to me"))


async def test_the_sweep_keeps_what_it_cannot_reach_and_asks_for_a_part_at_a_time(world: World) -> None:
    for number in range(12):
        await post(world, world.fan, text=str(number))
    world.env.inject_error("GET", "/channels/*/messages/*", status=403, code=50001, times=None)
    seen = len(world.env.http_requests)
    await world.pass_time(8 * 3600 + 11 * 60)
    asked = [each for each in world.env.http_requests[seen:] if each.method == "GET"]
    assert 0 < len(asked) <= 10
    await world.pass_time(3600)
    assert len(await stored(world)) == 12


async def test_a_sweep_that_discord_fails_asks_again(world: World) -> None:
    reply = await post(world, world.fan)
    world.env.backend.delete_message(world.channel.id, reply.id)
    world.env.inject_error("GET", "/channels/*/messages/*", status=500)
    await world.pass_time(24 * 3600)
    assert await stored(world) == []


# -------------------------------------------------------------------------------------------------- tagging


async def test_the_author_tags_their_own_message(world: World) -> None:
    message = await world.fan.send(world.channel, "he *bites* her\n@everyone")
    done = await tag(world, world.fan, message)
    assert words(done) == "Tagged as spoilers through S1E7. The original is gone."
    assert done.response.ephemeral
    assert in_channel(world) == ["### Spoilers through S1E7\nPosted by **fan**."]
    await world.set_progress(world.other, Episode(1, 7))
    read = await world.other.click(world.channel.last_message, label="Reveal to me")
    assert words(read).startswith("he *bites* her\n@everyone\n-# From")


async def test_a_moderator_tags_anybodys_message(world: World) -> None:
    message = await world.fan.send(world.channel, "he bites her")
    await tag(world, world.moderator, message)
    assert in_channel(world) == ["### Spoilers through S1E7\nWritten by **fan**, tagged by **moderator**."]


async def test_nobody_else_tags_a_message(world: World) -> None:
    message = await world.fan.send(world.channel, "he bites her")
    answer = await world.other.context_menu(world.channel, "Tag as spoiler", message)
    assert words(answer).startswith("Only members with Manage Messages can do that.")
    assert in_channel(world) == ["he bites her"]
    assert set(refused(world)) <= {"NotAllowedError", "BotNotAllowedError"}


async def test_a_moderator_who_is_none_any_more_when_the_form_comes_back_tags_nothing(world: World) -> None:
    message = await world.fan.send(world.channel, "he bites her")
    form = await world.moderator.context_menu(world.channel, "Tag as spoiler", message)
    world.env.backend.get_guild(world.guild.id).members[world.moderator.id].role_ids.clear()
    answer = await world.moderator.submit_modal(form, {"episode": ["1007"]})
    assert words(answer).startswith("Only members with Manage Messages can do that.")
    assert in_channel(world) == ["he bites her"]
    assert set(refused(world)) <= {"NotAllowedError", "BotNotAllowedError"}


async def test_files_are_carried_over_as_spoilers_under_names_that_tell_nothing(world: World) -> None:
    files = [("onjo-dies.png", b"picture"), ("theory about onjo.txt", b"words")]
    message = await world.fan.send(world.channel, "look", attachments=files)
    await tag(world, world.moderator, message)
    card = world.channel.last_message
    spoilers = [each for each in components(card_of(world, card)) if each["type"] in {12, 13}]
    assert [each["type"] for each in spoilers] == [12, 13]
    assert spoilers[0]["items"][0]["spoiler"] is True
    assert spoilers[1]["spoiler"] is True
    assert "onjo" not in str(spoilers)
    assert card.flags.suppress_notifications


def card_of(world: World, message: Any) -> Any:
    return world.env.backend.get_message(world.channel.id, message.id)


async def test_whoever_removes_a_tag_gets_the_text_and_the_files(world: World) -> None:
    message = await world.fan.send(world.channel, "he bites her", attachments=[("a.png", b"picture")])
    await tag(world, world.moderator, message)
    card = world.channel.last_message
    seen = await world.moderator.click(card, label="Reveal to me")
    await world.moderator.click(seen.response, label="Remove the post")
    assert "You get its text once more" in words(seen.response)
    done = await world.moderator.click(seen.response, label="Yes, remove it")
    assert words(seen.response) == "This post was removed. Here is what it said, for you only."
    said, files = done.followups
    assert words(said).startswith("he bites her\n")
    # The moderator has not seen the episode: it stands behind one more tap.
    assert components(said)[0]["spoiler"] is True
    assert [each["type"] for each in components(files)] == [17, 12]
    assert all(reply.ephemeral for reply in done.followups)
    assert in_channel(world) == ["This post was removed."]
    assert await stored(world) == []


@pytest.mark.parametrize(
    ("lacking", "name"),
    [
        ("manage_messages", "Manage Messages"),
        ("send_messages", "Send Messages"),
        ("attach_files", "Attach Files"),
        ("read_message_history", "Read Message History"),
    ],
)
async def test_a_permission_that_the_bot_lacks_is_said_by_name_and_nothing_is_removed(
    world: World, lacking: str, name: str
) -> None:
    world.channel = world.guild.create_text_channel(
        "narrow", overwrites={world.bot.user: discord.PermissionOverwrite(**{lacking: False})}
    )
    message = await world.fan.send(world.channel, "he bites her", attachments=[("a.png", b"picture")])
    answer = await world.fan.context_menu(world.channel, "Tag as spoiler", message)
    assert words(answer).startswith(f"I need **{name}** in this channel for that, so nothing was changed")
    assert in_channel(world) == ["he bites her"]
    assert set(refused(world)) <= {"NotAllowedError", "BotNotAllowedError"}


@pytest.mark.parametrize(
    ("method", "path", "status", "answer"),
    [
        ("POST", "/channels/*/messages", 403, "I need **Send Messages** in this channel"),
        ("DELETE", "/channels/*/messages/*", 403, "I need **Manage Messages** in this channel"),
        ("DELETE", "/channels/*/messages/*", 404, "The message is gone"),
    ],
)
async def test_nothing_is_removed_before_the_replacement_stands_and_nothing_is_left_where_that_fails(
    world: World, method: str, path: str, status: int, answer: str
) -> None:
    message = await world.fan.send(world.channel, "he bites her")
    world.env.inject_error(method, path, status=status, code=50001)
    done = await tag(world, world.moderator, message)
    assert answer in "\n".join(words(each) for each in (done.response, *done.followups))
    assert in_channel(world) == ["he bites her"]
    assert set(refused(world)) <= {"BotNotAllowedError"}
    assert await stored(world) == []


async def test_a_message_is_tagged_once(world: World) -> None:
    message = await world.fan.send(world.channel, "he bites her")
    forms = [await each.context_menu(world.channel, "Tag as spoiler", message) for each in (world.fan, world.moderator)]
    await world.fan.submit_modal(forms[0], {"episode": ["1007"]})
    late = await world.moderator.submit_modal(forms[1], {"episode": ["1007"]})
    assert words(late).startswith("This message is tagged already")


async def test_a_form_that_was_left_open_keeps_the_message_for_an_hour_only(world: World) -> None:
    message = await world.fan.send(world.channel, "he bites her")
    form = await world.fan.context_menu(world.channel, "Tag as spoiler", message)
    await world.pass_time(3600 + 11 * 60)
    assert await world.bot.store.database.rows("SELECT 1 FROM pending_tags") == []
    late = await world.fan.submit_modal(form, {"episode": ["1007"]})
    assert words(late) == "This form is too old. Choose **Tag as spoiler** on the message again."


async def test_a_long_tagged_message_survives(world: World) -> None:
    text = " ".join(f"*word{number}*" for number in range(420))[:4000].strip()
    message = await world.fan.send(world.channel, "with Nitro, twice as long as simcord takes")
    world.env.backend.get_message(world.channel.id, message.id).content = text
    await tag(world, world.fan, message)
    await world.set_progress(world.fan, Episode(1, 7))
    read = await world.fan.click(world.channel.last_message, label="Reveal to me")
    shown = [
        each["content"]
        for reply in (read.response, *read.followups)
        for each in components(reply)
        if each["type"] == 10
    ]
    assert " ".join(part for part in shown if not part.startswith("-# From")) == text


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


# ------------------------------------------------------------------------------------------------------- files

PICTURE = ("Cheong-san falls.png", b"\x89PNG picture")


async def post_files(world: World, *files: tuple[str, bytes], text: str = "she jumps") -> Any:
    form = await world.fan.slash(world.channel, "spoiler post", episode="S1E9")
    return await world.fan.submit_modal(form, {"title": "The roof", "text": text, "files": list(files)})


def posted(world: World) -> Any:
    return world.env.backend.get_message(world.channel.id, world.channel.last_message.id)


async def test_pictures_and_files_stand_on_the_post_as_spoilers_under_names_that_tell_nothing(world: World) -> None:
    told = await post_files(world, PICTURE, ("the ending.pdf", b"pdf"))
    assert told.ephemeral
    card = posted(world)
    link = f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{card.id}"
    assert words(told) == f"[Your post]({link}) stands in the channel."
    assert words(card) == "### Spoilers through S1E9\nThe roof\nPosted by **fan**."
    assert [each["filename"] for each in card.attachments] == ["SPOILER_1.png", "SPOILER_2.pdf"]
    (gallery,) = [each for each in components(card) if each["type"] == 12]
    assert all(each["spoiler"] for each in gallery["items"])
    assert all(each["spoiler"] for each in components(card) if each["type"] == 13)
    assert card.flags & (1 << 12)
    await world.set_progress(world.other, Episode(1, 9))
    read = await world.other.click(ResponseMessage(world.env, card), label="Reveal to me")
    assert "she jumps" in words(read)


async def test_a_picture_needs_no_text(world: World) -> None:
    await post_files(world, PICTURE, text="")
    await world.set_progress(world.other, Episode(1, 9))
    read = await world.other.click(ResponseMessage(world.env, posted(world)), label="Reveal to me")
    assert "There’s no text, only what stands on the post." in words(read)


async def test_files_that_are_too_large_are_refused_with_what_was_typed_kept_and_said_to_be_chosen_again(
    world: World,
) -> None:
    with mock.patch.object(sending, "MOST_BYTES", 2 * 1024 * 1024):
        refused_ = await post_files(world, ("large.mp4", b"x" * (2 * 1024 * 1024 + 1)))
    assert words(refused_) == (
        "I can post up to four files of at most 25 MB each, and 25 MB together. Choose your files again then: I can’t keep them."
    )
    again = await world.fan.click(refused_.response, label="Edit again")
    assert "Choose them again: I couldn’t keep them." in str(again.modal)
    typed = filled(again)
    assert (typed["title"], typed["text"]) == ("The roof", "she jumps")
    await world.fan.submit_modal(again, {"title": "The roof", "text": "she jumps", "files": [PICTURE]})
    assert [each["filename"] for each in posted(world).attachments] == ["SPOILER_1.png"]
    assert refused(world) == []


async def test_more_than_four_files_cannot_be_chosen(world: World) -> None:
    form = await world.fan.slash(world.channel, "spoiler post", episode="S1E9")
    (field,) = [each["component"] for each in form.modal["components"] if each["component"]["type"] == 19]
    assert (field["max_values"], field["required"]) == (4, False)


@pytest.mark.parametrize("status", [403, 500])
async def test_a_post_with_files_that_discord_does_not_take_is_told_and_its_text_kept(
    world: World, status: int
) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=status, code=0, times=None)
    told = await post_files(world, PICTURE)
    assert told.ephemeral
    again = await world.fan.click(told.response, label="Edit again")
    assert filled(again)["text"] == "she jumps"
    assert len(await stored(world)) == (status == 500)  # of that nobody knows whether it stands


async def test_a_member_who_may_attach_nothing_here_posts_no_files(world: World) -> None:
    world.env.backend.get_channel(world.channel.id).overwrites.append(
        Overwrite(world.fan.id, OverwriteType.MEMBER, 0, discord.Permissions(attach_files=True).value)
    )
    assert words(await post_files(world, PICTURE)).startswith("Only members with Attach Files can do that.")
    assert refused(world) == []


# ------------------------------------------------------------------------------------------------ whoever was tagged


async def test_whoever_a_moderator_tagged_is_told_once_at_their_next_command_with_their_words(world: World) -> None:
    message = await world.fan.send(world.channel, "she *jumps*")
    await tag(world, world.moderator, message)
    assert not (await world.other.slash(world.channel, "about")).followups
    told = (await world.fan.slash(world.channel, "about")).followups
    assert all(each.ephemeral for each in told)
    assert words(told[0]) == (
        "A moderator put a message of yours behind a label, as spoilers through S1E7: "
        f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{posted_card(world)}\nIt said:"
    )
    assert words(told[1]).startswith("she *jumps*\n")
    assert "Take the tag back" not in buttons(told[0])
    assert not (await world.fan.slash(world.channel, "about")).followups


def posted_card(world: World) -> int:
    """The message that shows the newest post."""
    return next(
        each.id
        for each in reversed(list(world.channel.history()))
        if "Spoilers through" in words(world.env.backend.get_message(world.channel.id, each.id))
    )


async def test_whoever_tagged_their_own_message_takes_that_back_within_a_day(world: World) -> None:
    message = await world.fan.send(world.channel, "she jumps")
    done = await tag(world, world.fan, message)
    assert not (await world.fan.slash(world.channel, "about")).followups
    back = await world.fan.click(done.response, label="Take the tag back")
    assert "she jumps" in "".join(words(each) for each in (done.response, *back.followups))
    assert await stored(world) == []


async def test_after_a_day_a_tag_stays_but_for_its_removal(world: World) -> None:
    message = await world.fan.send(world.channel, "she jumps")
    done = await tag(world, world.fan, message)
    await world.pass_time(25 * 3600)
    await world.fan.click(done.response, label="Take the tag back")
    assert words(done.response).startswith("A tag can be taken back for a day.")
    assert await stored(world) != []


async def test_the_tag_of_a_moderator_is_not_taken_back(world: World) -> None:
    message = await world.fan.send(world.channel, "she jumps")
    await tag(world, world.moderator, message)
    (row,) = await world.bot.store.database.rows("SELECT id FROM spoiler_posts")
    mine = await world.fan.slash(world.channel, "about")
    card = world.env.backend.get_message(world.channel.id, mine.response.id)
    back = {"type": 2, "style": 2, "label": "Take the tag back", "custom_id": f"s1:back:{row[0]}", "id": 90}
    card.components = [{"type": 1, "id": 89, "components": [back]}]
    answer = await world.fan.click(mine.response, label="Take the tag back")
    assert words(answer).startswith("Only members with Manage Messages can do that.")
    assert await stored(world) != []
    assert len(world.env.errors) == 1
