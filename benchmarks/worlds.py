"""Stores to measure with: the shipped show with its members, and the same with a large world around it."""

import random
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from benchmarks.loopback import channel_id, guild_id, user_id
from bot.__main__ import open_bot
from bot.settings import Settings
from bot.show.edits import Change, FactContent
from bot.show.episodes import Episode
from bot.show.facts import Source
from bot.show.spoilers import Spoiler
from bot.store.edits import new_id, saving

GUILDS, NAMES, FACTS, EDITS = 10_000, 10_000, 100_000, 20_000
MEMBERS = 1_000
MIXED_GUILDS, OWN_GUILDS = 100, 3_000
CROWD = 1_000_000
CEILING, PROGRESS = Episode(1, 6), Episode(1, 12)
"""How far channels are, and members: cards are public, and hold a tag for each episode between."""

_FAMILIES = "Kim Lee Park Choi Jung Kang Jo Yoon Jang Im Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong".split()  # noqa: SIM905  a list would be twenty lines
_SYLLABLES = "ga na da ra ma ba sa ah ja ha min seo ji hyun su jin woo young hee ho eun kyung".split()  # noqa: SIM905  the same


@dataclass(frozen=True, slots=True)
class World:
    """A database, and what of it is asked for."""

    database: Path
    show_id: int
    character_id: int  # with three pages in public and facts behind every tag
    names: int
    facts: int


@dataclass(frozen=True, slots=True)
class MixedWorld:
    """The small one with members at random episodes and servers at random ceilings."""

    world: World
    progress: list[int]  # ordinals, by the number of the member
    known: dict[int, list[int]]  # who is known through an episode, the most popular first


@dataclass(frozen=True, slots=True)
class Worlds:
    """What there is to measure in; made when it is first asked for."""

    small: World
    folder: Path

    @property
    def large(self) -> World:
        """Thousands more of everything, none of it about the character who is asked for."""
        return _large_world(self.small)

    def mixed(self) -> MixedWorld:
        """Members and servers as they come."""
        return _mixed_world(self.small)

    def with_facts(self, count: int) -> World:
        """The small one with so many facts in all, about the same people."""
        return _world_with_facts(self.small, count)

    def with_guilds(self, count: int) -> World:
        """The small one with so many servers."""
        database = Path(shutil.copy(self.small.database, self.folder / f"{count}-servers.db"))
        with closing(sqlite3.connect(database)) as connection:
            _fill_guilds(connection, self.small.show_id, range(100, count))
            connection.commit()
        return replace(self.small, database=database)

    def crowded(self, name: str) -> World:
        """The shipped show in all servers, with a hundred members for each, in a file of this name."""
        database = Path(shutil.copy(self.small.database, self.small.database.with_name(name)))
        with closing(sqlite3.connect(database)) as connection:
            _fill_guilds(connection, self.small.show_id, range(100, GUILDS))
            connection.executemany(
                "INSERT INTO progress (user_id, show_id, episode) VALUES (?, ?, ?)",
                ((user_id(number), self.small.show_id, PROGRESS.ordinal) for number in range(MEMBERS, CROWD)),
            )
            connection.commit()
        return replace(self.small, database=database)

    def own(self) -> World:
        """Servers that each have a fact of their own about the character who is asked for."""
        return _own_world(self.small)


async def small_world(folder: Path) -> World:
    """The shipped show; members have watched it, and channels half of it."""
    database = folder / "small.db"
    async with open_bot(Settings.read({}), database) as bot:
        show = bot.show.id
    with closing(sqlite3.connect(database)) as connection:
        connection.executemany(
            "INSERT INTO progress (user_id, show_id, episode) VALUES (?, ?, ?)",
            [(user_id(number), show, PROGRESS.ordinal) for number in range(MEMBERS)],
        )
        _fill_guilds(connection, show, range(100))
        connection.commit()
    return _world(database, show)


@lru_cache
def _mixed_world(small: World) -> MixedWorld:
    database, chance = Path(shutil.copy(small.database, small.database.with_name("mixed.db"))), random.Random(5)
    with closing(sqlite3.connect(database)) as connection:
        episodes = [row[0] for row in connection.execute("SELECT revealed_in FROM episodes ORDER BY revealed_in")]
        progress = [chance.choice(episodes) for _ in range(MEMBERS)]
        connection.executemany(
            "UPDATE progress SET episode = ? WHERE user_id = ?",
            [(episode, user_id(number)) for number, episode in enumerate(progress)],
        )
        connection.executemany(
            "UPDATE ceilings SET episode = ? WHERE place_id = ?",
            [(chance.choice([0, *episodes]), guild_id(number)) for number in range(MIXED_GUILDS)],
        )
        connection.commit()
        known = {
            each: [row[0] for row in connection.execute(
                "SELECT id FROM characters WHERE show_id = ? AND revealed_in <= ? ORDER BY position", (small.show_id, each)
            )]
            for each in episodes
        }  # fmt: skip
    return MixedWorld(replace(small, database=database), progress, known)


@lru_cache
def _own_world(small: World) -> World:
    database = Path(shutil.copy(small.database, small.database.with_name("own.db")))
    with closing(sqlite3.connect(database)) as connection:
        _fill_guilds(connection, small.show_id, range(100, OWN_GUILDS))
        for number in range(OWN_GUILDS):
            guild = guild_id(number)
            content = FactContent(
                Spoiler(f"Nam-ra helps server {number}.", CEILING),
                "event",
                (small.character_id,),
                (Source("Wiki", None),),
            )
            change = Change(new_id(guild, "fact"), 0, content, "live", "added")
            connection.execute(
                *saving(small.show_id, guild, change, by=user_id(0), at=datetime(2026, 1, 1, tzinfo=UTC), reason="")
            )
        connection.commit()
    return replace(small, database=database)


@lru_cache
def _large_world(small: World) -> World:
    database = Path(shutil.copy(small.database, small.database.with_name("large.db")))
    show, chance = small.show_id, random.Random(1)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA cache_size = -200000")
        _fill_guilds(connection, show, range(100, GUILDS))
        people = list(_people(chance, small.names))
        connection.executemany(
            "INSERT INTO subjects (id, show_id, name, revealed_in) VALUES (?, ?, ?, ?)",
            [(person, show, name, gate) for person, name, gate in people],
        )
        connection.executemany(
            "INSERT INTO characters (id, show_id, position, group_name, revealed_in) VALUES (?, ?, ?, 'Others', ?)",
            [(person, show, person, gate) for person, _, gate in people],
        )
        connection.executemany(
            "INSERT INTO roles (character_id, text, revealed_in) VALUES (?, 'a student of another school', ?)",
            [(person, gate) for person, _, gate in people],
        )
        facts = list(_facts(connection, show, chance, people, FACTS - small.facts))
        _add_facts(connection, show, facts)
        for change, guild in _edits(chance, facts):
            connection.execute(
                *saving(show, guild, change, by=user_id(0), at=datetime(2026, 1, 1, tzinfo=UTC), reason="")
            )
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        connection.commit()
    return _world(database, show)


def _world_with_facts(small: World, count: int) -> World:
    database, show = Path(shutil.copy(small.database, small.database.with_name(f"{count}-facts.db"))), small.show_id
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(
            "DELETE FROM facts WHERE id IN (SELECT id FROM facts WHERE show_id = ? ORDER BY position, id LIMIT -1 OFFSET ?)",
            (show, count),
        )
        connection.commit()  # within a transaction the next line would do nothing
        connection.execute("PRAGMA foreign_keys = OFF")
        people = connection.execute(
            "SELECT id, name, revealed_in FROM subjects WHERE show_id = ? AND id IN (SELECT id FROM characters)",
            (show,),
        ).fetchall()
        more = max(0, count - small.facts)
        _add_facts(connection, show, list(_facts(connection, show, random.Random(2), people, more)))
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        connection.commit()
    return _world(database, show)


def _world(database: Path, show: int) -> World:
    with closing(sqlite3.connect(database)) as connection:

        def one(sql: str, *parameters: Any) -> int:
            return connection.execute(sql, parameters).fetchone()[0]

        return World(
            database,
            show,
            one("SELECT id FROM subjects WHERE show_id = ? AND name = 'Choi Nam-ra'", show),
            one("SELECT count(*) FROM characters WHERE show_id = ?", show),
            one("SELECT count(*) FROM facts WHERE show_id = ?", show),
        )


def _fill_guilds(connection: sqlite3.Connection, show: int, numbers: range) -> None:
    """The ceiling stands on the server, as /setup sets it."""
    connection.executemany(
        "INSERT INTO ceilings (place_id, show_id, guild_id, episode) VALUES (?, ?, ?, ?)",
        [(guild_id(number), show, guild_id(number), CEILING.ordinal) for number in numbers],
    )
    connection.executemany(
        "INSERT INTO guild_settings (guild_id, setup) VALUES (?, 'done')", [(guild_id(number),) for number in numbers]
    )
    connection.executemany(
        "INSERT INTO place_replies (place_id, guild_id, replies) VALUES (?, ?, 'private')",
        [(channel_id(number, 99), guild_id(number)) for number in numbers],
    )


def _people(chance: random.Random, known: int) -> Iterator[tuple[int, str, int]]:
    """Ids, names of three syllables, and gates."""
    names: dict[str, None] = {}
    while len(names) < NAMES - known:
        family, (first, second) = chance.choice(_FAMILIES), chance.choices(_SYLLABLES, k=2)
        names[f"{family} {first.title()}-{second}" if len(names) < 9_000 else f"{family} {first.title()}{second}n"] = (
            None
        )
    for number, name in enumerate(names, 1_000):
        yield number, name, Episode(1, 1 + number % 12).ordinal


def _facts(
    connection: sqlite3.Connection, show: int, chance: random.Random, people: list[tuple[int, str, int]], count: int
) -> Iterator[tuple[int, int, int, str]]:
    """Numbers, subjects, gates and texts: sentences of the show, told of somebody else."""
    shipped = [row[0] for row in connection.execute("SELECT text FROM facts WHERE show_id = ?", (show,))]
    for number in range(1_000_000, 1_000_000 + count):
        person, name, gate = chance.choice(people)
        words = chance.choice(shipped).split()
        yield number, person, max(gate, Episode(1, chance.randint(1, 12)).ordinal), " ".join([name, *words[2:]])[:130]


def _add_facts(connection: sqlite3.Connection, show: int, facts: list[tuple[int, int, int, str]]) -> None:
    # Subjects before facts: a fact is indexed once then, with its subjects; this connection checks no foreign key.
    connection.executemany(
        "INSERT INTO fact_subjects (subject_id, revealed_in, position, fact_id, first, fate) VALUES (?, ?, ?, ?, 1, ?)",
        [(person, gate, number, number, number % 6 == 0) for number, person, gate, _ in facts],
    )
    connection.executemany(
        "INSERT INTO facts (id, show_id, position, text, topic, revealed_in, confidence, note, said_in_header, sources,"
        " asks, asked) VALUES (?, ?, ?, ?, 'event', ?, 'high', '', 0, '[[\"Wiki\", null]]', ?, ?)",
        [(number, show, number, text, gate, *_asks(person, text)) for number, person, gate, text in facts],
    )


def _asks(person: int, text: str) -> tuple[str, str]:
    """Two ways to ask for a fact, as they are searched and as they are compared."""
    rest = re.sub(r"[^a-z0-9 ]", "", text.partition(" ")[2].lower()).split()
    ways = ("why", *rest[:4]), ("does", *rest[-3:])
    return ". ".join(map(" ".join, ways)), orjson.dumps([f"@{person} {' '.join(way)}" for way in ways]).decode()


def _edits(chance: random.Random, facts: list[tuple[int, int, int, str]]) -> Iterator[tuple[Change, int]]:
    """Two in each server: a fact of its own, and a fact of the pack that it words anew."""
    for number in range(EDITS):
        guild = guild_id(number % GUILDS)
        fact, person, gate, text = chance.choice(facts)
        content = FactContent(
            Spoiler(f"{text[:120]} again", Episode.from_ordinal(gate)), "event", (person,), (Source("Wiki", None),)
        )
        if number < GUILDS:
            yield Change(new_id(guild, "fact"), 0, content, "live", "added"), guild
        else:
            yield Change(fact, 1, content, "live", "edited"), guild
