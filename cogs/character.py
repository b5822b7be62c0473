"""/character: the card of somebody in the show."""

from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.story.characters import complete, look_up
from bot.ui.story.people import PEOPLE_FIRST


class CharacterCog(commands.Cog):
    """Who is who, as far as the member and the channel have watched."""

    @app_commands.command(description="Who is who, as far as you and this channel have watched")
    @app_commands.describe(name="A name, a nickname, an actor or a role", private="Show it only to you")
    async def character(
        self, interaction: Interaction, name: app_commands.Range[str, 1, 100], private: bool = False
    ) -> None:
        """Answer with the card of whoever is meant."""
        await look_up(interaction, name, PEOPLE_FIRST, private=private)

    @character.autocomplete("name")
    async def complete_name(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Everybody whom the reply that would follow may be about."""
        return await complete(interaction, typed, "c")


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(CharacterCog())
