"""/help and /about: where to begin, every command by audience, and ways out."""

import pytest

from bot.maintenance import reports
from bot.settings import Settings
from bot.show.episodes import PREMISE, Episode
from support.reading import buttons, components, selects, words
from support.world import World

BUTTONS = ["Who is who", "Recap", "Trivia", "All commands"]


async def test_help_is_three_lines_and_four_buttons(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 6))
    await world.set_ceiling(world.channel, Episode(1, 4))
    card = await world.fan.slash(world.channel, "help")
    assert card.ephemeral
    lines = words(card).splitlines()
    assert len(lines) == 6
    assert [line.rpartition("** ")[2] for line in lines[2:5]] == ["who’s who", "ask anything", "play"]
    assert lines[5] == "-# This channel shows everything through S1E4"
    assert list(buttons(card)) == BUTTONS
    assert selects(card) == []


async def test_whoever_is_new_says_how_far_they_are_on_it(world: World) -> None:
    await world.set_ceiling(world.channel, PREMISE)
    card = await world.fan.slash(world.channel, "help")
    assert "-# This channel shows only what is safe for everyone" in words(card)
    (menu,) = selects(card)
    await world.fan.select(card.response, ["1004"], custom_id=menu["custom_id"])
    assert await world.bot.store.viewers.progress(world.bot.show.id, world.fan.id) == Episode(1, 4)
    assert list(buttons(card.response))[:4] == BUTTONS
    assert selects(card.response) == []


async def test_its_buttons_lead_to_the_cast_the_recap_and_a_question_as_far_as_they_are_when_they_press(
    world: World,
) -> None:
    card = await world.fan.slash(world.channel, "help")
    await world.set_progress(world.fan, Episode(1, 6))
    for label, begins in (("Who is who", "## Cast"), ("Recap", "## Recap · S1E6"), ("Trivia", "-# Practice ·")):
        card = await world.fan.slash(world.channel, "help")
        await world.fan.click(card.response, label=label)
        assert words(card.response).startswith(begins)


async def test_every_command_of_everybody_stands_behind_all_commands_and_those_of_others_only_for_them(
    world: World,
) -> None:
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
    shown: dict[str, str] = {}
    for name, member in (("fan", world.fan), ("moderator", world.moderator)):
        card = await member.slash(world.channel, "help")
        await member.click(card.response, label="All commands")
        shown[name] = words(card.response)
        await member.click(card.response, label="Back")
        assert list(buttons(card.response)) == BUTTONS
    hidden = {
        "fact list",
        "fact retire",
        "fact restore",
        "trivia stop",
        "progress show",
        "progress clear",
        "help",
        "settings server",
    }
    for command in world.bot.tree.walk_commands():
        name = command.qualified_name
        if getattr(command, "commands", None) or name.startswith("question") or name in hidden:
            continue
        assert f"</{name}:" in shown["moderator"], name
    assert "For editors" not in shown["fan"]
    assert "For moderators" not in shown["fan"]


async def test_about_says_version_content_and_licence_and_leads_out(world: World) -> None:
    card = await world.fan.slash(world.channel, "about")
    assert card.ephemeral
    content = await world.bot.store.packs.version(world.bot.show.id)
    assert f"Facts · **{content}**" in words(card)
    assert "Servers · **1**" in words(card)
    assert "MIT licence" in words(card)
    (link,) = [each["url"] for each in components(card) if each.get("url")]
    assert link == world.bot.invite


async def test_a_problem_with_the_bot_goes_to_whoever_runs_it_and_to_no_moderator(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    card = await world.fan.slash(world.channel, "about")
    form = await world.fan.click(card.response, label="Report a problem")
    refused = await world.fan.submit_modal(form, {"text": "   "})
    again = await world.fan.click(refused.response, label="Edit again")
    thanks = await world.fan.submit_modal(again, {"text": "Nothing answers"})
    assert words(thanks) == "Thanks. Whoever runs this bot reads it."
    assert words(await world.moderator.slash(world.channel, "review")) == "No suggestions are waiting."
    await reports(Settings.read({"DATABASE": str(world.bot.store.database.path)}))
    assert "Says: Nothing answers" in capsys.readouterr().out
