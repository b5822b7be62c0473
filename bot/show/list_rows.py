"""Questions of a list from elsewhere as rows of an import: what others call our fields, and what their lists do not have.

Wrong options that a list does not have are drawn from its other answers: of the same kind, near in form, and never one
that answers the same question.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

from bot.show.episodes import PREMISE, Episode
from bot.show.facts import ASKED_AS, DIFFICULTIES, TOPICS
from bot.show.import_file import FileRow
from bot.show.spoilers import FORBIDDEN
from bot.show.text_rules import MOST_OPTIONS
from bot.show.tidy import looks, tidy, unmarked
from bot.show.trivia import chance

Record: TypeAlias = dict[str, str | list[str]]
"""A question as a list has it: texts and lists of texts by what the list calls them."""

DRAWN: Final = "drawn"
"""The key of a row whose wrong options are other answers of its list."""

_CALLED: Final = {
    "question": ("question", "question text", "text", "q", "prompt", "front", "questions"),
    "answer": (
        "answer", "answers", "correct answer", "correct answers", "correct", "right", "right answer", "right option",
        "correct option", "correct answer(s)", "back", "solution",
    ),
    "wrong": ("wrong", "wrong option", "wrong answer", "wrong answers", "incorrect answers", "incorrect", "incorrect answer", "distractors"),
    "options": ("options", "choices", "option", "choice"),
    "explanation": ("explanation", "comment", "note", "why", "feedback"),
    "difficulty": ("difficulty", "level"),
    "topic": ("topic", "category"),
    "revealed_in": ("revealed in", "episode", "gate", "safe after"),
    "sources": ("sources", "source", "link", "url", "reference"),
    "type": ("type",),
}  # fmt: skip
_KEYS: Final = {name: key for key, names in _CALLED.items() for name in names}
_NUMBERED: Final = re.compile(r"(.+?)[ #]*(?:\d{1,2}|[a-f])")
RECORD_KEYS: Final = frozenset(_CALLED)
"""What a record may hold, as `key_of` says it."""

_OPPOSITE: Final = {"true": "False", "false": "True", "yes": "No", "no": "Yes"}
_NUMBER: Final = re.compile(r"[-+]?\d[\d .,]*")
_LONGEST_NAME: Final = 60  # characters of a file's name
_NEAR: Final = 6  # answers beside one among which its wrong options are drawn


def key_of(name: str) -> str:
    """What a column or key of another list is to us; itself where nothing is known of it."""
    said = " ".join(re.sub(r"[_-]", " ", name).casefold().split())
    if said in _KEYS:
        return _KEYS[said]
    numbered = _NUMBERED.fullmatch(said)
    if numbered is None or numbered[1] not in _KEYS:
        return said
    # “Answer 1” to “answer 4” of a table are what is chosen from.
    return "options" if _KEYS[numbered[1]] == "answer" else _KEYS[numbered[1]]


def rows_from(records: Iterable[Record]) -> list[FileRow]:
    """The rows of a list, each as far as the list tells it; a gate and a source may be missing."""
    read = [_read(each) for each in records]
    answers = _Answers(read)
    rows: list[FileRow] = []
    for number, (entry, accepted) in enumerate(read, 1):
        if not entry.get("wrong") and (drawn := answers.near(entry, accepted)):
            entry.update({"wrong": drawn} if looks(accepted[0]) in _OPPOSITE else {"wrong": drawn, DRAWN: True})
        rows.append(FileRow(number, "question", entry))
    return rows


def with_source(rows: Iterable[FileRow], name: str) -> list[FileRow]:
    """The rows of a list, those without a source with the name of its file."""
    words = FORBIDDEN.sub("", tidy(name.rpartition(".")[0].replace("_", " ")))[:_LONGEST_NAME].strip()
    source = f"a list: {words or 'no name'}"
    return [
        FileRow(each.number, each.kind, {"sources": [source]} | each.entry) if each.kind == "question" else each
        for each in rows
    ]


def with_gate(rows: Iterable[FileRow], gate: Episode) -> list[FileRow]:
    """The rows of a list, those without an episode of their own with this one."""
    written = "premise" if gate == PREMISE else str(gate)
    return [FileRow(each.number, each.kind, {"revealed_in": written} | each.entry) for each in rows]


def _read(record: Record) -> tuple[dict[str, Any], list[str]]:
    """What a row says, and all that its list takes for an answer."""
    known: dict[str, list[str]] = defaultdict(list)
    for name, value in record.items():
        key = key_of(name)
        if key in RECORD_KEYS:
            known[key] += [told for each in ([value] if isinstance(value, str) else value) if (told := unmarked(each))]
    accepted, wrong = _options(known)
    entry: dict[str, Any] = {}
    if known["question"]:
        entry["text"] = known["question"][0]
    if accepted:
        entry["answer"] = accepted[0]
        entry["explanation"] = " ".join(known["explanation"]) or f"The answer is {accepted[0].removesuffix('.')}."
    if wrong:
        entry["wrong"] = wrong
    level = " ".join(known["difficulty"]).casefold()
    entry["difficulty"] = level if level in DIFFICULTIES else "medium"
    topic = " ".join(known["topic"]).casefold()
    entry["topic"] = topic if topic in TOPICS else ASKED_AS.get(topic, "event")
    if known["revealed_in"]:
        entry["revealed_in"] = known["revealed_in"][0]
    if known["sources"]:
        entry["sources"] = known["sources"]
    return entry, accepted


def _options(known: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    """All right answers and the wrong ones; a right one may be named by its place or letter among the options."""
    accepted, wrong, options = known["answer"], known["wrong"], known["options"]
    if not options:
        return accepted, wrong
    if accepted and not {looks(each) for each in accepted} & {looks(each) for each in options}:
        places = [_place(each) for each in accepted]
        accepted = [options[place] for place in places if place is not None and place < len(options)] or accepted
    right = {looks(each) for each in accepted}
    return accepted, [*wrong, *(each for each in options if looks(each) not in right)]


def _place(named: str) -> int | None:
    """The place that “2” or “b” names."""
    said = named.strip(" .)(").casefold()
    if said.isdecimal() and said.isascii() and 0 < int(said[:3]) < 27:
        return int(said[:3]) - 1
    return ord(said) - ord("a") if len(said) == 1 and "a" <= said <= "z" else None


class _Answers:
    """The answers of a list by kind, each kind in an order in which alike ones stand together."""

    def __init__(self, read: Sequence[tuple[dict[str, Any], list[str]]]) -> None:
        self._same: dict[str, set[str]] = defaultdict(set)  # all that answers a question, by what it asks
        kinds: dict[tuple[str, bool], dict[str, str]] = defaultdict(dict)
        for entry, accepted in read:
            self._same[looks(entry.get("text", ""))] |= {looks(each) for each in accepted}
            if accepted and looks(accepted[0]) not in _OPPOSITE:
                kinds[_kind(entry)].setdefault(looks(accepted[0]), accepted[0])
        self._kinds = {kind: sorted((_order(each), each) for each in told.values()) for kind, told in kinds.items()}

    def near(self, entry: dict[str, Any], accepted: Sequence[str]) -> list[str]:
        """One to three wrong options for a question that has none, or nothing where nothing fits."""
        if not accepted:
            return []
        if (opposite := _OPPOSITE.get(looks(accepted[0]))) is not None:
            return [opposite]
        ordered = self._kinds.get(_kind(entry), [])
        right = self._same[looks(entry.get("text", ""))]
        at = bisect_left(ordered, (_order(accepted[0]), accepted[0]))
        beside = sorted(range(max(0, at - _NEAR), min(len(ordered), at + _NEAR + 1)), key=lambda place: abs(place - at))
        around = [ordered[place][1] for place in beside if looks(ordered[place][1]) not in right][:_NEAR]
        return sorted(around, key=lambda each: chance(entry.get("text", ""), each))[: MOST_OPTIONS - 1]


def _kind(entry: dict[str, Any]) -> tuple[str, bool]:
    # What is told by another episode is no option: it would tell that early.
    return entry.get("revealed_in", ""), _NUMBER.fullmatch(entry["answer"]) is not None


def _order(answer: str) -> tuple[float, int, int]:
    """Numbers by their size, words by how many there are and how long they are."""
    digits = re.sub(r"[ ,]", "", answer)
    size = float(digits[:20]) if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", digits[:20]) else 0.0
    return size, len(answer.split()), len(answer)
