"""Languages: what members read goes through `_()`, which answers in the language that is spoken at the moment.

Private replies speak the member's language, public ones the server's (`server_language` in bot/client.py).
"""

import gettext
import hashlib
import io
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final, Literal

from babel.dates import format_skeleton, get_month_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.language import language
from bot.paths import DATA

CATALOGUES: Final = DATA / "locale"
"""A catalogue a language, `ko.po`; read as they are, so that a translator needs no build step."""

NAMES: Final = {
    "en": "English",
    "es": "Español",
    "pt": "Português (Brasil)",
    "id": "Bahasa Indonesia",
    "ja": "日本語",
    "ko": "한국어",
}
"""The languages that this fandom speaks most, and what each calls itself."""

LANGUAGES: Final = {each: name for each, name in NAMES.items() if each == "en" or (CATALOGUES / f"{each}.po").exists()}
"""Those that have a catalogue."""

_BABEL: Final = {"en": "en_GB", "pt": "pt_BR"}  # whose way to write dates and lists; others as they are called


def spoken(locale: str) -> str:
    """Which of our languages speaks to somebody with this locale of Discord's, such as "es-419" or "en-US"; else English."""
    language = locale.partition("-")[0]
    return language if language in LANGUAGES else "en"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The sentences of one of our languages; what it lacks is said in English."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return gettext.NullTranslations()
    written, compiled = io.BytesIO(path.read_bytes()), io.BytesIO()
    write_mo(compiled, read_po(written, locale=_BABEL.get(language, language)))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """The sentence in the language that is spoken."""
    return catalogue(language()).gettext(message)


def ngettext(one: str, more: str, count: int) -> str:
    """The same for a sentence that says a number, in the form that the number needs."""
    return catalogue(language()).ngettext(one, more, count)


def catalogues_hash() -> str:
    """A hash of every catalogue, so that whatever was made with them is known to be so."""
    files = (CATALOGUES / f"{each}.po" for each in NAMES)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes() if path.exists() else b"-")
    return digest.hexdigest()


def day_words(day: date, skeleton: str = "yMMMMd") -> str:
    """A day as it is written: "28 January 2022"; `skeleton` names other parts, such as "MMMMd" or "EEEEMMMMd"."""
    return format_skeleton(skeleton, day, locale=_babel())


def month_words(month: int) -> str:
    """A month by its number: "February"."""
    return get_month_names(locale=_babel())[month]


def sentences(*said: str) -> str:
    """Sentences one after the other: with a space between two, but for languages whose full stop has its own room."""
    return " ".join(said).replace("。 ", "。")


def listed(items: Sequence[str], *, style: Literal["standard", "or"] = "standard") -> str:
    """Things in a row: "a, b and c"; with the style "or": "a, b or c"."""
    return format_list(items, style=style, locale=_babel())


def _babel() -> str:
    spoken_now = language()
    return _BABEL.get(spoken_now, spoken_now)
