"""What the options of /settings mean, and how it answers them."""

from typing import Any, Final, TypeAlias

import discord
from discord import app_commands

from bot.client import Interaction
from bot.locale import _
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.store.guilds import Setting
from bot.times.zones import completions, zone_words
from bot.ui.kit.episodes import MENU, choice_value, complete_episodes, parse_episode
from bot.ui.kit.layout import bare
from bot.ui.kit.replies import reply, say
from bot.ui.settings.cards import WITH_TEXT, ask_to_open_card, clock_in
from bot.ui.settings.changes import change_ceiling, change_replies, change_setting, guild_of, telling_log
from bot.ui.settings.controls import closed_channels, editor_role
from bot.ui.settings.forms import parse_timezone

AnyPlace: TypeAlias = app_commands.AppCommandChannel | app_commands.AppCommandThread
_WORDS: Final = {"premise": PREMISE, "everything": EVERYTHING}


class PlaceOption(app_commands.Transformer):
    """A channel or thread, of the kinds that Discord's own description of its API has for an option: not media channels."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Called by discord.py."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Called by discord.py."""
        return [discord.ChannelType.category, *WITH_TEXT]

    async def transform(self, interaction: Interaction, value: Any, /) -> AnyPlace:  # pyright: ignore[reportIncompatibleMethodOverride]  our own bot
        """It is what was chosen."""
        return value


def complete_ceilings(
    interaction: Interaction, typed: str, more: list[app_commands.Choice[str]]
) -> list[app_commands.Choice[str]]:
    """Words and episodes that begin like what was typed."""
    words = [
        app_commands.Choice(name=_("premise · only what is safe for everyone"), value="premise"),
        app_commands.Choice(name=_("everything · everyone here has finished"), value="everything"),
        *more,
    ]
    begin = [word for word in words if word.name.startswith(typed.strip().lower())]
    return [*begin, *complete_episodes(interaction.client.show, typed)][:MENU]


def complete_timezones(typed: str) -> list[app_commands.Choice[str]]:
    """Time zones by what is meant, and by any part of their name."""
    return [
        app_commands.Choice(name=f"{zone_words(each)} · {clock_in(each)}", value=each)
        for each in completions(choice_value(typed))[:MENU]
    ]


async def set_place(
    interaction: Interaction, channel: AnyPlace | None, *, ceiling: str | None, replies: str | None
) -> None:
    """Set what was given for one channel or thread, by default this one."""
    if channel is not None and channel.type is discord.ChannelType.category:
        words = _("A category shows nothing itself: choose a channel in it. {show} lists what is set.")
        await say(interaction, words.format(show=interaction.client.mention("settings show")))
        return
    place_id = channel.id if channel else interaction.channel_id
    assert place_id is not None, "a command in a server comes from a channel"  # noqa: S101  says why it holds
    done: list[str] = []
    if ceiling is not None:
        inherits = choice_value(ceiling).lower() == "inherit"
        episode = None if inherits else _parse_ceiling(interaction, ceiling)
        done.append(await change_ceiling(interaction, place_id, episode))
    if replies is not None:
        done.append(await change_replies(interaction, place_id, "private" if replies == "private" else "public"))
    await _answer(interaction, done)


async def set_server(
    interaction: Interaction,
    *,
    ceiling: str | None,
    spoilers: str | None,
    editors: discord.Role | None,
    review_channel: discord.TextChannel | None,
    log_channel: discord.TextChannel | None,
    timezone: str | None,
) -> None:
    """Set what was given for the whole server."""
    # Everything is read before anything is saved: a mistake in one option changes nothing.
    episode = None if ceiling is None else _parse_ceiling(interaction, ceiling)
    chosen: dict[Setting, str | int | None] = {
        "spoilers": spoilers and ("hide" if spoilers == "hide" else "tag"),
        "editors": editors and editor_role(interaction, editors.id),
        "review_channel": review_channel and review_channel.id,
        "log_channel": log_channel and log_channel.id,
        "timezone": None if timezone is None else parse_timezone(timezone),
    }
    done: list[str] = []
    if episode is not None:
        done.append(await change_ceiling(interaction, guild_of(interaction), episode))
    done += [await change_setting(interaction, each, value) for each, value in chosen.items() if value is not None]
    await _answer(interaction, done, *(each.id for each in (review_channel, log_channel) if each))


def _parse_ceiling(interaction: Interaction, typed: str) -> Episode:
    word = _WORDS.get(choice_value(typed).lower())
    return word if word is not None else parse_episode(interaction.client.show, typed)


async def _answer(interaction: Interaction, done: list[str], *channels: int) -> None:
    """Say what changed, ask once whether channels for editors may show everything, tell the log channel."""
    if not done:
        words = _("Nothing was chosen, so nothing changed. {show} has everything in one view.")
        await say(interaction, words.format(show=interaction.client.mention("settings show")))
        return
    closed = await closed_channels(interaction, *channels)
    async with telling_log(interaction, *done):
        await reply(interaction, ask_to_open_card(closed, *done) if closed else bare("\n".join(done)))
