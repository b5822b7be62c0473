"""The review queue as moderators see it, and what the one who suggested something hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.locale import _, sentences
from bot.show.edits import Item
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Fact
from bot.show.spoilers import escape
from bot.store.reviews import Review
from bot.ui.editing.cards import body, next_button, small_print, standing
from bot.ui.editing.desk import Desk, finished_words
from bot.ui.editing.ids import LaterId
from bot.ui.editing.words import difficulty_words, gate_words, topic_words, when, who
from bot.ui.kit.controls import button, select
from bot.ui.kit.episodes import MENU
from bot.ui.kit.layout import Accent, bare, card, confirm_card, heading, line, option, row, small, text, title
from bot.ui.kit.sources import source_line
from bot.ui.reviews.ids import (
    AnswerAskedId,
    ApproveId,
    AskBackId,
    CorrectNearId,
    EditReviewId,
    OpenReviewId,
    RejectId,
    ReportFactId,
    ShowReviewId,
)

_NAMES: Final = 8  # of those who said the same
_IN_A_ROW: Final = 5  # buttons


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One of the queue with all that its card tells.

    `also_by` are the ids of others who said the same. `near` is what it is about, or what we have that is nearest to it.
    `asked` are the lines of the round in which a question was reported.
    """

    review: Review
    also_by: Sequence[int]
    near: Item | None
    asked: Sequence[str]


def title_of(review: Review) -> str:
    """What kind of thing waits."""
    if review.question is not None:
        return _("New question")
    if review.kind == "suggestion" and not review.correction:
        return _("New fact")
    return _("Correction") if review.kind == "suggestion" else _("Report")


def waiting_card(review: Review) -> ui.LayoutView:
    """Stands in a review channel that is not as far: no story, no episode, no subject."""
    by = who(review.author_id)
    if review.kind != "suggestion":
        words = _("A report from {who} is waiting.").format(who=by)
    elif review.question is not None:
        words = _("A new question from {who} is waiting.").format(who=by)
    elif review.correction:
        words = _("A correction from {who} is waiting.").format(who=by)
    else:
        words = _("A new fact from {who} is waiting.").format(who=by)
    return card(
        Accent.DESK,
        text(heading(title_of(review)), words, small(when(review.created_at))),
        row(button(OpenReviewId(review.id), _("Open"))),
    )


def decided_card(review: Review, desk: Desk, *, public: bool = False, more: bool = False) -> ui.LayoutView:
    """What was decided; story only as far as it is told there. `more` leads on to the next that waits."""
    decided = _("Approved by {who}.") if review.state == "approved" else _("Rejected by {who}.")
    if review.asked:
        decided = _("Given back by {who}, with a question.")
    lines = [heading(title_of(review)), decided.format(who=who(review.decided_by))]
    onward = [row(next_button(review.id))] if more else []
    if not desk.sees(review.revealed_in):
        return card(Accent.DESK, text(*lines), *onward)
    if review.reason:
        why = _("Question: {reason}") if review.asked else _("Reason: {reason}")
        lines.append(why.format(reason=_tag(escape(review.reason, 300), public=public)))
    return card(Accent.DESK, text(*lines), line(), text(*_said(review, desk, public=public)), *onward)


def erased_card() -> ui.LayoutView:
    """What becomes of a card whose author had everything of theirs deleted."""
    return bare(_("What stood here is deleted: its author asked me to."))


def ask_to_show(review: Review, desk: Desk) -> ui.LayoutView:
    """Asks before a moderator sees something beyond what they have watched."""
    gate = review.revealed_in
    return confirm_card(
        _("Open something of {episode}?").format(episode=gate_words(gate, desk.first)),
        sentences(finished_words(desk), _("You’ll see what it tells. Your progress stays where it is.")),
        button(ShowReviewId(review.id, gate), _("Yes, open it"), style=discord.ButtonStyle.danger),
        _later_button(review),
    )


def review_card(page: ReviewPage, desk: Desk, through: Episode = PREMISE, place: str = "") -> ui.LayoutView:
    """One of the queue, and what can be done with it.

    `place` is its place in the queue, for an editor's own eyes; `through` is how far they agreed to see. In a channel there
    is neither, and what somebody typed stands behind a tag.
    """
    review = page.review
    items: list[ui.Item[Any]] = [
        text(title(title_of(review)), small(" · ".join((_authors(page), *([place] if place else []))))),
        line(),
        text(*_said(review, desk, public=not place)),
    ]
    if page.asked:
        items += [line(), text(heading(_("As it was asked")), *page.asked)]
    near = page.near
    if near is not None and desk.sees(near.content.revealed_in):
        name = _("Close to") if review.target_id is None else _("About")
        shown = [*body(near.content, desk), small_print(near.content, desk, *standing(near))]
        items += [line(), text(heading(name), *shown)]
    takes, leaves = _decisions(page, through)
    if place:
        leaves.append(_later_button(review))
    rows = [takes, leaves] if len(takes) + len(leaves) > _IN_A_ROW else [[*takes, *leaves]]
    return card(Accent.DESK, *items, line(), *(row(*each) for each in rows))


def _authors(page: ReviewPage) -> str:
    review = page.review
    authors = list(dict.fromkeys((review.author_id, *page.also_by)))
    people = ", ".join(who(each) for each in authors[:_NAMES])
    if len(authors) > _NAMES:
        people = _("{names} and others").format(names=people)
    said = _("Suggested by {who}, {when}") if review.kind == "suggestion" else _("Reported by {who}, {when}")
    return said.format(who=people, when=when(review.created_at))


def _decisions(page: ReviewPage, through: Episode) -> tuple[list[ui.Item[Any]], list[ui.Item[Any]]]:
    """What takes it up, and what does not."""
    review, near = page.review, page.near
    buttons: list[ui.Item[Any]] = [
        button(ApproveId(review.id, through), _("Approve"), style=discord.ButtonStyle.primary),
        button(EditReviewId(review.id, through), _("Edit and approve")),
    ]
    if lacks_something(review):
        fill_in = _("Fill in and approve")
        buttons = [button(EditReviewId(review.id, through), fill_in, style=discord.ButtonStyle.primary)]
    if review.correction and near is not None:
        buttons.append(button(CorrectNearId(review.id, through, near.id), _("Correct the close one")))
    reject = button(RejectId(review.id, through), _("Reject"))
    if review.kind != "suggestion":
        return buttons, [reject]
    return buttons, [button(AskBackId(review.id, through), _("Ask back")), reject]


def lacks_something(review: Review) -> bool:
    """Whether a suggestion came without what a fact or question needs, so that its reviewer fills that in."""
    if review.kind != "suggestion":
        return False
    whole = review.question is None or review.question.is_whole
    return not (review.topic and review.source and whole)


def _later_button(review: Review) -> ui.Button[Any]:
    return button(LaterId(review.id, PREMISE), _("Later"))


def source_of(review: Review, desk: Desk) -> str:
    """Where its author read it: as typed for whoever has finished everything, since the words of a source can tell."""
    sites = desk.show.sites
    return source_line(sites.parse(review.source), sites, desk.scope.clear) if review.source else ""


def _said(review: Review, desk: Desk, *, public: bool) -> list[str]:
    """What its author typed, and its small print."""
    typed = [each for each in (review.about.markdown(desk.scope), escape(source_of(review, desk), 80)) if each]
    smalls = [desk.gate(review.revealed_in)]
    if review.question is not None and review.question.difficulty:
        smalls.append(difficulty_words(review.question.difficulty))
    if review.topic:
        smalls.append(topic_words(review.topic))
    if typed:
        smalls.append(_tag(" · ".join(typed), public=public))
    said = [review.text.markdown(desk.scope)]
    asked = review.question
    if asked is not None:
        right, *wrong = (each.markdown(desk.scope) for each in asked.options)
        said += [_("**{answer}** · right").format(answer=right), *wrong]
        said += [why] if (why := asked.explanation.markdown(desk.scope)) else []
    return [*(_tag(each, public=public) for each in said), small(" · ".join(smalls))]


def _tag(words: str, *, public: bool) -> str:
    # Whoever typed it said from when on it is safe, and nobody has checked that yet.
    return f"||{words} ||" if public else words


# ----------------------------------------------------------------------------------------------------- members


def outcome_words(review: Review) -> str:
    """What its author hears: what became of it, and why, however far they have watched: it answers their own words."""
    suggestion = review.kind == "suggestion"
    if review.asked:
        words = _("The moderators ask about your suggestion from {when}: {question}")
        return words.format(when=when(review.created_at), question=escape(review.reason, 300))
    if review.state == "approved" and review.question is not None and review.guild_id is not None:
        said = _("Your question from {when} was accepted, and my trivia asks it here now.")
    elif review.state == "approved":
        said = (
            (
                _("Your suggestion from {when} was accepted: the next release tells it.")
                if review.guild_id is None
                else _("Your suggestion from {when} was accepted, and I tell it here now.")
            )
            if suggestion
            else _("Your report from {when} was right. Thanks.")
        )
    else:
        said = (
            _("Your suggestion from {when} wasn’t accepted.")
            if suggestion
            else _("Your report from {when} led to no change.")
        )
    words = said.format(when=when(review.created_at))
    if not review.reason:
        return words
    says = _("Whoever keeps this bot says: {reason}") if review.guild_id is None else _("The moderators say: {reason}")
    return f"{words} " + says.format(reason=escape(review.reason, 300))


def asked_card(review: Review) -> ui.LayoutView:
    """What its author hears of a suggestion that went back to them, and the way to answer."""
    return bare(outcome_words(review), row(button(AnswerAskedId(review.id), _("Answer"))))


def report_menu(facts: Sequence[Fact], scope: Scope) -> ui.ActionRow[Any] | None:
    """The row with the facts of a page to choose from, or None where there is none. For private replies only."""
    if not facts:
        return None
    options = [option(_fact_label(fact, number, scope), str(fact.id)) for number, fact in enumerate(facts[:MENU], 1)]
    return row(select(ReportFactId(), _("Report a mistake in…"), options))


def _fact_label(fact: Fact, number: int, scope: Scope) -> str:
    # A select hides nothing: what stands behind a tag on the card is called by its place there.
    if fact.revealed_in > scope.clear:
        return _("{number} · a fact of {episode}").format(number=number, episode=fact.revealed_in)
    return fact.text.label(scope)
