"""/spoiler post and “Tag as spoiler”: members' own spoilers behind a label, revealed to one reader at a time."""

import logging

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.client import FanBot, Interaction
from bot.store.posts import CarriedFile
from bot.ui.kit.episodes import complete_episodes, parse_episode
from bot.ui.kit.replies import say
from bot.ui.posts.checking import check_posts
from bot.ui.posts.forms import check_may_post, open_post_form, open_tag_form
from bot.ui.posts.ids import PostFormId, TagFormId
from bot.ui.posts.tagging import check_may_tag, tag_words, why_not

log = logging.getLogger(__name__)


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
        name="post", description="Post a spoiler of your own: everybody sees the title, only who asks reads the text"
    )
    @app_commands.describe(episode="The episode that your text spoils, such as S1E9")
    async def post(self, interaction: Interaction, episode: app_commands.Range[str, 1, 100]) -> None:
        """Open the form."""
        through = parse_episode(interaction.client.show, episode, premise=False)
        check_may_post(interaction)
        await open_post_form(interaction, PostFormId(through), {})

    @post.autocomplete("episode")
    async def complete_episode(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Every episode there is; their numbers tell nothing."""
        return complete_episodes(interaction.client.show, typed)

    async def tag(self, interaction: Interaction, message: discord.Message) -> None:
        """Open the form, with the message kept aside: Discord shows it to us only now."""
        bot, files = interaction.client, message.attachments
        check_may_tag(interaction, message.author.id, has_files=bool(files))
        refusal = why_not(interaction, message)
        if message.author.id != interaction.user.id and await bot.store.privacy.keeps_nothing(message.author.id):
            refusal = "author keeps nothing"
        if refusal:
            await say(interaction, tag_words(refusal, bot))
            return
        assert interaction.guild_id is not None, "allowed_contexts"  # noqa: S101  says why it holds
        pending = await bot.store.posts.add_pending(
            interaction.guild_id, message.id, message.author.id, message.author.display_name, interaction.user.id,
            message.content.strip(), [CarriedFile(each.url, each.filename, each.size) for each in files],
            discord.utils.utcnow(),
        )  # fmt: skip
        await open_tag_form(interaction, TagFormId(pending), {})

    @tasks.loop(minutes=10)
    async def sweep(self) -> None:
        """Ask Discord for some of the posts, and delete what is kept of those that are gone."""
        try:
            await check_posts(self.bot, discord.utils.utcnow())
        except Exception:
            log.exception("the sweep of spoiler posts failed; it runs again in ten minutes")

    @sweep.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(SpoilerCog(bot))
