"""The database as a file: where it lies, who may use it, copies of it. For whoever runs the bot; knows no table."""

import contextlib
import logging
import os
import re
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.errors import StoreError
from bot.paths import DATA

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

MIGRATIONS: Final = DATA / "migrations"
APPLICATION_ID: Final = 0x48594F53  # "HYOS": tells our file from anybody else's
BESIDE: Final = ("", "-wal", "-shm")
"""What SQLite adds to the name of a database: the three belong together."""
_COPIES: Final = 2  # how many older versions are kept

log = logging.getLogger(__name__)


def steps(migrations: Path) -> list[tuple[int, Path]]:
    """Every migration and its number, in order; the last one is the version of this program."""
    return [(int(step.name.partition("_")[0]), step) for step in sorted(migrations.glob("*.sql"))]


def prepare(path: Path) -> None:
    """Make the file and its folder, for their owner alone, and find out now what would fail later without a name.

    Raises:
        StoreError: it cannot be made or written.
    """
    _look_at(path)
    try:
        with contextlib.suppress(FileExistsError):
            path.touch(0o600, exist_ok=False)
    except OSError as error:
        raise StoreError(f"The database {path} cannot be opened for writing: {error}.") from error
    # SQLite would read a file that it cannot write, and leave two more beside it.
    if not _may(path, os.R_OK | os.W_OK):
        raise StoreError(f"The database {path} cannot be opened for writing: this user may not write the file.")
    for name in _set_of(path):
        # Progress and drafts are nobody else's business on this machine. What belongs to another user stays as it is.
        with contextlib.suppress(PermissionError):
            if name.stat().st_mode & 0o077:
                name.chmod(0o600)


@contextmanager
def alone(path: Path) -> Generator[None, None, None]:
    """Keep every other bot off the database at `path` until the block ends, or the process, however it ends.

    The lock belongs to the process, not to what it starts, and lies on a file beside, because closing any other handle
    of a database would take SQLite's own locks away.

    Raises:
        StoreError: another process has it.
    """
    with locking(path) as handle:
        _lock(handle, path)
        yield


@contextmanager
def locking(path: Path) -> Generator[int, None, None]:
    """The file beside the database at `path` that is locked, of which a process opens one handle at a time: closing any
    gives up all of its locks.

    Raises:
        StoreError: it cannot be made.
    """
    _look_at(path)
    whole = path.resolve()
    try:
        handle = os.open(whole.with_name(f"{whole.name}-lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(f"The database {path} cannot be opened for writing: {error}.") from error
    try:
        yield handle
    finally:
        os.close(handle)


def back_up(path: Path, target: Path) -> int:
    """Copy the database at `path`, as it is, to `target`, while a bot may go on; gives its version.

    Raises:
        StoreError: there is nothing to copy, or nothing could be written; then there is no `target`.
    """
    if target.exists():
        raise StoreError(f"{target} exists already; a backup never overwrites.")
    # mode=rw makes no file, and SQLite tidies up after itself, which it does not where it may only read.
    with _reading(path, "mode=rw") as source:
        version = _version(source, path)
        _copy(source, target)
    return version


def version_of(path: Path) -> int:
    """The version of the database at `path`; raises StoreError where there is none."""
    with _reading(path, "mode=rw") as source:
        return _version(source, path)


def keep_copy(source: sqlite3.Connection, path: Path, version: int) -> None:
    """Keep what is at `path`, of an older version, before it is brought up to date."""
    kept = path.with_name(f"{path.name}.version-{version}")
    _copy(source, kept)
    log.info("kept a copy of the database as it was, of version %d: %s", version, kept)


def drop_older_copies(path: Path) -> None:
    """Keep the newest few of what `keep_copy` made."""
    name = re.compile(re.escape(path.name) + r"\.version-(\d+)")
    found = [(int(match[1]), each) for each in path.parent.iterdir() if (match := name.fullmatch(each.name))]
    for _version_of, each in sorted(found)[:-_COPIES]:
        each.unlink()


def restore(file: Path, path: Path, migrations: Path = MIGRATIONS) -> tuple[int, Path | None]:
    """Put the copy `file` in the place of the database at `path`, on which no bot may run.

    Gives the version of the copy, and where the database that was there is now.

    Raises:
        StoreError: `file` is no whole database of ours, a bot is running, or nothing could be written.
    """
    # With its journal it has to be read as a database; without one the file is all that there is.
    mode = "mode=ro" if file.with_name(f"{file.name}-wal").exists() else "immutable=1"
    with alone(path), _reading(file, mode) as source:
        if path.exists() and path.samefile(file):
            raise StoreError(f"{file} is the database itself; name a backup of it.")
        version = _version(source, file)
        refuse_newer(file, version, migrations)
        _refuse_damaged(source, file)
        now = datetime.now(UTC)  # of the machine: no bot runs whose clock it could be
        aside = path.with_name(f"{path.name}.replaced-{now:%Y%m%dT%H%M%S}")
        coming = path.with_name(f"{path.name}.restoring")
        coming.unlink(missing_ok=True)
        _copy(source, coming)
        was = _set_of(path)
        try:
            # All that belongs together: the old database stays whole, and its journal is never played into the new one.
            for each in was:
                each.rename(aside.with_name(aside.name + each.name.removeprefix(path.name)))
            coming.rename(path)
        except OSError as error:
            raise StoreError(f"{file} is copied to {coming}, which could not take the name {path}: {error}.") from error
    return version, aside if was else None


def check_whole(file: Path) -> None:
    """Raise StoreError where this copy is damaged."""
    with _reading(file, "immutable=1") as source:
        _version(source, file)
        _refuse_damaged(source, file)


def refuse_newer(path: Path, version: int, migrations: Path) -> None:
    """Raise StoreError where a newer program has written the database."""
    latest = steps(migrations)[-1][0]
    if version > latest:
        raise StoreError(
            f"The database {path} is of version {version}, newer than this program ({latest}): update the program."
        )


def _look_at(path: Path) -> None:
    """Make the folder of a database, and refuse one that could not be used."""
    try:
        if path.is_dir():
            raise StoreError(f"The database {path} cannot be opened for writing: it is a folder. Name a file in it.")
        for folder in reversed([each for each in path.parents if not each.exists()]):
            folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The database {path} cannot be opened for writing: {error}.") from error
    if not path.parent.is_dir():
        raise StoreError(f"The database {path} cannot be opened for writing: {path.parent} is no folder.")
    if not _may(path.parent, os.W_OK | os.X_OK):
        raise StoreError(f"The database {path} cannot be opened for writing: this user may not write in {path.parent}.")


def _may(path: Path, what: int) -> bool:
    return os.access(path, what, effective_ids=os.access in os.supports_effective_ids)


def _lock(handle: int, path: Path) -> None:
    try:
        if fcntl is not None:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            import msvcrt  # noqa: PLC0415  only there on Windows

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # pyright: ignore  as pyright sees it where it is not Windows
    except (BlockingIOError, PermissionError):
        raise StoreError(
            f"A bot is running on the database {path}: stop it first, or set DATABASE to another file."
        ) from None
    except OSError as error:
        raise StoreError(f"The database {path} cannot be locked: {error}.") from error


def _set_of(path: Path) -> list[Path]:
    """The database and what lies beside it, as far as it is there."""
    named = [path.with_name(path.name + end) for end in BESIDE]
    return [each for each in named if each.exists()]


@contextmanager
def _reading(path: Path, mode: str) -> Generator[sqlite3.Connection, None, None]:
    """A connection that changes nothing; raises StoreError where there is none, or no database."""
    if not path.is_file():
        raise StoreError(f"There is no database at {path}.")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)) as connection:
            connection.execute("PRAGMA query_only = ON")
            yield connection
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be read: {error}.") from error


def _version(source: sqlite3.Connection, path: Path) -> int:
    """The version; raises StoreError where it is no database of ours."""
    if source.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(f"{path} is no database of this bot.")
    version: int = source.execute("PRAGMA user_version").fetchone()[0]
    return version


def _refuse_damaged(source: sqlite3.Connection, file: Path) -> None:
    broken = source.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if broken != "ok":
        raise StoreError(f"{file} is damaged: {broken}.")


def _copy(source: sqlite3.Connection, target: Path) -> None:
    """Write all of `source` to `target`, which is there whole, for its owner alone, or not at all."""
    part = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        part = Path(name)
        os.close(handle)
        with closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise StoreError(f"The copy {target} cannot be written: {why}.") from error
    finally:
        if part is not None:
            for end in (*BESIDE, "-journal"):
                part.with_name(part.name + end).unlink(missing_ok=True)
