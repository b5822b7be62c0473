"""FanBot: the store, the show, who is looking, and what one process keeps. It knows no card and no control."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeAlias

import discord
from discord import app_commands
from discord.ext import commands

from bot.answering import Answering
from bot.caches import Caches
from bot.command_words import CommandWords
from bot.door import Connection
from bot.limits import Limits
from bot.locale import spoken
from bot.registration import register
from bot.show.shows import Show
from bot.store import Store
from bot.store.backups import Backups
from bot.store.cluster import Cluster, Turn
from bot.turns import Turns
from bot.viewer import Viewer, Visit, visit

log = logging.getLogger(__name__)

# It would warn at every start that packages for voice are missing, of which this bot has none.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

_BETWEEN_SHARDS: Final = 5.0  # seconds, by Discord

Interaction: TypeAlias = "discord.Interaction[FanBot]"


class FanBot(commands.AutoShardedBot):
    """The bot. Whoever makes it owns the store and closes it; see `bot.__main__`."""

    def __init__(
        self,
        store: Store,
        show: Show,
        extensions: Sequence[str],
        *,
        tree_cls: type[app_commands.CommandTree["FanBot"]],
        dev_guild: int | None = None,
        backups: Backups | None = None,
        cluster: Cluster | None = None,
    ) -> None:
        self.cluster = cluster or Cluster()
        shards = self.cluster.shards
        # Alone it has as many shards as Discord advises.
        sharding: Any = {} if self.cluster.is_alone else {"shard_count": shards.count, "shard_ids": list(shards.ids)}
        super().__init__(
            commands.when_mentioned,
            help_command=None,
            tree_cls=tree_cls,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            # The bot asks for no member list and reads no message: it keeps neither.
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            **sharding,
        )
        self.store = store
        self.show = show
        self.backups = backups
        self.caches = Caches()
        self.limits = Limits()
        self.answering = Answering()
        self.importing = Turns()
        self.is_followed: Callable[..., bool] = lambda *_: True
        """Whether something is to be said besides, after this interaction was answered by this command."""
        self._extension_names = extensions
        self._dev_guild = None if dev_guild is None else discord.Object(dev_guild)
        self._command_ids: dict[str, int] = {}

    def _get_state(self, **options: Any) -> Connection:
        return Connection(dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options)

    async def setup_hook(self) -> None:
        """Load every extension (one that fails stops the start) and register the commands if they changed."""
        for name in self._extension_names:
            await self.load_extension(name)
        await self.tree.set_translator(CommandWords())
        if self._dev_guild is not None:
            self.tree.copy_global_to(guild=self._dev_guild)
            self.tree.clear_commands(guild=None)
        async with self.cluster.turn(Turn.COMMANDS):
            self._command_ids = await register(self, self.store.commands, self._dev_guild)

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:
        """Tell whoever listens, each in a task: of a command that was answered only where something follows, which is seldom."""
        if event_name != "app_command_completion" or self.is_followed(*args):
            super().dispatch(event_name, *args, **kwargs)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord takes one shard in five seconds, of all processes together."""
        if self.cluster.is_alone:
            await super().before_identify_hook(shard_id, initial=initial)
        else:
            await self.cluster.pace(Turn.IDENTIFY, _BETWEEN_SHARDS)

    async def close(self) -> None:
        """End everything that runs, and whatever is being drawn."""
        self.caches.drawing.stop()
        await super().close()

    async def drain(self, seconds: float, tell: Callable[[Interaction], Awaitable[object]]) -> None:
        """Take nothing new, give what is being answered `seconds`, and then `tell` whoever is not answered yet."""
        self.caches.drawing.stop()
        await self.answering.end(seconds, tell)

    async def on_ready(self) -> None:
        """Say so in the log; may happen again after a reconnect."""
        count = len(self.guilds)
        log.info("ready: %s in %d %s", self.user, count, "server" if count == 1 else "servers")

    def mention(self, command: str) -> str:
        """The command as Discord makes it clickable, such as "progress set"."""
        command_id = self._command_ids.get(command.partition(" ")[0])
        return f"`/{command}`" if command_id is None else f"</{command}:{command_id}>"

    @property
    def server_count(self) -> int:
        """In how many servers the bot is; where other processes have some of them, as Discord told at the start."""
        told = None if self.cluster.is_alone or self.application is None else self.application.approximate_guild_count
        return told or len(self.guilds)

    @property
    def invite(self) -> str:
        """The address that adds the bot to a server, with what it needs there."""
        needed = discord.Permissions(
            view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True, attach_files=True,
            read_message_history=True,
        )  # fmt: skip
        return discord.utils.oauth_url(
            self.application_id or 0, permissions=needed, scopes=("bot", "applications.commands")
        )

    async def visit(self, interaction: Interaction) -> Visit:
        """Who is looking at which facts, read now."""
        found = await visit(interaction, self.store, self.show)
        interaction.extras[Visit] = found
        return found

    async def viewer(self, interaction: Interaction) -> Viewer:
        """Who is looking, read now."""
        return (await self.visit(interaction)).viewer

    async def server_language(self, guild_id: int) -> str:
        """The language of what stands in public in a server: its own choice, else what Discord has for it."""
        return self.language_in(guild_id, (await self.store.guilds.settings(guild_id)).language)

    def language_in(self, guild_id: int, chosen: str | None) -> str:
        """The same, where it was read already what the server chose."""
        guild = self.get_guild(guild_id)
        return chosen or spoken(str(guild.preferred_locale) if guild else "")

    async def last_visit(self, interaction: Interaction) -> Visit:
        """What was read for this interaction already; read now where it was not."""
        return interaction.extras.get(Visit) or await self.visit(interaction)
