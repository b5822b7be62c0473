"""/about: which version this is, what it tells from, and under which licence."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.spoilers import escape
from bot.ui.kit.layout import Accent, card, footer, line, text
from bot.ui.member.about import program_version


class AboutCog(commands.Cog):
    """What this bot is."""

    @app_commands.command(description="My version, my sources and my licence")
    async def about(self, interaction: Interaction) -> None:
        """Answer privately."""
        bot = interaction.client
        content = await bot.store.packs.version(bot.show.id)
        what = _("A fan bot for **{title}** that never tells you what you have not seen yet.")
        source = _(
            "Facts are retold from articles, interviews and episode guides. Each names where it was read: press **Sources** "
            "on a card. Something is wrong? Press **Report a mistake** there."
        )
        fans = _(
            "Made by fans; nobody who made or shows the series has anything to do with it. Free software, MIT licence."
        )
        view = card(
            Accent.DESK,
            text("## " + _("About me"), what.format(title=escape(bot.show.title))),
            line(),
            text(
                _("Version · **{version}**").format(version=escape(program_version())),
                _("Facts · **{version}**").format(version=escape(content)),
                _("Servers · **{count}**").format(count=len(bot.guilds)),
            ),
            text(source),
            line(),
            footer(fans),
        )
        await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(AboutCog())
