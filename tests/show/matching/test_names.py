"""What people type is understood: the rates on hundreds of spellings, and what must hold for any text."""

import tomllib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paths import ROOT
from bot.show.matching.names import Match, Person, find, plausible, sure

SPELLINGS: dict[str, Any] = tomllib.loads((ROOT / "tests/data/spellings.toml").read_text("utf-8"))
CHARACTERS: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "data/shows/all-of-us-are-dead/characters.toml").read_text("utf-8")
)["characters"]


def _person(index: int, character: dict[str, Any]) -> Person:
    """Somebody as a viewer who has seen everything knows them."""
    actor = character.get("actor", {})
    aliases = [alias if isinstance(alias, str) else alias["text"] for alias in character.get("aliases", ())]
    *earlier, role = [stage["text"] for stage in character.get("roles", ())] or [""]
    return Person(
        index,
        character["name"],
        tuple(filter(None, (*aliases, character.get("hangul")))),
        tuple(filter(None, (actor.get("name"), *actor.get("also", ()), actor.get("hangul")))),
        role,
        tuple(earlier),
    )


PEOPLE = tuple(_person(index, character) for index, character in enumerate(CHARACTERS))
BY_SLUG = {character["id"]: person for character, person in zip(CHARACTERS, PEOPLE, strict=True)}
CASES: dict[str, list[tuple[str, str]]] = {
    half: [(slug, typed) for table in tables for slug, spellings in table.items() for typed in spellings]
    for half, tables in (
        ("tune", [SPELLINGS["tune"]]),
        ("held_back", list(SPELLINGS["held_back"].values())),
    )
}
TYPED = [typed for cases in CASES.values() for _, typed in cases]


def _names(matches: Sequence[Match]) -> list[str]:
    return [match.person.name for match in matches]


def _first(typed: str) -> str:
    return find(typed, PEOPLE)[0].person.name


# ------------------------------------------------------------------------------------------------------- the rates


@pytest.mark.parametrize("half", CASES)
def test_the_right_person_comes_first_and_nearly_always_in_the_first_five(half: str) -> None:
    ranks = [
        next((rank for rank, match in enumerate(find(typed, PEOPLE)) if match.person is BY_SLUG[slug]), 99)
        for slug, typed in CASES[half]
    ]
    assert sum(rank == 0 for rank in ranks) / len(ranks) >= 0.97
    assert sum(rank < 5 for rank in ranks) / len(ranks) >= 0.995


@pytest.mark.parametrize("half", CASES)
def test_nobody_else_is_taken_for_sure(half: str) -> None:
    answers = [(sure(find(typed, PEOPLE)), BY_SLUG[slug]) for slug, typed in CASES[half]]
    assert sum(answer is right for answer, right in answers) / len(answers) >= 0.9
    assert sum(answer is not None and answer is not right for answer, right in answers) / len(answers) <= 0.005


@pytest.mark.parametrize("typed", SPELLINGS["unknown"])
def test_a_stranger_is_nobody_of_the_show(typed: str) -> None:
    assert sure(find(typed, PEOPLE)) is None


@pytest.mark.parametrize("typed", SPELLINGS["nonsense"])
def test_nothing_is_offered_for_nonsense(typed: str) -> None:
    assert plausible(find(typed, PEOPLE)) == []


def test_another_word_shows_nobody_in_autocomplete() -> None:
    assert [_names(find(typed, PEOPLE)) for typed in ("jonas", "hambie", "namtan")] == [[], [], []]


# ------------------------------------------------------------------------------------------------- what is understood


@pytest.mark.parametrize("typed", ["Lee Cheong-san", "Cheong-san Lee", "leecheongsan", "Yi Ch'ŏngsan", "Rhee Chungsan"])
def test_a_family_name_may_come_last_or_be_written_otherwise(typed: str) -> None:
    assert sure(find(typed, PEOPLE)) is BY_SLUG["lee-cheong-san"]


def test_a_wrong_family_name_finds_the_person_but_asks() -> None:
    matches = find("Park Nam-ra", PEOPLE)
    assert matches[0].person is BY_SLUG["choi-nam-ra"]
    assert sure(matches) is None


@pytest.mark.parametrize("typed", ["ㄴ", "나", "남", "남ㄹ", "남라", "최나", "최남ㄹ", "ㅊㄴㄹ"])
def test_unfinished_hangul_is_a_beginning(typed: str) -> None:
    assert "Choi Nam-ra" in _names(find(typed, PEOPLE))[:3]


@pytest.mark.parametrize("typed", ["On-jo’s dad", "father of On-jo", "onjos dad", "온조 아빠", "Onjo's appa"])
def test_a_relation_is_understood_either_way_round(typed: str) -> None:
    assert sure(find(typed, PEOPLE)) is BY_SLUG["nam-so-ju"]


@pytest.mark.parametrize("typed", ["Nam-ra's mom", "Na-yeon's dad", "mother of Woo-jin", "Jimin's sister"])
def test_somebody_unknown_of_a_known_person_is_not_that_person(typed: str) -> None:
    assert sure(find(typed, PEOPLE)) is None


@pytest.mark.parametrize("typed", ["Kim", "Lee", "Park", "Yoon", "teacher", "student"])
def test_what_fits_several_offers_several(typed: str) -> None:
    matches = find(typed, PEOPLE)
    assert sure(matches) is None
    assert len(plausible(matches)) == 3


def test_one_letter_shows_given_names_before_family_names() -> None:
    names = _names(find("n", PEOPLE))
    assert names.index("Choi Nam-ra") < names.index("Nam On-jo")
    assert names.index("Lee Na-yeon") < names.index("Nam On-jo")


def test_a_characters_own_name_comes_before_an_actors() -> None:
    assert _names(find("Min-jae", PEOPLE))[:2] == ["Jung Min-jae", "Maru"]
    assert _first("Lee Min-jae") == "Maru"


@pytest.mark.parametrize(
    "typed",
    ["ＯＮ－ＪＯ", "On\u200bjo", "on jo\u3000", "𝓞𝓷𝓳𝓸", "On‑jo", "Onjo 🔥", "  onJO  ", "온조".encode().decode()],
)
def test_odd_unicode_is_read(typed: str) -> None:
    assert sure(find(typed, PEOPLE)) is BY_SLUG["nam-on-jo"]


def test_without_hangul_in_the_data_it_is_read_aloud() -> None:
    plain = [Person(1, "Nam On-jo"), Person(2, "Lee Cheong-san")]
    assert [sure(find(typed, plain)) for typed in ("남온조", "청산", "이청산")] == [plain[0], plain[1], plain[1]]


# --------------------------------------------------------------------------------------------- what holds for any text


def test_nothing_typed_gives_everybody_in_order() -> None:
    for typed in ("", "   ", "\u200b\ufeff", "\u3164"):
        assert find(typed, PEOPLE, limit=30) == [Match(person, 0.0) for person in PEOPLE[:30]]


def test_there_may_be_nobody() -> None:
    assert find("Onjo", ()) == find("", ()) == []
    assert sure([]) is None
    assert plausible([]) == []


def test_ties_keep_the_given_order() -> None:
    twins = [Person(number, "Kim Ji-min", ("Jimin",), (), "student") for number in range(8)]
    for typed in ("Jimin", "jimn", "student", "김지민", "ji"):
        assert [match.person for match in find(typed, twins)] == twins
        assert [match.person for match in find(typed, twins[::-1])] == twins[::-1]
        assert sure(find(typed, twins)) is None


hostile = st.one_of(
    st.text(max_size=200),
    st.text("ㄱㄴㅏㅣ가힣각'’´` -ofŏ\u0301\u200b\u115f_İßﷺ", max_size=60),
    st.text(min_size=1, max_size=5).map(lambda text: text * (6000 // len(text))),
    st.sampled_from(TYPED),
)


@given(hostile)
def test_no_text_raises(typed: str) -> None:
    matches = find(typed, PEOPLE)
    assert len(matches) <= 25
    assert all(0 <= match.score <= 100 for match in matches)
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert len(plausible(matches)) <= 3
    assert find(typed, PEOPLE) == matches


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=40))
def test_no_person_raises(name: str, spelling: str, actor: str, role: str) -> None:
    odd = Person(1, name, (spelling, ""), (actor,), role)
    for typed in (name, spelling, actor, role):
        assert find(typed, (odd, PEOPLE[0])) is not None


@given(hostile, st.sets(st.integers(0, len(PEOPLE) - 1)))
def test_who_is_left_out_changes_nothing_for_the_others(typed: str, left_out: set[int]) -> None:
    fewer = [person for person in PEOPLE if person.id not in left_out]
    everybody = find(typed, PEOPLE, limit=len(PEOPLE))
    assert find(typed, fewer, limit=len(PEOPLE)) == [match for match in everybody if match.person.id not in left_out]
