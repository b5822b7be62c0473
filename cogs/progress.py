"""/progress: the last episode a member says they finished. Private in every way."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.ui.kit import phrases
from bot.ui.kit.episodes import complete_episodes, parse_episode
from bot.ui.kit.progress import set_progress
from bot.ui.kit.replies import say


class ProgressCog(commands.GroupCog, group_name="progress", group_description="How far you have watched"):
    """What the member finished; the same in every server and in direct messages."""

    @app_commands.command(name="set", description="Say which episode you finished last, so that I tell you no more")
    @app_commands.describe(episode="The last episode you finished, such as S1E4")
    async def set_(self, interaction: Interaction, episode: app_commands.Range[str, 1, 100]) -> None:
        """Set it, asking once before a jump."""
        bot = interaction.client
        meant = parse_episode(bot.show, episode)
        first = await bot.store.viewers.progress(bot.show.id, interaction.user.id) is None
        if await set_progress(interaction, meant):
            await say(interaction, phrases.progress_was_set(meant, bot, first=first))

    @set_.autocomplete("episode")
    async def complete_episode(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Every episode there is; their numbers tell nothing."""
        return complete_episodes(interaction.client.show, typed)

    @app_commands.command(name="show", description="See which episode you said you finished")
    async def show(self, interaction: Interaction) -> None:
        """Say it."""
        bot = interaction.client
        progress = await bot.store.viewers.progress(bot.show.id, interaction.user.id)
        await say(interaction, phrases.progress_is(progress, bot))

    @app_commands.command(name="clear", description="Make me forget which episode you finished")
    async def clear(self, interaction: Interaction) -> None:
        """Forget it."""
        bot = interaction.client
        await bot.store.viewers.clear_progress(bot.show.id, interaction.user.id)
        words = _("Forgotten. I tell you only what is safe for everyone now. {set}")
        await say(interaction, words.format(set=bot.mention("progress set")))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(ProgressCog())
