"""The preview in a browser, on a busy machine: whatever is typed or pressed is done."""

import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.processes import previewing

PATIENCE = 30_000  # milliseconds: a busy machine is slow, a frozen page stays as it is


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Headless Chromium, found on PATH or by the environment variable CHROMIUM."""
    # No import at the top: only `make prove` installs it, and neither the linter nor the type checker may need it.
    driver = importlib.import_module("playwright.sync_api")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        pytest.exit("make prove drives Chromium: install the package chromium, or name its program in CHROMIUM.", 1)
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """Two processes that take all the time they get."""
    processes = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    yield
    for process in processes:
        process.kill()
        process.wait()


class Reader:
    """Somebody at the page. Every receipt that the page gets is kept."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.typed = self.pressed = 0
        page.on("response", self._note)
        page.on("requestfailed", self._note_failure)
        page.goto(url)
        page.set_default_timeout(PATIENCE)
        self._settle()

    def _note(self, response: Any) -> None:
        if not response.url.endswith("/api/action"):
            return
        receipt: Any = response.json() if response.ok else {}
        if receipt.get("rejected", True) or receipt["settlement"] != "settled":
            self.wrong.append(f"{response.status}: {receipt.get('diagnostics')}")

    def _note_failure(self, request: Any) -> None:
        if request.url.endswith("/api/action"):
            self.wrong.append(f"no answer: {request.failure}")

    def _settle(self) -> None:
        self.page.wait_for_function("() => window.simcordPreview?.ready && !window.simcordPreview.pendingAction")

    @property
    def _last(self) -> Any:
        return self.page.locator("#channel-message-list .channel-message").last

    def _see(self, pattern: str) -> None:
        """Wait until the newest message says so, and stands where it can be read."""
        self._last.filter(has_text=re.compile(pattern)).wait_for()
        self.page.wait_for_function(
            "() => { const timeline = document.getElementById('channel-timeline').getBoundingClientRect();"
            " const newest = [...document.querySelectorAll('.channel-message')].at(-1).getBoundingClientRect();"
            " return newest.top < timeline.bottom - 60 && newest.bottom > timeline.top + 60; }"
        )
        self._settle()

    def look_as(self, name: str) -> None:
        """Choose above as whom to look."""
        self.page.locator("#viewer-picker").select_option(label=name)
        self.page.wait_for_function(
            "name => { const picker = document.getElementById('viewer-picker');"
            " return picker.selectedOptions[0]?.label === name && window.simcordPreview.ready"
            " && window.simcordPreview.viewerId === picker.value; }",
            arg=name,
        )
        self._settle()

    def type(self, command: str, *options: str, see: str) -> None:
        """Type a command as README says: its name and Enter, what it asks for, and Enter twice."""
        count = self.page.locator("#channel-message-list .channel-message").count()
        self.page.locator("#channel-composer-input").click()
        keyboard = self.page.keyboard
        keyboard.type(f"/{command}", delay=30)
        keyboard.press("Enter")
        for option in options:
            keyboard.type(option, delay=30)
            if command != "search":
                self.page.locator(".command-suggestion").first.wait_for()
                keyboard.press("Enter")
        if options:
            keyboard.press("Enter")
        else:  # Enter would open the options that nobody has to fill in
            self.page.locator("#send-message").click()
        self.page.wait_for_function(
            "count => document.querySelectorAll('#channel-message-list .channel-message').length > count", arg=count
        )
        self._see(see)
        self.typed += 1

    def press(self, button: str, see: str) -> None:
        """Press a button of the newest message."""
        self._last.get_by_role("button", name=re.compile(button)).first.click()
        self._see(see)
        self.pressed += 1

    def choose(self, select: str, option: str, see: str) -> None:
        """Choose in a select of the newest message."""
        self._last.get_by_role("combobox", name=re.compile(select)).click()
        self.page.get_by_role("option", name=re.compile(option)).first.click()
        self._see(see)
        self.pressed += 1


def act(reader: Reader, viewer: str) -> None:
    """Ten commands and ten presses."""
    reader.look_as(viewer)
    reader.type("progress set", "S1E5", see="Saved: S1E5")
    reader.type("character", "nam-ra", see="Nam.ra.*My card")
    reader.press("^My card$", see="Nam.ra.*through S1E5")
    reader.press("^Back$", see="page 1 of")
    reader.press("^Next$", see="page 2 of")
    reader.type("character", "cheong-san", see="Cheong.san")
    reader.press("^More$", see="More about this card")
    reader.press("^Look ahead$", see="How far may this card")
    reader.choose("Show it through", "S1E9", see="S1E9")
    reader.press("^Yes", see="Cheong.san.*through S1E9")
    reader.type("cast", see="Cast.*Park Ji-hu")
    reader.type("episode", "S1E2", see="S1E2")
    reader.type("trivia practice", see="Practice")
    reader.press(r"^A\b", see="your answer")
    reader.press("^Next question$", see="Practice")
    reader.press(r"^B\b", see="your answer")
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
