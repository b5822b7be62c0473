"""What public games leave: what nobody got, and the leaderboard of a server."""

from datetime import datetime, timedelta
from typing import Final

import discord
from discord import ui

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.trivia import Score
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import bare
from bot.ui.kit.progress import ProgressMenu
from bot.ui.trivia.cards import SHOWN, leaderboard_card, missed_card
from bot.viewer import require_member

_PERIODS: Final = {"week": timedelta(days=7), "month": timedelta(days=30), "all": None}
_ASKED: Final = 100  # members that one board asks Discord for at the most, and a few
_AGAIN: Final = 2  # of those who left, asked for once more by each board: they may have come back
_FORGOTTEN: Final = timedelta(days=1)  # how long somebody who left is not asked for


async def _missed(interaction: Interaction, game_id: int) -> ui.LayoutView:
    """At the presser's own scope, as every private answer to a button on a public card."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    rounds = await bot.store.rounds.missed(interaction.guild_id, game_id, viewer.finished)
    menu = [MissedProgress.menu(f"t1:missed-progress:{game_id}", bot.show)] if viewer.progress is None else []
    return missed_card(rounds, viewer.scope(private=True), bot.show, menu)


class Missed(Control, template=r"t1:missed:(?P<game>\d+)"):
    """The questions that nobody had right."""

    async def press(self, interaction: Interaction) -> None:
        """Show them once more, with the answers."""
        await interaction.response.send_message(
            view=await _missed(interaction, int(self.state["game"])), ephemeral=True
        )


class MissedProgress(ProgressMenu, template=r"t1:missed-progress:(?P<game>\d+)"):
    """The one-tap menu under what nobody got."""

    async def redraw(self, interaction: Interaction) -> None:
        """The same, now as far as they have watched."""
        await interaction.response.edit_message(view=await _missed(interaction, int(self.state["game"])))


class Leaderboard(Control, template=r"t1:board:(?P<period>week|month|all)"):
    """The leaderboard of a period: privately, or in the place of a private one."""

    async def press(self, interaction: Interaction) -> None:
        """Show it."""
        message = interaction.message
        in_place = message is not None and message.flags.ephemeral
        await (interaction.response.defer() if in_place else interaction.response.defer(ephemeral=True, thinking=True))
        await fill_leaderboard(interaction, self.state["period"])


async def fill_leaderboard(interaction: Interaction, period: str) -> None:
    """Complete a deferred reply."""
    require_member(interaction)
    bot = interaction.client
    guild = None if interaction.guild_id is None else bot.get_guild(interaction.guild_id)
    if guild is None:
        await interaction.edit_original_response(
            view=bare(
                _("A leaderboard belongs to a server that I am a member of. {stats} works here.").format(
                    stats=bot.mention("trivia stats")
                )
            )
        )
        return
    span = _PERIODS[period]
    since = None if span is None else discord.utils.utcnow() - span
    present, is_all = await _best_present(bot, guild, since)
    names = {"week": _("7 days"), "month": _("30 days"), "all": _("All time")}
    controls = [Leaderboard.button(f"t1:board:{each}", name, off=each == period) for each, name in names.items()]
    await interaction.edit_original_response(view=leaderboard_card(present, period, controls, is_all=is_all))


async def _best_present(bot: FanBot, guild: discord.Guild, since: datetime | None) -> tuple[list[Score], bool]:
    """The best who are members now, and whether everybody above them was asked for. Who left is remembered, so that the next board asks for others."""
    departures, at = bot.store.departures, discord.utils.utcnow()
    left = await departures.departures(guild.id, at - _FORGOTTEN, _AGAIN)
    if left:
        gone = await bot.caches.members.gone(guild, left)
        await departures.add_departures(guild.id, gone, at)
        await departures.delete_departures(guild.id, set(left) - gone)
    asked = 0
    while True:
        best = await bot.store.scores.leaderboard(guild.id, since, SHOWN)
        asked += sum(not bot.caches.members.knows(guild.id, score.user_id) for score in best)
        gone = await bot.caches.members.gone(guild, [score.user_id for score in best])
        await departures.add_departures(guild.id, gone, at)
        if not gone or asked >= _ASKED:
            return [score for score in best if score.user_id not in gone], not gone


CONTROLS: Final = (
    Missed,
    MissedProgress,
    Leaderboard,
)
