"""“Question is wrong”: what is wrong with it, kept for the moderators with the answer that was given."""

import re
from typing import Final

import discord

from bot.client import Interaction
from bot.errors import FormRefusedError
from bot.limits import SEND
from bot.locale import _
from bot.store.reviews import NewReview
from bot.ui.kit.controls import Control
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import bare
from bot.ui.reviews.reports import full_words, queue_of, thanks


class Wrong(Control, template=r"t1:wrong:(?P<round>\d+)"):
    """Stands under every revealed answer."""

    async def press(self, interaction: Interaction) -> None:
        """Ask what is wrong."""
        await WrongForm.reopen(interaction, {"round": self.state["round"]}, {})


class WrongForm(Form):
    """What is wrong with a question."""

    limit = SEND

    template = re.compile(r"tf1:(?P<round>\d+)")

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Open it, with what was typed before."""
        form = cls(f"tf1:{state['round']}", _("Question is wrong"))
        form.add_text(
            "text", _("What is wrong?"), longest=300, value=values.get("text", ""),
            hint=_("Moderators read this, with the question and your answer."),
        )  # fmt: skip
        form.add_text(
            "source", _("Where can it be seen or read?"), longest=200, value=values.get("source", ""), needed=False
        )
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Keep it. The answer is the same whatever the store holds."""
        bot, round_id = interaction.client, int(state["round"])
        place = await bot.store.rounds.place_of(interaction.guild_id, round_id)
        # What they type may tell more than the question does, so it counts as the last episode's.
        review = await bot.store.reviews.add_review(
            NewReview(
                "question report",
                show_id=bot.show.id,
                guild_id=queue_of(interaction),
                author_id=interaction.user.id,
                target_id=place[2] if place else None,
                text=values["text"],
                source=values["source"],
                at=discord.utils.utcnow(),
            )
        )
        if review is None:
            raise FormRefusedError(await full_words(interaction))
        if place:
            await bot.store.rounds.add_report(review, round_id, interaction.user.id)
        await interaction.response.send_message(view=bare(thanks(interaction)), ephemeral=True)
        bot.dispatch("review_added", queue_of(interaction), review)


CONTROLS: Final = (Wrong,)
FORMS: Final = (WrongForm,)
