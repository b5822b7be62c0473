"""/help: what there is, by audience."""

from typing import Any

from discord import ui

from bot.ui.kit.layout import text


def group(heading: str, *lines: str) -> ui.TextDisplay[Any]:
    return text(f"### {heading}", *(f"- {each}" for each in lines))
