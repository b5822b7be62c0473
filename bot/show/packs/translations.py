"""translations/<language>/*.toml: the story in other languages, each text with the hash of the English that it was made from."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from bot.locale import NAMES
from bot.show.episodes import PREMISE
from bot.show.facts import Pack
from bot.show.packs.fact_files import asks_of
from bot.show.packs.reader import Damaged, Entry, PackReader
from bot.show.spoilers import Spoiler

_KATAKANA: Final = re.compile("[ァ-ヶー・]+")  # a name, and no word of the language
_HANGUL: Final = re.compile("[가-힣]{3}")  # a family name and a given one
_ROOM: Final = 1.5
"""How much longer than its English's limit a text may be, where no button holds it."""


@dataclass(frozen=True, slots=True)
class _Original:
    """One entry in English: its texts by the key under which a translation of each stands, and what kind they are."""

    texts: Mapping[str, tuple[str, Spoiler]]
    asked: bool = False  # whether it says how viewers ask for it

    @property
    def hash(self) -> str:
        """What an entry says that was made from it."""
        said = "|".join(text.reveal() for _, text in self.texts.values())
        return hashlib.sha256(said.encode()).hexdigest()[:12]


@dataclass(slots=True)
class TranslatedPack:
    """What is translated, by language; `asks` by the slug of the fact, `names` (all spellings) by that of whom they mean.

    `stale` names entries whose English has changed since.
    """

    names: dict[str, dict[str, tuple[Spoiler, ...]]] = field(default_factory=dict[str, dict[str, tuple[Spoiler, ...]]])
    texts: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    asks: dict[str, dict[str, tuple[Spoiler, ...]]] = field(default_factory=dict[str, dict[str, tuple[Spoiler, ...]]])
    stale: list[str] = field(default_factory=list[str])


def read_translations(reader: PackReader, pack: Pack) -> TranslatedPack:
    """What the folder of translations holds, checked."""
    folder, told = reader.folder / "translations", TranslatedPack()
    files = _originals(pack)
    for language in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not language.is_dir():
            continue
        if language.name not in NAMES or language.name == "en":
            reader.where = f"translations/{language.name}"
            reader.problem("is no language that is spoken here")
            continue
        names = _read_names(reader, language / "names.toml", pack, told)
        reader.learn_names(pack.characters, language.name, names)
        for name, originals in files.items():
            path = language / f"{name}.toml"
            if path.is_file():
                _read(reader, path, originals, told)
    return told


def coverage(pack: Pack) -> Iterator[str]:
    """How much of each language there is, of everything that is told."""
    files = _originals(pack)
    every = sum(map(len, files.values()))
    for language, texts in pack.translations.items():
        told = {
            name: sum(all(text.reveal() in texts for _, text in each.texts.values()) for each in originals.values())
            for name, originals in files.items()
        }
        counts = ", ".join(f"{count} {name}" for name, count in told.items())
        asked = sum(map(bool, pack.asks.get(language, {}).values()))
        yield f"{language}: {sum(told.values()) * 100 // max(every, 1)} % ({counts}; {asked} facts with ways to ask)"


def _read_names(reader: PackReader, path: Path, pack: Pack, told: TranslatedPack) -> list[tuple[str, Spoiler]]:
    """Names as this language writes them, and what else people type; gives those that no text may hold too early."""
    texts, names = told.texts.setdefault(path.parent.name, {}), told.names.setdefault(path.parent.name, {})
    whole = {each.slug: each.name for each in (*pack.characters, *pack.subjects)}
    others = {"title": pack.slug, **{f"group:{each}": each for each in pack.groups}}
    people = {each.slug for each in pack.characters}
    proper: list[tuple[str, Spoiler]] = []
    for key, entry in (reader.read_file(path) if path.is_file() else {}).items():
        reader.where = f"translations/{path.parent.name}/names.toml, “{key}”"
        if key in others and isinstance(entry, dict) and entry.keys() == {"name"} and isinstance(entry["name"], str):
            texts[others[key]] = reader.story(entry["name"], "name", PREMISE).reveal()
            continue
        if key not in whole or not isinstance(entry, dict) or entry.keys() - {"name", "also"}:
            reader.problem("is no table with “name” and “also” for anybody or anything of this pack")
            continue
        with suppress(Damaged):
            said = cast("Entry", entry)
            shown = [reader.of(str, said, "name")] if "name" in said else []
            names[key] = tuple(
                reader.named(each, "name", whole[key].revealed_in)
                for each in (*shown, *reader.entries_of(said, "also"))
            )
            texts.update((whole[key].reveal(), each) for each in shown)
            if shown and key in people and (given := _given(whole[key].reveal(), shown[0])):
                texts.setdefault(*given)
            proper += [(key, each) for each in names[key] if key in people and _KATAKANA.fullmatch(each.reveal())]
    return proper


def _given(english: str, shown: str) -> tuple[str, str] | None:
    """A given name in English and as the language writes it, where the family name stands before it in both."""
    family, _space, given = english.partition(" ")
    parts = shown.split("・") if "・" in shown else [shown[:1], shown[1:]] if _HANGUL.fullmatch(shown) else []
    whole = " " not in given and "'" not in family and len(parts) == 2
    return (given, parts[1]) if given and whole else None


def _read(reader: PackReader, path: Path, originals: Mapping[str, _Original], told: TranslatedPack) -> None:
    file, name, language = reader.read_file(path), reader.where, path.parent.name
    texts, asks = told.texts.setdefault(language, {}), told.asks.setdefault(language, {})
    for key, entry in file.items():
        reader.where = f"{name}, “{key}”"
        original = originals.get(key)
        if original is None or not isinstance(entry, dict):
            reader.problem("is no entry of this pack" if original is None else "must be a table")
            continue
        said = cast("dict[str, Any]", entry)
        parts = [*original.texts, *(("asks",) if original.asked else ())]
        if said.keys() - {"of", *parts}:
            reader.problem(f"holds only “of” and {', '.join(parts)}")
        if said.get("of") != original.hash:
            told.stale.append(reader.where)
            continue
        for part, (kind, english) in original.texts.items():
            text = said.get(part)
            if not isinstance(text, str):
                reader.problem(f"“{part}” is missing")
                continue
            reader.story(text, kind, english.revealed_in, room=1 if kind in {"option", "label"} else _ROOM)
            if texts.setdefault(english.reveal(), text) != text:
                reader.problem(f"“{part}” stands elsewhere in other words, and its English is the same")
        if original.asked:
            with suppress(Damaged):
                asks[key] = asks_of(reader, said, original.texts["text"][1].revealed_in)


def _originals(pack: Pack) -> dict[str, dict[str, _Original]]:
    """Everything there is to translate: by file and key."""
    return {
        "facts": {each.slug: _Original({"text": ("fact", each.text)}, asked=True) for each in pack.facts},
        "roles": {
            f"{each.slug} {role.revealed_in}": _Original({"text": ("role", role)})
            for each in pack.characters
            for role in each.roles
        },
        "episodes": {str(each.episode): _Original({"text": ("summary", each.summary)}) for each in pack.episodes},
        "relationships": {
            f"{each.a}|{each.b}|{each.label.reveal()}": _Original(
                {"text": ("label", each.label)} | ({"back": ("label", each.label_back)} if each.label_back else {})
            )
            for each in pack.relationships
        },
        "questions": {
            each.slug: _Original(
                {"text": ("question", each.text), "answer": ("option", each.answer)}
                | {f"wrong_{number}": ("option", wrong) for number, wrong in enumerate(each.wrong, 1)}
                | {"explanation": ("explanation", each.explanation)}
            )
            for each in pack.questions
        },
    }
