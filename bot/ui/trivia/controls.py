"""What can be pressed on the message of a public game."""

from typing import Final

import discord
from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.show.trivia import LETTERS
from bot.store.rounds import Press
from bot.ui.kit.presses import Handlers
from bot.ui.kit.progress import sets_progress
from bot.ui.kit.replies import put_off, reply, say
from bot.ui.trivia.boards import fill_leaderboard
from bot.ui.trivia.game_cards import missed_card
from bot.ui.trivia.hosting import add_team, ask_next, for_host, join_team, reveal
from bot.ui.trivia.ids import (
    AddTeamId,
    AnswerId,
    JoinTeamId,
    LeaderboardId,
    MissedId,
    MissedProgressId,
    NextQuestionId,
    RematchId,
    RevealAnswerId,
    StartGameId,
)
from bot.ui.trivia.starting import play
from bot.viewer import repeating


async def answer(interaction: Interaction, pressed: AnswerId) -> None:
    """Keep it, if it is the first; the answer comes when the time is up."""
    press = await interaction.client.store.rounds.answer(
        interaction.guild_id, pressed.round, interaction.user.id, pressed.choice, discord.utils.utcnow()
    )
    await say(interaction, chosen_words(press))


def chosen_words(press: Press | None) -> str:
    """Which option it was, and never whether it is right."""
    if press is None:
        return _("The time for this question is over; the next one is open to everybody.")
    if not press.counted:
        words = _("You chose {option} already; the first press counts.")
    elif press.timed:
        words = _("You chose {option}. The answer comes when the time is up.")
    else:
        words = _("You chose {option}. The answer comes when the host reveals it.")
    # It stands on the public message that was just pressed, so its own gate is the scope.
    option = press.option.markdown(repeating(press.option))
    return words.format(option=f"**{LETTERS[press.choice]} · {option}**")


async def rematch(interaction: Interaction, pressed: RematchId) -> None:
    """Start the same kind of game once more, with the teams that it had; whoever presses is its host."""
    bot = interaction.client
    game = await bot.store.games.game_of(interaction.guild_id, pressed.game)
    if game is None:
        words = _("I know nothing of this game any more. Start one with {start}.")
        await say(interaction, words.format(start=bot.mention("trivia start")))
        return
    await play(interaction, game.settings, rematch_of=game.id)


async def start_other_game(interaction: Interaction, pressed: StartGameId) -> None:
    """Start it in the place of the question, as a rematch where one was wished for."""
    games, before = interaction.client.store.games, pressed.rematch_of
    rematched = await games.game_of(interaction.guild_id, before) if before else None
    await play(interaction, pressed.settings, repeats=pressed.repeats, rematch_of=rematched.id if rematched else None)


async def show_missed(interaction: Interaction, pressed: MissedId) -> None:
    """Show what nobody had right, at the presser's own scope, as every private answer to a button on a public card."""
    await reply(interaction, await missed_anew(interaction, pressed))


async def missed_anew(interaction: Interaction, pressed: MissedId | MissedProgressId) -> ui.LayoutView:
    """The same, now as far as they have watched."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    rounds = await bot.store.rounds.missed(interaction.guild_id, pressed.game, viewer.finished)
    return missed_card(pressed.game, rounds, viewer, bot.show)


async def show_leaderboard(interaction: Interaction, pressed: LeaderboardId) -> None:
    """Show the leaderboard of a period: privately, or in the place of a private one."""
    await put_off(interaction)
    await fill_leaderboard(interaction, pressed.period, private=True)


HANDLERS: Final[Handlers] = {
    AnswerId: answer,
    RevealAnswerId: for_host(reveal),
    NextQuestionId: for_host(ask_next),
    AddTeamId: add_team,
    JoinTeamId: join_team,
    RematchId: rematch,
    StartGameId: start_other_game,
    MissedId: show_missed,
    MissedProgressId: sets_progress(missed_anew),
    LeaderboardId: show_leaderboard,
}
