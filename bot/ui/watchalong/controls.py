"""What can be pressed on the messages of a watch-along."""

from datetime import timedelta
from typing import Final

import discord

from bot.client import Interaction
from bot.errors import EpisodeUnknownError, NotAHostError
from bot.locale import _
from bot.show.episodes import PREMISE
from bot.store.game_values import GameSettings
from bot.store.watchalongs import Watchalong
from bot.ui.editing.access import require_editor
from bot.ui.kit import phrases
from bot.ui.kit.presses import Handlers
from bot.ui.kit.progress import jump_card, say_saved
from bot.ui.kit.replies import reply, say
from bot.ui.trivia.starting import PACE, USUAL, play
from bot.ui.watchalong.cards import cancel_card, cancelled_card
from bot.ui.watchalong.ids import (
    CancelWatchalongId,
    CancelWatchalongYesId,
    FurtherThreadId,
    NoChangeId,
    QuizId,
    WatchedId,
)
from bot.ui.watchalong.starting import NEEDS, start_and_tell
from bot.ui.watchalong.tending import tend_watchalong
from bot.viewer import require

_GRACE: Final = timedelta(minutes=5)  # how long a time may be over when a question about it is answered


async def change_nothing(interaction: Interaction, _pressed: NoChangeId) -> None:
    """Say so."""
    await say(interaction, _("Nothing was changed."))


async def open_further_thread(interaction: Interaction, pressed: FurtherThreadId) -> None:
    """Start the watch-along in the place of the question."""
    await require_editor(interaction, NotAHostError)
    require(interaction, *NEEDS)
    bot, channel, starts = interaction.client, interaction.channel, pressed.starts_at
    if pressed.episode == PREMISE or not bot.show.known(pressed.episode):
        raise EpisodeUnknownError(str(pressed.episode))
    if not isinstance(channel, discord.TextChannel) or starts < discord.utils.utcnow() - _GRACE:
        words = _("That time has passed. {start} plans another one.")
        await say(interaction, words.format(start=bot.mention("watchalong start")))
        return
    await start_and_tell(interaction, channel, pressed.episode, starts)


async def ask_to_cancel(interaction: Interaction, pressed: CancelWatchalongId) -> None:
    """Ask first."""
    watchalong = await _to_cancel(interaction, pressed.watchalong)
    if watchalong is not None:
        await reply(interaction, cancel_card(watchalong))


async def cancel_watchalong(interaction: Interaction, pressed: CancelWatchalongYesId) -> None:
    """Cancel it, and let everybody know."""
    bot, watchalong = interaction.client, await _to_cancel(interaction, pressed.watchalong)
    if watchalong is None:
        return
    await reply(interaction, cancelled_card(watchalong))
    if await bot.store.watchalongs.cancel(watchalong.id):
        await tend_watchalong(bot, watchalong)


async def _to_cancel(interaction: Interaction, watchalong_id: int) -> Watchalong | None:
    """The watch-along that this member may cancel; where there is nothing to cancel they hear that."""
    bot = interaction.client
    watchalong = await bot.store.watchalongs.watchalong_of(interaction.guild_id, watchalong_id)
    if watchalong is not None and watchalong.state == "making":
        await say(interaction, _("I’m still preparing this watch-along. Press again in a moment."))
        return None
    if watchalong is None or watchalong.state != "planned":
        words = _("This watch-along is over. {start} plans another one.")
        await say(interaction, words.format(start=bot.mention("watchalong start")))
        return None
    if interaction.user.id != watchalong.host_id:
        await require_editor(interaction, NotAHostError)
    return watchalong


async def set_watched(interaction: Interaction, pressed: WatchedId) -> None:
    """Move the progress of whoever presses, privately and only ever forward; ask first where that would skip episodes."""
    bot, viewers = interaction.client, interaction.client.store.viewers
    show, user, episode = bot.show, interaction.user.id, pressed.episode
    if not show.known(episode):
        raise EpisodeUnknownError(str(episode))
    before = await viewers.progress(show.id, user)
    if before is not None and show.skips(before, episode):
        await reply(interaction, jump_card(before, episode))
    elif await viewers.raise_progress(show.id, user, episode):
        await say_saved(interaction, episode, before, first=before is None)
    else:
        await say(interaction, phrases.progress_is(await viewers.progress(show.id, user), bot))


async def start_quiz(interaction: Interaction, pressed: QuizId) -> None:
    """Start it; whoever presses is its host."""
    if pressed.episode not in interaction.client.show.episodes:
        raise EpisodeUnknownError(str(pressed.episode))
    await play(interaction, GameSettings(USUAL, PACE, None, None, pressed.episode), repeats=True)


HANDLERS: Final[Handlers] = {
    NoChangeId: change_nothing,
    FurtherThreadId: open_further_thread,
    CancelWatchalongId: ask_to_cancel,
    CancelWatchalongYesId: cancel_watchalong,
    WatchedId: set_watched,
    QuizId: start_quiz,
}
