"""Buttons and menus, made from the ids that they are to carry."""

from typing import Any

import discord
from discord import ui

from bot.locale import _
from bot.ui.kit.ids import ControlId


def button(
    control_id: ControlId,
    label: str,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    off: bool = False,
    face: str = "",
) -> ui.Button[Any]:
    """A button; grey unless it is the plain next step (primary) or cannot be unseen (danger). `face` is a name badge."""
    return ui.Button(custom_id=str(control_id), label=label, style=style, disabled=off, emoji=face or None)


def select(
    control_id: ControlId, placeholder: str, options: list[discord.SelectOption], *, off: bool = False
) -> ui.Select[Any]:
    """A menu of at most 25 options; `chosen_value` gives its handler the value that was chosen."""
    return ui.Select(custom_id=str(control_id), placeholder=placeholder, options=options, disabled=off)


def turning(back: ControlId, ahead: ControlId, *, is_first: bool, is_last: bool) -> list[ui.Button[Any]]:
    """Back and Next; `back` and `ahead` name the pages that they turn to."""
    return [button(back, _("Back"), off=is_first), button(ahead, _("Next"), off=is_last)]
