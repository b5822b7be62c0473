"""Reads the TOML files of a show pack entry by entry, and gathers every problem with file, entry and rule."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from bot.show.episodes import PREMISE, Episode
from bot.show.facts import PackCharacter
from bot.show.matching.spelling import COMMON
from bot.show.shows import Show
from bot.show.sites import Source, telling
from bot.show.spoilers import Spoiler
from bot.show.text_rules import LIMITS, NOBODY, Broken, Names, broken_rules, broken_source
from bot.text_files import decoded

_SLUG = re.compile(r"[a-z0-9][a-z0-9:-]*")
_EPISODE = re.compile(r"S(\d{1,3})E(\d{1,3})")
_KINDS: Final[dict[type, str]] = {
    str: "a text",
    int: "a whole number",
    list: "a list",
    bool: "true or false",
    date: "a date",
    dict: "a table",
}

T = TypeVar("T")
Entry = dict[str, Any]


class Damaged(Exception):  # noqa: N818  it is no error of the program
    """An entry cannot be read any further; its problem is noted already."""


class PackReader:
    """Reads one folder and gathers every problem in it, so that an editor sees them all at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self.where = ""
        self.title = ""
        self.sites: dict[str, str] = {}
        self.show = Show(0, folder.name, "", ())
        self.names = NOBODY

    def problem(self, rule: str) -> None:
        """Note that the entry being read breaks a rule."""
        self.problems.append(f"{self.where}: {rule}")

    def read_file(self, path: Path) -> Entry:
        """What a file holds; nothing where it cannot be read."""
        self.where = str(path.relative_to(self.folder))
        try:
            return tomllib.loads(unicodedata.normalize("NFC", decoded(path.read_bytes())))
        except OSError as error:
            self.problem(f"cannot be read ({error.strerror})")
        except UnicodeDecodeError:
            self.problem("is not UTF-8")
        except tomllib.TOMLDecodeError as error:
            self.problem(f"is not TOML: {error}")
        return {}

    def entries(
        self, table: str, make: Callable[[Entry], T], needed: str, optional: str = "", *, file: str = ""
    ) -> list[T]:
        """Everything that `make` makes of the entries of `table`, which have these keys."""
        made: list[T] = []
        file = file or f"{table}.toml"
        data = self.read_file(self.folder / file)
        for unknown in sorted(data.keys() - {table}):
            self.problem(f"has an unknown table “{unknown}”")
        rows = data.get(table, [])
        if not isinstance(rows, list):
            self.problem(f"[[{table}]] must be a list of tables")
            return made
        for number, entry in enumerate(rows, 1):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  TOML
            if not isinstance(entry, dict):
                self.where = f"{file}, entry {number}"
                self.problem("must be a table")
                continue
            row = cast(Entry, entry)
            self.where = f"{file}, {self._entry_name(row, number)}"
            missing = [key for key in needed.split() if key not in row]
            for key in missing:
                self.problem(f"“{key}” is missing")
            for key in sorted(row.keys() - {*needed.split(), *optional.split()}):
                self.problem(f"“{key}” is no key of [[{table}]]")
            if not missing:
                with suppress(Damaged):
                    made.append(make(row))
        self.where = file
        return made

    @staticmethod
    def _entry_name(entry: Entry, number: int) -> str:
        if "id" in entry:
            return f"“{entry['id']}”"
        if "from" in entry and "to" in entry:
            return f"“{entry['from']}” to “{entry['to']}”"
        if "season" in entry and "number" in entry:
            return f"S{entry['season']}E{entry['number']}"
        return f"entry {number}"

    def of(self, kind: type[T], entry: Entry, key: str, default: T | None = None) -> T:
        """The value of a key, which must be of this kind."""
        value = entry.get(key, default)
        # A bool is an int to Python, and never to an editor.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.problem(f"“{key}” must be {_KINDS[kind]}")
            raise Damaged
        return value

    def slug(self, entry: Entry, key: str = "id") -> str:
        """What other entries call this one by."""
        slug = self.of(str, entry, key)
        if not _SLUG.fullmatch(slug):
            self.problem(f"“{key}” may hold a-z, 0-9, hyphen and colon only")
        return slug

    def gate(self, entry: Entry, key: str = "revealed_in") -> Episode:
        """An episode of this show, or the premise."""
        value = self.of(str, entry, key)
        if value == "premise":
            return PREMISE
        match = _EPISODE.fullmatch(value)
        episode = Episode(int(match[1]), int(match[2])) if match else None
        if episode is None or not self.show.known(episode):
            self.problem(f"“{key}” is no episode of this show: {value}")
            raise Damaged
        return episode

    def entries_of(self, entry: Entry, key: str) -> list[Entry | str]:
        """A list of texts, some of them in a table with more about them."""
        values: list[Any] = self.of(list, entry, key, [])
        if not all(isinstance(value, str | dict) for value in values):
            self.problem(f"“{key}” must be a list of texts or tables")
            raise Damaged
        return values

    def strings(self, entry: Entry, key: str) -> list[str]:
        """A list of texts."""
        values = self.entries_of(entry, key)
        if not all(isinstance(value, str) for value in values):
            self.problem(f"“{key}” must be a list of texts")
            raise Damaged
        return cast(list[str], values)

    def sources(self, entry: Entry) -> tuple[Source, ...]:
        """Where the entry is known from, each once."""
        values = self.strings(entry, "sources")
        if not values:
            self.problem("needs at least one source")
        fine: list[str] = []
        for value in values:
            broken = list(broken_source(value))
            for each in broken:
                self.problem(_words(each))
            if not broken:
                fine.append(value)
        sources = tuple(dict.fromkeys(Source.parse(value, self.sites) for value in fine))
        for site in dict.fromkeys(source.site for source in sources):
            named = [who for who, known in self.names.mentions(site) if known > PREMISE]
            for word in dict.fromkeys([*telling(site, self.title), *named]):
                self.problem(f"the site “{site}” tells by its name (“{word}”): give it another one under [sites]")
        return sources

    def story(self, text: str, kind: str, gate: Episode, *, names: bool = True, room: float = 1) -> Spoiler:
        """Check one text against every rule that a text has, and wrap it. `room`: how many times its limit it may take."""
        for broken in broken_rules(text, kind, gate, self.names if names else NOBODY):
            if broken.rule != "long" or broken.length > room * LIMITS[kind]:
                self.problem(_words(broken, gate))
        return Spoiler(text, gate)

    def named(self, entry: Entry | str, kind: str, gate: Episode) -> Spoiler:
        """A plain text has the gate of whom it belongs to, a table its own, which may only be later."""
        if isinstance(entry, str):
            return self.story(entry, kind, gate, names=False)
        own = self.gate(entry)
        if own < gate:
            self.problem(f"the {kind} is revealed in {own}, before its character ({gate})")
        return self.story(self.of(str, entry, "text"), kind, own, names=False)

    def learn_names(
        self, characters: Iterable[PackCharacter], language: str = "en", more: Iterable[tuple[str, Spoiler]] = ()
    ) -> None:
        """Check texts of this language against these names, and `more` of its own, from now on."""
        named = (
            (character.slug, name)
            for character in characters
            for name in (character.name, *((character.hangul,) if character.hangul else ()), *character.aliases)
        )
        self.names = Names((*named, *more), common=COMMON.get(language, frozenset()))


def _words(broken: Broken, gate: Episode = PREMISE) -> str:
    """How a rule that a text breaks is told to whoever edits the pack."""
    match broken.rule:
        case "blank":
            return (
                f"the {broken.kind} is empty, or holds line breaks, double spaces, control characters or HTML entities"
            )
        case "markup":
            return f"the {broken.kind} holds mark-up, such as <b>, [[…]] or [1]"
        case "marks":
            return f"the {broken.kind} may not hold | ` \\ or a line break"
        case "address":
            return f"the {broken.kind} is no web address"
        case "long":
            return f"the {broken.kind} has {broken.length} characters; {LIMITS[broken.kind]} at most"
        case _:
            return (
                f"the {broken.kind} names “{broken.who}”, who is known from {broken.known}, but is revealed in {gate}"
            )
