"""Everything that is kept in memory to be quick. Each is keyed by what decides it, so nothing has to be invalidated.

Smaller ones stand beside what they speed up, as `lru_cache` or a dict of their class: names, words, glyphs, escaped text.
"""

from dataclasses import dataclass, field

from bot.caches.cards import CardCache
from bot.caches.drawn import DrawnCards
from bot.caches.members import Members
from bot.caches.pictures import Drawing, Pictures
from bot.caches.pools import Pools

__all__ = ["Caches"]


@dataclass(frozen=True, slots=True)
class Caches:
    """What one process keeps."""

    cards: CardCache = field(default_factory=CardCache)
    pools: Pools = field(default_factory=Pools)
    members: Members = field(default_factory=Members)
    drawn: DrawnCards = field(default_factory=DrawnCards)
    drawing: Drawing = field(default_factory=Drawing)
    pictures: Pictures = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pictures", Pictures(self.drawing))
