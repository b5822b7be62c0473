"""Boards: the best of those who are members of a server now, and how one member did."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import discord
from discord import ui

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.trivia import Score
from bot.store.scores import Stats
from bot.ui.kit.layout import bare
from bot.ui.kit.replies import publicly, reply, say
from bot.ui.trivia.board_cards import leaderboard_card, rank_words, stats_card
from bot.ui.trivia.daily import today
from bot.ui.trivia.game_cards import SHOWN
from bot.ui.trivia.ids import Period
from bot.ui.trivia.practice import NOWHERE
from bot.viewer import is_alone, require_member

_PERIODS: Final[dict[Period, timedelta | None]] = {
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "all": None,
}
_ASKED: Final = 100  # members that one board asks Discord for at the most, and a few
_AGAIN: Final = 2  # of those who left, asked for once more by each board: they may have come back
_FORGOTTEN: Final = timedelta(days=1)  # how long somebody who left is not asked for


async def show_leaderboard(interaction: Interaction, period: Period) -> None:
    """Show it to everybody, unless replies are private here."""
    viewer = await interaction.client.viewer(interaction)
    if viewer.private_here or interaction.guild_id is None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await fill_leaderboard(interaction, period)
        return
    await interaction.response.defer(thinking=True)
    with await publicly(interaction):
        await fill_leaderboard(interaction, period)


async def fill_leaderboard(interaction: Interaction, period: Period, *, private: bool = False) -> None:
    """Fill in a reply that was put off."""
    await reply(interaction, await leaderboard(interaction, period, private=private))


async def leaderboard(interaction: Interaction, period: Period, *, private: bool = False) -> ui.LayoutView:
    """The best of this server, for one member or for all."""
    require_member(interaction)
    bot = interaction.client
    guild = None if interaction.guild_id is None else bot.get_guild(interaction.guild_id)
    if guild is None:
        words = _("A leaderboard belongs to a server that I’m a member of. {stats} works here.")
        return bare(words.format(stats=bot.mention("trivia stats")))
    span = _PERIODS[period]
    since = None if span is None else discord.utils.utcnow() - span
    present, is_all = await best_present(bot, guild, since)
    medals = await bot.store.faces.medals()
    rank = await bot.store.scores.rank(guild.id, interaction.user.id, since)
    # Beside a card that everybody reads it says whose it is.
    whose = _("You") if private else f"<@{interaction.user.id}>"
    own = None if rank is None else rank_words(whose, rank)
    return leaderboard_card(present, period, medals, own, is_all=is_all, can_share=private)


async def best_present(
    bot: FanBot, guild: discord.Guild, since: datetime | None, until: datetime | None = None
) -> tuple[list[Score], bool]:
    """The best who are members now, and whether everybody above them was asked for.

    Who left is remembered, so that the next board asks for others.
    """
    departures, at = bot.store.departures, discord.utils.utcnow()
    left = await departures.departures(guild.id, at - _FORGOTTEN, _AGAIN)
    if left:
        gone = await bot.caches.members.gone(guild, left)
        await departures.add_departures(guild.id, gone, at)
        await departures.delete_departures(guild.id, set(left) - gone)
    asked = 0
    while True:
        best = await bot.store.scores.leaderboard(guild.id, since, SHOWN, until)
        asked += sum(not bot.caches.members.knows(guild.id, score.user_id) for score in best)
        gone = await bot.caches.members.gone(guild, [score.user_id for score in best])
        await departures.add_departures(guild.id, gone, at)
        if not gone or asked >= _ASKED:
            return [score for score in best if score.user_id not in gone], not gone


async def show_own_stats(interaction: Interaction) -> None:
    """How whoever asks did, everywhere."""
    stats, streak = await own_stats(interaction)
    await _show_stats(interaction, _("Your trivia"), _("All your games"), stats, streak)


async def own_stats(interaction: Interaction) -> tuple[Sequence[Stats], int]:
    """How whoever asks did in all their games, and their streak here."""
    bot, user, guild = interaction.client, interaction.user.id, interaction.guild_id or NOWHERE
    day, _tomorrow = await today(bot, guild)
    return await bot.store.scores.stats(user, None), await bot.store.practice.streak(guild, user, day)


async def show_stats_of(interaction: Interaction, member: discord.abc.User) -> None:
    """How somebody else did in this server, unless they chose not to be listed."""
    bot, guild_id = interaction.client, interaction.guild_id
    is_listed = guild_id is not None and await bot.store.privacy.is_listed(member.id)
    stats = await bot.store.scores.stats(member.id, guild_id) if is_listed else []
    of_what = _("<@{member}> in the public games of this server").format(member=member.id)
    await _show_stats(interaction, _("Trivia"), of_what, stats, None)


async def _show_stats(
    interaction: Interaction, whose: str, of_what: str, stats: Sequence[Stats], streak: int | None
) -> None:
    if stats:
        can_share = streak is not None and not is_alone(interaction)
        await reply(interaction, stats_card(whose, of_what, stats, streak, can_share=can_share))
        return
    words = _("There’s nothing to show yet. {practice} asks you a first question.")
    await say(interaction, words.format(practice=interaction.client.mention("trivia practice")))
