"""StoryCards: what every kind of card with pages of facts does in the same way, in private and in public."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Generic, NamedTuple, TypeVar

from discord import ui

from bot.caches.cards import ANYBODY, PROMISE, CachedCard
from bot.client import Interaction
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact
from bot.show.shows import Show
from bot.ui.kit.replies import publicly, reply, reply_in_public
from bot.ui.story.cards import Audience, ahead_of, for_everybody, for_member
from bot.ui.story.ids import CardAddress
from bot.ui.story.kept import kept_card
from bot.ui.story.pages import FactPages
from bot.viewer import NOBODY, OpenScope, Viewer

PagesT = TypeVar("PagesT", bound=FactPages)


class PublicCard(NamedTuple):
    """A card for everybody here, and whether it holds tags."""

    view: ui.LayoutView
    tagged: bool


class StoryCards(ABC, Generic[PagesT]):
    """One kind of card: a character's, or an episode's."""

    @abstractmethod
    async def pages(
        self, interaction: Interaction, address: CardAddress, scope: Scope, *, public: bool
    ) -> PagesT | None:
        """What this scope may see of it, or None where that is nothing: not there, or not in the clear."""

    @abstractmethod
    def public_card(self, pages: PagesT, address: CardAddress, audience: Audience) -> ui.LayoutView:
        """The card for everybody here."""

    def last_tag(self, scope: Scope, show: Show) -> Episode:
        """The last episode of which a public card tells anything: what is later is not read, and makes no other card."""
        return scope.clear

    @abstractmethod
    def private_card(
        self, pages: PagesT, address: CardAddress, audience: Audience, people: Sequence[Character]
    ) -> ui.LayoutView:
        """The page of it that the address names, which names these people."""

    @abstractmethod
    def unknown(self, interaction: Interaction, viewer: Viewer, address: CardAddress) -> ui.LayoutView:
        """The private answer where `pages` is None: hidden and unknown things get the same words."""

    async def private(self, interaction: Interaction, viewer: Viewer, address: CardAddress) -> ui.LayoutView | None:
        """The card for the eyes of the member only."""
        viewer = viewer.in_private()  # the card is made of nothing that its key does not name

        async def make() -> CachedCard | None:
            pages = await self.private_pages(interaction, viewer, address)
            if pages is None:
                return None
            ahead = ahead_of(address, viewer)
            opening = pages.opening() if ahead is None else pages.first_beyond(viewer.finished)
            page = pages.clamp(address.page or opening)
            shown = replace(address, page=page, through=ahead or PREMISE, asker=0)
            people = await people_in(interaction, viewer, self.naming(pages, page))
            audience = for_member(viewer, interaction.client, ahead)
            return CachedCard.of(self.private_card(pages, shown, audience, people))

        made = await kept_card(interaction, ("private", address, viewer), make)
        return None if made is None else made.view()

    def naming(self, pages: PagesT, page: int) -> list[Fact]:
        """The facts whose people a page leads to."""
        return pages.facts(page)

    async def private_pages(self, interaction: Interaction, viewer: Viewer, address: CardAddress) -> PagesT | None:
        """What the member may see of it in private: more than they finished only where it looks ahead.

        Whoever is new gets what would be public: they are asked how far they are before they turn pages.
        """
        ahead = ahead_of(address, viewer)
        scope = viewer.looking_ahead(ahead or PREMISE)
        return await self.pages(interaction, address, scope, public=viewer.is_new and ahead is None)

    async def pages_of(self, interaction: Interaction, viewer: Viewer, address: CardAddress) -> PagesT | None:
        """What the presser of a button may see of the card that it stands on: of a public one as much as may be shared."""
        if address.asker:
            return await self.pages(interaction, address, viewer.in_the_clear(private=False), public=True)
        return await self.private_pages(interaction, viewer, address)

    async def private_or_unknown(self, interaction: Interaction, viewer: Viewer, address: CardAddress) -> ui.LayoutView:
        """The private card, or the sentence that says how far the member is."""
        return await self.private(interaction, viewer, address) or self.unknown(interaction, viewer, address)

    async def public(
        self, interaction: Interaction, viewer: Viewer, address: CardAddress, *, shared: bool = False
    ) -> PublicCard | None:
        """The card for everybody here, or None where the channel is not that far. One that is `shared` has no tags."""
        address = replace(address, page=0, through=PREMISE, asker=ANYBODY)
        scope = viewer.in_the_clear(private=False) if shared else viewer.scope(private=False)
        scope = scope.tagging(self.last_tag(scope, interaction.client.show))

        async def make() -> CachedCard | None:
            pages = await self.pages(interaction, address, scope, public=True)
            if pages is None:
                return None
            # Of nobody, so that it is made of nothing that its key does not name.
            audience = Audience(PROMISE, NOBODY, public=True)
            return CachedCard.for_anybody(self.public_card(pages, address, audience), tagged=bool(pages.later))

        with await publicly(interaction):
            made = await kept_card(interaction, ("public", address, scope), make)
            promise = for_everybody(viewer, interaction.client).promise
        return None if made is None else PublicCard(made.view(interaction.user.id, promise), made.tagged)

    async def show(
        self, interaction: Interaction, viewer: Viewer, address: CardAddress, openly: OpenScope | None
    ) -> bool:
        """Answer publicly if that may be, else privately. False, and no answer, where nothing may be shown.

        `openly` is the scope at which it was understood what is asked for; None where everybody here may not know as much.
        """
        public = None if openly is None else await self.public(interaction, viewer, address)
        if public is not None:
            await reply_in_public(interaction, public.view, tagged=public.tagged)
            return True
        private = await self.private(interaction, viewer, address)
        if private is not None:
            await reply(interaction, private)
        return private is not None


async def people_in(interaction: Interaction, viewer: Viewer, facts: Sequence[Fact]) -> list[Character]:
    """Those whom facts are about, as far as the member knows them without looking ahead, in the pack's order."""
    bot = interaction.client
    return await bot.store.facts.characters_in(
        bot.show.id, facts, viewer.scope(private=True), guild_id=interaction.guild_id
    )
