"""The file: migrations, refusals, transactions, imports, backups."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bot.errors import OlderVersionError, StoreError
from bot.show.episodes import PREMISE, Episode, Scope
from bot.store import open_store
from bot.store.database import MIGRATIONS, Database
from support.canaries import canary_pack

LATEST = max(int(step.name.partition("_")[0]) for step in MIGRATIONS.glob("*.sql"))

RELEASED = Path(__file__).with_name("released_migrations.txt")


async def before(path: Path, upgrade: str) -> Database:
    """A database of the version before the migration of this number."""
    old = path.with_name("old")
    old.mkdir()
    for step in MIGRATIONS.glob("*.sql"):
        if step.name < upgrade:
            (old / step.name).write_text(step.read_text("utf-8"), "utf-8")
    return await Database.open(path, old)


async def test_a_new_file_gets_every_migration(tmp_path: Path) -> None:
    async with open_store(tmp_path / "new" / "hyosan.db") as store:
        assert await store.database.row("PRAGMA user_version") == (LATEST,)


def test_migrations_are_numbered_without_a_gap() -> None:
    assert sorted(int(step.name.partition("_")[0]) for step in MIGRATIONS.glob("*.sql")) == list(range(1, LATEST + 1))


def test_a_migration_that_was_released_is_never_changed() -> None:
    released = dict(line.split()[::-1] for line in RELEASED.read_text().splitlines())
    assert len(released) >= 35
    assert {name: sha256((MIGRATIONS / name).read_bytes()).hexdigest() for name in released} == released


async def test_durability_is_as_asked_for(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "hyosan.db")
    assert await database.row("PRAGMA journal_mode") == ("wal",)
    assert await database.write("PRAGMA synchronous") == [(2,)]
    assert await database.write("PRAGMA foreign_keys") == [(1,)]
    assert await database.row("PRAGMA query_only") == (1,)
    await database.close()


async def test_every_table_is_strict(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        loose = await store.database.rows(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict"
            " AND name NOT LIKE 'sqlite_%'"
        )
        assert loose == []


async def test_a_file_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    database = await before(path, "0002")
    await database.write("INSERT INTO progress VALUES (1, 2, 1004)")
    await database.close()
    async with open_store(path) as store:
        assert await store.viewers.progress(2, 1) == Episode(1, 4)
        assert await store.database.row("PRAGMA user_version") == (LATEST,)


async def test_questions_and_rounds_of_an_older_version_keep_their_options(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    database = await before(path, "0023")
    await database.write("INSERT INTO shows (id, slug, title, version, content_hash) VALUES (1, 'a', 'A', '1', '')")
    await database.write(
        "INSERT INTO questions (id, show_id, text, revealed_in, answer, wrong_1, wrong_2, wrong_3, explanation, difficulty,"
        " topic, sources) VALUES (3, 1, 'q', 1001, 'a', 'ö \"b\"', 'c', 'd', 'why', 'easy', 'event', '[]')"
    )
    shipped = await database.row("SELECT * FROM shipped_questions")
    await database.write(
        "INSERT INTO trivia_games (id, show_id, kind, guild_id, host_id, ceiling, rounds, seconds, phase)"
        " VALUES (1, 1, 'practice', 1, 7, 0, 0, 0, 'private')"
    )
    await database.write(
        "INSERT INTO trivia_rounds (id, game_id, number, question_id, text, options, answer, explanation, sites, difficulty,"
        """ topic, revealed_in) VALUES (2, 1, 1, 3, 'q', '["b","a","c","d"]', 1, 'why', '[]', 'easy', 'event', 1001)"""
    )
    await database.write("INSERT INTO trivia_answers (round_id, user_id, choice, at) VALUES (2, 7, 3, 0)")
    await database.close()
    async with open_store(path) as store:
        assert await store.database.row("SELECT * FROM shipped_questions") == shipped, "byte for byte, as edits hold it"
        assert await store.database.row("SELECT options, answer FROM trivia_rounds") == ('["b","a","c","d"]', 1)
        assert await store.rounds.answer_of(2, 7) == 3


async def test_edits_of_an_older_version_get_one_edition_for_each_server(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    database = await before(path, "0008")
    for number, guild in enumerate((5, 5, 6), 1):
        await database.write(
            "INSERT INTO edits (guild_id, item_id, show_id, kind, number, state, content, said_in_header, revision, action,"
            " edited_by, edited_at, reason) VALUES (?, ?, 1, 'fact', ?, 'live',"
            ' \'{"text": "a", "topic": "trait", "revealed_in": 0, "about": [], "sources": []}\', 0, 1, \'added\', 7,'
            " '2026-01-01', '')",
            (guild, number, number),
        )
    await database.write(
        "INSERT INTO drafts (user_id, custom_id, form, created_at) VALUES (1, 'x', '{}', '2026-01-01')"
    )
    await database.close()
    async with open_store(path) as store:
        assert await store.database.rows("SELECT guild_id FROM editions ORDER BY 1") == [(5,), (6,)]
        assert await store.database.rows("SELECT state FROM drafts") == [("answered",)]


async def test_games_of_an_older_version_go_on_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "hyosan.db"
    database = await before(path, next(MIGRATIONS.glob("*_messages_of_games.sql")).name)
    for number, (kind, phase, version, shown) in enumerate(
        [("public", "asking", 4, 3), ("public", "over", 9, 8), ("public", "over", 9, 9), ("practice", "private", 1, 1)],
        1,
    ):
        await database.write(
            "INSERT INTO trivia_games (id, show_id, kind, guild_id, channel_id, message_id, host_id, ceiling, rounds, seconds,"
            " phase, round, version, shown) VALUES (?, 1, ?, 5, ?, ?, 7, 1004, 5, 20, ?, 2, ?, ?)",
            (number, kind, number, 90 + number, phase, version, shown),
        )
    await database.close()
    async with open_store(path) as store:
        rows = await store.database.rows("SELECT game_id, number, message_id, version, shown FROM trivia_messages")
        assert rows == [(1, 2, 91, 4, 3), (2, 1000, 92, 9, 8)]
        assert len(await store.games.to_tend(datetime(2026, 1, 1, tzinfo=UTC))) == 2


async def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "0001_good.sql").write_text("CREATE TABLE a (b INTEGER) STRICT;", "utf-8")
    await (await Database.open(tmp_path / "x.db", tmp_path)).close()
    (tmp_path / "0002_bad.sql").write_text(
        "CREATE TABLE c (d INTEGER) STRICT; CREATE TABLE a (b INTEGER) STRICT;", "utf-8"
    )
    with pytest.raises(StoreError):
        await Database.open(tmp_path / "x.db", tmp_path)
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT name FROM sqlite_schema WHERE name = 'c'").fetchone() is None


async def test_a_newer_file_is_refused(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        await store.database.write(f"PRAGMA user_version = {LATEST + 1}")
    with pytest.raises(StoreError, match="newer than this program"):
        async with open_store(tmp_path / "hyosan.db"):
            pass


async def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()
    with pytest.raises(StoreError, match="another program"):
        async with open_store(tmp_path / "other.db"):
            pass


async def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("dear diary" * 1000, "utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        async with open_store(tmp_path / "note.txt"):
            pass


async def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StoreError, match="cannot be opened"):
        async with open_store(tmp_path / "file" / "hyosan.db"):
            pass


async def test_a_transaction_happens_whole_or_not_at_all(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        database = store.database
        with pytest.raises(StoreError):
            async with database.transaction() as transaction:
                await transaction.execute("INSERT INTO progress VALUES (1, 1, 1001)")
                await transaction.execute("INSERT INTO progress VALUES (1, 1, 1002)")
        assert await database.rows("SELECT * FROM progress") == []
        with pytest.raises(ZeroDivisionError):
            async with database.transaction() as transaction:
                await transaction.execute("INSERT INTO progress VALUES (1, 1, 1001)")
                raise ZeroDivisionError
        assert await database.rows("SELECT * FROM progress") == []


async def test_nobody_writes_into_or_reads_from_a_transaction_of_somebody_else(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        inside, leave = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            async with store.database.transaction() as transaction:
                await transaction.execute("INSERT INTO progress VALUES (1, 1, 1001)")
                inside.set()
                await leave.wait()
                raise ZeroDivisionError

        task = asyncio.create_task(slow())
        await inside.wait()
        assert await store.viewers.progress(1, 1) is None
        writing = asyncio.create_task(store.viewers.set_progress(1, 2, Episode(1, 2)))
        await asyncio.sleep(0)
        leave.set()
        with pytest.raises(ZeroDivisionError):
            await task
        await writing
        assert await store.viewers.progress(1, 2) == Episode(1, 2)
        assert await store.viewers.progress(1, 1) is None


async def test_what_is_read_at_once_is_what_was_written_last_and_fails_as_every_read(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        database = store.database
        for episode in (1004, 1005):
            await database.write("INSERT OR REPLACE INTO progress VALUES (1, 2, ?)", (episode,))
            assert await database.few_rows("SELECT episode FROM progress") == [(episode,)]
        with pytest.raises(OlderVersionError):
            await database.few_rows("SELECT ?", (2**63,))
        with pytest.raises(StoreError):
            await database.few_rows("DELETE FROM progress")
        with pytest.raises(StoreError):
            await database.few_rows("SELECT nothing")


async def test_an_import_keeps_ids_and_everything_of_members(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        await store.packs.import_pack(canary_pack())
        show = await store.packs.show("canaries")
        await store.viewers.set_progress(show.id, 7, Episode(1, 5))
        before = await store.database.rows("SELECT id FROM facts ORDER BY id")
        await store.packs.import_pack(canary_pack("swapped", Episode(1, 11)))
        after = await store.database.rows("SELECT id FROM facts ORDER BY id")
        assert (await store.packs.show("canaries")).id == show.id
        assert len(set(before) & set(after)) > 0.8 * len(before)
        assert await store.viewers.progress(show.id, 7) == Episode(1, 5)
        assert await store.database.write("PRAGMA foreign_key_check") == []


async def test_an_import_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        await store.packs.import_pack(canary_pack())
        before = await store.database.rows("SELECT * FROM facts ORDER BY id")
        pack: Any = canary_pack("more", PREMISE)
        object.__setattr__(pack, "facts", (*pack.facts, pack.facts[0]))
        with pytest.raises(StoreError):
            await store.packs.import_pack(pack)
        assert await store.database.rows("SELECT * FROM facts ORDER BY id") == before
        assert await store.packs.content_hash("canaries") == canary_pack().content_hash


async def test_the_schema_refuses_text_that_could_break_a_tag(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        await store.packs.import_pack(canary_pack())
        for character in "|`\\\n\r":
            with pytest.raises(StoreError):
                await store.database.write("UPDATE facts SET text = ?", (f"a{character}b",))
        await store.database.write("UPDATE facts SET text = ?", ("[a] *b* ^c]",))


async def test_reads_are_gated_in_the_store(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        await store.packs.import_pack(canary_pack())
        show = await store.packs.show("canaries")
        for through in (PREMISE, *show.episodes):
            scope = Scope.through(through)
            people = await store.facts.characters(show.id, scope)
            assert {each.character.revealed_in for each in people} == {
                e for e in (PREMISE, *show.episodes) if e <= through
            }
            for namesake in people:
                names = (*namesake.spellings, namesake.character.role, *namesake.earlier_roles)
                assert all(each.revealed_in <= through for each in names if each)
                facts = await store.facts.facts_about(namesake.character.id, scope)
                assert all(fact.revealed_in <= through for fact in facts)


async def test_a_backup_is_a_whole_database_and_never_overwrites(tmp_path: Path) -> None:
    async with open_store(tmp_path / "hyosan.db") as store:
        await store.viewers.set_progress(1, 2, Episode(1, 3))
        await store.database.backup(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="never overwrites"):
            await store.database.backup(tmp_path / "copy.db")
    async with open_store(tmp_path / "copy.db") as copy:
        assert await copy.viewers.progress(1, 2) == Episode(1, 3)
