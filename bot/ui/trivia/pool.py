"""What trivia may ask a member or a channel, from what is kept."""

from collections.abc import Sequence

from bot.client import Interaction
from bot.show.episodes import Scope
from bot.show.trivia import Question


async def pool(interaction: Interaction, scope: Scope) -> Sequence[Question]:
    """Everything that may be asked here at this scope."""
    bot = interaction.client

    async def make() -> Sequence[Question]:
        return await bot.store.questions.pool(bot.show, scope, guild_id=interaction.guild_id)

    async def edition() -> object:
        return (await bot.visit(interaction)).edition

    now = (await bot.last_visit(interaction)).edition
    return await bot.caches.pools.pool((now, scope.clear), make, edition)
