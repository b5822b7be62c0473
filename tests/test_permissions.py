"""Who may run what, and what the bot needs for it: every command, everybody, the exact answer."""

from typing import Any, Final

import discord
import pytest
import simcord

from support import contract
from support.contract import COMMANDS, Command
from support.proofs import sampled
from support.reading import buttons, words
from support.world import World

MEMBER, EDITOR, MESSAGES, SERVER, ADMINISTRATOR = "member", "editor", "messages", "server", "administrator"
ROOM = "room"  # has every permission in one channel, and none in the server
EVERYBODY: Final = (MEMBER, EDITOR, MESSAGES, SERVER, ADMINISTRATOR, ROOM)
EDITORS: Final = (EDITOR, MESSAGES, ADMINISTRATOR)
MANAGERS: Final = (SERVER, ADMINISTRATOR)

# Who may, of each table of the contract, and what others hear unless the table says so.
AUDIENCES: Final[tuple[tuple[dict[str, Command], tuple[str, ...], str], ...]] = (
    (contract.EVERYONE, EVERYBODY, ""),
    (contract.EVERYONE_IN_SERVERS, EVERYBODY, ""),
    (contract.EDITORS, EDITORS, contract.NEEDS_EDITOR),
    (contract.MANAGERS, MANAGERS, contract.NEEDS_SERVER),
)

# On somebody else's message; on their own everybody may.
MENUS: Final = {"Tag as spoiler": ((MESSAGES, ADMINISTRATOR, ROOM), "Tag as spoiler", contract.NEEDS_MESSAGES)}

# Where a direct message with the bot offers a command, what it answers there: as in a server unless said here.
IN_A_DIRECT_MESSAGE: Final = {
    "trivia start": "A game needs a channel of a server that I’m a member of.",
    "trivia leaderboard": "A leaderboard belongs to a server that I’m a member of. {trivia stats} works here.",
}
# What the bot must be allowed in the channel; all else works without any permission.
NEEDS: Final = {
    "trivia start": ("view_channel", "send_messages"),
    "spoiler post": ("view_channel", "read_message_history"),
    "Tag as spoiler": ("view_channel", "read_message_history", "send_messages", "manage_messages", "attach_files"),
    "watchalong start": (
        "view_channel", "read_message_history", "send_messages", "create_public_threads", "send_messages_in_threads",
        "create_events",
    ),
}  # fmt: skip
NAMES: Final = {
    "view_channel": "View Channel",
    "read_message_history": "Read Message History",
    "send_messages": "Send Messages",
    "manage_messages": "Manage Messages",
    "attach_files": "Attach Files",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_events": "Create Events",
}


async def everybody(world: World) -> dict[str, Any]:
    """A member of every kind. Administrators of the server opened every command to all of them."""
    role = world.guild.create_role("Archivists")
    await world.bot.store.guilds.set_setting(world.guild.id, "editors", role.id)
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
    members = {
        MEMBER: world.fan,
        EDITOR: world.guild.add_member(world.env.create_user("editor"), roles=[role]),
        ROOM: world.guild.add_member(world.env.create_user(ROOM)),
    }
    for name, permissions in (
        (MESSAGES, discord.Permissions(manage_messages=True)),
        (SERVER, discord.Permissions(manage_guild=True)),
        (ADMINISTRATOR, discord.Permissions(administrator=True)),
    ):
        given = world.guild.create_role(name, permissions=permissions)
        members[name] = world.guild.add_member(world.env.create_user(name), roles=[given])
    for (command_id,) in await world.bot.store.database.rows("SELECT command_id FROM registered_commands"):
        world.guild.set_command_permissions(command_id, {world.guild.default_role: True})
    return members


def channel_of(world: World, name: str, member: Any) -> Any:
    """A channel to ask in; somebody with a channel of their own asks there."""
    own = {member: discord.PermissionOverwrite(manage_messages=True, manage_guild=True)} if name == ROOM else {}
    return world.guild.create_text_channel(f"of-{name}", overwrites=own)


def said(world: World, result: Any) -> str:
    """What somebody heard; of a form its title. What they did wrong is claimed."""
    assert result.acknowledged
    assert all(type(getattr(each, "original", each)).__module__ == "bot.errors" for each in world.env.errors)
    if result.modal is not None:
        return str(result.modal["title"])
    return "\n".join(words(each) for each in (result.response, *result.followups) if each is not None)


def expected(world: World, words_with_commands: str) -> str:
    """The sentence with its commands as Discord makes them clickable."""
    found = words_with_commands
    for command in ("help", "suggest", "settings show", "fact list", "question list", "trivia stats"):
        found = found.replace(f"{{{command}}}", world.bot.mention(command))
    return found


@pytest.mark.parametrize("command", sampled(COMMANDS, every=3))
async def test_everybody_gets_the_exact_answer(world: World, command: str) -> None:
    asked = COMMANDS[command]
    ((may, refusal),) = ((may, asked.refusal or others) for table, may, others in AUDIENCES if command in table)
    for name, member in (await everybody(world)).items():
        channel = channel_of(world, name, member)
        heard = said(world, await member.slash(channel, command, **asked.typed))
        if name in may:
            assert heard.startswith(expected(world, asked.answer)), name
            assert not heard.startswith("Only "), name
        else:
            assert heard == expected(world, refusal), name


@pytest.mark.parametrize("menu", MENUS)
async def test_everybody_gets_the_exact_answer_to_a_menu(world: World, menu: str) -> None:
    may, answer, refusal = MENUS[menu]
    for name, member in (await everybody(world)).items():
        channel = channel_of(world, name, member)
        theirs, own = await world.other.send(channel, "a"), await member.send(channel, "b")
        heard = said(world, await member.context_menu(channel, menu, theirs))
        assert heard == (answer if name in may else expected(world, refusal)), name
        assert said(world, await member.context_menu(channel, menu, own)) == answer, name


async def test_who_moderates_one_channel_ends_what_stands_there(world: World) -> None:
    member = (await everybody(world))[ROOM]
    channel = channel_of(world, ROOM, member)
    await world.fan.slash(channel, "trivia start")
    assert said(world, await member.slash(channel, "trivia stop")).startswith("The game is stopped.")
    form = await world.other.slash(channel, "spoiler post", episode="e9")
    post = await world.other.submit_modal(form, {"title": "a title", "text": "Somebody jumps."})
    assert "Remove the post" in buttons(await member.click(post.response, label="Reveal to me"))
    assert not await member.autocomplete(channel, "fact edit", "fact", "principal")
    await world.fan.slash(world.channel, "trivia start")
    assert "or a moderator can stop this game" in said(world, await member.slash(world.channel, "trivia stop"))


@pytest.mark.parametrize("command", sampled(COMMANDS))
async def test_a_direct_message_answers_or_does_not_offer_it(world: World, command: str) -> None:
    options, answer = COMMANDS[command].typed, COMMANDS[command].answer
    if command not in contract.EVERYONE:
        with pytest.raises(simcord.SetupError, match="reason: context"):
            await world.fan.user.slash(command, **options)
    else:
        heard = said(world, await world.fan.user.slash(command, **options))
        assert heard.startswith(expected(world, IN_A_DIRECT_MESSAGE.get(command, answer)))


async def test_what_only_some_may_is_shown_to_them_only(world: World) -> None:
    assert set(world.fan.available_commands(world.channel)) == {*contract.EVERYONE, *contract.EVERYONE_IN_SERVERS}
    assert set(world.moderator.available_commands(world.channel)) == set(COMMANDS)


@pytest.mark.parametrize(("command", "lacking"), [(name, each) for name, needs in NEEDS.items() for each in needs])
async def test_a_permission_that_the_bot_lacks_is_said_by_name(world: World, command: str, lacking: str) -> None:
    channel = world.guild.create_text_channel(
        "narrow", overwrites={world.bot.user: discord.PermissionOverwrite(**{lacking: False})}
    )
    if command in MENUS:
        message = await world.moderator.send(channel, "a", attachments=[("a.png", b"picture")])
        result = await world.moderator.context_menu(channel, command, message)
    else:
        result = await world.moderator.slash(channel, command, **COMMANDS[command].typed)
    heard = said(world, result)
    assert heard.startswith(f"I need **{NAMES[lacking]}** in this channel for that, so nothing was changed.")


@pytest.mark.parametrize("command", sampled(each for each in COMMANDS if each not in NEEDS))
async def test_all_else_needs_no_permission_of_the_bot(world: World, command: str) -> None:
    channel = world.guild.create_text_channel(
        "closed", overwrites={world.bot.user: discord.PermissionOverwrite(**dict.fromkeys(NAMES, False))}
    )
    options, answer = COMMANDS[command].typed, COMMANDS[command].answer
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
    heard = said(world, await world.moderator.slash(channel, command, **options))
    assert heard.startswith(expected(world, answer))
