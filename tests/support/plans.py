"""A server as files are checked against it in tests: two people, one of them known from S1E2 only."""

from collections.abc import Mapping

from bot.show.edits import Item, Kind
from bot.show.episodes import PREMISE, Episode
from bot.show.import_plan import Here
from bot.show.matching.names import Person
from bot.show.matching.subjects import Subjects
from bot.show.shows import Show
from bot.show.spoilers import Spoiler
from bot.show.text_rules import Names

SHOW = Show(1, "show", "Show", (Episode(1, 1), Episode(1, 2)))
ANA, BO = Spoiler("Ana", PREMISE), Spoiler("Bo", Episode(1, 2))


def here(items: Mapping[Kind, Mapping[int, Item]] | None = None, room: int = 10) -> Here:
    """What the server has, and for how many of each kind there is room."""
    return Here(
        SHOW, {1: ANA, 2: BO}, Subjects({1: "Ana", 2: "Bo"}, [Person(1, "Ana"), Person(2, "Bo")]),
        Names((name.reveal(), name) for name in (ANA, BO)), items or {"fact": {}, "question": {}},
        {"fact": room, "question": room}, lambda kind, slug: hash((kind, slug)) & 0xFFFF, len,
    )  # fmt: skip
