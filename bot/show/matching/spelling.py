"""What people type for a name → its words, and the forms in which all spellings of it meet. Knows languages, and no show.

What it knows of them is in data/language/names.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any, Final

from bot.paths import DATA

_DATA: Final[dict[str, Any]] = tomllib.loads((DATA / "language" / "names.toml").read_text("utf-8"))

LONGEST: Final = 80
"""Characters of a name that are looked at: nobody's is longer, and matching costs time by the letter."""

_LONGEST_FAMILY: Final = 6  # a family name has fewer letters than this
# What must be left of a name without its ending.
_SHORTEST_SYLLABLES: Final = 2
_SHORTEST_LETTERS: Final = 3


def _jamo(kind: str) -> dict[int, str]:
    table = {0x115F: "", 0x1160: ""}  # fillers, which show nothing
    for start, name in ((0x1100, "initial"), (0x1161, "vowel"), (0x11A8, "final")):
        texts: list[str] = _DATA["hangul"][name + kind]
        table |= dict(enumerate(texts, start))
    return table


_ROMAN: Final = _jamo("s")
KEYS: Final = _jamo("_keys")
"""From jamo to the keys that type them: a table for `str.translate`."""

INITIALS: Final = KEYS | dict.fromkeys(range(0x1161, 0x1200), "")
"""The same for the first consonant of each syllable alone."""

SYLLABLE: Final = re.compile("[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?")
"""One syllable of Hangul, in jamo."""

_LETTERS = str.maketrans(_DATA["letters"])
_APOSTROPHES = str.maketrans(dict.fromkeys(_DATA["apostrophes"], "'"))
_APOSTROPHE_S = re.compile(r"(?<=\w)'s?(?!\w)")
_OWNED = re.compile(r"(.+?)'s?\s+(\w.*)")
_TURNED = re.compile(rf"(.+?)\s(?:{'|'.join(_DATA['words']['turned'])})\s+(.+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_TITLES = {title: same for same, titles in _DATA["words"]["titles"].items() for title in titles}
VOICED: Final = "\u3099\u309a"
"""The marks that make another letter of a kana: ウシン is not ウジン."""
_KANA = re.compile(f".[{VOICED}]")
_FOLD = [(re.compile(pattern), replacement) for pattern, replacement in _DATA["fold"]]


def words_of(text: str) -> list[str]:
    """The words in small letters without marks; Hangul is taken apart into jamo."""
    text = unicodedata.normalize("NFKC", text[:LONGEST].translate(_APOSTROPHES))[:LONGEST].casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFD", text.translate(_LETTERS))
        text = "".join(char for char in text if char in VOICED or unicodedata.category(char) not in {"Mn", "Me", "Cf"})
        text = _KANA.sub(lambda kana: unicodedata.normalize("NFC", kana[0]), text)
    return [_TITLES.get(word, word) for word in _WORD.findall(_APOSTROPHE_S.sub("", text).replace("'", ""))]


def joined(text: str) -> str:
    """The same in one word."""
    return "".join(words_of(text))


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The form in which all romanizations of a name should meet, and what stands first in it in kana: ギョンス, キョンス."""
    word = word.translate(_ROMAN)
    if not word.isascii():
        word = unicodedata.normalize("NFD", word[0])[0] + word[1:]
    for pattern, replacement in _FOLD:
        word = pattern.sub(replacement, word)
    return word


IDLE: Final = {joined(word) for kind in ("honorifics", "fillers") for word in _DATA["words"][kind]}
"""Words that say nothing of who is meant: honorifics and fillers."""

SAME: Final = {joined(word): same for same, words in _DATA["words"]["same"].items() for word in words}
"""One word for each thing, by all that people type for it."""

JOINTS: Final = set(_DATA["words"]["joints"])
"""Words after which a role no longer says what somebody is, but of whom or where: of, at, with."""

COMMON: Final = {language: frozenset(str(said).split()) for language, said in _DATA["common"].items()}
"""By language, words of it that somebody's name looks like when it is written as one."""

_ENDINGS = {
    kind: [joined(ending) for ending in _DATA["words"]["endings"][kind]] for kind in ("latin", "hangul", "kana")
}
FAMILIES: Final[dict[str, frozenset[str]]] = {}
"""All spellings of a family name, folded, by each of them."""

for _group in (*_DATA["families"]["variants"], *([name] for name in _DATA["families"]["others"])):
    for _name in map(fold, _group):
        FAMILIES[_name] = FAMILIES.get(_name, frozenset()) | set(map(fold, _group))
_WRITTEN = {name for group in (*_DATA["families"]["variants"], _DATA["families"]["others"]) for name in group}


def ending_of(word: str) -> str:
    """The vocative or title glued to a name, where that leaves a name of two syllables or three letters."""
    hangul = SYLLABLE.match(word)
    for ending in _ENDINGS["hangul" if hangul else "latin" if word.isascii() else "kana"]:
        rest = word.removesuffix(ending)
        syllables = sum("\u1100" <= char <= "\u1112" for char in rest) if hangul else len(rest)
        if rest != word and syllables >= (_SHORTEST_LETTERS if word.isascii() else _SHORTEST_SYLLABLES):
            return ending
    return ""


def meaning(words: list[str]) -> list[str]:
    """The words that carry meaning, one word for each thing; all words where none does."""
    split: list[str] = []
    for word in words:
        ending = ending_of(word) if word not in SAME and SYLLABLE.match(word) else ""
        split += [word.removesuffix(ending), ending] if ending else [word]
    return [same for word in split if word not in IDLE for same in SAME.get(word, word).split()] or words


def has_owner(text: str) -> bool:
    """Whether a text says whose something is: "On-jo's father"."""
    return "'" in text.translate(_APOSTROPHES)


def splits(words: list[str], families: AbstractSet[str]) -> Iterable[tuple[str, str]]:
    """The whole, then every way to see a given name and a (folded) family name in it."""
    one = "".join(words)
    parts = [(words[1:], words[0]), (words[:-1], words[-1])] if len(words) > 1 else []
    if first := SYLLABLE.match(one):
        parts.append(([one[first.end() :]], first[0]))
    else:
        for size in range(2, min(_LONGEST_FAMILY, len(one) - 1)):
            parts += [
                ([rest], name)
                for rest, name in ((one[size:], one[:size]), (one[:-size], one[-size:]))
                if name in _WRITTEN
            ]
    found = {("".join(given), fold(name)): None for given, name in parts}
    return [(one, ""), *((given, name) for given, name in found if given and name in families)]


def relation_in(typed: str) -> tuple[list[str], list[str]]:
    """Whose, and what of theirs, from "On-jo's father" and "father of On-jo"; both empty for all else."""
    text = typed[:LONGEST].translate(_APOSTROPHES)
    if found := _TURNED.fullmatch(text):
        return meaning(words_of(found[2])), meaning(words_of(found[1]))
    if found := _OWNED.fullmatch(text):
        return meaning(words_of(found[1])), meaning(words_of(found[2]))
    return [], []
