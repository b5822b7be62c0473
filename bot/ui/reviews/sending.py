"""What a member suggested goes into the queue, and they are thanked: the same whatever the store and the queue hold."""

from bot.client import Interaction
from bot.events import REVIEW_ADDED
from bot.locale import _
from bot.store.reviews import NewReview
from bot.ui.kit.controls import button
from bot.ui.kit.layout import bare, row
from bot.ui.kit.queue import put_in_queue, thanks
from bot.ui.kit.replies import reply_anew
from bot.ui.reviews.ids import TellByMessageId


async def send(interaction: Interaction, new: NewReview) -> None:
    """Keep it and say thanks; where moderators read it, offer a direct message about what they decide."""
    review = await put_in_queue(interaction, new)
    if new.guild_id is None:
        await reply_anew(interaction, bare(thanks(interaction)))
        return
    words = _(
        "Thanks. The moderators will read it, and I’ll tell you what they decide when you next use me. If it’s accepted, "
        "you’re credited under **Sources**."
    )
    if new.question is not None:
        words = _("Thanks. The moderators will read it, and I’ll tell you what they decide when you next use me.")
    tell = button(TellByMessageId(review), _("Tell me by direct message"))
    await reply_anew(interaction, bare(words, row(tell)))
    interaction.client.dispatch(REVIEW_ADDED, new.guild_id, review)
