"""/help: one page of what there is, for whoever asks."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.kit.replies import reply
from bot.ui.member.help_cards import Asker, help_card
from bot.viewer import is_editor, server_permissions


class HelpCog(commands.Cog):
    """What the bot can do and how far it goes here."""

    @app_commands.command(description="What I can do, and how far I go in this channel")
    async def help(self, interaction: Interaction) -> None:
        """Answer privately."""
        bot, guild_id = interaction.client, interaction.guild_id
        asker = Asker(
            viewer=await bot.viewer(interaction),
            in_server=guild_id is not None,
            is_editor=guild_id is not None and is_editor(interaction, await bot.store.guilds.settings(guild_id)),
            is_moderator=guild_id is not None and server_permissions(interaction).manage_guild,
        )
        await reply(interaction, help_card(asker, bot.show.title, bot))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(HelpCog())
