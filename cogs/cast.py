"""/cast: everyone known so far, and the map of who stands how to whom."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.kit.replies import publicly, reply, reply_in_public
from bot.ui.story.cast import cast_view


class CastCog(commands.Cog):
    """Everyone known so far."""

    @app_commands.command(description="Everyone you have met so far, with their actors")
    @app_commands.describe(private="Show it only to you")
    async def cast(self, interaction: Interaction, private: bool = False) -> None:
        """Answer with the first page."""
        viewer = await interaction.client.viewer(interaction)
        if viewer.openly(private=private) is None:
            await reply(interaction, await cast_view(interaction, viewer, public=False))
        else:
            with await publicly(interaction):
                view = await cast_view(interaction, viewer, public=True)
            await reply_in_public(interaction, view)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(CastCog())
