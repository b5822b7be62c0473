"""All that stands in a pack is read: each field of each entry, where it is given and where it is not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.errors import PackError
from bot.paths import ROOT
from bot.show.badges import Badge, LineDrawing
from bot.show.episodes import PREMISE, Episode
from bot.show.facts import (
    Pack,
    PackCharacter,
    PackEpisode,
    PackFact,
    PackQuestion,
    PackRelationship,
    PackSubject,
)
from bot.show.packs.check import content_hash, pack_folders, read_pack, toml_files
from bot.show.packs.options import right_options
from bot.show.packs.translations import coverage
from bot.show.sites import Source
from bot.show.spoilers import Spoiler
from support.small_pack import write_small

E1, E2 = Episode(1, 1), Episode(1, 2)
PAPER = (Source("Paper", None),)
SAID = {  # in place of this, the small pack says that
    "show.toml": {'title = "Small"': 'title = "Small"\nhangul = "작은"'},
    "characters.toml": {
        'name = "Bo Bae"': 'name = "Bo Bae"\nhangul = "배보"',
        'name = "Dee Do", subject': 'name = "Dee Do", hangul = "도디", also = ["D. Do"], subject',
    },
    "facts/s1e01.toml": {
        'topic = "event"': 'topic = "event"\nconfidence = "low"\nnote = "so it seems"\nscene = 3\nfate = ["bo"]\nasks = ["who meets bo"]',
        "[[facts]]": '[[facts]]\nid = "played"\nabout = ["cy"]\ntext = "Cy Cho is played by Dee Do."\ntopic = "cast"\nrevealed_in = "S1E2"\n'
        'sources = ["S1E2", "S1E2"]\n\n[[facts]]',
    },
    "relationships.toml": {
        "[[relationships]]": '[[relationships]]\nfrom = "ana"\nto = "bo"\nlabel = "friend"\nkind = "friends"\nmutual = true\nrevealed_in = "S1E1"\n'
        'sources = ["Paper"]\n\n[[relationships]]',
    },
    "questions.toml": {
        'facts = ["meet"]': 'facts = ["meet"]\nexplanation = "He teaches."',
    },
    "badges.toml": {
        "rings = ": "curves = [[[1, 2], [3.5, 4], [5, 6]]]\nrings = ",
        "[[badges]]": '[[badges]]\nperson = "cy"\nbecause = "of no sign"\n\n[[badges]]',
    },
}  # fmt: skip


def say(text: str, gate: Episode = PREMISE) -> Spoiler:
    return Spoiler(text, gate)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_small(tmp_path)
    for name, changes in SAID.items():
        text = (folder / name).read_text("utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new, 1)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_every_field_is_read(folder: Path) -> None:
    drawing = LineDrawing((((4, 12), (44, 12)),), (((1, 2), (3.5, 4), (5, 6)),), ((24, 12, 4),))
    assert read_pack(folder) == Pack(
        "small", "Small", "작은", "1", content_hash(folder), ("Class",),
        (
            PackEpisode(E1, date(2022, 1, 28), 60, say("Ana meets Bo.", E1), (Source("Example", "https://www.example.org/a"),)),
            PackEpisode(E2, date(2022, 1, 28), 61, say("Ana leaves with Cy.", E2), PAPER),
        ),
        (
            PackCharacter(
                "ana", say("Ana An"), "Class", None, (say("a student"), say("a traveller", E2)), (say("Ana"), say("The Fox", E2)),
                (), None, None, PAPER, Badge(say("나"), 0, drawing),
            ),
            PackCharacter(
                "bo", say("Bo Bae", E1), "Class", say("배보", E1), (say("a teacher", E1),), (say("Bo", E1),),
                (), None, None, PAPER, Badge(say("배보", E1), 0),
            ),
            PackCharacter(
                "cy", say("Cy Cho", E2), "Class", None, (say("a pilot", E2),), (say("Cy", E2),),
                (say("Dee Do", E2), say("D. Do", E2)), say("도디", E2), "actor:dee", PAPER, Badge(say("CC", E2), 0),
            ),
        ),
        (PackSubject("actor:dee", say("Dee Do", E2)),),
        (
            PackFact("played", ("cy",), say("Cy Cho is played by Dee Do.", E2), "cast", "high", "", True, (Source("S1E2", None),)),
            PackFact(
                "meet", ("ana", "bo"), say("Ana meets Bo at school.", E1), "event", "low", "so it seems", False,
                (Source("Example", "https://www.example.org/x"),), 3, ("bo",), (say("who meets bo", E1),),
            ),
        ),
        (
            PackRelationship("ana", "bo", say("friend", E1), None, "friends", True, None, PAPER),
            PackRelationship("bo", "ana", say("teacher", E1), say("student", E1), "school", False, E2, PAPER),
        ),
        (
            PackQuestion(
                "whom", say("Whom does Ana meet?", E1), say("A teacher", E1), (say("A dog", E1), say("A cat", E1), say("Nobody", E1)),
                say("He teaches.", E1), "easy", "event", ("meet",), PAPER,
            ),
        ),
    )  # fmt: skip


def test_what_is_translated_is_told_by_language(folder: Path) -> None:
    assert list(coverage(read_pack(folder))) == []
    text = '[meet]\nof = "{}"\ntext = "Ana lernt Bo kennen."\nasks = ["wen trifft ana"]\n'
    path = folder / "translations" / "ko" / "facts.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text.format("82be3f36c5e5"), "utf-8")
    pack = read_pack(folder)
    assert [*coverage(pack)] == [
        "ko: 0 % (0 facts, 0 roles, 0 episodes, 0 relationships, 0 questions; 0 facts with ways to ask)"
    ]
    told = {
        **pack.translations,
        "ko": {"Ana meets Bo at school.": "x"},
        "es": dict.fromkeys(("Whom does Ana meet?", "A teacher", "A dog", "A cat", "Nobody", "He teaches."), "y")
        | {"Ana An": "z"},
    }
    counted = coverage(replace(pack, translations=told, asks={"ko": {"meet": (say("x"),), "played": ()}}))
    assert [*counted] == [
        "ko: 9 % (1 facts, 0 roles, 0 episodes, 0 relationships, 0 questions; 1 facts with ways to ask)",
        "es: 9 % (0 facts, 0 roles, 0 episodes, 0 relationships, 1 questions; 0 facts with ways to ask)",
    ]


def test_an_option_may_not_mean_whom_the_answer_means(folder: Path) -> None:
    path = folder / "questions.toml"
    small = path.read_text("utf-8").replace(
        'facts = ["meet"]\nexplanation = "He teaches."', 'facts = ["meet", "played"]'
    )
    small = small.replace('revealed_in = "S1E1"', 'revealed_in = "S1E2"')

    def found(text: str, answer: str, wrong: str) -> list[str]:
        said = small.replace("Whom does Ana meet?", text).replace("A teacher", answer).replace("A dog", wrong)
        path.write_text(said, "utf-8")
        with pytest.raises(PackError) as caught:
            read_pack(folder)
        return [each.removeprefix("questions.toml, “whom”: the wrong option ") for each in caught.value.problems]

    assert found("Who is it?", "Ana An", "Ana") == ["“Ana” means whom the answer means"]
    assert found("Who is it?", "The Fox", "ana-an!") == ["“ana-an!” means whom the answer means"]
    assert found("Who is it?", "배보", "Bo") == ["“Bo” means whom the answer means"]
    assert found("Who plays?", "D. Do", "Dee Do") == ["“Dee Do” means whom the answer means"]
    twin = '\n[[facts]]\nid = "twin"\nabout = ["ana"]\ntext = "Cy meets Bo at school."\ntopic = "event"\nrevealed_in = "S1E2"\nsources = ["Paper"]\n'
    facts = folder / "facts" / "s1e01.toml"
    before = facts.read_text("utf-8")
    facts.write_text(before + twin, "utf-8")
    assert found("Who meets Bo?", "Ana", "Cy Cho") == ["“Cy Cho” is what a fact says as well"]
    assert found("Who meets Bo?", "Ana An", "Cy") == ["“Cy” is what a fact says as well"]
    facts.write_text(before, "utf-8")
    ties = folder / "relationships.toml"
    tie = '\n[[relationships]]\nfrom = "{}"\nto = "{}"\nlabel = "{}"\n{}\nkind = "school"\nrevealed_in = "S1E2"\nsources = ["Paper"]\n'
    before = ties.read_text("utf-8")
    same = "is the same to whom the question is about"
    ties.write_text(before + tie.format("cy", "ana", "teacher", 'label_back = "pupil"'), "utf-8")
    assert found("Who is Ana's teacher?", "Bo Bae", "Cy") == [f"“Cy” {same}"]
    ties.write_text(before + tie.format("ana", "cy", "pupil", 'label_back = "teacher"'), "utf-8")
    assert found("Who is The Fox's teacher?", "Bo", "Cy Cho") == [f"“Cy Cho” {same}"]
    ties.write_text(before + tie.format("ana", "cy", "friend", "mutual = true"), "utf-8")
    assert found("Who is Ana's friend?", "Bo", "Cy") == [f"“Cy” {same}"]


def test_an_option_that_is_somebody_else_is_fine(folder: Path) -> None:
    path = folder / "questions.toml"
    text = (
        path.read_text("utf-8")
        .replace("Whom does Ana meet?", "Who is Ana's friendly teacher?")
        .replace("A teacher", "Bo")
    )
    path.write_text(text.replace("A dog", "Ana"), "utf-8")
    assert not list(right_options(read_pack(folder)))


def test_packs_and_their_files_come_in_order(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_small(folder.parent / "deeper").rename(folder.parent / "a-small")
    (folder.parent / "deeper").rmdir()
    (folder.parent / "file.toml").write_text("x", "utf-8")
    (folder / "facts" / "deep").mkdir()
    (folder / "facts" / "deep" / "x.toml").write_text("x", "utf-8")
    assert [each.name for each in pack_folders(folder.parent)] == ["a-small", "small"]
    assert pack_folders(folder.parent / "nowhere") == []
    assert not caplog.records
    names = [each.relative_to(folder).as_posix() for each in toml_files(folder)]
    assert names == [
        *("badges.toml", "characters.toml", "episodes.toml", "facts/deep/x.toml", "facts/s1e01.toml"),
        *("questions.toml", "relationships.toml", "show.toml", "subjects.toml"),
    ]
    assert len(read_pack(folder).facts) == 2, "those below the folder of facts are none"


def test_the_shipped_packs_are_where_they_are_looked_for() -> None:
    assert [each.name for each in pack_folders(ROOT / "data" / "shows")] == ["all-of-us-are-dead"]


def test_a_pack_may_name_no_sites_and_a_drawing_may_touch_the_edge(folder: Path) -> None:
    show = (folder / "show.toml").read_text("utf-8")
    (folder / "show.toml").write_text(show.partition("[sites]")[0], "utf-8")
    badges = (folder / "badges.toml").read_text("utf-8").replace("[[4, 12], [44, 12]]", "[[-2, -4], [50, 28]]")
    (folder / "badges.toml").write_text(badges.replace('sign = "나"', 'sign = "Cy"'), "utf-8")
    pack = read_pack(folder)
    assert pack.facts[1].sources[0].site == "example.org"
    assert pack.characters[0].badge.drawing is not None
    assert pack.characters[0].badge.drawing.lines == (((-2, -4), (50, 28)),)
    assert pack.characters[0].badge.sign == say("Cy"), "a sign names nobody by itself"
    for point in ("[-2, -5]", "[51, 0]", "[0, 29]", "[-3, 0]"):
        (folder / "badges.toml").write_text(badges.replace("[-2, -4]", point), "utf-8")
        with pytest.raises(PackError, match="1 problem"):
            read_pack(folder)
