"""/settings and /setup: everything a server chose in one view, and the cards on which it chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.show.shows import Show
from bot.show.spoilers import escape, shown_name
from bot.store.guilds import GuildSettings, PlaceSettings
from bot.times.zones import zone_named, zone_words
from bot.ui.kit.layout import Accent, card, line, option, page_of, text
from bot.ui.kit.progress import MENU, episode_options

PLACES: Final = 20
"""Channels with settings of their own on a page."""


@dataclass(frozen=True, slots=True)
class ServerView:
    """Everything that a server chose."""

    guild: discord.Guild
    ceiling: Episode | None
    settings: "GuildSettings"
    places: "list[PlaceSettings]"

    @property
    def pages(self) -> int:
        """How many pages the channels take."""
        return max(1, -(-len(self.places) // PLACES))


def ceiling_words(ceiling: Episode) -> str:
    """How a ceiling reads after a name."""
    if ceiling == PREMISE:
        return _("safe for everyone")
    return _("everything") if ceiling == EVERYTHING else str(ceiling)


def ceiling_options(show: Show, now: Episode | None, *, inherit: bool) -> list[discord.SelectOption]:
    """What a ceiling can be, where it is `now` something; values as `ceiling_of` reads them."""
    first = [option(_("Nothing: only what is safe for everyone"), str(PREMISE.ordinal))]
    if inherit:
        first.insert(0, option(_("As the server, or the thread’s channel"), "inherit"))
    last = option(_("Everyone here has finished: everything"), str(EVERYTHING.ordinal))
    return [*first, *episode_options(show.episodes, now or PREMISE, MENU - len(first) - 1), last]


def ceiling_of(value: str) -> Episode | None:
    """What was chosen among `ceiling_options`; None inherits."""
    return None if value == "inherit" else Episode.from_ordinal(int(value))


def server_lines(view: ServerView) -> list[str]:
    """Every setting of the server, also those at their default."""
    settings = view.settings
    editors = _("members with Manage Messages")
    if settings.editors is not None:
        editors = _("{role} and members with Manage Messages").format(role=f"<@&{settings.editors}>")
    return [
        _("Ceiling · **{ceiling}**").format(ceiling=ceiling_words(view.ceiling or PREMISE)),
        _("Spoilers in public · **{spoilers}**").format(
            spoilers=_("tagged") if settings.spoilers == "tag" else _("left out")
        ),
        _("Editors · **{editors}**").format(editors=editors),
        _("Review channel · {channel}").format(channel=_channel(view.guild, settings.review_channel)),
        _("Log channel · {channel}").format(channel=_channel(view.guild, settings.log_channel)),
        _("Time zone · **{zone}**, where it is {clock} now").format(
            zone=escape(zone_words(settings.timezone)), clock=clock_in(settings.timezone)
        ),
    ]


def clock_in(zone: str) -> str:
    """The time of day there now: a zone that was not meant shows."""
    return f"{discord.utils.utcnow().astimezone(zone_named(zone)):%H:%M}"


def _server(view: ServerView) -> str:
    return escape(shown_name(view.guild.name, _("this server"), 100))


def _channel(guild: discord.Guild, channel_id: int | None) -> str:
    if channel_id is None:
        return f"**{_('none')}**"
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        return f"**{_('a channel that is gone')}**"
    may = channel.permissions_for(guild.me)
    if may.view_channel and (
        may.send_messages_in_threads if isinstance(channel, discord.Thread) else may.send_messages
    ):
        return f"<#{channel_id}>"
    return f"<#{channel_id}>, " + _("**where I may not write**")


def place_line(place: "PlaceSettings") -> str:
    """What was chosen for one channel or thread."""
    chosen: list[str] = []
    if place.ceiling is not None:
        words = f"**{ceiling_words(place.ceiling)}**"
        safe = place.ceiling == PREMISE
        chosen.append(words if safe else _("ceiling {ceiling}").format(ceiling=words))
    if place.replies is not None:
        replies = _("private") if place.replies == "private" else _("public")
        chosen.append(_("replies {replies}").format(replies=f"**{replies}**"))
    return f"<#{place.place_id}> · {', '.join(chosen)}"


def settings_card(view: ServerView, page: int, controls: Sequence[ui.ActionRow[Any]]) -> ui.LayoutView:
    """Everything in one view."""
    page = max(1, min(page, view.pages))
    places = view.places[(page - 1) * PLACES : page * PLACES]
    items: list[ui.Item[Any]] = [
        text("## " + _("Settings"), f"-# {_server(view)}" + page_of(page, view.pages)),
        line(),
        text("### " + _("Server"), *server_lines(view)),
    ]
    if places:
        items.append(text("### " + _("Channels with their own"), *(place_line(each) for each in places)))
    return card(Accent.DESK, *items, line(), *controls)


def choice_card(title: str, words: Sequence[str], controls: Sequence[ui.ActionRow[Any]]) -> ui.LayoutView:
    """Where one thing is chosen."""
    return card(Accent.DESK, text(f"### {title}", *words), *controls)


def open_question(channels: Sequence[int]) -> tuple[str, str]:
    """Title and words: whether channels where editors read should show everything."""
    where = _(" and ").join(f"<#{each}>" for each in channels)
    return (
        _("Show everything in {where}?").format(where=where),
        _("What is posted there can be about any episode, so only people who finished should read it."),
    )


def setup_card(
    view: ServerView, step: int, title: str, words: str, controls: Sequence[ui.ActionRow[Any]]
) -> ui.LayoutView:
    """One of the three steps of the first run."""
    small = _("Step {step} of 3 · {server}").format(step=step, server=_server(view))
    return card(
        Accent.DESK, text("## " + _("Set me up"), f"-# {small}"), line(), text(f"### {title}", words), *controls
    )


def _goes(ceiling: Episode) -> str:
    """What the server's ceiling means, for somebody who has never heard the word."""
    if ceiling == PREMISE:
        return _("In public I tell only what is safe for everyone. That is the server’s ceiling.")
    if ceiling == EVERYTHING:
        return _("In public I tell everything. That is the server’s ceiling.")
    return _("In public I tell everything through {episode}. That is the server’s ceiling.").format(episode=ceiling)


def setup_done_card(view: ServerView, words: str, controls: Sequence[ui.ActionRow[Any]]) -> ui.LayoutView:
    """The end of the first run: what was chosen, and what comes next."""
    return card(
        Accent.DESK,
        text("## " + _("Ready"), f"-# {_server(view)}"),
        line(),
        text(_goes(view.ceiling or PREMISE)),
        line(),
        text(*server_lines(view)),
        line(),
        text(words),
        *controls,
    )
