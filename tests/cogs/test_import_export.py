"""Export and import through the front door: nothing is saved before it is said, all or nothing, one undo for all of it."""

import time
import tomllib
from typing import Any

import orjson
import pytest
from conftest import World
from reading import buttons, words

from bot.show.episodes import Episode
from bot.show.models import row_id

NAM_RA = row_id("all-of-us-are-dead", "subject", "choi-nam-ra")
Layer = list[tuple[int, str, Any]]


def row(number: int, **changed: str) -> str:
    values = {
        "text": f'"Nam-ra counts to {number}."', "topic": '"trait"', "revealed_in": '"S1E1"', "about": '["Choi Nam-ra"]',
        "sources": '["Netflix"]',
    } | changed  # fmt: skip
    return "[[facts]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())


async def check(
    world: World, member: Any, text: str | bytes, name: str = "facts.toml", *, dry_run: bool = False
) -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    return await member.slash(world.channel, "fact import", file=(name, data), dry_run=dry_run)


async def layer(world: World) -> Layer:
    """Everything that the server has of its own."""
    edits, show = world.bot.store.edits, world.bot.show.id
    return [
        (item.id, item.now.state, item.content)
        for kind in ("fact", "question")
        for item in await edits.layer(show, world.guild.id, kind)
    ]


def file_of(world: World, reply: Any) -> bytes:
    """The file on a reply."""
    [attachment] = (reply.response or reply).attachments
    data = world.env.backend.cdn.get(attachment.url)
    assert data is not None
    return data


async def some_edits(world: World, editor: Any) -> None:
    """A fact and a question of the server's own, a changed fact and a hidden one."""
    question = (
        '[[questions]]\ntext = "Who counts?"\nanswer = "Nam-ra"\nwrong = ["A", "B", "C"]\nexplanation = "She does."\n'
        'difficulty = "easy"\ntopic = "trait"\nrevealed_in = "S1E1"\nsources = ["Netflix"]\n'
    )
    changed = '"gwi-nam-overpowers-principal-murders"'
    hidden = row(3, id='"nam-ra-best-student-class-2-5-president"', state='"retired"', revealed_in='"premise"')
    file = row(1) + row(2, id=changed, revealed_in='"S1E4"') + hidden + question
    report = await check(world, editor, file)
    await editor.click(report.response, label="Yes, import 4 rows")


async def test_a_report_says_row_by_row_what_would_happen_and_saves_nothing(world: World, editor: Any) -> None:
    file = (
        row(1)
        + row(2, id='"gwi-nam-overpowers-principal-murders"', revealed_in='"S1E5"', topic='"death"')
        + row(3, revealed_in='"S1E14"')
        + row(4, text='"a | b"')
    )
    report = await check(world, editor, file)
    told = words(report)
    assert report.ephemeral
    assert "4 rows: 1 to add, 1 to change, 0 the same, 2 refused. Nothing is saved yet." in told
    assert "Row 3 · revealed\\_in is no episode that fits" in told
    assert "Row 4 · text holds one of the characters" in told
    assert "Row 2 · episode S1E4 → S1E5 · another text" in told
    assert "counts" not in told, "a row names the row, the field and the reason, never the story"
    assert file_of(world, report).decode().count("\n") == 4
    assert not await layer(world)
    assert set(buttons(report)) == {"Yes, import 2 rows", "Cancel"}
    await editor.click(report.response, label="Cancel")
    assert not await layer(world)


async def test_a_dry_run_has_no_button(world: World, editor: Any) -> None:
    report = await check(world, editor, row(1), dry_run=True)
    assert "1 to add" in words(report)
    assert not buttons(report)


async def test_an_import_saves_all_of_it_and_one_undo_takes_all_of_it_back(world: World, editor: Any) -> None:
    before = await layer(world)
    report = await check(world, editor, row(1) + row(2) + row(3, text='"a | b"'))
    done = await editor.click(report.response, label="Yes, import 2 rows")
    assert "Imported 2 rows: 2 added, 0 changed." in words(done)
    assert len(await layer(world)) == 2
    undone = await editor.click(done.response, label="Undo the import")
    assert "2 rows are as they were before" in words(undone)
    assert [each for each in await layer(world) if each[1] == "live"] == before


async def test_what_somebody_changed_since_an_import_stays_when_it_is_undone(world: World, editor: Any) -> None:
    report = await check(world, editor, row(1) + row(2))
    done = await editor.click(report.response, label="Yes, import 2 rows")
    fact = str((await layer(world))[0][0])
    typed = {
        "text": "Nam-ra counts sheep.",
        "revealed_in": ["1001"],
        "topic": ["trait"],
        "sources": "Netflix",
        "why": "",
    }
    await editor.submit_modal(await editor.slash(world.channel, "fact edit", fact=fact), typed)
    undone = await editor.click(done.response, label="Undo the import")
    assert "were changed again since" in words(undone)
    states = {each[2].text.reveal(): each[1] for each in await layer(world)}
    assert states == {"Nam-ra counts sheep.": "live", "Nam-ra counts to 2.": "retired"}


async def test_a_change_between_check_and_import_stops_all_of_it(world: World, editor: Any) -> None:
    murder = "gwi-nam-overpowers-principal-murders"
    report = await check(world, editor, row(1) + row(2, id=f'"{murder}"', revealed_in='"S1E4"'))
    fact = str(row_id("all-of-us-are-dead", "fact", murder))
    await editor.submit_modal(await editor.slash(world.channel, "fact retire", fact=fact), {"why": ""})
    stopped = await editor.click(report.response, label="Yes, import 2 rows")
    assert "nothing was imported" in words(stopped)
    assert len(await layer(world)) == 1


@pytest.mark.parametrize("form", ["toml", "json"])
async def test_export_and_import_of_the_same_file_change_nothing(world: World, editor: Any, form: str) -> None:
    await some_edits(world, editor)
    before = await layer(world)
    exported = await editor.slash(world.channel, "fact export", format=form)
    assert exported.ephemeral
    data = file_of(world, exported)
    report = await check(world, editor, data, f"facts.{form}")
    assert "0 to add, 0 to change, 4 the same, 0 refused" in words(report)
    assert not buttons(report)
    # Over a server without any of it, the same file makes the same layer.
    await world.bot.store.guilds.purge(world.guild.id)
    assert not await layer(world)
    report = await check(world, editor, data, f"facts.{form}")
    await editor.click(report.response, label="Yes, import 4 rows")
    assert await layer(world) == before
    again = file_of(world, await editor.slash(world.channel, "fact export", format=form))
    assert again == data
    parsed = tomllib.loads(data.decode()) if form == "toml" else orjson.loads(data)
    assert {table: len(rows) for table, rows in parsed.items()} == {"facts": 3, "questions": 1}


async def test_an_export_beyond_what_the_editor_has_watched_is_asked_for(world: World, editor: Any) -> None:
    nothing = await editor.slash(world.channel, "fact export", format="toml")
    assert "nothing to export" in words(nothing)
    await some_edits(world, editor)
    await world.set_progress(editor, Episode(1, 2))
    asked = await editor.slash(world.channel, "fact export", format="toml")
    assert "Export through S1E4?" in words(asked)
    assert not asked.response.attachments
    sent = await editor.click(asked.response, label="Yes, export through S1E4")
    assert b"counts to 2" in file_of(world, sent)


async def test_a_check_beyond_what_the_editor_has_watched_is_asked_for(world: World, editor: Any) -> None:
    await world.set_progress(editor, Episode(1, 2))
    asked = await check(world, editor, row(1, text='"Han Du-seok counts."'))
    assert "Check 1 rows?" in words(asked)
    report = await editor.click(asked.response, label="Yes, check it")
    assert "names somebody known from S1E12" in words(report)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("facts.toml", b"\xff" * (10 * 2**20), "not text in UTF-8"),
        ("facts.toml", b"x" * (10 * 2**20), "not TOML"),
        ("facts.json", b"[" * (10 * 2**20), "not JSON"),
        ("facts.toml", b"[[facts]]\nid = 'a'\nid = 'b'", "twice"),
        ("facts.toml", "[[facts]]".encode("utf-16"), "not text in UTF-8"),
        ("facts.exe", b"MZ\x90\x00\x03", "not text in UTF-8"),
    ],
    ids=["bytes", "letters", "brackets", "twice", "utf-16", "program"],
)
async def test_rubbish_gets_one_clear_answer(world: World, editor: Any, name: str, data: bytes, said: str) -> None:
    refused = await check(world, editor, data, name)
    assert said in words(refused)
    assert "Nothing was changed." in words(refused)
    assert len(words(refused)) < 200
    assert not await layer(world)


async def test_a_report_about_nothing_but_mistakes_still_fits(world: World, editor: Any) -> None:
    keys = "".join(f'"_*_*_*_*_*_*_*_*_*_{number}" = 1\n' for number in range(50))
    changed = '"gwi-nam-overpowers-principal-murders"'
    file = "".join(row(number) + keys for number in range(40)) + row(1, id=changed)
    report = await check(world, editor, file)
    assert len(words(report)) < 3600
    assert "32 more in report.txt" in words(report)
    assert file_of(world, report).decode().count("\n") == 41


async def test_five_thousand_rows_are_checked_and_imported_in_time_with_signs_of_progress(
    world: World, editor: Any
) -> None:
    file = "".join(row(number, text=f'"Nam-ra counts to {number} and further on."') for number in range(5000))
    start, seen = time.perf_counter(), len(world.env.http_requests)
    report = await check(world, editor, file)
    done = await editor.click(report.response, label="Yes, import 5000 rows")
    assert "Imported 5000 rows" in words(done)
    assert time.perf_counter() - start < 10
    assert sum("of 5000 rows…" in str(each.json) for each in world.env.http_requests[seen:]) >= 5
    assert len(await layer(world)) == 5000
    undone = await editor.click(done.response, label="Undo the import")
    assert "5000 rows are as they were" in words(undone)
