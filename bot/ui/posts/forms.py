"""The forms behind /spoiler post and “Tag as spoiler”."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import discord

from bot import failures
from bot.client import Interaction
from bot.errors import EpisodeUnknownError, FormRefusedError, NotAllowedError
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import is_blank, plain
from bot.store.posts import CarriedFile, NewPost, Written
from bot.ui.kit.controls import button
from bot.ui.kit.episodes import add_gate, chosen_gate
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Upload, Values, uploads
from bot.ui.kit.layout import bare, message_link, row
from bot.ui.kit.links import WriteSpoilerId
from bot.ui.kit.presses import Handlers
from bot.ui.kit.replies import publicly, put_off, reply_anew, reply_in_public, say
from bot.ui.posts.cards import TEXT, TITLE, post_card, posted_by
from bot.ui.posts.ids import PostFormId, TagFormId, TakeBackId
from bot.ui.posts.messages import load_again, look_for
from bot.ui.posts.sending import FILES, send_post, too_large
from bot.ui.posts.tagging import Tagged, check_may_tag, tag_message, tag_words
from bot.viewer import require

log = logging.getLogger(__name__)

# ------------------------------------------------------------------------------------------------ a post


async def open_post_form(interaction: Interaction, form_id: PostFormId, values: Values) -> None:
    """Open it, with what was typed before; files have to be chosen again."""
    form = Form(form_id, _("Spoilers through {episode}").format(episode=form_id.episode))
    form.add_text(
        "title", _("Title: everybody sees it"), longest=TITLE, value=values.get("title", ""),
        hint=_("It stands on the post in the clear: no spoilers here."),
    )  # fmt: skip
    form.add_text(
        "text", _("Text"), longest=TEXT, long=True, value=values.get("text", ""), needed=False,
        hint=_("Shown only to whoever presses Reveal, and only to them."),
    )  # fmt: skip
    hint = _("Hidden as spoilers on the post.")
    if values.get("files"):
        hint = _("Choose them again: I couldn’t keep them. Hidden as spoilers on the post.")
    form.add_files("files", _("Up to four pictures or files"), most=FILES, hint=hint)
    await form.show(interaction)


async def write_spoiler(interaction: Interaction, pressed: WriteSpoilerId) -> None:
    """Open it from where something could not be shared, as /spoiler post would."""
    check_may_post(interaction)
    await open_post_form(interaction, PostFormId(pressed.episode), {})


async def submit_post(interaction: Interaction, form_id: PostFormId, values: Values) -> None:
    """Post it where the form was opened."""
    if form_id.episode == PREMISE or not interaction.client.show.known(form_id.episode):
        raise EpisodeUnknownError(str(form_id.episode))
    chosen = uploads(interaction, "files")
    check_may_post(interaction, has_files=bool(chosen))
    written = Written(plain(values["title"], TITLE), values["text"].strip())
    again = " " + _("Choose your files again then: I can’t keep them.") if chosen else ""
    if is_blank(written.title) or (is_blank(written.text) and not chosen):
        raise FormRefusedError(_("A post needs a title, and a text or a file.") + again)
    if len(chosen) > FILES or too_large(interaction, [each.size for each in chosen]):
        most = interaction.filesize_limit // (1024 * 1024)
        words = _("I can post up to four files of at most {most} MB each, and 25 MB together.").format(most=most)
        raise FormRefusedError(words + again)
    if chosen:
        await _post_with_files(interaction, form_id.episode, written, chosen)
    else:
        await _post(interaction, form_id.episode, written)


async def _post_with_files(
    interaction: Interaction, episode: Episode, written: Written, chosen: Sequence[Upload]
) -> None:
    """Loading and posting files takes longer than Discord waits, so the post is a message of its own."""
    bot, posts = interaction.client, interaction.client.store.posts
    await put_off(interaction)
    carried = [CarriedFile(each.address, each.name, each.size) for each in chosen]
    try:
        files = [await load_again(bot, each, number) for number, each in enumerate(carried, 1)]
    except failures.ERRORS as error:
        words = _("I couldn’t load your files, so nothing is posted. Please choose them again.")
        raise FormRefusedError(words) from error
    post_id = await posts.add_post(_new_post(interaction, episode, written))
    assert post_id is not None, "only a tagged message can be there already"  # noqa: S101  says why it holds
    with await publicly(interaction):
        view = post_card(post_id, episode, written.title, posted_by(interaction.user.display_name), files)
    sent = await send_post(interaction, view, files, post_id)
    link = message_link(interaction.guild_id, sent.channel.id, sent.id)
    await say(interaction, _("[Your post]({link}) stands in the channel.").format(link=link))


async def _post(interaction: Interaction, episode: Episode, written: Written) -> None:
    bot, posts = interaction.client, interaction.client.store.posts
    post_id = await posts.add_post(replace(_new_post(interaction, episode, written), token=interaction.token))
    assert post_id is not None, "only a tagged message can be there already"  # noqa: S101  says why it holds
    with await publicly(interaction):
        view = post_card(post_id, episode, written.title, posted_by(interaction.user.display_name))
    lost: Exception | None = None
    try:
        await reply_in_public(interaction, view, tagged=True)
    except failures.ERRORS as error:
        if failures.refused(error):
            await posts.forget_post(post_id)
            raise
        lost = error  # it may stand all the same
    try:
        message_id = await look_for(bot, post_id, interaction.token)
    except failures.ERRORS as error:
        # The sweep asks again, and a press tells.
        if lost is not None:
            raise
        log.info("where a spoiler post stands could not be asked for: %s", failures.reason(error))
        return
    if message_id is not None:
        await posts.set_message(post_id, message_id)
    elif lost is not None:
        raise lost


def _new_post(interaction: Interaction, episode: Episode, written: Written) -> NewPost:
    assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
    assert interaction.channel_id is not None, "a form is sent from a channel"  # noqa: S101  says why it holds
    return NewPost(
        interaction.client.show.id, interaction.guild_id, interaction.channel_id, interaction.user.id, episode, written,
        discord.utils.utcnow(), draft_id=interaction.extras.get("draft"),
    )  # fmt: skip


def check_may_post(interaction: Interaction, *, has_files: bool = False) -> None:
    """Whether the member may write here at all, with files, and the bot look after the post later."""
    here = "send_messages_in_threads" if isinstance(interaction.channel, discord.Thread) else "send_messages"
    for needed in (here, *(["attach_files"] if has_files else [])):
        if not getattr(interaction.permissions, needed):
            raise NotAllowedError(needed)
    require(
        interaction, "view_channel", "read_message_history", *(["send_messages", "attach_files"] if has_files else [])
    )


# ------------------------------------------------------------------------------------------------ a tag


async def open_tag_form(interaction: Interaction, form_id: TagFormId, values: Values) -> None:
    """Open it."""
    form = Form(form_id, _("Tag as spoiler"))
    label, hint = _("It tells what happens through…"), _("When unsure, choose the later episode")
    add_gate(form, interaction.client.show, values, label, hint, key="episode", premise=False)
    await form.show(interaction)


async def submit_tag(interaction: Interaction, form_id: TagFormId, values: Values) -> None:
    """Put the message behind a label."""
    bot, episode = interaction.client, chosen_gate(interaction.client.show, values, "episode")
    pending = await bot.store.posts.pending(interaction.guild_id, form_id.pending, interaction.user.id)
    if pending is None:
        words = _("This form is too old. Choose **Tag as spoiler** on the message again.")
        await reply_anew(interaction, bare(words))
        return
    if episode is None or episode == PREMISE:
        raise EpisodeUnknownError(values["episode"])
    check_may_tag(interaction, pending.author_id, has_files=bool(pending.files))
    await interaction.response.defer(ephemeral=True, thinking=True)
    outcome = await tag_message(interaction, pending, episode)
    words = tag_words(outcome, bot)
    if isinstance(outcome, Tagged) and outcome.own_post is not None:
        await say(interaction, words, row(button(TakeBackId(outcome.own_post), _("Take the tag back"))))
    else:
        await say(interaction, words)


HANDLERS: Final[Handlers] = {WriteSpoilerId: write_spoiler}
FORM_HANDLERS: Final[FormTable] = {
    PostFormId: FormHandlers(open_post_form, submit_post),
    TagFormId: FormHandlers(open_tag_form, submit_tag),
}
