"""The messages of a public game: who started it, a question and its answer, the standings; and what nobody got."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _, ngettext, sentences
from bot.show import trivia as quiz
from bot.show.episodes import Scope
from bot.show.shows import Show
from bot.show.trivia import LETTERS, QUIZ, WHO, Score
from bot.store import game_values
from bot.store.game_messages import Board
from bot.store.game_values import Game, GameSettings
from bot.store.rounds import Round, RoundAnswer
from bot.ui.kit.controls import button
from bot.ui.kit.layout import (
    Accent,
    bare,
    begun,
    card,
    footer,
    heading,
    line,
    row,
    safe_through,
    small,
    text,
    title,
    unbroken,
)
from bot.ui.kit.phrases import topic_name
from bot.ui.kit.progress import how_far
from bot.ui.trivia.cards import (
    answered_card,
    clue_lines,
    difficulty_name,
    explanation,
    medal,
    option_labels,
    play_name,
    question_card,
    share_button,
)
from bot.ui.trivia.ids import (
    CHOICES,
    AnswerId,
    HalfId,
    LeaderboardId,
    MissedId,
    MissedProgressId,
    NextQuestionId,
    OpenGuessId,
    OpenQuestionReportId,
    RematchId,
    RevealAnswerId,
    ShareMissedId,
    SkipId,
)
from bot.ui.trivia.team_cards import best_first, team_buttons, team_lines, team_points, team_won
from bot.viewer import Viewer, channel_scope

SHOWN: Final = 10
"""Lines of a board, at the most."""

_NAMES: Final = 8  # of those who had it right
_LEADERS: Final = 3
_MISSED: Final = 3200  # characters of what nobody got


def game_card(board: Board, show: Show, medals: Mapping[int, str]) -> ui.LayoutView:
    """A message of a game as it stands; `medals` by place, as far as there are any."""
    match board.number, board.round:
        case game_values.ANNOUNCEMENT, _:
            return _announcement(board)
        case game_values.STANDINGS, _:
            return _standings_card(board, medals)
        case _, Round() as round_ if board.closed:
            return _revealed_card(board, round_, show)
        case _, Round() as round_ if board.is_current:
            return _asking_card(board.game, round_)
        case _:
            return _withdrawn_card(board)


def _announcement(board: Board) -> ui.LayoutView:
    """Who started it, and that it is open to all."""
    game = board.game
    settings = game.settings
    host = _("Somebody") if game.host_id is None else f"<@{game.host_id}>"
    words = _("{host} started a game of {rounds}: press a letter to join.")
    words = words.format(host=host, rounds=settings.rounds)
    if settings.play == WHO:
        words = sentences(words, _("Each clue costs points."))
    elif settings.seconds:
        words = sentences(words, _("Faster answers score more."))
    only = [play_name(settings.play)] if settings.play != QUIZ else []
    only += [difficulty_name(settings.difficulty)] if settings.difficulty else []
    only += [topic_name(settings.topic)] if settings.topic else []
    if not game.teams:  # a team has what its members answered, and nothing else
        only.append(_("late joiners start level with the last"))
    if game.round <= 1 and any(each.kept for each in board.teams):
        only.append(_("teams as before: press another one to change"))
    lines = [words, *team_lines(board.teams), *([small(begun(" · ".join(only)))] if only else [])]
    return bare("\n".join(lines), *([row(*team_buttons(game))] if game.phase != "over" else []))


def _above(game: Game, number: int, *more: str) -> str:
    """The small print above a question: Trivia · 2 of 5 · easy."""
    play = _what(game.settings)
    words = _("{play} · {number} of {rounds}").format(play=play, number=number, rounds=game.settings.rounds)
    return " · ".join((words, *more))


def _what(settings: GameSettings) -> str:
    if settings.play == QUIZ:
        return _("Trivia")
    return begun(play_name(settings.play))


def _answered(count: int) -> str:
    return unbroken(ngettext("{count} answered", "{count} answered", count).format(count=count))


def _asking_card(game: Game, round_: Round) -> ui.LayoutView:
    """The question, while it can be answered."""
    scope = channel_scope(game.ceiling)
    above = _above(game, round_.number, difficulty_name(round_.difficulty))
    labels = option_labels(round_, scope)
    answers = [button(AnswerId(round_.id, choice), label) for choice, label in zip(CHOICES, labels, strict=False)]
    if game.settings.seconds:
        note = _("Closes {clock} · {count}")
    else:
        note = _("No clock: it closes when the host reveals it, or {clock} · {count}")
    note = note.format(clock=_due(game), count=_answered(game.answers_shown))
    if game.skips_shown:
        note += " · " + _("{count} for Skip").format(count=game.skips_shown)
    return question_card(
        above, round_, scope, answers, [note, safe_through(game.ceiling)], [row(*_helps(game, round_))]
    )


def _helps(game: Game, round_: Round) -> list[ui.Button[Any]]:
    """What helps whoever plays, in one row."""
    buttons: list[ui.Button[Any]] = []
    if game.settings.play == WHO:
        buttons.append(button(OpenGuessId(round_.id), _("Guess")))
    if len(round_.options) > 2:
        buttons.append(button(HalfId(round_.id), _("50 : 50")))
    buttons.append(button(SkipId(round_.id), _("Skip")))
    if not game.settings.seconds:
        buttons.append(button(RevealAnswerId(round_.id), _("Reveal the answer")))
    return buttons


def _revealed_card(board: Board, round_: Round, show: Show) -> ui.LayoutView:
    """The answer of the question, who had it right, and who leads."""
    game, scope = board.game, channel_scope(board.game.ceiling)
    above = _above(game, round_.number, difficulty_name(round_.difficulty), _answered(len(board.answers)))
    counts = [sum(answer.choice == i for answer in board.answers) for i in range(len(round_.options))]
    marks = [f" ({count})" if count else "" for count in counts]
    right = [answer for answer in board.answers if answer.choice == round_.answer]
    tail = [_who_was_right(right), *_who_leads(board), *_what_follows(board), small(safe_through(game.ceiling))]
    buttons = [button(OpenQuestionReportId(round_.id), _("Report this question"))]
    if board.is_current and board.more and not game.settings.seconds:
        ahead = button(NextQuestionId(round_.id), _("Next question"), style=discord.ButtonStyle.primary)
        buttons.insert(0, ahead)
    return answered_card(above, round_, scope, show, marks, tail, buttons)


def _who_was_right(right: Sequence[RoundAnswer]) -> str:
    """The fastest first."""
    if not right:
        return _("Nobody had it right.")
    names = ", ".join(unbroken(f"<@{answer.user_id}> +{answer.points}") for answer in right[:_NAMES])
    if len(right) > _NAMES:
        names = _("{names} and others").format(names=names)
    return _("Right: {names}").format(names=names)


def _who_leads(board: Board) -> list[str]:
    if board.teams:
        return [small(" · ".join(team_points(each) for each in best_first(board.teams)))]
    best = [score for _place, score in quiz.standings(board.scores)[:_LEADERS] if score.points]
    return [small(" · ".join(unbroken(f"<@{score.user_id}> {score.points}") for score in best))] if best else []


def _what_follows(board: Board) -> list[str]:
    """When that comes by itself; nothing where it has come already."""
    if not board.is_current:
        return []
    if not board.more:
        return [small(_("Standings {clock}").format(clock=_due(board.game)))]
    return [small(_("Next question {clock}").format(clock=_due(board.game)))] if board.game.settings.seconds else []


def _due(game: Game) -> str:
    """When something happens by itself next."""
    return "" if game.due_at is None else discord.utils.format_dt(game.due_at, "R")


def _withdrawn_card(board: Board) -> ui.LayoutView:
    """In the place of a question whose answer will not come, or may not stand there any more."""
    match board.game.ended:
        case "stopped":
            words = _("The game was stopped before the answer.")
        case "ceiling":
            words = _("This channel goes less far than before, so this question is gone.")
        case _:
            words = _("This question was changed or hidden meanwhile, so it does not count.")
    return card(Accent.GAME, text(small(_above(board.game, board.number)), words))


def _standings_card(board: Board, medals: Mapping[int, str]) -> ui.LayoutView:
    """How the game ended. Holds no story."""
    game, places = board.game, quiz.standings(board.scores)
    if not places:
        return card(Accent.GAME, text(_nobody_played(game)), row(*_standings_buttons(board)))
    above = " · ".join((_("Trivia"), *_settings_words(game.settings)))
    won = [heading(_who_won(places[0][1]))]
    if board.teams:
        won = [
            heading(team_won(board.teams)),
            *team_lines(best_first(board.teams), over=True),
            small(_("Each for themselves")),
        ]
    words = [small(above), *won, *_standings_lines(places, medals)]
    if len(places) > SHOWN:
        words.append(small(_("and others")))
    why = _why_ended(game)
    if why:
        words.append(why)
    return card(Accent.GAME, text(*words), row(*_standings_buttons(board)))


def _who_won(best: Score) -> str:
    if not best.points:
        return _("Nobody had a point this time")
    words = ngettext("{member} wins with {count} point", "{member} wins with {count} points", best.points)
    return words.format(member=f"<@{best.user_id}>", count=best.points)


def _standings_lines(places: Sequence[tuple[int, Score]], medals: Mapping[int, str]) -> list[str]:
    """The best first; of equals the faster stands first, and it says so."""
    lines: list[str] = []
    for number, (_place, score) in enumerate(places[:SHOWN], 1):
        won = medal(number, medals) if score.points else ""
        words = f"{number}. {won}<@{score.user_id}> · {_('{count} right').format(count=score.right)}"
        after = places[number][1] if number < len(places) else None
        if after and after.points == score.points > 0 and score.milliseconds < after.milliseconds:
            words += _(", faster")
        lines.append(words)
    return lines


def _nobody_played(game: Game) -> str:
    """One sentence where there are no standings."""
    match game.ended:
        case "stopped":
            return _("The game was stopped, so there are no standings.")
        case "ceiling":
            return _("This channel goes less far than before, so the game ends here.")
        case "deleted":
            return _("A question was deleted, so the game ends here.")
        case _:
            return _("Nobody answered, so there are no standings.")


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
            return _("A question was deleted, so the game ends here.")
        case _:
            return None


def _settings_words(settings: GameSettings) -> list[str]:
    """5 questions · medium · people."""
    words = [play_name(settings.play)] if settings.play != QUIZ else []
    words.append(ngettext("{count} question", "{count} questions", settings.rounds).format(count=settings.rounds))
    if settings.difficulty:
        words.append(difficulty_name(settings.difficulty))
    if settings.topic:
        words.append(topic_name(settings.topic))
    return words


def missed_card(game_id: int, rounds: Sequence[Round], viewer: Viewer, show: Show) -> ui.LayoutView:
    """What nobody got, with the answers, as far as the reader has watched."""
    scope = viewer.scope(private=True)
    return card(
        Accent.GAME,
        text(title(_("What nobody got")), small(_("Only what you have seen yourself"))),
        line(),
        text(_missed_body(rounds, scope, show) or _("There’s nothing here that you have seen yourself.")),
        line(),
        footer(safe_through(scope.clear)),
        *how_far(MissedProgressId(game_id), show, viewer),
        *([row(share_button(ShareMissedId(game_id)))] if rounds else []),
    )


def shared_missed_card(rounds: Sequence[Round], scope: Scope, show: Show) -> ui.LayoutView:
    """The same for everybody in a channel, as far as that goes."""
    return card(
        Accent.GAME,
        text(title(_("What nobody got"))),
        line(),
        text(_missed_body(rounds, scope, show)),
        line(),
        footer(safe_through(scope.clear)),
    )


def _missed_body(rounds: Sequence[Round], scope: Scope, show: Show) -> str:
    return "\n\n".join(_as_many_as_fit([_missed_entry(round_, scope, show) for round_ in rounds]))


def _missed_entry(round_: Round, scope: Scope, show: Show) -> str:
    answer = f"{LETTERS[round_.answer]} · {round_.options[round_.answer].markdown(scope)}"
    question = f"**{round_.number}** · {round_.text.markdown(scope)}"
    return "\n".join((question, *clue_lines(round_, scope), f"**{answer}**", *explanation(round_, scope, show)))


def _as_many_as_fit(entries: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for entry in entries:
        if sum(len(each) + 2 for each in (*kept, entry)) > _MISSED:
            break
        kept.append(entry)
    return kept
