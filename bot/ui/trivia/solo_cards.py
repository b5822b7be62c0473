"""Trivia alone: the question and the answer of a practice and of a day."""

from datetime import date, datetime
from typing import Any

import discord
from discord import ui

from bot.locale import _, day_words, ngettext
from bot.show.shows import Show
from bot.show.trivia import LETTERS
from bot.store.practice import DailyResult
from bot.store.rounds import Round
from bot.ui.kit.controls import button
from bot.ui.kit.layout import bare, safe_through, small, unbroken
from bot.ui.kit.progress import how_far
from bot.ui.trivia.cards import (
    answered_card,
    kind_of,
    member_name,
    option_labels,
    own_marks,
    question_card,
    share_button,
)
from bot.ui.trivia.ids import (
    CHOICES,
    DailyAnswerId,
    DailyProgressId,
    OpenQuestionReportId,
    PracticeAnswerId,
    PracticeEndId,
    PracticeProgressId,
    PracticeQuestionId,
    ShareDailyId,
)
from bot.viewer import Viewer


def practice_question(round_: Round, viewer: Viewer, show: Show) -> ui.LayoutView:
    """A question to practise."""
    scope = viewer.scope(private=True)
    labels = zip(CHOICES, option_labels(round_, scope), strict=False)
    answers = [button(PracticeAnswerId(round_.id, choice), label) for choice, label in labels]
    asks = how_far(PracticeProgressId(round_.id), show, viewer)
    return question_card(_practice(round_), round_, scope, answers, [safe_through(viewer.finished)], asks)


def practice_answer(round_: Round, choice: int, score: tuple[int, int], viewer: Viewer, show: Show) -> ui.LayoutView:
    """What was right, what the member chose, and how many they had right of how many in this practice: `score`."""
    right, answered = score
    words = _("{right} of {answered} right in this practice").format(right=right, answered=answered)
    return answered_card(
        _practice(round_),
        round_,
        viewer.scope(private=True),
        show,
        own_marks(round_, choice, _("your answer")),
        [small(words), small(safe_through(viewer.finished))],
        [
            button(PracticeQuestionId(round_.id), _("Next question"), style=discord.ButtonStyle.primary),
            button(PracticeEndId(round_.id), _("Stop")),
            _report_button(round_),
        ],
        verdict=_verdict(round_, choice),
    )


def _verdict(round_: Round, choice: int) -> list[str]:
    """Whether they had it right, before all else."""
    if choice == round_.answer:
        return [f"**{_('Right.')}**"]
    return [f"**{_('Not this time: it is {letter}.').format(letter=LETTERS[round_.answer])}**"]


def daily_question(round_: Round, day: date, viewer: Viewer, show: Show) -> ui.LayoutView:
    """The question of a day."""
    scope = viewer.scope(private=True)
    labels = zip(CHOICES, option_labels(round_, scope), strict=False)
    answers = [button(DailyAnswerId(round_.id, choice), label) for choice, label in labels]
    asks = how_far(DailyProgressId(), show, viewer)
    return question_card(daily_title(day), round_, scope, answers, [safe_through(viewer.finished)], asks)


def daily_answer(round_: Round, choice: int, day: date, closing: str, viewer: Viewer, show: Show) -> ui.LayoutView:
    """What was right, what the member chose, and `closing`: see `streak_words`."""
    share = [] if viewer.alone else [share_button(ShareDailyId(round_.id))]
    return answered_card(
        daily_title(day),
        round_,
        viewer.scope(private=True),
        show,
        own_marks(round_, choice, _("your answer")),
        [closing, small(safe_through(viewer.finished))],
        [*share, _report_button(round_)],
        verdict=_verdict(round_, choice),
    )


def shared_daily(name: str, result: DailyResult, streak: int) -> ui.LayoutView:
    """How a member did on a day, for everybody: nothing of the question."""
    daily = _("daily {day}").format(day=day_words(result.day, "MMMMd"))
    went = _("right") if result.right else _("not this time")
    return bare(" · ".join((member_name(name), daily, went, _in_a_row(streak))))


def streak_words(streak: int, tomorrow: datetime) -> str:
    """How many days in a row the member has answered, and when they can go on."""
    clock = discord.utils.format_dt(tomorrow, "R")
    return _("{streak}. Next question {clock}.").format(streak=_in_a_row(streak), clock=clock)


def _in_a_row(streak: int) -> str:
    return unbroken(ngettext("{count} day in a row", "{count} days in a row", streak).format(count=streak))


def _practice(round_: Round) -> str:
    return _("Practice · {kind}").format(kind=kind_of(round_))


def daily_title(day: date) -> str:
    """Daily question · 4 January."""
    return _("Daily question · {day}").format(day=day_words(day, "MMMMd"))


def _report_button(round_: Round) -> ui.Button[Any]:
    return button(OpenQuestionReportId(round_.id), _("Report this question"))
