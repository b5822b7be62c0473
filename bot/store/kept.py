"""What was read of the pack is kept: it changes only by an import, which forgets all of it.

A key holds how far was read. So nothing is kept that a reader of the same key could not have read from the database.
"""

from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


class Kept(Generic[KeyT, ValueT]):
    """The values that were read last, of `most` together; `size` says how many a value counts for."""

    def __init__(self, most: int, size: Callable[[ValueT], int] = lambda _: 1) -> None:
        self._most = most
        self._measure = size
        self._values: dict[KeyT, tuple[ValueT, int]] = {}  # what was used longest ago comes first
        self._size = 0
        self._imports = 0

    async def get(self, key: KeyT, read: Callable[[], Awaitable[ValueT]]) -> ValueT:
        """What is kept for this key, or else what is read now."""
        found = self._values.pop(key, None)
        if found is not None:
            self._values[key] = found
            return found[0]
        before = self._imports
        value = await read()
        if before == self._imports and key not in self._values:
            self._keep(key, value)
        return value

    def forget(self) -> None:
        """Read everything anew from now on; what is being read at this moment is not kept."""
        self._values.clear()
        self._size = 0
        self._imports += 1

    def _keep(self, key: KeyT, value: ValueT) -> None:
        size = max(1, self._measure(value))
        if size > self._most // 4:
            return
        self._values[key] = value, size
        self._size += size
        while self._size > self._most:
            self._size -= self._values.pop(next(iter(self._values)))[1]
