"""What story text must be like: the one set of rules for packs, for what moderators save, and for imports."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal

from bot.show.episodes import Episode
from bot.show.matching.questions import kin, name_endings, words
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
    "sign": 4,
    "question": 150,
    "option": 60,
    "explanation": 200,
    "source": 300,
    "ask": 80,
}
"""Longest text of each kind, in characters: what the cards and Discord's own labels have room for."""

FEWEST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 4
"""Options of a question, the right one among them."""

_KANA: Final = re.compile("[ァ-ヶ]")
_ONE_ROLE: Final = re.compile(r"The [a-z]+")
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
    """Every name with its gate, however it is typed; where two share one, the earlier gate counts.

    Capitals, accents, hyphens and spaces make no difference, nor do an “'s” and what Korean glues to a name. Words that are
    `common` in the language of the texts are no names, unless they are written in parts.
    """

    def __init__(self, names: Iterable[tuple[str, Spoiler]], *, common: Collection[str] = ()) -> None:
        self._known: dict[tuple[str, ...], tuple[str, Episode]] = {}
        self._as_written: list[tuple[re.Pattern[str], tuple[str, Episode]]] = []
        for who, name in names:
            text = name.reveal()
            # A role word such as “class president” is no name: it may stand in any sentence.
            if text == text.lower() and text.isascii():
                continue
            if _ONE_ROLE.fullmatch(text):
                # “The principal” is somebody, “the principal reason” is not.
                pattern = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
                self._as_written.append((pattern, (who, name.revealed_in)))
                continue
            if _KANA.search(text):
                # Nothing parts words there; a name ends where the writing changes.
                pattern = re.compile(rf"(?<![ァ-ヶー・]){re.escape(text)}(?![ァ-ヶー・])")
                self._as_written.append((pattern, (who, name.revealed_in)))
                continue
            for form in _forms(words(text)):
                if len(form) == 1 and form[0] in common:
                    continue
                if form not in self._known or name.revealed_in < self._known[form][1]:
                    self._known[form] = (who, name.revealed_in)
        self._longest = max(map(len, self._known), default=0)
        self._begin = {form[0] for form in self._known}

    def mentions(self, text: str) -> Iterator[tuple[str, Episode]]:
        """Everybody named in `text`, with the gate of the name that is used there."""
        yield from (found for pattern, found in self._as_written if pattern.search(text))
        said: list[str | None] = [*words(looks(text), longest=_FAR_TOO_LONG)]
        bare = [name_endings(word) if word else [] for word in said]
        begins = [not self._begin.isdisjoint(each) for each in bare]
        if not any(begins):
            return
        # The longest first: “Lee Cheong-san's mother” names her, and not him a second time by a shorter name.
        for size in range(min(self._longest, len(said)), 0, -1):
            for start in range(len(said) - size + 1):
                run = said[start : start + size]
                if begins[start] and None not in run:
                    for last in bare[start + size - 1]:
                        found = self._known.get((*(word or "" for word in run[:-1]), last))
                        if found is not None:
                            yield found
                            said[start : start + size] = [None] * size
                            break


def _forms(name: list[str]) -> Iterator[tuple[str, ...]]:
    """A name with any of its words written as one: Ho cheol, Hocheol. “Us in” is no U-sin."""
    if not name:
        return
    for last in (name[-1], *kin(name[-1])) if len(name) > 1 else name[-1:]:
        whole = [*name[:-1], last]
        for parts in product((" ", ""), repeat=len(whole) - 1):
            yield tuple("".join(f"{word}{part}" for word, part in zip(whole, (*parts, ""), strict=True)).split())


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
    """Whether there are one to three wrong options, all different from the answer and from each other."""
    options = [answer, *wrong]
    return FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS and len({looks(each) for each in options}) == len(options)


def said_in_header(text: str, topic: str) -> bool:
    """Whether a card's header says the same: “X is played by Y.”."""
    return topic == "cast" and _PLAYED_BY.fullmatch(text) is not None
