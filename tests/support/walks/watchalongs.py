"""A watch-along from the command to the closing card, and one that is called off."""

from dataclasses import replace
from typing import Any

from simcord.results import ResponseMessage

from bot.show.episodes import Episode, Scope
from support.walk import Channel, Sent, Walk
from support.world import World

E6 = Episode(1, 6)


async def walk_watchalong(world: World, progress: Episode | Channel | None, ceiling: Episode) -> Walk:
    """One that is called off and one that is watched to its end, with everything that can be typed and pressed."""
    channel = world.guild.create_text_channel(f"together-{ceiling.ordinal}-{progress}".lower())
    await world.set_ceiling(channel, ceiling)
    await world.set_progress(world.fan, progress)
    walk = Walk(replace(world, fan=world.moderator), channel, ceiling, None, 2)
    await walk.complete("watchalong start", "episode", "", at="now")
    for typed in ("", "8", "tomorrow"):
        await walk.complete("watchalong start", "at", typed, episode="e6")
    await walk.command("watchalong start", {"episode": "e6", "at": "next blue moon"})
    # The walk says Yes where it is asked, and cancels what has begun.
    await walk.command("watchalong start", {"episode": "e6", "at": "tomorrow 20:00"})
    await walk.press(_card(world, channel))
    await walk.command("watchalong start", {"episode": "e6", "at": "in 10 minutes"})
    seen = len(world.env.http_requests)
    await world.pass_time(80 * 60)
    whole = Scope(ceiling, ceiling)
    walk.sent += [Sent("time goes by", each.json or {}, whole, True) for each in world.env.http_requests[seen:]]
    thread = channel.threads[-1]
    inside = Walk(world, thread, E6, progress, 2)
    (closing,) = world.env.backend.messages[thread.id].values()
    await inside.press(ResponseMessage(world.env, closing))
    await inside.press(_card(world, channel))
    walk.sent += inside.sent
    walk.pressed |= inside.pressed
    return walk


def _card(world: World, channel: Any) -> ResponseMessage:
    return ResponseMessage(world.env, world.env.backend.get_message(channel.id, channel.threads[-1].id))
