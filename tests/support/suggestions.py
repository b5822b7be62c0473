"""What members suggest in tests."""

from typing import Any

from support.world import World

THANKS = (
    "Thanks. The moderators will read it, and I’ll tell you what they decide when you next use me. If it’s accepted, you’re "
    "credited under **Sources**."
)


DIARY = {
    "text": "Nam-ra keeps a diary.", "revealed_in": ["1008"], "topic": ["trait"], "source": "Netflix", "correction": ["0"],
}  # fmt: skip


async def suggest(world: World, member: Any, **changed: Any) -> Any:
    form = await member.slash(world.channel, "suggest", about="Choi Nam-ra")
    return await member.submit_modal(form, DIARY | changed)
