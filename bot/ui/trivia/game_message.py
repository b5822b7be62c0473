"""The message of a public game: posted, edited, tended every second, and what follows where it is lost.

The whole state of a game is in the store. Every edit and every step is claimed there first, so that it is made once.
"""

import asyncio
import logging
from typing import Final

import discord

from bot import failures
from bot.client import FanBot
from bot.locale import speaking
from bot.store.game_messages import Board
from bot.store.games import Game, Tend
from bot.ui.trivia.game_cards import game_card

log = logging.getLogger(__name__)

_PATIENCE: Final = 3.0  # seconds for one edit: a slow channel holds up the games of all others no longer


async def show_game(bot: FanBot, game_id: int) -> None:
    """Bring a game's message up to date. Whoever claims the edit makes it; a failed one is made again by the loop."""
    messages = bot.store.game_messages
    if not await messages.claim_edit(game_id, discord.utils.utcnow()):
        return
    board = await messages.board(game_id)
    if board is None or board.game.channel_id is None:
        return
    try:
        async with asyncio.timeout(_PATIENCE):
            message_id = await _post_or_edit(bot, board, board.game.channel_id)
    except failures.ERRORS as error:
        await _not_shown(bot, board.game, error)
    else:
        await messages.set_shown(game_id, board.game.version, message_id, discord.utils.utcnow())


async def _post_or_edit(bot: FanBot, board: Board, channel_id: int) -> int:
    """The id of the message that shows the game now."""
    game, guild = board.game, bot.get_guild(board.game.guild_id)
    with speaking(str(guild.preferred_locale) if guild else "en"):
        view = game_card(board, bot.show)
    channel = bot.get_partial_messageable(channel_id, guild_id=game.guild_id)
    if game.message_id is not None:
        return (await channel.get_partial_message(game.message_id).edit(view=view)).id
    # Discord drops a second message with the same nonce: a killed process may have posted this one already.
    # After the first one was deleted it answers its nonce for some minutes that it is gone: this one is another.
    nonce = f"{game.id}s" if game.ended == "deleted" else f"{game.id}"
    return (await channel.send(view=view, nonce=nonce)).id


async def _not_shown(bot: FanBot, game: Game, error: Exception) -> None:
    """Try again later, unless the message is out of reach for good."""
    if failures.out_of_reach(error):
        await _lose(bot, game, deleted=isinstance(error, discord.NotFound))
        return
    times = await bot.store.game_messages.release_edit(game.id, discord.utils.utcnow())
    level = logging.WARNING if times == 1 else logging.DEBUG
    log.log(level, "the message of game %s could not be edited: %s", game.id, failures.reason(error))


async def _lose(bot: FanBot, game: Game, *, deleted: bool) -> None:
    """The message is gone or out of reach: the game ends, its scores are kept and said where that is possible."""
    games, messages = bot.store.games, bot.store.game_messages
    ended = await games.end_game(game.id, "deleted" if deleted else "refused", discord.utils.utcnow())
    if ended and deleted and game.message_id and await messages.lose_message(game.id, game.message_id):
        await show_game(bot, game.id)
        after = await games.game(game.id)
        if after and after.message_id:
            await messages.set_host_told(game.id)
    else:
        await messages.give_up(game.id)


async def lose_channel(bot: FanBot, channel_id: int) -> None:
    """A channel or thread was deleted: a game that ran there is over."""
    game = await bot.store.games.running_in(channel_id)
    if game is not None:
        await bot.store.games.end_game(game.id, "deleted", discord.utils.utcnow())


async def tend_games(bot: FanBot) -> None:
    """Move every game on that runs. One that fails stops no other, and nothing is raised."""
    try:
        due = await bot.store.games.to_tend(discord.utils.utcnow())
        results = await asyncio.gather(*(_tend_game(bot, each) for each in due), return_exceptions=True)
    except Exception:
        log.exception("games could not be read")
        return
    for each, result in zip(due, results, strict=True):
        if isinstance(result, Exception):
            log.error("game %s could not be moved on", each.game_id, exc_info=result)


async def _tend_game(bot: FanBot, tend: Tend) -> None:
    """Do what is due: end, reveal, ask, count, and show it. Each step is decided in the store, once."""
    if tend.phase != "over":
        await _move_on(bot, tend)
    await show_game(bot, tend.game_id)


async def _move_on(bot: FanBot, tend: Tend) -> None:
    games, at = bot.store.games, discord.utils.utcnow()
    if tend.ceiling_fell:
        await games.end_game(tend.game_id, "ceiling", at)
    elif tend.phase == "asking" and not tend.lost and (tend.is_due or tend.all_answered):
        await games.reveal(tend.game_id, tend.round, at)
    elif tend.lost or (tend.phase == "revealed" and tend.is_due):
        await ask_or_end(bot, tend.game_id, tend.round, tend)
    elif tend.counts:
        await games.count_answers(tend.game_id, tend.round, at)


async def ask_or_end(bot: FanBot, game_id: int, number: int, tend: Tend | None) -> None:
    """Ask what comes after round `number`; end the game after its last one, or after too many that nobody answered."""
    games, at = bot.store.games, discord.utils.utcnow()
    if tend and tend.is_last:
        await games.end_game(game_id, "silent" if tend.silent else "finished", at)
    else:
        await games.open_next(game_id, number, at)
