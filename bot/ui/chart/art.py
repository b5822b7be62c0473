"""What our own small pictures are made of: one palette, one line weight, letters that fill a box. Nothing of a show."""

import io
from collections.abc import Iterable, Sequence
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
    image.save(out, "PNG", compress_level=6)  # the next levels take five times as long for a fiftieth of the bytes
    return out.getvalue()
