"""What is asked about a cast, relationships and facts: one right answer, and wrong ones that are certainly wrong."""

import pytest

from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact, Source
from bot.show.generated_questions import CurrentRelationship, Material, generated_questions
from bot.show.spoilers import Spoiler
from bot.show.trivia import Question

E1, E2, E3 = Episode(1, 1), Episode(1, 2), Episode(1, 3)
THROUGH = Scope.through(E3)


def say(text: str, gate: Episode = PREMISE) -> Spoiler:
    return Spoiler(text, gate)


def person(
    number: int, name: str, actor: str | None, *, group: str = "Class 2-5", gate: Episode = PREMISE
) -> Character:
    return Character(number, say(name, gate), say(group, gate), None, None, say(actor, gate) if actor else None, ())


CAST = [
    person(1, "Nam On-jo", "Park Ji-hu"),
    person(2, "Lee Cheong-san", "Yoon Chan-young"),
    person(3, "Choi Nam-ra", "Cho Yi-hyun"),
    person(4, "Lee Su-hyeok", "Lee Yoo-mi"),
    person(5, "Jang Ha-ri", "Ha Seung-ri", gate=E2),
    person(6, "Jang Woo-jin", "Son Sang-yeon", gate=E3),
    person(7, "Nam So-ju", None, group="Families"),
    person(8, "Park Sun-hwa", None, group="Teachers"),
    person(9, "Song Jae-ik", None, group="Police"),
    person(10, "Park Eun-hee", None, group="Officials"),
]
RELATIONSHIPS = [
    CurrentRelationship(7, 1, say("father"), mutual=False),
    CurrentRelationship(5, 6, say("elder sister", E3), mutual=False),
    CurrentRelationship(1, 2, say("friend"), mutual=True),
    CurrentRelationship(8, 1, say("homeroom teacher"), mutual=False),
    CurrentRelationship(8, 2, say("homeroom teacher"), mutual=False),
]


def fact(number: int, text: str, gate: Episode, topic: str = "event") -> Fact:
    return Fact(number, say(text, gate), topic, (Source("a site", None),))


FACTS = [
    fact(number, f"In {gate} somebody opens door number {number}.".replace(str(gate), "the dark"), gate)
    for gate in (PREMISE, E1, E2, E3)
    for number in range(gate.number * 10, gate.number * 10 + 5)
]


def generated(scope: Scope = THROUGH, written: tuple[Question, ...] = ()) -> dict[str, Question]:
    cast = [each for each in CAST if each.revealed_in <= scope.tagged]
    facts = [each for each in FACTS if each.revealed_in <= scope.tagged]
    relationships = [each for each in RELATIONSHIPS if each.label.revealed_in <= scope.tagged]
    found = generated_questions("show", Material(cast, facts, relationships, {}, written), scope)
    assert len({each.id for each in found}) == len(found)
    return {each.text.label(scope): each for each in found}


def test_who_plays_whom_is_asked_both_ways() -> None:
    questions = generated()
    asked = questions["Who plays Nam On-jo?"]
    assert asked.answer == say("Park Ji-hu")
    assert asked.explanation.label(THROUGH) == "Nam On-jo is played by Park Ji-hu."
    actors = {each.actor.label(THROUGH) for each in CAST if each.actor} - {"Park Ji-hu"}
    assert {each.label(THROUGH) for each in asked.wrong} < actors
    assert questions["Whom does Park Ji-hu play?"].answer == say("Nam On-jo")


def test_what_a_pack_asks_already_is_not_generated_again() -> None:
    wrong = (say("b"), say("c"), say("d"))
    theirs = Question(1, say("Which actor plays Nam On-jo?"), say("Park Ji-hu"), wrong, say("why"), "easy", "cast", ())
    assert "Who plays Nam On-jo?" not in generated(written=(theirs,))


def test_who_is_whose_has_one_certain_answer_among_people_of_the_same_kind() -> None:
    questions = generated()
    father = questions["Who is On-jo's father?"]
    assert father.answer == say("Nam So-ju")
    assert {each.label(THROUGH) for each in father.wrong} == {"Park Sun-hwa", "Song Jae-ik", "Park Eun-hee"}
    sister = questions["Who is Woo-jin's elder sister?"]
    assert sister.answer == say("Jang Ha-ri", E2)
    assert sister.revealed_in == E3
    # Of friends there may be several, so nobody is certainly wrong. The same teacher is asked for once.
    assert not any("friend" in text for text in questions)
    assert sum("homeroom teacher" in text for text in questions) == 1


def test_what_happens_in_an_episode_has_wrong_options_of_earlier_ones_only() -> None:
    questions = [each for text, each in generated().items() if text.startswith("Which of these happens in ")]
    for asked in questions:
        gate = asked.answer.revealed_in
        assert asked.text.label(THROUGH) == f"Which of these happens in {gate}?"
        assert all(PREMISE < each.revealed_in < gate for each in asked.wrong)
        assert asked.revealed_in == gate
        assert not any(each.label(THROUGH).endswith(".") for each in (asked.answer, *asked.wrong))
    assert {each.revealed_in for each in questions} == {E2, E3}


def test_the_harder_the_nearer_to_the_answer_are_wrong_options() -> None:
    # Names of one form, in two classes and a family.
    groups = ("Class 2-5", "Class 2-6", "Families")
    cast = [
        person(number, f"Na{letter}a O{letter}-bo", f"Ro{letter}a Lo{letter}-so", group=groups[number % 3])
        for number, letter in enumerate("bcdfghjklmnprstv")
    ]
    group = {each.name.label(THROUGH): each.group.label(THROUGH) for each in cast}
    of_actor = {each.actor.label(THROUGH): each.group.label(THROUGH) for each in cast if each.actor}
    found = generated_questions("show", Material(cast, [], [], {}, ()), THROUGH)
    hard = [each for each in found if each.difficulty == "hard"]
    assert len(hard) == len(cast)
    for asked in hard:
        assert {group[each.label(THROUGH)] for each in asked.wrong} == {group[asked.answer.label(THROUGH)]}
    near = [
        of_actor[each.label(THROUGH)] == of_actor[asked.answer.label(THROUGH)]
        for asked in found if asked.difficulty == "medium" for each in asked.wrong
    ]  # fmt: skip
    assert sum(near) > len(near) / 3, "of three groups by chance a quarter would be"


def test_of_what_happens_hard_questions_have_options_of_the_episodes_just_before() -> None:
    facts = [
        fact(number * 10 + n, f"Somebody opens door number {number * 10 + n}.", Episode(1, number))
        for number in range(1, 11) for n in range(5)
    ]  # fmt: skip
    scope = Scope.through(Episode(1, 10))
    found = generated_questions("show", Material([], facts, [], {}, ()), scope)
    away = {
        level: [
            asked.answer.revealed_in.number - each.revealed_in.number
            for asked in found if asked.difficulty == level and asked.answer.revealed_in.number > 8 for each in asked.wrong
        ]
        for level in ("easy", "medium", "hard")
    }  # fmt: skip
    assert max(away["hard"]) == 1
    assert min(away["easy"]) > 3
    assert all(away.values())


@pytest.mark.parametrize("through", [PREMISE, E1, E2])
def test_generated_questions_stay_within_the_scope_and_mind_nothing_beyond_it(through: Episode) -> None:
    scope = Scope.through(through)
    assert all(each.revealed_in <= through for each in generated(scope).values())


def test_options_are_of_about_the_same_length_and_form() -> None:
    for asked in generated().values():
        right = asked.answer.label(THROUGH)
        for each in asked.wrong:
            text = each.label(THROUGH)
            assert abs(len(text) - len(right)) <= max(3, len(right) // 4)
            assert text != right
            if len(right) < 30:
                assert len(text.split()) == len(right.split())
                assert ("-" in text) == ("-" in right)
