"""The process that reads a stranger's file: what it says, and what it may take."""

import asyncio
import io
import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.errors import FileRefusedError
from bot.show import apart, apart_main
from bot.show.apart import rows_apart
from bot.show.import_file import LARGEST, FileRow
from bot.show.list_file import rows_of_list

LIBRARIES = str(Path(import_module("yaml").__file__ or "").parent.parent)
TOML = '[[facts]]\ntext = "é"\n'.encode()


def said(monkeypatch: pytest.MonkeyPatch, data: bytes, name: str = "a.toml", libraries: str = "") -> Any:
    """What it writes for what it reads; its limits are tried elsewhere, since this process would keep them."""
    heard = io.BytesIO()
    monkeypatch.setattr(apart_main, "limit", lambda: None)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=heard))
    apart_main.main(name, libraries)
    # No more is read than shows that it is too much, and each letter is written as it stands in a file.
    assert sys.stdin.buffer.tell() == min(len(data), LARGEST + 1)
    assert rb"\u" not in heard.getvalue()
    return json.loads(heard.getvalue())


def test_it_says_the_rows_or_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, TOML) == {"rows": [["fact", {"text": "é"}]]}
    assert said(monkeypatch, b"\n[[facts", "a.toml") == {"refused": ["toml", ""]}
    assert said(monkeypatch, b"a.b = 1", "a.json") == {"refused": ["shape", "a"]}
    assert said(monkeypatch, b"{", "a.toml") == {"refused": ["json", "1"]}
    assert said(monkeypatch, b"x" * (LARGEST + 9)) == {"refused": ["size", ""]}


def test_a_list_from_elsewhere_is_read_where_it_may_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "Who sings é?: On-jo\n".encode()
    [[kind, entry]] = said(monkeypatch, data, "a.yaml", LIBRARIES)["rows"]
    assert (kind, entry["text"], entry["answer"]) == ("question", "Who sings é?", "On-jo")
    assert said(monkeypatch, data, "a.yaml") == {"refused": ["toml", "1"]}


def test_a_library_is_found_where_it_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    # As it starts: with nothing installed.
    monkeypatch.setattr(sys, "path", [each for each in sys.path if each != LIBRARIES])
    monkeypatch.delitem(sys.modules, "yaml")
    assert len(said(monkeypatch, b"Who sings?: On-jo\n", "a.yaml", LIBRARIES)["rows"]) == 1


@pytest.mark.parametrize("error", [MemoryError, SystemError])
def test_where_there_is_no_memory_it_ends_at_once(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    ended: list[int] = []

    def without_memory(*_: object) -> None:
        raise error

    def end(status: int) -> None:
        ended.append(status)
        raise KeyboardInterrupt  # nothing runs behind it

    monkeypatch.setattr(apart_main, "rows_of", without_memory)
    monkeypatch.setattr(apart_main.os, "_exit", end)
    with pytest.raises(KeyboardInterrupt):
        said(monkeypatch, TOML)
    assert ended == [3]


@pytest.mark.parametrize("refused", [None, resource.RLIMIT_AS, resource.RLIMIT_CPU])
def test_memory_and_time_are_limited_and_what_a_system_refuses_leaves_the_rest(
    monkeypatch: pytest.MonkeyPatch, refused: int | None
) -> None:
    limits: dict[int, tuple[int, int]] = {}

    def limit(what: int, most: tuple[int, int]) -> None:
        if what == refused:
            raise ValueError if what == resource.RLIMIT_AS else OSError
        limits[what] = most

    monkeypatch.setattr(resource, "setrlimit", limit)
    apart_main.limit()
    memory = 64 * 1024 * 1024
    every = {resource.RLIMIT_AS: (memory, memory), resource.RLIMIT_CPU: (3, 3), resource.RLIMIT_CORE: (0, 0)}
    assert limits == {what: most for what, most in every.items() if what != refused}


def test_where_a_system_knows_no_limits_it_reads_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    apart_main.limit()


# ------------------------------------------------------------------------------------------------ who starts it


async def test_rows_come_back_as_they_were_read() -> None:
    assert await rows_apart("a.toml", TOML + TOML) == [
        FileRow(1, "fact", {"text": "é"}),
        FileRow(2, "fact", {"text": "é"}),
    ]
    data = "Who sings é?: On-jo\n".encode()
    # Only the end of a name goes there, and of that what can stand in the name of a file.
    assert await rows_apart("x" * 99 + "/ü a.yaml", data, lists=True) == rows_of_list("a.yaml", data)


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(9)",
        "import os; os.kill(os.getpid(), 9)",
        "import sys; sys.exit(3)",
    ],
)
async def test_a_process_that_does_not_end_well_found_something_too_heavy(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(apart, "_PATIENCE", 0.3 if "sleep" in program else 20)
    monkeypatch.setattr(apart, "_PROGRAM", program)
    start, started = asyncio.create_subprocess_exec, list[asyncio.subprocess.Process]()

    async def starts(*arguments: Any, **options: Any) -> asyncio.subprocess.Process:
        started.append(await start(*arguments, **options))
        return started[0]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", starts)
    with pytest.raises(FileRefusedError) as refused:
        await rows_apart("a.toml", TOML)
    assert (refused.value.why, refused.value.detail) == ("heavy", "")
    assert [each.returncode for each in started] != [None], "nothing of it goes on"


async def test_a_process_that_cannot_read_is_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", "import sys; sys.exit(1)")
    with pytest.raises(RuntimeError, match="cannot be read"):
        await rows_apart("a.toml", TOML)


async def test_it_gets_nothing_of_ours_but_the_file(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
    monkeypatch.setattr(
        apart, "_PROGRAM",
        "import sys, os, json; data = sys.stdin.buffer.read().decode()\n"
        "told = {'env': sorted(set(os.environ) - {'LC_CTYPE'}), 'args': sys.argv[1:], 'data': data, 'site': 'site' in sys.modules, 'isolated': sys.flags.isolated}\n"
        "sys.stderr.write('x' * 10 ** 6); print(json.dumps({'rows': [['fact', told]]}))",
    )  # fmt: skip
    [row] = await rows_apart(f"dc{'a' * 29} b.ü(TOML)", TOML)
    assert capfd.readouterr() == ("", "")
    root, *_ = row.entry["args"]
    assert Path(root, "bot", "show", "apart_main.py").is_file()
    assert row.entry == {
        "env": ["LD_LIBRARY_PATH"],
        "args": [root, f"c{'a' * 29}b.TOML", ""],
        "data": TOML.decode(),
        "site": False,
        "isolated": 1,
    }
    [row] = await rows_apart("a", TOML, lists=True)
    assert row.entry["args"] == [root, "a", LIBRARIES]


async def test_what_is_too_large_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", "import sys; sys.exit(1)")
    with pytest.raises(FileRefusedError) as refused:
        await rows_apart("a.toml", b"x" * (LARGEST + 1))
    assert refused.value.why == "size"
    with pytest.raises(RuntimeError):
        await rows_apart("a.toml", b"x" * LARGEST)
