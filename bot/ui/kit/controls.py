"""Control and Form: the bases of every button, select and form. Their whole state is their `custom_id`.

So they outlive a restart, and nothing of them is kept in memory.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord
from discord import ui

from bot.errors import OlderVersionError
from bot.limits import PRESS, SUBMIT, Limit
from bot.locale import use_language
from bot.store.database import begin_saving

if TYPE_CHECKING:
    import re

    from bot.client import Interaction


def begin(interaction: "discord.Interaction[Any]") -> None:
    """What every answer begins with: the member's language, nothing saved yet, and a stop that waits for it."""
    use_language(str(interaction.locale))
    begin_saving()
    interaction.client.answering.add(interaction)


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
        cls, interaction: "discord.Interaction[Any]", item: ui.Item[Any], match: "re.Match[str]", /
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
        if await interaction.client.tree.refuse(interaction, self.limit):
            return
        try:
            await self.press(interaction)
        except Exception as error:  # noqa: BLE001  every error ends in one place, which logs and answers it
            await interaction.client.tree.on_error(interaction, error)

    async def press(self, interaction: "Interaction") -> None:
        """Answer the member who pressed."""
        raise NotImplementedError


class Form(ui.Modal):
    """A form whose `template` names every part of its `custom_id`; register it with `FanBot.add_forms`.

    discord.py answers only forms that this very process has opened. Here one handler answers every submit from its
    `custom_id` and values alone, whether the form was opened a second ago or before a restart.
    """

    template: ClassVar["re.Pattern[str]"]
    limit: ClassVar[Limit] = SUBMIT

    def __init__(self, custom_id: str, title: str) -> None:
        super().__init__(title=title, custom_id=custom_id, timeout=None)

    def add_text(
        self,
        key: str,
        label: str,
        *,
        longest: int,
        value: str = "",
        hint: str = "",
        long: bool = False,
        needed: bool = True,
    ) -> None:
        """A field to type into; `key` names its value in `submit`."""
        style = discord.TextStyle.paragraph if long else discord.TextStyle.short
        field = ui.TextInput[Any](
            custom_id=key, style=style, max_length=longest, default=value[:longest] or None, required=needed
        )
        self.add_item(ui.Label[Any](text=label, component=field, description=hint or None))

    def add_select(
        self, key: str, label: str, options: list[discord.SelectOption], *, value: str = "", hint: str = ""
    ) -> None:
        """A field to choose in, at most 25 options; `value` is chosen already."""
        for each in options:
            each.default = each.value == value
        field = ui.Select[Any](custom_id=key, options=options, required=True)
        self.add_item(ui.Label[Any](text=label, component=field, description=hint or None))

    async def show(self, interaction: "Interaction") -> None:
        """Open it. A form can answer a command or a press, never another form."""
        self.stop()  # else discord.py keeps it, and answers its submit a second time
        await interaction.response.send_modal(self)

    @classmethod
    async def reopen(cls, interaction: "Interaction", state: dict[str, str], values: dict[str, str]) -> None:
        """Open it with what was typed before."""
        raise NotImplementedError

    @classmethod
    async def submit(cls, interaction: "Interaction", state: dict[str, str], values: dict[str, str]) -> None:
        """Answer a submit. `FormRefusedError` keeps everything that was typed and offers to edit it again."""
        raise NotImplementedError


def form_values(data: Any) -> dict[str, str]:
    """What was typed or chosen in a submitted form, by field; an empty field is the empty text."""
    values: dict[str, str] = {}
    for component in data.get("components", []):
        for leaf in [component.get("component"), *component.get("components", [])]:
            if leaf is not None and "custom_id" in leaf:
                chosen: list[str] = leaf.get("values") or []
                values[leaf["custom_id"]] = str(leaf.get("value") or (chosen[0] if chosen else ""))
    return values
