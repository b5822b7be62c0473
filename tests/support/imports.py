"""Files that editors import, as tests write and check them."""

from typing import Any

from support.world import World

Layer = list[tuple[int, str, Any]]


def row(number: int, **changed: str) -> str:
    """One fact of a file in TOML; values are written as they are."""
    values = {
        "text": f'"Nam-ra counts to {number}."', "topic": '"trait"', "revealed_in": '"S1E1"', "about": '["Choi Nam-ra"]',
        "sources": '["Netflix"]',
    } | changed  # fmt: skip
    return "[[facts]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items())


async def check(
    world: World, member: Any, text: str | bytes, name: str = "facts.toml", *, dry_run: bool = False
) -> Any:
    """What an editor hears of a file."""
    data = text if isinstance(text, bytes) else text.encode()
    return await member.slash(world.channel, "fact import", file=(name, data), dry_run=dry_run)


async def layer(world: World) -> Layer:
    """Everything that the server has of its own."""
    edits, show = world.bot.store.edits, world.bot.show.id
    return [
        (item.id, item.now.state, item.content)
        for kind in ("fact", "question")
        for item in await edits.layer(show, world.guild.id, kind)
    ]


def file_of(world: World, reply: Any) -> bytes:
    """The file on a reply."""
    [attachment] = (reply.response or reply).attachments
    data = world.env.backend.cdn.get(attachment.url)
    assert data is not None
    return data
