"""What is registered with Discord: its limits, which neither discord.py nor simcord checks, and the contract's names."""

import json
from collections.abc import Iterator
from typing import Any

import discord
import pytest
import regex

from bot.__main__ import make_bot
from support.world import World

NAME = regex.compile(r"[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}")
SLASH, USER, MESSAGE = 1, 2, 3
CHANNEL = 7  # the type of an option


def payloads(world: World) -> list[dict[str, Any]]:
    return [command.to_dict(world.bot.tree) for command in world.bot.tree.get_commands()]


def problems(command: dict[str, Any]) -> Iterator[str]:
    """Everything in one command that Discord would refuse."""
    kind = command.get("type", SLASH)
    if kind == SLASH:
        yield from _problems_of_option(command, command["name"])
        if (length := _length(command)) > 8000:
            yield f"{command['name']}: {length} characters in all"
    elif not 1 <= len(command["name"]) <= 32:
        yield f"{command['name']}: a menu's name has 1 to 32 characters"


def _problems_of_option(option: dict[str, Any], where: str) -> Iterator[str]:
    if not NAME.fullmatch(option["name"]) or option["name"] != option["name"].lower():
        yield f"{where}: bad name"
    if not 1 <= len(option["description"]) <= 100:
        yield f"{where}: a description has 1 to 100 characters"
    options: list[dict[str, Any]] = option.get("options") or []
    choices: list[dict[str, Any]] = option.get("choices") or []
    if len(options) > 25 or len(choices) > 25:
        yield f"{where}: more than 25 options or choices"
    if choices and option.get("autocomplete"):
        yield f"{where}: choices and autocomplete exclude each other"
    for choice in choices:
        if not 1 <= len(choice["name"]) <= 100 or len(str(choice["value"])) > 100:
            yield f"{where}: a choice is too long"
    needed = [bool(each.get("required")) for each in options if each["type"] > 2]
    if needed != sorted(needed, reverse=True):
        yield f"{where}: required options come first"
    if len({each["name"] for each in options}) != len(options):
        yield f"{where}: two options of one name"
    for each in options:
        yield from _problems_of_option(each, f"{where} {each['name']}")


# https://github.com/discord/discord-api-spec: `ChannelTypes`, which options of a command take.
CHANNEL_TYPES = {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15}


def _length(option: dict[str, Any]) -> int:
    options: list[dict[str, Any]] = option.get("options") or []
    offered: list[dict[str, Any]] = option.get("choices") or []
    choices = sum(len(choice["name"]) + len(str(choice["value"])) for choice in offered)
    inner = sum(_length(each) for each in options)
    return len(option["name"]) + len(option["description"]) + choices + inner


async def test_discord_would_accept_every_command(world: World) -> None:
    assert [problem for command in payloads(world) for problem in problems(command)] == []


async def test_there_are_not_too_many_commands(world: World) -> None:
    kinds = [command.get("type", SLASH) for command in payloads(world)]
    # discord.py 2.7.1 stops at five menus of a kind; Discord itself at fifteen.
    assert kinds.count(SLASH) <= 100
    assert max(kinds.count(USER), kinds.count(MESSAGE)) <= 5


async def test_options_offer_only_channels_that_discords_description_of_its_api_knows(world: World) -> None:
    def channels(options: list[dict[str, Any]]) -> Iterator[tuple[str, set[int]]]:
        for option in options:
            if option["type"] == CHANNEL:
                yield option["name"], set(option.get("channel_types") or ())
            yield from channels(option.get("options") or [])

    found = [each for command in payloads(world) for each in channels(command.get("options") or [])]
    assert len(found) >= 3
    assert [(name, kinds - CHANNEL_TYPES) for name, kinds in found if not kinds or kinds - CHANNEL_TYPES] == []


def test_the_check_finds_what_it_should() -> None:
    bad = {"name": "Bad Name", "description": "", "options": [{"type": 3, "name": "a", "description": "x" * 101}]}
    assert len(list(problems(bad))) == 3


async def test_names_and_options_are_those_of_the_contract(world: World) -> None:
    found = {
        command.qualified_name: [parameter.name for parameter in command.parameters]
        for command in world.bot.tree.walk_commands()
        if isinstance(command, discord.app_commands.Command)
    }
    expected = {
        "character": ["name", "private"],
        "help": [],
        "progress set": ["episode"],
        "progress show": [],
        "progress clear": [],
        "watchalong start": ["episode", "at"],
    }
    for name, options in expected.items():
        assert found[name] == options


async def test_moderators_commands_are_for_servers_and_hidden_from_others(world: World) -> None:
    by_name = {command["name"]: command for command in payloads(world)}
    settings = by_name["settings"]
    assert settings["contexts"] == [0]
    assert settings["integration_types"] == [0]
    assert int(settings["default_member_permissions"]) == 1 << 5  # Manage Server
    watchalong = by_name["watchalong"]
    assert watchalong["contexts"] == [0]
    assert watchalong["integration_types"] == [0]
    assert int(watchalong["default_member_permissions"]) == 1 << 13  # Manage Messages
    assert by_name["character"]["contexts"] == [0, 1, 2]
    assert by_name["character"]["integration_types"] == [0, 1]


def registrations(world: World) -> list[str]:
    """Where commands were registered, one after another."""
    paths = [each.path for each in world.env.http_requests if each.method == "PUT"]
    return [path.partition("/applications/")[2].partition("/")[2] for path in paths if path.endswith("/commands")]


def at_discord(world: World, guild_id: int | None = None) -> set[str]:
    """The names of the commands that Discord has there."""
    return {each["name"] for each in world.env.backend.commands.get(guild_id, {}).values()}


async def restart(world: World, dev_guild: int | None = None) -> None:
    """The process starts again over the same store."""
    old = world.env.bot
    await world.env.restart_bot(make_bot(world.bot.store, world.bot.show, dev_guild=dev_guild))
    await old.close()


async def test_an_unchanged_tree_is_not_registered_again(world: World) -> None:
    assert registrations(world) == ["commands"]
    await restart(world)
    assert registrations(world) == ["commands"]
    result = await world.fan.slash(world.channel, "progress show")
    assert "</progress set:" in json.dumps(result.response.components)


@pytest.mark.parametrize("lost", ["all", "one", "words"])
async def test_commands_that_somebody_changed_at_discord_come_back(world: World, lost: str) -> None:
    commands: dict[Any, Any] = world.env.backend.commands[None]
    names, key = at_discord(world), next(iter(commands))
    if lost == "all":
        commands.clear()
    elif lost == "one":
        del commands[key]
    else:
        commands[key] = {**commands[key], "description_localizations": {"de": "ein anderes Programm"}}
    await restart(world)
    assert registrations(world) == ["commands", "commands"]
    assert at_discord(world) == names
    assert "ein anderes" not in str(world.env.backend.commands)
    await restart(world)
    assert len(registrations(world)) == 2


async def test_one_server_alone_has_the_commands_and_leaves_no_doubles_behind(world: World) -> None:
    names, here = at_discord(world), world.guild.id
    other = world.env.create_guild("Another").id
    await restart(world, dev_guild=here)
    assert (at_discord(world), at_discord(world, here)) == (set(), names)
    await restart(world, dev_guild=here)
    assert registrations(world) == ["commands", "commands", f"guilds/{here}/commands"]
    await restart(world, dev_guild=other)
    assert (at_discord(world), at_discord(world, here), at_discord(world, other)) == (set(), set(), names)
    await restart(world)
    assert (at_discord(world), at_discord(world, here), at_discord(world, other)) == (names, set(), set())
