"""Forms: what they ask for, and what was typed into them.

discord.py answers only forms that this very process has opened. Ours are answered from their `custom_id` and values alone,
whether they were opened a second ago or before a restart: `bot.ui.kit.drafts` hears every submit.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import discord
from discord import ui

from bot.client import Interaction
from bot.errors import KeepsNothingError
from bot.ui.kit.ids import FormId

Values: TypeAlias = dict[str, str]
"""What was typed or chosen, by the key of its field; an empty field is the empty text."""

FormHandler: TypeAlias = Callable[[Interaction, Any, Values], Awaitable[None]]
"""Its second argument is the form's id, of the class that the handlers stand for."""


@dataclass(frozen=True, slots=True)
class FormHandlers:
    """`open` shows a form with these values; `submit` answers it, and `FormRefusedError` there keeps what was typed."""

    open: FormHandler
    submit: FormHandler


FormTable: TypeAlias = Mapping[type[FormId], FormHandlers]


class Form(ui.Modal):
    """A form to fill with fields and to show; `of_member` says whether its submit writes who sent it."""

    def __init__(self, form_id: FormId, title: str, *, of_member: bool = True) -> None:
        super().__init__(title=title, custom_id=str(form_id), timeout=None)
        self._of_member = of_member

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
        self,
        key: str,
        label: str,
        options: list[discord.SelectOption],
        *,
        value: str = "",
        hint: str = "",
        needed: bool = True,
    ) -> None:
        """A field to choose in, at most 25 options; `value` is chosen already."""
        for each in options:
            each.default = each.value == value
        field = ui.Select[Any](custom_id=key, options=options, min_values=1 if needed else 0, required=needed)
        self.add_item(ui.Label[Any](text=label, component=field, description=hint or None))

    def add_files(self, key: str, label: str, *, most: int, hint: str) -> None:
        """A field for up to so many files, none of which is needed; see `uploads`."""
        field = ui.FileUpload[Any](custom_id=key, required=False, min_values=0, max_values=most)
        self.add_item(ui.Label[Any](text=label, component=field, description=hint))

    def add_words(self, words: str) -> None:
        """A text to read, above what is asked."""
        self.add_item(ui.TextDisplay[Any](words))

    async def show(self, interaction: Interaction) -> None:
        """Open it. A form can answer a command or a press, never another form.

        Raises:
            KeepsNothingError: nothing of whoever asks is kept, and they would hear of it only when they had typed it all.
        """
        self.stop()  # else discord.py keeps it, and answers its submit a second time
        if self._of_member and await interaction.client.store.privacy.keeps_nothing(interaction.user.id):
            raise KeepsNothingError
        await interaction.response.send_modal(self)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a submitted form. Discord keeps it for a while only, so no draft holds it."""

    address: str
    name: str
    size: int


def uploads(interaction: Interaction, key: str) -> list[Upload]:
    """The files that were chosen in a field of a submitted form."""
    data: Any = interaction.data
    found = data.get("resolved", {}).get("attachments", {})
    fields: list[Any] = [each.get("component") or {} for each in data.get("components", [])]
    chosen: list[Any] = next((each["values"] for each in fields if each.get("custom_id") == key), None) or []
    files = [found[each] for each in chosen]
    return [Upload(str(each["url"]), str(each["filename"]), int(each["size"])) for each in files]


def form_values(data: Any) -> dict[str, str]:
    """What was typed or chosen in a submitted form, by field; an empty field is the empty text.

    Of a field for files only that there were some: their ids mean nothing later.
    """
    values: dict[str, str] = {}
    for component in data.get("components", []):
        for leaf in [component.get("component"), *component.get("components", [])]:
            if leaf is not None and "custom_id" in leaf:
                chosen: list[str] = leaf.get("values") or []
                values[leaf["custom_id"]] = str(leaf.get("value") or (chosen[0] if chosen else ""))
    return values
