"""Pictures are drawn once, two at a time, beside the bot; nobody's orders crowd out those of others."""

import asyncio
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from PIL import Image

from bot.caches import pictures
from bot.caches.pictures import Drawing, Pictures
from bot.errors import PicturesWaitError, StoppingError
from bot.ui.chart.draw import drawn

BADGE = ("칸", 0, None)
PAIR = orjson.dumps(
    (
        "map",
        "Birds",
        [(1, "Kan", "", BADGE), (2, "Bel", "", BADGE)],
        [(1, 2, "friend", "friends", "", True, False)],
    )
)


class Painter:
    """Draws when it is told to, and knows what was ordered and how many pictures were in work at a time."""

    def __init__(self, size: int = 1) -> None:
        self.ordered: list[bytes] = []
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()
        self._size = size
        self.may_go_on = threading.Event()

    def __call__(self, ordered: bytes) -> bytes:
        with self._lock:
            self.ordered.append(ordered)
            self._now += 1
            self.most = max(self.most, self._now)
        self.may_go_on.wait(30)
        with self._lock:
            self._now -= 1
        return ordered * self._size


async def test_the_same_picture_asked_for_many_times_at_once_is_drawn_once() -> None:
    painter = Painter()
    shop = Pictures(painter)
    asked = [asyncio.create_task(shop.picture(b"a", payer)) for payer in range(50)]
    await asyncio.sleep(0)
    painter.may_go_on.set()
    assert await asyncio.gather(*asked) == [b"a"] * 50
    assert await shop.picture(b"a", 1) == b"a"
    assert painter.ordered == [b"a"]


async def test_one_who_goes_away_takes_the_picture_from_nobody() -> None:
    painter = Painter()
    shop = Pictures(painter)
    first, second = (asyncio.create_task(shop.picture(b"a", payer)) for payer in range(2))
    await asyncio.sleep(0)
    first.cancel()
    painter.may_go_on.set()
    assert await second == b"a"


async def test_two_pictures_are_drawn_at_a_time() -> None:
    painter = Painter()
    shop = Pictures(painter)
    asked = [asyncio.create_task(shop.picture(b"%d" % number, number)) for number in range(8)]
    while len(painter.ordered) < 2:  # noqa: ASYNC110  threads say when
        await asyncio.sleep(0.001)
    painter.may_go_on.set()
    assert await asyncio.gather(*asked) == [b"%d" % number for number in range(8)]
    assert painter.most == pictures.AT_ONCE


async def test_one_server_has_a_few_pictures_in_work_and_there_is_room_for_others() -> None:
    painter = Painter()
    shop = Pictures(painter)
    asked = [asyncio.create_task(shop.picture(b"mine %d" % number, 1)) for number in range(40)]
    await asyncio.sleep(0)
    theirs = asyncio.create_task(shop.picture(b"theirs", 2))
    await asyncio.sleep(0)
    painter.may_go_on.set()
    assert await theirs == b"theirs"
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(each, PicturesWaitError) for each in outcomes) == 40 - pictures.OF_ONE
    assert await shop.picture(b"mine 39", 1) == b"mine 39"  # what was refused is drawn later


async def test_what_is_kept_has_a_bound_and_what_was_asked_for_last_stays() -> None:
    painter = Painter(pictures.KEPT // 3)
    painter.may_go_on.set()
    shop = Pictures(painter)
    for ordered in (b"a", b"b", b"c", b"a", b"d", b"a"):
        await shop.picture(ordered, 1)
    assert painter.ordered == [b"a", b"b", b"c", b"d"]
    await shop.picture(b"b", 1)
    assert painter.ordered == [b"a", b"b", b"c", b"d", b"b"]


@pytest.fixture
def drawing() -> Iterator[Drawing]:
    """The processes that draw, which are gone afterwards."""
    drawing = Drawing()
    yield drawing
    drawing.stop()


async def test_a_process_of_its_own_draws_the_same_bytes(drawing: Drawing) -> None:
    picture = await Pictures(drawing).picture(PAIR, 1)
    assert picture == drawn(PAIR)
    Image.open(io.BytesIO(picture)).verify()


async def test_the_next_picture_is_drawn_by_the_process_that_is_there(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing(PAIR)
    monkeypatch.setattr(pictures, "ROOT", "/nowhere")  # another process could not begin
    assert drawing(PAIR) == drawn(PAIR)


async def test_a_process_that_nobody_needs_goes_home_and_another_one_comes(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    start = pictures.subprocess.Popen

    def begin(*arguments: Any, **options: Any) -> Any:
        started.append(start(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(pictures.subprocess, "Popen", begin)
    monkeypatch.setattr(pictures, "_STAYS", 0.001)
    drawing(PAIR)
    while started[0].returncode is None:  # noqa: ASYNC110  a thread says when
        await asyncio.sleep(0.001)
    assert drawing(PAIR) == drawn(PAIR)
    assert len(started) == 2


async def test_a_picture_that_cannot_be_drawn_is_an_error_which_holds_nothing_of_it(drawing: Drawing) -> None:
    shop = Pictures(drawing)
    with pytest.raises(RuntimeError) as caught:
        await shop.picture(b'["map", [["Kan"]], [], null]', 1)
    assert "Kan" not in str(caught.value)
    assert await shop.picture(PAIR, 1)


async def test_a_process_that_ends_while_it_draws_is_an_error_and_takes_no_later_picture(
    drawing: Drawing, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bot" / "ui" / "chart").mkdir(parents=True)
    (tmp_path / "bot" / "ui" / "chart" / "draw.py").write_text("import sys; sys.stdin.buffer.read(4)", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(pictures, "ROOT", tmp_path)
        with pytest.raises(RuntimeError):
            drawing(PAIR)
    assert drawing(PAIR) == drawn(PAIR)


async def test_the_end_of_the_bot_waits_for_no_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bot" / "ui" / "chart").mkdir(parents=True)
    (tmp_path / "bot" / "ui" / "chart" / "draw.py").write_text(
        "import time; print(flush=True); time.sleep(60)", "utf-8"
    )
    monkeypatch.setattr(pictures, "ROOT", tmp_path)
    drawing = Drawing()
    shop = Pictures(drawing)
    asked = asyncio.create_task(shop.picture(PAIR, 1))
    while not drawing.is_busy:  # noqa: ASYNC110  a thread says when
        await asyncio.sleep(0.001)
    drawing.stop()
    with pytest.raises(StoppingError):
        await asked
    with pytest.raises(StoppingError):
        await shop.picture(PAIR, 1)
