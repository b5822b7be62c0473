"""Every kind of damage to a pack is found, and said with file, entry and rule."""

import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

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


F, C, E, R, Q, S, B = (
    "facts/s1e01.toml",
    "characters.toml",
    "episodes.toml",
    "relationships.toml",
    "questions.toml",
    "subjects.toml",
    "badges.toml",
)

DAMAGE = [
    # (file, what is replaced, by what, what the message names)
    ("show.toml", 'title = "Small"', "title = 7", ["show.toml", "“title” must be a text"]),
    ("show.toml", 'version = "1"', 'version = "1"\ncolour = "red"', ["show.toml", "“colour” is no key"]),
    ("show.toml", '"Example"', '"Villains Wiki"', [E, "“Villains Wiki” tells by its name (“villains”)"]),
    (F, "https://www.example.org/x", "HTTPS://bo-dies.example.net/", [F, "“bo-dies.example.net” tells by its name"]),
    (E, "number = 2", "number = 1", [E, "must stand in order"]),
    (E, "number = 2", "number = 2000", [E, "S1E2000", "between 1 and 999"]),
    (E, 'summary = "Ana meets Bo."', 'summary = "Ana meets Cy."', [E, "S1E1", "names “cy”"]),
    (E, 'summary = "Ana meets Bo."', f'summary = "{"x" * 351}"', [E, "S1E1", "350 at most"]),
    (
        E,
        "air_date = 2022-01-28\nruntime_minutes = 60",
        'air_date = "soon"\nruntime_minutes = 60',
        [E, "“air_date” must be a date"],
    ),
    (C, 'group = "Class"', 'group = "Nobody"', [C, "“ana”", "not among the groups"]),
    (C, 'id = "bo"', 'id = "ana"', ["“ana” stands there twice"]),
    (C, 'id = "bo"', 'id = "Bo Bae"', [C, "“Bo Bae”", "may hold a-z"]),
    (C, 'revealed_in = "S1E1"\ngroup', 'revealed_in = "S1E3"\ngroup', [C, "“bo”", "no episode of this show: S1E3"]),
    (
        C,
        'revealed_in = "S1E2", text = "a traveller"',
        'revealed_in = "S1E2", text = "Bo and Cy | both"',
        [C, "may not hold"],
    ),
    (
        C,
        'revealed_in = "S1E2", text = "a traveller"',
        'revealed_in = "S1E1", text = "friend of Cy"',
        [C, "“ana”", "names “cy”"],
    ),
    (C, '{ text = "The Fox", revealed_in = "S1E2" }', '{ text = "The Fox", revealed_in = "S1E9" }', [C, "no episode"]),
    (
        C,
        'aliases = ["Bo"]',
        'aliases = [{ text = "Bo", revealed_in = "premise" }]',
        [C, "“bo”", "before its character"],
    ),
    (C, 'roles = [{ revealed_in = "S1E1", text = "a teacher" }]', "roles = []", [C, "“bo”", "the first role"]),
    (C, 'subject = "actor:dee"', 'subject = "actor:none"', [C, "“cy”", "is unknown"]),
    (C, 'sources = ["Paper"]', "sources = []", [C, "at least one source"]),
    (C, 'sources = ["Paper"]', 'sources = "Paper"', [C, "“sources” must be a list"]),
    (C, 'name = "Bo Bae"\n', "", [C, "“bo”", "“name” is missing"]),
    (S, 'revealed_in = "S1E2"', 'revealed_in = "never"', [S, "“actor:dee”", "no episode of this show: never"]),
    (F, "Ana meets Bo at school.", "Ana meets Cy at school.", [F, "“meet”", "names “cy”, who is known from S1E2"]),
    (F, "Ana meets Bo at school.", "The Fox is at school.", [F, "“meet”", "names “ana”", "S1E2"]),
    (F, "Ana meets Bo at school.", "Ana  meets Bo.", [F, "“meet”", "double spaces"]),
    (F, "Ana meets Bo at school.", "Ana meets &quot;Bo&quot;.", [F, "“meet”", "HTML entities"]),
    (F, "Ana meets Bo at school.", "Ana <i>meets</i> Bo.", [F, "“meet”", "mark-up"]),
    (F, "Ana meets Bo at school.", "Ana meets [[Bo]].", [F, "“meet”", "mark-up"]),
    (F, "Ana meets Bo at school.", "Ana meets Bo.[1]", [F, "“meet”", "mark-up"]),
    (F, "Ana meets Bo at school.", "\u3164\u2800", [F, "“meet”", "is empty"]),
    (F, "Ana meets Bo at school.", "Ana meets Bo ||here||", [F, "“meet”", "may not hold"]),
    (F, "Ana meets Bo at school.", "x" * (LIMITS["fact"] + 1), [F, "“meet”", "130 at most"]),
    (F, 'revealed_in = "S1E1"', 'revealed_in = "premise"', [F, "“meet”", "names “bo”"]),
    (F, '"ana", "bo"', '"ana", "dan"', ["“meet”", "“dan”, whom this pack does not know"]),
    (F, '"ana", "bo"', '"ana", "cy"', ["“meet”", "“cy”, known from S1E2"]),
    (F, '"ana", "bo"', '"ana", "ana"', [F, "“meet”", "each once"]),
    (F, 'topic = "event"', 'topic = "gossip"', [F, "“meet”", "“gossip” is no topic"]),
    (F, 'topic = "event"', 'topic = "event"\nconfidence = "sure"', [F, "“meet”", "“confidence” must be"]),
    (F, 'topic = "event"', 'topic = "event"\nscene = 0', [F, "“meet”", "“scene” counts from 1"]),
    (F, 'topic = "event"', 'topic = "event"\nscene = "first"', [F, "“meet”", "“scene” must be a whole number"]),
    (F, 'topic = "event"', 'topic = "event"\nfate = ["cy"]', [F, "“meet”", "“fate” names “cy”, whom “about” does not"]),
    (F, 'topic = "event"', 'topic = "event"\nfate = ["bo", "bo"]', [F, "“meet”", "“fate” names “bo” twice"]),
    (
        F,
        'topic = "event"',
        f'topic = "event"\nasks = {[str(n) for n in range(9)]}',
        [F, "“meet”", "9 “asks”; 8 at most"],
    ),
    (F, 'topic = "event"', 'topic = "event"\nasks = ["who", "who"]', [F, "“meet”", "the ask “who” stands there twice"]),
    (F, 'topic = "event"', 'topic = "event"\nasks = ["Who?"]', [F, "“meet”", "must be in small letters"]),
    (F, 'topic = "event"', 'topic = "event"\nasks = ["who is cy"]', [F, "“meet”", "the ask names “cy”"]),
    (F, 'topic = "event"', f'topic = "event"\nasks = ["{"x" * 81}"]', [F, "“meet”", "80 at most"]),
    (F, 'sources = ["', 'sources = ["S1E2", "', ["“meet”", "the source “S1E2” is later than S1E1"]),
    (F, 'sources = ["', 'sources = ["S1E9", "', ["“meet”", "the source “S1E9” is no episode of this show"]),
    (F, 'topic = "event"', 'topic = "event"\nhint = "x"', [F, "“meet”", "“hint” is no key"]),
    (F, "[[facts]]", "[[fact]]", [F, "unknown table “fact”"]),
    (F, "[[facts]]", "[[facts", [F, "is not TOML"]),
    (R, 'ended_in = "S1E2"', 'ended_in = "S1E1"', [R, "“bo” to “ana”", "not after S1E1"]),
    (R, 'to = "ana"', 'to = "cy"', [R, "“bo” to “cy”", "before “cy”"]),
    (R, 'to = "ana"', 'to = "bo"', [R, "joins somebody to themself"]),
    (R, 'to = "ana"', 'to = "eve"', [R, "“eve” is no character"]),
    (R, 'label = "teacher"', 'label = "teacher and later Cy"', [R, "names “cy”"]),
    (R, 'ended_in = "S1E2"', 'mutual = "yes"', [R, "“mutual” must be true or false"]),
    (Q, "Nobody", "Cy", [Q, "“whom”", "names “cy”"]),
    (Q, "Nobody", "a teacher", [Q, "“whom”", "one to three wrong options"]),
    (Q, 'facts = ["meet"]', 'facts = ["none"]', [Q, "“whom”", "no fact of this pack"]),
    (Q, 'revealed_in = "S1E1"', 'revealed_in = "premise"', [Q, "“whom”", "before “meet” on which it rests"]),
    (Q, 'difficulty = "easy"', 'difficulty = "cruel"', [Q, "“whom”", "“difficulty” must be one of"]),
    (Q, 'answer = "A teacher"', f'answer = "{"x" * 61}"', [Q, "“whom”", "60 at most"]),
    (
        Q,
        'facts = ["meet"]',
        'facts = ["meet"]\nexplanation = "She turns out to be The Fox."',
        [Q, "“whom”", "names “ana”"],
    ),
    (R, 'kind = "school"\n', "", [R, "“bo” to “ana”", "“kind” is missing"]),
    (R, 'kind = "school"', 'kind = "rivalry"', [R, "“kind” must be one of love, family"]),
    (R, 'label_back = "student"\n', "", [R, "“label_back” is missing"]),
    (R, 'label_back = "student"', 'label_back = "student"\nmutual = true', [R, "“label_back” is of no use"]),
    (R, 'label_back = "student"', f'label_back = "{"x" * 41}"', [R, "has 41 characters; 40 at most"]),
    (R, 'label_back = "student"', 'label_back = "a|b"', [R, "the label may not hold"]),
    (R, 'label_back = "student"', 'label_back = "helper of Cy"', [R, "the label names “cy”"]),
    (B, 'person = "ana"', 'person = "dee"', [B, "“dee”", "is no character of this pack"]),
    (B, 'because = "premise"\n', "", [B, "“because” is missing"]),
    (B, 'thing = "line"\n', "", [B, "“thing” names what is drawn"]),
    (B, "[44, 12]", "[444, 12]", [B, "is larger than 48 × 24"]),
    (B, "[44, 12]", "[44, true]", [B, "made of 2 numbers each"]),
    (B, "[[4, 12], [44, 12]]", "[]", [B, "must be a list of points"]),
    (B, "rings = [[24, 12, 4]]", f"rings = {[[24, 12, 4]] * 40}", [B, "too many strokes"]),
    (B, 'sign = "나"', 'sign = "a|b"', [B, "the sign may not hold"]),
    (B, 'sign = "나"', 'sign = "longer"', [B, "4 at most"]),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), DAMAGE)
def test_damage_is_found_and_named(folder: Path, name: str, old: str, new: str, expected: list[str]) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    for words in expected:
        assert any(words in problem for problem in caught.value.problems), (words, caught.value.problems)


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
    for name, old, new, _ in DAMAGE[7:9]:
        path = folder / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    assert len(caught.value.problems) >= 2


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
    assert [each.name for each in pack_folders(folder.parent)] == ["broken", "small"]
    result = check(folder.parent)
    assert result.returncode == 1
    assert "“gossip” is no topic" in result.stdout
    assert "small: fine" in result.stdout


@pytest.mark.prove
def test_the_command_line_passes_the_shipped_pack() -> None:
    result = check(ROOT / "data" / "shows")
    assert result.returncode == 0, result.stdout
    assert "all-of-us-are-dead: fine" in result.stdout
