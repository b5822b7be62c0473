"""Episodes as members choose them: in an option of a command, in a menu, in a form."""

from collections.abc import Sequence
from typing import Final

import discord
from discord import app_commands

from bot.client import Interaction
from bot.errors import EpisodeUnknownError
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.shows import PREMISE_WORDS, Show
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import bare, option
from bot.ui.kit.replies import reply_anew

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


def parse_episode(show: Show, typed: str, *, premise: bool = True) -> Episode:
    """The episode that was typed or picked; without `premise` it has to be one.

    Raises:
        EpisodeUnknownError: where there is no such one.
    """
    said = choice_value(typed)
    if premise and said.lower() in PREMISE_WORDS:
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
    # A menu gives an ordinal; no episode that somebody types has so large a number.
    if value.isascii() and value.isdecimal() and len(value) < 7 and int(value) >= 1000:
        gate = Episode.from_ordinal(int(value))
        return gate if show.known(gate) else None
    return show.gate(value)
