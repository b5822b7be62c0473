"""The shipped pack."""

from functools import cache

from bot.paths import ROOT
from bot.show.facts import Pack
from bot.show.packs.check import read_pack

FOLDER = ROOT / "data" / "shows" / "all-of-us-are-dead"


@cache
def shipped_pack() -> Pack:
    """What stands in the shipped files, read once a process."""
    return read_pack(FOLDER)
