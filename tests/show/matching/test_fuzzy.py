"""Texts by their beginning, and with a few slips in them."""

import pytest
from rapidfuzz.distance import OSA

from bot.language import speaking
from bot.show.matching.choices import choice_label, chosen
from bot.show.matching.fuzzy import FuzzyIndex
from bot.show.matching.names import People, Person
from bot.show.translations import learn

TEXTS = ["a", "ab", "abc", "abcd", "abcde", "fghij", "abcdefghij", "abcdefghijk", "abcdefghijkl", "abcdefghijklm",
         "abcdefghijklmn", "abcdefghijklmno", "abcdefghijklmnopqrst", "zyxwvutsrqponmlk"]  # fmt: skip


@pytest.fixture(name="index")
def index_of_texts() -> FuzzyIndex[int]:
    index = FuzzyIndex[int]()
    for number, text in enumerate(reversed([*TEXTS, "abc", ""])):
        index.add(text, number)
    index.finish()
    return index


def test_entries_stand_under_their_texts(index: FuzzyIndex[int]) -> None:
    assert index.entries["abc"] == [1, 13]
    assert index.entries.keys() == {*TEXTS}
    assert list(FuzzyIndex[int]().beginning("a")) == []
    assert list(FuzzyIndex[int]().near("abcdefghijklmno")) == list(FuzzyIndex[int]().near("abc")) == []


def test_beginnings_are_found_in_order(index: FuzzyIndex[int]) -> None:
    assert list(index.beginning("abcdefghijklm")) == [*TEXTS[9:13]]
    assert list(index.beginning("abcd"))[:2] == ["abcd", "abcde"]
    assert list(index.beginning("f")) == ["fghij"]
    assert list(index.beginning("b")) == []


def allowed(text: str) -> int:
    """How many slips there may be in what was typed."""
    size = len(text)
    return 0 if size < 3 else 1 if size < 5 else 2 if size < 11 else 1 if size < 13 else size // 4


@pytest.mark.parametrize(
    "typed",
    [
        "a", "b", "ab", "ba", "abc", "acb", "abx", "axc", "abcd", "abdc", "abxx", "abcde", "abxxe", "axxxe", "abced", "fghi",
        "abcdefghij", "bacdefghji", "abcdefghixx", "abcdefghijk", "abcdefgxijk", "abcdefxxijk", "abcdefghijkl", "abcdxfghijkl",
        "abcdxfghijkx", "abcdefghijklm", "xbcxefgxijklm", "xbcxefgxijkxm", "abcdefghijkxxxx", "abcdefghijklmnop",
        "abcdefghijklxxxx", "abcxxxghijklmnopqrst", "abcxxxghixklmnoxqrst", "zyxwvutsrqponm",
    ],
)  # fmt: skip
def test_texts_with_few_slips_are_found_with_their_number(index: FuzzyIndex[int], typed: str) -> None:
    found = dict(index.near(typed))
    expected: dict[str, int] = {}
    for text in TEXTS:
        distance, longer = OSA.distance(typed, text), len(text) - len(typed)
        # In a text of up to twelve letters a slip takes a letter from each, and each has only so many to lose.
        taken = distance - abs(longer) + max(0, longer)
        if distance <= allowed(typed) and (len(typed) > 12 or taken <= allowed(text)):
            expected[text] = distance
    assert found == expected


PEOPLE = People([Person(1, "Nam On-jo", role="a student", earlier_roles=("a girl",)), Person(2, "Bo"), Person(3, "Bo")])


def test_a_choice_says_who_and_what_somebody_is() -> None:
    assert choice_label(PEOPLE[0], "a student") == "Nam On-jo · a student"
    assert choice_label(PEOPLE[1], "") == "Bo"
    assert choice_label(PEOPLE[1], "x" * 200) == "Bo · " + "x" * 94 + "…"


def test_a_choice_that_is_sent_as_words_names_whom_it_named() -> None:
    for label in ("Nam On-jo · a student", "Nam On-jo · a girl", "Nam On-jo"):
        assert chosen(label, PEOPLE) is PEOPLE[0]
    assert chosen("Bo", PEOPLE) is None, "two are called that"
    assert chosen("Nam On-jo · a boy", PEOPLE) is None
    learn({"xx": {"Nam On-jo": "남온조", "a girl": "소녀"}})
    with speaking("xx"):
        assert choice_label(PEOPLE[0], "a girl") == "남온조 · 소녀"
        assert chosen("남온조 · 소녀", PEOPLE) is PEOPLE[0]
        assert chosen("Nam On-jo", PEOPLE) is None
    assert chosen("Nam On-jo", PEOPLE) is PEOPLE[0]
