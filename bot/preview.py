"""The preview: the production bot over a real SQLite file, in a browser, with simcord in Discord's place.

Time in it follows the wall clock, and nothing is ever sent beyond the loopback address.
"""

import asyncio
import contextlib
import secrets
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

import discord
import simcord
from discord import app_commands
from simcord import interactions
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

from bot.browser import Browser
from bot.browser_faces import give_badges, give_face, hold_badges
from bot.client import FanBot
from bot.errors import BotError, SetupError
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.ui.kit import phrases
from bot.ui.kit.errors import FanTree

CHANNELS: Final = {"class-2-5": Episode(1, 4), "school-gate": PREMISE, "rooftop": EVERYTHING}
"""Channels of the preview's server and their ceilings."""

_TOPICS: Final = {
    "class-2-5": "Goes through S1E4",
    "school-gate": "Safe for everyone: nothing that happens in the show",
    "rooftop": "Goes through S1E12, the last episode",
}
_STAFF_ROOM: Final = "staff-room"

_WELCOME: Final = (
    "Type `/character` and press Enter, then `nam-ra`, then Enter twice. `/` alone lists every command.\n"
    "- **Viewing as**, above: the newcomer, mina who finished S1E6, or tomas and the moderator, who finished it all\n"
    "- **Channels**: {0} goes through S1E4, {1} is safe for everyone, {2} tells it all\n"
    "- **Tag as spoiler** stands on a message when you point at it"
)

_TICK = 1.0
_PATIENCE = 30.0
"""Seconds that the bot may take for an answer before a page says that nobody knows what comes of it."""


async def run_preview(
    open_bot: Callable[[], AbstractAsyncContextManager[FanBot]], database: Path, port: int, channel: str, locale: str
) -> None:
    """Serve the preview until it is closed in the browser or by Ctrl-C.

    Raises:
        SetupError: the port is taken, or the channel is none of `CHANNELS`.
    """
    if channel not in CHANNELS:
        raise SetupError(f"The preview has no channel “{channel}”; choose one of {', '.join(CHANNELS)}.")
    _speak(locale)
    is_new = not database.exists()
    async with open_bot() as bot:
        # The browser's Discord begins anew at every start: what names its messages and commands is void.
        await bot.store.commands.forget()
        await bot.store.games.abandon_games()
        await bot.store.posts.forget_posts()
        await bot.store.dailies.forget_all()
        await bot.store.watchalongs.forget_all()
        await bot.store.reviews.forget_cards()
        await bot.store.faces.forget()
        env = simcord.Env(bot, check_errors=False, shard_count=1, settle_timeout=_PATIENCE)
        env.backend.bot_user.name = "Hyosan"
        give_face(env)
        # Before the time is set: simcord numbers things by its clock, and these are then the same at every start.
        server = _make_server(env, locale)
        # Before the bot starts: its loops would tick through all the time since simcord's first of January.
        env.backend.advance_clock((_now() - env.now()).total_seconds())
        await env.start()
        await hold_badges(bot)
        _count_only_faults(bot)
        try:
            await _serve(env, bot, server, port, channel, key=_key(database), seed=is_new)
        finally:
            await env.shutdown()
            await bot.close()


def _speak(locale: str) -> None:
    """Everybody, and the server, has this locale: simcord has one for all."""
    made = interactions.base_payload

    def payload(*args: Any, **options: Any) -> Any:
        record, payload = made(*args, **options)
        return record, payload | {"locale": locale, "guild_locale": locale}

    interactions.base_payload = payload


class _Server(NamedTuple):
    guild: Any
    channels: dict[str, Any]
    staff_room: Any
    newcomer: Any
    halfway: Any
    finished: Any
    moderator: Any
    guide: Any


def _make_server(env: simcord.Env, locale: str) -> _Server:
    guild = env.create_guild("Hyosan High", preferred_locale=locale)
    may = discord.Permissions(manage_guild=True, manage_messages=True)
    moderators = guild.create_role("Moderators", permissions=may)
    # New things come last, so that everything before keeps the number under which preview.db remembers it.
    channels = {name: guild.create_text_channel(name, topic=_TOPICS[name]) for name in CHANNELS}
    newcomer = guild.add_member(env.create_user("newcomer"))
    halfway = guild.add_member(env.create_user("mina"))
    finished = guild.add_member(env.create_user("tomas"))
    moderator = guild.add_member(env.create_user("moderator"), roles=[moderators])
    guide = guild.add_member(env.create_user("preview", bot=True))
    staff_room = guild.create_text_channel(
        _STAFF_ROOM,
        topic="Suggestions and the log, for moderators only",
        overwrites={
            guild.default_role: discord.PermissionOverwrite(view_channel=False),
            moderators: discord.PermissionOverwrite(view_channel=True),
            guide: discord.PermissionOverwrite(view_channel=True),
        },
    )
    sees = discord.Permissions(view_channel=True).value
    env.backend.get_channel(staff_room.id).overwrites.append(
        Overwrite(env.backend.bot_user.id, OverwriteType.MEMBER, allow=sees)
    )
    return _Server(guild, channels, staff_room, newcomer, halfway, finished, moderator, guide)


def _count_only_faults(bot: FanBot) -> None:
    """simcord takes every error for a fault, and a page then says that nobody knows what comes of the action.

    Errors by design are answered like everything else.
    """
    assert isinstance(bot.tree, FanTree), "open_bot makes it so"  # noqa: S101  says why it holds
    tree, fault = bot.tree, bot.tree.on_error

    async def on_error(interaction: discord.Interaction[Any], error: Exception, /) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        by_design = isinstance(cause, BotError) and phrases.for_error(cause, bot) is not None
        await (FanTree.on_error(tree, interaction, error) if by_design else fault(interaction, error))

    tree.on_error = on_error


def _key(database: Path) -> str:
    """The secret in the preview's address: kept, so that a tab left open can be reloaded after a restart."""
    file = database.with_suffix(".key")
    if not file.exists() or not file.stat().st_size:
        file.touch(0o600)
        file.write_text(secrets.token_urlsafe(32), "ascii")
    return file.read_text("ascii")


async def _seed(bot: FanBot, server: _Server) -> None:
    """What the server and its members told the bot before the preview began."""
    viewers, show, guild = bot.store.viewers, bot.show, server.guild
    for name, ceiling in CHANNELS.items():
        await viewers.set_ceiling(show.id, guild.id, server.channels[name].id, ceiling)
    for setting in ("review_channel", "log_channel"):
        await bot.store.guilds.set_setting(guild.id, setting, server.staff_room.id)
    await bot.store.guilds.set_setting(guild.id, "setup", "done")
    await viewers.set_progress(show.id, server.halfway.id, show.episodes[min(5, len(show.episodes) - 1)])
    for member in (server.finished, server.moderator):
        await viewers.set_progress(show.id, member.id, show.last)


async def _greet(server: _Server) -> None:
    """Say in every channel what can be done there."""
    await server.finished.send(
        server.channels["school-gate"], "I finished S1E9 last night, and I can't keep quiet about it."
    )
    welcome = _WELCOME.format(*(channel.mention for channel in server.channels.values()))
    for channel in server.channels.values():
        await server.guide.send(channel, welcome)
    await server.guide.send(server.staff_room, "Suggestions and mistakes that members report arrive here: `/review`.")


async def _serve(
    env: simcord.Env, bot: FanBot, server: _Server, port: int, channel: str, *, key: str, seed: bool
) -> None:
    if seed:
        await _seed(bot, server)
    await _greet(server)
    viewers = {
        "newcomer": server.newcomer,
        "mina, at S1E6": server.halfway,
        "tomas, finished": server.finished,
        "moderator, finished": server.moderator,
    }
    preview = Browser(env, server.channels[channel], viewers, guide=server.guide, key=key, port=port)
    try:
        await preview.__aenter__()
    except simcord.SetupError as error:
        if not isinstance(error.__cause__, OSError):
            raise
        raise SetupError(f"Port {port} is taken on this machine; choose another with --port, or 0 for any.") from error
    stop = asyncio.Event()
    # Before anybody can know that it runs: whoever ends it at once is heard as well.
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: KeyboardInterrupt ends it there
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        print(
            f"Open this address in a browser (Ctrl-C ends the preview):\n\n    {preview.url}\n\n"
            "There type /character and press Enter, then nam-ra, then Enter twice.\n",
            flush=True,
        )
        tasks = [asyncio.create_task(each) for each in (_clock(preview), preview.wait_closed(), stop.wait())]
        badges = asyncio.create_task(give_badges(env, bot))
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in (*tasks, badges):
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
    finally:
        await preview.__aexit__(None, None, None)
    for error in env.errors:
        print(f"The bot met an error: {error!r}")
    print("The preview has ended.")


async def _clock(preview: Browser) -> None:
    """Let simcord's time follow the real one."""
    while True:
        await asyncio.sleep(_TICK)
        await preview.follow(_now())


def _now() -> datetime:
    # The wall clock on purpose: discord.utils.utcnow() is the time of the preview's own world.
    return datetime.now(UTC)
