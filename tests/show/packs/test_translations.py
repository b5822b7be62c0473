"""translations/<language>/*.toml: what is read, what is refused, and what is stale."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import PackError
from bot.language import speaking
from bot.show import translations
from bot.show.episodes import Episode
from bot.show.packs import translations as translations_of
from bot.show.packs.check import read_pack
from bot.show.shows import Show
from support.small_pack import write_small

ENGLISH = "Ana meets Bo at school."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small(tmp_path)


def write(folder: Path, name: str, text: str, language: str = "ko") -> None:
    """Write a file of translations."""
    path = folder / "translations" / language / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def of(*texts: str) -> str:
    """The hash of what an entry was made from."""
    return hashlib.sha256("|".join(texts).encode()).hexdigest()[:12]


def test_a_text_is_known_by_its_english(folder: Path) -> None:
    write(folder, "facts", f'[meet]\nof = "{of(ENGLISH)}"\ntext = "Ana lernt Bo kennen."\n')
    write(folder, "roles", f'["ana S1E2"]\nof = "{of("a traveller")}"\ntext = "die Reisende"\n')
    write(folder, "relationships", f'["bo|ana|teacher"]\nof = "{of("teacher", "student")}"\ntext = "x"\nback = "y"\n')
    pack = read_pack(folder)
    known = {ENGLISH: "Ana lernt Bo kennen.", "a traveller": "die Reisende", "teacher": "x", "student": "y"}
    assert (pack.translations, pack.stale) == ({"ko": known}, ())


def test_a_show_is_called_as_it_is_where_the_language_is_spoken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "names", '["title"]\nname = "하나"\n')
    pack = read_pack(folder)
    assert pack.translations == {"ko": {pack.slug: "하나"}}
    show = Show(1, pack.slug, pack.title, (Episode(1, 1),))
    monkeypatch.setattr(translations, "_known", pack.translations)
    with speaking("ko"):
        assert show.name == "하나"
    with speaking("ja"):
        assert show.name == pack.title


def test_what_was_made_from_other_words_is_stale_and_not_used(folder: Path) -> None:
    write(folder, "facts", f'[meet]\nof = "{of("Ana meets Bo.")}"\ntext = "Ana lernt Bo kennen."\n')
    pack = read_pack(folder)
    assert (pack.translations, pack.stale) == ({"ko": {}}, ("translations/ko/facts.toml, “meet”",))


def test_a_question_is_translated_whole(folder: Path) -> None:
    hashed = of("Whom does Ana meet?", "A teacher", "A dog", "A cat", "Nobody", ENGLISH)
    entry = f'[whom]\nof = "{hashed}"\ntext = "Wen?"\nanswer = "a"\nwrong_1 = "b"\nwrong_2 = "c"\n'
    write(folder, "questions", f'{entry}wrong_3 = "d"\nexplanation = "Bo."\n')
    assert read_pack(folder).translations["ko"]["A cat"] == "c"
    write(folder, "questions", entry)
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert error.value.problems == [
        "translations/ko/questions.toml, “whom”: “wrong_3” is missing",
        "translations/ko/questions.toml, “whom”: “explanation” is missing",
    ]


def test_the_same_english_has_one_translation(folder: Path) -> None:
    write(folder, "facts", f'[meet]\nof = "{of(ENGLISH)}"\ntext = "Ana lernt Bo kennen."\n')
    hashed = of("Whom does Ana meet?", "A teacher", "A dog", "A cat", "Nobody", ENGLISH)
    entry = f'[whom]\nof = "{hashed}"\ntext = "Wen?"\nanswer = "a"\nwrong_1 = "b"\nwrong_2 = "c"\nwrong_3 = "d"\n'
    write(folder, "questions", f'{entry}explanation = "Ana lernt Bo kennen."\n')
    assert read_pack(folder).translations["ko"][ENGLISH] == "Ana lernt Bo kennen."
    write(folder, "questions", f'{entry}explanation = "Bo."\n')
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert error.value.problems == [
        "translations/ko/questions.toml, “whom”: “explanation” stands elsewhere in other words, and its English is the same"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ana | Bo.", "the fact may not hold | ` \\ or a line break"),
        ("", "the fact is empty, or holds line breaks, double spaces, control characters or HTML entities"),
        ("Ana und Cy.", "the fact names “cy”, who is known from S1E2, but is revealed in S1E1"),
        ("x" * 196, "the fact has 196 characters; 130 at most"),
    ],
)
def test_a_translation_keeps_the_rules_of_its_english(folder: Path, text: str, problem: str) -> None:
    write(folder, "facts", f'[meet]\nof = "{of(ENGLISH)}"\ntext = "{text}"\n')
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert error.value.problems == [f"translations/ko/facts.toml, “meet”: {problem}"]


def test_it_may_be_longer_than_its_english(folder: Path) -> None:
    write(folder, "facts", f'[meet]\nof = "{of(ENGLISH)}"\ntext = "{"x" * 195}"\n')
    assert read_pack(folder).translations["ko"][ENGLISH] == "x" * 195


def test_what_is_no_entry_and_no_language_is_told(folder: Path) -> None:
    write(folder, "facts", '[nobody]\nof = "1"\ntext = "x"\n')
    write(folder, "facts", "", "xx")
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert error.value.problems == [
        "translations/ko/facts.toml, “nobody”: is no entry of this pack",
        "translations/xx: is no language that is spoken here",
    ]


def test_how_viewers_of_a_language_ask_stands_beside_the_text(folder: Path) -> None:
    text = f'[meet]\nof = "{of(ENGLISH)}"\ntext = "Ana lernt Bo kennen."\n'
    write(folder, "facts", f'{text}asks = ["wen trifft ana", "wo ist bo"]\n')
    asks = read_pack(folder).asks["ko"]["meet"]
    assert [(ask.reveal(), str(ask.revealed_in)) for ask in asks] == [("wen trifft ana", "S1E1"), ("wo ist bo", "S1E1")]
    write(folder, "facts", f'{text}asks = ["wo | bo", "Wo ist Bo", "{"x" * 81}"]\n')
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert [problem.partition(": ")[2] for problem in error.value.problems] == [
        "the ask “Wo ist Bo” must be in small letters",
        "the ask may not hold | ` \\ or a line break",
        "the ask has 81 characters; 80 at most",
    ]


def test_a_word_of_the_language_is_nobodys_name(folder: Path) -> None:
    path = folder / "characters.toml"
    path.write_text(path.read_text("utf-8").replace('["Cy"]', '["Ha-ri"]'), encoding="utf-8")
    entry = f'["ana S0E0"]\nof = "{of("a student")}"\ntext = '
    write(folder, "roles", f'{entry}"murid sehari-hari"\n', "id")
    read_pack(folder)
    write(folder, "roles", f'{entry}"murid dan Ha-ri"\n', "id")
    with pytest.raises(PackError):
        read_pack(folder)


def test_a_name_has_the_gate_of_whom_it_means_or_a_later_one(folder: Path) -> None:
    write(folder, "names", '[cy]\nname = "サイ"\nalso = ["パイロット"]\n["group:Class"]\nname = "組"\n', "ja")
    pack = read_pack(folder)
    assert [(each.reveal(), str(each.revealed_in)) for each in pack.names["ja"]["cy"]] == [
        ("サイ", "S1E2"),
        ("パイロット", "S1E2"),
    ]
    assert pack.translations["ja"] == {"Cy Cho": "サイ", "Class": "組"}
    write(
        folder,
        "names",
        '[bo]\nname = "ボ"\nalso = [{ text = "先生", revealed_in = "premise" }]\n[dy]\nname = "x"\n',
        "ja",
    )
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert error.value.problems == [
        "translations/ja/names.toml, “bo”: the name is revealed in S0E0, before its character (S1E1)",
        "translations/ja/names.toml, “dy”: is no table with “name” and “also” for anybody or anything of this pack",
    ]


def test_a_name_in_katakana_stands_in_no_earlier_text(folder: Path) -> None:
    write(folder, "names", '[cy]\nname = "サイ"\n', "ja")
    entry = f'[meet]\nof = "{of(ENGLISH)}"\ntext = '
    write(folder, "facts", f'{entry}"サイコロとサイン。"\n', "ja")
    read_pack(folder)
    write(folder, "facts", f'{entry}"アナとサイが会う。"\n', "ja")
    with pytest.raises(PackError):
        read_pack(folder)


@pytest.mark.parametrize(
    ("english", "shown", "given"),
    [
        ("An Bo-ra", "안보라", ("Bo-ra", "보라")),
        ("An Bo-ra", "アン・ボラ", ("Bo-ra", "ボラ")),
        ("An Bo-ra", "안보", None),  # nobody says where the family name ends
        ("An Bo-ra", "안보라리", None),
        ("An Bo-ra", "アンボラ", None),
        ("An Bo-ra", "ア・ン・ボラ", None),
        ("An Bo Ra", "안보라", None),
        ("An's mother", "안보라", None),
        ("Bora", "안보라", None),
    ],
)
def test_a_given_name_is_written_as_the_whole_one_is(
    folder: Path, english: str, shown: str, given: tuple[str, str] | None
) -> None:
    path = folder / "characters.toml"
    path.write_text(path.read_text("utf-8").replace('"Ana An"', f'"{english}"'), encoding="utf-8")
    write(folder, "names", f'[ana]\nname = "{shown}"\n', "ja")
    assert read_pack(folder).translations["ja"] == {english: shown} | (dict([given]) if given else {})


def test_of_two_who_share_a_given_name_the_first_says_how_it_is_written(folder: Path) -> None:
    path = folder / "characters.toml"
    renamed = path.read_text("utf-8").replace('"Ana An"', '"Ji Bo-ra"').replace('"Cy Cho"', '"An Bo-ra"')
    path.write_text(renamed, encoding="utf-8")
    write(folder, "names", '[ana]\nname = "지보라"\n[cy]\nalso = ["보라"]\n[bo]\nname = "보"\n')
    pack = read_pack(folder)
    assert pack.translations["ko"] == {"Ji Bo-ra": "지보라", "Bo-ra": "보라", "Bo Bae": "보"}
    assert {slug: [each.reveal() for each in names] for slug, names in pack.names["ko"].items()} == {
        "ana": ["지보라"],
        "cy": ["보라"],
        "bo": ["보"],
    }


def test_every_text_of_a_pack_has_its_file_and_its_limit(folder: Path) -> None:
    write(folder, "episodes", f'["S1E2"]\nof = "{of("Ana leaves with Cy.")}"\ntext = "Cy und Ana gehen."\n')
    assert read_pack(folder).translations["ko"] == {"Ana leaves with Cy.": "Cy und Ana gehen."}
    write(folder, "episodes", f'["S1E2"]\nof = "{of("Ana leaves with Cy.")}"\ntext = "{"x " * 400}x"\n')
    tie = f'["bo|ana|teacher"]\nof = "{of("teacher", "student")}"\ntext = "{"x" * 60}"\nback = "{"y" * 60}"\n'
    write(folder, "relationships", tie)
    write(folder, "roles", f'["ana S0E0"]\nof = "{of("a student")}"\ntext = "{"x" * 200}"\n')
    hashed = of("Whom does Ana meet?", "A teacher", "A dog", "A cat", "Nobody", ENGLISH)
    long = "\n".join(
        f'{part} = "{part[0] * (301 if part[0] in "te" else 61)}"'
        for part in ("text", "answer", "wrong_1", "wrong_2", "wrong_3", "explanation")
    )
    write(folder, "questions", f'[whom]\nof = "{hashed}"\n{long}\n')
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert error.value.problems == [
        "translations/ko/roles.toml, “ana S0E0”: the role has 200 characters; 90 at most",
        "translations/ko/episodes.toml, “S1E2”: the summary has 801 characters; 350 at most",
        "translations/ko/relationships.toml, “bo|ana|teacher”: the label has 60 characters; 40 at most",
        "translations/ko/questions.toml, “whom”: the question has 301 characters; 150 at most",
        "translations/ko/questions.toml, “whom”: the option has 61 characters; 60 at most",
        "translations/ko/questions.toml, “whom”: the explanation has 301 characters; 200 at most",
    ]


def test_every_fault_of_a_file_is_told(folder: Path) -> None:
    stale = '[meet]\nof = "1"\ntext = "x"\nmore = "y"\nasks = []\n'
    write(folder, "facts", f"nobody = 3\nother = 4\n{stale}")
    write(
        folder,
        "roles",
        f'"ana S0E0" = "x"\n["bo S1E1"]\nof = "{of("a teacher")}"\nasks = ["x"]\n["cy S1E2"]\nof = "{of("a pilot")}"\ntext = "x"\n',
    )
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert error.value.problems == [
        "translations/ko/facts.toml, “nobody”: is no entry of this pack",
        "translations/ko/facts.toml, “other”: is no entry of this pack",
        "translations/ko/facts.toml, “meet”: holds only “of” and text, asks",
        "translations/ko/roles.toml, “ana S0E0”: must be a table",
        "translations/ko/roles.toml, “bo S1E1”: holds only “of” and text",
        "translations/ko/roles.toml, “bo S1E1”: “text” is missing",
    ]


def test_every_fault_of_names_is_told(folder: Path) -> None:
    write(
        folder,
        "names",
        'title = "x"\nbo = 3\n[ana]\nname = 3\n[cy]\nname = "사이"\nmore = 1\n["group:Class"]\nname = 3\n["group:Other"]\nname = "x"\n',
    )
    with pytest.raises(PackError) as error:
        read_pack(folder)
    nobody = "is no table with “name” and “also” for anybody or anything of this pack"
    assert [each.removeprefix("translations/ko/names.toml, ") for each in error.value.problems] == [
        f"“title”: {nobody}",
        f"“bo”: {nobody}",
        "“ana”: “name” must be a text",
        *(f"“{key}”: {nobody}" for key in ("cy", "group:Class", "group:Other")),
    ]


def test_how_much_of_each_language_there_is(folder: Path) -> None:
    write(folder, "facts", f'[meet]\nof = "{of(ENGLISH)}"\ntext = "Ana lernt Bo kennen."\nasks = ["wo ist bo"]\n')
    write(folder, "names", '["title"]\nname = "一つ"\n', "ja")
    assert [*translations_of.coverage(read_pack(folder))] == [
        "ja: 0 % (0 facts, 0 roles, 0 episodes, 0 relationships, 0 questions; 0 facts with ways to ask)",
        "ko: 11 % (1 facts, 0 roles, 0 episodes, 0 relationships, 0 questions; 1 facts with ways to ask)",
    ]
    nothing = replace(read_pack(folder), facts=(), questions=(), characters=(), episodes=(), relationships=())
    assert next(translations_of.coverage(nothing)).startswith("ja: 0 %")


def test_a_file_beside_the_languages_is_none_of_them(folder: Path) -> None:
    write(folder, "facts", "")
    (folder / "translations" / "README.md").write_text("So.", "utf-8")
    write(folder, "facts", "", "zz")
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert error.value.problems == ["translations/zz: is no language that is spoken here"]
    write(folder, "facts", "", "en")
    with pytest.raises(PackError) as error:
        read_pack(folder)
    assert len(error.value.problems) == 2
