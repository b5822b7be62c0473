"""Export and import as editors see them: what a file would do, row by row, before anything is saved."""

import asyncio
import hashlib
import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import ui

from bot.errors import FileRefusedError, StaleEditError
from bot.locale import _
from bot.show.edits import KINDS, Item, Kind, fields_changed
from bot.show.episodes import PREMISE, Episode
from bot.show.exchange import LARGEST, MOST_ROWS, Format, Here, Plan, Planned, Refusal, rows_of, written
from bot.show.rules import LIMITS
from bot.show.spoilers import escape, plain, shown_name
from bot.store.edits import Change, new_id, own_id
from bot.ui import edit_cards as cards
from bot.ui.base import Control
from bot.ui.desk import EditorControl, Keep, answer, desk_of, finished_words, post
from bot.ui.edit_cards import Desk, dialog, who
from bot.ui.kit import Accent, bare, card, line, row, text
from bot.ui.limits import FILE

if TYPE_CHECKING:
    from bot.client import FanBot, Interaction

_SHOWN: Final = 8  # rows of a group that the card names; the report that is attached names all
_NAMED: Final = 2  # reasons for a row that the card names
_REASONS: Final = 8  # and the report
_STEP: Final = 500  # rows between two signs of progress


# -------------------------------------------------------------------------------------------------- export


async def export(interaction: "Interaction", guild_id: int, form: str, through: Episode = PREMISE) -> None:
    """Send the file; ask first where it tells more than the editor has seen, or agreed to see."""
    bot, desk = interaction.client, await desk_of(interaction, through)
    items = [item for kind in KINDS for item in await bot.store.edits.layer(bot.show.id, guild_id, kind)]
    if not items:
        await answer(interaction, bare(_("This server has changed nothing yet, so there is nothing to export.")))
        return
    furthest = max(item.content.revealed_in for item in items)
    if any(source.address for item in items for source in item.content.sources):
        furthest = bot.show.last  # an address can tell anything
    if not desk.sees(furthest):
        tells = _("The file tells what this server added and changed, through {episode}.").format(episode=furthest)
        yes = ExportYes.button(
            f"ix1:{form}:{furthest.ordinal}",
            _("Yes, export through {episode}").format(episode=furthest),
            style=discord.ButtonStyle.danger,
        )
        await answer(
            interaction,
            dialog(
                _("Export through {episode}?").format(episode=furthest),
                f"{finished_words(desk)} {tells}",
                controls=[row(yes, Keep.button("ek1", _("Not now")))],
                caution=True,
            ),
        )
        return
    subjects = await bot.store.facts.subjects(bot.show.id, bot.show.last)
    kept: Format = "json" if form == "json" else "toml"
    data = await asyncio.to_thread(written, items, subjects, kept)
    file = discord.File(io.BytesIO(data), f"facts.{kept}")
    facts = sum(1 for item in items if item.content.kind == "fact")
    words = _("What this server added, changed and hides. Facts: {facts}, questions: {questions}.").format(
        facts=facts, questions=len(items) - facts
    )
    view = card(Accent.DESK, text("### " + _("Export"), words), ui.File[Any](file))
    if interaction.type is discord.InteractionType.component:
        await interaction.response.edit_message(view=view, attachments=[file])
    else:
        await interaction.response.send_message(view=view, file=file, ephemeral=True)


class ExportYes(EditorControl, template=r"ix1:(?P<form>toml|json)(?::(?P<through>\d+))?"):
    """The editor wants the whole file."""

    limit = FILE

    async def act(self, interaction: "Interaction", guild_id: int) -> None:
        """Send it in the place of the question."""
        await export(interaction, guild_id, self.state["form"], Episode.from_ordinal(int(self.state["through"] or 0)))


# -------------------------------------------------------------------------------------------------- import


async def check_file(interaction: "Interaction", guild_id: int, file: discord.Attachment, *, dry_run: bool) -> None:
    """Say what a file would do; nothing is saved by it."""
    bot = interaction.client
    await interaction.response.defer(ephemeral=True)
    desk = await desk_of(interaction)
    try:
        if file.size > LARGEST:
            raise FileRefusedError("size")  # noqa: TRY301  ends below like any other
        data = await file.read()
        rows = await asyncio.to_thread(rows_of, file.filename, data)
    except FileRefusedError as refused:
        await interaction.edit_original_response(view=bare(_refused_file(refused)))
        return
    name = plain(file.filename, 60)
    whole = desk.scope.clear >= bot.show.last
    if not whole:
        # What the check finds may tell more than they have seen: it waits for their word.
        import_id = await _keep(interaction, guild_id, name, data, "", dry_run=dry_run, through=desk.scope.clear)
        words = _("The file is checked against every episode, and the report may tell you more than you have seen.")
        yes = ImportDo.button(f"im1:check:{import_id}", _("Yes, check it"), style=discord.ButtonStyle.danger)
        cancel = ImportDo.button(f"im1:cancel:{import_id}", _("Not now"))
        view = dialog(
            _("Check {rows} rows?").format(rows=len(rows)),
            f"{finished_words(desk)} {words}",
            controls=[row(yes, cancel)],
            caution=True,
        )
        await interaction.edit_original_response(view=view)
        return
    await _report(interaction, guild_id, name, data, dry_run=dry_run)


async def _keep(
    interaction: "Interaction",
    guild_id: int,
    name: str,
    data: bytes,
    plan_hash: str,
    *,
    dry_run: bool,
    through: Episode,
) -> int:
    bot = interaction.client
    return await bot.store.edits.add_import(
        bot.show.id,
        guild_id,
        by=interaction.user.id,
        at=discord.utils.utcnow(),
        through=through,
        # A file that was asked about only is never saved: what its report says is no hash.
        plan_hash="dry run" if dry_run else plan_hash,
        name=name,
        content=data,
    )


async def _report(interaction: "Interaction", guild_id: int, name: str, data: bytes, *, dry_run: bool) -> None:
    """Check every row, with a sign of progress in the reply, and answer with the report."""
    plan = await _plan(interaction, guild_id, name, data, progress=True)
    import_id = 0
    if not dry_run and any(each.what in {"add", "change"} for each in plan):
        show = interaction.client.show
        import_id = await _keep(interaction, guild_id, name, data, _hash(plan), dry_run=False, through=show.last)
    desk = await desk_of(interaction, interaction.client.show.last)
    report = discord.File(io.BytesIO(_report_text(plan, desk).encode()), "report.txt")
    view = _check_card(name, plan, desk, import_id, report)
    await interaction.edit_original_response(view=view, attachments=[report])


async def _plan(
    interaction: "Interaction", guild_id: int, name: str, data: bytes, *, progress: bool = False
) -> list[Planned]:
    bot = interaction.client
    rows = await asyncio.to_thread(rows_of, name, data)
    items: dict[Kind, dict[int, Item]] = {
        kind: {item.id: item for item in await bot.store.edits.items(bot.show.id, guild_id, kind)} for kind in KINDS
    }
    here = Here(
        bot.show,
        await bot.store.facts.subjects(bot.show.id, bot.show.last),
        await bot.store.facts.names(bot.show.id, bot.show.last),
        items,
        lambda kind, slug: own_id(guild_id, kind, slug),
        lambda kind: new_id(guild_id, kind),
    )
    checking = Plan(rows, here).rows()
    plan: list[Planned] = []
    while len(plan) < len(rows):
        if progress and len(rows) > _STEP:
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

    async def act(self, interaction: "Interaction", guild_id: int) -> None:
        """Do it, once only."""
        bot, import_id = interaction.client, int(self.state["file"])
        if self.state["do"] == "undo":
            await _undo(interaction, guild_id, import_id)
            return
        file = await bot.store.edits.import_file(guild_id, import_id)
        if file is None or file.edited_by != interaction.user.id:
            await answer(
                interaction, bare(_("This file is gone: it was imported, cancelled, or another one came after it."))
            )
        elif self.state["do"] == "cancel":
            await bot.store.edits.cancel_import(guild_id, import_id)
            await interaction.response.edit_message(view=bare(_("Cancelled. Nothing was changed.")), attachments=[])
        elif self.state["do"] == "check":
            await interaction.response.defer()
            await _report(interaction, guild_id, file.name, file.content, dry_run=file.plan_hash == "dry run")
        elif file.plan_hash:
            await interaction.response.defer()
            await _import(interaction, guild_id, import_id, file.name, file.content, file.plan_hash)


async def _import(
    interaction: "Interaction", guild_id: int, import_id: int, name: str, data: bytes, plan_hash: str
) -> None:
    bot = interaction.client
    plan = await _plan(interaction, guild_id, name, data, progress=True)
    changes = [
        Change(each.item_id, each.revision, each.content, each.state, "imported", each.author_id)
        for each in plan
        if each.what in {"add", "change"} and each.content is not None
    ]
    try:
        if _hash(plan) != plan_hash:
            raise StaleEditError  # noqa: TRY301  the same as a save that came between
        await bot.store.edits.save_import(
            bot.show.id, guild_id, import_id, changes, by=interaction.user.id, at=discord.utils.utcnow()
        )
    except StaleEditError:
        words = _("Something here changed since the check, so nothing was imported. Run {command} again.").format(
            command=bot.mention("fact import")
        )
        await interaction.edit_original_response(view=bare(words), attachments=[])
        return
    words = _("Imported {rows} rows: {added} added, {changed} changed.").format(
        rows=len(changes), added=_count(plan, "add"), changed=_count(plan, "change")
    )
    undo = ImportDo.button(f"im1:undo:{import_id}", _("Undo the import"))
    await interaction.edit_original_response(view=bare(words, row(undo)), attachments=[])
    told = _("{who} imported {rows} rows from a file.").format(who=who(interaction.user.id), rows=len(changes))
    # Its own reply is gone tomorrow; the log stays.
    await _log(bot, guild_id, told, row(ImportDo.button(f"im1:undo:{import_id}", _("Undo the import"))))


async def _undo(interaction: "Interaction", guild_id: int, import_id: int) -> None:
    """One undo for a whole import; what somebody changed again since then stays as they left it."""
    bot = interaction.client
    await interaction.response.defer()
    changes: list[Change] = []
    stays = 0
    for item, revision in await bot.store.edits.imported(guild_id, import_id):
        undo = await bot.store.edits.undo(guild_id, item, revision)
        if undo is None or undo.over:
            stays += 1
        else:
            changes.append(undo.change)
    try:
        await bot.store.edits.undo_import(
            bot.show.id, guild_id, import_id, changes, by=interaction.user.id, at=discord.utils.utcnow()
        )
    except StaleEditError:
        words = _("This import was undone already, or something changed in this very moment. Nothing was done now.")
        await interaction.edit_original_response(view=bare(words))
        return
    words = _("Undone: {rows} rows are as they were before the import.").format(rows=len(changes))
    if stays:
        words += " " + _("{rows} were changed again since and stay as they are.").format(rows=stays)
    await interaction.edit_original_response(view=bare(words))
    await _log(
        bot,
        guild_id,
        _("{who} undid an import of {rows} rows.").format(who=who(interaction.user.id), rows=len(changes)),
    )


async def _log(bot: "FanBot", guild_id: int, words: str, *controls: ui.ActionRow[Any]) -> None:
    channel_id = (await bot.store.guilds.settings(guild_id)).log_channel
    if channel_id is not None:
        await post(bot, guild_id, channel_id, bare(words, *controls))


# --------------------------------------------------------------------------------------------------- words


def _count(plan: Iterable[Planned], what: str) -> int:
    return sum(1 for each in plan if each.what == what)


def _check_card(name: str, plan: Sequence[Planned], desk: Desk, import_id: int, report: discord.File) -> ui.LayoutView:
    saved = _count(plan, "add") + _count(plan, "change")
    counts = _("{rows} rows: {added} to add, {changed} to change, {same} the same, {refused} refused.").format(
        rows=len(plan),
        added=_count(plan, "add"),
        changed=_count(plan, "change"),
        same=_count(plan, "same"),
        refused=_count(plan, "refused"),
    )
    lines: list[str] = []
    for heading, what in ((_("Refused"), "refused"), (_("Changed"), "change")):
        rows = [each for each in plan if each.what == what]
        if rows:
            lines.append(f"### {heading}")
            lines += [f"- {row_words(each, desk, _NAMED)}" for each in rows[:_SHOWN]]
            if len(rows) > _SHOWN:
                lines.append("- " + _("{rows} more in report.txt").format(rows=len(rows) - _SHOWN))
    for heading, what in ((_("Added"), "add"), (_("The same"), "same")):
        rows = [each.number for each in plan if each.what == what]
        if rows:
            lines += [f"### {heading}", f"- {_ranges(rows)}"]
    items: list[ui.Item[Any]] = [
        text(
            "## " + _("Import check"),
            f"{counts} {_('Nothing is saved yet.')}",
            f"-# {escape(shown_name(name, _('a file')))}",
        ),
        line(),
        text(*lines),
        line(),
        ui.File[Any](report),
    ]
    if import_id:
        items.append(
            row(
                ImportDo.button(
                    f"im1:save:{import_id}",
                    _("Yes, import {rows} rows").format(rows=saved),
                    style=discord.ButtonStyle.primary,
                ),
                ImportDo.button(f"im1:cancel:{import_id}", _("Cancel")),
            )
        )
    return card(Accent.DESK, *items)


def _ranges(numbers: Sequence[int]) -> str:
    """1 to 3, 5, 7 to 9."""
    runs = [
        [number for _index, number in run]
        for _gap, run in groupby(enumerate(numbers), key=lambda each: each[1] - each[0])
    ]
    shown = [
        str(run[0]) if len(run) == 1 else _("{first} to {last}").format(first=run[0], last=run[-1]) for run in runs[:20]
    ]
    more = [_("and more in report.txt")] if len(runs) > len(shown) else []
    return (_("Row {rows}") if len(numbers) == 1 else _("Rows {rows}")).format(rows=", ".join((*shown, *more)))


def row_words(planned: Planned, desk: Desk, most: int) -> str:
    """A row, the field and the reason, the first few of each; never a word of the story."""
    start = _("Row {number}").format(number=planned.number)
    if planned.what == "refused":
        reasons = list(dict.fromkeys(refusal_words(each) for each in planned.refusals))
    elif planned.what == "change":
        reasons = _changed_fields(planned, desk)
        most *= 2  # they are short
    else:
        reasons = []
    return " · ".join((start, *reasons[:most], *(["…"] if len(reasons) > most else [])))


def _changed_fields(planned: Planned, desk: Desk) -> list[str]:
    before, after = planned.before, planned.content
    assert before is not None, "a change has something before it"  # noqa: S101  says why it holds
    assert after is not None, "a change has something to save"  # noqa: S101  says why it holds
    changed = fields_changed(before.content, after)
    words: list[str] = []
    if before.content.revealed_in != after.revealed_in:
        old, new = desk.gate(before.content.revealed_in), desk.gate(after.revealed_in)
        words.append(f"{_('episode')} {old} → {new}")
    if "topic" in changed:
        words.append(f"{_('topic')} {cards.topic_words(before.content.topic)} → {cards.topic_words(after.topic)}")
    names = {
        "text": _("text"), "answer": _("right option"), "wrong": _("wrong options"), "explanation": _("explanation"),
        "difficulty": _("difficulty"), "about": _("about"), "facts": _("facts"), "sources": _("source"),
    }  # fmt: skip
    words += [_("another {field}").format(field=names[field]) for field in changed if field in names]
    if (before.now.state == "retired") != (planned.state == "retired"):
        words.append(_("hidden here") if planned.state == "retired" else _("shown again"))
    return words


def refusal_words(refusal: Refusal) -> str:
    """Why a row is refused, without a word of the story."""
    field = escape(refusal.field, 40)
    broken = refusal.broken
    if broken is not None:
        match broken.rule:
            case "blank":
                return _("{field} is empty, or holds line breaks or control characters").format(field=field)
            case "marks":
                return _("{field} holds one of the characters {marks}").format(field=field, marks=r"\| \` \\")
            case "long":
                return _("{field} has {length} characters; {limit} at most").format(
                    field=field, length=broken.length, limit=LIMITS[broken.kind]
                )
            case "same options":
                return _("it needs three wrong options, all different")
            case "address":
                return _("{field} holds no web address").format(field=field)
            case _:
                return _("{field} names somebody known from {known} only").format(field=field, known=broken.known)
    return {
        "unknown": _("{field} is no key of a row"),
        "missing": _("{field} is missing"),
        "type": _("{field} is of the wrong type"),
        "episode": _("{field} is no episode that fits"),
        "choice": _("{field} is none of the known values"),
        "about": _("{field} names nobody I know"),
        "id": _("{field} names something else, or nothing"),
        "twice": _("{field} stands in the file twice"),
        "twin": _("{field} says the same as another one"),
        "rule": _("{field} breaks a rule"),
    }[refusal.why].format(field=field)


def _report_text(plan: Sequence[Planned], desk: Desk) -> str:
    words = {"add": _("add"), "change": _("change"), "same": _("same"), "refused": _("refused")}
    return "\n".join(f"{words[each.what]}: {row_words(each, desk, _REASONS)}" for each in plan) + "\n"


def _refused_file(refused: FileRefusedError) -> str:
    """One clear answer about a file that is none; nothing of it is repeated but a place or a key."""
    where = escape(refused.detail, 40)
    at = " " + _("Line {line} is where it ends to make sense.").format(line=where) if where else ""
    words = {
        "size": _("The file is larger than {limit} MiB.").format(limit=LARGEST // 2**20),
        "encoding": _("The file is not text in UTF-8."),
        "json": _("The file is not JSON.") + at,
        "toml": _("The file is not TOML.") + at,
        "duplicate": _("The file says something twice that may stand there once: {where}.").format(where=where),
        "shape": _("The file may hold lists of facts and questions only: [[facts]] and [[questions]]."),
        "empty": _("The file holds no row."),
        "rows": _("The file has {rows} rows; {limit} at most.").format(rows=where, limit=MOST_ROWS),
    }[refused.why]
    return f"{words} " + _("Nothing was changed.")


CONTROLS: tuple[type[Control], ...] = (ExportYes, ImportDo)
