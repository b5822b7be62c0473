"""A show as a whole: its episodes in their order, and which of them somebody means."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from bot.show.episodes import PREMISE, Episode
from bot.show.matching.pasted import unwrapped
from bot.show.sites import Sites
from bot.show.translations import translated

PREMISE_WORDS = {"premise", "nothing", "nothing yet", "none", "0"}
"""What people type for PREMISE."""


# What people type: S1E4, s01e04, 1x04, season 1 episode 4, e4, ep. 4, episode 4, 4. A picked choice begins the same way.
_TYPED = re.compile(
    r"(?:(?:season|s)\s*(?P<season>\d{1,3})(?!\d)[\s,.:x-]*|(?P<cross>\d{1,3})\s*x\s*)?"
    r"(?:episode|epi|ep|e)?[\s.#]*(?P<number>\d{1,3})\b",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Show:
    """A show as the whole program knows it: its id, title, the episodes there are, in order, and the sites it was read at."""

    id: int
    slug: str
    title: str
    episodes: tuple[Episode, ...]
    sites: Sites = field(default_factory=Sites, compare=False)

    @property
    def name(self) -> str:
        """Its title in the language that is spoken now, found by its slug: as the name of something else it is the English one."""
        found = translated(self.slug)
        return self.title if found == self.slug else found

    @property
    def last(self) -> Episode:
        """The last episode there is."""
        return self.episodes[-1]

    def episode(self, typed: str) -> Episode | None:
        """The episode that somebody typed or picked, or None where there is no such one."""
        match = _TYPED.match(unicodedata.normalize("NFKC", unwrapped(typed)).strip())
        if match is None:
            return None
        season, number = match["season"] or match["cross"], int(match["number"])
        found = (e for e in self.episodes if e.number == number and (season is None or e.season == int(season)))
        return next(found, None)

    def gate(self, written: str) -> Episode | None:
        """The gate that a row of a file names; all that stands there counts, since a gate too early would spoil."""
        words = " ".join(unicodedata.normalize("NFKC", written).split())
        if words.lower() in PREMISE_WORDS:
            return PREMISE
        match = _TYPED.fullmatch(words)
        if match is None or (
            (match["season"] or match["cross"]) is None and self.episodes[0].season != self.last.season
        ):
            return None
        return self.episode(words)

    def between(self, after: Episode, through: Episode) -> list[Episode]:
        """Every episode later than `after`, up to and with `through`."""
        return list(self.episodes[bisect_right(self.episodes, after) : bisect_right(self.episodes, through)])

    def skips(self, before: Episode, episode: Episode) -> bool:
        """Whether somebody who said `before` would skip others on the way to this one."""
        return len(self.between(before, episode)) > 1

    def known(self, gate: Episode) -> bool:
        """Whether `gate` is PREMISE or an episode of this show."""
        return gate == PREMISE or gate in self.episodes
