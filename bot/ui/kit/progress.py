"""How far a member is: asked on every private card and not-found while they are new, and saved by one tap."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

import discord
from discord import ui

from bot.client import Interaction
from bot.errors import EpisodeUnknownError
from bot.locale import _, sentences
from bot.show.episodes import PREMISE, Episode
from bot.show.shows import Show
from bot.ui.kit import phrases
from bot.ui.kit.controls import button, select
from bot.ui.kit.episodes import MENU, episode_options, other_way
from bot.ui.kit.ids import ControlId
from bot.ui.kit.layout import bare, confirm_card, framed, line, option, row, text
from bot.ui.kit.links import new_for_you
from bot.ui.kit.presses import Handler, Handlers, chosen_value
from bot.ui.kit.replies import redraw, reply, say
from bot.viewer import Viewer

_BY_CHANNEL: Final = "channel"  # the value of the option for whoever goes by the channel

Redraw: TypeAlias = Callable[[Interaction, Any], Awaitable[ui.LayoutView | None]]
"""What stood in the place of a menu, as far as is seen now; its second argument is the menu's id. None: it answered by itself."""


def progress_menu(redraws: ControlId, show: Show, *, in_channel: bool = False) -> ui.Select[Any]:
    """“I finished…”: goes in a row of its own above the buttons of a private reply. See `sets_progress`.

    `in_channel` also offers to go by the channel.
    """
    nothing = option(_("Nothing yet"), str(PREMISE.ordinal))
    last = [option(_("Go by this channel"), _BY_CHANNEL)] if in_channel else []
    episodes = episode_options(show.episodes, room=MENU - 1 - len(last))
    return select(redraws, _("I finished…"), [nothing, *episodes, *last])


def how_far(redraws: ControlId, show: Show, viewer: Viewer) -> list[ui.Item[Any]]:
    """“How far are you?” with its menu, above the buttons of whatever a new member looks up; nothing for anybody else."""
    if not viewer.is_new:
        return []
    question = "**" + _("How far are you?") + "**"
    if not viewer.alone:
        question += " " + (
            _("This channel tells only what is safe for everyone.")
            if viewer.ceiling == PREMISE
            else _("This channel talks about everything through {ceiling}.").format(ceiling=viewer.ceiling)
        )
    return [line(), text(question), row(progress_menu(redraws, show, in_channel=not viewer.alone))]


def sets_progress(redraw: Redraw, *, offers: bool = True) -> Handler:
    """The handler of a `progress_menu`: one tap saves it, then `redraw` answers in place, at what is seen now.

    `offers` says whether what is new for the member stands below; a question of trivia is enough by itself.
    A jump of somebody who had set it meanwhile is asked for first.
    """

    async def set_and_redraw(interaction: Interaction, pressed: ControlId) -> None:
        bot, value = interaction.client, chosen_value(interaction)
        if await other_way(interaction, value, "progress set"):
            return
        viewers, show, user = bot.store.viewers, bot.show.id, interaction.user.id
        before = await viewers.progress(show, user)
        episode = None if value == _BY_CHANNEL else Episode.from_ordinal(int(value))
        if episode is None:
            await viewers.go_by_channel(show, user)
        elif not await set_progress(interaction, episode):
            return
        await show_saved(interaction, await redraw(interaction, pressed), episode, before, offers=offers)

    return set_and_redraw


def moves_on(redraw: Redraw) -> Handler:
    """The handler of “I finished S1E7”, whose id has that `episode`: saves it and redraws, and never moves anybody back."""

    async def move_on_and_redraw(interaction: Interaction, pressed: Any) -> None:
        await move_on(interaction, pressed.episode, lambda: redraw(interaction, pressed))

    return move_on_and_redraw


async def move_on(
    interaction: Interaction, episode: Episode, redraw: Callable[[], Awaitable[ui.LayoutView | None]]
) -> None:
    """Save that they finished `episode`, unless they are further, and redraw; a jump is asked for first."""
    bot = interaction.client
    before = await bot.store.viewers.progress(bot.show.id, interaction.user.id)
    is_further = before is None or before < episode
    if is_further and not await set_progress(interaction, episode):
        return
    await show_saved(interaction, await redraw(), episode if is_further else before, before)


async def show_saved(
    interaction: Interaction,
    view: ui.LayoutView | None,
    episode: Episode | None,
    before: Episode | None,
    *,
    offers: bool = True,
) -> None:
    """Put what was redrawn in its place, with what is saved above it and what is new for the member below."""
    if view is None:
        return
    words = phrases.saved(episode, first=before is None)
    below = new_for_you(episode, before) if offers and episode is not None else []
    await redraw(interaction, framed(view, above=[text(words)], below=below))


async def set_progress(interaction: Interaction, episode: Episode) -> bool:
    """Set it unless it skips episodes: then ask once, in the reply's place. True where it is set."""
    bot = interaction.client
    if not bot.show.known(episode):
        raise EpisodeUnknownError(str(episode))
    before = await bot.store.viewers.progress(bot.show.id, interaction.user.id)
    if before is not None and bot.show.skips(before, episode):
        await reply(interaction, jump_card(before, episode))
        return False
    await bot.store.viewers.set_progress(bot.show.id, interaction.user.id, episode)
    return True


class ShownProgressId(ControlId, prefix="g1:set"):
    """How far a new member is, where they asked what is known of it."""


class JumpYesId(ControlId, prefix="g1:yes"):
    """The member did watch all of it; `before` is where they were."""

    episode: Episode
    before: Episode | None = None


class JumpNoId(ControlId, prefix="g1:no"):
    """The member stays where they were."""


def jump_card(before: Episode, episode: Episode) -> ui.LayoutView:
    """Asks before several episodes at once become visible."""
    was = (
        _("You hadn’t finished an episode.") if before == PREMISE else _("You were at {before}.").format(before=before)
    )
    yes = _("Yes, I finished {episode}").format(episode=episode)
    stay = _("Stay at the start") if before == PREMISE else _("Stay at {before}").format(before=before)
    return confirm_card(
        _("Finished {episode}?").format(episode=episode),
        sentences(was, _("Cards will then show everything through {episode}.").format(episode=episode)),
        button(JumpYesId(episode, before), yes, style=discord.ButtonStyle.primary),
        button(JumpNoId(), stay),
    )


async def jump(interaction: Interaction, pressed: JumpYesId) -> None:
    """Set it and say so; who went further meanwhile stays there."""
    bot, episode = interaction.client, pressed.episode
    if not bot.show.known(episode):
        raise EpisodeUnknownError(str(episode))
    viewers, show, user = bot.store.viewers, bot.show.id, interaction.user.id
    if await viewers.raise_progress(show, user, episode):
        await say_saved(interaction, episode, pressed.before, first=False)
    else:
        await say(interaction, phrases.progress_is(await viewers.progress(show, user), bot))


async def say_saved(interaction: Interaction, episode: Episode, before: Episode | None, *, first: bool) -> None:
    """Say that it is saved, and what is new for the member."""
    words = phrases.progress_was_set(episode, interaction.client, first=first)
    await reply(interaction, bare(words, *new_for_you(episode, before)))


async def say_progress(interaction: Interaction) -> None:
    """Say how far they are, as far as that is known."""
    bot = interaction.client
    viewer = await bot.viewer(interaction)
    if viewer.keeps_nothing and viewer.progress is None:
        await say(interaction, phrases.keeps_nothing(bot))
        return
    words = phrases.progress_is(viewer.progress, bot, by_channel=viewer.by_channel)
    await reply(interaction, bare(words, *how_far(ShownProgressId(), bot.show, viewer)))


async def _shown_progress(interaction: Interaction, _pressed: ShownProgressId) -> ui.LayoutView:
    viewer = await interaction.client.viewer(interaction)
    return bare(phrases.progress_is(viewer.progress, interaction.client, by_channel=viewer.by_channel))


async def stay(interaction: Interaction, _pressed: JumpNoId) -> None:
    """Say where that is."""
    await say_progress(interaction)


HANDLERS: Final[Handlers] = {JumpYesId: jump, JumpNoId: stay, ShownProgressId: sets_progress(_shown_progress)}
