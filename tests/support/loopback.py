"""Discord's login, gateway and interactions on a loopback address: for sockets and signals, where simcord has none."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any, Self

import discord
from aiohttp import WSMsgType, web

BOT = {"id": "900000000000000001", "username": "hyosan", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": BOT["id"], "name": "hyosan", "icon": None, "description": "", "bot_public": True, "bot_require_code_grant": False,
    "verify_key": "x", "flags": 0, "owner": BOT,
}  # fmt: skip
FORM = 9  # the type of an answer that opens a form
_TEXT_FIELD = 4  # the type of a field that is typed into
PRIVATE = 1 << 6 | 1 << 15  # flags of a message that only the member sees, made of components
GUILD, CHANNEL, USER = "900000000000000002", "900000000000000003", "900000000000000004"


class Loopback:
    """Use as `async with Loopback() as discord`; `discord.code` is what a process runs to connect here."""

    def __init__(self, *, refuse: bool = False, permissions: discord.Permissions | None = None) -> None:
        self.refuse = refuse
        self.permissions = str(permissions.value if permissions else 0)
        self.mute = False  # it receives answers, and says nothing about them
        self.followups: asyncio.Queue[Any] = asyncio.Queue()
        self._ends = asyncio.Event()
        self.ready = asyncio.Event()
        self.gone = asyncio.Event()
        self.commands: dict[str, list[Any]] = {}  # by the end of the address that they were registered at
        self.puts: list[str] = []
        self.trouble: dict[
            str, list[web.Response | None]
        ] = {}  # answers at an address, one after another; None hangs up
        self.intents = 0
        self._socket: web.WebSocketResponse | None = None
        self._answers: dict[str, asyncio.Future[Any]] = {}
        self._originals: dict[str, Any] = {}  # what an interaction was answered with, by its token
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
        self._ends.set()
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

    @property
    def registered(self) -> list[Any]:
        """The commands that members have everywhere."""
        return self.commands.get("commands", [])

    async def send(self, data: str) -> None:
        """Send a frame through the gateway, well formed or not."""
        assert self._socket is not None
        await self._socket.send_str(data)

    async def command(self, name: str, options: list[dict[str, Any]], user: str = USER) -> Any:
        """Run a slash command and give the body of the answer."""
        # A second start over the same store registers nothing.
        command_id = next((each["id"] for each in self.registered if each["name"] == name), "1")
        return await self.interact(2, {"id": command_id, "name": name, "type": 1, "options": options}, user)

    async def press(self, message: Any, button: Any, flags: int = PRIVATE) -> Any:
        """Press a button of a message, by default of one that only the member sees, and give the body of the answer."""
        shown = _message(flags, message["components"])
        return await self.interact(3, {"id": 1, "custom_id": button["custom_id"], "component_type": 2}, message=shown)

    async def submit(self, form: Any, typed: dict[str, str]) -> Any:
        """Submit a form that an answer opened, with other values in some fields, and give the body of the answer."""
        data = {
            "custom_id": form["data"]["custom_id"],
            "components": [_filled(each, typed) for each in form["data"]["components"]],
        }
        return await self.interact(5, data)

    async def interact(self, kind: int, data: dict[str, Any], by: str = USER, **more: Any) -> Any:
        """Do what a member does with the bot, and give the body of the answer."""
        number = str(10**18 + len(self._answers))
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        user = {"id": by, "username": "fan", "discriminator": "0", "avatar": None}
        member: dict[str, Any] = {
            "user": user, "roles": [], "joined_at": "2020-01-01T00:00:00+00:00", "deaf": False, "mute": False,
            "permissions": self.permissions, "flags": 0,
        }  # fmt: skip
        payload: dict[str, Any] = {
            "id": number, "application_id": BOT["id"], "type": kind, "token": f"token-{number}", "version": 1, "guild_id": GUILD,
            "channel_id": CHANNEL, "channel": {"id": CHANNEL, "type": 0, "name": "c", "position": 0}, "locale": "en-US",
            "guild_locale": "en-US", "app_permissions": self.permissions, "entitlements": [], "context": 0,
            "authorizing_integration_owners": {"0": GUILD}, "attachment_size_limit": 10485760, "member": member,
            "data": data, **more,
        }  # fmt: skip
        await self._dispatch("INTERACTION_CREATE", payload)
        return await asyncio.wait_for(answer, 5)

    async def _rest(self, request: web.Request) -> web.Response:  # noqa: C901  one branch for each route
        path = request.match_info["path"]
        body: Any = (
            await request.json() if request.content_type == "application/json" and request.can_read_body else None
        )
        if self.refuse:
            return json_answer({"message": "401: Unauthorized", "code": 0}, 401)
        if troubles := self.trouble.get(path.partition(f"applications/{BOT['id']}/")[2] or path):
            trouble = troubles.pop(0)
            if trouble is None:
                assert request.transport is not None
                request.transport.close()
                return web.Response()
            return trouble
        if path == "users/@me":
            return json_answer(BOT)
        if path.endswith("applications/@me"):
            return json_answer(APPLICATION)
        if path == "gateway/bot":
            limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
            url = f"ws://127.0.0.1:{self._port}/gateway/"
            return json_answer({"url": url, "shards": 1, "session_start_limit": limit})
        if path.endswith("/commands"):
            place = path.partition(f"applications/{BOT['id']}/")[2]
            if request.method == "PUT":
                self.puts.append(place)
                self.commands[place] = _registered(body)
            return json_answer(self.commands.get(place, []))
        if path.endswith("/callback"):
            number = path.split("/")[1]
            assert body is not None, "an answer has a body"
            if body["type"] != FORM:
                self._originals[path.split("/")[2]] = _message(components=body["data"].get("components", ()))
            if self._answers[number].done():
                return json_answer({"message": "Interaction has already been acknowledged.", "code": 40060}, 400)
            self._answers[number].set_result(body)
            if self.mute:
                await self._ends.wait()
            if "with_response" not in request.query:
                return web.Response(status=204)
            resource: dict[str, Any] = {"type": body["type"]}
            if body["type"] != FORM:
                resource["message"] = _message()
            return json_answer({"interaction": {"id": number, "type": 2}, "resource": resource})
        if request.method == "GET" and path.endswith("/messages/@original"):
            found = self._originals.get(path.split("/")[2])
            return json_answer(found) if found else json_answer({"message": "Unknown Webhook", "code": 10015}, 404)
        if request.method == "POST" and path.startswith("webhooks/"):
            self.followups.put_nowait(body)
            return json_answer(_message())
        return json_answer({"message": "404: Not Found", "code": 0}, 404)

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
                if self.permissions != "0":
                    # Who may edit is asked of the server's roles, not of the channel.
                    await self._dispatch("GUILD_CREATE", _guild(self.permissions))
                self.ready.set()
        self.gone.set()
        return socket

    async def _dispatch(self, event: str, data: Any) -> None:
        assert self._socket is not None
        await self._socket.send_json({"op": 0, "t": event, "s": 1, "d": data})


def _guild(permissions: str) -> dict[str, Any]:
    """The server, whose role for everyone has these permissions."""
    everyone = {
        "id": GUILD, "name": "@everyone", "permissions": permissions, "color": 0, "hoist": False, "position": 0,
        "managed": False, "mentionable": False, "flags": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    }  # fmt: skip
    return {
        "id": GUILD, "name": "Hyosan High", "owner_id": BOT["id"], "roles": [everyone], "emojis": [], "stickers": [],
        "features": [], "channels": [], "threads": [], "members": [], "voice_states": [], "presences": [],
        "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [], "member_count": 2,
        "afk_timeout": 0, "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
        "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US", "system_channel_flags": 0,
    }  # fmt: skip


def _registered(body: list[Any]) -> list[Any]:
    return [
        {
            "description": "",  # menus have none of their own
            "default_member_permissions": None,
            **each,
            "id": str(9 * 10**17 + n),
            "application_id": BOT["id"],
            "version": "1",
        }
        for n, each in enumerate(body)
    ]


def _message(flags: int = 0, components: Sequence[Any] = ()) -> dict[str, Any]:
    return {
        "id": "5", "channel_id": CHANNEL, "author": BOT, "content": "", "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [],
        "attachments": [], "embeds": [], "pinned": False, "type": 20, "flags": flags,
        "components": components,
    }  # fmt: skip


def told(answer: Any) -> str:
    """An answer as text; the hyphens in names, at which no line breaks, as they are typed."""
    return json.dumps(answer, ensure_ascii=False).replace("\u2011", "-").replace("\u00a0", " ")


def _filled(label: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    """A field of a form as it comes back: what stood in it, unless something else was typed; no files."""
    field = label["component"]
    key = "value" if field["type"] == _TEXT_FIELD else "values"
    stood = (
        field.get("value", "")
        if field["type"] == _TEXT_FIELD
        else [each["value"] for each in field.get("options", []) if each.get("default")]
    )
    value = typed.get(field["custom_id"], stood)
    return {
        "type": 18, "id": 1, "component": {"type": field["type"], "id": 2, "custom_id": field["custom_id"], key: value},
    }  # fmt: skip


def page(status: int, **headers: str) -> web.Response:
    """What the front of Discord answers in its place."""
    html = "<!DOCTYPE html>\n<html><body><h1>error</h1></body></html>"
    return web.Response(text=html, status=status, content_type="text/html", headers=headers)


def json_answer(data: Any, status: int = 200) -> web.Response:
    """What Discord itself answers."""
    # discord.py compares this header as a whole: a charset in it, and it would read the body as text.
    return web.Response(body=json.dumps(data).encode(), status=status, headers={"Content-Type": "application/json"})
