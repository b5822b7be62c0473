"""Our own pictures: badges, medals, the yearbook, and ties by kind; the same for everybody, and readable on a phone."""

import hashlib
import io
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # pyright: ignore[reportMissingTypeStubs]
from PIL import Image

from bot.language import speaking
from bot.locale import _
from bot.paths import DATA
from bot.show.badges import sign, smooth
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import TIE_KINDS, CharacterName, Relationship
from bot.show.relationships import of_group, telling
from bot.ui.chart import canvas as canvases
from bot.ui.chart.art import SIDE
from bot.ui.chart.badges import GROUNDS, BadgeName, badge
from bot.ui.chart.medals import medal
from bot.ui.chart.parts import Block, Box, cleaned, is_drawable, label
from bot.ui.chart.person_ties import person_picture
from bot.ui.chart.tie_map import arrange, tie_map
from bot.ui.chart.ties import KINDS, WIDTH, Bond, PicturedPerson, words
from bot.ui.chart.yearbook import yearbook
from support.proofs import in_prove
from support.shipped import shipped_pack

ROOT = Path(__file__).parents[3]
FINALE = 12
ALLOWED = 256 * 1024  # bytes of an emoji


PACK = shipped_pack()
IDS = {each.slug: at for at, each in enumerate(PACK.characters)}


@cache
def everyone(finished: int) -> tuple[PicturedPerson, ...]:
    """Everybody of the shipped pack, as one who finished so much knows them."""
    scope = Scope.through(at(finished))
    return tuple(
        PicturedPerson(
            IDS[each.slug],
            each.name.label(scope),
            each.hangul.label(scope) if each.hangul else "",
            BadgeName(*each.badge.ordered(scope)),
        )
        for each in PACK.characters
        if each.name.revealed_in <= scope.clear
    )


def at(finished: int) -> Episode:
    return Episode(1, finished) if finished else PREMISE


@cache
def ties(finished: int) -> tuple[Relationship, ...]:
    """The shipped ties, as one who finished so much knows them."""
    people = {each.slug: CharacterName(IDS[each.slug], each.name, each.hangul, each.badge) for each in PACK.characters}
    return tuple(
        Relationship(
            people[tie.a],
            people[tie.b],
            tie.label,
            tie.label_back,
            tie.kind,
            tie.mutual,
            tie.ended_in is not None and tie.ended_in <= at(finished),
        )
        for tie in PACK.relationships
        if tie.label.revealed_in <= at(finished)
    )


def bonds(told: Sequence[Relationship]) -> list[Bond]:
    return [
        Bond(
            tie.source.id,
            tie.target.id,
            tie.label.reveal(),
            tie.kind,
            tie.label_back.reveal() if tie.label_back else "",
            tie.mutual,
            "ended" if tie.ended else "",
        )
        for tie in told
    ]


def groups_of(people: Sequence[PicturedPerson]) -> dict[int, int]:
    return {person.id: person.badge.group for person in people}


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


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


def overlapping(boxes: Sequence[Box]) -> list[tuple[Box, Box]]:
    return [(a, b) for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


@pytest.mark.parametrize("finished", [4, *map(in_prove, (0, 1, 8, FINALE))])
def test_nothing_of_a_map_overlaps_and_every_tie_stands_in_one(finished: int) -> None:
    people = everyone(finished)
    groups = groups_of(people)
    shown: list[Bond] = []
    for group in range(len(PACK.groups)):
        tied, lanes, bottom = arrange(people, bonds(of_group(ties(finished), groups, group)), 80)
        boxes = [each.place.box for each in (*tied, *lanes)]
        assert not overlapping(boxes)
        assert all(0 <= box[0] < box[2] <= WIDTH and 80 <= box[1] < box[3] <= bottom for box in boxes)
        assert {end for lane in lanes for end in (lane.start.person.id, lane.end.person.id)} == {
            each.person.id for each in tied
        }
        shown += [bond for lane in lanes for bond in lane.bonds]
    assert len(set(shown)) == len(shown)
    left_out = set(bonds(telling(ties(finished)))) - set(shown)
    assert {bond.label for bond in left_out} <= {"classmate"}


@pytest.mark.prove
@pytest.mark.parametrize("finished", [4, 0, FINALE])
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
        png = person_picture(centre, people, bonds(telling(ties(finished))))
        assert picture(png).width == WIDTH
        assert picture(png).height <= 4000
    groups = groups_of(people)
    tie_map("Class 2-5", people, bonds(of_group(ties(finished), groups, 0)))
    yearbook("Class 2-5", [("Class 2-5", people)], "Yearbook")
    assert min(line.size for block in said for line in block.lines) * 420 / WIDTH >= 11


def test_pictures_of_nobody_and_of_odd_people_are_pictures() -> None:
    odd = [
        PicturedPerson(at, name, "", BadgeName("?", at))
        for at, name in enumerate(("", "W" * 300, "a b " * 90, "\u202e"))
    ]
    ties = [Bond(0, at, "x" * 300, kind, "y " * 99) for at, kind in zip((1, 2, 3), KINDS, strict=False)]
    for people, said in (([], []), (odd, []), (odd, ties), (odd[:1], [*ties, Bond(0, 0, "itself", "love")])):
        assert picture(tie_map("", people, said)).width == WIDTH
        assert picture(yearbook("", [("", people), ("x" * 200, people[:1])])).width == WIDTH
        assert picture(person_picture(odd[0], people, said)).width == WIDTH


HOSTILE = [
    "",
    " \t\r\n ",
    "W" * 5000,
    "한" * 3000,
    "a\tb\nc\u2028d\x00e\x1b[31mf\x7f",
    "\u202eright to left\u202c \u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    "\U0001f9df\u200d\u2642\ufe0f\U0001f1f0\U0001f1f7",
    "z\u0301\u0302\u0303" * 300,
    "\ud800 lonely surrogate",
    "\ufdfa" * 50,
    "\u1112\u1161\u11ab",
    "a " * 2000,
    "\u00ad\u200b\ufeff",
]


def test_hostile_texts_neither_crash_nor_overflow() -> None:
    people = [PicturedPerson(number, text, text, BadgeName(text[:4], number)) for number, text in enumerate(HOSTILE)]
    said = [
        Bond(number, 0, text, TIE_KINDS[number % 6], text, ended="ended" * (number % 2 == 0))
        for number, text in enumerate(HOSTILE)
    ]
    tied, lanes, bottom = arrange(people, said)
    boxes = [each.place.box for each in (*tied, *lanes)]
    assert not overlapping(boxes)
    assert all(0 <= box[0] < box[2] <= WIDTH and 0 <= box[1] < box[3] <= bottom for box in boxes)
    for png in (person_picture(people[0], people, said), tie_map("x", people, said), yearbook("x", [("y", people)])):
        assert picture(png).width == WIDTH


def test_a_text_that_nothing_can_draw_becomes_a_mark() -> None:
    assert cleaned("\U0001f9df\u0645") == "…"
    assert cleaned(" Han\tGang\n\u1112\u1161\u11ab \uff46\uff55\uff4c\uff4c ") == "Han Gang 한 ｆｕｌｌ"


def test_an_ended_tie_says_so_in_words_and_a_long_one_ends_in_an_ellipsis() -> None:
    assert " ".join(line.text for line in label("best friend", 24, 400, ended="ended").lines) == "best friend (ended)"
    said = "".join(line.text for line in label("x" * 400, 24, 400, ended="ended").lines)
    assert said.replace(" ", "").endswith("x…(ended)")


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_fonts_have_every_letter_that_is_said_to_be_drawn(weight: str) -> None:
    with TTFont(DATA / "fonts" / f"NotoSansCJKjp-{weight}.subset.otf", lazy=True) as shipped:
        letters = set(shipped.getBestCmap() or ())
    assert {number for number in range(0x20, 0x10000) if is_drawable(chr(number))} <= letters


def test_what_stands_in_pictures_can_be_drawn_in_every_language() -> None:
    said = {each.name.reveal() for each in PACK.characters} | set(PACK.groups)
    said |= {label.reveal() for tie in PACK.relationships for label in (tie.label, tie.label_back) if label}
    for language, texts in PACK.translations.items():
        with speaking(language):
            words = {_("Yearbook"), _("Everyone"), _("ended"), *map(_, TIE_KINDS)}
        assert said <= texts.keys() | {each for each in said if language in {"es", "pt", "id"}}
        for text in (*words, *(texts.get(each, each) for each in said)):
            assert not {char for char in text if char != " " and not is_drawable(char)}, (language, text)


@pytest.mark.parametrize("language", sorted(PACK.translations))
def test_no_tie_of_the_pack_is_cut_or_broken_within_a_word_on_a_map(language: str) -> None:
    """But where nothing parts words."""
    texts, parted = PACK.translations[language], "" if language == "ja" else " "
    ties = {said.reveal() for tie in PACK.relationships for said in (tie.label, tie.label_back) if said}
    for said in {texts.get(each, each) for each in ties}:
        drawn = parted.join(line.text for line in words(said, 230, ended="").lines)
        assert drawn.replace(" ", "") == said.replace(" ", "")
        assert parted == "" or drawn == said, drawn
