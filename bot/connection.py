"""The connection to Discord from the login to the stop: bad minutes of Discord's are waited out, a stop leaves nobody alone."""

import asyncio
import gc
import logging
import math
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot import failures
from bot.client import FanBot
from bot.errors import BotError, SetupError, StoppingError
from bot.ui.kit.errors import answer_error

log = logging.getLogger("bot")

DRAIN: Final = 2.5
"""Seconds that a stop gives to what is being answered."""

_CLOSE: Final = 0.8
"""Seconds that a stop gives to each of: what runs beside, and good-bye to Discord."""

_SILENCE: Final = 5.0
"""Seconds after which the log says that Discord has not answered the login yet; discord.py tries again without a word."""

_LONGEST: Final = 120
"""Seconds between two tries at the most, unless Discord asks for more: 720 logins a day, of the 1,000 that are allowed."""

_UNSAID: Final = 60
"""Seconds to wait after too many tries where Discord, or what stands before it, does not say how long."""

_STEADY: Final = 60.0
"""Seconds that a connection holds before the next failure counts as a first one."""

_RUBBISH: Final = 10_000, 20, 50
"""How many new objects Python waits for before it looks for rubbish among them, as `gc.set_threshold` takes it. By its own
choice, 700, it looks after each seven answers, and a tenth of their time goes there."""

# Closings of the gateway that come again each time: token, shards, version, intents.
_FOR_GOOD: Final = {4004, 4010, 4011, 4012, 4013, 4014}


async def stay_connected(make: Callable[[], FanBot], token: str, stop: asyncio.Event) -> None:
    """Keep a bot connected until `stop` is set; a new one for each try, because discord.py's start but once.

    Raises:
        BotError: with one sentence, where trying again is in vain.
    """
    loop, tries, reached = asyncio.get_running_loop(), 0, False
    while True:
        begun = loop.time()
        bot = make()
        error = await _run(bot, token, stop)
        reached = reached or bool(bot.shards)
        gc.enable()
        if stop.is_set():
            return
        _raise_final(error, reached=reached)
        tries = 1 if loop.time() - begun > _STEADY else tries + 1
        seconds = await _asked_to_wait(error) or min(2 ** (tries - 1), _LONGEST)
        # A mistake of ours keeps its place in the code; Discord's have none.
        expected = error is None or isinstance(error, (*failures.ERRORS, discord.DiscordException, ValueError))
        log.warning("%s; next try in %d s", _why(error), seconds, exc_info=None if expected else error)
        try:
            async with asyncio.timeout(seconds):
                await stop.wait()
        except TimeoutError:
            continue
        return


async def _settle() -> None:
    """Let Python look for rubbish seldom, and never in what is loaded by now: the program, the show, Discord's servers.

    Discord may have told of everything anew, so what was left out before is looked through first.
    """
    gc.set_threshold(*_RUBBISH)
    gc.enable()
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def _run(bot: FanBot, token: str, stop: asyncio.Event) -> BaseException | None:
    """Run until `stop` is set, or the bot ends; gives why it ended."""
    bot.add_listener(_settle, "on_ready")
    running, stopping = asyncio.create_task(bot.start(token)), asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait({running, stopping}, timeout=_SILENCE, return_when=asyncio.FIRST_COMPLETED)
    if not done and not bot.shards:
        log.warning("Discord has not answered the login for %d s; still trying", _SILENCE)
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if not running.done():
        log.info("stopping")
        await bot.drain(DRAIN, lambda each: answer_error(each, StoppingError(begun=True)))
    # Loops and the like, before what they use is closed.
    beside = asyncio.all_tasks() - {running, asyncio.current_task()}
    for task in beside:
        task.cancel()
    if beside:
        await asyncio.wait(beside, timeout=_CLOSE)
    try:
        async with asyncio.timeout(_CLOSE):
            await bot.close()
    except TimeoutError:
        await bot.http.close()
    running.cancel()
    await asyncio.wait({running})
    error = None if running.cancelled() else running.exception()
    return error.__cause__ if isinstance(error, discord.GatewayNotFound) else error


def _raise_final(error: BaseException | None, *, reached: bool) -> None:
    """Raise what no further try can mend."""
    match error:
        case discord.LoginFailure() | discord.HTTPException(status=401) | discord.ConnectionClosed(code=4004):
            refused = "Discord refuses DISCORD_TOKEN; copy it again from the Developer Portal, page Bot."
        case app_commands.CommandSyncFailure():
            refused = f"Discord refuses the commands: {_line(str(error))}."
        case discord.HTTPException() if error.status < 500 and error.status != 429:
            refused = f"{_why(error)}. The bot cannot start."
        case discord.PrivilegedIntentsRequired():
            refused = f"Discord refuses the connection: {_line(str(error))}."
        case discord.ConnectionClosed() if error.code in _FOR_GOOD:
            refused = f"Discord refuses the connection: {_line(str(error))}."
        case aiohttp.ClientConnectorError() if not reached:
            refused = f"Discord cannot be reached: {error}."
        case BotError():
            raise error
        case Exception() if not reached and not isinstance(error, (*failures.ERRORS, discord.DiscordException)):
            raise error  # a mistake of ours, which the next start would make again
        case commands.ExtensionError():
            raise error
        case _:
            return
    raise SetupError(refused) from error


def _why(error: BaseException | None) -> str:
    """What happened, in one line."""
    if error is None:
        return "Discord has ended the connection"
    if not isinstance(error, discord.HTTPException):
        return f"the connection to Discord broke ({failures.reason(error)})"
    asked: Any = error.response
    why = "" if error.text.lstrip().startswith("<") else _line(error.text)
    if error.status == 429:
        why = "too many logins from this address"
    known = error.status in {each.value for each in HTTPStatus}
    said = f"{error.status} {HTTPStatus(error.status).phrase}" if known else str(error.status)
    return f"Discord answers {said} to {asked.method} {asked.url.path}" + (f": {why}" if why else "")


def _line(text: str) -> str:
    return " ".join(text.split())[:500].rstrip(".")


async def _asked_to_wait(error: BaseException | None) -> int:
    """The seconds that Discord asks for, or 0."""
    if isinstance(error, discord.RateLimited):
        return math.ceil(error.retry_after)
    if not isinstance(error, discord.HTTPException) or error.status != 429:
        return 0
    asked: Any = error.response
    try:
        # discord.py has read it, and keeps of it only what it needs itself.
        body: Any = await asked.json(content_type=None)
        return math.ceil(float(body["retry_after"]))
    except (aiohttp.ClientError, ValueError, TypeError, KeyError):
        header = str(asked.headers.get("Retry-After", ""))
        return math.ceil(float(header)) if header.replace(".", "", 1).isdecimal() else _UNSAID
