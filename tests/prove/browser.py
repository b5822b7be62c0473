"""The preview in a browser, on a busy machine: whatever is typed or pressed is done."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.processes import previewing
from support.reader import Reader


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """Two processes that take all the time they get."""
    processes = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    yield
    for process in processes:
        process.kill()
        process.wait()


def act(reader: Reader, viewer: str) -> None:
    """Ten commands and ten presses."""
    reader.look_as(viewer)
    reader.type("progress set", "S1E5", see="Saved: S1E5")
    reader.type("character", "nam-ra", see="Nam.ra.*My card")
    reader.press("^My card$", see="Nam.ra.*through S1E5")
    reader.press("^Next$", see="page 3 of")
    reader.press("^Back$", see="page 2 of")
    reader.type("character", "cheong-san", see="Cheong.san")
    reader.press("^More$", see="More about this card")
    reader.press("^Look ahead$", see="How far may this card")
    reader.choose("Show it through", "S1E9", see="S1E9")
    reader.press("^Yes", see="Cheong.san.*through S1E9")
    reader.type("cast", see="Cast.*Cheong.san")
    reader.type("episode", "S1E2", see="S1E2")
    reader.type("trivia practice", see="Practice")
    reader.press(r"^A\b", see="your answer")
    reader.press("^Next question$", see="Practice")
    reader.type("recap", see="Recap · S1E5")
    reader.press("^Back$", see="Recap · S1E4")
    reader.type("search", "who is the class president", see="Nam.ra")
    reader.look_as("newcomer")
    reader.type("help", see="Help")
    reader.type("about", see="About me")


@pytest.mark.usefixtures("busy_machine")
def test_fifty_commands_and_fifty_presses_are_neither_refused_nor_lost(tmp_path: Path, chromium: Any) -> None:
    with previewing(tmp_path, "preview", "--port", "0") as (_, url):
        reader = Reader(chromium.new_page(viewport={"width": 1280, "height": 800}), url)
        try:
            for viewer in ("mina, at S1E6", "tomas, finished", "mina, at S1E6", "tomas, finished", "mina, at S1E6"):
                act(reader, viewer)
        except Exception as error:
            reader.page.screenshot(path=tmp_path / "failed.png")
            error.add_note(f"The page is in {tmp_path / 'failed.png'}; what went wrong before: {reader.wrong}")
            raise
    assert (reader.typed, reader.pressed, reader.wrong) == (50, 50, [])
