"""What people ask → the words that carry it. Knows the language of questions, and nothing of any show."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from bot.paths import DATA

_DATA: Final[dict[str, Any]] = tomllib.loads((DATA / "language" / "search.toml").read_text("utf-8"))
_LONGEST, _MOST = 300, 24  # characters and words of a question; nobody asks more, and both cost time
_APOSTROPHE = re.compile("['’‘‛ʼ`´]")
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|d)$")
_STEM = re.compile(r"(?<=[a-z]{3})(?:ions?|ings?|ed|es|e?rs?|or|s|d|e)$")


def words(text: str, longest: int = _LONGEST) -> list[str]:
    """The words of `text` in small letters without marks, as the index has them; "On-jo's" is two: on, jos."""
    text = unicodedata.normalize("NFKC", text[:longest])[:longest].casefold()
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")
        text = unicodedata.normalize("NFC", text)
    return _WORD.findall(_APOSTROPHE.sub("", text))


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What facts may say instead of a word that viewers type."""

    phrases: tuple[str, ...]
    topics: tuple[str, ...]


def _read_synonyms() -> dict[str, Synonyms]:
    found: dict[str, Synonyms] = {}
    for entry in _DATA["groups"]:
        phrases = tuple(" ".join(words(each)) for each in entry["find"] if not each.startswith("#"))
        topics = tuple(each[1:] for each in entry["find"] if each.startswith("#"))
        for said in entry["say"]:
            key = " ".join(word for word in words(said) if word not in _ARTICLES)
            old = found.get(key, Synonyms((), ()))
            found[key] = Synonyms(
                tuple(dict.fromkeys(old.phrases + phrases)), tuple(dict.fromkeys(old.topics + topics))
            )
    return found


_ARTICLES: Final = frozenset({"a", "an", "the"})
_SYNONYMS: Final = _read_synonyms()
_STOP: Final = frozenset(words(_DATA["stop"], longest=100_000))
_TITLES: Final = tuple(tuple(words(title)) for title in _DATA["titles"])
_FORMS: Final = {
    form: tuple(forms) for forms in (line.split() for line in re.split(r"[;\n]", _DATA["irregular"])) for form in forms
}
_PARTICLES: Final = tuple(sorted(map(str, _DATA["particles"]), key=len, reverse=True))
_KIN: Final = {one: tuple(each) for each in _DATA["kin"] for one in each}


def synonyms(phrase: str) -> Synonyms | None:
    """What facts may say instead of `phrase`, also where that is typed in the plural or the past."""
    return _SYNONYMS.get(phrase) or _SYNONYMS.get(_ENDING.sub("", phrase))


def forms(phrase: str) -> tuple[str, ...]:
    """`phrase` in every form of which the index would not know that it is the same."""
    return _FORMS.get(phrase, (phrase,))


def carries(word: str) -> bool:
    """Whether `word` says what is asked for: it is no stop word."""
    return word not in _STOP


def asked(text: str, title: str) -> list[str]:
    """The words of a question without articles and the title of the show, which many people type along."""
    found = words(text)
    for phrase in (tuple(words(title)), *_TITLES):
        at = 0
        while phrase and at + len(phrase) <= len(found):
            if tuple(found[at : at + len(phrase)]) == phrase:
                del found[at : at + len(phrase)]
            else:
                at += 1
    return [word for word in found if word not in _ARTICLES][:_MOST]


def name_endings(word: str) -> list[str]:
    """The last word of a name as it may be kept: as it stands, and without what English or Korean puts behind it."""
    found = [word]
    if word.endswith("s") and len(word) > 2:
        found.append(word[:-1])
    if not word.isascii():
        found += [word.removesuffix(each) for each in _PARTICLES if word.endswith(each) and len(word) > len(each) + 1]
    return found


def kin(word: str) -> tuple[str, ...]:
    """Other words for the same relative: mom, mum."""
    return _KIN.get(word, ())


def name_keys(run: list[str]) -> list[str]:
    """How a name that was typed as these words may be kept, likeliest first."""
    one = "".join(run)
    keys = [one, f"the{one}"]
    if one.endswith("s") and len(one) > 3:
        keys.append(one[:-1])
    if not one.isascii():
        keys += [one.removesuffix(each) for each in _PARTICLES if one.endswith(each) and len(one) > len(each) + 1]
    for kin in _KIN.get(run[-1], ()) if len(run) > 1 else ():
        whose = "".join(run[:-1])
        keys += [whose + kin, f"{whose}s{kin}"]
    return keys


class Phrases:
    """Finds phrases in texts, whatever the endings of their words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            stems = tuple(map(_stem, phrase.split()))
            self._by_first.setdefault(stems[0], []).append(stems)

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where they stand in `text`, from first to last, none inside another."""
        small = text.lower()
        if len(small) != len(text):
            return ()
        spans: list[tuple[int, int]] = []
        for stem, phrases in self._by_first.items():
            at = small.find(stem)
            while at >= 0:
                if at == 0 or not small[at - 1].isalnum():
                    ends = [end for phrase in phrases if (end := _end(small, at, phrase))]
                    spans += [(at, max(ends))] if ends else []
                at = small.find(stem, at + 1)
        spans.sort(key=lambda span: (span[0], -span[1]))
        return tuple(span for index, span in enumerate(spans) if not index or span[0] >= spans[index - 1][1])


def _end(text: str, at: int, stems: tuple[str, ...]) -> int | None:
    """Where the phrase that begins at `at` ends, or None where another stands there."""
    end = at
    for stem in stems:
        word = _WORD.search(text, end)
        if word is None or _stem(word[0]) != stem:
            return None
        end = word.end()
    return end


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """About what the index takes off; here it only decides what is printed bold."""
    return _STEM.sub("", word)
