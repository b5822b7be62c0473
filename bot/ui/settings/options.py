"""What /settings reads and answers."""

from typing import Any, Final, TypeAlias

import discord
from discord import app_commands

from bot.client import Interaction
from bot.locale import _
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.ui.kit.layout import bare
from bot.ui.kit.progress import MENU, choice_value, complete_episodes, parse_episode
from bot.ui.settings.changes import telling_log
from bot.ui.settings.controls import (
    WITH_TEXT,
    ask_to_open,
)

AnyPlace: TypeAlias = app_commands.AppCommandChannel | app_commands.AppCommandThread
_WORDS: Final = {"premise": PREMISE, "everything": EVERYTHING}


class Place(app_commands.Transformer):
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


def parse_ceiling(interaction: Interaction, typed: str) -> Episode:
    word = _WORDS.get(choice_value(typed).lower())
    return word if word is not None else parse_episode(interaction.client.show, typed)


def complete_ceilings(
    interaction: Interaction, typed: str, more: list[app_commands.Choice[str]]
) -> list[app_commands.Choice[str]]:
    words = [
        app_commands.Choice(name=_("premise · only what is safe for everyone"), value="premise"),
        app_commands.Choice(name=_("everything · everyone here has finished"), value="everything"),
        *more,
    ]
    begin = [word for word in words if word.name.startswith(typed.strip().lower())]
    return [*begin, *complete_episodes(interaction.client.show, typed)][:MENU]


async def answer_changes(interaction: Interaction, done: list[str], desks: list[int]) -> None:
    """Say what changed, ask once whether channels for editors may show everything, tell the log channel."""
    if not done:
        words = _("Nothing was chosen, so nothing changed. {show} has everything in one view.")
        await say(interaction, words.format(show=interaction.client.mention("settings show")))
        return
    question = await ask_to_open(interaction, desks, *done)
    async with telling_log(interaction, *done):
        await interaction.response.send_message(view=question or bare("\n".join(done)), ephemeral=True)


async def say(interaction: Interaction, words: str) -> None:
    await interaction.response.send_message(view=bare(words), ephemeral=True)
