"""“Tag as spoiler”: a message is put behind a label, and the original removed only once that stands."""

import logging
from dataclasses import dataclass
from typing import Literal, TypeAlias

import discord

from bot import failures
from bot.client import Interaction
from bot.errors import BotNotAllowedError, NotAllowedError
from bot.locale import _, sentences
from bot.show.episodes import Episode
from bot.store.posts import NewPost, PendingTag, PostStore, Written
from bot.ui.kit.phrases import Mentions
from bot.ui.kit.replies import publicly
from bot.ui.posts.cards import post_card, posted_by
from bot.ui.posts.messages import load_again
from bot.ui.posts.sending import channel_of, send_post, too_large
from bot.viewer import require

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tagged:
    """It stands behind its label; not `is_gone` where nobody knows whether the original was deleted."""

    episode: Episode
    is_gone: bool
    own_post: int | None = None  # where its author tagged it: they can take that back


Untagged: TypeAlias = Literal[
    "carries what cannot be carried",
    "empty",
    "too large",
    "file not loaded",
    "tagged already",
    "author keeps nothing",
    "deleted meanwhile",
]
"""Why nothing was tagged."""


def tag_words(outcome: Tagged | Untagged, bot: Mentions) -> str:
    """What whoever tagged a message hears."""
    match outcome:
        case Tagged():
            tagged = _("Tagged as spoilers through {episode}.").format(episode=outcome.episode)
            if outcome.is_gone:
                return sentences(tagged, _("The original is gone."))
            return sentences(tagged, _("Discord had trouble just now: check that the original is gone, or delete it."))
        case "carries what cannot be carried":
            why = _("I can’t carry over stickers, polls or forwarded messages, so this message stays as it is.")
        case "empty":
            why = _("This message has no text and no file that I could put behind a label.")
        case "too large":
            why = _("The files are larger than I may upload here, so this message stays as it is.")
        case "file not loaded":
            why = _("I couldn’t load a file of this message, so nothing changed.")
        case "tagged already":
            why = _("This message is tagged already.")
        case "author keeps nothing":
            return _(
                "I may keep nothing of whoever wrote this, so it can’t go behind a label. You can delete it instead."
            )
        case "deleted meanwhile":
            why = _("The message is gone, so there’s nothing to tag.")
    return sentences(why, _("{post} posts your own words behind a label.").format(post=bot.mention("spoiler post")))


def check_may_tag(interaction: Interaction, author_id: int, *, has_files: bool) -> None:
    """The author and moderators may; the bot needs what it does."""
    if interaction.user.id != author_id and not interaction.permissions.manage_messages:
        raise NotAllowedError("manage_messages")
    needs = ["view_channel", "read_message_history", "send_messages", "manage_messages"]
    require(interaction, *needs, *(["attach_files"] if has_files else []))


def why_not(interaction: Interaction, message: discord.Message) -> Untagged | None:
    """Why a message cannot be put behind a label whole."""
    sizes = [each.size for each in message.attachments]
    if message.stickers or message.poll or message.message_snapshots:
        return "carries what cannot be carried"
    if not message.content.strip() and not sizes:
        return "empty"
    if too_large(interaction, sizes):
        return "too large"
    return None


async def tag_message(interaction: Interaction, pending: PendingTag, episode: Episode) -> Tagged | Untagged:
    """Post what the message said behind a label, then delete it. Whatever fails, the original stays.

    Raises:
        BotNotAllowedError: the bot may not post here, or not delete the message.
        failures.ERRORS: Discord did not take the post, or would not delete the message.
    """
    bot, posts = interaction.client, interaction.client.store.posts
    assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
    assert interaction.channel_id is not None, "a message stands in a channel"  # noqa: S101  says why it holds
    try:
        files = [await load_again(bot, each, number) for number, each in enumerate(pending.files, 1)]
    except failures.ERRORS:
        return "file not loaded"
    post_id = await posts.add_post(NewPost(
        bot.show.id, interaction.guild_id, interaction.channel_id, pending.author_id, episode,
        Written("", pending.text), discord.utils.utcnow(),
        tagged_by=interaction.user.id, original_id=pending.original_id,
    ))  # fmt: skip
    if post_id is None:
        return "tagged already"
    is_own = interaction.user.id == pending.author_id
    with await publicly(interaction):
        by = posted_by(pending.author_name, None if is_own else interaction.user.display_name)
        view = post_card(post_id, episode, "", by, files)
    card = await send_post(interaction, view, files, post_id)
    try:
        await channel_of(interaction).get_partial_message(pending.original_id).delete()
    except failures.ERRORS as error:
        outcome = await _after_no_deletion(error, episode, post_id, card, posts)
    else:
        outcome = Tagged(episode, is_gone=True, own_post=post_id if is_own else None)
    await posts.forget_pending(pending.id)
    return outcome


async def _after_no_deletion(
    error: Exception, episode: Episode, post_id: int, card: discord.Message, posts: PostStore
) -> Tagged | Untagged:
    """Let either the original or its card stand, as far as anybody knows which there is."""
    if not failures.refused(error):
        # It may be gone, and then this card is all that is left of it.
        return Tagged(episode, is_gone=False)
    await _take_back(card, post_id, posts)
    if isinstance(error, discord.NotFound):
        return "deleted meanwhile"
    if isinstance(error, discord.Forbidden):
        raise BotNotAllowedError(["manage_messages"]) from error
    raise error


async def _take_back(card: discord.Message, post_id: int, posts: PostStore) -> None:
    """The original stays, so its card goes; as long as that stands it can be read."""
    try:
        await card.delete()
    except failures.ERRORS as error:
        log.warning("the card of a message that stays could not be deleted: %s", failures.reason(error))
        if not isinstance(error, discord.NotFound):
            return
    await posts.forget_post(post_id)
