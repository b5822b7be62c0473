"""The soak itself: that it would notice."""

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.ledger import Ledger


def test_what_was_acknowledged_and_is_not_there_is_lost_and_what_nobody_was_told_about_is_not(database: Path) -> None:
    ledger = Ledger(database)
    saved, lost, replaced, doubtful, unheard = (("progress", user, 0) for user in range(1, 6))
    for key in (saved, lost, replaced, doubtful, unheard):
        ledger.ask(key, 1004)
    for key in (saved, lost, replaced):
        ledger.acknowledge(key, 1004)
    ledger.ask(replaced, 1005)
    with closing(sqlite3.connect(database)) as connection, connection:
        for user, episode in ((1, 1004), (3, 1005), (4, 1004)):
            connection.execute("INSERT INTO progress SELECT ?, id, ? FROM shows", (user, episode))
    ledger.compare()
    assert ledger.lost == ["('progress', 2, 0) was 1004, and is None"]
    assert (ledger.acknowledged, ledger.in_doubt, ledger.in_doubt_saved) == (3, 3, 2)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE progress SET episode = 1007 WHERE user_id = 4")
    ledger.compare()
    assert ledger.lost[-1] == "('progress', 4, 0) was 1004, and is 1007", "nobody asked for that"
