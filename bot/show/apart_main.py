"""What runs in the process that reads a stranger's file (bot/show/apart.py)."""

import json
import os
import sys
from contextlib import suppress
from typing import Any, Final

from bot.errors import FileRefusedError
from bot.show.import_file import LARGEST, rows_of

MEMORY: Final = 64 * 1024 * 1024
"""Bytes of address space that reading may take: about twice what the largest honest file needs."""

TOO_HEAVY: Final = 3
"""Exit status where it takes more memory."""

# Python says the latter where there is no memory left to say the former; made here, since there is none for a tuple then.
_NO_MEMORY: Final = (MemoryError, SystemError)
_SECONDS: Final = 3  # of a processor; the largest honest file needs a tenth of it


def main(name: str, libraries: str) -> None:
    """The file from standard input, what it holds to standard output; `libraries` where a list from elsewhere may be in it."""
    limit()
    answer: dict[str, Any]
    try:
        data = sys.stdin.buffer.read(LARGEST + 1)
        if libraries:
            from bot.show.list_file import rows_of_list  # noqa: PLC0415  other files need none of it

            rows = rows_of_list(name, data, libraries)
        else:
            rows = rows_of(name, data)
        answer = {"rows": [(row.kind, row.entry) for row in rows]}
    except FileRefusedError as refused:
        answer = {"refused": (refused.why, refused.detail)}
    except _NO_MEMORY:
        os._exit(TOO_HEAVY)  # at once: there is none for anything else
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


def limit() -> None:
    """Let this process take so much and no more."""
    try:
        import resource  # noqa: PLC0415  not there on every platform: there the time alone is limited
    except ImportError:
        return
    # A system may refuse the one or the other; the rest holds.
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
