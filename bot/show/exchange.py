"""A server's own facts and questions as a file, TOML or JSON, and what importing such a file would do, row by row."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

import orjson
import tomli_w

from bot.errors import FileRefusedError
from bot.show.edits import Content, FactContent, Item, Kind, QuestionContent, State, same_words
from bot.show.episodes import PREMISE, Episode, Show
from bot.show.models import DIFFICULTIES, TOPICS, row_id
from bot.show.rules import Broken, Names, broken_rules, broken_source, options_differ
from bot.show.sites import Sites, Source, host_of
from bot.show.spoilers import Spoiler, plain

Format = Literal["toml", "json"]
What = Literal["add", "change", "same", "refused"]

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of a file."""

MOST_ROWS: Final = 5000
"""Rows of a file."""

_LONGEST_LINE: Final = 4000  # nobody writes longer ones, and TOML takes its time with nested keys
_DEEPEST: Final = 60  # brackets in a line: nested lists would exhaust Python's stack
_EPISODE: Final = re.compile(r"S(\d{1,3})E(\d{1,3})", re.IGNORECASE)
_TABLES: Final[dict[str, Kind]] = {"facts": "fact", "questions": "question"}
_KEYS: Final[dict[Kind, dict[str, type]]] = {
    "fact": {"text": str, "topic": str, "revealed_in": str, "about": list, "sources": list},
    "question": {
        "text": str, "answer": str, "wrong": list, "explanation": str, "difficulty": str, "topic": str,
        "revealed_in": str, "facts": list, "sources": list,
    },
}  # fmt: skip
_OPTIONAL: Final = {"id", "state", "facts"}


# ------------------------------------------------------------------------------------------------- writing


def written(items: Iterable[Item], subjects: Mapping[int, Spoiler], form: Format) -> bytes:
    """The file that holds all of `items`; importing it where they are changes nothing."""
    named = Counter(name.reveal() for name in subjects.values())
    tables: dict[str, list[dict[str, Any]]] = {"facts": [], "questions": []}
    for item in items:
        tables[f"{item.content.kind}s"].append(_entry(item, subjects, named))
    filled = {table: rows for table, rows in tables.items() if rows}
    if form == "json":
        return orjson.dumps(filled, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return tomli_w.dumps(filled).encode()


def _entry(item: Item, subjects: Mapping[int, Spoiler], named: Mapping[str, int]) -> dict[str, Any]:
    content = item.content
    gate = "premise" if content.revealed_in == PREMISE else str(content.revealed_in)
    entry: dict[str, Any] = {"id": str(item.id), "state": "retired" if item.now.state == "retired" else "live"}
    entry["text"] = content.text.reveal()
    if isinstance(content, FactContent):
        names = ((each, subjects[each].reveal() if each in subjects else "") for each in content.about)
        # By number where the name says too little.
        entry["about"] = [name if named.get(name) == 1 else str(each) for each, name in names]
    else:
        entry["answer"] = content.answer.reveal()
        entry["wrong"] = [each.reveal() for each in content.wrong]
        entry["explanation"] = content.explanation.reveal()
        entry["difficulty"] = content.difficulty
        entry["facts"] = [str(each) for each in content.facts]
    entry |= {"topic": content.topic, "revealed_in": gate}
    # The name of a site goes along where the address alone would give another one.
    entry["sources"] = [
        each.typed
        if not (each.site and each.address) or each.site == host_of(each.address)
        else {"site": each.site, "address": each.address}
        for each in content.sources
    ]
    return entry


# ------------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class FileRow:
    """One entry of a file, as it stands there."""

    number: int
    kind: Kind
    entry: dict[str, Any]


def rows_of(name: str, data: bytes) -> list[FileRow]:
    """The entries of a file, numbered from 1.

    Raises:
        FileRefusedError: it is no such file at all.
    """
    if len(data) > LARGEST:
        raise FileRefusedError("size")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusedError("encoding") from None
    if "\0" in text:
        raise FileRefusedError("encoding")
    parsed = _json(text) if name.lower().endswith(".json") else _toml(text)
    if not isinstance(parsed, dict):
        raise FileRefusedError("shape")
    tables = cast("dict[str, Any]", parsed)
    unknown = next((key for key in tables if key not in _TABLES), None)
    if unknown is not None or not tables:
        raise FileRefusedError("shape", plain(unknown or "", 40))
    rows: list[FileRow] = []
    for table, entries in tables.items():
        if not isinstance(entries, list):
            raise FileRefusedError("shape", table)
        for entry in cast("list[Any]", entries):
            if not isinstance(entry, dict):
                raise FileRefusedError("shape", table)
            rows.append(FileRow(len(rows) + 1, _TABLES[table], cast("dict[str, Any]", entry)))
    if not rows:
        raise FileRefusedError("empty")
    if len(rows) > MOST_ROWS:
        raise FileRefusedError("rows", str(len(rows)))
    return rows


def _json(text: str) -> Any:
    import json  # noqa: PLC0415  orjson, used everywhere else, passes over duplicate keys

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice = [key for key, count in Counter(key for key, _value in pairs).items() if count > 1]
        if twice:
            raise FileRefusedError("duplicate", plain(twice[0], 40))
        return dict(pairs)

    try:
        parsed = json.loads(text, object_pairs_hook=unique)
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


def _toml(text: str) -> Any:
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > _LONGEST_LINE or line.count("[") + line.count("{") > _DEEPEST:
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


# ------------------------------------------------------------------------------------------------ planning


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is refused: a reason, the field it is about, and where a text breaks a rule, which."""

    why: Literal["unknown", "missing", "type", "episode", "choice", "about", "id", "twice", "twin", "rule"]
    field: str
    broken: Broken | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row would do. `revision` is what it replaces: 0 where it is new."""

    number: int
    kind: Kind
    what: What
    item_id: int = 0
    revision: int = 0
    content: Content | None = None
    state: State = "live"
    author_id: int | None = None
    before: Item | None = None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Here:
    """What a server has, as far as a file is checked against it."""

    show: Show
    subjects: Mapping[int, Spoiler]
    names: Names
    items: Mapping[Kind, Mapping[int, Item]]
    own_id: Callable[[Kind, str], int]
    new_id: Callable[[Kind], int]


class Plan:
    """Checks rows one after another; each is checked against those before it too."""

    def __init__(self, rows: Sequence[FileRow], here: Here) -> None:
        self._here = here
        self._ids = [self._id(row) for row in rows]
        self._times = Counter(each for each in self._ids if each)
        named = Counter(name.reveal() for name in here.subjects.values())
        self._about = {name.reveal(): each for each, name in here.subjects.items() if named[name.reveal()] == 1}
        self._said: dict[Kind, set[str]] = {
            kind: {same_words(item.content.text.reveal()) for item in items.values() if item.now.state != "retired"}
            for kind, items in here.items.items()
        }
        self._rows = rows

    def rows(self) -> Iterator[Planned]:
        """What each row would do, in the order of the file."""
        for row, item_id in zip(self._rows, self._ids, strict=True):
            yield self._planned(row, item_id)

    def _id(self, row: FileRow) -> int | None:
        """The fact or question that a row is about: by number, by the pack's name for it, or by one of its own; 0: bad."""
        given = row.entry.get("id")
        if given is None:
            return None
        if not isinstance(given, str) or not 0 < len(given) <= 100:
            return 0
        if given.isascii() and given.isdecimal():
            return int(given) if len(given) < 20 and int(given) < 2**63 else 0
        shipped = row_id(self._here.show.slug, row.kind, given)
        return shipped if shipped in self._here.items[row.kind] else self._here.own_id(row.kind, given)

    def _planned(self, row: FileRow, item_id: int | None) -> Planned:
        if item_id == 0:
            return self._refused(row, [Refusal("id", "id")])
        if item_id is not None and self._times[item_id] > 1:
            return self._refused(row, [Refusal("twice", "id")])
        other: Kind = "question" if row.kind == "fact" else "fact"
        if item_id in self._here.items[other]:
            return self._refused(row, [Refusal("id", "id")])
        refusals = list(_shape(row))
        if refusals:
            return self._refused(row, refusals)
        before = None if item_id is None else self._here.items[row.kind].get(item_id)
        content = self._content(row, before, refusals)
        state: State = "retired" if row.entry.get("state") == "retired" else "live"
        if content is None or refusals:
            return self._refused(row, refusals)
        if before is not None:
            was: State = "retired" if before.now.state == "retired" else "live"
            same = content == before.content and state == was
            return Planned(
                row.number, row.kind, "same" if same else "change", before.id, before.now.revision, content, state,
                before.now.author_id, before,
            )  # fmt: skip
        key = same_words(content.text.reveal())
        if item_id is None and key in self._said[row.kind]:
            return self._refused(row, [Refusal("twin", "text")])
        self._said[row.kind].add(key)
        return Planned(row.number, row.kind, "add", item_id or self._here.new_id(row.kind), 0, content, state)

    @staticmethod
    def _refused(row: FileRow, refusals: Iterable[Refusal]) -> Planned:
        return Planned(row.number, row.kind, "refused", refusals=tuple(refusals))

    def _content(self, row: FileRow, before: Item | None, refusals: list[Refusal]) -> Content | None:
        entry = row.entry
        gate = _gate(self._here.show, entry["revealed_in"])
        if gate is None:
            refusals.append(Refusal("episode", "revealed_in"))
            return None
        if entry["topic"] not in TOPICS:
            refusals.append(Refusal("choice", "topic"))
        # Those that stood there before keep the name that their site has.
        kept = {each.typed: each for each in before.content.sources} if before else {}
        sites = self._here.show.sites
        sources = tuple(
            dict.fromkeys(
                kept[each] if isinstance(each, str) and each in kept else _source(each, sites, refusals)
                for each in entry["sources"]
            )
        )
        if not sources:
            refusals.append(Refusal("rule", "sources", Broken("blank", "source")))

        def story(field: str, kind: str, text: str) -> Spoiler:
            refusals.extend(
                Refusal("rule", field, broken) for broken in broken_rules(text, kind, gate, self._here.names)
            )
            return Spoiler(text, gate)

        if row.kind == "fact":
            about = self._subjects(entry["about"], gate, refusals)
            return FactContent(story("text", "fact", entry["text"]), entry["topic"], about, sources)
        if entry["difficulty"] not in DIFFICULTIES:
            refusals.append(Refusal("choice", "difficulty"))
        if not options_differ(entry["answer"], entry["wrong"]):
            refusals.append(Refusal("rule", "wrong", Broken("same options", "option")))
        return QuestionContent(
            story("text", "question", entry["text"]),
            story("answer", "option", entry["answer"]),
            tuple(story("wrong", "option", each) for each in entry["wrong"]),
            story("explanation", "explanation", entry["explanation"]),
            entry["difficulty"],
            entry["topic"],
            self._facts(entry.get("facts", []), gate, refusals),
            sources,
            gate,
        )

    def _subjects(self, names: list[str], gate: Episode, refusals: list[Refusal]) -> tuple[int, ...]:
        found: list[int] = []
        for name in names:
            subject = self._about.get(name)
            if subject is None and name.isascii() and name.isdecimal() and len(name) < 20:
                subject = int(name) if int(name) in self._here.subjects else None
            if subject is None:
                by_slug = row_id(self._here.show.slug, "subject", name)
                subject = by_slug if by_slug in self._here.subjects else None
            if subject is None:
                refusals.append(Refusal("about", "about"))
                continue
            known = self._here.subjects[subject].revealed_in
            if known > gate:
                refusals.append(Refusal("rule", "about", Broken("early subject", "fact", known=known)))
            found.append(subject)
        if not found and not refusals:
            refusals.append(Refusal("about", "about"))
        unique = list(dict.fromkeys(found))
        return (*unique[:1], *sorted(unique[1:]))

    def _facts(self, ids: list[str], gate: Episode, refusals: list[Refusal]) -> tuple[int, ...]:
        found: list[int] = []
        for each in ids:
            number = int(each) if each.isascii() and each.isdecimal() and len(each) < 20 else 0
            fact = self._here.items["fact"].get(number)
            if fact is None:
                refusals.append(Refusal("id", "facts"))
            elif fact.content.revealed_in > gate:
                refusals.append(Refusal("episode", "facts"))
            else:
                found.append(number)
        return tuple(sorted(set(found)))


def _shape(row: FileRow) -> Iterator[Refusal]:
    """Keys that are missing, unknown, or hold something else than they should."""
    keys = _KEYS[row.kind]
    for key in row.entry:
        if key not in keys and key not in _OPTIONAL:
            yield Refusal("unknown", plain(key, 20))
    for key, kind in keys.items():
        value = row.entry.get(key)
        if value is None:
            if key not in _OPTIONAL:
                yield Refusal("missing", key)
        elif not isinstance(value, kind) or (key != "sources" and not _texts(value)):
            yield Refusal("type", key)
    if row.entry.get("state", "live") not in ("live", "retired"):  # it may be a list, which no set takes
        yield Refusal("choice", "state")


def _texts(value: Any) -> bool:
    return isinstance(value, str) or all(isinstance(each, str) for each in value)


def _source(value: Any, sites: Sites, refusals: list[Refusal]) -> Source:
    if isinstance(value, str):
        broken = [Refusal("rule", "sources", each) for each in broken_source(value)]
        refusals.extend(broken)
        return Source("", value) if broken else sites.parse(value)
    pair = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    site, address = pair.get("site"), pair.get("address")
    if not isinstance(site, str) or not isinstance(address, str | None) or pair.keys() - {"site", "address"}:
        refusals.append(Refusal("type", "sources"))
        return Source("", None)
    for each in (site, address):
        if each is not None:
            refusals.extend(Refusal("rule", "sources", broken) for broken in broken_source(each))
    return Source(site, address)


def _gate(show: Show, typed: str) -> Episode | None:
    if typed == "premise":
        return PREMISE
    match = _EPISODE.fullmatch(typed)
    episode = Episode(int(match[1]), int(match[2])) if match else None
    return episode if episode is not None and show.known(episode) else None
