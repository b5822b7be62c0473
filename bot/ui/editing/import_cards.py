"""The cards of an import: a question before a file is checked, and what the check found."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.locale import _, sentences
from bot.show.episodes import PREMISE
from bot.show.import_file import FileRow
from bot.show.shows import Show
from bot.show.spoilers import escape, shown_name
from bot.ui.editing.cards import delete_hidden_button
from bot.ui.editing.desk import Desk, finished_words
from bot.ui.editing.ids import ImportDoId, ImportGateId
from bot.ui.editing.import_words import Checked, rows_words
from bot.ui.kit.controls import button, select
from bot.ui.kit.episodes import MENU, episode_options
from bot.ui.kit.layout import Accent, card, confirm_card, heading, line, option, row, small, text, title


def ask_to_check(import_id: int, rows: int, desk: Desk) -> ui.LayoutView:
    """Asks before the report of a file tells more than its editor has seen."""
    last = desk.show.last
    words = _("The file is checked through {episode}, and the report may tell you as much.").format(episode=last)
    yes = _("Yes, check through {episode}").format(episode=last)
    return confirm_card(
        _("Check {rows}?").format(rows=rows_words(rows)),
        sentences(finished_words(desk), words),
        button(ImportDoId("check", import_id), yes, style=discord.ButtonStyle.danger),
        button(ImportDoId("cancel", import_id), _("Not now")),
    )


def ask_for_gate(import_id: int, rows: Sequence[FileRow], show: Show) -> ui.LayoutView:
    """Asks from when on a list from elsewhere is safe, once for all of it."""
    without = sum("revealed_in" not in each.entry for each in rows)
    words = _("{rows} without an episode. Choose the one after which all of that is safe: when unsure, the later one.")
    nothing = option(_("Nothing yet: safe for everyone"), str(PREMISE.ordinal))
    menu = select(
        ImportGateId(import_id),
        _("Safe for whoever finished…"),
        [nothing, *episode_options(show.episodes, room=MENU - 1)],
    )
    return card(
        Accent.DESK,
        text(heading(_("From when on is it safe?")), words.format(rows=rows_words(without))),
        row(menu),
        row(button(ImportDoId("cancel", import_id), _("Cancel"))),
    )


def check_card(name: str, found: Checked, import_id: int | None, report: discord.File) -> ui.LayoutView:
    """What a file would do; `import_id` names the file where it waits to be saved."""
    items: list[ui.Item[Any]] = [
        text(
            title(_("Import check")),
            sentences(found.summary, _("Nothing is saved yet.")),
            small(escape(shown_name(name, _("a file")))),
        ),
        line(),
        text(*found.lines),
        line(),
        ui.File[Any](report),
    ]
    buttons: list[ui.Item[Any]] = []
    if import_id is not None:
        yes = _("Yes, import {rows}").format(rows=rows_words(found.saved))
        buttons.append(button(ImportDoId("save", import_id), yes, style=discord.ButtonStyle.primary))
        buttons.append(button(ImportDoId("cancel", import_id), _("Cancel")))
    buttons += [delete_hidden_button(kind) for kind in found.full]
    if buttons:
        items.append(row(*buttons))
    return card(Accent.DESK, *items)


def undo_row(import_id: int) -> ui.ActionRow[Any]:
    """Takes back all that came from a file."""
    return row(button(ImportDoId("undo", import_id), _("Undo the import")))
