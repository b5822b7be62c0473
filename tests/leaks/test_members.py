"""The promise: nobody learns from this bot what they have not seen yet, whatever they run, type or press."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.show.trivia import WHO
from bot.ui import registry
from bot.ui.kit.ids import WireId
from support.canaries import EPISODES, TOKEN, Variant, canary_pack
from support.leaks import TAG, VARIANTS, assert_tells_nothing, in_clear, in_tags
from support.proofs import in_prove
from support.reading import strings
from support.speaking import Speak
from support.walk import EPHEMERAL, Channel, Sent, Walk, assert_later_facts_change_nothing, pack_world
from support.walks import (
    CEILINGS,
    FOR_EDITORS,
    MENUS,
    WITHOUT_STORY,
    bird,
    scenarios,
    walk_daily,
    walk_desk,
    walk_editors,
    walk_everything,
    walk_game,
    walk_kind,
    walk_watchalong,
)
from support.world import World

E4 = Episode(1, 4)


async def test_every_command_has_a_scenario(world: World) -> None:
    names = {each.qualified_name for each in world.bot.tree.walk_commands() if not hasattr(each, "commands")}
    assert names == set(scenarios(0)) | FOR_EDITORS
    assert {name for name, options in scenarios(0).items() if not options} == WITHOUT_STORY
    menus = world.bot.tree.get_commands(type=discord.AppCommandType.message)
    assert {each.name for each in menus} == MENUS
    assert not world.bot.tree.get_commands(type=discord.AppCommandType.user)


@pytest.mark.parametrize(
    ("progress", "everywhere"),
    [
        (E4, False),
        *(in_prove(progress, False) for progress in ("channel", PREMISE, EPISODES[-1])),
        in_prove(None, False),  # the walk of everything below goes further
        *(in_prove(progress, True) for progress in (None, "channel", PREMISE, *EPISODES)),
    ],
    ids=str,
)
async def test_nothing_beyond_the_scope_is_ever_sent(
    tmp_path: Path, progress: Episode | Channel | None, everywhere: bool
) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        for ceiling in CEILINGS if everywhere else (E4,):
            walk = await walk_everything(world, progress, ceiling, deep=2, ahead=True)
            assert_tells_nothing(walk)
            assert_reads_pictures(walk)


def assert_reads_pictures(walk: Walk) -> None:
    """The words of pictures were looked through, too: none was seen as dots of colour."""
    files = [(name, words) for sent in walk.sent for name, words in sent.body.get("files", ()) if name.endswith(".png")]
    assert any(TOKEN.search(words) for _, words in files)
    assert not [name for name, words in files if "IHDR" in words]


@pytest.mark.parametrize("spoken", ["ko", in_prove("es")])
@pytest.mark.parametrize("progress", [Episode(1, 7), in_prove(Episode(1, 2)), in_prove(None)], ids=str)
async def test_nothing_beyond_the_scope_is_told_in_another_language(
    tmp_path: Path, speak: Speak, progress: Episode | None, spoken: str
) -> None:
    speak(spoken, spoken)
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        walk = await walk_everything(world, progress, E4, deep=1, ahead=False, spoken=spoken)
    assert_tells_nothing(walk)
    if progress is None:
        return  # who has told nothing is asked first
    said = " ".join(text for sent in walk.sent for _, text in strings(sent.body))
    for kind in ("fact", "role", "summary", "question", "answer", "actor", " Bo"):
        assert re.search(rf"Kan\d\d{spoken}{kind}", said), kind


@pytest.mark.parametrize("spoken", ["ko", "es"])
@pytest.mark.parametrize("variants", VARIANTS)
@pytest.mark.parametrize("progress", [E4, in_prove(None), in_prove(Episode(1, 7))], ids=str)
@pytest.mark.prove
async def test_later_facts_change_no_byte_in_another_language(
    tmp_path: Path, speak: Speak, progress: Episode | None, variants: Sequence[Variant], spoken: str
) -> None:
    speak(spoken, spoken)
    await assert_later_facts_change_nothing(
        tmp_path,
        variants,
        progress or PREMISE,
        lambda world: walk_everything(world, progress, E4, deep=2, ahead=False, spoken=spoken),
        100,
    )


@pytest.mark.prove
async def test_the_walks_press_every_control_there_is_and_nobody_is_told_too_much(tmp_path: Path) -> None:
    async with pack_world(canary_pack(), tmp_path / "games.db") as world:
        walks: list[Walk] = [await walk_kind(world, WHO, E4)]
        assert_tells_nothing(walks[-1], in_clear)
        walks.append(await walk_game(world, E4, E4))  # who may see what nobody got can share it
        assert_tells_nothing(walks[-1], in_clear)
        walks.append(await walk_daily(world, Episode(1, 2), E4))  # after it no loop runs as before
        assert_tells_nothing(walks[-1], in_clear)
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        for progress in (None, Episode(1, 2)):
            walks.append(await walk_everything(world, progress, E4, deep=3, ahead=True))
            assert_tells_nothing(walks[-1])
        walks.append(await walk_desk(world, deep=4))
        assert not [text for sent in walks[-1].sent for _, text in strings(sent.body) if TOKEN.search(text)]
        walks.append(await walk_game(world, None, E4))
        assert_tells_nothing(walks[-1], in_clear)
        walks.append(await walk_watchalong(world, Episode(1, 2), E4))
        assert_tells_nothing(walks[-1], in_clear)
        walks.append(await walk_editors(world, E4, deep=3))
        assert_tells_nothing(walks[-1], in_tags)
    assert {*registry.HANDLERS, *registry.FORM_HANDLERS} == set[type[WireId]]().union(*(each.pressed for each in walks))


@pytest.mark.parametrize(
    "progress", [Episode(1, 8), Episode(1, 9), *map(in_prove, (None, PREMISE, *EPISODES[:7], *EPISODES[9:]))], ids=str
)
async def test_a_members_spoiler_reaches_who_is_that_far_or_says_yes_and_nobody_else(
    tmp_path: Path, progress: Episode | None
) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        seen = len(world.env.http_requests)

        def read() -> bool:
            """Whether the text was sent since; never but privately."""
            nonlocal seen
            sent, seen = world.env.http_requests[seen:], len(world.env.http_requests)
            bodies: list[Any] = [each.json for each in sent if "Kan09" in str(each.json)]
            assert all(each["type"] == 7 or each["data"]["flags"] & EPHEMERAL for each in bodies)
            return bool(bodies)

        await world.set_progress(world.fan, progress)
        form = await world.other.slash(world.channel, "spoiler post", episode="e9")
        post = await world.other.submit_modal(form, {"title": "a title", "text": "Kan09 jumps"})
        assert not read()
        reveal = await world.fan.click(post.response, label="Reveal to me")
        far = progress is not None and progress >= Episode(1, 9)
        assert read() == far
        if not far:
            await world.fan.click(reveal.response, label="Not now")
            assert not read()
            again = await world.fan.click(post.response, label="Reveal to me")
            await world.fan.click(again.response, label="Yes, read it")
            assert read()


async def test_a_private_message_shows_no_more_than_the_member_has_seen(tmp_path: Path) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        await world.set_progress(world.fan, Episode(1, 3))
        result = await world.fan.user.slash("character", name=bird(0))
    gates = {int(found[1]) for _, text in strings(result.response.components) for found in TOKEN.finditer(text)}
    assert gates
    assert max(gates) <= 3


# ------------------------------------------------------------------------------------------ non-interference


COMBINATIONS = [
    (E4, E4),
    in_prove(None, E4),
    in_prove("channel", E4),
    *(in_prove(progress, E4) for progress in (PREMISE, *EPISODES[0:12:3], EPISODES[10]) if progress != E4),
    in_prove(None, EVERYTHING),
    in_prove("channel", PREMISE),
    in_prove("channel", EVERYTHING),
    in_prove(Episode(1, 6), PREMISE),
    in_prove(Episode(1, 6), EVERYTHING),
]


async def warm_up(world: World, ceiling: Episode) -> None:
    """Whoever has seen everything asks for all that there is, in public and in private: every cache holds what is later."""
    await world.set_progress(world.other, EPISODES[-1])
    for reached in (EPISODES[-1], ceiling):
        await world.set_ceiling(world.channel, reached)
        for private in (False, True):
            for number in (0, 2, 4, 7, 11):
                await world.other.slash(world.channel, "character", name=bird(number), private=private)
            for episode in ("e1", "e4", "e12"):
                await world.other.slash(world.channel, "episode", number=episode, private=private)
            await world.other.slash(world.channel, "cast", private=private)
    for command in ("trivia practice", "trivia daily"):
        await world.other.slash(world.channel, command)
    await world.set_progress(world.other, None)


@pytest.mark.parametrize("warm", [True, in_prove(False)], ids=["warm", "cold"])
@pytest.mark.parametrize("variants", VARIANTS)
@pytest.mark.parametrize(("progress", "ceiling"), COMBINATIONS, ids=str)
async def test_later_facts_change_no_byte_of_what_is_sent(
    tmp_path: Path, progress: Episode | Channel | None, ceiling: Episode, variants: Sequence[Variant], warm: bool
) -> None:
    ceiling = min(ceiling, EPISODES[-1])
    beyond = ceiling if progress == "channel" else progress or PREMISE

    async def act(world: World) -> Walk:
        if warm:
            await warm_up(world, ceiling)
        return await walk_everything(world, progress, ceiling, deep=2, ahead=False)

    await assert_later_facts_change_nothing(tmp_path, variants, beyond, act, 100)


@pytest.mark.prove
@pytest.mark.parametrize("variants", VARIANTS)
@pytest.mark.parametrize("ceiling", [E4, PREMISE, Episode(1, 2), Episode(1, 7)], ids=str)
async def test_outside_its_tags_a_public_reply_depends_on_what_is_clear_only(
    tmp_path: Path, ceiling: Episode, variants: Sequence[Variant]
) -> None:
    """Tags are counted and labelled; only what stands inside them may differ."""
    progress = Episode(1, 10)

    def outside(sent: list[Sent]) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (each.step, [(path, TAG.sub("||…||", text)) for path, text in strings(each.body)])
            for each in sent
            if each.public
        ]

    asked = [{"name": bird(number)} for number in (0, 2, 4, 7)]
    seen: list[Any] = []
    for variant in ("same", *variants):
        async with pack_world(canary_pack(variant, ceiling), tmp_path / f"{variant}.db") as world:
            await world.set_progress(world.fan, progress)
            await world.set_ceiling(world.channel, ceiling)
            walk = Walk(world, world.channel, ceiling, progress, 1, ahead=False)
            for options in asked:
                # Those gated later are asked for by name: then the whole reply is private, or they do not exist.
                await walk.command("character", options)
            seen.append(outside(walk.sent))
    assert seen[0]
    assert all(each == seen[0] for each in seen[1:])


@pytest.mark.parametrize("progress", ["channel", Episode(1, 4), Episode(1, 10)], ids=str)
async def test_what_stands_beside_a_public_card_is_known_to_its_channel(
    tmp_path: Path, progress: Episode | Channel
) -> None:
    """Others see the words of a command whose reply is public; the label of a choice may stand there for its value."""
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        await world.set_progress(world.fan, progress)
        public = 0
        for ceiling in CEILINGS:
            await world.set_ceiling(world.channel, ceiling)
            labels: dict[str, None] = {}
            for private in (False, True):
                for typed in ("", "kan", "kan0", "kan1", "role0"):
                    choices = await world.fan.autocomplete(world.channel, "character", "name", typed, private=private)
                    labels |= dict.fromkeys(each["name"] for each in choices)
            clear = ceiling if progress == "channel" else min(ceiling, progress)
            for label in labels:
                reply = await world.fan.slash(world.channel, "character", name=label)
                public += not reply.ephemeral
                told = [] if reply.ephemeral else [Episode(1, int(each[1])) for each in TOKEN.finditer(label)]
                assert all(gate <= clear for gate in told if gate.number), (label, clear)
        assert public
