"""/lore: the card of anything but a character that facts are about."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.story.characters import complete, look_up
from bot.ui.story.people import THINGS_FIRST


class LoreCog(commands.Cog):
    """What is what, as far as the member and the channel have watched."""

    @app_commands.command(description="Places, the virus, actors, the making of the show, as far as you have watched")
    @app_commands.describe(name="A place, an actor, the webtoon, season 2…", private="Show it only to you")
    async def lore(
        self, interaction: Interaction, name: app_commands.Range[str, 1, 100], private: bool = False
    ) -> None:
        """Answer with the card of whatever is meant."""
        await look_up(interaction, name, THINGS_FIRST, private=private)

    @lore.autocomplete("name")
    async def complete_name(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Everything that the reply that would follow may be about."""
        return await complete(interaction, typed, "l")


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(LoreCog())
