"""From when on what members suggest and report may be read, however they say it, and however many say the same."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.show.episodes import PREMISE, Episode
from bot.store.reviews import OPEN_OF_A_SERVER, NewReview, Review
from support.reading import buttons, filled, words
from support.suggestions import DIARY, THANKS, suggest
from support.world import MURDER, World

E1, E4, E9, E12 = Episode(1, 1), Episode(1, 4), Episode(1, 9), Episode(1, 12)
BABY = "Ho-cheol and Jae-ik find a baby."
DU_SEOK = "Han Du-seok leads them out."  # known from S1E12


async def report(world: World, author: int, text: str = "This is wrong.", gate: Episode = E1) -> int | None:
    return await world.bot.store.reviews.add_review(NewReview(
        "fact report", show_id=world.bot.show.id, guild_id=world.guild.id, author_id=author, target_id=int(MURDER),
        text=text, source="", at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=author % 10**6), revealed_in=gate,
    ))  # fmt: skip


async def waiting(world: World) -> Review:
    (review,) = await world.bot.store.reviews.waiting(world.bot.show.id, world.guild.id)
    return review


@pytest.mark.parametrize("text", [BABY, "ho cheol drives off.", "HOCHEOL!", "Ho\u2011cheol’s radio is broken."])
async def test_a_suggestion_is_read_no_earlier_than_whom_it_names(world: World, editor: Any, text: str) -> None:
    desk = world.guild.create_text_channel("desk")
    await world.set_ceiling(desk, E1)
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", desk.id)
    await world.set_progress(editor, E1)
    # Its author is told nothing of it.
    assert words(await suggest(world, world.fan, text=text, revealed_in=["0"])) == THANKS
    assert "is waiting" in str(desk.last_message.components)
    asked = await editor.slash(world.channel, "review")
    assert words(asked).startswith("### Open something of S1E8?")
    assert list(buttons(asked)) == ["Yes, open it", "Later"]
    await world.set_progress(editor, E12)
    opened = await editor.slash(world.channel, "review")
    form = await editor.click(opened.response, label="Edit and approve")
    assert filled(form)["revealed_in"] == ["1008"]


async def test_whom_it_is_about_counts_as_well(world: World, editor: Any) -> None:
    await world.set_progress(editor, E1)
    form = await world.fan.slash(world.channel, "suggest", about="ho cheol")
    await world.fan.submit_modal(form, DIARY | {"text": "He drives off.", "revealed_in": ["1001"]})
    assert words(await editor.slash(world.channel, "review")).startswith("### Open something of S1E8?")


async def test_a_report_is_read_no_earlier_than_its_fact_as_that_is_gated_now(world: World, editor: Any) -> None:
    await report(world, world.fan.id)
    assert (await waiting(world)).revealed_in == E4
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    await editor.submit_modal(form, filled(form) | {"text": "He murders him.", "revealed_in": ["1009"]})
    assert (await waiting(world)).revealed_in == E9
    await world.set_progress(editor, E4)
    assert words(await editor.slash(world.channel, "review")).startswith("### Open something of S1E9?")


async def test_a_report_about_what_the_pack_has_no_more_is_the_last_episodes(world: World) -> None:
    await report(world, world.fan.id)
    await world.bot.store.database.write("DELETE FROM question_facts")
    await world.bot.store.database.write("DELETE FROM facts WHERE id = ?", (int(MURDER),))
    assert (await waiting(world)).revealed_in == E12


async def test_an_export_has_the_episode_that_its_author_chose(world: World) -> None:
    await suggest(world, world.fan, text=DU_SEOK, revealed_in=["0"])
    await report(world, world.fan.id, gate=PREMISE)
    card = await world.fan.slash(world.channel, "privacy")
    sent = await world.fan.click(card.response, label="Export")
    (file,) = sent.response.attachments
    assert [each["revealed_in"] for each in json.loads(await file.read())["reviews"]] == ["S0E0", "S0E0"]


async def test_any_number_of_members_may_report_the_same(world: World, editor: Any) -> None:
    first = 10**17
    for number in range(210):
        assert await report(world, first + number)
    other = await report(world, first + 999, text="Another mistake.")
    assert other is not None
    queue = await editor.slash(world.channel, "review")
    assert f"Reported by <@{first}>, " in words(queue)
    assert f"<@{first + 7}> and others, " in words(queue)
    assert f"<@{first + 8}>" not in words(queue)
    assert "1 of 2 waiting" in words(queue)
    then = await editor.click(queue.response, label="Later")
    assert "Another mistake." in words(then)


async def test_what_says_the_same_is_joined_also_where_the_queue_is_full(world: World) -> None:
    for number in range(OPEN_OF_A_SERVER):
        assert await report(world, number + 1, text=f"text {number}")
    assert await report(world, 1000, text="text 0")
    assert await report(world, 1001, text="text 1")
    assert await report(world, 1002, text="another one") is None
    reviews = await world.bot.store.reviews.waiting(world.bot.show.id, world.guild.id)
    assert len(reviews) == OPEN_OF_A_SERVER
