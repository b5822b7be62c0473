"""/cast: everyone known so far, and the map of who stands how to whom."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.story.cast import cast_view
from bot.ui.story.controls import send_private


class CastCog(commands.Cog):
    """Everyone known so far."""

    @app_commands.command(description="Everyone you have met so far, with their actors")
    @app_commands.describe(private="Show it only to you")
    async def cast(self, interaction: Interaction, private: bool = False) -> None:
        """Answer with the first page."""
        viewer = await interaction.client.viewer(interaction)
        if viewer.openly(private=private) is None:
            await send_private(interaction, viewer, await cast_view(interaction, viewer, 1, public=False))
        else:
            await interaction.response.send_message(view=await cast_view(interaction, viewer, 1, public=True))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(CastCog())
