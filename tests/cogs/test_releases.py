"""A new release of the pack under servers' own versions: moderators are told once, whatever happens in between."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from simcord.results import ResponseMessage

from bot.show.facts import row_id
from bot.show.spoilers import Spoiler
from support.proofs import in_prove
from support.reading import buttons, filled, words
from support.shipped import shipped_pack
from support.world import MURDER, World

PACK = replace(shipped_pack(), translations={}, names={}, asks={})  # not what this is about, and most of the work
SLUGS = [fact.slug for fact in PACK.facts if str(row_id(PACK.slug, "fact", fact.slug)) == MURDER]
OTHERS = [fact.slug for fact in PACK.facts if fact.slug not in SLUGS][:3]


async def release(
    world: World, doors: AsyncExitStack, *slugs: str, words_of_it: str = "It says something else."
) -> None:
    """A start over a pack in which these facts say something else."""
    facts = tuple(
        replace(fact, text=Spoiler(words_of_it, fact.text.revealed_in)) if fact.slug in slugs else fact
        for fact in PACK.facts
    )
    await world.bot.store.packs.import_pack(replace(PACK, facts=facts))
    await world.kill(doors)
    await world.pass_time(1)


async def change(world: World, editor: Any, fact: str, text: str) -> None:
    """This server's own version of a fact."""
    form = await editor.slash(world.channel, "fact edit", fact=fact)
    await editor.submit_modal(form, filled(form) | {"text": text})


def told(world: World, channel: Any) -> list[ResponseMessage]:
    """The cards about releases in a channel."""
    return [each for each in world.messages(channel) if each.components and "The pack changed below" in words(each)]


@pytest_asyncio.fixture
async def doors(world: World) -> AsyncIterator[AsyncExitStack]:  # noqa: ARG001  they close before its bot does
    """What holds the stores of later processes open."""
    async with AsyncExitStack() as doors:
        yield doors


@pytest.fixture
def log(world: World) -> Any:
    return world.guild.create_text_channel("log")


@pytest.mark.prove
@pytest.mark.parametrize("kind", ["log_channel", "review_channel"])
async def test_moderators_are_told_once_of_a_release(
    world: World, editor: Any, log: Any, doors: AsyncExitStack, kind: Any
) -> None:
    await world.bot.store.guilds.set_setting(world.guild.id, kind, log.id)
    await change(world, editor, MURDER, "Gwi-nam kills the principal.")
    other = str(row_id(PACK.slug, "fact", OTHERS[0]))
    await change(world, editor, other, "This server says it in its own words.")
    await release(world, doors, OTHERS[1])
    assert told(world, log) == [], "nothing of this server's lies over it"
    await release(world, doors, *SLUGS, OTHERS[0], OTHERS[1])
    (card,) = told(world, log)
    assert "It says something else" not in words(card)
    assert "S1E" not in words(card)
    assert f"{world.bot.mention('fact list')} with `changed_here` shows which" in words(card)
    # Neither another start nor a release that changes something else tells it again.
    await world.kill(doors)
    await world.pass_time(1300)
    await release(world, doors, *SLUGS, OTHERS[0], OTHERS[2])
    assert len(told(world, log)) == 1
    await release(world, doors, *SLUGS, OTHERS[0], words_of_it="It says a third thing.")
    assert len(told(world, log)) == 2


async def test_the_only_thing_that_changed_is_a_tap_away(
    world: World, editor: Any, log: Any, doors: AsyncExitStack
) -> None:
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    await change(world, editor, MURDER, "Gwi-nam kills the principal.")
    await release(world, doors, *SLUGS)
    (card,) = told(world, log)
    assert list(buttons(card)) == ["Edit"]
    opened = await editor.click(card, label="Edit")
    assert opened.ephemeral
    assert "It says something else" in words(opened)


@pytest.mark.parametrize("status", [403, in_prove(503)])
@pytest.mark.prove
async def test_what_could_not_be_told_is_told_elsewhere_or_later(
    world: World, editor: Any, log: Any, doors: AsyncExitStack, status: int
) -> None:
    queue = world.guild.create_text_channel("queue")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    if status == 403:
        await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", queue.id)
    await change(world, editor, MURDER, "Gwi-nam kills the principal.")
    world.env.inject_error("POST", f"/channels/{log.id}/messages", status=status, code=50013 if status == 403 else 0)
    await release(world, doors, *SLUGS)
    await world.pass_time(700)
    await world.pass_time(700)
    assert len(told(world, log)) + len(told(world, queue)) == 1
