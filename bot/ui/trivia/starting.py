"""How a public game starts: from a command, a rematch, or the end of a watch-along."""

from typing import Final

import discord

from bot.client import Interaction
from bot.show.trivia import Question, matching
from bot.store.game_values import Fallen, Game, GameSettings, Shortage, Start
from bot.ui.kit.layout import bare, message_link
from bot.ui.kit.replies import reply
from bot.ui.trivia.game_messages import show_game
from bot.ui.trivia.ids import QUICKEST
from bot.ui.trivia.pool import pool as pool_of
from bot.ui.trivia.start_cards import Running, Started, StartOutcome, TooFew, not_posted, start_card
from bot.viewer import channel_scope, place_of, require, require_member

USUAL: Final = 5
"""Questions of a game, unless somebody chose how many."""

PACE: Final = 20
"""Seconds for a question, unless somebody chose how long."""

CLUES_PACE: Final = 35
"""The same where it has clues: the last one comes after 24."""


async def play(
    interaction: Interaction, settings: GameSettings, *, repeats: bool = False, rematch_of: int | None = None
) -> None:
    """Start a game in this channel and say privately how that went; see `start_game`."""
    outcome = await start_game(interaction, settings, repeats=repeats, rematch_of=rematch_of)
    # The host first, since Discord waits three seconds only.
    await reply(interaction, start_card(outcome, interaction.client))
    if isinstance(outcome, Started):
        await _post_game(interaction, outcome.game)


async def start_game(
    interaction: Interaction, settings: GameSettings, *, repeats: bool = False, rematch_of: int | None = None
) -> StartOutcome:
    """Start a game, of which nothing is posted yet.

    `repeats` asks old questions again where the new ones do not suffice; `rematch_of` is the game whose teams play again.

    Raises:
        NotAMemberError, BotNotAllowedError: the bot may not post here.
    """
    bot, channel = interaction.client, interaction.channel
    if 0 < settings.seconds < QUICKEST:
        return "too quick"
    require_member(interaction)
    if interaction.guild_id is None or channel is None:
        return "no channel"
    require(interaction, "view_channel", "send_messages")
    viewer = await bot.viewer(interaction)
    if viewer.private_here:
        return "private replies"
    place = place_of(interaction.guild_id, channel)
    start = Start(
        id=interaction.id,
        show_id=bot.show.id,
        guild_id=interaction.guild_id,
        channel_id=channel.id,
        parent_id=place.parent_id,
        category_id=place.category_id,
        host_id=interaction.user.id,
        ceiling=viewer.ceiling,
        settings=settings,
        at=discord.utils.utcnow(),
        rematch_of=rematch_of,
    )
    pool = await _questions(interaction, start)
    found = await bot.store.games.start_game(start, pool, anew=repeats)
    match found:
        case None:
            running = await bot.store.games.running_in(channel.id)
            newest = running and await bot.store.game_messages.newest(running.id)
            return Running(message_link(interaction.guild_id, channel.id, newest))
        case Shortage():
            return TooFew(start.ceiling, settings, found, rematch_of)
        case Fallen():
            return found
        case Game():
            return Started(found, await bot.store.game_messages.news_for_host(found.guild_id, interaction.user.id))


async def _questions(interaction: Interaction, start: Start) -> list[Question]:
    """Everything that the game may ask: about one episode alone where it is to be and there are questions enough of it."""
    settings = start.settings
    is_wanted = matching(settings.difficulty, settings.topic)
    pool = [each for each in await pool_of(interaction, channel_scope(start.ceiling), settings.play) if is_wanted(each)]
    of_it = [each for each in pool if each.revealed_in == settings.about]
    return of_it if len(of_it) >= settings.rounds else pool


async def _post_game(interaction: Interaction, game: Game) -> None:
    """Post the game as messages of its own: that of an interaction could be edited for 15 minutes only."""
    bot, games = interaction.client, interaction.client.store.games
    await show_game(bot, game.id)
    after = await games.game(game.id)
    if after and after.ended in {"deleted", "refused"}:
        await bot.store.game_messages.set_host_told(game.id)
        # In the place of the sentence that it begins, which `reply` takes for answered.
        await interaction.edit_original_response(view=bare(not_posted(bot)))
