"""Story texts in other languages, found by their English. What nobody translated, and what a server wrote, stays as it is."""

from collections.abc import Mapping
from typing import TypeAlias

from bot.language import language

Translations: TypeAlias = Mapping[str, Mapping[str, str]]
"""By language, the text for each English one."""

_known: dict[str, dict[str, str]] = {}


def learn(translations: Translations) -> None:
    """Know these from now on, beside those that are known."""
    for spoken, texts in translations.items():
        _known.setdefault(spoken, {}).update(texts)


def translated(english: str) -> str:
    """A story text in the language that is spoken now."""
    return _known.get(language(), {}).get(english, english)
