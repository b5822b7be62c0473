"""The rules of trivia, as pure values."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.show import trivia as quiz
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact, Source
from bot.show.generated_questions import CurrentRelationship, Material, generated_questions
from bot.show.spoilers import Spoiler
from bot.show.trivia import Memory, Question, Score

E1, E2, E3 = Episode(1, 1), Episode(1, 2), Episode(1, 3)
THROUGH = Scope.through(E3)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def say(text: str, gate: Episode = PREMISE) -> Spoiler:
    return Spoiler(text, gate)


def question(number: int, *, generated: bool = False, gate: Episode = PREMISE) -> Question:
    wrong = (say(f"b{number}"), say(f"c{number}"), say(f"d{number}"))
    return Question(
        number, say(f"q{number}", gate), say(f"a{number}"), wrong, say("why"), "easy", "event", (), generated
    )


# ------------------------------------------------------------------------------------------------ chance, points, places


def test_options_are_dealt_the_same_for_a_seed_and_differently_for_others() -> None:
    asked = question(1)
    assert quiz.dealt(asked, 7) == quiz.dealt(asked, 7)
    dealt = [quiz.dealt(asked, seed) for seed in range(400)]
    for options, right in dealt:
        assert options[right] == asked.answer
        assert set(options) == {asked.answer, *asked.wrong}
    where = Counter(right for _options, right in dealt)
    assert min(where[index] for index in range(4)) > 60


def test_the_gate_of_a_question_is_the_latest_of_everything_in_it() -> None:
    wrong = (say("b"), say("c", E3), say("d"))
    assert Question(1, say("q", E1), say("a", E2), wrong, say("why"), "easy", "event", ()).revealed_in == E3


@pytest.mark.parametrize(
    ("difficulty", "seconds", "after", "points"),
    [
        ("easy", 20, 0, 15),
        ("easy", 20, 10, 12),
        ("easy", 20, 20, 10),
        ("hard", 20, 20, 20),
        ("hard", 0, 3, 20),
        ("medium", 10, 30, 15),
    ],
)
def test_points_are_by_difficulty_with_a_modest_bonus_for_speed(
    difficulty: str, seconds: int, after: float, points: int
) -> None:
    assert quiz.points(difficulty, timedelta(seconds=after), seconds) == points


def test_being_fast_never_beats_a_harder_question() -> None:
    assert quiz.points("easy", timedelta(), 20) <= quiz.points("medium", timedelta(seconds=20), 20)
    assert quiz.points("medium", timedelta(), 20) <= quiz.points("hard", timedelta(seconds=20), 20)


def test_equal_points_share_a_place_and_the_next_place_is_left_out() -> None:
    scores = [Score(1, 10, 1, 1, 900), Score(2, 30, 2, 2, 1), Score(3, 10, 1, 3, 100), Score(4, 5, 1, 1, 1)]
    assert [(place, score.user_id) for place, score in quiz.standings(scores)] == [(1, 2), (2, 3), (2, 1), (4, 4)]


# ------------------------------------------------------------------------------------------------ which question


def test_a_game_asks_nothing_twice_and_nothing_that_was_asked() -> None:
    pool = [question(number, generated=number % 2 == 0) for number in range(20)]
    drawn = quiz.drawn(pool, {1, 2, 3}, 10, 5)
    ids = [each.id for each in drawn]
    assert len(set(ids)) == 10
    assert not set(ids) & {1, 2, 3}
    assert [each.generated for each in drawn] == [False, False, True] * 3 + [False]
    assert quiz.drawn(pool, {1, 2, 3}, 10, 5) == drawn
    assert quiz.drawn(pool, {1, 2, 3}, 10, 6) != drawn


def test_a_game_takes_the_other_kind_where_one_has_run_out() -> None:
    pool = [question(1), *(question(number, generated=True) for number in range(2, 6))]
    assert len(quiz.drawn(pool, set(), 9, 1)) == 5


def test_the_question_of_the_day_depends_on_the_questions_up_to_there_only() -> None:
    pool = [question(number, generated=number % 3 == 0) for number in range(60)]
    days = [date.fromordinal(14 * 52851 + number) for number in range(14)]
    chosen = [quiz.of_the_day(pool, 1, day) for day in days]
    assert chosen == [quiz.of_the_day(list(reversed(pool)), 1, day) for day in days]
    assert chosen != [quiz.of_the_day(pool, 2, day) for day in days]
    assert len(set(chosen)) == 14
    assert chosen != [quiz.of_the_day(pool, 1, day + timedelta(days=14)) for day in days]
    assert quiz.of_the_day([], 1, days[0]) is None
    assert quiz.of_the_day(pool[:1], 1, days[0]) == pool[0]


def test_what_was_wrong_comes_first_once_it_is_due() -> None:
    pool = [question(number) for number in range(5)]
    due, later = NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)
    known = {0: Memory(2, due), 1: Memory(0, due), 2: Memory(0, later)}
    assert quiz.to_practise(pool, known, NOW, None, 1) == pool[1]
    # Then what is new, then what is known and due, then what is due next.
    asked = quiz.to_practise(pool, known, NOW, 1, 1)
    assert asked in pool[3:]
    known |= {3: Memory(1, later), 4: Memory(1, later)}
    assert quiz.to_practise(pool, known, NOW, 1, 1) == pool[0]
    known |= {0: Memory(3, later + timedelta(days=1))}
    assert quiz.to_practise(pool, known, NOW, 1, 1) in pool[2:]
    assert quiz.to_practise(pool[:1], known, NOW, 0, 1) == pool[0]
    assert quiz.to_practise([], known, NOW, None, 1) is None


def test_what_is_known_comes_back_ever_later_and_a_mistake_soon() -> None:
    memory, waits = None, list[timedelta]()
    for _time in range(7):
        memory = quiz.remembered(memory, NOW, right=True)
        waits.append(memory.due - NOW)
    assert waits == sorted(waits)
    assert waits[0] == timedelta(days=1)
    assert quiz.remembered(memory, NOW, right=False) == Memory(0, NOW + timedelta(minutes=10))


# ------------------------------------------------------------------------------------------------ generated questions


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
