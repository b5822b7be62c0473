"""A show made of canaries: every text holds a token that names its gate, such as `Kan09f3`, so that any leak is seen.

Variants differ from each other only in what is gated later than a given episode: other words, fewer or more of them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final, Literal

from bot.show.badges import Badge
from bot.show.episodes import PREMISE, Episode
from bot.show.facts import (
    DIFFICULTIES,
    TIE_KINDS,
    TOPICS,
    Pack,
    PackCharacter,
    PackEpisode,
    PackFact,
    PackQuestion,
    PackRelationship,
    PackSubject,
    Source,
)
from bot.show.spoilers import Spoiler

LANGUAGES: Final = ("es", "ko")
"""Those that the show is translated into: every text of it sings there too, `Kan09ko`."""

TOKEN: Final = re.compile(r"Kan(\d\d)")  # what members type in tests is in lower case: its echo tells nothing
EPISODES: Final = [Episode(1, number) for number in range(1, 13)]
GATES: Final = [PREMISE, *EPISODES]

Variant = Literal["same", "swapped", "fewer", "more"]


def canary_pack(variant: Variant = "same", beyond: Episode | None = None) -> Pack:
    """The canary show; what is gated later than `beyond` differs from variant to variant, all else is equal."""
    canaries = _Canaries(variant, beyond or EPISODES[-1])
    pack = canaries.pack()
    return replace(
        pack,
        translations={each: dict(_told(pack, each)) for each in LANGUAGES},
        names={each: canaries.names(pack, each) for each in LANGUAGES},
        asks={each: canaries.asks(pack, each) for each in LANGUAGES},
    )


def in_language(text: str, spoken: str) -> str:
    """What a canary is called in a language; “de” stands before a name, behind which “who is it” can hide it."""
    return re.sub(rf" (?=(?:{'|'.join(_SYLLABLES)}) \*)", " de ", TOKEN.sub(rf"\g<0>{spoken}", text))


def _told(pack: Pack, spoken: str) -> Iterator[tuple[str, str]]:
    """Every text of the show and what it is in a language; given names too, which hold no token in English."""
    people, questions = pack.characters, pack.questions
    texts = [
        *(each.summary for each in pack.episodes),
        *(each.name for each in (*people, *pack.subjects)),
        *(each for person in people for each in (*person.roles, *person.aliases, *person.actor_names)),
        *(each.text for each in pack.facts),
        *(label for each in pack.relationships for label in (each.label, each.label_back) if label),
        *(each for asked in questions for each in (asked.text, asked.answer, *asked.wrong, asked.explanation)),
    ]
    yield from ((each.reveal(), in_language(each.reveal(), spoken)) for each in texts)
    for person in people:
        token, _space, given = person.name.reveal().partition(" ")
        yield given, f"{token}{spoken}{given}"


class _Canaries:
    def __init__(self, variant: Variant, beyond: Episode) -> None:
        self.variant: Variant = variant
        self.beyond = beyond

    def copies(self, gate: Episode) -> Iterator[str]:
        """A suffix for each copy that there is of something gated so: one, or none or several of what comes later."""
        if gate <= self.beyond or self.variant == "same":
            yield ""
        elif self.variant == "swapped":
            yield "sw"
        elif self.variant == "more":
            yield from ("", "m1", "m2")

    def text(self, gate: Episode, words: str) -> Spoiler:
        later = gate > self.beyond and self.variant != "same"
        # Another length too: a page break or a cut that minds hidden text would show.
        tail = f" {self.variant} {'other words ' * 5}".rstrip() if later else ""
        return Spoiler(f"Kan{gate.number:02}{words}{tail}", gate)

    def sources(self, gate: Episode) -> tuple[Source, ...]:
        return (
            Source(
                f"Kan{gate.number:02}site.example", f"https://Kan{gate.number:02}site.example/Kan{gate.number:02}dies"
            ),
        )

    def pack(self) -> Pack:
        characters = list(self.characters())
        facts = list(self.facts(characters))
        return Pack(
            slug="canaries",
            title="Canaries",
            hangul="",
            version="1",
            content_hash=f"{self.variant} beyond {self.beyond}",
            groups=("Birds", "Fish"),
            episodes=tuple(
                PackEpisode(e, date(2022, 1, e.number), 60, self.text(e, "summary"), self.sources(e)) for e in EPISODES
            ),
            characters=tuple(characters),
            subjects=tuple(
                PackSubject(f"actor:{gate.number}{copy}", self.text(gate, f"actor{copy}"))
                for gate in GATES
                for copy in self.copies(gate)
            ),
            facts=tuple(facts),
            relationships=tuple(self.relationships(characters)),
            questions=tuple(self.questions(facts)),
        )

    def names(self, pack: Pack, spoken: str) -> dict[str, tuple[Spoiler, ...]]:
        """Names in a language, each spelling with its own gate, as aliases have."""
        return {
            each.slug: tuple(
                Spoiler(in_language(called.reveal(), spoken), called.revealed_in)
                for called in (each.name, *(each.aliases if isinstance(each, PackCharacter) else ()))
            )
            for each in (*pack.characters, *pack.subjects)
        }

    def asks(self, pack: Pack, spoken: str) -> dict[str, tuple[Spoiler, ...]]:
        """How a language asks for facts: for what is found with words that stand in no text."""
        died = {"es": "quién muere", "ko": "누가 죽어"}[spoken]
        return {
            each.slug: (
                self.text(each.text.revealed_in, f"{spoken}ask {died} {each.about[0]}"),
                Spoiler(died, each.text.revealed_in),
            )
            for each in pack.facts
        }

    def characters(self) -> Iterator[PackCharacter]:
        for gate in GATES:
            later = [each for each in GATES if each > gate]
            for copy in self.copies(gate):
                roles = [gate, *(e for e in later if e.number % 3 == 0 and list(self.copies(e)))]
                aliases = [gate, *(e for e in later if e.number % 4 == 0 and list(self.copies(e)))]
                yield PackCharacter(
                    slug=f"bird{gate.number}{copy}",
                    name=Spoiler(f"Kan{gate.number:02} {_SYLLABLES[gate.number]}{copy}", gate),
                    group=_group(gate),
                    hangul=self.text(gate, f"hangul{copy}"),
                    roles=tuple(self.text(e, f"role{gate.number}{copy}") for e in roles),
                    aliases=tuple(self.text(e, f"{_SYLLABLES[gate.number]}alias{copy}") for e in aliases),
                    actor_names=(self.text(gate, f"actor{copy}"),),
                    actor_hangul=None,
                    actor_subject=f"actor:{gate.number}{copy}",
                    sources=self.sources(gate),
                    badge=Badge(self.text(gate, f"sign{copy}"), int(_group(gate) == "Fish")),
                )

    def facts(self, characters: list[PackCharacter]) -> Iterator[PackFact]:
        topics = list(TOPICS)
        for character in characters:
            first = character.name.revealed_in
            called = _SYLLABLES[first.number]
            for gate in GATES:
                if gate < first:
                    continue
                # None, one, two ... and once more than a page holds: groups of every kind.
                count = 13 if (gate.number, first.number) in {(4, 0), (7, 2)} else (gate.number + first.number) % 4
                for number in range(count):
                    for copy in self.copies(gate):
                        yield PackFact(
                            slug=f"{character.slug}-{gate.number}-{number}{copy}",
                            about=(character.slug, f"actor:{first.number}")
                            if number == 2 and not copy
                            else (character.slug,),
                            text=self.text(
                                gate,
                                f"fact{first.number}x{number}{copy} of {character.slug} {called} *_[x](y) <@1> # #",
                            ),
                            topic=topics[(number + gate.number + first.number) % len(topics)],
                            confidence="high",
                            note="",
                            said_in_header=False,
                            sources=self.sources(gate),
                            scene=number + 1 if gate > PREMISE else None,
                            fate=(character.slug,) if number == 1 else (),
                            asks=(
                                self.text(gate, f"ask does bird{first.number} die{copy}"),
                                Spoiler("who dies", gate),
                            ),
                        )

    def relationships(self, characters: list[PackCharacter]) -> Iterator[PackRelationship]:
        for index, a in enumerate(characters):
            for b in characters[index + 1 :: 3]:
                both = max(a.name.revealed_in, b.name.revealed_in)
                for gate in (each for each in GATES if each >= both and each.number % 5 == 0):
                    ended = next((each for each in GATES if each.number == gate.number + 2), None)
                    for copy in self.copies(gate):
                        seen = ended is not None and list(self.copies(ended))
                        yield PackRelationship(
                            a.slug,
                            b.slug,
                            self.text(gate, f"tie{a.slug}{copy}"),
                            None if index % 2 == 0 else self.text(gate, f"back{a.slug}{copy}"),
                            TIE_KINDS[(index + gate.number) % len(TIE_KINDS)],
                            index % 2 == 0,
                            ended if seen else None,
                            self.sources(gate),
                        )

    def questions(self, facts: list[PackFact]) -> Iterator[PackQuestion]:
        for number in range(4):
            yield self.question(f"premise-{number}", PREMISE, "trait", ())
        for fact in facts:
            # By name, not by place: a later fact may not decide which earlier ones have a question.
            if sum(map(ord, fact.slug)) % 3 == 0:
                yield self.question(fact.slug, fact.text.revealed_in, fact.topic, (fact.slug,))

    def question(self, slug: str, gate: Episode, topic: str, facts: tuple[str, ...]) -> PackQuestion:
        return PackQuestion(
            slug=f"q-{slug}",
            text=self.text(gate, f"question {slug}"),
            answer=self.text(gate, f"answer {slug}"),
            wrong=tuple(self.text(gate, f"wrong{number} {slug}") for number in range(1, 2 + sum(map(ord, slug)) % 3)),
            explanation=self.text(gate, f"explanation {slug}"),
            difficulty=DIFFICULTIES[gate.number % 3],
            topic=topic,
            facts=facts,
            sources=self.sources(gate),
        )


def syllable(gate: Episode) -> str:
    """The given name of whoever is known from there on."""
    return _SYLLABLES[gate.number]


def _group(gate: Episode) -> str:
    return "Fish" if gate.number % 4 == 1 else "Birds"


_SYLLABLES = ["Bo", "Di", "Fu", "Ga", "Hep", "Jin", "Kol", "Lum", "Mok", "Nev", "Pra", "Quo", "Rez"]
