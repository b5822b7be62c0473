"""What presses on the cards of /settings do: pick what to change, choose, see everything again."""

from typing import Any, Final

import discord

from bot.client import Interaction
from bot.errors import FormRefusedError, OlderVersionError
from bot.locale import LANGUAGES, _
from bot.show.episodes import EVERYTHING, Episode
from bot.store.guilds import PlaceSettings, Replies
from bot.ui.editing.access import post
from bot.ui.kit.episodes import other_way
from bot.ui.kit.layout import bare, row
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.replies import publicly, reply
from bot.ui.settings.cards import DISCORDS, ask_to_open_card, back_to_all, ceiling_of, server_settings, setting_card
from bot.ui.settings.changes import change_ceiling, change_replies, change_setting, guild_of, tell_log, telling_log
from bot.ui.settings.daily import show_daily_settings
from bot.ui.settings.forms import open_timezone_form
from bot.ui.settings.ids import (
    AllSettingsId,
    AnnounceLimitId,
    CeilingMenuId,
    EditorsChannelMenuId,
    EditorsMenuId,
    KeepLimitId,
    LanguageMenuId,
    OpenChannelsId,
    PlaceMenuId,
    RepliesMenuId,
    SettingMenuId,
    SettingsPageId,
    ShowEverythingId,
    SpoilersMenuId,
    TimezoneFormId,
    UnsetId,
)
from bot.ui.settings.overview import for_managers, server_view, show_changed, show_settings
from bot.ui.settings.place_cards import changed_card, everything_card, from_now_on, limit_of, place_card

_THREADS: Final = {
    discord.ChannelType.news_thread.value,
    discord.ChannelType.public_thread.value,
    discord.ChannelType.private_thread.value,
}


async def turn_page(interaction: Interaction, pressed: SettingsPageId) -> None:
    """Show other channels."""
    await show_settings(interaction, pressed.page)


async def show_all(interaction: Interaction, _pressed: AllSettingsId) -> None:
    """Show everything."""
    await show_settings(interaction)


async def choose_setting(interaction: Interaction, _pressed: SettingMenuId) -> None:
    """Show what a setting can be."""
    key = chosen_value(interaction)
    if key == "timezone":
        await open_timezone_form(interaction, TimezoneFormId(), {})
        return
    if key == "daily":
        await show_daily_settings(interaction)
        return
    view = await server_view(interaction)
    setting = next((each for each in server_settings(view) if each.key == key), None)
    if setting is None:
        raise OlderVersionError
    await reply(interaction, setting_card(setting, view, interaction.client.show))


async def set_ceiling(interaction: Interaction, pressed: CeilingMenuId) -> None:
    """Set it; it holds from the next reply and the next press of an old card on."""
    value, is_server = chosen_value(interaction), pressed.place == interaction.guild_id
    if await other_way(interaction, value, "settings server" if is_server else "settings channel"):
        return
    ceiling = ceiling_of(value)
    if not await asks_first(interaction, pressed.place, ceiling):
        await show_changed(interaction, await change_ceiling(interaction, pressed.place, ceiling))


async def asks_first(interaction: Interaction, place_id: int, ceiling: Episode | None, *said: str) -> bool:
    """Whether the ending would stand in the clear where it does not yet: then that is asked first, below what was `said`."""
    view = await server_view(interaction)
    now = limit_of(view, place_id)
    if ceiling != EVERYTHING or now == EVERYTHING:
        return False
    await reply(interaction, everything_card(place_id, now, *said, is_server=place_id == view.guild.id))
    return True


async def show_everything(interaction: Interaction, pressed: ShowEverythingId) -> None:
    """Open it, and offer to say so there."""
    changed = await change_ceiling(interaction, pressed.place, EVERYTHING)
    async with telling_log(interaction, changed):
        await reply(interaction, changed_card([changed()], announced(interaction, pressed.place)))


async def keep_limit(interaction: Interaction, _pressed: KeepLimitId) -> None:
    """Show everything as it is."""
    await show_settings(interaction)


def announced(interaction: Interaction, place_id: int) -> int | None:
    """The channel or thread in which a new limit can be said; None for the whole server and for a category."""
    guild = interaction.guild
    place = None if guild is None else guild.get_channel_or_thread(place_id)
    return None if place is None or isinstance(place, discord.CategoryChannel) else place_id


async def announce_limit(interaction: Interaction, pressed: AnnounceLimitId) -> None:
    """Post in the channel how far it goes now."""
    bot, view = interaction.client, await server_view(interaction)
    if announced(interaction, pressed.place) is None:
        raise OlderVersionError
    with await publicly(interaction):
        limit = from_now_on(limit_of(view, pressed.place), bot.show)
    posted = await post(bot, view.guild.id, pressed.place, limit)
    words = _("Said so in {channel}.") if posted else _("I can’t write in {channel}. Allow me to, then try again.")
    await reply(interaction, bare(words.format(channel=f"<#{pressed.place}>"), row(back_to_all())))


async def set_spoilers(interaction: Interaction, _pressed: SpoilersMenuId) -> None:
    """Tag them or leave them out."""
    value = chosen_value(interaction)
    if value not in {"tag", "hide"}:
        raise OlderVersionError
    await show_changed(interaction, await change_setting(interaction, "spoilers", value))


async def set_language(interaction: Interaction, _pressed: LanguageMenuId) -> None:
    """Speak it from the next public reply on."""
    language = language_of(chosen_value(interaction))
    await show_changed(interaction, await change_setting(interaction, "language", language))


def language_of(value: str) -> str | None:
    """What was chosen; None is the server's own in Discord."""
    if value != DISCORDS and value not in LANGUAGES:
        raise OlderVersionError
    return None if value == DISCORDS else value


async def set_editors(interaction: Interaction, _pressed: EditorsMenuId) -> None:
    """Set their role, unless it is everybody's."""
    role_id = editor_role(interaction, int(chosen_value(interaction)))
    await show_changed(interaction, await change_setting(interaction, "editors", role_id))


def editor_role(interaction: Interaction, role_id: int) -> int:
    """The id of the role that was chosen for editors.

    Raises:
        FormRefusedError: everybody has it.
    """
    if role_id == guild_of(interaction):
        words = _("Everybody has that role, so everybody could change facts. Choose another one with {settings}.")
        raise FormRefusedError(words.format(settings=interaction.client.mention("settings server")))
    return role_id


async def set_editors_channel(interaction: Interaction, pressed: EditorsChannelMenuId) -> None:
    """Set the channel, and ask once whether it may show everything."""
    channel_id = int(chosen_value(interaction))
    changed = await change_setting(interaction, pressed.setting, channel_id)
    closed = await closed_channels(interaction, channel_id)
    if not closed:
        await show_changed(interaction, changed)
        return
    async with telling_log(interaction, changed):
        await reply(interaction, ask_to_open_card(closed))


async def closed_channels(interaction: Interaction, *channels: int) -> list[int]:
    """Those of the channels that do not show everything, each once."""
    bot = interaction.client
    places = await bot.store.guilds.places(bot.show.id, guild_of(interaction))
    opened = {each.place_id for each in places if each.ceiling == EVERYTHING}
    return [each for each in dict.fromkeys(channels) if each not in opened]


async def open_channels(interaction: Interaction, pressed: OpenChannelsId) -> None:
    """Give them the ceiling `everything`."""
    places = [each for each in (pressed.first, pressed.second) if each is not None]
    await show_changed(interaction, *[await change_ceiling(interaction, place, EVERYTHING) for place in places])


async def unset(interaction: Interaction, pressed: UnsetId) -> None:
    """Set it back to nobody, or no channel."""
    if pressed.setting == "log_channel":
        # The last thing that the old one is told.
        await tell_log(interaction, lambda: _("Changes are no longer logged in a channel."))
        await change_setting(interaction, pressed.setting, None)
        await show_settings(interaction)
        return
    await show_changed(interaction, await change_setting(interaction, pressed.setting, None))


async def choose_place(interaction: Interaction, _pressed: PlaceMenuId) -> None:
    """Show how a channel or thread is, and what it can be."""
    place_id, view = int(chosen_value(interaction)), await server_view(interaction)
    place = next((each for each in view.places if each.place_id == place_id), PlaceSettings(place_id))
    is_thread = _is_thread(interaction, place_id)
    await reply(interaction, place_card(place, view, interaction.client.show, is_thread=is_thread))


def _is_thread(interaction: Interaction, place_id: int) -> bool:
    """Whether what was chosen is a thread: Discord tells it along with the choice, and the bot need not know it."""
    data: Any = interaction.data
    channels = data.get("resolved", {}).get("channels", {})
    return channels.get(str(place_id), {}).get("type") in _THREADS


async def set_replies(interaction: Interaction, pressed: RepliesMenuId) -> None:
    """Let replies be public, or private always."""
    value = chosen_value(interaction)
    replies: Replies | None = None if value == "inherit" else "private" if value == "private" else "public"
    await show_changed(interaction, await change_replies(interaction, pressed.place, replies))


HANDLERS: Final[Handlers] = for_managers(
    {
        SettingsPageId: turn_page,
        AllSettingsId: show_all,
        SettingMenuId: choose_setting,
        CeilingMenuId: set_ceiling,
        SpoilersMenuId: set_spoilers,
        LanguageMenuId: set_language,
        EditorsMenuId: set_editors,
        EditorsChannelMenuId: set_editors_channel,
        OpenChannelsId: open_channels,
        ShowEverythingId: show_everything,
        KeepLimitId: keep_limit,
        AnnounceLimitId: announce_limit,
        UnsetId: unset,
        PlaceMenuId: choose_place,
        RepliesMenuId: set_replies,
    }
)
