"""What the pictures of ties are made of: people with badges, ties by kind, their lines, words and legend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.show.badges import LineDrawing
from bot.ui.chart.art import AMBER, GREEN, PAPER
from bot.ui.chart.badges import BadgeName
from bot.ui.chart.canvas import Canvas
from bot.ui.chart.parts import Block, Point, label, titled

WIDTH: Final = 840
"""Px of a picture; a phone shows it half as wide, so that no letter may be smaller than 22."""

MARGIN: Final = 28
WORDS: Final = 24
"""Size of the words of a tie, in px."""

CHIP: Final = "#27292d"


@dataclass(frozen=True, slots=True)
class Kind:
    """How the lines of a kind look; `mark` tells them apart without colour."""

    name: str
    colour: str
    width: float  # px
    mark: LineDrawing


def _mark(*paths: tuple[Point, ...], curves: tuple[tuple[Point, ...], ...] = ()) -> LineDrawing:
    return LineDrawing(paths, curves)


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("love", "#e58a92", 7, _mark(curves=(((0, 7), (-7, -1), (-5, -7), (0, -4), (5, -7), (7, -1), (0, 7)),))),
        Kind("family", AMBER[2], 7, _mark(((-7, 7), (-7, -1), (0, -7), (7, -1), (7, 7), (-7, 7)))),
        Kind("friends", GREEN[2], 5, LineDrawing(rings=((0, 0, 6),))),
        Kind("school", "#9aa7bb", 3, _mark(((-7, 6), (-7, -6), (7, -6), (7, 6), (-7, 6)))),
        Kind("enmity", "#d25f55", 5, _mark(((-6, -6), (6, 6)), ((6, -6), (-6, 6)))),
        Kind("death", PAPER, 7, _mark(((0, -8), (0, 8)), ((-5, -3), (5, -3)))),
    )
}
"""The kinds of ties by name, in the order in which they stand in a picture."""


@dataclass(frozen=True, slots=True)
class PicturedPerson:
    """Someone of a picture of ties."""

    id: int
    name: str
    hangul: str
    badge: BadgeName


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie: "<source> is <target>'s <label>", and the other way round `label_back`; a mutual one has its label for both."""

    source: int
    target: int
    label: str
    kind: str
    label_back: str = ""
    mutual: bool = False
    ended: str = ""  # the word for it, where it has
    called: str = ""  # what the legend calls its kind, where that is not its name

    def other(self, person: int) -> int:
        """Who is at the other end."""
        return self.target if person == self.source else self.source

    def words(self, person: int) -> str:
        """What the other one is to this person."""
        return self.label_back if person == self.source and not self.mutual else self.label


# --- words ----------------------------------------------------------------------------------------------------------


def words(text: str, width: float, *, ended: str) -> Block:
    """The words of a tie at most so many px wide, with room for the mark of its kind on their left."""
    block = label(text, WORDS, width - 34, ended=ended)
    return replace(block, width=block.width + 34)


def draw_words(canvas: Canvas, block: Block, at: Point, kind: Kind) -> None:
    """A chip with the mark of the kind and the words, its upper left corner there."""
    x, y = at
    canvas.box((x, y, x + block.width, y + block.height), 10, CHIP)
    draw_mark(canvas, kind, (x + 24, y + block.height / 2))
    canvas.text(block, (x, y, x + block.width, y + block.height), left=44)


def draw_mark(canvas: Canvas, kind: Kind, at: Point) -> None:
    """The mark of a kind round a point."""
    for path in kind.mark.strokes():
        canvas.line([(at[0] + x, at[1] + y) for x, y in path], 3, kind.colour)


def named(person: PicturedPerson, size: int, width: float) -> Block:
    """A person's name in so many px."""
    return titled(person.name, size, width)


# --- legend ---------------------------------------------------------------------------------------------------------


def legend_height(bonds: Sequence[Bond]) -> float:
    """Px that the legend of these ties takes."""
    return _legend(None, bonds, 0)


def draw_legend(canvas: Canvas, bonds: Sequence[Bond], top: float) -> None:
    """What the lines of the picture mean: the kinds in it, and what a dashed one is."""
    _legend(canvas, bonds, top)


def _legend(canvas: Canvas | None, bonds: Sequence[Bond], top: float) -> float:
    called = {bond.kind: bond.called or bond.kind for bond in bonds}
    entries = [(kind, called[name], False) for name, kind in KINDS.items() if name in called]
    entries += [(KINDS["school"], word, True) for word in dict.fromkeys(bond.ended for bond in bonds) if word]
    x, y = float(MARGIN), top
    for kind, name, dashed in entries:
        block = label(name, 22, 300)
        needed = 86 + block.width
        if x + needed > WIDTH - MARGIN:
            x, y = MARGIN, y + 40
        if canvas is not None:
            canvas.line([(x + 4, y + 18), (x + 46, y + 18)], kind.width, kind.colour, dashed=dashed)
            if not dashed:
                draw_mark(canvas, kind, (x + 68, y + 18))
            canvas.text(
                block, (x + (82 if not dashed else 52), y, x + (82 if not dashed else 52) + block.width, y + 36)
            )
        x += needed
    return y + 36 - top
