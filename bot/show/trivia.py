"""The rules of trivia: points, places, which question comes next, questions made of facts. Pure.

Chance is a hash of a seed, so the same seed gives the same game, and what is gated later changes nothing in it.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import TOPICS, Character, Fact, row_id
from bot.show.spoilers import Spoiler

LETTERS: Final = "ABCD"

PUBLIC_TOPICS: Final = tuple(dict.fromkeys(TOPICS[key] for key in ("trait", "place", "event", "cast")))
"""What members choose by: people, places, story, behind the scenes."""

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
    """A question with its right and its three wrong options. `topic` is a key of `TOPICS`.

    `rests_on` are the ids of all that a made one was made of: facts, characters, relationships.
    """

    id: int
    text: Spoiler
    answer: Spoiler
    wrong: tuple[Spoiler, Spoiler, Spoiler]
    explanation: Spoiler
    difficulty: str
    topic: str
    sites: tuple[str, ...]
    made: bool = False
    rests_on: tuple[int, ...] = ()

    @property
    def revealed_in(self) -> Episode:
        """The latest gate of everything in it: buttons hide nothing."""
        return max(each.revealed_in for each in (self.text, self.answer, *self.wrong, self.explanation))


def chance(*parts: object) -> int:
    """A number that looks random, and is the same for the same parts."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")


def dealt(question: Question, seed: int) -> tuple[tuple[Spoiler, ...], int]:
    """The options in the order that `seed` draws, and where among them the right one is."""
    options = [question.answer, *question.wrong]
    order = sorted(range(len(options)), key=lambda index: chance(seed, "option", question.id, index))
    return tuple(options[index] for index in order), order.index(0)


# ------------------------------------------------------------------------------------------------- which question


def drawn(pool: Iterable[Question], asked: AbstractSet[int], count: int, seed: int) -> list[Question]:
    """At most `count` questions that were not asked; every third is a made one while there are both kinds."""
    left = sorted((each for each in pool if each.id not in asked), key=lambda each: chance(seed, each.id))
    written = iter([each for each in left if not each.made])
    made = iter([each for each in left if each.made])
    chosen: list[Question] = []
    while len(chosen) < count:
        first, second = (made, written) if len(chosen) % 3 == 2 else (written, made)
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
        # A third of the days has a made question, as a third of a game has, however many there are of them.
        made = chance(guild_id, fortnight, number) % 3 == 0
        among = [each for each in left if each.made == made] or left
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
    """What was got wrong and is due, then what is new or known and due, then whatever is due next; never `last` twice."""

    def rank(question: Question) -> tuple[int, float, int]:
        memory = memories.get(question.id)
        if memory is None:
            return 1, 0, chance(seed, question.id)
        if memory.due > now:
            return 3, memory.due.timestamp(), 0
        return 0 if memory.box == 0 else 2, memory.due.timestamp(), 0

    among = [each for each in pool if each.id != last] or pool
    if not among:
        return None
    best = min(rank(each)[0] for each in among)
    if best == 1:
        # New ones come in the mix of a game.
        fresh = [each for each in among if each.id not in memories]
        made = chance(seed, "kind") % 3 == 0
        among = [each for each in fresh if each.made == made] or fresh
    return min(among, key=rank)


# ------------------------------------------------------------------------------------------------- points and places


def points(difficulty: str, elapsed: timedelta, seconds: int) -> int:
    """What a right answer is worth after `elapsed` of `seconds`; without a clock there is no bonus."""
    if seconds == 0:
        return POINTS[difficulty]
    left = 1 - elapsed.total_seconds() / seconds
    return POINTS[difficulty] + round(BONUS * min(1.0, max(0.0, left)))


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


# ------------------------------------------------------------------------------------------------- made questions
# Their sentences are content, like the questions of a pack: they are kept with a game and are the same for everyone.


@dataclass(frozen=True, slots=True)
class Tie:
    """`source` is `target`'s `label`, and the other way round where `mutual`; `id` is that of the relationship."""

    source: int
    target: int
    label: Spoiler
    mutual: bool
    id: int = 0


# A person has one of each, so everybody else is certainly wrong. What people can have several of (friends, classmates)
# is asked only where the others are known to be on the other side.
_ONLY_ONE: Final = {
    "mother", "father", "husband", "wife", "elder sister", "elder brother", "younger sister", "younger brother", "sister",
    "brother", "homeroom teacher", "killer",
}  # fmt: skip
_CLOSE: Final = {"best friend", "close friend", "childhood friend", "sweetheart"}
_HOSTILE: Final = re.compile(r"\b(bully|killer|attacker|enemy|rival|tormentor|accuser|opponent|captor|lackey)\b")
_PUPILS: Final = re.compile(r"\b(class|student|pupil)", re.IGNORECASE)  # a mother among them would be seen at once
_HAPPENS: Final = {"event", "death", "rescue", "infection", "injury"}
_AN_EPISODE: Final = 8
"""Questions made of what happens in one episode, at the most."""
_LONGEST_EVENT: Final = 95

Options = Sequence[tuple[str, Spoiler, int]]  # with the words, in which they are compared, and the id of what it names
Wrong = tuple[tuple[Spoiler, Spoiler, Spoiler], tuple[int, ...]]  # with the ids of what they name
Explained = tuple[Spoiler, tuple[str, ...], tuple[int, ...]]  # with the sites where it was read, and the id of the fact


def made_questions(
    show: str, cast: Sequence[Character], facts: Sequence[Fact], ties: Sequence[Tie], credits_: Mapping[int, Fact],
    written: Sequence[Question], scope: Scope,
) -> list[Question]:  # fmt: skip
    """Every question that can be made of what `scope` knows, without those that one of `written` asks, or did here once.

    `credits_` are the facts that say who plays a character. Wrong options are certainly wrong, of the same kind, and
    of about the same length and form as the right one. Nothing beyond the scope is looked at.
    """
    asked = [(each.text.label(scope), each.answer.label(scope)) for each in written]

    def is_new(question: Question, about: Spoiler) -> bool:
        answer, name = question.answer.label(scope), about.label(scope)
        return not any(answer == theirs and name in text for text, theirs in asked)

    return [
        *(each for each, about in _who_plays(show, cast, credits_, scope) if is_new(each, about)),
        *(each for each, about in _whom_plays(show, cast, credits_, scope) if is_new(each, about)),
        *(each for each, about in _who_is(show, cast, ties, scope) if is_new(each, about)),
        *_which_happens(show, facts, scope),
    ]


def _says(*parts: str | Spoiler) -> Spoiler:
    return Spoiler.join((each if isinstance(each, Spoiler) else Spoiler(each, PREMISE) for each in parts), "")


def _form(text: str) -> tuple[int, bool, bool]:
    words = text.split()
    return len(words), "-" in text, "'" in text


def _three(answer: Spoiler, others: Options, scope: Scope, seed: int, *, named: bool) -> Wrong | None:
    """Three of `others` that look like the answer, or None where there are no three."""
    right = answer.label(scope)
    slack = max(3, len(right) // 4)
    alike = {
        words: (each, whose)
        for words, each, whose in others
        if abs(len(words) - len(right)) <= slack and words != right and (not named or _form(words) == _form(right))
    }
    chosen = sorted(alike, key=lambda words: chance(seed, words))[:3]
    if len(chosen) < 3:
        return None
    (first, a), (second, b), (third, c) = (alike[each] for each in chosen)
    return (first, second, third), (a, b, c)


def _gives_away(question: Spoiler, answer: Spoiler, scope: Scope) -> bool:
    """Whether the answer repeats a word of the question, such as a family name."""
    words = [set(re.findall(r"[\w-]{2,}", each.label(scope).lower())) for each in (question, answer)]
    return bool(words[0] & words[1] - {"the", "of", "and"})


def _who_plays(
    show: str, cast: Sequence[Character], credits_: Mapping[int, Fact], scope: Scope
) -> Iterator[tuple[Question, Spoiler]]:
    for character in cast:
        if character.actor is None:
            continue
        question_id = row_id(show, "made question", f"plays {character.id}")
        others = [
            (each.actor.label(scope), each.actor, each.id) for each in cast if each.actor and each.id != character.id
        ]
        wrong = _three(character.actor, others, scope, question_id, named=True)
        if wrong:
            text, said = _says("Who plays ", character.name, "?"), _credit(character, character.actor, credits_)
            yield (
                _made(question_id, text, character.actor, wrong, said, (character.id,), "medium", "cast"),
                character.name,
            )


def _whom_plays(
    show: str, cast: Sequence[Character], credits_: Mapping[int, Fact], scope: Scope
) -> Iterator[tuple[Question, Spoiler]]:
    for character in cast:
        if character.actor is None:
            continue
        question_id = row_id(show, "made question", f"played {character.id}")
        others = [
            (each.name.label(scope), each.name, each.id) for each in cast if each.actor and each.id != character.id
        ]
        wrong = _three(character.name, others, scope, question_id, named=True)
        if wrong:
            text, said = _says("Whom does ", character.actor, " play?"), _credit(character, character.actor, credits_)
            yield (
                _made(question_id, text, character.name, wrong, said, (character.id,), "hard", "cast"),
                character.actor,
            )


def _credit(character: Character, actor: Spoiler, credits_: Mapping[int, Fact]) -> Explained:
    fact = credits_.get(character.id)
    if fact is None:
        return _says(character.name, " is played by ", actor, "."), (), ()
    return fact.text, _sites(fact), (fact.id,)


def _who_is(
    show: str, cast: Sequence[Character], ties: Sequence[Tie], scope: Scope
) -> Iterator[tuple[Question, Spoiler]]:
    # In the middle of a sentence "The principal" would be written in another way.
    people = {each.id: each for each in cast if not each.name.label(scope).startswith("The ")}
    both_ways = [*ties, *(Tie(each.target, each.source, each.label, True, each.id) for each in ties if each.mutual)]
    theirs: dict[int, list[tuple[str, Tie]]] = defaultdict(list)
    for tie in both_ways:
        theirs[tie.target].append((tie.label.label(scope), tie))
    pupils = {each.group for each in people.values() if _PUPILS.search(each.group.label(scope))}
    seen: set[tuple[str, int]] = set()
    for target, named_ties in theirs.items():
        kinds = Counter(kind.partition(" (")[0] for kind, _tie in named_ties)
        hostile = {tie.source for kind, tie in named_ties if _HOSTILE.search(kind)}
        close = {tie.source for kind, tie in named_ties if kind in _CLOSE}
        for kind, tie in named_ties:
            # The same teacher of a whole class is one question, not seven.
            if kinds[kind] != 1 or not {tie.source, target} <= people.keys() or (kind, tie.source) in seen:
                continue
            answer, about = people[tie.source], _given_name(people[target].name, scope)
            others = [each for each in people.values() if each.id not in {tie.source, target}]
            if kind in _CLOSE:
                others = [each for each in others if each.id in hostile - close]
            elif kind in _ONLY_ONE:
                others = [each for each in others if (each.group in pupils) == (answer.group in pupils)]
            else:
                continue
            question_id = row_id(show, "made question", f"{kind} {tie.source} {target}")
            options = [(each.name.label(scope), each.name, each.id) for each in others]
            wrong = _three(answer.name, options, scope, question_id, named=True)
            text = _says("Who is ", about, "'s ", tie.label, "?")
            if wrong and not _gives_away(text, answer.name, scope):
                seen.add((kind, tie.source))
                said = _says(answer.name, " is ", about, "'s ", tie.label, "."), (), ()
                rests_on = (tie.id, tie.source, target)
                yield _made(question_id, text, answer.name, wrong, said, rests_on, "medium", "relationship"), about


def _given_name(name: Spoiler, scope: Scope) -> Spoiler:
    """Without the family name, which father and daughter share."""
    words = name.label(scope).split()
    return Spoiler(words[1], name.revealed_in) if len(words) == 2 and "'" not in words[0] else name


def _which_happens(show: str, facts: Sequence[Fact], scope: Scope) -> Iterator[Question]:
    """Wrong ones come from earlier episodes only: what is gated later may have happened earlier than its gate says."""
    earlier: list[tuple[str, Spoiler, int]] = []
    happens = sorted((each for each in facts if each.topic in _HAPPENS), key=lambda each: each.revealed_in)
    for episode, each in groupby(happens, key=lambda fact: fact.revealed_in):
        # An option is no sentence: its full stop would stand in the middle of ours.
        worded = [(fact.text.label(scope).removesuffix("."), fact) for fact in each]
        now = [
            (words, fact)
            for words, fact in worded
            if len(words) <= _LONGEST_EVENT and not re.search(r"\bepisode|\bS\d+E\d+", words)
        ]
        # What the trailer tells may happen in any episode.
        if episode == PREMISE:
            continue
        made = 0
        for words, fact in sorted(now, key=lambda pair: chance("happens", pair[1].id)):
            question_id = row_id(show, "made question", f"happens {fact.id}")
            answer = Spoiler(words, episode)
            wrong = _three(answer, earlier, scope, question_id, named=False)
            if wrong:
                text = Spoiler(f"Which of these happens in {episode}?", episode)
                said = Spoiler(f"The other three happen before {episode}.", episode), _sites(fact), (fact.id,)
                yield _made(question_id, text, answer, wrong, said, (), "medium", "event")
                made += 1
            if made == _AN_EPISODE:
                break
        earlier += [(words, Spoiler(words, episode), fact.id) for words, fact in now]


def _made(
    question_id: int, text: Spoiler, answer: Spoiler, wrong: Wrong, explained: Explained, about: tuple[int, ...],
    difficulty: str, topic: str,
) -> Question:  # fmt: skip
    (options, named), (explanation, sites, read) = wrong, explained
    return Question(
        question_id, text, answer, options, explanation, difficulty, topic, sites, made=True,
        rests_on=(*about, *named, *read),
    )  # fmt: skip


def _sites(fact: Fact) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.site for source in fact.sources))


def matching(difficulty: str | None, topic: str | None) -> Callable[[Question], bool]:
    """Whether a question is of the difficulty and the public topic that somebody chose; None takes all."""
    return lambda question: (
        (difficulty is None or question.difficulty == difficulty) and (topic is None or TOPICS[question.topic] == topic)
    )
