"""The order of what a search found, and what of it answers at all. Pure: counts nothing but what it is given.

All numbers are tuned by hand: change one, and tests/store/test_search.py counts how many of the questions in
tests/data/search_questions.toml and asked_*.jsonl find a right fact. Of those only the parts `tune` may be looked at.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final, NamedTuple

from bot.show.episodes import Episode
from bot.show.matching import questions as language
from bot.show.matching.asks import Ask, Asked
from bot.store.search_terms import ASIDE, Term

CAP: Final = 500
"""Facts that one probe may bring; what brings more says little, and is asked again beside the others."""

_SECOND: Final = 0.15  # share that a weaker probe adds where two of one term find the same fact
_OFFSTAGE: Final = 0.75  # factor of a fact from behind the scenes, where nobody asked for that
_EVEN_LENGTH: Final = 400  # characters: the larger, the less it counts that a fact is short and says little else
_LIKE: Final = 1.0  # how much it counts that an ask of the fact is like the question, beside what its words say
_SAME: Final = 0.7  # from this likeness on an ask asks for the same
_ALIKE: Final = 0.55  # from this likeness on it asks for something like that
_TELLS: Final = 0.3  # on top, for what tells the fate of the one of whom it is asked how it came about
_NAME_ALONE: Final = 0.7  # factor of a fact that holds nothing of the question but a name, where more is asked
_TOGETHER: Final = 2  # names of the question in one fact, which say as much as words
_NAMELESS: Final = 0.7  # factor of a fact that has to do with nobody whom the question names
_ANSWERS: Final = 0.5  # how sure it has to be that a fact answers who has seen everything
_ANSWERS_EARLY: Final = 1.8  # the same for who has seen nothing; falls fast, since what they ask is told later
_WORD: Final = 0.2  # how much surer it is with each word that says what is asked for
_MOST_WORDS: Final = 3  # of these
_UNASKED: Final = 0.6  # likeness of a fact that has no asks, such as a server's own, but holds the whole question
_NEAR_BEST: Final = 0.3  # share of the best that the others have to reach
_IN_EPISODE: Final = 0.5  # on top, for what happens in the episode that the question names
_UNKNOWN: Final = 1.5  # how much more a word counts that nothing holds
_LAST_SCENE: Final = 1 << 20


class Found(NamedTuple):
    """A fact that was found: its number in the index, and what decides where it stands."""

    document: int
    length: int
    topic: str
    scene: int | None
    asked: Sequence[Ask]
    ordinal: int


@dataclass(frozen=True)
class Inquiry:
    """What was asked, as far as it decides about the order. `fates` are the documents that tell the fate that is asked for."""

    terms: Sequence[Term]
    scores: Mapping[int, float]
    whole: float
    said: Collection[int] | None = None  # documents that hold more than names; None where nothing else is asked
    named: Mapping[int, int] | None = None  # how many of its names a document holds; None where it names nobody
    fate: language.Fate | None = None
    fates: Collection[int] = ()
    episode: Episode | None = None
    seen: float = 1.0

    @cached_property
    def asked(self) -> Asked:
        """It as asks are compared with it."""
        return Asked([slot for term in self.terms for slot in term.slots])

    @cached_property
    def carries(self) -> bool:
        """Whether any word of it says by itself what is asked for."""
        return any(term.carries for term in self.terms if term.counts)

    @cached_property
    def bitten(self) -> bool:
        """Whether it asks for a bite."""
        return any(language.bitten(term.phrase) for term in self.terms)

    @cached_property
    def words(self) -> int:
        """How many of its words say what is asked for, without names."""
        return sum(term.counts and not term.subjects for term in self.terms)

    @cached_property
    def offstage(self) -> bool:
        """Whether it asks for what happened behind the scenes."""
        return any(probe.offstage for term in self.terms for probe in term.probes)


def scores_of(
    terms: Iterable[Term], found: Mapping[str, Sequence[int]], total: int
) -> tuple[dict[int, float], float, set[int] | None, Counter[int] | None]:
    """Documents and how well they answer, what a document would have that answers every word, which hold more than names, and
    how many names each holds.

    Rare words weigh more, and many words of the question more than one. A word that nothing holds weighs as the rarest.
    """
    scores: dict[int, float] = {}
    whole = 0.0
    said: set[int] | None = None
    named: Counter[int] | None = None
    for term in terms:
        own: dict[int, float] = {}
        most = 0.0
        for match, weight, *_ in term.probes:
            documents = found.get(match, ())
            often = len(documents) if len(documents) < CAP else max(CAP, total // 20)
            value = weight * log(1 + (total - often + 0.5) / (often + 0.5))
            most = max(most, min(value, weight * log(1 + total)))
            if not own and value > 0:
                own = dict.fromkeys(documents, value)
                continue
            for document in documents:
                before = own.get(document, 0.0)
                own[document] = before + _SECOND * value if before > value else value + _SECOND * before
        if term.counts and not term.subjects:
            said = own.keys() | (said or set[int]())
        if term.subjects:
            named = (named or Counter[int]()) + Counter(own.keys())
        if term.counts:
            whole += most if own else _UNKNOWN * most
        if not scores:
            scores = own.copy()
            continue
        for document, value in own.items():
            scores[document] = scores.get(document, 0.0) + value
    return scores, whole, said, named


def ranked(answers: Iterable[tuple[Inquiry, Iterable[Found]]]) -> list[int]:
    """The documents that answer, best first, ties in story order; of each the best place that a reading of the question gives it."""
    fit: dict[int, tuple[float, ...]] = {}
    values: dict[int, float] = {}
    told: set[int] = set()
    for question, found in answers:
        keys: dict[int, tuple[float, ...]] = {}
        worth: dict[int, float] = {}
        least = _ANSWERS + (_ANSWERS_EARLY - _ANSWERS) * (1 - question.seen) ** 1.5
        for each in found:
            like = question.asked.most_like(each.asked)
            value = _value(question, each, like)
            worth[each.document] = value if _sureness(question, each, like) >= least else 0.0
            keys[each.document] = _key(question, each, like, value)
        # Whose fate nothing tells: what else there is of them is no answer. Nor is anything else a list of everybody.
        fates = {document for document, key in keys.items() if key[0] < _OTHERS}
        if question.fate in {"deaths", "survivors"}:
            worth = {document: worth[document] for document in fates}
        elif question.fate is not None and not question.fates:
            return []
        told |= fates
        for document, value in worth.items():
            values[document] = max(value, values.get(document, value))
            fit[document] = min(keys[document], fit.get(document, keys[document]))
    least = _NEAR_BEST * max(values.values(), default=0.0)
    enough = [each for each, value in values.items() if (value > 0.0 and value >= least) or each in told]
    return sorted(enough, key=lambda document: (*fit[document], document))


_OTHERS: Final = 1.0  # the first of a key: less for what tells the fate that is asked for


def _value(question: Inquiry, each: Found, like: float) -> float:
    if not question.carries:
        return like if like >= _ALIKE else 0.0
    value = question.scores.get(each.document, 0.0) / question.whole if question.whole else 0.0
    if each.topic in ASIDE and not question.offstage:
        value *= _OFFSTAGE
    value *= _EVEN_LENGTH / (_EVEN_LENGTH + each.length)
    names = 0 if question.named is None else question.named.get(each.document, 0)
    if question.said is not None and each.document not in question.said and like < _ALIKE and names < _TOGETHER:
        value *= _NAME_ALONE
    if question.named is not None and not names:
        value *= _NAMELESS
    if question.episode is not None and each.ordinal == question.episode.ordinal:
        value += _IN_EPISODE
    if question.fate == "how" and each.document in question.fates:
        value += _TELLS
    return value + _LIKE * like * like


def _sureness(question: Inquiry, each: Found, like: float) -> float:
    """How sure it is that a fact answers at all, which is another question than which one answers best."""
    if not question.carries:
        return 2 * like
    said = question.scores.get(each.document, 0.0) / question.whole if question.whole else 0.0
    asked = like if each.asked else _UNASKED * said
    return asked + said + _WORD * min(question.words, _MOST_WORDS)


def _key(question: Inquiry, each: Found, like: float, value: float) -> tuple[float, ...]:
    if question.fate == "of one" and each.document in question.fates:
        # The newest first, but for a bite that is asked for; of one episode what is asked for like that, then the story,
        # then the last scene.
        same = -like if like >= _SAME else 0.0
        bite = -1.0 if same and question.bitten and each.topic == "infection" else 0.0
        return (bite, -each.ordinal, same, float(each.topic in ASIDE), -(each.scene or _LAST_SCENE))
    if question.fate == "survivors" and like >= _ALIKE:
        return (0.0, -like)
    if question.fate == "deaths" and (question.episode is None or each.ordinal == question.episode.ordinal):
        if like >= _SAME and each.topic == "death":
            return (0.0, -like)
        if each.document in question.fates:
            return (0.5, -each.ordinal, -(each.scene or _LAST_SCENE))
    return (_OTHERS, -value)
