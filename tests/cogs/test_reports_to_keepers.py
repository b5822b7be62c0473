"""What is suggested and reported where no moderators read: for whoever keeps the bot."""

from dataclasses import replace
from typing import Any

import pytest

from bot.maintenance import reports
from bot.settings import Settings
from bot.show.episodes import Episode
from bot.store.reviews import OPEN_OF_A_MEMBER
from support.choosing import more
from support.reading import selects, words
from support.suggestions import DIARY
from support.world import World


@pytest.fixture
async def editor(world: World, editor: Any) -> Any:
    """A moderator who has seen everything, in a server with a review channel."""
    queue = world.guild.create_text_channel("queue")
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", queue.id)
    return editor


# ------------------------------------------------------------------------------- where no moderators read


async def printed(world: World, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What whoever keeps the bot reads, while it runs."""
    capsys.readouterr()
    await reports(replace(Settings.read({}), database=world.bot.store.database.path))
    return capsys.readouterr().out.splitlines()


async def test_what_is_sent_by_direct_message_is_for_whoever_keeps_the_bot(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await printed(world, capsys) == ["Nothing waits that was reported or suggested where no moderators read."]
    await world.set_progress(world.fan, Episode(1, 4))
    form = await world.fan.user.slash("suggest", about="The <b>diary</b> \x1b[31mof somebody")
    thanks = await world.fan.user.submit_modal(form, DIARY)
    assert words(thanks) == "Thanks. Whoever runs this bot reads it."
    await world.pass_time(60)
    card = await world.fan.user.slash("character", name="gwinam")
    asked = await more(world.fan.user, card, "Report a mistake")
    fact = selects(asked)[0]["options"][0]
    form = await world.fan.user.select(asked.response, [fact["value"]], custom_id="r1:fact")
    told = await world.fan.user.submit_modal(
        form, {"text": "No,\nhe does not.", "source": "S1E2", "revealed_in": ["1004"]}
    )
    assert words(told) == "Thanks. Whoever runs this bot reads it."
    lines = await printed(world, capsys)
    suggestion, report = (int(lines[at].split(" · ")[0]) for at in (0, 4))
    assert lines[0] == f"{suggestion} · 2026-01-01 00:00 · suggestion · by {world.fan.id} · S1E8"
    assert lines[1:4] == [
        "  About: The <b>diary</b> [31mof somebody",
        "  Says: Nam-ra keeps a diary.",
        "  Source: Netflix",
    ]
    assert lines[4] == f"{report} · 2026-01-01 00:01 · fact report · by {world.fan.id} · S1E4"
    assert lines[5].startswith("  About: ")
    assert lines[6:] == ["  Says: No, he does not.", "  Source: S1E2"]
    # No server has them in its queue.
    assert await world.bot.store.reviews.waiting(world.bot.show.id, world.guild.id) == []
    assert await world.bot.store.reviews.waiting_for_keeper(world.bot.show.id) == 2


async def test_whoever_keeps_the_bot_closes_what_came_to_them(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("Nam-ra keeps a diary.", "Nam-ra keeps a dog."):
        form = await world.fan.user.slash("suggest", about="Nam-ra")
        await world.fan.user.submit_modal(form, DIARY | {"text": text})
        await world.pass_time(60)
    first, second = (int(line.split(" · ")[0]) for line in await printed(world, capsys) if not line.startswith(" "))
    settings = replace(Settings.read({}), database=world.bot.store.database.path)
    await reports(settings, [first], taken=True)
    await reports(settings, [second, 12], because="Nobody shows a dog.")
    assert capsys.readouterr().out.splitlines() == [
        f"{first}: closed.", f"{second}: closed.", "12: nothing of that number waits.",
    ]  # fmt: skip
    assert await printed(world, capsys) == ["Nothing waits that was reported or suggested where no moderators read."]
    about = await world.fan.user.slash("about")
    (told,) = about.followups
    assert "was accepted: the next release tells it." in words(told)
    assert "wasn’t accepted. Whoever keeps this bot says: Nobody shows a dog." in words(told)


async def test_who_writes_by_direct_message_is_not_shut_out_for_ever(world: World) -> None:
    told: Any = None
    for number in range(OPEN_OF_A_MEMBER + 1):
        form = await world.fan.user.slash("suggest", about="Nam-ra")
        told = await world.fan.user.submit_modal(form, DIARY | {"text": f"Nam-ra keeps {number} diaries."})
    assert words(told).startswith(f"You’ve sent {OPEN_OF_A_MEMBER} things this week already.")
    await world.pass_time(8 * 24 * 3600)
    form = await world.fan.user.slash("suggest", about="Nam-ra")
    assert "Whoever runs this bot" in words(await world.fan.user.submit_modal(form, DIARY))
