"""Every kind of damage to a pack is found, and said with file, entry and rule."""

import shutil
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from bot.errors import PackError
from bot.paths import ROOT
from bot.show.episodes import PREMISE, Episode
from bot.show.packs.check import content_hash, pack_folders, read_pack
from bot.show.text_rules import LIMITS
from support.small_pack import SMALL, write_small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small(tmp_path)


def test_a_small_pack_is_read(folder: Path) -> None:
    pack = read_pack(folder)
    assert [each.slug for each in pack.characters] == ["ana", "bo", "cy"]
    assert pack.facts[0].sources[0].site == "Example"
    assert pack.questions[0].explanation.reveal() == "Ana meets Bo at school."


F, E = "facts/s1e01.toml", "episodes.toml"
DAMAGE: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/data/damaged_packs.toml").read_text("utf-8"))["damage"]


def damage(folder: Path, file: str, old: str, new: str) -> None:
    """Write something else in one place of a file."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("damaged", DAMAGE, ids=lambda each: f"{each['file']} {each['told'][0]}")
def test_damage_is_found_and_named(folder: Path, damaged: dict[str, Any]) -> None:
    damage(folder, damaged["file"], damaged["old"], damaged["new"])
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    assert caught.value.problems == damaged["told"]


def test_a_pack_needs_no_badges_of_its_own(folder: Path) -> None:
    assert read_pack(folder).characters[0].badge.sign.reveal() == "나"
    (folder / "badges.toml").unlink()
    badges = [each.badge for each in read_pack(folder).characters]
    assert [(badge.sign.reveal(), badge.sign.revealed_in, badge.drawing) for badge in badges] == [
        ("AA", PREMISE, None),
        ("BB", Episode(1, 1), None),
        ("CC", Episode(1, 2), None),
    ]


@pytest.mark.parametrize("name", [name for name in SMALL if name != "badges.toml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    assert any(name.split("/", maxsplit=1)[0] in problem for problem in caught.value.problems)


def test_a_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / F).write_bytes(b'x = "\xff"')
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    assert f"{F}: is not UTF-8" in caught.value.problems


def test_a_mark_of_its_encoding_and_taken_apart_letters_are_read(folder: Path) -> None:
    text = SMALL[F].replace("Ana meets Bo at school.", "Ana meets Bo. " + unicodedata.normalize("NFD", "é" * 116))
    for encoding in ("utf-8-sig", "utf-16"):
        (folder / F).write_bytes(text.encode(encoding))
        [fact] = read_pack(folder).facts
        assert len(fact.text.reveal()) == LIMITS["fact"]


STRAY_FILES = [
    "facts/._s1e01.toml",
    "facts/_draft.toml",
    ".facts.toml",
    "facts/.backup/s1e01.toml",
    "__MACOSX/x/show.toml",
]


@pytest.mark.parametrize("name", STRAY_FILES)
def test_files_that_systems_and_editors_leave_are_passed_over(folder: Path, name: str) -> None:
    before = content_hash(folder)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(bytes.fromhex("0005160700020000"))
    assert read_pack(folder).facts
    assert content_hash(folder) == before


def test_a_link_to_nowhere_is_passed_over(folder: Path) -> None:
    before = content_hash(folder)
    (folder / "facts" / ".#s1e02.toml").symlink_to("nobody@host.1234")
    (folder / "facts" / "s1e02.toml").symlink_to("gone.toml")
    (folder / "facts" / "s1e03.toml").mkdir()
    assert read_pack(folder).facts
    assert content_hash(folder) == before


@pytest.mark.parametrize(
    "name", ["__MACOSX", ".git", "lost+found", ".ipynb_checkpoints", ".DS_Store.d", "_old", "notes"]
)
def test_folders_that_are_no_packs_are_passed_over(folder: Path, name: str, caplog: pytest.LogCaptureFixture) -> None:
    other = folder.with_name(name)
    other.mkdir()
    (other / "readme.txt").write_text("x", "utf-8")
    if name.startswith(("_", ".")):
        (other / "config.toml").write_text("x", "utf-8")
    assert [each.name for each in pack_folders(folder.parent)] == ["small"]
    assert [each.getMessage() for each in caplog.records] == [f"{other} holds no show pack and is passed over"]


def test_a_pack_whose_head_is_missing_is_no_stray_folder(folder: Path) -> None:
    (folder / "show.toml").unlink()
    assert pack_folders(folder.parent) == [folder]


def test_all_problems_are_told_at_once(folder: Path) -> None:
    damage(folder, E, "number = 2", "number = 1")
    damage(folder, F, 'topic = "event"', 'topic = "gossip"')
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    told = " ".join(caught.value.problems)
    assert "must stand in order" in told
    assert "is no topic" in told


def test_the_hash_changes_with_every_byte_and_name(folder: Path) -> None:
    before = content_hash(folder)
    (folder / F).rename(folder / "facts" / "other.toml")
    renamed = content_hash(folder)
    (folder / "facts" / "other.toml").write_text(SMALL[F] + "\n", "utf-8")
    assert len({before, renamed, content_hash(folder)}) == 3


def check(shows: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        cwd=ROOT,
        env={"SHOWS": str(shows)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_line_checks_every_pack_and_prints_all_problems(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("broken"))
    broken = folder.with_name("broken") / F
    broken.write_text(broken.read_text("utf-8").replace("event", "gossip"), "utf-8")
    told = folder / "translations" / "ko" / "facts.toml"
    told.parent.mkdir(parents=True)
    told.write_text('[meet]\nof = "of other words"\ntext = "x"\n', "utf-8")
    assert [each.name for each in pack_folders(folder.parent)] == ["broken", "small"]
    result = check(folder.parent)
    assert result.returncode == 1
    assert "“gossip” is no topic" in result.stdout
    assert "small: fine" in result.stdout
    assert "  ko: 0 % (0 facts, " in result.stdout
    stale = "1 translation(s) of a text that has changed since, shown in English:\n  translations/ko/facts.toml, “meet”"
    assert stale in result.stdout


@pytest.mark.prove
def test_the_command_line_passes_the_shipped_pack() -> None:
    result = check(ROOT / "data" / "shows")
    assert result.returncode == 0, result.stdout
    assert "all-of-us-are-dead: fine" in result.stdout
