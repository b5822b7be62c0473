"""The commands as Discord has them: registered where they differ, and in no place twice."""

import hashlib
import logging
from typing import Any, Final, cast

import discord
import orjson
from discord.ext import commands
from discord.http import Route

from bot.errors import SetupError
from bot.locale import catalogues_hash
from bot.store.commands import CommandStore, Registration

log = logging.getLogger(__name__)

_EVERYWHERE: Final = 0


async def register(bot: commands.AutoShardedBot, store: CommandStore, guild: discord.Object | None) -> dict[str, int]:
    """Let Discord have the commands of the bot's tree, in every language of its translator, everywhere or in one `guild` only; gives the id of each by its name.

    What was sent last is not enough to go by: another program with the same token may have changed the list since.

    Raises:
        SetupError: the bot may not register commands in `guild`.
    """
    place = guild.id if guild else _EVERYWHERE
    # Translating all of it takes longer than the rest of a start, so that is left to the sync.
    payload = [catalogues_hash(), *(command.to_dict(bot.tree) for command in bot.tree.get_commands(guild=guild))]
    sent, last = _hash([bot.application_id, guild and guild.id, payload]), await store.registration()
    if last and last.guild_id not in {_EVERYWHERE, place}:
        await _take_back(bot, last.guild_id)
    if place != _EVERYWHERE and await _found(bot, _EVERYWHERE):
        await _take_back(bot, _EVERYWHERE)
    try:
        now = await _found(bot, place)
        if last is None or (last.sent, last.guild_id, last.found) != (sent, place, _hash(now)):
            ids = {command.name: command.id for command in await bot.tree.sync(guild=guild)}
            last = Registration(sent, _hash(await _found(bot, place)), place, ids)
            await store.set_registration(last)
            log.info("registered %d commands", len(ids))
    except discord.Forbidden as error:
        if guild is None:
            raise
        raise SetupError(
            f"Discord lets the bot register no commands in DEV_GUILD, {guild.id}: invite it there."
        ) from error
    return last.ids


async def _found(bot: commands.AutoShardedBot, place: int) -> list[Any] | None:
    """What Discord has there, translations too; None where it does not say."""
    where = "/applications/{application_id}/commands"
    if place != _EVERYWHERE:
        where = "/applications/{application_id}/guilds/{guild_id}/commands"
    route = Route("GET", where, application_id=bot.application_id, guild_id=place)
    try:
        return cast("list[Any]", await bot.http.request(route, params={"with_localizations": "true"}))
    except discord.NotFound:
        return None


async def _take_back(bot: commands.AutoShardedBot, place: int) -> None:
    """Remove the commands from where they would stand beside the others."""
    log.info("removing the commands %s", f"of server {place}" if place else "that every server has")
    application = cast("int", bot.application_id)
    try:
        if place == _EVERYWHERE:
            await bot.http.bulk_upsert_global_commands(application, [])
        else:
            await bot.http.bulk_upsert_guild_commands(application, place, [])
    except (discord.Forbidden, discord.NotFound) as error:
        log.warning("the commands of server %d could not be removed: HTTP %d, code %d", place, error.status, error.code)


def _hash(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, dict) and "id" in each for each in cast("list[Any]", value)):
        value = sorted(cast("list[Any]", value), key=lambda each: each["id"])  # in whatever order Discord lists them
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()
