"""The parts that every card is made of (design: cards.md). One card, one accent, one title, one footer."""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any, Final

import discord
from discord import ui

from bot.caches.cards import ready
from bot.locale import _
from bot.show.episodes import PREMISE, Episode

BUDGET: Final = 3600
"""Encoded characters of one card; Discord's own limit is 4000 over the message."""


DOT: Final = "\u00a0· "
"""What parts two things in one line, and begins none."""

_TEXT: Final = discord.ComponentType.text_display.value
_CONTAINER: Final = discord.ComponentType.container.value


class Accent(IntEnum):
    """A constant of the kind of card; never of the person, the outcome or the facts."""

    STORY = 0x5E8C6A
    GAME = 0xC49A3A
    CAUTION = 0xB5483F
    DESK = 0x6F86A6


def text(*lines: str) -> ui.TextDisplay[Any]:
    """One text of several lines."""
    return ui.TextDisplay("\n".join(lines))


def title(words: str) -> str:
    """The title of a card where groups follow."""
    return f"## {words}"


def heading(words: str) -> str:
    """A group of a card, or the title of a question."""
    return f"### {words}"


def small(words: str) -> str:
    """Small print; no line of it begins with the dot between two parts."""
    return "-# " + words.replace(" · ", DOT)


def unbroken(words: str) -> str:
    """Words between which no line ends."""
    return words.replace(" ", "\u00a0")


def begun(words: str) -> str:
    """A line begins with a capital letter."""
    return words[:1].upper() + words[1:]


def line() -> ui.Separator[Any]:
    """A small line."""
    return ui.Separator()


def row(*items: ui.Item[Any]) -> ui.ActionRow[Any]:
    """A row of buttons, or of one select."""
    return ui.ActionRow(*items)


def card(accent: Accent, *items: ui.Item[Any], hidden: bool = False) -> ui.LayoutView:
    """A card; a hidden one stands behind one more tap. A line stands only between two things."""
    components = [each.to_component_dict() for each in _lined(items)]
    return ready([{"type": _CONTAINER, "components": components, "accent_color": int(accent), "spoiler": hidden}])


def _lined(items: Iterable[ui.Item[Any]]) -> Iterator[ui.Item[Any]]:
    """Without lines that have nothing above or below them."""
    begun, due = False, None
    for each in items:
        if isinstance(each, ui.Separator):
            due = each
            continue
        if begun and due is not None:
            yield due
        yield each
        begun, due = True, None


def confirm_card(
    question: str, words: str, yes: ui.Item[Any], no: ui.Item[Any], *, accent: Accent = Accent.CAUTION
) -> ui.LayoutView:
    """Asks before what cannot be undone or unseen: what will happen in words, and two buttons that say what they do."""
    return card(accent, text(heading(question), words), row(yes, no))


def bare(sentence: str, *below: ui.Item[Any]) -> ui.LayoutView:
    """One sentence needs no card: most presses are answered so."""
    return ready([{"type": _TEXT, "content": sentence}, *(each.to_component_dict() for each in below)])


def framed(
    view: ui.LayoutView, *, above: Sequence[ui.Item[Any]] = (), below: Sequence[ui.Item[Any]] = ()
) -> ui.LayoutView:
    """A card with more above and below it, such as what has just been saved, or who shares it."""
    over, under = ([each.to_component_dict() for each in items] for items in (above, below))
    return ready([*over, *view.to_components(), *under])


def safe_through(episode: Episode) -> str:
    """What a footer promises."""
    if episode == PREMISE:
        return _("Spoiler-safe for everyone")
    return _("Spoiler-safe through {episode}").format(episode=episode)


def pages_for(count: int, size: int) -> int:
    """How many pages so many things take; one at least."""
    return max(1, -(-count // size))


def page_of(page: int, pages: int) -> str:
    """What a footer adds where there are pages; nothing where there is one."""
    return "" if pages == 1 else " · " + _("page {page} of {pages}").format(page=page, pages=pages)


def footer(words: str) -> ui.TextDisplay[Any]:
    """The last text of a card."""
    return text(small(words))


def before(first: Episode) -> str:
    """How PREMISE reads as a heading."""
    return _("Before {episode}").format(episode=first)


def message_link(guild_id: int | None, channel_id: int, message_id: int | None = None) -> str:
    """The address of a message, or of its channel where it is not known."""
    link = f"https://discord.com/channels/{guild_id}/{channel_id}"
    return link if message_id is None else f"{link}/{message_id}"


def faced(face: str, words: str) -> str:
    """Words that begin with somebody's name badge, where they have one."""
    return f"{face} {words}" if face else words


def option(label: str, value: str, face: str = "") -> discord.SelectOption:
    """One line of a select, at most 80 characters long; `face` is a name badge."""
    shown = label if len(label) <= 80 else f"{label[:79]}…"
    return discord.SelectOption(label=shown, value=value, emoji=discord.PartialEmoji.from_str(face) if face else None)
