"""Cards of trivia: a question, its answer, the standings, boards. Right and wrong are words, never colours."""

from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _
from bot.show import trivia as quiz
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import TOPICS
from bot.show.shows import Show
from bot.show.sites import Source
from bot.show.trivia import LETTERS, Score
from bot.store.game_messages import Board
from bot.store.games import Game, GameSettings
from bot.store.rounds import Round, RoundAnswer
from bot.store.scores import Stats
from bot.ui.kit.layout import Accent, before, card, footer, line, row, safe_through, text
from bot.ui.kit.sources import site_names
from bot.viewer import channel_scope

LABEL: Final = 34
"""Longest label of an answer button; where one of the four is longer, the words of all four stand in the text."""

SHOWN: Final = 10
"""Lines of a board, at the most."""

_NAMES: Final = 8

Controls = Sequence[ui.Item[Any]]


def option_labels(options: Round, scope: Scope) -> list[str]:
    """What stands on the four buttons: letter and words where all fit, else letters alone."""
    labels = [f"{letter} · {each.label(scope)}" for letter, each in zip(LETTERS, options.options, strict=True)]
    return labels if all(len(label) <= LABEL for label in labels) else list(LETTERS)


def difficulty_name(difficulty: str) -> str:
    """As members read it."""
    return {"easy": _("easy"), "medium": _("medium"), "hard": _("hard")}[difficulty]


def topic_name(topic: str) -> str:
    """A public topic, as members read it."""
    names = {
        "people": _("people"),
        "places": _("places"),
        "story": _("story"),
        "behind the scenes": _("behind the scenes"),
    }
    return names[topic]


def choice_name(round_: Round, choice: int, scope: Scope) -> str:
    """B · A flag pole."""
    return f"{LETTERS[choice]} · {round_.options[choice].markdown(scope)}"


def _kind_of(round_: Round) -> str:
    return f"{difficulty_name(round_.difficulty)} · {topic_name(TOPICS[round_.topic])}"


def _heading(small: str, round_: Round, scope: Scope) -> list[str]:
    return [f"-# {small}", f"### {round_.text.markdown(scope)}"]


def _many(one: str, several: str, count: int) -> str:
    return (one if count == 1 else several).format(count=count)


def points_of(count: int) -> str:
    """14 points."""
    return _many(_("{count} point"), _("{count} points"), count)


# ------------------------------------------------------------------------------------------------ a question


def question_card(
    small: str, round_: Round, scope: Scope, buttons: Controls, notes: Sequence[str], more: Controls = ()
) -> ui.LayoutView:
    """A question with its options, one below the other in both forms: on the buttons, or in the text above letters."""
    words = _heading(small, round_, scope)
    if option_labels(round_, scope) == list(LETTERS):
        words += [f"- **{LETTERS[i]}** · {each.markdown(scope)}" for i, each in enumerate(round_.options)]
        rows = [row(*buttons)]
    else:
        rows = [row(each) for each in buttons]
    below = [row(*more)] if more else []
    return card(Accent.GAME, text(*words), *rows, text(*(f"-# {note}" for note in notes)), *below)


def answered_card(
    small: str, round_: Round, scope: Scope, show: Show, marks: Sequence[str], tail: Sequence[str], controls: Controls
) -> ui.LayoutView:
    """A question with its answer: the right option, what stands in `marks` beside each, explanation, where it was read."""
    return card(
        Accent.GAME,
        text(*_heading(small, round_, scope), *_answers(round_, scope, marks)),
        line(),
        text(*_explanation(round_, scope, show)),
        line(),
        text(*tail),
        *([row(*controls)] if controls else []),
    )


def _answers(round_: Round, scope: Scope, marks: Sequence[str]) -> list[str]:
    return [
        f"- **{LETTERS[i]} · {each.markdown(scope)} · {_('right')}**{mark}"
        if i == round_.answer
        else f"- **{LETTERS[i]}** · {each.markdown(scope)}{mark}"
        for i, (each, mark) in enumerate(zip(round_.options, marks, strict=True))
    ]


def _explanation(round_: Round, scope: Scope, show: Show) -> list[str]:
    gate = before(show.episodes[0]) if round_.revealed_in == PREMISE else str(round_.revealed_in)
    # What somebody typed as a source goes without a word: a public game is for everybody.
    known = [site for site in round_.sites if show.sites.name(Source(site, None), scope.clear)]
    sites = site_names((Source(site, None) for site in known), show.sites, scope.clear)
    return [round_.explanation.markdown(scope), "-# " + " · ".join((gate, *sites))]


# ------------------------------------------------------------------------------------------------ a public game


def asking_view(board: Board, round_: Round, buttons: Controls, more: Controls) -> ui.LayoutView:
    """The question of a public game, while it can be answered."""
    game, scope = board.game, channel_scope(board.game.ceiling)
    small = _("Trivia · {number} of {rounds} · {kind}").format(
        number=round_.number, rounds=game.settings.rounds, kind=_kind_of(round_)
    )
    count = _("{count} answered").format(count=game.answers_shown)
    clock = _moment(game)
    if game.settings.seconds:
        notes = [_("Closes {clock} · {count}").format(clock=clock, count=count)]
    else:
        notes = [
            _("No clock: it closes when the host reveals it, or {clock} · {count}").format(clock=clock, count=count)
        ]
    return question_card(small, round_, scope, buttons, [*notes, questions_through(game.ceiling)], more)


def revealed_view(board: Board, round_: Round, show: Show, controls: Controls) -> ui.LayoutView:
    """The answer of a public game's question."""
    game, scope = board.game, channel_scope(board.game.ceiling)
    counts = [sum(answer.choice == i for answer in board.answers) for i in range(len(LETTERS))]
    small = _("Trivia · {number} of {rounds} · {kind} · {count} answered").format(
        number=round_.number, rounds=game.settings.rounds, kind=_kind_of(round_), count=len(board.answers)
    )
    right = [answer for answer in board.answers if answer.choice == round_.answer]
    tail = [_who_was_right(right)]
    clock = _moment(game)
    if not board.more:
        tail.append("-# " + _("Standings {clock}").format(clock=clock))
    elif game.settings.seconds:
        tail.append("-# " + _("Next question {clock}").format(clock=clock))
    tail.append("-# " + safe_through(game.ceiling))
    return answered_card(small, round_, scope, show, [f" ({count})" for count in counts], tail, controls)


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
    return _("Right: {names}").format(names=names) + f"\n-# {fastest}"


def _moment(game: Game) -> str:
    return "" if game.due_at is None else discord.utils.format_dt(game.due_at, "R")


def questions_through(ceiling: Episode) -> str:
    """The footer of a question: it says how far the game goes."""
    if ceiling == PREMISE:
        return _("Questions that are safe for everyone")
    return _("Questions through {episode}").format(episode=ceiling)


def standings_view(board: Board, ceiling: Episode, controls: Controls) -> ui.LayoutView:
    """How a game ended. Holds no story."""
    game = board.game
    small = " · ".join((_("Trivia"), *settings_words(game.settings)))
    places = quiz.standings(board.scores)
    words = [f"-# {small}", "### " + (_("Final standings") if places else _("The game is over"))]
    words += [_place(place, score) for place, score in places[:SHOWN]]
    if len(places) > SHOWN:
        words.append("-# " + _("and others"))
    notes: list[str] = []
    if places:
        right, answered = sum(s.right for s in board.scores), sum(s.answered for s in board.scores)
        notes.append("-# " + _("{right} of {answered} answers were right").format(right=right, answered=answered))
    elif game.ended in {"finished", "silent"}:
        words.append(_("Nobody answered, so there are no standings."))
    why = _why(game)
    if why:
        words.append(why)
    notes.append("-# " + safe_through(ceiling))
    return card(Accent.GAME, text(*words), line(), text(*notes), row(*controls))


def _place(place: int, score: Score) -> str:
    # Not a list of Discord's own: it would count on where two share a place.
    return "**{place}** · <@{member}> · {points} · {right}".format(
        place=place,
        member=score.user_id,
        points=points_of(score.points),
        right=_("{right} of {answered} right").format(right=score.right, answered=score.answered),
    )


def _why(game: Game) -> str | None:
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


def settings_words(settings: GameSettings) -> list[str]:
    """5 questions · medium · people."""
    words = [_many(_("{count} question"), _("{count} questions"), settings.rounds)]
    if settings.difficulty:
        words.append(difficulty_name(settings.difficulty))
    if settings.topic:
        words.append(topic_name(settings.topic))
    return words


def missed_card(rounds: Sequence[Round], scope: Scope, show: Show, menu: Controls) -> ui.LayoutView:
    """What nobody got, with the answers, as far as the reader has watched."""
    entries = [
        "\n".join(
            (
                f"**{round_.number}** · {round_.text.markdown(scope)}",
                f"**{choice_name(round_, round_.answer, scope)}**",
                *_explanation(round_, scope, show),
            )
        )
        for round_ in rounds
    ]
    kept: list[str] = []
    for entry in entries:
        if sum(len(each) + 2 for each in (*kept, entry)) > 3200:
            break
        kept.append(entry)
    body = text("\n\n".join(kept)) if kept else text(_("Among what you have seen there is nothing that nobody got."))
    return card(
        Accent.GAME,
        text("## " + _("What nobody got"), "-# " + _("Only what you have seen yourself")),
        line(),
        body,
        line(),
        footer(safe_through(scope.clear)),
        *([row(*menu)] if menu else []),
    )


def reported_lines(round_: Round, choice: int | None, scope: Scope) -> list[str]:
    """For moderators: the question as it was asked when somebody reported it, and what they had answered."""
    marks = own_marks(choice, _("their answer"))
    return [round_.text.markdown(scope), *_answers(round_, scope, marks)]


# ------------------------------------------------------------------------------------------------ alone


def practice_small(round_: Round) -> str:
    """The small print of a question in practice."""
    return _("Practice · {kind}").format(kind=_kind_of(round_))


def daily_small(day: str) -> str:
    """The small print of a daily question."""
    return _("Daily question · {day}").format(day=day)


def own_marks(choice: int | None, words: str) -> list[str]:
    """Marks the option that was chosen."""
    return [f" · {words}" if i == choice else "" for i in range(len(LETTERS))]


# ------------------------------------------------------------------------------------------------ boards


def period_name(period: str) -> str:
    """The time that a leaderboard is about."""
    return {"week": _("the last 7 days"), "month": _("the last 30 days"), "all": _("all time")}[period]


def leaderboard_card(scores: Sequence[Score], period: str, controls: Controls, *, is_all: bool = True) -> ui.LayoutView:
    """The best of a server's public games; not `is_all` where so many left that not all were asked for. Holds no story."""
    nobody = (
        _("Nobody has points here yet.")
        if is_all
        else _("Many of the best have left. Open this again to go on looking.")
    )
    lines_ = [_place(place, score) for place, score in quiz.standings(scores)]
    return card(
        Accent.GAME,
        text("## " + _("Leaderboard"), "-# " + _("Public games here, {period}").format(period=period_name(period))),
        line(),
        text(*(lines_ or [nobody])),
        row(*controls),
    )


def stats_card(title: str, small: str, stats: Sequence[Stats], streak: int | None) -> ui.LayoutView:
    """How a member did, by kind of game."""
    names = {"public": _("Public games"), "practice": _("Practice"), "daily": _("Daily questions")}
    words: list[str] = []
    for kind, name in names.items():
        for each in stats:
            if each.kind == kind:
                words += [f"### {name}", *_stat_lines(each)]
    if streak:
        words.append(_many(_("- Streak here: {count} day"), _("- Streak here: {count} days"), streak))
    return card(Accent.GAME, text(f"## {title}", f"-# {small}"), line(), text(*words))


def _stat_lines(stats: Stats) -> list[str]:
    share = round(100 * stats.right / stats.answered)
    right = _("{right} of {answered} right, {share} %").format(right=stats.right, answered=stats.answered, share=share)
    lines_ = [f"- {right}"]
    if stats.kind == "public":
        games = _many(_("{count} game"), _("{count} games"), stats.games)
        lines_.insert(0, f"- {games} · {points_of(stats.points)}")
    return lines_
