"""How cards that stand in channels look, so that a sweep edits only those that have changed."""

from typing import Final

MOST: Final = 5_000
"""Cards that are remembered; one that is not is edited once more."""


class DrawnCards:
    """A hash of what each card shows, by the id of what it is about."""

    def __init__(self) -> None:
        self._shown: dict[int, int] = {}  # the oldest first

    def get(self, key: int) -> int | None:
        """What it shows, where that is known."""
        return self._shown.get(key)

    def set(self, key: int, shown: int) -> None:
        """It shows this now."""
        self._shown.pop(key, None)
        self._shown[key] = shown
        if len(self._shown) > MOST:
            del self._shown[next(iter(self._shown))]
