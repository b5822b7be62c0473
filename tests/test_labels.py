"""A picked choice is understood by its value and by its label, since clients send either: every autocomplete there is."""

import re
from typing import Any

import pytest
from discord import app_commands

from bot.show.episodes import PREMISE, Episode
from support.reading import components, filled, words
from support.world import World

# What an option that a command needs is filled with while another one is picked.
FILLED = {"episode": "S1E2", "at": "in 3 hours", "number": "S1E2", "name": "On-jo", "about": "On-jo"} | {
    "file": ("list.csv", b"question,answer,wrong\nWho is on the roof?,Nobody,Anybody")
}
TYPED = ("", "S1E4", "S1E9", "8", "nam", "+9", "friday")
MOST = 4  # choices of each list
THREAD = re.compile(r"<#\d+>")
DRAWN = re.compile(r"(?<=im1:)\w+:\d+")


def said(result: Any) -> tuple[Any, ...]:
    """All that an answer shows; every watch-along has a thread of its own, and every file an id."""
    if result.modal is not None:
        return result.modal["custom_id"], filled(result)
    ids = [DRAWN.sub("", each.get("custom_id") or "") for each in components(result)]
    return result.ephemeral, THREAD.sub("", words(result)), ids


def autocompletes(world: World) -> list[tuple[str, str]]:
    """Every command and option that offers choices while somebody types."""
    commands = [each for each in world.bot.tree.walk_commands() if isinstance(each, app_commands.Command)]
    return [
        (each.qualified_name, option.name) for each in commands for option in each.parameters if option.autocomplete
    ]


async def as_before(world: World, progress: Episode) -> None:
    """Undo what the command before did."""
    await world.set_progress(world.moderator, progress)
    await world.set_ceiling(world.channel, progress)
    await world.bot.store.database.write("DELETE FROM watchalongs")


@pytest.mark.prove
@pytest.mark.parametrize("progress", [Episode(1, 4), PREMISE, Episode(1, 12)], ids=str)
async def test_every_choice_is_understood_by_its_label(world: World, progress: Episode) -> None:
    member, channel, met = world.moderator, world.channel, set[tuple[str, str]]()
    for name, option in autocompletes(world):
        command = world.bot.tree.get_command(name.split()[0])
        if isinstance(command, app_commands.Group):
            command = command.get_command(name.split()[1])
        assert isinstance(command, app_commands.Command)
        needed = {each.name: FILLED[each.name] for each in command.parameters if each.required and each.name != option}
        choices: dict[str, str] = {}
        for typed in TYPED:
            await as_before(world, progress)
            offered = await member.autocomplete(channel, name, option, typed, **needed)
            for each in offered[:MOST]:
                # What lies beyond an editor's progress is "a fact of S1E9", whichever it is.
                choices.setdefault(each["name"], each["value"])
        for label, value in choices.items():
            assert len(label) <= 100
            met.add((name, option))
            await as_before(world, progress)
            by_value = said(await member.slash(channel, name, **needed, **{option: value}))
            await as_before(world, progress)
            by_label = said(await member.slash(channel, name, **needed, **{option: label}))
            assert by_label == by_value, f"/{name} {option}: {label!r} is not {value!r}"
    without = {("fact restore", "fact"), ("question restore", "question")}  # nothing is hidden here
    assert met >= set(autocompletes(world)) - without
