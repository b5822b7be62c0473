"""/help: where to begin."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.kit.replies import reply
from bot.ui.member.help import help_view


class HelpCog(commands.Cog):
    """What the bot can do and how far it goes here."""

    @app_commands.command(description="What I can do, and how far I go in this channel")
    async def help(self, interaction: Interaction) -> None:
        """Answer privately."""
        await reply(interaction, await help_view(interaction))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(HelpCog())
