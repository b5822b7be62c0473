"""How every press is answered: the `custom_id` is read as an id, and the id's class names its handler.

Nothing is kept in memory for a button, so it outlives a restart.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

from bot.client import Interaction
from bot.errors import OlderVersionError
from bot.ui.kit.errors import begin, end_error, refuse
from bot.ui.kit.ids import ControlId, IdReader

Handler: TypeAlias = Callable[[Interaction, Any], Awaitable[None]]
"""Answers a press: the second argument is the id that was pressed, of the class that the handler stands for."""

Handlers: TypeAlias = Mapping[type[ControlId], Handler]


def chosen_value(interaction: Interaction) -> str:
    """The value that was chosen in a menu; of a role or a channel its id.

    Raises:
        OlderVersionError: nothing was chosen, so it was no menu of this version.
    """
    data: Any = interaction.data
    values: Sequence[str] = data.get("values") or ()
    if not values:
        raise OlderVersionError
    return values[0]


class Presses:
    """Hears every press on a message of ours, whenever that was sent."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers
        self._ids = IdReader(handlers)

    async def on_pressed(self, interaction: Interaction) -> None:
        """Answer a press; called for every one."""
        begin(interaction)
        data: Any = interaction.data
        try:
            await self._press(interaction, str(data["custom_id"]))
        except Exception as error:  # noqa: BLE001  discord.py only logs it; here it ends where all errors end
            await end_error(interaction, error)

    async def _press(self, interaction: Interaction, custom_id: str) -> None:
        pressed = self._ids.read(custom_id)
        if pressed is None:
            raise OlderVersionError
        if not await refuse(interaction, pressed.limit):
            await self._handlers[type(pressed)](interaction, pressed)
