"""What settings do to the replies that members get."""

from typing import Any

import discord

from bot.show.episodes import Episode
from bot.viewer import is_editor
from support.moderating import footer, settings, thread_of
from support.reading import words
from support.world import World

# ---------------------------------------------------------------------------------------------- what members get


async def test_a_thread_does_as_its_channel_until_it_is_set_itself(world: World) -> None:
    thread = await thread_of(world, world.fan, world.channel)
    await settings(world, "channel", ceiling="e4")
    assert await footer(world, thread) == "-# Spoiler-safe through S1E4"
    await settings(world, "channel", ceiling="e2", channel=thread)
    assert await footer(world, thread) == "-# Spoiler-safe through S1E2"
    assert await footer(world, world.channel) == "-# Spoiler-safe through S1E4"
    await settings(world, "channel", ceiling="inherit", channel=thread)
    assert await footer(world, thread) == "-# Spoiler-safe through S1E4"


async def test_forum_posts_and_voice_text_have_ceilings(world: World) -> None:
    forum, voice = world.guild.create_forum_channel("theories"), world.guild.create_voice_channel("watch")
    post = await thread_of(world, world.fan, forum)
    await settings(world, "channel", ceiling="e3", channel=forum)
    await settings(world, "channel", ceiling="e5", channel=voice)
    assert await footer(world, post) == "-# Spoiler-safe through S1E3"
    assert await footer(world, voice) == "-# Spoiler-safe through S1E5"


async def test_the_servers_ceiling_holds_where_nothing_else_is_set(world: World) -> None:
    other = world.guild.create_text_channel("other")
    await settings(world, "server", ceiling="e6")
    await settings(world, "channel", ceiling="e2")
    assert await footer(world, other) == "-# Spoiler-safe through S1E6"
    assert await footer(world, world.channel) == "-# Spoiler-safe through S1E2"


async def test_a_lower_ceiling_holds_at_the_next_press_of_an_old_card(world: World) -> None:
    asked = await settings(world, "channel", ceiling="everything")
    await world.moderator.click(asked.response, label="Yes, show everything there")
    await world.go_by_channel(world.fan)
    card = await world.fan.slash(world.channel, "character", name="nam on-jo", private=True)
    assert "-# Spoiler-safe through S1E12" in words(card)
    await settings(world, "channel", ceiling="e1")
    await world.fan.click(card.response, label="Back")
    assert "-# Spoiler-safe through S1E1 ·" in words(card.response)
    assert "S1E12" not in words(card.response)


async def test_hidden_spoilers_are_neither_tagged_nor_sent(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 9))
    await settings(world, "channel", ceiling="e4")
    tagged = await world.fan.slash(world.channel, "character", name="nam on-jo")
    assert "||" in words(tagged)
    await settings(world, "server", spoilers="hide")
    left_out = await world.fan.slash(world.channel, "character", name="nam on-jo")
    assert "||" not in words(left_out)
    assert "Beyond" not in words(left_out)
    assert "-# Spoiler-safe through S1E4" in words(left_out)
    mine = await world.fan.slash(world.channel, "character", name="nam on-jo", private=True)
    assert "-# Spoiler-safe through S1E9" in words(mine)


async def test_a_channel_can_answer_privately_always_and_a_thread_of_it_too(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 9))
    thread = await thread_of(world, world.fan, world.channel)
    await settings(world, "channel", replies="private")
    for place in (world.channel, thread):
        reply = await world.fan.slash(place, "character", name="nam on-jo")
        assert reply.ephemeral
        assert "-# Spoiler-safe through S1E9" in words(reply)
    await settings(world, "channel", replies="public", channel=thread)
    assert not (await world.fan.slash(thread, "character", name="nam on-jo")).ephemeral


async def test_editors_are_members_with_the_role_or_manage_messages(world: World) -> None:
    role = world.guild.create_role("Archivists")
    archivist = world.guild.add_member(world.env.create_user("archivist"), roles=[role])
    await settings(world, "server", editors=role)
    chosen, seen = await world.bot.store.guilds.settings(world.guild.id), {}

    async def note(interaction: Any, _command: Any) -> None:
        seen[interaction.user.name] = is_editor(interaction, chosen)

    world.bot.is_followed = lambda *_: True
    world.bot.add_listener(note, "on_app_command_completion")
    for member in (world.fan, archivist, world.moderator):
        await member.slash(world.channel, "help")
    assert seen == {"fan": False, "archivist": True, "moderator": True}


async def test_a_server_whose_name_nobody_can_see_has_one_in_the_settings(world: World) -> None:
    unseen = world.env.create_guild("\u3164")
    manager = unseen.add_member(
        world.env.create_user("manager"),
        roles=[unseen.create_role("M", permissions=discord.Permissions(manage_guild=True))],
    )
    view = await manager.slash(unseen.create_text_channel("here"), "settings show")
    assert words(view).splitlines()[1] == "-# this server"


# ----------------------------------------------------------------------------------------------- another server's


async def test_no_control_changes_a_place_of_another_server(world: World) -> None:
    other = world.env.create_guild("Elsewhere")
    theirs, here = other.create_text_channel("theirs"), await world.moderator.slash(world.channel, "settings show")
    viewers, guilds, show = world.bot.store.viewers, world.bot.store.guilds, world.bot.show.id
    await viewers.set_ceiling(show, other.id, theirs.id, Episode(1, 9))
    await guilds.set_replies(other.id, theirs.id, "private")
    before = await guilds.places(show, other.id)
    stored = world.env.backend.get_message(world.channel.id, here.response.id)
    for what, value in ((f"ceiling:{theirs.id}", "1002"), (f"ceiling:{other.id}", "1002"),
                        (f"ceiling:{theirs.id}", "inherit"), (f"replies:{theirs.id}", "inherit")):  # fmt: skip
        options = [{"label": value, "value": value}]
        menu: dict[str, Any] = {"type": 3, "custom_id": f"se1:{what}", "id": 7, "options": options}
        stored.components = [{"type": 1, "id": 6, "components": [menu]}]
        answer = await world.moderator.select(here.response, [value], custom_id=f"se1:{what}")
        assert words(answer).startswith("That was from an older version.")
    assert await guilds.places(show, other.id) == before
    assert await guilds.ceiling(show, other.id) is None
    assert len(world.env.errors) == 4
    # Nor does the store, whoever asks it.
    await viewers.set_ceiling(show, world.guild.id, theirs.id, Episode(1, 2))
    await viewers.clear_ceiling(show, world.guild.id, theirs.id)
    await guilds.set_replies(world.guild.id, theirs.id, "public")
    await guilds.clear_replies(world.guild.id, theirs.id)
    assert await guilds.places(show, other.id) == before
