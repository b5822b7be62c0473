"""/trivia: games in channels, practice, the daily question, boards."""

import asyncio
import logging
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.client import FanBot, Interaction
from bot.limits import GAME, Limit
from bot.locale import _
from bot.store.games import GameSettings
from bot.ui.editing.access import answer
from bot.ui.trivia import solo as practice
from bot.ui.trivia.cards import stats_card
from bot.ui.trivia.games import PACE, USUAL, may_lead, say, show_game, start_game, tend_game
from bot.ui.trivia.results import fill_leaderboard

log = logging.getLogger(__name__)

Difficulty = Literal["easy", "medium", "hard"]
Topic = Literal["people", "places", "story", "behind the scenes"]
Period = Literal["week", "month", "all"]

FEWEST, MOST = 3, 20
QUICKEST, SLOWEST = 10, 120


class TriviaCog(commands.GroupCog, group_name="trivia", group_description="Questions about what you have seen"):
    """Games in channels, practice, the daily question and boards."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Begin to tend games; those that a killed process left go on from where they stood."""
        self.tend.start()

    async def cog_unload(self) -> None:
        """Stop tending them."""
        self.tend.cancel()

    @tasks.loop(seconds=1)
    async def tend(self) -> None:
        """Move every running game on. One that fails neither stops the others nor this loop."""
        try:
            for_now = await self.bot.store.games.to_tend(discord.utils.utcnow())
            results = await asyncio.gather(*(tend_game(self.bot, each) for each in for_now), return_exceptions=True)
        except Exception:
            log.exception("games could not be read")
            return
        for each, result in zip(for_now, results, strict=True):
            if isinstance(result, Exception):
                log.error("game %s could not be moved on", each.game_id, exc_info=result)

    @tend.before_loop
    async def before_tend(self) -> None:
        """Nothing can be edited before the bot is connected."""
        await self.bot.wait_until_ready()

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A game that ran there is over."""
        await self._end_in(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, gone: discord.RawThreadDeleteEvent) -> None:
        """A game that ran there is over."""
        await self._end_in(gone.thread_id)

    async def _end_in(self, channel_id: int) -> None:
        game = await self.bot.store.games.running_in(channel_id)
        if game is not None:
            await self.bot.store.games.end_game(game.id, "deleted", discord.utils.utcnow())

    @app_commands.command(
        name="start", description="Start a game in this channel: everybody can answer", extras={Limit: GAME}
    )
    @app_commands.describe(
        rounds="How many questions (default: 5)",
        difficulty="Only questions of this difficulty",
        topic="Only questions about this",
        seconds="Time for each question, 10 to 120 (default: 20); 0 plays without a clock",
    )
    async def start(
        self,
        interaction: Interaction,
        rounds: app_commands.Range[int, FEWEST, MOST] = USUAL,
        difficulty: Difficulty | None = None,
        topic: Topic | None = None,
        seconds: app_commands.Range[int, 0, SLOWEST] = PACE,
    ) -> None:
        """Start it."""
        if 0 < seconds < QUICKEST:
            words = _("Choose 0 for no clock, or {quickest} to {slowest} seconds, with {start}.")
            start = interaction.client.mention("trivia start")
            await say(interaction, words.format(quickest=QUICKEST, slowest=SLOWEST, start=start))
            return
        await start_game(interaction, GameSettings(rounds, seconds, difficulty, topic))

    @app_commands.command(name="stop", description="Stop the game in this channel (its host or a moderator)")
    async def stop(self, interaction: Interaction) -> None:
        """Stop it; what was revealed so far counts."""
        bot, games = interaction.client, interaction.client.store.games
        game = await games.running_in(interaction.channel_id) if interaction.channel_id else None
        if game is None:
            words = _("No game is running in this channel. {start} starts one.").format(
                start=bot.mention("trivia start")
            )
            await say(interaction, words)
            return
        if not await may_lead(interaction, game):
            host = _("the host") if game.host_id is None else f"<@{game.host_id}>"
            words = _("Only {host} or a moderator can stop this game. {practice} asks you alone.")
            await say(interaction, words.format(host=host, practice=bot.mention("trivia practice")))
            return
        await games.end_game(game.id, "stopped", discord.utils.utcnow())
        await say(interaction, _("The game is over. Its message shows the standings."))
        await show_game(bot, game.id)

    @app_commands.command(name="practice", description="Practise alone, as far as you have watched")
    @app_commands.describe(difficulty="Only questions of this difficulty", topic="Only questions about this")
    async def practice(
        self, interaction: Interaction, difficulty: Difficulty | None = None, topic: Topic | None = None
    ) -> None:
        """Ask the first question."""
        await practice.start_practice(interaction, difficulty, topic)

    @app_commands.command(name="daily", description="One question a day, as far as you have watched")
    async def daily(self, interaction: Interaction) -> None:
        """Ask it, or show its answer."""
        await practice.send_daily(interaction)

    @app_commands.command(name="leaderboard", description="The best of this server's games")
    @app_commands.describe(period="Since when (default: the last 7 days)")
    async def leaderboard(self, interaction: Interaction, period: Period = "week") -> None:
        """Show it to everybody, unless replies are private here."""
        viewer = await interaction.client.viewer(interaction)
        await interaction.response.defer(ephemeral=viewer.private_here or interaction.guild_id is None, thinking=True)
        await fill_leaderboard(interaction, period)

    @app_commands.command(name="stats", description="How you did in trivia, or how another member did in this server")
    @app_commands.describe(member="Whose (default: yours)")
    async def stats(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Show it privately."""
        bot, scores = interaction.client, interaction.client.store.scores
        if member is None or member.id == interaction.user.id:
            guild = interaction.guild_id or 0
            day, _tomorrow = await practice.today(bot, guild)
            stats = await scores.stats(interaction.user.id, None)
            streak = await bot.store.practice.streak(guild, interaction.user.id, day)
            title, small = _("Your trivia"), _("All your games, for your eyes only")
        else:
            is_listed = interaction.guild_id is not None and await bot.store.privacy.is_listed(member.id)
            stats = await scores.stats(member.id, interaction.guild_id) if is_listed else []
            streak = None
            title, small = _("Trivia"), _("<@{member}> in the public games of this server").format(member=member.id)
        if not stats:
            words = _("There is nothing to show yet. {practice} is a beginning.")
            await say(interaction, words.format(practice=bot.mention("trivia practice")))
            return
        await answer(interaction, stats_card(title, small, stats, streak))


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(TriviaCog(bot))
