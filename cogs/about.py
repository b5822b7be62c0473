"""/about: which version this is, what it tells from, and under which licence."""

from importlib.metadata import PackageNotFoundError, version

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.ui.kit.replies import reply
from bot.ui.member.cards import about_card


class AboutCog(commands.Cog):
    """What this bot is."""

    @app_commands.command(description="My version, my sources and my licence")
    async def about(self, interaction: Interaction) -> None:
        """Answer privately."""
        bot = interaction.client
        try:
            program = version("hyosan")
        except PackageNotFoundError:
            program = _("started from its folder")
        facts = await bot.store.packs.version(bot.show.id)
        await reply(interaction, about_card(bot.show.title, program, facts, len(bot.guilds)))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(AboutCog())
