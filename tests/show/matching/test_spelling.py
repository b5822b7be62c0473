"""The words of a name that somebody types, and the forms in which all its spellings meet."""

import unicodedata

import pytest

from bot.show.matching.names import Person
from bot.show.matching.spelling import (
    FAMILIES,
    IDLE,
    INITIALS,
    KEYS,
    SAME,
    ending_of,
    fold,
    has_owner,
    joined,
    meaning,
    relation_in,
    splits,
    words_of,
)  # fmt: skip
from bot.show.matching.subjects import Subjects


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lee Cheong-san's", "lee cheong san"),
        ("James’ dog", "james dog"),
        ("Ǒn-jo Ⅳ", "on jo iv"),
        ("ʻOn'jo’", "onjo"),
        ("O'Neil_x", "oneil x"),
        ("ß Ø", "ss o"),
        ("a\u20dd\u200b b", "a b"),
        ("...", ""),
        ("ウジン ｳﾞ が", "ウジン ヴ が"),
    ],
)
def test_words_are_small_and_without_marks(text: str, words: str) -> None:
    assert words_of(text) == words.split()
    assert joined(text) == words.replace(" ", "")


def test_hangul_is_taken_apart_and_typed_by_its_keys() -> None:
    [name] = words_of("남온조")
    assert len(name) == 8
    assert (composed(name), fold(name)) == ("남온조", "namonjo")
    assert (name.translate(KEYS), name.translate(INITIALS)) == ("ㄴㅏㅁㅇㅗㄴㅈㅗ", "ㄴㅇㅈ")
    assert joined("ㅊㄴㄹ").translate(KEYS) == "ㅊㄴㄹ"
    assert joined("ㅊㄴㄹ").translate(INITIALS) == "ㅊㄴㄹ"
    assert joined("값").translate(KEYS) == "ㄱㅏㅂㅅ"
    assert "\u115f\u1160a".translate(KEYS) == "a"


def test_of_a_book_so_many_letters_are_read() -> None:
    assert words_of("x" * 99) == ["x" * 80]
    assert len(joined("각" * 99)) == 240


@pytest.mark.parametrize(
    "spellings",
    [
        "cheongsan chungsan",
        "yoon yun",
        "lee rhee yi",
        "gwinam kwinam gwi-nam",
        "hyuk hyeok",
        "woo u",
        "Choi Choe",
        "seok suk",
    ],
)
def test_spellings_of_a_name_meet(spellings: str) -> None:
    first, *others = [{fold(joined(each)), *FAMILIES.get(fold(joined(each)), ())} for each in spellings.split()]
    assert first.intersection(*others)


def test_kana_keep_what_makes_another_letter_of_them_but_in_the_first() -> None:
    assert fold(joined("ギョンス")) == fold(joined("キョンス"))
    assert fold(joined("ウジン")) != fold(joined("ウシン"))
    assert list(splits(["パクソンファ"], {fold("パク")})) == [("パクソンファ", ""), ("ソンファ", fold("パク"))]


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("onjossi", "ssi"), ("onjoya", "ya"), ("namraah", "ah"), ("onssi", ""), ("jossi", ""), ("onjo", ""), ("ya", ""),
        ("온조야", "야"), ("청산아", "아"), ("온조쌤", "쌤"), ("남라씨", "씨"), ("온야", ""), ("이야", ""), ("온조", ""),
        ("ナムラちゃん", "ちゃん"), ("ハリ先輩", "先輩"), ("デス君", "君"), ("ナムラ", ""), ("先生", ""), ("ナ君", ""),
    ],
)  # fmt: skip
def test_what_is_glued_to_a_name_is_known_where_a_name_is_left(name: str, ending: str) -> None:
    assert composed(ending_of(joined(name))) == ending


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("the teacher", "teacher"), ("on-jo's mom", "on jo mother"), ("온조 엄마", "온조 mother"), ("청산아", "청산"),
        ("엄마", "mother"), ("class president", "class president"), ("oppa", "oppa"), ("ya", "ya"), ("온조쌤", "온조"),
    ],
)  # fmt: skip
def test_words_that_mean_something_are_left(typed: str, meant: str) -> None:
    found = meaning(words_of(typed))
    if typed == "온조쌤":
        found = found[:1]  # and that he teaches
    assert composed(" ".join(found)) == meant


def test_of_words_that_say_nothing_all_are_left() -> None:
    assert {"oppa", "the"} <= IDLE
    assert meaning(["oppa", "the"]) == ["oppa", "the"]
    assert SAME["mom"] == SAME[joined("엄마")] == "mother"


@pytest.mark.parametrize(
    ("typed", "whose", "what"),
    [
        ("On-jo's father", "on jo", "father"),
        ("On-jo’s  Dad", "on jo", "father"),
        ("father of On-jo", "on jo", "father"),
        ("mother to the boy", "boy", "mother"),
        ("온조's 엄마", "온조", "mother"),
        ("James' dog", "james", "dog"),
        ("the dad from Nam-ra", "", ""),
        ("On-jos father", "", ""),
        ("On-jo's", "", ""),
        ("'s father", "", ""),
    ],
)
def test_whose_and_what_of_theirs(typed: str, whose: str, what: str) -> None:
    found = relation_in(typed)
    assert [composed(" ".join(each)) for each in found] == [whose, what]


def test_an_owner_has_an_apostrophe_of_any_sort() -> None:
    assert [has_owner(each) for each in ("On-jo's", "On-jo’s", "On-jo`s", "Onjo")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("typed", "ways"),
    [
        ("Nam On-jo", ["namonjo ", "onjo nam", "namon jo", "monjo na"]),
        ("namonjo", ["namonjo ", "monjo na", "namon jo", "onjo nam"]),
        ("onjo nam", ["onjonam ", "onjo nam"]),
        ("남온조", ["남온조 ", "온조 nam"]),
        ("kim", ["kim "]),
        ("kimu", ["kimu "]),
        ("parkjihu", ["parkjihu ", "jihu pak"]),
        ("jihupark", ["jihupark ", "hupark ji", "jihu pak"]),
        ("lee min ho", ["leeminho ", "minho li"]),
        ("a b", ["ab "]),
        ("남", ["남 "]),
    ],
)
def test_every_way_to_see_a_family_name_in_it(typed: str, ways: list[str]) -> None:
    found = splits(words_of(typed), set(FAMILIES))
    assert [composed(f"{given} {family}") for given, family in found] == ways


# ------------------------------------------------------------------------------------------------ subjects

NAMES = {1: "Nam On-jo", 2: "Choi Nam-ra", 3: "The music room", 4: "The virus", 5: "Twin", 6: "twin"}
PEOPLE = [Person(1, "Nam On-jo", ("온조",)), Person(2, "Choi Nam-ra"), Person(7, "Twin")]


@pytest.mark.parametrize(
    ("typed", "named", "meant", "without_slips"),
    [
        ("nam on\u2011jo", 1, 1, 1),
        ("The Music Room", 3, 3, 3),
        ("Onjo", None, 1, 1),
        ("온조", None, 1, 1),
        ("Onjp", None, 1, None),
        ("music room", None, None, None),
        ("Twin", None, None, None),  # two are called that
        ("nobody", None, None, None),
        ("", None, None, None),
    ],
)
def test_who_or_what_is_meant(typed: str, named: int | None, meant: int | None, without_slips: int | None) -> None:
    known = Subjects(NAMES, PEOPLE)
    assert known.named(typed) == named
    assert known.meant(typed) == meant
    assert known.meant(typed, slips=False) == without_slips


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Onjp", "Nam On-jo"), ("namr", "Choi Nam-ra"), ("the musik room", "The music room"), ("THE VIRUS", "The virus"),
        ("the virrus!", "The virus"), ("the vxrxx", None), ("something else entirely", None),
    ],
)  # fmt: skip
def test_the_name_that_is_written_nearly_like_that(typed: str, near: str | None) -> None:
    assert Subjects(NAMES, PEOPLE).nearest(typed) == near
