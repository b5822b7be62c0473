"""The question of the day as it is posted in a channel, over some days, and everything there is to press on it."""

from dataclasses import replace
from functools import partial
from typing import Any

from simcord.results import ResponseMessage

from bot.show.episodes import PREMISE, Episode, Scope
from support.reading import buttons, words
from support.walk import Sent, Walk
from support.world import World

DAY = 24 * 3600
HOUR = 18


async def let_pass(world: World, seconds: float) -> None:
    """Let time go by, after which the loop of daily questions has its turns; nothing here waits for its clock."""
    cog: Any = world.bot.cogs["DailyCog"]
    cog.tend.cancel()
    await world.pass_time(seconds)
    cog.tend.cancel()
    for _turn in range(2):
        await cog.tend()


def posts_in(world: World, channel: Any) -> list[ResponseMessage]:
    """Every message of a daily question in a channel, oldest first."""
    return [each for each in world.messages(channel) if not each.ephemeral and "-# Daily question · " in words(each)]


class DailyWalk(Walk):
    """A member who answers the daily question in a channel."""

    async def wait(self, seconds: float) -> None:
        """Whatever is sent meanwhile goes to the whole channel."""
        seen = len(self.world.env.http_requests)
        await let_pass(self.world, seconds)
        scope = Scope(self.ceiling, self.ceiling)
        self.sent += [
            Sent("time goes by", each.json or {}, scope, True) for each in self.world.env.http_requests[seen:]
        ]

    async def answer(self, member: Any, post: ResponseMessage) -> None:
        """Press every letter. Who is not that far hears what stands on the button they pressed, and nothing else of it."""
        mine, self.progress = self.progress, await self._is_at(member)
        for custom_id in [each["custom_id"] for each in buttons(post).values()]:
            first, act = len(self.sent), partial(member.click, post, custom_id=custom_id)
            result = await self._step("answer", act, public=False, member=member)
            if words(result).startswith("You chose"):
                scope = Scope(self.ceiling, self.ceiling)
                self.sent[first:] = [replace(sent, scope=scope) for sent in self.sent[first:]]
                assert words(result).count("kan") <= 1, "an option, and no explanation"
        self.progress = mine


async def walk_daily(world: World, progress: Episode | None, ceiling: Episode, days: int = 3) -> Walk:
    """Some days of it: asked, answered by who has watched so far and who has not, over, and taken back at last."""
    channel = world.guild.create_text_channel(f"daily-{ceiling.ordinal}-{progress}".lower())
    await world.set_ceiling(channel, ceiling)
    await world.set_progress(world.fan, progress)
    await world.moderator.slash(channel, "settings daily", hour=f"{HOUR}:00")
    walk = DailyWalk(world, channel, ceiling, progress, 2, False)
    await walk.wait(HOUR * 3600 + 60)
    for _day in range(days):
        post = posts_in(world, channel)[-1]
        for member in (world.fan, world.other):
            await walk.answer(member, post)
        await walk.command("trivia daily", {})
        await walk.wait(DAY)
        await walk.press(posts_in(world, channel)[-2])  # what is over
    await world.set_ceiling(channel, PREMISE)
    walk.ceiling = PREMISE
    await walk.wait(60)
    return walk
