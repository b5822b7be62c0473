"""The yearbook: everyone by group, in rows like a class photograph. No ties, and nothing of what becomes of them."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.ui.chart.art import PAPER
from bot.ui.chart.badges import GROUNDS
from bot.ui.chart.canvas import Canvas
from bot.ui.chart.parts import Block, Point, cleaned, font, titled
from bot.ui.chart.ties import WIDTH, PicturedPerson

_ROW: Final = 5
"""People in a row; with more of them a phone could not show the longest name."""

_EDGE, _INSIDE = 16, 12  # px around a panel and in it
_SEAT: Final = (WIDTH - 2 * _EDGE - 2 * _INSIDE) / _ROW
_FACE, _BODY = 104, 40  # px: a side of a badge, and how far the shoulders come out below it
_HEAD, _BETWEEN = 62, 18  # px: the heading of a panel, and from one row or panel to the next
_PANEL: Final = "#3a3c43"

_Panel = tuple[str, Sequence[PicturedPerson]]


def yearbook(title: str, groups: Sequence[tuple[str, Sequence[PicturedPerson]]], below: str = "") -> bytes:
    """Draws people under the names of their groups as a PNG of 840 px and any height; no letters are smaller than 22 px.

    Small groups stand beside each other; empty ones are left out. `below` is small print under the title.
    """
    bands = _bands([(name, people) for name, people in groups if people])
    head = titled(title, 40, WIDTH, below)
    heights = [_band_height(band) for band in bands]
    top = head.height + 4.0
    canvas = Canvas(WIDTH, top + sum(heights) + _BETWEEN * len(bands))
    canvas.text(head, (0, 8, WIDTH, 8 + head.height), left=_EDGE + 10)
    for band, height in zip(bands, heights, strict=True):
        left = float(_EDGE)
        taken = sum(min(len(people), _ROW) for _, people in band)
        for name, people in band:
            # The panels of a band share its whole width by their people.
            width = (WIDTH - 2 * _EDGE - _BETWEEN * (len(band) - 1)) * min(len(people), _ROW) / taken
            _draw_panel(canvas, name, people, (left, top, left + width, top + height))
            left += width + _BETWEEN
        top += height + _BETWEEN
    return canvas.png()


def _bands(groups: Sequence[_Panel]) -> list[list[_Panel]]:
    """Puts groups beside each other, in their order, as long as one row holds them all and their headings."""
    bands: list[list[_Panel]] = []
    for group in groups:
        row = [*bands[-1], group] if bands else []
        fits = all(titled(name, 26, WIDTH).width <= _SEAT * len(people) for name, people in row)
        if row and fits and sum(len(people) for _, people in row) <= _ROW:
            bands[-1].append(group)
        else:
            bands.append([group])
    return bands


def _rows(people: Sequence[PicturedPerson]) -> list[Sequence[PicturedPerson]]:
    """About equally long rows, the longer ones first."""
    count = math.ceil(len(people) / _ROW)
    short, more = divmod(len(people), count)
    cuts = [number * short + min(number, more) for number in range(count + 1)]
    return [people[start:end] for start, end in pairwise(cuts)]


def _name(person: PicturedPerson) -> Block:
    """A name in at most the width of a seat, which only a longer word goes beyond, by little; katakana breaks at its dot."""
    longest = max(font(22, bold=True).getlength(word) for word in cleaned(person.name).replace("・", "・ ").split())
    return titled(person.name, 22, min(max(_SEAT - 16, longest + 1), _SEAT + 12))


def _row_height(row: Sequence[PicturedPerson]) -> float:
    return _FACE + _BODY + max(_name(person).height for person in row) + 8


def _band_height(band: Sequence[_Panel]) -> float:
    return _HEAD + max(sum(map(_row_height, _rows(people))) for _, people in band) + _INSIDE


def _draw_panel(
    canvas: Canvas, name: str, people: Sequence[PicturedPerson], box: tuple[float, float, float, float]
) -> None:
    left, top, right, bottom = box
    canvas.box((left, top, right, bottom), 16, _PANEL)
    canvas.text(titled(name, 26, right - left), (left, top, right, top + _HEAD), left=_INSIDE + 8)
    y = top + _HEAD
    for row in _rows(people):
        seat = min(_SEAT, (right - left - 2 * _INSIDE) / len(row))
        x = (left + right - seat * (len(row) - 1)) / 2
        for person in row:
            _draw_person(canvas, person, (x, y))
            x += seat
        y += _row_height(row)


def _draw_person(canvas: Canvas, person: PicturedPerson, at: Point) -> None:
    """A badge on the shoulders of a uniform in the colours of the group, with the name below."""
    x, y = at
    ground, _, edge = GROUNDS[person.badge.group % len(GROUNDS)]
    feet = y + _FACE + _BODY
    canvas.box((x - 70, y + _FACE - 22, x + 70, feet + 40), 44, ground, edge)
    canvas.polygon(
        [(x - 24, y + _FACE - 8), (x + 24, y + _FACE - 8), (x, y + _FACE + 26)], edge if ground == PAPER else PAPER
    )
    canvas.box((x - 76, feet, x + 76, feet + 44), 0, _PANEL)
    canvas.badge(person.badge, (x - _FACE / 2, y, x + _FACE / 2, y + _FACE))
    name = _name(person)
    canvas.text(name, (x - _SEAT / 2, feet, x + _SEAT / 2, feet + name.height))
