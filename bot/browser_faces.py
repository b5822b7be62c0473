"""The bot's own face and emoji in the preview: simcord has no avatars, and forgets the pictures of emoji.

The one place that writes into the private parts of simcord's CDN; simcord is pinned to the patch.
"""

from typing import Any, Final

import simcord
from simcord.backend.cdn import CDN_BASE

from bot.client import FanBot
from bot.faces import upload_faces
from bot.paths import ROOT

_AVATAR: Final = "hyosan"


def give_face(env: simcord.Env) -> None:
    """Let the bot look as it should in Discord; before it starts."""
    user = env.backend.bot_user
    user.avatar = _AVATAR
    _keep(env, f"avatars/{user.id}/{_AVATAR}.png", (ROOT / "docs" / "avatar.png").read_bytes())


async def hold_badges(bot: FanBot) -> None:
    """Let the bot upload nothing by itself; as soon as it has started."""
    await bot.remove_cog("FacesCog")


async def give_badges(env: simcord.Env, bot: FanBot) -> None:
    """Upload the bot's emoji at once, where a real one takes its time, and keep their pictures."""
    create = bot.create_application_emoji

    async def created(*, name: str, image: bytes) -> Any:
        emoji = await create(name=name, image=image)
        _keep(env, f"emojis/{emoji.id}.png", image)
        return emoji

    bot.create_application_emoji = created
    await upload_faces(bot, bot.store.faces, bot.show.id, bot.caches.drawing, pace=0)
    bot.caches.cards.forget()


def _keep(env: simcord.Env, path: str, image: bytes) -> None:
    env.backend.cdn._blobs[f"{CDN_BASE}/{path}"] = image  # pyright: ignore[reportPrivateUsage]  see above
