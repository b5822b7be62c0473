"""What the games ask that are no quiz: who somebody is, which episode, what came first. Made from the facts of a pack. Pure.

Like the questions of `generated_questions`: chance is a hash, so the same material gives the same questions, and nothing that
is gated later than the scope is in the material.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Fact, row_id
from bot.show.generated_questions import names_an_episode, sites_of
from bot.show.spoilers import Spoiler
from bot.show.trivia import FIRST, WHERE, WHO, Question, chance

CLUES: Final = 4
"""Of one person, at the most."""

_FEWEST_CLUES: Final = 3
_TELLING_WORDS: Final = 7  # of a clue that says who somebody is, “This person:” with them
_MOST_TIMES: Final = 3  # that one person is asked for, with other clues each time
_LONGEST_EVENT: Final = 90  # characters of an option of what came first
_NEAR: Final = 3  # episodes between what is compared
_EVENTS: Final = {"easy": 2, "medium": 3, "hard": 4}
_MEMORABLE: Final = {"death": "easy", "infection": "easy", "rescue": "easy", "event": "medium", "injury": "medium"}
_NAME_WORD: Final = re.compile(r"\w+(?:[-']\w+)*")
_SHORTEST_NAME: Final = 3  # letters of a part of a name by which somebody is known
_OTHER_WORDS: Final = {"the", "and", "class", "student", "teacher"}  # parts of names that name nobody
_MOST_ABOUT: Final = 3  # people of a fact that is a clue to one of them
_JOINS: Final = {
    "after",
    "as",
    "at",
    "before",
    "by",
    "for",
    "from",
    "in",
    "like",
    "on",
    "through",
    "to",
    "when",
    "while",
    "with",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as far as a scope knows them; `called` is everything that they or who plays them are called.

    `role` is who they are at first: it is known as soon as they are.
    """

    id: int
    name: Spoiler
    group: Spoiler
    called: tuple[Spoiler, ...]
    role: Spoiler | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A fact and the ids of the people whom it is about, the one whom it names first before all others.

    `is_own` is one that a server wrote, in whatever language it speaks.
    """

    fact: Fact
    about: tuple[int, ...]
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class KindMaterial:
    """What is asked about, as far as a scope knows it; facts in the order of the episodes, the most telling ones first."""

    people: Sequence[Known]
    told: Sequence[Told]
    episodes: Sequence[Episode]


class _Clue(NamedTuple):
    words: str
    gate: Episode
    about: tuple[int, ...]
    telling: int  # 0 is the most telling one of its person and episode
    fact: Fact | None = None  # None: it is who they are at first


def questions_of(kind: str, show: str, material: KindMaterial, scope: Scope) -> list[Question]:
    """Every question that a game of this kind may ask; `show` is the slug of the show."""
    make = {WHO: _who_is_it, WHERE: _which_episode, FIRST: _what_came_first}[kind]
    return list(make(show, material, scope))


# ------------------------------------------------------------------------------------------------ who is it


def _who_is_it(show: str, material: KindMaterial, scope: Scope) -> Iterator[Question]:
    people = {each.id: each for each in material.people if not each.name.label(scope).startswith("The ")}
    hiding = {each.id: _Hiding(each, scope) for each in people.values()}
    told = _clues(people, material.told, hiding, scope)
    roles = Counter(each.role.label(scope) for each in people.values() if each.role)
    for person in people.values():
        found = told[person.id]
        role = _role_clue(person, hiding[person.id], roles, scope)
        for number in range(max(1, min(_MOST_TIMES, len(found) // CLUES))):
            # The first one keeps the name that it had when there was one.
            seed = row_id(show, "made question", f"who {person.id} {number}" if number else f"who {person.id}")
            chosen = _from_vague_to_clear(found, role, number, row_id(show, "made question", f"who {person.id}"))
            question = _question_of(person, chosen, people.values(), seed, scope)
            if question is not None:
                yield question


def _question_of(
    person: Known, clues: Sequence[_Clue], people: Iterable[Known], seed: int, scope: Scope
) -> Question | None:
    """Who it is, or None where too little is told, or there is nobody else whom it might be."""
    named = {each for clue in clues for each in _named_in(clue, people, scope)}
    others = [each for each in people if each.id != person.id and each.id not in named]
    # People of the same group come first: others are told apart at once.
    group = person.group.label(scope)
    others.sort(key=lambda each: (each.group.label(scope) != group, chance(seed, each.id)))
    wrong, facts = others[:3], [clue.fact for clue in clues if clue.fact]
    if not wrong or len(clues) < _FEWEST_CLUES:
        return None
    return Question(
        seed,
        Spoiler("Who is it?", PREMISE),
        person.name,
        tuple(each.name for each in wrong),
        Spoiler.join((Spoiler("This person is ", PREMISE), person.name, Spoiler(".", PREMISE)), ""),
        _difficulty(clues),
        "trait",
        _where_read(facts),
        generated=True,
        rests_on=(person.id, *(each.id for each in wrong), *(each.id for each in facts)),
        clues=tuple(Spoiler(clue.words, clue.gate) for clue in clues),
    )


def _difficulty(clues: Sequence[_Clue]) -> str:
    """Easy where another clue than the last one tells as much."""
    if len(clues) < CLUES:
        return "hard"
    return "easy" if any(clue.telling == 0 for clue in clues[:-1]) else "medium"


def _clues(
    people: dict[int, Known], told: Iterable[Told], hiding: dict[int, "_Hiding"], scope: Scope
) -> dict[int, list[_Clue]]:
    """What is told about each of them, in words that do not name them."""
    found: dict[int, list[_Clue]] = defaultdict(list)
    count: dict[tuple[int, Episode], int] = defaultdict(int)
    for each in told:
        person = people.get(each.about[0]) if each.about else None
        if person is None or not each.fact.is_story:
            continue
        gate = each.fact.revealed_in
        words = hiding[person.id].hidden_in(each.fact.text.label(scope), gap=each.is_own)
        if words and len(each.about) <= _MOST_ABOUT:
            found[person.id].append(_Clue(words, gate, each.about, count[person.id, gate], each.fact))
        count[person.id, gate] += 1
    return found


def _role_clue(person: Known, hiding: "_Hiding", roles: Mapping[str, int], scope: Scope) -> _Clue | None:
    """Who they are at first, where nobody else is that and it does not name them."""
    words = person.role.label(scope) if person.role else ""
    if not words or roles[words] > 1 or hiding.names_in(words):
        return None
    return _Clue(f"This person: {words}.", person.name.revealed_in, (person.id,), 0)


class _Hiding:
    """Takes a person's names out of a text."""

    def __init__(self, person: Known, scope: Scope) -> None:
        names = {each.label(scope) for each in (person.name, *person.called)}
        # “The girl with the bow” names nobody: it says who she is, as a clue does.
        names = {each for each in names if any(map(_is_name, each.split()))}
        family, _space, given = person.name.label(scope).partition(" ")
        names |= {given} if given and family else set()
        by_length = sorted((re.escape(each) for each in names if each), key=len, reverse=True)
        self._names = re.compile(rf"(?<![\w-])(?:{'|'.join(by_length)})(?![\w-])", re.IGNORECASE)
        words = {word.lower() for name in names for word in _NAME_WORD.findall(name) if _is_name(word)}
        self._parts = {word for word in words if len(word) >= _SHORTEST_NAME or not word.isascii()} - _OTHER_WORDS

    def hidden_in(self, words: str, *, gap: bool = False) -> str:
        """The text with “this person” for the name; empty where that reads ill, or a part of a name would still stand there.

        `gap`: with “…” instead, which reads well in every language.
        """
        found = list(self._names.finditer(words))
        if len(found) != 1:
            return ""
        before, after = words[: found[0].start()], words[found[0].end() :]
        if gap:
            return "" if self.names_in(f"{before} {after}") else f"{before}…{after}"
        last = before.split()[-1:]
        # "Teacher Park" and "the turned Woo-jin" cannot be said of “this person”.
        alone = len(before.split()) == 1 and last[0].lower() not in _JOINS
        if self.names_in(f"{before} {after}") or alone or "the" in before.lower().split()[-2:]:
            return ""
        return f"{before}{'this' if before else 'This'} person{after}"

    def names_in(self, words: str) -> bool:
        """Whether a part of a name stands there; in Hangul a word may go on after it."""
        said = {word.lower().removesuffix("'s") for word in _NAME_WORD.findall(words)}
        return bool(said & self._parts) or any(not each.isascii() and each in words for each in self._parts)


def _is_name(word: str) -> bool:
    return word[:1].isupper() or not word.isascii()


def _from_vague_to_clear(clues: Sequence[_Clue], role: _Clue | None, number: int, seed: int) -> list[_Clue]:
    """A few of them, others for each number; the last is one that tells most. Who they are fills up what is too little."""
    drawn = sorted(clues, key=lambda clue: chance(seed, clue.words))[number * CLUES :][:CLUES]
    vague_first = sorted(drawn, key=lambda clue: -clue.telling)
    if role is None or len(drawn) == CLUES:
        return vague_first
    # “Third-year student” says little, “homeroom teacher of class 2-5” nearly all.
    return [role, *vague_first] if len(role.words.split()) < _TELLING_WORDS else [*vague_first, role]


def _named_in(clue: _Clue, people: Iterable[Known], scope: Scope) -> set[int]:
    """Whom else a clue is about, or names: nobody would take them for who is meant."""
    named = {each.id for each in people if each.name.label(scope).split()[-1] in clue.words}
    return named | set(clue.about)


# ------------------------------------------------------------------------------------------------ episodes and scenes


def _which_episode(show: str, material: KindMaterial, scope: Scope) -> Iterator[Question]:
    episodes = material.episodes
    for told in material.told:
        fact, episode = told.fact, told.fact.revealed_in
        if fact.scene is None or episode not in episodes or names_an_episode(fact.text.label(scope)):
            continue
        seed = row_id(show, "made question", f"episode {fact.id}")
        at = episodes.index(episode)
        # Those around it: it stands anywhere among them.
        first = max(0, min(at - chance(seed, "first") % 4, len(episodes) - 4))
        near = [each for each in episodes[first : first + 4] if each != episode]
        if near:
            yield Question(
                seed,
                Spoiler("In which episode does this happen?", PREMISE),
                Spoiler(str(episode), episode),
                tuple(Spoiler(str(each), PREMISE) for each in near),
                Spoiler(f"It happens in {episode}.", episode),
                _MEMORABLE.get(fact.topic, "hard"),
                fact.topic,
                sites_of(fact),
                generated=True,
                rests_on=(fact.id,),
                clues=(fact.text,),
                at=at - first,
            )


def _what_came_first(show: str, material: KindMaterial, scope: Scope) -> Iterator[Question]:
    events = [each.fact for each in material.told if _is_event(each.fact, scope)]
    for fact in events:
        seed = row_id(show, "made question", f"first {fact.id}")
        difficulty = ("easy", "medium", "hard")[chance(seed, "difficulty") % 3]
        chosen = _of_other_moments(fact, events, material.episodes, _EVENTS[difficulty], seed)
        if len(chosen) < 2:
            continue
        first, *later = sorted(chosen, key=_moment)
        gate = max(each.revealed_in for each in chosen)
        yield Question(
            seed,
            Spoiler("Which of these comes first?", PREMISE),
            _as_option(first, scope),
            tuple(_as_option(each, scope) for each in later),
            Spoiler("That is the order in which they come.", gate),
            difficulty,
            fact.topic,
            _where_read(chosen),
            generated=True,
            rests_on=tuple(each.id for each in chosen),
            places=tuple(_moment(each) for each in (first, *later)),
        )


def _where_read(facts: Iterable[Fact]) -> tuple[str, ...]:
    """The sites of several facts; their episodes are told otherwise."""
    sites = (site for fact in facts for site in sites_of(fact))
    return tuple(dict.fromkeys(site for site in sites if not names_an_episode(site)))


def _is_event(fact: Fact, scope: Scope) -> bool:
    words = fact.text.label(scope)
    return fact.scene is not None and len(words) <= _LONGEST_EVENT and not names_an_episode(words)


def _as_option(fact: Fact, scope: Scope) -> Spoiler:
    return Spoiler(fact.text.label(scope).removesuffix("."), fact.revealed_in)


def _moment(fact: Fact) -> tuple[Episode, int]:
    return fact.revealed_in, fact.scene or 0


def _of_other_moments(
    fact: Fact, events: Iterable[Fact], episodes: Sequence[Episode], count: int, seed: int
) -> list[Fact]:
    """This one and others of scenes near it, no two of one scene."""
    number = {episode: index for index, episode in enumerate(episodes)}
    at, chosen = number.get(fact.revealed_in), [fact]
    if at is None:
        return []
    for other in sorted(events, key=lambda each: chance(seed, each.id)):
        there = number.get(other.revealed_in)
        if len(chosen) == count:
            break
        if there is not None and abs(there - at) <= _NEAR and _moment(other) not in map(_moment, chosen):
            chosen.append(other)
    return chosen
