"""Somebody at the page of the preview, in Chromium: what `make prove` and `make screenshots` drive it with."""

import importlib
import os
import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

PATIENCE = 30_000  # milliseconds: a busy machine is slow, a frozen page stays as it is

DRAWER = 760  # pixels: a narrower page hides the list of channels


@contextmanager
def chromium() -> Generator[Any]:
    """Headless Chromium, found on PATH or by the environment variable CHROMIUM.

    Raises:
        LookupError: it is not on this machine.
    """
    # No import at the top: only `make prove` installs it, and neither the linter nor the type checker may need it.
    driver = importlib.import_module("playwright.sync_api")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if program is None:
        raise LookupError("This drives Chromium: install the package chromium, or name its program in CHROMIUM.")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


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
        self.settle()

    def _note(self, response: Any) -> None:
        if not response.url.endswith("/api/action"):
            return
        receipt: Any = response.json() if response.ok else {}
        if receipt.get("rejected", True) or receipt["settlement"] != "settled":
            self.wrong.append(f"{response.status}: {receipt.get('diagnostics')}")

    def _note_failure(self, request: Any) -> None:
        if request.url.endswith("/api/action"):
            self.wrong.append(f"no answer: {request.failure}")

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.page.wait_for_function("() => window.simcordPreview?.ready && !window.simcordPreview.pendingAction")

    @property
    def last(self) -> Any:
        """The newest message."""
        return self.page.locator("#channel-message-list .channel-message").last

    def see(self, pattern: str) -> None:
        """Wait until the newest message says so, and stands where it can be read."""
        self.last.filter(has_text=re.compile(pattern)).wait_for()
        self.page.wait_for_function(
            "() => { const timeline = document.getElementById('channel-timeline').getBoundingClientRect();"
            " const newest = [...document.querySelectorAll('.channel-message')].at(-1).getBoundingClientRect();"
            " return newest.top < timeline.bottom - 60 && newest.bottom > timeline.top + 60; }"
        )
        self.settle()

    def look_as(self, name: str) -> None:
        """Choose above as whom to look."""
        self.page.locator("#viewer-picker").select_option(label=name)
        self.page.wait_for_function(
            "name => { const picker = document.getElementById('viewer-picker');"
            " return picker.selectedOptions[0]?.label === name && window.simcordPreview.ready"
            " && window.simcordPreview.viewerId === picker.value; }",
            arg=name,
        )
        self.settle()

    def go_to(self, channel: str) -> None:
        """Choose a channel at the left."""
        place = self.page.locator(".place", has_text=channel)
        if self.page.viewport_size["width"] < DRAWER:
            self.page.locator("#messages-toggle").click()
        place.first.click()
        self.page.locator("#channel-name", has_text=channel).wait_for()
        self.settle()

    def begin(self, command: str, *options: str) -> None:
        """Type a command as README says: its name and Enter, and what it asks for."""
        self.page.locator("#channel-composer-input").click()
        keyboard = self.page.keyboard
        keyboard.type(f"/{command}", delay=30)
        keyboard.press("Enter")
        for option in options:
            keyboard.type(option, delay=30)
            if command != "search":
                self.page.locator(".command-suggestion").first.wait_for()
                keyboard.press("Enter")

    def send(self, *, filled: bool) -> None:
        """Send what was begun."""
        if filled:
            self.page.keyboard.press("Enter")
        else:  # Enter would open the options that nobody has to fill in
            self.page.locator("#send-message").click()

    def type(self, command: str, *options: str, see: str) -> None:
        """Type a command and wait for its answer."""
        count = self.page.locator("#channel-message-list .channel-message").count()
        self.begin(command, *options)
        self.send(filled=bool(options))
        self.page.wait_for_function(
            "count => document.querySelectorAll('#channel-message-list .channel-message').length > count", arg=count
        )
        self.see(see)
        self.typed += 1

    def press(self, button: str, see: str) -> None:
        """Press a button of the newest message."""
        self.last.get_by_role("button", name=re.compile(button)).first.click()
        self.see(see)
        self.pressed += 1

    def choose(self, select: str, option: str, see: str) -> None:
        """Choose in a select of the newest message."""
        self.last.get_by_role("combobox", name=re.compile(select)).click()
        self.page.get_by_role("option", name=re.compile(option)).first.click()
        self.see(see)
        self.pressed += 1

    def height(self) -> float:
        """How high the newest message's card is, in pixels."""
        return float(self.last.locator(".message-components").first.bounding_box()["height"])
