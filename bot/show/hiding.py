"""A person's names taken out of a text, so that it is a clue to them. Pure.

Where it is not sure that nothing names them any more, or that it reads well, there is no clue.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, Protocol

from bot.paths import DATA

_NAME_WORD: Final = re.compile(r"\w+(?:[-']\w+)*")
_SHORTEST_NAME: Final = 3  # letters of a part of a name by which somebody is known
_OTHER_WORDS: Final = {"the", "and", "class", "student", "teacher"}  # parts of names that name nobody
_JOINS: Final = {"after", "as", "at", "before", "by", "for", "from", "in", "like", "on", "through", "to", "when", "while", "with"}  # fmt: skip
_CALLINGS: Final = {"boss", "detective", "leader", "nurse", "officer", "president", "principal", "student", "teacher"}
_GAP: Final = "…"
_HANGUL: Final = re.compile("[가-힣]+")
_KATAKANA: Final = re.compile("[ァ-ヺー]+")
_UNTOLD: Final = {"person": _GAP, "after": ""}  # of a language that hiding.toml does not know yet
_KOREAN_NAME: Final = 3  # syllables: a family name of one and a given one of two


class Hiding(Protocol):
    """Takes the names of one person out of texts of one language."""

    def hidden_in(self, words: str) -> str:
        """The text with “this person” for the name; empty where that reads ill, or a part of a name would still stand there."""
        ...

    def names_in(self, words: str) -> bool:
        """Whether a part of a name stands there."""
        ...


def hiding(spoken: str, name: str, called: Iterable[str], shown: Iterable[str]) -> Hiding:
    """What hides somebody in a language, by what they are called in English, and as the language writes it."""
    if spoken == "en":
        return HidingEnglish(name, called)
    alphabet = {"ja": _HidingJapanese, "ko": _HidingKorean}.get(spoken, _HidingLatin)
    return alphabet(spoken, name, called, shown)


class HidingEnglish:
    """What is English, or in whatever language a server wrote it."""

    def __init__(self, name: str, called: Iterable[str]) -> None:
        # “The girl with the bow” names nobody: it says who she is, as a clue does.
        names = {each for each in (name, *called) if any(map(_is_name, each.split()))}
        family, _space, given = name.partition(" ")
        names |= {given} if given and family else set()
        by_length = sorted((re.escape(each) for each in names if each), key=len, reverse=True)
        self.names = re.compile(rf"(?<![\w-])(?:{'|'.join(by_length)})(?![\w-])", re.IGNORECASE)
        words = {word.lower() for name in names for word in _NAME_WORD.findall(name) if _is_name(word)}
        self._parts = {word for word in words if len(word) >= _SHORTEST_NAME or not word.isascii()} - _OTHER_WORDS

    def hidden_in(self, words: str, *, gap: bool = False) -> str:
        """The text with “this person” for the name, or nothing.

        `gap`: with “…” instead, which reads well in every language.
        """
        found = list(self.names.finditer(words))
        if len(found) != 1:
            return ""
        before, after = words[: found[0].start()], words[found[0].end() :]
        if gap:
            return "" if self.names_in(f"{before} {after}") else _ended(f"{before}{_GAP}{after}")
        last = before.split()[-1:]
        # "Science teacher Park" and "the turned Woo-jin" cannot be said of “this person”.
        alone = len(before.split()) == 1 and last[0].lower() not in _JOINS
        called = bool(last) and last[0].lower() in _CALLINGS
        if self.names_in(f"{before} {after}") or alone or called or "the" in before.lower().split()[-2:]:
            return ""
        return f"{before}{'this' if before else 'This'} person{after}"

    def names_in(self, words: str) -> bool:
        """Whether a part of a name stands there; in Hangul a word may go on after it."""
        said = {word.lower().removesuffix("'s") for word in _NAME_WORD.findall(words)}
        return bool(said & self._parts) or any(not each.isascii() and each in words for each in self._parts)


def _is_name(word: str) -> bool:
    return word[:1].isupper() or not word.isascii()


def _ended(words: str) -> str:
    """A sentence that ends in a gap needs no other dot."""
    return words.replace(f"{_GAP}.", _GAP)


class _HidingLatin:
    """Names are written as in English; beside them there are descriptions such as “la presidenta”."""

    def __init__(self, spoken: str, name: str, called: Iterable[str], shown: Iterable[str]) -> None:
        self._told = _told().get(spoken, _UNTOLD)
        self._after: set[str] = set(self._told["after"].split())
        every = {*called, *shown}
        self._english = HidingEnglish(name, every)
        self._wholes = {each.lower() for each in every if not any(map(_is_name, each.split()))}

    def hidden_in(self, words: str) -> str:
        found = list(self._english.names.finditer(words))
        if len(found) != 1:
            return ""
        before, after = words[: found[0].start()], words[found[0].end() :]
        person: str = self._told["person"]
        if self.names_in(f"{before} {after}"):
            return ""
        if not before:
            return f"{person[0].upper()}{person[1:]}{after}"
        last = before.split()[-1]
        return _ended(f"{before}{person}{after}") if last in self._after or last.endswith(",") else ""

    def names_in(self, words: str) -> bool:
        return self._english.names_in(words) or any(each in words.lower() for each in self._wholes)


class _HidingKorean:
    """Particles are glued to names, and change with what they are glued to."""

    _letters = _HANGUL

    def __init__(self, spoken: str, name: str, called: Iterable[str], shown: Iterable[str]) -> None:
        self._told = _told()[spoken]
        self._after = tuple(self._told["after"].split())
        self._english = HidingEnglish(name, called)
        known = {*shown}
        self._names = {each for whole in known for each in self._forms(whole)}
        self._known = self._names | {each for each in (*known, *called) if not each.isascii() and len(each) > 1}
        self._families = {each for whole in known for each in self._family(whole)}
        self._behind = dict(each.partition("=")[::2] for each in self._told["behind"].split())
        self._titles = tuple(self._told.get("titles", "").split())

    def hidden_in(self, words: str) -> str:
        names = sorted(self._names, key=len, reverse=True)
        found = list(re.finditer("|".join(map(re.escape, names)), words)) if names else []
        if len(found) != 1:
            return ""
        before, after = words[: found[0].start()], words[found[0].end() :]
        behind = self._becomes(after)
        stands = not before or before.rstrip(" ").endswith(self._after)
        if behind is None or not stands or not self._parted(before) or self.names_in(f"{before} | {after}"):
            return ""
        return f"{before}{self._told['person']}{behind}"

    def names_in(self, words: str) -> bool:
        runs = set(self._letters.findall(words))
        of_family = any(
            run == family or run.startswith(self._addressed(family)) for run in runs for family in self._families
        )
        return of_family or any(each in words for each in self._known) or self._english.names_in(words)

    def _forms(self, name: str) -> Iterable[str]:
        """A name by which somebody may be meant in a text: whole, and without the family name."""
        whole = len(name) == _KOREAN_NAME and _HANGUL.fullmatch(name)
        return (name, name[1:]) if whole else ()

    def _family(self, name: str) -> Iterable[str]:
        return (name[0],) if len(name) == _KOREAN_NAME and _HANGUL.fullmatch(name) else ()

    def _addressed(self, family: str) -> tuple[str, ...]:
        """How words begin that address somebody by their family name."""
        return tuple(f"{family}{title}" for title in self._titles)

    def _becomes(self, after: str) -> str | None:
        """What was glued to the name as it is glued to “this person”; None where that is not known."""
        glued = match[0] if (match := _HANGUL.match(after)) else ""
        return f"{self._behind[glued]}{after[len(glued) :]}" if glued in self._behind else None

    def _parted(self, before: str) -> bool:
        """Whether no other word goes on where the name begins."""
        return not before or not _HANGUL.match(before[-1])


class _HidingJapanese(_HidingKorean):
    """Names are katakana, the parts of each parted by a dot; nothing parts words."""

    _letters = _KATAKANA

    def _forms(self, name: str) -> Iterable[str]:
        parts = name.split("・")
        named = len(parts) > 1 and all(map(_KATAKANA.fullmatch, parts))
        return (name, "".join(parts), parts[-1]) if named else ()

    def _family(self, name: str) -> Iterable[str]:
        return name.split("・")[:1] if "・" in name else ()

    def _addressed(self, family: str) -> tuple[str, ...]:
        return (family,) if len(family) > 1 else ()  # one letter begins too many other words

    def _becomes(self, after: str) -> str | None:
        return after if after.startswith(tuple(self._behind)) else None

    def _parted(self, before: str) -> bool:
        return not before or not re.match("[ァ-ヺー・]", before[-1])


@cache
def _told() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((DATA / "language" / "hiding.toml").read_text("utf-8"))
