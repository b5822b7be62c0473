"""Whom or what somebody means by what they typed."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from discord import app_commands

from bot.client import FanBot, Interaction
from bot.language import language
from bot.show.episodes import Scope
from bot.show.matching.choices import choice_label, chosen
from bot.show.matching.names import People, Person, find, plausible, sure
from bot.ui.kit.episodes import MENU
from bot.ui.story.ids import CardAddress
from bot.viewer import OpenScope, Viewer

Kind = Literal["c", "l"]
"""A character, or anything else that facts are about; as in `CardAddress`."""

PEOPLE_FIRST: Final[tuple[Kind, ...]] = ("c", "l")
THINGS_FIRST: Final[tuple[Kind, ...]] = ("l", "c")

_LOOKS_LIKE_AN_ID: Final = re.compile(r"\d{1,19}", re.ASCII)
_CANDIDATES: Final = 3


class Meant(NamedTuple):
    """Somebody or something with the name that was typed, or one like it."""

    kind: Kind
    person: Person

    @property
    def address(self) -> CardAddress:
        """The card."""
        return CardAddress(self.kind, self.person.id)


async def known_of(bot: FanBot, kind: Kind, scope: Scope) -> People:
    """Everybody, or everything else, that this scope knows."""
    facts = bot.store.facts
    return await (facts.people if kind == "c" else facts.things)(bot.show.id, scope)


async def meant_by(
    interaction: Interaction, typed: str, scope: Scope, kinds: Sequence[Kind] = PEOPLE_FIRST
) -> tuple[Meant | None, list[Meant]]:
    """Whom or what somebody means by what they typed, or at most three who might be meant; the first of `kinds` first."""
    others: list[Meant] = []
    for kind in kinds:
        known = await known_of(interaction.client, kind, scope)
        matches = find(typed, known)
        person = chosen(typed, known) or sure(matches)
        if person is not None:
            return Meant(kind, person), []
        others += [Meant(kind, match.person) for match in plausible(matches)]
    return None, others[:_CANDIDATES]


async def decided_at(
    interaction: Interaction, viewer: Viewer, typed: str, meant: Meant, *, private: bool
) -> OpenScope | None:
    """The scope at which everybody here knows that these words mean this; None: the answer is for the member alone.

    Others can see the words beside a public card: it would tell them what a later nickname or role line says of whom.
    """
    bot, openly = interaction.client, viewer.openly(private=private)
    scope = viewer.widest(private=private)
    if openly is None or openly == scope:
        return openly
    known = await known_of(bot, meant.kind, openly)
    # A choice's label means what it says whole: its name alone would be enough for the matcher.
    is_label = chosen(typed, await known_of(bot, meant.kind, scope)) is not None
    here = chosen(typed, known) if is_label else sure(find(typed, known))
    return openly if here is not None and here.id == meant.person.id else None


def picked_addresses(name: str, kinds: Sequence[Kind] = PEOPLE_FIRST) -> list[CardAddress]:
    """The cards that a picked choice may name; ids have 63 bits, and anybody can type digits."""
    if _LOOKS_LIKE_AN_ID.fullmatch(name) and int(name) < 2**63:
        return [CardAddress(kind, int(name)) for kind in kinds]
    return []


def choices_for(typed: str, people: People, readers: People) -> list[app_commands.Choice[str]]:
    """Whoever of `people` is meant by what was typed, each with the role that `readers`, who see the reply, know."""
    return _choices(typed, people, readers, language())


@lru_cache(maxsize=1024)
def _choices(typed: str, people: People, readers: People, _spoken: str) -> list[app_commands.Choice[str]]:
    # Remembered: whoever looks for somebody types the same first letters as everybody before.
    roles = {person.id: person.role for person in readers}
    # A label may be sent as words, which everybody sees beside a public card. Whom its readers do not know has a private one.
    return [
        app_commands.Choice(name=choice_label(person, roles.get(person.id, person.role)), value=str(person.id))
        for person in (match.person for match in find(typed, people, limit=MENU))
    ]
