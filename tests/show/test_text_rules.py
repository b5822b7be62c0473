"""The rules for story text: each that a text breaks, with what it is told by."""

import pytest

from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import Spoiler
from bot.show.text_rules import (
    LIMITS,
    NOBODY,
    Broken,
    Names,
    broken_rules,
    broken_source,
    options_differ,
    said_in_header,
)

E1, E4, E9 = Episode(1, 1), Episode(1, 4), Episode(1, 9)


def names() -> Names:
    told = [
        ("ra", "Nam-ra", E9), ("ra", "Choi Nam-ra", E4), ("ra", "Nam-ra", E4), ("bo", "Bo", E1), ("o", "ウニ", E9), ("p", "The principal", E9),
        ("x", "bully", E9), ("mari", "Mari", E9), ("hari", "Ha-ri", E9), ("mum", "Bo's mother", E9), ("none", "", E9),
    ]  # fmt: skip
    return Names(((who, Spoiler(name, gate)) for who, name, gate in told), common={"mari", "hari"})


def early(who: str, known: Episode, kind: str = "fact") -> Broken:
    return Broken("early name", kind, who=who, known=known)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Bo waves.", []),
        ("", [Broken("blank", "fact")]),
        (" a", [Broken("blank", "fact")]),
        ("&amp;", [Broken("blank", "fact")]),
        ("\u3164", [Broken("blank", "fact")]),
        ("a|b", [Broken("marks", "fact")]),
        ("a <b>b</b>", [Broken("markup", "fact")]),
        ("x" * 130, []),
        ("x" * 131, [Broken("long", "fact", length=131)]),
        ("|" * 4000, [Broken("long", "fact", length=4000), Broken("marks", "fact")]),
        ("|" * 4001, [Broken("long", "fact", length=4001)]),
        # The earliest gate of a name counts, and the longest name.
        ("Nam-ra waves.", [early("ra", E4)]),
        ("Choi Nam-ra and namra", [early("ra", E4), early("ra", E4)]),
        ("Bo's mum waves.", [early("mum", E9)]),
        ("The principal, a principal", [early("p", E9)]),
        ("The principality", []),
        ("ウニが来る", [early("o", E9)]),
        ("ウニコ", []),
        ("A bully waves.", []),
        ("Mari, hari", []),
        ("Ha-ri", [early("hari", E9)]),
    ],
)
def test_every_rule_that_a_text_breaks_is_told(text: str, broken: list[Broken]) -> None:
    assert list(broken_rules(text, "fact", E1, names())) == broken


def test_what_is_known_by_then_may_be_named() -> None:
    assert not list(broken_rules("Nam-ra waves.", "option", E4, names()))
    assert not list(broken_rules("ウニ", "option", E9, names()))
    assert list(broken_rules("Nam-ra waves.", "option", Episode(1, 3), names())) == [early("ra", E4, "option")]
    assert not list(broken_rules("Nam-ra waves.", "option", PREMISE, NOBODY))
    for kind, most in LIMITS.items():
        assert not list(broken_rules("x" * most, kind, PREMISE, NOBODY))
        assert [*broken_rules("x" * (most + 1), kind, PREMISE, NOBODY)] == [Broken("long", kind, length=most + 1)]


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("A book", []), ("https://example.org/a|b", []), ("", [Broken("blank", "source")]), ("\u3164", [Broken("blank", "source")]),
        ("a|b", [Broken("marks", "source")]), ("http://[", [Broken("address", "source")]), ("see http://[", []),
        ("x" * 300, []), ("x" * 301, [Broken("long", "source", length=301)]),
        ("https://example.org/" + "x" * 300, [Broken("long", "source", length=320)]),
    ],
)  # fmt: skip
def test_every_rule_that_a_source_breaks_is_told(source: str, broken: list[Broken]) -> None:
    assert list(broken_source(source)) == broken


def test_options_are_two_to_four_and_differ() -> None:
    for answer, wrong, fine in (
        ("a", ["b"], True), ("a", ["b", "c", "d"], True), ("a", [], False), ("a", ["b", "c", "d", "e"], False), ("a", ["A"], False),
        ("a", ["b", "B "], False),
    ):  # fmt: skip
        assert options_differ(answer, iter(wrong)) == fine


def test_who_plays_whom_stands_in_the_header_of_a_card() -> None:
    assert said_in_header("Choi Nam-ra is played by Cho Yi-hyun.", "cast")
    assert not said_in_header("Choi Nam-ra is played by Cho Yi-hyun.", "trait")
    assert not said_in_header("Choi Nam-ra is played by Cho Yi-hyun, who sings.", "cast")
