"""Reads and checks a show pack: a folder of TOML files that people edit.

Every rule is checked on the plain text before it becomes a `Spoiler`; a pack that breaks one is refused with a line for
each: file, entry, rule.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from bot.errors import PackError
from bot.show.badges import Badge
from bot.show.episodes import Episode
from bot.show.facts import (
    DIFFICULTIES,
    Pack,
    PackCharacter,
    PackEpisode,
    PackFact,
    PackQuestion,
    PackSubject,
    row_id,
)
from bot.show.packs.badges import PackBadges, read_badges
from bot.show.packs.fact_files import read_facts, topic_of
from bot.show.packs.options import right_options
from bot.show.packs.reader import Damaged, Entry, PackReader
from bot.show.packs.relationships import check_ties, read_relationships
from bot.show.packs.translations import read_translations
from bot.show.shows import Show
from bot.show.spoilers import FORBIDDEN, Spoiler, plain
from bot.show.text_rules import options_differ

FORMAT = "8"
"""Goes into every content hash: raise it when the rules or the import change, and known packs are read again."""


log = logging.getLogger(__name__)

_HIDDEN: Final = (".", "_", "~")  # how names begin that are nobody's facts


def read_pack(folder: Path) -> Pack:
    """The show in `folder`, whole and checked.

    Raises:
        PackError: with every problem found.
    """
    if not (folder / "show.toml").is_file():
        raise PackError(folder, ["show.toml: is missing"])
    reader = PackReader(folder)
    head = _read_head(reader)
    episodes = _read_episodes(reader)
    show = Show(
        row_id(folder.name, "show", folder.name), folder.name, head["title"], tuple(e.episode for e in episodes)
    )
    reader.show = show
    _check_order(reader, show)
    groups = tuple(head["groups"])
    badges = read_badges(reader)
    characters = _read_characters(reader, groups, badges)
    reader.learn_names(characters)
    _check_episode_names(reader, episodes)
    subjects = _read_subjects(reader)
    facts = read_facts(reader, _fact_files(folder))
    relationships = read_relationships(reader)
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
    told = read_translations(reader, pack)
    if reader.problems:
        raise PackError(folder, [*dict.fromkeys(reader.problems)])
    return replace(pack, translations=told.texts, names=told.names, asks=told.asks, stale=tuple(told.stale))


def content_hash(folder: Path) -> str:
    """A hash over names and bytes of every file of the pack."""
    digest = hashlib.sha256(FORMAT.encode())
    for path in toml_files(folder):
        try:
            data = path.read_bytes()
        except OSError:
            data = b""  # reading the pack says so
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def pack_folders(shows: Path) -> list[Path]:
    """The packs in the folder of packs, by name; what systems and tools leave beside them is passed over."""
    folders: list[Path] = []
    for path in sorted(shows.iterdir()) if shows.is_dir() else ():
        if not path.is_dir():
            continue
        if not _is_file(path / "show.toml") and (path.name.startswith(_HIDDEN) or not toml_files(path)):
            log.warning("%s holds no show pack and is passed over", path)
        else:
            folders.append(path)
    return folders


def toml_files(folder: Path) -> list[Path]:
    """The TOML files in a folder and below it, but for hidden ones and links to nowhere, which editors and systems leave."""
    return sorted(
        path
        for path in folder.rglob("*.toml")
        if _is_file(path) and not any(part.startswith(_HIDDEN) for part in path.relative_to(folder).parts)
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # lost+found belongs to the system alone
        return False


# ----------------------------------------------------------------------------------------------- one file each


def _read_head(reader: PackReader) -> Entry:
    head: Entry = {"title": "", "hangul": "", "version": "", "groups": []}
    data = reader.read_file(reader.folder / "show.toml")
    try:
        for key in ("title", "hangul", "version"):
            head[key] = reader.of(str, data, key, "" if key == "hangul" else None)
            if FORBIDDEN.search(head[key]) or head[key] != plain(head[key]):
                reader.problem(f"“{key}” may not hold | ` \\ or a line break")
        reader.title = head["title"]
        head["groups"] = reader.strings(data, "groups")
        sites: Entry = reader.of(dict, data, "sites", {})
        reader.sites = {host: str(site) for host, site in sites.items()}
        for unknown in data.keys() - {"title", "hangul", "version", "groups", "sites"}:
            reader.problem(f"“{unknown}” is no key of show.toml")
    except Damaged:
        pass
    return head


def _read_episodes(reader: PackReader) -> list[PackEpisode]:
    def make(entry: Entry) -> PackEpisode:
        try:
            episode = Episode(reader.of(int, entry, "season"), reader.of(int, entry, "number"))
        except ValueError:
            reader.problem("season and number must lie between 1 and 999")
            raise Damaged from None
        return PackEpisode(
            episode,
            reader.of(date, entry, "air_date"),
            reader.of(int, entry, "runtime_minutes"),
            reader.story(reader.of(str, entry, "summary"), "summary", episode, names=False),
            reader.sources(entry),
        )

    return reader.entries("episodes", make, "season number air_date runtime_minutes summary sources")


def _check_order(reader: PackReader, show: Show) -> None:
    reader.where = "episodes.toml"
    if not show.episodes:
        reader.problem("holds no episode")
    if any(each.season < 1 or each.number < 1 for each in show.episodes):
        reader.problem("season and number start at 1")
    if list(show.episodes) != sorted(set(show.episodes)):
        reader.problem("episodes must stand in order, each once")


def _check_episode_names(reader: PackReader, episodes: list[PackEpisode]) -> None:
    for each in episodes:
        reader.where = f"episodes.toml, {each.episode}"
        reader.story(each.summary.reveal(), "summary", each.episode)


def _read_characters(reader: PackReader, groups: tuple[str, ...], badges: PackBadges) -> list[PackCharacter]:
    def make(entry: Entry) -> PackCharacter:
        gate = reader.gate(entry)
        if reader.of(str, entry, "group") not in groups:
            reader.problem(f"group “{entry['group']}” is not among the groups of show.toml")
        actor: Entry = reader.of(dict, entry, "actor", {})
        roles = tuple(reader.named(role, "role", gate) for role in reader.entries_of(entry, "roles"))
        _check_roles(reader, roles, gate)
        names = [reader.of(str, actor, "name"), *reader.strings(actor, "also")] if actor else []
        slug, name, hangul = reader.slug(entry), reader.of(str, entry, "name"), reader.of(str, entry, "hangul", "")
        return PackCharacter(
            slug=slug,
            name=reader.story(name, "name", gate, names=False),
            group=entry["group"],
            hangul=reader.named(hangul, "name", gate) if "hangul" in entry else None,
            roles=roles,
            aliases=tuple(reader.named(alias, "alias", gate) for alias in reader.entries_of(entry, "aliases")),
            actor_names=tuple(reader.named(name, "name", gate) for name in names),
            actor_hangul=reader.named(reader.of(str, actor, "hangul"), "name", gate) if "hangul" in actor else None,
            actor_subject=reader.slug(actor, "subject") if "subject" in actor else None,
            sources=reader.sources(entry),
            badge=Badge(
                Spoiler(badges.sign(slug, name, hangul), gate),
                groups.index(entry["group"]) if entry["group"] in groups else 0,
                badges.drawing(slug),
            ),
        )

    characters = reader.entries("characters", make, "id name revealed_in group roles sources", "hangul actor aliases")
    reader.problems += badges.of_nobody({character.slug for character in characters})
    reader.learn_names(characters)
    for character in characters:
        reader.where = f"characters.toml, “{character.slug}”"
        for role in character.roles:
            reader.story(role.reveal(), "role", role.revealed_in)
    return characters


def _check_roles(reader: PackReader, roles: Sequence[Spoiler], gate: Episode) -> None:
    gates = [role.revealed_in for role in roles]
    if gates[:1] != [gate]:
        reader.problem("the first role must be revealed together with the character")
    if gates != sorted(set(gates)):
        reader.problem("roles must stand in order of their episodes, one each")


def _read_subjects(reader: PackReader) -> list[PackSubject]:
    def make(entry: Entry) -> PackSubject:
        return PackSubject(reader.slug(entry), reader.story(reader.of(str, entry, "name"), "name", reader.gate(entry)))

    return reader.entries("subjects", make, "id name revealed_in")


def _fact_files(folder: Path) -> list[Path]:
    return [path for path in toml_files(folder / "facts") if path.parent == folder / "facts"]


def _check_rests_on(reader: PackReader, slugs: list[str], facts: Mapping[str, PackFact], gate: Episode) -> None:
    if not slugs:
        reader.problem("must rest on at least one fact")
    for slug in slugs:
        fact = facts.get(slug)
        if fact is None:
            reader.problem(f"rests on “{slug}”, which is no fact of this pack")
        elif fact.text.revealed_in > gate:
            reader.problem(f"is revealed in {gate}, before “{slug}” on which it rests ({fact.text.revealed_in})")


def _read_questions(reader: PackReader, facts: list[PackFact]) -> list[PackQuestion]:
    by_slug = {fact.slug: fact for fact in facts}

    def make(entry: Entry) -> PackQuestion:
        gate, topic = reader.gate(entry), topic_of(reader, entry)
        rests_on = reader.strings(entry, "facts")
        _check_rests_on(reader, rests_on, by_slug, gate)
        if reader.of(str, entry, "difficulty") not in DIFFICULTIES:
            reader.problem(f"“difficulty” must be one of {', '.join(DIFFICULTIES)}")
        answer, wrong = reader.of(str, entry, "answer"), reader.strings(entry, "wrong")
        if not options_differ(answer, wrong):
            reader.problem("needs one to three wrong options, all different from the answer and from each other")
            raise Damaged
        if "explanation" not in entry and not any(slug in by_slug for slug in rests_on):
            raise Damaged
        explanation = reader.of(str, entry, "explanation", "") or by_slug[rests_on[0]].text.reveal()
        return PackQuestion(
            slug=reader.slug(entry),
            text=reader.story(reader.of(str, entry, "text"), "question", gate),
            answer=reader.story(answer, "option", gate),
            wrong=tuple(reader.story(each, "option", gate) for each in wrong),
            explanation=reader.story(explanation, "explanation", gate),
            difficulty=entry["difficulty"],
            topic=topic,
            facts=tuple(rests_on),
            sources=reader.sources(entry),
        )

    return reader.entries(
        "questions", make, "id text answer wrong difficulty topic revealed_in facts sources", "explanation"
    )


# ---------------------------------------------------------------------------------------------- across the files


def _check_references(reader: PackReader, pack: Pack) -> None:
    """Whatever names another entry names one that there is, and that is known by then."""
    people = {each.slug: each.name.revealed_in for each in pack.characters}
    subjects = people | {each.slug: each.name.revealed_in for each in pack.subjects}
    reader.problems += [
        *_entries_twice(pack),
        *_unknown_subjects(pack, subjects),
        *_unknown_actors(pack, subjects),
        *_unknown_fates(pack, people),
        *check_ties(pack.relationships, people),
        *_late_sources(pack, reader.show),
        *right_options(pack),
    ]


def _entries_twice(pack: Pack) -> Iterator[str]:
    slugs_of = {
        "characters and subjects": [each.slug for each in (*pack.characters, *pack.subjects)],
        "facts": [each.slug for each in pack.facts],
        "questions": [each.slug for each in pack.questions],
        "relationships": [f"{each.a} to {each.b}: {each.label.reveal()}" for each in pack.relationships],
    }
    for kind, slugs in slugs_of.items():
        for slug in sorted(each for each, count in Counter(slugs).items() if count > 1):
            yield f"{kind}: “{slug}” stands there twice"


def _unknown_subjects(pack: Pack, subjects: Mapping[str, Episode]) -> Iterator[str]:
    for fact in pack.facts:
        where, gate = f"facts, “{fact.slug}”", fact.text.revealed_in
        for slug in fact.about:
            if slug not in subjects:
                yield f"{where}: is about “{slug}”, whom this pack does not know"
            elif subjects[slug] > gate:
                yield f"{where}: is about “{slug}”, known from {subjects[slug]}, but is revealed in {gate}"


def _unknown_fates(pack: Pack, people: Mapping[str, Episode]) -> Iterator[str]:
    for fact in pack.facts:
        for slug in fact.fate:
            if slug not in people:
                yield f"facts, “{fact.slug}”: “fate” names “{slug}”, who is no character of this pack"


def _late_sources(pack: Pack, show: Show) -> Iterator[str]:
    """An episode that is named as a source tells how far the show goes: it may be no later than what is read from it."""
    told = [(f"facts, “{each.slug}”", each.sources, each.text.revealed_in) for each in pack.facts]
    asked = [(f"questions.toml, “{each.slug}”", each.sources, each.text.revealed_in) for each in pack.questions]
    for where, sources, gate in (*told, *asked):
        for source in sources:
            if source.kind != "episode":
                continue
            episode = show.gate(source.site)
            if episode is None:
                yield f"{where}: the source “{source.site}” is no episode of this show"
            elif episode > gate:
                yield f"{where}: the source “{source.site}” is later than {gate}, in which it is revealed"


def _unknown_actors(pack: Pack, subjects: Mapping[str, Episode]) -> Iterator[str]:
    for each in pack.characters:
        if each.actor_subject is not None and each.actor_subject not in subjects:
            yield f"characters.toml, “{each.slug}”: the actor's subject “{each.actor_subject}” is unknown"
