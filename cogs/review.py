"""/review: the queue of suggestions and reports, for moderators to decide."""

import logging

from discord import app_commands
from discord.ext import commands, tasks

from bot.client import FanBot, Interaction
from bot.ui.editing.access import require_editor
from bot.ui.editing.releases import tell_of_release
from bot.ui.reviews.posting import ReviewPosts
from bot.ui.reviews.queue import show_first

log = logging.getLogger(__name__)


class ReviewCog(commands.Cog):
    """The queue, its cards in the review channel, and who hears of what was decided."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot
        self._posts = ReviewPosts(bot)
        self._told_of_release = False  # a pack changes only before a start

    async def cog_load(self) -> None:
        """Called by discord.py."""
        self.sweep.start()

    async def cog_unload(self) -> None:
        """Called by discord.py."""
        self.sweep.cancel()

    @app_commands.command(description="Decide what members suggest and report")
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def review(self, interaction: Interaction) -> None:
        """Show the first of the queue."""
        await show_first(interaction, await require_editor(interaction))

    @commands.Cog.listener()
    async def on_review_added(self, guild_id: int | None, review_id: int) -> None:
        """Post its card."""
        if guild_id is not None:
            await self._posts.announce(guild_id, review_id)

    @commands.Cog.listener()
    async def on_review_decided(self, guild_id: int, review_id: int) -> None:
        """Close the card, and write to those who asked for it."""
        await self._posts.redraw(guild_id, review_id)
        await self._posts.write_outcomes()

    @commands.Cog.listener()
    async def on_ceiling_changed(self) -> None:
        """No card says more than its channel goes."""
        await self._posts.redraw_outdated()

    @commands.Cog.listener()
    async def on_facts_changed(self, guild_id: int) -> None:
        """What a card is about may be told later by now, or no more."""
        await self._posts.redraw_outdated(guild_id)

    @commands.Cog.listener()
    async def on_member_forgotten(self) -> None:
        """Empty their cards at once."""
        await self._posts.empty_stranded()

    @tasks.loop(minutes=10)
    async def sweep(self) -> None:
        """Do once more what could not be done when it was due. Where one step fails the others are still made."""
        posts = self._posts
        steps = (
            posts.empty_stranded, posts.announce_waiting, posts.redraw_outdated, posts.write_outcomes, self._tell_of_release,
        )  # fmt: skip
        for step in steps:
            try:
                await step()
            except Exception:
                log.exception("the sweep of reviews failed; the next try is in ten minutes")

    @sweep.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()

    async def _tell_of_release(self) -> None:
        if not self._told_of_release:
            self._told_of_release = await tell_of_release(self.bot)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(ReviewCog(bot))
