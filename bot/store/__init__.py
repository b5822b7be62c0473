"""The SQLite fact store: all SQL lives in this package. Typed values in and out; driver errors stop here."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.commands import CommandStore
from bot.store.database import Database
from bot.store.facts import FactStore
from bot.store.packs import PackStore
from bot.store.reviews import ReviewStore
from bot.store.viewers import ViewerStore

__all__ = ["Store", "open_store"]


@dataclass(frozen=True, slots=True)
class Store:
    """Everything the bot remembers, by what it is about."""

    database: Database
    packs: PackStore
    facts: FactStore
    viewers: ViewerStore
    reviews: ReviewStore
    commands: CommandStore


@asynccontextmanager
async def open_store(path: Path) -> AsyncGenerator[Store, None]:
    """Open the store in the file `path`, bring its schema up to date, and close it at the end.

    Raises:
        StoreError: where the file cannot be used.
    """
    database = await Database.open(path)
    try:
        yield Store(
            database,
            packs=PackStore(database),
            facts=FactStore(database),
            viewers=ViewerStore(database),
            reviews=ReviewStore(database),
            commands=CommandStore(database),
        )
    finally:
        await database.close()
