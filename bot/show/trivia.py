"""The rules of trivia: questions and which comes next, points, places. Pure.

Chance is a hash of a seed, so the same seed gives the same game, and what is gated later changes nothing in it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.show.episodes import Episode
from bot.show.facts import TOPICS
from bot.show.spoilers import Spoiler

LETTERS: Final = "ABCD"

QUIZ: Final = "quiz"
WHO: Final = "who is it"
WHERE: Final = "which episode"
FIRST: Final = "what came first"

KINDS: Final = (QUIZ, WHO, WHERE, FIRST)
"""What a public game can be."""

CLUE: Final = timedelta(seconds=8)
"""After how long there is one more clue."""

MILLISECOND: Final = timedelta(milliseconds=1)

PUBLIC_TOPICS: Final = tuple(dict.fromkeys(TOPICS[key] for key in ("trait", "place", "event", "cast")))
"""What members choose by: people, places, story, behind the scenes."""

_ASIDE: Final = TOPICS["cast"]

PAUSE: Final = timedelta(seconds=8)
"""How long an answer stands before the next question."""

NO_HURRY: Final = timedelta(days=1)
"""How long an untimed round waits at the most, so that a forgotten game ends."""

SILENT_ROUNDS: Final = 2
"""A game ends after this many rounds in a row that nobody answered."""

POINTS: Final = {"easy": 10, "medium": 15, "hard": 20}
_FORTNIGHT: Final = 14  # days

BONUS: Final = 5
"""What the fastest possible answer adds; less than the step from one difficulty to the next, or as much."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its right option and one to three wrong ones. `topic` is a key of `TOPICS`.

    `rests_on` are the ids of all that a generated one was generated from: facts, characters, relationships.
    """

    id: int
    text: Spoiler
    answer: Spoiler
    wrong: tuple[Spoiler, ...]
    explanation: Spoiler
    difficulty: str
    topic: str
    sites: tuple[str, ...]
    generated: bool = False
    rests_on: tuple[int, ...] = ()
    clues: tuple[Spoiler, ...] = ()  # stand below it: see bot/show/game_kinds.py
    places: tuple[tuple[Episode, int], ...] = ()  # episode and scene of the answer and of each wrong option
    at: int | None = None  # where the answer stands among the wrong ones, which have their order; None: it is drawn

    @property
    def revealed_in(self) -> Episode:
        """The latest gate of everything in it: buttons hide nothing."""
        return max(each.revealed_in for each in (self.text, self.answer, *self.wrong, self.explanation, *self.clues))


def chance(*parts: object) -> int:
    """A number that looks random, and is the same for the same parts."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")


def dealt(question: Question, seed: int) -> list[int]:
    """The order of the options that `seed` draws: 0 is the answer, then the wrong ones as they are numbered."""
    numbers = range(1 + len(question.wrong))
    if question.at is not None:
        wrong = list(numbers[1:])
        return [*wrong[: question.at], 0, *wrong[question.at :]]
    return sorted(numbers, key=lambda index: chance(seed, "option", question.id, index))


# ------------------------------------------------------------------------------------------------- which question


def matching(difficulty: str | None, topic: str | None) -> Callable[[Question], bool]:
    """Whether a question is of the difficulty and the public topic that somebody chose; None takes all."""
    return lambda question: (
        (difficulty is None or question.difficulty == difficulty) and (topic is None or TOPICS[question.topic] == topic)
    )


def is_aside(question: Question) -> bool:
    """Whether it is not about story, people and places: it is asked where somebody chose that, or nothing else is left."""
    return TOPICS[question.topic] == _ASIDE


def drawn(pool: Iterable[Question], asked: AbstractSet[int], count: int, seed: int) -> list[Question]:
    """At most `count` questions that were not asked, those from behind the scenes only where the others do not suffice."""
    left = _in_turn(sorted((each for each in pool if each.id not in asked), key=lambda each: chance(seed, each.id)))
    chosen = _mixed([each for each in left if not is_aside(each)], count)
    return chosen + _mixed([each for each in left if is_aside(each)], count - len(chosen))


def _in_turn(left: Iterable[Question]) -> list[Question]:
    """The same, but nobody whom clues are about comes again before everybody had a turn."""
    first: list[Question] = []
    again: list[Question] = []
    seen: set[Spoiler] = set()
    for each in left:
        (again if len(each.clues) > 1 and each.answer in seen else first).append(each)
        seen.add(each.answer)
    return first + again


def _mixed(left: Sequence[Question], count: int) -> list[Question]:
    """The first `count` of them; every third is a generated one while there are both kinds."""
    written = iter([each for each in left if not each.generated])
    generated = iter([each for each in left if each.generated])
    chosen: list[Question] = []
    while len(chosen) < count:
        first, second = (generated, written) if len(chosen) % 3 == 2 else (written, generated)
        question = next(first, None) or next(second, None)
        if question is None:
            break
        chosen.append(question)
    return chosen


def of_the_day(pool: Sequence[Question], guild_id: int, day: date) -> Question | None:
    """The question of a day, the same for everyone with this pool. Within a fortnight none comes twice, if it can be."""
    fortnight, today = divmod(day.toordinal(), _FORTNIGHT)
    chosen: list[Question] = []
    for number in range(today + 1):
        left = [each for each in pool if each not in chosen] or pool
        left = [each for each in left if not is_aside(each)] or left
        # A third of the days has a generated question, as a third of a game has, however many there are of them.
        generated = chance(guild_id, fortnight, number) % 3 == 0
        among = [each for each in left if each.generated == generated] or left
        if among:
            chosen.append(min(among, key=lambda each: chance(guild_id, fortnight, number, each.id)))
    return chosen[-1] if chosen else None


@dataclass(frozen=True, slots=True)
class Memory:
    """How well somebody knows a question: 0 after a mistake, one more each time they have it right; and when it is due."""

    box: int
    due: datetime


_SPACING: Final = (
    timedelta(minutes=10), timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=16), timedelta(days=35),
)  # fmt: skip


def remembered(before: Memory | None, now: datetime, *, right: bool) -> Memory:
    """What an answer changes: a mistake comes back soon, what is known ever later."""
    box = min((before.box if before else 0) + 1, len(_SPACING) - 1) if right else 0
    return Memory(box, now + _SPACING[box])


def to_practise(
    pool: Sequence[Question], memories: Mapping[int, Memory], now: datetime, last: int | None, seed: int
) -> Question | None:
    """What was got wrong and is due, then what is new or known and due, then whatever is due next; never `last` twice.

    What is from behind the scenes comes after all else that is new or due.
    """

    def rank(question: Question) -> tuple[bool, bool, int, float, int]:
        memory, aside = memories.get(question.id), is_aside(question)
        if memory is None:
            return False, aside, 1, 0, chance(seed, question.id)
        if memory.due > now:
            return True, aside, 0, memory.due.timestamp(), 0
        return False, aside, 0 if memory.box == 0 else 2, memory.due.timestamp(), 0

    among = [each for each in pool if each.id != last] or pool
    if not among:
        return None
    waits, aside, best, *_rest = min(rank(each) for each in among)
    if best == 1 and not waits:
        # New ones come in the mix of a game.
        fresh = [each for each in among if each.id not in memories and is_aside(each) == aside]
        generated = chance(seed, "kind") % 3 == 0
        among = [each for each in fresh if each.generated == generated] or fresh
    return min(among, key=rank)


# ------------------------------------------------------------------------------------------------- points and places


def points(difficulty: str, elapsed: timedelta, seconds: int) -> int:
    """What a right answer is worth after `elapsed` of `seconds`; without a clock there is no bonus."""
    if seconds == 0:
        return POINTS[difficulty]
    left = 1 - elapsed.total_seconds() / seconds
    return POINTS[difficulty] + round(BONUS * min(1.0, max(0.0, left)))


def clue_points(difficulty: str, seen: int, clues: int) -> int:
    """What a right answer is worth after `seen` of so many clues: the first one tells least, so it is worth most."""
    return round((POINTS[difficulty] + BONUS) * (clues - seen + 1) / clues)


def halved(round_id: int, answer: int, options: int) -> list[int]:
    """What 50 : 50 leaves of the options: the right one and a wrong one, the same for everybody."""
    wrong = [each for each in range(options) if each != answer]
    return sorted((answer, min(wrong, key=lambda each: chance(round_id, "half", each))))


@dataclass(frozen=True, slots=True)
class Score:
    """What somebody reached: points, right answers of all that they gave, and how long the right ones took."""

    user_id: int
    points: int
    right: int
    answered: int
    milliseconds: int


def standings(scores: Iterable[Score]) -> list[tuple[int, Score]]:
    """Everybody with their place, best first. Equal points share a place; within it the faster stands first."""
    ordered = sorted(scores, key=lambda each: (-each.points, each.milliseconds, each.user_id))
    places: list[tuple[int, Score]] = []
    for number, score in enumerate(ordered, 1):
        shares = places and places[-1][1].points == score.points
        places.append((places[-1][0] if shares else number, score))
    return places
