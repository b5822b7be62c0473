"""Cards that were made before: what decides one, and that one which was made while the facts changed is not kept."""

from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar

from bot.caches.cards import CachedCard
from bot.client import Interaction
from bot.language import language

NothingT = TypeVar("NothingT", bound=None)
"""What `make` may give instead of a card: nothing, unless it always gives one."""


async def kept_card(
    interaction: Interaction, key: tuple[Hashable, ...], make: Callable[[], Awaitable[CachedCard | NothingT]]
) -> CachedCard | NothingT:
    """The card that was made before, or a new one.

    `key` names all that `make` takes beside the facts, of which the edition decides, and the language.
    """
    bot = interaction.client
    cache, before = bot.caches.cards, await bot.last_visit(interaction)
    key = (*key, before.edition, language())
    found = cache.card(key)
    if found is not None:
        return found
    async with cache.making(key):
        found = cache.card(key)
        if found is not None:
            return found
        made = await make()
        # The pack's facts change only by an import, which forgets what was read: what is left is the server's own.
        layer = before.layer
        is_same = layer is None or await bot.store.viewers.edition(layer) == before.edition[1]
        if isinstance(made, CachedCard) and is_same:
            cache.keep(key, made)
        return made
