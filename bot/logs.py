"""Logging to standard error, for people or for machines. No line holds what somebody typed, story, or how far a member is."""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Final, TypeAlias

import orjson

_ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# Whose errors say what went wrong in words of their own. Python's quote the value that they were given, and so does a
# library that could not read what a member typed.
_SPEAK: Final = frozenset({"bot", "sqlite3", "aiosqlite", "aiohttp"})
_QUOTED: Final = re.compile(r"""(["'])[^"']+\1""")


class _Quiet(logging.Formatter):
    """Of an error where it happened and of which kind it is, and its words only where they are somebody's own."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging calls it so
        record.message = _message(record)
        return super().formatMessage(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802  logging calls it so
        return "\n".join(_lines(ei[1]))


def _message(record: logging.LogRecord) -> str:
    # asyncio goes on with the task and the error that it ended with, word for word.
    message = record.getMessage()
    return message.partition("\n")[0] if record.name == "asyncio" else message


def _lines(error: BaseException | None) -> Iterator[str]:
    if error is None:
        return
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    yield from _lines(before)
    yield "Then:" if before else "Where it happened, the latest call last:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    yield f"{type(error).__module__}.{type(error).__qualname__}{_words(error)}"


def _words(error: BaseException) -> str:
    module = type(error).__module__
    if module.partition(".")[0] in _SPEAK or module == "discord.errors" or isinstance(error, OSError):
        return f": {_QUOTED.sub('“…”', str(error))}"
    return ""


class _JsonFormatter(_Quiet):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(entry).decode()


def set_up_logging(level: str, log_format: str) -> None:
    """Log everything from `level` on; `log_format` is "text" or "json"."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(log_format))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # At DEBUG these print what they send and store, and that is story text and what members typed.
    for name in ("discord", "aiosqlite"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.root.level))
    # Its errors are all of one sort: the connection is gone, and is being made again.
    logging.getLogger("discord.shard").addFilter(_in_one_line)


def _in_one_line(record: logging.LogRecord) -> bool:
    if record.exc_info and (error := record.exc_info[1]):
        record.msg, record.args = f"{record.getMessage()} ({type(error).__name__}{_words(error)})", None
        record.exc_info = None
    return True


def formatter(log_format: str) -> logging.Formatter:
    """How a line is written, "text" or "json"."""
    if log_format == "json":
        return _JsonFormatter()
    return _Quiet("{asctime} {levelname:<7} {name}: {message}", "%Y-%m-%d %H:%M:%S", style="{")
