"""Share: what a member reads in private, for everybody here, with their name on it."""

from typing import Final

from bot.client import Interaction
from bot.locale import _
from bot.ui.kit import phrases
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import publicly, reply, reply_anew, reply_in_public
from bot.ui.kit.sharing import share, signed
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
    with await publicly(interaction):
        shared = shared_missed_card(rounds, scope, bot.show) if rounds else None
    await share(interaction, viewer, shared)


async def share_stats(interaction: Interaction, _pressed: ShareStatsId) -> None:
    """The presser's own, whoever's message they pressed on."""
    viewer = await interaction.client.viewer(interaction)
    stats, streak = await own_stats(interaction)
    if not stats:
        await reply_anew(interaction, bare(_("There’s nothing to show yet.")))
        return
    with await publicly(interaction):
        shared = stats_card(_("Trivia"), _("All games"), stats, streak, can_share=False)
    await share(interaction, viewer, shared)


async def share_leaderboard(interaction: Interaction, pressed: ShareLeaderboardId) -> None:
    """The board as it is now; who is still here may have to be asked for first."""
    if (await interaction.client.viewer(interaction)).private_here:
        await reply_anew(interaction, bare(phrases.always_private(interaction.client)))
        return
    await interaction.response.defer(thinking=True)
    with await publicly(interaction):
        shared = signed(interaction, await leaderboard(interaction, pressed.period))
    await reply(interaction, shared)


async def share_daily(interaction: Interaction, pressed: ShareDailyId) -> None:
    """Whether they had it right and how long their streak was that day; nothing of the question."""
    bot, practice, user = interaction.client, interaction.client.store.practice, interaction.user
    viewer, result = await bot.viewer(interaction), await practice.daily_result(pressed.round, user.id)
    if result is None:
        words = _("This question is gone. {daily} asks today’s.")
        await reply_anew(interaction, bare(words.format(daily=bot.mention("trivia daily"))))
    elif viewer.private_here:
        await reply_anew(interaction, bare(phrases.always_private(bot)))
    else:
        streak = await practice.streak(result.guild_id, user.id, result.day)
        with await publicly(interaction):
            shared = shared_daily(user.display_name, result, streak)  # it begins with their name
        await reply_in_public(interaction, shared)


HANDLERS: Final[Handlers] = {
    ShareMissedId: share_missed,
    ShareStatsId: share_stats,
    ShareLeaderboardId: share_leaderboard,
    ShareDailyId: share_daily,
}
