"""The one-tap menu of progress, which stands on every private card and not-found while a member has set none."""

from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import app_commands, ui

from bot.client import Interaction
from bot.errors import EpisodeUnknownError
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.shows import PREMISE_WORDS, Show
from bot.ui.kit import phrases
from bot.ui.kit.forms import Form
from bot.ui.kit.ids import ControlId
from bot.ui.kit.layout import bare, confirm_card, option
from bot.ui.kit.replies import reply, reply_anew, say
from bot.ui.kit.router import Handler, Handlers, button, chosen_value, select

MENU: Final = 25
"""Options that one select can hold, and choices that one autocomplete can."""

_OTHER: Final = "other"  # the value of the option for what is not in a menu


def choice_value(typed: str) -> str:
    """What was typed, or the value of a choice that was picked: a client may send its label, which begins with it."""
    return typed.partition(" · ")[0].strip()


def complete_episodes(show: Show, typed: str) -> list[app_commands.Choice[str]]:
    """Episodes that begin like what was typed, or the one it means."""
    meant = show.episode(typed)
    found = [meant] if meant else [each for each in show.episodes if str(each).startswith(typed.strip().upper())]
    return [app_commands.Choice(name=str(each), value=str(each)) for each in found[:MENU]]


def parse_episode(show: Show, typed: str) -> Episode:
    """The episode that was typed or picked.

    Raises:
        EpisodeUnknownError: where there is no such one.
    """
    said = choice_value(typed)
    if said.lower() in PREMISE_WORDS:
        return PREMISE
    episode = show.episode(said)
    if episode is None:
        raise EpisodeUnknownError(typed)
    return episode


def window(episodes: Sequence[Episode], around: Episode, room: int) -> list[Episode]:
    """As many episodes as there is room for, in order: those next to `around`, half of them before it."""
    at = sum(1 for each in episodes if each <= around)
    start = max(0, min(at - 1 - (room - 1) // 2, len(episodes) - room))
    return list(episodes[start : start + room])


def episode_options(
    episodes: Sequence[Episode], around: Episode = PREMISE, room: int = MENU
) -> list[discord.SelectOption]:
    """One option an episode; where there are more than `room`, those around one, and the way to the others: `other_way`."""
    if len(episodes) <= room:
        return [option(str(each), str(each.ordinal)) for each in episodes]
    shown = [option(str(each), str(each.ordinal)) for each in window(episodes, around, room - 1)]
    return [*shown, option(_("Another episode…"), _OTHER)]


async def other_way(interaction: Interaction, value: str, command: str) -> bool:
    """Whether somebody chose what is not in the menu: then they are told which command takes every episode."""
    if value != _OTHER:
        return False
    words = _("{command} takes every episode: type it, such as {episode}.").format(
        command=interaction.client.mention(command), episode=interaction.client.show.last
    )
    await reply_anew(interaction, bare(words))
    return True


def add_gate(
    form: Form,
    show: Show,
    values: dict[str, str],
    label: str,
    hint: str,
    *,
    key: str = "revealed_in",
    premise: bool = True,
) -> None:
    """The field of a form that asks for an episode: a menu, or where not all of them fit a text, so that each can be said."""
    value = values.get(key, "")
    if len(show.episodes) + premise <= MENU:
        nothing = [option(_("Nothing yet: safe for everyone"), str(PREMISE.ordinal))] if premise else []
        form.add_select(key, label, [*nothing, *episode_options(show.episodes)], value=value, hint=hint)
        return
    known = _gate_of(show, value)
    typed = value if known is None else "premise" if known == PREMISE else str(known)
    can_be = _("{first} to {last}, or premise") if premise else _("{first} to {last}")
    can_be = can_be.format(first=show.episodes[0], last=show.last)
    form.add_text(key, label, longest=40, value=typed, hint=f"{hint}: {can_be}")


def chosen_gate(show: Show, values: dict[str, str], key: str = "revealed_in") -> Episode | None:
    """What was chosen or typed there."""
    return _gate_of(show, values.get(key, ""))


def _gate_of(show: Show, value: str) -> Episode | None:
    if (
        value.isascii() and value.isdecimal() and int(value[:7]) >= 1000 and len(value) < 7
    ):  # no episode has such a number
        gate = Episode.from_ordinal(int(value))
        return gate if show.known(gate) else None
    return show.gate(value)


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
    stay = _("Stay at the start") if before == PREMISE else _("Stay at {before}").format(before=before)
    return confirm_card(
        _("Finished {episode}?").format(episode=episode),
        was + " " + _("Cards will then show everything through {episode}.").format(episode=episode),
        button(JumpYesId(episode), yes, style=discord.ButtonStyle.primary),
        button(JumpNoId(), stay),
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
