"""The forms behind /spoiler post and “Tag as spoiler”."""

import logging
import re
from typing import Final

import discord

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import BotNotAllowedError, EpisodeUnknownError, FormRefusedError, NotAllowedError
from bot.limits import POST
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import is_blank, plain
from bot.store.posts import NewPost, PendingTag, PostStore, Written
from bot.ui.kit.forms import Form
from bot.ui.kit.layout import bare
from bot.ui.kit.progress import add_gate, chosen_gate
from bot.ui.posts.cards import TEXT, TITLE, post_card, posted_by
from bot.ui.posts.controls import Reveal, load_again, look_for
from bot.viewer import require

log = logging.getLogger(__name__)


class PostForm(Form):
    """The title, which everybody sees, and the text, which nobody sees before they press."""

    limit = POST

    template = re.compile(r"spf1:(?P<episode>\d+)")

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Open it, with what was typed before."""
        episode = Episode.from_ordinal(int(state["episode"]))
        form = cls(f"spf1:{episode.ordinal}", _("Spoilers through {episode}").format(episode=episode))
        form.add_text(
            "title", _("Title"), longest=TITLE, value=values.get("title", ""),
            hint=_("Everybody will see the title: no spoilers here."),
        )  # fmt: skip
        form.add_text(
            "text", _("Text"), longest=TEXT, long=True, value=values.get("text", ""),
            hint=_("Shown only to whoever presses Reveal, and only to them."),
        )  # fmt: skip
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Post it where the form was opened."""
        bot, episode = interaction.client, Episode.from_ordinal(int(state["episode"]))
        if episode == PREMISE or not bot.show.known(episode):
            raise EpisodeUnknownError(str(episode))
        check_may_post(interaction)
        title, words = plain(values["title"], TITLE), values["text"].strip()
        if is_blank(title) or is_blank(words):
            raise FormRefusedError(_("A post needs a title and a text."))
        assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
        assert interaction.channel_id is not None, "a form is sent from a channel"  # noqa: S101  says why it holds
        post_id = await bot.store.posts.add_post(NewPost(
            bot.show.id, interaction.guild_id, interaction.channel_id, interaction.user.id, episode,
            Written(title, words), discord.utils.utcnow(),
            token=interaction.token, draft_id=interaction.extras.get("draft"),
        ))  # fmt: skip
        assert post_id is not None, "only a tagged message can be there already"  # noqa: S101  says why it holds
        view = post_card(episode, title, posted_by(interaction.user.display_name), [], _reveal_button(post_id))
        try:
            message_id = (await interaction.response.send_message(view=view, silent=True)).message_id
        except failures.ERRORS as error:
            if failures.refused(error):
                await bot.store.posts.forget_post(post_id)
                raise
            # It may stand all the same. Where that cannot be found out now, the sweep asks again, and a press tells.
            message_id = await look_for(bot, post_id, interaction.token)
            if message_id is None:
                raise
        assert message_id is not None, "the answer is a message"  # noqa: S101  says why it holds
        await bot.store.posts.set_message(post_id, message_id)


def _reveal_button(post_id: int) -> Reveal:
    return Reveal.button(f"s1:reveal:{post_id}", _("Reveal to me"))


def check_may_post(interaction: Interaction) -> None:
    """Whether the member may write here at all, and the bot look after the post later."""
    here = "send_messages_in_threads" if isinstance(interaction.channel, discord.Thread) else "send_messages"
    if not getattr(interaction.permissions, here):
        raise NotAllowedError(here)
    require(interaction, "view_channel", "read_message_history")


class TagForm(Form):
    """Which episode a message spoils."""

    limit = POST

    template = re.compile(r"stf1:(?P<pending>\d+)")

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Open it."""
        form = cls(f"stf1:{state['pending']}", _("Tag as spoiler"))
        label, hint = _("It tells what happens through…"), _("When unsure, choose the later episode")
        add_gate(form, interaction.client.show, values, label, hint, key="episode", premise=False)
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Post it behind a label, and remove the original only once that stands."""
        bot, episode = interaction.client, chosen_gate(interaction.client.show, values, "episode")
        pending = await bot.store.posts.pending(interaction.guild_id, int(state["pending"]), interaction.user.id)
        if pending is None:
            words = _("This form is over. Choose **Tag as spoiler** on the message again.")
            await interaction.response.send_message(view=bare(words), ephemeral=True)
            return
        if episode is None or episode == PREMISE:
            raise EpisodeUnknownError(values["episode"])
        check_may_tag(interaction, pending.author_id, has_files=bool(pending.files))
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = await _tag(interaction, pending, episode)
        await interaction.edit_original_response(view=bare(words))


def own_words(bot: FanBot) -> str:
    """The way on where a message cannot be tagged."""
    return _("{post} posts your own words behind a label.").format(post=bot.mention("spoiler post"))


def check_may_tag(interaction: Interaction, author_id: int, *, has_files: bool) -> None:
    """The author and moderators may; the bot needs what it does."""
    if interaction.user.id != author_id and not interaction.permissions.manage_messages:
        raise NotAllowedError("manage_messages")
    needs = ["view_channel", "read_message_history", "send_messages", "manage_messages"]
    require(interaction, *needs, *(["attach_files"] if has_files else []))


async def _tag(interaction: Interaction, pending: PendingTag, episode: Episode) -> str:
    """Put a message behind a label, and say how that went. Whatever fails, the original stays."""
    bot, posts = interaction.client, interaction.client.store.posts
    assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
    assert interaction.channel_id is not None, "a message stands in a channel"  # noqa: S101  says why it holds
    channel = bot.get_partial_messageable(interaction.channel_id, guild_id=interaction.guild_id)
    try:
        files = [await load_again(bot, each, number) for number, each in enumerate(pending.files, 1)]
    except failures.ERRORS:
        return _("A file of the message could not be loaded, and nothing was changed.") + " " + own_words(bot)
    post_id = await posts.add_post(NewPost(
        bot.show.id, interaction.guild_id, interaction.channel_id, pending.author_id, episode,
        Written("", pending.text), discord.utils.utcnow(),
        tagged_by=interaction.user.id, original_id=pending.original_id,
    ))  # fmt: skip
    if post_id is None:
        return _("This message was tagged already.") + " " + own_words(bot)
    own = interaction.user.id == pending.author_id
    by = posted_by(pending.author_name, None if own else interaction.user.display_name)
    view = post_card(episode, "", by, files, _reveal_button(post_id))
    try:
        # Discord drops a second message with the same nonce: where it is tried again, an answer of Discord’s was lost.
        sent = await channel.send(view=view, files=files, silent=True, nonce=f"{post_id}")
    except failures.ERRORS as error:
        if failures.refused(error):
            await posts.forget_post(post_id)
        else:
            await posts.set_unknown(post_id)
        if isinstance(error, discord.Forbidden):
            raise BotNotAllowedError(["send_messages"]) from error
        raise
    await posts.set_message(post_id, sent.id)
    tagged = _("Tagged as spoilers through {episode}.").format(episode=episode)
    try:
        await channel.get_partial_message(pending.original_id).delete()
    except failures.ERRORS as error:
        if not failures.refused(error):
            # It may be gone, and then this card is all that is left of it.
            await posts.forget_pending(pending.id)
            return f"{tagged} " + _("Discord had trouble just now: look whether the original is gone, or delete it.")
        await _take_back(sent, post_id, posts)
        if isinstance(error, discord.NotFound):
            await posts.forget_pending(pending.id)
            return _("The message was deleted meanwhile, so there is nothing to tag.") + " " + own_words(bot)
        if isinstance(error, discord.Forbidden):
            raise BotNotAllowedError(["manage_messages"]) from error
        raise
    await posts.forget_pending(pending.id)
    return f"{tagged} " + _("The original is gone.")


async def _take_back(sent: discord.Message, post_id: int, posts: "PostStore") -> None:
    """The original stays, so its card goes; as long as that stands it can be read."""
    try:
        await sent.delete()
    except failures.ERRORS as error:
        log.warning("the card of a message that stays could not be deleted: %s", failures.reason(error))
        if not isinstance(error, discord.NotFound):
            return
    await posts.forget_post(post_id)


FORMS: Final = (
    PostForm,
    TagForm,
)
