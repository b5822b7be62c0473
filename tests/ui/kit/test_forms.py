"""Whatever goes wrong after a form was sent: nothing that was typed is lost."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.backend.serializers import message_payload
from simcord.interactions import base_payload

from bot.show.episodes import Episode
from bot.store.drafts import MOST
from support.reading import buttons, filled, words
from support.world import CHANGED, MURDER, SUGGESTED, World


@contextmanager
def beside(world: World) -> Generator[sqlite3.Connection, None, None]:
    """Another connection to the same file."""
    with closing(sqlite3.connect(world.bot.store.database.path, isolation_level=None)) as connection:
        yield connection


async def test_a_failing_save_keeps_what_was_typed(world: World, editor: Any, caplog: pytest.LogCaptureFixture) -> None:
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    with beside(world) as connection:
        connection.execute("CREATE TRIGGER broken BEFORE INSERT ON edits BEGIN SELECT raise(ABORT, 'no'); END")
        failed = await editor.submit_modal(form, CHANGED)
        connection.execute("DROP TRIGGER broken")
    assert "the mistake is ours" in words(failed)
    assert "error" in caplog.text
    caplog.clear()
    again = await editor.click(failed.response, label="Edit again")
    assert filled(again) == CHANGED
    assert "Saved for this server" in words(await editor.submit_modal(again, filled(again)))
    assert await world.bot.store.database.rows("SELECT id FROM drafts") == []


async def test_a_database_that_takes_nothing_gives_back_what_was_typed(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    form = await world.fan.slash(world.channel, "suggest", about="Gwi-nam")
    with beside(world) as connection:
        connection.execute("BEGIN IMMEDIATE")
        failed = await world.fan.submit_modal(form, SUGGESTED)
        connection.execute("ROLLBACK")
    assert "Here is what you typed." in words(failed)
    assert failed.response.ephemeral
    (file,) = failed.response.attachments
    assert "Gwi-nam hums" in (world.env.backend.cdn.get(file.url) or b"").decode()
    assert "error" in caplog.text
    caplog.clear()


async def test_a_reason_is_kept_when_somebody_saves_first(world: World, editor: Any) -> None:
    hide = await editor.slash(world.channel, "fact retire", fact=MURDER)
    edit = await editor.slash(world.channel, "fact edit", fact=MURDER)
    await editor.submit_modal(edit, CHANGED)
    stale = await editor.submit_modal(hide, {"why": "told too early"})
    assert "Somebody changed it meanwhile" in words(stale)
    assert set(buttons(stale)) == {"Edit again", "History"}
    again = await editor.click(stale.response, label="Edit again")
    assert filled(again) == {"why": "told too early"}
    assert "Hidden from this server" in words(await editor.submit_modal(again, {"why": "told too early"}))


async def test_words_for_a_suggestion_that_somebody_else_decides_are_kept(world: World, editor: Any) -> None:
    form = await world.fan.slash(world.channel, "suggest", about="Gwi-nam")
    await world.fan.submit_modal(form, SUGGESTED)
    queue = await editor.slash(world.channel, "review")
    edit = await editor.click(queue.response, label="Edit and approve")
    second = world.guild.add_member(world.env.create_user("second"), roles=[world.guild.roles["Moderators"]])
    await world.set_progress(second, Episode(1, 12))
    queue = await second.slash(world.channel, "review")
    await second.click(queue.response, label="Approve")
    late = await editor.submit_modal(edit, filled(edit) | {"text": "Gwi-nam whistles when he climbs."})
    assert "Somebody decided this one meanwhile" in words(late)
    again = await editor.click(late.response, label="Edit again")
    assert filled(again)["text"] == "Gwi-nam whistles when he climbs."
    saved = await editor.submit_modal(again, filled(again))
    assert "Saved for this server" in words(saved)


async def test_a_form_that_is_saved_leaves_no_draft(world: World) -> None:
    form = await world.fan.slash(world.channel, "suggest", about="Gwi-nam")
    refused = await world.fan.submit_modal(form, SUGGESTED | {"text": "Gwi-nam | hums"})
    again = await world.fan.click(refused.response, label="Edit again")
    assert filled(again)["text"] == "Gwi-nam | hums"
    await world.fan.submit_modal(again, SUGGESTED)
    assert await world.bot.store.database.rows("SELECT id FROM drafts") == []


async def test_a_second_text_for_the_same_form_leaves_the_first_where_it_is(world: World) -> None:
    form = await world.fan.slash(world.channel, "suggest", about="Gwi-nam")
    refused = await world.fan.submit_modal(form, SUGGESTED | {"text": "Gwi-nam | hums"})
    form = await world.fan.slash(world.channel, "suggest", about="Gwi-nam")
    await world.fan.submit_modal(form, SUGGESTED | {"text": "Gwi-nam whistles."})
    again = await world.fan.click(refused.response, label="Edit again")
    assert filled(again)["text"] == "Gwi-nam | hums"


async def test_what_nobody_was_answered_is_given_back_in_the_same_server(world: World) -> None:
    user = world.env.create_user("both")
    fan: Any = world.guild.add_member(user)
    form = await fan.slash(world.channel, "suggest", about="Gwi-nam")
    world.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
    await fan.submit_modal(form, SUGGESTED | {"text": "Gwi-nam | hums"})
    elsewhere = world.env.create_guild("Elsewhere")
    there: Any = elsewhere.add_member(user)
    channel = elsewhere.create_text_channel("there")
    assert not (await there.slash(channel, "about")).followups
    (offer,) = (await fan.slash(world.channel, "about")).followups
    assert "I was interrupted" in words(offer)
    again = await fan.click(offer, label="Edit again")
    assert filled(again)["text"] == "Gwi-nam | hums"
    assert not (await fan.slash(world.channel, "about")).followups


async def test_a_button_pressed_twice_in_the_same_moment_saves_once(world: World, editor: Any) -> None:
    added = {"text": "Gwi-nam hums while he runs.", "revealed_in": ["1004"], "topic": ["trait"], "sources": "Netflix",
             "about": "gwinam"}  # fmt: skip
    form = await editor.slash(world.channel, "fact add")
    await editor.submit_modal(form, added)
    form = await editor.slash(world.channel, "fact add")
    asked = await editor.submit_modal(form, added | {"text": "Gwi-nam hums when he runs."})
    assert "Is this new?" in words(asked)
    custom_id = buttons(asked)["Yes, save it too"]["custom_id"]
    backend = world.env.backend
    for _press in range(2):
        data = {"custom_id": custom_id, "component_type": 2}
        record, payload = base_payload(
            backend, type=3, channel_id=world.channel.id, guild_id=world.guild.id, user_id=editor.id, data=data
        )
        message = backend.get_message(world.channel.id, asked.response.id)
        payload["message"] = dict(message_payload(backend, message))
        record.source_message_id = message.id
        backend.emit("INTERACTION_CREATE", payload)
    await world.env.settle()
    layer = await world.bot.store.edits.layer(world.bot.show.id, world.guild.id, "fact")
    assert len(layer) == 2


async def test_a_member_has_a_bounded_number_of_drafts_and_the_newest_are_kept(world: World) -> None:
    drafts, at = world.bot.store.drafts, discord.utils.utcnow()
    kept = [
        await drafts.add_draft(world.fan.id, 1, "sf1:", {"text": f"{number}"}, at + timedelta(seconds=number), answered=True)
        for number in range(MOST + 5)
    ]  # fmt: skip
    unanswered = await drafts.add_draft(world.fan.id, 1, "sf1:", {"text": "unanswered"}, at - timedelta(days=1))
    theirs = await drafts.add_draft(world.other.id, 1, "sf1:", {"text": "theirs"}, at, answered=True)
    newest = await drafts.add_draft(world.fan.id, 1, "sf1:", {"text": "x"}, at + timedelta(days=1), answered=True)
    assert await drafts.draft(world.fan.id, kept[0]) is None
    assert await drafts.draft(world.fan.id, unanswered) is not None
    assert await drafts.draft(world.other.id, theirs) is not None
    for draft in (*kept[-MOST + 1 :], newest):
        assert await drafts.draft(world.fan.id, draft) is not None
