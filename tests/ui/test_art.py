"""Our own pictures: badges, medals, the yearbook, and ties by kind; the same for everybody, and readable on a phone."""

import hashlib
import io
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.ui.chart import canvas as canvases
from bot.ui.chart.art import SIDE, Drawing, smooth
from bot.ui.chart.badges import GROUNDS, BadgeName, badge, sign
from bot.ui.chart.medals import medal
from bot.ui.chart.parts import Block, Box
from bot.ui.chart.person_ties import person_picture
from bot.ui.chart.tie_map import arrange, group_bonds, tie_map
from bot.ui.chart.ties import KINDS, WIDTH, Bond, Person, strongest
from bot.ui.chart.yearbook import yearbook

ROOT = Path(__file__).parents[2]
SHOW = ROOT / "data" / "shows" / "all-of-us-are-dead"
FINALE = 12
ALLOWED = 256 * 1024  # bytes of an emoji


@cache
def pack(file: str) -> dict[str, Any]:
    return tomllib.loads((SHOW / f"{file}.toml").read_text(encoding="utf-8"))


def gate(episode: str) -> int:
    return 0 if episode == "premise" else int(episode.removeprefix("S1E"))


def drawing(entry: dict[str, Any]) -> Drawing | None:
    drawn = Drawing(*(tuple(entry.get(key, ())) for key in ("lines", "curves", "rings")))
    return drawn if drawn.strokes() else None


@cache
def everyone(finished: int) -> tuple[Person, ...]:
    entries = {entry["person"]: entry for entry in pack("badges")["badges"]}
    groups: list[str] = pack("show")["groups"]
    people: list[Person] = []
    for at, row in enumerate(pack("characters")["characters"]):
        hangul, entry = row.get("hangul", ""), entries.get(row["id"], {})
        shown = entry.get("sign") or sign(row["name"], hangul)
        name = BadgeName(shown, groups.index(row["group"]), drawing(entry))
        if gate(row["revealed_in"]) <= finished:
            people.append(Person(at, row["name"], hangul, name))
    return tuple(people)


@cache
def bonds(finished: int) -> tuple[Bond, ...]:
    index = {row["id"]: at for at, row in enumerate(pack("characters")["characters"])}
    return tuple(
        Bond(
            index[row["from"]],
            index[row["to"]],
            row["label"],
            row["kind"],
            row.get("label_back", ""),
            row.get("mutual", False),
            gate(row.get("ended_in", "S1E99")) <= finished,
        )
        for row in pack("relationships")["relationships"]
        if gate(row["revealed_in"]) <= finished
    )


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


# --- the pack -------------------------------------------------------------------------------------------------------


def test_every_tie_has_a_kind_and_its_words_for_both_directions() -> None:
    for row in pack("relationships")["relationships"]:
        assert row["kind"] in KINDS
        assert ("label_back" in row) != row.get("mutual", False), row
        assert 0 < len(row.get("label_back", "x")) <= 40


def test_badges_are_of_people_of_the_pack_and_say_what_tells_them() -> None:
    people = [row["id"] for row in pack("characters")["characters"]]
    named = [entry["person"] for entry in pack("badges")["badges"]]
    assert len(set(named)) == len(named)
    assert set(named) <= set(people)
    for entry in pack("badges")["badges"]:
        assert entry["because"]
        assert ("thing" in entry) == (drawing(entry) is not None), entry["person"]


# --- badges and medals ----------------------------------------------------------------------------------------------


def test_badges_differ_and_are_what_discord_takes_as_an_emoji() -> None:
    drawn = [badge(person.badge) for person in everyone(FINALE)]
    assert len(set(drawn)) == len(drawn) == 44
    for png in drawn:
        assert len(png) <= ALLOWED
        assert picture(png).size == (SIDE, SIDE)
        assert picture(png).mode == "RGBA"


def test_every_person_of_the_pack_has_one_or_two_syllables() -> None:
    for person in everyone(FINALE):
        assert 1 <= len(person.badge.sign) <= 2
        assert all("가" <= syllable <= "힣" for syllable in person.badge.sign), person.name


@pytest.mark.parametrize(
    ("name", "hangul", "shown"),
    [
        ("Choi Nam-ra", "최남라", "남라"),
        ("Yong Maru", "마루", "마루"),
        ("Ho-cheol", "", "HC"),
        ("The principal", "", "TP"),
        ("Ángel", "", "Á"),
        ("???", "", "?"),
        ("", "", "?"),
    ],
)
def test_a_badge_has_the_given_name_or_initials(name: str, hangul: str, shown: str) -> None:
    assert sign(name, hangul) == shown


def test_a_group_beyond_the_colours_begins_again_and_odd_signs_are_drawn() -> None:
    assert badge(BadgeName("남라", 0)) == badge(BadgeName("남라", len(GROUNDS)))
    for shown in ("", "…", "WWWWWWWW", "귤", "\u200b", "i"):
        assert picture(badge(BadgeName(shown, 1))).size == (SIDE, SIDE)


def test_medals_differ_also_without_colour() -> None:
    grey = {picture(medal(place)).convert("LA").tobytes() for place in (1, 2, 3)}
    assert len(grey) == 3


def test_the_same_pictures_are_the_same_bytes_in_every_process() -> None:
    script = (
        "import hashlib, sys\n"
        "from bot.ui.chart.badges import BadgeName, badge\n"
        "from bot.ui.chart.medals import medal\n"
        "sys.stdout.write(hashlib.sha256(badge(BadgeName('남라', 0)) + medal(2)).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT, text=True)
    assert elsewhere.stdout == hashlib.sha256(badge(BadgeName("남라", 0)) + medal(2)).hexdigest()


def test_a_curve_goes_through_its_points() -> None:
    points = [(0.0, 0.0), (5.0, 9.0), (10.0, 0.0)]
    assert set(points) <= set(smooth(points))
    assert smooth([*points, points[0]])[-1] == points[0]
    assert max(abs(b[0] - a[0]) for a, b in pairwise(smooth(points))) < 2


# --- ties -----------------------------------------------------------------------------------------------------------


def test_a_tie_says_what_the_other_one_is() -> None:
    bully = Bond(1, 2, "bully", "enmity", "victim of bullying")
    friend = Bond(1, 2, "friend", "friends", mutual=True)
    assert [bully.words(1), bully.words(2)] == ["victim of bullying", "bully"]
    assert [friend.words(1), friend.words(2)] == ["friend", "friend"]
    assert [bully.other(1), bully.other(2)] == [2, 1]


def test_a_classmate_is_shown_only_where_nothing_stronger_stands() -> None:
    school, love = Bond(1, 2, "classmate", "school", mutual=True), Bond(2, 1, "admirer", "love", "crush")
    teacher = Bond(3, 1, "teacher", "school", "student")
    assert strongest([school, love, teacher]) == [love, teacher]
    assert strongest([school, teacher]) == [school, teacher]


def overlapping(boxes: Sequence[Box]) -> list[tuple[Box, Box]]:
    return [(a, b) for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


@pytest.mark.parametrize("finished", [0, 1, 4, 8, FINALE])
def test_nothing_of_a_map_overlaps_and_every_tie_stands_in_one(finished: int) -> None:
    people = everyone(finished)
    groups = {person.id: person.badge.group for person in people}
    shown: list[Bond] = []
    for group in range(len(pack("show")["groups"])):
        tied, lanes, bottom = arrange(people, group_bonds(bonds(finished), groups, group), 80)
        boxes = [each.place.box for each in (*tied, *lanes)]
        assert not overlapping(boxes)
        assert all(0 <= box[0] < box[2] <= WIDTH and 80 <= box[1] < box[3] <= bottom for box in boxes)
        assert {end for lane in lanes for end in (lane.start.person.id, lane.end.person.id)} == {
            each.person.id for each in tied
        }
        shown += [bond for lane in lanes for bond in lane.bonds]
    assert len(set(shown)) == len(shown)
    left_out = set(strongest(bonds(finished))) - set(shown)
    assert {bond.label for bond in left_out} <= {"classmate"}


@pytest.mark.parametrize("finished", [0, 4, FINALE])
def test_every_letter_is_eleven_px_on_a_phone(finished: int, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Block] = []
    write = canvases.Canvas.text

    def text(self: canvases.Canvas, block: Block, box: Box, *, left: float | None = None) -> None:
        assert left is None or box[0] + left + block.width - 36 <= WIDTH
        said.append(block)
        write(self, block, box, left=left)

    monkeypatch.setattr(canvases.Canvas, "text", text)
    people = everyone(finished)
    for centre in people:
        png = person_picture(centre, people, bonds(finished))
        assert picture(png).width == WIDTH
        assert picture(png).height <= 4000
    groups = {person.id: person.badge.group for person in people}
    tie_map("Class 2-5", people, group_bonds(bonds(finished), groups, 0))
    yearbook("Class 2-5", [("Class 2-5", people)], "Yearbook")
    assert min(line.size for block in said for line in block.lines) * 420 / WIDTH >= 11


def test_pictures_of_nobody_and_of_odd_people_are_pictures() -> None:
    odd = [Person(at, name, "", BadgeName("?", at)) for at, name in enumerate(("", "W" * 300, "a b " * 90, "\u202e"))]
    ties = [Bond(0, at, "x" * 300, kind, "y " * 99) for at, kind in zip((1, 2, 3), KINDS, strict=False)]
    for people, said in (([], []), (odd, []), (odd, ties), (odd[:1], [*ties, Bond(0, 0, "itself", "love")])):
        assert picture(tie_map("", people, said)).width == WIDTH
        assert picture(yearbook("", [("", people), ("x" * 200, people[:1])])).width == WIDTH
        assert picture(person_picture(odd[0], people, said)).width == WIDTH
