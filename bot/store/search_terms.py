"""A question as the index is asked for it.

It becomes *terms* (a word, a name, a phrase); a term becomes *probes*, each a query of the index (bot/store/search.py).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.show.facts import TOPICS
from bot.show.matching import questions as language
from bot.show.matching.asks import Slot, name_slot, named, word_slot
from bot.show.matching.tongues import Said, Tongue

_MOST_TERMS: Final = 10  # words, names and phrases of a question: each costs time, and nobody means more
_LONGEST_PHRASE: Final = 6  # words

# How well what is found for a term answers it; 1 is the word itself, or the subject of that name. Tuned as bot/store/search.py says.
_FIRST_SUBJECT: Final = 0.5  # on top of 1, where the fact is first of all about the subject
_MENTION: Final = 0.9  # the text holds the name of the subject
_SYNONYM: Final = 0.75  # the text says the same in other words
_TOPIC: Final = 0.55  # the fact has the topic that the word stands for
_WEAK: Final = 0.35  # an ask holds words of the question that carry nothing by themselves

ASIDE: Final = {topic for topic, kind in TOPICS.items() if kind == "behind the scenes"}
"""Topics of what did not happen in the show."""


class Probe(NamedTuple):
    """A query of the index and how well what it finds answers."""

    match: str  # in the query language of FTS5, all typed text quoted
    weight: float
    phrases: tuple[str, ...] = ()  # what of the text it is that matches
    offstage: bool = False  # asks for what happened behind the scenes


@dataclass(frozen=True, slots=True)
class Term:
    """What can stand for one word or name of a question: first the word itself."""

    phrase: str
    probes: tuple[Probe, ...]
    slots: tuple[Slot, ...]
    subjects: frozenset[int] = frozenset()
    counts: bool = True  # whether a fact that lacks it answers less
    carries: bool = True  # whether it says by itself what is asked for


def terms_of(asked: Sequence[str], names: Mapping[str, set[int]]) -> dict[str, Term]:
    """The question as terms, longest names and phrases first; stop words stand in them only as parts of such."""
    terms: dict[str, Term] = {}
    weak: list[str] = []
    at = 0
    while at < len(asked) and len(terms) < _MOST_TERMS:
        phrase, known = _next(asked[at:], names)
        if known or language.carries(phrase) or language.synonyms(phrase):
            terms[phrase] = term_of(phrase, known)
        else:
            weak.append(phrase)
        at += len(phrase.split())
    if weak and (term := _weak_term(weak)):
        terms[" ".join(weak) + " "] = term  # the space keeps it apart from a phrase of the same words
    return terms


def _next(rest: Sequence[str], names: Mapping[str, set[int]]) -> tuple[str, set[int]]:
    """The name or phrase that begins here, the longest one, or else the next word."""
    for length in range(min(_LONGEST_PHRASE, len(rest)), 1, -1):
        phrase = " ".join(rest[:length])
        if known := named(rest[:length], names):
            return phrase, set(known)
        if language.synonyms(phrase):
            return phrase, set()
    return rest[0], set(named(rest[:1], names))


def term_of(phrase: str, subjects: set[int]) -> Term:
    """What can stand for `phrase`: the subject it names, the words themselves, and what else facts say for them."""
    probes: list[Probe] = []
    if subjects:
        probes.append(Probe(_tagged("s", sorted(subjects)), 1.0))
        probes.append(Probe(_tagged("f", sorted(subjects)), _FIRST_SUBJECT))
    synonyms, forms = language.synonyms(phrase), language.forms(phrase)
    if subjects or synonyms is None or " " not in phrase or len(forms) > 1:
        probes.append(Probe(f"{{text asks}} : ({_quoted(forms)})", _MENTION if subjects else 1.0, forms))
    if synonyms:
        said = [word for word in phrase.split() if language.carries(word)]
        if said and " " in phrase:
            together = " AND ".join(f"({_quoted(language.forms(word))})" for word in said)
            probes.append(Probe(f"asks : ({together})", _SYNONYM))
        if synonyms.phrases:
            probes.append(Probe(f"{{text asks}} : ({_quoted(synonyms.phrases)})", _SYNONYM, synonyms.phrases))
        if synonyms.topics:
            probes.append(Probe(_topics(synonyms.topics), _TOPIC, offstage=not ASIDE.isdisjoint(synonyms.topics)))
    slots = [name_slot(subjects)] if subjects else [slot for word in phrase.split() if (slot := word_slot(word))]
    carries = any(map(language.carries, phrase.split()))
    return Term(phrase, tuple(probes), tuple(slots), frozenset(subjects), carries=carries)


def told_terms(said: Sequence[Said], spoken: Tongue) -> dict[str, Term]:
    """The same of a question in another language."""
    terms: dict[str, Term] = {}
    weak: list[Slot] = []
    for each in said[:_MOST_TERMS]:
        slot = spoken.slot(each)
        if each.kind == "name":
            tags = sorted(each.subjects)
            probes = [Probe(_tagged("s", tags), 1.0), Probe(_tagged("f", tags), _FIRST_SUBJECT)]
            probes.append(Probe(_told(spoken.mention(each.typed)), _MENTION))
            terms[each.typed] = Term(each.typed, tuple(probes), (slot,), each.subjects)
        elif each.kind == "content":
            probes = [Probe(_told(spoken.matches(each.word)), 1.0)]
            if topics := spoken.topics(each.word):
                probes.append(Probe(_topics(topics), _TOPIC, offstage=not ASIDE.isdisjoint(topics)))
            terms[each.typed] = Term(each.typed, tuple(probes), (slot,))
        else:
            weak.append(slot)
    if weak:
        terms[" "] = Term("", (), tuple(weak), counts=False, carries=False)
    return terms


_TOLD: Final = "{text asks} : "


def _told(match: str) -> str:
    return f"{_TOLD}({match})"


def asks_alone(match: str) -> str | None:
    """The same query of the asks alone, where it looks into them."""
    return f"asks : {match.removeprefix(_TOLD)}" if match.startswith(_TOLD) else None


def _weak_term(words: list[str]) -> Term | None:
    """Words that carry nothing by themselves, but may stand in an ask: "how does it end"."""
    slots = tuple(slot for word in words if (slot := word_slot(word)))
    said = [word for word in words if not language.idle(word) and not language.is_question_word(word)]
    probes = [Probe(f"asks : ({_quoted(said)})", _WEAK)] if said else []
    if len(said) > 1:
        # Many asks hold one of them: those that hold all must be among the few that are read.
        every = " AND ".join(_quoted([word]) for word in dict.fromkeys(said))
        probes.append(Probe(f"asks : ({every})", _WEAK))
    return Term(" ".join(words), tuple(probes), slots, counts=False, carries=False) if slots else None


def fate_of(everybody: Iterable[Collection[int]]) -> str:
    """The query for what tells the fate of all of these, each known by several numbers."""
    return " AND ".join(f"({_tagged('d', sorted(subjects))})" for subjects in everybody)


DEATHS: Final = 'tags : ("tdeath" AND "fate")'
"""The query for who died."""


def either(matches: Iterable[str]) -> str:
    """The query for what any of these finds."""
    return " OR ".join(f"({match})" for match in matches)


def _quoted(phrases: Iterable[str]) -> str:
    return " OR ".join(f'"{phrase}"' for phrase in phrases)


def _tagged(kind: str, tags: Iterable[str | int]) -> str:
    return f"tags : ({_quoted(f'{kind}{tag}' for tag in tags)})"


def _topics(topics: Iterable[str]) -> str:
    return _tagged("t", (topic.replace("-", "") for topic in topics))
