"""A question of somebody's list as a row of an import: which of its words are which of our fields."""

from typing import Any

import pytest

from bot.show.episodes import PREMISE, Episode
from bot.show.import_file import FileRow
from bot.show.list_rows import RECORD_KEYS, Record, key_of, rows_from, with_gate, with_source


@pytest.mark.parametrize(
    ("names", "key"),
    [
        ("question|Question Text|TEXT|q|prompt|front|questions", "question"),
        (
            "answer|answers|correct_answer|Correct-Answers|correct|right|right answer|right option|correct option|"
            "correct answer(s)|back|solution",
            "answer",
        ),
        (
            "wrong|wrong option|wrong answer|wrong answers|incorrect_answers|incorrect|incorrect answer|distractors",
            "wrong",
        ),
        ("wrong 1|wrong_2|wrong-3|Wrong answer #12|incorrect a|wrong1", "wrong"),
        ("options|choices|option|choice|Option A|choice f|option1|answer 1|answer_4|Answer c", "options"),
        ("explanation|comment|note|why|feedback", "explanation"),
        ("difficulty|level", "difficulty"),
        ("topic|category", "topic"),
        ("revealed_in|episode|gate|safe after", "revealed_in"),
        ("sources|source|link|url|reference", "sources"),
        ("type", "type"),
        ("Time  limit|time-limit", "time limit"),
        ("option g", "option g"),
        ("answer 123", "answer 123"),
        ("nothing 1", "nothing 1"),
        ("", ""),
    ],
)
def test_what_others_call_our_fields(names: str, key: str) -> None:
    assert {name: key_of(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), key)
    assert (key in RECORD_KEYS) == (key not in {"time limit", "option g", "answer 123", "nothing 1", ""})


def entry(**record: Any) -> dict[str, Any]:
    [row] = rows_from([record])
    assert (row.number, row.kind) == (1, "question")
    return row.entry


ROW = {"text": "Who?", "answer": "A", "explanation": "The answer is A.", "difficulty": "medium", "topic": "event"}


@pytest.mark.parametrize(
    ("record", "row"),
    [
        ({"question": "Who?", "answer": "A", "wrong": ["B", "C"]}, ROW | {"wrong": ["B", "C"]}),
        ({"q": ["", " Who? ", "When?"], "answer": "A", "colour": "red", "type": "x"}, ROW),
        ({"q": "Who?", "answer": ["", "A", "Ah"], "wrong": ["B", "", "<b></b>"]}, ROW | {"wrong": ["B"]}),
        ({"q": "Who?"}, {"text": "Who?", "difficulty": "medium", "topic": "event"}),
        ({"answer": "A."}, {"answer": "A.", "explanation": "The answer is A.", "difficulty": "medium", "topic": "event"}),
        ({"q": "Who?", "answer": "A", "note": "So it", "why": "is."}, ROW | {"explanation": "So it is."}),
        ({"q": "Who?", "answer": "A", "level": "HARD"}, ROW | {"difficulty": "hard"}),
        ({"q": "Who?", "answer": "A", "level": "cruel"}, ROW),
        ({"q": "Who?", "answer": "A", "topic": "Death"}, ROW | {"topic": "death"}),
        ({"q": "Who?", "answer": "A", "category": "Behind the scenes"}, ROW | {"topic": "production"}),
        ({"q": "Who?", "answer": "A", "category": "people"}, ROW | {"topic": "trait"}),
        ({"q": "Who?", "answer": "A", "gate": "S1E2", "url": ["a", "b"]}, ROW | {"revealed_in": "S1E2", "sources": ["a", "b"]}),
        # Which of the options is right may be said by its place, its letter or its words.
        ({"q": "Who?", "answer": "A", "options": ["A", "a ", "B"]}, ROW | {"wrong": ["B"]}),
        ({"q": "Who?", "answer": "1", "options": ["A", "B"]}, ROW | {"wrong": ["B"]}),
        ({"q": "Who?", "answer": "(b)", "options": ["B", "A", "C"]}, ROW | {"wrong": ["B", "C"]}),
        ({"q": "Who?", "answer": "2.", "options": ["B", "A"], "wrong": "C"}, ROW | {"wrong": ["C", "B"]}),
        ({"q": "Who?", "answer": ["3", "1"], "options": ["B", "C", "A"]}, ROW | {"wrong": ["C"]}),
        ({"q": "Who?", "answer": "A", "options": ["B", "C"]}, ROW | {"answer": "B", "explanation": "The answer is B.", "wrong": ["C"]}),
        ({"q": "Who?", "wrong": "B", "options": ["C"]}, {"text": "Who?", "wrong": ["B", "C"], "difficulty": "medium", "topic": "event"}),
        ({"q": "Who?", "answer": "9", "options": ["B", "C"]}, ROW | {"answer": "9", "explanation": "The answer is 9.", "wrong": ["B", "C"]}),
        ({"q": "Who?", "answer": "0", "options": ["B", "C"]}, ROW | {"answer": "0", "explanation": "The answer is 0.", "wrong": ["B", "C"]}),
        ({"q": "Who?", "answer": "Yes"}, ROW | {"answer": "Yes", "explanation": "The answer is Yes.", "wrong": ["No"]}),
        ({"q": "Who?", "answer": "false"}, ROW | {"answer": "false", "explanation": "The answer is false.", "wrong": ["True"]}),
        ({"q": "Who?", "answer": "no", "wrong": "maybe"}, ROW | {"answer": "no", "explanation": "The answer is no.", "wrong": ["maybe"]}),
    ],
)  # fmt: skip
def test_a_record_becomes_a_row(record: Record, row: dict[str, Any]) -> None:
    assert entry(**record) == row


def test_the_26th_option_is_named_by_the_last_letter() -> None:
    options = [f"x{number}" for number in range(25)]
    for named in ("26", "z", "Z)"):
        assert entry(q="Who?", answer=named, options=[*options, "A"])["answer"] == "A"
    assert entry(q="Who?", answer="27", options=[*options, "A", "B"])["answer"] == "27"
    assert entry(q="Who?", answer="٢", options=["A", "B"])["answer"] == "٢"


def answers(*told: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [row.entry for row in rows_from([{"q": q, "answer": answer, "gate": gate} for q, answer, gate in told])]


def test_missing_options_are_the_other_answers_that_are_most_alike() -> None:
    words = ["a cat", "a dog", "one two three", "a cow", "a hen", "a pig", "an elephant", "oh"]
    found = answers(
        *((f"What is {each}?", each, "") for each in words), ("How many?", "7", ""), ("And now?", "1,200", "")
    )
    by = {each["answer"]: each for each in found}
    assert all(each["drawn"] is True for each in found)
    assert by["7"]["wrong"] == ["1,200"], "numbers stand beside numbers"
    assert by["1,200"]["wrong"] == ["7"]
    for answer in words:
        assert len(set(by[answer]["wrong"])) == 3
        assert set(by[answer]["wrong"]) <= {*words} - {answer}


def test_numbers_are_alike_by_their_size() -> None:
    numbers = [*range(10, 24), "-3", "2.5", "1 000 000", "+7", "100,000"]
    found = answers(*((f"How many {each}?", str(each), "") for each in numbers))
    by = {each["answer"]: {each["answer"], *each["wrong"]} for each in found}
    ordered = sorted(map(str, numbers), key=lambda each: float(each.replace(",", "").replace(" ", "")))
    for at, answer in enumerate(ordered):
        near = ordered[max(0, at - 6) : at + 7]
        assert by[answer] <= set(near)
    # Six of those beside it, three to either side where there are so many.
    assert by["16"] <= {"13", "14", "15", "16", "17", "18", "19"}


def test_no_option_is_drawn_from_another_episode_or_accepted_for_the_same_question() -> None:
    assert [each.get("wrong") for each in answers(("Who?", "A", "S1E1"), ("When?", "B", "S1E2"))] == [None, None]
    assert [each.get("wrong") for each in answers(("Who?", "A", "S1E1"), ("When?", "B", "S1E1"))] == [["B"], ["A"]]
    assert [each.get("wrong") for each in answers(("Who?", "A", ""), ("who?", "B", ""), ("Why?", "a", ""))] == [
        None,
        None,
        ["B"],
    ]
    assert [each.get("wrong") for each in answers(("Who?", "A", ""), ("Is it?", "yes", ""))] == [None, ["No"]]
    rows = rows_from(
        [{"q": "Who?", "answer": ["A", "B"]}, {"q": "When?", "answer": "B"}, {"q": "Where?", "answer": "C"}]
    )
    assert [each.entry["wrong"] for each in rows[:1]] == [["C"]]
    assert [each.number for each in rows] == [1, 2, 3]


def test_what_is_missing_is_the_file_and_the_episode_that_was_chosen() -> None:
    mine, theirs, fact = (
        FileRow(1, "question", {"text": "a"}),
        FileRow(2, "question", {"sources": ["b"], "revealed_in": "S1E2"}),
        FileRow(3, "fact", {}),
    )
    named = with_source([mine, theirs, fact], "my_list|of  them.v2.csv")
    assert [each.entry.get("sources") for each in named] == [["a list: my listof them.v2"], ["b"], None]
    assert [(each.number, each.kind, each.entry.get("text")) for each in named] == [
        *((1, "question", "a"), (2, "question", None), (3, "fact", None)),
    ]
    assert with_source([mine], ".csv")[0].entry["sources"] == ["a list: no name"]
    assert with_source([mine], "x" * 99 + ".csv")[0].entry["sources"] == ["a list: " + "x" * 60]
    assert [each.entry["revealed_in"] for each in with_gate([mine, theirs, fact], Episode(1, 4))] == [
        "S1E4",
        "S1E2",
        "S1E4",
    ]
    assert with_gate([mine], PREMISE) == [FileRow(1, "question", {"text": "a", "revealed_in": "premise"})]
