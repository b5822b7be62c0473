"""A sheet to draw pictures on: shapes finer than they stand, then badges and letters on top of them, then a PNG."""

import math
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw

from bot.ui.chart.art import png, stroke
from bot.ui.chart.badges import BadgeName, badge_image
from bot.ui.chart.parts import Block, Box, Point, font, middle, samples

GROUND: Final = "#313338"
"""What pictures stand on: the ground of a card on the dark theme."""

_FINER = 2  # shapes are drawn this much larger and then reduced, because Pillow does not smooth edges itself
_DASH, _GAP = 11, 9  # px


class Canvas:
    """A sheet of so many px; what is drawn later stands on top, but badges and letters always above shapes."""

    def __init__(self, width: float, height: float) -> None:
        self.size = round(width), round(height)
        self._fine = Image.new("RGB", (self.size[0] * _FINER, self.size[1] * _FINER), GROUND)
        self._draw = ImageDraw.Draw(self._fine)
        self._badges: list[tuple[BadgeName, Box]] = []
        self._blocks: list[tuple[Block, Box, float | None]] = []

    def box(self, box: Box, radius: float, fill: str | None, edge: str | None = None) -> None:
        """A rectangle with round corners."""
        self._draw.rounded_rectangle([side * _FINER for side in box], radius * _FINER, fill, edge, 2 * _FINER)

    def line(self, path: Sequence[Point], width: float, colour: str, *, dashed: bool = False) -> None:
        """A line through points, with round ends; a dashed one is what has ended."""
        paths: list[Sequence[Point]] = [path]
        if dashed:
            points = samples(path, 1)
            paths = [points[at : at + _DASH] for at in range(0, len(points), _DASH + _GAP)]
        scaled = [[(x * _FINER, y * _FINER) for x, y in points] for points in paths]
        stroke(self._draw, scaled, width * _FINER, colour)

    def arrow(self, start: Point, tip: Point, colour: str) -> None:
        """The head of an arrow that comes from a point."""
        length = math.dist(start, tip) or 1.0
        x, y = (tip[0] - start[0]) / length, (tip[1] - start[1]) / length
        corners = [
            tip,
            (tip[0] - 20 * x - 10 * y, tip[1] - 20 * y + 10 * x),
            (tip[0] - 20 * x + 10 * y, tip[1] - 20 * y - 10 * x),
        ]
        self.polygon(corners, colour)

    def polygon(self, corners: Sequence[Point], colour: str) -> None:
        """A filled shape."""
        self._draw.polygon([(x * _FINER, y * _FINER) for x, y in corners], colour)

    def badge(self, name: BadgeName, box: Box) -> None:
        """A badge that fills a square."""
        self._badges.append((name, box))

    def text(self, block: Block, box: Box, *, left: float | None = None) -> None:
        """Lines of text in the middle of a box, or all beginning so many px from its left side."""
        self._blocks.append((block, box, left))

    def png(self) -> bytes:
        """The sheet as a PNG; the same drawing is the same bytes with the same Pillow."""
        image = self._fine.reduce(_FINER)
        for name, (x0, y0, x1, _) in self._badges:
            tile = badge_image(name, round(x1 - x0))
            image.paste(tile, (round(x0), round(y0)), tile)
        draw = ImageDraw.Draw(image)
        for block, box, left in self._blocks:
            x, y = middle(box) if left is None else (box[0] + left, middle(box)[1])
            for line in block.lines:
                at = round(x), round(y - block.height / 2 + line.baseline)
                draw.text(at, line.text, line.colour, font(line.size, line.bold), anchor="ms" if left is None else "ls")
        return png(image)
