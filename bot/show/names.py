"""What people type → whom they mean. A person's score rests on the typed text and that person alone."""

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, takewhile
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

_DATA: Final[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "data" / "language" / "names.toml").read_text("utf-8")
)
_LONGEST = 80  # nobody's name is longer, and matching costs time by the letter
T = TypeVar("T")
_PLAUSIBLE, _SURE, _CLEAR = 62.0, 78.0, 5.0


@dataclass(frozen=True, slots=True)
class Person:
    """One character as far as somebody may know it: only what is safe for them stands in here."""

    id: int
    name: str
    # Not hashed, but compared: at every key press the roster is looked up by all its persons.
    spellings: tuple[str, ...] = field(default=(), hash=False)
    actors: tuple[str, ...] = field(default=(), hash=False)
    role: str = field(default="", hash=False)


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may be meant, and how surely: 0 to 100."""

    person: Person
    score: float


def find(typed: str, people: Sequence[Person], limit: int = 25) -> list[Match]:
    """Who may be meant, best first, ties in the order of `people`; everybody, with score 0, where nothing is typed."""
    if not _INVISIBLE.sub("", typed[:_LONGEST]):
        return [Match(person, 0.0) for person in people[:limit]]
    scores = _roster(tuple(people)).scores(typed)
    best = sorted(scores, key=lambda index: (-scores[index], index))[:limit]
    return [Match(people[index], scores[index]) for index in best]


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
        table |= dict(enumerate(_DATA["hangul"][name + kind], start))
    return table


_ROMAN, _KEYS = _jamo("s"), _jamo("_keys")
_INITIALS = _KEYS | dict.fromkeys(range(0x1161, 0x1200), "")
_LETTERS = str.maketrans(_DATA["letters"])
_APOSTROPHES = str.maketrans(dict.fromkeys(_DATA["apostrophes"], "'"))
_INVISIBLE = re.compile(r"[\s\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]")
_APOSTROPHE_S = re.compile(r"(?<=\w)'s?(?!\w)")
_OWNED = re.compile(r"(.+?)'s?\s+(\w.*)")
_TURNED = re.compile(rf"(.+?)\s(?:{'|'.join(_DATA['words']['turned'])})\s+(.+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile("^[\u1100-\u11ff]")
_FOLD = [(re.compile(pattern), replacement) for pattern, replacement in _DATA["fold"]]


def _words(text: str) -> list[str]:
    """The words in small letters without marks; Hangul is taken apart into jamo."""
    text = unicodedata.normalize("NFKC", text[:_LONGEST].translate(_APOSTROPHES))[:_LONGEST].casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFD", text.translate(_LETTERS))
        text = "".join(char for char in text if unicodedata.category(char) not in {"Mn", "Me", "Cf"})
    return _WORD.findall(_APOSTROPHE_S.sub("", text).replace("'", ""))


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
_FAMILIES: dict[str, list[str]] = {}  # folded → how else it is written
for _group in _DATA["families"]["variants"]:
    for _name in _group:
        _FAMILIES.setdefault(_fold(_name), []).extend(_group)
for _name in _DATA["families"]["others"]:
    _FAMILIES.setdefault(_fold(_name), [])


def _ending(word: str) -> str:
    """The vocative or title glued to a name, where that leaves a name of two syllables or three letters."""
    hangul = _HANGUL.match(word)
    for ending in _ENDINGS["hangul" if hangul else "latin"]:
        rest = word.removesuffix(ending)
        if rest != word and (sum("\u1100" <= char <= "\u1112" for char in rest) >= 2 if hangul else len(rest) >= 3):
            return ending
    return ""


def _meant(words: list[str]) -> list[str]:
    """The words that carry meaning, one word for each thing."""
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
    weight: float


def _key(text: str, weight: float, core: str = "") -> _Key:
    return _Key(text.translate(_KEYS), _fold(text), len(_fold(core or text)), weight)


def _owned(text: str) -> bool:
    return "'" in text.translate(_APOSTROPHES)


def _name_keys(full: Sequence[str], others: Sequence[str], weight: float) -> Iterator[_Key]:
    """Keys of one human being: given and family name in both orders, and whatever else they are called."""
    families: dict[str, str] = {}  # folded → as written
    for text in full:
        family, *given = _words(text) or [""]
        if given and family not in _IDLE and not _owned(text):
            for name in (family, *_FAMILIES.get(_fold(family), ())):
                families.setdefault(_fold(name), name)
    yield from (_key(name, weight * 0.8) for name in families.values())
    for text in (*full, *others):
        words = _words(text)
        one = "".join(words)
        hangul = _HANGUL.match(one)
        if hangul:
            yield _Key(one.translate(_INITIALS), "", len(one), weight * 0.9)
            syllables = unicodedata.normalize("NFC", one)
            words = [unicodedata.normalize("NFD", part) for part in (syllables[:1], syllables[1:]) if part]
        if len(words) > 1 and _fold(words[0]) in families:
            given = "".join(words[1:])
            yield _key(given, weight)
            if hangul:
                yield _Key(given.translate(_INITIALS), "", len(given), weight * 0.9)
            for name in dict.fromkeys((words[0], *(() if hangul else families.values()))):
                yield _key(name + given, weight * 0.99, given)
                yield _key(given + name, weight * 0.98, given)
        else:
            yield _key(one, weight * 0.99)
            yield _key("".join(_meant(words)), weight * 0.98)


def _role_words(role: str) -> Iterator[tuple[str, float]]:
    for phrase in re.split("[;,:]", role):
        head = True
        for part in phrase.split():
            head = head and part not in _JOINTS
            yield from ((word, 0.95 if head and not _owned(part) else 0.8) for word in (*_meant(_words(part)), _one(part)))


@lru_cache(maxsize=16384)
def _keys(person: Person) -> tuple[list[_Key], dict[str, float]]:
    """Every key of a person, and every single word with its weight."""
    keys = [*_name_keys((person.name,), person.spellings, 1.0), *_name_keys(person.actors, (), 0.95)]
    words: dict[str, float] = {}
    found = list(_role_words(person.role))
    for text in (person.name, *person.spellings):
        found += [(word, 1.0) for word in (*_meant(_words(text)), *map(_one, text.split()))]
    for actor in person.actors:
        found += [(word, 0.9) for word in (*_words(actor), *map(_one, actor.split()))]
    for word, weight in found:
        folded = _fold(word)
        words[folded] = max(words.get(folded, 0), weight if len(folded) > 2 else 0.6)
    return list(dict.fromkeys(keys)), words


# --------------------------------------------------------------------------------------------------- who of a roster


class _Index(Generic[T]):
    """Entries of persons under texts, and the texts in order."""

    def __init__(self) -> None:
        self.entries: dict[str, list[tuple[int, T]]] = {}
        self.ordered: list[str] = []
        self.pairs: dict[str, list[str]] = {}

    def add(self, text: str, index: int, entry: T) -> None:
        if text:
            self.entries.setdefault(text, []).append((index, entry))

    def finish(self) -> None:
        self.ordered = sorted(self.entries)
        for text in self.ordered:
            for pair in _pairs(text):
                self.pairs.setdefault(pair, []).append(text)

    def get(self, text: str) -> Sequence[tuple[int, T]]:
        return self.entries.get(text, ())

    def beginning(self, text: str) -> Iterator[str]:
        """The texts that begin with `text`."""
        start = bisect_left(self.ordered, text)
        return takewhile(lambda whole: whole.startswith(text), islice(self.ordered, start, None))


    def near(self, text: str, slips: int) -> Iterator[str]:
        """The texts within `slips` edits; an edit spoils two pairs of letters, so whoever shares too few is not measured."""
        shared: Counter[str] = Counter()
        for pair in _pairs(text):
            shared.update(self.pairs.get(pair, ()))
        needed = max(len(text) - 2 * slips, 1)
        close = [whole for whole, count in shared.items() if count >= needed]
        found = process.extract(text, close, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return (whole for whole, _, _ in found)


def _pairs(text: str) -> set[str]:
    text = f" {text} "
    return {text[at : at + 2] for at in range(len(text) - 1)}


class _Roster:
    """The keys of all persons, sorted: beginnings are found by bisection, typos by a run of RapidFuzz."""

    def __init__(self, people: tuple[Person, ...]) -> None:
        self.spelled = _Index[_Key]()
        self.folded = _Index[_Key]()
        self.words = _Index[float]()
        for index, person in enumerate(people):
            keys, words = _keys(person)
            for key in keys:
                self.spelled.add(key.spelled, index, key)
                self.folded.add(key.folded, index, key)
            for word, weight in words.items():
                self.words.add(word, index, weight)
        for table in (self.spelled, self.folded, self.words):
            table.finish()

    def scores(self, typed: str) -> dict[int, float]:
        """Everybody who is anywhere near, by place in the roster."""
        best: dict[int, float] = {}
        raw = _words(typed)
        meant = _meant(raw)
        forms = {"".join(raw): 0.0}
        forms.setdefault("".join(meant), 1)
        owner, relation = _relation(typed)
        if owner:
            forms.setdefault("".join((*owner, *relation)), 1)
        for form, penalty in forms.items():
            if form:
                self._beginnings(form, penalty, best)
                self._slips(form, penalty, best)
        for form, penalty in _shortened(raw, meant):
            for index, key in self.folded.get(_fold(form)):
                _note(best, index, key.weight * 100 - penalty)
        self._mentions(meant, owner, best)
        return best

    def _beginnings(self, form: str, penalty: float, best: dict[int, float]) -> None:
        for table, text, less in ((self.spelled, form.translate(_KEYS), 0), (self.folded, _fold(form), 4)):
            # "kkkk" is laughter and no beginning, though it folds to one letter.
            for whole in table.beginning(text) if 2 * len(text) >= len(form) else ():
                score = 68 + 22 * len(text) / len(whole) - less
                for index, key in table.entries[whole]:
                    _note(best, index, key.weight * score - penalty)

    def _slips(self, form: str, penalty: float, best: dict[int, float]) -> None:
        spelled, folded = form.translate(_KEYS), _fold(form)
        slips = min(len(folded) // 3 + (len(folded) > 3), 3)
        for table, text in ((self.folded, folded), (self.spelled, spelled)):
            for whole in table.near(text, slips):
                for index, key in table.entries[whole]:
                    by_sound = OSA.distance(folded, key.folded)
                    by_letter = OSA.distance(spelled, key.spelled)
                    far = min(by_sound, by_letter) + 0.15 * min(max(by_sound, by_letter), 4)
                    # Hands slip in the middle of a word, hardly ever at its first letter.
                    far += 0.4 * (folded[0] != key.folded[:1] and spelled[0] != key.spelled[0])
                    _note(best, index, key.weight * (100 - 100 * far / (key.core + 2)) - penalty)
        if (size := len(folded)) >= 4:
            longer = [whole for whole in self.folded.beginning(folded[:2]) if len(whole) > size]
            cut = [whole[:size] for whole in longer]
            for _, _, at in process.extract(folded, cut, scorer=OSA.distance, score_cutoff=1, limit=None):
                score = 54 + 22 * size / len(longer[at])
                for index, key in self.folded.entries[longer[at]]:
                    _note(best, index, key.weight * score - penalty)

    def _mentions(self, meant: list[str], owner: list[str], best: dict[int, float]) -> None:
        """Score those whose name, aliases, role and actor hold the words, by the share of letters that they explain."""
        words = list(dict.fromkeys(map(_fold, meant)))[:8]
        total = sum(map(len, words)) or 1
        explained: dict[int, float] = {}
        for word in words:
            found = dict(self.words.get(word))
            near: list[tuple[str, float]] = []
            if len(word) >= 3 and word == words[-1]:
                near += [(whole, 0.85) for whole in self.words.beginning(word)]
            if len(word) >= 5:
                close = self.words.near(word, 1 if len(word) < 8 else 2)
                near += [(whole, 0.85) for whole in close if whole[0] == word[0]]
            for whole, share in near:
                for index, weight in self.words.entries[whole]:
                    found[index] = max(found.get(index, 0), weight * share)
            for index, weight in found.items():
                explained[index] = explained.get(index, 0) + weight * len(word)
        not_meant = {index for index, _ in self.folded.get(_fold("".join(owner)))}
        for index, amount in explained.items():
            _note(best, index, (70 if index in not_meant else 90) * amount / total)


def _note(best: dict[int, float], index: int, score: float) -> None:
    if score > best.get(index, 0):
        best[index] = score


def _relation(typed: str) -> tuple[list[str], list[str]]:
    """Whose, and what of theirs, from "On-jo's father" and "father of On-jo"; both empty for all else."""
    text = typed[:_LONGEST].translate(_APOSTROPHES)
    if found := _TURNED.fullmatch(text):
        return _meant(_words(found[2])), _meant(_words(found[1]))
    if found := _OWNED.fullmatch(text):
        return _meant(_words(found[1])), _meant(_words(found[2]))
    return [], []


def _shortened(raw: list[str], meant: list[str]) -> Iterator[tuple[str, float]]:
    """Without what is glued to the end, and without a family name that may be wrong."""
    one = "".join(raw)
    if ending := _ending(one):
        yield one.removesuffix(ending), 4
    if len(meant) > 1:
        if _fold(meant[0]) in _FAMILIES:
            yield "".join(meant[1:]), 25
        if _fold(meant[-1]) in _FAMILIES:
            yield "".join(meant[:-1]), 25


@lru_cache(maxsize=32)
def _roster(people: tuple[Person, ...]) -> _Roster:
    return _Roster(people)
