"""One file for each root of the slash commands, and those of loops: the bot's own emoji, daily questions."""

from pkgutil import iter_modules
from typing import Final

EXTENSIONS: Final = tuple(f"cogs.{each.name}" for each in iter_modules(__path__))
"""What the bot loads: every module that stands here."""
