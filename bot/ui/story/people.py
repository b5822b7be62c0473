"""Whom somebody means by what they typed."""

import re
from functools import lru_cache
from typing import Final

from discord import app_commands

from bot.client import Interaction
from bot.show.episodes import Scope
from bot.show.matching.choices import choice_label, chosen
from bot.show.matching.names import People, Person, find, plausible, sure
from bot.ui.kit.episodes import MENU
from bot.ui.story.ids import CardAddress
from bot.viewer import OpenScope, Viewer

_LOOKS_LIKE_AN_ID: Final = re.compile(r"\d{1,19}", re.ASCII)


async def meant_by(interaction: Interaction, typed: str, scope: Scope) -> tuple[Person | None, list[Person]]:
    """Whom somebody means by what they typed, or at most three who might be meant."""
    bot = interaction.client
    people = await bot.store.facts.people(bot.show.id, scope)
    picked = chosen(typed, people)
    if picked is not None:
        return picked, []
    matches = find(typed, people)
    return sure(matches), [match.person for match in plausible(matches)]


async def decided_at(
    interaction: Interaction, viewer: Viewer, typed: str, person: Person, *, private: bool
) -> OpenScope | None:
    """The scope at which everybody here knows that these words mean this person; None: the answer is for the member alone.

    Others can see the words beside a public card: it would tell them what a later nickname or role line says of whom.
    """
    bot, openly = interaction.client, viewer.openly(private=private)
    scope = viewer.widest(private=private)
    if openly is None or openly == scope:
        return openly
    known = await bot.store.facts.people(bot.show.id, openly)
    # A choice's label means what it says whole: its name alone would be enough for the matcher.
    is_label = chosen(typed, await bot.store.facts.people(bot.show.id, scope)) is not None
    here = chosen(typed, known) if is_label else sure(find(typed, known))
    return openly if here is not None and here.id == person.id else None


def picked_address(name: str) -> CardAddress | None:
    """The card that a picked choice names; ids have 63 bits, and anybody can type digits."""
    if _LOOKS_LIKE_AN_ID.fullmatch(name) and int(name) < 2**63:
        return CardAddress.of_character(int(name))
    return None


@lru_cache(maxsize=1024)
def choices_for(typed: str, people: People, readers: People) -> list[app_commands.Choice[str]]:
    """Whoever of `people` is meant by what was typed, each with the role that `readers`, who see the reply, know.

    Remembered: whoever looks for somebody types the same first letters as everybody before.
    """
    roles = {person.id: person.role for person in readers}
    # A label may be sent as words, which everybody sees beside a public card. Whom its readers do not know has a private one.
    return [
        app_commands.Choice(name=choice_label(person, roles.get(person.id, person.role)), value=str(person.id))
        for person in (match.person for match in find(typed, people, limit=MENU))
    ]
