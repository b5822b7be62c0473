"""Discord's login, gateway and interactions on a loopback address: for sockets and signals, where simcord has none."""

import asyncio
import json
from typing import Any, Self

from aiohttp import WSMsgType, web

BOT = {"id": "900000000000000001", "username": "hyosan", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": BOT["id"], "name": "hyosan", "icon": None, "description": "", "bot_public": True, "bot_require_code_grant": False,
    "verify_key": "x", "flags": 0, "owner": BOT,
}  # fmt: skip
GUILD, CHANNEL, USER = "900000000000000002", "900000000000000003", "900000000000000004"


class Loopback:
    """Use as `async with Loopback() as discord`; `discord.code` is what a process runs to connect here."""

    def __init__(self, *, refuse: bool = False) -> None:
        self.refuse = refuse
        self.ready = asyncio.Event()
        self.gone = asyncio.Event()
        self.registered: list[Any] = []
        self.intents = 0
        self._socket: web.WebSocketResponse | None = None
        self._answers: dict[str, asyncio.Future[Any]] = {}
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/gateway/", self._gateway)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket is not None and not self._socket.closed:
            await self._socket.close()
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def code(self) -> str:
        """Python that runs the bot against this address and no other."""
        return (
            "import runpy, sys, discord.http, discord.gateway, yarl;"
            f"discord.http.Route.BASE = 'http://127.0.0.1:{self._port}/api/v10';"
            f"discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL('ws://127.0.0.1:{self._port}/gateway/');"
            "sys.argv = ['bot'];"
            "runpy.run_module('bot', run_name='__main__')"
        )

    async def command(self, name: str, options: list[dict[str, Any]]) -> Any:
        """Run a slash command and give the body of the answer."""
        number = str(10**18 + len(self._answers))
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        user = {"id": USER, "username": "fan", "discriminator": "0", "avatar": None}
        member: dict[str, Any] = {
            "user": user, "roles": [], "joined_at": "2020-01-01T00:00:00+00:00", "deaf": False, "mute": False,
            "permissions": "0", "flags": 0,
        }  # fmt: skip
        command_id = next(each["id"] for each in self.registered if each["name"] == name)
        data = {"id": command_id, "name": name, "type": 1, "options": options}
        payload: dict[str, Any] = {
            "id": number, "application_id": BOT["id"], "type": 2, "token": "token", "version": 1, "guild_id": GUILD,
            "channel_id": CHANNEL, "channel": {"id": CHANNEL, "type": 0, "name": "c", "position": 0}, "locale": "en-US",
            "guild_locale": "en-US", "app_permissions": "0", "entitlements": [], "context": 0,
            "authorizing_integration_owners": {"0": GUILD}, "attachment_size_limit": 10485760, "member": member, "data": data,
        }  # fmt: skip
        await self._dispatch("INTERACTION_CREATE", payload)
        return await asyncio.wait_for(answer, 5)

    async def _rest(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        body = await request.json() if request.content_type == "application/json" and request.can_read_body else None
        if self.refuse:
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        if path == "users/@me":
            return _json(BOT)
        if path.endswith("applications/@me"):
            return _json(APPLICATION)
        if path == "gateway/bot":
            limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
            url = f"ws://127.0.0.1:{self._port}/gateway/"
            return _json({"url": url, "shards": 1, "session_start_limit": limit})
        if request.method == "PUT" and path.endswith("/commands"):
            assert isinstance(body, list)
            self.registered = [
                {
                    "description": "",  # menus have none of their own
                    "default_member_permissions": None,
                    **each,
                    "id": str(9 * 10**17 + n),
                    "application_id": BOT["id"],
                    "version": "1",
                }
                for n, each in enumerate(body)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  any JSON
            ]
            return _json(self.registered)
        if path.endswith("/callback"):
            number = path.split("/")[1]
            self._answers[number].set_result(body)
            message: dict[str, Any] = {
                "id": "5", "channel_id": CHANNEL, "author": BOT, "content": "", "timestamp": "2026-01-01T00:00:00+00:00",
                "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
                "attachments": [], "embeds": [], "pinned": False, "type": 20, "flags": 0,
            }  # fmt: skip
            interaction = {"id": number, "type": 2, "response_message_id": "5"}
            return _json({"interaction": interaction, "resource": {"type": 4, "message": message}})
        return _json({"message": "404: Not Found", "code": 0}, 404)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        self._socket = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            data = json.loads(message.data)
            if data["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            if data["op"] == 2:
                self.intents = data["d"]["intents"]
                ready = {
                    "v": 10, "user": BOT, "guilds": [], "session_id": "s", "application": {"id": BOT["id"], "flags": 0},
                    "shard": [0, 1], "resume_gateway_url": f"ws://127.0.0.1:{self._port}/gateway/",
                }  # fmt: skip
                await self._dispatch("READY", ready)
                self.ready.set()
        self.gone.set()
        return socket

    async def _dispatch(self, event: str, data: Any) -> None:
        assert self._socket is not None
        await self._socket.send_json({"op": 0, "t": event, "s": 1, "d": data})


def _json(data: Any, status: int = 200) -> web.Response:
    # discord.py compares this header as a whole: a charset in it, and it would read the body as text.
    return web.Response(body=json.dumps(data).encode(), status=status, headers={"Content-Type": "application/json"})
