"""What moderators change: facts and questions as they edit them, the versions of each, and what differs between two."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, ClassVar, Final, Literal, TypeAlias

from rapidfuzz import fuzz, process

from bot.show.episodes import Episode
from bot.show.facts import Source
from bot.show.spoilers import Spoiler
from bot.show.tidy import looks

Kind = Literal["fact", "question"]
KINDS: Final[tuple[Kind, ...]] = ("fact", "question")
State = Literal["live", "retired", "shipped"]
Action = Literal["shipped", "added", "edited", "retired", "restored", "undone", "imported", "approved"]

_NEAR: Final = 80  # how alike two texts are, of 100, before an editor is shown both
_STOPS: Final = ".,;:!?"
_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class FactContent:
    """A fact as moderators edit it; `about` holds ids of subjects, the first one first."""

    kind: ClassVar[Kind] = "fact"
    text: Spoiler
    topic: str
    about: tuple[int, ...]
    sources: tuple[Source, ...]

    @property
    def revealed_in(self) -> Episode:
        """The episode after which all of it is safe."""
        return self.text.revealed_in


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """A question as moderators edit it; every text in it has the gate of the whole, `facts` is what it rests on.

    `own_gate` is the one that was chosen for it: that of the whole is later where a fact's is.
    """

    kind: ClassVar[Kind] = "question"
    text: Spoiler
    answer: Spoiler
    wrong: tuple[Spoiler, ...]
    explanation: Spoiler
    difficulty: str
    topic: str
    facts: tuple[int, ...]
    sources: tuple[Source, ...]
    own_gate: Episode = field(compare=False)  # what nobody sees makes no difference

    @property
    def revealed_in(self) -> Episode:
        """The episode after which all of it is safe."""
        return self.text.revealed_in


Content: TypeAlias = FactContent | QuestionContent


@dataclass(frozen=True, slots=True)
class Version:
    """One entry of a history: who (None: a former member, or the pack), when (None: came with the pack), what, why."""

    revision: int
    state: State
    content: Content
    action: Action
    edited_by: int | None
    edited_at: datetime | None
    reason: str
    author_id: int | None  # who suggested it


@dataclass(frozen=True, slots=True)
class Item:
    """A fact or question as one server has it now; `shipped` is the pack's, `base` how the pack had it at the last save."""

    id: int
    now: Version
    shipped: Content | None
    base: Content | None

    @property
    def content(self) -> Content:
        """What it says now."""
        return self.now.content

    @property
    def changed_here(self) -> bool:
        """Whether this server sees something else than the pack tells."""
        return self.now.state != "shipped"

    @property
    def changed_below(self) -> bool:
        """Whether the pack tells something else than when this server's version was saved."""
        return self.changed_here and self.base is not None and self.base != self.shipped


@dataclass(frozen=True, slots=True)
class Missed:
    """How a question did in the public games of a server, and how many reports of it wait; 0 answers: not enough of them."""

    answers: int
    missed: int
    reports: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something to save in place of `revision` (0: it is new)."""

    item_id: int
    revision: int
    content: Content
    state: State
    action: Action
    author_id: int | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """What undoing one revision makes of an item; `over` are later revisions whose changes go with it."""

    change: Change
    over: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemQuery:
    """What an editor is looking for in a list of choices.

    Found are items through the episode `through` whose label holds all of `words` (in small letters, without hyphens), or
    that are about the subject with the id `subject`, in one of `states`. Of what lies beyond `through` an item is found
    only by its episode, `beyond`, whatever its words and its state are.
    """

    words: Sequence[str]
    through: Episode
    subject: int | None = None
    beyond: Episode | None = None
    states: Sequence[State] = ("live", "retired", "shipped")
    limit: int = 25


@dataclass(frozen=True, slots=True)
class ItemName:
    """An item as a list of choices names it: only its gate where it lies beyond the asker's progress."""

    id: int
    revealed_in: Episode
    text: Spoiler | None
    subject: Spoiler | None


def words_changed(before: Spoiler, after: Spoiler) -> tuple[list[tuple[bool, Spoiler]], list[tuple[bool, Spoiler]]]:
    """Both texts in runs of words; True marks what the other does not have."""
    old, new = before.reveal().split(), after.reveal().split()
    # A word is the same with and without a full stop, unless nothing else changed.
    bare = ([each.strip(_STOPS) for each in old], [each.strip(_STOPS) for each in new])
    pair = (old, new) if bare[0] == bare[1] else bare
    left: list[tuple[bool, Spoiler]] = []
    right: list[tuple[bool, Spoiler]] = []
    for tag, a, b, c, d in SequenceMatcher(None, *pair, autojunk=False).get_opcodes():
        if a < b:
            left.append((tag != "equal", Spoiler(" ".join(old[a:b]), before.revealed_in)))
        if c < d:
            right.append((tag != "equal", Spoiler(" ".join(new[c:d]), after.revealed_in)))
    return left, right


def fields_changed(old: Content, new: Content) -> list[str]:
    """The names of the fields that say something else now; that a gate moved is no other text."""

    def said(content: Content, field: str) -> Any:
        value = getattr(content, field, None)
        if isinstance(value, Spoiler):
            return value.reveal()
        return Spoiler.join(value, "\n").reveal() if field == "wrong" and value else value

    fields = ("text", "answer", "wrong", "explanation", "difficulty", "topic", "about", "facts", "sources")
    return [field for field in fields if said(old, field) != said(new, field)]


def same_words(text: str) -> str:
    """A key that is equal for texts that differ only in capitals, spaces and punctuation."""
    return _LETTERS.sub(" ", text.casefold()).strip()


def said(content: Content) -> tuple[str, ...]:
    """A key that is equal where two say the same: a question with another answer is another question."""
    if isinstance(content, QuestionContent):
        return same_words(content.text.reveal()), looks(content.answer.reveal())
    return (same_words(content.text.reveal()),)


def nearest(
    text: Spoiler, others: Sequence[tuple[int, Spoiler]], but: Iterable[int] = (), at_least: int = _NEAR
) -> tuple[int, Spoiler] | None:
    """The text that says nearly the same, or None; `at_least` is how alike they must be, of 100."""
    skipped = set(but)
    candidates = [(item, other) for item, other in others if item not in skipped]
    found = process.extractOne(
        text.reveal(),
        [other.reveal() for _, other in candidates],
        scorer=fuzz.token_sort_ratio,
        processor=same_words,
        score_cutoff=at_least,
    )
    return candidates[found[2]] if found else None
