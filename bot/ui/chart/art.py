"""What our own small pictures are made of: one palette, one line weight, letters that fill a box. Nothing of a show."""

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PIL import Image, ImageDraw

from bot.ui.chart.parts import Box, Point, font

INK: Final = "#1f2326"
PAPER: Final = "#f4efe2"
GREEN: Final = ("#45704f", "#5e8c6a", "#7fae8b")
AMBER: Final = ("#8a6a1f", "#c49a3a", "#e6c67c")
BRICK: Final = ("#9a3c34", "#b5483f", "#dc8a80")
SLATE: Final = ("#4c6488", "#6f86a6", "#a9bad2")
"""The accents of cards: each as a ground for letters, as itself, and as an edge or line on a dark ground."""

SIDE: Final = 128
"""Px a side of a badge or a medal; Discord allows an emoji no more."""

FINER: Final = 4
"""Everything is drawn this much larger and then reduced, because Pillow does not smooth edges itself."""

_SET = 200  # px of the letters before they are fitted; larger than they ever stand


@dataclass(frozen=True, slots=True)
class Drawing:
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


def stroke(draw: ImageDraw.ImageDraw, paths: Iterable[Sequence[Point]], width: float, colour: str) -> None:
    """Draws paths with round ends and joints, in px."""
    for path in paths:
        for start, end in pairwise(path):
            draw.line((start, end), colour, round(width))
        for x, y in path:
            draw.circle((x, y), (width - 1) / 2, colour)  # Pillow adds the pixel of the middle


def letters(image: Image.Image, text: str, box: Box, colour: str, narrowest: float = 0.7) -> None:
    """Sets bold letters as large as a box allows, in px; narrowed where that makes them taller."""
    face = font(_SET, bold=True)
    left, top, right, bottom = (round(edge) for edge in face.getbbox(text))
    mask = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(mask).text((-left, -top), text, 255, face)
    wide, tall = box[2] - box[0], box[3] - box[1]
    # As tall as the box where narrowing reaches that, else as tall as the narrowest letters of that width.
    height = min(tall, wide / mask.width * mask.height / narrowest)
    width = min(wide, height * mask.width / mask.height)
    size = round(width), round(height)
    fitted = mask.resize(size, Image.Resampling.LANCZOS)  # pyright: ignore[reportUnknownMemberType]  Pillow names no type
    at = (round((box[0] + box[2] - fitted.width) / 2), round((box[1] + box[3] - fitted.height) / 2))
    image.paste(Image.new("RGB", fitted.size, colour), at, fitted)


def png(image: Image.Image) -> bytes:
    """The picture as a PNG; the same picture is the same bytes with the same Pillow."""
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
