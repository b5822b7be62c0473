"""/settings show: everything in one view, to look at and to change."""

import discord

from bot.show.episodes import Episode
from support.moderating import settings, show, thread_of
from support.reading import buttons, select, words
from support.world import World

# ------------------------------------------------------------------------------------------------- one view


async def test_everything_is_in_one_view_also_what_nobody_set(world: World) -> None:
    assert words(await show(world)).splitlines() == [
        "## Settings",
        "-# Hyosan High",
        "### Server",
        "Shows in the clear through · **what’s safe for everyone**",
        "What’s beyond it · **hidden behind a spoiler tag**",
        "Who may change facts · **members with Manage Messages**",
        "Suggestions go to · **no channel**",
        "Changes are logged in · **no channel**",
        "Daily question · **not posted**",
        "Time zone · **UTC**, 00:00 now",
        "Public replies are in · **the server’s language in Discord**",
    ]


async def test_every_setting_can_be_changed_in_the_view_which_is_redrawn(world: World) -> None:
    role = world.guild.create_role("Archivists")
    desk = world.guild.create_text_channel("review")
    view = await show(world)
    for setting, placeholder, value in (
        ("ceiling", "Show everything through…", "1004"),
        ("spoilers", "Beyond the limit…", "hide"),
        ("editors", "Choose a role…", role),
        ("review_channel", "Choose a channel…", desk),
        ("log_channel", "Choose a channel…", desk),
        ("language", "Language…", "en"),
    ):
        await world.moderator.select(view, [setting], custom_id=select(view, "Change a setting…"))
        result = await world.moderator.select(view, [value], custom_id=select(view, placeholder))
        assert result.response is None or result.response.id == view.id
        if "Yes, show everything there" in buttons(view):
            assert words(view).startswith(f"### Show everything in <#{desk.id}>?")
            await world.moderator.click(view, label="Yes, show everything there")
    await world.moderator.select(view, ["timezone"], custom_id=select(view, "Change a setting…"))
    form = await world.moderator.select(view, ["timezone"], custom_id=select(view, "Change a setting…"))
    await world.moderator.submit_modal(form, {"zone": "seoul"})
    assert words(view).splitlines() == [
        "## Settings",
        "-# Hyosan High",
        "### Server",
        "Shows in the clear through · **S1E4**",
        "What’s beyond it · **left out**",
        f"Who may change facts · **<@&{role.id}> and members with Manage Messages**",
        f"Suggestions go to · <#{desk.id}>",
        f"Changes are logged in · <#{desk.id}>",
        "Daily question · **not posted**",
        "Time zone · **Asia/Seoul**, 09:00 now",
        "Public replies are in · **English**",
        "### Channels with their own limit",
        f"<#{desk.id}> · **the end**",
    ]
    for setting, none in (
        ("editors", "Only Manage Messages"),
        ("review_channel", "No review channel"),
        ("log_channel", "No log channel"),
    ):
        await world.moderator.select(view, [setting], custom_id=select(view, "Change a setting…"))
        await world.moderator.click(view, label=none)
    assert "Suggestions go to · **no channel**\nChanges are logged in · **no channel**" in words(view)


async def test_a_channel_is_changed_in_the_view(world: World) -> None:
    view = await show(world)
    menu = select(view, "Change a channel…")
    await world.moderator.select(view, [world.channel], custom_id=menu)
    assert (
        words(view)
        == f"### <#{world.channel.id}>\nShows in the clear through · **what’s safe for everyone** · no limit of its own\nReplies · **public**"
    )
    await world.moderator.select(view, ["1009"], custom_id=select(view, "Show everything through…"))
    assert f"<#{world.channel.id}> · **S1E9**" in words(view)
    await world.moderator.select(view, [world.channel], custom_id=menu)
    await world.moderator.select(view, ["private"], custom_id=select(view, "Replies are…"))
    assert f"<#{world.channel.id}> · **S1E9** · **private replies**" in words(view)
    await world.moderator.select(view, [world.channel], custom_id=menu)
    await world.moderator.select(view, ["inherit"], custom_id=select(view, "Show everything through…"))
    assert f"<#{world.channel.id}> · **private replies**" in words(view)
    await world.moderator.select(view, [world.channel], custom_id=menu)
    await world.moderator.click(view, label="All settings")
    assert words(view).startswith("## Settings")


async def test_a_thread_is_changed_in_the_view_and_does_as_its_channel_again(world: World) -> None:
    thread, view = await thread_of(world, world.fan, world.channel), await show(world)
    for value, line in (
        ("public", f"<#{thread.id}> · **public replies**"),
        ("private", f"<#{thread.id}> · **private replies**"),
        ("inherit", "Time zone · **UTC**"),
    ):
        await world.moderator.select(view, [thread], custom_id=select(view, "Change a channel…"))
        await world.moderator.select(view, [value], custom_id=select(view, "Replies are…"))
        assert line in words(view)
    await world.moderator.select(view, [thread], custom_id=select(view, "Change a channel…"))
    assert words(view).endswith(
        "Shows in the clear through · **what’s safe for everyone** · no limit of its own\nReplies · **as in its channel**"
    )


async def test_a_channel_or_thread_that_is_deleted_leaves_the_list(world: World) -> None:
    thread = await thread_of(world, world.fan, world.channel)
    gone = world.guild.create_text_channel("gone")
    for place in (thread, gone):
        await world.set_ceiling(place, Episode(1, 3))
        await world.bot.store.guilds.set_replies(world.guild.id, place.id, "private")
    assert f"<#{gone.id}>" in words(await show(world))
    for place in (thread, gone):
        world.env.backend.delete_channel(place.id)
    await world.env.settle()
    assert "Channels with their own limit" not in words(await show(world))
    assert await world.bot.store.guilds.places(world.bot.show.id, world.guild.id) == []


async def test_public_replies_in_a_channel_are_nothing_of_its_own(world: World) -> None:
    await settings(world, "channel", replies="private")
    await settings(world, "channel", replies="public")
    assert "Channels with their own limit" not in words(await show(world))


async def test_many_channels_are_paged_and_none_is_left_out(world: World) -> None:
    for number in range(45):
        await world.set_ceiling(world.guild.create_text_channel(f"room-{number}"), Episode(1, 2))
    view = await show(world)
    seen = words(view).count("> · **S1E2**")
    for _page in range(2):
        await world.moderator.click(view, label="Next")
        seen += words(view).count("> · **S1E2**")
    assert seen == 45
    assert buttons(view)["Next"]["disabled"]
    assert "page 3 of 3" in words(view)


async def test_a_view_that_was_left_open_needs_the_permission_still(world: World) -> None:
    view = await show(world)
    world.env.backend.get_guild(world.guild.id).members[world.moderator.id].role_ids.clear()
    answer = await world.moderator.select(view, ["ceiling"], custom_id=select(view, "Change a setting…"))
    assert words(answer).startswith("Only members with Manage Server can do that.")
    assert len(world.env.errors) == 1


async def test_the_view_says_where_the_bot_may_not_write_and_what_is_gone(world: World) -> None:
    closed = world.guild.create_text_channel(
        "closed", overwrites={world.bot.user: discord.PermissionOverwrite(send_messages=False)}
    )
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", closed.id)
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", 12345)
    assert f"Changes are logged in · <#{closed.id}>, **where I can’t write**" in words(await show(world))
    assert "Suggestions go to · **a channel that is gone**" in words(await show(world))
