"""One channel, thread or category: how far it goes, the question before everything is shown there, and the word about it."""

import discord
from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.shows import Show
from bot.store.guilds import PlaceSettings
from bot.ui.kit.controls import button, select
from bot.ui.kit.layout import Accent, bare, card, confirm_card, heading, option, row, text
from bot.ui.settings.cards import ServerView, back_to_all, ceiling_options, ceiling_row, ceiling_words
from bot.ui.settings.ids import AnnounceLimitId, KeepLimitId, RepliesMenuId, ShowEverythingId


def inherited(view: ServerView, place_id: int) -> Episode:
    """What a place shows where nothing was chosen for itself: as its channel, its category, or the server."""
    chosen = {each.place_id: each.ceiling for each in view.places if each.ceiling is not None}
    place = view.guild.get_channel_or_thread(place_id)
    channel = place.parent if isinstance(place, discord.Thread) else place
    above = (channel.id if channel is not place and channel else None, getattr(channel, "category_id", None))
    return next((chosen[each] for each in above if each in chosen), view.ceiling or PREMISE)


def limit_of(view: ServerView, place_id: int) -> Episode:
    """What a place shows in the clear now."""
    if place_id == view.guild.id:
        return view.ceiling or PREMISE
    own = next((each.ceiling for each in view.places if each.place_id == place_id), None)
    return inherited(view, place_id) if own is None else own


def place_card(place: PlaceSettings, view: ServerView, show: Show, *, is_thread: bool) -> ui.LayoutView:
    """How a channel, thread or category is, and what it can be."""
    limit = f"**{ceiling_words(limit_of(view, place.place_id))}**"
    if place.ceiling is None:
        limit += " · " + _("no limit of its own")
    if is_thread and place.replies is None:
        how = _("as in its channel")
    else:
        how = _("private") if place.replies == "private" else _("public")
    inherit = [option(_("As in its channel"), "inherit")] if is_thread else []
    replies = [
        *inherit,
        option(_("Public: everybody here sees them"), "public"),
        option(_("Private: only who asked sees them"), "private"),
    ]
    shows = _("Shows in the clear through · {limit}").format(limit=limit)
    return card(
        Accent.DESK,
        text(heading(f"<#{place.place_id}>"), shows, _("Replies · **{replies}**").format(replies=how)),
        ceiling_row(place.place_id, ceiling_options(show, limit_of(view, place.place_id), inherit=True)),
        row(select(RepliesMenuId(place.place_id), _("Replies are…"), replies)),
        row(back_to_all()),
    )


def everything_card(place_id: int, now: Episode, *said: str, is_server: bool) -> ui.LayoutView:
    """Asks, below what was `said` of other changes, before the ending stands somewhere in the clear."""
    where = _("every channel without its own limit") if is_server else f"<#{place_id}>"
    words = _("Everything, also the ending, will stand in {where} in the clear.").format(where=where)
    keep = _("Keep it as it is") if now == PREMISE else _("Keep {episode}").format(episode=ceiling_words(now))
    return confirm_card(
        _("Show everything?"),
        "\n".join((*said, words)),
        button(ShowEverythingId(place_id), _("Yes, show everything there"), style=discord.ButtonStyle.danger),
        button(KeepLimitId(place_id), keep),
    )


def changed_card(done: list[str], place_id: int | None) -> ui.LayoutView:
    """What was changed; for a channel whose limit was, with the offer to tell it there."""
    if place_id is None:
        return bare("\n".join(done))
    return bare("\n".join(done), row(button(AnnounceLimitId(place_id), _("Say so in the channel")), back_to_all()))


def from_now_on(limit: Episode, show: Show) -> ui.LayoutView:
    """What is posted into a channel whose limit was changed."""
    if limit == PREMISE:
        return bare(_("From now on I tell only what’s safe for everyone in this channel."))
    return bare(_("From now on this channel goes through {episode}.").format(episode=min(limit, show.last)))
