"""“Report a mistake”: which fact, what is wrong, kept for the moderators."""

from typing import Final

import discord

from bot.client import Interaction
from bot.errors import EpisodeUnknownError
from bot.events import REVIEW_ADDED
from bot.locale import _
from bot.store.reviews import NewReview
from bot.ui.kit.episodes import add_gate, chosen_gate
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers, chosen_value
from bot.ui.kit.queue import put_in_queue, queue_of, thanks
from bot.ui.kit.replies import reply_anew
from bot.ui.reviews.ids import ReportFactId, ReportFormId


async def report_chosen(interaction: Interaction, _pressed: ReportFactId) -> None:
    """Ask what is wrong with the fact that was chosen."""
    await report_fact(interaction, int(chosen_value(interaction)))


async def report_fact(interaction: Interaction, fact_id: int) -> None:
    """Ask what is wrong with it. No episode is chosen before: theirs would tell moderators how far they are."""
    await open_report(interaction, ReportFormId(fact_id), {})


async def open_report(interaction: Interaction, form_id: ReportFormId, values: Values) -> None:
    """Open the form for what is wrong with a fact, below the fact where it is in reach."""
    bot, viewer = interaction.client, await interaction.client.viewer(interaction)
    scope = viewer.scope(private=True)
    fact = await bot.store.facts.fact(bot.show.id, form_id.fact, scope, guild_id=interaction.guild_id)
    form = Form(form_id, _("Report a mistake"))
    if fact is not None:
        form.add_words(f"> {fact.text.markdown(scope)}")
    form.add_text(
        "text", _("What is wrong?"), longest=1000, long=True, value=values.get("text", ""),
        hint=_("Moderators read this. Say it in your own words."),
    )  # fmt: skip
    form.add_text(
        "source", _("Where can it be seen or read?"), longest=200, value=values.get("source", ""), needed=False
    )
    told = _("What your words tell; moderators who aren’t there yet are asked before they see them")
    add_gate(form, bot.show, values, _("Safe for whoever finished"), told)
    await form.show(interaction)


async def submit_report(interaction: Interaction, form_id: ReportFormId, values: Values) -> None:
    """Put it into the queue. The answer is the same whatever the store holds."""
    bot, gate = interaction.client, chosen_gate(interaction.client.show, values)
    if gate is None and values.get("revealed_in"):
        raise EpisodeUnknownError(values["revealed_in"])
    review = await put_in_queue(
        interaction,
        NewReview(
            "fact report",
            show_id=bot.show.id,
            guild_id=queue_of(interaction),
            author_id=interaction.user.id,
            target_id=form_id.fact,
            text=values["text"],
            source=values["source"],
            at=discord.utils.utcnow(),
            revealed_in=gate,
        ),
    )
    await reply_anew(interaction, bare(thanks(interaction)))
    bot.dispatch(REVIEW_ADDED, queue_of(interaction), review)


HANDLERS: Final[Handlers] = {ReportFactId: report_chosen}
FORM_HANDLERS: Final[FormTable] = {ReportFormId: FormHandlers(open_report, submit_report)}
