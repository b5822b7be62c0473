"""What trivia may ask a member or a channel, from what is kept."""

from collections.abc import Sequence

from bot.client import Interaction
from bot.show.episodes import Episode
from bot.show.trivia import Question
from bot.viewer import Viewer


async def pool(interaction: Interaction, viewer: Viewer, through: Episode) -> Sequence[Question]:
    """Everything that may be asked here through this episode."""
    bot = interaction.client

    async def make() -> Sequence[Question]:
        return await bot.store.questions.pool(bot.show, through, guild_id=interaction.guild_id)

    async def edition() -> object:
        return (await bot.viewer(interaction)).edition

    return await bot.caches.pools.pool((viewer.edition, through), make, edition)
