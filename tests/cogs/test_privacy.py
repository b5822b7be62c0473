"""/privacy: what is kept of a member, as a file or gone, over every table there is."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from bot.errors import KeepsNothingError
from bot.show.episodes import Episode
from bot.store.privacy import HELD
from support.held import NO_MEMBER, columns, named
from support.reading import buttons, words
from support.world import World

MEMBER = 4611686018427387904


async def test_every_column_that_holds_a_member_has_its_entry(world: World) -> None:
    held = {(each.table, each.column) for each in HELD}
    found = {(table, column) for table, column in await columns(world) if column not in NO_MEMBER}
    assert found == held


def test_an_export_names_nobody_else() -> None:
    members = {each.column for each in HELD}
    for held in HELD:
        assert not (set(held.exported) & members) - {held.column}


async def fill(world: World) -> None:
    """A row of one member in every table that can hold one."""
    for number, table in enumerate(dict.fromkeys(each.table for each in HELD)):
        await _insert(world, table, None, number)


async def _insert(world: World, table: str, only: str | None, number: int = 0) -> None:
    """A row of the member; `only` in this column, and somebody else in the others."""
    row = dict(_row(await _schema(world, table), number))
    row |= {name: number + 1 for name in ("id", "original_id", "number") if name in row}
    if only is not None:
        row |= {name: MEMBER + 1 for name in row if row[name] == MEMBER and name != only}
    marks = ", ".join("?" * len(row))
    database = world.bot.store.database
    await database.write("PRAGMA foreign_keys = OFF")
    try:
        await database.write(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))  # noqa: S608  names of the schema
    finally:
        await database.write("PRAGMA foreign_keys = ON")


async def _schema(world: World, table: str) -> list[tuple[str, str, str]]:
    (row,) = await world.bot.store.database.rows("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))
    sql = row[0]
    found = await world.bot.store.database.rows(
        "SELECT name, type, hidden FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,)
    )
    return [(name, kind, sql) for name, kind, _ in found]


def _row(schema: list[tuple[str, str, str]], number: int) -> Iterator[tuple[str, Any]]:
    """Values that every CHECK takes, with the member in each column that can name one."""
    held = {each.column for each in HELD}
    for name, kind, sql in schema:
        allowed = re.search(rf"\b{name}\s+TEXT[^,]*?IN \('([^']+)'", sql)
        if name in held:
            yield name, MEMBER
        elif allowed:
            yield name, allowed[1]
        elif name == "base" or kind == "BLOB":
            yield name, None
        elif name == "item_id":
            yield name, number
        elif kind == "INTEGER":
            yield name, 1
        elif name == "content":
            yield name, '{"text": "x", "topic": "event", "revealed_in": 0, "sources": [], "about": []}'
        elif name in {"form", "files", "sites"}:
            yield name, "[]"
        else:
            yield name, f"text {number}"


async def test_an_export_holds_a_row_of_every_table_and_a_deletion_leaves_none(world: World) -> None:
    await fill(world)
    held = {(each.table, each.column) for each in HELD}
    assert await named(world, MEMBER) == held
    exported = await world.bot.store.privacy.export(MEMBER)
    assert {name.partition(" ")[0] for name in exported} == {table for table, _ in held}
    await world.bot.store.privacy.forget(MEMBER)
    assert await named(world, MEMBER) == {("keep_nothing", "user_id")}  # their wish stays until they take it back
    await world.bot.store.privacy.keep_again(MEMBER)
    assert await world.bot.store.privacy.export(MEMBER) == {}


async def test_no_row_that_names_a_member_is_written_once_they_asked_for_that(world: World) -> None:
    privacy = world.bot.store.privacy
    for number, held in enumerate(each for each in HELD if not each.stays):
        await privacy.keep_nothing(MEMBER)
        with suppress(KeepsNothingError):
            await _insert(world, held.table, held.column, 2 * number)
        assert await named(world, MEMBER) == {("keep_nothing", "user_id")}, held
        await privacy.keep_again(MEMBER)
        await _insert(world, held.table, held.column, 2 * number + 1)
        assert (held.table, held.column) in await named(world, MEMBER)
        await privacy.forget(MEMBER)


# ---------------------------------------------------------------------------------------------- as members see it


async def test_what_is_kept_is_said_in_plain_words(world: World) -> None:
    card = await world.fan.slash(world.channel, "privacy")
    assert card.ephemeral
    assert "- How far you said you are" in words(card)
    assert "You’re on leaderboards" in words(card)
    assert list(buttons(card)) == ["Export", "Leave leaderboards", "Keep nothing of me", "Delete"]


async def test_a_member_gets_everything_as_a_file_of_their_own(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 6))
    form = await world.fan.slash(world.channel, "spoiler post", episode="9")
    await world.fan.submit_modal(form, {"title": "The roof", "text": "she jumps"})
    await world.set_progress(world.other, Episode(1, 2))
    card = await world.fan.slash(world.channel, "privacy")
    sent = await world.fan.click(card.response, label="Export")
    assert sent.ephemeral
    (file,) = sent.response.attachments
    assert file.filename == "what-i-store-about-you.json"
    content = json.loads(await file.read())
    assert content["user_id"] == str(world.fan.id)
    assert content["progress"] == [{"show_id": str(world.bot.show.id), "episode": "S1E6"}]
    (post,) = content["spoiler_posts"]
    assert (post["title"], post["text"], post["episode"]) == ("The roof", "she jumps", "S1E9")
    assert str(world.other.id) not in json.dumps(content)


async def test_who_is_unknown_hears_that(world: World) -> None:
    card = await world.fan.slash(world.channel, "privacy")
    sent = await world.fan.click(card.response, label="Export")
    assert words(sent) == "I store nothing about you."


async def test_a_member_is_forgotten_after_they_confirmed_and_their_posts_come_down(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 6))
    form = await world.fan.slash(world.channel, "spoiler post", episode="9")
    post = await world.fan.submit_modal(form, {"title": "The roof", "text": "she jumps"})
    card = await world.fan.slash(world.channel, "privacy")
    await world.fan.click(card.response, label="Delete")
    await world.fan.click(card.response, label="Keep it")
    assert words(card.response).startswith("## Privacy")
    await world.fan.click(card.response, label="Delete")
    assert "Yes, delete everything" in buttons(card.response)
    await world.fan.click(card.response, label="Yes, delete everything")
    assert words(card.response).startswith("Everything about you is deleted.")
    assert await world.bot.store.privacy.export(world.fan.id) == {}
    assert words(await world.other.click(post.response, label="Reveal to me")) == "This post was removed."
    await world.pass_time(11 * 60)
    assert words(post.response) == "This post was removed."
    assert await world.bot.store.database.rows("SELECT 1 FROM spoiler_posts") == []


@pytest.mark.parametrize("listed", [True, False])
async def test_a_member_leaves_leaderboards_and_comes_back(world: World, listed: bool) -> None:
    await world.bot.store.privacy.set_listed(world.fan.id, listed=listed)
    card = await world.fan.slash(world.channel, "privacy")
    await world.fan.click(card.response, label="Leave leaderboards" if listed else "List me on leaderboards")
    assert await world.bot.store.privacy.is_listed(world.fan.id) is not listed
    assert ("You’re on no leaderboard" if listed else "You’re on leaderboards") in words(card.response)


async def test_privacy_works_in_a_direct_message(world: World) -> None:
    assert words(await world.fan.user.slash("privacy")).startswith("## Privacy")
