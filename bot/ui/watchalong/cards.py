"""Cards of a watch-along. They name the episode and nothing of it: whoever reads the channel sees them."""

from datetime import datetime
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _, day_words, sentences
from bot.show.episodes import PREMISE, Episode
from bot.show.shows import Show
from bot.show.spoilers import escape, plain
from bot.store.watchalongs import Watchalong
from bot.times.zones import zone_words
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, bare, card, confirm_card, line, message_link, row, small, text, title
from bot.ui.watchalong.ids import (
    CancelWatchalongId,
    CancelWatchalongYesId,
    FurtherThreadId,
    NoChangeId,
    QuizId,
    WatchedId,
)

WRITTEN: Final = "%Y-%m-%d %H:%M"
"""How a moment is written where it has to be read again as the same one."""

SHORT: Final = 30
"""Characters of a text that a choice of a time can begin with."""


def _header(watchalong: Watchalong, show: Show, *more: str) -> ui.TextDisplay[Any]:
    words = _("Watch {episode} together").format(episode=watchalong.episode)
    return text(title(words), small(" · ".join((escape(show.name), *more))))


def when_words(at: datetime) -> str:
    """A moment for everybody, wherever they live."""
    return f"{discord.utils.format_dt(at, 'F')}, {discord.utils.format_dt(at, 'R')}"


def spoilers_are_fine(episode: Episode) -> str:
    """What a member who opens the thread has to know."""
    return _("In the thread, spoilers through {episode} are fine from the start.").format(episode=episode)


def _planned_card(watchalong: Watchalong, show: Show) -> ui.LayoutView:
    """What everybody sees from the start: when, who, and how far its thread goes."""
    host = [] if watchalong.host_id is None else [_("hosted by {member}").format(member=f"<@{watchalong.host_id}>")]
    lines = [f"**{when_words(watchalong.starts_at)}**", spoilers_are_fine(watchalong.episode)]
    remind = []
    if watchalong.event_id is not None:
        address = f"https://discord.com/events/{watchalong.guild_id}/{watchalong.event_id}"
        remind = [_link(_("Remind me"), address)]
    cancel = button(CancelWatchalongId(watchalong.id), _("Cancel"))
    buttons = row(*remind, *_thread_link(watchalong), cancel)
    return card(Accent.STORY, _header(watchalong, show, *host), line(), text(*lines), buttons)


def _link(label: str, address: str) -> ui.Button[Any]:
    return ui.Button(label=label, url=address)


def _thread_link(watchalong: Watchalong) -> list[ui.Button[Any]]:
    """The way to the thread, which has the id of the card; nothing before the card stands."""
    thread = watchalong.message_id
    return [] if thread is None else [_link(_("Open the thread"), message_link(watchalong.guild_id, thread))]


def _over_card(watchalong: Watchalong, show: Show) -> ui.LayoutView:
    """What stands in the place of the first card afterwards."""
    began = discord.utils.format_dt(watchalong.starts_at, "D")
    return card(
        Accent.STORY,
        _header(watchalong, show, began),
        line(),
        text(_("{episode} is done. The talk goes on in the thread.").format(episode=watchalong.episode)),
        row(_watched_button(watchalong), *_thread_link(watchalong)),
    )


def closing_card(watchalong: Watchalong) -> ui.LayoutView:
    """What is posted in the thread when the episode is over."""
    moves = _("**I watched it** moves your progress to {episode}, and only you see that.")
    asks = _("**Quiz** asks everybody in this thread five questions.")
    return card(
        Accent.STORY,
        text(title(_("{episode} is over").format(episode=watchalong.episode))),
        line(),
        text(f"- {moves.format(episode=watchalong.episode)}", f"- {asks}"),
        row(_watched_button(watchalong), button(QuizId(watchalong.episode), _("Quiz"))),
    )


def _watched_button(watchalong: Watchalong) -> ui.Button[Any]:
    return button(WatchedId(watchalong.episode), _("I watched it"), style=discord.ButtonStyle.primary)


def watchalong_card(watchalong: Watchalong, show: Show) -> ui.LayoutView:
    """One as it stands."""
    match watchalong.state:
        case "over":
            return _over_card(watchalong, show)
        case "cancelled":
            return cancelled_card(watchalong)
        case _:
            return _planned_card(watchalong, show)


def cancelled_card(watchalong: Watchalong) -> ui.LayoutView:
    """What stands in the place of the first card, and is said in the thread."""
    return bare(_("The watch-along of {episode} was cancelled.").format(episode=watchalong.episode))


def further_card(episode: Episode, ceiling: Episode, at: datetime) -> ui.LayoutView:
    """Asks a moderator before a thread goes further than its channel."""
    if ceiling == PREMISE:
        here = _("This channel shows only what is safe for everyone.")
    else:
        here = _("This channel shows everything through {episode}.").format(episode=ceiling)
    thread = _("In the thread of the watch-along on {when}, spoilers through {episode} are fine from the start.")
    yes = _("Yes, through {episode}").format(episode=episode)
    return confirm_card(
        _("Open a thread through {episode}?").format(episode=episode),
        sentences(here, thread.format(when=discord.utils.format_dt(at, "F"), episode=episode)),
        button(FurtherThreadId(episode, int(at.timestamp())), yes, style=discord.ButtonStyle.primary),
        button(NoChangeId(), _("Not now")),
        accent=Accent.DESK,
    )


def cancel_card(watchalong: Watchalong) -> ui.LayoutView:
    """Asks before a watch-along is called off."""
    return confirm_card(
        _("Cancel the watch-along of {episode}?").format(episode=watchalong.episode),
        _("Its event is deleted, and its thread stays without going further than its channel."),
        button(CancelWatchalongYesId(watchalong.id), _("Yes, cancel it"), style=discord.ButtonStyle.danger),
        button(NoChangeId(), _("Keep it")),
        accent=Accent.DESK,
    )


# ----------------------------------------------------------------------------------- names, which hide nothing


def thread_name(episode: Episode) -> str:
    """What the thread is called."""
    return _("{episode} · watch-along").format(episode=episode)


def event_name(show: Show, episode: Episode) -> str:
    """What the event is called."""
    return _("Watch {title} {episode} together").format(title=plain(show.name, 60), episode=episode)


def event_description(episode: Episode, thread: str) -> str:
    """What the event says; `thread` is its address."""
    return _("In the thread, spoilers through {episode} are fine from the start: {thread}").format(
        episode=episode, thread=thread
    )


def choice_name(typed: str, at: datetime, now: datetime, zone: str) -> str:
    """A choice of a time: what is typed, and the day and the time of day that it means."""
    day = day_words(at, "EEEEMMMMd" if at.year == now.year else "yEEEEMMMMd")
    # A client may send this in place of the text, which has to stand in it whole.
    return plain(f"{plain(typed)} · {day}, {at:%H:%M} · {zone_words(zone)}", 100)
