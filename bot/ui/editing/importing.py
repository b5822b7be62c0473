"""Import as editors see it: what a file would do, row by row, before anything is saved; all or nothing; one undo."""

import asyncio
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import FileRefusedError, LayerFullError, StaleEditError
from bot.events import FACTS_CHANGED
from bot.locale import _, listed, ngettext, sentences
from bot.show.apart import rows_apart
from bot.show.edits import KINDS, Change, Item, Kind
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.import_file import LARGEST, FileRow
from bot.show.import_plan import Here, Plan, Planned
from bot.show.list_rows import with_gate, with_source
from bot.show.spoilers import plain
from bot.store.edits import new_id, own_id
from bot.store.imports import ImportFile
from bot.ui.editing.access import desk_of, post, require_editor, subjects_known
from bot.ui.editing.cards import delete_hidden_button
from bot.ui.editing.ids import ImportDoId, ImportGateId
from bot.ui.editing.import_cards import ask_for_gate, ask_to_check, check_card, undo_row
from bot.ui.editing.import_words import checked, refused_file, rows_words
from bot.ui.editing.words import full_words, who
from bot.ui.kit.episodes import chosen_gate, other_way
from bot.ui.kit.layout import bare, row
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.replies import put_off, reply, say
from bot.viewer import editor_scope

_STEP: Final = 500  # rows between two signs of progress
_DRY_RUN: Final = "dry run"  # in the place of a hash: a file that was only asked about is never saved


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is being checked; `dry_run`: its report is all that is wanted."""

    name: str
    rows: Sequence[FileRow]
    dry_run: bool


async def check_file(
    interaction: Interaction,
    guild_id: int,
    file: discord.Attachment,
    *,
    dry_run: bool,
    lists: bool = False,
    gate: Episode | None = None,
) -> None:
    """Say what a file would do; nothing is saved by it.

    It may be a list from elsewhere where `lists`: `gate` is that of what has no episode of its own, and asked for if it is None.
    """
    bot = interaction.client
    with bot.importing.of(guild_id):
        await put_off(interaction)
        async with bot.importing.slots:
            try:
                rows = await rows_apart(file.filename, await _read(file), lists=lists)
            except FileRefusedError as refused:
                await say(interaction, refused_file(refused, bot, lists=lists))
                return
            if lists:
                rows = with_source(rows if gate is None else with_gate(rows, gate), file.filename)
            checking = _File(plain(file.filename, 60), rows, dry_run)
            if not (lists and any("revealed_in" not in each.entry for each in rows)):
                await _check(interaction, guild_id, checking)
                return
    import_id = await _keep(interaction, guild_id, checking, "", PREMISE)
    await reply(interaction, ask_for_gate(import_id, rows, bot.show))


async def _check(interaction: Interaction, guild_id: int, file: _File) -> None:
    """Answer with the report; where it may tell more than they have seen, it waits for their word."""
    desk = await desk_of(interaction)
    if desk.sees(interaction.client.show.last):
        await _report(interaction, guild_id, file)
        return
    import_id = await _keep(interaction, guild_id, file, "", desk.scope.clear)
    await reply(interaction, ask_to_check(import_id, len(file.rows), desk))


async def choose_gate(interaction: Interaction, pressed: ImportGateId) -> None:
    """Gate what has no episode of its own, and check all of it."""
    guild_id, bot = await require_editor(interaction), interaction.client
    file = await _waiting(interaction, guild_id, pressed.file)
    if file is None:
        return
    chosen = chosen_value(interaction)
    gate = chosen_gate(bot.show, {"revealed_in": chosen})
    if gate is None:
        await other_way(interaction, chosen, "question import")
        return
    with bot.importing.of(guild_id):
        await put_off(interaction)
        async with bot.importing.slots:
            rows = with_gate(file.rows, gate)
            await _check(interaction, guild_id, _File(file.name, rows, dry_run=file.plan_hash == _DRY_RUN))


async def _read(file: discord.Attachment) -> bytes:
    if file.size > LARGEST:
        raise FileRefusedError("size")
    try:
        return await file.read()
    except failures.ERRORS as error:
        if not failures.out_of_reach(error):
            raise
        raise FileRefusedError("gone") from None


async def _keep(interaction: Interaction, guild_id: int, file: _File, plan_hash: str, through: Episode) -> int:
    bot = interaction.client
    return await bot.store.imports.add_import(
        bot.show.id,
        guild_id,
        by=interaction.user.id,
        at=discord.utils.utcnow(),
        through=through,
        plan_hash=_DRY_RUN if file.dry_run else plan_hash,
        name=file.name,
        rows=file.rows,
    )


async def _report(interaction: Interaction, guild_id: int, file: _File) -> None:
    """Check every row, with a sign of progress in the reply, and answer with the report."""
    show = interaction.client.show
    plan = await _plan(interaction, guild_id, file.rows)
    desk = await desk_of(interaction, show.last)
    found = await asyncio.to_thread(checked, plan, desk, show.episodes, interaction.client)
    waits = bool(found.saved) and not file.dry_run
    import_id = await _keep(interaction, guild_id, file, _hash(plan), show.last) if waits else None
    report = discord.File(io.BytesIO(found.report.encode()), "report.txt")
    await reply(interaction, check_card(file.name, found, import_id, report), files=[report])


async def here_in(bot: FanBot, guild_id: int, scope: Scope) -> Here:
    """What a server has, as far as a file is checked against it: for whoever may see all of the show."""
    items: dict[Kind, dict[int, Item]] = {
        kind: {item.id: item for item in await bot.store.edits.items(bot.show.id, guild_id, kind)} for kind in KINDS
    }
    return Here(
        bot.show,
        await bot.store.facts.subjects(bot.show.id, scope.clear),
        await subjects_known(bot, scope),
        await bot.store.facts.names(bot.show.id, scope.clear),
        items,
        {kind: await bot.store.edits.room(guild_id, kind) for kind in KINDS},
        lambda kind, slug: own_id(guild_id, kind, slug),
        lambda kind: new_id(guild_id, kind),
    )


async def _plan(interaction: Interaction, guild_id: int, rows: Sequence[FileRow]) -> list[Planned]:
    """What each row would do, with a sign of progress in the reply."""
    bot = interaction.client
    scope = editor_scope(await bot.viewer(interaction), bot.show.last)
    here = await here_in(bot, guild_id, scope)
    checking = (await asyncio.to_thread(Plan, rows, here)).rows()
    plan: list[Planned] = []
    while len(plan) < len(rows):
        if len(rows) > _STEP:
            await say(interaction, _("Checking: {done} of {all} rows…").format(done=len(plan), all=len(rows)))
        plan += await asyncio.to_thread(_some, checking)
    return plan


def _some(checking: Iterable[Planned]) -> list[Planned]:
    return [each for _number, each in zip(range(_STEP), checking, strict=False)]


def _hash(plan: Sequence[Planned]) -> str:
    """Changes whenever the report would say something else: a new id is drawn each time, and tells nothing."""
    parts = [(p.number, p.what, p.revision, p.before.id if p.before else 0) for p in plan]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


async def act_on_file(interaction: Interaction, pressed: ImportDoId) -> None:
    """Check a file that waits, save it or drop it, or undo what came from one: once only."""
    guild_id = await require_editor(interaction)
    bot = interaction.client
    if pressed.do == "undo":
        with bot.importing.of(guild_id):
            await _undo(interaction, guild_id, pressed.file)
        return
    file = await _waiting(interaction, guild_id, pressed.file)
    if file is None:
        return
    if pressed.do == "cancel":
        await bot.store.imports.cancel_import(guild_id, pressed.file)
        await _end(interaction, _("Cancelled. Nothing was changed."))
    elif pressed.do == "check" or file.plan_hash:
        with bot.importing.of(guild_id):
            await put_off(interaction)
            async with bot.importing.slots:
                if pressed.do == "save":
                    await _import(interaction, guild_id, file)
                else:
                    checking = _File(file.name, file.rows, dry_run=file.plan_hash == _DRY_RUN)
                    await _report(interaction, guild_id, checking)


async def _waiting(interaction: Interaction, guild_id: int, import_id: int) -> ImportFile | None:
    """A file of theirs that waits; None where that was answered: it is gone."""
    bot = interaction.client
    file = await bot.store.imports.import_file(guild_id, import_id)
    if file is None or file.edited_by != interaction.user.id:
        words = _("This file is gone: it was imported, cancelled, or another one came after it. {command} checks one.")
        await say(interaction, words.format(command=bot.mention("fact import")))
        return None
    return file


async def _end(interaction: Interaction, words: str, *rows: ui.ActionRow[Any]) -> None:
    """Say what became of a file in the place of its report."""
    await reply(interaction, bare(words, *rows), files=())


async def _import(interaction: Interaction, guild_id: int, file: ImportFile) -> None:
    """Save what the check said, all of it or nothing."""
    bot, by = interaction.client, interaction.user.id
    plan = await _plan(interaction, guild_id, file.rows)
    changes = [
        Change(each.item_id, each.revision, each.content, each.state, "imported", each.author_id)
        for each in plan
        if each.what in {"add", "change"} and each.content is not None
    ]
    try:
        if _hash(plan) != file.plan_hash:
            raise StaleEditError  # noqa: TRY301  the same as a save that came between
        await bot.store.imports.save_import(bot.show.id, guild_id, file.id, changes, by=by, at=discord.utils.utcnow())
    except StaleEditError:
        words = _("Something here changed since the check, so nothing was imported. Run {command} again.")
        await _end(interaction, words.format(command=bot.mention("fact import")))
        return
    except LayerFullError as full:
        words = sentences(full_words(full.kind, bot), _("Nothing was imported."))
        await _end(interaction, words, row(delete_hidden_button(full.kind)))
        return
    added = sum(1 for each in plan if each.what == "add")
    counted = ((_("{count} added"), added), (_("{count} changed"), len(changes) - added))
    what = listed([words.format(count=count) for words, count in counted if count])
    words = _("Imported {rows}: {what}.").format(rows=rows_words(len(changes)), what=what)
    await _end(interaction, words, undo_row(file.id))
    told = _("{who} imported {rows} from a file.").format(who=who(by), rows=rows_words(len(changes)))
    # Its own reply is gone tomorrow; the log stays.
    await _log(bot, guild_id, told, undo_row(file.id))


async def _undo(interaction: Interaction, guild_id: int, import_id: int) -> None:
    """One undo for a whole import; what somebody changed again since then stays as they left it."""
    bot, by = interaction.client, interaction.user.id
    await put_off(interaction)
    undos = [
        await bot.store.edits.undo(guild_id, item, revision)
        for item, revision in await bot.store.imports.imported(guild_id, import_id)
    ]
    changes = [each.change for each in undos if each is not None and not each.over]
    try:
        await bot.store.imports.undo_import(bot.show.id, guild_id, import_id, changes, by=by, at=discord.utils.utcnow())
    except StaleEditError:
        words = _("This import was undone already, or something changed at this very moment, so I changed nothing.")
        await say(interaction, words)
        return
    await say(interaction, _undone_words(len(changes), len(undos) - len(changes)))
    told = _("{who} undid an import of {rows}.").format(who=who(by), rows=rows_words(len(changes)))
    await _log(bot, guild_id, told)


def _undone_words(undone: int, stays: int) -> str:
    words = ngettext(
        "Undone: {rows} row is as it was before the import.",
        "Undone: {rows} rows are as they were before the import.",
        undone,
    ).format(rows=undone)
    if not stays:
        return words
    return f"{words} " + ngettext(
        "{rows} was changed again since and stays as it is.",
        "{rows} were changed again since and stay as they are.",
        stays,
    ).format(rows=stays)


async def _log(bot: FanBot, guild_id: int, words: str, *rows: ui.ActionRow[Any]) -> None:
    bot.dispatch(FACTS_CHANGED, guild_id)
    channel_id = (await bot.store.guilds.settings(guild_id)).log_channel
    if channel_id is not None:
        await post(bot, guild_id, channel_id, bare(words, *rows))


HANDLERS: Final[Handlers] = {ImportDoId: act_on_file, ImportGateId: choose_gate}
