"""A question as terms: the words, names and phrases that it has, and the queries that each becomes."""

import pytest

from bot.show.facts import TOPICS
from bot.show.matching import questions
from bot.show.matching.asks import Slot, name_slot, word_slot
from bot.show.matching.tongues import Said, tongue
from bot.store.search_terms import (
    ASIDE,
    DEATHS,
    Probe,
    Term,
    asks_alone,
    either,
    fate_of,
    term_of,
    terms_of,
    told_terms,
)

NAMES = {"ana": {1}, "boatman": {3, 2}, "theboatman": {3, 2}, "onjosmom": {4}}


def slots(*said: str) -> tuple[Slot, ...]:
    return tuple(slot for word in said if (slot := word_slot(word)))


def quoted(*phrases: str) -> str:
    return " OR ".join(f'"{each}"' for each in phrases)


def test_a_word_is_looked_for_in_every_form_and_beside_what_facts_may_say_instead() -> None:
    assert term_of("harbour", set()) == Term(
        "harbour", (Probe('{text asks} : ("harbour")', 1.0, ("harbour",)),), slots("harbour")
    )
    bites = term_of("bites", set())
    instead = questions.synonyms("bites")
    assert instead is not None
    forms = ("bite", "bites", "bit", "bitten")
    assert bites.probes == (
        Probe('{text asks} : ("bite" OR "bites" OR "bit" OR "bitten")', 1.0, forms),
        Probe(f"{{text asks}} : ({quoted(*instead.phrases)})", 0.75, instead.phrases),
        Probe('tags : ("tinfection")', 0.55),
    )
    assert (bites.slots, bites.counts, bites.carries, bites.subjects) == (slots("bites"), True, True, frozenset())
    assert [probe.offstage for probe in term_of("played", set()).probes] == [False, False, True]
    assert '"tseason2"' in term_of("sequel", set()).probes[-1].match, "a topic stands in the index as one word"


def test_a_name_is_looked_for_by_whom_it_means_and_as_it_is_written() -> None:
    assert term_of("boatman", {3, 2}) == Term(
        "boatman",
        (
            Probe('tags : ("s2" OR "s3")', 1.0),
            Probe('tags : ("f2" OR "f3")', 0.5),
            Probe('{text asks} : ("boatman")', 0.9, ("boatman",)),
        ),
        (name_slot({2, 3}),),
        frozenset({2, 3}),
    )
    assert [probe.weight for probe in term_of("bite", {1}).probes] == [1.0, 0.5, 0.9, 0.75, 0.55]
    assert term_of("made it", {1}).probes[2].phrases == ("made it",)


def test_of_a_phrase_asks_hold_the_words_that_carry_something_and_texts_what_is_said_instead() -> None:
    old = term_of("how old", set())
    instead = questions.synonyms("how old")
    assert instead is not None
    assert old.probes == (
        Probe('asks : (("old"))', 0.75),
        Probe(f"{{text asks}} : ({quoted(*instead.phrases)})", 0.75, instead.phrases),
    )
    assert old.slots == slots("how", "old")
    both = term_of("biting herself", set())
    assert [probe.match for probe in both.probes] == ['{text asks} : ("biting herself")'], (
        "nothing else is said for that"
    )
    both = term_of("killed herself", set()).probes[0].match
    assert both == 'asks : (("killed") AND ("herself"))'
    # A phrase that is written in several ways is looked for in each of them.
    ways = term_of("season 2", set())
    assert ways.probes[0].phrases == questions.forms("season 2")
    assert ways.probes[0].weight == 1.0
    assert ways.carries
    assert not term_of("what happened to", set()).carries
    assert "asks : " not in term_of("what happened to", set()).probes[0].match


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [
        ("ana bites the boatman", ["ana", "bites", "the boatman"]),
        ("on jos mom dies", ["on jos mom", "dies"]),
        ("how old is ana", ["how old", "ana"]),
        ("who killed himself", ["killed himself", "who "]),
        ("what happened to ana", ["what happened to", "ana"]),
        ("how does it end", ["how does it end "]),
        ("is it a", []),
        ("", []),
        ("harbour harbour", ["harbour"]),
    ],
)
def test_the_longest_name_or_phrase_counts_and_words_that_carry_nothing_stand_last(
    asked: str, phrases: list[str]
) -> None:
    terms = terms_of(asked.split(), NAMES)
    assert list(terms) == phrases
    assert [term.phrase for term in terms.values()] == [each.rstrip() for each in terms]
    assert {term.subjects for term in terms.values() if "ana" in term.phrase.split()} <= {frozenset({1})}


def test_what_carries_nothing_is_looked_for_in_asks_alone_one_word_of_it_or_all() -> None:
    end = terms_of(["how", "does", "it", "end"], {})["how does it end "]
    assert end == Term(
        "how does it end", (Probe('asks : ("end")', 0.35),), slots("how", "end"), counts=False, carries=False
    )
    about = terms_of(["what", "happened", "at", "the", "end", "end"], {})["what happened at the end end "]
    assert about.probes == (
        Probe('asks : ("happened" OR "end" OR "end")', 0.35),
        Probe('asks : ("happened" AND "end")', 0.35),
    )
    who = terms_of(["who", "that"], {})
    assert [(term.probes, term.slots) for term in who.values()] == [((), slots("who"))]


def test_a_question_has_ten_terms_at_most() -> None:
    words = [f"word{number}" for number in range(20)]
    assert list(terms_of(words, {})) == words[:10]
    assert list(terms_of(["who", *words], {})) == [*words[:10], "who "]
    assert list(terms_of(["a", "b", "c", "d"], {"abcd": {1}, "ab": {2}})) == ["a b c d"]


def test_what_is_asked_in_another_language_becomes_the_same_kind_of_terms() -> None:
    spanish = tongue("es")
    terms = told_terms(spanish.read("¿quién muere y Ana actúa?", {"ana": {2, 1}}), spanish)
    dies, ana, acts, weak = terms.values()
    assert [*terms] == ["muere", "ana", "actua", " "]
    assert dies == Term(
        "muere",
        (Probe(f"{{text asks}} : ({spanish.matches('muer')})", 1.0), Probe('tags : ("tdeath")', 0.55)),
        (Slot(3.0, {"muer": 1.0}),),
    )
    assert ana == Term(
        "ana",
        (Probe('tags : ("s1" OR "s2")', 1.0), Probe('tags : ("f1" OR "f2")', 0.5), Probe('{text asks} : ("ana")', 0.9)),
        (Slot(2.5, {"@1": 1.0, "@2": 1.0}),),
        frozenset({1, 2}),
    )
    assert [probe.offstage for probe in acts.probes] == [False, True]
    assert weak == Term("", (), (Slot(0.8, {"quien": 1.0}),), counts=False, carries=False)
    many = [Said(f"w{number}", f"w{number}", "content") for number in range(20)]
    assert [*told_terms(many, spanish)] == [f"w{number}" for number in range(10)]
    assert told_terms([], spanish) == {}
    [unknown] = told_terms(many[:1], spanish).values()
    assert unknown.probes == (Probe('{text asks} : ("w0")', 1.0),)


def test_queries_are_put_together() -> None:
    assert asks_alone('{text asks} : ("ana")') == 'asks : ("ana")'
    assert asks_alone('tags : ("s1")') is None
    assert either(['tags : ("a")', 'text : ("b")']) == '(tags : ("a")) OR (text : ("b"))'
    assert fate_of([{2, 1}, {3}]) == '(tags : ("d1" OR "d2")) AND (tags : ("d3"))'
    assert DEATHS == 'tags : ("tdeath" AND "fate")'
    assert {"cast", "production", "season-2"} <= ASIDE < {*TOPICS}
    assert "event" not in ASIDE
