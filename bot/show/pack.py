"""Reads and checks a show pack: a folder of TOML files that people edit.

Every rule is checked on the plain text before it becomes a `Spoiler`; a pack that breaks one is refused with a line for
each: file, entry, rule.
"""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from bot.errors import PackError
from bot.show.episodes import PREMISE, Episode, Show
from bot.show.models import (
    DIFFICULTIES,
    TOPICS,
    Pack,
    PackCharacter,
    PackEpisode,
    PackFact,
    PackQuestion,
    PackRelationship,
    PackSubject,
    Source,
    row_id,
)
from bot.show.rules import LIMITS, NOBODY, Broken, Names, broken_rules, broken_source, options_differ, said_in_header
from bot.show.spoilers import FORBIDDEN, Spoiler, plain

FORMAT = "1"
"""Goes into every content hash: raise it when the rules or the import change, and known packs are read again."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9:-]*")
_EPISODE = re.compile(r"S(\d{1,3})E(\d{1,3})")

T = TypeVar("T")
Entry = dict[str, Any]


class _Damaged(Exception):  # noqa: N818  an entry cannot be read any further; its problem is noted already
    pass


class _Reader:
    """Reads one folder and gathers every problem in it, so that an editor sees them all at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self.where = ""
        self.sites: dict[str, str] = {}
        self.show = Show(0, folder.name, "", ())
        self.names = NOBODY

    # -------------------------------------------------------------- problems

    def problem(self, rule: str) -> None:
        self.problems.append(f"{self.where}: {rule}")

    def read_file(self, path: Path) -> Entry:
        self.where = str(path.relative_to(self.folder))
        try:
            return tomllib.loads(path.read_bytes().decode())
        except OSError as error:
            self.problem(f"cannot be read ({error.strerror})")
        except UnicodeDecodeError:
            self.problem("is not UTF-8")
        except tomllib.TOMLDecodeError as error:
            self.problem(f"is not TOML: {error}")
        return {}

    def entries(self, name: str, table: str, keys: dict[str, bool], make: Callable[[Entry], T]) -> Iterator[T]:
        """Everything that `make` makes of the entries of `table`; `keys` says which of its keys must be there."""
        data = self.read_file(self.folder / name)
        file = self.where
        for unknown in data.keys() - {table}:
            self.problem(f"has an unknown table “{unknown}”")
        rows = data.get(table, [])
        if not isinstance(rows, list):
            self.problem(f"[[{table}]] must be a list of tables")
            return
        for number, entry in enumerate(rows, 1):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  TOML
            if not isinstance(entry, dict):
                self.where = f"{file}, entry {number}"
                self.problem("must be a table")
                continue
            row = cast(Entry, entry)
            self.where = f"{file}, {self._entry_name(row, number)}"
            for key, needed in keys.items():
                if needed and key not in row:
                    self.problem(f"“{key}” is missing")
            for key in row.keys() - keys.keys():
                self.problem(f"“{key}” is no key of [[{table}]]")
            if all(key in row for key, needed in keys.items() if needed):
                try:
                    yield make(row)
                except _Damaged:
                    continue
        self.where = file

    @staticmethod
    def _entry_name(entry: Entry, number: int) -> str:
        if "id" in entry:
            return f"“{entry['id']}”"
        if "from" in entry and "to" in entry:
            return f"“{entry['from']}” to “{entry['to']}”"
        if "season" in entry and "number" in entry:
            return f"S{entry['season']}E{entry['number']}"
        return f"entry {number}"

    # ---------------------------------------------------------------- values

    def of(self, kind: type[T], entry: Entry, key: str, default: T | None = None) -> T:
        value = entry.get(key, default)
        # A bool is an int to Python, and never to an editor.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.problem(f"“{key}” must be {_KINDS[kind]}")
            raise _Damaged
        return value

    def slug(self, entry: Entry, key: str = "id") -> str:
        slug = self.of(str, entry, key)
        if not _SLUG.fullmatch(slug):
            self.problem(f"“{key}” may hold a-z, 0-9, hyphen and colon only")
        return slug

    def gate(self, entry: Entry, key: str = "revealed_in") -> Episode:
        value = self.of(str, entry, key)
        if value == "premise":
            return PREMISE
        match = _EPISODE.fullmatch(value)
        episode = Episode(int(match[1]), int(match[2])) if match else None
        if episode is None or not self.show.known(episode):
            self.problem(f"“{key}” is no episode of this show: {value}")
            raise _Damaged
        return episode

    def entries_of(self, entry: Entry, key: str) -> list[Entry | str]:
        values: list[Any] = self.of(list, entry, key, [])
        if not all(isinstance(value, str | dict) for value in values):
            self.problem(f"“{key}” must be a list of texts or tables")
            raise _Damaged
        return values

    def strings(self, entry: Entry, key: str) -> list[str]:
        values = self.entries_of(entry, key)
        if not all(isinstance(value, str) for value in values):
            self.problem(f"“{key}” must be a list of texts")
            raise _Damaged
        return cast(list[str], values)

    def sources(self, entry: Entry) -> tuple[Source, ...]:
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
        return tuple(dict.fromkeys(Source.parse(value, self.sites) for value in fine))

    def story(self, text: str, kind: str, gate: Episode, *, names: bool = True) -> Spoiler:
        """Check one text against every rule that a text has, and wrap it."""
        for broken in broken_rules(text, kind, gate, self.names if names else NOBODY):
            self.problem(_words(broken, gate))
        return Spoiler(text, gate)

    def learn_names(self, characters: Iterable[PackCharacter]) -> None:
        """Check texts against these names from now on."""
        self.names = Names(
            (character.slug, name)
            for character in characters
            for name in (character.name, *((character.hangul,) if character.hangul else ()), *character.aliases)
        )


def _words(broken: Broken, gate: Episode = PREMISE) -> str:
    """How a rule that a text breaks is told to whoever edits the pack."""
    match broken.rule:
        case "blank":
            return f"the {broken.kind} is empty, or holds line breaks, double spaces or control characters"
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


_KINDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    list: "a list",
    bool: "true or false",
    date: "a date",
    dict: "a table",
}


def read_pack(folder: Path) -> Pack:
    """The show in `folder`, whole and checked.

    Raises:
        PackError: with every problem found.
    """
    if not (folder / "show.toml").is_file():
        raise PackError(folder, ["show.toml: is missing"])
    reader = _Reader(folder)
    head = _read_head(reader)
    episodes = _read_episodes(reader)
    show = Show(
        row_id(folder.name, "show", folder.name), folder.name, head["title"], tuple(e.episode for e in episodes)
    )
    reader.show = show
    _check_order(reader, show)
    groups = tuple(head["groups"])
    characters = _read_characters(reader, groups)
    reader.learn_names(characters)
    _check_episode_names(reader, episodes)
    subjects = _read_subjects(reader)
    facts = _read_facts(reader)
    relationships = _read_relationships(reader)
    questions = _read_questions(reader, facts)
    pack = Pack(
        slug=folder.name,
        title=head["title"],
        hangul=head["hangul"],
        version=head["version"],
        content_hash=content_hash(folder),
        groups=groups,
        episodes=tuple(episodes),
        characters=tuple(characters),
        subjects=tuple(subjects),
        facts=tuple(facts),
        relationships=tuple(relationships),
        questions=tuple(questions),
    )
    _check_references(reader, pack)
    if reader.problems:
        raise PackError(folder, reader.problems)
    return pack


def content_hash(folder: Path) -> str:
    """A hash over names and bytes of every file of the pack."""
    digest = hashlib.sha256(FORMAT.encode())
    for path in sorted(folder.rglob("*.toml")):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def pack_folders(shows: Path) -> list[Path]:
    """The packs in the folder of packs, by name."""
    return sorted(path for path in shows.iterdir() if path.is_dir()) if shows.is_dir() else []


# ----------------------------------------------------------------------------------------------- one file each


def _read_head(reader: _Reader) -> Entry:
    head: Entry = {"title": "", "hangul": "", "version": "", "groups": []}
    data = reader.read_file(reader.folder / "show.toml")
    try:
        for key in ("title", "hangul", "version"):
            head[key] = reader.of(str, data, key, "" if key == "hangul" else None)
            if FORBIDDEN.search(head[key]) or head[key] != plain(head[key]):
                reader.problem(f"“{key}” may not hold | ` \\ or a line break")
        head["groups"] = reader.strings(data, "groups")
        sites: Entry = reader.of(dict, data, "sites", {})
        reader.sites = {host: str(site) for host, site in sites.items()}
        for unknown in data.keys() - {"title", "hangul", "version", "groups", "sites"}:
            reader.problem(f"“{unknown}” is no key of show.toml")
    except _Damaged:
        pass
    return head


def _read_episodes(reader: _Reader) -> list[PackEpisode]:
    keys = {"season": True, "number": True, "air_date": True, "runtime_minutes": True, "summary": True, "sources": True}

    def make(entry: Entry) -> PackEpisode:
        try:
            episode = Episode(reader.of(int, entry, "season"), reader.of(int, entry, "number"))
        except ValueError:
            reader.problem("season and number must lie between 1 and 999")
            raise _Damaged from None
        return PackEpisode(
            episode,
            reader.of(date, entry, "air_date"),
            reader.of(int, entry, "runtime_minutes"),
            reader.story(reader.of(str, entry, "summary"), "summary", episode, names=False),
            reader.sources(entry),
        )

    return list(reader.entries("episodes.toml", "episodes", keys, make))


def _check_order(reader: _Reader, show: Show) -> None:
    reader.where = "episodes.toml"
    if not show.episodes:
        reader.problem("holds no episode")
    if any(each.season < 1 or each.number < 1 for each in show.episodes):
        reader.problem("season and number start at 1")
    if list(show.episodes) != sorted(set(show.episodes)):
        reader.problem("episodes must stand in order, each once")


def _check_episode_names(reader: _Reader, episodes: list[PackEpisode]) -> None:
    for each in episodes:
        reader.where = f"episodes.toml, {each.episode}"
        reader.story(each.summary.reveal(), "summary", each.episode)


def _read_characters(reader: _Reader, groups: tuple[str, ...]) -> list[PackCharacter]:
    keys = {
        "id": True, "name": True, "hangul": False, "revealed_in": True, "group": True, "roles": True,
        "actor": False, "aliases": False, "sources": True,
    }  # fmt: skip

    def named(entry: Entry | str, kind: str, gate: Episode) -> Spoiler:
        """A plain text has its character's gate, a table its own, which may only be later."""
        if isinstance(entry, str):
            return reader.story(entry, kind, gate, names=False)
        own = reader.gate(entry)
        if own < gate:
            reader.problem(f"a {kind} is revealed in {own}, before its character ({gate})")
        return reader.story(reader.of(str, entry, "text"), kind, own, names=False)

    def make(entry: Entry) -> PackCharacter:
        gate = reader.gate(entry)
        if reader.of(str, entry, "group") not in groups:
            reader.problem(f"group “{entry['group']}” is not among the groups of show.toml")
        actor: Entry = reader.of(dict, entry, "actor", {})
        roles = tuple(named(role, "role", gate) for role in reader.entries_of(entry, "roles"))
        if not roles or roles[0].revealed_in != gate:
            reader.problem("the first role must be revealed together with the character")
        if [role.revealed_in for role in roles] != sorted({role.revealed_in for role in roles}):
            reader.problem("roles must stand in order of their episodes, one each")
        names = [reader.of(str, actor, "name"), *reader.strings(actor, "also")] if actor else []
        return PackCharacter(
            slug=reader.slug(entry),
            name=reader.story(reader.of(str, entry, "name"), "name", gate, names=False),
            group=entry["group"],
            hangul=named(reader.of(str, entry, "hangul"), "name", gate) if "hangul" in entry else None,
            roles=roles,
            aliases=tuple(named(alias, "alias", gate) for alias in reader.entries_of(entry, "aliases")),
            actor_names=tuple(named(name, "name", gate) for name in names),
            actor_hangul=named(reader.of(str, actor, "hangul"), "name", gate) if "hangul" in actor else None,
            actor_subject=reader.slug(actor, "subject") if "subject" in actor else None,
            sources=reader.sources(entry),
        )

    characters = list(reader.entries("characters.toml", "characters", keys, make))
    reader.learn_names(characters)
    for character in characters:
        reader.where = f"characters.toml, “{character.slug}”"
        for role in character.roles:
            reader.story(role.reveal(), "role", role.revealed_in)
    return characters


def _read_subjects(reader: _Reader) -> list[PackSubject]:
    keys = {"id": True, "name": True, "revealed_in": True}

    def make(entry: Entry) -> PackSubject:
        return PackSubject(reader.slug(entry), reader.story(reader.of(str, entry, "name"), "name", reader.gate(entry)))

    return list(reader.entries("subjects.toml", "subjects", keys, make))


def _topic(reader: _Reader, entry: Entry) -> str:
    topic = reader.of(str, entry, "topic")
    if topic not in TOPICS:
        reader.problem(f"“{topic}” is no topic; one of {', '.join(TOPICS)}")
        raise _Damaged
    return topic


def _read_facts(reader: _Reader) -> list[PackFact]:
    keys = {
        "id": True, "about": True, "text": True, "topic": True, "revealed_in": True, "sources": True,
        "confidence": False, "note": False,
    }  # fmt: skip

    def make(entry: Entry) -> PackFact:
        text, topic = reader.of(str, entry, "text"), _topic(reader, entry)
        about = reader.strings(entry, "about")
        if not about or len(set(about)) != len(about):
            reader.problem("“about” needs one subject or more, each once")
        confidence = reader.of(str, entry, "confidence", "high")
        if confidence not in {"high", "medium", "low"}:
            reader.problem("“confidence” must be high, medium or low")
        return PackFact(
            slug=reader.slug(entry),
            about=tuple(about),
            text=reader.story(text, "fact", reader.gate(entry)),
            topic=topic,
            confidence=confidence,
            note=reader.of(str, entry, "note", ""),
            said_in_header=said_in_header(text, topic),
            sources=reader.sources(entry),
        )

    folder = reader.folder / "facts"
    files = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not files:
        reader.problems.append("facts: holds no file")
    return [fact for file in files for fact in reader.entries(f"facts/{file.name}", "facts", keys, make)]


def _read_relationships(reader: _Reader) -> list[PackRelationship]:
    keys = {
        "from": True, "to": True, "label": True, "mutual": False, "revealed_in": True, "ended_in": False, "sources": True,
    }  # fmt: skip

    def make(entry: Entry) -> PackRelationship:
        gate = reader.gate(entry)
        ended = reader.gate(entry, "ended_in") if "ended_in" in entry else None
        if ended is not None and ended <= gate:
            reader.problem(f"ends in {ended}, which is not after {gate}")
        return PackRelationship(
            reader.slug(entry, "from"),
            reader.slug(entry, "to"),
            reader.story(reader.of(str, entry, "label"), "label", gate),
            reader.of(bool, entry, "mutual", default=False),
            ended,
            reader.sources(entry),
        )

    return list(reader.entries("relationships.toml", "relationships", keys, make))


def _read_questions(reader: _Reader, facts: list[PackFact]) -> list[PackQuestion]:
    keys = {
        "id": True, "text": True, "answer": True, "wrong": True, "difficulty": True, "topic": True, "revealed_in": True,
        "facts": True, "sources": True, "explanation": False,
    }  # fmt: skip
    by_slug = {fact.slug: fact for fact in facts}

    def make(entry: Entry) -> PackQuestion:
        gate, topic = reader.gate(entry), _topic(reader, entry)
        rests_on = reader.strings(entry, "facts")
        if not rests_on:
            reader.problem("must rest on at least one fact")
        for slug in rests_on:
            fact = by_slug.get(slug)
            if fact is None:
                reader.problem(f"rests on “{slug}”, which is no fact of this pack")
            elif fact.text.revealed_in > gate:
                reader.problem(f"is revealed in {gate}, before “{slug}” on which it rests ({fact.text.revealed_in})")
        if reader.of(str, entry, "difficulty") not in DIFFICULTIES:
            reader.problem(f"“difficulty” must be one of {', '.join(DIFFICULTIES)}")
        answer, wrong = reader.of(str, entry, "answer"), reader.strings(entry, "wrong")
        if not options_differ(answer, wrong):
            reader.problem("needs three wrong options, all different from the answer and from each other")
            raise _Damaged
        if "explanation" not in entry and not any(slug in by_slug for slug in rests_on):
            raise _Damaged
        explanation = reader.of(str, entry, "explanation", "") or by_slug[rests_on[0]].text.reveal()
        return PackQuestion(
            slug=reader.slug(entry),
            text=reader.story(reader.of(str, entry, "text"), "question", gate),
            answer=reader.story(answer, "option", gate),
            wrong=(
                reader.story(wrong[0], "option", gate),
                reader.story(wrong[1], "option", gate),
                reader.story(wrong[2], "option", gate),
            ),
            explanation=reader.story(explanation, "explanation", gate),
            difficulty=entry["difficulty"],
            topic=topic,
            facts=tuple(rests_on),
            sources=reader.sources(entry),
        )

    return list(reader.entries("questions.toml", "questions", keys, make))


# ---------------------------------------------------------------------------------------------- across the files


def _check_references(reader: _Reader, pack: Pack) -> None:
    people = {each.slug: each.name.revealed_in for each in pack.characters}
    subjects = people | {each.slug: each.name.revealed_in for each in pack.subjects}
    for kind, slugs in {
        "characters and subjects": [each.slug for each in (*pack.characters, *pack.subjects)],
        "facts": [each.slug for each in pack.facts],
        "questions": [each.slug for each in pack.questions],
        "relationships": [f"{each.a} to {each.b}: {each.label.reveal()}" for each in pack.relationships],
    }.items():
        for slug in sorted(each for each, count in Counter(slugs).items() if count > 1):
            reader.problems.append(f"{kind}: “{slug}” stands there twice")
    for fact in pack.facts:
        for slug in fact.about:
            if slug not in subjects:
                reader.problems.append(f"facts, “{fact.slug}”: is about “{slug}”, whom this pack does not know")
            elif subjects[slug] > fact.text.revealed_in:
                gate = fact.text.revealed_in
                reader.problems.append(
                    f"facts, “{fact.slug}”: is about “{slug}”, known from {subjects[slug]}, but is revealed in {gate}"
                )
    for each in pack.characters:
        if each.actor_subject is not None and each.actor_subject not in subjects:
            reader.problems.append(
                f"characters.toml, “{each.slug}”: the actor's subject “{each.actor_subject}” is unknown"
            )
    for tie in pack.relationships:
        where = f"relationships.toml, “{tie.a}” to “{tie.b}”"
        if tie.a == tie.b:
            reader.problems.append(f"{where}: joins somebody to themself")
        for slug in (tie.a, tie.b):
            if slug not in people:
                reader.problems.append(f"{where}: “{slug}” is no character of this pack")
            elif people[slug] > tie.label.revealed_in:
                reader.problems.append(
                    f"{where}: is revealed in {tie.label.revealed_in}, before “{slug}” ({people[slug]})"
                )
