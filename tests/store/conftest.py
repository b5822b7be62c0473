"""What tests of the store share: search over the shipped pack, and a store over the show of few facts."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.store import Store, open_store
from bot.store.search import SearchStore
from support.few_facts import few_facts
from support.searching import PACK, store_of


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shipped(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SearchStore]:
    """Search over the shipped pack."""
    async with store_of(tmp_path_factory.mktemp("search") / "shipped.db", PACK) as database:
        yield SearchStore(database)


@pytest.fixture(scope="session")
def few_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the show of few facts in it, made once; copy it, never open it."""
    path = tmp_path_factory.mktemp("few") / "few.db"

    async def make() -> None:
        async with open_store(path) as store:
            await store.packs.import_pack(few_facts())

    asyncio.run(make())
    return path


@pytest_asyncio.fixture
async def few(few_database: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """A store of this test's own."""
    async with open_store(Path(shutil.copy(few_database, tmp_path / "few.db"))) as store:
        yield store
