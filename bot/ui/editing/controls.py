"""How editors open a fact or a question, hide it and show it again, read its history and undo."""

from dataclasses import replace
from typing import Final

from bot.client import Interaction
from bot.locale import _
from bot.show.edits import Change
from bot.show.spoilers import plain
from bot.ui.editing import cards
from bot.ui.editing.access import desk_of, require_editor
from bot.ui.editing.forms import add_why, edit_item
from bot.ui.editing.ids import (
    AboutFormId,
    ItemAction,
    KeepId,
    OpenItemId,
    SettleId,
    StateFormId,
    Target,
    TurnHistoryId,
    UndoId,
)
from bot.ui.editing.saving import save_change, say_stale
from bot.ui.editing.words import no_such
from bot.ui.kit.drafts import again, keep
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.kit.layout import row
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import reply, say


async def keep_as_it_is(interaction: Interaction, _pressed: KeepId) -> None:
    """Say that nothing happened."""
    await require_editor(interaction)
    await say(interaction, _("Nothing was changed."))


# ----------------------------------------------------------------------------------------------------- opening


async def open_pressed(interaction: Interaction, pressed: OpenItemId) -> None:
    """Open what the button names."""
    guild_id = await require_editor(interaction)
    await open_item(interaction, guild_id, pressed.do, pressed.target)


async def open_item(
    interaction: Interaction, guild_id: int, do: ItemAction, target: Target, why: str = "", page: int = 1
) -> None:
    """Open the form or the history that was asked for; ask first where it lies beyond what they have seen."""
    bot = interaction.client
    item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
    if item is None or (do == "about" and target.kind != "fact"):
        await say(interaction, no_such(target.kind, bot))
        return
    desk = await desk_of(interaction, target.through)
    gate, versions = cards.reach(item), [item.now]
    if do == "history":
        versions = await bot.store.edits.history(guild_id, target.kind, target.item) or versions
        gate = max((gate, *(version.content.revealed_in for version in versions)))
    if not desk.sees(gate):
        target = target._replace(through=gate)
        await reply(interaction, cards.ask_to_open(target, desk, OpenItemId(do, *target)))
        return
    match do:
        case "history":
            await reply(interaction, cards.history_card(item, versions, target, page, desk))
        case "edit" if item.changed_below:
            await reply(interaction, cards.pack_changed_card(item, target, desk))
        case "edit":
            await edit_item(interaction, item, target.through, why=why)
        case "about":
            await edit_item(interaction, item, target.through, form=AboutFormId)
        case "retire" | "restore":
            await open_state(interaction, StateFormId(do, *target, item.now.revision), {})


async def turn_history(interaction: Interaction, pressed: TurnHistoryId) -> None:
    """Turn the page in place, unless it has come to tell more since."""
    guild_id = await require_editor(interaction)
    await open_item(interaction, guild_id, "history", pressed.target, page=pressed.page)


# ---------------------------------------------------------------------------------------------------- deciding


async def settle(interaction: Interaction, pressed: SettleId) -> None:
    """Where the pack changed under an edit: open the form, or settle it in one tap."""
    guild_id = await require_editor(interaction)
    bot, target = interaction.client, pressed.target
    item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
    if item is None or (pressed.do == "pack" and item.shipped is None):
        await say(interaction, no_such(target.kind, bot))
        return
    if pressed.do == "edit":
        await edit_item(interaction, item, target.through)
        return
    if pressed.do == "pack" and item.shipped:
        change = Change(item.id, pressed.revision, item.shipped, "live", "edited", item.now.author_id)
        reason = _("Took the pack’s")
    else:
        change = Change(item.id, pressed.revision, item.content, item.now.state, "edited", item.now.author_id)
        reason = _("Kept over the pack’s change")
    if not await save_change(interaction, guild_id, target, change, reason):
        await say_stale(interaction, target)


async def undo(interaction: Interaction, pressed: UndoId) -> None:
    """Undo one change, as a new version over the one that the editor saw; ask first where later ones changed the same."""
    guild_id = await require_editor(interaction)
    bot, target, revision = interaction.client, pressed.target, pressed.revision
    item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
    found = None if item is None else await bot.store.edits.undo(guild_id, item, revision)
    if found is None:
        await say(interaction, no_such(target.kind, bot))
        return
    if found.over and pressed.do == "ask":
        await reply(interaction, cards.ask_to_undo(target, revision, pressed.now, found.over))
        return
    change = replace(found.change, revision=pressed.now)
    reason = _("Undo of version {revision}").format(revision=revision)
    if not await save_change(interaction, guild_id, target, change, reason):
        await say_stale(interaction, target)


# ------------------------------------------------------------------------------------------------------ hiding


async def open_state(interaction: Interaction, form_id: StateFormId, values: Values) -> None:
    """Ask why something is hidden, or shown again."""
    title = {
        ("retire", "fact"): _("Hide a fact from this server"),
        ("retire", "question"): _("Hide a question from this server"),
        ("restore", "fact"): _("Show a fact here again"),
        ("restore", "question"): _("Show a question here again"),
    }[form_id.do, form_id.kind]
    form = Form(form_id, title)
    add_why(form, values)
    await form.show(interaction)


async def submit_state(interaction: Interaction, form_id: StateFormId, values: Values) -> None:
    """Hide it, or show it again, unless it is so already."""
    guild_id = await require_editor(interaction)
    bot, target, retire = interaction.client, form_id.target, form_id.do == "retire"
    item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
    if item is None:
        await say(interaction, no_such(target.kind, bot))
        return
    if (item.now.state == "retired") == retire:
        words = _("It’s hidden here already.") if retire else _("It’s shown here already.")
        await say(interaction, words, row(cards.open_button("history", target, _("History"))))
        return
    change = Change(
        item.id,
        form_id.revision,
        item.content,
        "retired" if retire else "live",
        "retired" if retire else "restored",
        item.now.author_id,
    )
    if await save_change(interaction, guild_id, target, change, plain(values["why"])):
        return
    now = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
    if now is None:
        await say_stale(interaction, target)
    else:
        draft = await keep(interaction, replace(form_id, revision=now.now.revision), values)
        await say_stale(interaction, target, again(draft))


HANDLERS: Final[Handlers] = {
    KeepId: keep_as_it_is,
    OpenItemId: open_pressed,
    SettleId: settle,
    TurnHistoryId: turn_history,
    UndoId: undo,
}
FORM_HANDLERS: Final[FormTable] = {StateFormId: FormHandlers(open_state, submit_state)}
