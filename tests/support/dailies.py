"""The posted question of the day, as tests choose it, wait for it and answer it."""

from typing import Any

from simcord.results import ResponseMessage

from bot.show.episodes import PREMISE, Episode
from support.reading import buttons
from support.walks import let_pass, posts_in
from support.world import World

E2, E4, E6 = Episode(1, 2), Episode(1, 4), Episode(1, 6)
HOUR, DAY = 3600, 24 * 3600
MINUTE = 60


async def choose(world: World, **options: Any) -> Any:
    """What a moderator hears of /settings daily."""
    return await world.moderator.slash(world.channel, "settings daily", **options)


async def later(world: World, seconds: float) -> None:
    """Let time go by."""
    await let_pass(world, seconds)


def posted(world: World) -> list[ResponseMessage]:
    """Every message of a daily question in the channel, oldest first."""
    return posts_in(world, world.channel)


async def started(world: World, **options: Any) -> ResponseMessage:
    """A server that goes through S1E4 and whose first question has just come."""
    await world.set_ceiling(world.channel, E4)
    await choose(world, **{"hour": "18:00", **options})
    await later(world, 18 * HOUR + MINUTE)
    (post,) = posted(world)
    return post


async def of_the_story(world: World) -> ResponseMessage:
    """The first post whose question is for whoever has watched something."""
    post = await started(world)
    while True:
        round_id = int((await right(world, post)).split(":")[2])
        if await world.bot.store.rounds.round(round_id, PREMISE) is None:
            return post
        await later(world, DAY)
        post = posted(world)[-1]


async def right(world: World, post: ResponseMessage, wrong: bool = False) -> str:
    """The button of the right or of a wrong option of a post."""
    round_id = int(next(iter(buttons(post).values()))["custom_id"].split(":")[2])
    round_ = await world.bot.store.rounds.round(round_id, Episode(1, 12))
    assert round_ is not None
    return f"t1:daily:{round_id}:{(round_.answer + wrong) % len(round_.options)}"
