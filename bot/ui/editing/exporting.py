"""Export as editors see it: what this server added, changed and hides, as a file."""

import asyncio
import io
from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import app_commands, ui

from bot.client import Interaction
from bot.locale import _, sentences
from bot.show.edits import KINDS, Item, Kind
from bot.show.episodes import PREMISE, Episode
from bot.show.export_file import Format, example, written
from bot.ui.editing.access import desk_of, require_editor
from bot.ui.editing.cards import keep_button
from bot.ui.editing.desk import Desk, finished_words
from bot.ui.editing.ids import ExportYesId
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, card, confirm_card, heading, text
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import reply

FORMATS: Final = [app_commands.Choice(name="TOML", value="toml"), app_commands.Choice(name="JSON", value="json")]
"""What a file can be written as, as the commands offer it."""


async def export(
    interaction: Interaction, guild_id: int, form: Format, through: Episode = PREMISE, only: Kind | None = None
) -> None:
    """Send the file, of all or `only` of one kind; ask first where it tells more than the editor has seen, or agreed to see."""
    bot, desk = interaction.client, await desk_of(interaction, through)
    kinds = KINDS if only is None else (only,)
    items = [item for kind in kinds for item in await bot.store.edits.layer(bot.show.id, guild_id, kind)]
    if not items:
        words = _("This server has changed nothing yet, so there’s nothing to export.")
        if only == "question":
            words = _("This server has changed no question yet, so there’s nothing to export.")
        shows = _("The file shows how a row looks; {command} takes such files.").format(
            command=bot.mention(f"{only or 'fact'} import")
        )
        await _send(interaction, sentences(words, shows), example(form, only or "fact"), f"example.{form}")
        return
    furthest = _tells_through(items, desk)
    if not desk.sees(furthest):
        await reply(interaction, _ask_to_export(ExportYesId(form, furthest, only), furthest, desk))
        return
    subjects = await bot.store.facts.subjects(bot.show.id, bot.show.last)
    data = await asyncio.to_thread(written, items, subjects, form)
    facts = sum(1 for item in items if item.content.kind == "fact")
    words = _("What this server added, changed and hides. Facts: {facts}, questions: {questions}.")
    if only == "question":
        words = _("What this server added, changed and hides. Questions: {questions}.")
    words = words.format(facts=facts, questions=len(items) - facts)
    await _send(interaction, words, data, f"{only or 'fact'}s.{form}")


def _tells_through(items: Sequence[Item], desk: Desk) -> Episode:
    """How far somebody must have watched to read the file."""
    sites, sources = desk.show.sites, [source for item in items for source in item.content.sources]
    if any(sites.name(source, desk.scope.clear) != source.typed for source in sources):
        return desk.show.last  # what is typed as a source can tell anything
    return max(item.content.revealed_in for item in items)


def _ask_to_export(pressed: ExportYesId, furthest: Episode, desk: Desk) -> ui.LayoutView:
    tells = _("The file tells what this server added and changed, through {episode}.").format(episode=furthest)
    yes = _("Yes, export through {episode}").format(episode=furthest)
    return confirm_card(
        _("Export through {episode}?").format(episode=furthest),
        sentences(finished_words(desk), tells),
        button(pressed, yes, style=discord.ButtonStyle.danger),
        keep_button(_("Not now")),
    )


async def _send(interaction: Interaction, words: str, data: bytes, name: str) -> None:
    file = discord.File(io.BytesIO(data), name)
    view = card(Accent.DESK, text(heading(_("Export")), words), ui.File[Any](file))
    await reply(interaction, view, files=[file])


async def export_through(interaction: Interaction, pressed: ExportYesId) -> None:
    """Send the file in the place of the question."""
    guild_id = await require_editor(interaction)
    await export(interaction, guild_id, pressed.form, pressed.through or PREMISE, pressed.kind)


HANDLERS: Final[Handlers] = {ExportYesId: export_through}
