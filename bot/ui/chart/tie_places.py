"""Where people and words stand in a map of ties: near whom they belong to, off each other and off others' lines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from bot.ui.chart.parts import Box, Point
from bot.ui.chart.ties import MARGIN, WIDTH

_AIR: Final = 18  # px between two things
_REACHES: Final = (260, 260, 170, 170, 110, 110, 70, 70, 45, 45, 30, 20)
"""How far away, in px, each thing looks for a better place, turn by turn: more turns are better pictures, and slower."""

_ANGLES: Final = (0, 45, 90, 135)
"""How the first places are turned, in degrees: the best of these pictures is taken."""

_MUCH: Final = 90
"""So many things get all the turns; more get fewer, so that no picture takes more than some seconds."""


@dataclass(slots=True, eq=False)
class Placed:
    """A person or the words of a lane: a box that must not lie on another one, and the things it has lines to."""

    width: float
    height: float
    x: float = 0.0
    y: float = 0.0
    ends: list["Placed"] = field(default_factory=list["Placed"])
    face: float = 0.0  # px from the middle up to where its lines end

    @property
    def box(self) -> Box:
        return self.x - self.width / 2, self.y - self.height / 2, self.x + self.width / 2, self.y + self.height / 2

    @property
    def port(self) -> Point:
        """Where its lines end."""
        return self.x, self.y - self.face


def settle(people: Sequence[Placed], lanes: Sequence[Placed], top: float) -> float:
    """Gives people and the words of lanes a place below a height; returns where the picture can go on, in px.

    The words of a lane know its two people as their ends, and no one else stands in it.
    """
    things = [*people, *lanes]
    if not things:
        return top + MARGIN
    area = sum((thing.width + 40) * (thing.height + 40) for thing in things)
    height = max(320.0, 1.35 * area / (WIDTH - 2 * MARGIN))
    tried = [_tried(things, angle, height) for angle in _ANGLES]
    _, places = min(tried, key=lambda each: each[0])
    for thing, (x, y) in zip(things, places, strict=True):
        thing.x, thing.y = x, y
    up = min(thing.box[1] for thing in things) - top
    aside = (WIDTH - min(thing.box[0] for thing in things) - max(thing.box[2] for thing in things)) / 2
    for thing in things:
        thing.x, thing.y = thing.x + aside, thing.y - up
    return max(thing.box[3] for thing in things) + MARGIN


def _tried(things: Sequence[Placed], angle: float, height: float) -> tuple[float, list[Point]]:
    """Moves things from first places turned by so many degrees; returns how much they disturb, and where they came to."""
    for thing, (x, y) in zip(things, _spread(things, angle), strict=True):
        thing.x, thing.y = x * WIDTH, y * height
        _keep_inside(thing)
    sheet = _Sheet(things)
    turns = min(len(_REACHES), round(len(_REACHES) * (_MUCH / len(things)) ** 2))
    for reach in _REACHES[len(_REACHES) - turns :]:
        for thing in things:
            _move(thing, sheet, reach)
    _push_apart(things)
    sheet = _Sheet(things)
    cost = sum(_Surroundings(thing, sheet, 0).cost(thing.x, thing.y, math.inf) for thing in things)
    lowest = max(thing.box[3] for thing in things) - min(thing.box[1] for thing in things)
    return cost + lowest, [(thing.x, thing.y) for thing in things]


def _spread(things: Sequence[Placed], angle: float) -> list[Point]:
    """First places between 0 and 1: who is tied is near each other, with their words between them."""
    # Loaded here, because a bot at rest should not carry it; as Any, because it has no types.
    igraph: Any = import_module("igraph")
    index = {id(thing): at for at, thing in enumerate(things)}
    # Each line is met at both of its ends; it is taken from the words, which have no face.
    edges = [(index[id(end)], at) for at, thing in enumerate(things) if not thing.face for end in thing.ends]
    graph = igraph.Graph(n=len(things), edges=edges)
    groups: list[list[int]] = list(graph.connected_components())
    for group in groups[1:]:
        graph.add_edge(groups[0][0], group[0])
    layout = graph.layout_kamada_kawai(seed=graph.layout_circle(), maxiter=50 * len(things))
    layout.rotate(angle)
    layout.fit_into((0.1, 0.05, 0.9, 0.95), keep_aspect_ratio=False)
    return [(float(x), float(y)) for x, y in layout.coords]


def _keep_inside(thing: Placed) -> None:
    thing.x = min(max(thing.x, MARGIN + thing.width / 2), WIDTH - MARGIN - thing.width / 2)


def _move(thing: Placed, sheet: "_Sheet", reach: float) -> None:
    """Sets a thing where it disturbs least, of sixteen places so many px around it."""
    around = _Surroundings(thing, sheet, reach)
    x, y = thing.x, thing.y
    best, place = around.cost(x, y, math.inf), (x, y)
    for across, down in _AROUND:
        thing.x, thing.y = x + reach * across, y + reach * down
        _keep_inside(thing)
        cost = around.cost(thing.x, thing.y, best)
        if cost < best:
            best, place = cost, (thing.x, thing.y)
    thing.x, thing.y = place
    if place != (x, y):
        sheet.moved(thing)


_AROUND: Final = tuple(
    (far * math.cos(turn * math.pi / 8), far * math.sin(turn * math.pi / 8))
    for turn in range(16)
    for far in (1 if turn % 2 else 0.55,)
)


class _Sheet:
    """Where everything stands now, so that nothing is measured again that did not move."""

    def __init__(self, things: Sequence[Placed]) -> None:
        self._at = {id(thing): at for at, thing in enumerate(things)}
        self.boxes = [(thing, thing.box, _grown(thing.box, 5), _through_price(thing)) for thing in things]
        # A line is met at both of its ends; one of them is the words of a lane, which stand on no badge.
        self.lines = [_Line(thing, end) for thing in things if not thing.face for end in thing.ends]
        self._lines_of: dict[int, list[_Line]] = {}
        for line in self.lines:
            for each in (line.words, line.to):
                self._lines_of.setdefault(id(each), []).append(line)

    def moved(self, thing: Placed) -> None:
        """It stands elsewhere."""
        self.boxes[self._at[id(thing)]] = thing, thing.box, _grown(thing.box, 5), _through_price(thing)
        for line in self._lines_of.get(id(thing), ()):
            line.draw(line.words.port, line.to.port)


class _Surroundings:
    """Everything but one thing, which looks for its place at most so many px away.

    Nearly all boxes and lines are too far away to be met from any of these places: they are left out at once.
    """

    def __init__(self, thing: Placed, sheet: _Sheet, reach: float) -> None:
        self.thing = thing
        self.price = _through_price(thing)
        wide, tall = thing.width / 2 + _AIR + reach, thing.height / 2 + _AIR + reach
        near = thing.x - wide, thing.y - tall, thing.x + wide, thing.y + tall
        self.boxes = [box for other, box, _, _ in sheet.boxes if other is not thing and _meet(box, near)]
        lines = [line for line in sheet.lines if line.words is not thing and line.to is not thing]
        self.lines = [line for line in lines if _meet(line.box, near)]
        x, y = thing.port
        ports = x - reach, y - reach, x + reach, y + reach
        self.ends: list[tuple[Point, list[tuple[Box, float]], list[_Line]]] = []
        for end in thing.ends:
            to = end.port
            swept = min(ports[0], to[0]), min(ports[1], to[1]), max(ports[2], to[0]), max(ports[3], to[1])
            grown = [
                (box, price)
                for other, _, box, price in sheet.boxes
                if _meet(box, swept) and other is not end and other is not thing
            ]
            met = [line for line in lines if _meet(line.box, swept) and to not in {line.start, line.end}]
            self.ends.append((to, grown, met))

    def cost(self, x: float, y: float, limit: float) -> float:
        """How much the thing would disturb there: what it covers, what its lines meet, their length.

        Never more exactly than it takes to see that it is beyond a limit.
        """
        wide, tall = self.thing.width / 2, self.thing.height / 2
        port = px, py = x, y - self.thing.face
        cost = 0.0
        for end, _, _ in self.ends:
            length = math.dist(port, end)
            cost += 0.16 * length + 0.0004 * length**2
        left, top, right, bottom = own = x - wide - _AIR, y - tall - _AIR, x + wide + _AIR, y + tall + _AIR
        for box in self.boxes:
            if left < box[2] and box[0] < right and top < box[3] and box[1] < bottom:
                cost += 400 + 6 * min(right - box[0], box[2] - left, bottom - box[1], box[3] - top)
        if cost >= limit:
            return cost
        for line in self.lines:
            if _meet(line.box, own) and _through(line.start, line.end, own):
                cost += self.price
        for end, others, lines in self.ends:
            if cost >= limit:
                return cost
            west, north, east, south = _hull(port, end)
            for box, price in others:
                # A first look, since nearly all lines are far from nearly all boxes.
                if east < box[0] or west > box[2] or south < box[1] or north > box[3]:
                    continue
                if _through(port, end, box):
                    cost += price
            abx, aby = end[0] - px, end[1] - py
            for met in lines:
                cx, cy = met.start
                dx, dy = met.end
                if (abx * (cy - py) > aby * (cx - px)) == (abx * (dy - py) > aby * (dx - px)):
                    continue
                cdx, cdy = dx - cx, dy - cy
                if (cdx * (py - cy) > cdy * (px - cx)) != (cdx * (end[1] - cy) > cdy * (end[0] - cx)):
                    cost += 80
        return cost


class _Line:
    """A straight line between the words of a lane and one of its people, and the box that it runs through."""

    __slots__ = ("box", "end", "start", "to", "words")

    def __init__(self, words: Placed, to: Placed) -> None:
        self.words, self.to = words, to
        self.draw(words.port, to.port)

    def draw(self, start: Point, end: Point) -> None:
        """It runs from here to there."""
        self.start, self.end, self.box = start, end, _hull(start, end)


def _hull(start: Point, end: Point) -> Box:
    (x, y), (bx, by) = start, end
    west, east = (x, bx) if x < bx else (bx, x)
    north, south = (y, by) if y < by else (by, y)
    return west, north, east, south


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes have a point in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _through_price(thing: Placed) -> float:
    """What it costs that a line of others runs through a thing; a person would seem to be at its end."""
    return 600 if thing.face else 240


def _grown(box: Box, air: float) -> Box:
    return box[0] - air, box[1] - air, box[2] + air, box[3] + air


def _through(start: Point, end: Point, box: Box) -> bool:
    """Whether a straight line, which comes near, passes through a box."""
    (x, y), (bx, by) = start, end
    low, high = 0.0, 1.0
    for at, step, least, most in ((x, bx - x, box[0], box[2]), (y, by - y, box[1], box[3])):
        if abs(step) < 1e-9:
            if not least < at < most:
                return False
            continue
        one, two = (least - at) / step, (most - at) / step
        if one > two:
            one, two = two, one
        low, high = max(low, one), min(high, two)
        if low >= high:
            return False
    return True


def _push_apart(things: Sequence[Placed]) -> None:
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
