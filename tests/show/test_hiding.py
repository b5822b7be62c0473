"""A name is taken out of a text in every language, or there is no clue."""

import pytest

from bot.show.hiding import Hiding, HidingEnglish, hiding

NAMES = {
    "Yoon Gwi-nam": ["윤귀남", "ユン・グィナム", "Guinam"],
    "Nam On-jo": ["남온조", "ナム・オンジョ"],
    "Lee Cheong-san": ["이청산", "イ・チョンサン"],
    "Park Eun-hee": ["박은희", "パク・ウニ", "la diputada"],
}


@pytest.mark.parametrize(
    ("spoken", "name", "words", "clue"),
    [
        ("ko", "Yoon Gwi-nam", "귀남이 교장을 죽인다.", "이 사람이 교장을 죽인다."),
        ("ko", "Nam On-jo", "온조는 청산과 걷는다.", "이 사람은 청산과 걷는다."),
        ("ko", "Nam On-jo", "청산이 남온조를 구한다.", "청산이 이 사람을 구한다."),
        ("ko", "Lee Cheong-san", "청산이는 뛴다.", "이 사람은 뛴다."),
        ("ko", "Yoon Gwi-nam", "귀남이 귀남의 칼을 본다.", ""),
        ("ko", "Yoon Gwi-nam", "반장 귀남이 말한다.", ""),
        ("ko", "Yoon Gwi-nam", "귀남네가 말한다.", ""),
        ("ko", "Park Eun-hee", "은희가 박의원으로 불린다.", ""),
        ("ja", "Yoon Gwi-nam", "グィナムが校長を殺す。", "この人が校長を殺す。"),
        ("ja", "Yoon Gwi-nam", "スヒョクはユン・グィナムと戦う。", "スヒョクはこの人と戦う。"),
        ("ja", "Yoon Gwi-nam", "グィナム先生が来る。", ""),
        ("ja", "Yoon Gwi-nam", "ヘグィナムが来る。", ""),
        ("ja", "Park Eun-hee", "ウニはパクと呼ばれる。", ""),
        ("es", "Yoon Gwi-nam", "Gwi-nam mata al director.", "… mata al director."),
        ("es", "Yoon Gwi-nam", "Su-hyeok pelea con Gwi-nam.", "Su-hyeok pelea con …"),
        ("es", "Yoon Gwi-nam", "Gwi-nam está detenido y lo interrogan.", "… está detenido y lo interrogan."),
        ("es", "Yoon Gwi-nam", "El profesor Gwi-nam llega.", ""),
        ("es", "Yoon Gwi-nam", "A Gwi-nam le dicen Guinam.", ""),
        ("es", "Park Eun-hee", "Park Eun-hee es la diputada.", ""),
        ("pt", "Nam On-jo", "O pai de On-jo chega.", "O pai de … chega."),
        ("pt", "Yoon Gwi-nam", "Su-hyeok, já ferido, foge de Gwi-nam.", "Su-hyeok, já ferido, foge de …"),
        # A language that has just begun: a name at the beginning, and no other.
        ("de", "Yoon Gwi-nam", "Gwi-nam tötet den Rektor.", "… tötet den Rektor."),
        ("de", "Yoon Gwi-nam", "Su-hyeok kämpft mit Gwi-nam.", ""),
        ("id", "Nam On-jo", "On-jo lari dari sekolah.", "Orang ini lari dari sekolah."),
    ],
)
def test_a_clue_names_nobody_in_any_language(spoken: str, name: str, words: str, clue: str) -> None:
    assert hiding(spoken, name, NAMES[name], (name, *NAMES[name])).hidden_in(words) == clue


def ra() -> Hiding:
    return hiding("en", "Choi Nam-ra", ["Nam-ra", "최남라", "the girl with the bow", "Class President Ra", "Jo"], ())


@pytest.mark.parametrize(
    ("words", "clue"),
    [
        ("Nam-ra bites him.", "This person bites him."),
        ("choi nam-ra bites him.", "This person bites him."),
        ("He follows Nam-ra.", "He follows this person."),
        ("After Nam-ra leaves, he waits.", "After this person leaves, he waits."),
        ("Su-hyeok and Nam-ra's mother", "Su-hyeok and this person's mother"),
        ("He waits; when Nam-ra comes", "He waits; when this person comes"),
        ("Jo runs.", "This person runs."),
        ("Nam-ra-like, Nam-rae", ""),
        ("Nam-ra sees Nam-ra.", ""),
        ("Teacher Nam-ra runs.", ""),
        ("Young teacher Nam-ra runs.", ""),
        ("He sees the turned Nam-ra.", ""),
        ("He sees the Nam-ra of old.", ""),
        ("The end of the day for Nam-ra.", "The end of the day for this person."),
        ("Nam-ra takes the girl with the bow along.", "This person takes the girl with the bow along."),
        ("Nam-ra meets another Choi.", ""),
        ("Nam-ra is the president.", ""),
        ("Nam-ra is the President’s friend.", ""),
        ("Nam-ra meets a boy of her class.", "This person meets a boy of her class."),
        ("Nam-ra says 최남라다.", ""),
        ("Nobody runs.", ""),
    ],
)
def test_an_english_clue_names_nobody_and_reads_well(words: str, clue: str) -> None:
    assert ra().hidden_in(words) == clue


def test_a_clue_in_whatever_language_has_a_gap_for_the_name() -> None:
    english = HidingEnglish("Choi Nam-ra", ["Nam-ra", "최남라"])
    assert english.hidden_in("Teacher Nam-ra runs.", gap=True) == "Teacher … runs."
    assert english.hidden_in("Nam-ra court.", gap=True) == "… court."
    assert english.hidden_in("Nam-ra, dite Choi", gap=True) == ""
    assert english.hidden_in("Nam-ra et Nam-ra", gap=True) == ""


def test_parts_of_a_name_count_from_three_letters_on() -> None:
    assert [
        ra().names_in(each) for each in ("the choi of it", "CHOI'S", "jo", "ra", "class", "choice", "president")
    ] == [
        *(True, True, False, False, False, False, True),
    ]
    an = hiding("en", "An Ann", [], ())
    assert (an.names_in("ann runs"), an.names_in("an owl")) == (True, False)
