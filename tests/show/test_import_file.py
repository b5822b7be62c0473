"""What a file of our own holds: which entries, which keys, and where it is refused."""

import json
from typing import Any

import pytest

from bot.errors import FileRefusedError
from bot.show.import_file import LARGEST, MOST_FAULTS, MOST_LISTED, MOST_ROWS, FileRow, rows_of, text_of


def rows(held: Any) -> list[FileRow]:
    return rows_of("a.json", json.dumps(held).encode())


def refusal(name: str, data: bytes) -> tuple[str, str]:
    with pytest.raises(FileRefusedError) as refused:
        rows_of(name, data)
    return refused.value.why, refused.value.detail


def test_entries_of_both_kinds_are_numbered_through() -> None:
    found = rows({"questions": [{"text": "a"}, {"answer": "b"}], "facts": [{"text": "c", "answer": "d"}]})
    assert found == [
        FileRow(1, "question", {"text": "a"}),
        FileRow(2, "question", {"answer": "b"}),
        FileRow(3, "fact", {"text": "c", "answer": False}),
    ]


def test_what_is_no_text_and_no_list_is_false() -> None:
    pairs: list[Any] = [{"site": "a", "address": "b"}, {"site": "a"}, {"address": None}, {}]
    no_pairs: list[Any] = [{"site": "a", "other": "b"}, {"site": 3, "address": "b"}, {"site": []}, 3, None, ["a"]]
    held: dict[str, Any] = {
        "text": 3,
        "topic": None,
        "revealed_in": {"a": 1},
        "about": ["a", 3],
        "sources": ["t", *pairs, *no_pairs],
        "id": True,
        "state": "x",
    }
    [row] = rows({"facts": [held]})
    assert row.entry == {
        "text": False, "topic": None, "revealed_in": False, "about": ["a", False], "id": False, "state": "x",
        "sources": ["t", *pairs, *([False] * len(no_pairs))],
    }  # fmt: skip


def test_of_a_long_list_one_more_is_kept_and_of_other_keys_the_first() -> None:
    [row] = rows({"questions": [{"facts": ["1"] * 99} | {f"k{number}": "x" for number in range(99)}]})
    assert row.entry == {"facts": ["1"] * (MOST_LISTED + 1)} | {f"k{number}": False for number in range(MOST_FAULTS)}


def test_the_most_rows_of_a_file_are_those_of_both_kinds() -> None:
    half: list[dict[str, Any]] = [{}] * (MOST_ROWS // 2)
    assert len(rows({"facts": half, "questions": half})) == MOST_ROWS
    assert refusal("a", json.dumps({"facts": half, "questions": [*half, {}]}).encode()) == ("rows", f"{MOST_ROWS + 1}")
    assert refusal("a", b'{"facts": [], "questions": []}') == ("empty", "")


def test_a_key_that_is_told_in_a_refusal_is_cut() -> None:
    key = "k" * 50
    assert refusal("a.json", f'{{"{key}": 1, "{key}": 2}}'.encode()) == ("duplicate", "k" * 39 + "…")
    assert refusal("a.json", f'{{"{key}": 1}}'.encode()) == ("shape", "k" * 39 + "…")
    assert refusal("a.json", b'{"facts": [{"a": 1, "b": 1, "b": 2}]}') == ("duplicate", "b")
    assert refusal("a.toml", f"[[facts]]\n[[{key}]]\n".encode()) == ("shape", "k" * 39 + "…")


def test_half_a_character_is_refused_and_a_whole_one_read() -> None:
    assert rows_of("a.json", b'{"facts": [{"id": "\\ud83d\\ude00"}]}')[0].entry == {"id": "\U0001f600"}
    assert refusal("a.json", b'{"facts": [{"id": "\\ude00"}]}') == ("encoding", "")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = " + "x" * 3997, "1"),
        ("# " + "x" * 3998 + "\n[[facts]]\nb = ]", "3"),
        ("\n\na." + "b." * 8 + "c = 1", "3"),
        ('a = """\n\n"""\nb.' + "b." * 8 + "c = 1", "4"),
        ("a = '''\n.\n'''\n\nb." + "b." * 8 + "c = 1", "5"),
        ("[[facts]]\na = " + "[{" * 30 + "[", "2"),
        ("\n[[facts]\n", "2"),
        ("a = 1\na = 2\n", "2"),
    ],
)
def test_of_toml_the_line_is_told(text: str, line: str) -> None:
    why, told = refusal("a.toml", text.encode())
    assert told == line
    assert why == ("duplicate" if text == "a = 1\na = 2\n" else "toml")


def test_what_is_just_not_too_much_is_read() -> None:
    line = 'text = "' + "x" * (4000 - 9) + '"'
    [row] = rows_of("a.toml", f"[[facts]]\n{line}\na.a.a.a.a.a.a.a.a = 1\n".encode())
    assert row.entry == {"text": "x" * (4000 - 9), "a": False}
    [row] = rows_of("a.toml", ("[[facts]]\nabout = " + "[" * 60 + "]" * 60).encode())
    assert row.entry == {"about": [False]}
    assert text_of(b"x" * LARGEST) == "x" * LARGEST


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        # A table of a spreadsheet, whatever parts its columns; a page; a list in Markdown.
        ("a.txt", "text;topic\nx;y\n", "format"),
        ("a.txt", "\n 'Text' | \"Answer\" | z\n", "format"),
        ("a.txt", "answer\twrong", "format"),
        ("a.txt", "--- a: b", "format"),
        ("a.txt", "<b>", "format"),
        ("A.CSV", "x = 1", "format"),
        ("a.tsv", "x = 1", "format"),
        ("a.txt", "text, other = 1", "toml"),
        ("a.csv", "# text,topic\n", "empty"),
        ("a.csv", "[[facts]]\ntext = 1, topic = 2", "toml"),
        ("a.json", "# text\n", "empty"),
        ("a.json", "[[facts]\n", "toml"),
        ("a.json", "['facts']\n", "shape"),
        ("a.json", "a.b = 1", "shape"),
        ("A.JSON.txt", "x", "json"),
        ("a.toml", "[ {", "json"),
        ("a.toml", "  {", "json"),
        ("a.txt", "x", "toml"),
        ("a.bin", "\x7fELF", "toml"),
    ],
)
def test_what_a_file_is_is_told_by_how_it_begins(name: str, text: str, why: str) -> None:
    assert refusal(name, text.encode())[0] == why


@pytest.mark.parametrize(
    "begin", [b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"%PDF", b"\x1f\x8b"]
)
def test_pictures_archives_and_programs_are_no_text_in_another_encoding(begin: bytes) -> None:
    assert refusal("a.toml", begin + b"\xff\xfe\xff") == ("format", "")
    assert refusal("a.toml", b"x" + begin + b"\xff\xfe\xff") == ("encoding", "")
    assert refusal("a.toml", b"a\0") == ("encoding", "")
