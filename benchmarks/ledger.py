"""What members were told was saved, beside what a database holds: what the soak is about."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

Key: TypeAlias = tuple[str, int, int]
"""What a change is of: its sort, and whose or where."""

Value: TypeAlias = int | str | None

_READS = {
    "progress": "SELECT user_id, 0, episode FROM progress",
    "press": "SELECT round_id, user_id, choice FROM trivia_answers",
    "fact": "SELECT guild_id, item_id, text FROM edits",
    "tag": "SELECT original_id, 0, text FROM spoiler_posts WHERE original_id IS NOT NULL",
}


@dataclass
class Ledger:
    """Each thing is changed by one member at a time: it is what was acknowledged last, or what was asked for since."""

    database: Path
    acknowledged: int = 0
    in_doubt: int = 0
    in_doubt_saved: int = 0
    lost: list[str] = field(default_factory=list[str])
    _before: dict[Key, Value] = field(default_factory=dict[Key, Value])
    _known: dict[Key, Value] = field(default_factory=dict[Key, Value])
    _asked: dict[Key, set[Value]] = field(default_factory=dict[Key, set[Value]])

    def __post_init__(self) -> None:
        self._before = self._read()

    def ask(self, key: Key, value: Value) -> None:
        """Somebody asks for this change; until they are answered nobody knows."""
        self._known.setdefault(key, self._before.get(key))
        self._asked.setdefault(key, set()).add(value)

    def acknowledge(self, key: Key, value: Value) -> None:
        """They were told that it is saved."""
        self.acknowledged += 1
        self._known[key] = value
        self._asked.pop(key, None)

    def compare(self) -> None:
        """Note what is lost, and what became of what nobody was told about."""
        found = self._read()
        for key, value in self._known.items():
            asked, now = self._asked.get(key, set()), found.get(key)
            if now != value and now not in asked:
                self.lost.append(f"{key} was {value}, and is {now}")
            if asked:
                self.in_doubt += 1
                self.in_doubt_saved += now != value
            self._known[key] = now
        self._asked.clear()

    def _read(self) -> dict[Key, Value]:
        with closing(sqlite3.connect(self.database)) as connection:
            ((whole,),) = connection.execute("PRAGMA integrity_check(1)").fetchall()
            if whole != "ok":
                self.lost.append(f"the database is damaged: {whole}")
            return {
                (sort, first, second): value
                for sort, sql in _READS.items()
                for first, second, value in connection.execute(sql)
            }
