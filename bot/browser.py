"""simcord's preview with every channel of the server, in which everybody who acts waits for their turn.

The one place that touches private parts of `simcord.Preview`; it is pinned to the patch, and a test compares them. As it comes,
simcord 3.2.1 shows one channel and no menus of messages; it refuses what is done while its clock moves or while somebody else
acts, for good in the first case; it refuses what is done on a page that was published again since, even if nothing on it
changed; and most of its time goes into parsers. What its page gets wrong is in bot/browser_page.py.
"""

import asyncio
import contextlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import simcord
from simcord.backend.access import can_access_channel, can_access_message
from simcord.builders import ChannelHandle
from simcord.enums import AppCommandType, ChannelType
from simcord.preview import _markdown
from simcord.preview._action_plans import (  # pyright: ignore[reportPrivateUsage]  see above
    _component_key,  # pyright: ignore[reportPrivateUsage]  see above
    _component_paths,  # pyright: ignore[reportPrivateUsage]  see above
)
from simcord.results import ResponseMessage

from bot.browser_page import PageServer

STRIDE: Final = 60.0
"""Virtual seconds that the clock moves at most at once: whoever acts after this machine slept waits no longer than for these."""

_REMEMBERED = 20
# What simcord shows only on the page that it comes from, though the bot may answer with what everybody sees.
_SHOWN_TO_ONE = {"click", "select", "modal_submit"}
_PLACES = {ChannelType.TEXT, ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD}


class Browser(simcord.Preview):
    """A preview of the server of `channel`, which a new page shows, for `viewers` by label, the first of whom it looks as.

    `guide` tells whoever sent a command as a plain message how commands are typed. `key` is the secret in the address.
    """

    def __init__(
        self, env: simcord.Env, channel: Any, viewers: Mapping[str, Any], *, guide: Any, key: str, port: int
    ) -> None:
        super().__init__(
            env,
            channel,
            tuple(viewers.values()),
            layout="channel",
            display="responsive",
            width=960,
            height=720,
            locale="en-US",
            timezone="UTC",
            presentation_time=None,
            assets=None,
            port=port,
        )
        self.capability = key
        self._server = PageServer(self, port)
        self._first = channel
        self._labels = {str(member.id): label for label, member in viewers.items()}
        self._guide = guide
        self._turn = asyncio.Lock()
        # How many of the bot's requests the pages show.
        self._shown = 0
        # By page and revision: what was on each message of it that can be pressed. simcord replaces these lists, never changes them.
        self._pressable: dict[str, dict[int, dict[int, list[Any]]]] = {}

    async def follow(self, now: datetime) -> None:
        """Let simcord's time follow `now`, and show what the bot did by itself meanwhile."""
        async with self._turn:
            if self._closed:
                return
            # TimeoutError: the bot is busy, as a slow disk makes it. The next call catches up.
            with contextlib.suppress(TimeoutError):
                behind = (now - self.env.now()).total_seconds()
                if behind > 0:
                    await self.env.advance_time(min(behind, STRIDE))
                # A page is stale after an action of which nothing is known yet; it takes no command until it is shown again.
                stale = any(page.status == "stale" for page in self._pages.values())
                if not self._closed and (stale or self._shown != len(self.env.http_requests)):
                    await self.refresh()
                    self._shown = len(self.env.http_requests)

    async def _action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with self._turn:
            page = self._pages.get(context_id or "")
            if page is not None:
                self.channel = self._handle(page.channel_id)
                body = self._brought_up(page, body)
            all_shown = self._shown == len(self.env.http_requests)
            receipt = await super()._action(context_id, body)
            if page is None or receipt["settlement"] != "settled":
                return receipt  # what else comes of it is shown by the next tick
            if body.get("kind") == "send_message" and str(body.get("content")).lstrip().startswith("/"):
                with contextlib.suppress(TimeoutError):
                    await self._guide.send(
                        self.channel, "That went out as a message. Type `/character`, press Enter, then the name."
                    )
                self._publish(page)
            if body.get("kind") in _SHOWN_TO_ONE and self._shown != len(self.env.http_requests):
                for other in [each for each in self._pages.values() if each is not page]:
                    self._publish(other)
            if all_shown:  # else something that came too late waits for the next tick
                self._shown = len(self.env.http_requests)
            return receipt

    def _open_page(self, viewer_id: Any = None, target_id: Any = None) -> Any:
        # Somebody may be acting in another channel meanwhile.
        acting, self.channel = self.channel, self._first
        try:
            return super()._open_page(viewer_id, target_id)
        finally:
            self.channel = acting

    def _prepare_action(self, page: Any, kind: str, body: Mapping[str, Any]) -> Any:
        if kind == "click" and "menu" in body:
            return self._prepare_menu(page, body)
        plan = super()._prepare_action(page, kind, body)
        if kind != "viewer":
            return plan
        viewer, wanted = self._viewer(body.get("viewer_id")), str(body.get("channel_id", page.channel_id))
        place = next((each for each in self._places(viewer) if str(each.id) == wanted), self._handle(self._first.id))

        async def run(action: Any, cursor: int) -> Any:
            page.channel_id, self.channel = place.id, self._handle(place.id)
            return await plan(action, cursor)

        return run

    def _prepare_menu(self, page: Any, body: Mapping[str, Any]) -> Any:
        """What Discord has under Apps for a message."""
        name, target = (
            str(body["menu"]),
            self._target_message(page, self._target_id(body.get("target_id"), page.viewer)),
        )
        if name not in self._menus(page):
            raise simcord.SetupError("menu is unavailable")

        async def run(action: Any, cursor: int) -> Any:
            invoked = page.viewer.context_menu(self.channel, name, ResponseMessage(self.env, target))
            return await self._run_interaction_action(page, action, cursor, invoked, republish_all=True)

        return run

    def _handle(self, channel_id: int) -> ChannelHandle:
        return ChannelHandle(self.env, self._first.guild, self.env.backend.get_channel(channel_id))

    def _places(self, viewer: Any) -> list[Any]:
        """Every channel that somebody sees, and below each its threads, the oldest first."""
        seen = [
            each
            for each in self.env.backend.channels.values()
            if each.type in _PLACES
            and each.guild_id == self._first.guild.id
            and can_access_channel(self.env, each.id, viewer, history=True)
        ]
        return sorted(seen, key=lambda each: (each.parent_id or each.id, each.id) if each.is_thread else (each.id, 0))

    def _place(self, page: Any, channel: Any) -> dict[str, Any]:
        """What the page's list tells about a channel."""
        messages = self.env.backend.messages.get(channel.id, {}).values()
        seen = [
            each.id for each in messages if can_access_message(self.env, channel.id, each, page.viewer, history=True)
        ]
        last = str(max(seen, default=""))
        topic = channel.topic or ""
        return {"id": str(channel.id), "name": channel.name, "topic": topic, "thread": channel.is_thread, "last": last}

    def _menus(self, page: Any) -> list[str]:
        visible = self.env.backend.visible_commands(
            user_id=page.viewer.id, channel_id=page.channel_id, type=AppCommandType.MESSAGE
        )
        return [command["name"] for command in visible]

    def _publish(self, page: Any, *, reason: Any = "action") -> None:
        if page is self._python and page.revision:
            return  # the page that programs would read; nobody looks at it here
        super()._publish(page, reason=reason)
        for viewer in page.snapshot["viewers"]:
            viewer["name"] = self._labels[viewer["id"]]
        page.snapshot["places"] = [self._place(page, each) for each in self._places(page.viewer)]
        if page.status == "current":
            menus = self._menus(page)
            for message in page.snapshot["messages"].values():
                message["menus"] = [] if message["ephemeral"] else menus
        for gone in self._pressable.keys() - self._pages.keys():
            del self._pressable[gone]
        messages = self.env.backend.messages.get(page.channel_id, {})
        revisions = self._pressable.setdefault(page.id, {})
        revisions[page.revision] = {
            int(number): messages[int(number)].components for number in page.snapshot.get("messages", {})
        }
        revisions.pop(page.revision - _REMEMBERED, None)

    def _brought_up(self, page: Any, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """What was pressed, at the place and revision that it has by now; as it came, which is refused, where it is gone."""
        current, target = {**body, "published_revision": page.revision}, str(body.get("target_id"))
        if body.get("kind") not in {"click", "select"} or "menu" in body or not target.isdecimal():
            return current
        shown = self._pressable.get(page.id, {}).get(body.get("published_revision", 0), {}).get(int(target))
        message = self.env.backend.messages.get(page.channel_id, {}).get(int(target))
        if shown is None or message is None:
            return body
        if shown is message.components:
            return current
        pressed = dict(_controls(shown, message.id)).get(body.get("control_key"))
        now = next(
            (key for key, each in _controls(message.components, message.id) if pressed and each == pressed), None
        )
        return body if now is None else {**current, "control_key": now}


def _controls(components: list[Any], message_id: int) -> Iterator[tuple[Any, str | None]]:
    """The key on simcord's page, which counts places, and the `custom_id` of everything in a message."""
    for number, root in enumerate(components):
        for path, component in _component_paths(root, str(number)):
            yield _component_key(component, path, message_id), component.get("custom_id")


class _Parser:
    """A parser of Markdown that knows what it has read before."""

    def __init__(self, parser: Any) -> None:
        @lru_cache(1000)
        def blocks(text: str) -> Any:
            return parser.parse(text, {})

        @lru_cache(1000)
        def line(text: str) -> Any:
            return parser.parseInline(text, {})

        self._blocks, self._line = blocks, line

    def parse(self, text: str, _environment: object) -> Any:
        return self._blocks(text)

    def parseInline(self, text: str, _environment: object) -> Any:  # noqa: N802  the library's name
        return self._line(text)


make_parser = _markdown._markdown_parser  # pyright: ignore[reportPrivateUsage]  see above
"""simcord's own, before it is replaced below."""


@lru_cache(100)
def _made(key: str) -> _Parser:
    return _Parser(make_parser(*json.loads(key)))


def _parser(policy: Mapping[str, bool | str], context: Mapping[str, Any]) -> Any:
    """simcord makes one for every text of every message at every publication; it depends on the names of mentions alone."""
    if context.get("emojis"):
        return make_parser(policy, context)  # simcord writes into what comes of these
    return _made(json.dumps([dict(policy), dict(context)], sort_keys=True))


_markdown._markdown_parser = _parser  # pyright: ignore[reportPrivateUsage]  see above
