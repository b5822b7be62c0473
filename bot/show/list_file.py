"""A list of questions from elsewhere: CSV, the JSON of OpenTDB, YAML of questions and answers → rows as an import knows them.

Only text and lists come out of a file: of YAML its events are read, so that nothing is ever made of a tag, followed as an
alias, or understood as something else than was written (`no` is no False here).
"""

import csv
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from typing import Any, Final, cast

from bot.errors import FileRefusedError
from bot.show.import_file import MOST_LISTED, MOST_ROWS, FileRow, read_json, rows_of, text_of
from bot.show.list_rows import RECORD_KEYS, Record, key_of, rows_from
from bot.show.spoilers import plain

_OWN: Final = re.compile(r"^\s*\[\[\s*(?:facts|questions)\s*\]\]", re.MULTILINE)
_TABLES: Final = ("results", "questions", "cards", "trivia")  # under which others keep their list
_ASIDE: Final = frozenset({"AUTHOR", "AUTHORS", "CONFIG", "DESCRIPTION"})  # what a list of Red says of itself
_YAML: Final = re.compile(r"^---|^\s*-\s+\S|:\s*$|^[^,;\t]+:\s", re.MULTILINE)
_DEEPEST: Final = 8
_MOST_NODES: Final = 100_000
_MOST_CELLS: Final = 64  # of a line
_LONGEST: Final = 4001  # characters of a text; such a one is refused by its length
_DELIMITERS: Final = "\t;,|"
_FEWEST_WORDS: Final = 3  # of a first line's question, where nothing names the columns


class _Pairs(list[tuple[str, Any]]):
    """A mapping as it was written: a question may stand there twice."""


def rows_of_list(name: str, data: bytes, libraries: str = "") -> list[FileRow]:
    """The questions of a file, numbered from 1; a file of our own is read as such. `libraries` is where PyYAML is found.

    Raises:
        FileRefusedError: it is no such file at all.
    """
    text = text_of(data)
    if _OWN.search(text):
        return rows_of("questions.toml", data)
    begin = text.lstrip()[:1]
    if begin and begin in "[{" and not name.lower().endswith((".csv", ".tsv", ".yaml", ".yml")):
        parsed = read_json(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
        if _is_own(parsed):
            return rows_of("questions.json", data)
        records = _records(parsed)
    elif name.lower().endswith((".csv", ".tsv")) or (not name.lower().endswith((".yaml", ".yml")) and _is_table(text)):
        records = _table(text)
    elif name.lower().endswith((".yaml", ".yml")) or _YAML.search(text):
        records = _records(_yaml(text, libraries))
    else:
        raise FileRefusedError("list" if text.strip() else "empty")
    some = list(islice(records, MOST_ROWS + 1))
    if len(some) > MOST_ROWS:
        raise FileRefusedError("rows", f"{MOST_ROWS}+")
    if not some:
        raise FileRefusedError("empty")
    return rows_from(some)


# ------------------------------------------------------------------------------------------------- what a tree holds


def _is_own(parsed: Any) -> bool:
    """Whether it is what an export writes: its questions have a text."""
    if not isinstance(parsed, _Pairs) or not {key for key, _value in parsed} <= {"facts", "questions"}:
        return False
    entries = [each for _key, value in parsed if isinstance(value, list) for each in cast("list[Any]", value)]
    return any(isinstance(each, _Pairs) and any(key == "text" for key, _value in each) for each in entries)


def _records(parsed: Any) -> Iterator[Record]:
    """The questions of a list, of a mapping from questions to answers, or of a list inside of a mapping."""
    if isinstance(parsed, _Pairs):
        lists = [cast("list[Any]", value) for key, value in parsed if key in _TABLES and _is_list(value)]
        if lists:
            yield from _records(lists[0])
            return
        yield from (_of_pair(key, value) for key, value in parsed if key not in _ASIDE)
    elif isinstance(parsed, list):
        for each in cast("list[Any]", parsed):
            if not isinstance(each, _Pairs):
                raise FileRefusedError("list")
            if len(each) == 1 and key_of(each[0][0]) not in RECORD_KEYS:
                yield _of_pair(*each[0])
            else:
                yield {key: _value(value) for key, value in each}
    else:
        raise FileRefusedError("list")


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and not isinstance(value, _Pairs)


def _of_pair(question: str, answers: Any) -> Record:
    if isinstance(answers, _Pairs):
        return {"question": question} | {key: _value(value) for key, value in answers}
    return {"question": question, "answers": _value(answers)}


def _value(value: Any) -> str | list[str]:
    """A text or a list of texts; what is deeper is not looked at."""
    if _is_list(value):
        return [_text(each) for each in islice(cast("list[Any]", value), MOST_LISTED + 1)]
    return _text(value)


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, list) else str(value)[:_LONGEST]


# ------------------------------------------------------------------------------------------------------------ YAML


def _yaml(text: str, libraries: str) -> Any:
    """The one document of a file as texts, lists and pairs. Built from its events: neither deep nor large without end."""
    if libraries and libraries not in sys.path:
        sys.path.append(libraries)
    yaml: Any = import_module("yaml")
    root: list[Any] = []
    open_: list[list[Any]] = [root]
    keys: list[str | None] = []  # of each open mapping the key that waits for its value; of a list None
    nodes = documents = 0

    def add(value: Any) -> None:
        if len(open_) > 1 and isinstance(open_[-1], _Pairs):
            if keys[-1] is None:
                if not isinstance(value, str):
                    raise FileRefusedError("list")
                keys[-1] = value
                return
            open_[-1].append((keys[-1], value))
            keys[-1] = None
        else:
            open_[-1].append(value)

    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            nodes += 1
            if nodes > _MOST_NODES or len(open_) > _DEEPEST:
                raise FileRefusedError("heavy")
            match type(event).__name__:
                case "AliasEvent":
                    raise FileRefusedError("alias", str(event.start_mark.line + 1))
                case "ScalarEvent":
                    add(event.value)
                case "SequenceStartEvent" | "MappingStartEvent":
                    made: list[Any] = [] if type(event).__name__ == "SequenceStartEvent" else _Pairs()
                    add(made)
                    open_.append(made)
                    keys.append(None)
                case "SequenceEndEvent" | "MappingEndEvent":
                    open_.pop()
                    keys.pop()
                case "DocumentStartEvent":
                    documents += 1
                case _:
                    pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise FileRefusedError("yaml", "" if mark is None else str(mark.line + 1)) from None
    if documents > 1:
        raise FileRefusedError("yaml")
    return root[0] if root else []


# ----------------------------------------------------------------------------------------------------------- tables


def _is_table(text: str) -> bool:
    """Whether the first line names the columns of a table."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _names_columns(_cells(first, _delimiter(first)))


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=lambda each: len(_cells(line, each)))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return []


def _names_columns(cells: list[str]) -> bool:
    return len({key_of(each) for each in cells} & {"question", "answer"}) == 2


def _table(text: str) -> Iterator[Record]:
    """The lines of a table. Where the first names no columns: question, right answer, wrong ones."""
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(lines, delimiter=_delimiter(first))
    header: list[str] | None = None
    try:
        for cells in reader:
            some = [plain(each, _LONGEST) for each in cells[:_MOST_CELLS]]
            if not any(some):
                continue
            if header is None:
                header = some if _names_columns(some) else ["question", "answer", "wrong", "wrong", "wrong"]
                if header is some:
                    continue
                if len(some) < 2 or len(some[0].split()) < _FEWEST_WORDS:
                    raise FileRefusedError("columns")
            record: Record = {}
            for name, cell in zip(header, some, strict=False):
                if cell and name:
                    _add(record, name, cell)
            yield record
    except csv.Error:
        raise FileRefusedError("csv", str(reader.line_num)) from None


def _add(record: Record, name: str, cell: str) -> None:
    """A cell of a record; columns that mean the same, as `wrong 1` and `wrong 2`, make a list."""
    key = key_of(name)
    before = record.get(key)
    if before is None:
        record[key] = cell
    else:
        record[key] = [*([before] if isinstance(before, str) else before), cell]
