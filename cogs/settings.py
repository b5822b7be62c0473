"""/settings: what a server and its channels may show, and who looks after it. Needs Manage Server, by default and at run time."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import FanBot, Interaction
from bot.ui.settings.daily import complete_hours, set_daily
from bot.ui.settings.options import (
    LANGUAGE,
    REPLIES,
    SPOILERS,
    AnyPlace,
    PlaceOption,
    complete_place_ceilings,
    complete_server_ceilings,
    complete_timezones,
    set_place,
    set_server,
)
from bot.ui.settings.overview import check_manager, show_settings
from bot.ui.settings.rooms import show_rooms


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class SettingsCog(commands.GroupCog, group_name="settings", group_description="What this server may show"):
    """Limits, editors, channels for editors, time zone."""

    def __init__(self, bot: FanBot) -> None:
        self.bot = bot

    @app_commands.command(name="show", description="Everything in one view, to look at and to change")
    async def show(self, interaction: Interaction) -> None:
        """Show it."""
        check_manager(interaction)
        await show_settings(interaction)

    @app_commands.command(
        name="channel", description="How far I go in a channel, thread or category, and who sees my replies"
    )
    @app_commands.describe(
        ceiling="An episode such as S1E4, or: premise, everything, inherit",
        replies="Whether everybody sees my replies there",
        channel="Which channel, thread or category (default: this channel)",
    )
    @app_commands.choices(replies=REPLIES)
    @app_commands.autocomplete(ceiling=complete_place_ceilings)
    async def channel(
        self,
        interaction: Interaction,
        ceiling: app_commands.Range[str, 1, 100] | None = None,
        replies: str | None = None,
        channel: app_commands.Transform[AnyPlace, PlaceOption] | None = None,
    ) -> None:
        """Set one channel or thread, or let it inherit; what is left out stays as it is."""
        check_manager(interaction)
        await set_place(interaction, channel, ceiling=ceiling, replies=replies)

    @app_commands.command(name="rooms", description="Limits for all channels and threads named like an episode")
    async def rooms(self, interaction: Interaction) -> None:
        """Propose them."""
        check_manager(interaction)
        await show_rooms(interaction)

    @app_commands.command(name="daily", description="A question a day, posted in a channel")
    @app_commands.describe(
        channel="Where (default: this channel)",
        hour="At which hour, such as 18:00 (default), or: off",
        role="A role that each of them pings",
    )
    @app_commands.autocomplete(hour=complete_hours)
    async def daily(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | None = None,
        hour: app_commands.Range[str, 1, 100] | None = None,
        role: discord.Role | None = None,
    ) -> None:
        """Set what was given; without anything show how it is."""
        check_manager(interaction)
        await set_daily(interaction, channel=channel, hour=hour, role=role)

    @app_commands.command(name="server", description="What holds in the whole server, and who looks after it")
    @app_commands.describe(
        ceiling="How far I go in channels without their own limit: an episode such as S1E4, or: premise, everything",
        spoilers="What I do in public with what lies beyond a channel’s limit",
        editors="Who may change facts and questions, beside members with Manage Messages",
        review_channel="Where suggestions of members are announced",
        log_channel="Where changes are logged",
        timezone="When the day begins, such as Asia/Seoul",
        language="Of what I post for everybody (default: that of the server in Discord)",
    )
    @app_commands.choices(spoilers=SPOILERS, language=LANGUAGE)
    @app_commands.autocomplete(ceiling=complete_server_ceilings, timezone=complete_timezones)
    async def server(
        self,
        interaction: Interaction,
        ceiling: app_commands.Range[str, 1, 100] | None = None,
        spoilers: str | None = None,
        editors: discord.Role | None = None,
        review_channel: discord.TextChannel | None = None,
        log_channel: discord.TextChannel | None = None,
        timezone: app_commands.Range[str, 1, 60] | None = None,
        language: str | None = None,
    ) -> None:
        """Set what was given; what is left out stays as it is."""
        check_manager(interaction)
        await set_server(
            interaction, ceiling=ceiling, spoilers=spoilers, editors=editors, review_channel=review_channel,
            log_channel=log_channel, timezone=timezone, language=language,
        )  # fmt: skip

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forget what was chosen for it."""
        await self.bot.store.guilds.forget_place(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, gone: discord.RawThreadDeleteEvent) -> None:
        """Forget what was chosen for it."""
        await self.bot.store.guilds.forget_place(gone.thread_id)


async def setup(bot: FanBot) -> None:
    """Called by discord.py."""
    await bot.add_cog(SettingsCog(bot))
