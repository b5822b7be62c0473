"""Whom somebody means, the card of a character, and their picture of relationships."""

import re
from functools import lru_cache
from typing import Any, Final

from discord import app_commands, ui

from bot.client import Interaction
from bot.limits import PICTURE
from bot.locale import _
from bot.show.episodes import Episode, Scope
from bot.show.matching.choices import choice_label, chosen
from bot.show.matching.names import People, Person, find, plausible, sure
from bot.show.spoilers import plain
from bot.ui.kit import phrases
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare, row
from bot.ui.kit.progress import MENU, ProgressMenu
from bot.ui.story import controls as story
from bot.ui.story.cast_cards import send_ties, ties_card, ties_order
from bot.ui.story.character_cards import CharacterPages, character_card, character_pages
from bot.ui.story.controls import LookAhead, Place, StoryCards, StoryControl, send_private
from bot.viewer import OpenScope, Viewer

_LOOKS_LIKE_AN_ID = re.compile(r"\d{1,19}", re.ASCII)


class CharacterCards(StoryCards):
    """Cards of characters: facts by episode, and what stands beyond the channel behind tags."""

    kind = "c"

    async def pages(
        self, interaction: Interaction, place: Place, scope: Scope, *, public: bool
    ) -> CharacterPages | None:
        """Their facts, where they are known in the clear."""
        bot = interaction.client
        character = await bot.store.facts.character(bot.show.id, place.id, scope)
        if character is None or character.revealed_in > scope.clear:
            return None
        facts = await bot.store.facts.facts_about(place.id, scope, guild_id=interaction.guild_id)
        return character_pages(character, facts, scope, bot.show, public=public)

    def view(self, pages: Any, page: int, promise: str, controls: list[list[ui.Item[Any]]]) -> ui.LayoutView:
        """The card."""
        return character_card(pages, page, promise, controls)

    def actions(self, place: Place, *, public: bool) -> list[ui.Item[Any]]:
        """Whom they stand how to, and looking ahead."""
        return [
            Relationships.button(f"c1:ties:{place.custom_id}", _("Relationships")),
            LookAhead.button(f"c1:ahead:{place.custom_id}", _("Look ahead")),
        ]

    def unknown(self, interaction: Interaction, viewer: Viewer, place: Place) -> ui.LayoutView:
        """The same for whom there is not and whom they have not met."""
        return nobody_view(interaction, viewer, viewer.finished, None)


CARDS = CharacterCards()


def nobody_view(interaction: Interaction, viewer: Viewer, known: Episode, typed: str | None) -> ui.LayoutView:
    bot, words = interaction.client, phrases.nobody(typed, known)
    if viewer.progress is None:
        # What was typed goes along, so that one tap answers the question that was asked.
        return bare(words, row(NobodyProgress.menu(f"c1:nobody:{plain(typed or '', 80)}", bot.show)))
    more = _("Move on with {set}; {cast} lists everyone you have met.")
    return bare(words + " " + more.format(set=bot.mention("progress set"), cast=bot.mention("cast")))


class Relationships(StoryControl, template=rf"c1:ties:{story.STATE}"):
    """A picture of whom they stand how to."""

    limit = PICTURE

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Answer privately, as far as the presser has watched."""
        sent = await _ties(interaction, viewer, place, viewer.scope(private=True), public=False)
        if sent is None:
            await send_private(interaction, viewer, cards.unknown(interaction, viewer, place))
        else:
            await send_ties(interaction, *sent, private=not viewer.alone)


class ShareRelationships(StoryControl, template=rf"c1:shareties:{story.STATE}"):
    """Posts the picture as far as the channel has watched."""

    limit = PICTURE

    async def answer(self, interaction: Interaction, viewer: Viewer, cards: StoryCards, place: Place) -> None:
        """Post it, unless the channel is private or not that far."""
        sent = None
        if not viewer.private_here:
            clear = viewer.in_the_clear(private=False)
            sent = await _ties(interaction, viewer, place, clear, public=True)
        if sent is None:
            await send_private(interaction, viewer, bare(phrases.not_that_far(interaction.client)))
        else:
            await send_ties(interaction, *sent, private=False)


async def _ties(
    interaction: Interaction, viewer: Viewer, place: Place, scope: Scope, *, public: bool
) -> tuple[bytes, ui.LayoutView] | None:
    """What the picture is drawn from and its card, or None where this scope knows nobody of that id."""
    bot = interaction.client
    character = await bot.store.facts.character(bot.show.id, place.id, scope)
    if character is None:
        return None
    ties = await bot.store.relationships.relationships_of(bot.show.id, place.id, scope)
    share = None
    if not public and not viewer.alone:
        share = ShareRelationships.button(f"c1:shareties:{Place(place.kind, place.id).custom_id}", _("Share"))
    ordered = ties_order([], ties, scope, centre=character)
    return ordered, ties_card(character, ties, scope, share, ceiling=viewer.ceiling if public else None)


class NobodyProgress(ProgressMenu, template=r"c1:nobody:(?P<typed>.*)"):
    """The one-tap menu where nobody was found."""

    async def redraw(self, interaction: Interaction) -> None:
        """Look once more, now as far as they have watched."""
        viewer, typed = await interaction.client.viewer(interaction), self.state["typed"]
        view = None
        if typed:
            person, others = await meant_by(interaction, typed, viewer.scope(private=True))
            if person is not None:
                view = await CARDS.private(interaction, viewer, Place(CARDS.kind, person.id))
            elif others:
                view = did_you_mean_view(typed, others)
        view = view or nobody_view(interaction, viewer, viewer.finished, typed or None)
        await interaction.response.edit_message(view=view)


class DidYouMean(Control, template=r"c1:meant:(?P<character>\d+)"):
    """One of those who might be meant."""

    async def press(self, interaction: Interaction) -> None:
        """Their private card, in the place of the question."""
        viewer = await interaction.client.viewer(interaction)
        place = Place(CARDS.kind, int(self.state["character"]))
        await interaction.response.edit_message(view=await CARDS.private_or_unknown(interaction, viewer, place))


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


def did_you_mean_view(typed: str, people: list[Person]) -> ui.LayoutView:
    buttons = [DidYouMean.button(f"c1:meant:{person.id}", plain(person.name, 34)) for person in people]
    return bare(phrases.did_you_mean(typed), row(*buttons))


def picked_address(name: str) -> Place | None:
    """The card that a picked choice names; ids have 63 bits, and anybody can type digits."""
    if _LOOKS_LIKE_AN_ID.fullmatch(name) and int(name) < 2**63:
        return Place(CARDS.kind, int(name))
    return None


@lru_cache(maxsize=1024)
def choices_for(typed: str, people: People, readers: People) -> list[app_commands.Choice[str]]:
    # Remembered: whoever looks for somebody types the same first letters as everybody before.
    roles = {person.id: person.role for person in readers}
    # A label may be sent as words, which everybody sees beside a public card. Whom its readers do not know has a private one.
    return [
        app_commands.Choice(
            name=choice_label(person, roles.get(person.id, person.role)),
            value=str(person.id),
        )
        for person in (match.person for match in find(typed, people, limit=MENU))
    ]


CONTROLS: Final = (
    Relationships,
    ShareRelationships,
    NobodyProgress,
    DidYouMean,
)
