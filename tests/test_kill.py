"""kill -9 of the connected process after a member sent a form: nothing is lost, and nothing happens twice."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest

from support.loopback import Loopback
from support.processes import connected, prepare, until
from support.world import MURDER

pytestmark = pytest.mark.prove  # what a process has to do in time, on a machine that has the time for it

TYPED = {"text": "Gwi-nam kills the principal.", "why": "shorter"}
EDIT: list[dict[str, Any]] = [{"name": "edit", "type": 1, "options": [{"name": "fact", "type": 3, "value": MURDER}]}]
# What is written there takes as long as the process lives.
SLOW = """
    CREATE TRIGGER slow BEFORE {write} BEGIN
        SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000000000) SELECT i FROM n);
    END
"""


@asynccontextmanager
async def running(folder: Path) -> AsyncGenerator[tuple[Loopback, asyncio.subprocess.Process], None]:
    """A moderator, and the process that answers them."""
    async with Loopback(permissions=discord.Permissions(manage_messages=True)) as loopback:
        process = await connected(loopback, folder)
        try:
            await asyncio.wait_for(loopback.ready.wait(), 20)
            yield loopback, process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()


async def given_back(loopback: Loopback) -> Any:
    """The form that the next command offers once more."""
    await loopback.command("about", [])
    offer = await asyncio.wait_for(loopback.followups.get(), 5)
    assert "I was interrupted" in json.dumps(offer)
    (button,) = next(each for each in offer["components"] if each["type"] == 1)["components"]
    assert button["label"] == "Edit again"
    form = await loopback.press(offer, button)
    fields = {each["component"]["custom_id"]: each["component"].get("value") for each in form["data"]["components"]}
    assert TYPED.items() <= fields.items()
    return form


@pytest.mark.parametrize(
    ("write", "saved", "then"),
    [
        ("INSERT ON edits", [], "Saved for this server"),
        ("DELETE ON drafts", [(2,)], "what it says already"),
    ],
)
async def test_a_form_that_a_kill_interrupts_is_given_back_and_saved_once(
    database: Path, write: str, saved: list[Any], then: str
) -> None:
    do = prepare(database)
    async with running(database.parent) as (loopback, process):
        form = await loopback.command("fact", EDIT)
        do(SLOW.format(write=write))
        submit = asyncio.create_task(loopback.submit(form, TYPED))
        await until(
            lambda: (
                bool(do("SELECT 1 FROM drafts WHERE state = 'received'")) and do("SELECT revision FROM edits") == saved
            )
        )
        process.kill()
        await process.wait()
        submit.cancel()
    do("DROP TRIGGER slow")
    assert do("SELECT revision FROM edits") == saved
    async with running(database.parent) as (loopback, _process):
        answer = await loopback.submit(await given_back(loopback), {})
        assert then in json.dumps(answer)
        await loopback.command("about", [])
        assert loopback.followups.empty()
        # Its author has the answer first; then the draft goes.
        await until(lambda: do("SELECT count(*) FROM drafts") == [(0,)])
    assert do("SELECT revision, text, reason FROM edits") == [(2, TYPED["text"], TYPED["why"])]
    assert do("SELECT count(*) FROM revisions") == [(2,)]


async def test_a_form_that_is_sent_again_after_a_kill_is_not_saved_twice(database: Path) -> None:
    do = prepare(database)
    async with running(database.parent) as (loopback, process):
        form = await loopback.command("fact", EDIT)
        loopback.mute = True
        assert "Saved for this server" in json.dumps(await loopback.submit(form, TYPED))
        process.kill()  # it never learns that its answer arrived
        await process.wait()
    async with running(database.parent) as (loopback, _process):
        assert "what it says already" in json.dumps(await loopback.submit(form, TYPED))
        await loopback.command("about", [])
        assert loopback.followups.empty()
    assert do("SELECT revision FROM edits") == [(2,)]
    assert do("SELECT count(*) FROM revisions") == [(2,)]


async def restarted(
    loopback: Loopback, process: asyncio.subprocess.Process, folder: Path
) -> asyncio.subprocess.Process:
    """kill -9, and the same Discord for the process that comes next."""
    process.kill()
    await process.wait()
    loopback.mute = False
    loopback.ready.clear()
    process = await connected(loopback, folder)
    await asyncio.wait_for(loopback.ready.wait(), 20)
    return process


@pytest.mark.parametrize("presses", [True, False])
async def test_a_post_that_stands_when_the_process_is_killed_is_never_forgotten(database: Path, presses: bool) -> None:
    do = prepare(database)
    async with Loopback(permissions=discord.Permissions.all()) as loopback:
        process = await connected(loopback, database.parent)
        try:
            await asyncio.wait_for(loopback.ready.wait(), 20)
            options = [{"name": "episode", "type": 3, "value": "S1E9"}]
            form = await loopback.command("spoiler", [{"name": "post", "type": 1, "options": options}])
            loopback.mute = True  # Discord takes the post, and the process never hears of it
            card = await loopback.submit(form, {"title": "The roof", "text": "she jumps"})
            assert do("SELECT message_id FROM spoiler_posts") == [(None,)]
            if presses:  # Discord cannot be asked any more
                do("UPDATE spoiler_posts SET token = NULL")
            process = await restarted(loopback, process, database.parent)
            if presses:
                (button,) = next(each for each in card["data"]["components"] if each["type"] == 17)["components"][-1][
                    "components"
                ]
                assert button["label"] == "Reveal to me"
                assert "she jumps" in json.dumps(await loopback.press(card["data"], button, flags=1 << 15))
            await until(lambda: do("SELECT message_id FROM spoiler_posts") == [(5,)])
            # It stands, so nobody is asked to post it once more.
            assert do("SELECT count(*) FROM drafts") == [(0,)]
            await loopback.command("about", [])
            assert loopback.followups.empty()
        finally:
            process.kill()
            await process.communicate()
