"""The queue of suggestions and reports: shown, decided, announced."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import discord
from discord import ui

from bot.client import FanBot, Interaction
from bot.events import REVIEW_DECIDED
from bot.locale import _
from bot.show.edits import Item, Kind, nearest
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import plain
from bot.store.reviews import Review
from bot.ui.editing.access import EditorControl, answer, desk_of, finished_words, require_editor
from bot.ui.editing.cards import Desk, dialog, gate_words
from bot.ui.editing.forms import FORMS_OF, FactForm
from bot.ui.editing.saving import attempt
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import bare, row
from bot.ui.reviews.cards import decided_card, review_card, source_of
from bot.ui.trivia.cards import reported_lines


async def show_review(
    interaction: Interaction, guild_id: int, review: Review | None, through: Episode = PREMISE
) -> None:
    """Answer with one of the queue, or with that there is none; ask first where it lies beyond what they have seen."""
    bot = interaction.client
    if review is None:
        await answer(interaction, bare(_("No suggestions are waiting.")))
        return
    if review.state != "open":
        await answer(interaction, decided_card(review, await desk_of(interaction, through)))
        return
    desk = await desk_of(interaction, through)
    waiting = await bot.store.reviews.waiting(bot.show.id, guild_id)
    number = next((n for n, each in enumerate(waiting, 1) if each.id == review.id), 1)
    later = ReviewAct.button(f"rv1:later:{review.id}:0", _("Later"))
    if not desk.sees(review.revealed_in):
        gate = review.revealed_in
        yes = ReviewAct.button(
            f"rv1:show:{review.id}:{gate.ordinal}", _("Yes, open it"), style=discord.ButtonStyle.danger
        )
        title = _("Open something of {episode}?").format(episode=gate_words(gate, desk.first))
        words = finished_words(desk) + " " + _("You will see what it tells. Your progress stays where it is.")
        view = dialog(title, words, controls=[row(yes, later)], caution=True)
        await answer(interaction, view)
        return
    place = _("{number} of {waiting} waiting").format(number=number, waiting=len(waiting))
    await answer(interaction, await card_of(bot, guild_id, review, desk, through, place, [later]))


async def card_of(
    bot: FanBot, guild_id: int, review: Review, desk: Desk, through: Episode, place: str, more: Sequence[ui.Item[Any]]
) -> ui.LayoutView:
    """All that it says, and what can be done with it."""
    at = f"{review.id}:{through.ordinal}"
    near = await _near(bot, guild_id, review, desk)
    buttons: list[ui.Item[Any]] = [
        ReviewAct.button(f"rv1:approve:{at}", _("Approve"), style=discord.ButtonStyle.primary),
        ReviewAct.button(f"rv1:edit:{at}", _("Edit and approve")),
    ]
    if review.correction and near is not None:
        buttons.append(ReviewAct.button(f"rv1:near:{at}:{near.id}", _("Correct the close one")))
    buttons.append(ReviewAct.button(f"rv1:reject:{at}", _("Reject")))
    also = await bot.store.reviews.also_by(review.id)
    round_ = await bot.store.rounds.report(review.id, desk.scope.clear)
    asked = reported_lines(*round_, desk.scope) if round_ else []
    return review_card(review, also, near, desk, [row(*buttons, *more)], asked, place)


async def _near(bot: FanBot, guild_id: int, review: Review, desk: Desk) -> Item | None:
    """What a report is about; for a suggestion the nearest that we have, as far as the moderator sees."""
    if review.target_id is not None:
        return await bot.store.edits.item(bot.show.id, guild_id, _kind(review), review.target_id)
    texts = await bot.store.edits.texts(bot.show.id, guild_id, "fact", desk.scope.clear)
    near = nearest(review.text, texts, at_least=65)
    return await bot.store.edits.item(bot.show.id, guild_id, "fact", near[0]) if near else None


def _kind(review: Review) -> Kind:
    return "question" if review.kind == "question report" else "fact"


async def _next(interaction: Interaction, guild_id: int, after: int) -> None:
    """The one that waits behind another, and from the end the first again."""
    waiting = await interaction.client.store.reviews.waiting(interaction.client.show.id, guild_id)
    ids = [each.id for each in waiting]
    place = (ids.index(after) + 1) % len(ids) if after in ids else 0
    await show_review(interaction, guild_id, waiting[place] if waiting else None)


class ReviewOpen(EditorControl, template=r"rv1:open:(?P<review>\d+)"):
    """Stands on the card in the review channel."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Open it privately."""
        await show_review(interaction, guild_id, await _get(interaction, guild_id, self.state["review"]))


class ReviewAct(
    EditorControl,
    template=r"rv1:(?P<do>show|approve|edit|near|reject|later):(?P<review>\d+):(?P<through>\d+)(?::(?P<near>\d+))?",
):
    """What a moderator does with one of the queue."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Do it, if nobody was first."""
        bot, through = interaction.client, Episode.from_ordinal(int(self.state["through"]))
        review = await _get(interaction, guild_id, self.state["review"])
        do = self.state["do"]
        if do == "later":
            await _next(interaction, guild_id, int(self.state["review"]))
            return
        desk = await desk_of(interaction, through)
        # A card in a channel may be further than who presses on it.
        if review is None or review.state != "open" or do == "show" or not desk.sees(review.revealed_in):
            await show_review(interaction, guild_id, review, through)
        elif do == "reject":
            await RejectForm.reopen(interaction, {"review": str(review.id)}, {})
        elif do == "near":
            item = await bot.store.edits.item(bot.show.id, guild_id, "fact", int(self.state["near"] or 0))
            if item is None:
                await show_review(interaction, guild_id, review, through)
            else:
                # What stands there, with the words of the suggestion in it.
                suggested = _values(review, desk)
                said = {key: suggested[key] for key in ("text", "revealed_in", "topic")}
                yes = partial(_yes, f"near:{review.id}", more=f":{item.id}")
                await FactForm.edit(interaction, item, through, review.id, instead=said, yes=yes)
        elif review.kind == "suggestion":
            values = _values(review, desk)
            state = {
                "item": "0", "revision": "0", "through": str(through.ordinal), "review": str(review.id), "why": "",
            }  # fmt: skip
            if do == "edit":
                await FactForm.reopen(interaction, state, values)
            else:
                await attempt(interaction, FactForm, state, values)
        elif do == "edit":
            kind = _kind(review)
            item = await bot.store.edits.item(bot.show.id, guild_id, kind, review.target_id or 0)
            if item is None:
                await answer(
                    interaction,
                    bare(
                        _("What it is about is gone. Approve or reject it as it is, with {review}.").format(
                            review=bot.mention("review")
                        )
                    ),
                )
            else:
                yes = partial(_yes, f"edit:{review.id}")
                await FORMS_OF[kind].edit(interaction, item, through, review.id, yes=yes)
        else:
            await _decide(interaction, guild_id, review, "approved", "")


def _yes(act: str, through: Episode, more: str = "") -> ReviewAct:
    """Does it for a moderator who agreed to see `through`."""
    return ReviewAct.button(f"rv1:{act}:{through.ordinal}{more}", _("Yes, open it"), style=discord.ButtonStyle.danger)


async def _get(interaction: Interaction, guild_id: int, review_id: str) -> Review | None:
    return await interaction.client.store.reviews.review(guild_id, int(review_id))


def _values(review: Review, desk: Desk) -> dict[str, str]:
    """A suggestion as the form of a fact has it."""
    return {
        "text": review.text.reveal(),
        "revealed_in": str(review.revealed_in.ordinal),
        "topic": review.topic,
        "sources": source_of(review, desk),
        "about": review.about.label(desk.scope),
    }


async def _decide(interaction: Interaction, guild_id: int, review: Review, decision: Any, reason: str) -> None:
    bot = interaction.client
    decided = await bot.store.reviews.decide(
        guild_id, review.id, decision, by=interaction.user.id, at=discord.utils.utcnow(), reason=reason
    )
    await show_review(interaction, guild_id, await bot.store.reviews.review(guild_id, review.id))
    if decided:
        bot.dispatch(REVIEW_DECIDED, guild_id, review.id)


class RejectForm(Form):
    """Why something is not taken up."""

    template = re.compile(r"rx1:(?P<review>\d+)")

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """One field."""
        form = cls(f"rx1:{state['review']}", _("Reject"))
        form.add_text(
            "why", _("Reason"), longest=300, long=True, value=values.get("why", ""),
            hint=_("Whoever sent it reads this, however far they have watched: tell no story"),
        )  # fmt: skip
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Decide it, if nobody was first."""
        guild_id = await require_editor(interaction)
        review = await _get(interaction, guild_id, state["review"])
        if review is None or review.state != "open":
            await show_review(interaction, guild_id, review)
        else:
            await _decide(interaction, guild_id, review, "rejected", plain(values["why"], 300))


CONTROLS: Final = (
    ReviewOpen,
    ReviewAct,
)
FORMS: Final = (RejectForm,)
