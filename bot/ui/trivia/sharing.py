"""Share: what a member reads in private, for everybody here, with their name on it."""

from typing import Final

from discord import ui

from bot.client import Interaction
from bot.locale import _
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import reply, reply_anew, reply_in_public
from bot.ui.trivia.board_cards import stats_card
from bot.ui.trivia.boards import leaderboard, own_stats
from bot.ui.trivia.game_cards import shared_missed_card
from bot.ui.trivia.ids import ShareDailyId, ShareLeaderboardId, ShareMissedId, ShareStatsId
from bot.ui.trivia.solo_cards import shared_daily


async def share_missed(interaction: Interaction, pressed: ShareMissedId) -> None:
    """What nobody got, as far as the channel goes, and no further than the card that is shared."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    scope = min(viewer.in_the_clear(private=True), viewer.in_the_clear(private=False), key=lambda each: each.clear)
    rounds = await bot.store.rounds.missed(interaction.guild_id, pressed.game, scope.clear)
    view = shared_missed_card(rounds, scope, bot.show, interaction.user.display_name) if rounds else None
    await _share(interaction, view)


async def share_stats(interaction: Interaction, _pressed: ShareStatsId) -> None:
    """The presser's own, whoever's message they pressed on."""
    stats, streak = await own_stats(interaction)
    if not stats:
        await reply_anew(interaction, bare(_("There is nothing to show yet.")))
        return
    name = interaction.user.display_name
    await _share(interaction, stats_card(_("Trivia"), _("All games"), stats, streak, sharer=name))


async def share_leaderboard(interaction: Interaction, pressed: ShareLeaderboardId) -> None:
    """The board as it is now."""
    if (await interaction.client.viewer(interaction)).private_here:
        await _share(interaction, None)
        return
    await interaction.response.defer(thinking=True)
    await reply(interaction, await leaderboard(interaction, pressed.period, sharer=interaction.user.display_name))


async def share_daily(interaction: Interaction, pressed: ShareDailyId) -> None:
    """Whether they had it right and how long their streak was that day; nothing of the question."""
    practice, user = interaction.client.store.practice, interaction.user
    result = await practice.daily_result(pressed.round, user.id)
    if result is None:
        words = _("This question is gone. {daily} asks today's.")
        await reply_anew(interaction, bare(words.format(daily=interaction.client.mention("trivia daily"))))
        return
    streak = await practice.streak(result.guild_id, user.id, result.day)
    await _share(interaction, shared_daily(user.display_name, result, streak))


async def _share(interaction: Interaction, view: ui.LayoutView | None) -> None:
    """Post it, unless the channel is private, or not that far (None)."""
    bot = interaction.client
    if (await bot.last_visit(interaction)).viewer.private_here:
        await reply_anew(interaction, bare(phrases.always_private(bot)))
    elif view is None:
        await reply_anew(interaction, bare(phrases.not_that_far()))
    else:
        await reply_in_public(interaction, view)


HANDLERS: Final[Handlers] = {
    ShareMissedId: share_missed,
    ShareStatsId: share_stats,
    ShareLeaderboardId: share_leaderboard,
    ShareDailyId: share_daily,
}
