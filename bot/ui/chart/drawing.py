"""The relationships picture: people as pills, ties as lines that carry their words. Plain strings in, PNG out."""

import io
import math
from collections.abc import Iterable, Sequence

from PIL import Image, ImageColor, ImageDraw

from bot.ui.chart.map import LIMIT, whole_map
from bot.ui.chart.parts import MUTED, TEXT, Lane, Layout, Node, Point, Tie, cleaned, font, middle, samples
from bot.ui.chart.star import star

_BACKGROUND, _PILL, _PILL_EDGE, _CHIP = "#313338", "#43454c", "#5a5d66", "#27292d"
_CENTRE, _CENTRE_EDGE = "#44684e", "#5e8c6a"
_LINE, _LINE_ENDED = "#a4a9b2", "#7d828b"
_FINER = 2  # lines and pills are drawn this much larger and then reduced, because Pillow does not smooth edges itself


def relationship_map(nodes: Sequence[Node], ties: Sequence[Tie], centre: int | None = None) -> bytes:
    """Draws the people and their ties as a PNG; with the id of a `centre`, only the ties of that one."""
    return _png(arrange(nodes, ties, centre))


def arrange(nodes: Sequence[Node], ties: Sequence[Tie], centre: int | None) -> Layout:
    """Where everything stands; apart from the drawing, so that tests can prove that nothing overlaps."""
    index = {node.id: place for place, node in enumerate(nodes)}
    lanes = _lanes(index, ties)
    at = None if centre is None else index.get(centre)
    return whole_map(nodes, lanes) if at is None else star(nodes, [lane for lane in lanes if at in lane.pair], at)


def _lanes(index: dict[int, int], ties: Iterable[Tie]) -> list[Lane]:
    """Merges the ties of one direction between two people; ties to nobody and to oneself are left out."""
    lanes: dict[tuple[int, int, bool], Lane] = {}
    for tie in ties:
        start, end = index.get(tie.source, -1), index.get(tie.target, -1)
        if start < 0 or end < 0 or start == end:
            continue
        if tie.mutual:
            start, end = min(start, end), max(start, end)
        lane = lanes.setdefault((start, end, not tie.mutual), Lane(start, end, not tie.mutual, []))
        label = (cleaned(tie.label), tie.ended)
        if label not in lane.labels:
            lane.labels.append(label)
    # Labels that still hold come first: they are what the picture is opened for.
    for lane in lanes.values():
        lane.labels.sort(key=lambda label: label[1])
    return sorted(lanes.values(), key=lambda lane: (lane.pair, lane.directed, lane.start))


def _png(layout: Layout) -> bytes:
    image = Image.new("P", (layout.width, layout.height))
    palette = _palette()
    image.putpalette(palette.getpalette() or [])
    # In strips, because the whole in full colour, and finer, takes more memory than the rest of the bot.
    for top in range(0, layout.height, 300):
        height = min(300, layout.height - top)
        fine = Image.new("RGB", (layout.width * _FINER, height * _FINER), _BACKGROUND)
        _draw_shapes(ImageDraw.Draw(fine), layout, top)
        strip = fine.reduce(_FINER)
        _draw_texts(ImageDraw.Draw(strip), layout, top, height)
        image.paste(strip.quantize(palette=palette, dither=Image.Dither.NONE), (0, top))
    if max(image.size) > LIMIT:
        image = image.convert("RGB")
        image.thumbnail((LIMIT, LIMIT))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _palette() -> Image.Image:
    """Every colour that stands on another, and the steps between the two that smooth edges are made of."""
    on = {
        _BACKGROUND: (_LINE, _LINE_ENDED, _CHIP, _PILL_EDGE, _CENTRE_EDGE),
        _CHIP: (TEXT, MUTED, _PILL_EDGE),
        _PILL: (TEXT, MUTED, _PILL_EDGE),
        _CENTRE: (TEXT, MUTED, _CENTRE_EDGE),
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


def _draw_texts(draw: ImageDraw.ImageDraw, layout: Layout, top: int, height: int) -> None:
    texts = list(zip(layout.pills, layout.blocks, strict=True))
    texts += [(lane.box, lane.block) for lane in layout.lanes if lane.box]
    for box, block in texts:
        if box[3] < top or box[1] > top + height:
            continue
        for rule in block.rules:
            draw.line((box[0] + 12, box[1] + rule - top, box[2] - 12, box[1] + rule - top), _PILL_EDGE)
        for line in block.lines:
            at = (round(middle(box)[0]), round(middle(box)[1] - block.height / 2 + line.baseline) - top)
            draw.text(at, line.text, line.colour, font(line.size, line.bold), anchor="ms")


def _draw_shapes(draw: ImageDraw.ImageDraw, layout: Layout, top: int) -> None:
    def scaled(points: Iterable[Point]) -> list[Point]:
        return [(x * _FINER, (y - top) * _FINER) for x, y in points]

    for lane in layout.lanes:
        colour = _LINE_ENDED if lane.ended else _LINE
        path = _shortened(lane.path, 14) if lane.directed else lane.path
        for piece in _dashes(path) if lane.ended else [path]:
            draw.line(scaled(piece), colour, 3 * _FINER, joint="curve")
        if lane.directed:
            draw.polygon(scaled(_arrow(lane.path)), colour)
    for lane in layout.lanes:
        if lane.box:
            x0, y0, x1, y1 = lane.box
            draw.rounded_rectangle(scaled([(x0 - 4, y0 - 4), (x1 + 4, y1 + 4)]), 14 * _FINER, _BACKGROUND)
            draw.rounded_rectangle(scaled([(x0, y0), (x1, y1)]), 10 * _FINER, _CHIP)
    for number, (x0, y0, x1, y1) in enumerate(layout.pills):
        fill, edge = (_CENTRE, _CENTRE_EDGE) if number == layout.centre else (_PILL, _PILL_EDGE)
        radius = min((y1 - y0) / 2, 28) * _FINER
        thick = (4 if number == layout.centre else 2) * _FINER
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
    points = samples(path, 2)
    return [points[at : at + 7] for at in range(0, len(points) - 1, 11)]
