"""The rules of trivia, as pure values."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.show import trivia as quiz
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import Spoiler
from bot.show.trivia import Memory, Question, Score

E1, E2, E3 = Episode(1, 1), Episode(1, 2), Episode(1, 3)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def say(text: str, gate: Episode = PREMISE) -> Spoiler:
    return Spoiler(text, gate)


def question(number: int, *, generated: bool = False, gate: Episode = PREMISE, topic: str = "event") -> Question:
    wrong = (say(f"b{number}"), say(f"c{number}"), say(f"d{number}"))
    return Question(number, say(f"q{number}", gate), say(f"a{number}"), wrong, say("why"), "easy", topic, (), generated)


# ------------------------------------------------------------------------------------------------ chance, points, places


def test_options_are_dealt_the_same_for_a_seed_and_differently_for_others() -> None:
    asked = question(1)
    assert quiz.dealt(asked, 7) == quiz.dealt(asked, 7)
    dealt = [quiz.dealt(asked, seed) for seed in range(400)]
    assert all(sorted(order) == [0, 1, 2, 3] for order in dealt)
    where = Counter(order.index(0) for order in dealt)
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


def test_what_is_from_behind_the_scenes_is_asked_when_nothing_else_is_left() -> None:
    story, aside = (
        [question(number, topic=topic) for number in numbers]
        for numbers, topic in ((range(4), "event"), (range(9, 30), "cast"))
    )
    assert {each.id for each in quiz.drawn([*aside, *story], set(), 4, 1)} == {0, 1, 2, 3}
    drawn = quiz.drawn([*aside, *story], {0, 1}, 5, 1)
    assert {each.id for each in drawn[:2]} == {2, 3}
    assert all(each.topic == "cast" for each in drawn[2:])
    assert len(quiz.drawn(aside, set(), 5, 1)) == 5
    # Of a fortnight the first days are about the story.
    days = [date.fromordinal(14 * 52851 + number) for number in range(14)]
    chosen = [quiz.of_the_day([*aside, *story], 1, day) for day in days]
    assert [each.topic for each in chosen if each] == ["event"] * 4 + ["cast"] * 10
    # Practice: what is known and not yet due waits longer than anything new.
    rests = {each.id: Memory(1, NOW + timedelta(days=1)) for each in story}
    asked = quiz.to_practise([*aside, *story], {}, NOW, None, 1)
    later = quiz.to_practise([*aside, *story], rests, NOW, None, 1)
    assert [each.topic for each in (asked, later) if each] == ["event", "cast"]
    assert quiz.to_practise([*aside, *story], rests, NOW + timedelta(days=2), None, 1) in story


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


def clued(number: int, answer: str, clues: int = 2) -> Question:
    told = tuple(say(f"clue {number} {each}") for each in range(clues))
    return Question(
        number, say("Who?"), say(answer), (say("b"),), say("why"), "easy", "trait", (), generated=True, clues=told
    )


def test_with_clues_everybody_has_a_turn_before_anybody_comes_again() -> None:
    pool = [clued(number, f"person {number % 3}") for number in range(9)]
    for seed in range(5):
        answers = [each.answer for each in quiz.drawn(pool, set(), 9, seed)]
        assert len(set(answers[:3])) == 3
    # One clue is no matter of turns, nor is the same answer of a question without any.
    alike = [clued(number, "the same", 1) for number in range(4)] + [clued(9, "other")]
    by_chance = sorted(alike, key=lambda each: quiz.chance(3, each.id))
    assert quiz.drawn(alike, set(), 5, 3) == by_chance


def test_chance_is_the_same_for_good() -> None:
    assert quiz.chance(1, "a") == 263842516872826314
    assert quiz.chance("1\0a") == quiz.chance(1, "a")
    assert [quiz.halved(number, 1, 4) for number in range(4)] == [[0, 1], [1, 2], [0, 1], [1, 3]]
    assert quiz.halved(1, 0, 2) == [0, 1]
    assert [quiz.dealt(question(7), seed) for seed in range(3)] == [[2, 0, 1, 3], [2, 3, 0, 1], [3, 1, 2, 0]]


def test_a_choice_of_difficulty_and_topic_takes_what_matches_both() -> None:
    easy, hard = (
        question(1, topic="death"),
        Question(*(2, say("q"), say("a"), (say("b"),), say("w")), "hard", "trait", ()),
    )
    for difficulty, topic, found in (
        (None, None, [easy, hard]), ("hard", None, [hard]), (None, "story", [easy]), ("easy", "story", [easy]), ("easy", "people", []),
    ):  # fmt: skip
        assert list(filter(quiz.matching(difficulty, topic), [easy, hard])) == found


def test_what_somebody_knows_and_is_due_comes_by_how_long_it_has_been() -> None:
    pool = [question(number) for number in range(4)]
    minute = timedelta(minutes=1)
    wrong = {number: Memory(0, NOW - number * minute) for number in range(1, 4)}
    assert quiz.to_practise(pool, wrong, NOW, None, 1) == pool[3]
    assert quiz.to_practise(pool, wrong, NOW, 3, 1) == pool[2]
    known = {number: Memory(1, NOW + (number + 1) * minute) for number in range(4)}
    assert quiz.to_practise(pool, known, NOW, None, 1) == pool[0]
    assert quiz.to_practise(pool, known | {2: Memory(0, NOW + 9 * minute)}, NOW, 0, 1) == pool[1]
    assert quiz.to_practise(pool, known | {3: Memory(4, NOW)}, NOW, None, 1) == pool[3], "now is due"


def test_new_ones_come_in_the_mix_of_a_game() -> None:
    pool = [question(number, generated=number > 4) for number in range(10)]
    chosen = [quiz.to_practise(pool, {}, NOW, None, seed) for seed in range(60)]
    generated = sum(each is not None and each.generated for each in chosen)
    assert 10 <= generated <= 30
    assert len({each.id for each in chosen if each}) == 10
    known = {number: Memory(1, NOW - timedelta(minutes=1)) for number in range(5)}
    fresh = {each.id for seed in range(60) if (each := quiz.to_practise(pool, known, NOW, None, seed))}
    assert fresh == set(range(5, 10)), "only what is new"


def test_of_the_days_a_third_has_a_generated_question_while_there_are_both() -> None:
    pool = [question(number, generated=number % 2 == 0) for number in range(200)]
    days = [date.fromordinal(14 * 52851 + number) for number in range(140)]
    chosen = [quiz.of_the_day(pool, 3, day) for day in days]
    generated = sum(each is not None and each.generated for each in chosen)
    assert 30 <= generated <= 65
    small = pool[:5]
    days = days[:14]
    again = [each.id for day in days if (each := quiz.of_the_day(small, 3, day))]
    assert {*again[:5]} == {0, 1, 2, 3, 4}
    assert len(again) == 14


def test_points_go_no_lower_than_without_a_bonus_and_no_higher_than_with_all_of_it() -> None:
    assert quiz.points("easy", timedelta(seconds=-5), 20) == 15
    assert quiz.points("easy", timedelta(seconds=2), 20) == round(10 + 5 * 0.9)
    assert [quiz.remembered(Memory(box, NOW), NOW, right=True).box for box in (0, 3, 5)] == [1, 4, 5]
    days = [(quiz.remembered(Memory(box, NOW), NOW, right=True).due - NOW).days for box in range(-1, 6)]
    assert days == [0, 1, 3, 7, 16, 35, 35]
    tied = [Score(3, 10, 1, 1, 5), Score(2, 10, 1, 1, 5), Score(1, 10, 1, 1, 9)]
    assert [score.user_id for _, score in quiz.standings(tied)] == [2, 3, 1]
    assert quiz.standings([]) == []
