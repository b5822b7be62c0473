"""The picture of the ties among many people: badges spread by their ties, words in a place of their own on each line."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from bot.ui.chart.canvas import GROUND, Canvas
from bot.ui.chart.parts import Block, Box, Point
from bot.ui.chart.ties import (
    CHIP,
    KINDS,
    MARGIN,
    WIDTH,
    Bond,
    Person,
    by_kind,
    draw_legend,
    draw_words,
    legend_height,
    named,
    strongest,
    titled,
    words,
)

_FACE: Final = 84  # px a side of a badge
_AIR: Final = 18  # px between two things
_WORDS_WIDE: Final = 230
_REACHES: Final = (260, 260, 170, 170, 110, 110, 70, 70, 45, 45, 30, 20)
"""How far away, in px, each thing looks for a better place, turn by turn: more turns are better pictures, and slower."""


@dataclass(slots=True, eq=False)
class _Thing:
    """A person or the words of a lane: a box that must not lie on another one, and the things it has lines to."""

    width: float
    height: float
    x: float = 0.0
    y: float = 0.0
    ends: list["_Thing"] = field(default_factory=list["_Thing"])
    face: float = 0.0  # px from the middle up to where its lines end

    @property
    def box(self) -> Box:
        return self.x - self.width / 2, self.y - self.height / 2, self.x + self.width / 2, self.y + self.height / 2

    @property
    def port(self) -> Point:
        """Where its lines end."""
        return self.x, self.y - self.face


@dataclass(frozen=True, slots=True)
class _Lane:
    """All ties of one direction between two people: one line with its words."""

    start: int
    end: int
    bonds: tuple[Bond, ...]
    said: tuple[Block, ...]
    thing: _Thing


def group_bonds(bonds: Sequence[Bond], groups: Mapping[int, int], group: int) -> list[Bond]:
    """The ties that the picture of a group shows: among its people, and to people of the groups before it.

    `groups` says which place the group of each person has; so every tie stands in one picture. What a class makes of
    two of its people (a mutual tie of school in one group) is left out, since the name of the group says it.
    """
    return [
        bond
        for bond in strongest(bonds)
        if {bond.source, bond.target} <= groups.keys()
        and max(groups[bond.source], groups[bond.target]) == group
        and not (bond.mutual and bond.kind == "school" and groups[bond.source] == groups[bond.target])
    ]


def tie_map(title: str, people: Sequence[Person], bonds: Sequence[Bond]) -> bytes:
    """Draws the ties among people as a PNG of 840 px and any height; an arrow runs from who is it to whose they are.

    People without a tie are left out, and so are ties to people who are not there. No letters are smaller than 22 px.
    """
    known = {person.id for person in people}
    own = [bond for bond in bonds if {bond.source, bond.target} <= known and bond.source != bond.target]
    tied = {end for bond in own for end in (bond.source, bond.target)}
    shown = [person for person in people if person.id in tied]
    names = [named(person, 22, 178) for person in shown]
    things = [
        _Thing(max(_FACE, name.width - 20), _FACE + name.height - 4, face=(name.height - 4) / 2) for name in names
    ]
    lanes = _lanes({person.id: at for at, person in enumerate(shown)}, own)
    for lane in lanes:
        for end in (things[lane.start], things[lane.end]):
            lane.thing.ends.append(end)
            end.ends.append(lane.thing)
    head = titled(title, 40, WIDTH)
    bottom = _settle([*things, *(lane.thing for lane in lanes)], len(things), lanes, MARGIN + head.height)
    canvas = Canvas(WIDTH, bottom + legend_height(own) + MARGIN)
    canvas.text(head, (0, MARGIN - 12, WIDTH, MARGIN - 12 + head.height), left=MARGIN)
    for lane in lanes:
        _draw_line(canvas, lane, things[lane.start], things[lane.end])
    for thing in things:
        canvas.box((thing.box[0], thing.port[1] + _FACE / 2, thing.box[2], thing.box[3]), 8, GROUND)
    for lane in lanes:
        _draw_lane(canvas, lane)
    for person, name, thing in zip(shown, names, things, strict=True):
        x, y = thing.port
        canvas.badge(person.badge, (x - _FACE / 2, y - _FACE / 2, x + _FACE / 2, y + _FACE / 2))
        canvas.text(name, (x - name.width / 2, y + _FACE / 2, x + name.width / 2, thing.box[3]))
    draw_legend(canvas, own, bottom)
    return canvas.png()


def _lanes(index: dict[int, int], bonds: Sequence[Bond]) -> list[_Lane]:
    lanes: dict[tuple[int, int, bool], list[Bond]] = {}
    for bond in by_kind(bonds):
        start, end = index[bond.source], index[bond.target]
        if bond.mutual:
            start, end = min(start, end), max(start, end)
        lanes.setdefault((start, end, bond.mutual), []).append(bond)
    made: list[_Lane] = []
    for (start, end, _), ties in sorted(lanes.items()):
        said = tuple(words(bond.label, _WORDS_WIDE, ended=bond.ended) for bond in ties)
        thing = _Thing(max(block.width for block in said), sum(block.height for block in said))
        made.append(_Lane(start, end, tuple(ties), said, thing))
    return made


# --- places ---------------------------------------------------------------------------------------------------------


def _settle(things: Sequence[_Thing], people: int, lanes: Sequence[_Lane], top: float) -> float:
    """Gives everything a place below a height; returns where the picture can go on below it, in px."""
    if not things:
        return top + MARGIN
    area = sum((thing.width + 40) * (thing.height + 40) for thing in things)
    height = max(320.0, 1.35 * area / (WIDTH - 2 * MARGIN))
    for thing, (x, y) in zip(
        things, _spread(len(things), people, [(lane.start, lane.end) for lane in lanes]), strict=True
    ):
        thing.x, thing.y = x * WIDTH, y * height
        _keep_inside(thing)
    for reach in _REACHES:
        for thing in things:
            _move(thing, things, reach)
    _push_apart(things)
    up = min(thing.box[1] for thing in things) - top
    aside = (WIDTH - min(thing.box[0] for thing in things) - max(thing.box[2] for thing in things)) / 2
    for thing in things:
        thing.x, thing.y = thing.x + aside, thing.y - up
    return max(thing.box[3] for thing in things) + MARGIN


def _spread(count: int, people: int, pairs: Sequence[tuple[int, int]]) -> list[Point]:
    """First places between 0 and 1: who is tied is near each other, with their words between them."""
    # Loaded here, because a bot at rest should not carry it; as Any, because it has no types.
    igraph: Any = import_module("igraph")
    edges = [(end, people + at) for at, pair in enumerate(pairs) for end in pair]
    graph = igraph.Graph(n=count, edges=edges)
    groups: list[list[int]] = list(graph.connected_components())
    for group in groups[1:]:
        graph.add_edge(groups[0][0], group[0])
    layout = graph.layout_kamada_kawai(seed=graph.layout_circle(), maxiter=50 * count)
    layout.fit_into((0.1, 0.05, 0.9, 0.95), keep_aspect_ratio=False)
    return [(float(x), float(y)) for x, y in layout.coords]


def _keep_inside(thing: _Thing) -> None:
    thing.x = min(max(thing.x, MARGIN + thing.width / 2), WIDTH - MARGIN - thing.width / 2)


def _move(thing: _Thing, things: Sequence[_Thing], reach: float) -> None:
    """Sets a thing where it disturbs least, of sixteen places so many px around it."""
    around = _Surroundings(thing, things)
    x, y = thing.x, thing.y
    best, place = around.cost(x, y, math.inf), (x, y)
    for turn in range(16):
        far = reach * (1 if turn % 2 else 0.55)
        thing.x, thing.y = x + far * math.cos(turn * math.pi / 8), y + far * math.sin(turn * math.pi / 8)
        _keep_inside(thing)
        cost = around.cost(thing.x, thing.y, best)
        if cost < best:
            best, place = cost, (thing.x, thing.y)
    thing.x, thing.y = place


class _Surroundings:
    """Everything but one thing, which does not move while that one looks for its place."""

    def __init__(self, thing: _Thing, things: Sequence[_Thing]) -> None:
        self.thing = thing
        self.ends = [end.port for end in thing.ends]
        others = [other for other in things if other is not thing]
        self.boxes = [other.box for other in others]
        self.strange = [_grown(other.box, 5) for other in others if other not in thing.ends]
        # A line is met at both of its ends; one of them is the words of a lane, which stand on no badge.
        self.lines = [
            (other.port, end.port) for other in others if not other.face for end in other.ends if end is not thing
        ]

    def cost(self, x: float, y: float, limit: float) -> float:
        """How much the thing would disturb there: what it covers, what its lines meet, their length.

        Never more exactly than it takes to see that it is beyond a limit.
        """
        wide, tall = self.thing.width / 2, self.thing.height / 2
        port = x, y - self.thing.face
        cost = 0.0
        for end in self.ends:
            length = math.dist(port, end)
            cost += 0.16 * length + 0.0004 * length**2
        left, top, right, bottom = x - wide - _AIR, y - tall - _AIR, x + wide + _AIR, y + tall + _AIR
        for box in self.boxes:
            if left < box[2] and box[0] < right and top < box[3] and box[1] < bottom:
                cost += 400 + 6 * min(right - box[0], box[2] - left, bottom - box[1], box[3] - top)
        if cost >= limit:
            return cost
        own = (left, top, right, bottom)
        for line in self.lines:
            if _through(line, own):
                cost += 160
        for end in self.ends:
            if cost >= limit:
                return cost
            line = port, end
            for box in self.strange:
                if _through(line, box):
                    cost += 160
            for other in self.lines:
                if end not in other and _cross(line, other):
                    cost += 80
        return cost


def _grown(box: Box, air: float) -> Box:
    return box[0] - air, box[1] - air, box[2] + air, box[3] + air


def _through(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a straight line passes through a box."""
    (x, y), (bx, by) = line
    # A first look, since nearly all lines are far from nearly all boxes.
    if max(x, bx) < box[0] or min(x, bx) > box[2] or max(y, by) < box[1] or min(y, by) > box[3]:
        return False
    dx, dy = bx - x, by - y
    low, high = 0.0, 1.0
    for at, step, least, most in ((x, dx, box[0], box[2]), (y, dy, box[1], box[3])):
        if abs(step) < 1e-9:
            if not least < at < most:
                return False
            continue
        one, two = (least - at) / step, (most - at) / step
        low, high = max(low, min(one, two)), min(high, max(one, two))
    return low < high


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two straight lines cross."""
    ((ax, ay), (bx, by)), ((cx, cy), (dx, dy)) = one, other
    abx, aby = bx - ax, by - ay
    if (abx * (cy - ay) > aby * (cx - ax)) == (abx * (dy - ay) > aby * (dx - ax)):
        return False
    cdx, cdy = dx - cx, dy - cy
    return (cdx * (ay - cy) > cdy * (ax - cx)) != (cdx * (by - cy) > cdy * (bx - cx))


def _push_apart(things: Sequence[_Thing]) -> None:
    """Whatever still overlaps moves apart, downwards where the width is used up."""
    for _ in range(300):
        moved = False
        for at, one in enumerate(things):
            for other in things[at + 1 :]:
                gap_x = (one.width + other.width) / 2 + 10 - abs(one.x - other.x)
                gap_y = (one.height + other.height) / 2 + 10 - abs(one.y - other.y)
                if gap_x > 0 and gap_y > 0:
                    push = gap_y / 2 + 0.5 if one.y < other.y else -gap_y / 2 - 0.5
                    one.y, other.y, moved = one.y - push, other.y + push, True
        if not moved:
            return


# --- lines ----------------------------------------------------------------------------------------------------------


def _draw_lane(canvas: Canvas, lane: _Lane) -> None:
    left, top, _, _ = lane.thing.box
    canvas.box(lane.thing.box, 10, CHIP)
    for bond, block in zip(lane.bonds, lane.said, strict=True):
        draw_words(canvas, block, (left, top), KINDS[bond.kind])
        top += block.height


def _draw_line(canvas: Canvas, lane: _Lane, start: _Thing, end: _Thing) -> None:
    kinds = list(dict.fromkeys(bond.kind for bond in lane.bonds))
    directed = not lane.bonds[0].mutual
    path = [start.port, lane.thing.port, end.port]
    length = math.dist(path[0], path[2]) or 1.0
    x, y = (path[2][1] - path[0][1]) / length, (path[0][0] - path[2][0]) / length
    for number, kind in enumerate(KINDS[name] for name in kinds):
        aside = (number - (len(kinds) - 1) / 2) * 9
        ended = all(bond.ended for bond in lane.bonds if bond.kind == kind.name)
        canvas.line([(px + x * aside, py + y * aside) for px, py in path], kind.width, kind.colour, dashed=ended)
    if directed:
        tip = _edge(end, lane.thing.port)
        canvas.arrow(lane.thing.port, tip, KINDS[kinds[0]].colour)


def _edge(thing: _Thing, towards: Point) -> Point:
    """Where a line from a point meets the badge of a person, or what stands below it."""
    x, y = thing.port
    dx, dy = towards[0] - x, towards[1] - y
    below = thing.box[3] - y if dy > 0 else _FACE / 2
    t = min((_FACE / 2 + 2) / abs(dx) if dx else 1.0, (below + 2) / abs(dy) if dy else 1.0, 1.0)
    return x + dx * t, y + dy * t
