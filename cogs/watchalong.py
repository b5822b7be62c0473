"""/watchalong start: an episode that members watch at the same time, with an event, a thread, and what comes afterwards."""

import logging
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot import failures
from bot.client import FanBot, Interaction
from bot.errors import FormRefusedError, NotAHostError
from bot.limits import WATCHALONG, Limit
from bot.store.watchalongs import Watchalong
from bot.times.moments import completions
from bot.times.zones import zone_named
from bot.ui.editing.access import require_editor
from bot.ui.kit.drafts import again, keep
from bot.ui.kit.episodes import choice_value, complete_episodes, parse_episode
from bot.ui.kit.layout import row
from bot.ui.kit.replies import say
from bot.ui.watchalong.cards import SHORT, WRITTEN, choice_name
from bot.ui.watchalong.ids import WatchalongFormId
from bot.ui.watchalong.starting import begin
from bot.ui.watchalong.tending import tend_watchalong

log = logging.getLogger(__name__)

CHOICES: Final = 7
"""Times that are offered at once."""


@app_commands.default_permissions(manage_messages=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class WatchalongCog(commands.GroupCog, group_name="watchalong", group_description="Watch an episode at the same time"):
    """Episodes that members watch together."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot

    async def cog_load(self) -> None:
        """Called by discord.py."""
        self.tend.start()

    async def cog_unload(self) -> None:
        """Called by discord.py."""
        self.tend.cancel()

    @app_commands.command(
        name="start",
        description="Plan one here: an event, and a thread that goes through the episode",
        extras={Limit: WATCHALONG},
    )
    @app_commands.describe(
        episode="The episode to watch, such as S1E4", at="When it begins, such as 20:30, tomorrow 20:00 or in 2 hours"
    )
    async def start(
        self, interaction: Interaction, episode: app_commands.Range[str, 1, 100], at: app_commands.Range[str, 1, 100]
    ) -> None:
        """Start one."""
        await require_editor(interaction, NotAHostError)
        meant = parse_episode(interaction.client.show, episode, premise=False)
        try:
            await begin(interaction, meant, at)
        except FormRefusedError as refused:
            # Discord has cleared the options by now: the time can be corrected in a form instead.
            draft = await keep(interaction, WatchalongFormId(meant), {"at": at})
            await say(interaction, refused.sentence, row(again(draft)))

    @start.autocomplete("episode")
    async def complete_episode(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Every episode there is; their numbers tell nothing."""
        return complete_episodes(interaction.client.show, typed)

    @start.autocomplete("at")
    async def complete_at(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """What was typed as it is understood, what it may become, and times that are usual."""
        zone = await interaction.client.store.guilds.timezone(interaction.guild_id or 0)
        now = discord.utils.utcnow().astimezone(zone_named(zone))
        found = completions(choice_value(typed), now, zone_named(zone), CHOICES)
        # What is long is offered as it is understood: a label has room for no more.
        texts = [(text if len(text) <= SHORT else f"{at:{WRITTEN}}", at) for text, at in found]
        return [app_commands.Choice[str](name=choice_name(text, at, now, zone), value=text) for text, at in texts]

    @tasks.loop(seconds=20)
    async def tend(self) -> None:
        """Go on with everything that is due. One that fails neither stops the others nor this loop."""
        try:
            for each in await self.bot.store.watchalongs.to_tend(discord.utils.utcnow()):
                await self._tend(each)
        except Exception:
            log.exception("watch-alongs could not be read")

    async def _tend(self, watchalong: Watchalong) -> None:
        try:
            await tend_watchalong(self.bot, watchalong)
        except failures.ERRORS as error:
            ours = failures.words(error) is None
            log.log(
                logging.ERROR if ours else logging.WARNING, "watch-along %s could not be tended: %s", watchalong.id,
                failures.reason(error), exc_info=error if ours else None,
            )  # fmt: skip
        except Exception:
            log.exception("watch-along %s could not be tended", watchalong.id)

    @tend.before_loop
    async def _ready(self) -> None:
        await self.bot.wait_until_ready()


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(WatchalongCog(bot))
