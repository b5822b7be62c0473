"""Writes that come together share one commit; each is told by itself, and only what is on the disk."""

import asyncio
import signal
import sqlite3
import sys
import threading
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.errors import OlderVersionError, StoreError
from bot.store.database import Database, begin_saving, has_saved

HERE = Path(__file__).parents[2]
ADD = "INSERT INTO kept (id) VALUES (?) RETURNING id"
CHILD = """
import asyncio, sys
from pathlib import Path
from bot.store.database import Database

async def main():
    database = await Database.open(Path(sys.argv[1]), Path(sys.argv[2]))
    async def add(first):
        for number in range(first, 10**9, 20):
            await database.write("INSERT INTO kept (id) VALUES (?)", (number,))
            print(number, flush=True)
    await asyncio.gather(*(add(first) for first in range(20)))

asyncio.run(main())
"""


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    folder = tmp_path / "schema"
    folder.mkdir()
    (folder / "0001_kept.sql").write_text(
        "CREATE TABLE kept (id INTEGER PRIMARY KEY, of INTEGER REFERENCES kept (id) DEFERRABLE INITIALLY DEFERRED) STRICT;"
        " CREATE TABLE log (id INTEGER PRIMARY KEY, what INTEGER NOT NULL) STRICT;"
        " CREATE TRIGGER logged AFTER INSERT ON kept BEGIN INSERT INTO log (what) VALUES (new.id); END;",
        "utf-8",
    )
    return folder


@pytest_asyncio.fixture
async def database(tmp_path: Path, schema: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path / "kept.db", schema)
    try:
        yield database
    finally:
        await database.close()


class Watch:
    """What the write connection runs; `gate` holds its thread before every commit."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.arrived, self.gate = threading.Event(), threading.Event()
        self.gate.set()

    async def over(self, database: Database) -> None:
        writing: Any = database._writing  # pyright: ignore[reportPrivateUsage]  counts statements
        await writing.set_trace_callback(self)

    def __call__(self, statement: str) -> None:
        self.statements.append(statement)
        if statement == "COMMIT":
            self.arrived.set()
            assert self.gate.wait(20)


async def ids(database: Database) -> list[int]:
    return [row[0] for row in await database.rows("SELECT id FROM kept ORDER BY id")]


async def test_what_comes_together_is_one_transaction_in_the_order_it_came(database: Database) -> None:
    watch = Watch()
    await watch.over(database)
    rows = await asyncio.gather(*(database.write(ADD, (number,)) for number in (5, 3, 8)))
    assert rows == [[(5,)], [(3,)], [(8,)]]
    assert await database.rows("SELECT what FROM log ORDER BY id") == [(5,), (3,), (8,)]
    assert watch.statements.count("BEGIN IMMEDIATE") == watch.statements.count("COMMIT") == 1


async def test_one_alone_is_one_statement(database: Database) -> None:
    await database.write(ADD, (1,))
    watch = Watch()
    await watch.over(database)
    await database.write("UPDATE kept SET of = NULL")
    assert watch.statements == ["UPDATE kept SET of = NULL"]


async def test_one_that_fails_takes_nobody_along(database: Database) -> None:
    wrong = "INSERT INTO kept (id) SELECT 20 UNION ALL SELECT 1 UNION ALL SELECT 21"
    results = await asyncio.gather(
        database.write(ADD, (1,)),
        database.write(wrong),
        database.write(ADD, (2**63,)),
        database.write("INSERT INTO nowhere VALUES (1)"),
        database.write(ADD, ("\ud800",)),
        database.write(ADD, (2,)),
        return_exceptions=True,
    )
    assert results[0] == [(1,)]
    assert results[-1] == [(2,)]
    assert [type(each) for each in results[1:-1]] == [StoreError, OlderVersionError, StoreError, UnicodeEncodeError]
    assert await ids(database) == [1, 2]
    assert await database.rows("SELECT what FROM log") == [(1,), (2,)]


async def test_nobody_is_told_before_the_commit(database: Database) -> None:
    watch = Watch()
    await watch.over(database)
    watch.gate.clear()
    writes = [asyncio.create_task(database.write(ADD, (number,))) for number in range(3)]
    try:
        assert await asyncio.to_thread(watch.arrived.wait, 20)
        assert not any(each.done() for each in writes)
        assert await ids(database) == []
    finally:
        watch.gate.set()
    await asyncio.gather(*writes)
    assert await ids(database) == [0, 1, 2]


async def test_a_commit_that_fails_fails_all_of_them(database: Database) -> None:
    results = await asyncio.gather(
        database.write(ADD, (1,)),
        database.write("INSERT INTO kept (id, of) VALUES (2, 99)"),  # checked at the commit
        return_exceptions=True,
    )
    assert [type(each) for each in results] == [StoreError, StoreError]
    await database.write(ADD, (3,))
    assert await ids(database) == [3]


async def test_whoever_is_cancelled_while_waiting_leaves_the_others(database: Database) -> None:
    async with database.transaction() as transaction:
        writes = [asyncio.create_task(database.write(ADD, (number,))) for number in range(4)]
        await asyncio.sleep(0)
        writes[0].cancel()  # the first, for whom the others wait
        writes[2].cancel()
        await transaction.execute(ADD, (10,))
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(each) for each in results] == [asyncio.CancelledError, list, asyncio.CancelledError, list]
    assert await ids(database) == [1, 3, 10]


async def test_nothing_overtakes_a_transaction(database: Database) -> None:
    async def both(first: int) -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, (first,))
            await asyncio.sleep(0)
            await transaction.execute(ADD, (first + 1,))

    async with database.transaction() as transaction:
        await transaction.execute(ADD, (1,))
        waiting = [
            asyncio.create_task(each)
            for each in (database.write(ADD, (2,)), both(3), database.write(ADD, (5,)), both(6), database.write(ADD, (8,)))
        ]  # fmt: skip
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert [row[0] for row in await database.rows("SELECT what FROM log ORDER BY id")] == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_blocks_share_a_commit_and_one_that_fails_takes_nobody_along(database: Database) -> None:
    seen: list[Any] = []

    async def block(number: int, *, fails: bool) -> None:
        async with database.transaction() as transaction:
            await transaction.execute(ADD, (number,))
            seen.append(await database.rows("SELECT count(*) FROM kept"))
            if fails:
                raise ZeroDivisionError

    watch = Watch()
    await watch.over(database)
    results = await asyncio.gather(
        block(1, fails=False),
        database.write(ADD, (2,)),
        block(3, fails=True),
        database.write(ADD, (1,)),
        block(4, fails=False),
        block(1, fails=False),
        return_exceptions=True,
    )
    assert [type(each) for each in results] == [type(None), list, ZeroDivisionError, StoreError, type(None), StoreError]
    assert await ids(database) == [1, 2, 4]
    assert watch.statements.count("COMMIT") == 1
    assert seen == [[(0,)]] * 3, "nobody reads what is not kept yet"


async def test_whoever_fails_over_what_another_wrote_can_read_it(database: Database) -> None:
    async def first(number: int) -> list[int]:
        try:
            async with database.transaction() as transaction:
                if not await transaction.execute(
                    "INSERT INTO kept (id) VALUES (1) ON CONFLICT DO NOTHING RETURNING id"
                ):
                    raise LookupError  # noqa: TRY301  as who saves meets it
                await transaction.execute(ADD, (number,))
        except LookupError:
            return await ids(database)
        return []

    assert await asyncio.gather(first(11), first(12)) == [[], [1, 11]]


async def test_a_block_is_told_after_the_commit_and_of_its_failure(database: Database) -> None:
    async def block(sql: str) -> None:
        async with database.transaction() as transaction:
            await transaction.execute(sql)

    watch = Watch()
    await watch.over(database)
    watch.gate.clear()
    good = asyncio.create_task(block("INSERT INTO kept (id) VALUES (1)"))
    bad = asyncio.create_task(block("INSERT INTO kept (id, of) VALUES (2, 99)"))
    try:
        assert await asyncio.to_thread(watch.arrived.wait, 20)
        assert not good.done()
        assert not bad.done()
    finally:
        watch.gate.set()
    results = await asyncio.gather(good, bad, return_exceptions=True)
    assert [type(each) for each in results] == [StoreError, StoreError]
    assert await ids(database) == []


async def test_nobody_before_a_long_block_waits_for_its_end(database: Database) -> None:
    begun, end = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        async with database.transaction(alone=True) as transaction:
            await transaction.execute(ADD, (2,))
            begun.set()
            await end.wait()

    first = asyncio.create_task(database.write(ADD, (1,)))
    block = asyncio.create_task(long())
    last = asyncio.create_task(database.write(ADD, (3,)))
    await begun.wait()
    assert await first == [(1,)]
    assert not last.done()
    end.set()
    await asyncio.gather(block, last)
    assert await ids(database) == [1, 2, 3]


async def test_whoever_waits_for_a_block_that_does_not_end_gives_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.writing.PATIENCE", 100)
    async with database.transaction() as transaction:
        await transaction.execute(ADD, (1,))
        with pytest.raises(StoreError, match="for too long"):
            await database.write(ADD, (2,))
    assert await ids(database) == [1]


async def test_each_knows_of_itself_whether_it_changed_anything(database: Database) -> None:
    async def change(sql: str, *, aside: bool = False) -> bool:
        begin_saving()
        await database.write(sql, aside=aside)
        return has_saved()

    assert await asyncio.gather(
        asyncio.create_task(change("INSERT INTO kept (id) VALUES (1)")),
        asyncio.create_task(change("UPDATE kept SET of = NULL WHERE id = 77")),
        asyncio.create_task(change("INSERT INTO kept (id) VALUES (2)", aside=True)),
    ) == [True, False, False]


async def test_what_waits_is_written_before_the_database_closes_and_nothing_after(tmp_path: Path, schema: Path) -> None:
    database = await Database.open(tmp_path / "kept.db", schema)
    watch = Watch()
    await watch.over(database)
    watch.gate.clear()
    writes = [asyncio.create_task(database.write(ADD, (number,))) for number in range(2)]
    assert await asyncio.to_thread(watch.arrived.wait, 20)
    writes.append(asyncio.create_task(database.write(ADD, (2,))))  # waits for the commit of those
    await asyncio.sleep(0)
    closing_ = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    with pytest.raises(StoreError, match="it is closed"):
        await database.write(ADD, (3,))
    watch.gate.set()
    assert await asyncio.gather(*writes) == [[(0,)], [(1,)], [(2,)]]
    await closing_
    with closing(sqlite3.connect(database.path)) as connection:
        assert connection.execute("SELECT id FROM kept").fetchall() == [(0,), (1,), (2,)]


async def test_whoever_came_last_still_waits_when_the_first_gave_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.writing.PATIENCE", 400)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        first = [asyncio.create_task(database.write(ADD, (number,))) for number in range(2)]
        await asyncio.sleep(0.2)
        last = asyncio.create_task(database.write(ADD, (7,)))
        await asyncio.wait(first)
        assert not last.done()
        other.execute("ROLLBACK")
    assert [type(each.exception()) for each in first] == [StoreError] * 2
    assert await last == [(7,)]
    assert await ids(database) == [7]


async def test_nothing_that_was_told_is_lost_by_a_kill(tmp_path: Path, schema: Path) -> None:
    path = tmp_path / "kept.db"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, str(path), str(schema), stdout=asyncio.subprocess.PIPE, cwd=HERE
    )
    assert process.stdout is not None
    told = [int(await process.stdout.readline()) for _number in range(300)]
    process.send_signal(signal.SIGKILL)
    told += [int(line) for line in (await process.stdout.read()).split(b"\n")[:-1]]
    await process.wait()
    with closing(sqlite3.connect(path)) as connection:
        kept = {row[0] for row in connection.execute("SELECT id FROM kept")}
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert set(told) <= kept


async def test_what_waits_for_another_process_too_long_is_told_so_and_the_rest_is_written_in_its_turn(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = asyncio.Lock()

    @asynccontextmanager
    async def writing() -> AsyncGenerator[None, None]:
        async with turn:
            yield

    database.take_turns(writing)
    async with turn:
        monkeypatch.setattr("bot.store.writing.PATIENCE", 100)
        early = asyncio.create_task(database.write(ADD, (1,)))
        await asyncio.sleep(0)
        monkeypatch.setattr("bot.store.writing.PATIENCE", 5000)
        late = asyncio.create_task(database.write(ADD, (2,)))
        with pytest.raises(StoreError, match="for too long"):
            await early
        assert not late.done()
    assert await late == [(2,)]
    assert await database.rows("SELECT id FROM kept") == [(2,)]
    assert not turn.locked()
