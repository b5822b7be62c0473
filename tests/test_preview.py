"""The preview as its page uses it: several tabs at once, over the loopback address, while the clock runs."""

import asyncio
import hashlib
import inspect
import pkgutil
import shutil
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import aiohttp
import pytest

from bot import browser, browser_page
from bot.browser import Browser
from bot.ui.kit.errors import FanTree
from support.processes import previewing
from support.world import World

NEWCOMER, MINA, MODERATOR = 0, 1, 3
SEND = {"kind": "send_message", "reply_to_id": None}


@pytest.fixture(scope="session")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a preview keeps that was started once: the show is in it, and what its people finished."""
    folder = tmp_path_factory.mktemp("previewed")
    with previewing(folder, "preview", "--port", "0") as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    return folder / "preview.db"


@pytest.fixture(autouse=True)
def _started_before(previewed: Path, tmp_path: Path) -> None:  # pyright: ignore[reportUnusedFunction]  pytest uses it
    """A first start takes longer than most of what is tested here; tests/test_main.py looks at those."""
    shutil.copy(previewed, tmp_path / "preview.db")


class Tab:
    """A page of the preview, open in a browser: what it shows, and what its user does there."""

    def __init__(self, session: aiohttp.ClientSession, key: str, snapshot: dict[str, Any]) -> None:
        self._session = session
        self._headers = {"X-Simcord-Capability": key, "X-Simcord-Context": snapshot["context"]["id"]}
        self._sequence = 0
        self.shown = snapshot
        self.commands: dict[str, dict[str, Any]] = {}

    async def look(self) -> dict[str, Any]:
        """What is on it now, as it asks twice a second."""
        async with self._session.get("/api/state", headers=self._headers) as response:
            assert response.status == 200
            self.shown = await response.json()
            return self.shown

    async def act(self, **body: Any) -> dict[str, Any]:
        """Do something to what is on it, and get the receipt."""
        self._sequence += 1
        envelope = {
            "protocol_version": 3,
            "sequence": self._sequence,
            "request_id": str(uuid4()),
            "generation": self.shown["context"]["generation"],
            "bot_generation": self.shown["botGeneration"],
            "published_revision": self.shown["publishedRevision"],
        }
        async with self._session.post("/api/action", headers=self._headers, json={**envelope, **body}) as response:
            # The page takes anything else for an outcome that nobody will ever know, and stands still for good.
            assert response.status == 200, await response.text()
            receipt = await response.json()
        self._sequence = receipt["expectedSequence"]
        return receipt

    async def run(self, command: str, **options: str) -> dict[str, Any]:
        """Send a command."""
        return await self.act(kind="run_command", **self._named(command), options=options)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        """The suggestions for what was typed so far."""
        receipt = await self.act(
            kind="autocomplete_command", **self._named(command), focused=option, value=typed, options={option: typed}
        )
        assert receipt["settlement"] == "settled", receipt
        return [choice["name"] for choice in receipt["result"]["choices"]]

    async def press(self, message: str, button: str) -> dict[str, Any]:
        """Press a button as it is shown."""
        key = next(
            each["control_key"] for each in _parts(self.shown["messages"][message]) if each.get("label") == button
        )
        return await self.act(kind="click", target_id=message, control_key=key)

    async def look_as(self, viewer: int) -> None:
        """Choose above as whom to look."""
        receipt = await self.act(kind="viewer", viewer_id=self.shown["viewers"][viewer]["id"])
        assert receipt["settlement"] == "settled", receipt
        await self.look()

    @property
    def places(self) -> dict[str, dict[str, Any]]:
        """The channels at the left, by name."""
        return {each["name"]: each for each in self.shown["places"]}

    async def go_to(self, channel: str) -> None:
        """Choose a channel at the left."""
        receipt = await self.act(kind="viewer", viewer_id=self.shown["viewerId"], channel_id=self.places[channel]["id"])
        assert receipt["settlement"] == "settled", receipt
        await self.look()

    def _named(self, command: str) -> dict[str, Any]:
        entry = self.commands[command]
        return {
            "command_id": entry["commandId"],
            "path": entry["path"],
            "schema_fingerprint": entry["schemaFingerprint"],
        }

    async def learn(self) -> None:
        """Fetch the list of commands."""
        async with self._session.get("/api/commands", headers=self._headers) as response:
            self.commands = {entry["invocation"]: entry for entry in (await response.json())["entries"]}

    def words(self, message: str | None = None) -> str:
        """Every text of a message; of the newest where none is named."""
        return " ".join(_texts(self.shown["messages"][message or self.shown["timeline"][-1]]))


def _parts(value: Any) -> list[dict[str, Any]]:
    """Every object in it, at any depth."""
    if isinstance(value, dict):
        found = cast("dict[str, Any]", value)
        return [found, *_parts(list(found.values()))]
    return [part for each in cast("list[Any]", value) for part in _parts(each)] if isinstance(value, list) else []


def _texts(message: dict[str, Any]) -> list[str]:
    # Its text, and those of its components; tokens of Markdown have named types.
    return [part["content"] for part in _parts(message) if part.get("content") and not isinstance(part["type"], str)]


@asynccontextmanager
async def tabs(url: str, *viewers: int) -> AsyncGenerator[list[Tab]]:
    """Tabs of the preview at `url`, each looking as one of its viewers."""
    address, key = url.split("#")
    async with aiohttp.ClientSession(address) as session:

        async def opened(viewer: int) -> Tab:
            async with session.post("/api/pages", headers={"X-Simcord-Capability": key}, json={}) as response:
                assert response.status == 200
                tab = Tab(session, key, await response.json())
            await tab.look_as(viewer)
            await tab.learn()
            return tab

        yield [await opened(viewer) for viewer in viewers]


def settled(receipt: dict[str, Any]) -> bool:
    return receipt["settlement"] == "settled" and not receipt["rejected"] and not receipt["uncertain"]


@pytest.mark.prove
async def test_whatever_tabs_do_at_once_is_done(tmp_path: Path) -> None:
    async def busy(tab: Tab) -> None:
        for _ in range(4):
            assert any("Nam-ra" in each for each in await tab.complete("character", "name", "nam"))
            assert settled(await tab.run("character", name="nam-ra"))
            assert settled(await tab.run("help"))

    with previewing(tmp_path, "preview", "--port", "0") as (_, url):
        async with tabs(url, NEWCOMER, MINA, MODERATOR) as opened:
            await asyncio.gather(*map(busy, opened))


@pytest.mark.prove
async def test_a_press_counts_although_the_page_was_published_again(tmp_path: Path) -> None:
    with previewing(tmp_path, "preview", "--port", "0") as (_, url):
        async with tabs(url, MINA, MINA) as (one, other):
            assert settled(await one.run("recap"))
            await one.look()
            card = one.shown["timeline"][-1]
            assert "page 6 of" in one.words(card)
            assert settled(await other.act(**SEND, content="hello"))
            assert settled(await one.press(card, "Back"))
            await one.look()
            assert "page 5 of" in one.words(card)
            # A page that did nothing shows it as well.
            await other.look()
            assert "page 5 of" in other.words(card)


@pytest.mark.prove
async def test_a_press_on_what_is_another_button_by_now_does_nothing(tmp_path: Path) -> None:
    with previewing(tmp_path, "preview", "--port", "0") as (_, url):
        async with tabs(url, MINA, MINA) as (one, other):
            assert settled(await one.run("recap"))
            await one.look()
            await other.look()
            card = one.shown["timeline"][-1]
            assert settled(await one.press(card, "Back"))
            assert (await other.press(card, "Back"))["rejected"]
            await other.look()
            assert "page 5 of" in other.words(card)


@pytest.mark.prove
async def test_an_error_that_is_answered_is_no_uncertain_outcome(tmp_path: Path) -> None:
    with previewing(tmp_path, "preview", "--port", "0") as (_, url):
        async with tabs(url, MINA) as (tab,):
            assert settled(await tab.run("episode", number="99"))
            await tab.look()
            assert "I don’t know an episode" in tab.words()


@pytest.mark.prove
async def test_a_command_sent_as_a_message_is_told_how_commands_are_typed(tmp_path: Path) -> None:
    with previewing(tmp_path, "preview", "--port", "0") as (_, url):
        async with tabs(url, NEWCOMER) as (tab,):
            assert "Type `/character` and press Enter, then `nam-ra`, then Enter twice." in tab.words()
            assert settled(await tab.act(**SEND, content="hello"))
            await tab.look()
            assert tab.words() == "hello"
            assert settled(await tab.act(**SEND, content=" /character nam-ra"))
            await tab.look()
            assert tab.words() == "That went out as a message. Type `/character`, press Enter, then the name."
            assert settled(await tab.run("help"))


@pytest.mark.prove
async def test_every_channel_that_somebody_sees_can_be_gone_to_and_acted_in(tmp_path: Path) -> None:
    with previewing(tmp_path, "preview", "--port", "0") as (_, url):
        async with tabs(url, NEWCOMER, MODERATOR) as (newcomer, moderator):
            assert list(newcomer.places) == ["class-2-5", "school-gate", "rooftop"]
            assert list(moderator.places) == ["class-2-5", "school-gate", "rooftop", "staff-room"]
            await newcomer.go_to("rooftop")
            assert newcomer.shown["channel"]["name"] == "rooftop"
            assert settled(await newcomer.act(**SEND, content="hello"))
            assert settled(await moderator.run("help"))
            await newcomer.look()
            assert newcomer.words() == "hello"
            await moderator.look()
            assert "/character" in moderator.words()
            # Who does not see a channel is taken to one that they do see.
            await moderator.go_to("staff-room")
            await moderator.look_as(NEWCOMER)
            assert moderator.shown["channel"]["name"] == "class-2-5"
            staff_room = "1" * 18
            await moderator.act(kind="viewer", viewer_id=moderator.shown["viewerId"], channel_id=staff_room)
            await moderator.look()
            assert moderator.shown["channel"]["name"] == "class-2-5"


async def test_a_message_offers_what_discord_has_under_apps(tmp_path: Path) -> None:
    with previewing(tmp_path, "preview", "--port", "0") as (_, url):
        async with tabs(url, MODERATOR) as (tab,):
            await tab.go_to("school-gate")
            message = tab.shown["timeline"][0]
            assert tab.shown["messages"][message]["menus"] == ["Tag as spoiler"]
            press = {"kind": "click", "target_id": message, "control_key": f"message:{message}:component:menu"}
            assert settled(await tab.act(**press, menu="Tag as spoiler"))
            await tab.look()
            assert tab.shown["modal"]["payload"]["title"] == "Tag as spoiler"
            assert (await tab.act(**press, menu="Something else"))["rejected"]


async def test_the_page_has_the_bots_name_and_face(tmp_path: Path) -> None:
    with previewing(tmp_path, "preview", "--port", "0") as (_, url):
        async with aiohttp.ClientSession(url.split("#")[0]) as session:
            async with session.get("/") as response:
                text = await response.text()
            assert "<title>Hyosan</title>" in text
            assert "SimCord" not in text
            for path in ("/page.js", "/page.css", "/light.css", "/avatar.png"):
                async with session.get(path) as response:
                    assert response.status == 200


@pytest.mark.prove
async def test_a_tab_can_be_reloaded_after_a_restart(tmp_path: Path) -> None:
    with previewing(tmp_path, "preview", "--port", "0") as (_, first):
        pass
    with previewing(tmp_path, "preview", "--port", "0") as (_, second):
        assert first.partition("#")[2] == second.partition("#")[2]
    assert (tmp_path / "preview.key").stat().st_mode & 0o777 == 0o600


async def test_an_answer_that_comes_too_late_is_shown_and_the_page_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = asyncio.Event()
    ordinary = FanTree.interaction_check

    async def wait(tree: FanTree, interaction: Any) -> bool:
        await slow.wait()
        return await ordinary(tree, interaction)

    monkeypatch.setattr(FanTree, "interaction_check", wait)
    world.env.settle_timeout = 0.1
    preview = Browser(world.env, world.channel, {"fan": world.fan}, guide=world.moderator, key="secret", port=0)
    async with preview, tabs(preview.url, 0) as (tab,):
        assert (await tab.run("help"))["settlement"] == "timeout"
        world.env.settle_timeout = 5.0
        slow.set()
        await preview.follow(world.env.now() + timedelta(seconds=1))
        await tab.look()
        assert "/character" in tab.words()
        assert settled(await tab.run("help"))


def test_the_private_parts_of_simcord_are_those_that_the_preview_was_made_for() -> None:
    """Where this fails, read bot/browser.py and bot/browser_page.py beside simcord's preview again."""
    names = """
        Preview.__init__ Preview._publish Preview.refresh
        _actions._ActionOps._action _actions._ActionOps._prepare_action _actions._ActionOps._target_message
        _actions._ActionOps._run_interaction_action _pages._PageOps._open_page _pages._PageOps._target_id
        _markdown.markdown_tokens _server.PreviewServer.__init__ _server.PreviewServer._static
        _server.PreviewServer.start _snapshot.build_snapshot
        _action_plans._component_key _action_plans._component_paths _action_plans._prepare_page_action
    """
    parts: list[Any] = [pkgutil.resolve_name(f"simcord.preview:{name}") for name in names.split()]
    source = "".join(map(inspect.getsource, [*parts, browser.make_parser])).encode()
    assert hashlib.sha256(source).hexdigest() == "adf2a9a7984d8e823034e8a1882849e74d32a204b3ec4411567d848c3e7522ce"
    static = files("simcord.preview") / "static"
    for path, changes in browser_page.CHANGES.items():
        script = (static / (path.removeprefix("/") or "index.html")).read_text("utf-8")
        assert [script.count(theirs) for theirs, _ in changes] == [1] * len(changes)
