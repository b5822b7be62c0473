"""What the host of a public game and moderators may do with it: reveal, go on, stop."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import discord

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.store.game_values import Game
from bot.ui.kit.presses import Handler
from bot.ui.kit.replies import say
from bot.ui.trivia.game_messages import ask_or_end, show_game
from bot.ui.trivia.ids import AddTeamId, JoinTeamId, NextQuestionId, RevealAnswerId
from bot.ui.trivia.team_cards import team_name
from bot.viewer import is_moderator_here

_Move: TypeAlias = Callable[[FanBot, int, int], Awaitable[None]]
"""Moves a game on from one of its rounds: takes the game's id and the round's number."""


def for_host(move: _Move) -> Handler:
    """The handler of a button that moves a game on, for its host and for moderators."""

    async def move_on(interaction: Interaction, pressed: RevealAnswerId | NextQuestionId) -> None:
        bot, games = interaction.client, interaction.client.store.games
        ids = await bot.store.rounds.round_ids(interaction.guild_id, pressed.round)
        game = await games.game(ids.game_id) if ids else None
        if ids is None or game is None:
            words = _("This game is over. {start} starts another one.")
            await say(interaction, words.format(start=bot.mention("trivia start")))
            return
        if not await _may_lead(interaction, game):
            words = _("Only {host} or a moderator can do that; you can start your own in another channel with {start}.")
            await say(interaction, words.format(host=_host(game), start=bot.mention("trivia start")))
            return
        await interaction.response.defer()
        if not await games.end_game(game.id, "ceiling", discord.utils.utcnow()):
            await move(bot, game.id, ids.number)
        await show_game(bot, game.id)

    return move_on


async def _may_lead(interaction: Interaction, game: Game) -> bool:
    """The host, and moderators."""
    settings = await interaction.client.store.guilds.settings(game.guild_id)
    return interaction.user.id == game.host_id or is_moderator_here(interaction, settings)


async def add_team(interaction: Interaction, pressed: AddTeamId) -> None:
    """Play in two teams, or in one more: for the host and for moderators, as long as the first question is asked."""
    bot = interaction.client
    game = await bot.store.games.game_of(interaction.guild_id, pressed.game)
    if game is None or game.phase == "over":
        words = _("This game is over. {start} starts another one.")
        await say(interaction, words.format(start=bot.mention("trivia start")))
    elif not await _may_lead(interaction, game):
        words = _("Only {host} or a moderator can make teams.")
        await say(interaction, words.format(host=_host(game)))
    elif await bot.store.teams.add_team(game.id):
        await interaction.response.defer()
        await show_game(bot, game.id)
    else:
        await say(interaction, _("Teams are made while the first question is asked, and there are four at most."))


async def join_team(interaction: Interaction, pressed: JoinTeamId) -> None:
    """Play for it; the first choice counts."""
    bot = interaction.client
    joined = await bot.store.teams.join(interaction.guild_id, pressed.game, interaction.user.id, pressed.team)
    if joined is None:
        words = _("This game is over. {start} starts another one.")
        await say(interaction, words.format(start=bot.mention("trivia start")))
        return
    if joined.team is None:
        words = _("{team} has enough for now; another one needs you.")
        await say(interaction, words.format(team=team_name(pressed.team)))
    elif joined.team == pressed.team:
        await say(interaction, _("You play for {team}.").format(team=team_name(joined.team)))
    else:
        words = _("You play for {team} already; the first choice counts.")
        await say(interaction, words.format(team=team_name(joined.team)))
    await show_game(bot, pressed.game)


async def reveal(bot: FanBot, game_id: int, number: int) -> None:
    """Show the answer."""
    await bot.store.games.reveal(game_id, number, discord.utils.utcnow())


async def ask_next(bot: FanBot, game_id: int, number: int) -> None:
    """Ask the next question; after too many that nobody answered the game ends instead."""
    running = await bot.store.games.to_tend(discord.utils.utcnow())
    await ask_or_end(bot, game_id, number, next((each for each in running if each.game_id == game_id), None))


async def stop_game(interaction: Interaction) -> None:
    """Stop the game that runs here; what was revealed so far counts."""
    bot, games = interaction.client, interaction.client.store.games
    game = await games.running_in(interaction.channel_id) if interaction.channel_id else None
    if game is None:
        words = _("No game is running in this channel. {start} starts one.")
        await say(interaction, words.format(start=bot.mention("trivia start")))
        return
    if not await _may_lead(interaction, game):
        words = _(
            "Only {host} or a moderator can stop this game; you can start your own in another channel with {start}."
        )
        await say(interaction, words.format(host=_host(game), start=bot.mention("trivia start")))
        return
    await games.end_game(game.id, "stopped", discord.utils.utcnow())
    await say(interaction, _("The game is stopped."))
    await show_game(bot, game.id)


def _host(game: Game) -> str:
    return _("the host") if game.host_id is None else f"<@{game.host_id}>"
