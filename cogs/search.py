"""/search: facts by what people ask. Always private, since others can see the options of a public reply."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.matching.pasted import unwrapped
from bot.show.spoilers import is_blank, plain
from bot.ui.kit.replies import reply, say
from bot.ui.story.search import results_view
from bot.ui.story.search_cards import LONGEST


class SearchCog(commands.Cog):
    """Plain questions welcome."""

    @app_commands.command(description="Search the facts, as far as you have watched; only you see it")
    @app_commands.describe(text="Some words or a plain question")
    async def search(self, interaction: Interaction, text: app_commands.Range[str, 1, LONGEST]) -> None:
        """Answer privately with the best hits."""
        viewer = await interaction.client.viewer(interaction)
        # On one line: what was asked becomes part of `custom_id`s.
        asked = plain(unwrapped(text, question=True), LONGEST)
        if is_blank(asked):
            words = _("Ask me something with {search}: some words or a plain question.")
            await say(interaction, words.format(search=interaction.client.mention("search")))
        else:
            await reply(interaction, await results_view(interaction, viewer, asked))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(SearchCog())
