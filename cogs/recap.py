"""/recap: what happened so far, an episode a page. Always private."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.kit.episodes import complete_episodes, parse_episode
from bot.ui.kit.replies import reply
from bot.ui.story.recap import recap_view


class RecapCog(commands.Cog):
    """Remember in ten seconds."""

    @app_commands.command(description="What happened so far, an episode a page, only for you")
    @app_commands.describe(up_to="The last episode of the recap (default: the last one you finished)")
    async def recap(self, interaction: Interaction, up_to: app_commands.Range[str, 1, 100] | None = None) -> None:
        """Open on the last page: what they saw most recently."""
        viewer = await interaction.client.viewer(interaction)
        end = None if up_to is None else parse_episode(interaction.client.show, up_to, premise=False)
        await reply(interaction, await recap_view(interaction, viewer, end or viewer.finished, end))

    @recap.autocomplete("up_to")
    async def complete_up_to(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Every episode there is; their numbers tell nothing."""
        return complete_episodes(interaction.client.show, typed)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(RecapCog())
