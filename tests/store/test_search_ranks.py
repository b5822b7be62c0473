"""In which order what was found answers, and what of it answers at all: the rules, each on a few facts."""

from collections.abc import Sequence
from dataclasses import replace
from math import log
from typing import Any

import pytest

from bot.show.episodes import Episode
from bot.show.matching.asks import Ask, Slot
from bot.store.search_ranks import CAP, Found, Inquiry, ranked, scores_of
from bot.store.search_terms import Probe, Term

SLOT = Slot(3.0, {"bit": 1.0})


def term(*probes: tuple[str, float], subjects: Sequence[int] = (), counts: bool = True, carries: bool = True) -> Term:
    queries = tuple(Probe(match, weight) for match, weight in probes)
    return Term("word", queries, (SLOT,), frozenset(subjects), counts, carries)


def rarity(often: int, total: int) -> float:
    """How much a word says that so many of all facts hold."""
    return log(1 + (total - often + 0.5) / (often + 0.5))


# ------------------------------------------------------------------------------------------------ how well words answer


def test_rare_words_say_more_and_each_word_adds_to_the_others() -> None:
    common, rare = term(("common", 1.0)), term(("rare", 1.0))
    scores, whole, said, named = scores_of([common, rare], {"common": [1, 2, 3], "rare": [3]}, 10)
    assert scores == pytest.approx({1: rarity(3, 10), 2: rarity(3, 10), 3: rarity(3, 10) + rarity(1, 10)})
    assert whole == pytest.approx(rarity(3, 10) + rarity(1, 10))
    assert (said, named) == ({1, 2, 3}, None)
    assert rarity(1, 10) > rarity(3, 10) > 0


def test_what_stands_for_a_word_counts_by_its_weight_and_little_beside_a_better_one() -> None:
    both = term(("word", 1.0), ("synonym", 0.5))
    found = {"word": [1, 2], "synonym": [2, 3]}
    value = rarity(2, 10)
    assert scores_of([both], found, 10)[0] == pytest.approx({1: value, 2: value + 0.15 * 0.5 * value, 3: 0.5 * value})
    # The better one may come last.
    rarer = term(("often", 0.5), ("seldom", 1.0))
    scores, whole, *_ = scores_of([rarer], {"often": [1, 2, 3, 4], "seldom": [4, 5]}, 10)
    often, seldom = 0.5 * rarity(4, 10), rarity(2, 10)
    assert scores == pytest.approx({1: often, 2: often, 3: often, 4: seldom + 0.15 * often, 5: seldom})
    assert whole == pytest.approx(seldom)
    # As good as the other: the last one counts whole.
    same = scores_of([term(("a", 1.0), ("b", 1.0))], {"a": [1, 2], "b": [2, 3]}, 10)[0]
    assert same == pytest.approx({1: value, 2: 1.15 * value, 3: value})


def test_a_word_that_nothing_holds_counts_more_than_the_rarest() -> None:
    scores, whole, said, _ = scores_of([term(("word", 1.0)), term(("nothing", 1.0))], {"word": [1]}, 10)
    assert scores == pytest.approx({1: rarity(1, 10)})
    assert whole == pytest.approx(rarity(1, 10) + 1.5 * min(rarity(0, 10), log(11)))
    assert said == {1}
    assert scores_of([term(("nothing", 1.0))], {}, 0) == ({}, 0.0, set(), None)


def test_which_facts_hold_more_than_names_and_how_many_names() -> None:
    ana, bo, bites = term(("ana", 1.0), subjects=(1,)), term(("bo", 1.0), subjects=(2,)), term(("bites", 1.0))
    found = {"ana": [1, 2], "bo": [2, 3], "bites": [3, 4]}
    _, _, said, named = scores_of([ana, bo, bites], found, 10)
    assert (said, named) == ({3, 4}, {1: 1, 2: 2, 3: 1})
    assert scores_of([ana], found, 10)[2] is None
    weak = term(("bites", 0.35), counts=False)
    scores, whole, said, _ = scores_of([ana, weak], found, 10)
    assert whole == pytest.approx(rarity(2, 10)), "a word that does not count is no part of the whole"
    assert scores.keys() == {1, 2, 3, 4}
    assert said is None
    more = term(("more", 1.0))
    assert scores_of([bites, more], found | {"more": [9]}, 10)[2] == {3, 4, 9}


def test_what_brings_too_much_says_little() -> None:
    many = list(range(CAP))
    [value] = {*scores_of([term(("many", 1.0))], {"many": many}, 20 * CAP + 200)[0].values()}
    assert value == pytest.approx(rarity(CAP + 10, 20 * CAP + 200))
    [value] = {*scores_of([term(("many", 1.0))], {"many": many}, CAP)[0].values()}
    assert value == pytest.approx(rarity(CAP, CAP))
    fewer = scores_of([term(("many", 1.0))], {"many": many[1:]}, 20 * CAP + 200)[0]
    assert fewer[1] == pytest.approx(rarity(CAP - 1, 20 * CAP + 200))


# ------------------------------------------------------------------------------------------------ what stands where


def found(
    document: int, *, asked: Sequence[str] = (), topic: str = "event", length: int = 0, scene: int | None = None,
    ordinal: int = 1001,
) -> Found:  # fmt: skip
    asks = [Ask(dict.fromkeys(each.split(), 3.0)) for each in asked]
    return Found(document, length, topic, scene, asks, ordinal)


def inquiry(**changes: Any) -> Inquiry:
    """A question of one word, which a fact with the score 1 answers wholly."""
    asked = Inquiry([term(("word", 1.0))], dict.fromkeys(range(1, 9), 1.0), 1.0, said=range(99))
    return replace(asked, **changes)


def order(question: Inquiry, *facts: Found) -> list[int]:
    return ranked([(question, facts)])


def test_what_says_more_of_the_question_stands_first_and_ties_in_story_order() -> None:
    question = inquiry(scores={1: 0.6, 2: 1.0, 3: 0.6, 4: 0.8})
    assert order(question, *map(found, (4, 3, 2, 1))) == [2, 4, 1, 3]
    assert ranked([]) == order(question) == []


def test_a_short_fact_says_little_else() -> None:
    assert order(inquiry(), found(1, length=90), found(2, length=20)) == [2, 1]


def test_what_is_asked_for_by_the_question_stands_before_what_only_says_its_words() -> None:
    assert order(inquiry(), found(1), found(2, asked=["roof", "bit"])) == [2, 1]
    assert order(inquiry(), found(1, asked=["roof bit"]), found(2, asked=["bit"])) == [2, 1]


def test_what_happened_behind_the_scenes_stands_behind_unless_that_is_asked() -> None:
    facts = found(1, topic="cast"), found(2, length=20)
    assert order(inquiry(), *facts) == [2, 1]
    offstage = replace(term(("word", 1.0)), probes=(Probe("word", 1.0, offstage=True),))
    assert order(inquiry(terms=[offstage]), *facts) == [1, 2]


def test_a_fact_that_holds_nothing_but_a_name_stands_behind_where_more_is_asked() -> None:
    question = inquiry(said={2}, named={1: 1, 2: 1, 3: 2})
    assert order(question, found(1), found(2, length=60)) == [2, 1]
    assert order(inquiry(said=None, named={1: 1, 2: 1}), found(1), found(2, length=60)) == [1, 2]
    # Two names say as much as a word, and so does an ask for something like that.
    assert order(question, found(3), found(2, length=60)) == [3, 2]
    assert order(question, found(1, asked=["bit"]), found(2, asked=["bit"], length=60)) == [1, 2]


def test_a_fact_of_nobody_who_is_named_stands_behind() -> None:
    assert order(inquiry(named={2: 1}), found(1), found(2, length=60)) == [2, 1]
    assert order(inquiry(named=None), found(1), found(2, length=60)) == [1, 2]


def test_what_happens_in_the_episode_that_is_named_stands_first() -> None:
    question = inquiry(episode=Episode(1, 3))
    facts = found(1), found(2, length=60, ordinal=1003)
    assert order(question, *facts) == [2, 1]
    assert order(inquiry(episode=Episode(2, 3)), *facts) == [1, 2]


def test_what_says_far_less_than_the_best_is_no_answer() -> None:
    question = inquiry(scores={1: 1.0, 2: 0.31, 3: 0.29}, seen=1.0)
    assert order(question, *map(found, (1, 2, 3))) == [1, 2]


@pytest.mark.parametrize(("seen", "score", "answers"), [(1.0, 0.5, True), (0.0, 0.5, False), (0.0, 1.0, True)])
def test_the_less_somebody_has_seen_the_surer_an_answer_has_to_be(seen: float, score: float, answers: bool) -> None:
    question = inquiry(scores={1: score}, seen=seen)
    assert order(question, found(1)) == [1][: int(answers)]


def test_how_sure_an_answer_is_rests_on_its_words_its_asks_and_how_much_is_asked() -> None:
    # Half of the question is said, by one word: 0.6 × 0.5 + 0.5 + 0.2 = 1.
    half = inquiry(scores={1: 0.5})
    # Whoever has seen 0.5 of it needs 0.5 + 1.3 × 0.5 ** 1.5 = 0.96, at 0.45 already 1.03.
    assert order(replace(half, seen=0.5), found(1)) == [1]
    assert order(replace(half, seen=0.45), found(1)) == []
    # With an ask that is like it, that counts instead.
    assert order(replace(half, seen=0.2), found(1, asked=["bit"])) == [1]
    assert order(replace(half, seen=0.5), found(1, asked=["roof"])) == []
    three, four = ([term(("word", 1.0))] * number for number in (3, 4))
    # Words that say what is asked for make it surer, three of them at most, and names do not.
    assert order(replace(half, terms=three, seen=0.25), found(1)) == [1]
    assert order(replace(half, terms=four, seen=0.15), found(1)) == []
    names = [*three[:1], *[term(("word", 1.0), subjects=(1,))] * 2]
    assert order(replace(half, terms=names, seen=0.2), found(1)) == []
    assert order(replace(half, whole=0.0), found(1)) == []
    assert order(replace(half, scores={}), found(1, asked=["bit and much more beside"])) == []


def test_where_no_word_carries_anything_only_an_ask_answers() -> None:
    weak = [term(("word", 0.35), counts=False, carries=False)]
    asked = inquiry(terms=weak)
    assert order(asked, found(1), found(2, asked=["bit"]), found(3, asked=["roof bit"])) == [2, 3]
    assert order(asked, found(1, asked=["roof bit tree"])) == []
    assert order(replace(asked, seen=0.1), found(3, asked=["roof bit"])) == []
    assert order(replace(asked, seen=0.1), found(3, asked=["bit"])) == [3]
    assert order(replace(asked, terms=[term(("word", 1.0), carries=False)]), found(1)) == []


# ------------------------------------------------------------------------------------------------ fates


def test_of_a_fate_the_newest_stands_first() -> None:
    question = inquiry(fate="of one", fates=[1, 2, 3])
    facts = found(1, ordinal=1001), found(2, ordinal=1004), found(3, ordinal=1002), found(4, asked=["bit"])
    assert order(question, *facts) == [2, 3, 1, 4]
    # Where nothing tells it, nothing answers.
    assert order(inquiry(fate="of one"), *facts) == []


def test_of_one_episode_the_fate_that_is_asked_for_stands_first_then_the_story_then_the_last_scene() -> None:
    question = inquiry(fate="of one", fates=range(1, 9))
    facts = (
        found(1, topic="cast", scene=9), found(2, scene=1), found(3, scene=3), found(4), found(5, asked=["bit"], scene=1),
        found(6, asked=["bit roof tree"], scene=2), found(7, asked=["bit roof"], scene=1),
    )  # fmt: skip
    assert order(question, *facts) == [5, 4, 3, 6, 2, 7, 1]


def test_who_asks_for_a_bite_hears_of_the_bite_rather_than_of_what_came_later() -> None:
    facts = (
        found(1, ordinal=1004), found(2, asked=["bit"], topic="infection"), found(3, topic="infection", ordinal=1002),
        found(4, asked=["bit"], ordinal=1003),
    )  # fmt: skip
    question = inquiry(fate="of one", fates=range(1, 9))
    bitten = replace(question, terms=[replace(term(("word", 1.0)), phrase="bitten")])
    assert order(bitten, *facts) == [2, 1, 4, 3]
    assert order(question, *facts) == [1, 4, 3, 2]


def test_a_list_of_deaths_has_those_that_are_asked_for_like_that_and_then_the_newest() -> None:
    question = inquiry(fate="deaths", fates=[3, 4, 5, 6])
    facts = (
        found(1, asked=["bit"]), found(2, asked=["bit"], topic="death"), found(3, ordinal=1002, scene=1), found(4, ordinal=1003),
        found(5, ordinal=1002, scene=2), found(6, asked=["bit"], topic="death", ordinal=1009), found(7),
    )  # fmt: skip
    assert order(question, *facts) == [2, 6, 4, 5, 3]
    # Of an episode, what is told in it alone.
    assert order(replace(question, episode=Episode(1, 2)), *facts) == [5, 3]
    assert order(replace(question, episode=Episode(1, 9)), *facts) == [6]
    assert order(replace(question, episode=Episode(1, 7)), *facts) == []


def test_a_list_of_survivors_is_what_is_asked_for_like_that() -> None:
    question = inquiry(fate="survivors", fates=[1])
    facts = found(1), found(2, asked=["bit roof"]), found(3, asked=["bit"]), found(4, asked=["bit roof tree"])
    assert order(question, *facts) == [3, 2]


def test_how_it_came_about_is_told_by_what_tells_the_fate() -> None:
    facts = found(1), found(2, length=60)
    assert order(inquiry(fate="how", fates=[2]), *facts) == [2, 1]
    assert order(inquiry(fate="how", fates=[3]), *facts) == [1, 2]
    assert order(inquiry(fate="how"), *facts) == []


# ------------------------------------------------------------------------------------------------ several readings


def test_of_two_readings_of_a_question_each_fact_has_its_better_place() -> None:
    one, other = inquiry(scores={1: 1.0, 2: 0.5}), inquiry(scores={2: 0.9, 3: 0.7})
    facts = [found(number) for number in (1, 2, 3)]
    assert ranked([(one, facts[:2]), (other, facts[1:])]) == ranked([(other, facts[1:]), (one, facts[:2])]) == [1, 2, 3]
    none = inquiry(scores={})
    assert ranked([(one, facts[:2]), (none, facts)]) == ranked([(none, facts), (one, facts[:2])]) == [1, 2]
    told = inquiry(fate="of one", fates=[3], scores={})
    assert ranked([(one, facts[:2]), (told, facts[2:])])[0] == 3
    # A reading that asks for a fate that nothing tells says that there is no answer.
    assert ranked([(one, facts), (inquiry(fate="of one"), facts)]) == []
