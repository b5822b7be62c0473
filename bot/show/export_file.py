"""A server's own facts and questions as a file, TOML or JSON, which an import understands."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

import orjson
import tomli_w

from bot.show.edits import FactContent, Item, Kind
from bot.show.episodes import PREMISE
from bot.show.facts import DIFFICULTIES, TOPICS
from bot.show.sites import host_of
from bot.show.spoilers import Spoiler

Format = Literal["toml", "json"]

_EXAMPLES: Final[dict[Kind, dict[str, Any]]] = {
    "fact": {
        "text": "One sentence in your own words, 130 characters at most.",
        "about": ["A full name"],
        "topic": "trait",
        "revealed_in": "S1E1",
        "sources": ["A web address, or the name of a book or video"],
    },
    "question": {
        "text": "A question in your own words, 150 characters at most?",
        "answer": "The right option",
        "wrong": ["One to three wrong ones", "60 characters at most"],
        "explanation": "Why it is right, in one sentence.",
        "difficulty": "easy",
        "topic": "trait",
        "revealed_in": "S1E1",
        "sources": ["A web address, or the name of a book or video"],
    },
}
_COMMENTS: Final = {
    "topic": f"one of {', '.join(TOPICS)}",
    "revealed_in": "safe for whoever finished it; premise: for everyone. When unsure, the later one",
    "difficulty": f"one of {', '.join(DIFFICULTIES)}",
}


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


def example(form: Format, kind: Kind) -> bytes:
    """One fact or question to go by, with a word on what can stand there. TOML has all of it as a comment: it changes nothing."""
    if form == "json":
        filled = {f"{kind}s": [_EXAMPLES[kind]]}
        return orjson.dumps(filled, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    lines: list[str] = []
    for line in tomli_w.dumps({f"{kind}s": [_EXAMPLES[kind]]}).splitlines():
        comment = _COMMENTS.get(line.partition(" = ")[0])
        lines += [*([f"# # {comment}"] if comment else []), f"# {line}".rstrip()]
    return "".join(f"{line}\n" for line in lines).encode()
