"""What is registered with Discord: its limits, which neither discord.py nor simcord checks, and the contract's names."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
import regex

from bot import locale
from bot.__main__ import make_bot
from support.contract import COMMANDS, EDITORS, EVERYONE, EVERYONE_IN_SERVERS, MANAGERS, MENUS, Command
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


TYPES = {3: "text", 4: "number", 5: "yes or no", 6: "user", CHANNEL: "channel", 8: "role", 11: "file"}


def in_words(option: dict[str, Any]) -> str:
    """An option as the contract writes it."""
    offered: list[dict[str, Any]] = option.get("choices") or []
    choices = [str(each["value"]) for each in offered]
    return (
        option["name"]
        + ("" if option.get("required") else "?")
        + f" {TYPES[option['type']]}"
        + ("…" if option.get("autocomplete") else "")
        + (f": {', '.join(choices)}" if choices else "")
        + (f" from {option['min_value']} to {option['max_value']}" if "min_value" in option else "")
    )


def leaves(command: dict[str, Any], name: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every command below a root, with its options."""
    name = f"{name} {command['name']}".strip()
    options: list[dict[str, Any]] = command.get("options") or []
    if below := [each for each in options if each["type"] in {1, 2}]:
        for each in below:
            yield from leaves(each, name)
    else:
        yield name, [in_words(each) for each in options]


@pytest.mark.parametrize(
    ("contract", "permission", "contexts", "installs"),
    [
        (EVERYONE, None, [0, 1, 2], [0, 1]),
        (EVERYONE_IN_SERVERS, None, [0], [0]),
        (EDITORS, discord.Permissions(manage_messages=True), [0], [0]),
        (MANAGERS, discord.Permissions(manage_guild=True), [0], [0]),
    ],
    ids=["everyone", "everyone in servers", "editors", "managers"],
)
async def test_commands_are_those_of_the_contract(
    world: World,
    contract: dict[str, Command],
    permission: discord.Permissions | None,
    contexts: list[int],
    installs: list[int],
) -> None:
    def offered(command: dict[str, Any]) -> bool:
        who = command["default_member_permissions"]
        mine = who is None if permission is None else who is not None and int(who) == permission.value
        return mine and (command["contexts"], command["integration_types"]) == (contexts, installs)

    options = {name: each.options for name, each in contract.items()}
    if contract is EVERYONE_IN_SERVERS:
        options |= {name: [] for name in MENUS}
    assert dict(each for command in payloads(world) if offered(command) for each in leaves(command)) == options


async def test_no_command_stands_outside_of_the_contract(world: World) -> None:
    names = [name for command in payloads(world) for name, _ in leaves(command)]
    assert sorted(names) == sorted([*COMMANDS, *MENUS])


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


async def test_commands_are_registered_again_when_a_catalogue_has_changed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ko.po").write_text('msgid ""\nmsgstr "Language: ko\\n"\n')
    monkeypatch.setattr(locale, "CATALOGUES", tmp_path)
    await restart(world)
    assert registrations(world) == ["commands", "commands"]
    await restart(world)
    assert len(registrations(world)) == 2


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
