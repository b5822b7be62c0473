"""/trivia: games in channels, practice, the daily question, boards."""

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.client import FanBot, Interaction
from bot.limits import GAME, Limit
from bot.show.trivia import QUIZ, WHO
from bot.store.game_values import GameSettings
from bot.ui.trivia.boards import show_leaderboard, show_own_stats, show_stats_of
from bot.ui.trivia.daily import show_daily
from bot.ui.trivia.game_messages import lose_channel, tend_games
from bot.ui.trivia.hosting import stop_game
from bot.ui.trivia.ids import FEWEST, MOST, SLOWEST, Period
from bot.ui.trivia.practice import start_practice
from bot.ui.trivia.starting import CLUES_PACE, PACE, USUAL, play

Difficulty = Literal["easy", "medium", "hard"]
Topic = Literal["people", "places", "story", "behind the scenes"]
Kind = Literal["quiz", "who is it", "which episode", "what came first"]


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
        """Move every running game on."""
        await tend_games(self.bot)

    @tend.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A game that ran there is over."""
        await lose_channel(self.bot, channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, gone: discord.RawThreadDeleteEvent) -> None:
        """A game that ran there is over."""
        await lose_channel(self.bot, gone.thread_id)

    @app_commands.command(
        name="start", description="Start a game in this channel: everybody can answer", extras={Limit: GAME}
    )
    @app_commands.describe(
        rounds="How many questions (default: 5)",
        difficulty="Only questions of this difficulty",
        topic="Only questions about this",
        seconds="Time for each question, 10 to 120 (default: 20; who is it: 35); 0 plays without a clock",
        kind="What is asked (default: quiz)",
    )
    async def start(
        self,
        interaction: Interaction,
        rounds: app_commands.Range[int, FEWEST, MOST] = USUAL,
        difficulty: Difficulty | None = None,
        topic: Topic | None = None,
        seconds: app_commands.Range[int, 0, SLOWEST] | None = None,
        kind: Kind = QUIZ,
    ) -> None:
        """Start it."""
        pace = CLUES_PACE if kind == WHO else PACE
        settings = GameSettings(rounds, pace if seconds is None else seconds, difficulty, topic, play=kind)
        await play(interaction, settings)

    @app_commands.command(name="stop", description="Stop the game in this channel (its host or a moderator)")
    async def stop(self, interaction: Interaction) -> None:
        """Stop it; what was revealed so far counts."""
        await stop_game(interaction)

    @app_commands.command(name="practice", description="Practise alone, as far as you have watched")
    @app_commands.describe(difficulty="Only questions of this difficulty", topic="Only questions about this")
    async def practice(
        self, interaction: Interaction, difficulty: Difficulty | None = None, topic: Topic | None = None
    ) -> None:
        """Ask the first question."""
        await start_practice(interaction, difficulty, topic)

    @app_commands.command(name="daily", description="One question a day, as far as you have watched")
    async def daily(self, interaction: Interaction) -> None:
        """Ask it, or show its answer."""
        await show_daily(interaction)

    @app_commands.command(name="leaderboard", description="The best of this server’s games")
    @app_commands.describe(period="Since when (default: the last 7 days)")
    async def leaderboard(self, interaction: Interaction, period: Period = "week") -> None:
        """Show it."""
        await show_leaderboard(interaction, period)

    @app_commands.command(name="stats", description="How you did in trivia, or how another member did in this server")
    @app_commands.describe(member="Whose (default: yours)")
    async def stats(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """Show it privately."""
        if member is None or member.id == interaction.user.id:
            await show_own_stats(interaction)
        else:
            await show_stats_of(interaction, member)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(TriviaCog(bot))
