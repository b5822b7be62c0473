"""The one way of every press: the `custom_id` is read as a value, and the value's class names its handler.

A button is a plain item that holds an id. Nothing is kept in memory for it, so it outlives a restart.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Self, TypeAlias

import discord
from discord import ui

from bot.client import Interaction
from bot.errors import OlderVersionError
from bot.locale import _
from bot.ui.kit.errors import begin, end_error, refuse
from bot.ui.kit.ids import ControlId, any_of, keys_of

Handler: TypeAlias = Callable[[Interaction, Any], Awaitable[None]]
"""Answers a press: the second argument is the id that was pressed, of the class that the handler stands for."""

Handlers: TypeAlias = Mapping[type[ControlId], Handler]


def button(
    pressed: ControlId,
    label: str,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    off: bool = False,
) -> ui.Button[Any]:
    """A button; grey unless it is the plain next step (primary) or cannot be unseen (danger)."""
    return ui.Button(custom_id=str(pressed), label=label, style=style, disabled=off)


def select(
    chosen_in: ControlId, placeholder: str, options: list[discord.SelectOption], *, off: bool = False
) -> ui.Select[Any]:
    """A select of at most 25 options; `chosen_value` gives its handler the value that was chosen."""
    return ui.Select(custom_id=str(chosen_in), placeholder=placeholder, options=options, disabled=off)


def chosen_value(interaction: Interaction) -> str:
    """The value that was chosen in a select; of a role or a channel its id.

    Raises:
        OlderVersionError: nothing was chosen, so it was no select of this version.
    """
    data: Any = interaction.data
    values: Sequence[str] = data.get("values") or ()
    if not values:
        raise OlderVersionError
    return values[0]


def turning(back: ControlId, ahead: ControlId, *, is_first: bool, is_last: bool) -> list[ui.Button[Any]]:
    """Back and Next; `back` and `ahead` name the pages that they turn to."""
    return [button(back, _("Back"), off=is_first), button(ahead, _("Next"), off=is_last)]


def router(handlers: Handlers) -> type[ui.DynamicItem[ui.Item[Any]]]:
    """What discord.py calls for every press on a message of ours, whenever that was sent."""
    by_prefix = {each.prefix: (each, handler) for each, handler in handlers.items()}
    assert len(by_prefix) == len(handlers), "a prefix names one class"  # noqa: S101  a mistake in the code

    async def press(interaction: Interaction, custom_id: str) -> None:
        found = next((by_prefix[key] for key in keys_of(custom_id) if key in by_prefix), None)
        pressed = found[0].read(custom_id) if found else None
        if found is None or pressed is None:
            raise OlderVersionError
        if not await refuse(interaction, pressed.limit):
            await found[1](interaction, pressed)

    class Router(ui.DynamicItem[ui.Item[Any]], template=re.compile(any_of(handlers), re.ASCII | re.DOTALL)):
        def __repr__(self) -> str:
            return "<Router>"  # discord.py logs it, and a `custom_id` holds what was typed

        @classmethod
        async def from_custom_id(
            cls, interaction: "discord.Interaction[Any]", item: ui.Item[Any], match: re.Match[str], /
        ) -> Self:
            return cls(item)

        async def callback(self, interaction: "discord.Interaction[Any]") -> None:
            begin(interaction)
            try:
                await press(interaction, self.custom_id)
            except Exception as error:  # noqa: BLE001  discord.py only logs it; here it ends where all errors end
                await end_error(interaction, error)

    return Router
