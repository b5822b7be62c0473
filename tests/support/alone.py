"""Private questions of trivia, as tests answer them."""

from typing import Any

from bot.show.episodes import Episode
from bot.store.rounds import Round
from support.reading import buttons
from support.world import World


async def shown_round(world: World, reply: Any) -> Round:
    """The question that a private reply shows."""
    custom_id = next(
        each["custom_id"]
        for each in buttons(reply).values()
        if each["custom_id"].split(":")[1] in {"practice", "daily"}
    )
    round_ = await world.bot.store.rounds.round(int(custom_id.split(":")[2]), Episode(1, 12))
    assert round_ is not None
    return round_


async def answer(world: World, member: Any, reply: Any, choice: str) -> Round:
    """Press the right or a wrong option of a private question; the reply itself is edited."""
    round_ = await shown_round(world, reply)
    kind = next(iter(buttons(reply).values()))["custom_id"].split(":")[1]
    index = (round_.answer + (choice == "wrong")) % len(round_.options)
    await member.click(reply.response, custom_id=f"t1:{kind}:{round_.id}:{index}")
    return round_
