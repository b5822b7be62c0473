"""Trivia alone: the question and the answer of a practice and of a day."""

import calendar
from datetime import date, datetime
from typing import Any

import discord
from discord import ui

from bot.locale import _, ngettext
from bot.show.shows import Show
from bot.store.rounds import Round
from bot.ui.kit.controls import button
from bot.ui.kit.layout import safe_through, small
from bot.ui.kit.progress import progress_menu
from bot.ui.trivia.cards import answered_card, kind_of, option_labels, own_marks, question_card
from bot.ui.trivia.ids import (
    CHOICES,
    DailyAnswerId,
    DailyProgressId,
    OpenQuestionReportId,
    PracticeAnswerId,
    PracticeEndId,
    PracticeProgressId,
    PracticeQuestionId,
)
from bot.viewer import Viewer


def practice_question(round_: Round, viewer: Viewer, show: Show) -> ui.LayoutView:
    """A question to practise."""
    scope = viewer.scope(private=True)
    labels = zip(CHOICES, option_labels(round_, scope), strict=True)
    answers = [button(PracticeAnswerId(round_.id, choice), label) for choice, label in labels]
    menu = progress_menu(PracticeProgressId(round_.id), show) if viewer.progress is None else None
    return question_card(_practice(round_), round_, scope, answers, [safe_through(viewer.finished)], menu)


def practice_answer(round_: Round, choice: int, score: tuple[int, int], viewer: Viewer, show: Show) -> ui.LayoutView:
    """What was right, what the member chose, and how many they had right of how many in this practice: `score`."""
    right, answered = score
    words = _("{right} of {answered} right in this practice").format(right=right, answered=answered)
    return answered_card(
        _practice(round_),
        round_,
        viewer.scope(private=True),
        show,
        own_marks(choice, _("your answer")),
        [small(words), small(safe_through(viewer.finished))],
        [
            button(PracticeQuestionId(round_.id), _("Next question"), style=discord.ButtonStyle.primary),
            button(PracticeEndId(round_.id), _("Stop")),
            _report_button(round_),
        ],
    )


def daily_question(round_: Round, day: date, viewer: Viewer, show: Show) -> ui.LayoutView:
    """The question of a day."""
    scope = viewer.scope(private=True)
    labels = zip(CHOICES, option_labels(round_, scope), strict=True)
    answers = [button(DailyAnswerId(round_.id, choice), label) for choice, label in labels]
    menu = progress_menu(DailyProgressId(), show) if viewer.progress is None else None
    return question_card(_daily(day), round_, scope, answers, [safe_through(viewer.finished)], menu)


def daily_answer(round_: Round, choice: int, day: date, closing: str, viewer: Viewer, show: Show) -> ui.LayoutView:
    """What was right, what the member chose, and `closing`: see `streak_words`."""
    return answered_card(
        _daily(day),
        round_,
        viewer.scope(private=True),
        show,
        own_marks(choice, _("your answer")),
        [closing, small(safe_through(viewer.finished))],
        [_report_button(round_)],
    )


def streak_words(streak: int, tomorrow: datetime) -> str:
    """How many days in a row the member has answered, and when they can go on."""
    days = ngettext("Your streak: {count} day.", "Your streak: {count} days.", streak).format(count=streak)
    clock = discord.utils.format_dt(tomorrow, "R")
    return f"{days} " + _("Next question {clock}.").format(clock=clock)


def _practice(round_: Round) -> str:
    return _("Practice · {kind}").format(kind=kind_of(round_))


def _daily(day: date) -> str:
    words = _("{day} {month}").format(day=day.day, month=_(calendar.month_name[day.month]))
    return _("Daily question · {day}").format(day=words)


def _report_button(round_: Round) -> ui.Button[Any]:
    return button(OpenQuestionReportId(round_.id), _("Question is wrong"))
