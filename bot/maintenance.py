"""What whoever runs the bot does with its files, on the command line: check, backup, restore, export. None needs Discord."""

from pathlib import Path

from bot.errors import PackError, SetupError
from bot.settings import Settings
from bot.show.edits import KINDS
from bot.show.export_file import written
from bot.show.pack import pack_folders, read_pack
from bot.store import files, open_store


def check(settings: Settings) -> int:
    """Print every problem of every pack; 1 where there is any."""
    folders, status = pack_folders(settings.shows), 0
    if not folders:
        raise SetupError(f"There is no show pack in {settings.shows}; set SHOWS to the folder that holds them.")
    for folder in folders:
        try:
            pack = read_pack(folder)
        except PackError as error:
            print(f"{folder.name}: {len(error.problems)} problem(s)")
            print(*(f"  {problem}" for problem in error.problems), sep="\n")
            status = 1
        else:
            print(
                f"{folder.name}: fine. {len(pack.characters)} characters, {len(pack.facts)} facts,"
                f" {len(pack.relationships)} relationships, {len(pack.episodes)} episodes, {len(pack.questions)} questions."
            )
    return status


def backup(settings: Settings, target: Path) -> None:
    """Copy the database as it is, of whatever version, while the bot may go on running."""
    version = files.back_up(settings.database, target)
    print(f"Wrote {target}, a copy of version {version}.")


def restore(settings: Settings, file: Path) -> None:
    """Put a backup in the place of the database, which is kept beside it."""
    version, aside = files.restore(file, settings.database)
    kept = "" if aside is None else f" What was there is now {aside}."
    print(f"{settings.database} is now {file}, of version {version}.{kept} Start the bot.")


async def export(settings: Settings, server: str, target: Path) -> None:
    """Write what one server added, changed and hides, as `/fact export` does, while the bot may go on running."""
    form = target.suffix.removeprefix(".").lower()
    if form not in {"toml", "json"}:
        raise SetupError(f"{target} must end in .toml or .json.")
    if not (server.isascii() and server.isdecimal() and len(server) < 20):
        raise SetupError("Name the server by its number, such as 123456789012345678.")
    folder = next(iter(pack_folders(settings.shows)), None)
    async with open_store(settings.database, to_read=True) as store:
        # Only what a start has imported: under a running bot nothing of the show may change.
        if folder is None or await store.packs.content_hash(folder.name) is None:
            raise SetupError(f"The database knows no show in {settings.shows}; start the bot once.")
        show = await store.packs.show(folder.name)
        items = [item for kind in KINDS for item in await store.edits.layer(show.id, int(server), kind)]
        if not items:
            raise SetupError(f"Server {server} has changed nothing, so there is nothing to export.")
        data = written(items, await store.facts.subjects(show.id, show.last), "json" if form == "json" else "toml")
    try:
        target.touch(0o600, exist_ok=False)  # for its owner alone, as the database is
    except FileExistsError:
        raise SetupError(f"{target} exists already; an export never overwrites.") from None
    except OSError as error:
        raise SetupError(f"The export {target} cannot be written: {error}.") from error
    try:
        target.write_bytes(data)
    except OSError as error:
        target.unlink(missing_ok=True)  # half a file is no export
        raise SetupError(f"The export {target} cannot be written: {error}.") from error
    facts = sum(item.content.kind == "fact" for item in items)
    print(f"Wrote {target}. Facts: {facts}, questions: {len(items) - facts}.")
