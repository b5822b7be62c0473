"""How a member says how far they are: the one-tap menu on private replies, and the question before a jump.

The menu stands on every private card and not-found while a member has set none.
"""

from typing import Any, Final

import discord
from discord import ui

from bot.client import Interaction
from bot.errors import EpisodeUnknownError
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.shows import Show
from bot.ui.kit import phrases
from bot.ui.kit.controls import button, select
from bot.ui.kit.episodes import MENU, episode_options, other_way
from bot.ui.kit.ids import ControlId
from bot.ui.kit.layout import confirm_card, option
from bot.ui.kit.presses import Handler, Handlers, chosen_value
from bot.ui.kit.replies import reply, say


def progress_menu(redraws: ControlId, show: Show) -> ui.Select[Any]:
    """“Where are you?”: goes in a row of its own above the buttons of a private reply. See `sets_progress`."""
    nothing = option(_("Nothing yet"), str(PREMISE.ordinal))
    options = [nothing, *episode_options(show.episodes, room=MENU - 1)]
    return select(redraws, _("Where are you? I finished…"), options)


def sets_progress(redraw: Handler) -> Handler:
    """The handler of a `progress_menu`: one tap sets the progress, then `redraw` answers in place, at what is seen now.

    A jump of somebody who had set it meanwhile is asked for first.
    """

    async def set_and_redraw(interaction: Interaction, pressed: ControlId) -> None:
        value = chosen_value(interaction)
        if await other_way(interaction, value, "progress set"):
            return
        if await set_progress(interaction, Episode.from_ordinal(int(value))):
            await redraw(interaction, pressed)

    return set_and_redraw


async def set_progress(interaction: Interaction, episode: Episode) -> bool:
    """Set it unless it skips episodes: then ask once, in the reply's place. True where it is set."""
    bot = interaction.client
    if not bot.show.known(episode):
        raise EpisodeUnknownError(str(episode))
    before = await bot.store.viewers.progress(bot.show.id, interaction.user.id)
    if before is not None and len(bot.show.between(before, episode)) > 1:
        await reply(interaction, jump_card(before, episode))
        return False
    await bot.store.viewers.set_progress(bot.show.id, interaction.user.id, episode)
    return True


class JumpYesId(ControlId, prefix="g1:yes"):
    """The member did watch all of it."""

    episode: Episode


class JumpNoId(ControlId, prefix="g1:no"):
    """The member stays where they were."""


def jump_card(before: Episode, episode: Episode) -> ui.LayoutView:
    """Asks before several episodes at once become visible."""
    was = (
        _("You had not finished any episode.")
        if before == PREMISE
        else _("You were at {before}.").format(before=before)
    )
    yes = _("Yes, I finished {episode}").format(episode=episode)
    no = _("Stay at the start") if before == PREMISE else _("Stay at {before}").format(before=before)
    return confirm_card(
        _("Finished {episode}?").format(episode=episode),
        was + " " + _("Cards will then show everything through {episode}.").format(episode=episode),
        button(JumpYesId(episode), yes, style=discord.ButtonStyle.primary),
        button(JumpNoId(), no),
    )


async def jump(interaction: Interaction, pressed: JumpYesId) -> None:
    """Set it and say so; who went further meanwhile stays there."""
    bot, episode = interaction.client, pressed.episode
    if not bot.show.known(episode):
        raise EpisodeUnknownError(str(episode))
    viewers, show, user = bot.store.viewers, bot.show.id, interaction.user.id
    if await viewers.raise_progress(show, user, episode):
        words = phrases.progress_was_set(episode, bot, first=False)
    else:
        words = phrases.progress_is(await viewers.progress(show, user), bot)
    await say(interaction, words)


async def stay(interaction: Interaction, _pressed: JumpNoId) -> None:
    """Say where that is."""
    bot = interaction.client
    progress = await bot.store.viewers.progress(bot.show.id, interaction.user.id)
    await say(interaction, phrases.progress_is(progress, bot))


HANDLERS: Final[Handlers] = {JumpYesId: jump, JumpNoId: stay}
