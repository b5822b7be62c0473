"""The door: how what members do comes in from Discord, and how its answer goes out. All of discord.py's insides that we rely on.

Quarantined here, because discord.py offers no other way, and pinned to its version by tests/test_door.py. As it is, it asks
Discord for every message that it has just sent, and makes objects of it, and of the whole message that a press comes from,
and tells everybody of every interaction. This bot reads none of that, and it took half of the time of an answer.

Everything else is discord.py's own: its session, files, what follows an answer, and all that has to be done where Discord does not take
an answer at once. What simcord puts in the place of its adapter stands behind this one in the same way.
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import aiohttp
import discord
import orjson
from discord.http import MultipartParameters, Route
from discord.state import AutoShardedConnectionState
from discord.webhook.async_ import AsyncWebhookAdapter, async_context
from yarl import URL

from bot.events import PRESSED, SUBMITTED

_CALLBACK: Final = "/interactions/{webhook_id}/{webhook_token}/callback"
_JSON: Final = "application/json"
_NOT_NEEDED: Final = ("Accept", "Accept-Encoding")
_RESET: Final = {54, 10054}
"""Numbers of errors after which discord.py tries again."""

_COMMAND, _PRESS, _TYPING, _SUBMIT = 2, 3, 4, 5


class Adapter(AsyncWebhookAdapter):
    """Sends the first answer of an interaction without asking for it back; all else as the adapter that it stands before."""

    def __init__(self, behind: AsyncWebhookAdapter) -> None:
        super().__init__()
        self._behind = behind
        # A test's own adapter gets at once, and read, what discord.py's writes and gets where Discord does not take an answer.
        self._is_plain = type(behind) is AsyncWebhookAdapter

    async def request(self, route: Route, session: aiohttp.ClientSession, **asked: Any) -> Any:
        """What every other method of discord.py's ends in."""
        if not self._is_plain and asked.get("payload"):
            asked["payload"] = _read(asked["payload"])
        return await self._behind.request(route, session, **asked)

    async def create_interaction_response(
        self,
        interaction_id: int,
        token: str,
        *,
        session: aiohttp.ClientSession,
        proxy: str | None = None,
        proxy_auth: aiohttp.BasicAuth | None = None,
        params: MultipartParameters,
    ) -> Any:
        """Send it, and give as much of Discord's answer as discord.py cannot do without."""
        ways: Any = {"session": session, "proxy": proxy, "proxy_auth": proxy_auth}
        if params.files:
            return await super().create_interaction_response(interaction_id, token, params=params, **ways)
        if not (self._is_plain and await _taken(session, interaction_id, token, params.payload, proxy, proxy_auth)):
            route = Route("POST", _CALLBACK, webhook_id=interaction_id, webhook_token=token)
            await self.request(route, payload=params.payload, **ways)
        return {"interaction": {"id": interaction_id}}


def _read(payload: Any) -> Any:
    """As whoever gets it would read it: a kept card is written already (bot/caches/cards.py)."""
    return orjson.loads(orjson.dumps(payload))


async def _taken(
    session: aiohttp.ClientSession,
    interaction_id: int,
    token: str,
    payload: Any,
    proxy: str | None,
    proxy_auth: aiohttp.BasicAuth | None,
) -> bool:
    """Post it, and whether Discord took it. If not, discord.py asks once more: then it waits, tries again and says what is wrong."""
    address = URL(f"{Route.BASE}/interactions/{interaction_id}/{quote(token, safe='')}/callback", encoded=True)
    try:
        async with session.post(
            address,
            data=aiohttp.BytesPayload(orjson.dumps(payload), content_type=_JSON),
            skip_auto_headers=_NOT_NEEDED,
            proxy=proxy,
            proxy_auth=proxy_auth,
        ) as response:
            return response.ok
    except OSError as error:
        if error.errno in _RESET:
            return False
        raise


@dataclass(frozen=True, slots=True)
class Outline:
    """Of the message that somebody pressed on: which it is, and who reads it."""

    id: int
    flags: discord.MessageFlags


class Connection(AutoShardedConnectionState[Any]):
    """Hands a command to the tree, and a press and a submit to the one who answers all of them (bot/ui/registry.py)."""

    def parse_interaction_create(self, data: Any) -> None:
        """Called by discord.py for every interaction."""
        if not isinstance(async_context.get(), Adapter):
            async_context.set(Adapter(async_context.get()))
        kind, message = data["type"], data.get("message")
        if message is not None:
            data = {key: value for key, value in data.items() if key != "message"}
        interaction = discord.Interaction(data=data, state=self)
        if message is not None:
            outline: Any = Outline(int(message["id"]), discord.MessageFlags._from_value(message.get("flags", 0)))  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  see the module
            interaction.message = outline
        if kind in {_COMMAND, _TYPING}:
            assert self._command_tree is not None, "the bot has one"  # noqa: S101  says why it holds
            self._command_tree._from_interaction(interaction)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  see the module
        elif kind == _PRESS:
            self.dispatch(PRESSED, interaction)
        elif kind == _SUBMIT:
            self.dispatch(SUBMITTED, interaction)
