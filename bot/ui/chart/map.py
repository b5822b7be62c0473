"""The layout of the whole map: people spread by their ties, straight lines, every label in a place of its own."""

import math
from collections.abc import Sequence
from importlib import import_module
from itertools import combinations, count, product
from typing import Any, Final

from bot.ui.chart.parts import Block, Box, Lane, Layout, Node, Point, around, labels, middle, pill, samples

LIMIT: Final = 4000
"""Px a side; Discord shows larger pictures badly, and memory grows with the area."""

_MARGIN = 36  # px
_CELL = 60  # px a side of the squares by which nearby lines are found


def whole_map(nodes: Sequence[Node], lanes: list[Lane]) -> Layout:
    """Spreads people by their ties, then grows the picture until every pill and every label has a place of its own."""
    blocks = [pill(node, 23, 210) for node in nodes]
    for lane in lanes:
        lane.block = labels(lane, 18, 190)
    spread = _spread(len(nodes), sorted({lane.pair for lane in lanes}))
    side = 270 * math.sqrt(len(nodes) + len(lanes) / 2)
    while True:
        pills = _apart([(x * side, y * side * 0.9) for x, y in spread], blocks, lanes)
        _straight_paths(pills, lanes)
        side *= 1.12
        if _place_labels(pills, lanes, last=side > LIMIT - 300):
            return _fitted(pills, blocks, lanes)


def _spread(people: int, pairs: list[tuple[int, int]]) -> list[Point]:
    """Places between 0 and 1 for people; those tied are near each other. The same for the same ties, always."""
    if people < 3:
        return [(0.4 * place, 0.0) for place in range(people)]
    # Loaded here, because a bot at rest should not carry it; as Any, because it has no types.
    igraph: Any = import_module("igraph")
    graph = igraph.Graph(n=people, edges=pairs)
    degree: list[int] = graph.degree()
    hub = max(range(people), key=lambda person: (degree[person], -person))
    # Ties between people who have many are longer, which opens the thicket in the middle.
    weights = [0.7 + 0.16 * math.sqrt(degree[a] * degree[b]) for a, b in pairs]
    # People without a way to the others would fly off: a long thread, never drawn, holds each group.
    groups: list[list[int]] = list(graph.connected_components())
    for group in groups:
        if hub not in group:
            graph.add_edge(hub, max(group, key=lambda person: (degree[person], -person)))
            weights.append(2.0)
    layout = graph.layout_kamada_kawai(weights=weights, seed=graph.layout_circle(), maxiter=50 * people)
    layout.fit_into((0, 0, 1, 1), keep_aspect_ratio=False)
    return [(float(x), float(y)) for x, y in layout.coords]


def _apart(points: list[Point], blocks: list[Block], lanes: list[Lane]) -> list[Box]:
    """Pushes people off each other, and off lines that are not theirs."""
    places = [[x, y] for x, y in points]
    pairs = sorted({(lane.start, lane.end) for lane in lanes})
    apart = {
        (a, b): ((one.width + other.width) / 2 + 34, (one.height + other.height) / 2 + 34)
        for (a, one), (b, other) in combinations(enumerate(blocks), 2)
    }
    for turn in range(400):
        moved = False
        for (a, b), (wide, tall) in apart.items():
            gap_x, gap_y = wide - abs(places[a][0] - places[b][0]), tall - abs(places[a][1] - places[b][1])
            if gap_x > 0 and gap_y > 0:
                axis, gap = (0, gap_x) if gap_x < gap_y else (1, gap_y)
                push = (gap / 2 + 0.5) * (1 if places[a][axis] < places[b][axis] else -1)
                places[a][axis] -= push
                places[b][axis] += push
                moved = True
        if turn < 150:
            moved = _off_lines(places, blocks, pairs) or moved
            moved = _lengthened(places, blocks, lanes) or moved
        if not moved:
            return [around((x, y), block) for (x, y), block in zip(places, blocks, strict=True)]
    # Never seen, but a picture must come out: rows of a grid overlap nowhere.
    return [around((at % 8 * 420, at // 8 * 300), block) for at, block in enumerate(blocks)]


def _off_lines(places: list[list[float]], blocks: list[Block], pairs: list[tuple[int, int]]) -> bool:
    """Pushes people sideways off the lines between two others."""
    moved = False
    for a, b in pairs:
        (ax, ay), (bx, by) = places[a], places[b]
        length = math.hypot(bx - ax, by - ay) or 1.0
        x, y = (bx - ax) / length, (by - ay) / length
        # A first look without the sizes: nearly all people are far from nearly all lines.
        for c in [at for at, (px, py) in enumerate(places) if -170 < (px - ax) * y - (py - ay) * x < 170]:
            px, py = places[c][0] - ax, places[c][1] - ay
            off = px * y - py * x
            # How far the pill reaches across the line, plus a little air.
            near = (abs(y) * blocks[c].width + abs(x) * blocks[c].height) / 2 + 10 - abs(off)
            if near > 0 and c not in (a, b) and 0 < px * x + py * y < length:
                push = min(near, 14) * (1 if off >= 0 else -1)
                places[c] = [places[c][0] + y * push, places[c][1] - x * push]
                moved = True
    return moved


def _lengthened(places: list[list[float]], blocks: list[Block], lanes: list[Lane]) -> bool:
    """Pushes two people apart until the labels between them fit on their line, one after the other."""
    needs: dict[tuple[int, int], float] = {}
    for lane in lanes:
        a, b = pair = lane.pair
        x, y = abs(places[a][0] - places[b][0]) + 0.01, abs(places[a][1] - places[b][1]) + 0.01
        # Half of either pill lies on the line, and all of the labels: how much, depends on how steep it is.
        sizes = [(lane.block.width + 16, lane.block.height + 16)]
        if pair not in needs:
            sizes.append(((blocks[a].width + blocks[b].width) / 2, (blocks[a].height + blocks[b].height) / 2))
        length = math.hypot(x, y)
        needs[pair] = needs.get(pair, 70) + sum(min(width * length / x, height * length / y) for width, height in sizes)
    moved = False
    for (a, b), need in needs.items():
        dx, dy = places[b][0] - places[a][0], places[b][1] - places[a][1]
        length = math.hypot(dx, dy) or 1.0
        if need - length > 1:
            push = min((need - length) / 2, 15) / length
            places[a] = [places[a][0] - push * dx, places[a][1] - push * dy]
            places[b] = [places[b][0] + push * dx, places[b][1] + push * dy]
            moved = True
    return moved


def _straight_paths(pills: list[Box], lanes: list[Lane]) -> None:
    """From edge to edge; the lanes between the same two people run side by side."""
    groups: dict[tuple[int, int], list[Lane]] = {}
    for lane in lanes:
        groups.setdefault(lane.pair, []).append(lane)
    for (one, other), group in groups.items():
        (ax, ay), (bx, by) = middle(pills[one]), middle(pills[other])
        length = math.hypot(bx - ax, by - ay) or 1.0
        for place, lane in enumerate(group):
            shift = (place - (len(group) - 1) / 2) * 18 / length
            x, y = (by - ay) * shift, (ax - bx) * shift
            a, b = (ax + x, ay + y), (bx + x, by + y)
            path = [_leave(a, b, pills[one]), _leave(b, a, pills[other])]
            lane.path = path if lane.start == one else path[::-1]


def _leave(start: Point, end: Point, box: Box) -> Point:
    """Where the line from a point inside the box leaves it."""
    t = 1.0
    for axis in (0, 1):
        if step := end[axis] - start[axis]:
            t = min(t, ((box[axis + 2] if step > 0 else box[axis]) - start[axis]) / step)
    return start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t


def _place_labels(pills: list[Box], lanes: list[Lane], last: bool) -> bool:
    """Gives every label a free place on its line; False if one finds none.

    With `last` all find one: for the few that are left, the line takes a bend to where there is room.
    """
    cells: dict[tuple[int, int], list[tuple[float, float, Lane]]] = {}
    for lane in lanes:
        for x, y in samples(lane.path, 16):
            cells.setdefault((int(x // _CELL), int(y // _CELL)), []).append((x, y, lane))
    waiting = [(lane, _places(lane, pills, lanes, cells)) for lane in lanes]
    waiting.sort(key=lambda wait: len(wait[1]))
    taken: list[Box] = []
    for _ in range(12):
        # Whoever found no place chooses first in the next turn.
        taken, found, failed = list[Box](), list[tuple[Lane, list[Box]]](), list[tuple[Lane, list[Box]]]()
        for lane, places in waiting:
            lane.box = next((box for box in places if not _overlap(box, taken, 8)), None)
            if lane.box:
                taken.append(lane.box)
            (found if lane.box else failed).append((lane, places))
        if not failed:
            return True
        if not last and len(failed) > 9:
            return False
        waiting = failed + found
    if last:
        taken += pills
        for lane in lanes:
            if not lane.box:
                lane.box = _free_spot(lane, taken)
                lane.path = [lane.path[0], middle(lane.box), lane.path[-1]]
                taken.append(lane.box)
    return last


def _places(
    lane: Lane, pills: list[Box], lanes: list[Lane], cells: dict[tuple[int, int], list[tuple[float, float, Lane]]]
) -> list[Box]:
    """Where the labels of a lane may stand, best first: near their part of the line, where few others pass."""
    points = samples(lane.path, 16)
    # Lanes between the same two people share the way: with two of them, a third and two thirds along it.
    twins = [other for other in lanes if other.pair == lane.pair]
    part = (twins.index(lane) + 1) / (len(twins) + 1)
    ideal = len(points) * (part if lane.start < lane.end else 1 - part)
    # The arrow head and a bit of line stay visible at both ends.
    ends = [(x - 13, y - 13, x + 13, y + 13) for x, y in (lane.path[0], lane.path[-1])]
    ranked: list[tuple[float, int, Box]] = []
    for (at, (x, y)), aside in product(enumerate(points), (0, 0.36, -0.36)):
        box = around((x + aside * lane.block.width, y), lane.block)
        if not box[0] + 6 < x < box[2] - 6 or _overlap(box, ends) or _overlap(box, pills, 8):
            continue
        crossed = {
            id(who)
            for column in range(int(box[0] // _CELL), int(box[2] // _CELL) + 1)
            for row in range(int(box[1] // _CELL), int(box[3] // _CELL) + 1)
            for px, py, who in cells.get((column, row), ())
            if box[0] - 4 < px < box[2] + 4 and box[1] - 4 < py < box[3] + 4
        }
        ranked.append((90 * len(crossed) + 16 * abs(at - ideal) + 100 * abs(aside), at, box))
    return [box for _, _, box in sorted(ranked)]


def _free_spot(lane: Lane, taken: list[Box]) -> Box:
    """The free place nearest to the middle of the line, off the line as well; there always is one further out."""
    x, y = middle((*lane.path[0], *lane.path[-1]))
    spots = (
        around((x + distance * math.cos(angle), y + distance * math.sin(angle)), lane.block)
        for distance in count(0, 24)
        for angle in (turn * math.pi / 12 for turn in range(24))
    )
    return next(box for box in spots if not _overlap(box, taken, 8))


def _overlap(box: Box, others: Sequence[Box], air: float = 0) -> bool:
    """Whether it is less than `air` px from one of the others."""
    left, top, right, bottom = box[0] - air, box[1] - air, box[2] + air, box[3] + air
    return any(left < x1 and x0 < right and top < y1 and y0 < bottom for x0, y0, x1, y1 in others)


def _fitted(pills: list[Box], blocks: list[Block], lanes: list[Lane]) -> Layout:
    """Moves everything so that the picture ends a margin beyond the outermost box."""
    boxes = [*pills, *(lane.box for lane in lanes if lane.box)] or [(0, 0, 300, 80)]
    dx, dy = _MARGIN - min(box[0] for box in boxes), _MARGIN - min(box[1] for box in boxes)

    def moved(box: Box) -> Box:
        return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy

    for lane in lanes:
        lane.path = [(x + dx, y + dy) for x, y in lane.path]
        lane.box = moved(lane.box) if lane.box else None
    width = math.ceil(max(box[2] for box in boxes) + dx + _MARGIN)
    height = math.ceil(max(box[3] for box in boxes) + dy + _MARGIN)
    return Layout(width, height, [moved(box) for box in pills], blocks, None, lanes)
