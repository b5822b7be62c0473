"""The picture of one person's ties: a tree that grows downwards, so that a phone shows it as large as a desktop does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.ui.chart.canvas import Canvas
from bot.ui.chart.parts import Block, titled
from bot.ui.chart.ties import (
    KINDS,
    MARGIN,
    WIDTH,
    Bond,
    PicturedPerson,
    draw_legend,
    draw_words,
    legend_height,
    named,
    words,
)

_HEAD, _FACE, _SMALL = 124, 84, 72  # px a side of the badges
_TRUNK: Final = MARGIN + _HEAD / 2
_WORDS_LEFT, _WORDS_WIDE, _FACE_LEFT = 138, 316, 484  # px
_BETWEEN, _BEND = 22, 22  # px from one row to the next, and the radius of a branch
_TOGETHER = 3  # so many people of whom the very same is said share a row
_SHELF, _SEAT = 4, 167  # people on a shelf of such a row, and px for each


@dataclass(frozen=True, slots=True)
class _Row:
    """One person with all that ties them to the centre, or several of whom one and the same is said."""

    people: tuple[PicturedPerson, ...]
    bonds: tuple[Bond, ...]
    said: tuple[Block, ...]
    names: tuple[Block, ...]

    @property
    def lines(self) -> float:
        """The height of its words."""
        return sum(block.height + 10 for block in self.said) - 10

    @property
    def shelves(self) -> list[float]:
        """The heights of its shelves, where several people stand below the words."""
        at = range(0, len(self.names), _SHELF)
        return [_SMALL + 6 + max(name.height for name in self.names[first : first + _SHELF]) for first in at]

    @property
    def height(self) -> float:
        if len(self.people) == 1:
            return max(self.lines, _FACE, self.names[0].height)
        return self.lines + 12 + sum(self.shelves) + 10

    def middles(self) -> list[float]:
        """How far below its top the middle of each of its words lies."""
        at = (self.height - self.lines) / 2 if len(self.people) == 1 else 0.0
        middles: list[float] = []
        for block in self.said:
            middles.append(at + block.height / 2)
            at += block.height + 10
        return middles


def person_picture(centre: PicturedPerson, people: Sequence[PicturedPerson], bonds: Sequence[Bond]) -> bytes:
    """Draws a person's ties as a PNG of 840 px and any height: on each line, what the other one is to that person.

    Ties of others, and people without a tie to the centre, are left out. No words are smaller than 22 px.
    """
    own = [bond for bond in bonds if centre.id in {bond.source, bond.target} and bond.source != bond.target]
    rows = _rows(centre, people, own)
    head = titled(centre.name, 40, WIDTH, centre.hangul)
    tops: list[float] = []
    y = MARGIN + _HEAD + 30.0
    for row in rows:
        tops.append(y)
        y += row.height + _BETWEEN
    canvas = Canvas(WIDTH, y + 6 + legend_height(own) + MARGIN - 8)
    if rows:
        canvas.line([(_TRUNK, MARGIN + _HEAD / 2), (_TRUNK, tops[-1] + rows[-1].middles()[-1] - _BEND)], 4, "#5a5d66")
    for row, top in zip(rows, tops, strict=True):
        _draw_row(canvas, row, top)
    canvas.badge(centre.badge, (MARGIN, MARGIN, MARGIN + _HEAD, MARGIN + _HEAD))
    left = MARGIN + _HEAD
    canvas.text(head, (left, MARGIN, WIDTH, MARGIN + _HEAD), left=24)
    draw_legend(canvas, own, y + 6)
    return canvas.png()


def _rows(centre: PicturedPerson, people: Sequence[PicturedPerson], bonds: Sequence[Bond]) -> list[_Row]:
    known = {person.id: person for person in people}
    of: dict[int, list[Bond]] = {}
    for bond in bonds:
        if bond.other(centre.id) in known:
            of.setdefault(bond.other(centre.id), []).append(bond)
    alike: dict[tuple[str, str, str], list[int]] = {}
    for other, ties in of.items():
        if len(ties) == 1:
            alike.setdefault((ties[0].words(centre.id), ties[0].kind, ties[0].ended), []).append(other)
    shared = {other: group for group in alike.values() if len(group) >= _TOGETHER for other in group}
    rows: list[_Row] = []
    for other, ties in of.items():
        group = shared.get(other, [other])
        if other != group[0]:
            continue
        several = len(group) > 1
        rows.append(
            _Row(
                tuple(known[each] for each in group),
                tuple(ties),
                tuple(words(bond.words(centre.id), _WORDS_WIDE, ended=bond.ended) for bond in ties),
                tuple(named(known[each], 22 if several else 26, _SEAT - 6 if several else 230) for each in group),
            )
        )
    return rows


def _draw_row(canvas: Canvas, row: _Row, top: float) -> None:
    alone, y = len(row.people) == 1, top + row.height / 2
    right, reach = _WORDS_LEFT + _WORDS_WIDE, _FACE / 2 - 14
    if not alone:
        canvas.box((_WORDS_LEFT, top + row.lines / 2, WIDTH - MARGIN, top + row.height), 16, "#3a3c43")
    for number, (bond, block, middle) in enumerate(zip(row.bonds, row.said, row.middles(), strict=True)):
        kind, at = KINDS[bond.kind], top + middle
        path = [(_TRUNK + _BEND * (t / 8) ** 2, at - _BEND * (1 - t / 8) ** 2) for t in range(9)]
        path.append((_WORDS_LEFT + 20, at))
        if alone:
            port = y if len(row.bonds) == 1 else y - reach + 2 * reach * number / (len(row.bonds) - 1)
            path[-1:] = [(right, at), (_FACE_LEFT - 8, port), (_FACE_LEFT + 10, port)]
        canvas.line(path, kind.width, kind.colour, dashed=bool(bond.ended))
        draw_words(canvas, block, (_WORDS_LEFT, at - block.height / 2), kind)
    if alone:
        canvas.badge(row.people[0].badge, (_FACE_LEFT, y - _FACE / 2, _FACE_LEFT + _FACE, y + _FACE / 2))
        canvas.text(row.names[0], (_FACE_LEFT + _FACE, y - 10, WIDTH, y + 10), left=18)
        return
    for number, (person, name) in enumerate(zip(row.people, row.names, strict=True)):
        x = _WORDS_LEFT + 2 + _SEAT * (number % _SHELF + 0.5)
        shelf = top + row.lines + 12 + sum(row.shelves[: number // _SHELF])
        canvas.badge(person.badge, (x - _SMALL / 2, shelf, x + _SMALL / 2, shelf + _SMALL))
        canvas.text(name, (x - _SEAT / 2, shelf + _SMALL, x + _SEAT / 2, shelf + _SMALL + name.height))
