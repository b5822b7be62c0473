"""The picture of the ties among many people: badges spread by their ties, words in a place of their own on each line."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.ui.chart.canvas import GROUND, Canvas
from bot.ui.chart.parts import Block, Point, titled
from bot.ui.chart.tie_places import Placed, settle
from bot.ui.chart.ties import (
    CHIP,
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

_FACE: Final = 84  # px a side of a badge
_WORDS_WIDE: Final = 230


@dataclass(frozen=True, slots=True)
class TiedPerson:
    """A person of the map with their name, and where they stand."""

    person: PicturedPerson
    name: Block
    place: Placed


@dataclass(frozen=True, slots=True)
class TieLane:
    """All ties of one direction between two people: one line, and where its words stand."""

    start: TiedPerson
    end: TiedPerson
    bonds: tuple[Bond, ...]
    said: tuple[Block, ...]
    place: Placed


def tie_map(title: str, people: Sequence[PicturedPerson], bonds: Sequence[Bond]) -> bytes:
    """Draws the ties among people as a PNG of 840 px and any height; an arrow runs from who is it to whose they are.

    People without a tie are left out, and so are ties to people who are not there. No letters are smaller than 22 px.
    """
    head = titled(title, 40, WIDTH)
    tied, lanes, bottom = arrange(people, bonds, MARGIN + head.height)
    drawn = [bond for lane in lanes for bond in lane.bonds]
    canvas = Canvas(WIDTH, bottom + legend_height(drawn) + MARGIN)
    canvas.text(head, (0, MARGIN - 12, WIDTH, MARGIN - 12 + head.height), left=MARGIN)
    for lane in lanes:
        _draw_line(canvas, lane)
    for each in tied:
        _draw_person(canvas, each)
    for lane in lanes:
        _draw_lane(canvas, lane)
    draw_legend(canvas, drawn, bottom)
    return canvas.png()


def arrange(
    people: Sequence[PicturedPerson], bonds: Sequence[Bond], top: float = 0
) -> tuple[list[TiedPerson], list[TieLane], float]:
    """Where everything stands, and where it ends, in px; apart from the drawing, so that tests can prove it."""
    known = {person.id for person in people}
    own = [bond for bond in bonds if {bond.source, bond.target} <= known and bond.source != bond.target]
    ends = {end for bond in own for end in (bond.source, bond.target)}
    tied: dict[int, TiedPerson] = {}
    for person in people:
        if person.id in ends:
            name = named(person, 22, 178)
            below = name.height - 4
            tied[person.id] = TiedPerson(
                person, name, Placed(max(_FACE, name.width - 20), _FACE + below, face=below / 2)
            )
    lanes = _lanes(tied, own)
    for lane in lanes:
        for end in (lane.start, lane.end):
            lane.place.ends.append(end.place)
            end.place.ends.append(lane.place)
    bottom = settle([each.place for each in tied.values()], [lane.place for lane in lanes], top)
    return list(tied.values()), lanes, bottom


def _lanes(tied: Mapping[int, TiedPerson], bonds: Sequence[Bond]) -> list[TieLane]:
    order = {person: at for at, person in enumerate(tied)}
    lanes: dict[tuple[int, int, bool], list[Bond]] = {}
    for bond in bonds:
        pair = bond.source, bond.target
        start, end = sorted(pair, key=order.__getitem__) if bond.mutual else pair
        lanes.setdefault((start, end, bond.mutual), []).append(bond)
    made: list[TieLane] = []
    for (start, end, _), ties in sorted(
        lanes.items(), key=lambda lane: (order[lane[0][0]], order[lane[0][1]], lane[0][2])
    ):
        said = tuple(words(bond.label, _WORDS_WIDE, ended=bond.ended) for bond in ties)
        place = Placed(max(block.width for block in said), sum(block.height for block in said))
        made.append(TieLane(tied[start], tied[end], tuple(ties), said, place))
    return made


def _draw_person(canvas: Canvas, tied: TiedPerson) -> None:
    (x, y), half = tied.place.port, _FACE / 2
    left, _, right, bottom = tied.place.box
    canvas.box((left, y + half, right, bottom), 8, GROUND)
    canvas.badge(tied.person.badge, (x - half, y - half, x + half, y + half))
    canvas.text(tied.name, (x - half, y + half, x + half, bottom))


def _draw_lane(canvas: Canvas, lane: TieLane) -> None:
    left, top, _, _ = lane.place.box
    canvas.box(lane.place.box, 10, CHIP)
    for bond, block in zip(lane.bonds, lane.said, strict=True):
        draw_words(canvas, block, (left, top), KINDS[bond.kind])
        top += block.height


def _draw_line(canvas: Canvas, lane: TieLane) -> None:
    kinds = list(dict.fromkeys(bond.kind for bond in lane.bonds))
    directed = not lane.bonds[0].mutual
    path = [lane.start.place.port, lane.place.port, lane.end.place.port]
    length = math.dist(path[0], path[2]) or 1.0
    x, y = (path[2][1] - path[0][1]) / length, (path[0][0] - path[2][0]) / length
    for number, kind in enumerate(KINDS[name] for name in kinds):
        aside = (number - (len(kinds) - 1) / 2) * 9
        ended = all(bond.ended for bond in lane.bonds if bond.kind == kind.name)
        canvas.line([(px + x * aside, py + y * aside) for px, py in path], kind.width, kind.colour, dashed=ended)
    if directed:
        tip = _edge(lane.end.place, lane.place.port)
        canvas.arrow(lane.place.port, tip, KINDS[kinds[0]].colour)


def _edge(thing: Placed, towards: Point) -> Point:
    """Where a line from a point meets the badge of a person, or what stands below it."""
    x, y = thing.port
    dx, dy = towards[0] - x, towards[1] - y
    below = thing.box[3] - y if dy > 0 else _FACE / 2
    t = min((_FACE / 2 + 2) / abs(dx) if dx else 1.0, (below + 2) / abs(dy) if dy else 1.0, 1.0)
    return x + dx * t, y + dy * t
