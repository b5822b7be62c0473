"""/settings daily: where the question of the day is posted, at which hour, and which role it pings."""

import re
from dataclasses import replace
from typing import Final

import discord
from discord import app_commands

from bot.client import Interaction
from bot.errors import FormRefusedError, OlderVersionError
from bot.locale import _
from bot.show.spoilers import escape
from bot.store.dailies import DailySettings
from bot.ui.kit.episodes import MENU, choice_value
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.replies import reply
from bot.ui.settings.cards import daily_words
from bot.ui.settings.changes import Sentence, guild_of, telling_log
from bot.ui.settings.daily_cards import daily_settings_card
from bot.ui.settings.ids import DailyChannelMenuId, DailyHourMenuId, DailyRoleMenuId, DailySwitchId
from bot.ui.settings.overview import for_managers, server_view

USUAL: Final = 18
"""The hour where nobody chose one."""

OFF: Final = "off"

_HOUR: Final = re.compile(r"(?P<hour>\d{1,2})(?:[:.h]?00|h)?\s*(?P<half>[ap]\.?m\.?)?")


def parse_hour(typed: str) -> int | None:
    """The hour that was typed or picked, such as 18, 18:00 or 6 pm; None turns it off.

    Raises:
        FormRefusedError: it is no full hour of a day.
    """
    said = choice_value(typed).casefold()
    if said == OFF:
        return None
    match = _HOUR.fullmatch(said)
    hour = int(match["hour"]) if match else 24
    if match and match["half"]:
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0) if 1 <= hour <= 12 else 24
    if hour > 23:
        words = _("“{typed}” isn’t a full hour. Write it like 18:00 or 6 pm, or “off” to stop.")
        raise FormRefusedError(words.format(typed=escape(said, 80)))
    return hour


async def complete_hours(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Every hour that begins like what was typed, or is meant by it; and off."""
    said = choice_value(typed).casefold()
    try:
        meant = parse_hour(said) if said else None
    except FormRefusedError:
        meant = None
    hours = [
        hour for hour in range(24) if f"{hour:02}:00".startswith(said) or str(hour).startswith(said) or hour == meant
    ]
    hours.sort(key=lambda hour: (hour != meant, hour))
    off = [app_commands.Choice(name=_("off · stop posting it"), value=OFF)] if OFF.startswith(said) else []
    return [*off, *(app_commands.Choice(name=f"{hour:02}:00", value=f"{hour:02}:00") for hour in hours)][:MENU]


async def set_daily(
    interaction: Interaction,
    *,
    channel: "discord.TextChannel | None",
    hour: str | None,
    role: discord.Role | None,
) -> None:
    """Set what was given, and leave the rest as it is; without anything given show how it is."""
    if channel is None and hour is None and role is None:
        await show_daily_settings(interaction)
        return
    chosen = None if hour is None else parse_hour(hour)
    if hour is not None and chosen is None:
        await _turn_off(interaction)
        return
    before = await interaction.client.store.dailies.settings(guild_of(interaction))
    settings = before or DailySettings(_here(interaction) if channel is None else channel.id, USUAL)
    await _save(
        interaction,
        replace(
            settings,
            channel=settings.channel if channel is None else channel.id,
            hour=settings.hour if chosen is None else chosen,
            role=settings.role if role is None else _pinged(interaction, role.id),
        ),
    )


def _here(interaction: Interaction) -> int:
    """This channel, where it can have it.

    Raises:
        FormRefusedError: it is a thread, or no channel with text alone.
    """
    if not isinstance(interaction.channel, discord.TextChannel):
        words = _("The daily question needs a text channel. Choose one with {daily}.")
        raise FormRefusedError(words.format(daily=interaction.client.mention("settings daily")))
    return interaction.channel.id


def _pinged(interaction: Interaction, role_id: int) -> int:
    """The id of the role that was chosen.

    Raises:
        FormRefusedError: everybody has it.
    """
    if role_id == guild_of(interaction):
        words = _("I don’t ping @everyone. Choose a role that members take for it, with {daily}.")
        raise FormRefusedError(words.format(daily=interaction.client.mention("settings daily")))
    return role_id


async def show_daily_settings(interaction: Interaction) -> None:
    """Show how it is, and what it can be."""
    next_at = await interaction.client.store.dailies.next_at(guild_of(interaction))
    await reply(interaction, daily_settings_card(await server_view(interaction), next_at))


async def _save(interaction: Interaction, settings: DailySettings) -> None:
    """Save it, show it, and tell the log channel."""
    dailies, guild_id = interaction.client.store.dailies, guild_of(interaction)
    await dailies.save_settings(guild_id, settings, discord.utils.utcnow())
    view = await server_view(interaction)
    async with telling_log(interaction, lambda: _("Daily question · {value}").format(value=daily_words(view))):
        await show_daily_settings(interaction)


async def _turn_off(interaction: Interaction) -> None:
    """Post it no more; what stands shows its answer."""
    changed: list[Sentence] = []
    if await interaction.client.store.dailies.turn_off(guild_of(interaction)):
        changed.append(lambda: _("The daily question is no longer posted."))
    async with telling_log(interaction, *changed):
        await show_daily_settings(interaction)


async def set_channel(interaction: Interaction, _pressed: DailyChannelMenuId) -> None:
    """Post it there from the next one on."""
    channel_id = int(chosen_value(interaction))
    settings = await interaction.client.store.dailies.settings(guild_of(interaction)) or DailySettings(
        channel_id, USUAL
    )
    await _save(interaction, replace(settings, channel=channel_id))


async def set_hour(interaction: Interaction, _pressed: DailyHourMenuId) -> None:
    """Post it at that hour."""
    value = chosen_value(interaction)
    if not value.isdecimal() or int(value) > 23:
        raise OlderVersionError
    await _change(interaction, hour=int(value))


async def set_role(interaction: Interaction, _pressed: DailyRoleMenuId) -> None:
    """Ping that role with each."""
    await _change(interaction, role=_pinged(interaction, int(chosen_value(interaction))))


async def switch(interaction: Interaction, pressed: DailySwitchId) -> None:
    """Turn one thing on or off."""
    match pressed.to:
        case "off":
            await _turn_off(interaction)
        case "quiet":
            await _change(interaction, role=None)
        case "winner" | "nobody":
            await _change(interaction, names_winner=pressed.to == "winner")


async def _change(interaction: Interaction, **changes: int | bool | None) -> None:
    """Change one thing, unless it was turned off meanwhile."""
    settings = await interaction.client.store.dailies.settings(guild_of(interaction))
    if settings is None:
        await show_daily_settings(interaction)
    else:
        await _save(interaction, replace(settings, **changes))


HANDLERS: Final[Handlers] = for_managers(
    {
        DailyChannelMenuId: set_channel,
        DailyHourMenuId: set_hour,
        DailyRoleMenuId: set_role,
        DailySwitchId: switch,
    }
)
