"""Buttons that lead into rooms which the kit does not know: a room answers them, and any other can have them on its cards."""

from typing import Any

from discord import ui

from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.ui.kit.controls import button
from bot.ui.kit.ids import ControlId
from bot.ui.kit.layout import row, text


class RecapId(ControlId, prefix="e1:recap"):
    """Opens the recap at an episode; `is_new` is one of what is new, beside which a card may have its own."""

    episode: Episode
    is_new: bool | None = None


class NewPeopleId(ControlId, prefix="p1:new"):
    """Who is first known in the episodes later than `after`, through `episode`; None: in that one."""

    episode: Episode
    after: Episode | None = None


class EpisodeQuizId(ControlId, prefix="t1:quiz"):
    """Questions about one episode, for the member alone."""

    episode: Episode


class WriteSpoilerId(ControlId, prefix="s1:write"):
    """Opens the form of a spoiler post through an episode."""

    episode: Episode


def new_for_you(episode: Episode, before: Episode | None) -> list[ui.Item[Any]]:
    """What is new for a member who finished `episode` and had said `before`; nothing at the start."""
    if episode == PREMISE or (before is not None and before >= episode):
        return []
    return [
        text(_("**New for you**")),
        row(
            button(RecapId(episode, is_new=True), _("Recap of {episode}").format(episode=episode)),
            button(NewPeopleId(episode, before), _("Who is new")),
            button(EpisodeQuizId(episode), _("Quiz on {episode}").format(episode=episode)),
        ),
    ]
