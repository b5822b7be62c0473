"""The question of the day as it is posted for everybody: asked, answered, taken back; and what its presser hears."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import discord
from discord import ui

from bot.locale import _, listed, ngettext, sentences
from bot.show.shows import Show
from bot.show.spoilers import Spoiler
from bot.show.trivia import LETTERS, Score
from bot.store.dailies import DailyPost
from bot.store.daily_answers import DailyCount
from bot.store.rounds import Round
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, bare, card, framed, row, safe_through, small, text, unbroken
from bot.ui.trivia.cards import answered_card, difficulty_name, option_labels, points_of, question_card
from bot.ui.trivia.ids import CHOICES, DailyAnswerId, OpenQuestionReportId
from bot.ui.trivia.solo_cards import daily_title
from bot.viewer import channel_scope, repeating


@dataclass(frozen=True, slots=True)
class DailyNews:
    """What stands below a question of the day: how the one before went, who answers every day, who was best last week."""

    before: DailyCount | None = None
    streaks: Sequence[tuple[int, int]] = ()
    winners: Sequence[Score] = ()


def daily_post_card(
    post: DailyPost, round_: Round, news: DailyNews, until: datetime, role: int | None
) -> ui.LayoutView:
    """The question, with a letter to press for everybody; `role` is who is told."""
    scope = channel_scope(post.ceiling)
    above = " · ".join((daily_title(post.day), difficulty_name(round_.difficulty)))
    labels = zip(CHOICES, option_labels(round_, scope), strict=False)
    answers = [button(DailyAnswerId(round_.id, choice), label) for choice, label in labels]
    how = _("Only you see what you press. Closes {clock}").format(clock=discord.utils.format_dt(until, "R"))
    notes = [*_news_lines(news, post.day), how, safe_through(post.ceiling)]
    question = question_card(above, round_, scope, answers, notes)
    return question if role is None else framed(question, above=[text(f"<@&{role}>")])


def _news_lines(news: DailyNews, day: date) -> list[str]:
    lines: list[str] = []
    if news.before is not None:
        words = (
            _("Yesterday: {right} of {answered} right")
            if news.before.day == day - timedelta(days=1)
            else _("Last time: {right} of {answered} right")
        )
        lines.append(words.format(right=news.before.right, answered=news.before.answered))
    if news.streaks:
        lines.append(_("Longest streaks: {names}").format(names=", ".join(_streak(*each) for each in news.streaks)))
    if news.winners:
        names = listed([f"<@{each.user_id}>" for each in news.winners])
        words = _("Best of last week: {names} with {points}")
        lines.append(words.format(names=names, points=points_of(news.winners[0].points)))
    return lines


def _streak(user_id: int, days: int) -> str:
    words = ngettext("<@{member}> {count} day", "<@{member}> {count} days", days)
    return unbroken(words.format(member=user_id, count=days))


def daily_over_card(post: DailyPost, round_: Round, count: DailyCount | None, show: Show) -> ui.LayoutView:
    """The answer, once the day is over."""
    went = (
        _("Nobody answered.")
        if count is None
        else _("{right} of {answered} right").format(right=count.right, answered=count.answered)
    )
    return answered_card(
        daily_title(post.day),
        round_,
        channel_scope(post.ceiling),
        show,
        [""] * len(round_.options),
        [went, small(safe_through(post.ceiling))],
        [button(OpenQuestionReportId(round_.id), _("Report this question"))],
    )


def daily_gone_card(post: DailyPost, *, fell: bool) -> ui.LayoutView:
    """In the place of a question that may not stand there any more."""
    words = (
        _("This channel goes less far than before, so this question is gone.")
        if fell
        else _("This question was changed or hidden meanwhile, so it does not count.")
    )
    return card(Accent.GAME, text(small(daily_title(post.day)), words))


def chosen_card(chosen: tuple[int, Spoiler] | None, tomorrow: datetime, menu: "ui.Select[Any] | None") -> ui.LayoutView:
    """What somebody hears who has not watched as far as the answer goes; `menu` asks how far they are, where nobody knows."""
    clock = discord.utils.format_dt(tomorrow, "R")
    words = _("Your answer counts. What is right stands here {clock}.").format(clock=clock)
    if chosen is not None:
        choice, option = chosen
        # It stands on the public message that was just pressed, so its own gate is the scope.
        what = f"**{LETTERS[choice]} · {option.markdown(repeating(option))}**"
        words = _("You chose {option}. What is right stands here {clock}.").format(option=what, clock=clock)
    if menu is None:
        return bare(words)
    return bare(sentences(words, _("Tell me how far you are to read it now.")), row(menu))


def talk_name(day: date) -> str:
    """What its thread is called."""
    return daily_title(day)


def refused_words(channel_id: int) -> str:
    """What the log channel hears where the bot may not post."""
    words = _("I can’t post the daily question in {channel}. Allow me to, and it comes by itself.")
    return words.format(channel=f"<#{channel_id}>")


def no_thread_words(channel_id: int) -> str:
    """The same where it may post, and open no thread."""
    words = _("I can’t open a thread below the daily question in {channel}, so it stands there without one.")
    return words.format(channel=f"<#{channel_id}>")


def lost_channel_words(settings: str) -> str:
    """The same where the channel is gone; `settings` is the command that chooses another."""
    words = _("The channel of the daily question is gone, so I’ve stopped posting it. {settings} chooses another one.")
    return words.format(settings=settings)
