"""/settings with options: what a call changes, rooms that are named like an episode, what the log channel hears."""

from typing import Any

import discord
import pytest

from bot.show.episodes import Episode
from support.moderating import footer, settings, show, thread_of
from support.reading import buttons, components, select, words
from support.world import World

# ------------------------------------------------------------------------------------------------- commands


async def test_what_is_left_out_stays_as_it_is(world: World) -> None:
    role = world.guild.create_role("Archivists")
    await settings(world, "server", ceiling="e4", editors=role, timezone="Asia/Seoul")
    done = await settings(world, "server", spoilers="hide")
    assert words(done) == "In public I now leave out what’s beyond the channel’s limit."
    assert done.ephemeral
    chosen = await world.bot.store.guilds.settings(world.guild.id)
    assert (chosen.spoilers, chosen.editors, chosen.timezone) == ("hide", role.id, "Asia/Seoul")
    assert await world.bot.store.guilds.timezone(world.guild.id) == "Asia/Seoul"
    assert await world.bot.store.guilds.ceiling(world.bot.show.id, world.guild.id) == Episode(1, 4)


@pytest.mark.parametrize("kind", ["server", "channel"])
async def test_a_call_without_an_option_says_so(world: World, kind: str) -> None:
    assert words(await settings(world, kind)).startswith("Nothing was chosen, so nothing changed. </settings")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("S1E4", "now shows everything through S1E4."),
        ("premise", "now shows only what’s safe for everyone."),
        ("inherit", "has no limit of its own any more."),
    ],
)
async def test_a_ceiling_takes_episodes_and_words(world: World, typed: str, says: str) -> None:
    assert words(await settings(world, "channel", ceiling=typed)) == f"<#{world.channel.id}> {says}"


async def test_a_mistake_in_one_option_changes_nothing(world: World) -> None:
    answer = await settings(world, "server", ceiling="e4", timezone="Atlantis")
    assert words(answer) == (
        "I don’t know a time zone “Atlantis”. Name a large city near you, or write it like Asia/Seoul or UTC+9."
    )
    assert await world.bot.store.guilds.ceiling(world.bot.show.id, world.guild.id) is None
    assert len(world.env.errors) == 1


async def test_everybody_cannot_be_editor(world: World) -> None:
    answer = await settings(world, "server", editors=world.guild.default_role)
    assert words(answer).startswith("Everybody has that role, so everybody could change facts. Choose another one")
    assert len(world.env.errors) == 1


async def test_opening_a_channel_to_everything_asks_once_and_offers_to_say_so_there(world: World) -> None:
    await world.set_ceiling(world.channel, Episode(1, 4))
    asked = await settings(world, "channel", ceiling="everything", replies="private")
    assert words(asked).splitlines() == [
        "### Show everything?",
        f"Replies in <#{world.channel.id}> are private now.",
        f"Everything, also the ending, will stand in <#{world.channel.id}> in the clear.",
    ]
    assert buttons(asked)["Yes, show everything there"]["style"] == discord.ButtonStyle.danger.value
    assert await footer(world, world.channel, world.moderator) != "-# Spoiler-safe through S1E12"
    kept = await settings(world, "channel", ceiling="everything")
    await world.moderator.click(kept.response, label="Keep S1E4")
    assert f"<#{world.channel.id}> · **S1E4**" in words(kept.response)
    await world.moderator.click(asked.response, label="Yes, show everything there")
    assert words(asked.response) == f"<#{world.channel.id}> now shows everything."
    await world.moderator.click(asked.response, label="Say so in the channel")
    assert words(asked.response) == f"Said so in <#{world.channel.id}>."
    said = world.env.backend.get_message(world.channel.id, world.channel.last_message.id)
    assert words(said) == "From now on this channel goes through S1E12."
    # Nobody is asked about what is open already.
    assert (
        words(await settings(world, "channel", ceiling="everything")) == f"<#{world.channel.id}> now shows everything."
    )


async def test_the_whole_server_is_opened_after_a_question_as_well(world: World) -> None:
    asked = await settings(world, "server", ceiling="everything", timezone="Asia/Seoul")
    assert "in every channel without its own limit in the clear." in words(asked)
    assert await world.bot.store.guilds.ceiling(world.bot.show.id, world.guild.id) is None
    assert await world.bot.store.guilds.timezone(world.guild.id) == "Asia/Seoul"
    await world.moderator.click(asked.response, label="Yes, show everything there")
    assert words(asked.response) == "Every channel without its own limit now shows everything."
    assert not buttons(asked.response)


async def test_the_view_asks_before_the_ending_stands_somewhere_too(world: World) -> None:
    view = await show(world)
    await world.moderator.select(view, [world.channel], custom_id=select(view, "Change a channel…"))
    (menu,) = [each for each in components(view) if each.get("placeholder") == "Show everything through…"]
    await world.moderator.select(view, [menu["options"][-1]["value"]], custom_id=menu["custom_id"])
    assert words(view).startswith("### Show everything?")
    await world.moderator.click(view, label="Keep it as it is")
    assert "own limit" not in words(view)


async def test_a_limit_that_cannot_be_told_in_its_channel_says_so(world: World) -> None:
    changed = await settings(world, "channel", ceiling="e4")
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    await world.moderator.click(changed.response, label="Say so in the channel")
    assert words(changed.response).startswith(f"I can’t write in <#{world.channel.id}>.")


async def test_a_category_holds_for_its_channels_and_their_threads_until_one_is_set_itself(world: World) -> None:
    category = world.guild.create_category("School")
    roof = world.guild.create_text_channel("roof", category=category)
    hall = world.guild.create_text_channel("hall", category=category)
    thread = await thread_of(world, world.fan, roof)
    await settings(world, "server", ceiling="e9")
    changed = await settings(world, "channel", ceiling="e4", replies="public", channel=category)
    assert "Say so in the channel" not in buttons(changed)
    for place in (roof, hall, thread):
        assert await footer(world, place) == "-# Spoiler-safe through S1E4"
    await settings(world, "channel", ceiling="e2", channel=roof)
    for place, episode in ((roof, "S1E2"), (thread, "S1E2"), (hall, "S1E4"), (world.channel, "S1E9")):
        assert await footer(world, place) == f"-# Spoiler-safe through {episode}"
    view = await show(world)
    await world.moderator.select(view, [hall], custom_id=select(view, "Change a channel…"))
    assert "Shows in the clear through · **S1E4** · no limit of its own" in words(view)
    await settings(world, "channel", replies="private", channel=category)
    assert (await world.fan.slash(hall, "character", name="nam on-jo")).ephemeral


async def test_a_game_ends_when_the_limit_of_its_category_falls(world: World) -> None:
    category = world.guild.create_category("School")
    roof = world.guild.create_text_channel("roof", category=category)
    await settings(world, "channel", ceiling="e9", channel=category)
    await world.set_progress(world.fan, Episode(1, 9))
    await world.fan.slash(roof, "trivia start", rounds=3)
    assert await world.bot.store.games.running_in(roof.id) is not None
    await settings(world, "channel", ceiling="e1", channel=category)
    await world.env.advance_time(60)
    assert await world.bot.store.games.running_in(roof.id) is None


# ------------------------------------------------------------------------------------------------------ rooms


async def test_rooms_that_are_named_like_an_episode_get_their_limits_by_one_yes(world: World) -> None:
    rooms = [world.guild.create_text_channel(name) for name in ("s1e5-discussion", "ep-02", "7화")]
    thread = await thread_of(world, world.fan, world.channel, "Episode 3 live")
    await world.set_ceiling(rooms[1], Episode(1, 2))  # fits already
    before = await world.bot.store.guilds.places(world.bot.show.id, world.guild.id)
    card = await settings(world, "rooms")
    assert card.ephemeral
    assert words(card).splitlines() == [
        "## Rooms by name",
        "-# Hyosan High",
        "3 channels and threads are named like an episode. They get these limits:",
        f"- <#{thread.id}> · what’s safe for everyone → **S1E3**",
        f"- <#{rooms[0].id}> · what’s safe for everyone → **S1E5**",
        f"- <#{rooms[2].id}> · what’s safe for everyone → **S1E7**",
    ]
    assert await world.bot.store.guilds.places(world.bot.show.id, world.guild.id) == before
    await world.moderator.click(card.response, label="Yes, set all 3")
    assert words(card.response).startswith("## Settings")
    for place, episode in ((thread, "S1E3"), (rooms[0], "S1E5"), (rooms[1], "S1E2"), (rooms[2], "S1E7")):
        assert f"<#{place.id}> · **{episode}**" in words(card.response)
        assert await footer(world, place) == f"-# Spoiler-safe through {episode}"
    assert words(await settings(world, "rooms")).startswith("There’s nothing to set")


async def test_what_was_not_shown_is_not_set(world: World) -> None:
    world.guild.create_text_channel("ep-1")
    card = await settings(world, "rooms")
    late = world.guild.create_text_channel("ep-12")
    await world.moderator.click(card.response, label="Yes, set it")
    assert "Channels changed in the meantime, so nothing is set yet." in words(card.response)
    assert await world.bot.store.guilds.places(world.bot.show.id, world.guild.id) == []
    await world.moderator.click(card.response, label="Yes, set all 2")
    assert f"<#{late.id}> · **S1E12**" in words(card.response)


async def test_many_rooms_are_paged_and_set_together(world: World) -> None:
    for number in range(45):
        world.guild.create_text_channel(f"ep-{number % 12 + 1}-{'abcd'[number // 12]}")
    card = await settings(world, "rooms")
    await world.moderator.click(card.response, label="Next")
    assert "page 2 of 3" in words(card.response)
    log = world.guild.create_text_channel("log")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    await world.moderator.click(card.response, label="Yes, set all 45")
    logged = words(world.env.backend.get_message(log.id, log.last_message.id))
    assert logged.count("now goes through") == 40
    assert logged.endswith("And 5 more, each as far as its name says.")
    assert len(await world.bot.store.guilds.places(world.bot.show.id, world.guild.id)) == 45


@pytest.mark.parametrize(
    ("typed", "kept", "shown", "clock"),
    [
        ("GMT+9", "Etc/GMT-9", "UTC+9", "09:00"),
        ("-3", "Etc/GMT+3", "UTC-3", "21:00"),
        ("Etc/GMT+9", "Etc/GMT+9", "UTC-9", "15:00"),
        ("new york", "America/New_York", "America/New_York", "19:00"),
    ],
)
async def test_an_offset_is_what_people_mean_and_the_answer_shows_the_clock_there(
    world: World, typed: str, kept: str, shown: str, clock: str
) -> None:
    answer = await settings(world, "server", timezone=typed)
    assert words(answer) == f"The day now begins at midnight in {shown}, where it is {clock} now."
    assert await world.bot.store.guilds.timezone(world.guild.id) == kept
    assert f"Time zone · **{shown}**, {clock} now" in words(await settings(world, "show")).replace("\\", "")


async def test_an_abbreviation_of_several_zones_is_asked_back(world: World) -> None:
    answer = await settings(world, "server", timezone="CST")
    assert words(answer) == "“CST” can be America/Chicago or Asia/Shanghai. Write the one that you mean."
    assert await world.bot.store.guilds.timezone(world.guild.id) == "UTC"
    assert len(world.env.errors) == 1


async def test_time_zones_are_completed_by_any_part_of_their_name(world: World) -> None:
    choices = await world.moderator.autocomplete(world.channel, "settings server", "timezone", "seo")
    assert choices[0]["value"] == "Asia/Seoul"
    choices = await world.moderator.autocomplete(world.channel, "settings server", "timezone", "")
    assert len(choices) == 25


async def test_choosing_channels_for_editors_asks_once_to_open_them(world: World) -> None:
    review, log = world.guild.create_text_channel("review"), world.guild.create_text_channel("log")
    asked = await settings(world, "server", review_channel=review, log_channel=log)
    assert words(asked).startswith(f"Suggestions now go to <#{review.id}>.")
    assert f"### Show everything in <#{review.id}> and <#{log.id}>?" in words(asked)
    await world.moderator.click(asked.response, label="Yes, show everything there")
    assert words(asked.response).endswith(f"<#{review.id}> · **the end**\n<#{log.id}> · **the end**")
    again = await settings(world, "server", review_channel=review)
    assert not buttons(again)


async def test_a_channel_for_editors_may_keep_its_ceiling(world: World) -> None:
    asked = await settings(world, "server", review_channel=world.channel)
    await world.moderator.click(asked.response, label="Leave it as it is")
    assert "Channels with their own limit" not in words(asked.response)


# ------------------------------------------------------------------------------------------------------ log


async def test_every_change_is_told_to_the_log_channel(world: World) -> None:
    log = world.guild.create_text_channel("log")
    await settings(world, "server", log_channel=log)
    await settings(world, "channel", ceiling="e4", replies="private")
    view = await show(world)
    await world.moderator.select(view, ["spoilers"], custom_id=select(view, "Change a setting…"))
    await world.moderator.select(view, ["hide"], custom_id=select(view, "Beyond the limit…"))
    who = f"Changed by <@{world.moderator.id}>:"
    assert [words(world.env.backend.get_message(log.id, each.id)) for each in log.history()] == [
        f"{who}\nChanges are now logged in <#{log.id}>.",
        f"{who}\n<#{world.channel.id}> now shows everything through S1E4.\nReplies in <#{world.channel.id}> are private now.",
        f"{who}\nIn public I now leave out what’s beyond the channel’s limit.",
    ]
    posted: list[Any] = [each.json for each in world.env.http_requests if each.path == f"/channels/{log.id}/messages"]
    assert all(each["allowed_mentions"] == {"parse": []} for each in posted)
    await world.moderator.select(view, ["log_channel"], custom_id=select(view, "Change a setting…"))
    await world.moderator.click(view, label="No log channel")
    assert words(world.env.backend.get_message(log.id, log.last_message.id)).endswith(
        "Changes are no longer logged in a channel."
    )


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10003)])
async def test_a_log_channel_that_takes_nothing_never_breaks_a_change(world: World, status: int, code: int) -> None:
    await settings(world, "server", log_channel=world.guild.create_text_channel("log"))
    world.env.inject_error("POST", "/channels/*/messages", status=status, code=code, times=None)
    done = await settings(world, "channel", ceiling="e4")
    assert words(done) == f"<#{world.channel.id}> now shows everything through S1E4."
    assert await footer(world, world.channel) == "-# Spoiler-safe through S1E4"
