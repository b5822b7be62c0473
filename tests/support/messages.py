"""Everything that has to be translated: the sentences of the program, and the words of its commands."""

from collections.abc import Sequence
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.command_words import CommandWords
from bot.locale import CATALOGUES, NAMES
from bot.paths import ROOT

LOCALES: Final = {"pt": "pt_BR"}
"""What Babel calls a language, where that is not our name for it."""


def template(bot: Any) -> Catalog:
    """A catalogue with no translations, of a bot that is logged in."""
    found = Catalog(charset="utf-8", header_comment="")
    for folder in ("bot", "cogs"):
        for path, _line, message, comments, context in extract_from_dir(
            ROOT / folder,
            [("**.py", "python")],
            keywords={"_": None, "ngettext": (1, 2)},
            comment_tags=("Translators:",),
        ):
            found.add(message, locations=[(f"{folder}/{path}", 0)], auto_comments=comments, context=context)
    translator = bot.tree.translator
    assert isinstance(translator, CommandWords)
    for context, message in translator.asked:
        found.add(message, context=context)
    return found


def catalogue_of(language: str) -> Catalog:
    """What is translated into a language so far."""
    path, locale = CATALOGUES / f"{language}.po", LOCALES.get(language, language)
    if not path.exists():
        header = f"# {NAMES[language]}: nobody who grew up with it has read this yet. docs/translating.md says how to correct it."
        return Catalog(
            locale=locale, charset="utf-8", header_comment=header, project="Hyosan", version="1", fuzzy=False
        )
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def forms(strings: str | Sequence[str] | None) -> tuple[str, ...]:
    """The forms of a sentence: one, or one for each kind of number."""
    return (strings,) if isinstance(strings, str) else tuple(strings or ())


def missing(catalogue: Catalog) -> list[Message]:
    """What is not translated, or was before its English changed."""
    return [each for each in catalogue if each.id and (each.fuzzy or not all(forms(each.string)) or not each.string)]
