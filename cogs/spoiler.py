"""/spoiler post and “Tag as spoiler”: members' own spoilers behind a label, revealed to one reader at a time."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePath
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.client import FanBot, Interaction
from bot.errors import BotNotAllowedError, EpisodeUnknownError, FormRefusedError, NotAllowedError
from bot.locale import _
from bot.show.episodes import PREMISE, Episode
from bot.show.spoilers import plain
from bot.store.spoilers import CarriedFile, PendingTag, SpoilerPost, Written
from bot.ui.base import Control, Form
from bot.ui.kit import Accent, bare, card, row, text
from bot.ui.pickers import complete_episodes, episode_options, parse_episode
from bot.ui.spoiler_cards import (
    TEXT,
    TITLE,
    files_of,
    post_card,
    posted_by,
    question_card,
    removed_card,
    revealed_cards,
)
from bot.viewer import Viewer, require

log = logging.getLogger(__name__)

_CHECK_AFTER: Final = timedelta(hours=8)
"""A post is asked for again after this time; with the pace of the sweep none waits for a day."""

_REQUEST: Final = 25 * 1024 * 1024
"""Bytes that Discord takes in one request."""

_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,5}", re.ASCII)


# ------------------------------------------------------------------------------------------------- reading


class Reveal(Control, template=r"s1:reveal:(?P<post>\d+)"):
    """Reveal to me: stands on every post, and answers whoever presses privately."""

    async def press(self, interaction: Interaction) -> None:
        """Show it to whoever wrote it or is that far, and ask any other reader once."""
        bot = interaction.client
        post = await bot.store.spoilers.post(int(self.state["post"]))
        if post is None:
            await interaction.response.send_message(view=removed_card(), ephemeral=True)
            return
        viewer = await bot.viewer(interaction)
        consent = await bot.store.spoilers.consent(bot.show.id, interaction.user.id, discord.utils.utcnow())
        if interaction.user.id == post.author_id or post.episode <= max(viewer.finished, consent or PREMISE):
            await _reveal(interaction, viewer, post)
            return
        buttons: list[Control] = [
            RevealYes.button(f"s1:yes:{post.id}", _("Yes, read it"), style=discord.ButtonStyle.danger),
            RevealCalm.button(f"s1:calm:{post.id}", _("Yes, don’t ask for 15 minutes")),
            RevealNo.button("s1:no", _("Not now")),
        ]
        if _may_remove(interaction, post):
            buttons.append(Remove.button(f"s1:remove:{post.id}", _("Remove the post")))
        await interaction.response.send_message(view=question_card(post, viewer.progress, buttons), ephemeral=True)


class RevealYes(Control, template=r"s1:yes:(?P<post>\d+)"):
    """The reader wants to know."""

    async def press(self, interaction: Interaction) -> None:
        """Show it in the place of the question."""
        post = await interaction.client.store.spoilers.post(int(self.state["post"]))
        if post is None:
            await interaction.response.edit_message(view=removed_card())
            return
        await _reveal(interaction, await interaction.client.viewer(interaction), post, in_place=True)


class RevealCalm(Control, template=r"s1:calm:(?P<post>\d+)"):
    """The reader wants to know, and to be left alone with questions for a while."""

    async def press(self, interaction: Interaction) -> None:
        """Note that, and show it in the place of the question."""
        bot = interaction.client
        post = await bot.store.spoilers.post(int(self.state["post"]))
        if post is None:
            await interaction.response.edit_message(view=removed_card())
            return
        now = discord.utils.utcnow()
        await bot.store.spoilers.set_consent(bot.show.id, interaction.user.id, post.episode, now)
        await _reveal(interaction, await bot.viewer(interaction), post, in_place=True)


class RevealNo(Control, template=r"s1:no"):
    """The reader would rather wait."""

    async def press(self, interaction: Interaction) -> None:
        """Say that it stays."""
        await interaction.response.edit_message(view=bare(_("The post stays where it is, for later.")))


async def _reveal(interaction: Interaction, viewer: Viewer, post: SpoilerPost, *, in_place: bool = False) -> None:
    """Show what a post says to a reader who finished its episode or confirmed it."""
    written = await interaction.client.store.spoilers.text(post.id, viewer.looking_ahead(post.episode))
    buttons: list[Control] = []
    if _may_remove(interaction, post):
        buttons.append(Remove.button(f"s1:remove:{post.id}", _("Remove the post")))
    views = [removed_card()] if written is None else revealed_cards(post, written, buttons)
    if in_place:
        await interaction.response.edit_message(view=views[0])
    else:
        await interaction.response.send_message(view=views[0], ephemeral=True)
    for view in views[1:]:
        await interaction.followup.send(view=view, ephemeral=True)


# ------------------------------------------------------------------------------------------------ removing


class Remove(Control, template=r"s1:remove:(?P<post>\d+)"):
    """Stands on the private reply of the author and of moderators."""

    async def press(self, interaction: Interaction) -> None:
        """Ask first: it cannot be undone."""
        post = await interaction.client.store.spoilers.post(int(self.state["post"]))
        if post is None:
            await interaction.response.edit_message(view=removed_card())
            return
        _check_may_remove(interaction, post)
        if not post.tagged:
            what = _("It is deleted for good, with its text.")
        else:
            what = _("The original message is gone already. You get its text once more, then it is deleted for good.")
        yes = RemoveYes.button(f"s1:gone:{post.id}", _("Yes, remove it"), style=discord.ButtonStyle.danger)
        view = card(
            Accent.CAUTION,
            text("### " + _("Remove this post?"), what),
            row(yes, RevealNo.button("s1:no", _("Keep it"))),
        )
        await interaction.response.edit_message(view=view)


class RemoveYes(Control, template=r"s1:gone:(?P<post>\d+)"):
    """The post goes."""

    async def press(self, interaction: Interaction) -> None:
        """Delete the text, give that of a tagged message to whoever removed it, and take the card down."""
        bot = interaction.client
        post = await bot.store.spoilers.post(int(self.state["post"]))
        if post is not None:
            _check_may_remove(interaction, post)
        written = await bot.store.spoilers.remove_post(int(self.state["post"]))
        if post is None or written is None:
            await interaction.response.edit_message(view=removed_card())
            return
        if not post.tagged:
            await interaction.response.edit_message(view=removed_card())
        else:
            await _give_back(interaction, post, written)
        await _take_down(bot, post)


async def _give_back(interaction: Interaction, post: SpoilerPost, written: Written) -> None:
    """What a tagged message said and held, to whoever removed its card: nobody has it any more."""
    bot, viewer = interaction.client, await interaction.client.viewer(interaction)
    # A moderator removes what they need not have seen: then it stands behind one more tap.
    hidden = post.episode > viewer.finished and interaction.user.id != post.author_id
    words = _("This post was removed. Here is what it said, for you only.")
    await interaction.response.edit_message(view=bare(words))
    for view in revealed_cards(post, written, [], hidden=hidden):
        await interaction.followup.send(view=view, ephemeral=True)
    try:
        stands = await _message(bot, post).fetch()
        names = [CarriedFile(address, PurePath(address.partition("?")[0]).name, 0) for address in _addresses(stands)]
        files = [await _load(bot, each, n) for n, each in enumerate(names, 1)]
        if files:
            view = card(Accent.CAUTION, *files_of(files))
            await interaction.followup.send(view=view, files=files, ephemeral=True)
    except discord.HTTPException as error:
        log.warning("the files of a removed post could not be given back: %s", error.status)


def _addresses(message: discord.Message) -> Iterator[str]:
    """Where the files of a post are kept."""
    for container in message.components:
        for item in getattr(container, "children", []):
            if isinstance(item, discord.MediaGalleryComponent):
                yield from (each.media.url for each in item.items)
            elif isinstance(item, discord.FileComponent):
                yield item.media.url


async def _take_down(bot: FanBot, post: SpoilerPost) -> None:
    """Let the card say that the post was removed; where it cannot be reached, its button says it."""
    try:
        if post.message_id is not None:
            await _message(bot, post).edit(view=removed_card(), attachments=[])
    except discord.HTTPException as error:
        log.warning("the card of a removed post could not be changed: %s", error.status)


def _message(bot: FanBot, post: SpoilerPost) -> discord.PartialMessage:
    channel = bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
    return channel.get_partial_message(post.message_id or 0)


def _may_remove(interaction: Interaction, post: SpoilerPost) -> bool:
    return interaction.user.id == post.author_id or interaction.permissions.manage_messages


def _check_may_remove(interaction: Interaction, post: SpoilerPost) -> None:
    if not _may_remove(interaction, post):
        raise NotAllowedError("manage_messages")


# ------------------------------------------------------------------------------------------------- posting


class PostForm(Form):
    """The title, which everybody sees, and the text, which nobody sees before they press."""

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
        _check_may_post(interaction)
        title, words = plain(values["title"], TITLE), values["text"].strip()
        if not title or not words:
            raise FormRefusedError(_("A post needs a title and a text."))
        assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
        assert interaction.channel_id is not None, "a form is sent from a channel"  # noqa: S101  says why it holds
        post_id = await bot.store.spoilers.add_post(
            bot.show.id, interaction.guild_id, interaction.channel_id, interaction.user.id, episode,
            Written(title, words), discord.utils.utcnow(),
        )  # fmt: skip
        assert post_id is not None, "only a tagged message can be there already"  # noqa: S101  says why it holds
        view = post_card(episode, title, posted_by(interaction.user.display_name), [], _reveal_button(post_id))
        try:
            sent = await interaction.response.send_message(view=view, silent=True)
        except BaseException:
            await bot.store.spoilers.forget_post(post_id)
            raise
        assert sent.message_id is not None, "the answer is a message"  # noqa: S101  says why it holds
        await bot.store.spoilers.set_message(post_id, sent.message_id)


def _reveal_button(post_id: int) -> Reveal:
    return Reveal.button(f"s1:reveal:{post_id}", _("Reveal to me"))


def _check_may_post(interaction: Interaction) -> None:
    """Whether the member may write here at all, and the bot look after the post later."""
    here = "send_messages_in_threads" if isinstance(interaction.channel, discord.Thread) else "send_messages"
    if not getattr(interaction.permissions, here):
        raise NotAllowedError(here)
    require(interaction, "view_channel", "read_message_history")


# ------------------------------------------------------------------------------------------------- tagging


class TagForm(Form):
    """Which episode a message spoils."""

    template = re.compile(r"stf1:(?P<pending>\d+)")

    @classmethod
    async def reopen(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Open it."""
        form = cls(f"stf1:{state['pending']}", _("Tag as spoiler"))
        form.add_select(
            "episode", _("It tells what happens through…"), episode_options(list(interaction.client.show.episodes)),
            value=values.get("episode", ""), hint=_("When unsure, choose the later episode."),
        )  # fmt: skip
        await form.show(interaction)

    @classmethod
    async def submit(cls, interaction: Interaction, state: dict[str, str], values: dict[str, str]) -> None:
        """Post it behind a label, and remove the original only once that stands."""
        bot, episode = interaction.client, Episode.from_ordinal(int(values["episode"]))
        pending = await bot.store.spoilers.pending(int(state["pending"]), interaction.user.id)
        if pending is None:
            words = _("This form is over. Choose **Tag as spoiler** on the message again.")
            await interaction.response.send_message(view=bare(words), ephemeral=True)
            return
        if episode == PREMISE or not bot.show.known(episode):
            raise EpisodeUnknownError(str(episode))
        _check_may_tag(interaction, pending.author_id, has_files=bool(pending.files))
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = await _tag(interaction, pending, episode)
        await interaction.edit_original_response(view=bare(words))


def _check_may_tag(interaction: Interaction, author_id: int, *, has_files: bool) -> None:
    """The author and moderators may; the bot needs what it does."""
    if interaction.user.id != author_id and not interaction.permissions.manage_messages:
        raise NotAllowedError("manage_messages")
    needs = ["view_channel", "read_message_history", "send_messages", "manage_messages"]
    require(interaction, *needs, *(["attach_files"] if has_files else []))


async def _tag(interaction: Interaction, pending: PendingTag, episode: Episode) -> str:
    """Put a message behind a label, and say how that went. Whatever fails, the original stays."""
    bot, spoilers = interaction.client, interaction.client.store.spoilers
    assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
    assert interaction.channel_id is not None, "a message stands in a channel"  # noqa: S101  says why it holds
    channel = bot.get_partial_messageable(interaction.channel_id, guild_id=interaction.guild_id)
    try:
        files = [await _load(bot, each, number) for number, each in enumerate(pending.files, 1)]
    except discord.HTTPException:
        return _("A file of the message could not be loaded, and nothing was changed.")
    post_id = await spoilers.add_post(
        bot.show.id, interaction.guild_id, interaction.channel_id, pending.author_id, episode,
        Written("", pending.text), discord.utils.utcnow(),
        tagged_by=interaction.user.id, original_id=pending.original_id,
    )  # fmt: skip
    if post_id is None:
        return _("This message was tagged already.")
    own = interaction.user.id == pending.author_id
    by = posted_by(pending.author_name, None if own else interaction.user.display_name)
    view, sent = post_card(episode, "", by, files, _reveal_button(post_id)), None
    try:
        sent = await channel.send(view=view, files=files, silent=True)
        await spoilers.set_message(post_id, sent.id)
        await channel.get_partial_message(pending.original_id).delete()
    except discord.HTTPException as error:
        await spoilers.forget_post(post_id)
        if sent is not None:
            await sent.delete()
        if isinstance(error, discord.NotFound):
            await spoilers.forget_pending(pending.id)
            return _("The message was deleted meanwhile, so there is nothing to tag.")
        if isinstance(error, discord.Forbidden):
            raise BotNotAllowedError(["manage_messages" if sent is not None else "send_messages"]) from error
        raise
    await spoilers.forget_pending(pending.id)
    return _("Tagged as spoilers through {episode}. The original is gone.").format(episode=episode)


async def _load(bot: FanBot, file: CarriedFile, number: int) -> discord.File:
    """A file to upload again, as a spoiler. Names can tell story, so it gets a number for one."""
    suffix = PurePath(file.name).suffix.lower()
    name = f"{number}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    return discord.File(io.BytesIO(await bot.http.get_from_cdn(file.address)), name, spoiler=True)


# ------------------------------------------------------------------------------------------------ commands

CONTROLS = (Reveal, RevealYes, RevealCalm, RevealNo, Remove, RemoveYes)
FORMS = (PostForm, TagForm)


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class SpoilerCog(commands.GroupCog, group_name="spoiler", group_description="Your own spoilers, behind a label"):
    """Members' own spoilers."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot
        self.menu = app_commands.ContextMenu(name="Tag as spoiler", callback=self.tag)
        self.menu.allowed_contexts = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
        self.menu.allowed_installs = app_commands.AppInstallationType(guild=True, user=False)

    async def cog_load(self) -> None:
        """Called by discord.py."""
        self.bot.tree.add_command(self.menu)
        self.sweep.start()

    async def cog_unload(self) -> None:
        """Called by discord.py."""
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)
        self.sweep.cancel()

    @app_commands.command(
        name="post", description="Post a spoiler of your own: everybody sees the title, readers who ask the text"
    )
    @app_commands.describe(episode="The episode that your text spoils, such as S1E9")
    async def post(self, interaction: Interaction, episode: app_commands.Range[str, 1, 100]) -> None:
        """Open the form."""
        through = parse_episode(interaction.client.show, episode)
        if through == PREMISE:
            raise EpisodeUnknownError(episode)
        _check_may_post(interaction)
        await PostForm.reopen(interaction, {"episode": str(through.ordinal)}, {})

    @post.autocomplete("episode")
    async def complete_episode(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Every episode there is; their numbers tell nothing."""
        return complete_episodes(interaction.client.show, typed)

    async def tag(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form, with the message kept aside: Discord shows it to us only now."""
        bot, files = interaction.client, message.attachments
        _check_may_tag(interaction, message.author.id, has_files=bool(files))
        refusal = _why_not(interaction, message)
        if refusal:
            await interaction.response.send_message(view=bare(refusal), ephemeral=True)
            return
        assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
        pending = await bot.store.spoilers.add_pending(
            interaction.guild_id, message.id, message.author.id, message.author.display_name, interaction.user.id,
            message.content.strip(), [CarriedFile(each.url, each.filename, each.size) for each in files],
            discord.utils.utcnow(),
        )  # fmt: skip
        await TagForm.reopen(interaction, {"pending": str(pending)}, {})

    @tasks.loop(minutes=10)
    async def sweep(self) -> None:
        """Ask Discord for some of the posts, and delete what is kept of those that are gone."""
        try:
            now = discord.utils.utcnow()
            await self.bot.store.spoilers.forget_expired(now)
            for post in await self.bot.store.spoilers.to_check(now - _CHECK_AFTER):
                await _look_after(self.bot, post)
        except Exception:
            log.exception("the sweep of spoiler posts failed; it runs again in ten minutes")

    @sweep.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()


def _why_not(interaction: Interaction, message: discord.Message) -> str | None:
    """Why a message cannot be put behind a label whole."""
    sizes = [each.size for each in message.attachments]
    if message.stickers or message.poll or message.message_snapshots:
        return _("I cannot carry over stickers, polls or forwarded messages, so this message stays as it is.")
    if not message.content.strip() and not sizes:
        return _("There is no text and no file in this message that I could put behind a label.")
    if sizes and (max(sizes) > interaction.filesize_limit or sum(sizes) > _REQUEST):
        return _("The files are larger than I may upload here, so this message stays as it is.")
    return None


async def _look_after(bot: FanBot, post: SpoilerPost) -> None:
    """Keep a post that still stands, and forget one that does not."""
    if post.message_id is None:  # the process ended while it was being posted
        await bot.store.spoilers.forget_post(post.id)
        return
    if post.author_id is None:  # whoever wrote it asked for its deletion
        await _take_down(bot, post)
        await bot.store.spoilers.forget_post(post.id)
        return
    try:
        # Of a server that let the bot go everything waits for its return; cogs/setup.py ends that.
        if bot.get_guild(post.guild_id) is not None:
            await _message(bot, post).fetch()
    except discord.NotFound:
        await bot.store.spoilers.forget_post(post.id)
        return
    except discord.HTTPException as error:
        log.info("a spoiler post could not be looked after: %s", error.status)
    await bot.store.spoilers.set_checked(post.id, discord.utils.utcnow())


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    bot.add_dynamic_items(*CONTROLS)
    bot.add_forms(*FORMS)
    await bot.add_cog(SpoilerCog(bot))
