"""What was released is kept: docs/releasing.md. A line of released.txt is changed by hand, and CHANGELOG.md says why."""

from pathlib import Path

from bot.show.episodes import PREMISE, Episode
from support.released import promises

RELEASED = [line.split() for line in Path(__file__).with_name("released.txt").read_text("utf-8").splitlines()]


def test_every_id_is_there_and_no_gate_is_earlier() -> None:
    now = {(kind, slug): gate for kind, slug, gate in promises()}
    assert len(RELEASED) > 1000
    for kind, slug, written in RELEASED:
        before = PREMISE if written == str(PREMISE) else Episode(*map(int, written.removeprefix("S").split("E")))
        assert (kind, slug) in now, f"{kind} {slug} is gone: what servers said of it would be lost"
        assert now[kind, slug] >= before, f"{kind} {slug} was told from {written} on, and is told earlier now"
