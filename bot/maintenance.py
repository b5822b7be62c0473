"""What whoever runs the bot does with its files, on the command line: check, backup, restore, export, reports. None needs Discord."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from discord.utils import utcnow

from bot.errors import PackError, SetupError
from bot.settings import Settings
from bot.show.edits import KINDS, Kind
from bot.show.export_file import written
from bot.show.packs.check import pack_folders, read_pack
from bot.show.packs.translations import coverage
from bot.show.shows import Show
from bot.show.spoilers import plain
from bot.store import Store, files, open_store
from bot.store.reviews import Review
from bot.viewer import keeper_scope

_REASON: Final = 300  # characters


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
            for each in coverage(pack):
                print(f"  {each}")
            if pack.stale:
                print(f"  {len(pack.stale)} translation(s) of a text that has changed since, shown in English:")
                print(*(f"  {each}" for each in pack.stale), sep="\n")
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
    async with open_store(settings.database, to_read=True) as store:
        show = await _show(store, settings)
        items = [item for kind in KINDS for item in await store.edits.layer(show.id, int(server), kind)]
        if not items:
            raise SetupError(f"Server {server} has changed nothing, so there’s nothing to export.")
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


async def _show(store: Store, settings: Settings) -> Show:
    # Only what a start has imported: under a running bot nothing of the show may change.
    folder = next(iter(pack_folders(settings.shows)), None)
    if folder is None or await store.packs.content_hash(folder.name) is None:
        raise SetupError(f"The database knows no show in {settings.shows}; start the bot once.")
    return await store.packs.show(folder.name)


async def reports(settings: Settings, close: Sequence[int] = (), *, taken: bool = False, because: str = "") -> None:
    """Print all that came from where no moderators read, the oldest first, or close some of it; it tells the story.

    The bot may go on running. Whoever sent what is closed hears of it at their next command.
    """
    if close:
        await _close(settings, close, taken=taken, because=plain(because, _REASON))
        return
    async with open_store(settings.database, to_read=True) as store:
        show = await _show(store, settings)
        found = await store.reviews.waiting(show.id, None)
        if not found:
            print("Nothing waits that was reported or suggested where no moderators read.")
        for review in found:
            print(*await _report(store, show, review), sep="\n  ")


async def _close(settings: Settings, close: Sequence[int], *, taken: bool, because: str) -> None:
    async with open_store(settings.database, to_read=True) as store:
        # The database is of this version, so that opening it to write changes nothing else.
        await _show(store, settings)
    async with open_store(settings.database) as store:
        for review_id in close:
            decision = "approved" if taken else "rejected"
            closed = await store.reviews.decide(None, review_id, decision, by=None, at=utcnow(), reason=because)
            print(f"{review_id}: {'closed' if closed else 'nothing of that number waits'}.")


async def _report(store: Store, show: Show, review: Review) -> list[str]:
    everything = keeper_scope(max(show.last, review.revealed_in))
    # What a stranger typed may hold what a terminal obeys: `plain` and `label` leave none of it.
    lines = [
        f"{review.id} · {review.created_at:%Y-%m-%d %H:%M} · {review.kind} · by {review.author_id} · {review.revealed_in}"
    ]
    if review.target_id is not None:
        kind: Kind = "question" if review.kind == "question report" else "fact"
        item = await store.edits.item(show.id, 0, kind, review.target_id)
        text = "something that is gone" if item is None else item.content.text.label(everything)
        lines.append(f"About: {text}")
    if about := review.about.label(everything):
        lines.append(f"About: {about}")
    lines.append(f"Says: {review.text.label(everything)}")
    if review.question is not None:
        lines += [f"Option: {each.label(everything)}" for each in review.question.options]
        if why := review.question.explanation.label(everything):
            lines.append(f"Why: {why}")
    if source := plain(review.source):
        lines.append(f"Source: {source}")
    return lines
