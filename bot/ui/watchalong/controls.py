"""A watch-along from its card to its end: made, looked after, shown, and everything that can be pressed on it.

Its state is in the store. Every step that Discord is asked for is claimed there first, so that it is made once, and again
by the loop where a killed process left it.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

import discord
from discord import ui

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import BotNotAllowedError, EpisodeUnknownError, NotAHostError
from bot.limits import GAME
from bot.locale import _, speaking
from bot.show.episodes import Episode
from bot.show.spoilers import shown_name
from bot.store.games import GameSettings
from bot.store.watchalongs import Watchalong
from bot.ui.editing.access import answer, require_editor
from bot.ui.kit import phrases
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare, message_link
from bot.ui.kit.progress import jump_card
from bot.ui.trivia.starting import PACE, USUAL, play
from bot.ui.watchalong.cards import (
    cancel_card,
    cancelled_view,
    closing_card,
    event_description,
    event_name,
    over_card,
    planned_card,
    thread_name,
)

log = logging.getLogger(__name__)

_LATE: Final = timedelta(hours=6)  # after this long nothing is said in the thread any more
_SOON: Final = timedelta(minutes=1)  # events begin in the future
_HAS_THREAD: Final = 160004  # what Discord answers where a message has a thread already
_WEEK: Final = 10080  # minutes without a word until Discord puts the thread away: the longest that it takes


# ------------------------------------------------------------------------------------------------- making


async def make_watchalong(bot: FanBot, watchalong: Watchalong, *, again: bool = False) -> int:
    """Card, event and thread, as far as they do not stand yet; gives the id of the thread, which is the card's.

    Raises:
        BotNotAllowedError: the bot may not make one of them. Then, and after any other refusal, none of them stays.
        failures.ERRORS: nobody knows what was made. The loop goes on with it, once it is released.
    """
    store, guild = bot.store.watchalongs, bot.get_guild(watchalong.guild_id)
    channel = bot.get_partial_messageable(watchalong.channel_id, guild_id=watchalong.guild_id)
    message_id, event, lacking = watchalong.message_id, None, "send_messages"
    assert guild is not None, "whoever calls this knows the server"  # noqa: S101  says why it holds
    try:
        with speaking(str(guild.preferred_locale)):
            if message_id is None:
                # Discord drops a second message with the same nonce: a killed process may have posted this one already.
                card = await channel.send(view=_card(bot, watchalong), nonce=f"{watchalong.id}c")
                message_id = card.id
                await store.set_message(watchalong.id, message_id)
            lacking = "create_events"
            if watchalong.event_id is None:
                event = await _make_event(guild, watchalong, bot, message_id, again=again)
                await store.set_event(watchalong.id, event.id)
            lacking = "create_public_threads"
            name = thread_name(watchalong.episode)
        try:
            await channel.get_partial_message(message_id).create_thread(name=name, auto_archive_duration=_WEEK)
        except discord.HTTPException as error:
            if error.code != _HAS_THREAD:
                raise
    except failures.ERRORS as error:
        if not failures.refused(error):
            raise
        await _unmake(bot, watchalong, message_id, event.id if event else watchalong.event_id)
        if isinstance(error, discord.Forbidden):
            raise BotNotAllowedError([lacking]) from error
        raise
    await store.plan(watchalong.id)
    return message_id


async def _make_event(
    guild: discord.Guild, watchalong: Watchalong, bot: FanBot, thread_id: int, *, again: bool
) -> discord.ScheduledEvent:
    """The event in the server's list; where a killed process may have made it, the one that is there."""
    link = message_link(guild.id, thread_id)
    if again:
        for event in await guild.fetch_scheduled_events(with_counts=False):
            if link in (event.description or ""):
                return event
    channel = guild.get_channel(watchalong.channel_id)
    # Everybody in the server sees an event: it names no channel that they do not see.
    is_open = channel is not None and channel.permissions_for(guild.default_role).view_channel
    name = shown_name(channel.name, "", 99) if channel and is_open else ""
    begins = max(watchalong.starts_at, discord.utils.utcnow() + _SOON)
    return await guild.create_scheduled_event(
        name=event_name(bot.show, watchalong.episode),
        description=event_description(watchalong.episode, link),
        start_time=begins,
        end_time=max(watchalong.ends_at, begins + _SOON),
        location=f"#{name}" if name else thread_name(watchalong.episode),
        entity_type=discord.EntityType.external,
        privacy_level=discord.PrivacyLevel.guild_only,
    )


async def _unmake(bot: FanBot, watchalong: Watchalong, message_id: int | None, event_id: int | None) -> None:
    """Leave nothing half made; what cannot be taken away now is called off by the loop."""
    gone = await _delete_event(bot, watchalong.guild_id, event_id)
    if message_id is not None:
        channel = bot.get_partial_messageable(watchalong.channel_id, guild_id=watchalong.guild_id)
        try:
            await channel.get_partial_message(message_id).delete()
        except failures.ERRORS as error:
            log.warning("the card of watch-along %s could not be deleted: %s", watchalong.id, failures.reason(error))
            gone = gone and failures.refused(error)
    if gone:
        await bot.store.watchalongs.forget(watchalong.id)
    else:
        await bot.store.watchalongs.abandon(watchalong.id)
        await bot.store.watchalongs.release(watchalong.id)


async def _delete_event(bot: FanBot, guild_id: int, event_id: int | None) -> bool:
    """Delete it; False where that is to be tried again."""
    guild = bot.get_guild(guild_id)
    if guild is None or event_id is None:
        return True
    try:
        await (await guild.fetch_scheduled_event(event_id, with_counts=False)).delete()
    except failures.ERRORS as error:
        log.info("event %s could not be deleted: %s", event_id, failures.reason(error))
        return failures.refused(error)
    return True


# ------------------------------------------------------------------------------------------------- tending


async def tend_watchalong(bot: FanBot, watchalong: Watchalong) -> None:
    """Do what is due of one: make it whole, ask whether it still stands, end it, show it. Whoever claims it does it."""
    store, now = bot.store.watchalongs, discord.utils.utcnow()
    # Of a server that let the bot go everything waits for its return; cogs/setup.py ends that.
    if bot.get_guild(watchalong.guild_id) is None:
        return
    claimed = await store.claim(watchalong.id, now)
    if claimed is None:
        return
    try:
        match claimed.state:
            case "making" if claimed.ends_at <= now:
                await _unmake(bot, claimed, claimed.message_id, claimed.event_id)
            case "making":
                try:
                    await make_watchalong(bot, claimed, again=True)
                except BotNotAllowedError as error:
                    log.info("watch-along %s could not be made: %s", claimed.id, error)
            case "planned" if claimed.ends_at <= now:
                await _end(bot, claimed, now)
            case "planned":
                await _check(bot, claimed, now)
            case _:
                pass
        await show_watchalong(bot, claimed.id)
    except failures.ERRORS:
        await store.release(claimed.id)
        raise
    await store.release(claimed.id)


async def _check(bot: FanBot, watchalong: Watchalong, now: datetime) -> None:
    """A thread or an event that somebody deleted calls it off; an event that was ended ends it."""
    guild = bot.get_guild(watchalong.guild_id)
    if guild is None or watchalong.message_id is None or watchalong.event_id is None:
        return
    try:
        await bot.fetch_channel(watchalong.message_id)
    except discord.NotFound:
        await bot.store.watchalongs.cancel(watchalong.id)
        return
    except failures.ERRORS as error:
        log.info("the thread of watch-along %s could not be looked after: %s", watchalong.id, failures.reason(error))
    try:
        event = await guild.fetch_scheduled_event(watchalong.event_id, with_counts=False)
        stands = event.status in {discord.EventStatus.scheduled, discord.EventStatus.active}
    except discord.NotFound:
        stands = False
    except failures.ERRORS as error:
        log.info("the event of watch-along %s could not be looked after: %s", watchalong.id, failures.reason(error))
        stands = True
    if stands:
        return
    # Discord keeps no event that is over: before it began it was deleted, since then it was ended.
    if now < watchalong.starts_at:
        await bot.store.watchalongs.cancel(watchalong.id)
    else:
        await _end(bot, watchalong, now)


async def _end(bot: FanBot, watchalong: Watchalong, now: datetime) -> None:
    """Say in the thread what comes now; where nobody can be reached there any more, the card says it."""
    guild, thread_id = bot.get_guild(watchalong.guild_id), watchalong.message_id
    if guild is not None and thread_id is not None and now < watchalong.ends_at + _LATE:
        with speaking(str(guild.preferred_locale)):
            quiz = Quiz.button(f"w1:quiz:{watchalong.episode.ordinal}", _("Quiz"))
            view = closing_card(watchalong, [_watched(watchalong.episode), quiz])
        try:
            thread = bot.get_partial_messageable(thread_id, guild_id=guild.id)
            await thread.send(view=view, nonce=f"{watchalong.id}e")
        except (discord.NotFound, discord.Forbidden) as error:
            log.info("watch-along %s ends without a word in its thread: %s", watchalong.id, failures.reason(error))
    await bot.store.watchalongs.end(watchalong.id)


async def show_watchalong(bot: FanBot, watchalong_id: int) -> None:
    """Bring the card up to date; what is shown to the end is forgotten."""
    store = bot.store.watchalongs
    watchalong = await store.watchalong(watchalong_id)
    if watchalong is None or watchalong.message_id is None or watchalong.is_shown:
        return
    guild = bot.get_guild(watchalong.guild_id)
    with speaking(str(guild.preferred_locale) if guild else "en"):
        view = _card(bot, watchalong)
        if watchalong.state == "cancelled" and not await _call_off(bot, watchalong):
            return
    channel = bot.get_partial_messageable(watchalong.channel_id, guild_id=watchalong.guild_id)
    try:
        await channel.get_partial_message(watchalong.message_id).edit(view=view)
    except failures.ERRORS as error:
        log.warning("the card of watch-along %s could not be edited: %s", watchalong.id, failures.reason(error))
        if not failures.out_of_reach(error):
            return
    await store.set_shown(watchalong.id, watchalong.version)


async def _call_off(bot: FanBot, watchalong: Watchalong) -> bool:
    """Delete the event, and tell those who are in the thread; False where that is to be tried again."""
    if not await _delete_event(bot, watchalong.guild_id, watchalong.event_id):
        return False
    thread = bot.get_partial_messageable(watchalong.message_id or 0, guild_id=watchalong.guild_id)
    try:
        await thread.send(view=cancelled_view(watchalong), nonce=f"{watchalong.id}x")
    except failures.ERRORS as error:
        log.info("watch-along %s is called off without a word: %s", watchalong.id, failures.reason(error))
    return True


def _card(bot: FanBot, watchalong: Watchalong) -> ui.LayoutView:
    match watchalong.state:
        case "over":
            return over_card(watchalong, bot.show, _watched(watchalong.episode))
        case "cancelled":
            return cancelled_view(watchalong)
        case _:
            return planned_card(watchalong, bot.show, Cancel.button(f"w1:cancel:{watchalong.id}", _("Cancel")))


def _watched(episode: Episode) -> "Watched":
    return Watched.button(f"w1:watched:{episode.ordinal}", _("I watched it"), style=discord.ButtonStyle.primary)


# ------------------------------------------------------------------------------------------------- controls


class NotNow(Control, template=r"w1:not"):
    """Nothing is started, or nothing is cancelled."""

    async def press(self, interaction: Interaction) -> None:
        """Say so."""
        await interaction.response.edit_message(view=bare(_("Nothing was changed.")))


class Cancel(Control, template=r"w1:cancel:(?P<watchalong>\d+)"):
    """Stands on the card, for its host and for moderators."""

    async def press(self, interaction: Interaction) -> None:
        """Ask first."""
        watchalong = await _to_cancel(interaction, int(self.state["watchalong"]))
        if watchalong is not None:
            yes = CancelYes.button(f"w1:off:{watchalong.id}", _("Yes, cancel it"), style=discord.ButtonStyle.danger)
            view = cancel_card(watchalong, [yes, NotNow.button("w1:not", _("Keep it"))])
            await answer(interaction, view)


class CancelYes(Control, template=r"w1:off:(?P<watchalong>\d+)"):
    """It is called off."""

    async def press(self, interaction: Interaction) -> None:
        """Cancel it, and let everybody know."""
        bot, watchalong = interaction.client, await _to_cancel(interaction, int(self.state["watchalong"]))
        if watchalong is None:
            return
        await interaction.response.edit_message(view=cancelled_view(watchalong))
        if await bot.store.watchalongs.cancel(watchalong.id):
            await tend_watchalong(bot, watchalong)


async def _to_cancel(interaction: Interaction, watchalong_id: int) -> Watchalong | None:
    """The watch-along that this member may cancel; where there is nothing to cancel they hear that."""
    bot = interaction.client
    watchalong = await bot.store.watchalongs.watchalong_of(interaction.guild_id, watchalong_id)
    if watchalong is None or watchalong.state != "planned":
        making = watchalong is not None and watchalong.state == "making"
        words = _("I am still preparing this watch-along. Press again in a moment.")
        over = _("This watch-along is over. {start} plans another one.").format(start=bot.mention("watchalong start"))
        await answer(interaction, bare(words if making else over))
        return None
    if interaction.user.id != watchalong.host_id:
        await require_editor(interaction, NotAHostError)
    return watchalong


class Watched(Control, template=r"w1:watched:(?P<episode>\d{1,6})"):
    """I watched it: moves the progress of whoever presses, privately and only ever forward."""

    async def press(self, interaction: Interaction) -> None:
        """Move it; ask first where it would skip episodes."""
        bot, viewers = interaction.client, interaction.client.store.viewers
        show, user, episode = bot.show, interaction.user.id, Episode.from_ordinal(int(self.state["episode"]))
        if not show.known(episode):
            raise EpisodeUnknownError(str(episode))
        before = await viewers.progress(show.id, user)
        if before is not None and len(show.between(before, episode)) > 1:
            await answer(interaction, jump_card(before, episode))
            return
        if await viewers.raise_progress(show.id, user, episode):
            words = phrases.progress_was_set(episode, bot, first=before is None)
        else:
            words = phrases.progress_is(await viewers.progress(show.id, user), bot)
        await answer(interaction, bare(words))


class Quiz(Control, template=r"w1:quiz:(?P<episode>\d{1,6})"):
    """A short game in the thread, about the episode where there are questions enough of it."""

    limit = GAME

    async def press(self, interaction: Interaction) -> None:
        """Start it; whoever presses is its host."""
        about = Episode.from_ordinal(int(self.state["episode"]))
        await play(interaction, GameSettings(USUAL, PACE, None, None), repeats=True, about=about)


CONTROLS: Final = (
    NotNow,
    Cancel,
    CancelYes,
    Watched,
    Quiz,
)
