"""The card of a character, or of anything else that facts are about, and what answers where nobody or several might be meant."""

from collections.abc import Mapping, Sequence
from typing import Final

from discord import app_commands, ui

from bot.client import FanBot, Interaction
from bot.show.episodes import Episode, Scope
from bot.show.facts import Character
from bot.show.shows import Show
from bot.ui.kit.presses import Handlers
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import redraw, reply
from bot.ui.story.cards import Audience
from bot.ui.story.character_cards import (
    LADDER,
    CharacterPages,
    candidates_card,
    nobody_card,
    private_character_card,
    private_pages,
    public_character_card,
    public_pages,
)
from bot.ui.story.ids import CandidateId, CardAddress, NobodyProgressId, ThingCandidateId
from bot.ui.story.kinds import StoryCards
from bot.ui.story.people import Kind, Meant, choices_for, decided_at, known_of, meant_by, picked_addresses
from bot.viewer import Viewer


class CharacterCards(StoryCards[CharacterPages]):
    """Cards of characters: facts by episode, and what stands beyond the channel behind tags."""

    headed = True  # by a line that says some of the facts already

    async def pages(
        self, interaction: Interaction, address: CardAddress, scope: Scope, *, public: bool
    ) -> CharacterPages | None:
        """Their facts, where they are known in the clear."""
        bot, layer = interaction.client, (await interaction.client.last_visit(interaction)).layer
        subject = await self.subject(bot, address.id, scope)
        if subject is None or subject.revealed_in > scope.clear:
            return None
        facts = await bot.store.facts.facts_about(address.id, scope, guild_id=layer, headed=self.headed)
        return (public_pages if public else private_pages)(subject, facts, scope, bot.show)

    async def subject(self, bot: FanBot, subject_id: int, scope: Scope) -> Character | None:
        """Who or what a card is about."""
        return await bot.store.facts.character(bot.show.id, subject_id, scope)

    def last_tag(self, scope: Scope, show: Show) -> Episode:
        return max(show.between(scope.clear, scope.tagged)[:LADDER], default=scope.clear)

    def public_card(self, pages: CharacterPages, address: CardAddress, audience: Audience) -> ui.LayoutView:
        return public_character_card(pages, address, audience)

    def private_card(
        self, pages: CharacterPages, address: CardAddress, audience: Audience, people: Sequence[Character]
    ) -> ui.LayoutView:
        return private_character_card(pages, address, audience, people)

    def unknown(self, interaction: Interaction, viewer: Viewer, address: CardAddress) -> ui.LayoutView:
        bot = interaction.client
        return nobody_card(viewer, viewer.finished, None, bot.show, bot)


class ThingCards(CharacterCards):
    """Cards of anything else that facts are about: a place, the virus, an actor, the making of the show."""

    headed = False

    async def subject(self, bot: FanBot, subject_id: int, scope: Scope) -> Character | None:
        return await bot.store.facts.thing(bot.show.id, subject_id, scope)


CHARACTERS: Final = CharacterCards()
THINGS: Final = ThingCards()
CARDS: Final[Mapping[Kind, CharacterCards]] = {"c": CHARACTERS, "l": THINGS}


async def look_up(interaction: Interaction, typed: str, kinds: Sequence[Kind], *, private: bool) -> None:
    """Answer with the card of whoever or whatever is meant, the first of `kinds` first; or say who might be, or that nobody is."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    for picked in picked_addresses(typed, kinds):
        # A number names nobody to whoever reads it.
        cards = CHARACTERS if picked.kind == "c" else THINGS
        if await cards.show(interaction, viewer, picked, viewer.openly(private=private)):
            return
    scope, mine = viewer.widest(private=private), viewer.scope(private=True)
    meant, others = await meant_by(interaction, typed, scope, kinds)
    if meant is not None:
        openly = await decided_at(interaction, viewer, typed, meant, private=private)
        if await CARDS[meant.kind].show(interaction, viewer, meant.address, openly):
            return
    if scope != mine:
        # Who might be meant is answered privately, and so at the member's own scope, even where the channel is further.
        _meant, others = await meant_by(interaction, typed, mine, kinds)
    thing = kinds[0] == "l"
    if others:
        await reply(interaction, await _who_is_meant(interaction, typed, mine, others, thing=thing))
    else:
        await reply(interaction, nobody_card(viewer, scope.tagged, typed, bot.show, bot, thing=thing))


async def complete(interaction: Interaction, typed: str, kind: Kind) -> list[app_commands.Choice[str]]:
    """Whomever, or whatever, the reply that would follow may be about, each named as that reply's readers know them."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    private = bool(getattr(interaction.namespace, "private", False)) or viewer.private_here
    scope, openly = viewer.typing(private=private), viewer.openly(private=private)
    known = await known_of(bot, kind, scope)
    return choices_for(typed, known, await known_of(bot, kind, openly) if openly else known)


async def look_once_more(interaction: Interaction, pressed: NobodyProgressId) -> ui.LayoutView:
    """What was typed, now as far as they have watched."""
    bot, typed = interaction.client, pressed.typed
    viewer = await bot.viewer(interaction)
    view = None
    if typed:
        meant, others = await meant_by(interaction, typed, viewer.scope(private=True))
        if meant is not None:
            view = await CARDS[meant.kind].private(interaction, viewer, meant.address)
        elif others:
            view = await _who_is_meant(interaction, typed, viewer.scope(private=True), others)
    return view or nobody_card(viewer, viewer.finished, typed or None, bot.show, bot)


async def _who_is_meant(
    interaction: Interaction, typed: str, scope: Scope, others: Sequence[Meant], *, thing: bool = False
) -> ui.LayoutView:
    bot = interaction.client
    faces = {each.character.id: each.character.face for each in await bot.store.facts.characters(bot.show.id, scope)}
    return candidates_card(typed, scope.tagged, others, faces, thing=thing)


async def open_candidate(interaction: Interaction, pressed: CandidateId) -> None:
    """Show the card of whoever was meant, in the place of the question."""
    viewer, address = await interaction.client.viewer(interaction), CardAddress.of_character(pressed.character)
    await redraw(interaction, await CHARACTERS.private_or_unknown(interaction, viewer, address))


async def open_thing(interaction: Interaction, pressed: ThingCandidateId) -> None:
    """The same for whatever was meant."""
    viewer, address = await interaction.client.viewer(interaction), CardAddress.of_thing(pressed.thing)
    await redraw(interaction, await THINGS.private_or_unknown(interaction, viewer, address))


HANDLERS: Final[Handlers] = {
    NobodyProgressId: sets_progress(look_once_more),
    CandidateId: open_candidate,
    ThingCandidateId: open_thing,
}
