"""Cards that were made before. The same scope of the same edition of the facts is the same card, byte for byte.

Making one reads some ninety facts and builds thirty objects; `make bench` asked for this.
"""

import asyncio
from collections.abc import AsyncGenerator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, cast

from discord import ui

MOST: Final = 512
"""Cards that are kept; a card takes some 10 KiB."""

ANYBODY: Final = 1
"""Stands in a card for whoever asks for it: an id that no member has."""

_ANYBODY: Final = f":{ANYBODY}"


class _Ready(ui.LayoutView):
    """A view that is sent as it was made once; nothing waits for it, as for no view of this bot."""

    def __init__(self, components: list[dict[str, Any]]) -> None:
        super().__init__(timeout=None)
        self.stop()
        self._components = components

    def has_components_v2(self) -> bool:
        return True

    def to_components(self) -> list[dict[str, Any]]:
        return self._components


@dataclass(frozen=True, slots=True)
class CachedCard:
    """A card as it is sent, and whether it holds tags."""

    components: list[dict[str, Any]]
    tagged: bool = False

    @classmethod
    def of(cls, view: ui.LayoutView, *, tagged: bool = False) -> "CachedCard":
        """What `view` sends; where it was made for `ANYBODY`, whoever asks takes their place."""
        return cls(view.to_components(), tagged)

    def view(self, asker: int = 0) -> ui.LayoutView:
        """The card for one who asks. An asker's id ends the `custom_id` of every control that knows one."""
        return _Ready([_asked_by(each, f":{asker}") for each in self.components] if asker else self.components)


def _asked_by(component: dict[str, Any], asker: str) -> dict[str, Any]:
    if "components" in component:
        return {**component, "components": [_asked_by(each, asker) for each in component["components"]]}
    custom_id: str = component.get("custom_id", "")
    if not custom_id.endswith(_ANYBODY):
        return component
    return {**component, "custom_id": custom_id.removesuffix(_ANYBODY) + asker}


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
        self._cards: dict[Hashable, CachedCard] = {}
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
        return self._cards.get(key)

    def keep(self, key: Hashable, card: CachedCard) -> None:
        """Keep a card, and let the oldest go."""
        if len(self._cards) >= MOST:
            del self._cards[next(iter(self._cards))]
        self._cards[key] = card

    def forget(self) -> None:
        """Make every card anew: what stands on all of them changed, which no key names."""
        self._cards.clear()
