"""The facts of a show pack, entry by entry."""

from pathlib import Path
from typing import Final

from bot.show.episodes import PREMISE, Episode
from bot.show.facts import TOPICS, PackFact
from bot.show.packs.reader import Damaged, Entry, PackReader
from bot.show.spoilers import Spoiler
from bot.show.text_rules import said_in_header

_MOST_ASKS: Final = 8


def topic_of(reader: PackReader, entry: Entry) -> str:
    """The topic of a fact or question.

    Raises:
        Damaged: it is none.
    """
    topic = reader.of(str, entry, "topic")
    if topic not in TOPICS:
        reader.problem(f"“{topic}” is no topic; one of {', '.join(TOPICS)}")
        raise Damaged
    return topic


def read_facts(reader: PackReader, files: list[Path]) -> list[PackFact]:
    """Every fact of these files, in their order."""

    def make(entry: Entry) -> PackFact:
        text, topic = reader.of(str, entry, "text"), topic_of(reader, entry)
        about = reader.strings(entry, "about")
        if not about or len(set(about)) != len(about):
            reader.problem("“about” needs one subject or more, each once")
        confidence = reader.of(str, entry, "confidence", "high")
        if confidence not in {"high", "medium", "low"}:
            reader.problem("“confidence” must be high, medium or low")
        gate = reader.gate(entry)
        return PackFact(
            slug=reader.slug(entry),
            about=tuple(about),
            text=reader.story(text, "fact", gate),
            topic=topic,
            confidence=confidence,
            note=reader.of(str, entry, "note", ""),
            said_in_header=said_in_header(text, topic),
            sources=reader.sources(entry),
            scene=_scene(reader, entry, gate),
            fate=_fate(reader, entry, about),
            asks=asks_of(reader, entry, gate),
        )

    if not files:
        reader.problems.append("facts: holds no file")
    return [
        fact
        for file in files
        for fact in reader.entries(
            "facts",
            make,
            "id about text topic revealed_in sources",
            "confidence note scene fate asks",
            file=f"facts/{file.name}",
        )
    ]


def _scene(reader: PackReader, entry: Entry, gate: Episode) -> int | None:
    if "scene" not in entry:
        return None
    scene = reader.of(int, entry, "scene")
    if scene < 1:
        reader.problem("“scene” counts from 1")
    if gate == PREMISE:
        reader.problem("“scene” is a place in an episode, and this is known before the first one")
    return scene


def _fate(reader: PackReader, entry: Entry, about: list[str]) -> tuple[str, ...]:
    fate = reader.strings(entry, "fate")
    for slug in dict.fromkeys(fate):
        if slug not in about:
            reader.problem(f"“fate” names “{slug}”, whom “about” does not")
        if fate.count(slug) > 1:
            reader.problem(f"“fate” names “{slug}” twice")
    return tuple(fate)


def asks_of(reader: PackReader, entry: Entry, gate: Episode) -> tuple[Spoiler, ...]:
    """How viewers ask for a fact, in the language of the file that is read."""
    asks = reader.strings(entry, "asks")
    if len(asks) > _MOST_ASKS:
        reader.problem(f"has {len(asks)} “asks”; {_MOST_ASKS} at most")
    for ask in dict.fromkeys(asks):
        if asks.count(ask) > 1:
            reader.problem(f"the ask “{ask}” stands there twice")
        if ask != ask.lower():
            reader.problem(f"the ask “{ask}” must be in small letters")
    return tuple(reader.story(ask, "ask", gate) for ask in asks)
