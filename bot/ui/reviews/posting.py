"""The cards of the queue in review channels, and direct messages about what was decided: posted, kept right, made up for."""

import asyncio
import logging
from collections import Counter
from typing import Final

import discord
from discord import ui

from bot import failures
from bot.client import FanBot
from bot.language import speaking
from bot.locale import _, sentences
from bot.show.episodes import PREMISE, Episode
from bot.store.reviews import Review
from bot.ui.editing.access import desk_in, post
from bot.ui.editing.desk import Desk
from bot.ui.kit.layout import bare
from bot.ui.reviews.cards import decided_card, erased_card, outcome_words, review_card, waiting_card
from bot.ui.reviews.queue import page_of

log = logging.getLogger(__name__)

_AT_ONCE: Final = 5  # cards that the sweep posts in one server


class ReviewPosts:
    """What the bot writes by itself about suggestions and reports."""

    def __init__(self, bot: FanBot) -> None:
        self._bot = bot
        self._posting = asyncio.Lock()
        self._writing = asyncio.Lock()

    async def announce(self, guild_id: int, review_id: int) -> None:
        """Post the card of one that waits, unless it has one; what was joined to another one has none of its own."""
        store, show = self._bot.store, self._bot.show
        # One at a time, so that whoever comes second sees the card of the first.
        async with self._posting:
            channel_id = (await store.guilds.settings(guild_id)).review_channel
            waiting = await store.reviews.waiting(show.id, guild_id)
            review = next((each for each in waiting if each.id == review_id and each.message_id is None), None)
            if channel_id is None or review is None:
                return
            view, through = await self._drawn(guild_id, review, channel_id)
            # Discord drops a second message with the same nonce: a killed process may have posted this one already.
            message = await post(self._bot, guild_id, channel_id, view, nonce=f"{review_id}r")
            if message is not None:
                await store.reviews.set_card(review_id, channel_id, message.id, through)

    async def announce_waiting(self) -> None:
        """Post the cards that nobody posted, a few in each server at a time."""
        tried: Counter[int] = Counter()
        for guild_id, review_id in await self._bot.store.reviews.without_card(self._bot.show.id):
            tried[guild_id] += 1
            if tried[guild_id] <= _AT_ONCE and self._bot.get_guild(guild_id) is not None:
                await self.announce(guild_id, review_id)

    async def redraw(self, guild_id: int, review_id: int) -> None:
        """Let its card show what was decided, and no more story than its channel goes."""
        review = await self._bot.store.reviews.review(guild_id, review_id)
        if review is None or review.channel_id is None or review.message_id is None:
            return
        view, through = await self._drawn(guild_id, review, review.channel_id)
        drawn, shown = self._bot.caches.drawn, hash(str(view.to_components()))
        if drawn.get(review_id) == shown:
            return  # it stands there like this
        if await self._edit(guild_id, review.channel_id, review.message_id, view):
            drawn.set(review_id, shown)
            await self._bot.store.reviews.set_drawn(review_id, review.state, through)

    async def redraw_outdated(self, only: int | None = None) -> None:
        """Redraw every card that may say something else than it should now, in the server `only` or in all."""
        for guild_id, review_id in await self._bot.store.reviews.outdated_cards(self._bot.show.id, only):
            if self._bot.get_guild(guild_id) is not None:
                await self.redraw(guild_id, review_id)

    async def empty_stranded(self) -> None:
        """Empty the cards of members who had everything of theirs deleted."""
        reviews = self._bot.store.reviews
        for guild_id, channel_id, message_id in await reviews.stranded_cards():
            if await self._edit(guild_id, channel_id, message_id, erased_card()):
                await reviews.forget_stranded(message_id)

    async def write_outcomes(self) -> None:
        """Write to everybody who asked for it; who takes no messages hears of it at their next command."""
        reviews = self._bot.store.reviews
        async with self._writing:
            for review in await reviews.to_write():
                if not self._bot.cluster.shards.hold(review.guild_id):
                    continue  # another process has its server, and would write as well
                try:
                    channel = await self._bot.create_dm(discord.Object(review.author_id))
                    await channel.send(view=bare(self._outcome(review)), nonce=f"{review.id}d")
                except failures.ERRORS as error:
                    if failures.refused(error):
                        await reviews.set_untold(review.id)
                    else:
                        log.warning("a direct message is sent again later: %s", failures.reason(error))
                else:
                    await reviews.set_told(review.id)

    def _outcome(self, review: Review) -> str:
        """What its author hears in a direct message, where no button leads back to the server."""
        words = outcome_words(review)
        if not review.asked:
            return words
        answer = _("Answer in the server with {suggest}.").format(suggest=self._bot.mention("suggest"))
        return sentences(words, answer)

    async def _drawn(self, guild_id: int, review: Review, channel_id: int) -> tuple[ui.LayoutView, Episode]:
        """The card in the review channel as it is now, and through which episode it may tell story."""
        with speaking(await self._bot.server_language(guild_id)):
            return await self._made(guild_id, review, await desk_in(self._bot, guild_id, channel_id))

    async def _made(self, guild_id: int, review: Review, desk: Desk) -> tuple[ui.LayoutView, Episode]:
        sees = desk.sees(review.revealed_in)
        through = desk.scope.clear if sees else PREMISE
        if review.state != "open":
            return decided_card(review, desk, public=True), through
        if not sees:
            return waiting_card(review), through
        return review_card(await page_of(self._bot, guild_id, review, desk), desk), through

    async def _edit(self, guild_id: int, channel_id: int, message_id: int, view: ui.LayoutView) -> bool:
        """Change a card; False where that is to be tried again, and not where it is out of reach for good."""
        try:
            channel = self._bot.get_partial_messageable(channel_id, guild_id=guild_id)
            await channel.get_partial_message(message_id).edit(view=view)
        except failures.ERRORS as error:
            log.warning("a card of a review in server %s could not be edited: %s", guild_id, failures.reason(error))
            return failures.out_of_reach(error)
        return True
