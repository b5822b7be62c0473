"""`make messages` brings every catalogue of data/locale up to date: new sentences, and none that is said no more.

`make messages LANGUAGES=ja` begins a new one. A sentence whose English changed keeps its translation, marked as fuzzy:
tests/test_languages.py fails until somebody has looked at it.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

import simcord
from babel.messages.pofile import write_po

from bot.__main__ import open_bot
from bot.locale import CATALOGUES, LANGUAGES
from bot.settings import Settings
from support.messages import catalogue_of, missing, template


async def update() -> None:
    """Do so; prints how much is missing."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_bot(Settings.read({}), Path(folder) / "hyosan.db") as bot, simcord.run(bot, shard_count=1):
            messages = template(bot)
    CATALOGUES.mkdir(exist_ok=True)
    for language in sys.argv[1:] or [each for each in LANGUAGES if each != "en"]:
        found = catalogue_of(language)
        found.update(messages, no_fuzzy_matching=not len(found), update_creation_date=False)
        with (CATALOGUES / f"{language}.po").open("wb") as file:
            write_po(file, found, width=100, ignore_obsolete=True, include_lineno=False, omit_header=False)
        sys.stdout.write(f"{language}: {len(found)} sentences, {len(missing(found))} to translate\n")


if __name__ == "__main__":
    asyncio.run(update())
