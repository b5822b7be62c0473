"""The question of the day where a server has it posted: looked after in the background."""

from discord.ext import commands, tasks

from bot.client import FanBot
from bot.ui.trivia.daily_posts import tend_dailies


class DailyCog(commands.Cog):
    """Daily questions in channels."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Begin; what a killed process left is gone on with."""
        self.tend.start()

    async def cog_unload(self) -> None:
        """End."""
        self.tend.cancel()

    @tasks.loop(seconds=20)
    async def tend(self) -> None:
        """Post and edit what is due."""
        await tend_dailies(self.bot)

    @tend.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(DailyCog(bot))
