"""One file for each root of the slash commands."""

EXTENSIONS = ("cogs.character", "cogs.progress", "cogs.settings", "cogs.help")
