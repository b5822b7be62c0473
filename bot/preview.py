"""The preview: the production bot over a real SQLite file, in a browser, with simcord in Discord's place.

Time in it follows the wall clock, and nothing is ever sent beyond the loopback address.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import discord
import simcord

from bot.client import FanBot
from bot.errors import SetupError
from bot.show.episodes import EVERYTHING, PREMISE, Episode

CHANNELS: Final = {"class-2-5": Episode(1, 4), "school-gate": PREMISE, "rooftop": EVERYTHING}
"""Channels of the preview's server and their ceilings; a preview shows one of them."""

_TICK = 1.0


async def run_preview(
    open_bot: Callable[[], AbstractAsyncContextManager[FanBot]], database: Path, port: int, channel: str
) -> None:
    """Serve the preview until it is closed in the browser or by Ctrl-C.

    Raises:
        SetupError: the port is taken, or the channel is none of `CHANNELS`.
    """
    if channel not in CHANNELS:
        raise SetupError(f"The preview has no channel “{channel}”; choose one of {', '.join(CHANNELS)}.")
    is_new = not database.exists()
    async with open_bot() as bot:
        # The browser's Discord begins anew at every start: what names its messages and commands is void.
        await bot.store.commands.set_registered("", {})
        await bot.store.trivia.abandon_games()
        await bot.store.spoilers.forget_posts()
        await bot.store.watchalongs.forget_all()
        await bot.store.reviews.forget_cards()
        env = simcord.Env(bot, check_errors=False, shard_count=1)
        env.backend.bot_user.name = "Hyosan"
        # Before the time is set: simcord numbers things by its clock, and these are then the same at every start.
        server = _make_server(env)
        # Before the bot starts: its loops would tick through all the time since simcord's first of January.
        env.backend.advance_clock((_now() - env.now()).total_seconds())
        await env.start()
        try:
            await _serve(env, bot, server, port, channel, seed=is_new)
        finally:
            await env.shutdown()
            await bot.close()


class _Server(NamedTuple):
    guild: Any
    channels: dict[str, Any]
    newcomer: Any
    halfway: Any
    finished: Any
    moderator: Any


def _make_server(env: simcord.Env) -> _Server:
    guild = env.create_guild("Hyosan High")
    may = discord.Permissions(manage_guild=True, manage_messages=True)
    moderators = guild.create_role("Moderators", permissions=may)
    return _Server(
        guild,
        {name: guild.create_text_channel(name) for name in CHANNELS},
        guild.add_member(env.create_user("newcomer")),
        guild.add_member(env.create_user("mina", global_name="mina, at S1E6")),
        guild.add_member(env.create_user("tomas", global_name="tomas, finished")),
        guild.add_member(env.create_user("moderator", global_name="moderator, finished"), roles=[moderators]),
    )


async def _serve(env: simcord.Env, bot: FanBot, server: _Server, port: int, channel: str, *, seed: bool) -> None:
    guild, channels, newcomer, halfway, finished, moderator = server
    if seed:
        viewers, show = bot.store.viewers, bot.show
        for name, ceiling in CHANNELS.items():
            await viewers.set_ceiling(show.id, guild.id, channels[name].id, ceiling)
        middle = show.episodes[min(5, len(show.episodes) - 1)]
        await viewers.set_progress(show.id, halfway.id, middle)
        for member in (finished, moderator):
            await viewers.set_progress(show.id, member.id, show.last)
    await moderator.send(
        channels[channel],
        "Type / for the commands, for example /character nam-ra. Choose above as whom you look: "
        "a newcomer, mina who finished S1E6, tomas who finished it all, or me.",
    )
    preview = env.preview(
        channels[channel], viewers=[newcomer, halfway, finished, moderator], layout="channel", port=port or None
    )
    try:
        await preview.__aenter__()
    except simcord.SetupError as error:
        if not isinstance(error.__cause__, OSError):
            raise
        raise SetupError(f"Port {port} is taken on this machine; choose another with --port, or 0 for any.") from error
    try:
        print(f"Open this address in a browser (Ctrl-C ends the preview):\n\n    {preview.url}\n", flush=True)
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):  # Windows: KeyboardInterrupt ends it there
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        tasks = [asyncio.create_task(each) for each in (_clock(env, preview), preview.wait_closed(), stop.wait())]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
    finally:
        await preview.__aexit__(None, None, None)
    for error in env.errors:
        print(f"The bot met an error: {error!r}")
    print("The preview has ended.")


async def _clock(env: simcord.Env, preview: simcord.Preview) -> None:
    """Let simcord's time follow the real one, and show what the bot did by itself meanwhile.

    A refresh makes a click that is under way invalid, so there is one only after something was sent.
    """
    seen = len(env.http_requests)
    while True:
        await asyncio.sleep(_TICK)
        # SetupError: somebody's click is being answered. TimeoutError: the bot is busy, as a slow disk makes it. Either way
        # the next tick catches up.
        with contextlib.suppress(simcord.SetupError, TimeoutError):
            behind = (_now() - env.now()).total_seconds()
            if behind > 0:
                await env.advance_time(behind)
            if len(env.http_requests) != seen:
                seen = len(env.http_requests)
                await preview.refresh()


def _now() -> datetime:
    # The wall clock on purpose: discord.utils.utcnow() is the time of the preview's own world.
    return datetime.now(UTC)
