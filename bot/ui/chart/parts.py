"""What pictures are written with: the shipped font, and blocks of text that fit."""

import math
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from PIL import ImageFont

from bot.paths import DATA

TEXT: Final = "#f2f3f5"
MUTED: Final = "#b5bac1"
_FONTS = DATA / "fonts"
_NEVER_FIRST = "ァィゥェォッャュョーぁぃぅぇぉっゃゅょ、。，．・）」』】？！…)"
_SIGNS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026\u2032\u2033\u20a9"

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in px."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a block."""

    text: str
    size: int
    bold: bool
    colour: str
    baseline: float  # from the top of the block


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text, each centred, and the size they need with their padding."""

    lines: tuple[Line, ...]
    width: float
    height: float


# --- text ---------------------------------------------------------------------------------------------------------


def cleaned(text: str) -> str:
    """White space folded, and everything left out that the fonts cannot draw."""
    # Only the first part is looked at: a hostile text of a megabyte costs no more than a long one.
    composed = unicodedata.normalize("NFC", " ".join(text[:400].split()))
    return " ".join("".join(map(_drawable, composed)).split()) or "…"


def _drawable(char: str) -> str:
    """The character, its plain form (ą → a), or nothing."""
    for form in (char, unicodedata.normalize("NFKD", char)[0]):
        if is_drawable(form):
            return form
    return ""


def is_drawable(char: str) -> bool:
    """Whether the fonts have a character: Latin, Hangul, and kana, kanji and signs of Japanese, which are those of JIS X 0208."""
    if " " <= char <= "~" or ("\u00a1" <= char <= "ÿ" and char != "\u00ad") or "가" <= char <= "힣" or char in _SIGNS:
        return True
    return "\u3001" <= char <= "\uffef" and _is_japanese(char)


@cache
def _is_japanese(char: str) -> bool:
    try:
        char.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True


@cache
def font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """The shipped font in a size of px."""
    name = f"NotoSansCJKjp-{'Bold' if bold else 'Regular'}.subset.otf"
    # The basic layout is the same on every machine; the other one depends on a library that may be missing.
    return ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def _fitting(text: str, face: ImageFont.FreeTypeFont, width: float) -> int:
    """How many characters fit into so many px."""
    return bisect_right(range(1, len(text) + 1), width, key=lambda length: face.getlength(text[:length]))


def _cut(text: str, size: int, bold: bool, width: float) -> str:
    """Cuts at a width in px."""
    face = font(size, bold)
    fits = _fitting(text, face, width)
    return text if fits == len(text) else text[: _fitting(text, face, width - face.getlength("…"))].rstrip() + "…"


def _break(word: str, fits: int) -> int:
    """Where a word of which so many letters fit is broken: behind a dot of katakana, never before what begins no line."""
    dot = word.rfind("・", 0, fits) + 1
    while fits > 1 and word[fits] in _NEVER_FIRST:
        fits -= 1
    return dot or fits


def _wrap(text: str, size: int, bold: bool, width: float) -> list[str]:
    """Breaks at spaces, inside words only where one is wider than a line; lines come out about equally long."""
    face = font(size, bold)
    words: list[str] = []
    for whole in text.split():
        word = whole
        while face.getlength(word) > width and len(word) > 1:
            fits = _break(word, max(1, _fitting(word, face, width)))
            words.append(word[:fits])
            word = word[fits:]
        words.append(word)

    def fill(limit: float) -> list[str]:
        lines = words[:1]
        for word in words[1:]:
            if face.getlength(longer := f"{lines[-1]} {word}") <= limit:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    lines = fill(width)
    longest = max(map(face.getlength, words))
    while width - 6 >= longest and len(narrower := fill(width - 6)) == len(lines):
        lines, width = narrower, width - 6
    return lines


def _block(parts: Sequence[tuple[str, int, bool, str]], width: float, padding: Point) -> Block:
    """Stacks texts (each with size, weight, colour), wrapped at `width`."""
    lines: list[Line] = []
    top, widest = padding[1], 0.0
    for text, size, bold, colour in parts:
        for line in _wrap(text, size, bold, width):
            lines.append(Line(line, size, bold, colour, round(top + size * 0.98)))
            widest = max(widest, font(size, bold).getlength(line))
            top += round(size * 1.24)
    return Block(tuple(lines), math.ceil(widest + 2 * padding[0]), math.ceil(top + padding[1]))


def titled(text: str, size: int, width: float, below: str = "") -> Block:
    """A name or title in so many px, and smaller below it how it is written in Korean."""
    parts = [(_cut(cleaned(text), size, True, size * 15), size, True, TEXT)]
    if below.strip():
        small = round(size * 0.84)
        parts.append((_cut(cleaned(below), small, False, width), small, False, MUTED))
    return _block(parts, width, (round(size * 0.7), round(size * 0.4)))


def label(text: str, size: int, width: float, *, ended: str = "") -> Block:
    """What a tie is; an ended one says so in words too, with this one."""
    cut = _cut(cleaned(text), size, False, size * 21)
    colour = MUTED if ended else TEXT
    said = f"{cut} ({cleaned(ended)})" if ended else cut
    return _block([(said, size, False, colour)], width, (round(size * 0.42), round(size * 0.2)))


# --- places -------------------------------------------------------------------------------------------------------


def middle(box: Box) -> Point:
    """The point in its middle."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def samples(path: Sequence[Point], step: float) -> list[Point]:
    """Points along a line, about `step` px apart."""
    points: list[Point] = []
    for (ax, ay), (bx, by) in pairwise(path):
        parts = max(1, round(math.hypot(bx - ax, by - ay) / step))
        points += [(ax + (bx - ax) * at / parts, ay + (by - ay) * at / parts) for at in range(parts)]
    return [*points, *path[-1:]]
