"""Reads a stranger's file in a process of its own, so that whatever it holds costs the bot neither memory nor time.

The parsers of Python take a thousand bytes and more for one byte of a file that is made for that.
"""

import asyncio
import os
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import orjson

from bot.errors import FileRefusedError
from bot.paths import ROOT
from bot.show.apart_main import TOO_HEAVY
from bot.show.import_file import LARGEST, FileRow

_PATIENCE: Final = 20.0  # seconds until the process is ended, however busy the machine is
_NEEDED: Final = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # what some systems start no Python without
# No installed packages and nothing else of the environment: it starts in some 40 ms, and there is nothing in it to be found.
_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from bot.show.apart_main import main; main(*sys.argv[2:])"
)
_ROOT: Final = str(ROOT)


def _libraries() -> str:
    """Where PyYAML is installed."""
    found = find_spec("yaml")
    assert found is not None, "it is installed with us"  # noqa: S101  says why it holds
    assert found.origin is not None, "it is a package"  # noqa: S101  says why it holds
    return str(Path(found.origin).parent.parent)


async def rows_apart(name: str, data: bytes, *, lists: bool = False) -> list[FileRow]:
    """What `import_file.rows_of` says of a file, or where `lists` of questions count, `list_file.rows_of_list`.

    Raises:
        FileRefusedError: it is no such file at all, or takes more than any honest one.
    """
    if len(data) > LARGEST:
        raise FileRefusedError("size")
    ending = "".join(char for char in name[-40:] if char.isascii() and (char.isalnum() or char == "."))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-S", "-c", _PROGRAM, _ROOT, ending, _libraries() if lists else "",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _NEEDED if name in os.environ},
    )  # fmt: skip
    try:
        said, _errors = await asyncio.wait_for(process.communicate(data), _PATIENCE)
    except TimeoutError:
        raise FileRefusedError("heavy") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if (status := process.returncode or 0) != 0:
        if status == TOO_HEAVY or status < 0:  # ended by the system, for the time that it took
            raise FileRefusedError("heavy")
        raise RuntimeError("files cannot be read in a process of its own")
    answer = orjson.loads(said)
    if "refused" in answer:
        raise FileRefusedError(*answer["refused"])
    return [FileRow(number, kind, entry) for number, (kind, entry) in enumerate(answer["rows"], 1)]
