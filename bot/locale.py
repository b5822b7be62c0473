"""gettext for everything members read: `_()` answers in the language of the member who is being answered."""

import gettext
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from bot.paths import DATA

CATALOGUES = DATA / "locale"

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    # "pt-BR" is looked for as pt_BR, then as pt.
    names = [language.replace("-", "_"), language.partition("-")[0]]
    return gettext.translation("hyosan", CATALOGUES, names, fallback=True)


def use_language(language: str) -> None:
    """Answer in `language` (Discord's locale, such as "en-US" or "ko") for the rest of this task."""
    _language.set(language)


def language() -> str:
    """The language that is spoken now."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Generator[None, None, None]:
    """Speak `language` for a while: what stands in public is for a server, not for whoever pressed last."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def _(message: str) -> str:
    """The sentence in the language of whoever is being answered."""
    return _catalogue(_language.get()).gettext(message)


def ngettext(one: str, more: str, count: int) -> str:
    """The same for a sentence that says a number, in the form that the number needs."""
    return _catalogue(_language.get()).ngettext(one, more, count)
