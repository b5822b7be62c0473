"""Character, Fact, Relationship, Question ...: frozen values of the show. All story text in them is a `Spoiler`."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.show.badges import BLANK, Badge
from bot.show.episodes import Episode
from bot.show.sites import Source
from bot.show.spoilers import Spoiler

TOPICS: Final = {
    "event": "story",
    "death": "story",
    "rescue": "story",
    "infection": "story",
    "injury": "story",
    "virus": "story",
    "relationship": "people",
    "ability": "people",
    "backstory": "people",
    "trait": "people",
    "place": "places",
    "cast": "behind the scenes",
    "production": "behind the scenes",
    "webtoon": "behind the scenes",
    "reception": "behind the scenes",
    "season-2": "behind the scenes",
}
"""Every topic of a fact or question, and the topic that members choose by."""

ASKED_AS: Final = {"people": "trait", "places": "place", "story": "event", "behind the scenes": "production"}
"""The four topics that members choose by, each with the one of `TOPICS` that a question gets where nothing finer is said."""
DIFFICULTIES: Final = ("easy", "medium", "hard")

TIE_KINDS: Final = ("love", "family", "friends", "school", "enmity", "death")
"""Every kind of tie between two characters, in the order in which they are told."""


def row_id(show: str, kind: str, slug: str) -> int:
    """The id of a row: 63 bits of a hash, the same in every database, which tell nothing of what is in the row."""
    digest = hashlib.sha256(f"{show}\0{kind}\0{slug}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody in the show, as far as a scope knows them; `role` is the newest line in the clear."""

    id: int
    name: Spoiler
    group: Spoiler
    hangul: Spoiler | None
    role: Spoiler | None
    actor: Spoiler | None
    actor_also: tuple[Spoiler, ...]  # other spellings of the actor's name
    badge: Badge = BLANK
    face: str = ""  # the badge as an emoji of the bot, "<:p1:2>"; nothing where there is none

    @property
    def revealed_in(self) -> Episode:
        """The episode in which they are first known."""
        return self.name.revealed_in


@dataclass(frozen=True, slots=True)
class Namesake:
    """A character with everything that people may call them, as far as a scope knows it."""

    character: Character
    spellings: tuple[Spoiler, ...]
    earlier_roles: tuple[Spoiler, ...]
    position: int = 0  # among everybody, in the pack's order


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence about the show, its topic (a key of `TOPICS`) and where it was read."""

    id: int
    text: Spoiler
    topic: str
    sources: tuple[Source, ...]
    author_id: int | None = None  # the member of this server who suggested it
    scene: int | None = None  # its place in its episode; None for what is no event there
    about: tuple[int, ...] | None = None  # ids of whom and what it is about, where that was read

    @property
    def revealed_in(self) -> Episode:
        """The episode after which this is safe."""
        return self.text.revealed_in

    @property
    def is_story(self) -> bool:
        """False for what happened behind the scenes."""
        return TOPICS[self.topic] != "behind the scenes"


@dataclass(frozen=True, slots=True)
class EpisodeSummary:
    """An episode for whoever finished it."""

    episode: Episode
    air_date: date
    runtime_minutes: int
    summary: Spoiler


@dataclass(frozen=True, slots=True)
class CharacterName:
    """A character by name and badge only; `id` is that of the subject."""

    id: int
    name: Spoiler
    hangul: Spoiler | None
    badge: Badge
    face: str = ""  # as of a Character


@dataclass(frozen=True, slots=True)
class Relationship:
    """`source` is `target`'s `label`, and `target` is `source`'s `label_back`; one that is mutual has its label for both.

    `kind` is one of `TIE_KINDS`; `ended` as far as a scope knows.
    """

    source: CharacterName
    target: CharacterName
    label: Spoiler
    label_back: Spoiler | None
    kind: str
    mutual: bool
    ended: bool

    def seen_by(self, person: int) -> tuple[CharacterName, Spoiler]:
        """Who is at the other end, and what that one is to this person."""
        if person == self.source.id:
            return self.target, self.label_back or self.label
        return self.source, self.label


# ------------------------------------------------------------------------------------------ as a pack holds them


@dataclass(frozen=True, slots=True)
class PackEpisode:
    """An episode of a pack; the summary is safe for whoever finished it."""

    episode: Episode
    air_date: date
    runtime_minutes: int
    summary: Spoiler
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PackCharacter:
    """A character of a pack with every name and every stage of the role line."""

    slug: str
    name: Spoiler
    group: str
    hangul: Spoiler | None
    roles: tuple[Spoiler, ...]
    aliases: tuple[Spoiler, ...]
    actor_names: tuple[Spoiler, ...]
    actor_hangul: Spoiler | None
    actor_subject: str | None
    sources: tuple[Source, ...]
    badge: Badge


@dataclass(frozen=True, slots=True)
class PackSubject:
    """What else a fact can be about: the virus, a place, an actor."""

    slug: str
    name: Spoiler


@dataclass(frozen=True, slots=True)
class PackFact:
    """A fact of a pack; `said_in_header` where a card's header says the same.

    `scene` counts the scenes of its episode, for what happens there; `fate` are those of whom it tells what becomes of them;
    `asks` are ways to ask for it, as short questions, which nobody is ever shown.
    """

    slug: str
    about: tuple[str, ...]
    text: Spoiler
    topic: str
    confidence: str
    note: str
    said_in_header: bool
    sources: tuple[Source, ...]
    scene: int | None = None
    fate: tuple[str, ...] = ()
    asks: tuple[Spoiler, ...] = ()


@dataclass(frozen=True, slots=True)
class PackRelationship:
    """`a` is `b`'s `label` and `b` is `a`'s `label_back` (the label too where `mutual`), until `ended_in` where that is set."""

    a: str
    b: str
    label: Spoiler
    label_back: Spoiler | None
    kind: str
    mutual: bool
    ended_in: Episode | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PackQuestion:
    """A question of a pack; every text in it carries the gate of the whole question."""

    slug: str
    text: Spoiler
    answer: Spoiler
    wrong: tuple[Spoiler, ...]
    explanation: Spoiler
    difficulty: str
    topic: str
    facts: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole show as its folder holds it, checked. `content_hash` changes with any byte of it.

    `translations` are its texts by language and English text; `names` are names in other languages, `asks` how viewers ask in
    them, by language and slug; `stale` names texts whose English has changed since they were translated.
    """

    slug: str
    title: str
    hangul: str
    version: str
    content_hash: str
    groups: tuple[str, ...]
    episodes: tuple[PackEpisode, ...]
    characters: tuple[PackCharacter, ...]
    subjects: tuple[PackSubject, ...]
    facts: tuple[PackFact, ...]
    relationships: tuple[PackRelationship, ...]
    questions: tuple[PackQuestion, ...]
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    names: Mapping[str, Mapping[str, tuple[Spoiler, ...]]] = field(
        default_factory=dict[str, Mapping[str, tuple[Spoiler, ...]]]
    )
    asks: Mapping[str, Mapping[str, tuple[Spoiler, ...]]] = field(
        default_factory=dict[str, Mapping[str, tuple[Spoiler, ...]]]
    )
    stale: tuple[str, ...] = ()
