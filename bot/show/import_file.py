"""What somebody's file holds, TOML or JSON: one clear reason, or rows of a known shape.

Nothing but Python's own library is needed here, so that a process of its own starts quickly (bot/show/apart.py).
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal, cast

from bot.errors import FileRefusedError
from bot.show.spoilers import plain
from bot.text_files import decoded

Kind = Literal["fact", "question"]

LARGEST: Final = 1024 * 1024
"""Bytes of a file: room for 5,000 rows of the longest texts that people write."""

MOST_ROWS: Final = 5000
"""Rows of a file."""

MOST_LISTED: Final = 25
"""Names, sources or facts in one list of a row; one more is kept, to tell that there are too many."""

MOST_FAULTS: Final = 9
"""Faults of one row that are gathered."""

KEYS: Final[dict[Kind, dict[str, type]]] = {
    "fact": {"text": str, "topic": str, "revealed_in": str, "about": list, "sources": list},
    "question": {
        "text": str, "answer": str, "wrong": list, "explanation": str, "difficulty": str, "topic": str,
        "revealed_in": str, "facts": list, "sources": list,
    },
}  # fmt: skip
"""What a row of each kind holds."""

OPTIONAL: Final = frozenset({"id", "state", "facts"})
"""What a row may hold, or do without."""

_TABLES: Final[dict[str, Kind]] = {"facts": "fact", "questions": "question"}
_LONGEST_LINE: Final = 4000  # nobody writes longer ones
_DEEPEST: Final = 60  # brackets in a line
_MOST_DOTS: Final = 8  # parts of keys in a line: what a row holds needs none, and tomllib takes its time with them
# A text or a comment in TOML: nothing in there is a key. Unrolled, since a step for each letter would take memory for each.
_TOML_TEXT: Final = re.compile(
    r"""
    \"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"{3} | '{3}.*?'{3}
    | "[^"\\\n]*(?:\\[^\n][^"\\\n]*)*" | '[^'\n]*' | \#[^\n]*
    """,
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One entry of a file: the keys that its kind has, a few of those it has not, and False for what is no text or list."""

    number: int
    kind: Kind
    entry: dict[str, Any]


_FENCE: Final = re.compile(r"```[a-z]*\n(.*)\n```", re.DOTALL)


def _unfenced(text: str) -> str:
    """Without the fence of a code block, as people put around what they paste into a message."""
    fenced = _FENCE.fullmatch(text.strip())
    return fenced[1] if fenced else text


def rows_of(name: str, data: bytes) -> list[FileRow]:
    """The entries of a file, numbered from 1. Its content tells what it is; `name` only where that does not.

    Raises:
        FileRefusedError: it is no such file at all.
    """
    text = text_of(data)
    rows: list[FileRow] = []
    for table, entries in _tables(_json(text) if _is_json(name, text) else _toml(name, text)).items():
        if not isinstance(entries, list):
            raise FileRefusedError("shape", table)
        found = cast("list[Any]", entries)
        if (count := len(rows) + len(found)) > MOST_ROWS:
            raise FileRefusedError("rows", str(count))
        for entry in found:
            if not isinstance(entry, dict):
                raise FileRefusedError("shape", table)
            rows.append(FileRow(len(rows) + 1, _TABLES[table], _entry(_TABLES[table], cast("dict[str, Any]", entry))))
    if not rows:
        raise FileRefusedError("empty")
    return rows


def text_of(data: bytes) -> str:
    """What stands in a file.

    Raises:
        FileRefusedError: it is too large, or no text.
    """
    if len(data) > LARGEST:
        raise FileRefusedError("size")
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        raise FileRefusedError("format" if data.startswith(_PROGRAMS) else "encoding") from None
    if "\0" in text:
        raise FileRefusedError("encoding")
    return _unfenced(text)


def _tables(parsed: Any) -> dict[str, Any]:
    """The tables of a file, whatever is in them; it has none but those of `_TABLES`."""
    if not isinstance(parsed, dict):
        raise FileRefusedError("shape")
    tables = cast("dict[str, Any]", parsed)
    unknown = next((key for key in tables if key not in _TABLES), None)
    if unknown is not None:
        raise FileRefusedError("shape", plain(unknown, 40))
    return tables


# Pictures, archives (a spreadsheet or a document is one), programs.
_PROGRAMS: Final = (b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"%PDF", b"\x1f\x8b")


# How TOML may begin that is no JSON: a comment, a header, a key.
_TOML_BEGINS: Final = re.compile(r"""#|\[\[?\s*["'\w]|["'\w.-]+\s*=""")


def _is_json(name: str, text: str) -> bool:
    begin = text[:100].lstrip()
    if re.match(r"\{|\[\s*\{", begin):
        return True
    return ".json" in name.lower() and not _TOML_BEGINS.match(begin)


def _json(text: str) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) < len(pairs):
            twice = next(key for key, count in Counter(key for key, _value in pairs).items() if count > 1)
            raise FileRefusedError("duplicate", plain(twice, 40))
        return values

    return read_json(text, object_pairs_hook=unique)


def read_json(text: str, **hooks: Any) -> Any:
    """What a text of JSON says; `hooks` are those of `json.loads`.

    Raises:
        FileRefusedError: it is no JSON, or holds what is no character.
    """
    try:
        parsed = json.loads(text, **hooks)
        if r"\u" in text:
            # Half of a pair of surrogates is no character, and nobody could read or keep it.
            json.dumps(parsed, ensure_ascii=False).encode()
        return parsed
    except UnicodeEncodeError:
        raise FileRefusedError("encoding") from None
    except json.JSONDecodeError as error:
        raise FileRefusedError("json", str(error.lineno)) from None
    except (ValueError, RecursionError):
        raise FileRefusedError("json") from None


def _toml(name: str, text: str) -> Any:
    if _is_table(name, text):
        raise FileRefusedError("format")
    if long := next((number for number, line in enumerate(text.split("\n"), 1) if len(line) > _LONGEST_LINE), 0):
        raise FileRefusedError("toml", str(long))
    for number, line in enumerate(_TOML_TEXT.sub(_lines_of, text).split("\n"), 1):
        if line.count("[") + line.count("{") > _DEEPEST or line.count(".") > _MOST_DOTS:
            raise FileRefusedError("toml", str(number))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Its words can hold a key of the file, which is whatever somebody wrote: only the place goes on.
        found = re.search(r"at line (\d+)", str(error))
        why = "duplicate" if "overwrite" in str(error) or "twice" in str(error) else "toml"
        raise FileRefusedError(why, found[1] if found else "") from None
    except (ValueError, RecursionError):
        raise FileRefusedError("toml") from None


def _lines_of(text: "re.Match[str]") -> str:
    return "\n" * text[0].count("\n")


def _is_table(name: str, text: str) -> bool:
    """A table of a spreadsheet, a page or a list of another sort: no try at TOML."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if first.startswith(("#", "[")):
        return False
    head = {each.strip(" \"'").lower() for each in re.split(r"[,;\t|]", first)}
    keys = {*KEYS["fact"], *KEYS["question"]}
    return len(head & keys) > 1 or first.startswith(("<", "---")) or name.lower().endswith((".csv", ".tsv"))


def _entry(kind: Kind, entry: dict[str, Any]) -> dict[str, Any]:
    """The keys that a row has, and the first of those that it has not; lists are cut where they are too long anyway."""
    known = {key: _value(entry[key]) for key in (*KEYS[kind], *OPTIONAL) if key in entry}
    return known | dict.fromkeys(islice((key for key in entry if key not in known), MOST_FAULTS), False)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_item(each) for each in islice(cast("Iterable[Any]", value), MOST_LISTED + 1)]
    return value if isinstance(value, str | None) else False


def _item(value: Any) -> Any:
    """A text, or a source with the name of its site."""
    if isinstance(value, dict):
        pair = cast("dict[str, Any]", value)
        fine = pair.keys() <= {"site", "address"} and all(isinstance(each, str | None) for each in pair.values())
        return pair if fine else False
    return value if isinstance(value, str) else False
