"""What a row of a file would do to what a server has: add, change, nothing, or which refusals it gets."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.show.edits import Content, FactContent, Item, Kind, QuestionContent, State, Version
from bot.show.episodes import PREMISE, Episode
from bot.show.facts import row_id
from bot.show.import_file import MOST_FAULTS, MOST_LISTED, FileRow
from bot.show.import_plan import Faults, Plan, Planned, Refusal
from bot.show.sites import Sites, Source
from bot.show.spoilers import Spoiler
from bot.show.text_rules import Broken
from support.plans import here

E1, E2 = Episode(1, 1), Episode(1, 2)
FACT: dict[str, Any] = {
    "text": "Ana waves.",
    "topic": "trait",
    "revealed_in": "S1E1",
    "about": ["Ana"],
    "sources": ["a"],
}
ASKED: dict[str, Any] = {
    "text": "Who waves?", "answer": "Ana", "wrong": ["A dog", "A cat"], "explanation": "She waves.", "difficulty": "easy",
    "topic": "trait", "revealed_in": "S1E1", "sources": ["a"],
}  # fmt: skip
FACT_HERE = FactContent(Spoiler("Ana waves.", E1), "trait", (1,), (Source("Kept", "https://kept.example/a"),))
ASKED_HERE = QuestionContent(
    *(Spoiler("Who waves?", E1), Spoiler("Ana", E1), (Spoiler("A dog", E1),), Spoiler("So it is.", E1)),
    *("easy", "trait", (), (Source("", "a"),)),
    own_gate=E1,
)  # fmt: skip


def item(number: int, content: Content, state: State = "live", author: int | None = None) -> Item:
    return Item(number, Version(7, state, content, "added", 5, None, "", author), None, None)


Items = Mapping[Kind, Mapping[int, Item]]
HERE: Items = {"fact": {50: item(50, FACT_HERE, author=9)}, "question": {60: item(60, ASKED_HERE, "retired")}}
NOTHING: Items = {"fact": {}, "question": {}}


def plan(*rows: tuple[Kind, dict[str, Any]], items: Items = NOTHING, room: int = 10) -> list[Planned]:
    numbered = [FileRow(number, kind, entry) for number, (kind, entry) in enumerate(rows, 1)]

    def new_id(kind: Kind) -> int:
        return 1000 if kind == "fact" else 2000

    return list(Plan(numbered, replace(here(items, room), new_id=new_id)).rows())


def fact(items: Items = NOTHING, **changes: Any) -> Planned:
    [planned] = plan(("fact", {key: value for key, value in (FACT | changes).items() if value != "-"}), items=items)
    return planned


def asked(items: Items = NOTHING, **changes: Any) -> Planned:
    [planned] = plan(
        ("question", {key: value for key, value in (ASKED | changes).items() if value != "-"}), items=items
    )
    return planned


# ------------------------------------------------------------------------------------------------ what is added


def test_a_new_row_is_added_as_it_stands_there() -> None:
    added = FactContent(Spoiler("Ana waves.", E1), "trait", (1,), (Source("", "a"),))
    assert fact() == Planned(1, "fact", "add", 1000, 0, added, "live")
    question = QuestionContent(
        *(Spoiler("Who waves?", E1), Spoiler("Ana", E1), (Spoiler("A dog", E1), Spoiler("A cat", E1))),
        *(Spoiler("She waves.", E1), "easy", "trait", (50,), (Source("", "a"),)),
        own_gate=E1,
    )  # fmt: skip
    items: Items = {"fact": HERE["fact"], "question": {}}
    planned = asked(items, facts=["50", "50"], state="RETIRED ", difficulty="Easy", topic="TRAIT", drawn=True)
    assert planned == Planned(1, "question", "add", 2000, 0, question, "retired", drawn=True)
    assert isinstance(planned.content, QuestionContent)
    assert planned.content.own_gate == E1
    assert not asked().drawn
    assert asked(drawn=False).refusals == (Refusal("unknown", "drawn"),)


def test_a_row_may_be_named_by_number_by_the_pack_or_by_its_own_name() -> None:
    shipped = row_id("show", "fact", "meet")
    items: Items = {"fact": {shipped: item(shipped, FACT_HERE)}, "question": {}}
    assert (fact(items, id="meet").item_id, fact(items, id="meet").what) == (shipped, "change")
    assert fact(items, id="mine").item_id == here().own_id("fact", "mine")
    assert asked(items, id="meet").item_id == here().own_id("question", "meet")
    assert fact(id="12").item_id == 12
    assert fact(id=f"{2**63 - 1}").item_id == 2**63 - 1
    assert fact(id="x" * 100).what == "add"
    # By a name of its own it may say again what is said, and comes to the same when it is read again.
    assert [each.what for each in plan(("fact", FACT | {"id": "a"}), ("fact", FACT | {"id": "b"}), ("fact", FACT))] == [
        *("add", "add", "refused"),
    ]


@pytest.mark.parametrize("named", [f"{2**63}", "9" * 20, "", "x" * 101, False, "0"])
def test_a_name_that_is_none_is_refused(named: Any) -> None:
    assert fact(id=named).refusals == (Refusal("id", "id"),)


def test_a_name_of_the_other_kind_or_of_two_rows_is_refused() -> None:
    assert fact(HERE, id="60").refusals == asked(HERE, id="50").refusals == (Refusal("id", "id"),)
    rows = plan(("fact", FACT | {"id": "5"}), ("fact", FACT | {"id": "5", "text": "Ana runs."}), ("fact", FACT))
    assert [each.refusals for each in rows] == [(Refusal("twice", "id"),), (Refusal("twice", "id"),), ()]


def test_what_is_said_here_already_is_refused_but_not_what_was_retired() -> None:
    assert fact(HERE).refusals == (Refusal("twin", "text"),)
    assert asked(HERE, wrong=["x"]).what == "add"
    assert fact({"fact": {50: item(50, FACT_HERE, "retired")}, "question": {}}).what == "add"


def test_each_kind_has_room_of_its_own_and_what_is_refused_takes_none() -> None:
    rows = plan(
        ("fact", FACT | {"topic": "x"}), ("fact", FACT), ("fact", FACT | {"text": "Ana runs."}), ("question", ASKED), room=1
    )  # fmt: skip
    assert [each.what for each in rows] == ["refused", "add", "refused", "add"]
    assert rows[2].refusals == (Refusal("full", "text"),)


# ------------------------------------------------------------------------------------------------ what is changed


def test_a_row_of_what_is_here_says_what_it_changes() -> None:
    same = fact(HERE, id="50", sources=["https://kept.example/a"])
    assert same == Planned(1, "fact", "same", 50, 7, FACT_HERE, "live", 9, HERE["fact"][50])
    assert same.content is not None
    assert same.content.sources == (Source("Kept", "https://kept.example/a"),), "its site keeps its name"
    changed = fact(HERE, id="50", text="Ana runs.")
    assert (changed.what, changed.item_id, changed.revision, changed.author_id) == ("change", 50, 7, 9)
    assert fact(HERE, id="50", sources=["https://kept.example/a"], state="retired").what == "change"
    question = {"id": "60", "wrong": ["A dog"], "explanation": "So it is."}
    assert asked(HERE, **question, state="retired").what == "same"
    back = asked(HERE, **question, state="live")
    assert (back.what, back.state) == ("change", "live")
    full = plan(("fact", FACT | {"id": "50"}), items=HERE, room=0)
    assert full[0].what == "change", "it needs no room"


# ------------------------------------------------------------------------------------------------ what is refused


def rule(field: str, rule: Any, kind: str, **more: Any) -> Refusal:
    return Refusal("rule", field, Broken(rule, kind, **more))


@pytest.mark.parametrize(
    ("changes", "refusals"),
    [
        ({"text": "-"}, [Refusal("missing", "text")]),
        ({"topic": None, "about": None}, [Refusal("missing", "topic"), Refusal("missing", "about")]),
        ({"sources": "-"}, [Refusal("missing", "sources")]),
        ({"colour": 3}, [Refusal("unknown", "colour")]),
        ({"k" * 30: 3}, [Refusal("unknown", "k" * 19 + "…")]),
        ({"state": None, "id": None, "x": None}, []),
        ({"state": "gone"}, [Refusal("choice", "state", said="gone")]),
        ({"state": False}, [Refusal("choice", "state")]),
        ({"text": False}, [Refusal("type", "text")]),
        ({"about": False}, [Refusal("type", "about")]),
        ({"about": {"site": "a"}}, [Refusal("type", "about")]),
        ({"about": [{"site": "a"}]}, [Refusal("type", "about")]),
        ({"sources": [False]}, [Refusal("type", "sources")]),
        ({"sources": ["a"] * (MOST_LISTED + 1)}, [Refusal("many", "sources")]),
        ({"sources": [f"a{number}" for number in range(MOST_LISTED)]}, []),
        ({"topic": "weather " * 9}, [Refusal("choice", "topic", said="weather weather weather weath…")]),
        ({"revealed_in": "S9E9"}, [Refusal("episode", "revealed_in", said="S9E9")]),
        # Where the episode is unknown, nothing is too early for it.
        ({"revealed_in": "S9E9", "about": ["Bo"], "text": "Bo waves."}, [Refusal("episode", "revealed_in", said="S9E9")]),
        ({"text": "Bo waves."}, [rule("text", "early name", "fact", who="Bo", known=E2)]),
        ({"text": "A" * 131}, [rule("text", "long", "fact", length=131)]),
        ({"about": ["Bo"]}, [rule("about", "early subject", "fact", known=E2)]),
        ({"about": ["Bo"], "revealed_in": "S1E2"}, []),
        ({"about": "Nobody; Ana\nAn"}, [Refusal("about", "about", said="Nobody"), Refusal("about", "about", said="An", near="Ana")]),
        ({"about": []}, [Refusal("about", "about")]),
        ({"about": ["3"]}, [Refusal("about", "about", said="3")]),
        ({"about": ["9" * 30]}, [Refusal("about", "about", said="9" * 30)]),
        ({"about": ["2"]}, [rule("about", "early subject", "fact", known=E2)]),
        ({"sources": []}, [rule("sources", "blank", "source")]),
        ({"sources": [" "]}, [rule("sources", "blank", "source")]),
        ({"sources": ["http://["]}, [rule("sources", "address", "source")]),
        ({"sources": [{"site": None, "address": "a"}]}, [Refusal("type", "sources")]),
        ({"sources": [{"address": "a"}]}, [Refusal("type", "sources")]),
        ({"sources": [{"site": "a|b", "address": "http://["}]}, [rule("sources", "marks", "source"), rule("sources", "address", "source")]),
        ({"sources": [{"site": "A"}]}, []),
    ],
)  # fmt: skip
def test_a_fact_that_is_wrong_gets_its_reasons(changes: dict[str, Any], refusals: list[Refusal]) -> None:
    planned = fact(**changes)
    assert planned.refusals == tuple(refusals)
    assert planned.what == ("refused" if refusals else "add")
    assert (planned.content is None) == bool(refusals)


@pytest.mark.parametrize(
    ("changes", "refusals"),
    [
        ({"answer": "-"}, [Refusal("missing", "answer")]),
        ({"wrong": "-"}, [Refusal("missing", "wrong")]),
        ({"facts": "-"}, []),
        ({"wrong": "One"}, [Refusal("type", "wrong")]),
        ({"wrong": []}, [rule("wrong", "same options", "option")]),
        ({"wrong": ["ana"]}, [rule("wrong", "same options", "option")]),
        ({"wrong": ["a", "b", "c", "d"]}, [rule("wrong", "same options", "option")]),
        ({"text": "A" * 151}, [rule("text", "long", "question", length=151)]),
        ({"answer": "A" * 61}, [rule("answer", "long", "option", length=61)]),
        ({"wrong": ["A" * 61, "|"]}, [rule("wrong", "long", "option", length=61), rule("wrong", "marks", "option")]),
        ({"explanation": "A" * 201}, [rule("explanation", "long", "explanation", length=201)]),
        ({"difficulty": "cruel"}, [Refusal("choice", "difficulty", said="cruel")]),
        ({"facts": ["50", "x"]}, [Refusal("id", "facts")]),
        ({"facts": ["9" * 20]}, [Refusal("id", "facts")]),
        ({"facts": ["50"], "revealed_in": "premise"}, [Refusal("fact", "facts")]),
        ({"about": ["Ana"]}, [Refusal("unknown", "about")]),
    ],
)
def test_a_question_that_is_wrong_gets_its_reasons(changes: dict[str, Any], refusals: list[Refusal]) -> None:
    assert asked({"fact": HERE["fact"], "question": {}}, **changes).refusals == tuple(refusals)


def test_each_fault_is_told_once_and_so_many_at_the_most() -> None:
    faults = Faults()
    faults.note(*(Refusal("unknown", f"k{number // 2}") for number in range(99)))
    assert faults == [Refusal("unknown", f"k{number}") for number in range(MOST_FAULTS)]


def test_who_is_meant_stands_there_once_the_first_first() -> None:
    planned = fact(about="Bo, 1, bo, Ana", revealed_in="S1E2")
    assert isinstance(planned.content, FactContent)
    assert planned.content.about == (2, 1)
    by_slug = row_id("show", "subject", "the-virus")
    known = here()
    known = replace(
        known, subjects={**known.subjects, by_slug: Spoiler("The virus", PREMISE), 4: Spoiler("Cy", PREMISE)}
    )
    rows = [FileRow(1, "fact", FACT | {"about": ["the-virus", "4", "**Ana**"]})]
    [planned] = Plan(rows, known).rows()
    assert isinstance(planned.content, FactContent)
    assert planned.content.about == (by_slug, *sorted((4, 1)))


def test_a_source_keeps_the_site_that_is_told_with_it() -> None:
    pairs = [{"site": " The  Paper ", "address": "https://a.example/x"}, {"site": "A Book"}, "b; c"]
    planned = fact(sources=[*pairs, pairs[0]])
    assert planned.content is not None
    assert planned.content.sources == (
        Source("The Paper", "https://a.example/x"),
        Source("A Book", None),
        Source("", "b; c"),
    )
    known = here()
    sites = Sites([(Source("Paper", "https://paper.example/x"), PREMISE)])
    [planned] = Plan(
        [FileRow(1, "fact", FACT | {"sources": "paper.example/y"})],
        replace(known, show=replace(known.show, sites=sites)),
    ).rows()
    assert planned.content is not None
    assert planned.content.sources == (Source("Paper", "paper.example/y"),)


def test_of_thousands_of_names_that_nobody_has_only_some_are_looked_for() -> None:
    typed = ["An", *(f"Nobody {number}" for number in range(398)), "Anaa", "Ane"]
    rows: list[tuple[Kind, dict[str, Any]]] = [("fact", FACT | {"about": [each]}) for each in (*typed, "An")]
    near = [each.refusals[0].near for each in plan(*rows, room=999)]
    assert (near[0], near[399]) == ("Ana", "Ana")
    assert near[400:] == ["", "Ana"], "the last one was looked for before"
