"""Medals for standings: first, second and third, told apart by number and ribbon as well as by colour."""

from typing import Final

from PIL import Image, ImageDraw

from bot.ui.chart.art import AMBER, BRICK, FINER, GREEN, INK, PAPER, SIDE, SLATE, letters, png
from bot.ui.chart.parts import Point

_DISCS: Final = ((AMBER, INK), (SLATE, PAPER), (BRICK, PAPER))
"""The metal and the number of each place."""

_RIBBONS: Final[tuple[tuple[tuple[Point, ...], ...], ...]] = (
    (((22, 2), (58, 2), (74, 46), (46, 58)), ((106, 2), (70, 2), (54, 46), (82, 58))),
    (((30, 2), (62, 2), (70, 46), (46, 56)), ((98, 2), (66, 2), (58, 46), (82, 56))),
    (((44, 2), (84, 2), (84, 56), (44, 56)),),
)
"""The bands that a medal hangs on, in px; each place has another cut."""


def medal(place: int) -> bytes:
    """Draws the medal of the first, second or third place as a PNG of 128 × 128 px; the same bytes each time."""
    (_, disc, edge), colour = _DISCS[place - 1]
    image = Image.new("RGBA", (SIDE * FINER, SIDE * FINER))
    draw = ImageDraw.Draw(image)
    for band in _RIBBONS[place - 1]:
        draw.polygon([(x * FINER, y * FINER) for x, y in band], GREEN[0], GREEN[2], 5 * FINER)
    middle, outer = (64 * FINER, 74 * FINER), 53 * FINER
    draw.circle(middle, outer, edge)
    draw.circle(middle, outer - 5 * FINER, disc)
    letters(image, str(place), (36 * FINER, 41 * FINER, 92 * FINER, 107 * FINER), colour)
    return png(image.reduce(FINER))
