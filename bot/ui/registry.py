"""Who answers every press and every submit, the handlers of all rooms, and what follows a command: the extension that listens.

A module without any below it, on purpose: discord.py forgets the submodules of an extension that it unloads.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Final, TypeAlias

from discord import app_commands

from bot.client import FanBot, Interaction
from bot.ui.editing import controls as editing_controls
from bot.ui.editing import exporting as editing_exporting
from bot.ui.editing import importing as editing_importing
from bot.ui.editing import lists as editing_lists
from bot.ui.editing import quota as editing_quota
from bot.ui.editing import saving as editing_saving
from bot.ui.kit import drafts, progress
from bot.ui.kit.forms import FormTable
from bot.ui.kit.presses import Handlers, Presses
from bot.ui.member import controls as member_controls
from bot.ui.member import help as member_help
from bot.ui.member import problems as member_problems
from bot.ui.posts import controls as posts_controls
from bot.ui.posts import forms as posts_forms
from bot.ui.reviews import controls as reviews_controls
from bot.ui.reviews import questions as reviews_questions
from bot.ui.reviews import reports as reviews_reports
from bot.ui.reviews import suggesting as reviews_suggesting
from bot.ui.settings import controls as settings_controls
from bot.ui.settings import daily as settings_daily
from bot.ui.settings import forms as settings_forms
from bot.ui.settings import rooms as settings_rooms
from bot.ui.settings import setup as settings_setup
from bot.ui.story import cast as story_cast
from bot.ui.story import characters as story_characters
from bot.ui.story import controls as story_controls
from bot.ui.story import recap as story_recap
from bot.ui.story import relationships as story_relationships
from bot.ui.story import removing as story_removing
from bot.ui.story import search as story_search
from bot.ui.story import yearbook as story_yearbook
from bot.ui.trivia import controls as trivia_controls
from bot.ui.trivia import daily as trivia_daily
from bot.ui.trivia import forms as trivia_forms
from bot.ui.trivia import helping as trivia_helping
from bot.ui.trivia import practice as trivia_practice
from bot.ui.trivia import sharing as trivia_sharing
from bot.ui.watchalong import controls as watchalong_controls
from bot.ui.watchalong import forms as watchalong_forms
from bot.viewer import Visit

_Command: TypeAlias = "app_commands.Command[Any, ..., Any] | app_commands.ContextMenu"
_Following: TypeAlias = Callable[[Interaction], Coroutine[Any, Any, None]]

FORM_HANDLERS: Final[FormTable] = {
    **editing_controls.FORM_HANDLERS,
    **editing_saving.FORM_HANDLERS,
    **member_problems.FORM_HANDLERS,
    **posts_forms.FORM_HANDLERS,
    **reviews_controls.FORM_HANDLERS,
    **reviews_questions.FORM_HANDLERS,
    **reviews_reports.FORM_HANDLERS,
    **reviews_suggesting.FORM_HANDLERS,
    **settings_forms.FORM_HANDLERS,
    **trivia_forms.FORM_HANDLERS,
    **trivia_helping.FORM_HANDLERS,
    **watchalong_forms.FORM_HANDLERS,
}

HANDLERS: Final[Handlers] = {
    drafts.EditAgainId: drafts.edits_again(FORM_HANDLERS),
    **progress.HANDLERS,
    **editing_controls.HANDLERS,
    **editing_exporting.HANDLERS,
    **editing_importing.HANDLERS,
    **editing_lists.HANDLERS,
    **editing_quota.HANDLERS,
    **editing_saving.HANDLERS,
    **member_controls.HANDLERS,
    **member_help.HANDLERS,
    **member_problems.HANDLERS,
    **posts_controls.HANDLERS,
    **posts_forms.HANDLERS,
    **reviews_controls.HANDLERS,
    **reviews_reports.HANDLERS,
    **reviews_suggesting.HANDLERS,
    **settings_controls.HANDLERS,
    **settings_daily.HANDLERS,
    **settings_rooms.HANDLERS,
    **settings_setup.HANDLERS,
    **story_cast.HANDLERS,
    **story_characters.HANDLERS,
    **story_controls.HANDLERS,
    **story_recap.HANDLERS,
    **story_relationships.HANDLERS,
    **story_removing.HANDLERS,
    **story_search.HANDLERS,
    **story_yearbook.HANDLERS,
    **trivia_controls.HANDLERS,
    **trivia_daily.HANDLERS,
    **trivia_forms.HANDLERS,
    **trivia_helping.HANDLERS,
    **trivia_practice.HANDLERS,
    **trivia_sharing.HANDLERS,
    **watchalong_controls.HANDLERS,
}


async def setup(bot: FanBot) -> None:
    """Answer every press and every submit from now on; called by discord.py."""
    presses, submits = Presses(HANDLERS), drafts.Submits(bot, FORM_HANDLERS)
    await submits.start()
    bot.add_listener(presses.on_pressed)
    bot.add_listener(submits.on_submitted)
    bot.is_followed = partial(_is_followed, submits)
    bot.add_listener(partial(_follow, submits), "on_app_command_completion")


def _is_followed(submits: drafts.Submits, interaction: Interaction, command: _Command) -> bool:
    """Whether `_follow` may have anything to say. Few commands do not ask who is looking; of those it finds out itself."""
    found: Visit | None = interaction.extras.get(Visit)
    return found is None or bool(_due(submits, interaction, command, found))


async def _follow(submits: drafts.Submits, interaction: Interaction, command: _Command) -> None:
    """Say what members hear besides whatever they asked for."""
    due = _due(submits, interaction, command, await interaction.client.last_visit(interaction))
    await asyncio.gather(*(each(interaction) for each in due))


def _due(submits: drafts.Submits, interaction: Interaction, command: _Command, found: Visit) -> list[_Following]:
    due: list[_Following] = []
    if submits.owes(interaction.user.id):
        due.append(submits.give_back)
    if found.has_news:
        due += [posts_controls.tell_authors, reviews_suggesting.tell_outcomes]
    if settings_setup.may_be_offered(interaction, command.qualified_name):
        due.append(settings_setup.offer_setup)
    return due
