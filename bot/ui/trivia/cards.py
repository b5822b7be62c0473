"""The parts of every card of trivia: a question, its answer, what they are called. Right and wrong are words, never colours."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from discord import ui

from bot.locale import _, ngettext
from bot.show.episodes import PREMISE, Scope
from bot.show.facts import TOPICS
from bot.show.shows import Show
from bot.show.sites import Source
from bot.show.spoilers import escape, shown_name
from bot.show.trivia import FIRST, LETTERS, QUIZ, WHERE, WHO, Score
from bot.store.rounds import Round
from bot.ui.kit.controls import button
from bot.ui.kit.ids import ControlId
from bot.ui.kit.layout import Accent, card, heading, line, row, small, text, unbroken
from bot.ui.kit.phrases import topic_name
from bot.ui.kit.sources import site_names

LABEL: Final = 34
"""Longest label of an answer button; where one of them is longer, the words of all stand in the text."""


def option_labels(round_: Round, scope: Scope) -> list[str]:
    """What stands on the buttons: letter and words where all fit, else letters alone."""
    labels = [f"{letter} · {each.shown(scope)}" for letter, each in zip(LETTERS, round_.options, strict=False)]
    return labels if all(len(label) <= LABEL for label in labels) else list(LETTERS[: len(labels)])


def difficulty_name(difficulty: str) -> str:
    """As members read it."""
    return {"easy": _("easy"), "medium": _("medium"), "hard": _("hard")}[difficulty]


def play_name(play: str) -> str:
    """A kind of game, as members read it."""
    names = {
        QUIZ: _("quiz"),
        WHO: _("who is it"),
        WHERE: _("which episode"),
        FIRST: _("what came first"),
    }
    return names[play]


def kind_of(round_: Round) -> str:
    """What kind of question it is: medium · people."""
    return f"{difficulty_name(round_.difficulty)} · {topic_name(TOPICS[round_.topic])}"


def points_of(count: int) -> str:
    """14 points."""
    return ngettext("{count} point", "{count} points", count).format(count=count)


def share_button(pressed: ControlId) -> ui.Button[Any]:
    """Posts what somebody reads in private."""
    return button(pressed, _("Share"))


def member_name(name: str) -> str:
    """The name that a member goes by here."""
    return f"**{escape(shown_name(name, _('a member')))}**"


def medal(place: int, medals: Mapping[int, str]) -> str:
    """The medal of a place, with a space after it; nothing where there is none."""
    return f"{medals[place]} " if place in medals else ""


def place_line(place: int, score: Score, medals: Mapping[int, str]) -> str:
    """One line of a leaderboard; no list of Discord's own, which would count on where two share a place."""
    return "{medal}**{place}** · <@{member}> · {points} · {right}".format(
        medal=medal(place, medals),
        place=place,
        member=score.user_id,
        points=unbroken(points_of(score.points)),
        right=unbroken(_("{right} of {answered} right").format(right=score.right, answered=score.answered)),
    )


def question_card(
    above: str,
    round_: Round,
    scope: Scope,
    answers: Sequence[ui.Button[Any]],
    notes: Sequence[str],
    below: Sequence[ui.Item[Any]] = (),
) -> ui.LayoutView:
    """A question with its options, one below the other in both forms: on the buttons, or in the text above letters."""
    words = [small(above), *_asked(round_, scope, round_.clues_shown)]
    if len(option_labels(round_, scope)[0]) == 1:
        words += _gap(round_)
        words += [f"- **{LETTERS[i]}** · {each.markdown(scope)}" for i, each in enumerate(round_.options)]
        rows = [row(*answers)]
    else:
        rows = [row(each) for each in answers]
    return card(Accent.GAME, text(*words), *rows, text(*map(small, notes)), *below)


def answered_card(
    above: str,
    round_: Round,
    scope: Scope,
    show: Show,
    marks: Sequence[str],
    tail: Sequence[str],
    buttons: Sequence[ui.Button[Any]],
    *,
    verdict: Sequence[str] = (),
) -> ui.LayoutView:
    """A question with its answer: the right option, what stands in `marks` beside each, explanation, where it was read.

    `verdict` says first whether the reader had it right, where it is theirs alone.
    """
    return card(
        Accent.GAME,
        text(*verdict, small(above), *_asked(round_, scope), *_gap(round_), *_answers(round_, scope, marks)),
        line(),
        text(*explanation(round_, scope, show)),
        line(),
        text(*tail),
        row(*buttons),
    )


def reported_lines(round_: Round, choice: int | None, scope: Scope) -> list[str]:
    """For moderators: the question as it was asked when somebody reported it, and what they had answered."""
    marks = own_marks(round_, choice, _("their answer"))
    return [round_.text.markdown(scope), *clue_lines(round_, scope), *_answers(round_, scope, marks)]


def clue_lines(round_: Round, scope: Scope, shown: int | None = None) -> list[str]:
    """What stands below a question: so many of its clues, or all."""
    clues = [each.markdown(scope) for each in round_.clues]
    return clues if len(clues) == 1 else [f"{number}. {each}" for number, each in enumerate(clues[:shown], 1)]


def own_marks(round_: Round, choice: int | None, words: str) -> list[str]:
    """Marks the option that was chosen."""
    return [f" · {words}" if i == choice else "" for i in range(len(round_.options))]


def explanation(round_: Round, scope: Scope, show: Show) -> list[str]:
    """Why the answer is right, from which episode on, and where it was read."""
    gate = [] if round_.revealed_in == PREMISE else [str(round_.revealed_in)]
    # What somebody typed as a source goes without a word: a public game is for everybody.
    known = [site for site in round_.sites if show.sites.name(Source(site, None), scope.clear)]
    sites = site_names((Source(site, None) for site in known), show.sites, scope.clear)
    read = " · ".join(dict.fromkeys((*gate, *sites)))
    return [round_.explanation.markdown(scope), *([small(read)] if read else [])]


def _asked(round_: Round, scope: Scope, shown: int | None = None) -> list[str]:
    return [heading(round_.text.markdown(scope)), *clue_lines(round_, scope, shown)]


def _gap(round_: Round) -> list[str]:
    """Between clues and options: else they would be one list."""
    return [""] if round_.clues else []


def _answers(round_: Round, scope: Scope, marks: Sequence[str]) -> list[str]:
    """The options as they were dealt, or where it was asked what came first, in the order in which they come."""
    numbers, places = range(len(round_.options)), round_.places
    lines: list[str] = []
    for i in sorted(numbers, key=lambda number: places[number]) if places else numbers:
        words = round_.options[i].markdown(scope) + (f" · {places[i][0]}" if places else "")
        right = (
            f"- **{LETTERS[i]} · {words} · {_('right')}**" if i == round_.answer else f"- **{LETTERS[i]}** · {words}"
        )
        lines.append(right + marks[i])
    return lines
