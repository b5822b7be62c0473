"""What importing a file would do, row by row; nothing here reads or saves anything."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from bot.show.edits import Content, FactContent, Item, Kind, QuestionContent, State, said
from bot.show.episodes import Episode
from bot.show.facts import DIFFICULTIES, TOPICS, row_id
from bot.show.import_file import KEYS, MOST_FAULTS, MOST_LISTED, OPTIONAL, FileRow
from bot.show.list_rows import DRAWN
from bot.show.matching.pasted import unwrapped
from bot.show.matching.subjects import Subjects
from bot.show.shows import Show
from bot.show.sites import Sites, Source
from bot.show.spoilers import Spoiler, plain
from bot.show.text_rules import Broken, Names, broken_rules, broken_source, options_differ
from bot.show.tidy import tidy

What = Literal["add", "change", "same", "refused"]

_LOOKUPS: Final = 400  # names that are no full names, looked for in one file: each takes about a millisecond
_SAID: Final = 30  # characters of what stands in the file that an answer repeats


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is refused: a reason, the field it is about, what stands there, and what is meant or broken by it."""

    why: Literal[
        "unknown",
        "missing",
        "type",
        "many",
        "episode",
        "choice",
        "about",
        "id",
        "fact",
        "twice",
        "twin",
        "full",
        "rule",
    ]
    field: str
    broken: Broken | None = None
    said: str = ""
    near: str = ""


class Faults(list[Refusal]):
    """The first faults of a row, each once: nobody reads more, and somebody's file may hold any number."""

    def note(self, *faults: Refusal) -> None:
        """Remember them while there is room."""
        for fault in faults:
            if len(self) < MOST_FAULTS and fault not in self:
                self.append(fault)


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
    drawn: bool = False  # its wrong options are other answers of its list


@dataclass(frozen=True, slots=True)
class Here:
    """What a server has, as far as a file is checked against it; `room` is how many it may add of each kind."""

    show: Show
    subjects: Mapping[int, Spoiler]
    called: Subjects
    names: Names
    items: Mapping[Kind, Mapping[int, Item]]
    room: Mapping[Kind, int]
    own_id: Callable[[Kind, str], int]
    new_id: Callable[[Kind], int]


class Plan:
    """Checks rows one after another; each is checked against those before it too."""

    def __init__(self, rows: Sequence[FileRow], here: Here) -> None:
        self._here = here
        self._rows = rows
        self._ids = [self._id(row) for row in rows]
        self._times = Counter(each for each in self._ids if each)
        self._said: dict[Kind, set[tuple[str, ...]]] = {
            kind: {said(item.content) for item in items.values() if item.now.state != "retired"}
            for kind, items in here.items.items()
        }
        self._room = dict(here.room)
        self._meant: dict[str, tuple[int | None, str]] = {}

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
        """What a row would do; whatever is wrong with it is found, up to `MOST_FAULTS`."""
        faults = Faults()
        self._check_id(row.kind, item_id, faults)
        values = _values(row, faults)
        before = None if item_id is None else self._here.items[row.kind].get(item_id)
        content = self._content(row.kind, values, before, faults)
        if content is None or faults:
            return _refused(row, faults)
        state: State = "retired" if values["state"] == "retired" else "live"
        if before is not None:
            return _changed(row, before, content, state)
        self._check_room(content, faults, is_named=item_id is not None)
        if faults:
            return _refused(row, faults)
        self._room[row.kind] -= 1
        self._said[row.kind].add(said(content))
        new_id = item_id or self._here.new_id(row.kind)
        return Planned(row.number, row.kind, "add", new_id, 0, content, state, drawn=row.entry.get(DRAWN) is True)

    def _check_id(self, kind: Kind, item_id: int | None, faults: Faults) -> None:
        other: Kind = "question" if kind == "fact" else "fact"
        if item_id == 0 or item_id in self._here.items[other]:
            faults.note(Refusal("id", "id"))
        elif item_id is not None and self._times[item_id] > 1:
            faults.note(Refusal("twice", "id"))

    def _check_room(self, content: Content, faults: Faults, *, is_named: bool) -> None:
        """Something new says what nothing else here says, unless its row names it, and there is room for it."""
        if not is_named and said(content) in self._said[content.kind]:
            faults.note(Refusal("twin", "text"))
        elif not self._room[content.kind]:
            faults.note(Refusal("full", "text"))

    def _content(self, kind: Kind, values: dict[str, Any], before: Item | None, faults: Faults) -> Content | None:
        """What the row says, or None where that cannot be told; every field is looked at, whatever is wrong with others."""
        gate = self._here.show.gate(values["revealed_in"]) if "revealed_in" in values else None
        if gate is None and "revealed_in" in values:
            faults.note(Refusal("episode", "revealed_in", said=_repeated(values["revealed_in"])))
        # Where the episode is unknown, nothing is too early for it.
        until = gate or self._here.show.last
        topic = self._choice("topic", TOPICS, values, faults)
        sources = self._sources(values, before, faults)

        def story(field: str, text_kind: str, text: str) -> Spoiler:
            broken = broken_rules(text, text_kind, until, self._here.names)
            faults.note(*(Refusal("rule", field, each) for each in broken))
            return Spoiler(text, until)

        def told(field: str, text_kind: str) -> Spoiler:
            return story(field, text_kind, values[field]) if field in values else Spoiler("", until)

        text = told("text", kind)
        if kind == "fact":
            return FactContent(text, topic, self._subjects(values, until, faults), sources)
        difficulty = self._choice("difficulty", DIFFICULTIES, values, faults)
        if {"answer", "wrong"} <= values.keys() and not options_differ(values["answer"], values["wrong"]):
            faults.note(Refusal("rule", "wrong", Broken("same options", "option")))
        return QuestionContent(
            text,
            told("answer", "option"),
            tuple(story("wrong", "option", each) for each in values.get("wrong", ())),
            told("explanation", "explanation"),
            difficulty,
            topic,
            self._facts(values.get("facts", []), until, faults),
            sources,
            until,
        )

    @staticmethod
    def _choice(field: str, known: Iterable[str], values: dict[str, Any], faults: Faults) -> str:
        given = str(values.get(field, ""))
        if field in values and given.casefold() not in known:
            faults.note(Refusal("choice", field, said=_repeated(given)))
        return given.casefold()

    def _sources(self, values: dict[str, Any], before: Item | None, faults: Faults) -> tuple[Source, ...]:
        # Those that stood there before keep the name that their site has.
        kept = {each.typed: each for each in before.content.sources} if before else {}

        def source(given: str | dict[str, str | None]) -> Source:
            if isinstance(given, str) and given in kept:
                return kept[given]
            return _source(given, self._here.show.sites, faults)

        found = tuple(dict.fromkeys(map(source, values.get("sources", []))))
        if not found and "sources" in values:
            faults.note(Refusal("rule", "sources", Broken("blank", "source")))
        return found

    def _subjects(self, values: dict[str, Any], gate: Episode, faults: Faults) -> tuple[int, ...]:
        found: list[int] = []
        names: list[str] = values.get("about", [])
        for name in names:
            subject, near = self._subject(name)
            if subject is None:
                faults.note(Refusal("about", "about", said=_repeated(name), near=near))
                continue
            known = self._here.subjects[subject].revealed_in
            if known > gate:
                faults.note(Refusal("rule", "about", Broken("early subject", "fact", known=known)))
            found.append(subject)
        if not names and "about" in values:
            faults.note(Refusal("about", "about"))
        unique = list(dict.fromkeys(found))
        return (*unique[:1], *sorted(unique[1:]))

    def _subject(self, name: str) -> tuple[int | None, str]:
        """Whom or what a name means: a full name, a number, the pack's own name for it, else what people call them."""
        if (known := self._here.called.named(name)) is not None:
            return known, ""
        if name.isascii() and name.isdecimal() and len(name) < 20 and int(name) in self._here.subjects:
            return int(name), ""
        if (by_slug := row_id(self._here.show.slug, "subject", name)) in self._here.subjects:
            return by_slug, ""
        if name not in self._meant:
            if len(self._meant) >= _LOOKUPS:
                return None, ""
            # Nobody looks at thousands of rows one by one, so no letter may be wrong.
            meant = self._here.called.meant(unwrapped(name), slips=False)
            near = "" if meant is not None else self._here.called.nearest(name) or ""
            self._meant[name] = (meant, near)
        return self._meant[name]

    def _facts(self, ids: list[str], gate: Episode, faults: Faults) -> tuple[int, ...]:
        found: list[int] = []
        for each in ids:
            number = int(each) if each.isascii() and each.isdecimal() and len(each) < 20 else 0
            fact = self._here.items["fact"].get(number)
            if fact is None:
                faults.note(Refusal("id", "facts"))
            elif fact.content.revealed_in > gate:
                faults.note(Refusal("fact", "facts"))
            else:
                found.append(number)
        return tuple(sorted(set(found)))


def _refused(row: FileRow, faults: Faults) -> Planned:
    return Planned(row.number, row.kind, "refused", refusals=tuple(faults))


def _changed(row: FileRow, before: Item, content: Content, state: State) -> Planned:
    was: State = "retired" if before.now.state == "retired" else "live"
    what: What = "same" if content == before.content and state == was else "change"
    return Planned(
        row.number, row.kind, what, before.id, before.now.revision, content, state, before.now.author_id, before
    )


def _values(row: FileRow, faults: Faults) -> dict[str, Any]:
    """What stands in a row, tidied; what is missing, unknown or something else than it should be is left out and noted."""
    keys = KEYS[row.kind]
    values: dict[str, Any] = {"state": "live"}
    for key in keys:
        if key not in OPTIONAL and row.entry.get(key) is None:
            faults.note(Refusal("missing", key))
    for key, value in row.entry.items():
        if value is None or key == "id" or (key == DRAWN and value is True):
            continue
        if key == "state":
            values["state"] = _state(value, faults)
        elif key not in keys:
            faults.note(Refusal("unknown", plain(key, 20)))
        elif (read := _read(key, keys[key], value)) is None:
            faults.note(Refusal("type", key))
        elif isinstance(read, list) and len(cast("list[Any]", read)) > MOST_LISTED:
            faults.note(Refusal("many", key))
        else:
            values[key] = read
    return values


def _state(value: Any, faults: Faults) -> str:
    state = value.strip().casefold() if isinstance(value, str) else ""
    if state not in {"live", "retired"}:
        faults.note(Refusal("choice", "state", said=_repeated(value)))
    return state


def _read(key: str, kind: type, value: Any) -> Any:
    """A text, or a list of texts (and of sources with a name); None where it is neither."""
    if kind is str:
        return tidy(value) if isinstance(value, str) else None
    if isinstance(value, str) and key in {"about", "sources"}:
        # One name needs no list, and several may stand in a line as in the form.
        value = re.split(r"[,;\n]", value) if key == "about" else [value]
    if not isinstance(value, list):
        return None
    items = cast("list[Any]", value)
    if not all(isinstance(each, str) or (key == "sources" and isinstance(each, dict)) for each in items):
        return None
    return [tidy(each) if isinstance(each, str) else each for each in items]


def _source(value: str | dict[str, str | None], sites: Sites, faults: Faults) -> Source:
    if isinstance(value, str):
        broken = [Refusal("rule", "sources", each) for each in broken_source(value)]
        faults.note(*broken)
        return Source("", value) if broken else sites.parse(value)
    site, address = value.get("site"), value.get("address")
    if site is None:
        faults.note(Refusal("type", "sources"))
        return Source("", None)
    site = tidy(site)
    for each in (site, address):
        if each is not None:
            faults.note(*(Refusal("rule", "sources", broken) for broken in broken_source(each)))
    return Source(site, address)


def _repeated(value: Any) -> str:
    return plain(value, _SAID) if isinstance(value, str) else ""
