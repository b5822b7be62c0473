"""The door to Discord (bot/door.py): what it asks for, what it hands on, and that discord.py is still as it relies on."""

# pyright: reportPrivateUsage=false

import asyncio
import hashlib
import inspect
from collections.abc import Callable
from typing import Any
from unittest import mock

import aiohttp
import discord
import orjson
import pytest
from aiohttp import web
from discord import app_commands
from discord.http import Route
from discord.state import AutoShardedConnectionState, ConnectionState
from discord.webhook.async_ import AsyncWebhookAdapter, interaction_message_response_params, interaction_response_params
from simcord.http import router

from bot.caches.cards import ANYBODY, PROMISE, CachedCard, ready
from bot.door import Adapter, Connection
from bot.events import PRESSED
from bot.show.episodes import Episode
from support.reading import words
from support.world import World

# What the door replaces, is called by, or leaves out something for; the hash is of the source.
RELIED_ON: dict[Callable[..., Any] | type, str] = {
    AsyncWebhookAdapter.request: "b449e300f41f",
    AsyncWebhookAdapter.create_interaction_response: "4dd13a0eae06",
    discord.InteractionResponse: "12927097756d",
    discord.InteractionCallbackResponse: "8ec966e9f5f7",
    discord.Interaction: "40cf83724a8b",
    discord.Message.__init__: "eaf604ace5b2",
    discord.AutoShardedClient._get_state: "570083b1bd99",
    ConnectionState.parse_interaction_create: "acb40a14fd01",
    AutoShardedConnectionState.__init__: "234fd62c2fca",
    app_commands.CommandTree._from_interaction: "45267f3964f5",
}


def test_discord_py_is_the_one_that_the_door_was_made_for() -> None:
    """Where this fails after an update: read what changed, look whether bot/door.py still does the same, and write the new hash."""
    assert discord.__version__ == "2.7.1"
    found = {each: hashlib.sha256(inspect.getsource(each).encode()).hexdigest()[:12] for each in RELIED_ON}
    assert {each.__qualname__: found[each] for each in found} == {
        each.__qualname__: known for each, known in RELIED_ON.items()
    }


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """Every request of the bot: its path, and what stands behind the question mark."""
    requests: list[tuple[str, dict[str, Any]]] = []
    real = router.dispatch

    def dispatch(backend: Any, method: str, path: str, **more: Any) -> Any:
        requests.append((f"{method} {path.rpartition('/')[2]}", more.get("params") or {}))
        return real(backend, method, path, **more)

    monkeypatch.setattr(router, "dispatch", dispatch)
    return requests


async def test_an_answer_is_one_request_that_asks_for_nothing_back(
    world: World, asked: list[tuple[str, dict[str, Any]]]
) -> None:
    assert isinstance(world.bot._connection, Connection)
    await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
    card = await world.fan.slash(world.channel, "help")
    await world.fan.autocomplete(world.channel, "character", "name", "nam")
    await world.fan.click(card.response, label="All commands")
    form = await world.fan.slash(world.channel, "suggest", about="a trivia question")
    assert form.modal is not None
    assert [each for each in asked if "callback" in each[0]] == asked == [("POST callback", {})] * 4


async def test_an_answer_with_a_file_goes_the_way_of_discord_py(
    world: World, asked: list[tuple[str, dict[str, Any]]]
) -> None:
    await world.set_progress(world.fan, Episode(1, 6))
    card = await world.fan.slash(world.channel, "privacy")
    await world.fan.click(card.response, label="Export")
    assert ("POST callback", {"with_response": "1"}) in asked


async def test_of_the_message_that_a_press_comes_from_nothing_is_made_but_which_it_is_and_who_reads_it(
    world: World,
) -> None:
    heard: list[discord.Message | None] = []

    async def hear(interaction: discord.Interaction) -> None:
        heard.append(interaction.message)

    world.bot.add_listener(hear, f"on_{PRESSED}")
    card = await world.fan.slash(world.channel, "help")
    await world.fan.click(card.response, label="All commands")
    (message,) = heard
    assert message is not None
    assert card.response is not None
    assert (message.id, message.flags.ephemeral) == (card.response.id, True)
    assert not isinstance(message, discord.Message)


async def test_a_command_is_followed_by_one_task_at_the_most_and_only_where_something_may_have_to_be_said(
    world: World,
) -> None:
    (follow,), followed = world.bot.extra_events["on_app_command_completion"], list[str]()

    async def note(interaction: discord.Interaction, command: Any) -> None:
        followed.append(command.qualified_name)
        await follow(interaction, command)

    world.bot.extra_events["on_app_command_completion"] = [note]
    await world.fan.slash(world.channel, "character", name="nam-ra")
    assert followed == []
    await world.moderator.slash(world.channel, "character", name="nam-ra")  # who is offered the setup
    assert followed == ["character"]


async def test_a_kept_card_is_sent_as_it_was_written_and_read_by_whoever_stands_behind_the_door(world: World) -> None:
    await world.go_by_channel(world.fan)
    answers = [await world.fan.slash(world.channel, "character", name="nam-ra") for _ in range(2)]
    assert words(answers[0]) == words(answers[1])

    bodies: list[Any] = []
    card = CachedCard.for_anybody(
        ready([{"type": 10, "content": f"-# {PROMISE} \\u0000"}, {"type": 2, "custom_id": f"c1:more:{ANYBODY}"}])
    )
    view = card.view(77, 'Safe, "so far"').as_sent()

    async def taken(*sent: Any) -> bool:
        bodies.append(orjson.dumps(sent[3]))
        return False

    with mock.patch("bot.door._taken", taken):
        params = interaction_message_response_params(type=4, view=view)
        adapter = Adapter(AsyncWebhookAdapter())
        with mock.patch.object(adapter, "request", mock.AsyncMock()) as request:
            await adapter.create_interaction_response(7, "a", session=mock.Mock(), params=params)
    assert orjson.loads(bodies[0])["data"]["components"] == [
        {"type": 10, "content": '-# Safe, "so far" \\u0000'},
        {"type": 2, "custom_id": "c1:more:77"},
    ]
    # Where Discord does not take it, discord.py writes the same.
    assert orjson.loads(orjson.dumps(request.call_args.kwargs["payload"])) == orjson.loads(bodies[0])


async def posted(*answers: tuple[int, dict[str, Any]]) -> tuple[int, Any]:
    """How many requests it takes to answer an interaction where Discord says this, and what comes of it."""
    said, tries = list(answers), 0

    async def serve(request: web.BaseRequest) -> web.Response:
        nonlocal tries
        tries += 1
        assert (request.path, request.query_string) == ("/interactions/7/a%2Fb/callback".replace("%2F", "/"), "")
        assert await request.json() == {"type": 5}
        status, body = said.pop(0)
        headers = {"Via": "1.1 discord"} if status == 429 else {}
        if body:  # discord.py reads it for this very content type alone
            headers["Content-Type"] = "application/json"
        return web.Response(body=orjson.dumps(body) if body else b"", status=status, headers=headers)

    runner = web.ServerRunner(web.Server(serve))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    outcome: Any
    async with aiohttp.ClientSession() as session:
        with mock.patch.object(Route, "BASE", f"http://127.0.0.1:{runner.addresses[0][1]}"):
            adapter = Adapter(AsyncWebhookAdapter())
            try:
                outcome = await adapter.create_interaction_response(
                    7, "a/b", session=session, params=interaction_response_params(5)
                )
            except discord.HTTPException as error:
                outcome = error
    await runner.cleanup()
    return tries, outcome


async def test_an_answer_that_discord_takes_is_posted_once() -> None:
    assert await posted((204, {})) == (1, {"interaction": {"id": 7}})


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(404, 10062, discord.NotFound), (400, 40060, discord.HTTPException), (403, 50013, discord.Forbidden)],
)
async def test_what_discord_refuses_is_the_error_that_discord_py_makes_of_it(
    status: int, code: int, kind: type[discord.HTTPException]
) -> None:
    tries, error = await posted(*[(status, {"message": "No.", "code": code})] * 2)
    assert (tries, type(error), error.status, error.code) == (2, kind, status, code)


@pytest.mark.parametrize("trouble", [(503, {}), (429, {"retry_after": 0, "message": "", "global": False})])
async def test_where_discord_has_trouble_discord_py_tries_again(
    trouble: tuple[int, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    assert await posted(trouble, trouble, (204, {})) == (3, {"interaction": {"id": 7}})
    assert waits[0] == trouble[1].get("retry_after", 1)
