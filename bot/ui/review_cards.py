"""The review queue as moderators see it, and what the one who suggested something hears of it."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.locale import _
from bot.show.edits import Item
from bot.show.episodes import Scope
from bot.show.spoilers import escape
from bot.store.reviews import Review
from bot.ui.edit_cards import Desk, body, small, standing, topic_words, when, who
from bot.ui.kit import Accent, card, line, text


def title_of(review: Review) -> str:
    """What kind of thing waits."""
    if review.kind == "suggestion" and not review.correction:
        return _("New fact")
    return _("Correction") if review.kind == "suggestion" else _("Report")


def waiting_card(review: Review, waiting: int, controls: Sequence[ui.ActionRow[Any]]) -> ui.LayoutView:
    """Stands in the review channel: no story, no episode, no subject."""
    by = who(review.author_id)
    if review.kind != "suggestion":
        words = _("A report from {who}.").format(who=by)
    elif review.correction:
        words = _("A correction from {who}.").format(who=by)
    else:
        words = _("A new fact from {who}.").format(who=by)
    title = _("A suggestion is waiting") if review.kind == "suggestion" else _("A report is waiting")
    count = _("It is the only one waiting.") if waiting == 1 else _("{waiting} are waiting.").format(waiting=waiting)
    return card(
        Accent.DESK,
        text(f"### {title}", f"{words} {count}", f"-# {when(review.created_at)}"),
        *controls,
    )


def decided_card(review: Review) -> ui.LayoutView:
    """What becomes of the card in the review channel."""
    decided = _("Approved by {who}.") if review.state == "approved" else _("Rejected by {who}.")
    return card(
        Accent.DESK,
        text("### " + _("Decided"), decided.format(who=who(review.decided_by)), f"-# {title_of(review)}"),
    )


def review_card(
    review: Review,
    place: tuple[int, int],
    also: Sequence[int],
    near: Item | None,
    desk: Desk,
    controls: Sequence[ui.ActionRow[Any]],
    asked: Sequence[str] = (),
) -> ui.LayoutView:
    """One of the queue with all that it says. `near` is what it is about, or what we have that is nearest to it.

    `asked` are the lines of the round in which a question was reported.
    """
    number, waiting = place
    people = ", ".join(who(each) for each in dict.fromkeys((review.author_id, *also)))
    said = _("Suggested by {who}, {when}") if review.kind == "suggestion" else _("Reported by {who}, {when}")
    smalls = [desk.gate(review.revealed_in)]
    if review.topic:
        smalls.append(topic_words(review.topic))
    if about := review.about.markdown(desk.scope):
        smalls.append(about)
    if review.source:
        smalls.append(escape(review.source, 80))
    items: list[ui.Item[Any]] = [
        text(
            f"## {title_of(review)}",
            f"-# {said.format(who=people, when=when(review.created_at))} · "
            + _("{number} of {waiting} waiting").format(number=number, waiting=waiting),
        ),
        line(),
        text(review.text.markdown(desk.scope), "-# " + " · ".join(smalls)),
    ]
    if asked:
        items += [line(), text("### " + _("As it was asked"), *asked)]
    if near is not None:
        heading = _("Close to") if review.target_id is None else _("About")
        shown = desk.sees(near.content.revealed_in)
        lines = [*body(near.content, desk), small(near.content, desk, *standing(near))] if shown else []
        if lines:
            items += [line(), text(f"### {heading}", *lines)]
    return card(Accent.DESK, *items, line(), *controls)


def outcome_words(review: Review, scope: Scope) -> str:
    """What its author hears: what became of it, and why as far as they have watched."""
    suggestion = review.kind == "suggestion"
    if review.state == "approved":
        said = (
            _("Your suggestion, made {when}, was approved: this server tells it now.")
            if suggestion
            else _("Your report, made {when}, was approved. Thank you.")
        )
    else:
        said = (
            _("Your suggestion, made {when}, was not taken up.")
            if suggestion
            else _("Your report, made {when}, led to no change.")
        )
    words = said.format(when=when(review.created_at))
    if not review.reason:
        return words
    if review.revealed_in > scope.clear:
        return f"{words} " + _("The reason speaks of {episode}, beyond what you have seen.").format(
            episode=review.revealed_in
        )
    return f"{words} " + _("The moderators say: {reason}").format(reason=escape(review.reason, 300))
