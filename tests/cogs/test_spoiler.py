"""/spoiler post as members use it: who reads a post, who removes it, when its text goes."""

from typing import Any

import discord
import pytest

from bot.show.episodes import Episode
from support.posts import post, refused, stored
from support.reading import buttons, components, words
from support.world import World

EVERY_KIND = (
    "# Heading\n> quote\n- list\n```py\nprint('||not a tag||')\n```\n`code` **bold** *it* __u__ ~~s~~ ||hidden||\n"
    "<@1> @everyone https://example.org [a](https://example.org) || unclosed ```\nodd\u202ename :smile: -# small\n"
)


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
