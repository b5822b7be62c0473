"""The forms behind /spoiler post and “Tag as spoiler”."""

from typing import Final

import discord

from bot import failures
from bot.client import Interaction
from bot.errors import EpisodeUnknownError, FormRefusedError, NotAllowedError
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import is_blank, plain
from bot.store.posts import NewPost, Written
from bot.ui.kit.episodes import add_gate, chosen_gate
from bot.ui.kit.forms import Form, FormHandlers, FormTable, Values
from bot.ui.kit.layout import bare
from bot.ui.kit.replies import reply_anew, reply_in_public, say
from bot.ui.posts.cards import TEXT, TITLE, post_card, posted_by
from bot.ui.posts.ids import PostFormId, TagFormId
from bot.ui.posts.messages import look_for
from bot.ui.posts.tagging import check_may_tag, tag_message, tag_words
from bot.viewer import require

# ------------------------------------------------------------------------------------------------ a post


async def open_post_form(interaction: Interaction, form_id: PostFormId, values: Values) -> None:
    """Open it, with what was typed before."""
    form = Form(form_id, _("Spoilers through {episode}").format(episode=form_id.episode))
    form.add_text(
        "title", _("Title"), longest=TITLE, value=values.get("title", ""),
        hint=_("Everybody will see the title: no spoilers here."),
    )  # fmt: skip
    form.add_text(
        "text", _("Text"), longest=TEXT, long=True, value=values.get("text", ""),
        hint=_("Shown only to whoever presses Reveal, and only to them."),
    )  # fmt: skip
    await form.show(interaction)


async def submit_post(interaction: Interaction, form_id: PostFormId, values: Values) -> None:
    """Post it where the form was opened."""
    if form_id.episode == PREMISE or not interaction.client.show.known(form_id.episode):
        raise EpisodeUnknownError(str(form_id.episode))
    check_may_post(interaction)
    written = Written(plain(values["title"], TITLE), values["text"].strip())
    if is_blank(written.title) or is_blank(written.text):
        raise FormRefusedError(_("A post needs a title and a text."))
    await _post(interaction, form_id.episode, written)


async def _post(interaction: Interaction, episode: Episode, written: Written) -> None:
    bot, posts = interaction.client, interaction.client.store.posts
    assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
    assert interaction.channel_id is not None, "a form is sent from a channel"  # noqa: S101  says why it holds
    post_id = await posts.add_post(NewPost(
        bot.show.id, interaction.guild_id, interaction.channel_id, interaction.user.id, episode,
        written, discord.utils.utcnow(),
        token=interaction.token, draft_id=interaction.extras.get("draft"),
    ))  # fmt: skip
    assert post_id is not None, "only a tagged message can be there already"  # noqa: S101  says why it holds
    view = post_card(post_id, episode, written.title, posted_by(interaction.user.display_name))
    try:
        message_id = await reply_in_public(interaction, view, tagged=True)
    except failures.ERRORS as error:
        if failures.refused(error):
            await posts.forget_post(post_id)
            raise
        # It may stand all the same. Where that cannot be found out now, the sweep asks again, and a press tells.
        message_id = await look_for(bot, post_id, interaction.token)
        if message_id is None:
            raise
    assert message_id is not None, "the answer is a message"  # noqa: S101  says why it holds
    await posts.set_message(post_id, message_id)


def check_may_post(interaction: Interaction) -> None:
    """Whether the member may write here at all, and the bot look after the post later."""
    here = "send_messages_in_threads" if isinstance(interaction.channel, discord.Thread) else "send_messages"
    if not getattr(interaction.permissions, here):
        raise NotAllowedError(here)
    require(interaction, "view_channel", "read_message_history")


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
        words = _("This form is over. Choose **Tag as spoiler** on the message again.")
        await reply_anew(interaction, bare(words))
        return
    if episode is None or episode == PREMISE:
        raise EpisodeUnknownError(values["episode"])
    check_may_tag(interaction, pending.author_id, has_files=bool(pending.files))
    await interaction.response.defer(ephemeral=True, thinking=True)
    await say(interaction, tag_words(await tag_message(interaction, pending, episode), bot))


FORM_HANDLERS: Final[FormTable] = {
    PostFormId: FormHandlers(open_post_form, submit_post),
    TagFormId: FormHandlers(open_tag_form, submit_tag),
}
