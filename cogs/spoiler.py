"""/spoiler post and “Tag as spoiler”: members' own spoilers behind a label, revealed to one reader at a time."""

import logging
from datetime import timedelta
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import EpisodeUnknownError
from bot.locale import _
from bot.show.episodes import PREMISE
from bot.store.posts import CarriedFile, SpoilerPost, UnknownPost
from bot.ui.kit.layout import bare
from bot.ui.kit.progress import complete_episodes, parse_episode
from bot.ui.posts.controls import CONTROLS, look_for, message_of, take_down
from bot.ui.posts.forms import FORMS, PostForm, TagForm, check_may_post, check_may_tag, own_words

log = logging.getLogger(__name__)

_CHECK_AFTER: Final = timedelta(hours=8)
"""A post is asked for again after this time; with the pace of the sweep none waits for a day."""

_REQUEST: Final = 25 * 1024 * 1024
"""Bytes that Discord takes in one request."""


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
        check_may_post(interaction)
        await PostForm.reopen(interaction, {"episode": str(through.ordinal)}, {})

    @post.autocomplete("episode")
    async def complete_episode(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Every episode there is; their numbers tell nothing."""
        return complete_episodes(interaction.client.show, typed)

    async def tag(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form, with the message kept aside: Discord shows it to us only now."""
        bot, files = interaction.client, message.attachments
        check_may_tag(interaction, message.author.id, has_files=bool(files))
        refusal = _why_not(interaction, message)
        if refusal:
            words = refusal + " " + own_words(bot)
            await interaction.response.send_message(view=bare(words), ephemeral=True)
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
            for unknown in await self.bot.store.spoilers.unknown_posts(now):
                await _find(self.bot, unknown)
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


async def _find(bot: FanBot, unknown: UnknownPost) -> None:
    """Ask Discord whether a post stands of which nobody knows: the process ended, or the answer was lost."""
    if unknown.token is None:
        return  # from now on only who presses on it can tell
    try:
        message_id = await look_for(bot, unknown.id, unknown.token)
    except failures.ERRORS as error:
        log.info("a spoiler post could not be looked for: %s", failures.reason(error))
        return
    if message_id is not None:
        await bot.store.spoilers.set_message(unknown.id, message_id)
    elif unknown.settled:
        await bot.store.spoilers.forget_post(unknown.id)


async def _look_after(bot: FanBot, post: SpoilerPost) -> None:
    """Keep a post that still stands, and forget one that does not."""
    if post.author_id is None:  # whoever wrote it asked for its deletion
        if await take_down(bot, post):
            await bot.store.spoilers.forget_post(post.id)
        return
    try:
        # Of a server that let the bot go everything waits for its return; cogs/setup.py ends that.
        if bot.get_guild(post.guild_id) is not None:
            await message_of(bot, post).fetch()
    except discord.NotFound:
        await bot.store.spoilers.forget_post(post.id)
        return
    except failures.ERRORS as error:
        log.info("a spoiler post could not be looked after: %s", failures.reason(error))
    await bot.store.spoilers.set_checked(post.id, discord.utils.utcnow())


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    bot.add_dynamic_items(*CONTROLS)
    bot.add_forms(*FORMS)
    await bot.add_cog(SpoilerCog(bot))
