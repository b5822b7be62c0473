"""How the bot is, for whoever runs it: `/healthz` and Prometheus' `/metrics`, on a port of this machine.

Labels are of fixed sets: commands, prefixes of ids, outcomes, numbers of shards. Nothing tells of a member, a server or the story.
"""

import asyncio
import math
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import discord
from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.client import FanBot, Interaction
from bot.errors import SetupError, StoreError
from bot.ui.kit.errors import OUTCOME
from bot.ui.registry import FORM_HANDLERS, HANDLERS

_ANSWERS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10)  # seconds; after 3 Discord has given up
_STORE: Final = (0.001, 0.005, 0.025, 0.1, 0.5, 1.5)
_LAG: Final = (0.005, 0.025, 0.1, 0.25, 0.5, 1, 3)
_EVERY: Final = 1.0
"""Seconds between two looks at how late the event loop is."""
_PATIENCE: Final = 2.0
"""Seconds in which the store answers, or is taken for dead."""
_PREFIXES: Final = {each.prefix for each in (*HANDLERS, *FORM_HANDLERS)}
_KINDS: Final = {
    discord.InteractionType.application_command: "command",
    discord.InteractionType.autocomplete: "autocomplete",
    discord.InteractionType.component: "press",
    discord.InteractionType.modal_submit: "form",
}


class Metrics:
    """What was measured since the start; `follow` says which bot is the one that runs."""

    def __init__(self) -> None:
        self._bot: FanBot | None = None
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._answers = Histogram(
            "hyosan_answer_seconds", "From when an interaction begins to be answered until all of it is done",
            ("kind", "name", "outcome"), buckets=_ANSWERS, registry=registry,
        )  # fmt: skip
        store = Histogram(
            "hyosan_store_seconds", "A read or a change of the database, waiting included", ("what",), buckets=_STORE,
            registry=registry,
        )  # fmt: skip
        self._store = {what: store.labels(what) for what in ("read", "write")}
        self._lag = Histogram("hyosan_loop_lag_seconds", "How late the event loop is", buckets=_LAG, registry=registry)
        self._up = Gauge("hyosan_gateway_up", "Whether a shard is connected", ("shard",), registry=registry)
        self._latency = Gauge(
            "hyosan_gateway_latency_seconds", "Of a shard's last heartbeat", ("shard",), registry=registry
        )
        self._ready = Gauge("hyosan_ready", "Whether members are answered", registry=registry)
        self._servers = Gauge("hyosan_servers", "Servers with the bot", registry=registry)
        self._games = Gauge("hyosan_games_running", "Games that run in channels", registry=registry)
        self._reports = Gauge("hyosan_reports_open", "Reports and suggestions that wait", registry=registry)

    def follow(self, bot: FanBot) -> FanBot:
        """Measure this bot from now on; gives it back."""
        self._bot = bot
        bot.answering.watch = self._watch
        return bot

    def store_took(self, what: str, seconds: float) -> None:
        """One read or change of the database."""
        self._store[what].observe(seconds)

    def loop_late(self, seconds: float) -> None:
        """How late the event loop was."""
        self._lag.observe(max(0.0, seconds))

    def _watch(self, interaction: Interaction) -> Callable[[object], None]:
        """An answer begins; what comes back is called when its task ends."""
        start = time.perf_counter()

        def end(task: object) -> None:
            outcome = _outcome(interaction, task)
            self._answers.labels(_KINDS.get(interaction.type, "other"), _name(interaction), outcome).observe(
                time.perf_counter() - start
            )

        return end

    async def health(self) -> dict[str, bool]:
        """Whether what is needed to answer members is there."""
        return {"gateway": self._is_connected(), "store": await self._store_answers()}

    async def exposition(self) -> bytes:
        """Everything, in Prometheus' words."""
        bot, healthy = self._bot, await self.health()
        self._ready.set(all(healthy.values()))
        self._up.clear()
        self._latency.clear()
        for number, shard in bot.shards.items() if bot else ():
            self._up.labels(number).set(not shard.is_closed())
            if math.isfinite(shard.latency):
                self._latency.labels(number).set(shard.latency)
        if bot:
            self._servers.set(len(bot.guilds))
        if bot and healthy["store"]:
            self._games.set(await bot.store.games.count_running())
            self._reports.set(await bot.store.reviews.count_waiting())
        return generate_latest(self.registry)

    def _is_connected(self) -> bool:
        bot = self._bot
        return bot is not None and bot.is_ready() and not any(each.is_closed() for each in bot.shards.values())

    async def _store_answers(self) -> bool:
        if self._bot is None:
            return False
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._bot.store.games.count_running()
        except (StoreError, TimeoutError):
            return False
        return True


@asynccontextmanager
async def serving(metrics: Metrics, host: str, port: int) -> AsyncGenerator[None, None]:
    """Answer there until the block ends.

    Raises:
        SetupError: the port is taken, or this machine has no such address.
    """

    async def healthz(_request: web.Request) -> web.Response:
        found = await metrics.health()
        words = "\n".join(f"{name}: {'fine' if fine else 'down'}" for name, fine in found.items())
        return web.Response(text=f"{words}\n", status=200 if all(found.values()) else 503)

    async def exposition(_request: web.Request) -> web.Response:
        return web.Response(body=await metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    loop, app = asyncio.get_running_loop(), web.Application()
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/metrics", exposition)

    # A timer and no task: whoever connects anew ends all tasks beside it.
    def look(due: float) -> None:
        nonlocal timer
        metrics.loop_late(loop.time() - due)
        timer = loop.call_later(_EVERY, look, loop.time() + _EVERY)

    timer = loop.call_later(_EVERY, look, loop.time() + _EVERY)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port, shutdown_timeout=0.2).start()
        except OSError as error:
            raise SetupError(f"METRICS_PORT {port} of {host} cannot be used: {error.strerror}.") from error
        yield
    finally:
        timer.cancel()
        await runner.cleanup()


def _name(interaction: Interaction) -> str:
    """Which command, control or form: of what this version has, and so of a fixed set."""
    if interaction.command is not None:
        return interaction.command.qualified_name
    data: Any = interaction.data or {}
    first, _, rest = str(data.get("custom_id", "")).partition(":")
    both = f"{first}:{rest.partition(':')[0]}"
    return next((each for each in (both, first) if each in _PREFIXES), "unknown")


def _outcome(interaction: Interaction, task: Any) -> str:
    if task.cancelled():
        return "interrupted"
    return interaction.extras.get(OUTCOME, "answered" if interaction.response.is_done() else "unanswered")
