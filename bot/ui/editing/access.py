"""What everything for editors rests on: who may edit, how far they and their channels see, whom names mean."""

import logging
import re
from typing import Any

import discord
from discord import ui

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import BotError, NotAnEditorError
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.matching.names import Person
from bot.show.matching.pasted import unwrapped
from bot.show.matching.subjects import Subjects
from bot.show.spoilers import plain
from bot.ui.editing.desk import Desk
from bot.viewer import channel_scope, editor_scope, is_editor, place_in, require_member

log = logging.getLogger(__name__)


async def require_editor(interaction: "discord.Interaction[Any]", refused: type[BotError] = NotAnEditorError) -> int:
    """The id of the server that whoever asks may edit in.

    Raises:
        NotAnEditorError: they may not; or `refused`, for what editors do beside editing.
    """
    guild_id = interaction.guild_id
    if guild_id is None or not is_editor(interaction, await interaction.client.store.guilds.settings(guild_id)):
        require_member(interaction)  # of another server no roles are known
        raise refused
    return guild_id


async def desk_of(interaction: Interaction, through: Episode = PREMISE) -> Desk:
    """How far an editor sees: what they finished, and what they agreed to see."""
    bot = interaction.client
    return await _desk(bot, editor_scope(await bot.viewer(interaction), min(through, bot.show.last)))


async def desk_in(bot: FanBot, guild_id: int, channel_id: int) -> Desk:
    """How far a channel goes in which moderators read what the bot posts."""
    found = await bot.store.viewers.viewer(bot.show.id, 0, place_in(bot, guild_id, channel_id))
    return await _desk(bot, channel_scope(PREMISE if found.ceiling is None else min(found.ceiling, bot.show.last)))


async def _desk(bot: FanBot, scope: Scope) -> Desk:
    return Desk(scope, bot.show, await bot.store.facts.subjects(bot.show.id, scope.clear))


async def post(
    bot: FanBot, guild_id: int, channel_id: int, view: ui.LayoutView, *, nonce: str | None = None
) -> discord.Message | None:
    """Post into a channel that moderators chose; None where it takes no message, which is theirs to notice."""
    channel = bot.get_partial_messageable(channel_id, guild_id=guild_id)
    try:
        if nonce is None:
            return await channel.send(view=view, silent=True)
        return await channel.send(view=view, silent=True, nonce=nonce)
    except failures.ERRORS as error:
        log.warning("channel %s of server %s takes no message: %s", channel_id, guild_id, failures.reason(error))
        return None


async def subjects_begun(bot: FanBot, typed: str, scope: Scope) -> dict[str, int]:
    """Ids of everybody and everything known that begins, or has a word that begins, like what was typed; by name."""
    begin = unwrapped(typed).casefold()
    subjects = await bot.store.facts.subjects(bot.show.id, scope.clear)
    names = {name.label(scope): subject for subject, name in subjects.items()}
    return {
        name: subject
        for name, subject in names.items()
        if any(word.startswith(begin) for word in (name.casefold(), *name.casefold().split()))
    }


async def people_known(bot: FanBot, scope: Scope) -> list[Person]:
    """Everybody who is known, as the matcher of names wants them."""
    return [
        Person(
            each.character.id,
            each.character.name.label(scope),
            tuple(spelling.label(scope) for spelling in each.spellings),
        )
        for each in await bot.store.facts.characters(bot.show.id, scope)
    ]


async def subjects_known(bot: FanBot, scope: Scope) -> Subjects:
    """The reader of names of whom and what is known."""
    subjects = await bot.store.facts.subjects(bot.show.id, scope.clear)
    names = {subject: name.label(scope) for subject, name in subjects.items()}
    return Subjects(names, await people_known(bot, scope))


async def subjects_meant(bot: FanBot, typed: str, scope: Scope) -> tuple[list[int], list[str]]:
    """The ids of whom and what a list of names means, and the names that mean nobody who is known."""
    called = await subjects_known(bot, scope)
    names = list(filter(None, (plain(unwrapped(each)) for each in re.split(r"[,;\n]", typed))))
    meant = {name: called.meant(name) for name in names}
    return list(dict.fromkeys(each for each in meant.values() if each)), [name for name in names if not meant[name]]
