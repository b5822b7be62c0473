"""A Discord on loopback on its worst days: connections break, answers get lost, sessions end."""

import asyncio
import random
from typing import Final

import orjson
from aiohttp import web

from benchmarks.loopback import Data, Loopback, user_id, walk

PERMISSIONS: Final = sum(1 << bit for bit in (10, 11, 13, 15, 16))  # view, write, manage messages, attach, read history
_AGAIN: Final[Data] = {"message": "Interaction has already been acknowledged.", "code": 40060}
FRAMES: Final = (
    *('{"op": 7, "d": null}',) * 5, *('{"op": 9, "d": false}', '{"op": 9, "d": true}') * 2, *("",) * 3, "{not json",
)  # fmt: skip
"""What ends a connection of the gateway: please reconnect, no such session, hanging up, nonsense. Of the last two a bot
takes more each time to come back, and so there are few."""


def texts(message: Data) -> str:
    """All text of an answer."""
    return " ".join(each["content"] for each in walk(message.get("components") or []) if each["type"] == 10)


class HostileDiscord(Loopback):
    """The same, with `chance` of each request to go wrong, whatever it is."""

    def __init__(self) -> None:
        super().__init__(permissions=PERMISSIONS)
        self.patience = 8.0
        self.chance = 0.0
        self.faults = 0
        self.opened = asyncio.Event()
        """Whether members may do anything."""
        self.opened.set()
        self._later: dict[str, asyncio.Future[str]] = {}

    async def connected(self) -> None:
        """Wait until a bot is there, and members may use it."""
        while not (self.ready.is_set() and self.opened.is_set()):
            await self.ready.wait()
            await self.opened.wait()

    async def completed(self, deferred: Data) -> str:
        """What an answer that was put off says in the end."""
        return await asyncio.wait_for(self._later[deferred["number"]], self.patience)

    def lose(self) -> None:
        """The bot is gone: whoever waits for it waits in vain, and nobody asks until another one is there."""
        self.ready.clear()
        for waiting in (*self._answers.values(), *self._later.values(), *self._posted.values()):
            if not waiting.done():
                waiting.set_exception(ConnectionError("the bot is gone"))
                waiting.exception()  # nobody may wait for it any more
        self._later.clear()

    async def disturb(self, frame: str) -> None:
        """Break the connection of the gateway in this way."""
        socket = self.shards.get(0)
        if socket is None or socket.closed:
            return
        self.faults += 1
        if frame:
            await socket.send_str(frame)
        else:
            await socket.close(code=4000)

    async def _gateway(self, request: web.BaseRequest) -> web.WebSocketResponse:
        try:
            return await super()._gateway(request)
        finally:
            if all(each.closed for each in self.shards.values()):
                self.lose()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if "Upgrade" in request.headers:
            return await super()._serve(request)
        fault = random.choice(("500", "502", "slow", "gone", "lost")) if random.random() < self.chance else ""
        self.faults += bool(fault)
        match fault:
            case "500":
                return _json({"message": "500: Internal Server Error", "code": 0}, 500)
            case "502":
                return web.Response(text="<html>bad gateway</html>", status=502, content_type="text/html")
            case "slow":
                await asyncio.sleep(random.uniform(0.2, 1.5))
            case "gone":
                return self._hang_up(request)
            case _:
                pass
        answered = await self._take(request)
        return self._hang_up(request) if fault == "lost" else answered

    async def _take(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path.split("/")
        is_json = request.content_type == "application/json"
        if path[-1] == "callback":
            number = path[-3]
            waiting = self._answers.get(number)
            if waiting is None or waiting.done():
                return _json(_AGAIN, 400)
            if is_json and (body := orjson.loads(await request.read()))["type"] == 5:
                self._later[number] = asyncio.get_running_loop().create_future()
                waiting.set_result({**body, "number": number})
                return web.Response(status=204)
        if "webhooks" in path and request.method in {"PATCH", "POST"}:
            number = next((each for each in path if each.startswith("token-")), "").removeprefix("token-")
            later = self._later.get(number)
            if later is not None and is_json:
                said = texts(orjson.loads(await request.read()))
                if not later.done() and path[-1] == "@original":
                    later.set_result(said)
        if request.method == "DELETE":
            return web.Response(status=204)
        return await super()._serve(request)

    @staticmethod
    def _hang_up(request: web.BaseRequest) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def _json(data: Data, status: int) -> web.Response:
    # discord.py compares this header as a whole: a charset in it, and it would read the body as text.
    return web.Response(body=orjson.dumps(data), status=status, headers={"Content-Type": "application/json"})


def message_of(author: int, number: str, text: str, channel: int) -> Data:
    """A message that a member wrote."""
    user = {"id": str(user_id(author)), "username": "fan", "discriminator": "0", "avatar": None}
    return {
        "id": number, "channel_id": str(channel), "author": user, "timestamp": "2024-01-02T03:04:05+00:00",
        "edited_timestamp": None, "tts": False, "content": text, "flags": 0, "type": 0, "mention_everyone": False,
        "components": [], "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False,
    }  # fmt: skip
