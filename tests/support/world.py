"""A server with the production bot, a channel and members: what nearly every test acts in."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Literal

import discord
import simcord
from discord.ext import tasks
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType
from simcord.results import ResponseMessage

from bot.__main__ import make_bot
from bot.client import FanBot
from bot.show.episodes import Episode
from bot.show.facts import row_id
from bot.store import open_store

MURDER = str(row_id("all-of-us-are-dead", "fact", "gwi-nam-overpowers-principal-murders"))
"""A fact of S1E4 that tests edit."""

NAM_RA = row_id("all-of-us-are-dead", "subject", "choi-nam-ra")

CHANGED = {"text": "Gwi-nam kills the principal.", "revealed_in": ["1004"], "topic": ["death"], "sources": "Netflix",
           "why": "shorter"}  # fmt: skip
"""What an editor makes of it."""

SUGGESTED = {"text": "Gwi-nam hums while he runs.", "revealed_in": ["1004"], "topic": ["trait"], "source": "Netflix",
             "correction": ["0"]}  # fmt: skip
"""What a member suggests."""


@dataclass
class World:
    """A server with the bot, a channel, and members to act as."""

    env: simcord.Env
    bot: FanBot
    guild: Any
    channel: Any
    fan: Any
    other: Any
    moderator: Any
    nothing_of: set[int] = field(default_factory=set[int])  # members who asked that nothing of them is kept

    async def keep_nothing(self, member: Any) -> None:
        """Let a member have asked, at first and for good, that nothing of them is kept."""
        self.nothing_of.add(member.id)
        await self.set_progress(member, None)

    async def set_progress(self, member: Any, episode: "Episode | Literal['channel'] | None") -> None:
        """Let a member have finished `episode`, go by the channel, or never have said how far they are."""
        viewers, privacy, show = self.bot.store.viewers, self.bot.store.privacy, self.bot.show.id
        await privacy.keep_again(member.id)
        if member.id in self.nothing_of:
            await viewers.clear_progress(show, member.id)
            await privacy.keep_nothing(member.id)
        elif episode == "channel":
            await viewers.go_by_channel(show, member.id)
        elif episode is None:
            await viewers.clear_progress(show, member.id)
        else:
            await viewers.set_progress(show, member.id, episode)

    async def go_by_channel(self, *members: Any) -> None:
        """Let members go by the channel, as they can choose instead of saying what they finished."""
        for member in members:
            await self.bot.store.viewers.go_by_channel(self.bot.show.id, member.id)

    async def set_ceiling(self, place: Any, episode: Episode) -> None:
        """Let a channel, or the guild as a whole, show `episode`."""
        await self.bot.store.viewers.set_ceiling(self.bot.show.id, self.guild.id, place.id, episode)

    def messages(self, channel: Any) -> list[ResponseMessage]:
        """Everything that stands in a channel, as its readers see it, oldest first."""
        return [ResponseMessage(self.env, each) for each in self.env.backend.messages.get(channel.id, {}).values()]

    def last(self, channel: Any) -> ResponseMessage:
        """The last message of a channel."""
        return ResponseMessage(self.env, self.env.backend.get_message(channel.id, channel.last_message.id))

    def deny(self, place: Any, **permissions: bool) -> None:
        """Take permissions from the bot in a channel."""
        self.env.backend.get_channel(place.id).overwrites.append(
            Overwrite(self.env.backend.bot_user.id, OverwriteType.MEMBER, 0, discord.Permissions(**permissions).value)
        )

    async def kill(self, doors: AsyncExitStack) -> None:
        """kill -9: nothing is closed, and another process starts over the same file, until `doors` close."""
        dead, store = self.bot, await doors.enter_async_context(open_store(self.bot.store.database.path))
        self.bot = make_bot(store, dead.show)
        await self.env.restart_bot(self.bot)
        await dead.close()

    async def pass_time(self, seconds: float) -> None:
        """Let time go by. Loops that would tick through it hundreds of times rest meanwhile."""
        found = [getattr(cog, name) for cog in self.bot.cogs.values() for name in dir(type(cog))]
        loops: list[tasks.Loop[Any]] = [each for each in found if isinstance(each, tasks.Loop)]
        quick = [each for each in loops if each.is_running() and 500 * _seconds(each) < seconds]
        for loop in quick:
            loop.cancel()
        await self.env.advance_time(seconds)
        for loop in quick:
            loop.start()


def _seconds(loop: tasks.Loop[Any]) -> float:
    return (loop.hours or 0) * 3600 + (loop.minutes or 0) * 60 + (loop.seconds or 0)


async def make_world(env: simcord.Env, bot: FanBot) -> World:
    """The same server, channel and members each time, with the same ids."""
    guild = env.create_guild("Hyosan High")
    everything = discord.Permissions(manage_guild=True, manage_messages=True)
    moderators = guild.create_role("Moderators", permissions=everything)
    return World(
        env,
        bot,
        guild,
        guild.create_text_channel("class-2-5"),
        guild.add_member(env.create_user("fan")),
        guild.add_member(env.create_user("other")),
        guild.add_member(env.create_user("moderator"), roles=[moderators]),
    )
