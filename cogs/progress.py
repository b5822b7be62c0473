"""/progress: the last episode a member says they finished. Private in every way."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.ui.kit.episodes import complete_episodes, parse_episode
from bot.ui.kit.progress import say_progress, say_saved, set_progress
from bot.ui.kit.replies import say


class ProgressCog(commands.GroupCog, group_name="progress", group_description="How far you have watched"):
    """What the member finished; the same in every server and in direct messages."""

    @app_commands.command(name="set", description="Say which episode you finished last, so that I tell you no more")
    @app_commands.describe(episode="The last episode you finished, such as S1E4")
    async def set_(self, interaction: Interaction, episode: app_commands.Range[str, 1, 100]) -> None:
        """Set it, asking once before a jump."""
        bot = interaction.client
        meant = parse_episode(bot.show, episode)
        before = await bot.store.viewers.progress(bot.show.id, interaction.user.id)
        if await set_progress(interaction, meant):
            await say_saved(interaction, meant, before, first=before is None)

    @set_.autocomplete("episode")
    async def complete_episode(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Every episode there is; their numbers tell nothing."""
        return complete_episodes(interaction.client.show, typed)

    @app_commands.command(name="show", description="See which episode you said you finished")
    async def show(self, interaction: Interaction) -> None:
        """Say it."""
        await say_progress(interaction)

    @app_commands.command(name="clear", description="Make me forget which episode you finished")
    async def clear(self, interaction: Interaction) -> None:
        """Forget it."""
        bot = interaction.client
        await bot.store.viewers.clear_progress(bot.show.id, interaction.user.id)
        if (await bot.viewer(interaction)).keeps_nothing:
            await say_progress(interaction)
            return
        words = _("Forgotten. Your next look-up asks how far you are, or say it with {set}.")
        await say(interaction, words.format(set=bot.mention("progress set")))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(ProgressCog())
