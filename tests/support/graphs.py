"""Ties to draw: those of the shipped show as somebody may see them, and stars."""

import tomllib
from functools import cache
from typing import Any

from bot.paths import ROOT
from bot.ui.chart.parts import Node, Tie

SHOW = ROOT / "data" / "shows" / "all-of-us-are-dead"


PREMISE, FINALE = 0, 12


Graph = tuple[list[Node], list[Tie], int | None]


@cache
def pack(table: str) -> list[dict[str, Any]]:
    return tomllib.loads((SHOW / f"{table}.toml").read_text(encoding="utf-8"))[table]


def gate(episode: str | None) -> int:
    return 99 if episode is None else PREMISE if episode == "premise" else int(episode.partition("E")[2])


def shipped(finished: int, centre: str | None = None) -> Graph:
    """The shipped ties as one who finished so much may see them."""
    ids = {character["id"]: number for number, character in enumerate(pack("characters"))}
    ties = [tie for tie in pack("relationships") if gate(tie["revealed_in"]) <= finished]
    people = {key for key, each in zip(ids, pack("characters"), strict=True) if gate(each["revealed_in"]) <= finished}
    if centre:
        ties = [tie for tie in ties if centre in (tie["from"], tie["to"])]
        people = {centre} | {tie[end] for tie in ties for end in ("from", "to")}
    return (
        [
            Node(ids[each["id"]], each["name"], each.get("hangul", ""))
            for each in pack("characters")
            if each["id"] in people
        ],
        [
            Tie(
                ids[tie["from"]],
                ids[tie["to"]],
                tie["label"],
                tie.get("mutual", False),
                gate(tie.get("ended_in")) <= finished,
            )
            for tie in ties
        ],
        ids[centre] if centre else None,
    )


def star(people: int) -> Graph:
    nodes = [Node(number, f"Person {number:02}", "사람") for number in range(people + 1)]
    return nodes, [Tie(number, 0, "somebody's old friend", number % 3 == 0) for number in range(1, people + 1)], 0


GRAPHS = {
    "Nam On-jo before the show": shipped(PREMISE, "nam-on-jo"),
    "Nam On-jo at S1E4": shipped(4, "nam-on-jo"),
    "Nam On-jo at the end": shipped(FINALE, "nam-on-jo"),
    "Choi Nam-ra at S1E6": shipped(6, "choi-nam-ra"),
    "Park Eun-hee, who knows one person": shipped(FINALE, "park-eun-hee"),
    "one tie": star(1),
    "two ties": star(2),
    "twenty ties": star(20),
    "everyone before the show": shipped(PREMISE),
    "everyone at S1E4": shipped(4),
    "everyone at the end": shipped(FINALE),
}
