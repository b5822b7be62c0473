"""The message of a public game: a question, its answer, the standings; and what nobody got."""

from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _, ngettext
from bot.show import trivia as quiz
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.shows import Show
from bot.show.trivia import LETTERS
from bot.store.game_messages import Board
from bot.store.games import Game, GameSettings
from bot.store.rounds import Round, RoundAnswer
from bot.ui.kit.controls import button
from bot.ui.kit.layout import Accent, card, footer, heading, line, row, safe_through, small, text, title
from bot.ui.kit.progress import progress_menu
from bot.ui.trivia.cards import (
    answered_card,
    difficulty_name,
    explanation,
    kind_of,
    option_labels,
    place_line,
    question_card,
    topic_name,
)
from bot.ui.trivia.ids import (
    CHOICES,
    AnswerId,
    LeaderboardId,
    MissedId,
    MissedProgressId,
    NextQuestionId,
    OpenQuestionReportId,
    RematchId,
    RevealAnswerId,
)
from bot.viewer import channel_scope

SHOWN: Final = 10
"""Lines of a board, at the most."""

_NAMES: Final = 8  # of those who had it right
_MISSED: Final = 3200  # characters of what nobody got


def game_card(board: Board, show: Show) -> ui.LayoutView:
    """A game as it stands."""
    game, round_ = board.game, board.round
    if game.phase == "over" or round_ is None:
        return _standings_card(board)
    return _asking_card(game, round_) if game.phase == "asking" else _revealed_card(board, round_, show)


def _asking_card(game: Game, round_: Round) -> ui.LayoutView:
    """The question, while it can be answered."""
    scope = channel_scope(game.ceiling)
    above = _("Trivia · {number} of {rounds} · {kind}").format(
        number=round_.number, rounds=game.settings.rounds, kind=kind_of(round_)
    )
    labels = option_labels(round_, scope)
    answers = [button(AnswerId(round_.id, choice), label) for choice, label in zip(CHOICES, labels, strict=True)]
    count = _("{count} answered").format(count=game.answers_shown)
    if game.settings.seconds:
        note, reveal = _("Closes {clock} · {count}"), None
    else:
        note = _("No clock: it closes when the host reveals it, or {clock} · {count}")
        reveal = button(RevealAnswerId(round_.id), _("Reveal the answer"))
    notes = [note.format(clock=_due(game), count=count), _questions_through(game.ceiling)]
    return question_card(above, round_, scope, answers, notes, reveal)


def _questions_through(ceiling: Episode) -> str:
    """The footer of a question: it says how far the game goes."""
    if ceiling == PREMISE:
        return _("Questions that are safe for everyone")
    return _("Questions through {episode}").format(episode=ceiling)


def _revealed_card(board: Board, round_: Round, show: Show) -> ui.LayoutView:
    """The answer of the question, and who had it right."""
    game, scope = board.game, channel_scope(board.game.ceiling)
    above = _("Trivia · {number} of {rounds} · {kind} · {count} answered").format(
        number=round_.number, rounds=game.settings.rounds, kind=kind_of(round_), count=len(board.answers)
    )
    counts = [sum(answer.choice == i for answer in board.answers) for i in range(len(LETTERS))]
    tail = [_who_was_right([answer for answer in board.answers if answer.choice == round_.answer])]
    if not board.more:
        tail.append(small(_("Standings {clock}").format(clock=_due(game))))
    elif game.settings.seconds:
        tail.append(small(_("Next question {clock}").format(clock=_due(game))))
    tail.append(small(safe_through(game.ceiling)))
    buttons = [button(OpenQuestionReportId(round_.id), _("Question is wrong"))]
    if board.more and not game.settings.seconds:
        ahead = button(NextQuestionId(round_.id), _("Next question"), style=discord.ButtonStyle.primary)
        buttons.insert(0, ahead)
    return answered_card(above, round_, scope, show, [f" ({count})" for count in counts], tail, buttons)


def _who_was_right(right: Sequence[RoundAnswer]) -> str:
    if not right:
        return _("Nobody had it right.")
    names = ", ".join(f"<@{answer.user_id}>" for answer in right[:_NAMES])
    if len(right) > _NAMES:
        names = _("{names} and others").format(names=names)
    first = right[0]
    fastest = _("Fastest: <@{member}>, {seconds} s").format(
        member=first.user_id, seconds=f"{first.after.total_seconds():.1f}"
    )
    return "\n".join((_("Right: {names}").format(names=names), small(fastest)))


def _due(game: Game) -> str:
    """When something happens by itself next."""
    return "" if game.due_at is None else discord.utils.format_dt(game.due_at, "R")


def _standings_card(board: Board) -> ui.LayoutView:
    """How the game ended. Holds no story."""
    game, places = board.game, quiz.standings(board.scores)
    above = " · ".join((_("Trivia"), *_settings_words(game.settings)))
    words = [small(above), heading(_("Final standings") if places else _("The game is over"))]
    words += [place_line(place, score) for place, score in places[:SHOWN]]
    if len(places) > SHOWN:
        words.append(small(_("and others")))
    notes: list[str] = []
    if places:
        right, answered = sum(s.right for s in board.scores), sum(s.answered for s in board.scores)
        notes.append(small(_("{right} of {answered} answers were right").format(right=right, answered=answered)))
    elif game.ended in {"finished", "silent"}:
        words.append(_("Nobody answered, so there are no standings."))
    why = _why_ended(game)
    if why:
        words.append(why)
    # No story stands there, so it holds also where the channel goes less far by now.
    notes.append(small(safe_through(PREMISE if game.ended == "ceiling" else game.ceiling)))
    return card(Accent.GAME, text(*words), line(), text(*notes), row(*_standings_buttons(board)))


def _standings_buttons(board: Board) -> list[ui.Button[Any]]:
    buttons = [
        button(RematchId(board.game.id), _("Rematch"), style=discord.ButtonStyle.primary),
        button(LeaderboardId("week"), _("Leaderboard")),
    ]
    if board.missed:
        buttons.append(button(MissedId(board.game.id), _("What nobody got")))
    return buttons


def _why_ended(game: Game) -> str | None:
    match game.ended:
        case "stopped":
            return _("The game was stopped.")
        case "silent":
            return _("Nobody answered twice in a row, so the game ends here.")
        case "ceiling":
            return _("This channel goes less far than before, so the game ends here.")
        case "deleted":
            return _("The game's message was deleted, so the game ends here.")
        case _:
            return None


def _settings_words(settings: GameSettings) -> list[str]:
    """5 questions · medium · people."""
    words = [ngettext("{count} question", "{count} questions", settings.rounds).format(count=settings.rounds)]
    if settings.difficulty:
        words.append(difficulty_name(settings.difficulty))
    if settings.topic:
        words.append(topic_name(settings.topic))
    return words


def missed_card(game_id: int, rounds: Sequence[Round], scope: Scope, show: Show, *, asks: bool) -> ui.LayoutView:
    """What nobody got, with the answers, as far as the reader has watched; `asks` also how far that is."""
    body = "\n\n".join(_as_many_as_fit([_missed_entry(round_, scope, show) for round_ in rounds]))
    return card(
        Accent.GAME,
        text(title(_("What nobody got")), small(_("Only what you have seen yourself"))),
        line(),
        text(body or _("Among what you have seen there is nothing that nobody got.")),
        line(),
        footer(safe_through(scope.clear)),
        *([row(progress_menu(MissedProgressId(game_id), show))] if asks else []),
    )


def _missed_entry(round_: Round, scope: Scope, show: Show) -> str:
    answer = f"{LETTERS[round_.answer]} · {round_.options[round_.answer].markdown(scope)}"
    question = f"**{round_.number}** · {round_.text.markdown(scope)}"
    return "\n".join((question, f"**{answer}**", *explanation(round_, scope, show)))


def _as_many_as_fit(entries: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for entry in entries:
        if sum(len(each) + 2 for each in (*kept, entry)) > _MISSED:
            break
        kept.append(entry)
    return kept
