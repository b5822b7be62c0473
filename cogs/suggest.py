"""/suggest: what members tell the moderators, and what they hear of it."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.reviews import suggesting


class SuggestCog(commands.Cog):
    """Suggestions, and their outcomes."""

    @app_commands.command(description="Suggest a fact, a correction or a trivia question: moderators read it")
    @app_commands.describe(about="Whom or what it is about, or: a trivia question")
    async def suggest(self, interaction: Interaction, about: app_commands.Range[str, 1, 100]) -> None:
        """Open the form."""
        await suggesting.suggest_about(interaction, about)

    @suggest.autocomplete("about")
    async def complete_about(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Whomever and whatever the member knows."""
        viewer = await interaction.client.viewer(interaction)
        return await suggesting.complete_about(interaction.client, typed, viewer.typing(private=True))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(SuggestCog())
