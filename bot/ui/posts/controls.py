"""A member's spoiler in its place: it is revealed to one reader at a time, and removed by its author or a moderator."""

import io
import logging
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

import discord
import orjson
from discord.http import Route

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import NotAllowedError
from bot.locale import _
from bot.show.episodes import PREMISE
from bot.store.posts import CarriedFile, SpoilerPost, Written
from bot.ui.kit.controls import Control
from bot.ui.kit.layout import Accent, bare, card, row, text
from bot.ui.posts.cards import files_of, question_card, removed_card, revealed_cards
from bot.viewer import Viewer

log = logging.getLogger(__name__)

_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,5}", re.ASCII)


async def _post(interaction: Interaction, state: dict[str, str]) -> SpoilerPost | None:
    """The post that a control of this server is about."""
    return await interaction.client.store.posts.post(interaction.guild_id, int(state["post"]))


# ------------------------------------------------------------------------------------------------- reading


class Reveal(Control, template=r"s1:reveal:(?P<post>\d+)"):
    """Reveal to me: stands on every post, and answers whoever presses privately."""

    async def press(self, interaction: Interaction) -> None:
        """Show it to whoever wrote it or is that far, and ask any other reader once."""
        bot = interaction.client
        post = await _post(interaction, self.state)
        if post is None:
            await interaction.response.send_message(view=removed_card(), ephemeral=True)
            return
        if post.message_id is None and interaction.message is not None and interaction.channel_id == post.channel_id:
            # Nobody heard that it stands: Discord’s answer was lost. Here it does.
            await bot.store.posts.set_message(post.id, interaction.message.id)
        viewer = await bot.viewer(interaction)
        consent = await bot.store.posts.consent(bot.show.id, interaction.user.id, discord.utils.utcnow())
        if interaction.user.id == post.author_id or post.episode <= max(viewer.finished, consent or PREMISE):
            await _reveal(interaction, viewer, post)
            return
        buttons = [
            RevealYes.button(f"s1:yes:{post.id}", _("Yes, read it"), style=discord.ButtonStyle.danger),
            RevealYes.button(f"s1:calm:{post.id}", _("Yes, don’t ask for 15 minutes")),
            RevealNo.button("s1:no", _("Not now")),
            *_removing(interaction, post),
        ]
        await interaction.response.send_message(view=question_card(post, viewer.progress, buttons), ephemeral=True)


class RevealYes(Control, template=r"s1:(?P<how>yes|calm):(?P<post>\d+)"):
    """The reader wants to know; with `calm`, also to be left alone with questions for a while."""

    async def press(self, interaction: Interaction) -> None:
        """Show it in the place of the question."""
        bot = interaction.client
        post = await _post(interaction, self.state)
        if post is None:
            await interaction.response.edit_message(view=removed_card())
            return
        if self.state["how"] == "calm":
            now = discord.utils.utcnow()
            await bot.store.posts.set_consent(bot.show.id, interaction.user.id, post.episode, now)
        await _reveal(interaction, await bot.viewer(interaction), post, in_place=True)


class RevealNo(Control, template=r"s1:no"):
    """The reader would rather wait."""

    async def press(self, interaction: Interaction) -> None:
        """Say that it stays."""
        await interaction.response.edit_message(view=bare(_("The post stays where it is, for later.")))


async def _reveal(interaction: Interaction, viewer: Viewer, post: SpoilerPost, *, in_place: bool = False) -> None:
    """Show what a post says to a reader who finished its episode or confirmed it."""
    written = await interaction.client.store.posts.text(post.id, viewer.looking_ahead(post.episode))
    views = [removed_card()] if written is None else revealed_cards(post, written, _removing(interaction, post))
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
        post = await _post(interaction, self.state)
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
        post = await _post(interaction, self.state)
        if post is not None:
            _check_may_remove(interaction, post)
        written = await bot.store.posts.remove_post(interaction.guild_id, int(self.state["post"]))
        if post is None or written is None:
            await interaction.response.edit_message(view=removed_card())
            return
        if not post.tagged:
            await interaction.response.edit_message(view=removed_card())
        else:
            await _give_back(interaction, post, written)
        await take_down(bot, post)


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
        stands = await message_of(bot, post).fetch()
        names = [CarriedFile(address, PurePath(address.partition("?")[0]).name, 0) for address in _addresses(stands)]
        files = [await load_again(bot, each, n) for n, each in enumerate(names, 1)]
        if files:
            view = card(Accent.CAUTION, *files_of(files))
            await interaction.followup.send(view=view, files=files, ephemeral=True)
    except failures.ERRORS as error:
        log.warning("the files of a removed post could not be given back: %s", failures.reason(error))


def _addresses(message: discord.Message) -> Iterator[str]:
    """Where the files of a post are kept."""
    for container in message.components:
        for item in getattr(container, "children", []):
            if isinstance(item, discord.MediaGalleryComponent):
                yield from (each.media.url for each in item.items)
            elif isinstance(item, discord.FileComponent):
                yield item.media.url


async def take_down(bot: FanBot, post: SpoilerPost) -> bool:
    """Let the card say that the post was removed; where it cannot be reached, its button says it. False: try again."""
    try:
        if post.message_id is not None:
            await message_of(bot, post).edit(view=removed_card(), attachments=[])
    except failures.ERRORS as error:
        log.warning("the card of a removed post could not be changed: %s", failures.reason(error))
        return failures.refused(error)
    return True


async def look_for(bot: FanBot, post_id: int, token: str) -> int | None:
    """The message in which a post stands, asked for by the token of its interaction; None where it does not stand.

    Raises:
        failures.ERRORS: Discord does not say.
    """
    where = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
    route = Route("GET", where, webhook_id=bot.application_id, webhook_token=token)
    try:
        found = await bot.http.request(route)
    except discord.NotFound:
        return None
    # It may also be what its author was told instead.
    stands = f'"s1:reveal:{post_id}"'.encode() in orjson.dumps(found["components"])
    return int(found["id"]) if stands else None


def message_of(bot: FanBot, post: SpoilerPost) -> discord.PartialMessage:
    """The message that shows a post."""
    channel = bot.get_partial_messageable(post.channel_id, guild_id=post.guild_id)
    return channel.get_partial_message(post.message_id or 0)


def _may_remove(interaction: Interaction, post: SpoilerPost) -> bool:
    return interaction.user.id == post.author_id or interaction.permissions.manage_messages


def _removing(interaction: Interaction, post: SpoilerPost) -> list["Remove"]:
    """The button that removes a post, for whoever may."""
    return [Remove.button(f"s1:remove:{post.id}", _("Remove the post"))] if _may_remove(interaction, post) else []


def _check_may_remove(interaction: Interaction, post: SpoilerPost) -> None:
    if not _may_remove(interaction, post):
        raise NotAllowedError("manage_messages")


async def load_again(bot: FanBot, file: CarriedFile, number: int) -> discord.File:
    """A file to upload again, as a spoiler. Names can tell story, so it gets a number for one."""
    suffix = PurePath(file.name).suffix.lower()
    name = f"{number}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
    return discord.File(io.BytesIO(await bot.http.get_from_cdn(file.address)), name, spoiler=True)


CONTROLS: Final = (
    Reveal,
    RevealYes,
    RevealNo,
    Remove,
    RemoveYes,
)
