"""/about: which version this is, what it tells from, and under which licence."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.kit.replies import reply
from bot.ui.member.about import about_view


class AboutCog(commands.Cog):
    """What this bot is."""

    @app_commands.command(description="My version, my sources and my licence")
    async def about(self, interaction: Interaction) -> None:
        """Answer privately."""
        await reply(interaction, await about_view(interaction))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(AboutCog())
