"""/review: the queue of suggestions and reports, for moderators to decide."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import discord
from discord import app_commands, ui
from discord.ext import commands, tasks

from bot import failures
from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.edits import Item, Kind, nearest
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import plain
from bot.store.reviews import Review
from bot.ui.editing.access import EditorControl, answer, desk_in, desk_of, finished_words, post, require_editor
from bot.ui.editing.cards import Desk, dialog, gate_words
from bot.ui.editing.forms import FORMS_OF, FactForm
from bot.ui.editing.releases import tell_of_release
from bot.ui.editing.saving import attempt
from bot.ui.kit.controls import Control
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import bare, row
from bot.ui.reviews.cards import decided_card, erased_card, outcome_words, review_card, source_of, waiting_card
from bot.ui.trivia.cards import reported_lines

log = logging.getLogger(__name__)

_AT_ONCE: Final = 5  # cards that the sweep posts in one server


async def _show(interaction: Interaction, guild_id: int, review: Review | None, through: Episode = PREMISE) -> None:
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
    await answer(interaction, await _card(bot, guild_id, review, desk, through, place, [later]))


async def _card(
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
    await _show(interaction, guild_id, waiting[place] if waiting else None)


class ReviewOpen(EditorControl, template=r"rv1:open:(?P<review>\d+)"):
    """Stands on the card in the review channel."""

    async def act(self, interaction: Interaction, guild_id: int) -> None:
        """Open it privately."""
        await _show(interaction, guild_id, await _get(interaction, guild_id, self.state["review"]))


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
            await _show(interaction, guild_id, review, through)
        elif do == "reject":
            await RejectForm.reopen(interaction, {"review": str(review.id)}, {})
        elif do == "near":
            item = await bot.store.edits.item(bot.show.id, guild_id, "fact", int(self.state["near"] or 0))
            if item is None:
                await _show(interaction, guild_id, review, through)
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
    await _show(interaction, guild_id, await bot.store.reviews.review(guild_id, review.id))
    if decided:
        bot.dispatch("review_decided", guild_id, review.id)


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
            await _show(interaction, guild_id, review)
        else:
            await _decide(interaction, guild_id, review, "rejected", plain(values["why"], 300))


class ReviewCog(commands.Cog):
    """The queue, its cards in the review channel, and who hears of what was decided."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot
        self._posting = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._told_of_release = False  # a pack changes only before a start

    async def cog_load(self) -> None:
        """Called by discord.py."""
        self.sweep.start()

    async def cog_unload(self) -> None:
        """Called by discord.py."""
        self.sweep.cancel()

    @app_commands.command(description="Decide what members suggest and report")
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def review(self, interaction: Interaction) -> None:
        """Show the first of the queue."""
        guild_id = await require_editor(interaction)
        waiting = await self.bot.store.reviews.waiting(self.bot.show.id, guild_id)
        await _show(interaction, guild_id, waiting[0] if waiting else None)

    @commands.Cog.listener()
    async def on_review_added(self, guild_id: int | None, review_id: int) -> None:
        """Post its card; what was joined to another one has none of its own."""
        if guild_id is not None:
            await self._announce(guild_id, review_id)

    @commands.Cog.listener()
    async def on_review_decided(self, guild_id: int, review_id: int) -> None:
        """Close the card, and write to those who asked for it."""
        await self._redraw(guild_id, review_id)
        await self._write_outcomes()

    @commands.Cog.listener()
    async def on_ceiling_changed(self) -> None:
        """No card says more than its channel goes."""
        await self._redraw_outdated()

    @commands.Cog.listener()
    async def on_member_forgotten(self) -> None:
        """Empty their cards at once."""
        await self._empty_cards()

    @tasks.loop(minutes=10)
    async def sweep(self) -> None:
        """Do once more what could not be done when it was due. Where one step fails the others are still made."""
        steps = (
            self._empty_cards, self._announce_waiting, self._redraw_outdated, self._write_outcomes, self._tell_of_release,
        )  # fmt: skip
        for step in steps:
            try:
                await step()
            except Exception:
                log.exception("the sweep of reviews failed; the next try is in ten minutes")

    @sweep.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()

    async def _tell_of_release(self) -> None:
        if not self._told_of_release:
            self._told_of_release = await tell_of_release(self.bot)

    async def _empty_cards(self) -> None:
        reviews = self.bot.store.reviews
        for guild_id, channel_id, message_id in await reviews.stranded_cards():
            if await self._edit(guild_id, channel_id, message_id, erased_card()):
                await reviews.forget_stranded(message_id)

    async def _edit(self, guild_id: int, channel_id: int, message_id: int, view: ui.LayoutView) -> bool:
        """Change a card; False where that is to be tried again, and not where it is out of reach for good."""
        try:
            channel = self.bot.get_partial_messageable(channel_id, guild_id=guild_id)
            await channel.get_partial_message(message_id).edit(view=view)
        except failures.ERRORS as error:
            log.warning("a card of a review in server %s could not be edited: %s", guild_id, failures.reason(error))
            return failures.out_of_reach(error)
        return True

    async def _announce_waiting(self) -> None:
        """Post the cards that nobody posted, a few in each server at a time."""
        tried: Counter[int] = Counter()
        for guild_id, review_id in await self.bot.store.reviews.without_card(self.bot.show.id):
            tried[guild_id] += 1
            if tried[guild_id] <= _AT_ONCE and self.bot.get_guild(guild_id) is not None:
                await self._announce(guild_id, review_id)

    async def _announce(self, guild_id: int, review_id: int) -> None:
        # One at a time, so that whoever comes second sees the card of the first.
        async with self._posting:
            channel_id = (await self.bot.store.guilds.settings(guild_id)).review_channel
            waiting = await self.bot.store.reviews.waiting(self.bot.show.id, guild_id)
            review = next((each for each in waiting if each.id == review_id and each.message_id is None), None)
            if channel_id is None or review is None:
                return
            view, through = await self._drawn(guild_id, review, channel_id)
            # Discord drops a second message with the same nonce: a killed process may have posted this one already.
            message = await post(self.bot, guild_id, channel_id, view, nonce=f"{review_id}r")
            if message is not None:
                await self.bot.store.reviews.set_card(review_id, channel_id, message.id, through)

    async def _redraw_outdated(self) -> None:
        for guild_id, review_id in await self.bot.store.reviews.outdated_cards(self.bot.show.id):
            if self.bot.get_guild(guild_id) is not None:
                await self._redraw(guild_id, review_id)

    async def _redraw(self, guild_id: int, review_id: int) -> None:
        """Let its card show what was decided, and no more story than its channel goes."""
        review = await self.bot.store.reviews.review(guild_id, review_id)
        if review is None or review.channel_id is None or review.message_id is None:
            return
        view, through = await self._drawn(guild_id, review, review.channel_id)
        if await self._edit(guild_id, review.channel_id, review.message_id, view):
            await self.bot.store.reviews.set_drawn(review_id, review.state, through)

    async def _drawn(self, guild_id: int, review: Review, channel_id: int) -> tuple[ui.LayoutView, Episode]:
        """The card in the review channel as it is now, and through which episode it may tell story."""
        desk = await desk_in(self.bot, guild_id, channel_id)
        sees = desk.sees(review.revealed_in)
        through = desk.scope.clear if sees else PREMISE
        if review.state != "open":
            return decided_card(review, desk, public=True), through
        if sees:
            return await _card(self.bot, guild_id, review, desk, PREMISE, "", ()), through
        return waiting_card(review, [row(ReviewOpen.button(f"rv1:open:{review.id}", _("Open")))]), through

    async def _write_outcomes(self) -> None:
        """Write to everybody who asked for it; who takes no messages hears of it at their next command."""
        reviews = self.bot.store.reviews
        async with self._writing:
            for review in await reviews.to_write():
                words = outcome_words(review)
                try:
                    channel = await self.bot.create_dm(discord.Object(review.author_id))
                    await channel.send(view=bare(words), nonce=f"{review.id}d")
                except failures.ERRORS as error:
                    if failures.refused(error):
                        await reviews.set_untold(review.id)
                    else:
                        log.warning("a direct message is sent again later: %s", failures.reason(error))
                else:
                    await reviews.set_told(review.id)


CONTROLS: tuple[type[Control], ...] = (ReviewOpen, ReviewAct)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    bot.add_dynamic_items(*CONTROLS)
    bot.add_forms(RejectForm)
    await bot.add_cog(ReviewCog(bot))
