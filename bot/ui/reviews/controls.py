"""What moderators do with suggestions and reports."""

from dataclasses import dataclass
from typing import Final, Literal

import discord

from bot.client import Interaction
from bot.events import REVIEW_DECIDED
from bot.locale import _
from bot.show.spoilers import plain
from bot.store.reviews import Review
from bot.ui.editing.access import desk_of, require_editor
from bot.ui.editing.desk import Desk
from bot.ui.editing.forms import FORM_OF, edit_item, level_of, open_form
from bot.ui.editing.ids import LaterId
from bot.ui.editing.saving import submit
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import say
from bot.ui.reviews.cards import lacks_something, source_of
from bot.ui.reviews.ids import (
    ApproveId,
    AskBackFormId,
    AskBackId,
    CorrectNearId,
    EditReviewId,
    OpenReviewId,
    RejectFormId,
    RejectId,
    ReviewControlId,
    ShowReviewId,
)
from bot.ui.reviews.queue import kind_of, show_next, show_review


@dataclass(frozen=True, slots=True)
class _Open:
    """What a moderator may decide now."""

    guild_id: int
    review: Review
    desk: Desk


async def _open(interaction: Interaction, pressed: ReviewControlId) -> _Open | None:
    """What was pressed on; None where it was answered already: somebody was first, or it lies beyond what they have seen."""
    guild_id = await require_editor(interaction)
    review = await interaction.client.store.reviews.review(guild_id, pressed.review)
    desk = await desk_of(interaction, pressed.through)
    # A card in a channel may be further than who presses on it.
    if review is None or review.state != "open" or not desk.sees(review.revealed_in):
        await show_review(interaction, guild_id, review, pressed.through)
        return None
    return _Open(guild_id, review, desk)


async def open_review(interaction: Interaction, pressed: OpenReviewId) -> None:
    """Open privately what waits in the channel."""
    guild_id = await require_editor(interaction)
    await show_review(interaction, guild_id, await interaction.client.store.reviews.review(guild_id, pressed.review))


async def show_agreed(interaction: Interaction, pressed: ShowReviewId) -> None:
    """Show it to a moderator who agreed to see it."""
    guild_id = await require_editor(interaction)
    review = await interaction.client.store.reviews.review(guild_id, pressed.review)
    await show_review(interaction, guild_id, review, pressed.through)


async def go_on(interaction: Interaction, pressed: LaterId) -> None:
    """Leave it for later."""
    await show_next(interaction, await require_editor(interaction), pressed.review)


async def approve(interaction: Interaction, pressed: ApproveId) -> None:
    """Take it up: a suggestion becomes a fact or a question, a report is only decided."""
    opened = await _open(interaction, pressed)
    if opened is None:
        return
    if lacks_something(opened.review):
        await edit(interaction, EditReviewId(pressed.review, pressed.through))
    elif opened.review.kind == "suggestion":
        form = FORM_OF[kind_of(opened.review)](through=pressed.through, review=opened.review.id)
        await submit(interaction, form, _values(opened.review, opened.desk))
    else:
        await _decide(interaction, opened.guild_id, opened.review, "approved", "")


async def edit(interaction: Interaction, pressed: EditReviewId) -> None:
    """Open the form of the fact that it suggests, or of what it is about; its submit approves it."""
    opened = await _open(interaction, pressed)
    if opened is None:
        return
    bot, review = interaction.client, opened.review
    if review.kind == "suggestion":
        form = FORM_OF[kind_of(review)](through=pressed.through, review=review.id)
        await open_form(interaction, form, _values(review, opened.desk))
        return
    item = await bot.store.edits.item(bot.show.id, opened.guild_id, kind_of(review), review.target_id or 0)
    if item is None:
        words = _("What it is about is gone. Approve or reject it as it is, with {review}.")
        await say(interaction, words.format(review=bot.mention("review")))
        return
    await edit_item(
        interaction, item, pressed.through, review=review.id, reopens=lambda gate: EditReviewId(review.id, gate)
    )


async def correct_near(interaction: Interaction, pressed: CorrectNearId) -> None:
    """Open the form of the fact that is close, with the words of the suggestion in it; its submit approves it."""
    opened = await _open(interaction, pressed)
    if opened is None:
        return
    bot, review = interaction.client, opened.review
    item = await bot.store.edits.item(bot.show.id, opened.guild_id, "fact", pressed.near or 0)
    if item is None:
        await show_review(interaction, opened.guild_id, review, pressed.through)
        return
    suggested = _values(review, opened.desk)
    await edit_item(
        interaction,
        item,
        pressed.through,
        review=review.id,
        instead={key: suggested[key] for key in ("text", "revealed_in", "topic")},
        reopens=lambda gate: CorrectNearId(review.id, gate, item.id),
    )


async def reject(interaction: Interaction, pressed: RejectId) -> None:
    """Ask why."""
    opened = await _open(interaction, pressed)
    if opened is not None:
        await open_reason(interaction, RejectFormId(opened.review.id), {})


async def ask_back(interaction: Interaction, pressed: AskBackId) -> None:
    """Ask what its author is to say more exactly."""
    opened = await _open(interaction, pressed)
    if opened is not None:
        await open_reason(interaction, AskBackFormId(opened.review.id), {})


async def open_reason(interaction: Interaction, form_id: RejectFormId | AskBackFormId, values: Values) -> None:
    """Open the form for the reason, or for the question."""
    asks = isinstance(form_id, AskBackFormId)
    form = Form(form_id, _("Ask back") if asks else _("Reject"))
    form.add_text(
        "why", _("What do you want to know?") if asks else _("Reason"), longest=300, long=True,
        value=values.get("why", ""), hint=_("Whoever sent it reads this, however far they have watched: tell no story"),
    )  # fmt: skip
    await form.show(interaction)


async def submit_reason(interaction: Interaction, form_id: RejectFormId | AskBackFormId, values: Values) -> None:
    """Decide it, if nobody was first: it is not taken up, or goes back to its author with a question."""
    guild_id = await require_editor(interaction)
    review = await interaction.client.store.reviews.review(guild_id, form_id.review)
    if review is None or review.state != "open":
        await show_review(interaction, guild_id, review)
    else:
        asked = isinstance(form_id, AskBackFormId)
        await _decide(interaction, guild_id, review, "rejected", plain(values["why"], 300), asked=asked)


async def _decide(
    interaction: Interaction,
    guild_id: int,
    review: Review,
    decision: Literal["approved", "rejected"],
    reason: str,
    *,
    asked: bool = False,
) -> None:
    bot = interaction.client
    decided = await bot.store.reviews.decide(
        guild_id, review.id, decision, by=interaction.user.id, at=discord.utils.utcnow(), reason=reason, asked=asked
    )
    await show_review(interaction, guild_id, await bot.store.reviews.review(guild_id, review.id))
    if decided:
        bot.dispatch(REVIEW_DECIDED, guild_id, review.id)


def _values(review: Review, desk: Desk) -> Values:
    """A suggestion as the form of a fact or a question has it."""
    if (asked := review.question) is not None:
        return {
            "text": review.text.reveal(),
            "options": "\n".join(each.reveal() for each in asked.options),
            "explanation": "\n".join((asked.explanation.reveal(), source_of(review, desk))),
            "revealed_in": str(review.revealed_in.ordinal),
            "level": level_of(asked.difficulty, review.topic),
        }
    return {
        "text": review.text.reveal(),
        "revealed_in": str(review.revealed_in.ordinal),
        "topic": review.topic,
        "sources": source_of(review, desk),
        "about": review.about.label(desk.scope),
    }


HANDLERS: Final[Handlers] = {
    OpenReviewId: open_review,
    ShowReviewId: show_agreed,
    ApproveId: approve,
    EditReviewId: edit,
    CorrectNearId: correct_near,
    RejectId: reject,
    AskBackId: ask_back,
    LaterId: go_on,
}
FORM_HANDLERS: Final[FormTable] = {
    RejectFormId: FormHandlers(open_reason, submit_reason),
    AskBackFormId: FormHandlers(open_reason, submit_reason),
}
