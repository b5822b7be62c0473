"""One question as one language reads it: whom it names, its terms, and what of it decides about the order."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

import orjson

from bot.show.matching import questions as language
from bot.show.matching.asks import LONGEST_NAME, Ask, ask_of
from bot.show.matching.tongues import Said, tongue
from bot.store.database import Row
from bot.store.search_ranks import Found
from bot.store.search_terms import Term, term_of, terms_of, told_terms


class Beforehand(NamedTuple):
    """What there is to know before anything is looked for."""

    title: str
    seen: float  # share of the episodes that the scope has
    facts: int  # of the scope
    names: dict[str, set[int]]
    actors: dict[int, int]  # of the characters among them
    hidden: dict[int, int | None]
    instead: dict[int, int]  # what of these a server tells in its own words, and no earlier


class Reading(Protocol):
    """A question in one language. Its terms are there once it was `read`."""

    number: int
    keys: set[str]
    episode: tuple[int | None, int] | None
    terms: dict[str, Term]

    def read(self, known: Beforehand) -> None:
        """Find the names that are known among its words, and make terms of all."""
        ...

    def fate(self) -> tuple[language.Fate | None, list[Term]]:
        """The fate that is asked for, if nothing else is, and the terms that name somebody."""
        ...

    def meant(self, other: str, subjects: set[int]) -> Term | None:
        """The term of a word that an unknown one can be a slip of."""
        ...

    def found(self, row: Row) -> Found:
        """A fact that was found, with its asks in this language."""
        ...


def reading_of(spoken: str, text: str) -> Reading:
    """The question in this language."""
    return _English(text) if spoken == "en" else _Other(spoken, text)


class _English:
    number = 0

    def __init__(self, text: str) -> None:
        self._said, self.episode = language.in_episode(language.words(text))
        self.keys = {key for run in _runs(self._said) for key in language.name_keys(run)}
        self.terms: dict[str, Term] = {}
        self._asked: list[str] = []

    def read(self, known: Beforehand) -> None:
        self._asked = language.asked(self._said, known.title)
        names = _with_actors(known) if language.asks_for_actors(self._asked) else known.names
        self.terms = terms_of(self._asked, names)

    def fate(self) -> tuple[language.Fate | None, list[Term]]:
        # As they were typed, which for a slip is not the phrase of the term.
        named = {typed: term for typed, term in self.terms.items() if term.subjects}
        of_names = {word for typed in named for word in typed.split()}
        said = [word for word in self._asked if word not in of_names]
        several = len({term.subjects for term in named.values()}) > 1
        # "X and Y ending" asks what becomes of the two together, and "killed by X" not what becomes of X.
        other = (several and language.ends(said)) or any(language.does_it(self._before(each), said) for each in named)
        return None if other else language.fate(said, somebody=bool(named)), list(named.values())

    def _before(self, typed: str) -> str:
        """The word before a name."""
        at = self._asked.index(typed.split(maxsplit=1)[0])
        return self._asked[at - 1] if at else ""

    def meant(self, other: str, subjects: set[int]) -> Term | None:
        return term_of(other, subjects)

    def found(self, row: Row) -> Found:
        return _found(row, _asks(row[-1]))


class _Other:
    def __init__(self, spoken: str, text: str) -> None:
        self._tongue, self._language = tongue(spoken), spoken
        self.number = self._tongue.number
        self._text, self.episode = self._tongue.in_episode(text)
        self.keys = self._tongue.keys(self._text)
        self.terms: dict[str, Term] = {}
        self._said: list[Said] = []

    def read(self, known: Beforehand) -> None:
        self._said = self._tongue.read(self._text, known.names)
        self.terms = told_terms(self._said, self._tongue)

    def fate(self) -> tuple[language.Fate | None, list[Term]]:
        return self._tongue.fate(self._said), [term for term in self.terms.values() if term.subjects]

    def meant(self, other: str, subjects: set[int]) -> Term | None:
        # Only names are known in letters: the words of the facts are those of English.
        said = [Said(other, "", "name", frozenset(subjects))]
        return next(iter(told_terms(said, self._tongue).values())) if subjects else None

    def found(self, row: Row) -> Found:
        return _found(row, _asks_in(self._language, row[-1]))


def _with_actors(known: Beforehand) -> dict[str, set[int]]:
    """The names, each of whom is played meaning the actor as well."""
    return {
        key: subjects | {known.actors[each] for each in subjects if each in known.actors}
        for key, subjects in known.names.items()
    }


def _runs(words: list[str]) -> Iterable[list[str]]:
    return (
        words[at : at + length]
        for at in range(len(words))
        for length in range(1, min(LONGEST_NAME, len(words) - at) + 1)
    )


def _found(row: Row, asked: Sequence[Ask]) -> Found:
    document, _, text, ordinal, topic, *_, scene, _ = row
    return Found(document, len(text), topic, scene, asked, ordinal)


@lru_cache(maxsize=16384)
def _asks(asked: str) -> tuple[Ask, ...]:
    return tuple(map(ask_of, orjson.loads(asked)))


@lru_cache(maxsize=16384)
def _asks_in(spoken: str, asked: str) -> tuple[Ask, ...]:
    return tuple(map(tongue(spoken).ask_of, orjson.loads(asked)))
