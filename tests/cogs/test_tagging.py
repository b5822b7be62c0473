"""Tag as spoiler, as authors and moderators use it on messages."""

import discord
import pytest

from bot.show.episodes import Episode
from support.posts import card_of, in_channel, refused, stored, tag
from support.reading import buttons, components, words
from support.world import World

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
