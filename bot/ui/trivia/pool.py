"""What trivia may ask a member or a channel, from what is kept."""

from collections.abc import Sequence

from bot.client import Interaction
from bot.show.episodes import Scope
from bot.show.trivia import QUIZ, Question


async def pool(interaction: Interaction, scope: Scope, play: str = QUIZ) -> Sequence[Question]:
    """Everything that may be asked here at this scope, in a game of this kind."""
    bot, guild = interaction.client, interaction.guild_id

    async def make() -> Sequence[Question]:
        if play == QUIZ:
            return await bot.store.questions.pool(bot.show, scope, guild_id=guild)
        return await bot.store.game_kinds.pool(play, bot.show, scope, guild_id=guild)

    async def edition() -> object:
        return (await bot.visit(interaction)).edition

    now = (await bot.last_visit(interaction)).edition
    return await bot.caches.pools.pool((now, scope.clear, play), make, edition)
