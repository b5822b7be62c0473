"""simcord's preview, in which everybody who acts waits for their turn.

The one place that touches private parts of `simcord.Preview`; it is pinned to the patch, and a test compares them. As it comes,
simcord 3.2.1 refuses what is done while its clock moves or while somebody else acts, for good in the first case; it refuses
what is done on a page that was published again since, even if nothing on it changed; and most of its time goes into parsers.
Its page drops what is sent while suggestions are under way.
"""

import asyncio
import contextlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import simcord
from aiohttp import web
from simcord.preview import _markdown
from simcord.preview._action_plans import (  # pyright: ignore[reportPrivateUsage]  see above
    _component_key,  # pyright: ignore[reportPrivateUsage]  see above
    _component_paths,  # pyright: ignore[reportPrivateUsage]  see above
)
from simcord.preview._server import PreviewServer

STRIDE: Final = 60.0
"""Virtual seconds that the clock moves at most at once: whoever acts after this machine slept waits no longer than for these."""

_REMEMBERED = 20
# What simcord shows only on the page that it comes from, though the bot may answer with what everybody sees.
_SHOWN_TO_ONE = {"click", "select", "modal_submit"}


class Browser(simcord.Preview):
    """A preview of one channel for `viewers`, the first of whom a new page looks as.

    `guide` tells whoever sent a command as a plain message how commands are typed. `key` is the secret in the address.
    """

    def __init__(
        self, env: simcord.Env, channel: Any, viewers: tuple[Any, ...], *, guide: Any, key: str, port: int
    ) -> None:
        super().__init__(
            env,
            channel,
            viewers,
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
        self._server = _PatchedServer(self, port)
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
            if page is not None and not self._is_gone(page, body):
                body = {**body, "published_revision": page.revision}
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

    def _publish(self, page: Any, *, reason: Any = "action") -> None:
        if page is self._python and page.revision:
            return  # the page that programs would read; nobody looks at it here
        super()._publish(page, reason=reason)
        for gone in self._pressable.keys() - self._pages.keys():
            del self._pressable[gone]
        messages = self.env.backend.messages.get(page.channel_id, {})
        revisions = self._pressable.setdefault(page.id, {})
        revisions[page.revision] = {
            int(number): messages[int(number)].components for number in page.snapshot.get("messages", {})
        }
        revisions.pop(page.revision - _REMEMBERED, None)

    def _is_gone(self, page: Any, body: Mapping[str, Any]) -> bool:
        """Whether what is pressed is something else by now than it was on the page that the press comes from."""
        key, target = body.get("control_key"), str(body.get("target_id"))
        if body.get("kind") not in {"click", "select"} or not target.isdecimal():
            return False
        shown = self._pressable.get(page.id, {}).get(body.get("published_revision", 0), {}).get(int(target))
        message = self.env.backend.messages.get(page.channel_id, {}).get(int(target))
        if shown is None or message is None:
            return True
        return shown is not message.components and _pressed(shown, key, int(target)) != _pressed(
            message.components, key, int(target)
        )


SCRIPTS: Final = {
    "/actions.js": (
        # What is sent while suggestions, a resize or the last answer's page are under way waits for them; simcord drops it.
        ("let busyDeferred = false;", "let busyDeferred = false; let held = null;"),
        (
            "if (pageAction(kind)) pageIntent(kind, extra); return; }",
            "if (pageAction(kind)) pageIntent(kind, extra);"
            " else if (pending?.queryIntent || pageAction(pending?.kind ?? '')) held = [kind, extra, metadata]; return; }",
        ),
        (
            "if (!pageAction(kind) && awaitingRevision !== null && awaitingRevision > context.publishedRevision) return;",
            "if (!pageAction(kind) && awaitingRevision !== null && awaitingRevision > context.publishedRevision)"
            " { held = [kind, extra, metadata]; return; }",
        ),
        (
            "const next = queries.entries().next().value;",
            "if (held) { const [kind, extra, metadata] = held; held = null; void perform(kind, extra, null, metadata); return; }"
            " const next = queries.entries().next().value;",
        ),
        ("resetInteraction: () => {", "resetInteraction: () => { held = null;"),
    ),
    "/app.js": (
        # Whoever sends something sees what comes of it, as on Discord.
        (
            'if (state.pendingAction?.kind === "run_command") commandPicker.setPending();',
            'if (state.pendingAction?.kind === "run_command") commandPicker.setPending();'
            ' if (["run_command", "send_message"].includes(state.pendingAction?.kind ?? ""))'
            " ui.timeline.scrollTop = ui.timeline.scrollHeight;",
        ),
    ),
    "/commands.js": (
        # Discord offers suggestions before the first letter; simcord says that there are none.
        (
            'const current = String(field.value || "");',
            'const current = String(field.value || ""); if (!current) queryAutocomplete(option, current);',
        ),
        # Enter runs a command whose suggestion stands in the field already; simcord chooses it again and again.
        (
            "if (active instanceof HTMLElement) { active.click(); return true; }",
            "if (active instanceof HTMLElement"
            " && active.dataset.value?.toLowerCase() !== event.target.value?.toLowerCase()) { active.click(); return true; }",
        ),
    ),
    "/timeline.js": (
        # Whoever was at the newest message stays there while what is newer is drawn.
        (
            'if (!state.ready && state.scrollIntent?.policy === "target") return;',
            "if (!state.ready && state.scrollIntent) return;",
        ),
    ),
    "/text.js": (
        # "in 20 seconds" counts from now, which is the preview's time as well, and goes on counting.
        ("new Date(options.presentationTime || 0)", "new Date()"),
        (
            "parent.append(time);",
            'parent.append(time); if (style === "R" && valid && !options.once) { const ticking = setInterval(() => {'
            ' const again = document.createElement("span"); renderTimestamp(again, token, { ...options, once: true });'
            " time.textContent = again.textContent; if (!time.isConnected) clearInterval(ticking); }, 1000); }",
        ),
    ),
}
"""What the page's scripts say differently here: by path, what is replaced (it is there once) and by what."""


class _PatchedServer(PreviewServer):
    async def _static(self, request: web.Request) -> web.Response:
        response: web.Response = await super()._static(request)
        for theirs, ours in SCRIPTS.get(request.path, ()):
            response.text = (response.text or "").replace(theirs, ours)
        return response


def _pressed(components: list[Any], key: Any, message_id: int) -> str | None:
    """The `custom_id` under a key of simcord's page, which counts places."""
    found: Iterator[Any] = (
        component
        for number, root in enumerate(components)
        for path, component in _component_paths(root, str(number))
        if _component_key(component, path, message_id) == key
    )
    return next((each.get("custom_id") for each in found), None)


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
