"""An evening on which an episode is watched together, as tests live it."""

from contextlib import AsyncExitStack
from typing import Any

from simcord.results import ResponseMessage

from bot.show.episodes import Episode
from bot.store.watchalongs import Watchalong
from support.world import World

LENGTH = 71  # minutes of S1E4
OVER = "## S1E4 is over"


class Evening:
    """A channel at S1E4 in a server that was set up."""

    def __init__(self, world: World, doors: AsyncExitStack) -> None:
        self.world = world
        self.env = world.env
        self.channel = world.channel
        self.host = world.moderator
        self._doors = doors

    @property
    def store(self) -> Any:
        """The store of the bot that runs at the moment."""
        return self.world.bot.store.watchalongs

    async def start(self, at: str = "in 10 minutes", *, episode: str = "e4", member: Any = None) -> Any:
        """Run the command."""
        return await (member or self.host).slash(self.channel, "watchalong start", episode=episode, at=at)

    async def kept(self) -> list[Watchalong]:
        """Every watch-along that is kept."""
        rows = await self.world.bot.store.database.rows("SELECT id FROM watchalongs ORDER BY id")
        return [await self.store.watchalong(row[0]) for row in rows]

    async def planned(self) -> Watchalong:
        """The only one."""
        (found,) = await self.kept()
        return found

    @property
    def events(self) -> list[Any]:
        """The server's events."""
        return list(self.env.backend.get_guild(self.world.guild.id).scheduled_events.values())

    @property
    def thread(self) -> Any:
        """The only thread."""
        (found,) = self.channel.threads
        return found

    @property
    def card(self) -> ResponseMessage:
        """The card as it stands, above its thread."""
        return ResponseMessage(self.env, self.env.backend.get_message(self.channel.id, self.thread.id))

    def said(self, place: Any = None) -> list[ResponseMessage]:
        """What the bot posted in the thread, or elsewhere."""
        found = self.env.backend.messages[(place or self.thread).id].values()
        return [ResponseMessage(self.env, each) for each in found if each.components and not each.flags & 64]

    async def closing(self) -> ResponseMessage:
        """Let the time of a watch-along that begins in ten minutes go by, and give what is posted then."""
        await self.world.pass_time((10 + LENGTH + 1) * 60)
        (found,) = self.said()
        return found

    async def ceiling(self) -> Episode | None:
        """What the thread may show."""
        guilds, show = self.world.bot.store.guilds, self.world.bot.show.id
        return (await guilds.place(show, self.world.guild.id, self.thread.id)).ceiling

    async def progress(self, member: Any) -> Episode | None:
        """What a member finished."""
        return await self.world.bot.store.viewers.progress(self.world.bot.show.id, member.id)

    def deny(self, place: Any, **permissions: bool) -> None:
        """Take permissions from the bot in a channel."""
        self.world.deny(place, **permissions)

    async def kill(self) -> None:
        """kill -9, and another process over the same file."""
        await self.world.kill(self._doors)

    async def set(self, what: str) -> None:
        """What a killed process left in the store."""
        await self.world.bot.store.database.write(f"UPDATE watchalongs SET {what}")  # noqa: S608  words of a test
