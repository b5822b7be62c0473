"""Everything that has to be translated: the sentences of the program, and the words of its commands."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.command_words import CommandWords
from bot.locale import CATALOGUES, NAMES
from bot.paths import ROOT

LOCALES: Final = {"pt": "pt_BR"}
"""What Babel calls a language, where that is not our name for it."""


def template(bot: Any) -> Catalog:
    """A catalogue with no translations, of a bot that is logged in."""
    found = Catalog(charset="utf-8", header_comment="")
    for path in _modules():
        for sentence in _sentences(path):
            found.add(sentence, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    translator = bot.tree.translator
    assert isinstance(translator, CommandWords)
    for context, message in translator.asked:
        if message not in NAMES.values():  # what a language calls itself is the same in all
            found.add(message, context=context)
    return found


def _modules() -> list[Path]:
    """The files of the program, those of a folder before what is in its folders."""
    paths = [path for folder in ("bot", "cogs") for path in (ROOT / folder).rglob("*.py")]
    return sorted(paths, key=lambda path: (path.parent.parts, path.name))


def _sentences(path: Path) -> Iterator[str | tuple[str, str]]:
    """What a file hands to `_()` and `ngettext()`, in its order; Babel's own reader finds nothing inside of f-strings."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        called = call.func.id if isinstance(call.func, ast.Name) else ""
        texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if called == "_" and texts:
            yield texts[0]
        elif called == "ngettext" and len(texts) == 2:
            yield texts[0], texts[1]


# Where a sentence stands, by what is called with it: which of its arguments, and how many characters fit there.
_PLACES: Final = {
    "button": (slice(None), 34),
    "select": (slice(1, 2), 34),
    "Form": (slice(1, 2), 40),
    "add_text": (slice(1, 2), 40),
    "add_select": (slice(1, 2), 40),
    "add_files": (slice(1, 2), 40),
    "option": (slice(0, 1), 80),
}
_HINT: Final = 100


def room() -> dict[str, int]:
    """How many characters fit where a sentence stands: on a button, in a menu, as the title, a label or a hint of a form."""
    found: dict[str, int] = {}

    def stands(node: ast.AST, fits: int) -> None:
        for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}:
                sentence = next((each.value for each in call.args if isinstance(each, ast.Constant)), None)
                if isinstance(sentence, str):
                    found[sentence] = min(fits, found.get(sentence, fits))

    for call in (each for path in _modules() for each in ast.walk(ast.parse(path.read_text("utf-8")))):
        if isinstance(call, ast.Call):
            called = getattr(call.func, "id", getattr(call.func, "attr", ""))
            which, fits = _PLACES.get("button" if called.endswith("_button") else called, (slice(0), 0))
            for each in call.args[which]:
                stands(each, fits)
            for hint in (each.value for each in call.keywords if each.arg == "hint"):
                stands(hint, _HINT)
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
