"""The documents name what there is: every path, every function, and the way of a card and of a save as they really go."""

import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from bot.caches import members
from bot.locale import NAMES
from bot.settings import ROOT
from bot.store import drafts, imports, posts, practice
from bot.store.privacy import HELD
from bot.ui.settings import removed
from cogs.spoiler import SpoilerCog
from support.reading import filled, words
from support.world import MURDER, World

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "tests" / "README.md"]
PATH = re.compile(r"`((?:bot|cogs|tests|data|docs|benchmarks)/[\w./-]*)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)|(?:src|href)=\"([^\"#]+)")
COMMAND = re.compile(r"`/([a-z]+)(?: ([a-z]+))?(?= [a-z]+:|`)")
NO_COMMANDS = {"healthz", "metrics"}
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


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.name)
def test_whatever_a_document_links_to_is_there(document: Path) -> None:
    links = [one or other for one, other in LINK.findall(document.read_text(encoding="utf-8"))]
    assert [each for each in links if ":" not in each and not (document.parent / each).exists()] == []


def test_every_file_that_a_comment_names_is_there() -> None:
    named = re.compile(r"\b(?:bot|cogs|tests|data|docs|benchmarks)/[\w./-]+\.(?:py|toml|md|jsonl|sql)\b")
    files = [each for folder in ("bot", "cogs", "tests", "benchmarks") for each in (ROOT / folder).rglob("*.py")]
    found = {(file.name, path) for file in files for path in named.findall(file.read_text(encoding="utf-8"))}
    assert [each for each in sorted(found) if not (ROOT / each[1]).exists()] == []


async def test_every_command_that_a_document_names_exists(world: World) -> None:
    names = {each.qualified_name for each in world.bot.tree.walk_commands()}
    roots = {name.partition(" ")[0] for name in names if " " in name}
    for document in DOCUMENTS:
        if document.name == "CHANGELOG.md":
            continue
        for root, sub in COMMAND.findall(document.read_text(encoding="utf-8")):
            name = f"{root} {sub}" if sub and root in roots else root
            assert name in names | NO_COMMANDS, f"{document.name}: /{name}"


def spelled(period: timedelta) -> str:
    """A period as PRIVACY.md writes it."""
    days, minutes = period.days, period.seconds // 60
    count, unit = (days, "day") if days else (minutes // 60, "hour") if minutes >= 60 else (minutes, "minute")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def test_the_paper_on_privacy_says_what_the_program_does() -> None:
    text = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ") and line.endswith("` |")]
    kept = {table: period for _, period, tables in rows for table in re.findall(r"`(\w+)`", tables)}
    assert set(kept) == {each.table for each in HELD}
    assert spelled(drafts.KEPT) in kept["drafts"]
    assert f"at most {drafts.MOST} of them" in kept["drafts"]
    assert (
        f"{spelled(posts.PENDING + timedelta(minutes=SpoilerCog.sweep.minutes or 0))} at most" == kept["pending_tags"]
    )
    assert spelled(posts.CONSENT) == kept["reveal_consents"]
    assert kept["spoiler_posts"].endswith(spelled(posts.UNKNOWN))
    assert f"content {spelled(imports.KEPT)}," in kept["imports"]
    assert f"last {practice.PRACTICES} times, and the last {practice.QUESTIONS} questions" in kept["trivia_games"]
    assert f"is deleted {spelled(removed.GRACE)} after the bot was removed" in " ".join(text.split())
    assert f"names of members on leaderboards, for {spelled(members.KNOWN)}" in " ".join(text.split())


def test_the_listing_keeps_to_the_lengths_of_discord() -> None:
    text = (ROOT / "docs" / "listing.md").read_text(encoding="utf-8")
    parts = {name: text.split(f"## {name}\n")[1].split("\n## ")[0] for name in ("Tags", "Summary", "Description")}
    tags = re.findall(r"^- (.+)$", parts["Tags"], re.MULTILINE)
    assert len(tags) <= 5
    assert max(map(len, tags)) <= 20
    for name, most in (("Summary", 200), ("Description", 400)):
        found = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", parts[name], re.MULTILINE)[1:])
        assert set(found) - {"---"} == set(NAMES.values())
        assert max(map(len, found.values())) <= most


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
