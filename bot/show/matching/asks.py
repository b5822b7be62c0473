"""How viewers ask for a fact, compared with what somebody asks. Nothing here counts anything of a store."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.show.matching import questions as language

LONGEST_NAME: Final = 3  # words

# How much it matters that both have it. Tuned by hand, as the numbers in bot/store/search.py are.
_NAME: Final = 2.5
_CONTENT: Final = 3.0
_QUESTION_WORD: Final = 0.8
_WEAK: Final = 0.6
_MATE: Final = 0.6  # share that another word for the same thing has
_MORE: Final = 0.5  # how much it matters that the ask says more than was asked, beside the other way round


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


@lru_cache(maxsize=16384)
def _tokens(ask: str) -> tuple[tuple[str, float], ...]:
    return tuple((token, _weight(token)) for token in ask.split())


def _weight(token: str) -> float:
    if token.startswith("@"):
        return _NAME
    if language.is_question_word(token):
        return _QUESTION_WORD
    return _CONTENT if language.carries(token) else _WEAK


def likeness(slots: Sequence[Slot], ask: str) -> float:
    """How much an ask, as `comparable` made it, asks for the same: 1 for the same words."""
    tokens = _tokens(ask)
    both = asked = 0.0
    used: set[str] = set()
    for slot in slots:
        asked += slot.weight
        best, said = 0.0, ""
        for token, _ in tokens:
            share = slot.said.get(token, 0.0)
            if share > best:
                best, said = share, token
        if best:
            both += slot.weight * best
            used.add(said)
    more = sum(weight for token, weight in tokens if token not in used)
    whole = asked + _MORE * more
    return both / whole if whole else 0.0
