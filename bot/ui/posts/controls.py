"""A member's spoiler in its place: it is revealed to one reader at a time, and removed by its author or a moderator."""

import logging
from datetime import timedelta
from typing import Final

import discord

from bot import failures
from bot.client import Interaction
from bot.errors import NotAllowedError
from bot.locale import _
from bot.show.episodes import PREMISE
from bot.store.posts import SpoilerPost, Written
from bot.ui.kit.layout import bare
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import reply, reply_anew, say
from bot.ui.posts.cards import files_card, question_card, remove_card, removed_card, revealed_cards, tagged_words
from bot.ui.posts.ids import KeepPostId, ReadPostId, RemovePostId, RemovePostYesId, RevealPostId, TakeBackId
from bot.ui.posts.messages import files_of, take_down
from bot.viewer import Viewer

log = logging.getLogger(__name__)

TAKE_BACK: Final = timedelta(days=1)
"""How long the author of a message can take back that they tagged it."""


# ------------------------------------------------------------------------------------------------- reading


async def reveal_post(interaction: Interaction, pressed: RevealPostId) -> None:
    """Show it to whoever wrote it or is that far, and ask any other reader once."""
    bot, posts = interaction.client, interaction.client.store.posts
    post = await posts.post(interaction.guild_id, pressed.post)
    if post is None:
        await reply(interaction, removed_card())
        return
    if post.message_id is None and interaction.message is not None and interaction.channel_id == post.channel_id:
        # Nobody heard that it stands: Discord’s answer was lost. Here it does.
        await posts.set_message(post.id, interaction.message.id)
    viewer = await bot.viewer(interaction)
    consent = await posts.consent(bot.show.id, interaction.user.id, discord.utils.utcnow())
    if interaction.user.id == post.author_id or post.episode <= max(viewer.finished, consent or PREMISE):
        await _show_text(interaction, viewer, post)
    else:
        await reply(interaction, question_card(post, viewer, removable=_may_remove(interaction, post)))


async def read_post(interaction: Interaction, pressed: ReadPostId) -> None:
    """Show it in the place of the question."""
    bot, posts = interaction.client, interaction.client.store.posts
    post = await posts.post(interaction.guild_id, pressed.post)
    if post is None:
        await reply(interaction, removed_card())
        return
    if pressed.how == "calm":
        await posts.set_consent(bot.show.id, interaction.user.id, post.episode, discord.utils.utcnow())
    await _show_text(interaction, await bot.viewer(interaction), post)


async def keep_post(interaction: Interaction, _pressed: KeepPostId) -> None:
    """Say that it stays."""
    await say(interaction, _("The post stays where it is, for later."))


async def _show_text(interaction: Interaction, viewer: Viewer, post: SpoilerPost) -> None:
    """Show what a post says to a reader who finished its episode or confirmed it."""
    written = await interaction.client.store.posts.text(post.id, viewer.looking_ahead(post.episode))
    if written is None:
        await reply(interaction, removed_card())
        return
    first, *others = revealed_cards(post, written, removable=_may_remove(interaction, post))
    await reply(interaction, first)
    for view in others:
        await reply_anew(interaction, view)


# ------------------------------------------------------------------------------------------------ removing


async def ask_to_remove(interaction: Interaction, pressed: RemovePostId) -> None:
    """Ask first: it cannot be undone."""
    post = await interaction.client.store.posts.post(interaction.guild_id, pressed.post)
    if post is None:
        await reply(interaction, removed_card())
        return
    _check_may_remove(interaction, post)
    await reply(interaction, remove_card(post))


async def remove_post(interaction: Interaction, pressed: RemovePostYesId) -> None:
    """Delete the text, give that of a tagged message to whoever removed it, and take the card down."""
    bot, posts = interaction.client, interaction.client.store.posts
    post = await posts.post(interaction.guild_id, pressed.post)
    if post is not None:
        _check_may_remove(interaction, post)
    written = await posts.remove_post(interaction.guild_id, pressed.post)
    if post is None or written is None:
        await reply(interaction, removed_card())
        return
    if post.tagged:
        await _give_back(interaction, post, written)
    else:
        await reply(interaction, removed_card())
    await take_down(bot, post)


async def _give_back(interaction: Interaction, post: SpoilerPost, written: Written) -> None:
    """What a tagged message said and held, to whoever removed its card: nobody has it any more."""
    bot, viewer = interaction.client, await interaction.client.viewer(interaction)
    await say(interaction, _("This post was removed. Here is what it said, for you only."))
    # A moderator removes what they need not have seen: then it stands behind one more tap.
    hidden = post.episode > viewer.finished and interaction.user.id != post.author_id
    for view in revealed_cards(post, written, hidden=hidden):
        await reply_anew(interaction, view)
    try:
        files = await files_of(bot, post)
        if files:
            await reply_anew(interaction, files_card(files), files=files)
    except failures.ERRORS as error:
        log.warning("the files of a removed post could not be given back: %s", failures.reason(error))


async def take_back(interaction: Interaction, pressed: TakeBackId) -> None:
    """Remove the card of a message that its author tagged themselves, and give them their words; for a day."""
    post = await interaction.client.store.posts.post(interaction.guild_id, pressed.post)
    if post is None:
        await reply(interaction, removed_card())
    elif post.author_id != interaction.user.id or post.tagged_by_another:
        raise NotAllowedError("manage_messages")
    elif discord.utils.utcnow() - post.created_at > TAKE_BACK:
        await say(interaction, _("A tag can be taken back for a day. **Reveal to me** on the post lets you remove it."))
    else:
        await remove_post(interaction, RemovePostYesId(post.id))


async def tell_authors(interaction: Interaction) -> None:
    """Tell a member, beside whatever they asked for, that moderators tagged messages of theirs, and give them their words."""
    posts = interaction.client.store.posts
    for post, written in await posts.tell_author(interaction.user.id):
        try:
            first, *others = revealed_cards(post, written)
            await reply_anew(interaction, bare(tagged_words(post)))
            for view in (first, *others):
                await reply_anew(interaction, view)
        except failures.ERRORS as error:
            log.warning("an author did not hear of a tag: %s", failures.reason(error))
            await posts.set_untold(post.id)


def _may_remove(interaction: Interaction, post: SpoilerPost) -> bool:
    return interaction.user.id == post.author_id or interaction.permissions.manage_messages


def _check_may_remove(interaction: Interaction, post: SpoilerPost) -> None:
    if not _may_remove(interaction, post):
        raise NotAllowedError("manage_messages")


HANDLERS: Final[Handlers] = {
    RevealPostId: reveal_post,
    ReadPostId: read_post,
    KeepPostId: keep_post,
    RemovePostId: ask_to_remove,
    RemovePostYesId: remove_post,
    TakeBackId: take_back,
}
