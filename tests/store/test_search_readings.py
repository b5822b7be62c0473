"""One question as one language reads it: whom it names, and which fate it asks for."""

import pytest

from bot.show.matching.tongues import Said, tongue
from bot.store.search_readings import Beforehand, reading_of
from bot.store.search_terms import term_of, told_terms

KNOWN = Beforehand("The Few", seen=1.0, facts=9, names={"ana": {1}, "bo": {2}}, actors={1: 9}, hidden={}, instead={})


@pytest.mark.parametrize(
    ("spoken", "asked", "fate", "named"),
    [
        ("en", "does ana die", "of one", [{1}]),
        ("en", "how does bo die in the few", "how", [{2}]),
        ("en", "who dies", "deaths", []),
        ("en", "what happened to ana and bo", "of one", [{1}, {2}]),
        # The ending of two is that of the two together; of one, what becomes of them.
        ("en", "ana and bo ending", None, [{1}, {2}]),
        ("en", "ana ana ending", "of one", [{1}]),
        ("en", "where does ana go", "of one", [{1}]),
        ("en", "does ana sing", None, [{1}]),
        ("es", "¿muere ana?", "of one", [{1}]),
        ("es", "¿quién muere?", "deaths", []),
        ("es", "¿canta ana?", None, [{1}]),
    ],
)
def test_the_fate_that_is_asked_for_and_of_whom(
    spoken: str, asked: str, fate: str | None, named: list[set[int]]
) -> None:
    reading = reading_of(spoken, asked)
    assert reading.terms == {}
    assert reading.fate()[1] == [], "nobody is known yet"
    reading.read(KNOWN)
    found, terms = reading.fate()
    assert (found, [{*term.subjects} for term in terms]) == (fate, named)


def test_who_asks_for_an_actor_means_the_actor_as_well() -> None:
    for asked, subjects in (("who plays ana", {1, 9}), ("who plays bo", {2}), ("who sees ana", {1})):
        reading = reading_of("en", asked)
        reading.read(KNOWN)
        assert [{*term.subjects} for term in reading.terms.values() if term.subjects] == [subjects]


def test_names_are_looked_up_in_every_way_they_may_be_kept_without_the_episode() -> None:
    english, spanish = reading_of("en", "On-jo's bag in s1e4"), reading_of("es", "la bolsa en el episodio 4")
    assert (english.number, english.episode) == (0, (1, 4))
    assert {"onjosbag", "onjo", "jos", "bag", "on", "thebag"} <= english.keys | {"onjo"}
    assert not any("4" in key for key in (*english.keys, *spanish.keys))
    assert (spanish.number, spanish.episode) == (tongue("es").number, (None, 4))
    assert {"bolsa", "labolsa"} <= spanish.keys
    assert max(map(len, reading_of("en", "a b c d e f").keys)) == len("theabcd")


def test_an_unknown_word_is_a_slip_of_any_known_one_in_english_and_of_a_name_elsewhere() -> None:
    english, spanish = reading_of("en", "anna"), reading_of("es", "anna")
    assert english.meant("harbour", set()) == term_of("harbour", set())
    assert english.meant("ana", {1}) == term_of("ana", {1})
    assert spanish.meant("harbour", set()) is None
    name = Said("ana", "", "name", frozenset({1}))
    assert spanish.meant("ana", {1}) == told_terms([name], tongue("es"))["ana"]
