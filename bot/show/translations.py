"""Story texts in other languages, found by their English. What nobody translated, and what a server wrote, stays as it is."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bot.language import language

Translations: TypeAlias = Mapping[str, Mapping[str, str]]
"""By language, the text for each English one."""

_known: dict[str, dict[str, str]] = {}


def learn(translations: Translations) -> None:
    """Know these from now on, beside those that are known."""
    for spoken, texts in translations.items():
        _known.setdefault(spoken, {}).update(texts)


Made: TypeAlias = Callable[[str, Callable[[str], str]], str | None]
"""What says a sentence that was made in English of story texts, given how those are said; None for all others."""

_made: list[Made] = []


def say_also(made: Made) -> None:
    """Ask this as well, for what no pack translates."""
    if made not in _made:
        _made.append(made)


def translated(english: str) -> str:
    """A story text in the language that is spoken now."""
    known = _known.get(language())
    if not known:
        return english
    found = known.get(english)
    if found is None:
        # An option is a fact without its full stop.
        whole = known.get(f"{english}.")
        found = (
            whole.rstrip(".。") if whole else next(filter(None, (each(english, translated) for each in _made)), english)
        )
    return found
