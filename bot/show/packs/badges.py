"""badges.toml: what stands on a name badge where characters.toml alone does not say it. A pack may do without the file."""

from collections.abc import Iterator
from typing import Any, Final, cast

from bot.show.badges import HEIGHT, WIDTH, LineDrawing, Point, sign
from bot.show.episodes import PREMISE
from bot.show.packs.reader import Damaged, Entry, PackReader

_FILE: Final = "badges.toml"
_MOST: Final = 400
"""Numbers in a drawing, which is 60 px wide."""


class PackBadges:
    """The entries of the file by the person they are of."""

    def __init__(self, entries: dict[str, tuple[str, LineDrawing | None]]) -> None:
        self._entries = entries

    def sign(self, slug: str, name: str, hangul: str) -> str:
        """What is said there, else the given name."""
        return self._entries.get(slug, ("", None))[0] or sign(name, hangul)

    def drawing(self, slug: str) -> LineDrawing | None:
        """The thing on the badge of a person."""
        return self._entries.get(slug, ("", None))[1]

    def of_nobody(self, people: set[str]) -> Iterator[str]:
        """What is wrong with entries that are of none of these people."""
        for slug in self._entries.keys() - people:
            yield f"{_FILE}, “{slug}”: is no character of this pack"


def read_badges(reader: PackReader) -> PackBadges:
    """The signs and drawings of the pack."""
    if not (reader.folder / _FILE).is_file():
        return PackBadges({})

    def make(entry: Entry) -> tuple[str, tuple[str, LineDrawing | None]]:
        given = reader.of(str, entry, "sign", "")
        if given:
            reader.story(given, "sign", PREMISE, names=False)
        if not reader.of(str, entry, "because").strip():
            reader.problem("“because” says nothing")
        drawing = LineDrawing(
            tuple(_points(reader, each) for each in _list(reader, entry, "lines")),
            tuple(_points(reader, each) for each in _list(reader, entry, "curves")),
            tuple((x, y, r) for x, y, r in (_numbers(reader, each, 3) for each in _list(reader, entry, "rings"))),
        )
        strokes = drawing.strokes()
        if sum(map(len, strokes)) > _MOST:
            reader.problem("the drawing has too many strokes")
        if any(not (-2 <= x <= WIDTH + 2 and -4 <= y <= HEIGHT + 4) for path in strokes for x, y in path):
            reader.problem(f"the drawing is larger than {WIDTH} × {HEIGHT}")
        if bool(reader.of(str, entry, "thing", "")) != bool(strokes):
            reader.problem("“thing” names what is drawn, and nothing where nothing is")
        return reader.slug(entry, "person"), (given, drawing if strokes else None)

    found = reader.entries("badges", make, "person because", "sign thing lines curves rings")
    entries = dict(found)
    if len(entries) < len(found):
        reader.problems.append(f"{_FILE}: somebody has two badges")
    return PackBadges(entries)


def _list(reader: PackReader, entry: Entry, key: str) -> list[Any]:
    return reader.of(list, entry, key, [])


def _points(reader: PackReader, value: Any) -> tuple[Point, ...]:
    if not isinstance(value, list) or len(cast("list[Any]", value)) < 2:
        reader.problem("a line or curve must be a list of points")
        raise Damaged
    return tuple((x, y) for x, y in (_numbers(reader, each, 2) for each in cast("list[Any]", value)))


def _numbers(reader: PackReader, value: Any, count: int) -> list[float]:
    numbers = cast("list[Any]", value) if isinstance(value, list) else []
    if len(numbers) != count or not all(type(each) in {int, float} and abs(each) < 1000 for each in numbers):
        reader.problem(f"a drawing is made of {count} numbers each")
        raise Damaged
    return numbers
