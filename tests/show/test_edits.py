"""What differs between two versions, what says the same, and whether a server sees something else than its pack."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.show.edits import (
    FactContent,
    Item,
    QuestionContent,
    State,
    Version,
    fields_changed,
    nearest,
    said,
    same_words,
    words_changed,
)
from bot.show.episodes import PREMISE, Episode
from bot.show.sites import Source
from bot.show.spoilers import Spoiler

E4, E9 = Episode(1, 4), Episode(1, 9)
FACT = FactContent(Spoiler("Nam-ra runs.", E4), "event", (1, 2), (Source("a", None),))
QUESTION = QuestionContent(
    *(Spoiler("Who runs?", E4), Spoiler("Nam-ra", E4), (Spoiler("On-jo", E4), Spoiler("Bo", E4)), Spoiler("She runs.", E4)),
    *("easy", "event", (1,), (Source("a", None),)),
    own_gate=E4,
)  # fmt: skip


def say(text: str, gate: Episode = E4) -> Spoiler:
    return Spoiler(text, gate)


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("She runs home.", "She runs home.", [(False, "She runs home.")], [(False, "She runs home.")]),
        ("She runs home.", "She walks home.", [(False, "She"), (True, "runs"), (False, "home.")], [(False, "She"), (True, "walks"), (False, "home.")]),
        # A stop at the end is no other word, unless it is all that is other.
        ("She runs.", "She runs home.", [(False, "She runs.")], [(False, "She runs"), (True, "home.")]),
        ("She runs home", "She runs home.", [(False, "She runs"), (True, "home")], [(False, "She runs"), (True, "home.")]),
        ("On-jo, runs", "On-jo runs away", [(False, "On-jo, runs")], [(False, "On-jo runs"), (True, "away")]),
        ("She runs", "", [(True, "She runs")], []),
        ("a b c d", "c d", [(True, "a b"), (False, "c d")], [(False, "c d")]),
    ],
)  # fmt: skip
def test_words_that_differ_are_marked_on_both_sides(
    before: str, after: str, left: Sequence[tuple[bool, str]], right: Sequence[tuple[bool, str]]
) -> None:
    found = words_changed(say(before), say(after, E9))
    assert found == (
        [(marked, say(text)) for marked, text in left],
        [(marked, say(text, E9)) for marked, text in right],
    )


def test_in_long_texts_no_word_is_too_common_to_be_compared() -> None:
    text = "a b " * 150
    left, right = words_changed(say(text + "c"), say(text + "d"))
    assert [marked for marked, _ in left] == [marked for marked, _ in right] == [False, True]


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"text": say("Who runs?", E9)}, []),
        ({"text": say("Who walks?")}, ["text"]),
        ({"answer": say("Bo")}, ["answer"]),
        ({"wrong": (say("On-jo"), say("Cy"))}, ["wrong"]),
        ({"wrong": (say("On-jo", E9), say("Bo", E9))}, []),
        ({"wrong": (say("On-jo"),)}, ["wrong"]),
        ({"wrong": ()}, ["wrong"]),
        ({"explanation": say("So it is.")}, ["explanation"]),
        ({"difficulty": "hard"}, ["difficulty"]),
        ({"topic": "death"}, ["topic"]),
        ({"facts": (2,)}, ["facts"]),
        ({"sources": ()}, ["sources"]),
        ({"difficulty": "hard", "text": say("?"), "answer": say("a")}, ["text", "answer", "difficulty"]),
        ({"own_gate": PREMISE}, []),
    ],
)
def test_fields_that_say_something_else_are_named(changed: dict[str, Any], fields: list[str]) -> None:
    assert fields_changed(QUESTION, replace(QUESTION, **changed)) == fields


def test_fields_of_a_fact_are_named_as_well() -> None:
    assert fields_changed(FACT, FACT) == []
    assert fields_changed(FACT, replace(FACT, about=(2, 1))) == ["about"]
    assert fields_changed(FACT, QUESTION) == [
        *("text", "answer", "wrong", "explanation", "difficulty", "about", "facts"),
    ]


def test_what_says_the_same_has_one_key() -> None:
    assert same_words("Nam-ra, runs!") == same_words("  nam ra RUNS") == "nam ra runs"
    assert same_words("Nam_ra runs") == "nam ra runs"
    assert said(FACT) == said(replace(FACT, text=say("nam-ra runs", E9), topic="death"))
    assert said(FACT) != said(replace(FACT, text=say("Nam-ra walks.")))
    assert said(QUESTION) == said(replace(QUESTION, text=say("who runs"), answer=say("NAM‐RA"), wrong=()))
    assert said(QUESTION) != said(replace(QUESTION, answer=say("On-jo")))
    assert said(QUESTION) != said(replace(QUESTION, text=say("Who walks?")))
    assert len(said(QUESTION)) == 2


def test_the_nearest_text_is_the_one_that_says_nearly_the_same() -> None:
    others = [(1, say("On-jo hides in the music room.")), (2, say("Nam-ra bites him on the roof.")), (3, say("?"))]
    assert nearest(say("On the roof Nam-ra bites him!"), others) == others[1]
    assert nearest(say("NAM RA BITES HIM ON THE ROOF"), others) == others[1]
    assert nearest(say("Nam-ra bites him on the roof."), others, but=iter([2])) is None
    assert nearest(say("On-jo hides in a music room"), others) == others[0]
    assert nearest(say("On-jo sleeps somewhere else."), others) is None
    assert nearest(say("On-jo sleeps somewhere else."), others, at_least=40) == others[0]
    assert nearest(say("Nam-ra"), []) is None


def item(state: State, shipped: FactContent | None, base: FactContent | None) -> Item:
    return Item(1, Version(2, state, FACT, "edited", 3, None, "", None), shipped, base)


def test_an_item_says_whether_the_server_or_the_pack_changed_it() -> None:
    other = replace(FACT, topic="death")
    assert item("shipped", FACT, None).content == FACT
    assert [item(state, FACT, FACT).changed_here for state in ("shipped", "live", "retired")] == [False, True, True]
    assert not item("live", FACT, FACT).changed_below
    assert item("live", other, FACT).changed_below
    assert item("retired", None, FACT).changed_below
    assert not item("live", other, None).changed_below, "the server's own"
    assert not item("shipped", other, FACT).changed_below
    assert (FACT.revealed_in, QUESTION.revealed_in, FACT.kind, QUESTION.kind) == (E4, E4, "fact", "question")
