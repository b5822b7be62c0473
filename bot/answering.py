"""Which interactions are being answered now, so that a stop takes no new ones and leaves nobody without a word."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

import discord

log = logging.getLogger(__name__)

_Interaction: TypeAlias = "discord.Interaction[Any]"

_LOOK: Final = 0.05
"""Seconds after which what Discord has sent meanwhile has begun."""

_FAREWELL: Final = 0.8
"""Seconds in which whoever was interrupted is told."""

_EVENTS: Final = "discord.py: on_"
"""How discord.py names the tasks of its events, and so of ours: what follows an answer, such as a card for moderators."""


class Answering:
    """The tasks that answer members in this process."""

    def __init__(self) -> None:
        self.is_ending = False
        self.watch: Callable[[Any], Callable[[object], None]] | None = None
        """Hears of each that begins, and gives what hears of its end; for whoever measures."""
        self._running: dict[asyncio.Task[Any], _Interaction] = {}

    def add(self, interaction: _Interaction) -> None:
        """This task answers it, until the task ends."""
        task = asyncio.current_task()
        if task is not None and task not in self._running:
            self._running[task] = interaction
            task.add_done_callback(self._running.pop)
            if self.watch is not None:
                task.add_done_callback(self.watch(interaction))

    async def end(self, seconds: float, tell: Callable[[_Interaction], Awaitable[object]]) -> None:
        """Let what runs finish for `seconds`; then interrupt it, and `tell` everybody whom nobody has answered yet."""
        self.is_ending = True
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while True:
            # What was sent already begins first, and is told by whoever asks `is_ending`.
            await asyncio.sleep(_LOOK)
            left, tasks = until - loop.time(), self._tasks()
            if not tasks or left <= 0:
                break
            await asyncio.wait(tasks, timeout=left)
        late = {each.id: each for each in self._running.values() if not _is_answered(each)}
        for task in tasks:
            task.cancel()
        if late:
            log.warning("interrupted %d answers", len(late))
            telling = [asyncio.ensure_future(tell(interaction)) for interaction in late.values()]
            _, silent = await asyncio.wait(telling, timeout=_FAREWELL)
            for each in silent:
                each.cancel()

    def _tasks(self) -> set[asyncio.Task[Any]]:
        events = {task for task in asyncio.all_tasks() if task.get_name().startswith(_EVENTS)}
        return (events | self._running.keys()) - {asyncio.current_task()}  # pyright: ignore  None is no task


def _is_answered(interaction: _Interaction) -> bool:
    """Whether the member has more before them than Discord's own “thinking”."""
    kinds = discord.InteractionResponseType
    return interaction.response.type not in {None, kinds.deferred_channel_message, kinds.deferred_message_update}
