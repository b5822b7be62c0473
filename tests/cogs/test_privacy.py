"""/privacy: what is kept of a member, as a file or gone, over every table there is."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.show.episodes import Episode
from bot.store.privacy import HELD
from support.reading import buttons, words
from support.world import World

MEMBER = 4611686018427387904

# What a column of ids can name that is no member. A new name belongs either here or into bot/store/privacy.py.
NO_MEMBER = {
    "id", "show_id", "guild_id", "channel_id", "parent_id", "message_id", "place_id", "command_id", "custom_id",
    "editor_role_id", "review_channel_id", "log_channel_id", "original_id",
    "character_id", "actor_id", "subject_id", "source_id", "target_id", "fact_id", "question_id", "item_id",
    "game_id", "round_id", "review_id", "import_id", "draft_id", "application_id", "event_id", "emoji_id", "category_id", "role_id",
}  # fmt: skip


async def columns(world: World) -> list[tuple[str, str]]:
    """Every column of every table that may hold an id: of a member, or of anything else."""
    rows = await world.bot.store.database.rows(
        "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c"
        " WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND t.name NOT LIKE 'search\\_%' ESCAPE '\\'"
    )
    may_be_one = re.compile(r"(?:.*_)?(?:ids?|by|user|member|author|host|owner|editor|moderator|winner|player)")
    return [(table, column) for table, column in rows if may_be_one.fullmatch(column)]


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
    database = world.bot.store.database
    for number, table in enumerate(dict.fromkeys(each.table for each in HELD)):
        names, values = zip(*_row(await _schema(world, table), number), strict=True)
        marks = ", ".join("?" * len(names))
        await database.write("PRAGMA foreign_keys = OFF")
        await database.write(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", values)  # noqa: S608  names of the schema
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


async def named(world: World) -> set[tuple[str, str]]:
    """Every column in which the member still stands."""
    found: set[tuple[str, str]] = set()
    for table, column in await columns(world):
        if await world.bot.store.database.rows(f"SELECT 1 FROM {table} WHERE {column} = ?", (MEMBER,)):  # noqa: S608  names of the schema
            found.add((table, column))
    return found


async def test_an_export_holds_a_row_of_every_table_and_a_deletion_leaves_none(world: World) -> None:
    await fill(world)
    held = {(each.table, each.column) for each in HELD}
    assert await named(world) == held
    exported = await world.bot.store.privacy.export(MEMBER)
    assert {name.partition(" ")[0] for name in exported} == {table for table, _ in held}
    await world.bot.store.privacy.forget(MEMBER)
    assert await named(world) == set()
    assert await world.bot.store.privacy.export(MEMBER) == {}


# ---------------------------------------------------------------------------------------------- as members see it


async def test_what_is_kept_is_said_in_plain_words(world: World) -> None:
    card = await world.fan.slash(world.channel, "privacy")
    assert card.ephemeral
    assert "- How far you said you are" in words(card)
    assert "You’re on leaderboards" in words(card)
    assert list(buttons(card)) == ["Export", "Leave leaderboards", "Delete"]


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
