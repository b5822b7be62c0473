"""What people type → whom they mean. A person's score rests on the typed text and that person alone."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nsmallest
from typing import Any, Final, NamedTuple

from rapidfuzz.distance import OSA

from bot.paths import DATA
from bot.show.matching.fuzzy import FuzzyIndex
from bot.show.matching.pasted import unwrapped
from bot.show.spoilers import is_blank

_DATA: Final[dict[str, Any]] = tomllib.loads((DATA / "language" / "names.toml").read_text("utf-8"))
_LONGEST = 80  # nobody's name is longer, and matching costs time by the letter
_FAMILY = 6  # more letters than a family name has
_PLAUSIBLE, _SURE, _CLEAR = 64.0, 78.0, 5.0


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
    if is_blank(typed[:_LONGEST]):
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


# ------------------------------------------------------------------------------------------- text → words → forms


def _jamo(kind: str) -> dict[int, str]:
    table = {0x115F: "", 0x1160: ""}  # fillers, which show nothing
    for start, name in ((0x1100, "initial"), (0x1161, "vowel"), (0x11A8, "final")):
        texts: list[str] = _DATA["hangul"][name + kind]
        table |= dict(enumerate(texts, start))
    return table


_ROMAN, _KEYS = _jamo("s"), _jamo("_keys")
_INITIALS = _KEYS | dict.fromkeys(range(0x1161, 0x1200), "")
_LETTERS = str.maketrans(_DATA["letters"])
_APOSTROPHES = str.maketrans(dict.fromkeys(_DATA["apostrophes"], "'"))
_APOSTROPHE_S = re.compile(r"(?<=\w)'s?(?!\w)")
_OWNED = re.compile(r"(.+?)'s?\s+(\w.*)")
_TURNED = re.compile(rf"(.+?)\s(?:{'|'.join(_DATA['words']['turned'])})\s+(.+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile("[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?")  # one syllable
_TITLES = {title: same for same, titles in _DATA["words"]["titles"].items() for title in titles}
_FOLD = [(re.compile(pattern), replacement) for pattern, replacement in _DATA["fold"]]


def _words(text: str) -> list[str]:
    """The words in small letters without marks; Hangul is taken apart into jamo."""
    text = unicodedata.normalize("NFKC", text[:_LONGEST].translate(_APOSTROPHES))[:_LONGEST].casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFD", text.translate(_LETTERS))
        text = "".join(char for char in text if unicodedata.category(char) not in {"Mn", "Me", "Cf"})
    return [_TITLES.get(word, word) for word in _WORD.findall(_APOSTROPHE_S.sub("", text).replace("'", ""))]


def _one(text: str) -> str:
    return "".join(_words(text))


@lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    """The form in which all romanizations of a name should meet."""
    word = word.translate(_ROMAN)
    for pattern, replacement in _FOLD:
        word = pattern.sub(replacement, word)
    return word


_IDLE = {_one(word) for kind in ("honorifics", "fillers") for word in _DATA["words"][kind]}
_SAME = {_one(word): same for same, words in _DATA["words"]["same"].items() for word in words}
_JOINTS = set(_DATA["words"]["joints"])
_ENDINGS = {kind: [_one(ending) for ending in _DATA["words"]["endings"][kind]] for kind in ("latin", "hangul")}
_FAMILIES: dict[str, frozenset[str]] = {}  # one folded family name → all that are the same
for _group in (*_DATA["families"]["variants"], *([name] for name in _DATA["families"]["others"])):
    for _name in map(_fold, _group):
        _FAMILIES[_name] = _FAMILIES.get(_name, frozenset()) | set(map(_fold, _group))
_WRITTEN = {name for group in (*_DATA["families"]["variants"], _DATA["families"]["others"]) for name in group}


def _ending(word: str) -> str:
    """The vocative or title glued to a name, where that leaves a name of two syllables or three letters."""
    hangul = _HANGUL.match(word)
    for ending in _ENDINGS["hangul" if hangul else "latin"]:
        rest = word.removesuffix(ending)
        if rest != word and (sum("\u1100" <= char <= "\u1112" for char in rest) >= 2 if hangul else len(rest) >= 3):
            return ending
    return ""


def _meant(words: list[str]) -> list[str]:
    """The words that carry meaning, one word for each thing; all words where none does."""
    split: list[str] = []
    for word in words:
        ending = _ending(word) if word not in _SAME and _HANGUL.match(word) else ""
        split += [word.removesuffix(ending), ending] if ending else [word]
    return [same for word in split if word not in _IDLE for same in _SAME.get(word, word).split()] or words


# ------------------------------------------------------------------------------------------------ what a person is called


class _Key(NamedTuple):
    spelled: str  # as typed, Hangul as the keys pressed
    folded: str
    core: int  # letters that tell this person from others: without the family name
    families: frozenset[str]  # folded family names that may stand beside it
    weight: float


def _name_keys(full: Sequence[str], others: Sequence[str], weight: float) -> Iterator[_Key]:
    """The given name, the family name, the initials in Hangul, and whatever else one human being is called."""
    families: frozenset[str] = frozenset()
    written: set[str] = set()
    for text in full:
        # "Yong-nam" is a given name alone, so only a space parts the two.
        family, *given = [_one(part) for part in text.split()] or [""]
        if given and family not in _IDLE and not _owned(text):
            written.add(_fold(family))
            families |= {_fold(family)} | _FAMILIES.get(_fold(family), frozenset())

    def key(text: str, share: float, core: str = "") -> _Key:
        return _Key(text.translate(_KEYS), _fold(text), len(_fold(core or text)), families, weight * share)

    for text in (*full, *others):
        words = _words(text)
        one = "".join(words)
        if hangul := _HANGUL.match(one):
            words = [part for part in (hangul[0], one[hangul.end() :]) if part]
        if len(words) > 1 and _fold(words[0]) in families:
            given = "".join(words[1:])
            yield key(given, 1)
            yield key(words[0], 0.8)._replace(families=frozenset())
            if hangul:
                yield _Key(given.translate(_INITIALS), "", 0, families, weight * 0.9)
            yield key(one, 0.99, given)
        else:
            yield key(one, 0.99)
            # "Mrs. Lee" must not make "Lee" anybody's own name.
            if _fold(meant := "".join(_meant(words))) not in _FAMILIES:
                yield key(meant, 0.98)
        if hangul:
            yield _Key(one.translate(_INITIALS), "", 0, families, weight * 0.9)
    for family in families - written:
        yield key(family, 0.7)._replace(families=frozenset())


def _owned(text: str) -> bool:
    return "'" in text.translate(_APOSTROPHES)


def _role_words(role: str) -> Iterator[tuple[str, float]]:
    for phrase in re.split("[;,:]", role):
        head = True
        for part in phrase.split():
            head = head and part not in _JOINTS
            yield from (
                (word, 0.95 if head and not _owned(part) else 0.86) for word in (*_meant(_words(part)), _one(part))
            )


@lru_cache(maxsize=16384)
def _called(person: Person) -> tuple[Sequence[_Key], dict[tuple[str, bool], float]]:
    """Every key of a person, and every single word that goes with them or (True) with the actor, with its weight."""
    keys: dict[str, _Key] = {}
    for key in (*_name_keys((person.name,), person.spellings, 1.0), *_name_keys(person.actors, (), 0.95)):
        keys.setdefault(key.spelled, key)
    roles = (person.role, *person.earlier_roles)
    found = [(word, False, weight) for role in roles for word, weight in _role_words(role)]
    for text, weight in ((person.name, 1.0), *((text, 0.97) for text in person.spellings)):
        found += [(word, False, weight) for word in (*_meant(_words(text)), *map(_one, text.split()))]
    for text in person.actors:
        found += [(word, True, 0.9) for word in (*_words(text), *map(_one, text.split()))]
    words: dict[tuple[str, bool], float] = {}
    for word, acts, weight in found:
        folded = _fold(word)
        words[folded, acts] = max(words.get((folded, acts), 0), weight if len(folded) > 2 else 0.6)
    return tuple(keys.values()), words


# --------------------------------------------------------------------------------------------------- who of a roster


class _Roster:
    """Everybody's keys and words."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self.spelled, self.folded = FuzzyIndex[tuple[int, _Key]](), FuzzyIndex[tuple[int, _Key]]()
        self.words = FuzzyIndex[tuple[int, bool, float]]()
        self.families = set(_FAMILIES)
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
        raw = _words(typed)
        meant = _meant(raw)
        owner, relation = _relation(typed)
        for words, less in ((raw, 0), (meant, 1), ([*owner, *relation], 1)):
            if words and (words is raw or words != raw):
                for form, family in _splits(words, self.families):
                    self._beginnings(form, family, less, best)
                    self._slips(form, family, less, best)
        # "On-jo's father" in one Hangul word ends in a title as well, but it is not On-jo.
        if (ending := _ending("".join(raw))) and ending not in _SAME:
            for index, key in self.folded.entries.get(_fold("".join(raw).removesuffix(ending)), ()):
                _note(best, index, key.weight * 100 - 4)
        self._mentions(meant, owner, best)
        return best

    def _beginnings(self, form: str, family: str, less: float, best: dict[int, float]) -> None:
        for table, text, cost in ((self.spelled, form.translate(_KEYS), less), (self.folded, _fold(form), less + 4)):
            # One sound says little, and "kkkk" is laughter, though it folds to one letter.
            if text and (table is self.spelled or (len(text) > 1 and 2 * len(text) >= len(form))):
                for whole in table.beginning(text):
                    score = 68 + 22 * len(text) / len(whole)
                    for index, key in table.entries[whole]:
                        if not family or family in key.families:
                            _note(best, index, key.weight * score - cost)

    def _slips(self, form: str, family: str, less: float, best: dict[int, float]) -> None:
        spelled, folded = form.translate(_KEYS), _fold(form)
        for index, key, by_sound, by_letter in self._near(spelled, folded):
            if not family or family in key.families or (key.families and family in _FAMILIES):
                far = min(by_sound, by_letter) + 0.15 * min(max(by_sound, by_letter), 4)
                # Hands slip in the middle of a word, hardly ever at its first letter.
                far += 0.4 * (folded[:1] != key.folded[:1] and spelled[:1] != key.spelled[:1])
                cost = less if not family or family in key.families else less + 25
                _note(best, index, key.weight * (100 - 100 * far / (key.core + 2)) - cost)
        if (size := len(folded)) >= 4 and not family:
            for whole in self.folded.beginning(folded[:2]):
                if len(whole) > size and OSA.distance(folded, whole[:size], score_cutoff=1) <= 1:
                    for index, key in self.folded.entries[whole]:
                        _note(best, index, key.weight * (54 + 22 * size / len(whole)) - less)

    def _near(self, spelled: str, folded: str) -> Iterator[tuple[int, _Key, int, int]]:
        for whole, distance in self.folded.near(folded):
            for index, key in self.folded.entries[whole]:
                yield index, key, distance, OSA.distance(spelled, key.spelled)
        for whole, distance in self.spelled.near(spelled):
            for index, key in self.spelled.entries[whole]:
                yield index, key, OSA.distance(folded, key.folded), distance

    def _mentions(self, meant: list[str], owner: list[str], best: dict[int, float]) -> None:
        """Those whose name, aliases, role or actor hold the words, by the share of letters that they explain."""
        words = list(dict.fromkeys(map(_fold, meant)))[:8]
        total = sum(map(len, words)) or 1
        explained: dict[tuple[int, bool], float] = {}
        for word in words:
            found = {(index, acts): weight for index, acts, weight in self.words.entries.get(word, ())}
            near = list(self.words.beginning(word)) if len(word) >= 3 and word == words[-1] else []
            if len(word) >= 5:
                slips = 2 if len(word) >= 8 else 1
                near += [whole for whole, far in self.words.near(word) if far <= slips and whole[0] == word[0]]
            for whole in near:
                for index, acts, weight in self.words.entries[whole]:
                    found[index, acts] = max(found.get((index, acts), 0), weight * 0.85)
            for who, weight in found.items():
                explained[who] = explained.get(who, 0) + weight * len(word)
        not_meant = {index for index, _ in self.folded.entries.get(_fold("".join(owner)), ())}
        for (index, _), amount in explained.items():
            _note(best, index, (70 if index in not_meant else 90) * amount / total)


def _note(best: dict[int, float], index: int, score: float) -> None:
    if score > best.get(index, 0):
        best[index] = score


def _splits(words: list[str], families: AbstractSet[str]) -> Iterable[tuple[str, str]]:
    """The whole, then every way to see a given name and a (folded) family name in it."""
    one = "".join(words)
    parts = [(words[1:], words[0]), (words[:-1], words[-1])] if len(words) > 1 else []
    if first := _HANGUL.match(one):
        parts.append(([one[first.end() :]], first[0]))
    else:
        for size in range(2, min(_FAMILY, len(one) - 1)):
            parts += [
                ([rest], name)
                for rest, name in ((one[size:], one[:size]), (one[:-size], one[-size:]))
                if name in _WRITTEN
            ]
    found = {("".join(given), _fold(name)): None for given, name in parts}
    return [(one, ""), *((given, name) for given, name in found if given and name in families)]


def _relation(typed: str) -> tuple[list[str], list[str]]:
    """Whose, and what of theirs, from "On-jo's father" and "father of On-jo"; both empty for all else."""
    text = typed[:_LONGEST].translate(_APOSTROPHES)
    if found := _TURNED.fullmatch(text):
        return _meant(_words(found[2])), _meant(_words(found[1]))
    if found := _OWNED.fullmatch(text):
        return _meant(_words(found[1])), _meant(_words(found[2]))
    return [], []


@lru_cache(maxsize=16)
def _roster(people: tuple[Person, ...]) -> _Roster:
    return _Roster(people)
