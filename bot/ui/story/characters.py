"""The card of a character, and what answers where nobody or several might be meant."""

from collections.abc import Sequence
from typing import Final

from discord import ui

from bot.client import Interaction
from bot.show.episodes import Scope
from bot.show.facts import Character
from bot.ui.kit.presses import Handlers
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import redraw
from bot.ui.story.cards import Audience
from bot.ui.story.character_cards import (
    CharacterPages,
    candidates_card,
    nobody_card,
    private_character_card,
    private_pages,
    public_character_card,
    public_pages,
)
from bot.ui.story.ids import CandidateId, CardAddress, NobodyProgressId
from bot.ui.story.kinds import StoryCards
from bot.ui.story.people import meant_by
from bot.viewer import Viewer


class CharacterCards(StoryCards[CharacterPages]):
    """Cards of characters: facts by episode, and what stands beyond the channel behind tags."""

    async def pages(
        self, interaction: Interaction, address: CardAddress, scope: Scope, *, public: bool
    ) -> CharacterPages | None:
        """Their facts, where they are known in the clear."""
        bot = interaction.client
        character = await bot.store.facts.character(bot.show.id, address.id, scope)
        if character is None or character.revealed_in > scope.clear:
            return None
        facts = await bot.store.facts.facts_about(address.id, scope, guild_id=interaction.guild_id)
        return (public_pages if public else private_pages)(character, facts, scope, bot.show)

    def public_card(self, pages: CharacterPages, address: CardAddress, audience: Audience) -> ui.LayoutView:
        return public_character_card(pages, address, audience)

    def private_card(
        self, pages: CharacterPages, address: CardAddress, audience: Audience, people: Sequence[Character]
    ) -> ui.LayoutView:
        return private_character_card(pages, address, audience, people)

    def unknown(self, interaction: Interaction, viewer: Viewer, address: CardAddress) -> ui.LayoutView:
        bot = interaction.client
        return nobody_card(viewer, viewer.finished, None, bot.show, bot)


CHARACTERS: Final = CharacterCards()


async def look_once_more(interaction: Interaction, pressed: NobodyProgressId) -> ui.LayoutView:
    """What was typed, now as far as they have watched."""
    bot, typed = interaction.client, pressed.typed
    viewer = await bot.viewer(interaction)
    view = None
    if typed:
        person, others = await meant_by(interaction, typed, viewer.scope(private=True))
        if person is not None:
            view = await CHARACTERS.private(interaction, viewer, CardAddress.of_character(person.id))
        elif others:
            view = candidates_card(typed, others)
    return view or nobody_card(viewer, viewer.finished, typed or None, bot.show, bot)


async def open_candidate(interaction: Interaction, pressed: CandidateId) -> None:
    """Show the card of whoever was meant, in the place of the question."""
    viewer, address = await interaction.client.viewer(interaction), CardAddress.of_character(pressed.character)
    await redraw(interaction, await CHARACTERS.private_or_unknown(interaction, viewer, address))


HANDLERS: Final[Handlers] = {
    NobodyProgressId: sets_progress(look_once_more),
    CandidateId: open_candidate,
}
