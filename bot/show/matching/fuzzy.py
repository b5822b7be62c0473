"""Finds texts by their beginning, and with a few slips in them."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA

_LONG = 12  # letters; above it there are too many ways to leave letters out, and few enough texts to measure them all
_T = TypeVar("_T")


class FuzzyIndex(Generic[_T]):
    """Entries under texts.

    Beginnings are found by bisection. Slips are found by deletion neighbourhoods, what two texts leave when letters are
    taken from both: a few dozen look-ups, where measuring distances would run over all texts.
    """

    def __init__(self) -> None:
        self.entries: dict[str, list[_T]] = {}
        self._ordered: list[str] = []
        self._left: dict[str, list[str]] = {}
        self._by_length: list[str] = []

    def add(self, text: str, entry: _T) -> None:
        """Put an entry under a text."""
        if text:
            self.entries.setdefault(text, []).append(entry)

    def finish(self) -> None:
        """Make it ready to be searched, once all is added."""
        self._ordered = sorted(self.entries)
        self._by_length = sorted(self._ordered, key=len)
        for text in self._ordered:
            for left in _without(text, _slips(text)) if len(text) <= _LONG + 1 else ():
                self._left.setdefault(left, []).append(text)

    def beginning(self, text: str) -> Iterator[str]:
        """The texts that begin with `text`."""
        start = bisect_left(self._ordered, text)
        return takewhile(lambda whole: whole.startswith(text), islice(self._ordered, start, None))

    def near(self, text: str) -> Iterator[tuple[str, int]]:
        """The texts that differ by few slips, and by how many."""
        slips = _slips(text)
        if len(text) <= _LONG:
            close = {whole for left in _without(text, slips) for whole in self._left.get(left, ())}
        else:
            slips = len(text) // 4
            first, last = (
                bisect_left(self._by_length, size, key=len) for size in (len(text) - slips, len(text) + slips + 1)
            )
            close = self._by_length[first:last]
        distances = ((whole, OSA.distance(text, whole, score_cutoff=slips)) for whole in close)
        return ((whole, distance) for whole, distance in distances if distance <= slips)


def _slips(text: str) -> int:
    """How many letters may be wrong: none in a very short text, two in one of 5 to 10 letters, else one."""
    return (len(text) >= 3) + (5 <= len(text) <= 10)


def _without(text: str, letters: int) -> set[str]:
    """The text, and what is left of it when up to so many letters are taken away."""
    found = left = {text}
    for _ in range(letters):
        left = {rest[:at] + rest[at + 1 :] for rest in left for at in range(len(rest))}
        found = found | left
    return found
