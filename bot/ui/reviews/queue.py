"""The queue of suggestions and reports: which of them a moderator is shown, and with what."""

from bot.client import FanBot, Interaction
from bot.locale import _
from bot.show.edits import Item, Kind, nearest
from bot.show.episodes import PREMISE, Episode
from bot.store.reviews import Review
from bot.ui.editing.access import desk_of
from bot.ui.editing.desk import Desk
from bot.ui.kit.layout import unbroken
from bot.ui.kit.replies import reply, say
from bot.ui.reviews.cards import ReviewPage, ask_to_show, decided_card, review_card
from bot.ui.trivia.cards import reported_lines


async def show_review(
    interaction: Interaction, guild_id: int, review: Review | None, through: Episode = PREMISE
) -> None:
    """Answer with one of the queue, or with that there is none; ask first where it lies beyond what they have seen."""
    bot = interaction.client
    if review is None:
        await say(interaction, _("No suggestions are waiting."))
        return
    desk = await desk_of(interaction, through)
    if review.state != "open":
        waiting = await bot.store.reviews.waiting(bot.show.id, guild_id)
        await reply(interaction, decided_card(review, desk, more=bool(waiting)))
    elif not desk.sees(review.revealed_in):
        await reply(interaction, ask_to_show(review, desk))
    else:
        waiting = await bot.store.reviews.waiting(bot.show.id, guild_id)
        number = next((n for n, each in enumerate(waiting, 1) if each.id == review.id), 1)
        place = _("{number} of {waiting} waiting").format(number=number, waiting=len(waiting))
        if len(waiting) == 1:
            place = _("the last one waiting")
        page = await page_of(bot, guild_id, review, desk)
        await reply(interaction, review_card(page, desk, through, unbroken(place)))


async def show_first(interaction: Interaction, guild_id: int) -> None:
    """Answer with the first of the queue."""
    waiting = await interaction.client.store.reviews.waiting(interaction.client.show.id, guild_id)
    await show_review(interaction, guild_id, waiting[0] if waiting else None)


async def show_next(interaction: Interaction, guild_id: int, after: int) -> None:
    """Answer with the one that waits behind another, and from the end with the first again."""
    bot = interaction.client
    waiting = await bot.store.reviews.waiting(bot.show.id, guild_id)
    ids = [each.id for each in waiting]
    if ids == [after]:
        words = _("Nothing else is waiting. {review} opens it again.")
        await say(interaction, words.format(review=bot.mention("review")))
        return
    place = (ids.index(after) + 1) % len(ids) if after in ids else 0
    await show_review(interaction, guild_id, waiting[place] if waiting else None)


async def page_of(bot: FanBot, guild_id: int, review: Review, desk: Desk) -> ReviewPage:
    """All that the card of one of the queue tells."""
    near = await _near(bot, guild_id, review, desk)
    also_by = await bot.store.reviews.also_by(review.id)
    round_ = await bot.store.rounds.report(review.id, desk.scope.clear)
    return ReviewPage(review, also_by, near, reported_lines(*round_, desk.scope) if round_ else [])


def kind_of(review: Review) -> Kind:
    """What it is about, or would become."""
    return "question" if review.kind == "question report" or review.question is not None else "fact"


async def _near(bot: FanBot, guild_id: int, review: Review, desk: Desk) -> Item | None:
    """What a report is about; for a suggestion the nearest that we have, as far as the moderator sees."""
    if review.target_id is not None:
        return await bot.store.edits.item(bot.show.id, guild_id, kind_of(review), review.target_id)
    kind = kind_of(review)
    texts = await bot.store.edits.texts(bot.show.id, guild_id, kind, desk.scope.clear)
    near = nearest(review.text, texts, at_least=65)
    return await bot.store.edits.item(bot.show.id, guild_id, kind, near[0]) if near else None
