"""Recaps: private pages, one an episode, that open on what the member saw last. Every episode's card leads here."""

from typing import Final

from discord import ui

from bot.client import Interaction
from bot.show.episodes import PREMISE, Episode
from bot.ui.kit.links import RecapId
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.progress import moves_on, sets_progress
from bot.ui.kit.replies import publicly, redraw, reply_anew
from bot.ui.kit.sharing import share
from bot.ui.story.cards import for_everybody, for_member
from bot.ui.story.ids import RecapFinishedId, RecapMenuId, RecapProgressId, ShareRecapId, TurnRecapId
from bot.ui.story.recap_cards import Recap, no_recap_card, recap_card, shared_recap_card
from bot.viewer import Viewer


async def recap_view(
    interaction: Interaction, viewer: Viewer, episode: Episode, up_to: Episode | None = None
) -> ui.LayoutView:
    """The recap of `episode` among all that the member finished and that `up_to` asks for, or how far they are."""
    bot, scope = interaction.client, viewer.scope(private=True)
    if up_to is not None:
        episode = min(episode, up_to)
    summary = await bot.store.episodes.episode(bot.show.id, episode, scope)
    if summary is None:
        return no_recap_card(episode, viewer, bot.show)
    last = viewer.finished if up_to is None else min(up_to, viewer.finished)
    return recap_card(Recap(summary, bot.show.between(PREMISE, last), up_to), scope, for_member(viewer, bot))


async def open_recap(interaction: Interaction, pressed: RecapId) -> None:
    """Open the recap at an episode, at the presser's own scope."""
    viewer = await interaction.client.viewer(interaction)
    await reply_anew(interaction, await recap_view(interaction, viewer, pressed.episode))


async def turn_recap(interaction: Interaction, pressed: TurnRecapId) -> None:
    """Turn the page in place."""
    viewer = await interaction.client.viewer(interaction)
    await redraw(interaction, await recap_view(interaction, viewer, pressed.episode, pressed.up_to))


async def jump_in_recap(interaction: Interaction, pressed: RecapMenuId) -> None:
    """Turn to the chosen episode in place."""
    viewer, episode = await interaction.client.viewer(interaction), Episode.from_ordinal(int(chosen_value(interaction)))
    await redraw(interaction, await recap_view(interaction, viewer, episode, pressed.up_to))


async def share_recap(interaction: Interaction, pressed: ShareRecapId) -> None:
    """Post a page as far as the channel goes."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    scope = viewer.in_the_clear(private=False)
    summary = await bot.store.episodes.episode(bot.show.id, pressed.episode, scope)
    shared = None
    if summary is not None:
        with await publicly(interaction):
            shared = shared_recap_card(summary, scope, for_everybody(viewer, bot), interaction.user.id)
    await share(interaction, viewer, shared)


async def recap_anew(interaction: Interaction, _pressed: RecapProgressId) -> ui.LayoutView:
    """The recap of what they have just said."""
    viewer = await interaction.client.viewer(interaction)
    return await recap_view(interaction, viewer, viewer.finished)


async def recap_of(interaction: Interaction, pressed: RecapFinishedId) -> ui.LayoutView:
    """The recap of the episode that they have just finished."""
    viewer = await interaction.client.viewer(interaction)
    return await recap_view(interaction, viewer, pressed.episode)


HANDLERS: Final[Handlers] = {
    RecapId: open_recap,
    TurnRecapId: turn_recap,
    RecapMenuId: jump_in_recap,
    ShareRecapId: share_recap,
    RecapFinishedId: moves_on(recap_of),
    RecapProgressId: sets_progress(recap_anew),
}
