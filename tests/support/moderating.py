"""What moderators set, and what a card says of it."""

from typing import Any

from support.reading import words
from support.world import World


async def settings(world: World, kind: str, **options: Any) -> Any:
    """What the moderator hears."""
    return await world.moderator.slash(world.channel, f"settings {kind}", **options)


async def show(world: World) -> Any:
    """The one view, open for the moderator."""
    return (await settings(world, "show")).response


async def footer(world: World, channel: Any, member: Any = None) -> str:
    """The last line of a card in a channel."""
    await world.go_by_channel(world.fan)
    reply = await (member or world.fan).slash(channel, "character", name="nam on-jo")
    return words(reply).splitlines()[-1].partition(" · page")[0]


async def thread_of(world: World, member: Any, parent: Any, name: str = "a thread") -> Any:
    """A thread in a channel, or a post in a forum."""
    model = world.env.backend.create_thread(parent.id, name, owner_id=member.id)
    return type(parent)(world.env, world.guild, model)
