"""python -m bot: the composition root. It owns every lifetime: settings, logging, store, bot."""

import gc

if __name__ == "__main__":
    # Nothing that is loaded now is rubbish, and looking for some takes a tenth of a start.
    gc.disable()

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.client import FanBot
from bot.connection import stay_connected
from bot.errors import BotError, PackError, SetupError
from bot.logs import set_up_logging
from bot.made_sentences import made_sentence
from bot.maintenance import backup, check, export, reports, restore
from bot.settings import Settings
from bot.show.packs.check import content_hash, pack_folders, read_pack
from bot.show.shows import Show
from bot.show.translations import learn, say_also
from bot.store import Store, open_store
from bot.store.backups import Backups
from bot.store.cluster import Cluster, join
from bot.store.timed import Observer
from bot.ui.kit.errors import FanTree
from cogs import EXTENSIONS

log = logging.getLogger("bot")

_STOP: Final = 4.7
"""Seconds within which a stop ends the process, whatever holds it up."""


@asynccontextmanager
async def open_bot(settings: Settings, database: Path) -> AsyncGenerator[FanBot, None]:
    """The whole bot over the store in `database`, with the show imported. Not connected to anything.

    Raises:
        BotError: with one sentence for whoever starts it.
    """
    async with open_bots(replace(settings, shards=None), database) as make:
        yield make()


@asynccontextmanager
async def open_bots(
    settings: Settings, database: Path, *, backups: Backups | None = None, observer: Observer | None = None
) -> AsyncGenerator[Callable[[], FanBot], None]:
    """The same, for bots one after another over the same store, which may be copied daily and measured."""
    async with AsyncExitStack() as stack:
        cluster = await stack.enter_async_context(join(database, settings.shards))
        async with cluster.starting(database) as is_first:
            store = await stack.enter_async_context(open_store(database, observer=observer))
            if not cluster.is_alone:
                store.database.take_turns(cluster.writing)
            show = await import_shows(store, settings.shows, may_import=is_first)
        if waiting := await store.reviews.waiting_for_keeper(show.id):
            log.info("reports for whoever keeps the pack: %d; `python -m bot reports` prints them", waiting)
        yield lambda: make_bot(store, show, dev_guild=settings.dev_guild, backups=backups, cluster=cluster)


def make_bot(
    store: Store,
    show: Show,
    *,
    dev_guild: int | None = None,
    backups: Backups | None = None,
    cluster: Cluster | None = None,
) -> FanBot:
    """The bot as it always is."""
    extensions = ("bot.ui.registry", *EXTENSIONS)
    return FanBot(store, show, extensions, tree_cls=FanTree, dev_guild=dev_guild, backups=backups, cluster=cluster)


async def import_shows(store: Store, shows: Path, *, may_import: bool = True) -> Show:
    """Import every pack whose content changed since, and give the first show: the one that this process serves.

    Raises:
        PackError: a pack breaks rules; the store is as it was before that pack.
        SetupError: there is no pack, or one changed while other processes tell of it as it was.
    """
    folders = pack_folders(shows)
    if not folders:
        raise SetupError(f"There is no show pack in {shows}; set SHOWS to the folder that holds them.")
    for folder in folders:
        # The hash covers every file, so a known one was read and checked before.
        if await store.packs.content_hash(folder.name) != content_hash(folder):
            if not may_import:
                raise SetupError(
                    f"{folder.name} has changed, and other processes run: stop all of them, and start them anew."
                )
            await store.packs.import_pack(read_pack(folder))
            log.info("imported the show %s", folder.name)
    show = await store.packs.show(folders[0].name)
    learn(await store.packs.translations(show.id))
    say_also(made_sentence)
    return show


async def connect(settings: Settings, token: str) -> None:
    """Run the bot on Discord until SIGINT or SIGTERM."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def end() -> None:
        stop.set()
        # Whatever may hold the loop up: whoever stops the bot waits no longer than this. SQLite loses nothing by it.
        last = threading.Timer(_STOP, os._exit, (0,))
        last.daemon = True
        last.start()

    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, end)
        except NotImplementedError:  # Windows: Ctrl-C arrives as KeyboardInterrupt instead
            break
    path, folder = settings.database, settings.backup_dir
    backups = Backups(path, folder, settings.backup_keep) if folder else None
    if settings.metrics_port is None:
        async with open_bots(settings, path, backups=backups) as make:
            await stay_connected(make, token, stop)
        return
    from bot.metrics import Metrics, serving  # noqa: PLC0415  it takes memory, and most hosts do without

    metrics = Metrics()
    async with (
        open_bots(settings, path, backups=backups, observer=metrics.store_took) as make,
        serving(metrics, settings.metrics_host, settings.metrics_port),
    ):
        await stay_connected(lambda: metrics.follow(make()), token, stop)


def run(settings: Settings, port: int, channel: str, locale: str) -> None:
    """Connect with the token; without one start the preview and say so."""
    if settings.token is None:
        print("No DISCORD_TOKEN is set, so this is the preview: the real bot in your browser, without Discord.")
        preview(settings, port, channel, locale)
        return
    try:
        # discord.py needs nothing but a loop; uvloop makes it about a tenth faster where there is one.
        from uvloop import new_event_loop  # noqa: PLC0415  not there on every platform
    except ImportError:
        new_event_loop = asyncio.new_event_loop
    # Never closed: that would wait for threads, whose work nobody wants any more. See the end of this file.
    asyncio.Runner(loop_factory=new_event_loop).run(connect(settings, settings.token))


def preview(settings: Settings, port: int, channel: str, locale: str) -> None:
    """Start the preview in the browser."""
    gc.enable()
    # simcord tries out its hold on discord.py while it is imported, and the warnings of that are not about our bot.
    logging.disable(logging.WARNING)
    try:
        from bot.preview import run_preview  # noqa: PLC0415  an extra, which a connected bot does without
    except ModuleNotFoundError as error:
        raise SetupError(
            f"The preview needs the package {error.name}, which is not installed; `make preview` installs it."
        ) from error
    finally:
        logging.disable(logging.NOTSET)
    database = settings.database.with_name("preview.db")
    asyncio.run(run_preview(lambda: open_bot(settings, database), database, port, channel, locale))


def main() -> int:
    """Read the command line, run, and give the exit status."""
    arguments = _parser().parse_args()
    try:
        settings = Settings.read()
        set_up_logging(settings.log_level, settings.log_format)
        return _run_command(arguments, settings)
    except PackError as error:
        print(f"{error.folder.name} cannot be used; `python -m bot check` prints the same.", file=sys.stderr)
        print(*(f"  {problem}" for problem in error.problems), sep="\n", file=sys.stderr)
        return 1
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        if arguments.command not in {"check", "reports"}:
            raise
        return 1  # whoever reads has seen enough, as `| head` has
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="A Discord fan bot that never spoils.")
    commands = parser.add_subparsers(dest="command")
    browser = argparse.ArgumentParser(add_help=False)
    browser.add_argument("--port", type=int, help="the preview's port on this machine (0: any free one)")
    browser.add_argument("--channel", help="the preview's channel: class-2-5, school-gate or rooftop")
    browser.add_argument("--locale", help="the language of everybody in the preview, as Discord calls it: ko")
    # `python -m bot` alone is `python -m bot run`.
    parser.set_defaults(command="run")
    for each in (parser, browser):
        each.set_defaults(port=8765, channel="class-2-5", locale="en-US")
    for name, words in (
        ("run", "connect to Discord with DISCORD_TOKEN, or start the preview without one (the default)"),
        ("preview", "start the preview in the browser"),
    ):
        commands.add_parser(name, help=words, parents=[browser])
    commands.add_parser("check", help="check the show packs and print every problem")
    commands.add_parser("backup", help="write a copy of the database").add_argument(
        "file", type=Path, help="a new file"
    )
    restoring = commands.add_parser(
        "restore", help="put a backup in the place of the database, which is kept beside it"
    )
    restoring.add_argument("file", type=Path, help="what `backup` wrote, or what a start kept before an update")
    reporting = commands.add_parser(
        "reports", help="print what members reported and suggested where no moderators read it, or close some of it"
    )
    reporting.add_argument("--close", nargs="+", type=int, default=(), metavar="NUMBER", help="which are dealt with")
    reporting.add_argument("--taken", action="store_true", help="the pack says so from now on")
    reporting.add_argument("--because", default="", metavar="WORDS", help="what their authors read")
    exporting = commands.add_parser("export", help="write what a server added and changed, as TOML or JSON")
    exporting.add_argument("server", help="the number of the server")
    exporting.add_argument("file", type=Path, help="a new file that ends in .toml or .json")
    return parser


def _run_command(arguments: argparse.Namespace, settings: Settings) -> int:
    match arguments.command:
        case "preview":
            preview(settings, arguments.port, arguments.channel, arguments.locale)
        case "check":
            return check(settings)
        case "backup":
            backup(settings, arguments.file)
        case "restore":
            restore(settings, arguments.file)
        case "reports":
            asyncio.run(reports(settings, arguments.close, taken=arguments.taken, because=arguments.because))
        case "export":
            asyncio.run(export(settings, arguments.server, arguments.file))
        case _:
            run(settings, arguments.port, arguments.channel, arguments.locale)
    return 0


if __name__ == "__main__":
    status = main()
    # Everything is closed and written; what threads still compute or look up would only hold the end up.
    logging.shutdown()
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
    os._exit(status)
