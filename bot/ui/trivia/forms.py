"""“Report this question”: what is wrong with it, kept for the moderators with the answer that was given."""

from typing import Final

import discord

from bot.client import Interaction
from bot.events import REVIEW_ADDED
from bot.locale import _
from bot.store.reviews import NewReview
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.queue import put_in_queue, queue_of, thanks
from bot.ui.kit.replies import reply_anew
from bot.ui.trivia.ids import OpenQuestionReportId, QuestionReportId


async def open_report(interaction: Interaction, pressed: OpenQuestionReportId) -> None:
    """Ask what is wrong."""
    await open_form(interaction, QuestionReportId(pressed.round), {})


async def open_form(interaction: Interaction, form_id: QuestionReportId, values: Values) -> None:
    """Open it, with what was typed before."""
    form = Form(form_id, _("Report this question"))
    form.add_text(
        "text", _("What is wrong?"), longest=300, value=values.get("text", ""),
        hint=_("Moderators read this, with the question and your answer."),
    )  # fmt: skip
    form.add_text(
        "source", _("Where can it be seen or read?"), longest=200, value=values.get("source", ""), needed=False
    )
    await form.show(interaction)


async def submit_report(interaction: Interaction, form_id: QuestionReportId, values: Values) -> None:
    """Keep it. The answer is the same whatever the store holds."""
    bot = interaction.client
    ids = await bot.store.rounds.round_ids(interaction.guild_id, form_id.round)
    # What they type may tell more than the question does, so it counts as the last episode's.
    report = NewReview(
        "question report",
        show_id=bot.show.id,
        guild_id=queue_of(interaction),
        author_id=interaction.user.id,
        target_id=ids.question_id if ids else None,
        text=values["text"],
        source=values["source"],
        at=discord.utils.utcnow(),
    )
    review = await put_in_queue(interaction, report)
    if ids:
        await bot.store.rounds.add_report(review, form_id.round, interaction.user.id)
    await reply_anew(interaction, bare(thanks(interaction)))  # the question stays where it is
    bot.dispatch(REVIEW_ADDED, queue_of(interaction), review)


HANDLERS: Final[Handlers] = {OpenQuestionReportId: open_report}
FORM_HANDLERS: Final[FormTable] = {QuestionReportId: FormHandlers(open_form, submit_report)}
