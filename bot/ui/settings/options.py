"""What the options of /settings mean, and how it answers them."""

from typing import Any, Final, Literal, TypeAlias

import discord
from discord import app_commands

from bot.client import Interaction
from bot.locale import LANGUAGES, _
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.store.guilds import Setting
from bot.times.zones import completions, zone_words
from bot.ui.kit.episodes import MENU, choice_value, complete_episodes, parse_episode
from bot.ui.kit.replies import reply, say
from bot.ui.settings.cards import DISCORDS, PLACE_TYPES, ask_to_open_card, clock_in
from bot.ui.settings.changes import (
    Sentence,
    change_ceiling,
    change_replies,
    change_setting,
    guild_of,
    tell_log,
    telling_log,
)
from bot.ui.settings.controls import announced, asks_first, closed_channels, editor_role, language_of
from bot.ui.settings.forms import parse_timezone
from bot.ui.settings.place_cards import changed_card

AnyPlace: TypeAlias = app_commands.AppCommandChannel | app_commands.AppCommandThread
# What can be chosen, as Discord lists it.
REPLIES: Final = [
    app_commands.Choice(name="public · everybody here sees them", value="public"),
    app_commands.Choice(name="private · only who asked sees them", value="private"),
]
SPOILERS: Final = [
    app_commands.Choice(name="tag · what a member has seen beyond the limit is behind a spoiler tag", value="tag"),
    app_commands.Choice(name="hide · leave out what is beyond the limit", value="hide"),
]

LANGUAGE: Final = [
    app_commands.Choice(name="the server’s language in Discord", value=DISCORDS),
    *(app_commands.Choice(name=name, value=language) for language, name in LANGUAGES.items()),
]


class PlaceOption(app_commands.Transformer):
    """A channel or thread, of the kinds that Discord's own description of its API has for an option: not media channels."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Called by discord.py."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Called by discord.py."""
        return PLACE_TYPES

    async def transform(self, interaction: Interaction, value: Any, /) -> AnyPlace:  # pyright: ignore[reportIncompatibleMethodOverride]  our own bot
        """It is what was chosen."""
        return value


def _ceilings_begun(interaction: Interaction, typed: str, *offered: str) -> list[app_commands.Choice[str]]:
    """Words and episodes that begin like what was typed."""
    words = [app_commands.Choice(name=name, value=word) for word, name in _word_choices().items() if word in offered]
    begin = [word for word in words if word.name.startswith(typed.strip().lower())]
    return [*begin, *complete_episodes(interaction.client.show, typed)][:MENU]


async def complete_server_ceilings(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """What the limit of a server can be."""
    return _ceilings_begun(interaction, typed, "premise", "everything")


async def complete_place_ceilings(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """What the limit of a channel can be."""
    return _ceilings_begun(interaction, typed, "premise", "everything", "inherit")


async def complete_timezones(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Time zones by what is meant, and by any part of their name."""
    return [
        app_commands.Choice(name=f"{zone_words(each)} · {clock_in(each)}", value=each)
        for each in completions(choice_value(typed))[:MENU]
    ]


async def set_place(
    interaction: Interaction, channel: AnyPlace | None, *, ceiling: str | None, replies: str | None
) -> None:
    """Set what was given for one channel or thread, by default this one."""
    place_id = channel.id if channel else interaction.channel_id
    assert place_id is not None, "a command in a server comes from a channel"  # noqa: S101  says why it holds
    inherits = ceiling is not None and _is_word(ceiling, "inherit")
    episode = None if inherits or ceiling is None else _parse_ceiling(interaction, ceiling)
    done: list[Sentence] = []
    if replies is not None:
        done.append(await change_replies(interaction, place_id, "private" if replies == "private" else "public"))
    if await asks_first(interaction, place_id, episode, *(each() for each in done)):
        await tell_log(interaction, *done)
        return
    if ceiling is not None:
        done.insert(0, await change_ceiling(interaction, place_id, episode))
    await _answer(interaction, done, place=announced(interaction, place_id) if episode is not None else None)


async def set_server(
    interaction: Interaction,
    *,
    ceiling: str | None,
    spoilers: str | None,
    editors: discord.Role | None,
    review_channel: discord.TextChannel | None,
    log_channel: discord.TextChannel | None,
    timezone: str | None,
    language: str | None,
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
    done = [await change_setting(interaction, each, value) for each, value in chosen.items() if value is not None]
    if language is not None:
        done.append(await change_setting(interaction, "language", language_of(choice_value(language))))
    guild_id = guild_of(interaction)
    if await asks_first(interaction, guild_id, episode, *(each() for each in done)):
        await tell_log(interaction, *done)
        return
    if episode is not None:
        done.insert(0, await change_ceiling(interaction, guild_id, episode))
    await _answer(interaction, done, *(each.id for each in (review_channel, log_channel) if each))


def _parse_ceiling(interaction: Interaction, typed: str) -> Episode:
    if _is_word(typed, "premise"):
        return PREMISE
    return EVERYTHING if _is_word(typed, "everything") else parse_episode(interaction.client.show, typed)


def _is_word(typed: str, word: Literal["premise", "everything", "inherit"]) -> bool:
    """Whether a word was typed, or its choice was picked, in the language that is spoken."""
    return choice_value(typed).lower() in {word, choice_value(_word_choices()[word]).lower()}


def _word_choices() -> dict[str, str]:
    """What a limit can be besides an episode, as it is offered: a word, and what it means."""
    return {
        "premise": _("premise · only what’s safe for everyone"),
        "everything": _("everything · everyone here has finished"),
        "inherit": _("inherit · no limit of its own"),
    }


async def _answer(interaction: Interaction, done: list[Sentence], *channels: int, place: int | None = None) -> None:
    """Say what changed, ask once whether channels for editors may show everything, tell the log channel.

    `place` is a channel whose limit was changed: it can be told.
    """
    if not done:
        words = _("Nothing was chosen, so nothing changed. {show} has everything in one view.")
        await say(interaction, words.format(show=interaction.client.mention("settings show")))
        return
    closed = await closed_channels(interaction, *channels)
    async with telling_log(interaction, *done):
        said = [each() for each in done]
        await reply(interaction, ask_to_open_card(closed, *said) if closed else changed_card(said, place))
