"""Export and import through the front door: nothing is saved before it is said, all or nothing, one undo for all of it."""

import asyncio
import tomllib
from typing import Any

import discord
import orjson
import pytest

from bot.errors import ImportRunningError, LayerFullError
from bot.show.edits import Change, FactContent
from bot.show.episodes import Episode
from bot.show.facts import Source, row_id
from bot.show.spoilers import Spoiler
from bot.store.edits import QUOTA
from support.imports import check, file_of, layer, row
from support.reading import buttons, filled, words
from support.world import MURDER, NAM_RA, World


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
    done = await editor.click(report.response, label="Yes, import 4 rows")
    assert "Imported 4 rows: 2 added and 2 changed." in words(done)


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
    assert "4 rows: 1 to add, 1 to change and 2 refused. Nothing is saved yet." in told
    assert "Row 3 · revealed\\_in “S1E14” is not an episode" in told
    assert "revealed\\_in is premise, or an episode from S1E1 to S1E12" in told
    assert "Row 4 · text holds one of the characters" in told
    assert "Row 2 · episode S1E4 → S1E5 · another text" in told
    assert "counts" not in told, "a row names the row, the field and the reason, never the story"
    assert file_of(world, report).decode().count(": Row ") == 4
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
    assert "Imported 2 rows: 2 added." in words(done)
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
    assert "1 was changed again since" in words(undone)
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
    assert "4 rows: 4 the same." in words(report)
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
    assert "Check 1 row?" in words(asked)
    report = await editor.click(asked.response, label="Yes, check through S1E12")
    assert "names somebody known from S1E12" in words(report)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("facts.toml", b"x" * (10 * 2**20), "larger than 1 MiB"),
        ("facts.toml", b"\xff" * 2**20, "not text in UTF-8"),
        ("facts.toml", b"x" * 2**20, "not TOML"),
        ("facts.json", b"[" * 2**20, "not JSON"),
        ("facts.toml", b"[[facts]]\nid = 'a'\nid = 'b'", "twice"),
        ("facts.toml", "caf\xe9".encode("latin-1"), "not text in UTF-8"),
        ("facts.exe", b"MZ\x90\x00\x03", "neither TOML nor JSON"),
        ("facts.csv", b"text,topic,revealed_in,about,sources\n", "neither TOML nor JSON"),
        ("facts.toml", b"".join(b"k%d%b = 1\n" % (n, b".a" * 1900) for n in range(100)), "line 1"),
    ],
    ids=["large", "bytes", "letters", "brackets", "twice", "latin-1", "program", "table", "keys"],
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
    assert file_of(world, report).decode().count(": Row ") == 41


@pytest.mark.prove
async def test_all_that_there_is_room_for_is_imported_with_signs_of_progress(
    world: World, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(QUOTA, "fact", 1000)
    file = "".join(row(number, text=f'"Nam-ra counts to {number} and further on."') for number in range(1002))
    seen = len(world.env.http_requests)
    report = await check(world, editor, file)
    assert "1002 rows: 1000 to add and 2 refused" in words(report)
    assert "Row 1001 · there is no room for it" in words(report)
    assert "This server has 1000 facts of its own, which is as many as it may." in words(report)
    done = await editor.click(report.response, label="Yes, import 1000 rows")
    assert "Imported 1000 rows" in words(done)
    assert sum("of 1002 rows…" in str(each.json) for each in world.env.http_requests[seen:]) >= 3
    assert len(await layer(world)) == 1000
    undone = await editor.click(done.response, label="Undo the import")
    assert "1000 rows are as they were" in words(undone)
    # Hidden is not gone: the same once more needs room first.
    report = await check(world, editor, file)
    assert set(buttons(report)) == {"Delete hidden facts"}
    asked = await editor.click(report.response, label="Delete hidden facts")
    gone = await editor.click(asked.response, label="Yes, delete for good")
    assert "There is room again." in words(gone)
    assert not await layer(world)
    assert "1000 to add" in words(await check(world, editor, file))


NAM_RA_COUNTS = {
    "text": "Nam-ra counts sheep.", "revealed_in": ["1001"], "topic": ["trait"], "sources": "Netflix", "about": "Nam-ra",
}  # fmt: skip


async def test_a_form_for_which_there_is_no_room_is_kept(
    world: World, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(QUOTA, "fact", 1)
    await editor.submit_modal(await editor.slash(world.channel, "fact add"), NAM_RA_COUNTS)
    other = NAM_RA_COUNTS | {"text": "The virus spreads through a bite."}
    full = await editor.submit_modal(await editor.slash(world.channel, "fact add"), other)
    assert "This server has 1 facts of its own" in words(full)
    assert "/fact retire" in words(full) or "</fact retire" in words(full)
    assert len(await layer(world)) == 1
    # Nothing is hidden: deleting that makes no room, and takes nothing away.
    asked = await editor.click(full.response, label="Delete hidden facts")
    none = await editor.click(asked.response, label="Yes, delete for good")
    assert "no room" in words(none)
    [(fact, _state, _content)] = await layer(world)
    await editor.submit_modal(await editor.slash(world.channel, "fact retire", fact=str(fact)), {"why": ""})
    full = await editor.submit_modal(await editor.slash(world.channel, "fact add"), other)
    asked = await editor.click(full.response, label="Delete hidden facts")
    await editor.click(asked.response, label="Yes, delete for good")
    again = await editor.click(full.response, label="Edit again")
    assert filled(again)["text"] == other["text"]
    await editor.submit_modal(again, other)
    assert [each[2].text.reveal() for each in await layer(world)] == [other["text"]]


async def test_a_change_of_what_the_pack_tells_needs_no_room(
    world: World, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(QUOTA, "fact", 0)
    await editor.submit_modal(await editor.slash(world.channel, "fact retire", fact=MURDER), {"why": ""})
    assert len(await layer(world)) == 1
    asked = await editor.click((await check(world, editor, row(1))).response, label="Delete hidden facts")
    await editor.click(asked.response, label="Yes, delete for good")
    assert len(await layer(world)) == 1


async def test_a_suggestion_for_which_there_is_no_room_stays_in_the_queue(
    world: World, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(QUOTA, "fact", 0)
    typed = {
        "text": "Nam-ra counts sheep.",
        "revealed_in": ["1001"],
        "topic": ["trait"],
        "source": "Netflix",
        "correction": ["0"],
    }
    await world.fan.submit_modal(await world.fan.slash(world.channel, "suggest", about="Nam-ra"), typed)
    review = await editor.slash(world.channel, "review")
    full = await editor.click(review.response, label="Approve")
    assert "as many as it may" in words(full)
    assert not await layer(world)
    assert "Nam-ra counts sheep." in words(await editor.slash(world.channel, "review"))


async def test_of_many_at_once_no_more_are_saved_than_there_is_room_for(
    world: World, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(QUOTA, "fact", 3)
    content = FactContent(Spoiler("Nam-ra counts.", Episode(1, 1)), "trait", (NAM_RA,), (Source("Netflix", None),))

    async def save(number: int) -> bool:
        change = Change(number, 0, content, "live", "added")
        try:
            await world.bot.store.edits.save(
                world.bot.show.id, world.guild.id, change, by=editor.id, at=discord.utils.utcnow()
            )
        except LayerFullError:
            return False
        return True

    assert sum(await asyncio.gather(*(save(number) for number in range(1, 9)))) == 3
    assert len(await layer(world)) == 3


async def test_a_server_has_one_file_read_at_a_time(world: World, editor: Any) -> None:
    report = await check(world, editor, row(1))
    with world.bot.importing.of(world.guild.id):
        busy = await check(world, editor, row(1))
        assert "A file is being read for this server already." in words(busy)
        pressed = await editor.click(report.response, label="Yes, import 1 row")
        assert "A file is being read for this server already." in words(pressed)
        assert {type(getattr(error, "original", error)) for error in world.env.errors} == {ImportRunningError}
        assert not await layer(world)
    with world.bot.importing.of(1):
        await editor.click(report.response, label="Yes, import 1 row")
    assert len(await layer(world)) == 1


@pytest.mark.parametrize("form", ["toml", "json"])
async def test_who_has_nothing_to_export_gets_a_file_to_go_by(world: World, editor: Any, form: str) -> None:
    nothing = await editor.slash(world.channel, "fact export", format=form)
    assert "nothing to export" in words(nothing)
    data = file_of(world, nothing)
    checked = await check(world, editor, data, f"example.{form}")
    assert not buttons(checked), "as it stands it changes nothing"
    text = data.decode()
    if form == "toml":
        text = "".join(line.removeprefix("# ") for line in text.splitlines(keepends=True))
    checked = await check(world, editor, text.replace("A full name", "nam-ra"), f"example.{form}")
    assert "1 row: 1 to add" in words(checked)
