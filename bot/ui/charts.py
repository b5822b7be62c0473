"""The relationships picture: people as pills, ties as lines that carry their words. Plain strings in, PNG out."""

import io
import math
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from itertools import combinations, count, pairwise, product
from pathlib import Path
from typing import Any

from PIL import Image, ImageColor, ImageDraw, ImageFont

_FONTS = Path(__file__).parents[2] / "data" / "fonts"
_BACKGROUND, _PILL, _PILL_EDGE, _CHIP = "#313338", "#43454c", "#5a5d66", "#27292d"
_CENTRE, _CENTRE_EDGE = "#44684e", "#5e8c6a"
_TEXT, _MUTED, _LINE, _LINE_ENDED = "#f2f3f5", "#b5bac1", "#a4a9b2", "#7d828b"
_SIGNS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026\u2032\u2033\u20a9"
_WIDTH, _MARGIN, _STUB, _BEND = 1100, 18, 36, 14  # px, of the picture around one person
_LIMIT = 4000  # px a side; Discord shows larger pictures badly, and memory grows with the area
_FINER = 2  # lines and pills are drawn this much larger and then reduced, because Pillow does not smooth edges itself

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A person of the picture."""

    id: int
    name: str
    hangul: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A directed tie reads "<source> is <target>'s <label>"; a mutual one reads the same from both ends."""

    source: int
    target: int
    label: str
    mutual: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: int
    bold: bool
    colour: str
    baseline: float  # from the top of the block


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of text, each centred, and the size they need with their padding."""

    lines: tuple[_Line, ...]
    width: float
    height: float
    rules: tuple[float, ...] = ()  # where a thin line parts two labels, from the top


@dataclass(slots=True, eq=False)
class _Lane:
    """All ties of one direction between two people: one line, one block of labels."""

    start: int
    end: int
    directed: bool
    labels: list[tuple[str, bool]]
    path: list[Point] = field(default_factory=list[Point])
    block: _Block = _Block((), 0, 0)
    box: Box | None = None

    @property
    def pair(self) -> tuple[int, int]:
        return min(self.start, self.end), max(self.start, self.end)

    @property
    def ended(self) -> bool:
        return all(ended for _, ended in self.labels)


@dataclass(slots=True)
class _Geometry:
    """Everything that is drawn, in px. No two of the boxes overlap."""

    width: int
    height: int
    pills: list[Box]
    blocks: list[_Block]
    centre: int | None
    lanes: list[_Lane]

    def boxes(self) -> list[Box]:
        return [*self.pills, *(lane.box for lane in self.lanes if lane.box)]


def relationship_map(nodes: Sequence[Node], ties: Sequence[Tie], centre: int | None = None) -> bytes:
    """Draws the people and their ties as a PNG; `centre` is the id of the one whose card it is. Takes up to 3 s."""
    return _png(arrange(nodes, ties, centre))


def arrange(nodes: Sequence[Node], ties: Sequence[Tie], centre: int | None) -> _Geometry:
    """Where everything stands; apart from the drawing, so that tests can prove that nothing overlaps."""
    index = {node.id: place for place, node in enumerate(nodes)}
    lanes = _lanes(index, ties)
    middle = None if centre is None else index.get(centre)
    return _whole_map(nodes, lanes) if middle is None else _ego_map(nodes, lanes, middle)


def _lanes(index: dict[int, int], ties: Iterable[Tie]) -> list[_Lane]:
    """Merges the ties of one direction between two people; ties to nobody and to oneself are left out."""
    lanes: dict[tuple[int, int, bool], _Lane] = {}
    for tie in ties:
        start, end = index.get(tie.source, -1), index.get(tie.target, -1)
        if start < 0 or end < 0 or start == end:
            continue
        if tie.mutual:
            start, end = min(start, end), max(start, end)
        lane = lanes.setdefault((start, end, not tie.mutual), _Lane(start, end, not tie.mutual, []))
        label = (cleaned(tie.label), tie.ended)
        if label not in lane.labels:
            lane.labels.append(label)
    # Labels that still hold come first: they are what the picture is opened for.
    for lane in lanes.values():
        lane.labels.sort(key=lambda label: label[1])
    return sorted(lanes.values(), key=lambda lane: (lane.pair, lane.directed, lane.start))


# --- text ---------------------------------------------------------------------------------------------------------


def cleaned(text: str) -> str:
    """White space folded, and everything left out that the fonts cannot draw."""
    # Only the first part is looked at: a hostile text of a megabyte costs no more than a long one.
    composed = unicodedata.normalize("NFC", " ".join(text[:400].split()))
    return " ".join("".join(map(_drawable, composed)).split()) or "…"


def _drawable(char: str) -> str:
    """The character, its plain form (ą → a), or nothing. The ranges are those of data/fonts/README.md."""
    for form in (char, unicodedata.normalize("NFKD", char)[0]):
        if (
            " " <= form <= "~"
            or ("\u00a1" <= form <= "ÿ" and form != "\u00ad")
            or "가" <= form <= "힣"
            or form in _SIGNS
        ):
            return form
    return ""


@cache
def font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """The shipped font in a size of px."""
    name = f"NotoSansCJKkr-{'Bold' if bold else 'Regular'}.subset.otf"
    # The basic layout is the same on every machine; the other one depends on a library that may be missing.
    return ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


def _fitting(text: str, face: ImageFont.FreeTypeFont, width: float) -> int:
    """How many characters fit into so many px."""
    return bisect_right(range(1, len(text) + 1), width, key=lambda length: face.getlength(text[:length]))


def _cut(text: str, size: int, bold: bool, width: float) -> str:
    """Cuts at a width in px."""
    face = font(size, bold)
    fits = _fitting(text, face, width)
    return text if fits == len(text) else text[: _fitting(text, face, width - face.getlength("…"))].rstrip() + "…"


def _wrap(text: str, size: int, bold: bool, width: float) -> list[str]:
    """Breaks at spaces, inside words only where one is wider than a line; lines come out about equally long."""
    face = font(size, bold)
    words: list[tuple[str, float]] = []
    for whole in text.split():
        word = whole
        while face.getlength(word) > width and len(word) > 1:
            fits = max(1, _fitting(word, face, width))
            words.append((word[:fits], face.getlength(word[:fits])))
            word = word[fits:]
        words.append((word, face.getlength(word)))
    space = face.getlength(" ")

    def fill(limit: float) -> list[str]:
        lines: list[str] = []
        used = limit
        for word, length in words:
            if lines and used + space + length <= limit:
                lines[-1] += f" {word}"
                used += space + length
            else:
                lines.append(word)
                used = length
        return lines

    lines = fill(width)
    longest = max((length for _, length in words), default=0.0)
    while width - 6 >= longest and len(fill(width - 6)) == len(lines):
        width -= 6
    return fill(width)


def _block(parts: Sequence[tuple[str, int, bool, str]], width: float, padding: Point, apart: float) -> _Block:
    """Stacks texts (each with size, weight, colour), wrapped at `width`; `apart` px lie between two texts."""
    lines: list[_Line] = []
    rules: list[float] = []
    top, widest = padding[1], 0.0
    for number, (text, size, bold, colour) in enumerate(parts):
        if number and apart:
            rules.append(top + apart / 2)
            top += apart
        for line in _wrap(text, size, bold, width):
            lines.append(_Line(line, size, bold, colour, round(top + size * 0.98)))
            widest = max(widest, font(size, bold).getlength(line))
            top += round(size * 1.24)
    return _Block(tuple(lines), math.ceil(widest + 2 * padding[0]), math.ceil(top + padding[1]), tuple(rules))


def _pill(node: Node, size: int, width: float) -> _Block:
    parts = [(_cut(cleaned(node.name), size, True, size * 15), size, True, _TEXT)]
    if node.hangul.strip():
        small = round(size * 0.84)
        parts.append((_cut(cleaned(node.hangul), small, False, width), small, False, _MUTED))
    return _block(parts, width, (round(size * 0.7), round(size * 0.4)), 0)


def _labels(lane: _Lane, size: int, width: float) -> _Block:
    parts: list[tuple[str, int, bool, str]] = []
    for label, ended in lane.labels:
        text = _cut(label, size, False, size * 21)
        parts.append((f"{text} (ended)" if ended else text, size, False, _MUTED if ended else _TEXT))
    return _block(parts, width, (round(size * 0.42), round(size * 0.2)), round(size * 0.36))


# --- one person in the middle -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Row:
    """A person beside the centre; a band of the picture is theirs alone."""

    person: int
    pill: _Block
    spokes: list[_Lane]
    right: bool = False
    rank: int = 0  # 1, 2 … below the centre, -1, -2 … above it
    top: float = 0.0  # px from the centre to where the band begins
    ups: list[_Lane] = field(default_factory=list[_Lane])  # lines to others, by the direction in which they leave
    downs: list[_Lane] = field(default_factory=list[_Lane])

    @property
    def reach(self) -> float:
        """Half the height of the pill: lines leave it level, so it is as tall as they are apart."""
        blocks = [lane.block.height + 10 for lane in self.spokes]
        spread = sum(blocks) / 2 - (min(blocks[0], blocks[-1]) / 2 - 20) if blocks else 0
        others = max(len(self.ups), len(self.downs))
        return math.ceil(max(self.pill.height / 2, spread) + (16 * others + 6 if others else 0))

    @property
    def height(self) -> float:
        return max(2 * self.reach, sum(lane.block.height + 10 for lane in self.spokes))


def _ego_map(nodes: Sequence[Node], lanes: list[_Lane], middle: int) -> _Geometry:
    """Rows left and right of the centre, above and below it; grown until the ties among the others have room too."""
    others = _ring_order([place for place in range(len(nodes)) if place != middle], lanes)
    blocks = [_pill(node, 34 if at == middle else 26, 340 if at == middle else 208) for at, node in enumerate(nodes)]
    blocks[middle] = replace(blocks[middle], width=max(blocks[middle].width, 250))
    growth = 1.0
    while True:
        for lane in lanes:
            lane.block, lane.box, lane.path = _labels(lane, 26, 220), None, []
        geometry = _pair(blocks, lanes, middle) if len(others) == 1 else _columns(blocks, lanes, middle, others, growth)
        if _place_labels(geometry, last=growth > 3):
            return geometry
        growth *= 1.15


def _ring_order(people: list[int], lanes: Sequence[_Lane]) -> list[int]:
    """Swaps people until those tied to each other stand as near as they can on the ring."""
    pairs = sorted({(lane.start, lane.end) for lane in lanes if {lane.start, lane.end} <= set(people)})
    at = {person: place for place, person in enumerate(people)}

    def cost() -> int:
        return sum(min(gap, len(people) - gap) ** 2 for a, b in pairs for gap in [abs(at[a] - at[b])])

    best, better = cost(), bool(pairs)
    while better:
        better = False
        for a, b in combinations(people, 2):
            at[a], at[b] = at[b], at[a]
            if (now := cost()) < best:
                best, better = now, True
            else:
                at[a], at[b] = at[b], at[a]
    return sorted(people, key=at.__getitem__)


def _pair(blocks: list[_Block], lanes: list[_Lane], middle: int) -> _Geometry:
    """The centre and one other, side by side."""
    for lane in lanes:
        lane.block = _labels(lane, 26, _WIDTH - sum(block.width for block in blocks) - 2 * (_MARGIN + _STUB) - 24)
    row = _Row(1 - middle, blocks[1 - middle], lanes)
    y, hub = _MARGIN + max(row.height, blocks[middle].height) / 2, blocks[middle]
    gap = max((lane.block.width for lane in lanes), default=0.0) + 2.5 * _STUB
    x = (_WIDTH - gap - row.pill.width - hub.width) / 2 + row.pill.width
    pills = [_around((x - row.pill.width / 2, y), replace(row.pill, height=2 * row.reach))] * 2
    pills[middle] = _around((x + gap + hub.width / 2, y), replace(hub, height=max(hub.height, 2 * row.reach)))
    for lane, at in _levels(row, y):
        lane.path = [(x + gap, at), (x, at)] if lane.start == middle else [(x, at), (x + gap, at)]
    return _Geometry(_WIDTH, math.ceil(2 * y), pills, blocks, middle, lanes)


def _levels(row: _Row, y: float) -> list[tuple[_Lane, float]]:
    """The lanes to the centre with the height of each, from the top."""
    at = y - sum(lane.block.height + 10 for lane in row.spokes) / 2
    levels: list[tuple[_Lane, float]] = []
    for lane in row.spokes:
        half = (lane.block.height + 10) / 2
        levels.append((lane, at + half))
        at += 2 * half
    return levels


def _columns(blocks: list[_Block], lanes: list[_Lane], middle: int, others: list[int], growth: float) -> _Geometry:
    """Metro lines: level from a person through the labels, then upright to a port of the centre; no two cross."""
    rows = [_Row(at, blocks[at], [lane for lane in lanes if {lane.start, lane.end} == {at, middle}]) for at in others]
    left, right = _halves(rows)
    # The ring runs down the left column and up the right one. Each quarter starts with the row nearest to the centre.
    quarters = [half for column in (left, right[::-1]) for half in _halves(column)]
    quarters[0].reverse()
    quarters[2].reverse()
    for number, quarter in enumerate(quarters):
        for place, row in enumerate(quarter, 1):
            row.right, row.rank = number >= 2, place if number % 2 else -place
    across = _turns(rows, lanes)
    ports = [_wrap_spokes(quarter) for quarter in quarters]
    extent = [_set_tops(quarters[half::2], lanes, growth) for half in (0, 1)]
    hub = blocks[middle]
    top = _MARGIN + extent[0]
    pills: list[Box] = [_around((_WIDTH / 2, top + hub.height / 2), hub)] * len(blocks)
    for quarter, apart in zip(quarters, ports, strict=True):
        port = sum(len(row.spokes) for row in quarter)
        for row in quarter:
            outward, edge = (1, top + hub.height) if row.rank > 0 else (-1, top)
            y, x = edge + outward * (row.top + row.height / 2), _MARGIN + row.pill.width
            box = _around((x - row.pill.width / 2, y), replace(row.pill, height=2 * row.reach))
            pills[row.person] = _mirrored(box, row.right)
            # From the lane nearest to the centre on, which has the outermost port.
            for lane, at in _levels(row, y)[::outward]:
                port -= 1
                pole = _WIDTH / 2 - apart * (port + 0.5)
                path = _rounded([(x, at), (pole, at), (pole, edge)])
                lane.box = _mirrored(_around((x + _STUB + lane.block.width / 2, at), lane.block), row.right)
                lane.path = [(_WIDTH - px, py) if row.right else (px, py) for px, py in path]
                if lane.start == middle:
                    lane.path.reverse()
    _ring_paths(pills, {row.person: row for row in rows}, across, lanes)
    return _Geometry(_WIDTH, math.ceil(top + hub.height + extent[1] + _MARGIN), pills, blocks, middle, lanes)


def _halves(rows: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """Cuts where both parts are about equally tall."""
    heights = [row.height + 26 for row in rows]
    cut = min(range(len(rows), -1, -1), key=lambda at: (round(abs(sum(heights[:at]) - sum(heights[at:]))), -at))
    return rows[:cut], rows[cut:]


def _turns(rows: list[_Row], lanes: list[_Lane]) -> list[_Lane]:
    """The ties that are not between neighbours of a column; notes with both people on which side they leave."""
    by_person = {row.person: row for row in rows}
    across: list[tuple[int, int, _Lane]] = []
    for number, lane in enumerate(lanes):
        if lane.start in by_person and lane.end in by_person:
            ends = sorted((by_person[lane.start], by_person[lane.end]), key=lambda row: (row.rank, row.person))
            column = [row for row in rows if row.right == ends[0].right and ends[0].rank < row.rank < ends[1].rank]
            if column or ends[0].right != ends[1].right:
                across.append((ends[1].rank - ends[0].rank, number, lane))
    for _, _, lane in sorted(across, key=lambda entry: entry[:2]):
        upper, lower = sorted((by_person[lane.start], by_person[lane.end]), key=lambda row: (row.rank, row.person))
        upper.downs.append(lane)
        lower.ups.append(lane)
    return [lane for _, _, lane in sorted(across, key=lambda entry: entry[:2])]


def _wrap_spokes(quarter: list[_Row]) -> float:
    """Wraps labels so that the lines of the rows beyond pass beside them; returns the distance between ports in px."""
    apart = min(18.0, 88 / max(1, sum(len(row.spokes) for row in quarter)))
    port = 0
    for row in reversed(quarter):
        port += len(row.spokes)
        room = _WIDTH / 2 - apart * (port - 0.5) - _BEND - _STUB - row.pill.width - _MARGIN - 28
        for lane in row.spokes:
            lane.block = _labels(lane, 26, min(300, room))
    return apart


def _set_tops(half: Sequence[list[_Row]], lanes: list[_Lane], growth: float) -> float:
    """Sets how far from the centre each row begins; the shorter column is spread. Returns the height of the half."""
    reaches: list[float] = []
    for quarter in half:
        at, before = 64.0 * math.sqrt(growth), None
        for row in quarter:
            if before:
                between = [lane for lane in lanes if {lane.start, lane.end} == {row.person, before.person}]
                at += 26 * growth + sum(lane.block.height + 44 for lane in between)
            row.top, before = at, row
            at += row.height
        reaches.append(at if quarter else 0.0)
    for quarter, reach in zip(half, reaches, strict=True):
        for place, row in enumerate(quarter):
            row.top += (max(reaches) - reach) * (place / (len(quarter) - 1) if len(quarter) > 1 else 0.5)
    return max(reaches)


def _ring_paths(pills: list[Box], rows: dict[int, _Row], across: list[_Lane], lanes: list[_Lane]) -> None:
    """Ties among the others: upright between neighbours of a column, else level, upright beside the centre, level."""
    for lane in lanes:
        if lane.start not in rows or lane.end not in rows:
            continue
        upper, lower = sorted((rows[lane.start], rows[lane.end]), key=lambda row: (row.rank, row.person))
        above, below = pills[upper.person], pills[lower.person]
        if lane in across:
            number = across.index(lane)
            pole = 300 + 100 * (number + 0.5) / len(across)
            leave, arrive = above[3] - 18 - 16 * upper.downs.index(lane), below[1] + 18 + 16 * lower.ups.index(lane)
            start, end = (above[0] if upper.right else above[2]), (below[0] if lower.right else below[2])
            pole = _WIDTH - pole if upper.right else pole
            path = _rounded([(start, leave), (pole, leave), (pole, arrive), (end, arrive)])
        else:
            twins = [other for other in lanes if {other.start, other.end} == {lane.start, lane.end}]
            x = (max(above[0], below[0]) + min(above[2], below[2])) / 2
            x += (twins.index(lane) - (len(twins) - 1) / 2) * 34
            path = [(x, above[3]), (x, below[1])]
        lane.path = path if lane.start == upper.person else path[::-1]


def _rounded(points: list[Point]) -> list[Point]:
    """A line of level and upright parts with its corners rounded."""
    path = points[:1]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(_BEND, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        into, out = _toward(corner, before, bend), _toward(corner, after, bend)
        for step in range(9):
            t = step / 8
            path.append(_toward(_toward(into, corner, bend * t), _toward(corner, out, bend * t), 0, t))
    return [*path, points[-1]]


def _toward(start: Point, end: Point, length: float, part: float | None = None) -> Point:
    """The point `length` px, or a part of the way, from one point to another."""
    part = length / (math.dist(start, end) or 1.0) if part is None else part
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


# --- the whole map ------------------------------------------------------------------------------------------------


def _whole_map(nodes: Sequence[Node], lanes: list[_Lane]) -> _Geometry:
    """Spreads people by their ties, then grows the picture until every pill and every label has a place of its own."""
    blocks = [_pill(node, 23, 210) for node in nodes]
    spread = _spread(len(nodes), sorted({lane.pair for lane in lanes}))
    side = 270 * math.sqrt(len(nodes) + len(lanes) / 2)
    while True:
        for lane in lanes:
            lane.block, lane.box = _labels(lane, 18, 190), None
        pills = _apart([(x * side, y * side * 0.9) for x, y in spread], blocks, lanes)
        geometry = _Geometry(0, 0, pills, blocks, None, lanes)
        _straight_paths(geometry)
        last = side * 1.12 > _LIMIT - 300
        if _place_labels(geometry, last):
            return _fitted(geometry)
        side *= 1.12


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
    points: list[Point] = [(float(x), float(y)) for x, y in layout.coords]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    return [((x - left) / max(right - left, 1e-9), (y - top) / max(bottom - top, 1e-9)) for x, y in points]


def _apart(points: list[Point], blocks: list[_Block], lanes: list[_Lane]) -> list[Box]:
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
            return [_around((x, y), block) for (x, y), block in zip(places, blocks, strict=True)]
    # Never seen, but a picture must come out: rows of a grid overlap nowhere.
    return [_around((at % 8 * 420, at // 8 * 300), block) for at, block in enumerate(blocks)]


def _off_lines(places: list[list[float]], blocks: list[_Block], pairs: list[tuple[int, int]]) -> bool:
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


def _lengthened(places: list[list[float]], blocks: list[_Block], lanes: list[_Lane]) -> bool:
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


def _straight_paths(geometry: _Geometry) -> None:
    groups: dict[tuple[int, int], list[_Lane]] = {}
    for lane in geometry.lanes:
        groups.setdefault(lane.pair, []).append(lane)
    for (one, other), group in groups.items():
        (ax, ay), (bx, by) = _middle(geometry.pills[one]), _middle(geometry.pills[other])
        length = math.hypot(bx - ax, by - ay) or 1.0
        for place, lane in enumerate(group):
            shift = (place - (len(group) - 1) / 2) * 18 / length
            x, y = (by - ay) * shift, (ax - bx) * shift
            a, b = (ax + x, ay + y), (bx + x, by + y)
            path = [_leave(a, b, geometry.pills[one]), _leave(b, a, geometry.pills[other])]
            lane.path = path if lane.start == one else path[::-1]


def _leave(start: Point, end: Point, box: Box) -> Point:
    """Where the line from a point inside the box leaves it."""
    t = 1.0
    for axis in (0, 1):
        if step := end[axis] - start[axis]:
            t = min(t, ((box[axis + 2] if step > 0 else box[axis]) - start[axis]) / step)
    return start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t


def _fitted(geometry: _Geometry) -> _Geometry:
    """Moves everything so that the picture ends a margin beyond the outermost box."""
    boxes = geometry.boxes() or [(0, 0, 300, 80)]
    dx, dy = 36 - min(box[0] for box in boxes), 36 - min(box[1] for box in boxes)
    geometry.pills = [_moved(box, dx, dy) for box in geometry.pills]
    for lane in geometry.lanes:
        lane.path = [(x + dx, y + dy) for x, y in lane.path]
        lane.box = _moved(lane.box, dx, dy) if lane.box else None
    geometry.width = math.ceil(max(box[2] for box in boxes) + dx + 36)
    geometry.height = math.ceil(max(box[3] for box in boxes) + dy + 36)
    return geometry


# --- boxes --------------------------------------------------------------------------------------------------------


def _around(point: Point, block: _Block) -> Box:
    x, y = round(point[0] - block.width / 2), round(point[1] - block.height / 2)
    return x, y, x + block.width, y + block.height


def _middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _mirrored(box: Box, right: bool) -> Box:
    return (_WIDTH - box[2], box[1], _WIDTH - box[0], box[3]) if right else box


def _moved(box: Box, dx: float, dy: float) -> Box:
    return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy


def _overlap(one: Box, other: Box, air: float = 0) -> bool:
    return one[0] < other[2] + air and other[0] < one[2] + air and one[1] < other[3] + air and other[1] < one[3] + air


def _samples(path: list[Point], step: float) -> list[Point]:
    """Points along a line, about `step` px apart."""
    points: list[Point] = []
    for (ax, ay), (bx, by) in pairwise(path):
        parts = max(1, round(math.hypot(bx - ax, by - ay) / step))
        points += [(ax + (bx - ax) * at / parts, ay + (by - ay) * at / parts) for at in range(parts)]
    return [*points, *path[-1:]]


def _place_labels(geometry: _Geometry, last: bool) -> bool:
    """Gives every label a free place on its line; False if one finds none.

    With `last` all find one: for the few that are left, the line takes a bend to where there is room.
    """
    fixed = geometry.boxes()
    cells: dict[tuple[int, int], list[tuple[float, float, _Lane]]] = {}
    for lane in geometry.lanes:
        for x, y in _samples(lane.path, 16):
            cells.setdefault((int(x // 60), int(y // 60)), []).append((x, y, lane))
    waiting = [(lane, _places(lane, geometry, fixed, cells)) for lane in geometry.lanes if not lane.box]
    waiting.sort(key=lambda wait: len(wait[1]))
    taken: list[Box] = []
    for _ in range(12):
        # Whoever found no place chooses first in the next turn.
        taken, found, failed = list[Box](), list[tuple[_Lane, list[Box]]](), list[tuple[_Lane, list[Box]]]()
        for lane, places in waiting:
            lane.box = next((box for box in places if not any(_overlap(box, other, 8) for other in taken)), None)
            if lane.box:
                taken.append(lane.box)
            (found if lane.box else failed).append((lane, places))
        if not failed:
            return True
        if not last and len(failed) > 9:
            return False
        waiting = failed + found
    if last:
        taken += fixed
        for lane in geometry.lanes:
            if not lane.box:
                lane.box = _free_spot(lane, geometry, taken)
                lane.path = [lane.path[0], _middle(lane.box), lane.path[-1]]
                taken.append(lane.box)
        if geometry.width:
            geometry.height = max(geometry.height, *(math.ceil(box[3] + _MARGIN) for box in taken))
    return last


def _places(
    lane: _Lane, geometry: _Geometry, fixed: list[Box], cells: dict[tuple[int, int], list[tuple[float, float, _Lane]]]
) -> list[Box]:
    """Where the labels of a lane may stand, best first: near their part of the line, where few others pass."""
    points = _samples(lane.path, 16)
    # Lanes between the same two people share the way: with two of them, a third and two thirds along it.
    twins = [other for other in geometry.lanes if other.pair == lane.pair]
    part = (twins.index(lane) + 1) / (len(twins) + 1)
    ideal = len(points) * (part if lane.start < lane.end else 1 - part)
    ranked: list[tuple[float, int, Box]] = []
    for (at, (x, y)), aside in product(enumerate(points), (0, 0.36, -0.36)):
        box = _inside(_around((x + aside * lane.block.width, y), lane.block), geometry)
        if not (box[0] + 6 < x < box[2] - 6 and box[1] + 6 < y < box[3] - 6):
            continue
        # The arrow head and a bit of line stay visible at both ends.
        if any(_overlap((x - 13, y - 13, x + 13, y + 13), box) for x, y in (lane.path[0], lane.path[-1])):
            continue
        if any(_overlap(box, other, 8) for other in fixed):
            continue
        crossed = {
            id(who)
            for column in range(int(box[0] // 60), int(box[2] // 60) + 1)
            for row in range(int(box[1] // 60), int(box[3] // 60) + 1)
            for px, py, who in cells.get((column, row), ())
            if box[0] - 4 < px < box[2] + 4 and box[1] - 4 < py < box[3] + 4
        }
        ranked.append((90 * len(crossed) + 16 * abs(at - ideal) + 100 * abs(aside), at, box))
    return [box for _, _, box in sorted(ranked)]


def _free_spot(lane: _Lane, geometry: _Geometry, taken: list[Box]) -> Box:
    """The free place nearest to the middle of the line, off the line as well; there always is one further down."""
    x, y = _middle((*lane.path[0], *lane.path[-1]))
    for distance in count(0, 24):
        for turn in range(24):
            angle = turn * math.pi / 12
            around = _around((x + distance * math.cos(angle), y + distance * math.sin(angle)), lane.block)
            box = _inside(around, geometry, endless=True)
            if not any(_overlap(box, other, 8) for other in taken):
                return box
    raise AssertionError  # the count is endless


def _inside(box: Box, geometry: _Geometry, endless: bool = False) -> Box:
    """Moves a box into the picture, if its size is known yet; an endless one has no lower edge."""
    if not geometry.width:
        return box
    box = _moved(box, max(8 - box[0], 0) + min(geometry.width - 8 - box[2], 0), max(8 - box[1], 0))
    return box if endless else _moved(box, 0, min(geometry.height - 8 - box[3], 0))


# --- drawing ------------------------------------------------------------------------------------------------------


def _png(geometry: _Geometry) -> bytes:
    image = Image.new("P", (geometry.width, geometry.height))
    palette = _palette()
    image.putpalette(palette.getpalette() or [])
    # In strips, because the whole in full colour, and finer, takes more memory than the rest of the bot.
    for top in range(0, geometry.height, 300):
        height = min(300, geometry.height - top)
        fine = Image.new("RGB", (geometry.width * _FINER, height * _FINER), _BACKGROUND)
        _draw_shapes(ImageDraw.Draw(fine), geometry, top)
        strip = fine.reduce(_FINER)
        _draw_texts(ImageDraw.Draw(strip), geometry, top, height)
        image.paste(strip.quantize(palette=palette, dither=Image.Dither.NONE), (0, top))
    if max(image.size) > _LIMIT:
        image = image.convert("RGB")
        image.thumbnail((_LIMIT, _LIMIT))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _palette() -> Image.Image:
    """Every colour that stands on another, and the steps between the two that smooth edges are made of."""
    on = {
        _BACKGROUND: (_LINE, _LINE_ENDED, _CHIP, _PILL_EDGE, _CENTRE_EDGE),
        _CHIP: (_TEXT, _MUTED, _PILL_EDGE),
        _PILL: (_TEXT, _MUTED, _PILL_EDGE),
        _CENTRE: (_TEXT, _MUTED, _CENTRE_EDGE),
    }
    colours: list[int] = []
    for below, tops in on.items():
        for above in tops:
            ends = list(zip(ImageColor.getrgb(below)[:3], ImageColor.getrgb(above)[:3], strict=True))
            # Closer steps than this Pillow does not tell apart, and would replace the colours themselves by them.
            steps = max(1, max(abs(a - b) for a, b in ends) // 14)
            for step in range(steps + 1):
                colours += [round(a + (b - a) * step / steps) for a, b in ends]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    return palette


def _draw_texts(draw: ImageDraw.ImageDraw, geometry: _Geometry, top: int, height: int) -> None:
    texts = list(zip(geometry.pills, geometry.blocks, strict=True))
    texts += [(lane.box, lane.block) for lane in geometry.lanes if lane.box]
    for box, block in texts:
        if box[3] < top or box[1] > top + height:
            continue
        for rule in block.rules:
            draw.line((box[0] + 12, box[1] + rule - top, box[2] - 12, box[1] + rule - top), _PILL_EDGE)
        for line in block.lines:
            at = (round(_middle(box)[0]), round(_middle(box)[1] - block.height / 2 + line.baseline) - top)
            draw.text(at, line.text, line.colour, font(line.size, line.bold), anchor="ms")


def _draw_shapes(draw: ImageDraw.ImageDraw, geometry: _Geometry, top: int) -> None:
    def scaled(points: Iterable[Point]) -> list[Point]:
        return [(x * _FINER, (y - top) * _FINER) for x, y in points]

    for lane in geometry.lanes:
        colour = _LINE_ENDED if lane.ended else _LINE
        path = _shortened(lane.path, 14) if lane.directed else lane.path
        for piece in _dashes(path) if lane.ended else [path]:
            draw.line(scaled(piece), colour, 3 * _FINER, joint="curve")
        if lane.directed:
            draw.polygon(scaled(_arrow(lane.path)), colour)
    for lane in geometry.lanes:
        if lane.box:
            x0, y0, x1, y1 = lane.box
            draw.rounded_rectangle(scaled([(x0 - 4, y0 - 4), (x1 + 4, y1 + 4)]), 14 * _FINER, _BACKGROUND)
            draw.rounded_rectangle(scaled([(x0, y0), (x1, y1)]), 10 * _FINER, _CHIP)
    for number, (x0, y0, x1, y1) in enumerate(geometry.pills):
        fill, edge = (_CENTRE, _CENTRE_EDGE) if number == geometry.centre else (_PILL, _PILL_EDGE)
        radius = min((y1 - y0) / 2, 28) * _FINER
        thick = (4 if number == geometry.centre else 2) * _FINER
        draw.rounded_rectangle(scaled([(x0, y0), (x1, y1)]), radius, fill, edge, thick)


def _shortened(path: list[Point], length: float) -> list[Point]:
    """The line without its last px, which lie under the arrow head."""
    points = list(path)
    while len(points) > 2 and math.dist(points[-1], points[-2]) < length:
        length -= math.dist(points[-1], points.pop())
    (ax, ay), (bx, by) = points[-2:]
    part = max(0.0, 1 - length / (math.dist(points[-1], points[-2]) or 1.0))
    return [*points[:-1], (ax + (bx - ax) * part, ay + (by - ay) * part)]


def _arrow(path: list[Point]) -> list[Point]:
    """The head, its tip at the end of the line."""
    tip, back = path[-1], _shortened(path, 20)[-1]
    length = math.dist(tip, back) or 1.0
    # Narrow enough for neighbouring ports of a busy centre.
    x, y = (tip[1] - back[1]) / length * 7.5, (back[0] - tip[0]) / length * 7.5
    return [tip, (back[0] + x, back[1] + y), (back[0] - x, back[1] - y)]


def _dashes(path: list[Point]) -> list[list[Point]]:
    points = _samples(path, 2)
    return [points[at : at + 7] for at in range(0, len(points) - 1, 11)]
