"""/healthz and /metrics: what they count, and that they name nobody."""

import asyncio
import re
import shutil
import socket
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.metrics import Metrics
from support.loopback import Loopback, page
from support.processes import TOKEN, connected, run
from support.world import World

LABELS = {"kind", "name", "outcome", "what", "shard", "le"}


def counts(text: str) -> dict[str, int]:
    """How many answers there were of each sort."""
    pattern = r'^hyosan_answer_seconds_count\{kind="(.*)",name="(.*)",outcome="(.*)"\} (\d+)\.0$'
    return {f"{kind} {name} {how}": int(n) for kind, name, how, n in re.findall(pattern, text, re.MULTILINE)}


async def test_answers_are_counted_by_name_and_outcome_and_nobody_is_named(world: World) -> None:
    metrics = Metrics()
    metrics.follow(world.bot)
    await world.set_progress(world.fan, world.bot.show.last)
    await world.fan.slash(world.channel, "character", name="nam-ra", private=True)
    card = await world.fan.slash(world.channel, "character", name="nam-ra")
    await world.fan.slash(world.channel, "progress set", episode="S9E9")
    await world.fan.autocomplete(world.channel, "character", "name", "n")
    await world.fan.click(card.response, label="More")
    assert len(world.env.errors) == 1, "which was refused"
    text = (await metrics.exposition()).decode()
    assert counts(text) == {
        "autocomplete character answered": 1,
        "command character answered": 2,
        "command progress set refused": 1,
        "press c1:more answered": 1,
    }
    assert set(re.findall(r'[{,](\w+)="', text)) == LABELS
    assert not re.findall(r'"\d{5,}', text), "no id of anybody or of anything"
    assert "Nam" not in text
    assert "hyosan_games_running 0.0" in text
    assert "hyosan_reports_open 0.0" in text


async def get(port: int, path: str) -> tuple[int, str]:
    def ask() -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except urllib.error.URLError:
            return 0, ""

    return await asyncio.to_thread(ask)


async def until(port: int, status: int) -> str:
    async with asyncio.timeout(20):
        while (found := await get(port, "/healthz"))[0] != status:  # noqa: ASYNC110  another process answers
            await asyncio.sleep(0.05)
    return found[1]


@pytest.mark.prove
async def test_a_connected_bot_is_healthy_once_it_is_ready_and_is_measured(
    tmp_path: Path, shipped_database: Path
) -> None:
    for name in ("hyosan.db", "other.db"):
        shutil.copy(shipped_database, tmp_path / name)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with Loopback() as discord:
        discord.trouble["users/@me"] = [page(500)]  # asked again a second later
        process = await connected(discord, tmp_path, METRICS_PORT=str(port))
        try:
            assert await until(port, 503) == "gateway: down\nstore: fine\n"
            await asyncio.wait_for(discord.ready.wait(), 20)
            assert await until(port, 200) == "gateway: fine\nstore: fine\n"
            await discord.command("about", [])
            shown: dict[str, Any] = {"components": [{"type": 1, "id": 1, "components": []}]}
            await discord.press(shown, {"custom_id": "x9:gone:123456789"})
            await asyncio.sleep(1.2)  # the loop looks once a second how late it is
            status, text = await get(port, "/metrics")
            taken = run(tmp_path, DATABASE=str(tmp_path / "other.db"), DISCORD_TOKEN=TOKEN, METRICS_PORT=str(port))
        finally:
            process.kill()
            await process.communicate()
    assert status == 200
    assert counts(text) == {"command about answered": 1, "press unknown refused": 1}
    assert 'hyosan_gateway_up{shard="0"} 1.0' in text
    for sort in (
        'hyosan_store_seconds_count{what="read"}',
        'hyosan_store_seconds_count{what="write"}',
        "hyosan_loop_lag_seconds_count",
    ):
        (number,) = re.findall(rf"^{re.escape(sort)} (.*)$", text, re.MULTILINE)
        assert float(number) >= 1, sort
    assert "123456789" not in text
    assert taken.stderr.startswith(f"METRICS_PORT {port} of 127.0.0.1 cannot be used: ")
    assert "Traceback" not in taken.stderr
