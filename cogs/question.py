"""/question: what editors add to the trivia, change and hide, for their own server."""

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.limits import FILE, Limit
from bot.ui.editing import exporting, importing
from bot.ui.editing.access import require_editor
from bot.ui.editing.choices import complete_items, target_meant
from bot.ui.editing.controls import open_item
from bot.ui.editing.forms import open_form
from bot.ui.editing.ids import ItemAction, ListPage, QuestionFormId
from bot.ui.editing.lists import show_list
from bot.ui.kit.episodes import complete_episodes, parse_episode

Picked = app_commands.Range[str, 1, 100]


@app_commands.default_permissions(manage_messages=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class QuestionCog(commands.GroupCog, group_name="question", group_description="Change what this server’s trivia asks"):
    """Questions, for the editors of one server."""

    @app_commands.command(name="add", description="Add a trivia question for this server")
    async def add(self, interaction: Interaction) -> None:
        """Open the form."""
        await require_editor(interaction)
        await open_form(interaction, QuestionFormId(), {})

    @app_commands.command(name="edit", description="Change a trivia question for this server")
    @app_commands.describe(question="Type an episode such as S1E4, or words of the question", why="Seen in the history")
    async def edit(self, interaction: Interaction, question: Picked, why: app_commands.Range[str, 1, 40] = "") -> None:
        """Open the form with today's values."""
        guild_id = await require_editor(interaction)
        target = await target_meant(interaction, guild_id, "question", question, "edit")
        await open_item(interaction, guild_id, "edit", target, why)

    @app_commands.command(name="retire", description="Hide a trivia question from this server")
    @app_commands.describe(question="Type an episode such as S1E4, or words of the question")
    async def retire(self, interaction: Interaction, question: Picked) -> None:
        """Ask why."""
        await self._open(interaction, "retire", question)

    @app_commands.command(name="restore", description="Ask a hidden trivia question again")
    @app_commands.describe(question="Type an episode such as S1E4, or words of the question")
    async def restore(self, interaction: Interaction, question: Picked) -> None:
        """Ask why."""
        await self._open(interaction, "restore", question)

    @app_commands.command(name="history", description="Who changed a trivia question, when and why, and undo")
    @app_commands.describe(question="Type an episode such as S1E4, or words of the question")
    async def history(self, interaction: Interaction, question: Picked) -> None:
        """Show every version."""
        await self._open(interaction, "history", question)

    @app_commands.command(name="list", description="The trivia questions as this server has them")
    @app_commands.describe(
        changed_here="Only what this server changed", order="By episode, or what is missed most first"
    )
    async def list_items(
        self,
        interaction: Interaction,
        changed_here: bool = False,
        order: Literal["by episode", "most missed"] = "by episode",
    ) -> None:
        """Show the first page."""
        guild_id = await require_editor(interaction)
        missed = True if order == "most missed" else None
        await show_list(interaction, guild_id, ListPage("question", changed_here, missed=missed))

    @app_commands.command(name="export", description="A file of this server’s own questions", extras={Limit: FILE})
    @app_commands.describe(format="How the file is written")
    @app_commands.choices(format=exporting.FORMATS)
    async def export(self, interaction: Interaction, format: app_commands.Choice[str]) -> None:  # noqa: A002  the option's name is the contract
        """Send it privately, after asking where it tells more than the editor has seen."""
        guild_id = await require_editor(interaction)
        await exporting.export(interaction, guild_id, "json" if format.value == "json" else "toml", only="question")

    @app_commands.command(name="import", description="Check a list of questions, then import it", extras={Limit: FILE})
    @app_commands.describe(
        file="CSV, JSON of OpenTDB, YAML of questions and answers, or what /question export writes",
        episode="After which all of it is safe, where the list does not say; asked for otherwise",
        dry_run="Only the report",
    )
    async def import_file(
        self, interaction: Interaction, file: discord.Attachment, episode: str | None = None, dry_run: bool = False
    ) -> None:
        """Say row by row what it would do; a button does it."""
        guild_id = await require_editor(interaction)
        gate = None if episode is None else parse_episode(interaction.client.show, episode)
        await importing.check_file(interaction, guild_id, file, dry_run=dry_run, lists=True, gate=gate)

    @import_file.autocomplete("episode")
    async def complete_episode(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Episodes."""
        return complete_episodes(interaction.client.show, typed)

    @edit.autocomplete("question")
    @history.autocomplete("question")
    async def complete_question(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Questions by episode and words."""
        return await complete_items(interaction, "question", typed, "edit")

    @retire.autocomplete("question")
    async def complete_shown_question(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The same of those that are asked here."""
        return await complete_items(interaction, "question", typed, "retire")

    @restore.autocomplete("question")
    async def complete_hidden_question(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The same of those that are hidden here."""
        return await complete_items(interaction, "question", typed, "restore")

    async def _open(self, interaction: Interaction, do: ItemAction, question: str) -> None:
        guild_id = await require_editor(interaction)
        target = await target_meant(interaction, guild_id, "question", question, do)
        await open_item(interaction, guild_id, do, target)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(QuestionCog())
