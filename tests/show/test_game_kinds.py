"""What the games that are no quiz ask, over the whole shipped show; and what their answers are worth."""

from collections import Counter

import pytest

from bot.client import FanBot
from bot.show import trivia as quiz
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.spoilers import Spoiler
from bot.show.trivia import FIRST, KINDS, WHERE, WHO, Question
from bot.store import game_kinds, questions


async def test_every_question_of_every_kind_has_one_right_answer_through_every_episode(bot: FanBot) -> None:
    pools, show = bot.store.game_kinds, bot.show
    for episode in (PREMISE, *show.episodes):
        scope = Scope.through(episode)
        for kind in KINDS[1:]:
            pool = await pools.pool(kind, show, scope)
            assert len({each.id for each in pool}) == len(pool)
            # A game of three can be played from the first episode with neighbours on.
            assert len(pool) > 2 or episode < (Episode(1, 2) if kind == WHERE else Episode(1, 1))
            for each in pool:
                check(kind, each, scope)


def check(kind: str, question: Question, scope: Scope) -> None:
    """Whether a question can be asked at this scope, with one right answer."""
    options = [each.label(scope) for each in (question.answer, *question.wrong)]
    clues = [each.label(scope) for each in question.clues]
    assert 2 <= len(set(options)) == len(options) <= 4
    assert question.explanation.label(scope)
    assert question.generated
    assert question.rests_on
    match kind:
        case "who is it":
            assert 3 <= len(set(clues)) == len(clues) <= 4
            assert all(each.lower().count("this person") == 1 for each in clues)
            roles = [each[13:-1] for each in clues if each.startswith("This person: ")]
            assert all(sum(role in each for each in clues) == 1 for role in roles)  # said by no other clue
        case "which episode":
            numbers = sorted(int(each.removeprefix("S1E")) for each in options)
            assert numbers == list(range(numbers[0], numbers[0] + len(options)))
            assert "S1E" not in clues[0]
            order = quiz.dealt(question, 1)
            assert [options[index] for index in order] == sorted(options, key=lambda each: int(each[3:]))
        case _:
            assert question.places[0] == min(question.places)
            assert len(set(question.places)) == len(options) == len(question.places)
            assert not clues


@pytest.mark.parametrize(
    ("difficulty", "seen", "clues", "points"),
    [("easy", 1, 4, 15), ("easy", 4, 4, 4), ("medium", 2, 4, 15), ("hard", 3, 3, 8), ("hard", 1, 3, 25)],
)
def test_each_clue_costs_points(difficulty: str, seen: int, clues: int, points: int) -> None:
    assert quiz.clue_points(difficulty, seen, clues) == points


def test_half_leaves_the_answer_and_any_of_the_others() -> None:
    left = [quiz.halved(round_id, 2, 4) for round_id in range(200)]
    assert all(2 in each and len(set(each)) == 2 for each in left)
    assert {each for pair in left for each in pair} == {0, 1, 2, 3}
    assert all(quiz.halved(round_id, 0, 3) in ([0, 1], [0, 2]) for round_id in range(50))


def test_options_with_an_order_of_their_own_keep_it() -> None:
    def say(text: str) -> Spoiler:
        return Spoiler(text, PREMISE)

    asked = Question(1, say("q"), say("b"), (say("a"), say("c")), say("why"), "easy", "event", (), at=1)
    assert [quiz.dealt(asked, seed) for seed in range(9)] == [[1, 0, 2]] * 9
    assert KINDS[1:] == (WHO, WHERE, FIRST)


async def test_nobody_is_asked_for_twice_in_a_game_while_there_are_others(bot: FanBot) -> None:
    pool = await bot.store.game_kinds.pool(WHO, bot.show, Scope.through(bot.show.last))
    people = {each.answer for each in pool}
    assert len(people) < len(pool)  # with other clues each time
    for seed in range(20):
        assert len({each.answer for each in quiz.drawn(pool, set(), len(people), seed)}) == len(people)
    clues = [clue for each in pool for clue in each.clues if not clue.reveal().startswith("This person: ")]
    assert len(set(clues)) == len(clues)


async def test_a_draw_reads_the_most_telling_facts_of_each_episode_and_no_more(
    bot: FanBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope, show = Scope.through(bot.show.last), bot.show
    all_of_them = {kind: await bot.store.game_kinds.pool(kind, show, scope) for kind in KINDS[1:]}
    monkeypatch.setattr(game_kinds, "MOST_TOLD", 4)
    monkeypatch.setattr(questions, "MOST_TOLD", 4)
    for kind in (WHERE, FIRST):
        pool = await bot.store.game_kinds.pool(kind, show, scope)
        of_each = Counter(each.answer.reveal() for each in pool) if kind == WHERE else {"": len(pool) // 12}
        assert 0 < max(of_each.values()) <= 4
        assert {each.id for each in pool} < {each.id for each in all_of_them[kind]}
    happens = [
        each for each in await bot.store.questions.pool(show, scope) if each.text.reveal().startswith("Which of")
    ]
    assert 0 < max(Counter(each.text.reveal() for each in happens).values()) <= 4
