"""The parts that every card is made of (design: cards.md). One card, one accent, one title, one footer."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Episode

BUDGET: Final = 3600
"""Encoded characters of one card; Discord's own limit is 4000 over the message."""


class Accent(IntEnum):
    """A constant of the kind of card; never of the person, the outcome or the facts."""

    STORY = 0x5E8C6A
    GAME = 0xC49A3A
    CAUTION = 0xB5483F
    DESK = 0x6F86A6


Items = Iterable[ui.Item[Any]]


def text(*lines: str) -> ui.TextDisplay[Any]:
    """One text of several lines."""
    return ui.TextDisplay("\n".join(lines))


def line() -> ui.Separator[Any]:
    """A small line."""
    return ui.Separator()


def row(*items: ui.Item[Any]) -> ui.ActionRow[Any]:
    """A row of buttons, or of one select."""
    return ui.ActionRow(*items)


def card(accent: Accent, *items: ui.Item[Any]) -> ui.LayoutView:
    """A card. It never times out: all its controls are DynamicItems."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*items, accent_colour=discord.Colour(int(accent))))
    return view


def bare(sentence: str, *rows: ui.ActionRow[Any]) -> ui.LayoutView:
    """One sentence needs no card."""
    view = ui.LayoutView(timeout=None)
    view.add_item(text(sentence))
    for each in rows:
        view.add_item(each)
    return view


def safe_through(episode: Episode) -> str:
    """What a footer promises."""
    if episode == PREMISE:
        return _("Spoiler-safe for everyone")
    return _("Spoiler-safe through {episode}").format(episode=episode)


def page_of(page: int, pages: int) -> str:
    """What a footer adds where there are pages; nothing where there is one."""
    return "" if pages == 1 else " · " + _("page {page} of {pages}").format(page=page, pages=pages)


def footer(words: str) -> ui.TextDisplay[Any]:
    """The last text of a card."""
    return text(f"-# {words}")


def before(first: Episode) -> str:
    """How PREMISE reads as a heading."""
    return _("Before {episode}").format(episode=first)


def option(label: str, value: str) -> discord.SelectOption:
    """One line of a select, at most 80 characters long."""
    return discord.SelectOption(label=label if len(label) <= 80 else f"{label[:79]}…", value=value)


def sentence(*lines: str) -> str:
    """Sentences one below the other."""
    return "\n".join(each for each in lines if each)


def listed(facts: Sequence[str]) -> list[str]:
    """Facts as the lines of a list."""
    return [f"- {fact}" for fact in facts]
