"""The layout around one person: their ties as metro lines, and nobody else's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ui.chart.parts import Block, Box, Lane, Layout, Node, around, labels, pill

_WIDTH, _MARGIN, _STUB, _BEND = 1100, 18, 36, 14  # px; a phone shows so wide a picture without cutting it
_BETWEEN = 26  # px from one band to the next


@dataclass(slots=True)
class _Row:
    """A person beside the centre; a band of the picture is theirs alone."""

    person: int
    pill: Block
    spokes: list[Lane]
    top: float = 0.0  # px from the centre to where the band begins

    @property
    def reach(self) -> float:
        """Half the height of the pill: lines leave it level, so it is as tall as they are apart."""
        bands = [lane.block.height + 10 for lane in self.spokes]
        spread = sum(bands) / 2 - (min(bands[0], bands[-1]) / 2 - 20) if bands else 0
        return math.ceil(max(self.pill.height / 2, spread))

    @property
    def height(self) -> float:
        return max(2 * self.reach, sum(lane.block.height + 10 for lane in self.spokes))

    def levels(self, y: float) -> list[tuple[Lane, float]]:
        """The spokes of a row whose middle is at `y`, with the height of each, from the top."""
        at = y - sum(lane.block.height + 10 for lane in self.spokes) / 2
        levels: list[tuple[Lane, float]] = []
        for lane in self.spokes:
            half = (lane.block.height + 10) / 2
            levels.append((lane, at + half))
            at += 2 * half
        return levels


def star(nodes: Sequence[Node], lanes: list[Lane], centre: int) -> Layout:
    """Rows left and right of the centre, above and below it; every lane has the centre at one end."""
    blocks = [pill(node, 34 if at == centre else 26, 340 if at == centre else 208) for at, node in enumerate(nodes)]
    blocks[centre] = replace(blocks[centre], width=max(blocks[centre].width, 250))
    return _pair(blocks, lanes, centre) if len(nodes) == 2 else _columns(blocks, lanes, centre)


def _pair(blocks: list[Block], lanes: list[Lane], centre: int) -> Layout:
    """The centre and one other, side by side."""
    for lane in lanes:
        lane.block = labels(lane, 26, _WIDTH - sum(block.width for block in blocks) - 2 * (_MARGIN + _STUB) - 24)
    row, hub = _Row(1 - centre, blocks[1 - centre], lanes), blocks[centre]
    y = _MARGIN + max(row.height, hub.height) / 2
    gap = max((lane.block.width for lane in lanes), default=0.0) + 2.5 * _STUB
    x = (_WIDTH - gap - row.pill.width - hub.width) / 2 + row.pill.width
    pills = [around((x - row.pill.width / 2, y), replace(row.pill, height=2 * row.reach))] * 2
    pills[centre] = around((x + gap + hub.width / 2, y), replace(hub, height=max(hub.height, 2 * row.reach)))
    for lane, at in row.levels(y):
        lane.box = around((x + gap / 2, at), lane.block)
        lane.path = [(x + gap, at), (x, at)] if lane.start == centre else [(x, at), (x + gap, at)]
    return Layout(_WIDTH, math.ceil(2 * y), pills, blocks, centre, lanes)


def _columns(blocks: list[Block], lanes: list[Lane], centre: int) -> Layout:
    """Metro lines: level from a person through the labels, then upright to a port of the centre; no two cross."""
    for lane in lanes:
        lane.block = labels(lane, 26, 220)  # a first guess: how much room there is depends on who stands where
    rows = [
        _Row(at, block, [lane for lane in lanes if at in lane.pair]) for at, block in enumerate(blocks) if at != centre
    ]
    left, right = _halves(rows)
    # People run down the left column and up the right one. Each quarter starts with the row nearest to the centre.
    quarters = [half for column in (left, right[::-1]) for half in _halves(column)]
    quarters[0].reverse()
    quarters[2].reverse()
    ports = [_wrap_spokes(quarter) for quarter in quarters]
    above, below = _set_tops(quarters[::2]), _set_tops(quarters[1::2])
    hub, top = blocks[centre], _MARGIN + above
    pills: list[Box] = [around((_WIDTH / 2, top + hub.height / 2), hub)] * len(blocks)
    for number, (quarter, apart) in enumerate(zip(quarters, ports, strict=True)):
        mirror = number >= 2
        outward, edge = (1, top + hub.height) if number % 2 else (-1, top)
        port = sum(len(row.spokes) for row in quarter)
        for row in quarter:
            y, x = edge + outward * (row.top + row.height / 2), _MARGIN + row.pill.width
            box = around((x - row.pill.width / 2, y), replace(row.pill, height=2 * row.reach))
            pills[row.person] = _mirrored(box) if mirror else box
            # From the lane nearest to the centre on, which has the outermost port.
            for lane, at in row.levels(y)[::outward]:
                port -= 1
                pole = _WIDTH / 2 - apart * (port + 0.5)
                bend = [(pole - _BEND * (1 - t / 8) ** 2, at - outward * _BEND * (t / 8) ** 2) for t in range(9)]
                path = [(x, at), *bend, (pole, edge)]
                box = around((x + _STUB + lane.block.width / 2, at), lane.block)
                lane.box = _mirrored(box) if mirror else box
                lane.path = [(_WIDTH - px, py) for px, py in path] if mirror else path
                if lane.start == centre:
                    lane.path.reverse()
    return Layout(_WIDTH, math.ceil(top + hub.height + below + _MARGIN), pills, blocks, centre, lanes)


def _halves(rows: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """Cuts where both parts are about equally tall."""
    heights = [row.height + _BETWEEN for row in rows]
    cut = min(range(len(rows), -1, -1), key=lambda at: (round(abs(sum(heights[:at]) - sum(heights[at:]))), -at))
    return rows[:cut], rows[cut:]


def _wrap_spokes(quarter: list[_Row]) -> float:
    """Wraps labels so that the lines of the rows beyond pass beside them; returns the distance between ports in px."""
    apart = min(18.0, 88 / max(1, sum(len(row.spokes) for row in quarter)))
    port = 0
    for row in reversed(quarter):
        port += len(row.spokes)
        room = _WIDTH / 2 - apart * (port - 0.5) - _BEND - _STUB - row.pill.width - _MARGIN - 28
        for lane in row.spokes:
            lane.block = labels(lane, 26, min(300, room))
    return apart


def _set_tops(half: Sequence[list[_Row]]) -> float:
    """Sets how far from the centre each row begins; the shorter column is spread. Returns the height of the half."""
    reaches: list[float] = []
    for quarter in half:
        at = 64.0
        for row in quarter:
            row.top = at
            at += row.height + _BETWEEN
        reaches.append(at - _BETWEEN if quarter else 0.0)
    for quarter, reach in zip(half, reaches, strict=True):
        for place, row in enumerate(quarter):
            row.top += (max(reaches) - reach) * (place / (len(quarter) - 1) if len(quarter) > 1 else 0.5)
    return max(reaches)


def _mirrored(box: Box) -> Box:
    return _WIDTH - box[2], box[1], _WIDTH - box[0], box[3]
