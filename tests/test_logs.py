"""What whoever runs the bot reads of it: where something failed, and nothing that members typed, reached or would be told."""

import json
import logging
import sqlite3
from contextlib import closing
from typing import Any

import discord
import pytest
from discord import ui
from simcord.backend.serializers import message_payload
from simcord.interactions import base_payload

from bot.errors import SpoilerLeakError, StoreError
from bot.logs import formatter
from bot.show.episodes import Episode, Scope
from bot.show.spoilers import Spoiler
from bot.ui import registry
from support.walk import altered
from support.world import World

TYPED = "why did zqtyped cry"
STATE = "100977"  # any number in a state: an episode that somebody reached, among others


def button(custom_id: str) -> list[dict[str, Any]]:
    view = ui.LayoutView()
    view.add_item(ui.ActionRow(ui.Button[Any](custom_id=custom_id, label="x")))
    return view.to_components()


async def press(world: World, custom_id: str) -> None:
    """Press a button or submit a form that has this id, whatever it stands on."""
    backend = world.env.backend
    message = await world.moderator.send(world.channel, "x")
    stands = backend.get_message(world.channel.id, message.id)
    record, payload = base_payload(
        backend, type=3, channel_id=world.channel.id, guild_id=world.guild.id, user_id=world.moderator.id,
        data={"custom_id": custom_id, "component_type": 2},
    )  # fmt: skip
    payload["message"] = {
        **message_payload(backend, stands), "components": button(custom_id), "flags": 1 << 15,
    }  # fmt: skip
    record.source_message_id = stands.id
    backend.emit("INTERACTION_CREATE", payload)
    await world.env.settle()


async def submit(world: World, custom_id: str) -> None:
    backend = world.env.backend
    field = {"type": 4, "custom_id": "text", "value": TYPED}
    data = {"custom_id": custom_id, "components": [{"type": 18, "component": field}]}
    _record, payload = base_payload(
        backend, type=5, channel_id=world.channel.id, guild_id=world.guild.id, user_id=world.moderator.id, data=data
    )
    backend.emit("INTERACTION_CREATE", payload)
    await world.env.settle()


async def test_no_line_holds_what_was_typed_or_reached(world: World, caplog: pytest.LogCaptureFixture) -> None:
    buttons = [altered(each, STATE, TYPED) for each in registry.HANDLERS]
    forms = [altered(each, STATE, TYPED) for each in registry.FORM_HANDLERS]
    assert any(TYPED in each for each in buttons)
    assert any(TYPED in each for each in forms)
    with closing(sqlite3.connect(world.bot.store.database.path)) as beside, beside:
        # Next to nothing can be read any more, so nearly every press ends in an error.
        for table in ("progress", "guild_settings", "trivia_games", "spoiler_posts", "watchalongs", "reviews"):
            beside.execute(f"ALTER TABLE {table} RENAME TO {table}_gone")
    for custom_id in buttons:
        await press(world, custom_id)
    for custom_id in forms:
        await submit(world, custom_id)
    lines = [f"{formatter('text').format(each)}\n{formatter('json').format(each)}" for each in caplog.records]
    failed = [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]
    caplog.clear()  # the errors are claimed, here and by reading them
    assert len(world.env.errors) > 0
    assert len(failed) > (len(buttons) + len(forms)) / 2
    assert {"c1", "q1", "sf1", "fe1"} <= {each.split(" of interaction")[0].rpartition(" ")[2] for each in failed}
    assert not [line for line in lines if "zqtyped" in line or STATE in line]


@pytest.mark.parametrize("log_format", ["text", "json"])
@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"invalid literal for int() with base 10: {TYPED!r}"),
        KeyError(TYPED),
        discord.app_commands.AppCommandError(f"Failed to convert {TYPED} to int"),
        StoreError(f'read failed: fts5: syntax error near "{TYPED}"'),
    ],
)
def test_an_error_is_told_by_its_kind_and_place_alone(error: Exception, log_format: str) -> None:
    failure = RuntimeError(TYPED)
    failure.__cause__ = error
    with pytest.raises(RuntimeError) as raised:
        raise failure
    record = logging.LogRecord("bot", logging.ERROR, "", 0, "failed", None, (raised.type, raised.value, raised.tb))
    line = formatter(log_format).format(record)
    assert "zqtyped" not in line
    assert type(error).__qualname__ in line
    assert "RuntimeError" in line
    assert "test_logs.py" in line


def test_what_asyncio_says_of_a_lost_task_is_cut_to_its_first_line() -> None:
    record = logging.LogRecord("asyncio", logging.ERROR, "", 0, f"Task failed\nfuture: ValueError('{TYPED}')", (), None)
    assert formatter("text").format(record).endswith("Task failed")
    assert json.loads(formatter("json").format(record))["message"] == "Task failed"


def test_a_slip_of_a_scope_says_nothing_of_how_far_somebody_is() -> None:
    said = Spoiler("text", Episode(1, 9))
    for slip in (said.markdown, said.label):
        with pytest.raises(SpoilerLeakError) as raised:
            slip(Scope.through(Episode(1, 4)))
        assert str(raised.value).count("S1E") == 1
        assert "4" not in str(raised.value)
