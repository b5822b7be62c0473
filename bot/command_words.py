"""The names, descriptions and choices of commands in every language, as Discord shows them to whoever types."""

from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.locale import catalogue, spoken

_CONTEXTS: Final = {
    Location.command_name: "command",
    Location.group_name: "command",
    Location.parameter_name: "option",
    Location.choice_name: "choice",
}
"""What a string is, where that is no description: a translator has to know, since Discord has rules for each."""


class CommandWords(app_commands.Translator):
    """Translates what discord.py asks for."""

    def __init__(self) -> None:
        self.asked: dict[tuple[str, str], None] = {}  # every string with its context, for the catalogues

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Called by discord.py for each string and locale; None leaves the English."""
        kind = context_of(context)
        self.asked[kind, string.message] = None
        language = spoken(str(locale))
        if language == "en":
            return None
        words = catalogue(language).pgettext(kind, string.message)
        return None if words == string.message else words


def context_of(context: app_commands.TranslationContext[Any, Any]) -> str:
    """What a string is: "command", "menu", "option", "description" or "choice"."""
    if isinstance(context.data, app_commands.ContextMenu):
        return "menu"
    return _CONTEXTS.get(context.location, "description")
