"""Name badges as the store keeps them: what they are drawn from, and as which emoji they stand in messages."""

from functools import lru_cache
from typing import Any, Final

import orjson

from bot.show.badges import Badge, LineDrawing
from bot.show.episodes import Episode
from bot.show.spoilers import Spoiler

FACE: Final = "coalesce((SELECT '<:' || name || ':' || emoji_id || '>' FROM emoji WHERE name = 'p' || {person}.id), '')"
"""The badge of a person as an emoji, in SQL."""


def column_of(badge: Badge) -> str:
    """A badge as it is kept."""
    return orjson.dumps((badge.sign.reveal(), badge.group, badge.drawing)).decode()


@lru_cache(maxsize=1024)
def badge_of(column: str, revealed_in: Episode) -> Badge:
    """A badge that was kept; known as soon as its person is."""
    sign, group, drawn = orjson.loads(column)
    return Badge(Spoiler(sign, revealed_in), group, None if drawn is None else _drawing(drawn))


def _drawing(drawn: dict[str, Any]) -> LineDrawing:
    lines, curves = (tuple(tuple((x, y) for x, y in path) for path in drawn[kind]) for kind in ("lines", "curves"))
    return LineDrawing(lines, curves, tuple((x, y, radius) for x, y, radius in drawn["rings"]))
