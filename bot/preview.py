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
from typing import Final

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
        async with simcord.run(bot, check_errors=False, shard_count=1) as env:
            try:
                await _serve(env, bot, port, channel, seed=is_new)
            finally:
                await bot.close()


async def _serve(env: simcord.Env, bot: FanBot, port: int, channel: str, *, seed: bool) -> None:
    # Guild, channels and members first: simcord numbers them by its clock, and these are then the same at every start.
    env.backend.bot_user.name = "Hyosan"
    guild = env.create_guild("Hyosan High")
    channels = {name: guild.create_text_channel(name) for name in CHANNELS}
    moderators = guild.create_role(
        "Moderators", permissions=discord.Permissions(manage_guild=True, manage_messages=True)
    )
    newcomer = guild.add_member(env.create_user("newcomer"))
    halfway = guild.add_member(env.create_user("mina", global_name="mina, at S1E6"))
    finished = guild.add_member(env.create_user("tomas", global_name="tomas, finished"))
    moderator = guild.add_member(env.create_user("moderator"), roles=[moderators])
    if seed:
        viewers, show = bot.store.viewers, bot.show
        for name, ceiling in CHANNELS.items():
            await viewers.set_ceiling(show.id, guild.id, channels[name].id, ceiling)
        middle = show.episodes[min(5, len(show.episodes) - 1)]
        await viewers.set_progress(show.id, halfway.id, middle)
        await viewers.set_progress(show.id, finished.id, show.last)
    await env.advance_time((_now() - env.now()).total_seconds())
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
        await asyncio.gather(*tasks, return_exceptions=True)
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
        # SetupError: somebody's click is being answered; the next tick catches up.
        with contextlib.suppress(simcord.SetupError):
            behind = (_now() - env.now()).total_seconds()
            if behind > 0:
                await env.advance_time(behind)
            if len(env.http_requests) != seen:
                seen = len(env.http_requests)
                await preview.refresh()


def _now() -> datetime:
    # The wall clock on purpose: discord.utils.utcnow() is the time of the preview's own world.
    return datetime.now(UTC)
