"""“Report a mistake”: which fact, what is wrong, kept for the moderators."""

import re
from collections.abc import Sequence
from typing import Final

import discord
from discord import ui

from bot.client import Interaction
from bot.errors import EpisodeUnknownError, FormRefusedError
from bot.events import REVIEW_ADDED
from bot.limits import SEND
from bot.locale import _
from bot.show.episodes import PREMISE, Scope
from bot.show.facts import Fact
from bot.store.reviews import OPEN_OF_A_MEMBER, NewReview
from bot.ui.kit.controls import Control
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import bare, option, row
from bot.ui.kit.progress import MENU, add_gate, chosen_gate
from bot.viewer import is_installed


def report_menu(facts: Sequence[Fact], scope: Scope) -> "ui.ActionRow[ui.LayoutView] | None":
    """The row with the facts of a page to choose from, or None where there is none. For private replies only."""
    if not facts:
        return None
    options = [option(_fact_label(fact, number, scope), str(fact.id)) for number, fact in enumerate(facts[:MENU], 1)]
    return row(ReportMenu.select("r1:fact", _("Report a mistake in…"), options))


def _fact_label(fact: Fact, number: int, scope: Scope) -> str:
    # A select hides nothing: what stands behind a tag on the card is called by its place there.
    if fact.revealed_in > scope.clear:
        return _("{number} · a fact of {episode}").format(number=number, episode=fact.revealed_in)
    return fact.text.label(scope)


class ReportMenu(Control, template=r"r1:fact"):
    """Which fact is wrong."""

    async def press(self, interaction: Interaction) -> None:
        """Ask what is wrong with it; what they know ends with what they finished, where they said what that is."""
        finished = (await interaction.client.viewer(interaction)).finished
        begin = {} if finished == PREMISE else {"revealed_in": str(finished.ordinal)}
        await ReportForm.reopen(interaction, {"fact": self.value}, begin)


class ReportForm(Form):
    """What is wrong with a fact."""

    limit = SEND

    template = re.compile(r"rf1:(?P<fact>\d+)")

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Open it, with what was typed before."""
        form = cls(f"rf1:{state['fact']}", _("Report a mistake"))
        form.add_text(
            "text", _("What is wrong?"), longest=1000, long=True, value=values.get("text", ""),
            hint=_("Moderators read this. Say it in your own words."),
        )  # fmt: skip
        form.add_text(
            "source", _("Where can it be seen or read?"), longest=200, value=values.get("source", ""), needed=False
        )
        show, told = interaction.client.show, _("Moderators who have not got there are asked before they see it")
        add_gate(form, show, values, _("Safe for whoever finished"), told)
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Keep it. The answer is the same whatever the store holds."""
        bot, gate = interaction.client, chosen_gate(interaction.client.show, values)
        if gate is None and values.get("revealed_in"):
            raise EpisodeUnknownError(values["revealed_in"])
        review = await bot.store.reviews.add_review(
            NewReview(
                "fact report",
                show_id=bot.show.id,
                guild_id=queue_of(interaction),
                author_id=interaction.user.id,
                target_id=int(state["fact"]),
                text=values["text"],
                source=values["source"],
                at=discord.utils.utcnow(),
                revealed_in=gate,
            )
        )
        if review is None:
            raise FormRefusedError(await full_words(interaction))
        await interaction.response.send_message(view=bare(thanks(interaction)), ephemeral=True)
        bot.dispatch(REVIEW_ADDED, queue_of(interaction), review)


def queue_of(interaction: Interaction) -> int | None:
    """The server whose moderators read what is sent from here; None where there are none: whoever keeps the bot reads it."""
    return interaction.guild_id if is_installed(interaction) else None


def thanks(interaction: Interaction) -> str:
    """What whoever reported something hears."""
    if queue_of(interaction) is None:
        return _("Thank you. Whoever keeps this bot reads it.")
    return _("Thank you. Your report is kept for the moderators.")


async def full_words(interaction: Interaction) -> str:
    """Why nothing more goes into the queue; it says nothing of what others have in there."""
    bot, guild_id = interaction.client, queue_of(interaction)
    if guild_id is None:
        return _("You have sent {most} things this week already. What you typed is kept: try again next week.").format(
            most=OPEN_OF_A_MEMBER
        )
    if await bot.store.reviews.waiting_of(guild_id, interaction.user.id) >= OPEN_OF_A_MEMBER:
        return _(
            "{most} of yours wait for the moderators already. What you typed is kept until they decided one."
        ).format(most=OPEN_OF_A_MEMBER)
    return _("The moderators have enough waiting for now. What you typed is kept: try again later.")


CONTROLS: Final = (ReportMenu,)
FORMS: Final = (ReportForm,)
