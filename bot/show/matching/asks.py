"""How viewers ask for a fact, compared with what somebody asks. Nothing here counts anything of a store."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from bot.show.matching import questions as language

LONGEST_NAME: Final = 4  # words

# How much it matters that both have it. Tuned by hand, as the numbers in bot/store/search.py are.
_NAME: Final = 2.5
_CONTENT: Final = 3.0
_QUESTION_WORD: Final = 0.8
_WEAK: Final = 0.6
_MATE: Final = 0.6  # share that another word for the same thing has
_MORE: Final = 0.75  # how much it matters that the ask says more than was asked, beside the other way round


@dataclass(frozen=True, slots=True)
class Slot:
    """A word or name of a question: how much it matters, and what may stand for it in an ask."""

    weight: float
    said: Mapping[str, float]


def named(run: Sequence[str], names: Mapping[str, Collection[int]]) -> Collection[int]:
    """Whom or what these words name, all of them together; stop words alone name nobody."""
    if len(run) > LONGEST_NAME or not any(map(language.carries, run)):
        return ()
    return next((names[key] for key in language.name_keys(list(run)) if key in names), ())


def named_runs(words: Sequence[str], names: Mapping[str, Collection[int]]) -> Iterator[tuple[str, Collection[int]]]:
    """The words one after the other, each with nobody, but for the longest runs that name somebody or something."""
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            run = words[at : at + length]
            if meant := named(run, names):
                yield run[0], meant
                at += length
                break
        else:
            yield words[at], ()
            at += 1


def comparable(text: str, names: Mapping[str, Collection[int]]) -> list[str]:
    """An ask as it is compared: subjects for names, one form for all forms of a word, without what never matters."""
    found: list[str] = []
    for word, meant in named_runs(language.asked(language.words(text), ""), names):
        if meant:
            found += [subject(each) for each in sorted(meant)]
        elif not language.idle(word):
            found.append(language.base(word))
    return list(dict.fromkeys(found))


def subject(subject_id: int) -> str:
    """How a subject stands among words."""
    return f"@{subject_id}"


def name_slot(subjects: Collection[int]) -> Slot:
    """The slot of a name."""
    return Slot(_NAME, {subject(each): 1.0 for each in subjects})


@lru_cache(maxsize=4096)
def word_slot(word: str) -> Slot | None:
    """The slot of a word; None where it never matters."""
    if language.idle(word):
        return None
    base = language.base(word)
    return Slot(_weight(base), dict.fromkeys(language.mates(base), _MATE) | {base: 1.0})


Kind = Literal["name", "content", "question", "weak"]
"""What a word of a question is: it says what is asked for, or what kind of answer is wanted, or hardly anything."""

_WEIGHTS: Final = {"name": _NAME, "content": _CONTENT, "question": _QUESTION_WORD, "weak": _WEAK}


def weight_of(kind: Kind) -> float:
    """How much it matters that both have a word of this kind."""
    return _WEIGHTS[kind]


class Ask:
    """An ask, ready to be compared: how much each of its tokens matters, and all of them together."""

    __slots__ = ("weights", "whole")

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = tuple(weights.items())
        self.whole = sum(weights.values())


def ask_of(comparable_ask: str) -> Ask:
    """An ask, as `comparable` made it and the index keeps it."""
    return Ask({token: _weight(token) for token in comparable_ask.split()})


def _weight(token: str) -> float:
    if token.startswith("@"):
        return _NAME
    if language.is_question_word(token):
        return _QUESTION_WORD
    return _CONTENT if language.carries(token) else _WEAK


class Asked:
    """A question, ready to be compared with many asks."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._whole = sum(slot.weight for slot in slots)
        self._said: dict[str, tuple[int, float]] = {}  # what may stand in an ask, for which slot, and how much that is
        for number, slot in enumerate(slots):
            for token, share in slot.said.items():
                worth = slot.weight * share
                if worth > self._said.get(token, (0, 0.0))[1]:
                    self._said[token] = number, worth

    def likeness(self, ask: Ask) -> float:
        """How much an ask asks for the same: 1 for the same words."""
        return self.most_like((ask,))

    def most_like(self, asks: Iterable[Ask]) -> float:
        """The same for the one of these that is most like it."""
        # In the innermost loop of a search: each of some hundred asks is compared word by word.
        said, whole, best = self._said.get, self._whole, 0.0
        for ask in asks:
            more, shared, found = ask.whole, 0.0, dict[int, float]()
            for token, weight in ask.weights:
                meant = said(token)
                if meant is None:
                    continue
                more -= weight
                slot, worth = meant
                if slot not in found:
                    found[slot] = worth
                    shared += worth
                elif worth > found[slot]:
                    shared += worth - found[slot]
                    found[slot] = worth
            if shared > best * (whole + _MORE * more):
                best = shared / (whole + _MORE * more)
        return best
