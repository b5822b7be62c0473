"""Files of facts and questions: whatever somebody uploads, the answer is one clear reason or a plan row by row."""

import time
from collections.abc import Mapping
from typing import Any

import pytest

from bot.errors import FileRefusedError
from bot.show.edits import Item, Kind
from bot.show.episodes import PREMISE, Episode, Show
from bot.show.exchange import LARGEST, MOST_ROWS, Here, Plan, Planned, rows_of
from bot.show.rules import Names
from bot.show.spoilers import Spoiler

ROW = 'text = "Ana waves."\ntopic = "trait"\nrevealed_in = "S1E1"\nabout = ["Ana"]\nsources = ["a"]\n'
SHOW = Show(1, "show", "Show", (Episode(1, 1), Episode(1, 2)))
ANA, BO = Spoiler("Ana", PREMISE), Spoiler("Bo", Episode(1, 2))


def planned(text: str, items: Mapping[Kind, Mapping[int, Item]] | None = None) -> list[Planned]:
    here = Here(
        SHOW, {1: ANA, 2: BO}, Names((name.reveal(), name) for name in (ANA, BO)), items or {"fact": {}, "question": {}},
        lambda kind, slug: hash((kind, slug)) & 0xFFFF, len,
    )  # fmt: skip
    return list(Plan(rows_of("facts.toml", text.encode()), here).rows())


def why(text: str) -> list[tuple[str, str]]:
    [row] = planned(text)
    return [(refusal.broken.rule if refusal.broken else refusal.why, refusal.field) for refusal in row.refusals]


RUBBISH: list[tuple[str, bytes, str]] = [
    ("a.toml", b"\xff\xfe\x00\x01" * 1000, "encoding"),
    ("a.toml", "[[facts]]\n".encode("utf-16"), "encoding"),
    ("a.toml", "[[facts]]\ntext = 'caf\xe9'".encode("latin-1"), "encoding"),
    ("a.toml", b"\0" * LARGEST, "encoding"),
    ("a.toml", b"x" * LARGEST, "toml"),
    ("a.toml", b"x" * (LARGEST + 1), "size"),
    ("a.toml", b"a." * 2_000_000 + b"a = 1", "toml"),
    ("a.toml", b"a = " + b"[" * 1_000_000, "toml"),
    ("a.toml", b"[\n" * 3_000_000, "toml"),
    ("a.toml", b"a = " + b"9" * 3900, "shape"),
    ("a.toml", b"[[facts]]\nid = 'a'\nid = 'b'\n", "duplicate"),
    ("a.toml", b"", "shape"),
    ("a.toml", b"facts = 3", "shape"),
    ("a.toml", b"facts = [3]", "shape"),
    ("a.toml", b"facts = []", "empty"),
    ("a.toml", b"[[people]]\nname = 'a'", "shape"),
    ("a.toml", b"[[facts]]\n" * (MOST_ROWS + 1), "rows"),
    ("a.json", b"[" * 5_000_000, "json"),
    ("a.json", b'{"a":' * 1_000_000, "json"),
    ("a.json", b"{" * LARGEST, "json"),
    ("a.json", b"9" * 10_000, "json"),
    ("a.json", b"[]", "shape"),
    ("a.json", b'{"facts": [{"id": "a", "id": "b"}]}', "duplicate"),
    ("a.json", b'{"facts": [{"id": "\\ud800"}]}', "encoding"),
]


@pytest.mark.parametrize(("name", "data", "reason"), RUBBISH, ids=[f"{i}-{each[2]}" for i, each in enumerate(RUBBISH)])
def test_rubbish_gets_one_reason_and_takes_no_time(name: str, data: bytes, reason: str) -> None:
    start = time.perf_counter()
    with pytest.raises(FileRefusedError) as refused:
        rows_of(name, data)
    assert refused.value.why == reason
    assert len(refused.value.detail) <= 40
    assert time.perf_counter() - start < 3


def test_a_mark_of_utf_8_is_passed_over() -> None:
    assert len(rows_of("a.toml", b"\xef\xbb\xbf[[facts]]\n" + ROW.encode())) == 1


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


def test_anything_at_all_in_a_row_is_answered() -> None:
    values: list[Any] = ["3", "true", '"x"', "[]", "[[]]", "{ a = 1 }", "1979-05-27", "-1.5", '""', '"premise"', "[{}]"]
    for key in ("id", "text", "topic", "revealed_in", "about", "sources", "state"):
        for value in values:
            row = "".join(line for line in ROW.splitlines(keepends=True) if not line.startswith(f"{key} "))
            [planned_row] = planned(f"[[facts]]\n{row}{key} = {value}\n")
            assert planned_row.what in {"add", "refused"}
