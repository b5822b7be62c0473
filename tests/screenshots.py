"""The pictures of README and docs/moderators.md, taken from the preview in Chromium: `make screenshots` writes docs/screenshots/.

Each scene is acted on a page as wide as a desktop, and shown on one as narrow as a phone too.
"""

import re
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image

from bot.paths import ROOT
from support.processes import previewing
from support.reader import PATIENCE, Reader, chromium

TARGET: Final = ROOT / "docs" / "screenshots"
LARGEST: Final = 300_000
"""No picture has more bytes than this."""

NEWCOMER, MINA, TOMAS, MODERATOR = "newcomer", "mina, at S1E6", "tomas, finished", "moderator, finished"
# What tells the hour at which a picture was taken, and what stands under the pointer.
UNTOLD: Final = (
    ".message-time, .message-gutter-time, .timeline-day-divider, #new-messages { display: none !important; }",
    ".message-context-actions { opacity: 0 !important; }",
)

# Shows some messages and hides the others; gives where the last of them ends.
SHOW: Final = """([newest, only]) => {
    const all = [...document.querySelectorAll('.channel-message')];
    const shown = only ? all.filter(each => each.textContent.includes(only)) : all.slice(-newest);
    for (const each of all) each.style.display = shown.includes(each) ? '' : 'none';
    document.getElementById('channel-timeline').scrollTop = 0;
    return shown.at(-1).getBoundingClientRect().bottom;
}"""


class Stage:
    """The preview on two pages at once."""

    def __init__(self, browser: Any, url: str) -> None:
        self.desktop = self._page(browser, url, 1280, 860, 1)
        self.phone = self._page(browser, url, 420, 800, 2)

    @staticmethod
    def _page(browser: Any, url: str, width: int, height: int, scale: int) -> Reader:
        window = {"width": width, "height": height}
        context = browser.new_context(viewport=window, device_scale_factor=scale, color_scheme="dark")
        reader = Reader(context.new_page(), url)
        for rule in UNTOLD:
            reader.page.evaluate("rule => document.styleSheets[0].insertRule(rule)", rule)
        return reader

    def enter(self, viewer: str, channel: str) -> Reader:
        """Look as somebody at a channel, on both pages."""
        for reader in (self.phone, self.desktop):
            reader.look_as(viewer)
            reader.go_to(channel)
        return self.desktop

    def take(self, name: str, newest: int = 1, *, only: str = "") -> None:
        """Write both pictures of a scene: of its newest messages, or of those alone in which a text stands."""
        for reader, suffix in ((self.desktop, "desktop"), (self.phone, "phone")):
            reader.page.mouse.move(0, 0)
            reader.page.wait_for_timeout(1_500)  # the other page hears of it within a second
            reader.settle()
            window, end = reader.page.viewport_size, reader.page.evaluate(SHOW, [newest, only])
            clip = {"x": 0, "y": 0, "width": window["width"], "height": min(window["height"], end + 20)}
            _write(TARGET / f"{name}-{suffix}.png", reader.page.screenshot(clip=clip))
            reader.page.evaluate(SHOW, [100, ""])


def _write(target: Path, picture: bytes) -> None:
    Image.open(BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    assert target.stat().st_size < LARGEST, f"{target} is too large"


def card(stage: Stage) -> None:
    """Who is who, in public."""
    stage.enter(MINA, "class-2-5").type("character", "nam-ra", see="Choi Nam.ra")
    stage.take("card")


def newcomer(stage: Stage) -> None:
    """Whoever comes new is asked first."""
    stage.enter(NEWCOMER, "class-2-5").type("character", "on-jo", see="How far are you")
    stage.take("newcomer")


def picture(stage: Stage) -> None:
    """Who stands how to whom."""
    stage.enter(MINA, "class-2-5").type("character", "nam-ra", see="Choi Nam.ra")
    stage.desktop.press("^Relationships$", see="Relationships")
    stage.take("picture")


def game(stage: Stage) -> None:
    """A question, answered by two."""
    stage.enter(MINA, "class-2-5")
    stage.phone.look_as(TOMAS)
    stage.desktop.begin("trivia start")
    stage.desktop.send(filled=False)
    for reader, letter in ((stage.desktop, "A"), (stage.phone, "B")):
        question = reader.page.locator(".channel-message", has_text="1 of 5")
        question.get_by_role("button", name=re.compile(rf"^{letter}\b")).click()
    question.filter(has_text=re.compile("right", re.IGNORECASE)).wait_for(timeout=2 * PATIENCE)
    stage.take("game", only="1 of 5")


def spoiler_post(stage: Stage) -> None:
    """A message that a moderator tags, and what somebody who is not that far is asked."""
    page = stage.enter(MODERATOR, "school-gate").page
    message = page.locator(".channel-message", has_text="keep quiet").first
    message.hover()
    message.get_by_role("button", name="Tag as spoiler").click()
    form = page.locator("#modal-root")
    form.get_by_role("combobox").click()
    form.get_by_role("option", name="S1E9").first.click()
    form.get_by_role("button", name="Submit").click()
    stage.desktop.settle()
    reader = stage.enter(MINA, "school-gate")
    post = reader.page.locator(".channel-message", has_text="Spoilers through").last
    post.get_by_role("button").first.click()
    reader.see("Read spoilers|You finished")
    stage.take("spoiler-post", 2)


def review(stage: Stage) -> None:
    """What a member suggested, as a moderator reads it."""
    reader = stage.enter(TOMAS, "rooftop")
    reader.begin("suggest", "nam-ra")
    reader.send(filled=True)
    form = reader.page.locator("#modal-root")
    form.locator("textarea, input[type=text]").first.fill("Nam-ra listens to music so that nobody talks to her.")
    form.get_by_role("combobox").first.click()
    form.get_by_role("option", name="S1E1").first.click()
    form.get_by_role("button", name="Submit").click()
    reader.see("Thanks")
    reader = stage.enter(MODERATOR, "staff-room")
    reader.press("^Open", see="Approve|New fact")
    stage.take("review", 2)


def setup(stage: Stage) -> None:
    """The first question of /setup, and what stands there after the last."""
    reader = stage.enter(MODERATOR, "school-gate")  # what changes is told in the staff room
    reader.type("setup", see="Set up Hyosan|Ready")
    if reader.last.get_by_role("button", name="Start again").count():
        reader.press("^Start again$", see="Step 1 of 3")
    stage.take("setup")
    reader.choose("Everyone has finished", "S1E4", see="Step 2 of 3")
    reader.press("^Only Manage Messages$", see="Step 3 of 3")
    reader.press("^No channel$", see="Ready")
    stage.take("ready")


SCENES: Final[tuple[Callable[[Stage], None], ...]] = (newcomer, card, picture, game, spoiler_post, review, setup)


def main() -> int:
    """Take every picture, or those whose names are given."""
    TARGET.mkdir(exist_ok=True)
    wanted = set(sys.argv[1:])
    with (
        tempfile.TemporaryDirectory() as folder,
        previewing(Path(folder), "preview", "--port", "0") as (_, url),
        chromium() as browser,
    ):
        stage = Stage(browser, url)
        for scene in SCENES:
            if not wanted or scene.__name__ in wanted:
                scene(stage)
    return 0


if __name__ == "__main__":
    sys.exit(main())
