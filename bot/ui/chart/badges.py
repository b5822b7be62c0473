"""Name badges: a person's given name in Hangul on the ground of their group, as a square PNG of the size of an emoji.

A badge never changes: it shows what the name itself says and nothing that happens, so it stands at every gate.
"""

from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

from bot.show.badges import LineDrawing
from bot.ui.chart.art import AMBER, BRICK, FINER, GREEN, INK, PAPER, SIDE, SLATE, letters, png, stroke
from bot.ui.chart.parts import cleaned

GROUNDS: Final = (
    (GREEN[0], PAPER, GREEN[2]),
    (SLATE[0], PAPER, SLATE[2]),
    (AMBER[1], INK, AMBER[2]),
    (BRICK[0], PAPER, BRICK[2]),
    ("#2b3a55", PAPER, SLATE[1]),
    (PAPER, INK, "#b9ae93"),
    ("#3d4429", PAPER, "#8a9467"),
    ("#41464d", PAPER, "#8b929b"),
)
"""Ground, letters and edge of each group, in the order in which a show names its groups; a ninth begins again."""

_EDGE, _ROUND, _LINE = 5, 26, 5  # px: the edge, the radius of the corners, the weight of a drawing's lines


@dataclass(frozen=True, slots=True)
class BadgeName:
    """What a badge shows: one or two signs, the place of the group among the groups of the show, a thing or none."""

    sign: str
    group: int
    drawing: LineDrawing | None = None


def badge(name: BadgeName) -> bytes:
    """Draws a badge as a PNG of 128 × 128 px with clear corners; the same name is the same bytes with the same Pillow."""
    return png(badge_image(name, SIDE))


def badge_image(name: BadgeName, side: int) -> Image.Image:
    """Draws a badge so many px wide, to stand in a larger picture."""
    ground, colour, edge = GROUNDS[name.group % len(GROUNDS)]
    unit = side * FINER / SIDE
    image = Image.new("RGBA", (side * FINER, side * FINER))
    draw = ImageDraw.Draw(image)
    whole, inner = side * FINER - 1, _EDGE * unit
    draw.rounded_rectangle((0, 0, whole, whole), _ROUND * unit, edge)
    draw.rounded_rectangle((inner, inner, whole - inner, whole - inner), (_ROUND - _EDGE) * unit, ground)
    bottom = 116 if name.drawing is None else 82
    letters(image, cleaned(name.sign), (10 * unit, 12 * unit, (SIDE - 10) * unit, bottom * unit), colour)
    if name.drawing is not None:
        paths = [[((32.8 + x * 1.3) * unit, (87 + y * 1.3) * unit) for x, y in path] for path in name.drawing.strokes()]
        stroke(draw, paths, _LINE * unit, colour)
    return image.reduce(FINER)
