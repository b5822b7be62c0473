"""The card of an episode."""

from collections.abc import Sequence
from typing import Final

from discord import ui

from bot.client import Interaction
from bot.show.episodes import Episode, Scope
from bot.show.facts import Character, Fact
from bot.ui.story.cards import Audience
from bot.ui.story.episode_cards import (
    EpisodePages,
    beyond_card,
    episode_pages,
    private_episode_card,
    public_episode_card,
)
from bot.ui.story.ids import CardAddress
from bot.ui.story.kinds import StoryCards
from bot.viewer import Viewer


class EpisodeCards(StoryCards[EpisodePages]):
    """Cards of episodes. All that stands on one is revealed in that very episode, so it is shown whole or not at all."""

    async def pages(
        self, interaction: Interaction, address: CardAddress, scope: Scope, *, public: bool
    ) -> EpisodePages | None:
        """The episode, where the scope reaches it."""
        bot, episode = interaction.client, Episode.from_ordinal(address.id)
        if public and episode > scope.clear:
            return None
        summary = await bot.store.episodes.episode(bot.show.id, episode, scope)
        if summary is None:
            return None
        layer = (await bot.last_visit(interaction)).layer
        facts = await bot.store.facts.facts_in(bot.show.id, episode, scope, guild_id=layer)
        story = [fact for fact in facts if fact.is_story]
        people = await bot.store.facts.characters_in(bot.show.id, story, scope)
        return episode_pages(summary, facts, people, scope, bot.show, public=public)

    def naming(self, pages: EpisodePages, page: int) -> list[Fact]:
        return []  # whoever is in the episode is known already

    def public_card(self, pages: EpisodePages, address: CardAddress, audience: Audience) -> ui.LayoutView:
        return public_episode_card(pages, address, audience)

    def private_card(
        self, pages: EpisodePages, address: CardAddress, audience: Audience, people: Sequence[Character]
    ) -> ui.LayoutView:
        return private_episode_card(pages, address, audience)

    def unknown(self, interaction: Interaction, viewer: Viewer, address: CardAddress) -> ui.LayoutView:
        return beyond_card(Episode.from_ordinal(address.id), viewer, interaction.client.show)


EPISODES: Final = EpisodeCards()
