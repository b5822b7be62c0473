"""The curves, and their picture: 1 to 64 in flight, 100 to 100,000 facts, 1 to 10,000 servers."""

import math
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import searches
from benchmarks.cards import mixed_leg
from benchmarks.loopback import command
from benchmarks.measures import Ratio, card_of, in_turns, leg, ours, stock
from benchmarks.rows import Row
from benchmarks.worlds import FACTS, GUILDS, MIXED_GUILDS, Worlds

PICTURE: Final = Path(__file__).with_name("results.svg")
IN_FLIGHT: Final = (1, 4, 16, 64)
_FACTS: Final = (100, 1_000, 10_000, FACTS)
_SERVERS: Final = (1, 100, 1_000, GUILDS)
_TURNS: Final = 2


@dataclass(frozen=True, slots=True)
class Curve:
    """What was measured at each of some places."""

    name: str
    places: Sequence[int]
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves over the same places."""

    title: str
    below: str
    curves: Sequence[Curve]


async def rows(worlds: Worlds) -> AsyncGenerator[Row, None]:
    """A row a curve that should be flat: how much is lost from its first place to its last. The picture shows the rest."""
    flight = await _in_flight(worlds)
    large = [worlds.large if count == FACTS else worlds.with_facts(count) for count in _FACTS]
    facts = [(await searches.p99(each, turns=1))[1] for each in large]
    servers = [await _card(worlds, count) for count in _SERVERS]
    yield Row.ratio(f"card with {GUILDS:,} servers, to one server", Ratio.of_ratios(servers[0], servers[-1]), 0.5)
    charts = [
        Chart("To a stock pong, by processor", "in flight", flight),
        Chart("Search, p99 of the store, ms of processor", "facts", [Curve("search", _FACTS, facts)]),
        Chart(
            "Card to a stock pong, by processor", "servers", [Curve("card", _SERVERS, [each.cpu for each in servers])]
        ),
    ]
    PICTURE.write_text(drawn(charts), encoding="utf-8")


async def _in_flight(worlds: Worlds) -> list[Curve]:
    mixed = worlds.mixed()
    async with stock() as plain, ours(worlds.small) as kept, ours(mixed.world, MIXED_GUILDS) as various:
        found: list[tuple[float, float]] = []
        for many in IN_FLIGHT:
            pong, card, mix = await in_turns(
                [
                    leg(plain, lambda _: command("ping"), 400, many),
                    leg(kept, lambda _: card_of(worlds.small), 400, many),
                    mixed_leg(various, mixed, 400, many),
                ],
                _TURNS,
            )
            found.append((Ratio.of(pong, card).cpu, Ratio.of(pong, mix).cpu))
    names = ("the same card", "mixed cards")
    return [Curve(name, IN_FLIGHT, [each[at] for each in found]) for at, name in enumerate(names)]


async def _card(worlds: Worlds, servers: int) -> Ratio:
    world = worlds.with_guilds(servers)
    async with stock() as plain, ours(world, servers) as kept:
        data = card_of(world)
        pong, card = await in_turns(
            [leg(plain, lambda _: command("ping"), 400), leg(kept, lambda _: data, 400, guilds=servers)], _TURNS
        )
    return Ratio.of(pong, card)


# ----------------------------------------------------------------------------------------------------- the picture

_WIDE, _HIGH, _LEFT, _TOP = 320, 220, 44, 34
_COLOURS: Final = ("#5e8c6a", "#c49a3a")


def drawn(charts: Sequence[Chart]) -> str:
    """The charts beside each other, as SVG; places grow by factors, values begin at nothing."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(charts) * _WIDE} {_HIGH + 40}" font-family="sans-serif"'
        ' font-size="11"><rect width="100%" height="100%" fill="#ffffff"/>'
    ]
    for at, chart in enumerate(charts):
        parts += [f'<g transform="translate({at * _WIDE} 0)">', *_chart(chart), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _chart(chart: Chart) -> list[str]:
    places = chart.curves[0].places
    top = max(value for curve in chart.curves for value in curve.values) * 1.15
    first, last = math.log(places[0]), math.log(places[-1])
    bottom = _HIGH - 20

    def x(place: int) -> float:
        return _LEFT + (math.log(place) - first) / (last - first) * (_WIDE - _LEFT - 30)

    def y(value: float) -> float:
        return bottom - value / top * (bottom - _TOP)

    parts = [
        f'<text x="{_LEFT}" y="16" font-weight="bold">{chart.title}</text>',
        f'<path d="M{_LEFT} {_TOP}V{bottom}H{_WIDE - 20}" fill="none" stroke="#888888"/>',
        f'<text x="{_WIDE - 20}" y="{bottom + 32}" text-anchor="end">{chart.below}</text>',
    ]
    parts += [f'<text x="{x(each):.0f}" y="{bottom + 16}" text-anchor="middle">{each:,}</text>' for each in places]
    for number, curve in enumerate(chart.curves):
        points = [(x(place), y(value)) for place, value in zip(places, curve.values, strict=True)]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        colour = _COLOURS[number]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (a, b), value in zip(points, curve.values, strict=True):
            parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>')
            parts.append(f'<text x="{a:.1f}" y="{b - 7:.1f}" text-anchor="middle" fill="{colour}">{value:.2f}</text>')
        if len(chart.curves) > 1:
            parts.append(f'<text x="{_LEFT + 8 + number * 100}" y="{bottom - 6}" fill="{colour}">{curve.name}</text>')
    return parts
