"""Lists of questions from elsewhere: what others call our fields, hostile files, and wrong options out of other answers."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FileRefusedError
from bot.show.apart import rows_apart
from bot.show.episodes import Episode
from bot.show.import_file import KEYS, MOST_ROWS
from bot.show.import_plan import Plan
from bot.show.list_file import rows_of_list
from bot.show.list_rows import with_gate, with_source
from bot.show.tidy import has_markup, looks, unmarked
from support.plans import here

OPENTDB = {
    "response_code": 0,
    "results": [
        {
            "type": "multiple", "difficulty": "hard", "category": "Entertainment: Television",
            "question": "Who said &quot;Don&#039;t move&quot;?", "correct_answer": "Nam-ra &amp; co",
            "incorrect_answers": ["On-jo", "Su-hyeok", "<i>Nobody</i>"],
        },
        {
            "type": "boolean", "difficulty": "easy", "category": "History",
            "question": "It rains.", "correct_answer": "True", "incorrect_answers": ["False"],
        },
    ],
}  # fmt: skip
RED = """
AUTHOR: somebody
Who counts the windows?:
- Nam-ra
- Choi Nam-ra
Who runs first?:
- Cheong-san
"Is it raining: yes or no?":
- No
How many floors has it?: 4
In which year was it built?: 1998
How many doors has it?: 12
"""
TABLE = (
    "Question;Correct answer;Wrong 1;Wrong 2;Wrong 3;Comment;Difficulty;Episode\n"
    '"Who waits, and where?";Nam-ra;On-jo;Su-hyeok;;She waits.;HARD;S1E2\n'
    "\n"
    "Who sings?;On-jo;;;;;;\n"
)


def entries(text: str, name: str = "list") -> list[dict[str, Any]]:
    return [row.entry for row in rows_of_list(name, text.encode())]


def test_opentdb_is_read_with_its_entities_and_without_its_tags() -> None:
    first, second = entries(json.dumps(OPENTDB))
    assert first["text"] == 'Who said "Don\'t move"?'
    assert first["answer"] == "Nam-ra & co"
    assert first["wrong"] == ["On-jo", "Su-hyeok", "Nobody"]
    assert (first["difficulty"], first["topic"]) == ("hard", "event")
    assert (second["answer"], second["wrong"]) == ("True", ["False"])


def test_of_yaml_the_first_answer_is_right_and_no_other_of_them_is_wrong() -> None:
    rows = {each["text"]: each for each in entries(RED, "list.yaml")}
    assert next(iter(rows)) == "Who counts the windows?"
    assert rows["Who counts the windows?"]["answer"] == "Nam-ra"
    assert rows["Who counts the windows?"]["wrong"] == ["Cheong-san"]
    # `no` is a word here, and its opposite is the wrong one.
    assert (rows["Is it raining: yes or no?"]["answer"], rows["Is it raining: yes or no?"]["wrong"]) == ("No", ["Yes"])
    assert set(rows["How many floors has it?"]["wrong"]) == {"12", "1998"}, "numbers stand beside numbers"
    assert {text for text, each in rows.items() if not each.get("drawn")} == {"Is it raining: yes or no?"}
    assert all(each["explanation"] for each in rows.values())


def test_a_table_is_read_by_the_names_of_its_columns() -> None:
    first, second = entries(TABLE)
    assert first == {
        "text": "Who waits, and where?", "answer": "Nam-ra", "wrong": ["On-jo", "Su-hyeok"], "explanation": "She waits.",
        "difficulty": "hard", "topic": "event", "revealed_in": "S1E2",
    }  # fmt: skip
    # What is told by another episode is no option.
    assert "wrong" not in second


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_tables_of_every_program_are_read(encoding: str, delimiter: str) -> None:
    text = "Question,Answer 1,Answer 2,Answer 3,Answer 4,Time limit,Correct\r\nWho sleeps?,나연,b,c,d,20,{}\r\n"
    for correct in ("1", "A", "나연"):
        data = text.format(correct).replace(",", delimiter).encode(encoding)
        [row] = rows_of_list("quiz.csv", data)
        assert (row.entry["answer"], row.entry["wrong"]) == ("나연", ["b", "c", "d"]), correct


def test_a_table_without_names_is_question_answer_and_wrong_ones() -> None:
    [row] = entries("Who is it then?,Nam-ra,On-jo,Su-hyeok\n", "a.csv")
    assert (row["text"], row["answer"], row["wrong"]) == ("Who is it then?", "Nam-ra", ["On-jo", "Su-hyeok"])
    with pytest.raises(FileRefusedError) as refused:
        entries("Frage,Antwort\nWer?,Sie\n", "a.csv")
    assert refused.value.why == "columns"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"question": "Who is it?", "answer": "A", "options": ["A", "B", "C"]}]),
        json.dumps({"questions": [{"question": "Who is it?", "correct": "A", "incorrect": ["B", "C"]}]}),
        json.dumps({"Who is it?": {"answer": "A", "wrong": ["B", "C"]}}),
        "- question: Who is it?\n  answer: a\n  choices: [A, B, C]\n",
        "questions:\n- q: Who is it?\n  answer: 1\n  options:\n  - A\n  - B\n  - C\n",
    ],
)
def test_lists_of_other_shapes_are_read(text: str) -> None:
    [row] = entries(text)
    assert row["text"] == "Who is it?"
    assert (row["answer"].upper(), row["wrong"]) == ("A", ["B", "C"])


def test_a_file_of_our_own_is_read_as_it_is() -> None:
    row = {"text": "Who?", "answer": "a", "wrong": ["b"], "nonsense": 1, "drawn": True}
    for text in (
        json.dumps({"questions": [row]}),
        '[[questions]]\ntext = "Who?"\nanswer = "a"\nwrong = ["b"]\nnonsense = 1\ndrawn = true\n',
    ):
        [read] = entries(text)
        assert read["nonsense"] is False, "and refused, row by row, for what a row does not have"
        assert read["drawn"] is False
        assert "topic" not in read


async def test_the_longest_list_is_read_and_its_wrong_options_are_of_its_other_answers() -> None:
    data = "".join(f"Who has number {n} of {n % 7}?: Person {n // 2}\n" for n in range(MOST_ROWS)).encode()
    rows = await rows_apart("a.yml", data, lists=True)
    assert len(rows) == MOST_ROWS
    for row in rows:
        assert len(row.entry["wrong"]) == 3
        assert row.entry["answer"] not in row.entry["wrong"]


TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from("\n,;\t\"'[]{}:-&*!|?\\#"), max_size=60)


@given(TEXT | st.binary(max_size=60), st.sampled_from(["a.csv", "a.yaml", "a.json", "a"]))
def test_whatever_a_file_holds_it_ends_in_a_reason_or_in_rows(data: str | bytes, name: str) -> None:
    try:
        rows = rows_of_list(name, data.encode() if isinstance(data, str) else data)
    except FileRefusedError:
        return
    for row in rows:
        assert row.entry.keys() <= {*KEYS[row.kind], "drawn", "id", "state"} or row.kind == "fact"
    gated = with_source(with_gate(rows, Episode(1, 1)), name)
    for planned in Plan(gated, here()).rows():
        # What names nobody early, breaks no rule and says nothing twice is a question; all else has a reason.
        assert (planned.what == "add") == (not planned.refusals)
        if planned.content is not None:
            assert planned.content.revealed_in == Episode(1, 1)


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, min_size=1, max_size=3)), min_size=1, max_size=8))
def test_no_wrong_option_is_an_answer_of_the_same_question(questions: list[tuple[str, list[str]]]) -> None:
    rows = entries(json.dumps([{"question": text, "answers": answers} for text, answers in questions]))
    for row in rows:
        if row.get("drawn"):
            same = [answers for text, answers in questions if looks(unmarked(text)) == looks(row.get("text", ""))]
            accepted = {looks(unmarked(each)) for answers in same for each in answers}
            assert not accepted & {looks(each) for each in row["wrong"]}
            assert len({looks(each) for each in row["wrong"]}) == len(row["wrong"]) <= 3


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("<b>Who</b> is<br>it?", "Who is it?"),
        ("&lt;i&gt;Who&lt;/i&gt; is it?", "Who is it?"),
        ("**Who** is _it_, `really`?", "Who is it, really?"),
        ("[Nam-ra](https://example.org/a)", "Nam-ra"),
        ("[[Choi Nam-ra|Nam-ra]] and ''On-jo''[1]", "Nam-ra and On-jo"),
        ("[b]Who[/b] ~~is~~ ||it||?", "Who is it?"),
        ("2 * 3 * 4, snake_case_name, 5*3*2", "2 * 3 * 4, snake_case_name, 5*3*2"),
        ("a < b and c > d", "a < b and c > d"),
    ],
)
def test_simple_markup_goes_and_its_words_stay(marked: str, plain: str) -> None:
    assert unmarked(marked) == plain
    assert not has_markup(plain)


@pytest.mark.parametrize(
    ("name", "text", "questions"),
    [
        # By its name, or else by how it begins.
        ("a.csv", '[1],"x"\nWho is it?,A\nWho is it now?,B', "columns"),
        ("a.CSV", "question,answer\n[Who?],A", ["[Who?]"]),
        ("a.TSV", "question\tanswer\n{Who?\tA", ["{Who?"]),
        ("a.tsv", "[question]\tanswer\nWho is it?\tA", "columns"),
        ("a", '\n [{"q": "Who?"}]', ["Who?"]),
        ("a.yml", "[Who?]: A", "list"),
        ("a.YAML", '{"Who?": A}', ["Who?"]),
        ("a.yaml", "question,answer: A", ["question,answer"]),
        *((f"a.{each}", "question,answer\nWho?,A", "list") for each in ("yaml", "yml", "YAML")),
        ("a", "question,answer\nWho?,A", ["Who?"]),
        ("a", "--- {Who?: A}", ["Who?"]),
        ("a", "  - Who?: A", ["Who?"]),
        ("a", "\n\nWho?:\n- A", ["Who?"]),
        ("a", "Who?: A", ["Who?"]),
        ("a", "Who, then: A", "list"),
        ("a", " \n ", "empty"),
        ("a", "[]", "empty"),
        ("a", "{}", "empty"),
        ("a", "3", "list"),
        ("a.json", "3", "list"),
        ("a.yaml", "3", "list"),
        ("a.yaml", "", "empty"),
        ("a.yaml", "- 3", "list"),
        ("a.yaml", "- - Who?: A", "list"),
        # What a list says of itself is no question.
        ("a.yaml", "AUTHOR: x\nAUTHORS: x\nCONFIG: x\nDESCRIPTION: x\nWho?: A\nauthor: B", ["Who?", "author"]),
        ("a.yaml", "results: x\nWho?: A", ["results", "Who?"]),
        ("a.json", '{"a": 1, "cards": [{"q": "Who?"}], "trivia": [{"q": "When?"}]}', ["Who?"]),
        ("a.json", '{"trivia": {"q": "Who?"}}', ["trivia"]),
        ("a.json", '[{"Who?": ["A"]}, {"When?": "B", "answer": "C"}, {"answer": "D"}]', ["Who?", None, None]),
        ("a.json", '{"Who?": "A", "Who?": "B"}', ["Who?", "Who?"]),
        ("a.json", '{"Who?": 3, "When?": null, "Why?": [true, [1], 2.50, null]}', ["Who?", "When?", "Why?"]),
        ("a.json", '{"questions": {"text": "x"}, "other": []}', ["questions", "other"]),
    ],
)
def test_a_list_is_found_wherever_it_stands(name: str, text: str, questions: list[str | None] | str) -> None:
    if isinstance(questions, str):
        with pytest.raises(FileRefusedError) as refused:
            entries(text, name)
        assert refused.value.why == questions
    else:
        assert [each.get("text") for each in entries(text, name)] == questions


def test_values_are_texts_however_they_are_written() -> None:
    three, none, some = entries('{"Who?": 3, "When?": null, "Why?": [true, [1], 2.50, null, "x"]}')
    assert (three["answer"], three["text"]) == ("3", "Who?")
    assert "answer" not in none
    assert some["answer"] == "True"
    half, many = entries(f'{{"How much?": 2.50, "How many?": {"1" * 4500}}}')
    assert (half["answer"], many["answer"]) == ("2.50", "1" * 4001)
    [long] = entries(json.dumps({"Who?": {"answer": "x" * 5000, "wrong": [str(n) for n in range(99)]}}))
    assert len(long["answer"]) == 4001, "and is refused for its length"
    assert len(long["wrong"]) == 26, "and is refused for their number"


def test_cells_of_a_name_make_a_list_and_lines_without_words_are_none() -> None:
    rows = entries(
        "Question|Answer|Wrong|Wrong 2||Wrong 3|Comment\n\n|||||\nWho, then?|A|B|C|x|D|So\nWhen?|E|F\n , |\n", "a.csv"
    )
    assert [(each.get("text"), each.get("answer"), each.get("wrong")) for each in rows] == [
        *(("Who, then?", "A", ["B", "C", "D"]), ("When?", "E", ["F"])), (",", None, None),
    ]  # fmt: skip
    assert rows[0]["explanation"] == "So"
    wide = (
        "question,answer," + ",".join(f"wrong {n}" for n in range(100)) + "\nWho?,A," + ",".join(map(str, range(100)))
    )
    assert len(entries(wide, "a.csv")[0]["wrong"]) == 62
    [row] = entries("Who is it?,A,B,C,D,E", "a.csv")
    assert row["wrong"] == ["B", "C", "D"]
    for text in ("Who is?,A", "Who is it?"):
        with pytest.raises(FileRefusedError) as refused:
            entries(text, "a.csv")
        assert (refused.value.why, refused.value.detail) == ("columns", "")


def test_the_most_rows_and_nodes_of_a_list() -> None:
    assert len(entries("Who?: A\n" * MOST_ROWS, "a.yaml")) == MOST_ROWS
    deep = "a: " + "[" * 5 + "x" + "]" * 5
    assert entries(deep, "a.yaml")[0]["text"] == "a"
    with pytest.raises(FileRefusedError) as refused:
        entries("a: " + "[" * 7 + "x" + "]" * 7, "a.yaml")
    assert refused.value.why == "heavy"


def test_a_file_of_our_own_is_known_by_its_tables() -> None:
    ours = '\n [[ questions ]]\ntext = "Who?"\n'
    assert entries(ours, "a.csv") == [{"text": "Who?"}]
    assert entries('{"facts": [], "questions": [{"text": "Who?", "answer": "A"}]}') == [{"text": "Who?", "answer": "A"}]
    [theirs] = entries('{"questions": [{"question": "Who?", "answer": "A"}]}')
    assert theirs["difficulty"] == "medium"
    [also] = entries('{"questions": [{"text": "Who?", "answer": "A"}], "version": 1}')
    assert also["difficulty"] == "medium"
