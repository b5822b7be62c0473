"""The bot's own emoji, name badges and medals: uploaded once and in the background. Nothing waits for them or needs them."""

import asyncio
import base64
import hashlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import discord
import orjson

from bot import failures
from bot.store.faces import FaceStore, Uploaded

log = logging.getLogger(__name__)

DRAWN: Final = "1"
"""How badges and medals are drawn: raise it when they come to look otherwise, and all are uploaded anew."""

MOST: Final = 2_000
"""Emoji of an application, by Discord."""

LARGEST: Final = 256 * 1024
"""Bytes of an emoji, by Discord."""

PACE: Final = 2.0
"""Seconds between two uploads: nobody waits for them, and Discord counts."""

SOON: Final = 20.0
"""Seconds after the start, when whoever waited for the bot is answered."""

_OURS: Final = re.compile(r"[pm]\d{1,19}")
_PLACES: Final = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Face:
    """One emoji: what it is drawn from, and a hash of that."""

    drawing: Any
    look: str


async def upload_faces(
    client: discord.Client, store: FaceStore, show_id: int, draw: Callable[[bytes], bytes], pace: float = PACE
) -> bool:
    """Let Discord have the emoji that there should be, and no other of ours; true where any changed.

    What is done stays done: the next call goes on from there, also after a kill between two lines of this.
    """
    try:
        return await _Upload(client, store, draw, pace).run(await _wanted(store, show_id))
    except failures.ERRORS as error:
        log.warning(
            "the name badges are not all uploaded (%s); cards do without, and it goes on tomorrow",
            failures.reason(error),
        )
        return True


async def _wanted(store: FaceStore, show_id: int) -> dict[str, Face]:
    """Every emoji by its name: a hash of who it is, or the place. The name of a person is story."""
    drawings: dict[str, Any] = {f"m{place}": place for place in _PLACES}
    drawings |= {f"p{person}": orjson.loads(badge) for person, badge in (await store.badges(show_id)).items()}
    return {name: Face(drawing, _look(drawing)) for name, drawing in drawings.items()}


def _look(drawing: Any) -> str:
    # Of what is drawn, not of the picture, whose bytes are other ones with another version of the library that draws.
    return hashlib.sha256(orjson.dumps((DRAWN, drawing))).hexdigest()[:16]


class _Upload:
    """One comparison of what there should be with what Discord has."""

    def __init__(self, client: discord.Client, store: FaceStore, draw: Callable[[bytes], bytes], pace: float) -> None:
        assert client.application_id is not None, "it is known since the login"  # noqa: S101  says why it holds
        self._client = client
        self._application = client.application_id
        self._store = store
        self._draw = draw
        self._pace = pace

    async def run(self, wanted: dict[str, Face]) -> bool:
        """True where anything changed."""
        there, known = await self._client.fetch_application_emojis(), await self._store.uploaded(self._application)
        right = {
            emoji.name: emoji.id
            for emoji in there
            if emoji.name in wanted and known.get(emoji.name) == Uploaded(emoji.id, wanted[emoji.name].look)
        }
        # First out of the cards, then from Discord. Emoji with other names are none of ours, and stay.
        await self._store.keep_only(self._application, right)
        wrong = [emoji for emoji in there if _OURS.fullmatch(emoji.name) and right.get(emoji.name) != emoji.id]
        for emoji in wrong:
            await emoji.delete()
        missing = {name: face for name, face in wanted.items() if name not in right}
        await self._add(dict(list(missing.items())[: MOST - len(there) + len(wrong)]))
        return bool(wrong or missing or len(known) != len(right))

    async def _add(self, missing: dict[str, Face]) -> None:
        if not missing:
            return
        order = orjson.dumps(("emoji", [face.drawing for face in missing.values()]))
        pictures = [base64.b64decode(each) for each in orjson.loads(await asyncio.to_thread(self._draw, order))]
        for (name, face), picture in zip(missing.items(), pictures, strict=True):
            if len(picture) <= LARGEST:
                made = await self._client.create_application_emoji(name=name, image=picture)
                await self._store.set_uploaded(self._application, name, Uploaded(made.id, face.look))
                await asyncio.sleep(self._pace)
        log.info("uploaded %d name badges and medals as emoji", len(missing))
