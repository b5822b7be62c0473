"""What goes wrong at Discord or on the way there: what counts as that, what it means for what was asked, and its words."""

from typing import Final

import aiohttp
import discord

from bot.locale import _

ERRORS: Final = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""Errors of Discord's, or of the way there; a lost connection and a time limit (`TimeoutError`, an `OSError`) are among them."""

_ARRIVED: Final = 40060
_TOO_LATE: Final = 10062
_INVALID: Final = 50035
_HAS_THREAD: Final = 160004
_LIMITS: Final = range(30000, 32000)  # all that Discord counts and caps


def reason(error: BaseException) -> str:
    """Why it failed, for the log: one line, never empty, and none of the words that were sent."""
    if isinstance(error, discord.HTTPException):
        return f"HTTP {error.status}, code {error.code}"
    said = error.strerror if isinstance(error, OSError) else None  # never an address, which holds a token
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def refused(error: BaseException) -> bool:
    """Whether Discord surely did not do it. Of everything else nobody knows: it may have been done all the same."""
    return (
        isinstance(error, discord.HTTPException)
        and 400 <= error.status < 500
        and error.status != 429
        and error.code not in {_TOO_LATE, _ARRIVED}
    )


def out_of_reach(error: BaseException) -> bool:
    """Whether what was asked for is gone or closed to the bot, so that trying again is in vain."""
    return isinstance(error, discord.NotFound | discord.Forbidden) and refused(error)


def arrived(error: BaseException) -> bool:
    """Whether Discord says that an interaction was answered already: so an earlier try of ours did arrive."""
    return isinstance(error, discord.HTTPException) and error.code == _ARRIVED


def names_lost_emoji(error: BaseException) -> bool:
    """Whether Discord refuses a button or a menu for an emoji that is not there; in a text it would only show its name."""
    return isinstance(error, discord.HTTPException) and error.code == _INVALID and "emoji" in error.text.lower()


def has_thread(error: BaseException) -> bool:
    """Whether Discord says that a message has its thread already: an earlier try of ours did arrive."""
    return isinstance(error, discord.HTTPException) and error.code == _HAS_THREAD


def nobody_waits(error: BaseException) -> bool:
    """Whether the interaction is over: too old, or answered already."""
    return isinstance(error, discord.HTTPException) and error.code in {_TOO_LATE, _ARRIVED}


def words(error: Exception) -> str | None:
    """What a member reads where Discord did not do it; None where what we asked for was wrong, or it is no such error."""
    if not isinstance(error, ERRORS) or (isinstance(error, OSError) and error.filename is not None):
        return None
    if not isinstance(error, discord.HTTPException) or error.status >= 500 or error.status == 429:
        return _trouble()
    said = _refusals().get(error.code)
    if said is None and error.code in _LIMITS:
        return _("This server has as many of these as Discord allows. Delete one of them, then try again.")
    if said is None and error.status == 403:
        return _refusals()[50013]
    return said


def _trouble() -> str:
    return _("Discord had trouble just now, so that didn’t work. Please try again in a minute.")


def _refusals() -> dict[int, str]:
    """Discord's codes of refusals that nothing of ours is wrong with, in words."""
    gone = _("What this was about is deleted by now. Please start again.")
    no_access = _("I can’t see that channel. A moderator can give me **View Channel** there.")
    blocked = _("This server’s AutoMod doesn’t let that through. A moderator can change that in the server’s settings.")
    busy = _("Too much is being written here for Discord just now. Please try again in a minute.")
    threads = _(
        "This server has as many open threads as Discord allows, so nothing was made. Close one, then try again."
    )
    return {
        10003: gone,
        10004: gone,
        10008: gone,
        10070: gone,
        20016: _("This channel is in slow mode. Please try again later."),
        20028: busy,
        20029: busy,
        30038: _(
            "This server has as many events as Discord allows (100), so nothing was made. Delete one, then try again."
        ),
        30046: _("Discord lets old messages be changed only so often. Please try again in an hour."),
        40005: _("That’s larger than Discord takes. Please try something smaller."),
        50001: no_access,
        50013: _("I’m not allowed to do that here. A moderator can allow it in the channel’s settings."),
        50024: _("That doesn’t work in this kind of channel. Please try it in a text channel."),
        50083: _("This thread is closed. Open it again, then try once more."),
        60003: _(
            "This server asks for two-factor authentication, and whoever runs me hasn’t turned it on. Please tell them."
        ),
        130000: _trouble(),
        160005: _("This thread is locked. A moderator can unlock it."),
        160006: threads,
        160007: threads,
        180000: _("This event is over already. Please plan another one."),
        200000: blocked,
        200001: blocked,
        240000: blocked,
    }
