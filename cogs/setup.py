"""/setup: the first run, in three steps that can be left and taken up again; and what happens when a server lets the bot go."""

import logging

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.client import FanBot, Interaction
from bot.ui.settings.overview import check_manager
from bot.ui.settings.removed import forget_servers
from bot.ui.settings.setup import show_setup

log = logging.getLogger(__name__)


class SetupCog(commands.Cog):
    """The first day in a server, and the last."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Called by discord.py."""
        self.sweep.start()

    async def cog_unload(self) -> None:
        """Called by discord.py."""
        self.sweep.cancel()

    @app_commands.command(name="setup", description="Set how far each channel goes: three questions, under a minute")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def setup(self, interaction: Interaction) -> None:
        """Begin, or go on where it was left."""
        check_manager(interaction)
        await show_setup(interaction)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """It came back, or is new."""
        await self.bot.store.guilds.clear_removed(guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """From now on its data waits; an outage does not end here (discord.py keeps a server that is only unavailable)."""
        await self.bot.store.guilds.set_removed(guild.id, discord.utils.utcnow())

    @tasks.loop(hours=6)
    async def sweep(self) -> None:
        """Delete what is kept of servers that let the bot go a while ago."""
        try:
            await forget_servers(self.bot)
        except Exception:
            log.exception("the sweep of servers failed; it runs again in six hours")

    @sweep.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(SetupCog(bot))
