"""Cards that were made before. The same scope of the same edition of the facts is the same card, byte for byte."""

import asyncio
from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, cast

import orjson
from discord import ui

KEPT: Final = 8 * 2**20
"""Bytes of cards that are kept, as they are sent; a card takes some 2.5 KB, and its key some 500 bytes that are counted."""

_KEY: Final = 500

ANYBODY: Final = 2**63 - 1
"""Stands in a card for whoever asks for it: an id that no member has."""

PROMISE: Final = "\x7f"
"""Stands in a card for what its footer promises where it is shown: a control character that no text here may hold, and that
JSON writes as it is."""

# An asker's id ends the `custom_id` of every control that knows one.
_ANYBODY, _PROMISE = b':%d"' % ANYBODY, PROMISE.encode()


class _Ready(ui.LayoutView):
    """A view that is sent as it was made once; nothing waits for it, as for no view of this bot.

    Nothing of discord.py's is set up for it either: that costs a tenth of what the whole card costs from here.
    """

    def __init__(self, components: list[dict[str, Any]]) -> None:
        self._components = components

    @property
    def timeout(self) -> float | None:  # pyright: ignore[reportIncompatibleMethodOverride, reportIncompatibleVariableOverride]  nobody sets it
        return None

    def is_finished(self) -> bool:
        return True

    def is_dispatchable(self) -> bool:
        return False

    def has_components_v2(self) -> bool:
        return True

    def to_components(self) -> list[dict[str, Any]]:
        return self._components


class WrittenCard(_Ready):
    """The same, written down already."""

    def __init__(self, written: bytes) -> None:
        self._written = written

    def to_components(self) -> list[dict[str, Any]]:
        return orjson.loads(self._written)

    def as_sent(self) -> ui.LayoutView:
        """For what sends it as JSON at once: the bytes as they are. To read and to write a card is a twentieth of its answer."""
        written: Any = orjson.Fragment(self._written)
        return _Ready(written)


@dataclass(frozen=True, slots=True)
class CachedCard:
    """A card as it is sent, in JSON, and whether it holds tags."""

    components: bytes
    tagged: bool = False

    @classmethod
    def of(cls, view: ui.LayoutView) -> "CachedCard":
        """What `view` sends to the one whom it was made for."""
        return cls(orjson.dumps(view.to_components()))

    @classmethod
    def for_anybody(cls, view: ui.LayoutView, *, tagged: bool = False) -> "CachedCard":
        """What `view` sends, which was made for `ANYBODY`, with `PROMISE`: whoever asks where takes their place."""
        return cls(orjson.dumps(view.to_components()), tagged)

    def view(self, asker: int = 0, promise: str = "") -> WrittenCard:
        """The card, for one who asks where it was made for anybody."""
        written = self.components
        if asker:
            said = orjson.dumps(promise)[1:-1]
            written = written.replace(_PROMISE, said).replace(_ANYBODY, b':%d"' % asker)
        return WrittenCard(written)


def ready(components: list[dict[str, Any]]) -> ui.LayoutView:
    """A card of components that were made already."""
    return _Ready(components)


def without_emoji(view: ui.LayoutView) -> ui.LayoutView:
    """The same card with no emoji in its buttons and menus."""
    return _Ready([_bare(each) for each in view.to_components()])


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in cast("dict[str, Any]", value).items() if key != "emoji"}
    return [_bare(each) for each in cast("list[Any]", value)] if isinstance(value, list) else value


class CardCache:
    """The cards that were made last.

    Nothing has to be invalidated: a key names everything that its card was made from, so what changes gets another key.
    """

    def __init__(self) -> None:
        self._cards: dict[Hashable, CachedCard] = {}  # what was asked for longest ago comes first
        self._size = 0
        self._making: dict[Hashable, tuple[asyncio.Lock, int]] = {}  # with how many are there

    @asynccontextmanager
    async def making(self, key: Hashable) -> AsyncGenerator[None, None]:
        """One at a time makes the card of a key: who comes meanwhile waits, and looks again."""
        lock, waiting = self._making.get(key, (asyncio.Lock(), 0))
        self._making[key] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._making[key]
            if waiting == 1:
                del self._making[key]
            else:
                self._making[key] = lock, waiting - 1

    def card(self, key: Hashable) -> CachedCard | None:
        """The one that was made for this key."""
        card = self._cards.pop(key, None)
        if card is not None:
            self._cards[key] = card
        return card

    def keep(self, key: Hashable, card: CachedCard) -> None:
        """Keep a card, and let go those that nobody has asked for the longest."""
        self._drop(key)
        self._cards[key] = card
        self._size += len(card.components) + _KEY
        while self._size > KEPT:
            self._drop(next(iter(self._cards)))

    def _drop(self, key: Hashable) -> None:
        card = self._cards.pop(key, None)
        if card is not None:
            self._size -= len(card.components) + _KEY

    def forget(self) -> None:
        """Make every card anew: what stands on all of them changed, which no key names."""
        self._cards.clear()
        self._size = 0
