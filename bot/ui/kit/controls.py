"""Control: the base of every button and select. Its whole state is its `custom_id`.

So it outlives a restart, and nothing of it is kept in memory.
"""

import re
from collections.abc import Iterable
from typing import Any, ClassVar, Self

import discord
from discord import ui

from bot.client import Interaction
from bot.errors import OlderVersionError
from bot.limits import PRESS, Limit
from bot.ui.kit.errors import answer_error, begin, end_error, refuse


class Control(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """A button or select whose `template` names every part of its state; `press` answers it.

    discord.py only logs, or silently drops, what a DynamicItem raises: here it ends where all errors end.
    """

    limit: ClassVar[Limit] = PRESS

    def __init__(self, item: ui.Item[Any]) -> None:
        super().__init__(item)
        match = self.template.fullmatch(self.custom_id)
        assert match is not None, "DynamicItem has just matched it"  # noqa: S101  says why it holds
        self.state: dict[str, str] = match.groupdict()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # discord.py logs it, and the state holds what was typed

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[Any]", item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """What discord.py calls when a member presses it; `item` knows its `custom_id`."""
        return cls(item)

    @classmethod
    def button(
        cls,
        custom_id: str,
        label: str,
        *,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        off: bool = False,
    ) -> Self:
        """A button of this kind; grey unless it is the plain next step (primary) or cannot be unseen (danger)."""
        return cls(ui.Button[Any](custom_id=custom_id, label=label, style=style, disabled=off))

    @classmethod
    def select(cls, custom_id: str, placeholder: str, options: list[discord.SelectOption]) -> Self:
        """A select of this kind; at most 25 options."""
        return cls(ui.Select[Any](custom_id=custom_id, placeholder=placeholder, options=options))

    @property
    def value(self) -> str:
        """What was chosen in a select; of a role or a channel its id.

        Raises:
            OlderVersionError: nothing was chosen, so it was no select of this version.
        """
        values: list[Any] = getattr(self.item, "values", [])
        if not values:
            raise OlderVersionError
        return str(getattr(values[0], "id", values[0]))

    async def callback(self, interaction: "discord.Interaction[Any]") -> None:
        """What discord.py calls; see `press`."""
        begin(interaction)
        if await refuse(interaction, self.limit):
            return
        try:
            await self.press(interaction)
        except Exception as error:  # noqa: BLE001  every error ends in one place, which logs and answers it
            await end_error(interaction, error)

    async def press(self, interaction: Interaction) -> None:
        """Answer the member who pressed."""
        raise NotImplementedError


class OlderControls:
    """Answers presses on what no class of this version is for: discord.py would say nothing, and Discord “failed”."""

    def __init__(self, controls: Iterable[type[ui.DynamicItem[ui.Item[Any]]]]) -> None:
        self._templates = [each.__discord_ui_compiled_template__ for each in controls]

    async def on_interaction(self, interaction: Interaction) -> None:
        """Heard for every interaction."""
        if interaction.type is not discord.InteractionType.component:
            return
        data: Any = interaction.data
        if not any(each.fullmatch(str(data["custom_id"])) for each in self._templates):
            begin(interaction)
            await answer_error(interaction, OlderVersionError())
