"""Public games: their message, how one starts, and everything that can be pressed on them. Their whole state is in the store."""

import asyncio
import logging
from datetime import timedelta
from typing import Final

import discord
from discord import ui

from bot import failures
from bot.client import FanBot, Interaction
from bot.limits import GAME
from bot.locale import _, speaking
from bot.show.episodes import PREMISE, Episode
from bot.show.facts import DIFFICULTIES
from bot.show.trivia import PAUSE, PUBLIC_TOPICS, matching
from bot.store.game_messages import Board
from bot.store.games import Fallen, Game, GameSettings, Shortage, Start, Tend
from bot.ui.editing.access import answer
from bot.ui.kit import phrases
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare, message_link, row
from bot.ui.trivia.cards import (
    LETTERS,
    asking_view,
    option_labels,
    revealed_view,
    standings_view,
)
from bot.ui.trivia.pool import pool as pool_of
from bot.ui.trivia.reports import Wrong
from bot.ui.trivia.results import Leaderboard, Missed
from bot.viewer import channel_scope, is_moderator_here, repeating, require, require_member

log = logging.getLogger(__name__)

USUAL: Final = 5
"""Questions of a game, unless somebody chose how many."""

PACE: Final = 20
"""Seconds for a question, unless somebody chose how long."""

_PATIENCE: Final = 3.0  # seconds for one edit: a slow channel holds up the games of all others no longer
_GLANCE: Final = timedelta(minutes=1)  # how long “You chose” stands where there is no clock


# ------------------------------------------------------------------------------------------------ the game's message


async def show_game(bot: FanBot, game_id: int) -> None:
    """Bring a game's message up to date. Whoever claims the edit makes it; a failed one is made again by the loop."""
    messages = bot.store.game_messages
    if not await messages.claim_edit(game_id, discord.utils.utcnow()):
        return
    board = await messages.board(game_id)
    if board is None or board.game.channel_id is None:
        return
    game, guild = board.game, bot.get_guild(board.game.guild_id)
    with speaking(str(guild.preferred_locale) if guild else "en"):
        view = _game_view(bot, board)
    channel = bot.get_partial_messageable(board.game.channel_id, guild_id=game.guild_id)
    try:
        async with asyncio.timeout(_PATIENCE):
            if game.message_id is None:
                # Discord drops a second message with the same nonce: a killed process may have posted this one already.
                # After the first one was deleted it answers its nonce for some minutes that it is gone: this one is another.
                nonce = f"{game.id}s" if game.ended == "deleted" else f"{game.id}"
                message_id = (await channel.send(view=view, nonce=nonce)).id
            else:
                message_id = (await channel.get_partial_message(game.message_id).edit(view=view)).id
    except failures.ERRORS as error:
        if failures.out_of_reach(error):
            await _lost(bot, game, deleted=isinstance(error, discord.NotFound))
            return
        times = await messages.release_edit(game.id, discord.utils.utcnow())
        level = logging.WARNING if times == 1 else logging.DEBUG
        log.log(level, "the message of game %s could not be edited: %s", game.id, failures.reason(error))
    else:
        await messages.set_shown(game.id, game.version, message_id, discord.utils.utcnow())


async def _lost(bot: FanBot, game: Game, *, deleted: bool) -> None:
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


def _game_view(bot: FanBot, board: Board) -> ui.LayoutView:
    game, round_ = board.game, board.round
    if game.phase == "over" or round_ is None:
        return _standings(board)
    if game.phase == "asking":
        labels = option_labels(round_, channel_scope(game.ceiling))
        buttons = [Answer.button(f"t1:{round_.id}:{i}", label) for i, label in enumerate(labels)]
        untimed = [Reveal.button(f"t1:reveal:{round_.id}", _("Reveal the answer"))]
        return asking_view(board, round_, buttons, [] if game.settings.seconds else untimed)
    controls: list[Control] = []
    if not game.settings.seconds and board.more:
        label = _("Next question")
        controls.append(Onward.button(f"t1:next:{round_.id}", label, style=discord.ButtonStyle.primary))
    controls.append(Wrong.button(f"t1:wrong:{round_.id}", _("Question is wrong")))
    return revealed_view(board, round_, bot.show, controls)


def _standings(board: Board) -> ui.LayoutView:
    game = board.game
    controls: list[Control] = [
        Rematch.button(f"t1:rematch:{game.id}", _("Rematch"), style=discord.ButtonStyle.primary),
        Leaderboard.button("t1:board:week", _("Leaderboard")),
    ]
    if board.missed:
        controls.append(Missed.button(f"t1:missed:{game.id}", _("What nobody got")))
    # No story stands there, so it holds also where the channel goes less far by now.
    return standings_view(board, PREMISE if game.ended == "ceiling" else game.ceiling, controls)


async def tend_game(bot: FanBot, tend: Tend) -> None:
    """Do what is due: end, reveal, ask, count, and show it. Each step is decided in the store, once."""
    games, at = bot.store.games, discord.utils.utcnow()
    if tend.phase != "over":
        if tend.ceiling_fell:
            await games.end_game(tend.game_id, "ceiling", at)
        elif tend.phase == "asking" and not tend.lost and (tend.is_due or tend.all_answered):
            await games.reveal(tend.game_id, tend.round, at)
        elif tend.lost or (tend.phase == "revealed" and tend.is_due):
            if tend.is_last:
                await games.end_game(tend.game_id, "silent" if tend.silent else "finished", at)
            else:
                await games.open_next(tend.game_id, tend.round, at)
        elif tend.counts:
            await games.count_answers(tend.game_id, tend.round, at)
    await show_game(bot, tend.game_id)


# ------------------------------------------------------------------------------------------------ starting a game


async def start_game(
    interaction: Interaction, settings: GameSettings, *, anew: bool = False, about: Episode | None = None
) -> None:
    """Start a game in this channel, or say in one sentence why not; the game's message is a message of its own.

    An interaction's own message could be edited for 15 minutes only. `about` asks about one episode alone, where there are
    questions enough of it.
    """
    bot, channel = interaction.client, interaction.channel
    require_member(interaction)
    if interaction.guild_id is None or channel is None:
        await say(
            interaction,
            _("A game needs a channel of a server that I am a member of. {practice} works here.").format(
                practice=bot.mention("trivia practice")
            ),
        )
        return
    require(interaction, "view_channel", "send_messages")
    viewer = await bot.viewer(interaction)
    if viewer.private_here:
        words = _("Replies are private in this channel, so no game can run here. {practice} works everywhere.")
        await say(interaction, words.format(practice=bot.mention("trivia practice")))
        return
    is_wanted = matching(settings.difficulty, settings.topic)
    start = Start(
        id=interaction.id,
        show_id=bot.show.id,
        guild_id=interaction.guild_id,
        channel_id=channel.id,
        parent_id=channel.parent_id if isinstance(channel, discord.Thread) else None,
        host_id=interaction.user.id,
        ceiling=viewer.ceiling,
        settings=settings,
        at=discord.utils.utcnow(),
    )
    pool = [each for each in await pool_of(interaction, channel_scope(viewer.ceiling)) if is_wanted(each)]
    of_it = [each for each in pool if each.revealed_in == about]
    if len(of_it) >= settings.rounds:
        pool = of_it
    outcome = await bot.store.games.start_game(start, pool, anew=anew)
    if outcome is None:
        await say(interaction, await _running_already(interaction, channel.id))
    elif isinstance(outcome, Shortage):
        await answer(interaction, _shortage(bot, start, outcome))
    elif isinstance(outcome, Fallen):
        words = _("This channel goes less far than a moment ago. {start} starts a game that fits it.")
        await say(interaction, words.format(start=bot.mention("trivia start")))
    else:
        await _announce(interaction, outcome)


async def _announce(interaction: Interaction, game: Game) -> None:
    """Answer the host first, since Discord waits three seconds only; then post the game."""
    bot = interaction.client
    begins = (
        _("The game begins: {rounds} questions that are safe for everyone. {stop} ends it.")
        if game.ceiling == PREMISE
        else _("The game begins: {rounds} questions through {ceiling}. {stop} ends it.")
    )
    words = begins.format(rounds=game.settings.rounds, ceiling=game.ceiling, stop=bot.mention("trivia stop"))
    lost = await bot.store.game_messages.news_for_host(game.guild_id, interaction.user.id)
    if lost is not None:
        words += "\n-# " + _("Your game in <#{channel}> ended: its message was out of my reach.").format(channel=lost)
    await say(interaction, words)
    await show_game(bot, game.id)
    after = await bot.store.games.game(game.id)
    if after and after.phase == "over":
        await bot.store.game_messages.set_host_told(game.id)
        sorry = _("I may not post in this channel, so the game is over before it began. {practice} works everywhere.")
        await interaction.edit_original_response(view=bare(sorry.format(practice=bot.mention("trivia practice"))))


async def _running_already(interaction: Interaction, channel_id: int) -> str:
    game = await interaction.client.store.games.running_in(channel_id)
    link = message_link(interaction.guild_id, channel_id, game and game.message_id)
    return _("A game is running in this channel already: {link}").format(link=link)


def _shortage(bot: FanBot, start: Start, shortage: Shortage) -> ui.LayoutView:
    through, settings = phrases.through(start.ceiling), start.settings
    raise_it = bot.mention("settings channel")
    if shortage.all == 0:
        words = _(
            "There are no such questions {through}. Try another difficulty or topic, or raise the ceiling with {it}."
        )
        return bare(words.format(through=through, it=raise_it))
    buttons: list[Control] = []
    if shortage.all < settings.rounds:
        words = _(
            "There are only {count} such questions {through}. Start a game of {count}, or raise the ceiling with {it}."
        )
        words = words.format(count=shortage.all, through=through, it=raise_it)
        buttons.append(
            _start_button(_("Yes, a game of {count}").format(count=shortage.all), settings, shortage.all, True)
        )
    else:
        if shortage.fresh:
            words = _("Only {count} such questions {through} are new to this server.")
            words = words.format(count=shortage.fresh, through=through)
            label = _("Yes, a game of {count}").format(count=shortage.fresh)
            buttons.append(_start_button(label, settings, shortage.fresh, False))
        else:
            words = _("This server has had all such questions {through}.").format(through=through)
        buttons.append(_start_button(_("Yes, ask old ones again"), settings, settings.rounds, True))
    return bare(words, row(*buttons))


def _start_button(label: str, settings: GameSettings, rounds: int, anew: bool) -> "Anew":
    difficulty = 0 if settings.difficulty is None else 1 + DIFFICULTIES.index(settings.difficulty)
    topic = 0 if settings.topic is None else 1 + PUBLIC_TOPICS.index(settings.topic)
    return Anew.button(f"t1:anew:{rounds}:{settings.seconds}:{difficulty}:{topic}:{int(anew)}", label)


async def say(interaction: Interaction, words: str) -> None:
    """One sentence, privately; in the place of the private reply whose button was pressed."""
    await answer(interaction, bare(words))


# ------------------------------------------------------------------------------------------------ controls


class Answer(Control, template=r"t1:(?P<round>\d+):(?P<choice>[0-3])"):
    """An option of a public game. It says which one, never whether it is right."""

    async def press(self, interaction: Interaction) -> None:
        """Keep it, if it is the first; the answer comes when the time is up."""
        press = await interaction.client.store.rounds.answer(
            interaction.guild_id, int(self.state["round"]), interaction.user.id, int(self.state["choice"]),
            discord.utils.utcnow(),
        )  # fmt: skip
        stays = PAUSE
        if press is None:
            words = _("The time for this question is over.")
        else:
            stays += _GLANCE if press.closes_in is None else press.closes_in
            # It stands on the public message that was just pressed, so its own gate is the scope.
            option = press.option.markdown(repeating(press.option))
            chosen = f"**{LETTERS[press.choice]} · {option}**"
            words = (
                _("You chose {option} already; the first press counts.")
                if not press.counted
                else _("You chose {option}. The answer comes when the time is up.")
                if press.closes_in
                else _("You chose {option}. The answer comes when the host reveals it.")
            ).format(option=chosen)
        # It goes with its question: ten of these would push the game's message out of sight.
        await interaction.response.send_message(view=bare(words), ephemeral=True, delete_after=stays.total_seconds())


class UntimedControl(Control, template=r"(?!)"):
    """Moves a game without a clock on; for its host and for moderators."""

    async def press(self, interaction: Interaction) -> None:
        """Move on, if it is theirs to do."""
        bot, games = interaction.client, interaction.client.store.games
        place = await bot.store.rounds.place_of(interaction.guild_id, int(self.state["round"]))
        game = await games.game(place[0]) if place else None
        if place is None or game is None:
            words = _("This game is over. {start} starts another one.").format(start=bot.mention("trivia start"))
            await interaction.response.send_message(view=bare(words), ephemeral=True)
            return
        if not await may_lead(interaction, game):
            words = _("Only the host of this game or a moderator can do that. {practice} asks you alone.").format(
                practice=bot.mention("trivia practice")
            )
            await interaction.response.send_message(view=bare(words), ephemeral=True)
            return
        await interaction.response.defer()
        if not await games.end_game(game.id, "ceiling", discord.utils.utcnow()):
            await self.move(bot, game.id, place[1])
        await show_game(bot, game.id)

    async def move(self, bot: FanBot, game_id: int, number: int) -> None:
        """What comes after round `number` as it stands."""
        raise NotImplementedError


class Reveal(UntimedControl, template=r"t1:reveal:(?P<round>\d+)"):
    """Shows the answer."""

    async def move(self, bot: FanBot, game_id: int, number: int) -> None:
        """Close the round."""
        await bot.store.games.reveal(game_id, number, discord.utils.utcnow())


class Onward(UntimedControl, template=r"t1:next:(?P<round>\d+)"):
    """Asks the next question; after too many that nobody answered the game ends instead."""

    async def move(self, bot: FanBot, game_id: int, number: int) -> None:
        """Open the next round."""
        games, at = bot.store.games, discord.utils.utcnow()
        tend = next((each for each in await games.to_tend(at) if each.game_id == game_id), None)
        if tend and tend.is_last:
            await games.end_game(game_id, "silent" if tend.silent else "finished", at)
        else:
            await games.open_next(game_id, number, at)


async def may_lead(interaction: Interaction, game: Game) -> bool:
    """The host, and moderators."""
    settings = await interaction.client.store.guilds.settings(game.guild_id)
    return interaction.user.id == game.host_id or is_moderator_here(interaction, settings)


class Rematch(Control, template=r"t1:rematch:(?P<game>\d+)"):
    """The same kind of game once more; whoever presses is its host."""

    limit = GAME

    async def press(self, interaction: Interaction) -> None:
        """Start it, unless one is running."""
        game = await interaction.client.store.games.game_of(interaction.guild_id, int(self.state["game"]))
        if game is None:
            await say(interaction, _("I know nothing of this game any more. Start one with {start}.").format(
                start=interaction.client.mention("trivia start")
            ))  # fmt: skip
            return
        await start_game(interaction, game.settings)


class Anew(
    Control,
    template=r"t1:anew:(?P<rounds>\d{1,2}):(?P<seconds>\d{1,3}):(?P<difficulty>[0-3]):(?P<topic>[0-4]):(?P<anew>[01])",
):
    """A game of fewer questions, or with some that this server has had."""

    limit = GAME

    async def press(self, interaction: Interaction) -> None:
        """Start it in the place of the question."""
        difficulty, topic = int(self.state["difficulty"]), int(self.state["topic"])
        settings = GameSettings(
            int(self.state["rounds"]),
            int(self.state["seconds"]),
            DIFFICULTIES[difficulty - 1] if difficulty else None,
            PUBLIC_TOPICS[topic - 1] if topic else None,
        )
        await start_game(interaction, settings, anew=self.state["anew"] == "1")


CONTROLS: Final = (
    Answer,
    Reveal,
    Onward,
    Rematch,
    Anew,
)
