"""Import as editors see it: what a file would do, row by row, before anything is saved; all or nothing; one undo."""

import asyncio
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import FileRefusedError, LayerFullError, StaleEditError
from bot.events import FACTS_CHANGED
from bot.limits import FILE
from bot.locale import _, ngettext
from bot.show.apart import rows_apart
from bot.show.edits import KINDS, Change, Item, Kind
from bot.show.episodes import Episode
from bot.show.import_file import LARGEST, FileRow
from bot.show.import_plan import Here, Plan, Planned
from bot.show.spoilers import escape, plain, shown_name
from bot.store.edits import new_id, own_id
from bot.store.imports import ImportFile
from bot.ui.editing.access import EditorControl, answer, desk_of, finished_words, post, subjects_known
from bot.ui.editing.cards import dialog, who
from bot.ui.editing.import_words import Checked, checked, refused_file, rows_words
from bot.ui.editing.quota import DeleteHidden, full_words
from bot.ui.kit.layout import Accent, bare, card, line, row, text

_STEP: Final = 500  # rows between two signs of progress


async def check_file(interaction: Interaction, guild_id: int, file: discord.Attachment, *, dry_run: bool) -> None:
    """Say what a file would do; nothing is saved by it."""
    bot = interaction.client
    with bot.importing.of(guild_id):
        await interaction.response.defer(ephemeral=True)
        async with bot.importing.slots:
            try:
                rows = await rows_apart(file.filename, await _read(file))
            except FileRefusedError as refused:
                await interaction.edit_original_response(view=bare(refused_file(refused, bot)))
                return
            name, desk = plain(file.filename, 60), await desk_of(interaction)
            if desk.scope.clear >= bot.show.last:
                await _report(interaction, guild_id, name, rows, dry_run=dry_run)
                return
    # What the check finds may tell more than they have seen: it waits for their word.
    import_id = await _keep(interaction, guild_id, name, rows, "", dry_run=dry_run, through=desk.scope.clear)
    last = bot.show.last
    words = _("The file is checked through {episode}, and the report may tell you as much.").format(episode=last)
    label = _("Yes, check through {episode}").format(episode=last)
    yes = ImportDo.button(f"im1:check:{import_id}", label, style=discord.ButtonStyle.danger)
    cancel = ImportDo.button(f"im1:cancel:{import_id}", _("Not now"))
    view = dialog(
        _("Check {rows}?").format(rows=rows_words(len(rows))),
        f"{finished_words(desk)} {words}",
        controls=[row(yes, cancel)],
        caution=True,
    )
    await interaction.edit_original_response(view=view)


async def _read(file: discord.Attachment) -> bytes:
    if file.size > LARGEST:
        raise FileRefusedError("size")
    try:
        return await file.read()
    except failures.ERRORS as error:
        if not failures.out_of_reach(error):
            raise
        raise FileRefusedError("gone") from None


async def _keep(
    interaction: Interaction,
    guild_id: int,
    name: str,
    rows: Sequence[FileRow],
    plan_hash: str,
    *,
    dry_run: bool,
    through: Episode,
) -> int:
    bot = interaction.client
    return await bot.store.imports.add_import(
        bot.show.id,
        guild_id,
        by=interaction.user.id,
        at=discord.utils.utcnow(),
        through=through,
        # A file that was asked about only is never saved: what its report says is no hash.
        plan_hash="dry run" if dry_run else plan_hash,
        name=name,
        rows=rows,
    )


async def _report(
    interaction: Interaction, guild_id: int, name: str, rows: Sequence[FileRow], *, dry_run: bool
) -> None:
    """Check every row, with a sign of progress in the reply, and answer with the report."""
    show = interaction.client.show
    plan = await _plan(interaction, guild_id, rows)
    desk = await desk_of(interaction, show.last)
    found = await asyncio.to_thread(checked, plan, desk, show.episodes, interaction.client)
    import_id = 0
    if not dry_run and found.saved:
        import_id = await _keep(interaction, guild_id, name, rows, _hash(plan), dry_run=False, through=show.last)
    report = discord.File(io.BytesIO(found.report.encode()), "report.txt")
    view = _check_card(name, found, import_id, report)
    await interaction.edit_original_response(view=view, attachments=[report])


def _check_card(name: str, found: Checked, import_id: int, report: discord.File) -> ui.LayoutView:
    items: list[ui.Item[Any]] = [
        text(
            "## " + _("Import check"),
            f"{found.summary} {_('Nothing is saved yet.')}",
            f"-# {escape(shown_name(name, _('a file')))}",
        ),
        line(),
        text(*found.lines),
        line(),
        ui.File[Any](report),
    ]
    buttons: list[ui.Item[Any]] = []
    if import_id:
        label = _("Yes, import {rows}").format(rows=rows_words(found.saved))
        yes = ImportDo.button(f"im1:save:{import_id}", label, style=discord.ButtonStyle.primary)
        buttons += [yes, ImportDo.button(f"im1:cancel:{import_id}", _("Cancel"))]
    buttons += [DeleteHidden.of(kind) for kind in found.full]
    if buttons:
        items.append(row(*buttons))
    return card(Accent.DESK, *items)


async def here_in(bot: FanBot, guild_id: int) -> Here:
    """What a server has, as far as a file is checked against it."""
    last = bot.show.last
    items: dict[Kind, dict[int, Item]] = {
        kind: {item.id: item for item in await bot.store.edits.items(bot.show.id, guild_id, kind)} for kind in KINDS
    }
    return Here(
        bot.show,
        await bot.store.facts.subjects(bot.show.id, last),
        await subjects_known(bot, last),
        await bot.store.facts.names(bot.show.id, last),
        items,
        {kind: await bot.store.edits.room(guild_id, kind) for kind in KINDS},
        lambda kind, slug: own_id(guild_id, kind, slug),
        lambda kind: new_id(guild_id, kind),
    )


async def _plan(interaction: Interaction, guild_id: int, rows: Sequence[FileRow]) -> list[Planned]:
    here = await here_in(interaction.client, guild_id)
    checking = (await asyncio.to_thread(Plan, rows, here)).rows()
    plan: list[Planned] = []
    while len(plan) < len(rows):
        if len(rows) > _STEP:
            words = _("Checking: {done} of {all} rows…").format(done=len(plan), all=len(rows))
            await interaction.edit_original_response(view=bare(words))
        plan += await asyncio.to_thread(_some, checking)
    return plan


def _some(checking: Iterable[Planned]) -> list[Planned]:
    return [each for _number, each in zip(range(_STEP), checking, strict=False)]


def _hash(plan: Sequence[Planned]) -> str:
    """Changes whenever the report would say something else: a new id is drawn each time, and tells nothing."""
    parts = [(p.number, p.what, p.revision, p.before.id if p.before else 0) for p in plan]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


class ImportDo(EditorControl, template=r"im1:(?P<do>check|save|cancel|undo):(?P<file>\d+)"):
    """What to do with a file that waits, or with what came from one."""

    limit = FILE

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Do it, once only."""
        bot, import_id = interaction.client, int(self.state["file"])
        if self.state["do"] == "undo":
            with bot.importing.of(guild_id):
                await _undo(interaction, guild_id, import_id)
            return
        file = await bot.store.imports.import_file(guild_id, import_id)
        if file is None or file.edited_by != interaction.user.id:
            await answer(
                interaction,
                bare(
                    _(
                        "This file is gone: it was imported, cancelled, or another one came after it. {command} checks one."
                    ).format(command=bot.mention("fact import"))
                ),
            )
        elif self.state["do"] == "cancel":
            await bot.store.imports.cancel_import(guild_id, import_id)
            await interaction.response.edit_message(view=bare(_("Cancelled. Nothing was changed.")), attachments=[])
        elif self.state["do"] == "check" or file.plan_hash:
            with bot.importing.of(guild_id):
                await interaction.response.defer()
                async with bot.importing.slots:
                    if self.state["do"] == "check":
                        dry_run = file.plan_hash == "dry run"
                        await _report(interaction, guild_id, file.name, file.rows, dry_run=dry_run)
                    else:
                        await _import(interaction, guild_id, file)


async def _import(interaction: Interaction, guild_id: int, file: ImportFile) -> None:
    bot, import_id = interaction.client, file.id
    plan = await _plan(interaction, guild_id, file.rows)
    changes = [
        Change(each.item_id, each.revision, each.content, each.state, "imported", each.author_id)
        for each in plan
        if each.what in {"add", "change"} and each.content is not None
    ]
    try:
        if _hash(plan) != file.plan_hash:
            raise StaleEditError  # noqa: TRY301  the same as a save that came between
        await bot.store.imports.save_import(
            bot.show.id, guild_id, import_id, changes, by=interaction.user.id, at=discord.utils.utcnow()
        )
    except StaleEditError:
        words = _("Something here changed since the check, so nothing was imported. Run {command} again.").format(
            command=bot.mention("fact import")
        )
        await interaction.edit_original_response(view=bare(words), attachments=[])
        return
    except LayerFullError as full:
        words = full_words(full.kind, bot) + " " + _("Nothing was imported.")
        view = bare(words, row(DeleteHidden.of(full.kind)))
        await interaction.edit_original_response(view=view, attachments=[])
        return
    added = sum(1 for each in plan if each.what == "add")
    words = _("Imported {rows}: {added} added, {changed} changed.").format(
        rows=rows_words(len(changes)), added=added, changed=len(changes) - added
    )
    undo = ImportDo.button(f"im1:undo:{import_id}", _("Undo the import"))
    await interaction.edit_original_response(view=bare(words, row(undo)), attachments=[])
    told = _("{who} imported {rows} from a file.").format(who=who(interaction.user.id), rows=rows_words(len(changes)))
    # Its own reply is gone tomorrow; the log stays.
    await _log(bot, guild_id, told, row(ImportDo.button(f"im1:undo:{import_id}", _("Undo the import"))))


async def _undo(interaction: Interaction, guild_id: int, import_id: int) -> None:
    """One undo for a whole import; what somebody changed again since then stays as they left it."""
    bot = interaction.client
    await interaction.response.defer()
    changes: list[Change] = []
    stays = 0
    for item, revision in await bot.store.imports.imported(guild_id, import_id):
        undo = await bot.store.edits.undo(guild_id, item, revision)
        if undo is None or undo.over:
            stays += 1
        else:
            changes.append(undo.change)
    try:
        await bot.store.imports.undo_import(
            bot.show.id, guild_id, import_id, changes, by=interaction.user.id, at=discord.utils.utcnow()
        )
    except StaleEditError:
        words = _("This import was undone already, or something changed in this very moment. Nothing was done now.")
        await interaction.edit_original_response(view=bare(words))
        return
    words = ngettext(
        "Undone: {rows} row is as it was before the import.",
        "Undone: {rows} rows are as they were before the import.",
        len(changes),
    ).format(rows=len(changes))
    if stays:
        words += " " + ngettext(
            "{rows} was changed again since and stays as it is.",
            "{rows} were changed again since and stay as they are.",
            stays,
        ).format(rows=stays)
    await interaction.edit_original_response(view=bare(words))
    await _log(
        bot,
        guild_id,
        _("{who} undid an import of {rows}.").format(who=who(interaction.user.id), rows=rows_words(len(changes))),
    )


async def _log(bot: FanBot, guild_id: int, words: str, *controls: ui.ActionRow[Any]) -> None:
    bot.dispatch(FACTS_CHANGED, guild_id)
    channel_id = (await bot.store.guilds.settings(guild_id)).log_channel
    if channel_id is not None:
        await post(bot, guild_id, channel_id, bare(words, *controls))


CONTROLS: Final = (ImportDo,)
