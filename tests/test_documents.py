"""The documents name what there is: every path, every function, and the way of a card and of a save as they really go."""

import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from bot.settings import ROOT
from support.reading import filled, words
from support.world import MURDER, World

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "tests" / "README.md"]
PATH = re.compile(r"`((?:bot|cogs|tests|data|docs|benchmarks)/[\w./-]*)`")
NAMED = re.compile(r"`(\w+)`\s+in\s+`((?:bot|cogs|tests)/[\w/]+\.py)`")


def steps(title: str) -> list[tuple[str, str]]:
    """The functions and their files that a section of docs/architecture.md names."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found = NAMED.findall(text.split(f"## {title}")[1].split("\n## ")[0])
    assert len(found) > 7, "the section is not read as it is written"
    return found


@contextmanager
def called() -> Generator[list[tuple[str, str]], None, None]:
    """The functions that are called meanwhile and their files, in the order of their first call."""
    calls = dict[CodeType, None]()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            calls.setdefault(frame.f_code)

    found: list[tuple[str, str]] = []
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(before)
        found += [(code.co_name, code.co_filename.removeprefix(f"{ROOT}/")) for code in calls]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)
def test_whatever_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    if document.name != "CHANGELOG.md":  # it tells of what was
        assert [each for each in PATH.findall(text) if not (ROOT / each).exists()] == []
    for name, path in NAMED.findall(text):
        assert re.search(
            rf"^\s*(?:async )?(?:def|class) {name}\b|^{name}\b", (ROOT / path).read_text(), re.MULTILINE
        ), name


async def test_the_way_of_a_card_is_the_way_that_is_told(world: World) -> None:
    await world.set_progress(world.fan, world.bot.show.episodes[4])
    with called() as calls:
        card = await world.fan.slash(world.channel, "character", name="nam-ra")
    assert "Choi Nam-ra" in words(card)
    told = steps("The way of one card")
    assert [each for each in calls if each in told] == told


async def test_the_way_of_a_save_is_the_way_that_is_told(world: World, editor: Any) -> None:
    with called() as calls:
        form = await editor.slash(world.channel, "fact edit", fact=MURDER)
        saved = await editor.submit_modal(form, filled(form) | {"text": "Gwi-nam kills the principal."})
    assert words(saved).startswith("### Saved")
    told = steps("The way of one save")
    assert [each for each in calls if each in told] == told
