"""A server's own facts and questions as a file: what stands in it, and that an import reads it."""

import json
import tomllib
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from bot.show.edits import Content, FactContent, Item, Kind, QuestionContent, State, Version
from bot.show.episodes import PREMISE, Episode
from bot.show.export_file import Format, example, written
from bot.show.import_file import KEYS, rows_of
from bot.show.sites import Source
from bot.show.spoilers import Spoiler

E4 = Episode(1, 4)
ADDRESS = "https://www.example.org/a"
FACT = FactContent(
    Spoiler("Ana runs.", E4), "event", (1, 2, 3, 4),
    (Source("example.org", ADDRESS), Source("A Book", None), Source("The Example", ADDRESS), Source("", ADDRESS)),
)  # fmt: skip
ANSWER, *OTHERS = (Spoiler(each, PREMISE) for each in ("Ana", "Bo", "Cy"))
QUESTION = QuestionContent(
    Spoiler("Who runs?", PREMISE), ANSWER, tuple(OTHERS), Spoiler("She runs.", PREMISE), "hard", "trait", (7, 8), (), own_gate=PREMISE
)  # fmt: skip
SUBJECTS = {1: Spoiler("Ana", PREMISE), 2: Spoiler("Bo", PREMISE), 3: Spoiler("Bo", E4)}


def item(number: int, content: Content, state: State = "live") -> Item:
    return Item(number, Version(1, state, content, "added", 5, None, "", None), None, None)


ITEMS = [item(11, FACT), item(12, QUESTION, "retired"), item(13, QUESTION, "shipped")]
ASKED = {
    "id": "12", "state": "retired", "text": "Who runs?", "answer": "Ana", "wrong": ["Bo", "Cy"], "explanation": "She runs.",
    "difficulty": "hard", "facts": ["7", "8"], "topic": "trait", "revealed_in": "premise", "sources": [],
}  # fmt: skip
HELD = {
    "facts": [
        {
            "id": "11", "state": "live", "text": "Ana runs.",
            # By number where two share a name, or where there is none.
            "about": ["Ana", "2", "3", "4"], "topic": "event", "revealed_in": "S1E4",
            "sources": [ADDRESS, "A Book", {"site": "The Example", "address": ADDRESS}, ADDRESS],
        }
    ],
    "questions": [ASKED, ASKED | {"id": "13", "state": "live"}],
}  # fmt: skip


def test_a_file_holds_all_that_is_said() -> None:
    forms: list[tuple[Format, Callable[[str], Any]]] = [("json", json.loads), ("toml", tomllib.loads)]
    for form, read in forms:
        data = written(iter(ITEMS), SUBJECTS, form)
        assert read(data.decode()) == HELD
        assert data.endswith(b"\n")
        assert data.count(b"\n") > 10, "one can read it"


def test_a_table_with_nothing_in_it_is_left_out() -> None:
    assert json.loads(written(ITEMS[:1], SUBJECTS, "json")).keys() == {"facts"}
    assert tomllib.loads(written([], SUBJECTS, "toml").decode()) == {}


@pytest.mark.parametrize("form", ["toml", "json"])
@pytest.mark.parametrize("kind", ["fact", "question"])
def test_an_example_has_every_key_and_changes_nothing(form: Format, kind: Kind) -> None:
    text = example(form, kind).decode()
    told: dict[str, Any] = {}
    if form == "json":
        [told] = json.loads(text)[f"{kind}s"]
        assert text.endswith("}\n")
        assert "\n" in text.strip()
    else:
        assert all(line == line.rstrip() and line.startswith("#") for line in text.splitlines())
        assert tomllib.loads(text) == {}
        lines = [line.removeprefix("#").removeprefix(" ") for line in text.splitlines()]
        [told] = tomllib.loads("\n".join(lines))[f"{kind}s"]
        comments = {below.partition(" = ")[0]: line for line, below in pairwise(lines) if line[:1] == "#"}
        assert comments.keys() == {"topic", "revealed_in", "difficulty"} & told.keys()
        assert comments["topic"].startswith("# one of event, death, ")
        assert comments["revealed_in"] == (
            "# safe for whoever finished it; premise: for everyone. When unsure, the later one"
        )
        assert comments.get("difficulty", "# one of easy, medium, hard") == "# one of easy, medium, hard"
    assert told.keys() == KEYS[kind].keys() - {"facts"}
    [row] = rows_of(f"example.{form}", json.dumps({f"{kind}s": [told]}).encode())
    assert row.entry == told, "an import understands it"
