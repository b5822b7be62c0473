"""The messages of a public game: posted, edited, tended every second, and what follows where one is lost.

The whole state of a game is in the store. Every message and every step is claimed there first, so that it is made once.
"""

import asyncio
import logging
from typing import Final

import discord

from bot import failures
from bot.client import FanBot
from bot.language import speaking
from bot.store.game_messages import Board, Claim
from bot.store.game_values import ANNOUNCEMENT, STANDINGS
from bot.store.games import Tend
from bot.ui.trivia.game_cards import game_card

log = logging.getLogger(__name__)

_PATIENCE: Final = 3.0  # seconds for one request: a slow channel holds up the games of all others no longer


async def show_game(bot: FanBot, game_id: int) -> None:
    """Bring a game's messages up to date, in their order. What fails is tried again by the loop."""
    messages = bot.store.game_messages
    while (claim := await messages.claim(game_id, discord.utils.utcnow())) is not None:
        await _show(bot, claim)


async def _show(bot: FanBot, claim: Claim) -> None:
    messages = bot.store.game_messages
    board = await messages.board(claim.game_id, claim.number)
    if board is None or board.game.channel_id is None:
        await messages.give_up(claim.game_id, claim.number)
        return
    if board.is_current and board.round is None:
        # Taken away in this very moment: another question, or the end, is shown next.
        await messages.release(claim, discord.utils.utcnow())
        return
    try:
        async with asyncio.timeout(_PATIENCE):
            message_id = await _post_or_edit(bot, claim, board, board.game.channel_id)
    except failures.ERRORS as error:
        await _not_shown(bot, claim, board, error)
    else:
        await messages.set_shown(claim, message_id, discord.utils.utcnow())


async def _post_or_edit(bot: FanBot, claim: Claim, board: Board, channel_id: int) -> int:
    """The id of the message, which shows now what it has to."""
    game = board.game
    medals = await bot.store.faces.medals() if claim.number == STANDINGS else {}
    with speaking(bot.language_in(game.guild_id, board.language)):
        view = game_card(board, bot.show, medals)
    channel = bot.get_partial_messageable(channel_id, guild_id=game.guild_id)
    if claim.message_id is not None:
        return (await channel.get_partial_message(claim.message_id).edit(view=view)).id
    message = await channel.send(view=view, nonce=_nonce(claim))
    if claim.tries > 1:
        # An earlier try may have arrived after all: then Discord gave us that message, as it was then.
        await channel.get_partial_message(message.id).edit(view=view)
    return message.id


def _nonce(claim: Claim) -> str:
    """What Discord knows a message by, for some minutes, so that it stands there once; one that was deleted has another."""
    kind = {ANNOUNCEMENT: "a", STANDINGS: "s"}.get(claim.number, f"q{claim.number}")
    return f"{claim.game_id}{kind}" + "r" * claim.losses


async def _not_shown(bot: FanBot, claim: Claim, board: Board, error: Exception) -> None:
    """Try again later, unless it is out of reach for good."""
    if failures.out_of_reach(error):
        await _lose(bot, claim, board, deleted=isinstance(error, discord.NotFound))
        return
    await bot.store.game_messages.release(claim, discord.utils.utcnow())
    level = logging.WARNING if claim.tries == 1 else logging.DEBUG
    log.log(level, "message %s of game %s could not be shown: %s", claim.number, claim.game_id, failures.reason(error))


async def _lose(bot: FanBot, claim: Claim, board: Board, *, deleted: bool) -> None:
    """A message is gone or out of reach. A question that is asked is posted again; else the game ends, and its scores stay."""
    messages = bot.store.game_messages
    if deleted and await messages.lose_message(claim):
        return
    await messages.give_up(claim.game_id, claim.number)
    if board.is_current or (claim.number == ANNOUNCEMENT and claim.message_id is None):
        await bot.store.games.end_game(claim.game_id, "deleted" if deleted else "refused", discord.utils.utcnow())


async def lose_channel(bot: FanBot, channel_id: int) -> None:
    """A channel or thread was deleted: a game that ran there is over."""
    game = await bot.store.games.running_in(channel_id)
    if game is not None:
        await bot.store.games.end_game(game.id, "deleted", discord.utils.utcnow())


async def tend_games(bot: FanBot) -> None:
    """Move every game on that runs. One that fails stops no other, and nothing is raised."""
    try:
        due = await bot.store.games.to_tend(discord.utils.utcnow(), bot.cluster.shards)
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
    elif tend.phase == "asking" and not tend.lost and (tend.is_due or tend.all_answered or tend.skipped):
        await games.reveal(tend.game_id, tend.round, at)
    elif tend.lost or (tend.phase == "revealed" and tend.is_due):
        await ask_or_end(bot, tend.game_id, tend.round, tend)
    elif tend.clue:
        await bot.store.game_helps.show_clue(tend.game_id, tend.round, at)
    elif tend.counts:
        await games.count_answers(tend.game_id, tend.round, at)


async def ask_or_end(bot: FanBot, game_id: int, number: int, tend: Tend | None) -> None:
    """Ask what comes after round `number`; end the game after its last one, or after too many that nobody answered."""
    games, at = bot.store.games, discord.utils.utcnow()
    if tend and tend.is_last:
        await games.end_game(game_id, "silent" if tend.silent else "finished", at)
    else:
        await games.open_next(game_id, number, at)
