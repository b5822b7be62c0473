"""The forms of a word → one form, without what a language puts before and behind it. Knows languages, and no show.

What it takes off stands in data/language/asked/.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.show.matching.questions import words

_HANGUL: Final = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]")

# What Indonesian puts before a word: of the active prefixes (meN-, peN-) what does not become a part of it.
_PREFIX: Final = re.compile("(?:memper|diper|per)(?=[^aeiou])|ber|ter|di|ke|nge(?=[^aeiou])")
_ACTIVE: Final = re.compile("(?:me|pe)(?:m(?=[bfv])|n(?=[cdjz])|ng(?=[gh])|(?=[mnlrwy].{4}))")
_BECOMES: Final = {"p": "m", "t": "n", "s": "ny", "k": "ng"}  # behind them: pukul, memukul
_VOWELS_LATIN: Final = frozenset("aeiou")


def plain(word: str) -> str:
    """A word as questions have it: in small letters, without accents."""
    return "".join(words(word))


class Stems:
    """What is known of the words of one language."""

    def __init__(self, language: str, rules: Mapping[str, Any]) -> None:
        self._stem = {"ja": str, "ko": self._korean, "id": self._indonesian}.get(language, self._latin)
        self._endings = _longest_first(rules.get("endings", ""))
        self._particles = _longest_first(rules.get("particles", ""))
        self._least: int = rules.get("least", 1)
        self._whole = frozenset(map(plain, str(rules.get("whole", "")).split()))

    def stem(self, word: str) -> str:
        """One form for the forms of a word."""
        return word if not word or word in self._whole else self._stem(word)

    def stripped(self, name: str) -> list[str]:
        """A name in Hangul without what may be glued to it: 온조가, 청산이는."""
        return [
            rest
            for ending in (*self._particles, *self._endings)
            if (rest := name.removesuffix(ending)) != name and len(rest) > 1
        ]

    def _latin(self, word: str) -> str:
        for ending in self._endings:
            rest = word.removesuffix(ending)
            if rest != word and len(rest) >= self._least:
                return rest
        return word

    def _indonesian(self, word: str) -> str:
        """As it stands behind meN-: memukul, dipukul and pukul are mukul, memakan and makanan are makan."""
        found = _PREFIX.match(word) or _ACTIVE.match(word)
        if found and len(word) - found.end() >= self._least:
            word = word[found.end() :]
        word = self._latin(word)
        if len(word) < self._least:
            return word
        if word[0] in _VOWELS_LATIN:
            return f"ng{word}"
        return _BECOMES.get(word[0], word[0]) + word[1:] if word[1] in _VOWELS_LATIN else word

    def _korean(self, word: str) -> str:
        if not _HANGUL.match(word):
            return self._latin(word)
        # What stands behind a noun stands last: 이 is a part of 죽이다.
        word = _without(word, self._particles)
        while (rest := _unpast(_without(word, self._endings))) != word:
            word = rest
        return _bare(word)


def _longest_first(said: str) -> tuple[str, ...]:
    return tuple(sorted(map(plain, said.split()), key=len, reverse=True))


def _without(word: str, endings: Sequence[str]) -> str:
    return next((word.removesuffix(each) for each in endings if word.endswith(each) and word != each), word)


_SYLLABLES: Final = 0xAC00
_FINALS: Final = 28
_PAST: Final = 20  # ㅆ
_OPEN: Final = {0, 4, 8, 16, 17, _PAST}  # none, and ㄴ ㄹ ㅁ ㅂ ㅆ, which verbs take on
_VOWELS: Final = {6: 20, 9: 8, 14: 13, 1: 0, 10: 11}  # ㅕ ㅘ ㅝ ㅐ ㅙ, in which a stem and its ending run together


def _unpast(word: str) -> str:
    """Without the ㅆ of a past."""
    number = ord(word[-1]) - _SYLLABLES
    if number >= 0 and number % _FINALS == _PAST:
        return word[:-1] + chr(ord(word[-1]) - _PAST)
    return word


def _bare(word: str) -> str:
    """The last syllable as the stem of a verb may have it: 때려 and 때린 are 때리."""
    number = ord(word[-1]) - _SYLLABLES
    if not 0 <= number < 11172 or (len(word) == 1 and number % _FINALS):
        return word
    lead, rest = divmod(number, 21 * _FINALS)
    vowel, final = divmod(rest, _FINALS)
    if final not in _OPEN:
        return word
    return word[:-1] + chr(_SYLLABLES + (lead * 21 + _VOWELS.get(vowel, vowel)) * _FINALS)
