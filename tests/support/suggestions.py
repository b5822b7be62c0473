"""What members suggest in tests."""

from typing import Any

from support.world import World

THANKS = (
    "Thank you. The moderators read it, and I tell you the outcome when you use me next. If they take it up, **Sources** "
    "names you."
)


DIARY = {
    "text": "Nam-ra keeps a diary.", "revealed_in": ["1008"], "topic": ["trait"], "source": "Netflix", "correction": ["0"],
}  # fmt: skip


async def suggest(world: World, member: Any, **changed: Any) -> Any:
    form = await member.slash(world.channel, "suggest", about="Choi Nam-ra")
    return await member.submit_modal(form, DIARY | changed)
