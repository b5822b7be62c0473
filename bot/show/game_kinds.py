"""What the games ask that are no quiz: who somebody is, which episode, what came first. Made from the facts of a pack. Pure.

Like the questions of `generated_questions`: chance is a hash, so the same material gives the same questions, and nothing that
is gated later than the scope is in the material.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.language import language
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Fact, row_id
from bot.show.generated_questions import names_an_episode, sites_of
from bot.show.hiding import Hiding, HidingEnglish, hiding
from bot.show.spoilers import Spoiler
from bot.show.translations import translated
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
_MOST_ABOUT: Final = 3  # people of a fact that is a clue to one of them


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as far as a scope knows them; `called` is everything that they or who plays them are called.

    `role` is who they are at first: it is known as soon as they are. `written` is how other languages write them.
    """

    id: int
    name: Spoiler
    group: Spoiler
    called: tuple[Spoiler, ...]
    role: Spoiler | None = None
    written: tuple[str, ...] = ()


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
    english: str
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
    hiders = {each.id: _Hiders(each, scope) for each in people.values()}
    told = _clues(people, material.told, hiders, scope)
    roles = Counter(each.role.label(scope) for each in people.values() if each.role)
    for person in people.values():
        found = told[person.id]
        role = _role_clue(person, hiders[person.id], roles, scope)
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
    people: dict[int, Known], told: Iterable[Told], hiders: dict[int, "_Hiders"], scope: Scope
) -> dict[int, list[_Clue]]:
    """What is told about each of them, in words that do not name them."""
    found: dict[int, list[_Clue]] = defaultdict(list)
    count: dict[tuple[int, Episode], int] = defaultdict(int)
    for each in told:
        person = people.get(each.about[0]) if each.about else None
        if person is None or not each.fact.is_story:
            continue
        gate = each.fact.revealed_in
        words = hiders[person.id].hidden_in(each.fact.text.label(scope), gap=each.is_own)
        if words and len(each.about) <= _MOST_ABOUT:
            english = each.fact.text.label(scope)
            found[person.id].append(_Clue(words, english, gate, each.about, count[person.id, gate], each.fact))
        count[person.id, gate] += 1
    return found


def _role_clue(person: Known, hiders: "_Hiders", roles: Mapping[str, int], scope: Scope) -> _Clue | None:
    """Who they are at first, where nobody else is that and it does not name them."""
    words = person.role.label(scope) if person.role else ""
    if not words or roles[words] > 1 or hiders.names_in(words):
        return None
    return _Clue(f"This person: {words}.", words, person.name.revealed_in, (person.id,), 0)


class _Hiders:
    """Hide a person in what is English, and in what the language that is spoken says for it.

    A clue is made in the language in which it is asked: no text that is kept with a game says any more whose name is hidden.
    """

    def __init__(self, person: Known, scope: Scope) -> None:
        name, called = person.name.label(scope), [each.label(scope) for each in person.called]
        self._english = HidingEnglish(name, called)
        self._written = [each for each in person.written if not each.isascii() and each not in called]
        self._spoken: Hiding = hiding(language(), name, (*called, *person.written), map(translated, (name, *called)))

    def hidden_in(self, english: str, *, gap: bool = False) -> str:
        """A clue, or nothing. `gap`: with “…” for the name, in whatever language it was written."""
        if gap:
            return "" if any(each in english for each in self._written) else self._english.hidden_in(english, gap=True)
        hider, words = self._of(english)
        return hider.hidden_in(words)

    def names_in(self, english: str) -> bool:
        """Whether a part of a name stands there."""
        hider, words = self._of(english)
        return hider.names_in(words)

    def _of(self, english: str) -> tuple[Hiding, str]:
        words = translated(english)
        return (self._english if words == english else self._spoken), words


def _from_vague_to_clear(clues: Sequence[_Clue], role: _Clue | None, number: int, seed: int) -> list[_Clue]:
    """A few of them, others for each number; the last is one that tells most. Who they are fills up what is too little, unless one says it."""
    drawn = sorted(clues, key=lambda clue: chance(seed, clue.english))[number * CLUES :][:CLUES]
    vague_first = sorted(drawn, key=lambda clue: -clue.telling)
    if role is None or len(drawn) == CLUES or any(role.english in clue.english for clue in drawn):
        return vague_first
    # “Third-year student” says little, “homeroom teacher of class 2-5” nearly all.
    return [role, *vague_first] if len(role.words.split()) < _TELLING_WORDS else [*vague_first, role]


def _named_in(clue: _Clue, people: Iterable[Known], scope: Scope) -> set[int]:
    """Whom else a clue is about, or names: nobody would take them for who is meant."""
    named = {each.id for each in people if each.name.label(scope).split()[-1] in clue.english}
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
