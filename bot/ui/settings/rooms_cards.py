"""The card of /settings rooms: every channel and thread whose name tells an episode, with the limit that fits it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _, ngettext
from bot.show.episodes import Episode
from bot.ui.kit.controls import button, turning
from bot.ui.kit.layout import Accent, bare, card, line, page_of, pages_for, row, small, text, title
from bot.ui.kit.phrases import Mentions
from bot.ui.settings.cards import back_to_all, ceiling_words
from bot.ui.settings.ids import RoomsId, SetRoomsId

ROOMS: Final = 20
"""Rooms on a page."""

_LOGGED: Final = 40  # rooms that fit into one message of the log channel


@dataclass(frozen=True, slots=True)
class Room:
    """A place that is named like `episode`, and what it shows `now`."""

    place_id: int
    episode: Episode
    now: Episode


def seen(rooms: Sequence[Room]) -> int:
    """A number for exactly these rooms with these episodes: what somebody says Yes to."""
    written = ",".join(f"{each.place_id}:{each.episode.ordinal}" for each in rooms)
    return int.from_bytes(sha256(written.encode()).digest()[:7])


def rooms_card(rooms: Sequence[Room], page: int, server: str, *said: str) -> ui.LayoutView:
    """All of them, in pages, and one Yes for all."""
    pages = pages_for(len(rooms), ROOMS)
    page = max(1, min(page, pages))
    shown = rooms[(page - 1) * ROOMS : page * ROOMS]
    found = ngettext(
        "{count} channel or thread is named like an episode. It gets that limit:",
        "{count} channels and threads are named like an episode. They get these limits:",
        len(rooms),
    ).format(count=len(rooms))
    yes = ngettext("Yes, set it", "Yes, set all {count}", len(rooms)).format(count=len(rooms))
    rows: list[ui.Item[Any]] = []
    if pages > 1:
        rows.append(row(*turning(RoomsId(page - 1), RoomsId(page + 1), is_first=page == 1, is_last=page == pages)))
    rows.append(row(button(SetRoomsId(seen(rooms)), yes, style=discord.ButtonStyle.primary), back_to_all()))
    return card(
        Accent.DESK,
        text(title(_("Rooms by name")), small(server) + page_of(page, pages)),
        line(),
        text(*said, found, *map(_room_line, shown)),
        *rows,
    )


def _room_line(room: Room) -> str:
    return f"- <#{room.place_id}> · {ceiling_words(room.now)} →\u00a0**{room.episode}**"


def no_rooms_card(bot: Mentions) -> ui.LayoutView:
    """Where nothing is named like an episode, or everything that is has that limit."""
    words = _(
        "There’s nothing to set: no channel or thread named like an episode, such as “s1e5-discussion” or “ep-5”, is without "
        "that limit. {channel} sets one by hand."
    )
    return bare(words.format(channel=bot.mention("settings channel")))


def rooms_set(rooms: Sequence[Room]) -> list[str]:
    """What was changed, as the log channel hears it: of very many rooms the first ones, since a message has its limit."""
    told = [
        _("<#{place}> now goes through {episode}.").format(place=each.place_id, episode=each.episode)
        for each in rooms[:_LOGGED]
    ]
    more = len(rooms) - len(told)
    if more:
        words = ngettext(
            "And {count} more, as far as its name says.", "And {count} more, each as far as its name says.", more
        )
        told.append(words.format(count=more))
    return told
