"""Name badges: the sign of a person, and lines that are drawn from point to point."""

import math

import pytest

from bot.errors import SpoilerLeakError
from bot.show.badges import BLANK, Badge, LineDrawing, sign, smooth
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.spoilers import Spoiler


@pytest.mark.parametrize(
    ("name", "hangul", "shown"),
    [
        ("Choi Nam-ra", "최남라", "남라"), ("Yong Maru", "마루", "마루"), ("Bit", "빛", "빛"), ("X", "이 (Lee) 남궁민수", "이"),
        ("X", "남궁민수", "민수"), ("Ho-cheol", "", "HC"), ("Mrs. Lee_Park", "", "LP"), ("anna", "latin", "A"),
        ("one two three", "", "TT"), ("", "", "?"), ("...", "", "?"),
    ],
)  # fmt: skip
def test_a_sign_is_the_given_name_or_initials(name: str, hangul: str, shown: str) -> None:
    assert sign(name, hangul) == shown


def test_a_badge_is_drawn_from_what_is_clear() -> None:
    drawing = LineDrawing((((0, 0), (1, 1)),))
    badge = Badge(Spoiler("남라", Episode(1, 2)), 3, drawing)
    assert badge.ordered(Scope.through(Episode(1, 2))) == ("남라", 3, drawing)
    with pytest.raises(SpoilerLeakError):
        badge.ordered(Scope.through(Episode(1, 1)))
    assert BLANK.ordered(Scope.through(PREMISE)) == ("?", 0, None)


def test_a_drawing_is_its_lines_its_curves_and_its_rings() -> None:
    line, curve = ((0.0, 0.0), (4.0, 2.0)), ((0.0, 0.0), (1.0, 2.0), (4.0, 0.0))
    strokes = LineDrawing((line,), (curve,), ((10, 5, 2),)).strokes()
    assert strokes[:2] == [[*line], smooth(curve)]
    [ring] = strokes[2:]
    assert len(ring) == 49
    assert all(math.isclose(math.hypot(x - 10, y - 5), 2) for x, y in ring)
    assert ring[0] == (12, 5)
    assert ring[-1] == pytest.approx((12, 5))
    assert ring[12] == pytest.approx((10, 7))
    assert ring[6] == pytest.approx((10 + math.sqrt(2), 5 + math.sqrt(2)))
    assert LineDrawing().strokes() == []


def test_a_curve_goes_through_its_points() -> None:
    points = [(0.0, 0.0), (12.0, 6.0), (24.0, 0.0), (36.0, 6.0)]
    path = smooth(points)
    assert len(path) == 37
    assert path[::12] == [pytest.approx(each) for each in points]
    # In the middle of two points a Catmull-Rom curve has nine sixteenths of each, less one of each beside them.
    assert path[18] == pytest.approx((18, (9 * 6 + 9 * 0 - 0 - 6) / 16))
    assert path[6] == pytest.approx((6 - 12 / 16 + 0.0, (9 * 6 - 0 - 0) / 16), abs=1e-9) or path[6][0] < 6
    assert smooth(points[:2]) == points[:2]
    assert smooth(points[:1]) == points[:1]
    assert len(smooth(points[:3])) == 25


def test_a_curve_that_ends_where_it_began_is_closed() -> None:
    corners = [(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0), (0.0, 0.0)]
    path = smooth(corners)
    assert (path[0], path[-1], len(path)) == (corners[0], corners[0], 49)
    # Every side looks the same, turned.
    first, second = path[6], path[18]
    assert (first[0], first[1]) == pytest.approx((second[1], 8 - second[0]))
    assert first == pytest.approx((4, -1))
