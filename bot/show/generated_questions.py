"""Trivia's questions that are generated from what is known of a show: its cast, relationships and facts. Pure.

Their sentences are content, like the questions of a pack: they are kept with a game and are the same for everyone. Chance
is a hash (`trivia.chance`), so the same material gives the same questions.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import DIFFICULTIES, Character, Fact, row_id
from bot.show.spoilers import Spoiler
from bot.show.trivia import Question, chance

# A person has one of each, so everybody else is certainly wrong. What people can have several of (friends, classmates)
# is asked only where the others are known to be on the other side.
_ONLY_ONE: Final = {
    "mother", "father", "husband", "wife", "elder sister", "elder brother", "younger sister", "younger brother", "sister",
    "brother", "homeroom teacher", "killer",
}  # fmt: skip
_CLOSE: Final = {"best friend", "close friend", "childhood friend", "sweetheart"}
_HOSTILE: Final = re.compile(r"\b(bully|killer|attacker|enemy|rival|tormentor|accuser|opponent|captor|lackey)\b")
_PUPILS: Final = re.compile(r"\b(class|student|pupil)", re.IGNORECASE)  # a mother among them would be seen at once
HAPPENS: Final = ("event", "death", "rescue", "infection", "injury")
"""Topics of what happens in an episode."""

_NAMES_AN_EPISODE: Final = re.compile(r"\bepisode|\bS\d+E\d+")
_MOST_EVENTS: Final = 8  # questions about what happens in one episode
_LONGEST_EVENT: Final = 95  # characters of an option that says what happens

_NEAREST: Final = 4  # of a hard question the wrong options are three of so many that are nearest to the answer


@dataclass(frozen=True, slots=True)
class CurrentRelationship:
    """`source` is `target`'s `label`, and the other way round where `mutual`; both are ids of characters."""

    source: int
    target: int
    label: Spoiler
    mutual: bool
    id: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """What questions are generated from, as far as a scope knows it.

    `credits` are the facts that say who plays a character, by the character's id. What one of `written` asks is not asked
    again: they are all questions that anybody wrote, also those that a server changed or hid.
    """

    cast: Sequence[Character]
    facts: Sequence[Fact]
    relationships: Sequence[CurrentRelationship]
    credits: Mapping[int, Fact]
    written: Sequence[Question]


class _Option(NamedTuple):
    """A possible wrong option; `words` are what options are compared by, `names` is the id of what it names."""

    words: str
    text: Spoiler
    names: int


class _Draw(NamedTuple):
    """How wrong options are drawn: by which chance, how hard it is to be, and how far an option is from the answer."""

    seed: int
    difficulty: str
    far: Callable[[_Option], int]


class _Wrong(NamedTuple):
    """The three wrong options of a question, and the ids of what they name."""

    options: tuple[Spoiler, Spoiler, Spoiler]
    names: tuple[int, ...]


class _Explanation(NamedTuple):
    """Why the answer is right, the names of the sites where that was read, and the ids of the facts that say it."""

    text: Spoiler
    sites: tuple[str, ...] = ()
    facts: tuple[int, ...] = ()


_About = tuple[Question, Spoiler]  # a question, and the name of whom it is about


def generated_questions(show: str, material: Material, scope: Scope) -> list[Question]:
    """Every question that can be generated from `material`, without those that one of its `written` asks.

    Wrong options are certainly wrong, of the same kind, and of about the same length and form as the right one. `show` is
    the slug of the show.
    """
    generator = _Generator(show, material, scope)
    asked = [(each.text.label(scope), each.answer.label(scope)) for each in material.written]

    def is_new(question: Question, about: Spoiler) -> bool:
        answer, name = question.answer.label(scope), about.label(scope)
        return not any(answer == theirs and name in text for text, theirs in asked)

    about_people = (*generator.who_plays(), *generator.whom_plays(), *generator.who_is())
    return [*(question for question, about in about_people if is_new(question, about)), *generator.which_happens()]


class _Generator:
    """Generates questions of each kind, in the order of the material."""

    def __init__(self, show: str, material: Material, scope: Scope) -> None:
        self._show = show
        self._material = material
        self._scope = scope
        # In the middle of a sentence "The principal" would be written in another way.
        self._people = {each.id: each for each in material.cast if not self._label(each.name).startswith("The ")}
        self._pupils = {each.group for each in self._people.values() if _PUPILS.search(self._label(each.group))}

    def _label(self, text: Spoiler) -> str:
        return text.label(self._scope)

    def _id(self, name: str) -> int:
        # Rounds of games keep these ids: what they are hashed from stays as it is.
        return row_id(self._show, "made question", name)

    # ------------------------------------------------------------------------------------------- who plays whom

    def who_plays(self) -> Iterator[_About]:
        """Which actor plays a character."""
        cast = [(each, each.actor) for each in self._material.cast if each.actor]
        for character, actor in cast:
            question_id = self._id(f"plays {character.id}")
            others = [_Option(self._label(text), text, each.id) for each, text in cast if each.id != character.id]
            if wrong := self._wrong(actor, others, _Draw(question_id, "medium", self._far_from(character)), named=True):
                text, why = _sentence("Who plays ", character.name, "?"), self._credit(character, actor)
                yield (
                    _question(question_id, text, actor, wrong, why, (character.id,), "medium", "cast"),
                    character.name,
                )

    def whom_plays(self) -> Iterator[_About]:
        """Which character an actor plays."""
        cast = [(each, each.actor) for each in self._material.cast if each.actor]
        for character, actor in cast:
            question_id = self._id(f"played {character.id}")
            others = [
                _Option(self._label(each.name), each.name, each.id) for each, _ in cast if each.id != character.id
            ]
            draw = _Draw(question_id, "hard", self._far_from(character))
            if wrong := self._wrong(character.name, others, draw, named=True):
                text, why = _sentence("Whom does ", actor, " play?"), self._credit(character, actor)
                yield _question(question_id, text, character.name, wrong, why, (character.id,), "hard", "cast"), actor

    def _credit(self, character: Character, actor: Spoiler) -> _Explanation:
        fact = self._material.credits.get(character.id)
        if fact is None:
            return _Explanation(_sentence(character.name, " is played by ", actor, "."))
        return _Explanation(fact.text, sites_of(fact), (fact.id,))

    # ------------------------------------------------------------------------------------------- who is whose

    def who_is(self) -> Iterator[_About]:
        """Who somebody's mother or best friend is."""
        people = self._people
        asked: set[tuple[str, int]] = set()
        for target, theirs in self._by_target().items():
            kinds = Counter(kind.partition(" (")[0] for kind, _ in theirs)
            for kind, relationship in theirs:
                source = relationship.source
                # The same teacher of a whole class is one question, not seven.
                if kinds[kind] != 1 or not {source, target} <= people.keys() or (kind, source) in asked:
                    continue
                others = self._certainly_wrong(kind, people[source], people[target], theirs)
                if found := self._who_is(kind, relationship, people[source], people[target], others):
                    asked.add((kind, source))
                    yield found

    def _by_target(self) -> dict[int, list[tuple[str, CurrentRelationship]]]:
        """What others are to somebody, each with its label, by the id of whom they are it to."""
        given = self._material.relationships
        turned = (CurrentRelationship(r.target, r.source, r.label, mutual=True, id=r.id) for r in given if r.mutual)
        theirs: dict[int, list[tuple[str, CurrentRelationship]]] = defaultdict(list)
        for each in (*given, *turned):
            theirs[each.target].append((self._label(each.label), each))
        return theirs

    def _certainly_wrong(
        self,
        kind: str,
        answer: Character,
        about: Character,
        theirs: Iterable[tuple[str, CurrentRelationship]],
    ) -> list[Character]:
        """Those who cannot be `about`'s `kind` as well; nobody where that cannot be said of the kind."""
        others = [each for each in self._people.values() if each.id not in {answer.id, about.id}]
        if kind in _CLOSE:
            hostile = {each.source for label, each in theirs if _HOSTILE.search(label)}
            close = {each.source for label, each in theirs if label in _CLOSE}
            return [each for each in others if each.id in hostile - close]
        if kind in _ONLY_ONE:
            pupil = answer.group in self._pupils
            return [each for each in others if (each.group in self._pupils) == pupil]
        return []

    def _who_is(
        self,
        kind: str,
        relationship: CurrentRelationship,
        answer: Character,
        about: Character,
        others: Iterable[Character],
    ) -> _About | None:
        question_id = self._id(f"{kind} {answer.id} {about.id}")
        whose = self._given_name(about.name)
        text = _sentence("Who is ", whose, "'s ", relationship.label, "?")
        options = [_Option(self._label(each.name), each.name, each.id) for each in others]
        wrong = self._wrong(answer.name, options, _Draw(question_id, "medium", self._far_from(answer)), named=True)
        if wrong is None or self._gives_away(text, answer.name):
            return None
        why = _Explanation(_sentence(answer.name, " is ", whose, "'s ", relationship.label, "."))
        rests_on = (relationship.id, answer.id, about.id)
        return _question(question_id, text, answer.name, wrong, why, rests_on, "medium", "relationship"), whose

    def _given_name(self, name: Spoiler) -> Spoiler:
        """Without the family name, which father and daughter share."""
        words = self._label(name).split()
        return Spoiler(words[1], name.revealed_in) if len(words) == 2 and "'" not in words[0] else name

    def _gives_away(self, question: Spoiler, answer: Spoiler) -> bool:
        """Whether the answer repeats a word of the question, such as a family name."""
        words = [set(re.findall(r"[\w-]{2,}", self._label(each).lower())) for each in (question, answer)]
        return bool(words[0] & words[1] - {"the", "of", "and"})

    # ------------------------------------------------------------------------------------------- what happens

    def which_happens(self) -> Iterator[Question]:
        """What happens in an episode.

        Wrong options come from earlier episodes only: what is gated later may have happened earlier than its gate says.
        """
        earlier: list[_Option] = []
        happens = sorted((each for each in self._material.facts if each.topic in HAPPENS), key=lambda f: f.revealed_in)
        for episode, facts in groupby(happens, key=lambda fact: fact.revealed_in):
            # What the trailer tells may happen in any episode.
            if episode == PREMISE:
                continue
            now = [(words, fact) for fact in facts if (words := self._event(fact))]
            yield from self._which_happens_in(episode, now, earlier)
            earlier += [_Option(words, Spoiler(words, episode), fact.id) for words, fact in now]

    def _event(self, fact: Fact) -> str:
        """What happens as an option says it; empty where it cannot be one."""
        # An option is no sentence: its full stop would stand in the middle of ours.
        words = self._label(fact.text).removesuffix(".")
        return words if len(words) <= _LONGEST_EVENT and not names_an_episode(words) else ""

    def _which_happens_in(
        self, episode: Episode, now: Iterable[tuple[str, Fact]], earlier: Sequence[_Option]
    ) -> Iterator[Question]:
        count = 0

        def before(option: _Option) -> int:
            return episode.ordinal - option.text.revealed_in.ordinal

        for words, fact in sorted(now, key=lambda pair: chance("happens", pair[1].id)):
            question_id = self._id(f"happens {fact.id}")
            answer, level = Spoiler(words, episode), DIFFICULTIES[chance(question_id, "level") % len(DIFFICULTIES)]
            if wrong := self._wrong(answer, earlier, _Draw(question_id, level, before), named=False):
                text = Spoiler(f"Which of these happens in {episode}?", episode)
                others = Spoiler(f"The other three happen before {episode}.", episode)
                why = _Explanation(others, sites_of(fact), (fact.id,))
                yield _question(question_id, text, answer, wrong, why, (), level, "event")
                count += 1
            if count == _MOST_EVENTS:
                return

    # ------------------------------------------------------------------------------------------- wrong options

    def _far_from(self, answer: Character) -> Callable[[_Option], int]:
        """How far somebody who is named is from the answer: of its group, tied to it, a pupil as it is or none as it is."""
        tied = {each.target for each in self._material.relationships if each.source == answer.id}
        tied |= {each.source for each in self._material.relationships if each.target == answer.id}
        groups = {each.id: each.group for each in self._material.cast}
        pupil = answer.group in self._pupils

        def far(option: _Option) -> int:
            group = groups[option.names]
            if group == answer.group:
                return 0 if option.names in tied else 1
            return (2 if option.names in tied else 3) + 2 * ((group in self._pupils) != pupil)

        return far

    def _wrong(self, answer: Spoiler, others: Iterable[_Option], draw: _Draw, *, named: bool) -> _Wrong | None:
        """Three of `others` that look like the answer, or None where there are no three; `named`: they are names.

        The harder the question, the nearer to the answer.
        """
        right = self._label(answer)
        slack = max(3, len(right) // 4)  # letters that an option may be longer or shorter
        alike = {
            each.words: each
            for each in others
            if abs(len(each.words) - len(right)) <= slack
            and each.words != right
            and (not named or _form(each.words) == _form(right))
        }
        # By chance first, so that among those who are as near it decides.
        mixed = sorted(alike, key=lambda words: chance(draw.seed, words))
        nearest = sorted(mixed, key=lambda words: draw.far(alike[words]))
        half = max(3, len(nearest) // 2)
        among = set({"easy": nearest[-half:], "medium": nearest[:half], "hard": nearest[:_NEAREST]}[draw.difficulty])
        chosen = [words for words in mixed if words in among][:3]
        if len(chosen) < 3:
            return None
        first, second, third = (alike[words] for words in chosen)
        return _Wrong((first.text, second.text, third.text), (first.names, second.names, third.names))


def names_an_episode(words: str) -> bool:
    """Whether they say in which episode something happens."""
    return bool(_NAMES_AN_EPISODE.search(words))


def _form(name: str) -> tuple[int, bool, bool]:
    """What tells names apart at a glance: how many words, a hyphen, an apostrophe."""
    return len(name.split()), "-" in name, "'" in name


def _sentence(*parts: str | Spoiler) -> Spoiler:
    return Spoiler.join((each if isinstance(each, Spoiler) else Spoiler(each, PREMISE) for each in parts), "")


def _question(
    question_id: int, text: Spoiler, answer: Spoiler, wrong: _Wrong, why: _Explanation, about: tuple[int, ...],
    difficulty: str, topic: str,
) -> Question:  # fmt: skip
    return Question(
        question_id, text, answer, wrong.options, why.text, difficulty, topic, why.sites, generated=True,
        rests_on=(*about, *wrong.names, *why.facts),
    )  # fmt: skip


def sites_of(fact: Fact) -> tuple[str, ...]:
    """The sites where a fact was read."""
    return tuple(dict.fromkeys(source.site for source in fact.sources))
