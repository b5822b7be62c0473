"""Discord's gateway and REST API on a loopback address, and members who use the bot that is connected there."""

import asyncio
import contextlib
import itertools
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Self

import orjson
from aiohttp import WSMsgType, web

from benchmarks.process import Bot

APPLICATION: Final = 1100000000000000001
_GUILDS, _USERS, _EPOCH = 1200000000000000000, 1300000000000000000, 1420070400000
_JOINED: Final = "2024-01-02T03:04:05+00:00"
_PERMISSIONS: Final = sum(1 << bit for bit in (10, 11, 14, 15, 16, 38))  # what the invitation asks for
_ANSWER: Final = re.compile(r"t1:\d+:\d")
_numbers = itertools.count(1)

Data = dict[str, Any]


def snowflake() -> str:
    """A new id of this moment: bots read from it how old an interaction is."""
    return str((int(time.time() * 1000) - _EPOCH) << 22 | next(_numbers) & 0x3FFFFF)


def guild_id(number: int) -> int:
    """The server of this number."""
    return _GUILDS + (number << 22)


def channel_id(number: int, channel: int = 0) -> int:
    """A channel of that server; there are as many as anybody asks for."""
    return guild_id(number) + 1 + channel


def user_id(number: int) -> int:
    """The member of this number."""
    return _USERS + number


def command(path: str, focused: str | None = None, **options: str | float | bool) -> Data:
    """The data of a slash command; with `focused`, of the autocomplete of that option."""
    kinds = {str: 3, int: 4, bool: 5, float: 10}
    filled: list[Data] = [
        {"name": name, "type": kinds[type(value)], "value": value, "focused": name == focused}
        for name, value in options.items()
    ]
    name, *groups = path.split()
    for each in reversed(groups):
        filled = [{"name": each, "type": 1, "options": filled}]
    return {"id": "1", "name": name, "type": 1, "options": filled}


def submit(form: Data, typed: str) -> Data:
    """The data of a form that is submitted with the same text in every field."""
    fields = [each["component"] for each in form["data"]["components"] if "component" in each]
    filled: list[Data] = [
        {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": each["custom_id"], "value": typed}}
        for each in fields if each["type"] == 4
    ]  # fmt: skip
    return {"custom_id": form["data"]["custom_id"], "components": filled}


def press(message: Data, index: int) -> Data:
    """The data of a press on the button of this index."""
    buttons = [each for each in walk(message["components"]) if each["type"] == 2]
    return {"id": buttons[index]["id"], "component_type": 2, "custom_id": buttons[index]["custom_id"]}


def letters(message: Data) -> list[int]:
    """Which buttons of a message answer its question: the number of options differs, and others may stand beside them."""
    buttons = [each for each in walk(message["components"]) if each["type"] == 2]
    return [at for at, each in enumerate(buttons) if _ANSWER.match(each["custom_id"])]


def walk(components: list[Data]) -> Iterator[Data]:
    """Every component, nested ones too."""
    for each in components:
        yield each
        yield from walk(each.get("components", []))


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody does, who, and where."""

    data: Data
    user: int = 0
    guild: int = 0
    channel: int = 0
    message: Data | None = None
    locale: str = "en-US"

    @property
    def kind(self) -> int:
        """Discord's type of the interaction: a form, a press, an autocomplete, or a command."""
        if "components" in self.data:
            return 5
        focused = any(each.get("focused") for each in self.data.get("options", ()))
        return 3 if self.message else 4 if focused else 2


@dataclass(frozen=True, slots=True)
class Load:
    """How a bot bore a load."""

    per_second: float
    cpu_us: float  # of the bot's process, for each interaction
    p99_ms: float  # until the answer of the slowest hundredth


class Loopback:
    """Use as `async with Loopback() as discord`. The bot that connects is in `guilds` servers, with as many shards as it says.

    Everybody there may do the same. `advised` is how many shards it is told to have; `whole` servers have channels and roles
    as servers have, others next to none.
    """

    def __init__(
        self, guilds: int = 50, permissions: int = _PERMISSIONS, *, advised: int = 1, whole: bool = False
    ) -> None:
        self.guilds = guilds
        self._advised, self._whole = advised, whole
        self._away: dict[int, asyncio.Event] = {}  # shards that are to come again, and whether they have
        self.permissions = str(permissions)
        self.patience = 15.0
        """Seconds that a member waits for an answer."""
        self.ready = asyncio.Event()
        self.shards: dict[int, web.WebSocketResponse] = {}
        """Those that are connected."""
        self.identified: list[tuple[int, float]] = []
        """Which shards came, and when."""
        self.registered = 0
        """How often commands were."""
        self.may_register = asyncio.Event()
        self.may_register.set()
        self.posts = Counter[tuple[int, str]]()
        """How often a message was posted in a channel, by its nonce."""
        self._count = 1
        self._answers: dict[str, asyncio.Future[Data]] = {}
        self._posted: dict[int, asyncio.Future[Data]] = {}
        self._runner = web.ServerRunner(
            web.Server(self._serve, access_log=None, keepalive_timeout=300), shutdown_timeout=0.5
        )
        self.address = ""
        self.files: dict[str, bytes] = {}
        """What members attach, by name."""

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = f"127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in list(self.shards.values()):
            await socket.close()
        await self._runner.cleanup()

    # -------------------------------------------------------------------------------------------- members

    async def use(self, use: Use) -> Data:
        """Do it, and give the body of the bot's answer, with the ids that Discord adds."""
        number = snowflake()
        guild, channel = str(guild_id(use.guild)), str(channel_id(use.guild, use.channel))
        payload: Data = {
            "id": number, "application_id": str(APPLICATION), "type": use.kind, "token": f"token-{number}", "version": 1,
            "guild_id": guild, "channel_id": channel, "channel": {"id": channel, "type": 0, "name": "c", "position": 0},
            "locale": use.locale, "guild_locale": "en-US", "app_permissions": self.permissions, "entitlements": [], "context": 0,
            "authorizing_integration_owners": {"0": guild}, "attachment_size_limit": 10485760, "data": use.data,
            "member": {**_member(use.user), "permissions": self.permissions},
        }  # fmt: skip
        if use.message is not None:
            payload["message"] = use.message
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        await self._dispatch("INTERACTION_CREATE", payload, self.shard_of(use.guild))
        try:
            return await asyncio.wait_for(answer, self.patience)
        finally:
            del self._answers[number]

    def shard_of(self, guild: int) -> int:
        """The shard of the server of this number."""
        return (guild_id(guild) >> 22) % self._count

    async def posted(self, channel: int) -> Data:
        """The first message that the bot posts of itself in a channel for members to press a letter on."""
        return await asyncio.wait_for(self._post(channel), self.patience)

    def _post(self, channel: int) -> asyncio.Future[Data]:
        return self._posted.setdefault(channel, asyncio.get_running_loop().create_future())

    async def load(self, bot: Bot, use: Callable[[int], Use], count: int, in_flight: int) -> Load:
        """Do `count` things, as many as `in_flight` at a time."""
        numbers, waited = iter(range(count)), list[float]()

        async def member() -> None:
            for number in numbers:
                begun = time.perf_counter()
                await self.use(use(number))
                waited.append(time.perf_counter() - begun)

        cpu, start = bot.cpu(), time.perf_counter()
        await asyncio.gather(*(member() for _ in range(in_flight)))
        wall = time.perf_counter() - start
        return Load(count / wall, (bot.cpu() - cpu) / count * 1e6, statistics.quantiles(waited, n=100)[-1] * 1e3)

    # ---------------------------------------------------------------------------------------------- gateway

    async def _dispatch(self, event: str, data: Any, shard: int) -> None:
        if shard in self._away:
            await self._away[shard].wait()
        await self.shards[shard].send_str(orjson.dumps({"op": 0, "t": event, "s": 1, "d": data}).decode())

    async def reconnect(self, shard: int) -> None:
        """Ask a shard to come again, as Discord does; until it has, what happens in its servers waits."""
        back = self._away[shard] = asyncio.Event()
        await self.shards[shard].send_str('{"op": 7}')
        await asyncio.wait_for(back.wait(), 30)

    async def _gateway(self, request: web.BaseRequest) -> web.WebSocketResponse:
        socket, shard = web.WebSocketResponse(compress=False), -1
        await socket.prepare(request)
        await socket.send_str('{"op": 10, "d": {"heartbeat_interval": 41250}}')
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            sent = orjson.loads(message.data)
            op = sent["op"]
            if op == 1:
                await asyncio.sleep(0.05)  # discord.py notes when it sent this only after it has
                with contextlib.suppress(ConnectionError):  # it may have gone meanwhile
                    await socket.send_str('{"op": 11}')
            elif op == 2:
                shard, self._count = sent["d"].get("shard", (0, 1))
                self.identified.append((shard, time.monotonic()))
                self.shards[shard] = socket
                numbers = [number for number in range(self.guilds) if self.shard_of(number) == shard]
                guilds = [{"id": str(guild_id(number)), "unavailable": True} for number in numbers]
                ready = {"v": 10, "user": _me(), "guilds": guilds, "session_id": str(shard), "application": _application(),
                         "shard": [shard, self._count], "resume_gateway_url": f"ws://{self.address}/"}  # fmt: skip
                await self._dispatch("READY", ready, shard)
                for number in numbers:
                    await self._dispatch("GUILD_CREATE", _guild(number, self.permissions, is_whole=self._whole), shard)
                if len(self.shards) == self._count:
                    self.ready.set()
            elif op == 6:
                shard = int(sent["d"]["session_id"])
                back, self.shards[shard] = self._away.pop(shard, None), socket
                await self._dispatch("RESUMED", {}, shard)
                if back is not None:
                    back.set()
                if len(self.shards) == self._count:
                    self.ready.set()
        if self.shards.get(shard) is socket:
            del self.shards[shard]
            self.ready.clear()
        return socket

    # ------------------------------------------------------------------------------------------------- REST

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if "Upgrade" in request.headers:
            return await self._gateway(request)
        if request.content_type == "multipart/form-data":
            data: Any = (await request.post())["payload_json"]
        else:
            data = await request.read()
        body: Any = orjson.loads(data) if data else None
        if path.endswith("/callback"):
            answered = self._callback(path.split("/")[-3], body)
            return _json(answered) if "with_response" in request.query else web.Response(status=204)
        if path.endswith("/users/@me"):
            return _json(_me())
        if path.endswith("/applications/@me"):
            return _json(_application())
        if path.endswith("/gateway/bot"):
            limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
            return _json({"url": f"ws://{self.address}/", "shards": self._advised, "session_start_limit": limit})
        if path.endswith("/commands") and request.method == "GET":
            return _json([])
        if path.endswith("/commands"):
            self.registered += 1
            await self.may_register.wait()
            added = {"description": "", "default_member_permissions": None, "application_id": str(APPLICATION)}
            return _json([{**added, **each, "id": snowflake(), "version": "1"} for each in body])
        if "/members/" in path:
            return _json(_member(int(path.rpartition("/")[2]) - _USERS))
        if "/webhooks/" in path:
            # What completes an answer that was put off, or follows it.
            return _json(_message(body or {}, channel_id(0)))
        if path.startswith("/files/"):
            return web.Response(body=self.files[path.rpartition("/")[2]])
        if "/channels/" in path:
            # A message of its own, or an edit of that.
            channel = int(path.split("/")[4])
            if request.method == "POST":
                sent: Data = body or {}
                self.posts[channel, str(sent.get("nonce", ""))] += 1
            message, waiting = _message(body or {}, channel), self._post(channel)
            if not waiting.done() and letters(message):
                waiting.set_result(message)
            return _json(message)
        return _json({"message": "404: Not Found", "code": 0}, 404)

    def _callback(self, number: str, body: Data) -> Data:
        message: Data | None = None
        if body["type"] == 4:
            message = _message(body["data"], channel_id(0))
        self._answers[number].set_result(body if message is None else message)
        interaction = {"id": number, "type": 2, **({"response_message_id": message["id"]} if message else {})}
        resource: Data = {"type": body["type"], **({"message": message} if message else {})}
        return {"interaction": interaction, "resource": resource}


def _message(body: Data, channel: int) -> Data:
    return {
        "id": snowflake(), "channel_id": str(channel), "author": _me(), "timestamp": _JOINED, "edited_timestamp": None, "tts": False,
        "content": body.get("content") or "", "flags": body.get("flags") or 0, "type": 20, "mention_everyone": False,
        "components": _numbered(body.get("components") or []), "mentions": [], "mention_roles": [], "attachments": [],
        "embeds": [], "pinned": False,
    }  # fmt: skip


def _numbered(components: list[Data]) -> list[Data]:
    for number, each in enumerate(walk(components), 1):
        each.setdefault("id", number)
    return components


def _member(number: int) -> Data:
    user = {"id": str(user_id(number)), "username": "fan", "discriminator": "0", "avatar": None}
    return {"user": user, "roles": [], "joined_at": _JOINED, "deaf": False, "mute": False, "flags": 0}


def _me() -> Data:
    return {"id": str(APPLICATION), "username": "bot", "discriminator": "0", "avatar": None, "bot": True}


def _application() -> Data:
    return {"id": str(APPLICATION), "name": "bot", "icon": None, "description": "", "bot_public": True, "owner": _me(),
            "bot_require_code_grant": False, "verify_key": "x", "flags": 0}  # fmt: skip


def _guild(number: int, permissions: str, *, is_whole: bool = False) -> Data:
    guild = str(guild_id(number))
    everyone = {"id": guild, "name": "@everyone", "color": 0, "hoist": False, "position": 0, "permissions": permissions,
                "managed": False, "mentionable": False, "flags": 0}  # fmt: skip
    channel: Data = {"id": str(channel_id(number)), "type": 0, "name": "c", "position": 0, "permission_overwrites": []}
    roles, channels = [everyone], [channel]
    if is_whole:
        roles += [
            {**everyone, "id": str(guild_id(number) + 1000 + at), "name": f"role {at}", "position": at}
            for at in range(1, 9)
        ]
        shut = [
            {"id": guild, "type": 0, "allow": "0", "deny": "1024"},
            {"id": roles[1]["id"], "type": 0, "allow": "1024", "deny": "0"},
        ]
        channels += [
            {**channel, "id": str(channel_id(number, 1000 + at)), "name": f"channel-{at}", "position": at, "topic": None, "bitrate": 64000, "user_limit": 0,
             "type": 4 if at % 5 == 0 else 2 if at % 5 == 4 else 0, "permission_overwrites": shut if at % 4 == 0 else [],
             "parent_id": str(channel_id(number, 1000 + at - at % 5)) if at % 5 else None}
            for at in range(15)
        ]  # fmt: skip
    return {"id": guild, "name": "Hyosan High", "owner_id": str(user_id(0)), "preferred_locale": "en-US", "roles": roles,
            "channels": channels, "members": [], "member_count": 9, "premium_tier": 0, "verification_level": 0,
            "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
            "system_channel_flags": 0, "afk_timeout": 300, "premium_progress_bar_enabled": False}  # fmt: skip


def _json(data: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(data), status=status, headers={"Content-Type": "application/json"})
