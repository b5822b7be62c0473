"""The review queue as moderators see it, and what the one who suggested something hears of it."""

from collections.abc import Sequence
from typing import Any, Final

from discord import ui

from bot.locale import _
from bot.show.edits import Item
from bot.show.spoilers import escape
from bot.store.reviews import Review
from bot.ui.editing.cards import Desk, body, small, standing, topic_words, when, who
from bot.ui.kit.layout import Accent, bare, card, line, text
from bot.ui.kit.sources import source_line

_NAMES: Final = 8  # of those who said the same


def title_of(review: Review) -> str:
    """What kind of thing waits."""
    if review.kind == "suggestion" and not review.correction:
        return _("New fact")
    return _("Correction") if review.kind == "suggestion" else _("Report")


def waiting_card(review: Review, controls: Sequence[ui.ActionRow[Any]]) -> ui.LayoutView:
    """Stands in a review channel that is not as far: no story, no episode, no subject."""
    by = who(review.author_id)
    if review.kind != "suggestion":
        words = _("A report from {who} is waiting.").format(who=by)
    elif review.correction:
        words = _("A correction from {who} is waiting.").format(who=by)
    else:
        words = _("A new fact from {who} is waiting.").format(who=by)
    return card(Accent.DESK, text(f"### {title_of(review)}", words, f"-# {when(review.created_at)}"), *controls)


def decided_card(review: Review, desk: Desk, *, public: bool = False) -> ui.LayoutView:
    """What was decided; story only as far as it is told there."""
    decided = _("Approved by {who}.") if review.state == "approved" else _("Rejected by {who}.")
    lines = [f"### {title_of(review)}", decided.format(who=who(review.decided_by))]
    if desk.sees(review.revealed_in):
        if review.reason:
            lines.append(_("Reason: {reason}").format(reason=_tag(escape(review.reason, 300), public=public)))
        return card(Accent.DESK, text(*lines), line(), text(*_said(review, desk, public=public)))
    return card(Accent.DESK, text(*lines))


def erased_card() -> ui.LayoutView:
    """What becomes of a card whose author had everything of theirs deleted."""
    return bare(_("What stood here was deleted for its author."))


def _tag(words: str, *, public: bool) -> str:
    # Whoever typed it said from when on it is safe, and nobody has checked that yet.
    return f"||{words} ||" if public else words


def source_of(review: Review, desk: Desk) -> str:
    """Where its author read it: as typed for whoever has finished everything, since the words of a source can tell."""
    sites = desk.show.sites
    return source_line(sites.parse(review.source), sites, desk.scope.clear) if review.source else ""


def _said(review: Review, desk: Desk, *, public: bool) -> list[str]:
    """What its author typed, and its small print."""
    typed = [each for each in (review.about.markdown(desk.scope), escape(source_of(review, desk), 80)) if each]
    smalls = [desk.gate(review.revealed_in)]
    if review.topic:
        smalls.append(topic_words(review.topic))
    if typed:
        smalls.append(_tag(" · ".join(typed), public=public))
    return [_tag(review.text.markdown(desk.scope), public=public), "-# " + " · ".join(smalls)]


def review_card(
    review: Review,
    also: Sequence[int],
    near: Item | None,
    desk: Desk,
    controls: Sequence[ui.ActionRow[Any]],
    asked: Sequence[str] = (),
    place: str = "",
) -> ui.LayoutView:
    """One of the queue with all that it says. `near` is what it is about, or what we have that is nearest to it.

    `asked` are the lines of the round in which a question was reported; `place` is its place in the queue, for an editor's
    own eyes. In a channel there is none, and what somebody typed stands behind a tag.
    """
    authors = list(dict.fromkeys((review.author_id, *also)))
    people = ", ".join(who(each) for each in authors[:_NAMES])
    if len(authors) > _NAMES:
        people = _("{names} and others").format(names=people)
    said = _("Suggested by {who}, {when}") if review.kind == "suggestion" else _("Reported by {who}, {when}")
    smalls = [said.format(who=people, when=when(review.created_at)), *([place] if place else [])]
    items: list[ui.Item[Any]] = [
        text(
            f"## {title_of(review)}",
            "-# " + " · ".join(smalls),
        ),
        line(),
        text(*_said(review, desk, public=not place)),
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


def outcome_words(review: Review) -> str:
    """What its author hears: what became of it, and why, however far they have watched: it answers their own words."""
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
    return f"{words} " + _("The moderators say: {reason}").format(reason=escape(review.reason, 300))
