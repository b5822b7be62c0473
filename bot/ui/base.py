"""Control: the one base of every button and select. Its whole state is its `custom_id`, so it outlives a restart."""

from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.locale import use_language

if TYPE_CHECKING:
    import re

    from bot.client import FanBot, Interaction


class Control(ui.DynamicItem[ui.Item[Any]], template=r"(?!)"):
    """A button or select whose `template` names every part of its state; `press` answers it.

    discord.py only logs, or silently drops, what a DynamicItem raises: here it ends where all errors end.
    """

    def __init__(self, item: ui.Item[Any]) -> None:
        super().__init__(item)
        match = self.template.fullmatch(self.custom_id)
        assert match is not None, "DynamicItem has just matched it"  # noqa: S101  says why it holds
        self.state: dict[str, str] = match.groupdict()

    @classmethod
    async def from_custom_id(
        cls, interaction: "discord.Interaction[FanBot]", item: ui.Item[Any], match: "re.Match[str]", /
    ) -> Self:
        """What discord.py calls when a member presses it."""
        return cls(item)

    @classmethod
    def button(
        cls, custom_id: str, label: str, *, style: discord.ButtonStyle = discord.ButtonStyle.secondary, off: bool = False
    ) -> Self:
        """A button of this kind; grey unless it is the plain next step (primary) or cannot be unseen (danger)."""
        return cls(ui.Button[Any](custom_id=custom_id, label=label, style=style, disabled=off))

    @classmethod
    def select(cls, custom_id: str, placeholder: str, options: list[discord.SelectOption]) -> Self:
        """A select of this kind; at most 25 options."""
        return cls(ui.Select[Any](custom_id=custom_id, placeholder=placeholder, options=options))

    @property
    def value(self) -> str:
        """What was chosen in a select."""
        values: list[str] = getattr(self.item, "values", [])
        return values[0]

    async def callback(self, interaction: "discord.Interaction[Any]") -> None:
        """What discord.py calls; see `press`."""
        use_language(str(interaction.locale))
        try:
            await self.press(interaction)
        except Exception as error:  # noqa: BLE001  every error ends in one place, which logs and answers it
            await interaction.client.tree.on_error(interaction, error)

    async def press(self, interaction: "Interaction") -> None:
        """Answer the member who pressed."""
        raise NotImplementedError
