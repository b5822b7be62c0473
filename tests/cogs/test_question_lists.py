"""Lists of questions from elsewhere through the front door: asked once for their episode, checked, imported, undone, exported."""

import json
from typing import Any

import pytest

from bot.show.edits import QuestionContent
from bot.show.episodes import Episode
from support.reading import buttons, words
from support.world import World

OPENTDB = json.dumps({"response_code": 0, "results": [
    {
        "type": "multiple", "difficulty": "easy", "category": "History", "question": "Who &quot;counts&quot; the <b>stairs</b>?",
        "correct_answer": "Nam-ra", "incorrect_answers": ["On-jo", "Su-hyeok"],
    },
    {
        "type": "boolean", "difficulty": "hard", "category": "History", "question": "It rains all the time.",
        "correct_answer": "False", "incorrect_answers": ["True"],
    },
]})  # fmt: skip
YAML = "AUTHOR: me\nWho is first at the stairs?:\n- Nam-ra\n- the president\nWho is last at the stairs?: On-jo\n"
TABLE = "Question,Answer,Wrong,Episode\nWho sleeps in class?,On-jo,Su-hyeok | x,\nWho is awake in class?,On-jo,Su-hyeok,S1E3\n"


async def upload(world: World, member: Any, text: str, name: str, **options: Any) -> Any:
    return await member.slash(world.channel, "question import", file=(name, text.encode()), **options)


async def questions(world: World) -> dict[str, QuestionContent]:
    """The server's own that are shown, by what they ask."""
    items = await world.bot.store.edits.layer(world.bot.show.id, world.guild.id, "question")
    shown = [item.content for item in items if item.now.state == "live"]
    return {each.text.reveal(): each for each in shown if isinstance(each, QuestionContent)}


def file_of(world: World, reply: Any) -> str:
    """The file on a reply."""
    [attachment] = (reply.response or reply).attachments
    data = world.env.backend.cdn.get(attachment.url)
    assert data is not None
    return data.decode()


async def choose(member: Any, asked: Any, value: str) -> Any:
    """Choose the episode that gates a list."""
    return await member.select(asked.response, values=[value])


async def test_a_list_of_opentdb_is_gated_once_checked_imported_and_undone(world: World, editor: Any) -> None:
    asked = await upload(world, editor, OPENTDB, "OpenTDB list.json")
    assert asked.response.ephemeral
    assert "2 rows without an episode." in words(asked)
    assert not await questions(world)
    report = await choose(editor, asked, "1002")
    assert "2 rows: 2 to add. Nothing is saved yet." in words(report)
    assert not await questions(world)
    done = await editor.click(report.response, label="Yes, import 2 rows")
    assert "Imported 2 rows: 2 added." in words(done)
    found = await questions(world)
    first, second = found['Who "counts" the stairs?'], found["It rains all the time."]
    assert {each.revealed_in for each in found.values()} == {Episode(1, 2)}
    assert (first.answer.reveal(), [each.reveal() for each in first.wrong]) == ("Nam-ra", ["On-jo", "Su-hyeok"])
    assert (second.answer.reveal(), [each.reveal() for each in second.wrong]) == ("False", ["True"])
    assert [each.typed for each in first.sources] == ["a list: OpenTDB list"]
    again = await choose(editor, await upload(world, editor, OPENTDB, "OpenTDB list.json"), "1002")
    assert "2 rows: 2 refused." in words(again), "each says the same as another one"
    await editor.click(done.response, label="Undo the import")
    assert not await questions(world)


async def test_wrong_options_out_of_the_list_are_said_in_the_report(world: World, editor: Any) -> None:
    report = await upload(world, editor, YAML, "list.yaml", episode="S1E1")
    assert "2 to add" in words(report)
    assert "2 rows had no wrong options" in words(report)
    assert file_of(world, report).count("wrong options are other answers of the list") == 2
    await editor.click(report.response, label="Yes, import 2 rows")
    found = await questions(world)
    assert [each.reveal() for each in found["Who is first at the stairs?"].wrong] == ["On-jo"]
    assert [each.reveal() for each in found["Who is last at the stairs?"].wrong] == ["Nam-ra"]


async def test_rows_are_refused_one_by_one_and_keep_an_episode_of_their_own(world: World, editor: Any) -> None:
    asked = await upload(world, editor, TABLE, "quiz.csv")
    assert "1 row without an episode." in words(asked)
    report = await choose(editor, asked, "0")
    assert "2 rows: 1 to add and 1 refused." in words(report)
    assert "Row 1 · wrong holds one of the characters" in words(report)
    await editor.click(report.response, label="Yes, import 1 row")
    [found] = (await questions(world)).values()
    assert found.revealed_in == Episode(1, 3)


async def test_an_editor_who_is_not_as_far_agrees_before_the_report(world: World) -> None:
    member = world.guild.add_member(world.env.create_user("behind"), roles=[world.guild.roles["Moderators"]])
    await world.set_progress(member, Episode(1, 1))
    asked = await choose(member, await upload(world, member, OPENTDB, "a.json"), "1001")
    assert "Check 2 rows?" in words(asked)
    report = await member.click(asked.response, label="Yes, check through S1E12")
    assert "2 to add" in words(report)
    later = await upload(world, member, OPENTDB, "a.json", episode="premise")
    assert "Check 2 rows?" in words(later)


async def test_a_list_is_its_editors_own_and_can_be_cancelled(world: World, editor: Any) -> None:
    cancelled = await upload(world, editor, OPENTDB, "a.json")
    assert words(await editor.click(cancelled.response, label="Cancel")) == "Cancelled. Nothing was changed."
    asked = await upload(world, editor, OPENTDB, "a.json")
    other = await upload(world, editor, OPENTDB, "a.json", dry_run=True)
    gone = await choose(editor, asked, "1001")
    assert "This file is gone" in words(gone)
    report = await choose(editor, other, "1001")
    assert "2 to add" in words(report)
    assert not buttons(report), "a dry run is a report and no more"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.yaml", "a: &x b\nc: *x\n", "points from one place to another"),
        ("a.csv", "Frage,Antwort\nWer?,Sie\n", "names no columns"),
        ("a.txt", "hello", "I can’t find a list of questions"),
        ("a.yaml", "a: [", "The file is not YAML"),
    ],
)
async def test_what_is_no_list_gets_one_reason_and_what_would_be_one(
    world: World, editor: Any, name: str, text: str, reason: str
) -> None:
    refused = words(await upload(world, editor, text, name))
    assert reason in refused
    assert refused.endswith("Nothing was changed.")


@pytest.mark.parametrize("form", ["toml", "json"])
async def test_an_export_holds_questions_only_and_imports_as_the_same(world: World, editor: Any, form: str) -> None:
    example = await editor.slash(world.channel, "question export", format=form)
    assert "changed no question yet" in words(example)
    text = file_of(world, example)
    if form == "toml":
        assert all(line.startswith("#") for line in text.splitlines())
        text = "".join(line.removeprefix("# ") for line in text.splitlines(keepends=True))
    report = await upload(world, editor, text, f"example.{form}")
    assert "1 to add" in words(report)
    await editor.click(report.response, label="Yes, import 1 row")
    fact = (
        '[[facts]]\ntext = "Nam-ra counts."\ntopic = "trait"\nrevealed_in = "S1E1"\nabout = "nam-ra"\nsources = "a"\n'
    )
    facts = await editor.slash(world.channel, "fact import", file=("facts.toml", fact.encode()))
    await editor.click(facts.response, label="Yes, import 1 row")
    export = await editor.slash(world.channel, "question export", format=form)
    assert "Questions: 1." in words(export)
    assert "counts" not in file_of(world, export)
    report = await upload(world, editor, file_of(world, export), f"questions.{form}")
    assert "1 row: 1 the same." in words(report)
