"""What a member suggested goes into the queue, and they are thanked: the same whatever the store and the queue hold."""

from collections.abc import Sequence

import discord

from bot.client import Interaction
from bot.errors import FormRefusedError
from bot.events import REVIEW_ADDED
from bot.locale import _
from bot.show.episodes import Episode
from bot.show.text_rules import NOBODY, Broken, broken_rules, broken_source
from bot.store.reviews import NewReview
from bot.ui.editing.words import broken_words
from bot.ui.kit.controls import button
from bot.ui.kit.layout import bare, row
from bot.ui.kit.queue import put_in_queue, queue_of, thanks
from bot.ui.kit.replies import reply_anew
from bot.ui.reviews.ids import TellByMessageId


def check_typed(
    interaction: Interaction, gate: Episode, told: Sequence[tuple[str, str]], source: str, more: Sequence[Broken] = ()
) -> None:
    """Check texts of these kinds, as typed, against the rules for texts; `more` are rules found broken already.

    It depends on what was typed alone, never on what we know.

    Raises:
        FormRefusedError: with every rule that is broken.
    """
    broken = [each for kind, words in told for each in broken_rules(words, kind, gate, NOBODY)]
    broken += [*more, *(broken_source(source) if source else ())]
    if broken:
        first = interaction.client.show.episodes[0]
        raise FormRefusedError("\n".join(broken_words(each, gate, first) for each in broken))


def new_suggestion(interaction: Interaction, text: str, source: str, gate: Episode, topic: str) -> NewReview:
    """What every suggestion says."""
    return NewReview(
        "suggestion",
        show_id=interaction.client.show.id,
        guild_id=queue_of(interaction),
        author_id=interaction.user.id,
        target_id=None,
        text=text,
        source=source,
        at=discord.utils.utcnow(),
        revealed_in=gate,
        topic=topic,
    )


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
