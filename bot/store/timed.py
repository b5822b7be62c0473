"""A database that tells how long its reads and changes take, for whoever measures a running bot."""

import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Literal, TypeAlias

from bot.store.database import Database, Parameters, Row, Transaction

Observer: TypeAlias = Callable[[Literal["read", "write"], float], None]
"""Is told what was done, and how many seconds it took, waiting for its turn included."""


class TimedDatabase(Database):
    """Use as a `Database`, once `observer` is set."""

    observer: Observer

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """As there."""
        with self._timed("read"):
            return await super().rows(sql, parameters)

    async def few_rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """As there."""
        with self._timed("read"):
            return await super().few_rows(sql, parameters)

    async def write(self, sql: str, parameters: Parameters = (), *, aside: bool = False) -> list[Row]:
        """As there."""
        with self._timed("write"):
            return await super().write(sql, parameters, aside=aside)

    @asynccontextmanager
    async def transaction(self, *, aside: bool = False, alone: bool = False) -> AsyncGenerator[Transaction, None]:
        """As there."""
        with self._timed("write"):
            async with super().transaction(aside=aside, alone=alone) as transaction:
                yield transaction

    @contextmanager
    def _timed(self, what: Literal["read", "write"]) -> Generator[None, None, None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.observer(what, time.perf_counter() - start)
