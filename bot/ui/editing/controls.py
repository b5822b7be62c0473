"""How editors open a fact or a question, hide it and show it again, read its history and undo."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.show.edits import Change, Item, State, Version
from bot.show.spoilers import plain
from bot.ui.editing import cards
from bot.ui.editing.access import (
    TARGET,
    EditorControl,
    Keep,
    Target,
    about_button,
    answer,
    ask_to_open,
    desk_of,
    no_such,
    open_button,
    require_editor,
)
from bot.ui.editing.cards import VERSIONS, Desk, dialog
from bot.ui.editing.forms import FORMS_OF, AboutForm
from bot.ui.editing.saving import save
from bot.ui.kit.forms import Form, keep
from bot.ui.kit.layout import bare, row


async def open_item(
    interaction: Interaction, guild_id: int, what: str, target: Target, why: str = "", page: int = 1
) -> None:
    """Open the form, the history or the question that was asked for; ask first where it lies beyond what they have seen."""
    bot = interaction.client
    item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
    if item is None:
        await answer(interaction, bare(no_such(target.kind, interaction.client)))
        return
    desk = await desk_of(interaction, target.through)
    gate, versions = cards.reach(item), [item.now]
    if what == "history":
        versions = await bot.store.edits.history(guild_id, target.kind, target.item) or versions
        gate = max((gate, *(version.content.revealed_in for version in versions)))
    if not desk.sees(gate):
        await answer(interaction, ask_to_open(what, replace(target, through=gate), desk))
        return
    match what:
        case "history":
            await answer(interaction, _history(item, versions, target, desk, page))
        case "edit" if item.changed_below:
            await answer(interaction, _below(item, target, desk))
        case "edit":
            await FORMS_OF[target.kind].edit(interaction, item, target.through, why=why)
        case "about" if target.kind == "fact":
            await AboutForm.edit(interaction, item, target.through)
        case "about":
            await answer(interaction, bare(no_such(target.kind, interaction.client)))
        case _:
            await StateForm.reopen(interaction, {"do": what, **_state(target), "revision": str(item.now.revision)}, {})


def _state(target: Target) -> dict[str, str]:
    return {"kind": target.kind, "item": str(target.item), "through": str(target.through.ordinal)}


class OpenItem(EditorControl, template=rf"eo1:(?P<what>edit|about|history|retire|restore):{TARGET}"):
    """Edit, About, History, Hide, Show again; and the Yes before any of them."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Open it."""
        await open_item(interaction, guild_id, self.state["what"], Target.of(self.state))


def _below(item: Item, target: Target, desk: Desk) -> ui.LayoutView:
    """Before the form: the pack changed under this server's version."""
    at = f"{target.custom_id}:{item.now.revision}"
    buttons = [Below.button(f"eb1:edit:{at}", _("Edit"), style=discord.ButtonStyle.primary)]
    if item.shipped is not None:
        buttons.append(Below.button(f"eb1:pack:{at}", _("Yes, take the pack's")))
    buttons.append(Below.button(f"eb1:ours:{at}", _("Yes, keep ours")))
    return dialog(
        _("The pack changed below"),
        _("A new version of the pack changed what this server's version lies over."),
        *cards.changed_below(item, desk),
        controls=[row(*buttons)],
    )


class Below(EditorControl, template=rf"eb1:(?P<do>edit|pack|ours):{TARGET}:(?P<revision>\d+)"):
    """What to do where the pack changed under an edit."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Open the form, or settle it in one tap."""
        bot, target = interaction.client, Target.of(self.state)
        item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
        if item is None or (self.state["do"] == "pack" and item.shipped is None):
            await answer(interaction, bare(no_such(target.kind, interaction.client)))
        elif self.state["do"] == "edit":
            await FORMS_OF[target.kind].edit(interaction, item, target.through)
        else:
            mine = item.shipped if self.state["do"] == "pack" and item.shipped else item.content
            state: State = "live" if self.state["do"] == "pack" else item.now.state
            change = Change(item.id, int(self.state["revision"]), mine, state, "edited", item.now.author_id)
            reason = _("Took the pack's") if self.state["do"] == "pack" else _("Kept over the pack's change")
            await save(interaction, guild_id, target, change, reason)


class StateForm(Form):
    """Why a fact or question is to be hidden, or shown again."""

    template = re.compile(rf"es1:(?P<do>retire|restore):{TARGET}:(?P<revision>\d+)")

    @classmethod
    def custom_id_of(cls, state: dict[str, str]) -> str:
        """As `template` reads it."""
        return f"es1:{state['do']}:{state['kind']}:{state['item']}:{state['through']}:{state['revision']}"

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """One field."""
        title = {
            ("retire", "fact"): _("Hide a fact from this server"),
            ("retire", "question"): _("Hide a question from this server"),
            ("restore", "fact"): _("Show a fact here again"),
            ("restore", "question"): _("Show a question here again"),
        }[state["do"], state["kind"]]
        form = cls(cls.custom_id_of(state), title)
        form.add_text(
            "why", _("Why this change"), longest=200, value=values.get("why", ""), needed=False,
            hint=_("Seen in the history"),
        )  # fmt: skip
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Do it."""
        bot, guild_id, target = interaction.client, await require_editor(interaction), Target.of(state)
        item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
        retire = state["do"] == "retire"
        if item is None:
            await answer(interaction, bare(no_such(target.kind, interaction.client)))
        elif (item.now.state == "retired") == retire:
            words = _("It is hidden here already.") if retire else _("It is shown here already.")
            await answer(interaction, bare(words, row(open_button("history", target, _("History")))))
        else:
            change = Change(
                item.id,
                int(state["revision"]),
                item.content,
                "retired" if retire else "live",
                "retired" if retire else "restored",
                item.now.author_id,
            )

            async def retry(now: Item) -> int:
                return await keep(interaction, cls.custom_id_of(state | {"revision": str(now.now.revision)}), values)

            await save(interaction, guild_id, target, change, plain(values["why"]), retry=retry)


# ------------------------------------------------------------------------------------------------- history


def _history(item: Item, versions: Sequence[Version], target: Target, desk: Desk, page: int) -> ui.LayoutView:
    pages = max(1, -(-len(versions) // VERSIONS))
    page = max(1, min(page, pages))
    shown = list(reversed(versions))[(page - 1) * VERSIONS : page * VERSIONS]
    undo = [
        UndoOne.button(
            f"eu1:ask:{target.custom_id}:{each.revision}:{item.now.revision}",
            _("Undo {revision}").format(revision=each.revision),
        )
        for each in shown
        if each.revision > 1
    ]
    turn = [
        HistoryTurn.button(f"eh1:back:{target.custom_id}:{page - 1}", _("Back"), off=page == 1),
        HistoryTurn.button(f"eh1:next:{target.custom_id}:{page + 1}", _("Next"), off=page == pages),
    ]
    retired = item.now.state == "retired"
    does = [
        open_button("edit", target, _("Edit")),
        *about_button(target),
        open_button("restore", target, _("Restore")) if retired else open_button("retire", target, _("Retire")),
    ]
    rows = [turn if pages > 1 else [], *([undo, does] if len(undo) + len(does) > 5 else [[*undo, *does]])]
    return cards.history_card(item, versions, page, desk, [row(*each) for each in rows if each])


class HistoryTurn(EditorControl, template=rf"eh1:(?:back|next):{TARGET}:(?P<page>\d+)"):
    """Back and Next in a history."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Turn the page in place, unless it has come to tell more since."""
        await open_item(interaction, guild_id, "history", Target.of(self.state), page=int(self.state["page"]))


class UndoOne(EditorControl, template=rf"eu1:(?P<do>ask|yes):{TARGET}:(?P<revision>\d+):(?P<now>\d+)"):
    """Undoes one change, as a new version; asks first where a later one changed the same."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Undo it over the version that the editor saw."""
        bot, target = interaction.client, Target.of(self.state)
        item = await bot.store.edits.item(bot.show.id, guild_id, target.kind, target.item)
        revision = int(self.state["revision"])
        undo = None if item is None else await bot.store.edits.undo(guild_id, item, revision)
        if item is None or undo is None:
            await answer(interaction, bare(no_such(target.kind, interaction.client)))
            return
        if undo.over and self.state["do"] == "ask":
            words = _(
                "What version {revision} changed was changed again in {later}. Undoing it undoes that too."
            ).format(revision=revision, later=", ".join(str(each) for each in undo.over))
            yes = UndoOne.button(
                f"eu1:yes:{target.custom_id}:{revision}:{self.state['now']}",
                _("Yes, undo {revision}").format(revision=revision),
                style=discord.ButtonStyle.danger,
            )
            view = dialog(
                _("Undo version {revision}?").format(revision=revision),
                words,
                controls=[row(yes, Keep.button("ek1", _("Keep it as it is")))],
            )
            await answer(interaction, view)
            return
        change = replace(undo.change, revision=int(self.state["now"]))
        reason = _("Undo of version {revision}").format(revision=revision)
        await save(interaction, guild_id, target, change, reason)


CONTROLS: Final = (
    OpenItem,
    Below,
    HistoryTurn,
    UndoOne,
)
FORMS: Final = (StateForm,)
