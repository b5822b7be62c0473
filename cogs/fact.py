"""/fact: what editors add to the facts, change and hide, for their own server."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.limits import FILE, Limit
from bot.ui.editing import exporting, importing
from bot.ui.editing.access import require_editor
from bot.ui.editing.choices import complete_items, complete_subjects, target_meant
from bot.ui.editing.controls import open_item
from bot.ui.editing.forms import open_form
from bot.ui.editing.ids import FactFormId, ItemAction, ListPage
from bot.ui.editing.lists import show_list

Picked = app_commands.Range[str, 1, 100]


@app_commands.default_permissions(manage_messages=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class FactCog(commands.GroupCog, group_name="fact", group_description="Change what this server tells of the show"):
    """Facts, for the editors of one server."""

    @app_commands.command(name="add", description="Add a fact for this server")
    async def add(self, interaction: Interaction) -> None:
        """Open the form."""
        await require_editor(interaction)
        await open_form(interaction, FactFormId(), {})

    @app_commands.command(name="edit", description="Change a fact for this server")
    @app_commands.describe(fact="Type a subject, an episode such as S1E4, or words of the fact")
    async def edit(self, interaction: Interaction, fact: Picked) -> None:
        """Open the form with today's values."""
        await self._open(interaction, "edit", fact)

    @app_commands.command(name="retire", description="Hide a fact from this server")
    @app_commands.describe(fact="Type a subject, an episode such as S1E4, or words of the fact")
    async def retire(self, interaction: Interaction, fact: Picked) -> None:
        """Ask why."""
        await self._open(interaction, "retire", fact)

    @app_commands.command(name="restore", description="Show a hidden fact again")
    @app_commands.describe(fact="Type a subject, an episode such as S1E4, or words of the fact")
    async def restore(self, interaction: Interaction, fact: Picked) -> None:
        """Ask why."""
        await self._open(interaction, "restore", fact)

    @app_commands.command(name="history", description="Who changed a fact, when and why, and undo")
    @app_commands.describe(fact="Type a subject, an episode such as S1E4, or words of the fact")
    async def history(self, interaction: Interaction, fact: Picked) -> None:
        """Show every version."""
        await self._open(interaction, "history", fact)

    @app_commands.command(name="list", description="The facts as this server has them")
    @app_commands.describe(about="Only facts about somebody or something", changed_here="Only what this server changed")
    async def list_items(
        self, interaction: Interaction, about: Picked | None = None, changed_here: bool = False
    ) -> None:
        """Show the first page."""
        guild_id = await require_editor(interaction)
        await show_list(interaction, guild_id, ListPage("fact", changed_here), about)

    @app_commands.command(
        name="export", description="A file of this server’s own facts and questions", extras={Limit: FILE}
    )
    @app_commands.describe(format="How the file is written")
    @app_commands.choices(format=exporting.FORMATS)
    async def export(self, interaction: Interaction, format: app_commands.Choice[str]) -> None:  # noqa: A002  the option's name is the contract
        """Send it privately, after asking where it tells more than the editor has seen."""
        guild_id = await require_editor(interaction)
        await exporting.export(interaction, guild_id, "json" if format.value == "json" else "toml")

    @app_commands.command(
        name="import", description="Check a file of facts and questions, then import it", extras={Limit: FILE}
    )
    @app_commands.describe(file="A TOML or JSON file, as /fact export writes it", dry_run="Only the report")
    async def import_file(self, interaction: Interaction, file: discord.Attachment, dry_run: bool = False) -> None:
        """Say row by row what it would do; a button does it."""
        guild_id = await require_editor(interaction)
        await importing.check_file(interaction, guild_id, file, dry_run=dry_run)

    @edit.autocomplete("fact")
    @history.autocomplete("fact")
    async def complete_fact(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Facts by subject, episode and words."""
        return await complete_items(interaction, "fact", typed, "edit")

    @retire.autocomplete("fact")
    async def complete_shown_fact(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The same of those that are shown here."""
        return await complete_items(interaction, "fact", typed, "retire")

    @restore.autocomplete("fact")
    async def complete_hidden_fact(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """The same of those that are hidden here."""
        return await complete_items(interaction, "fact", typed, "restore")

    @list_items.autocomplete("about")
    async def complete_about(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Whom and what facts can be about, as far as the editor has watched."""
        return await complete_subjects(interaction, typed)

    async def _open(self, interaction: Interaction, do: ItemAction, fact: str) -> None:
        guild_id = await require_editor(interaction)
        target = await target_meant(interaction, guild_id, "fact", fact, do)
        await open_item(interaction, guild_id, do, target)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(FactCog())
