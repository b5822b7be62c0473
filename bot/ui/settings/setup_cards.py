"""/setup: the three steps of the first run, and its end."""

from typing import Any

from discord import ui

from bot.locale import _
from bot.show.episodes import EVERYTHING, PREMISE, Episode
from bot.show.shows import Show
from bot.ui.kit.controls import button, select
from bot.ui.kit.layout import Accent, card, heading, line, row, small, text, title
from bot.ui.kit.phrases import Mentions
from bot.ui.settings.cards import (
    ServerView,
    ceiling_options,
    editors_channel_select,
    place_row,
    role_select,
    server_settings,
    to_see_commands,
)
from bot.ui.settings.ids import (
    AllSettingsId,
    RoomsId,
    SetupBackId,
    SetupCeilingId,
    SetupEditorsId,
    SetupNoneId,
    SetupReviewId,
)


def setup_card(view: ServerView, show: Show, bot: Mentions) -> ui.LayoutView:
    """The step that comes next; what was chosen before stays chosen."""
    match view.settings.setup:
        case "ceiling":
            return _ceiling_step(view, show)
        case "editors":
            return _editors_step(view)
        case "review":
            return _review_step(view)
        case "done":
            return _done_card(view, bot)


def _ceiling_step(view: ServerView, show: Show) -> ui.LayoutView:
    words = _(
        "Everybody reads what I say in public, so choose the episode that everyone here has finished. When unsure, choose "
        "an earlier one: single channels can go further, and what I tell somebody in private follows what they’ve seen."
    )
    options = ceiling_options(show, view.ceiling, inherit=False)
    menu = select(SetupCeilingId(), _("Everyone has finished…"), options)
    return _step_card(view, 1, _("How far have people here watched?"), words, row(menu))


def _editors_step(view: ServerView) -> ui.LayoutView:
    words = _(
        "Members with Manage Messages can change facts and decide about suggestions. If others should too, choose their "
        "role."
    )
    none, back = button(SetupNoneId("editors"), _("Only Manage Messages")), button(SetupBackId("ceiling"), _("Back"))
    return _step_card(
        view, 2, _("Who may correct what I tell?"), f"{words}\n{small(to_see_commands())}",
        row(role_select(SetupEditorsId())), row(none, back),
    )  # fmt: skip


def _review_step(view: ServerView) -> ui.LayoutView:
    words = _(
        "Members can suggest facts and report mistakes. Choose a channel that only editors read, and I’ll tell them there."
    )
    none, back = button(SetupNoneId("review"), _("No channel")), button(SetupBackId("editors"), _("Back"))
    return _step_card(
        view, 3, _("Where do suggestions go?"), words, row(editors_channel_select(SetupReviewId())), row(none, back)
    )


def _step_card(view: ServerView, step: int, question: str, words: str, *rows: "ui.ActionRow[Any]") -> ui.LayoutView:
    where = _("Step {step} of 3 · {server}").format(step=step, server=view.name)
    return card(
        Accent.DESK, text(title(_("Set up Hyosan")), small(where)), line(), text(heading(question), words), *rows
    )


def _done_card(view: ServerView, bot: Mentions) -> ui.LayoutView:
    """What was chosen, and what comes next."""
    words = _(
        "Does a channel go further, or less far? Choose it below, or set all channels named like an episode at once. "
        "Members begin with {progress}, and {help} shows what there is."
    ).format(progress=bot.mention("progress set"), help=bot.mention("help"))
    then = _(
        "A message tells too much? **Apps**, then **Tag as spoiler** on it. {daily} posts a question a day, and {watch} plans an "
        "episode together."
    ).format(daily=bot.mention("settings daily"), watch=bot.mention("watchalong start"))
    return card(
        Accent.DESK,
        text(title(_("Ready")), small(view.name)),
        line(),
        text(_in_public(view.ceiling or PREMISE)),
        line(),
        text(*(each.line for each in server_settings(view))),
        line(),
        text(words, then),
        place_row(),
        row(
            button(RoomsId(1), _("Rooms by name")),
            button(AllSettingsId(), _("All settings")),
            button(SetupBackId("ceiling"), _("Start again")),
        ),
    )


def _in_public(ceiling: Episode) -> str:
    """What the server's ceiling means, for somebody who has never heard the word."""
    if ceiling == PREMISE:
        return _("In public I tell only what’s safe for everyone.")
    if ceiling == EVERYTHING:
        return _("In public I tell everything, also the ending.")
    return _("In public I tell everything through {episode}, and nothing beyond it.").format(episode=ceiling)
