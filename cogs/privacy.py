"""/privacy: what is kept of a member, in plain words; all of it as a file, or gone."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.kit.replies import reply
from bot.ui.member.controls import privacy_view


class PrivacyCog(commands.Cog):
    """What is kept of members."""

    @app_commands.command(description="What I store about you")
    async def privacy(self, interaction: Interaction) -> None:
        """Answer privately."""
        await reply(interaction, await privacy_view(interaction))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(PrivacyCog())
