"""The Discord on this machine with a channel in it: messages stand there once by their nonce, and are edited and read."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any, Final

from aiohttp import web

from support.loopback import BOT, CHANNEL, Loopback, json_answer

_EPOCH: Final = 1420070400000


class Rooms(Loopback):
    """Use as `Loopback`. While `deaf`, it does what it is asked in the channel, and the process never hears of it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.messages: list[dict[str, Any]] = []
        """What stands in the channel, the oldest first."""
        self.threads = 0
        self.deaf = False
        self.knows_nonces = True
        self.asked = asyncio.Event()
        """Set with everything that it is asked in the channel."""
        self._nonces: dict[str, dict[str, Any]] = {}

    async def _rest(self, request: web.Request) -> web.Response:
        parts = request.match_info["path"].split("/")
        if parts[:2] != ["channels", CHANNEL]:
            return await super()._rest(request)
        body: Any = await request.json() if request.can_read_body else {}
        answer = self._done(request.method, parts[2:], body)
        self.asked.set()
        if self.deaf:
            await self._ends.wait()
        return answer

    def _done(self, method: str, parts: list[str], body: dict[str, Any]) -> web.Response:
        match method, parts:
            case "POST", ["messages"]:
                found = self._nonces.get(str(body.get("nonce"))) if self.knows_nonces else None
                return json_answer(found or self._add(body))
            case "PATCH", ["messages", number]:
                message = next(each for each in self.messages if each["id"] == number)
                message["components"] = _numbered(body["components"])
                return json_answer(message)
            case "GET", ["messages"]:
                return json_answer(self.messages[::-1])
            case "POST", ["messages", number, "threads"]:
                self.threads += 1
                return json_answer({"id": number, "type": 11, "name": body["name"], "parent_id": CHANNEL, "guild_id": "2",
                                    "owner_id": BOT["id"], "message_count": 0, "member_count": 1,
                                    "thread_metadata": {"archived": False, "auto_archive_duration": 1440, "locked": False,
                                                        "archive_timestamp": "2026-01-01T00:00:00+00:00"}})  # fmt: skip
            case _:
                return json_answer({"message": "404: Not Found", "code": 0}, 404)

    def _add(self, body: dict[str, Any]) -> dict[str, Any]:
        number = str((int(time.time() * 1000) - _EPOCH) << 22 | len(self.messages))
        message: dict[str, Any] = {
            "id": number, "channel_id": CHANNEL, "author": BOT, "content": "", "timestamp": "2026-01-01T00:00:00+00:00",
            "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
            "attachments": [], "embeds": [], "pinned": False, "type": 0, "flags": body.get("flags", 0),
            "components": _numbered(body["components"]),
        }  # fmt: skip
        self.messages.append(message)
        self._nonces[str(body.get("nonce"))] = message
        return message


def pressable(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a message, in their order."""
    return [each for each in _walk(message["components"]) if each["type"] == 2]


def _walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in components:
        yield each
        yield from _walk(each.get("components", []))


def _numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for number, each in enumerate(_walk(components), 1):
        each["id"] = number
    return components
