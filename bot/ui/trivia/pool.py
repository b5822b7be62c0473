"""What trivia may ask a member or a channel, from what is kept."""

from collections.abc import Awaitable, Callable, Sequence

from bot.client import FanBot, Interaction
from bot.language import language, speaking
from bot.show.episodes import Scope
from bot.show.trivia import QUIZ, WHO, Question
from bot.viewer import Edition


async def pool(interaction: Interaction, scope: Scope, play: str = QUIZ) -> Sequence[Question]:
    """Everything that may be asked here at this scope, in a game of this kind."""
    bot = interaction.client

    async def edition() -> Edition:
        return (await bot.visit(interaction)).edition

    visit = await bot.last_visit(interaction)
    with speaking(visit.language):  # games stand in public
        return await pool_of(bot, interaction.guild_id, scope, visit.edition, edition, play)


async def pool_of(
    bot: FanBot,
    guild_id: int | None,
    scope: Scope,
    now: Edition,
    edition: Callable[[], Awaitable[Edition]],
    play: str = QUIZ,
) -> Sequence[Question]:
    """Everything that may be asked in a server at this scope, of the edition `now`; `edition` reads that once more."""
    pack, layer = now
    if guild_id is not None and layer is not None:
        own, added = guild_id, play == WHO
        if not await bot.caches.pools.differ((layer, added), lambda: bot.store.questions.differ(own, added=added)):
            guild_id, now = None, (pack, None)

    async def still() -> Edition:
        read = await edition()
        return read if guild_id is not None else (read[0], None)

    async def make() -> Sequence[Question]:
        if play == QUIZ:
            return await bot.store.questions.pool(bot.show, scope, guild_id=guild_id)
        return await bot.store.game_kinds.pool(play, bot.show, scope, guild_id=guild_id)

    # Clues to somebody are made in the language in which they are read; all else is English until then.
    spoken = language() if play == WHO else ""
    return await bot.caches.pools.pool((now, scope.clear, play, spoken), make, still)
