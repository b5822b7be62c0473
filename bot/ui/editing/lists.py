"""Lists of facts and questions as a server has them."""

from typing import Final

from bot.client import Interaction
from bot.show.spoilers import plain
from bot.ui.editing.access import desk_of, require_editor, subjects_meant
from bot.ui.editing.cards import ITEMS, list_card
from bot.ui.editing.choices import picked
from bot.ui.editing.controls import open_item
from bot.ui.editing.ids import ListPage, OpenListedId, Target, TurnListId
from bot.ui.editing.words import unknown_words
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.replies import reply, say


async def show_list(interaction: Interaction, guild_id: int, which: ListPage, about: str | None = None) -> None:
    """Answer with a page of a list; `about` is whom or what was typed or picked."""
    bot, desk = interaction.client, await desk_of(interaction)
    if about is not None:
        labels = {plain(name.label(desk.scope), 100): each for each, name in desk.subjects.items()}
        subject = labels.get(about.strip(), picked(about))
        if subject not in desk.subjects:
            meant, unknown = await subjects_meant(bot, about, desk.scope)
            if unknown or not meant:
                await say(interaction, unknown_words(about, desk.scope.clear))
                return
            subject = meant[0]
        which = which._replace(about=subject)
    if which.missed:
        found = await bot.store.edits.missed(
            bot.show.id,
            guild_id,
            desk.scope.clear,
            changed_here=which.changed_here,
            limit=ITEMS + 1,
            offset=(which.page - 1) * ITEMS,
        )
        await reply(interaction, list_card([item for item, _ in found], which, desk, [how for _, how in found]))
        return
    items = await bot.store.edits.items(
        bot.show.id,
        guild_id,
        which.kind,
        about=which.about or None,
        changed_here=which.changed_here,
        through=desk.scope.clear,
        limit=ITEMS + 1,
        offset=(which.page - 1) * ITEMS,
    )
    await reply(interaction, list_card(items, which, desk))


async def turn_list(interaction: Interaction, pressed: TurnListId) -> None:
    """Turn the page in place."""
    guild_id = await require_editor(interaction)
    missed = True if pressed.missed else None
    which = ListPage(pressed.kind, pressed.changed_here, pressed.about, max(1, pressed.page), missed)
    await show_list(interaction, guild_id, which)


async def open_listed(interaction: Interaction, pressed: OpenListedId) -> None:
    """Show the history of one of the list, from which everything else is a tap away."""
    guild_id = await require_editor(interaction)
    await open_item(interaction, guild_id, "history", Target(pressed.kind, int(chosen_value(interaction))))


HANDLERS: Final[Handlers] = {TurnListId: turn_list, OpenListedId: open_listed}
