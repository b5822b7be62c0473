"""Export as editors see it: what this server added, changed and hides, as a file."""

import asyncio
import io
from typing import Any, Final

import discord
from discord import ui

from bot.client import Interaction
from bot.limits import FILE
from bot.locale import _
from bot.show.edits import KINDS
from bot.show.episodes import PREMISE, Episode
from bot.show.export_file import Format, example, written
from bot.ui.editing.access import EditorControl, Keep, answer, desk_of, finished_words
from bot.ui.editing.cards import dialog
from bot.ui.kit.layout import Accent, card, row, text


async def export(interaction: Interaction, guild_id: int, form: str, through: Episode = PREMISE) -> None:
    """Send the file; ask first where it tells more than the editor has seen, or agreed to see."""
    bot, desk = interaction.client, await desk_of(interaction, through)
    items = [item for kind in KINDS for item in await bot.store.edits.layer(bot.show.id, guild_id, kind)]
    kept: Format = "json" if form == "json" else "toml"
    if not items:
        words = _("This server has changed nothing yet, so there is nothing to export.")
        shows = _("The file shows how a row looks; {command} takes such files.").format(
            command=bot.mention("fact import")
        )
        await _send(interaction, f"{words} {shows}", discord.File(io.BytesIO(example(kept)), f"example.{kept}"))
        return
    furthest = max(item.content.revealed_in for item in items)
    sites, sources = bot.show.sites, [source for item in items for source in item.content.sources]
    if any(sites.name(source, desk.scope.clear) != source.typed for source in sources):
        furthest = bot.show.last  # what is typed as a source can tell anything
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
    data = await asyncio.to_thread(written, items, subjects, kept)
    facts = sum(1 for item in items if item.content.kind == "fact")
    words = _("What this server added, changed and hides. Facts: {facts}, questions: {questions}.").format(
        facts=facts, questions=len(items) - facts
    )
    await _send(interaction, words, discord.File(io.BytesIO(data), f"facts.{kept}"))


async def _send(interaction: Interaction, words: str, file: discord.File) -> None:
    view = card(Accent.DESK, text("### " + _("Export"), words), ui.File[Any](file))
    if interaction.type is discord.InteractionType.component:
        await interaction.response.edit_message(view=view, attachments=[file])
    else:
        await interaction.response.send_message(view=view, file=file, ephemeral=True)


class ExportYes(EditorControl, template=r"ix1:(?P<form>toml|json)(?::(?P<through>\d+))?"):
    """The editor wants the whole file."""

    limit = FILE

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Send it in the place of the question."""
        await export(interaction, guild_id, self.state["form"], Episode.from_ordinal(int(self.state["through"] or 0)))


CONTROLS: Final = (ExportYes,)
