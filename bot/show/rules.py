"""What story text must be like: the one set of rules for packs, for what moderators save, and for imports."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bot.show.episodes import Episode
from bot.show.sites import host_of
from bot.show.spoilers import FORBIDDEN, Spoiler, is_blank
from bot.show.tidy import has_markup, looks, tidy

LIMITS: Final = {
    "name": 60,
    "alias": 60,
    "role": 90,
    "summary": 350,
    "fact": 130,
    "label": 40,
    "question": 150,
    "option": 60,
    "explanation": 200,
    "source": 300,
}
"""Longest text of each kind, in characters: what the cards and Discord's own labels have room for."""

_SCHEME: Final = re.compile(r"\s*<?https?:", re.IGNORECASE)
_FAR_TOO_LONG: Final = 4000  # characters

_PLAYED_BY: Final = re.compile(r"[^,;:]* is played by [^,;:]*\.?")

Rule = Literal["blank", "marks", "markup", "long", "early name", "early subject", "same options", "address"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that one text breaks. `who` is known from `known` only; the others say nothing of the store."""

    rule: Rule
    kind: str  # of text: a key of `LIMITS`
    length: int = 0
    who: str = ""
    known: Episode | None = None


class Names:
    """Every name with its gate; where two share one, the earlier gate counts."""

    def __init__(self, names: Iterable[tuple[str, Spoiler]]) -> None:
        known: dict[str, tuple[str, Episode]] = {}
        for who, name in names:
            text = name.reveal()
            # A role word such as “class president” is no name: it may stand in any sentence.
            if text == text.lower() and text.isascii():
                continue
            if text not in known or name.revealed_in < known[text][1]:
                known[text] = (who, name.revealed_in)
        # The longest first: “Lee Cheong-san's mother” names her, and not him a second time by a shorter name.
        self._names = [
            (text, re.compile(rf"(?<!\w){re.escape(text)}(?!\w)"), who, gate)
            for text, (who, gate) in sorted(known.items(), key=lambda each: -len(each[0]))
        ]

    def mentions(self, text: str) -> Iterator[tuple[str, Episode]]:
        """Everybody named in `text`, with the gate of the name that is used there."""
        rest = text
        for name, pattern, who, gate in self._names:
            if name in rest and pattern.search(rest):
                yield who, gate
                rest = pattern.sub(" ", rest)


NOBODY: Final = Names(())
"""For texts whose names are not to be checked."""


def broken_rules(text: str, kind: str, gate: Episode, names: Names) -> Iterator[Broken]:
    """Every rule that a text of this kind breaks."""
    if len(text) > LIMITS[kind]:
        yield Broken("long", kind, length=len(text))
        if len(text) > _FAR_TOO_LONG:
            return  # nobody asks what else is wrong with a book
    if text != tidy(text) or is_blank(text):
        yield Broken("blank", kind)
    if FORBIDDEN.search(text):
        yield Broken("marks", kind)
    if has_markup(text):
        yield Broken("markup", kind)
    for who, known in names.mentions(text):
        if known > gate:
            yield Broken("early name", kind, who=who, known=known)


def broken_source(source: str) -> Iterator[Broken]:
    """Every rule that a source breaks: an address, or the name of a site, a book or a video."""
    if is_blank(source):
        yield Broken("blank", "source")
    address = host_of(source) is not None
    # An address is never printed; a name is.
    if FORBIDDEN.search(source) and not address:
        yield Broken("marks", "source")
    if len(source) > LIMITS["source"]:
        yield Broken("long", "source", length=len(source))
    if _SCHEME.match(source) and not address:
        yield Broken("address", "source")


def options_differ(answer: str, wrong: Iterable[str]) -> bool:
    """Whether there are three wrong options, all different from the answer and from each other."""
    options = [answer, *wrong]
    return len(options) == len({looks(each) for each in options}) == 4


def said_in_header(text: str, topic: str) -> bool:
    """Whether a card's header says the same: “X is played by Y.”."""
    return topic == "cast" and _PLAYED_BY.fullmatch(text) is not None
