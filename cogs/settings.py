"""/settings: what a server and its channels may show. Needs Manage Server, by default and at run time."""

from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.errors import NotAllowedError
from bot.locale import _
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.ui.kit import bare
from bot.ui.pickers import MENU, complete_episodes, parse_episode

_WORDS: Final = {"premise": PREMISE, "everything": EVERYTHING}


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class SettingsCog(commands.GroupCog, group_name="settings", group_description="What this server may show"):
    """Ceilings: how far public replies may go."""

    async def interaction_check(self, interaction: discord.Interaction) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]  discord.py types the client as Any here
        """Default permissions are only a default: administrators can open a command to everybody."""
        if not interaction.permissions.manage_guild:
            raise NotAllowedError("manage_guild")
        return True

    @app_commands.command(name="channel", description="How far replies in a channel may go")
    @app_commands.describe(
        ceiling="An episode such as S1E4, or: premise, everything, inherit",
        channel="Which channel or thread (default: this one)",
    )
    async def channel(
        self,
        interaction: Interaction,
        ceiling: app_commands.Range[str, 1, 100],
        channel: app_commands.AppCommandChannel | app_commands.AppCommandThread | None = None,
    ) -> None:
        """Set the ceiling of one channel or thread, or let it inherit."""
        bot, place = interaction.client, channel.id if channel else interaction.channel_id
        assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
        assert place is not None, "a command in a server comes from a channel"  # noqa: S101  says why it holds
        if ceiling.strip().lower() == "inherit":
            await bot.store.viewers.clear_ceiling(bot.show.id, place)
            await _confirm(interaction, _("<#{place}> follows its channel or the server again.").format(place=place))
            return
        episode = _ceiling(interaction, ceiling)
        await bot.store.viewers.set_ceiling(bot.show.id, interaction.guild_id, place, episode)
        await _confirm(interaction, _shows(f"<#{place}>", episode))

    @app_commands.command(name="server", description="How far replies may go where a channel says nothing else")
    @app_commands.describe(ceiling="An episode such as S1E4, or: premise, everything")
    async def server(self, interaction: Interaction, ceiling: app_commands.Range[str, 1, 100]) -> None:
        """Set the server's default."""
        bot = interaction.client
        assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
        episode = _ceiling(interaction, ceiling)
        await bot.store.viewers.set_ceiling(bot.show.id, interaction.guild_id, interaction.guild_id, episode)
        await _confirm(interaction, _shows(_("Every channel without a ceiling of its own"), episode))

    @channel.autocomplete("ceiling")
    async def complete_channel_ceiling(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Episodes and words."""
        inherit = app_commands.Choice(name=_("inherit · as the server, or the thread's channel"), value="inherit")
        return _complete(interaction, typed, [inherit])

    @server.autocomplete("ceiling")
    async def complete_server_ceiling(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Episodes and words."""
        return _complete(interaction, typed, [])


def _ceiling(interaction: Interaction, typed: str) -> Episode:
    word = _WORDS.get(typed.strip().lower())
    return word if word is not None else parse_episode(interaction.client.show, typed)


def _complete(
    interaction: Interaction, typed: str, more: list[app_commands.Choice[str]]
) -> list[app_commands.Choice[str]]:
    words = [
        app_commands.Choice(name=_("premise · only what is safe for everyone"), value="premise"),
        app_commands.Choice(name=_("everything · everyone here has finished"), value="everything"),
        *more,
    ]
    begin = [word for word in words if word.name.startswith(typed.strip().lower())]
    return [*begin, *complete_episodes(interaction.client.show, typed)][:MENU]


def _shows(where: str, episode: Episode) -> str:
    if episode == PREMISE:
        return _("{where} now shows only what is safe for everyone.").format(where=where)
    if episode == EVERYTHING:
        return _("{where} now shows everything.").format(where=where)
    return _("{where} now shows everything through {episode}.").format(where=where, episode=episode)


async def _confirm(interaction: Interaction, words: str) -> None:
    await interaction.response.send_message(view=bare(words), ephemeral=True)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(SettingsCog())
