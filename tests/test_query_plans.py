"""No statement that members or loops wait for goes through a table that grows with facts, servers or members.

The statements are those that the walks run, whatever they are; a scan that is meant is named here, with its reason.
"""

import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from bot import store
from bot.show.episodes import Episode
from bot.store.database import Transaction
from support.canaries import canary_pack
from support.walk import pack_world
from support.walks import walk_daily, walk_desk, walk_editors, walk_everything, walk_game, walk_watchalong
from support.world import World

SMALL: Final = {"shows", "episodes", "emoji", "registered_commands"}
"""Tables of a few rows, however many servers and members there are."""

ROWS: Final = 1_000_000
E4: Final = Episode(1, 4)

MEANT: Final = {
    "SELECT guild_id FROM ceilings WHERE guild_id > 0 UNION": "every six hours: of which servers anything is kept",
    "SELECT guild_id FROM guild_removals": "the same: servers that left",
    "SELECT e.guild_id, e.item_id, s.content, t.shipped_hash": "once, at the start with a new pack",
    "SELECT guild_id, id FROM reviews WHERE message_id IS NOT NULL": "every ten minutes: all cards that stand",
    "SELECT guild_id, channel_id, message_id FROM stranded_cards": "cards that are to be removed, and nothing else",
    "SELECT id, guild_id, channel_id, message_id, author_id, original_id": "every ten minutes: counts posts in an index",
    "SELECT w.id, w.show_id, w.guild_id, w.channel_id": "watch-alongs are kept until their end only",
    "SELECT source_id, target_id, label, mutual": "all of them are drawn",
    "SELECT id, name, revealed_in FROM subjects": "all of them are chosen from, and kept",
    "SELECT id FROM trivia_games WHERE channel_id = ? ORDER": "of these tests",
}
"""The beginning of a statement that reads a whole table, and why it may."""


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Every statement of the bot, with the parameters of one time it ran."""
    found: dict[str, Any] = {}
    database = store.Database  # what tests open in the place of the bot's
    for owner, name in ((database, "rows"), (database, "few_rows"), (database, "write"), (Transaction, "execute")):
        real = getattr(owner, name)

        async def run(self: Any, sql: str, parameters: Any = (), _real: Any = real, **more: Any) -> Any:
            found.setdefault(sql, parameters)
            return await _real(self, sql, parameters, **more)

        monkeypatch.setattr(owner, name, run)
    return found


def scans(connection: sqlite3.Connection, sql: str, parameters: Any) -> Iterator[str]:
    """Lines of its plan that go through every row of a table that grows."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    names = {table: table for table in tables}
    names |= {alias: table for table, alias in re.findall(r"\b(\w+)\s+(?:AS\s+)?(\w+)\b", sql) if table in tables}
    partial = {
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'")
    }
    for *_, line in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters):
        scanned = re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?(?! VIRTUAL)", line)
        # A partial index has only what waits for something.
        if scanned and names.get(scanned[1]) in tables - SMALL and scanned[2] not in partial:
            yield line


def pretend_statistics(connection: sqlite3.Connection) -> None:
    """As ANALYZE would leave them in a bot with a million rows of everything."""
    connection.execute("ANALYZE")
    connection.execute("DELETE FROM sqlite_stat1")
    indexes = "SELECT tbl_name, name, sql LIKE '% WHERE %' FROM sqlite_schema WHERE type = 'index'"
    for table, index, is_partial in connection.execute(indexes).fetchall():
        columns = connection.execute("SELECT count(*) FROM pragma_index_info(?)", (index,)).fetchone()[0]
        rows = 10 if table in SMALL else 100 if is_partial else ROWS
        steps = [max(1, rows // 1000 ** (at + 1)) for at in range(columns)]
        connection.execute(
            "INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, index, " ".join(map(str, [rows, *steps])))
        )
    connection.commit()


@pytest.mark.prove
async def test_no_statement_reads_a_whole_table_that_grows(tmp_path: Path, executed: dict[str, Any]) -> None:
    walks: list[Callable[[World], Awaitable[Any]]] = [
        lambda world: walk_everything(world, E4, E4, deep=1, ahead=False),
        lambda world: walk_game(world, E4, E4),
        lambda world: walk_daily(world, E4, E4),
        lambda world: walk_watchalong(world, E4, E4),
        lambda world: walk_desk(world, 1),
        lambda world: walk_editors(world, E4, 1),
        lambda world: world.pass_time(7 * 3600),
    ]
    for number, walk in enumerate(walks):
        async with pack_world(canary_pack(), tmp_path / f"{number}.db") as world:
            await walk(world)
    path = tmp_path / "0.db"
    assert len(executed) > 200
    found: set[str] = set()
    for has_statistics in (False, True):
        if has_statistics:
            with closing(sqlite3.connect(path)) as connection:
                pretend_statistics(connection)
        with closing(sqlite3.connect(path)) as connection:  # a new one: statistics are read when a file is opened
            for sql, parameters in executed.items():
                words = " ".join(sql.split())
                if words.startswith(("PRAGMA", *MEANT)):
                    continue
                found |= {f"{line}: {words}" for line in scans(connection, sql, parameters)}
    assert not found, "\n".join(["", *sorted(found)])
    ran = {" ".join(sql.split()) for sql in executed}
    assert not [each for each in MEANT if not any(words.startswith(each) for words in ran)]
