"""One change of a server's settings: save it, say it in one sentence, and tell the log channel. Never a word of story."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeAlias

import discord

from bot.client import Interaction
from bot.errors import OlderVersionError
from bot.events import CEILING_CHANGED
from bot.language import speaking
from bot.locale import _, sentences
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.store.guilds import Replies, Setting
from bot.times.zones import zone_words
from bot.ui.editing.access import post
from bot.ui.kit.layout import bare
from bot.ui.kit.phrases import Mentions
from bot.ui.settings.cards import clock_in, language_words, to_see_commands

Sentence: TypeAlias = Callable[[], str]
"""What is said of a change: to whoever made it in their language, in the log channel in the server's."""


def guild_of(interaction: Interaction) -> int:
    """The server that a command or control of settings stands in."""
    assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
    return interaction.guild_id


def _check_place(interaction: Interaction, place_id: int) -> None:
    """A control of another server, or an altered one, changes nothing of anybody's."""
    bot, guild_id = interaction.client, guild_of(interaction)
    guild = getattr(bot.get_channel(place_id), "guild", None) or bot.get_guild(place_id)
    if guild is not None and guild.id != guild_id:
        raise OlderVersionError


async def change_ceiling(interaction: Interaction, place_id: int, ceiling: Episode | None) -> Sentence:
    """Let a channel, a thread or the server itself show `ceiling`; None inherits. Gives the sentence that says so.

    Cards in review channels are drawn again where the ceiling fell. What members were shown in public stays: it was right
    when it was posted, people have read it, and the bot keeps no list of it. Whoever turns such a card gets the new ceiling.

    Raises:
        OlderVersionError: the place is none of this server.
    """
    bot, guild_id = interaction.client, guild_of(interaction)
    _check_place(interaction, place_id)
    if ceiling is None:
        await bot.store.viewers.clear_ceiling(bot.show.id, guild_id, place_id)
    else:
        await bot.store.viewers.set_ceiling(bot.show.id, guild_id, place_id, ceiling)
    bot.dispatch(CEILING_CHANGED)
    return partial(_ceiling_was_changed, None if place_id == guild_id else place_id, ceiling)


def _ceiling_was_changed(place_id: int | None, ceiling: Episode | None) -> str:
    where = _("Every channel without its own limit") if place_id is None else f"<#{place_id}>"
    if ceiling is None:
        return _("{where} has no limit of its own any more.").format(where=where)
    if ceiling == PREMISE:
        return _("{where} now shows only what’s safe for everyone.").format(where=where)
    if ceiling == EVERYTHING:
        return _("{where} now shows everything.").format(where=where)
    return _("{where} now shows everything through {episode}.").format(where=where, episode=ceiling)


async def change_replies(interaction: Interaction, place_id: int, replies: Replies | None) -> Sentence:
    """Let replies in a channel or thread be public, or private always; None lets a thread do as its channel.

    Gives the sentence that says so.

    Raises:
        OlderVersionError: the place is none of this server.
    """
    bot, guild_id = interaction.client, guild_of(interaction)
    _check_place(interaction, place_id)
    if replies is None or (
        replies == "public" and interaction.guild is not None and interaction.guild.get_channel(place_id) is not None
    ):
        await bot.store.guilds.clear_replies(guild_id, place_id)
    else:
        await bot.store.guilds.set_replies(guild_id, place_id, replies)
    return partial(_replies_were_changed, place_id, replies)


def _replies_were_changed(place_id: int, replies: Replies | None) -> str:
    if replies is None:
        return _("Replies in <#{place}> are like those in its channel again.").format(place=place_id)
    if replies == "private":
        return _("Replies in <#{place}> are private now.").format(place=place_id)
    return _("Replies in <#{place}> are public now.").format(place=place_id)


async def change_setting(interaction: Interaction, setting: Setting, value: str | int | None) -> Sentence:
    """Choose one thing for the whole server; None is nobody, or no channel. Gives the sentence that says so."""
    store, guild_id = interaction.client.store, guild_of(interaction)
    await store.guilds.set_setting(guild_id, setting, value)
    if setting == "timezone":
        await store.dailies.reschedule(guild_id, discord.utils.utcnow())
    return partial(_setting_was_changed, setting, value, interaction.client)


def _setting_was_changed(setting: Setting, value: str | int | None, bot: Mentions) -> str:
    match setting, value:
        case "spoilers", "hide":
            return _("In public I now leave out what’s beyond the channel’s limit.")
        case "spoilers", _:
            return _("In public I now hide what’s beyond the channel’s limit behind a spoiler tag.")
        case "editors", None:
            return _("Members with Manage Messages may now change facts, and nobody else.")
        case "editors", role:
            words = _("Members with {role} or Manage Messages may now change facts.").format(role=f"<@&{role}>")
            return sentences(words, to_see_commands())
        case "review_channel", None:
            return _("Suggestions now wait in {review} only.").format(review=bot.mention("review"))
        case "review_channel", channel:
            return _("Suggestions now go to {channel}.").format(channel=f"<#{channel}>")
        case "log_channel", None:
            return _("Changes are no longer logged in a channel.")
        case "log_channel", channel:
            return _("Changes are now logged in {channel}.").format(channel=f"<#{channel}>")
        case "language", None:
            return _("Public replies are now in the server’s language in Discord.")
        case "language", language:
            return _("Public replies are now in this language: {language}.").format(
                language=language_words(str(language))
            )
        case "timezone", zone:
            return _("The day now begins at midnight in {zone}, where it is {clock} now.").format(
                zone=zone_words(str(zone)), clock=clock_in(str(zone))
            )


async def tell_log(interaction: Interaction, *sentences: Sentence) -> None:
    """Post changes in the log channel; where that is gone or closed to the bot, they are made all the same."""
    bot, guild_id = interaction.client, guild_of(interaction)
    settings = await bot.store.guilds.settings(guild_id)
    if settings.log_channel is None or not sentences:
        return
    with speaking(bot.language_in(guild_id, settings.language)):
        by = _("Changed by {member}:").format(member=interaction.user.mention)
        view = bare("\n".join((by, *(each() for each in sentences))))
    await post(bot, guild_id, settings.log_channel, view)


@asynccontextmanager
async def telling_log(interaction: Interaction, *sentences: Sentence) -> AsyncGenerator[None, None]:
    """Answer inside of it: the changes are made, and so the log channel hears of them whatever becomes of the answer."""
    try:
        yield
    finally:
        await tell_log(interaction, *sentences)
