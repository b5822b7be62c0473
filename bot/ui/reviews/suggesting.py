"""The form of a suggestion, and what becomes of it."""

import re
from typing import Final

import discord

from bot.client import Interaction
from bot.errors import FormRefusedError
from bot.events import REVIEW_ADDED
from bot.limits import SEND
from bot.locale import _
from bot.show.facts import TOPICS
from bot.show.text_rules import LIMITS, NOBODY, broken_rules, broken_source
from bot.show.tidy import tidy
from bot.store.reviews import NewReview
from bot.ui.editing.cards import broken_words, topic_words
from bot.ui.editing.forms import add_episode
from bot.ui.kit.controls import Control
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import bare, option, row
from bot.ui.kit.progress import chosen_gate
from bot.ui.reviews.reports import full_words, queue_of, thanks


class SuggestForm(Form):
    """A new fact or a correction. What is checked here depends on what was typed alone, never on what we know."""

    limit = SEND

    template = re.compile(r"sf1:(?P<about>.*)")

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Open it, with what was typed before."""
        form = cls(f"sf1:{state['about']}", _("Suggest a fact"))
        form.add_text(
            "text", _("Fact"), longest=LIMITS["fact"], long=True, value=values.get("text", ""),
            hint=_("One sentence, {limit} characters at most, own words").format(limit=LIMITS["fact"]),
        )  # fmt: skip
        add_episode(form, interaction.client.show, values)
        topics = [option(topic_words(each), each) for each in TOPICS]
        form.add_select("topic", _("Topic"), topics, value=values.get("topic", ""))
        form.add_text(
            "source", _("Source"), longest=LIMITS["source"], value=values.get("source", ""),
            hint=_("A web address or the name of a book or video"),
        )  # fmt: skip
        kinds = [option(_("A new fact"), "0"), option(_("A correction of what a card says"), "1")]
        form.add_select("correction", _("What it is"), kinds, value=values.get("correction", "0"))
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Put it into the queue. The answer is the same whatever the store and the queue hold."""
        bot, guild_id = interaction.client, queue_of(interaction)
        gate, text, source = chosen_gate(bot.show, values), tidy(values["text"]), tidy(values["source"])
        if gate is None or values.get("topic") not in TOPICS:
            raise FormRefusedError(_("Choose an episode and a topic."))
        broken = [*broken_rules(text, "fact", gate, NOBODY), *broken_source(source)]
        if broken:
            raise FormRefusedError("\n".join(broken_words(each, gate, bot.show.episodes[0]) for each in broken))
        review = await bot.store.reviews.add_review(
            NewReview(
                "suggestion",
                show_id=bot.show.id,
                guild_id=guild_id,
                author_id=interaction.user.id,
                target_id=None,
                text=text,
                source=source,
                at=discord.utils.utcnow(),
                revealed_in=gate,
                about=state["about"],
                topic=values["topic"],
                correction=values.get("correction") == "1",
            )
        )
        if review is None:
            raise FormRefusedError(await full_words(interaction))
        if guild_id is None:
            await interaction.response.send_message(view=bare(thanks(interaction)), ephemeral=True)
            return
        words = _(
            "Thank you. The moderators read it, and I tell you the outcome when you use me next. If they take it up, "
            "**Sources** names you."
        )
        button = TellMe.button(f"sg1:dm:{review}", _("Tell me by direct message"))
        await interaction.response.send_message(view=bare(words, row(button)), ephemeral=True)
        bot.dispatch(REVIEW_ADDED, guild_id, review)


class TellMe(Control, template=r"sg1:dm:(?P<review>\d+)"):
    """Asks for a direct message when it is decided."""

    async def press(self, interaction: Interaction) -> None:
        """Remember that."""
        await interaction.client.store.reviews.set_wants_dm(int(self.state["review"]), interaction.user.id)
        words = _("Thank you. I send you a direct message when the moderators have decided.")
        await interaction.response.edit_message(view=bare(words))


CONTROLS: Final = (TellMe,)
FORMS: Final = (SuggestForm,)
