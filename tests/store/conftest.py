"""What tests of the store share beside the database."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.store.search import SearchStore
from support.searching import PACK, store_of


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shipped(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SearchStore]:
    """Search over the shipped pack."""
    async with store_of(tmp_path_factory.mktemp("search") / "shipped.db", PACK) as database:
        yield SearchStore(database)
