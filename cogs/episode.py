"""/episode: what happens in an episode, for whoever has finished it."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.kit.episodes import complete_episodes, parse_episode
from bot.ui.kit.replies import reply
from bot.ui.story.episodes import EPISODES
from bot.ui.story.ids import CardAddress


class EpisodeCog(commands.Cog):
    """What happens in an episode."""

    @app_commands.command(description="What happens in an episode, if you have finished it")
    @app_commands.describe(number="An episode such as S1E4", private="Show it only to you")
    async def episode(
        self, interaction: Interaction, number: app_commands.Range[str, 1, 100], private: bool = False
    ) -> None:
        """Answer with the episode's card, or with how far the member is."""
        viewer = await interaction.client.viewer(interaction)
        address = CardAddress.of_episode(parse_episode(interaction.client.show, number, premise=False))
        if not await EPISODES.show(interaction, viewer, address, viewer.openly(private=private)):
            await reply(interaction, EPISODES.unknown(interaction, viewer, address))

    @episode.autocomplete("number")
    async def complete_number(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Every episode there is; their numbers tell nothing."""
        return complete_episodes(interaction.client.show, typed)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(EpisodeCog())
