"""Files of facts and questions: whatever somebody uploads, the answer is one clear reason or a plan row by row."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.show.apart import rows_apart
from bot.show.edits import FactContent, Item, Kind
from bot.show.import_file import LARGEST, MOST_FAULTS, MOST_LISTED, MOST_ROWS, rows_of
from bot.show.import_plan import Plan, Planned
from support.plans import here

ROW = 'text = "Ana waves."\ntopic = "trait"\nrevealed_in = "S1E1"\nabout = ["Ana"]\nsources = ["a"]\n'


def planned(text: str, items: Mapping[Kind, Mapping[int, Item]] | None = None, room: int = 10) -> list[Planned]:
    return list(Plan(rows_of("facts.toml", text.encode()), here(items, room)).rows())


def why(text: str) -> list[tuple[str, str]]:
    [row] = planned(text)
    return [(refusal.broken.rule if refusal.broken else refusal.why, refusal.field) for refusal in row.refusals]


async def test_the_largest_honest_file_is_read() -> None:
    row = '[[facts]]\ntext = "남라는 {} 아홉까지 세고 또 센다, 그리고 다시 센다."\ntopic = "trait"\nrevealed_in = "S1E1"\n'
    row += 'about = ["Choi Nam-ra", "Lee Su-hyeok"]\nsources = ["https://example.org/a/page", "Netflix"]\n'
    data = "".join(row.format(number) for number in range(MOST_ROWS)).encode()
    data = data[: data.rindex(b"[[facts]]", 0, LARGEST)]
    assert len(data) > LARGEST - 300
    assert len(await rows_apart("a.toml", data)) == data.count(b"[[facts]]")


ENTRY = {"text": "Ana waves.", "topic": "trait", "revealed_in": "S1E1", "about": ["Ana"], "sources": ["a"]}
JSON = json.dumps({"facts": [ENTRY]}, indent=1)
TOML = "[[facts]]\n" + ROW


@pytest.mark.parametrize(
    "text", [JSON, TOML, "\n\n" + JSON, "# facts\n" + TOML], ids=["json", "toml", "lines", "comment"]
)
@pytest.mark.parametrize("name", ["message.txt", "facts.json.txt", "facts", "facts.json", "facts.toml", "facts.TXT"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_file_is_what_its_content_is(name: str, text: str, encoding: str) -> None:
    assert [row.entry for row in rows_of(name, text.encode(encoding))] == [ENTRY]


@pytest.mark.parametrize(
    "data", ["\ufeff".encode("utf-16-be") + TOML.encode("utf-16-be"), TOML.replace("\n", "\r\n").encode()]
)
def test_bytes_in_another_order_and_other_ends_of_lines_are_read(data: bytes) -> None:
    assert [row.entry for row in rows_of("facts.toml", data)] == [ENTRY]


def test_dots_in_texts_are_no_keys() -> None:
    text = '''[[facts]]
text = "A. B. C. D. E. F. G. H. I. J. K... \\" ..........."  # a. b. c. d. e. f. g. h. i. j.
explanation = """
Ana... waves... and... waves... "and"... waves... on... and on... and on...
"""
sources = ['a.b.c.d.e.f.g.h.i.j.k']
'''
    assert len(rows_of("a.toml", text.encode())) == 1


def test_of_a_row_the_first_faults_are_told_however_many_there_are() -> None:
    keys = "".join(f"k{number} = 1\n" for number in range(10_000))
    [row] = planned(f"[[facts]]\n{keys}{ROW}")
    assert row.what == "refused"
    assert len(row.refusals) == MOST_FAULTS
    for wrong in (f"about = {['Nobody ' + str(n) for n in range(500)]}", f"sources = {['http://['] * 500}"):
        lines = [line for line in ROW.splitlines() if line.split()[0] != wrong.split()[0]]
        [row] = planned("\n".join(["[[facts]]", *lines, wrong.replace(", ", ",\n")]))
        assert ("many", wrong.split()[0]) in [(each.why, each.field) for each in row.refusals]
        assert len(row.refusals) <= MOST_FAULTS
    assert MOST_LISTED < 500


def test_all_faults_of_a_row_are_told() -> None:
    row = (
        ROW.replace("S1E1", "S1E77")
        .replace("trait", "people")
        .replace("Ana waves", "A <b>b</b> | c")
        .replace('["a"]', "[]")
    )
    assert set(why("[[facts]]\n" + row.replace('["Ana"]', '["Cy"]'))) == {
        ("episode", "revealed_in"), ("choice", "topic"), ("marks", "text"), ("markup", "text"), ("about", "about"),
        ("blank", "sources"),
    }  # fmt: skip


def test_a_row_that_is_right_is_added() -> None:
    [row] = planned("[[facts]]\n" + ROW)
    assert (row.what, row.revision, row.state) == ("add", 0, "live")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("S1E1", "S9E9"), ("episode", "revealed_in")),
        (("trait", "weather"), ("choice", "topic")),
        (('["Ana"]', '["Nobody"]'), ("about", "about")),
        (('["Ana"]', "[]"), ("about", "about")),
        (('["Ana"]', '["Bo"]'), ("early subject", "about")),
        (('["Ana"]', "[3]"), ("type", "about")),
        (('["a"]', "[]"), ("blank", "sources")),
        (('["a"]', '["http://["]'), ("address", "sources")),
        (('["a"]', "[3]"), ("type", "sources")),
        (("Ana waves.", "Bo waves."), ("early name", "text")),
        (("Ana waves.", "Ana | waves."), ("marks", "text")),
        (("Ana waves.", "A" * 200), ("long", "text")),
        (("Ana waves.", ""), ("blank", "text")),
        (("topic =", "topics ="), ("unknown", "topics")),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_field_and_reason(change: tuple[str, str], reason: tuple[str, str]) -> None:
    assert reason in why("[[facts]]\n" + ROW.replace(*change))


def test_a_row_stands_in_a_file_once() -> None:
    rows = planned(f'[[facts]]\nid = "a"\n{ROW}[[facts]]\nid = "a"\n{ROW}')
    assert [row.what for row in rows] == ["refused", "refused"]
    rows = planned(f"[[facts]]\n{ROW}[[facts]]\n{ROW}")
    assert [row.what for row in rows] == ["add", "refused"]


QUESTION = (
    '[[questions]]\ntext = "Who says this line?"\nanswer = "{}"\nwrong = ["b", "c", "d"]\nexplanation = "So it is."\n'
    'difficulty = "easy"\ntopic = "trait"\nrevealed_in = "S1E1"\nsources = ["a"]\n'
)


def test_a_question_with_another_answer_is_another_question() -> None:
    rows = planned(QUESTION.format("Ana") + QUESTION.format("the other") + QUESTION.format("ANA"))
    assert [row.what for row in rows] == ["add", "add", "refused"]


def test_a_question_has_two_to_four_options() -> None:
    for wrong, fine in (("", False), ('"b"', True), ('"b", "c"', True), ('"b", "c", "d", "e"', False)):
        [row] = planned(QUESTION.format("a").replace('"b", "c", "d"', wrong))
        assert (row.what == "add") == fine, wrong


def test_what_looks_the_same_is_one_option() -> None:
    for option in ("b", "B", "b\u200d", "&#98;", "\uff42"):
        assert ("same options", "wrong") in why(QUESTION.format(option))


@pytest.mark.parametrize(
    ("change", "is_now"),
    [
        (("S1E1", each), "S1E1")
        for each in (
            " S1E1",
            "s1 e1",
            "1x01",
            "S01E01",
            "episode 1",
            "1",
            "ep. 1",
            "\uff33\uff11\uff25\uff11",
            "S1E1\u200b",
        )
    ]
    + [(("S1E1", each), "S0E0") for each in ("Premise", "PREMISE ", "premise", "nothing")],
)
def test_an_episode_may_be_written_in_any_usual_way(change: tuple[str, str], is_now: str) -> None:
    [row] = planned("[[facts]]\n" + ROW.replace(*change))
    assert row.content is not None, row.refusals
    assert str(row.content.revealed_in) == is_now


@pytest.mark.parametrize("typed", ["S1E1 to S1E2", "S1E1 or later", "1 2", "S1E3", "4", "S2E1", "one", ""])
def test_an_episode_that_may_be_read_in_two_ways_is_refused(typed: str) -> None:
    assert ("episode", "revealed_in") in why("[[facts]]\n" + ROW.replace("S1E1", typed))


@pytest.mark.parametrize("typed", ["ana", "ANA", " Ana", "Ana\u00a0", "\u200bAna", "ana-", "\uff21na", "1"])
def test_whom_it_is_about_is_read_as_the_form_reads_it(typed: str) -> None:
    text = "[[facts]]\n" + ROW.replace('["Ana"]', f'["{typed}"]')
    [row] = planned(text)
    assert row.what == "add", row.refusals
    assert row.content == planned("[[facts]]\n" + ROW)[0].content


def test_names_may_stand_in_one_line_as_in_the_form() -> None:
    [row] = planned("[[facts]]\n" + ROW.replace("S1E1", "S1E2").replace('["Ana"]', '"Bo, ana"').replace('["a"]', '"a"'))
    assert isinstance(row.content, FactContent)
    assert row.content.about == (2, 1)


def test_there_is_room_for_so_many_and_no_more() -> None:
    file = "".join(f"[[facts]]\n{ROW.replace('waves', f'waves {number}')}" for number in range(4))
    assert [row.what for row in planned(file, room=2)] == ["add", "add", "refused", "refused"]


def test_anything_at_all_in_a_row_is_answered() -> None:
    values: list[Any] = ["3", "true", '"x"', "[]", "[[]]", "{ a = 1 }", "1979-05-27", "-1.5", '""', '"premise"', "[{}]"]
    for key in ("id", "text", "topic", "revealed_in", "about", "sources", "state"):
        for value in values:
            row = "".join(line for line in ROW.splitlines(keepends=True) if not line.startswith(f"{key} "))
            [planned_row] = planned(f"[[facts]]\n{row}{key} = {value}\n")
            assert planned_row.what in {"add", "refused"}


@pytest.mark.parametrize("fence", ["```\n{}\n```", "```toml\n{}\n```", "  ```toml\n{}\n```  \n"])
def test_a_code_block_is_read_without_its_fence(fence: str) -> None:
    assert [row.entry for row in rows_of("message.txt", fence.format(TOML.strip()).encode())] == [ENTRY]
