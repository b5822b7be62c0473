"""Episode, PREMISE, Scope: where in the show somebody is, and what one reply may show."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

from bot.errors import OlderVersionError

_SEASON = 1000  # a season has fewer episodes than this, so one integer orders them all


class _Position(NamedTuple):
    season: int
    number: int


class Episode(_Position):
    """A position in the show, totally ordered; as a gate: safe for whoever has *finished* it.

    A tuple, since a card compares some hundred gates, and SQLite's numbers become episodes for each fact that is read.
    """

    __slots__ = ()

    def __new__(cls, season: int, number: int) -> Self:
        """Check that there can be such a position."""
        if not (0 <= season < _SEASON and 0 <= number < _SEASON):
            raise ValueError(f"no such position: {season}, {number}")
        return super().__new__(cls, season, number)

    def __str__(self) -> str:
        return f"S{self.season}E{self.number}"

    @property
    def ordinal(self) -> int:
        """One integer with the same order, as the database and `custom_id`s hold it: S1E4 is 1004."""
        return self.season * _SEASON + self.number

    @staticmethod
    @lru_cache(maxsize=4096)
    def from_ordinal(ordinal: int) -> "Episode":
        """The episode that `ordinal` stands for.

        Raises:
            OlderVersionError: it stands for none, so whatever holds it was not made by this version.
        """
        if not 0 <= ordinal < _SEASON**2:
            raise OlderVersionError
        return Episode(*divmod(ordinal, _SEASON))


def episode_named(named: tuple[int | None, int], through: Episode) -> Episode:
    """The episode with this season and number; where no season is named, of the one that somebody is in who is `through`."""
    return Episode(named[0] or max(through.season, 1), named[1])


PREMISE = Episode(0, 0)
"""What the poster and the trailer tell: safe for everyone."""

EVERYTHING = Episode(_SEASON - 1, _SEASON - 1)
"""A ceiling above every episode there will ever be."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What one reply may show: `<= clear` plain, `<= tagged` behind a spoiler tag, later things not at all."""

    clear: Episode
    tagged: Episode

    def __post_init__(self) -> None:
        if self.clear > self.tagged:
            raise ValueError("what is clear goes beyond what is tagged")

    def tagging(self, through: Episode) -> "Scope":
        """The same with nothing behind tags that is later than `through`."""
        return Scope(self.clear, max(self.clear, min(self.tagged, through)))

    @classmethod
    def through(cls, episode: Episode) -> "Scope":
        """Everything through `episode` in the clear, nothing behind tags."""
        return cls(episode, episode)
