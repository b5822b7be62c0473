"""Members' spoilers, as tests post, tag and look for them."""

from typing import Any

from support.reading import words
from support.world import World


async def post(
    world: World, member: Any, *, episode: str = "S1E9", title: str = "The roof", text: str = "she jumps"
) -> Any:
    """The public post that a member makes."""
    form = await member.slash(world.channel, "spoiler post", episode=episode)
    done = await member.submit_modal(form, {"title": title, "text": text})
    assert done.response is not None
    return done.response


async def tag(world: World, member: Any, message: Any, episode: str = "1007") -> Any:
    """What somebody hears who tags a message."""
    form = await member.context_menu(world.channel, "Tag as spoiler", message)
    return await member.submit_modal(form, {"episode": [episode]})


def stored(world: World) -> Any:
    """Title and text of every post that is kept."""
    return world.bot.store.database.rows("SELECT title, text FROM spoiler_posts")


def in_channel(world: World) -> list[str]:
    """What everybody reads in the channel."""
    seen = [
        world.env.backend.get_message(world.channel.id, each.id)
        for each in world.channel.history()
        if not each.flags.ephemeral
    ]
    return [words(each) or each.content for each in seen]


def refused(world: World) -> list[str]:
    """What members did wrong so far, by the names of the errors; nothing else may have gone wrong."""
    return [type(getattr(error, "original", error)).__name__ for error in world.env.errors]


def card_of(world: World, message: Any) -> Any:
    """A message of the channel as it stands now."""
    return world.env.backend.get_message(world.channel.id, message.id)
