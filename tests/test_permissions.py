"""Who may run what, and what the bot needs for it: every command, everybody, the exact answer."""

from typing import Any, Final

import discord
import pytest
import simcord

from support.proofs import sampled
from support.reading import buttons, words
from support.world import World

MEMBER, EDITOR, MESSAGES, SERVER, ADMINISTRATOR = "member", "editor", "messages", "server", "administrator"
ROOM = "room"  # has every permission in one channel, and none in the server
EVERYBODY: Final = (MEMBER, EDITOR, MESSAGES, SERVER, ADMINISTRATOR, ROOM)
EDITORS: Final = (EDITOR, MESSAGES, ADMINISTRATOR)
MANAGERS: Final = (SERVER, ADMINISTRATOR)

NEEDS_SERVER = "Only members with Manage Server can do that. {help} lists what you can do."
NEEDS_MESSAGES = "Only members with Manage Messages can do that. {help} lists what you can do."
NEEDS_EDITOR = "Only editors can change facts. {suggest} sends yours to them."

NEEDS_HOST = (
    "Only editors and members with Manage Messages in the whole server can do that. {help} lists what you can do."
)

NO_FACT = "I don’t know that fact. Pick one from the list, or look at {fact list}."
NO_QUESTION = "I don’t know that question. Pick one from the list, or look at {question list}."
NOTHING_CHOSEN = "Nothing was chosen, so nothing changed. {settings show} has everything in one view."

# Command, options, who may, how the answer to them begins (of a form: its title), what others hear.
COMMANDS: Final[dict[str, tuple[dict[str, Any], tuple[str, ...], str, str]]] = {
    "character": ({"name": "nam on-jo"}, EVERYBODY, "## Nam On-jo · 남온조", ""),
    "lore": ({"name": "the webtoon"}, EVERYBODY, "## The webtoon", ""),
    "cast": ({}, EVERYBODY, "## Cast", ""),
    "episode": ({"number": "e1"}, EVERYBODY, "S1E1 is for whoever has finished it.", ""),
    "recap": ({}, EVERYBODY, "A recap goes as far as you’ve watched.", ""),
    "search": (
        {"text": "lighthouse"},
        EVERYBODY,
        "I can’t answer that from what you’ve seen (before the first episode).",
        "",
    ),
    "progress set": ({"episode": "e1"}, EVERYBODY, "Saved: S1E1, in every server.", ""),
    "progress show": ({}, EVERYBODY, "You haven’t told me how far you are", ""),
    "progress clear": ({}, EVERYBODY, "Forgotten.", ""),
    "spoiler post": ({"episode": "e9"}, EVERYBODY, "Spoilers through S1E9", ""),
    "trivia start": ({}, EVERYBODY, "The game begins:", ""),
    "trivia stop": ({}, EVERYBODY, "No game is running in this channel.", ""),
    "trivia practice": ({}, EVERYBODY, "-# Practice ·", ""),
    "trivia daily": ({}, EVERYBODY, "-# Daily question ·", ""),
    "trivia leaderboard": ({}, EVERYBODY, "## Leaderboard", ""),
    "trivia stats": ({}, EVERYBODY, "There’s nothing to show yet.", ""),
    "suggest": ({"about": "nam on-jo"}, EVERYBODY, "Suggest a fact", ""),
    "privacy": ({}, EVERYBODY, "## Privacy", ""),
    "about": ({}, EVERYBODY, "## About me", ""),
    "help": ({}, EVERYBODY, "## Help", ""),
    "fact add": ({}, EDITORS, "Add a fact", NEEDS_EDITOR),
    "fact edit": ({"fact": "1"}, EDITORS, NO_FACT, NEEDS_EDITOR),
    "fact retire": ({"fact": "1"}, EDITORS, NO_FACT, NEEDS_EDITOR),
    "fact restore": ({"fact": "1"}, EDITORS, NO_FACT, NEEDS_EDITOR),
    "fact history": ({"fact": "1"}, EDITORS, NO_FACT, NEEDS_EDITOR),
    "fact list": ({}, EDITORS, "## Facts", NEEDS_EDITOR),
    "fact export": ({"format": "toml"}, EDITORS, "### Export\nThis server has changed nothing yet", NEEDS_EDITOR),
    "fact import": ({"file": ("facts.toml", b"")}, EDITORS, "", NEEDS_EDITOR),
    "question add": ({}, EDITORS, "Add a question", NEEDS_EDITOR),
    "question edit": ({"question": "1"}, EDITORS, NO_QUESTION, NEEDS_EDITOR),
    "question retire": ({"question": "1"}, EDITORS, NO_QUESTION, NEEDS_EDITOR),
    "question restore": ({"question": "1"}, EDITORS, NO_QUESTION, NEEDS_EDITOR),
    "question history": ({"question": "1"}, EDITORS, NO_QUESTION, NEEDS_EDITOR),
    "question export": (
        {"format": "toml"},
        EDITORS,
        "### Export\nThis server has changed no question yet",
        NEEDS_EDITOR,
    ),
    "question import": ({"file": ("list.csv", b"")}, EDITORS, "", NEEDS_EDITOR),
    "question list": ({}, EDITORS, "## Questions", NEEDS_EDITOR),
    "review": ({}, EDITORS, "No suggestions are waiting.", NEEDS_EDITOR),
    "watchalong start": ({"episode": "e4", "at": "in 2 hours"}, EDITORS, "### Open a thread through S1E4?", NEEDS_HOST),
    "settings show": ({}, MANAGERS, "## Settings", NEEDS_SERVER),
    "settings channel": ({}, MANAGERS, NOTHING_CHOSEN, NEEDS_SERVER),
    "settings rooms": ({}, MANAGERS, "There’s nothing to set", NEEDS_SERVER),
    "settings daily": ({}, MANAGERS, "### Daily question", NEEDS_SERVER),
    "settings server": ({}, MANAGERS, NOTHING_CHOSEN, NEEDS_SERVER),
    "setup": ({}, MANAGERS, "## Ready", NEEDS_SERVER),
}

# On somebody else's message; on their own everybody may.
MENUS: Final = {"Tag as spoiler": ((MESSAGES, ADMINISTRATOR, ROOM), "Tag as spoiler", NEEDS_MESSAGES)}

# Where a direct message with the bot offers a command, what it answers there: as in a server unless said here.
IN_A_DIRECT_MESSAGE: Final = {
    "trivia start": "A game needs a channel of a server that I’m a member of.",
    "trivia leaderboard": "A leaderboard belongs to a server that I’m a member of. {trivia stats} works here.",
}
ONLY_IN_SERVERS: Final = {
    "spoiler post", "setup", "settings show", "settings channel", "settings rooms", "settings daily", "settings server", "review", "watchalong start",
    *(f"fact {each}" for each in ("add", "edit", "retire", "restore", "history", "list", "export", "import")),
    *(f"question {each}" for each in ("add", "edit", "retire", "restore", "history", "list", "export", "import")),
}  # fmt: skip

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


async def test_every_command_stands_in_the_table(world: World) -> None:
    names = {each.qualified_name for each in world.bot.tree.walk_commands() if not hasattr(each, "commands")}
    assert names == set(COMMANDS)
    assert {each.name for each in world.bot.tree.get_commands(type=discord.AppCommandType.message)} == set(MENUS)


@pytest.mark.parametrize("command", sampled(COMMANDS, every=2))
async def test_everybody_gets_the_exact_answer(world: World, command: str) -> None:
    options, may, answer, refusal = COMMANDS[command]
    for name, member in (await everybody(world)).items():
        channel = channel_of(world, name, member)
        heard = said(world, await member.slash(channel, command, **options))
        if name in may:
            assert heard.startswith(expected(world, answer)), name
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
    options, _may, answer, _refusal = COMMANDS[command]
    if command in ONLY_IN_SERVERS:
        with pytest.raises(simcord.SetupError, match="reason: context"):
            await world.fan.user.slash(command, **options)
    else:
        heard = said(world, await world.fan.user.slash(command, **options))
        assert heard.startswith(expected(world, IN_A_DIRECT_MESSAGE.get(command, answer)))


async def test_what_only_some_may_is_shown_to_them_only(world: World) -> None:
    everyday = {name for name, row in COMMANDS.items() if row[1] == EVERYBODY}
    assert set(world.fan.available_commands(world.channel)) == everyday
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
        result = await world.moderator.slash(channel, command, **COMMANDS[command][0])
    heard = said(world, result)
    assert heard.startswith(f"I need **{NAMES[lacking]}** in this channel for that, so nothing was changed.")


@pytest.mark.parametrize("command", sampled(each for each in COMMANDS if each not in NEEDS))
async def test_all_else_needs_no_permission_of_the_bot(world: World, command: str) -> None:
    channel = world.guild.create_text_channel(
        "closed", overwrites={world.bot.user: discord.PermissionOverwrite(**dict.fromkeys(NAMES, False))}
    )
    options, _may, answer, _refusal = COMMANDS[command]
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
    heard = said(world, await world.moderator.slash(channel, command, **options))
    assert heard.startswith(expected(world, answer))
