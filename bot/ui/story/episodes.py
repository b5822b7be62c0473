"""The card of an episode."""

from typing import Any

from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.show.episodes import Episode, Scope
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare, row
from bot.ui.story.controls import AskAhead, CardProgress, Place, StoryCards
from bot.ui.story.episode_cards import EpisodePages, episode_card, episode_pages
from bot.ui.story.recap import Recap
from bot.viewer import Viewer


class EpisodeCards(StoryCards):
    """Cards of episodes. All that stands on one is revealed in that very episode, so it is shown whole or not at all."""

    kind = "e"

    async def pages(self, interaction: Interaction, place: Place, scope: Scope, *, public: bool) -> EpisodePages | None:
        """The episode, where the scope reaches it."""
        bot, episode = interaction.client, Episode.from_ordinal(place.id)
        if public and episode > scope.clear:
            return None
        summary = await bot.store.episodes.episode(bot.show.id, episode, scope)
        if summary is None:
            return None
        facts = await bot.store.facts.facts_in(bot.show.id, episode, scope, guild_id=interaction.guild_id)
        return episode_pages(summary, facts, scope)

    def view(self, pages: Any, page: int, promise: str, controls: list[list[ui.Item[Any]]]) -> ui.LayoutView:
        """The card."""
        return episode_card(pages, page, promise, controls)

    def actions(self, place: Place, *, public: bool) -> list[ui.Item[Any]]:
        """The recap: the same story in short."""
        return [Recap.button(f"e1:recap:{place.id}", _("Recap"))]

    def unknown(self, interaction: Interaction, viewer: Viewer, place: Place) -> ui.LayoutView:
        """How far they are, and the two ways on."""
        bot, episode = interaction.client, Episode.from_ordinal(place.id)
        words = phrases.beyond(episode, viewer.progress, bot)
        ahead = Place(self.kind, place.id, through=episode)
        rows = [row(AskAhead.button(f"c1:ask:{ahead.custom_id}", _("Look ahead")))]
        if viewer.progress is None:
            rows.insert(0, row(CardProgress.menu(f"c1:progress:{ahead.custom_id}", bot.show)))
        return bare(words, *rows)


CARDS = EpisodeCards()
