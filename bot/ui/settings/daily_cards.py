"""The card on which a server chooses where, when and with what its daily question is posted."""

from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE
from bot.ui.kit.controls import button, select
from bot.ui.kit.layout import Accent, card, heading, option, row, small, text
from bot.ui.settings.cards import ServerView, back_to_all, daily_words, hour_words
from bot.ui.settings.ids import DailyChannelMenuId, DailyHourMenuId, DailyRoleMenuId, DailySwitchId
from bot.ui.settings.place_cards import limit_of


def daily_settings_card(view: ServerView, next_at: datetime | None) -> ui.LayoutView:
    """What it means, how it is now, and what it can be."""
    daily = view.daily
    explained = _(
        "One question a day for everybody, as far as its channel goes. Each presses a letter and hears privately how it "
        "was; the answer stands there a day later, with who answers every day. A thread below is for the talk."
    )
    words = [heading(_("Daily question")), explained, _("Now · {value}").format(value=daily_words(view))]
    rows: list[ui.Item[Any]] = [row(_channel_select(_("Post it in…") if daily is None else _("Another channel…")))]
    if daily is not None:
        words += [small(each) for each in notes(view, next_at)]
        hours = [option(hour_words(hour), str(hour)) for hour in range(24)]
        winner = (
            button(DailySwitchId("nobody"), _("Name no best of the week"))
            if daily.names_winner
            else button(DailySwitchId("winner"), _("Name the best of the week"))
        )
        quiet = [button(DailySwitchId("quiet"), _("Ping nobody"))] if daily.role is not None else []
        rows += [
            row(select(DailyHourMenuId(), _("Another hour…"), hours)),
            row(ui.RoleSelect[Any](custom_id=str(DailyRoleMenuId()), placeholder=_("Ping a role…"), required=True)),
            row(winner, *quiet, button(DailySwitchId("off"), _("Turn it off")), back_to_all()),
        ]
    else:
        rows.append(row(back_to_all()))
    return card(Accent.DESK, text(*words), *rows)


def _channel_select(placeholder: str) -> "ui.ChannelSelect[Any]":
    return ui.ChannelSelect(
        custom_id=str(DailyChannelMenuId()), placeholder=placeholder, required=True,
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
    )  # fmt: skip


def notes(view: ServerView, next_at: datetime | None) -> list[str]:
    """When the next one comes, how far it goes, and what the bot may not do there."""
    daily = view.daily
    if daily is None:
        return []
    limit = limit_of(view, daily.channel)
    safe = (
        _("The next one comes {clock} and is safe for everyone.")
        if limit == PREMISE
        else _("The next one comes {clock} and goes as far as {channel}.")
    )
    clock = "" if next_at is None else discord.utils.format_dt(next_at, "R")
    lines = [safe.format(clock=clock, channel=f"<#{daily.channel}>")]
    channel, me = view.guild.get_channel(daily.channel), view.guild.me
    may = discord.Permissions.none() if channel is None else channel.permissions_for(me)
    if channel is None:
        return lines
    if not (may.view_channel and may.send_messages):
        lines.append(_("I can’t write in {channel}. Allow me to before then.").format(channel=f"<#{daily.channel}>"))
    elif not may.create_public_threads:
        lines.append(_("I can’t open threads there, so it comes without one."))
    role = None if daily.role is None else view.guild.get_role(daily.role)
    if role is not None and not role.mentionable and not may.mention_everyone:
        words = _(
            "Nobody may mention {role}, so nobody is notified. Its settings, or **Mention All Roles** for me, change that."
        )
        lines.append(words.format(role=f"<@&{role.id}>"))
    return lines
