"""Which language is spoken at the moment. Python alone: what reads a stranger's file needs no catalogue (bot/show/apart.py)."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_language: ContextVar[str] = ContextVar("language", default="en")


def use_language(language: str) -> None:
    """Speak one of our languages for the rest of this task."""
    _language.set(language)


def language() -> str:
    """The language that is spoken now."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Generator[None, None, None]:
    """Speak one of our languages for a while: what stands in public is for a server, not for whoever pressed last."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)
