"""Name badges as values: what stands on the badge of a person. It is the same for good, so it tells nothing of what happens."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.show.episodes import PREMISE, Scope
from bot.show.spoilers import Spoiler

Point = tuple[float, float]

WIDTH, HEIGHT = 48, 24
"""The ground of a drawing, in units."""

_HANGUL: Final = re.compile("[가-힣]+")


@dataclass(frozen=True, slots=True)
class LineDrawing:
    """A small thing drawn in lines, on a ground of 48 × 24 units whose origin is the upper left corner.

    A line runs straight from point to point, a curve smoothly through them; a ring is its middle and its radius.
    """

    lines: tuple[tuple[Point, ...], ...] = ()
    curves: tuple[tuple[Point, ...], ...] = ()
    rings: tuple[tuple[float, float, float], ...] = ()

    def strokes(self) -> list[list[Point]]:
        """All of it as lines from point to point, in units."""
        circles = [
            [(x + r * math.cos(turn * math.pi / 24), y + r * math.sin(turn * math.pi / 24)) for turn in range(49)]
            for x, y, r in self.rings
        ]
        return [*map(list, self.lines), *map(smooth, self.curves), *circles]


@dataclass(frozen=True, slots=True)
class Badge:
    """The badge of a person: one or two signs, the place of their group among the groups of the show, a thing or none."""

    sign: Spoiler
    group: int
    drawing: LineDrawing | None = None

    def ordered(self, scope: Scope) -> tuple[Any, ...]:
        """What it is drawn from, as plain values that can be written down; `bot.ui.chart.draw` reads them."""
        return (self.sign.label(scope), self.group, self.drawing)


BLANK: Final = Badge(Spoiler("?", PREMISE), 0)
"""The badge of somebody of whom it was not read."""


def smooth(points: Sequence[Point]) -> list[Point]:
    """A Catmull-Rom curve through the points; a closed one where the last point is the first."""
    if len(points) < 3:
        return list(points)
    closed = points[0] == points[-1]
    around = [points[-2], *points, points[1]] if closed else [points[0], *points, points[-1]]
    path: list[Point] = []
    for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False):
        for step in range(12):
            t = step / 12
            path.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return [*path, points[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def sign(name: str, hangul: str = "") -> str:
    """The given name in Hangul without the family name; else two initials.

    >>> sign("Choi Nam-ra", "최남라"), sign("Yong Maru", "마루"), sign("Ho-cheol")
    ('남라', '마루', 'HC')
    """
    if found := _HANGUL.search(hangul):
        return found[0] if len(found[0]) < 3 else found[0][-2:]
    words = [word for word in re.split(r"[\W_]+", name) if word]
    return "".join(word[0] for word in words[-2:]).upper() or "?"
