"""Settings as people leave them behind: in any usual encoding, with a home folder, or one line that says what is wrong."""

import re
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.paths import ROOT
from bot.settings import Settings

TEXT = "DISCORD_TOKEN=abc\r\nSHOWS=packs\r\n"


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    for name in ("DISCORD_TOKEN", "SHOWS", "DATABASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"), b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
    ids=["utf-8", "with a mark", "utf-16", "the other order", "utf-32"],
)  # fmt: skip
def test_a_file_of_settings_is_read_in_any_encoding_that_says_what_it_is(tmp_path: Path, data: bytes) -> None:
    (tmp_path / ".env").write_bytes(data)
    settings = Settings.read(file=tmp_path / ".env")
    assert (settings.token, settings.shows) == ("abc", ROOT / "packs")


@pytest.mark.parametrize(
    "data", [b"# caf\xe9\r\n" + TEXT.encode(), TEXT.encode("utf-16-le")], ids=["cp1252", "utf-16 without a mark"]
)
def test_any_other_file_of_settings_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / ".env"
    file.write_bytes(data)
    with pytest.raises(SetupError) as refused:
        Settings.read(file=file)
    assert str(refused.value) == f"{file} is not UTF-8; save it as UTF-8."


def test_no_file_of_settings_is_fine_and_a_folder_is_none(tmp_path: Path) -> None:
    assert Settings.read(file=tmp_path / ".env").token is None
    with pytest.raises(SetupError, match=r"cannot be read: .*\."):
        Settings.read(file=tmp_path)


def test_a_path_may_begin_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    settings = Settings.read({"DATABASE": "~/show.db", "SHOWS": "~/packs"})
    assert (settings.database, settings.shows) == (tmp_path / "show.db", tmp_path / "packs")
    with pytest.raises(SetupError, match="SHOWS names the home folder"):
        Settings.read({"SHOWS": "~nobody-has-this-name/packs"})


def test_every_setting_is_in_the_example_and_whatever_is_shipped_for_hosting_sets_only_those() -> None:
    code = (ROOT / "bot" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'values\.get\("(\w+)"', code))
    listed = re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(read)
    hosting = ROOT / "docs" / "hosting"
    unit, image = [(hosting / name).read_text("utf-8") for name in ("hyosan.service", "Dockerfile")]
    set_there = [
        *re.findall(r"^Environment=(.*)$", unit, re.MULTILINE),
        *re.findall(r"^ENV (.*)$", image, re.MULTILINE),
    ]
    names = {each.partition("=")[0] for line in set_there for each in line.split()}
    assert names - {"PYTHONDONTWRITEBYTECODE"} <= read
    copied = [path for line in re.findall(r"^COPY (?!--from)(.*) \S+$", image, re.MULTILINE) for path in line.split()]
    assert copied
    assert not [each for each in copied if not (ROOT / each).exists()]
