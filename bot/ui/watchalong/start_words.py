"""What may become of the wish to start a watch-along, and what its host hears of that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bot.locale import _, month_words
from bot.show.episodes import Episode
from bot.show.spoilers import escape
from bot.times.days import NoSuchDay
from bot.times.moments import Either, Refused
from bot.ui.kit.layout import small
from bot.ui.kit.phrases import Mentions
from bot.ui.watchalong.cards import WRITTEN, when_words


@dataclass(frozen=True, slots=True)
class PlannedWatchalong:
    """Its card, event and thread are there. `in_utc`: its time was read in UTC, since the server chose no zone."""

    episode: Episode
    at: datetime
    thread_id: int
    in_utc: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """There is one in the channel at that time already; `link` is the address of its card."""

    link: str


StartedWatchalong: TypeAlias = PlannedWatchalong | Taken | Literal["made later"]
"""`made later`: Discord did not answer, and the loop goes on with it."""


def start_words(outcome: StartedWatchalong, bot: Mentions) -> str:
    """What whoever started a watch-along hears."""
    match outcome:
        case PlannedWatchalong():
            return _planned(outcome, bot)
        case Taken():
            words = _("There’s a watch-along in this channel at that time already: {link}")
            return words.format(link=outcome.link)
        case "made later":
            return _("Discord had trouble just now. I keep trying, and the watch-along appears here by itself.")


def _planned(planned: PlannedWatchalong, bot: Mentions) -> str:
    words = _(
        "The watch-along of {episode} begins {when}: {thread}. **Cancel** on its card, or deleting its event, calls it off."
    ).format(episode=planned.episode, when=when_words(planned.at), thread=f"<#{planned.thread_id}>")
    if not planned.in_utc:
        return words
    zone = _("Times are read in UTC here. {settings} sets another time zone.")
    return "\n".join((words, small(zone.format(settings=bot.mention("settings server")))))


def log_words(planned: PlannedWatchalong) -> str:
    """What the log channel hears."""
    words = _("{thread} shows everything through {episode}.")
    return words.format(thread=f"<#{planned.thread_id}>", episode=planned.episode)


def refused_time(refused: Refused, typed: str) -> str:
    """Why nothing can be planned for the time that was typed."""
    said = escape(typed, 60)
    match refused:
        case Either():
            words = _("“{typed}” can be {one} or {other}. Write the one that you mean like that.")
            return words.format(typed=said, one=f"{refused.one:{WRITTEN}}", other=f"{refused.other:{WRITTEN}}")
        case NoSuchDay():
            words = _("{year} has no {day} {month}. Choose another day.")
            return words.format(year=refused.year, day=refused.day, month=month_words(refused.month))
        case "unreadable":
            words = _(
                "I can’t read “{typed}” as a time. Write it like 20:30, tomorrow 20:00, sat 9pm, 24 dec 20:00 or in 2 hours."
            )
        case "no time of day":
            words = _("“{typed}” is a day. Add a time, such as 20:00.")
        case "past":
            words = _("“{typed}” has passed already. Choose a later time.")
        case "far":
            words = _("“{typed}” is more than a year from now. Choose an earlier time.")
    return words.format(typed=said)
