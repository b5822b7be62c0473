"""Pictures and files of members' spoilers."""

from typing import Any
from unittest import mock

import discord
import pytest
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType
from simcord.results import ResponseMessage

from bot.show.episodes import Episode
from bot.ui.posts import sending
from support.posts import refused, stored
from support.reading import components, filled, words
from support.world import World

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
