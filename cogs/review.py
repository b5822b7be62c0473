"""/review: the queue of suggestions and reports, for moderators to decide."""

import asyncio
import logging
from collections import Counter
from typing import Final

import discord
from discord import app_commands, ui
from discord.ext import commands, tasks

from bot import failures
from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.store.reviews import Review
from bot.ui.editing.access import desk_in, post, require_editor
from bot.ui.editing.releases import tell_of_release
from bot.ui.kit.layout import bare, row
from bot.ui.reviews.cards import decided_card, erased_card, outcome_words, waiting_card
from bot.ui.reviews.queue import ReviewOpen, card_of, show_review

log = logging.getLogger(__name__)

_AT_ONCE: Final = 5  # cards that the sweep posts in one server


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
        await show_review(interaction, guild_id, waiting[0] if waiting else None)

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
    async def on_facts_changed(self, guild_id: int) -> None:
        """What a card is about may be told later by now, or no more."""
        await self._redraw_outdated(guild_id)

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

    async def _redraw_outdated(self, only: int | None = None) -> None:
        for guild_id, review_id in await self.bot.store.reviews.outdated_cards(self.bot.show.id, only):
            if self.bot.get_guild(guild_id) is not None:
                await self._redraw(guild_id, review_id)

    async def _redraw(self, guild_id: int, review_id: int) -> None:
        """Let its card show what was decided, and no more story than its channel goes."""
        review = await self.bot.store.reviews.review(guild_id, review_id)
        if review is None or review.channel_id is None or review.message_id is None:
            return
        view, through = await self._drawn(guild_id, review, review.channel_id)
        drawn, shown = self.bot.caches.drawn, hash(str(view.to_components()))
        if drawn.get(review_id) == shown:
            return  # it stands there like this
        if await self._edit(guild_id, review.channel_id, review.message_id, view):
            drawn.set(review_id, shown)
            await self.bot.store.reviews.set_drawn(review_id, review.state, through)

    async def _drawn(self, guild_id: int, review: Review, channel_id: int) -> tuple[ui.LayoutView, Episode]:
        """The card in the review channel as it is now, and through which episode it may tell story."""
        desk = await desk_in(self.bot, guild_id, channel_id)
        sees = desk.sees(review.revealed_in)
        through = desk.scope.clear if sees else PREMISE
        if review.state != "open":
            return decided_card(review, desk, public=True), through
        if sees:
            return await card_of(self.bot, guild_id, review, desk, PREMISE, "", ()), through
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


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(ReviewCog(bot))
