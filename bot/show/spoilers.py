"""Spoiler: THE CHOKE POINT. Story text exists in this program only as a `Spoiler`, and leaves it here and nowhere else."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NoReturn

from bot.errors import SpoilerLeakError
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.translations import translated

# Control and direction characters can hide or reorder text; zero-width ones can split a name from its check.
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_SPACE = re.compile(r"\s+")
_UNTIDY = re.compile(rf"{_CONTROL.pattern}|[^\S ]|  |^ | $")
# Everything that starts a construct in one of Discord's inline rules, each with its own backslash.
_MARKUP = re.compile(r"([\\`*_~|\[\]()<>#:@])")
# Line starts that make a block of the whole line; only the first character of a text can stand there.
_BLOCK = re.compile(r"^(?:(?=[-+]\s)|(?=-#)|(?=\d+\.\s))")

# Letters and signs by their category, of which nothing is to be seen.
_FILLERS: Final = "\u115f\u1160\u2800\u3164\uffa0"
_MARKS: Final = 3  # over one letter, in any script

FORBIDDEN: Final = re.compile(r"[|`\\\n\r]")
"""Characters that no stored story text may hold at all: they could break out of a tag."""


def plain(text: str, limit: int | None = None) -> str:
    """`text` on one line without control characters, cut at `limit`; for places that render no markdown."""
    # Story text is plain already, and is most of what comes here: one look tells.
    line = _SPACE.sub(" ", _CONTROL.sub("", text)).strip() if _UNTIDY.search(text) else text
    return line if limit is None or len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def is_blank(text: str) -> bool:
    """Whether there is nothing in it that anybody can see: white space, fillers, marks without a letter below them."""
    return all(unicodedata.category(char)[0] in "ZCM" or char in _FILLERS for char in text)


def shown_name(name: str, fallback: str, limit: int = 60) -> str:
    """The name that a member, a server, a channel or a title has, on one line; `fallback` where nobody could see it.

    Without what reorders the text around it, and without towers of marks.
    """
    shown, marks = "", 0
    for char in unicodedata.normalize("NFC", plain(name)):
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        # The joiners are part of some letters and of families of emoji.
        if marks <= _MARKS and (kind[0] != "C" or char in "\u200c\u200d"):
            shown += char
    return fallback if is_blank(shown) else plain(shown, limit)


@lru_cache(maxsize=4096)
def escape(text: str, limit: int | None = None) -> str:
    """`text` on one line with all markdown inert; cut at `limit` *before* encoding, never after."""
    # Remembered: a card encodes some sixty facts, and mostly the same ones as the card before.
    return _BLOCK.sub("\u200b", _inert(plain(text, limit)))


_NAME: Final = re.compile(r"\b([A-Z]\w*)-(?=[a-z0-9])")


@lru_cache(maxsize=4096)
def _whole_names(encoded: str) -> str:
    """The same with hyphens in names at which no line breaks: Nam-ra stays on one."""
    return _NAME.sub("\\1\u2011", encoded)


@lru_cache(maxsize=8192)
def _encoded(text: str) -> str:
    return _whole_names(escape(text))


def _inert(line: str) -> str:
    return _MARKUP.sub(r"\\\1", line)


def _emphasized(text: str, bold: Iterable[tuple[int, int]]) -> str:
    spans = tuple(bold)
    if not spans or text != plain(text):
        return escape(text)  # its characters move when it is folded, and spans with them
    encoded, at = "", 0
    for start, end in spans:
        encoded += _inert(text[at:start]) + "**" + _inert(text[start:end]) + "**"
        at = end
    return _BLOCK.sub("\u200b", encoded + _inert(text[at:]))


class Spoiler:
    """Story text and the episode that reveals it. Prints as `<Spoiler S1E9>`, so that every slip fails closed.

    The ways out are `markdown`, `label` and `shown`, and `reveal`. The first and the third are translated.
    """

    __slots__ = ("_text", "revealed_in")

    def __init__(self, text: str, revealed_in: Episode) -> None:
        self._text = text
        self.revealed_in = revealed_in

    def __repr__(self) -> str:
        return f"<Spoiler {self.revealed_in}>"

    __str__ = __repr__

    def __format__(self, format_spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spoiler):
            return NotImplemented
        return (self._text, self.revealed_in) == (other._text, other.revealed_in)

    def __hash__(self) -> int:
        return hash((self._text, self.revealed_in))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Spoiler is not written to files")

    def markdown(self, scope: Scope, bold: Iterable[tuple[int, int]] = ()) -> str:
        """For bodies that render markdown: plain where `scope` is clear, else behind a tag; on one line, escaped.

        `bold` are spans of the text, in order, to stand out.
        """
        text = translated(self._text)
        # Spans are those of the English.
        encoded = _whole_names(_emphasized(text, bold)) if bold and text is self._text else _encoded(text)
        if self.revealed_in <= scope.clear:
            return encoded
        if self.revealed_in <= scope.tagged:
            return f"||{encoded} ||"
        raise SpoilerLeakError(f"{self!r} is beyond the scope of its reply")

    def shown(self, scope: Scope) -> str:
        """The same as `label` in the language that is spoken, for what is read and never compared or typed."""
        return plain(translated(self.label(scope)))

    def label(self, scope: Scope) -> str:
        """For places that render no markdown and hide nothing (titles, buttons, choices, alt text): only what is clear."""
        if self.revealed_in <= scope.clear:
            return plain(self._text)
        raise SpoilerLeakError(f"{self!r} is not in the clear, and a label hides nothing")

    def reveal(self) -> str:
        """The bare text: for the store and for moderators' edit forms, nowhere else."""
        return self._text

    @classmethod
    def join(cls, spoilers: Iterable["Spoiler"], separator: str = " ") -> "Spoiler":
        """One text of several; it is revealed when the last of them is."""
        each = list(spoilers)
        return cls(
            separator.join(spoiler.reveal() for spoiler in each), max((s.revealed_in for s in each), default=PREMISE)
        )
