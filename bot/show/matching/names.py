"""What people type → whom they mean. A person's score rests on the typed text and that person alone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nsmallest
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from bot.show.matching.fuzzy import FuzzyIndex
from bot.show.matching.pasted import unwrapped
from bot.show.matching.spelling import (
    FAMILIES,
    IDLE,
    INITIALS,
    JOINTS,
    KEYS,
    LONGEST,
    SAME,
    SYLLABLE,
    ending_of,
    fold,
    has_owner,
    joined,
    meaning,
    relation_in,
    splits,
    words_of,
)
from bot.show.spoilers import is_blank

# Scores go from 0 to 100, where 100 is a name as it is written; weights are shares of that. All are tuned by hand: change
# one, and tests/show/matching/test_names.py says how many of the spellings in tests/data/spellings.toml still find the
# right person and nobody else. Of those only the part `tune` may be looked at.

_PLAUSIBLE: Final = 70.0  # score from which on somebody is offered
_SURE: Final = 78.0  # score from which on somebody is meant
_CLEAR: Final = 5.0  # points by which the one who is meant leads

# Weights: how well each thing that a person is called stands for them.
_CHARACTER: Final = 1.0
_ACTOR: Final = 0.95
_GIVEN_NAME: Final = 1.0
_WHOLE_NAME: Final = 0.99
_CORE_NAME: Final = 0.98  # without titles and the like
_SHOWN_INITIALS: Final = 0.9  # of Hangul
_FAMILY_NAME: Final = 0.8
_OTHER_FAMILY_NAME: Final = 0.7  # another spelling of it

# The same for single words, which somebody may type among others.
_NAME_WORD: Final = 1.0
_ALIAS_WORD: Final = 0.97
_ROLE_HEAD: Final = 0.95  # what the person is: “teacher” in “teacher of class 2-5”
_ACTOR_WORD: Final = 0.9
_ROLE_WORD: Final = 0.86
_SHORT_WORD: Final = 0.6  # at the most, for a word of one or two letters
_UNSURE_WORD: Final = 0.85  # share that is left of a word of which only the beginning, or not every letter, was typed

# Costs, in points.
_MEANING_COST: Final = 1  # words were left out or replaced to find somebody
_FOLDED_COST: Final = 4  # only the sound is the same
_TITLE_COST: Final = 4  # a title was glued to the name
_WRONG_FAMILY_COST: Final = 25  # somebody of that given name, but of another family

# The beginning of a name: points for it, and more for the share of the whole that was typed.
_BEGINNING: Final = 68
_BEGINNING_SLIP: Final = 54  # with a wrong letter in it
_BEGINNING_SHARE: Final = 22

# Wrong letters, counted by sound and as typed: the smaller number counts, with a part of the larger.
_OTHER_DISTANCE: Final = 0.15  # share of the larger one that counts as well
_MOST_OTHER: Final = 4  # letters of it that count at the most
_FIRST_LETTER: Final = 0.4  # letters more, where the first is wrong: hands slip in the middle of a word
_SPARE_LETTERS: Final = 2  # added to the length of a name, so that one wrong letter in a short one is not everything
_SHORTEST_SLIP: Final = 4  # letters of a beginning in which one may be wrong

# Words among others, such as a role.
_ALL_WORDS: Final = 90  # where the words explain all that was typed
_OWNER_WORDS: Final = 70  # the same for whoever stands before the “'s”: they are not who is meant
_MOST_WORDS: Final = 8  # that are looked at
_SHORTEST_BEGUN: Final = 3  # letters of a last word that may go on
_ONE_SLIP: Final = 5  # letters of a word in which one may be wrong
_TWO_SLIPS: Final = 8  # letters of a word in which two may be wrong


@dataclass(frozen=True, slots=True)
class Person:
    """One character as far as somebody may know it: only what is safe for them stands in here."""

    id: int
    name: str
    # Not hashed, but compared: at every key press the roster is looked up by all its persons.
    spellings: tuple[str, ...] = field(default=(), hash=False)
    actors: tuple[str, ...] = field(default=(), hash=False)
    role: str = field(default="", hash=False)
    # Who was "the science teacher" at first is still asked for as that, whatever the newest line says.
    earlier_roles: tuple[str, ...] = field(default=(), hash=False)


class People(tuple[Person, ...]):
    """Everybody whom one read found. Equal to nothing but itself.

    Every key press looks up what is known of them: comparing thousands of persons for that took longer than matching.
    """

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may be meant, and how surely: 0 to 100."""

    person: Person
    score: float


def find(typed: str, people: Sequence[Person], limit: int = 25) -> list[Match]:
    """Who may be meant, best first, ties in the order of `people`; everybody, with score 0, where nothing is typed."""
    typed = unwrapped(typed)
    if is_blank(typed[:LONGEST]):
        return [Match(person, 0.0) for person in people[:limit]]
    scores = _roster(people if isinstance(people, People) else tuple(people)).scores(typed)
    best = nsmallest(limit, scores.items(), key=lambda item: (-item[1], item[0]))
    return [Match(people[index], score) for index, score in best]


def sure(matches: Sequence[Match]) -> Person | None:
    """The one who is meant, where that is beyond reasonable doubt."""
    if not matches or matches[0].score < _SURE:
        return None
    clear = len(matches) == 1 or matches[0].score - matches[1].score >= _CLEAR
    return matches[0].person if clear else None


def plausible(matches: Sequence[Match]) -> list[Match]:
    """At most three, to ask "did you mean"; none where nothing is near."""
    return [match for match in matches[:3] if match.score >= _PLAUSIBLE]


# ------------------------------------------------------------------------------------------------ what a person is called


class _Key(NamedTuple):
    spelled: str  # as typed, Hangul as the keys pressed
    folded: str
    core: int  # letters that tell this person from others: without the family name
    families: frozenset[str]  # folded family names that may stand beside it
    weight: float


def _name_keys(full: Sequence[str], others: Sequence[str], weight: float) -> Iterator[_Key]:
    """Everything that one human being is called: by their `full` names, and by `others`, which have no family name."""
    families, written = _families(full)
    for text in (*full, *others):
        yield from _text_keys(text, families, weight)
    for family in families - written:
        yield _key(family, frozenset(), weight * _OTHER_FAMILY_NAME)


def _families(full: Sequence[str]) -> tuple[frozenset[str], set[str]]:
    """The folded family names that somebody may have, in every spelling, and those that their names are written with."""
    families: frozenset[str] = frozenset()
    written: set[str] = set()
    for text in full:
        # "Yong-nam" is a given name alone, so only a space parts the two.
        family, *given = [joined(part) for part in text.split()] or [""]
        if given and family not in IDLE and not has_owner(text):
            folded = fold(family)
            written.add(folded)
            families |= {folded} | FAMILIES.get(folded, frozenset())
    return families, written


def _text_keys(text: str, families: frozenset[str], weight: float) -> Iterator[_Key]:
    """The given name, the family name, the whole, and its initials in Hangul."""
    words = words_of(text)
    whole = "".join(words)
    if hangul := SYLLABLE.match(whole):
        words = [part for part in (hangul[0], whole[hangul.end() :]) if part]
    if len(words) > 1 and fold(words[0]) in families:
        given = "".join(words[1:])
        yield _key(given, families, weight * _GIVEN_NAME)
        yield _key(words[0], frozenset(), weight * _FAMILY_NAME)
        if hangul:
            yield _initials(given, families, weight)
        yield _key(whole, families, weight * _WHOLE_NAME, core=given)
    else:
        yield _key(whole, families, weight * _WHOLE_NAME)
        # "Mrs. Lee" must not make "Lee" anybody's own name.
        core = "".join(meaning(words))
        if fold(core) not in FAMILIES:
            yield _key(core, families, weight * _CORE_NAME)
    if hangul:
        yield _initials(whole, families, weight)


def _key(text: str, families: frozenset[str], weight: float, *, core: str = "") -> _Key:
    return _Key(text.translate(KEYS), fold(text), len(fold(core or text)), families, weight)


def _initials(text: str, families: frozenset[str], weight: float) -> _Key:
    return _Key(text.translate(INITIALS), "", 0, families, weight * _SHOWN_INITIALS)


def _role_words(role: str) -> Iterator[tuple[str, float]]:
    for phrase in re.split("[;,:]", role):
        head = True
        for part in phrase.split():
            head = head and part not in JOINTS
            weight = _ROLE_HEAD if head and not has_owner(part) else _ROLE_WORD
            yield from ((word, weight) for word in (*meaning(words_of(part)), joined(part)))


@lru_cache(maxsize=16384)
def _called(person: Person) -> tuple[Sequence[_Key], dict[tuple[str, bool], float]]:
    """Every key of a person, and every single word that goes with them or (True) with the actor, with its weight."""
    keys: dict[str, _Key] = {}
    for key in (*_name_keys((person.name,), person.spellings, _CHARACTER), *_name_keys(person.actors, (), _ACTOR)):
        keys.setdefault(key.spelled, key)
    words: dict[tuple[str, bool], float] = {}
    for word, acts, weight in _single_words(person):
        folded = fold(word)
        words[folded, acts] = max(words.get((folded, acts), 0), weight if len(folded) > 2 else _SHORT_WORD)
    return tuple(keys.values()), words


def _single_words(person: Person) -> Iterator[tuple[str, bool, float]]:
    for role in (person.role, *person.earlier_roles):
        yield from ((word, False, weight) for word, weight in _role_words(role))
    for text, weight in ((person.name, _NAME_WORD), *((text, _ALIAS_WORD) for text in person.spellings)):
        yield from ((word, False, weight) for word in (*meaning(words_of(text)), *map(joined, text.split())))
    for text in person.actors:
        yield from ((word, True, _ACTOR_WORD) for word in (*words_of(text), *map(joined, text.split())))


# --------------------------------------------------------------------------------------------------- who of a roster


class _Form(NamedTuple):
    """One way to read what was typed: a name, the folded family name beside it or "", and what reading it so costs."""

    name: str
    family: str
    cost: float


class _Roster:
    """Everybody's keys and words."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self.spelled, self.folded = FuzzyIndex[tuple[int, _Key]](), FuzzyIndex[tuple[int, _Key]]()
        self.words = FuzzyIndex[tuple[int, bool, float]]()
        self.families = set(FAMILIES)
        for index, person in enumerate(people):
            keys, words = _called(person)
            for key in keys:
                self.families |= key.families
                self.spelled.add(key.spelled, (index, key))
                self.folded.add(key.folded, (index, key))
            for (word, acts), weight in words.items():
                self.words.add(word, (index, acts, weight))
        for table in (self.spelled, self.folded, self.words):
            table.finish()

    def scores(self, typed: str) -> dict[int, float]:
        """Everybody who is anywhere near, by place in the roster."""
        best: dict[int, float] = {}
        raw = words_of(typed)
        meant = meaning(raw)
        owner, relation = relation_in(typed)
        for words, cost in ((raw, 0), (meant, _MEANING_COST), ([*owner, *relation], _MEANING_COST)):
            if words and (words is raw or words != raw):
                for name, family in splits(words, self.families):
                    form = _Form(name, family, cost)
                    self._beginnings(form, best)
                    self._slips(form, best)
                    self._begun_with_a_slip(form, best)
        # "On-jo's father" in one Hangul word ends in a title as well, but it is not On-jo.
        if (ending := ending_of("".join(raw))) and ending not in SAME:
            for index, key in self.folded.entries.get(fold("".join(raw).removesuffix(ending)), ()):
                _note(best, index, key.weight * 100 - _TITLE_COST)
        self._mentions(meant, owner, best)
        return best

    def _beginnings(self, form: _Form, best: dict[int, float]) -> None:
        """Those whose name begins like that."""
        name = form.name
        for table, text, cost in (
            (self.spelled, name.translate(KEYS), form.cost),
            (self.folded, fold(name), form.cost + _FOLDED_COST),
        ):
            # One sound says little, and "kkkk" is laughter, though it folds to one letter.
            if text and (table is self.spelled or (len(text) > 1 and 2 * len(text) >= len(name))):
                for whole in table.beginning(text):
                    score = _BEGINNING + _BEGINNING_SHARE * len(text) / len(whole)
                    for index, key in table.entries[whole]:
                        if not form.family or form.family in key.families:
                            _note(best, index, key.weight * score - cost)

    def _slips(self, form: _Form, best: dict[int, float]) -> None:
        """Those whose name is that but for a few letters."""
        spelled, folded, family = form.name.translate(KEYS), fold(form.name), form.family
        for index, key, by_sound, by_letter in self._near(spelled, folded):
            fits = not family or family in key.families
            if fits or (key.families and family in FAMILIES):
                smaller, larger = sorted((by_sound, by_letter))
                wrong = smaller + _OTHER_DISTANCE * min(larger, _MOST_OTHER)
                wrong += _FIRST_LETTER * (folded[:1] != key.folded[:1] and spelled[:1] != key.spelled[:1])
                cost = form.cost if fits else form.cost + _WRONG_FAMILY_COST
                score = key.weight * (100 - 100 * wrong / (key.core + _SPARE_LETTERS)) - cost
                if score >= _PLAUSIBLE:  # what is further is another word: "Jonas" is not Cheong-san
                    _note(best, index, score)

    def _begun_with_a_slip(self, form: _Form, best: dict[int, float]) -> None:
        """Those whose name begins like that but for one letter, which is not among the first two."""
        folded, first = fold(form.name), form.name.translate(KEYS)[:1]
        size = len(folded)
        if size < _SHORTEST_SLIP or form.family:
            return
        for whole in self.folded.beginning(folded[:2]):
            if len(whole) > size and OSA.distance(folded, whole[:size], score_cutoff=1) <= 1:
                for index, key in self.folded.entries[whole]:
                    # "Jonas" sounds like the beginning of Cheong-san but for one letter.
                    if key.spelled.startswith(first):
                        score = _BEGINNING_SLIP + _BEGINNING_SHARE * size / len(whole)
                        _note(best, index, key.weight * score - form.cost)

    def _near(self, spelled: str, folded: str) -> Iterator[tuple[int, _Key, int, int]]:
        """Keys that differ in few letters, each with how many by sound and how many as typed."""
        for whole, distance in self.folded.near(folded):
            for index, key in self.folded.entries[whole]:
                yield index, key, distance, OSA.distance(spelled, key.spelled)
        for whole, distance in self.spelled.near(spelled):
            for index, key in self.spelled.entries[whole]:
                yield index, key, OSA.distance(folded, key.folded), distance

    def _mentions(self, meant: list[str], owner: list[str], best: dict[int, float]) -> None:
        """Those whose name, aliases, role or actor hold the words, by the share of letters that they explain."""
        words = list(dict.fromkeys(map(fold, meant)))[:_MOST_WORDS]
        total = sum(map(len, words)) or 1
        explained: dict[tuple[int, bool], float] = {}
        for word in words:
            for who, weight in self._holders(word, is_last=word == words[-1]).items():
                explained[who] = explained.get(who, 0) + weight * len(word)
        not_meant = {index for index, _ in self.folded.entries.get(fold("".join(owner)), ())}
        for (index, _), amount in explained.items():
            _note(best, index, (_OWNER_WORDS if index in not_meant else _ALL_WORDS) * amount / total)

    def _holders(self, word: str, *, is_last: bool) -> dict[tuple[int, bool], float]:
        """Those who (True: whose actors) go with a word, or one that is nearly the same, with its weight."""
        found = {(index, acts): weight for index, acts, weight in self.words.entries.get(word, ())}
        for whole in self._words_near(word, is_last=is_last):
            for index, acts, weight in self.words.entries[whole]:
                found[index, acts] = max(found.get((index, acts), 0), weight * _UNSURE_WORD)
        return found

    def _words_near(self, word: str, *, is_last: bool) -> Iterable[str]:
        if is_last and len(word) >= _SHORTEST_BEGUN:
            yield from self.words.beginning(word)
        if len(word) >= _ONE_SLIP:
            slips = 2 if len(word) >= _TWO_SLIPS else 1
            for whole, distance in self.words.near(word):
                if distance <= slips and whole[0] == word[0]:
                    yield whole


def _note(best: dict[int, float], index: int, score: float) -> None:
    if score > best.get(index, 0):
        best[index] = score


@lru_cache(maxsize=16)
def _roster(people: tuple[Person, ...]) -> _Roster:
    return _Roster(people)
