"""A watch-along between its start and its end: kills, what is called off, what Discord takes away."""

import asyncio
from typing import Any

import discord
import pytest
from simcord.results import ResponseMessage

from bot.show.episodes import Episode
from bot.ui.watchalong.tending import tend_watchalong
from support.evening import OVER, Evening
from support.reading import buttons, words

E2, E3, E4, E6 = Episode(1, 2), Episode(1, 3), Episode(1, 4), Episode(1, 6)


# ------------------------------------------------------------------------------------------------ kills and restarts


@pytest.mark.parametrize("left", ["message_id = NULL, event_id = NULL", "event_id = NULL", "version = version"])
async def test_what_a_killed_process_began_is_made_whole(evening: Evening, left: str) -> None:
    await evening.start("in 2 hours")
    # simcord knows no nonce, by which Discord drops a second card: the first is taken away.
    if "message_id" in left:
        card = evening.thread.id
        evening.env.backend.delete_channel(card)
        evening.env.backend.delete_message(evening.channel.id, card)
        evening.env.backend.get_guild(evening.world.guild.id).scheduled_events.clear()
    else:
        evening.env.inject_error("POST", "/channels/*/threads", status=400, code=160004)
    await evening.set(
        f"{left}, state = 'making', busy_until = {int(discord.utils.utcnow().timestamp() * 1000) + 60000}"
    )
    await evening.world.bot.store.viewers.clear_ceiling(
        evening.world.bot.show.id, evening.world.guild.id, evening.thread.id if evening.channel.threads else 0
    )
    await evening.kill()
    await evening.env.advance_time(30)
    assert (await evening.planned()).state == "making"  # whoever began it may be at it still
    await evening.env.advance_time(60)
    planned = await evening.planned()
    assert planned.state == "planned"
    (event,) = evening.events
    assert planned.event_id == event.id
    assert planned.message_id == evening.thread.id
    assert await evening.ceiling() == E4
    assert "Remind me" in buttons(evening.card)


async def test_what_was_never_made_whole_before_its_end_is_taken_away(evening: Evening) -> None:
    await evening.start()
    await evening.set("state = 'making', event_id = NULL, starts_at = starts_at - 86400000")
    await evening.env.advance_time(30)
    assert not await evening.kept()
    assert not evening.env.backend.messages[evening.channel.id].get(evening.thread.id)


async def test_what_may_not_be_made_any_more_is_taken_away(evening: Evening) -> None:
    await evening.start()
    evening.env.backend.get_guild(evening.world.guild.id).scheduled_events.clear()
    await evening.set("state = 'making', event_id = NULL")
    evening.env.inject_error("POST", "/guilds/*/scheduled-events", status=403, code=50013)
    await evening.env.advance_time(30)
    assert not await evening.kept()
    assert not evening.events


async def test_it_ends_after_a_restart_too_and_once_only(evening: Evening) -> None:
    await evening.start()
    await evening.kill()
    assert words(await evening.closing()).startswith(OVER)
    await evening.kill()
    await evening.world.pass_time(3600)
    assert len(evening.said()) == 1
    assert not await evening.kept()


async def test_of_two_loops_one_ends_it(evening: Evening) -> None:
    await evening.start()
    planned = await evening.planned()
    evening.world.bot.cogs["WatchalongCog"].tend.cancel()  # type: ignore[attr-defined]  the cog of cogs/watchalong.py
    await evening.set("starts_at = starts_at - 6000000")
    await asyncio.gather(*(tend_watchalong(evening.world.bot, planned) for _ in range(3)))
    assert len(evening.said()) == 1
    assert not await evening.kept()


async def test_long_after_its_end_nothing_is_said_any_more(evening: Evening) -> None:
    await evening.start()
    await evening.set("starts_at = starts_at - 86400000")
    await evening.env.advance_time(30)
    assert not evening.said()
    assert list(buttons(evening.card)) == ["I watched it", "Open the thread"]
    assert not await evening.kept()


async def test_a_failure_of_discord_is_made_up_for(evening: Evening, caplog: pytest.LogCaptureFixture) -> None:
    await evening.start()
    evening.env.inject_error("POST", f"/channels/{evening.thread.id}/messages", status=400, code=50035)
    assert words(await evening.closing()).startswith(OVER)
    assert [each.message for each in caplog.get_records("call") if each.levelname == "ERROR"]
    caplog.clear()


async def test_a_card_that_could_not_be_edited_is_edited_later(evening: Evening) -> None:
    evening.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=50035)
    answer = await evening.start()
    assert words(answer).startswith("The watch-along of S1E4 begins")
    assert "Remind me" not in buttons(evening.card)
    await evening.env.advance_time(21)
    assert "Remind me" in buttons(evening.card)


# ------------------------------------------------------------------------------------------------ called off


async def called_off(evening: Evening) -> bool:
    """Whether everybody knows, and nothing of it stands any more."""
    assert words(evening.card) == "The watch-along of S1E4 was cancelled."
    assert not buttons(evening.card)
    return not evening.events and not await evening.kept() and await evening.ceiling() is None


async def test_calling_it_off_leaves_a_ceiling_that_moderators_chose_themselves(evening: Evening) -> None:
    await evening.start()
    await evening.world.set_ceiling(evening.thread, Episode(1, 1))
    await evening.world.bot.store.watchalongs.cancel((await evening.planned()).id)
    assert await evening.ceiling() == Episode(1, 1)


async def test_an_event_names_no_channel_that_not_everybody_sees(evening: Evening) -> None:
    guild, moderator = evening.world.guild, evening.world.moderator
    sees, sees_not = (discord.PermissionOverwrite(view_channel=each) for each in (True, False))
    hidden: Any = guild.create_text_channel(
        "secret", overwrites={guild.default_role: sees_not, moderator: sees, evening.world.bot.user: sees}
    )
    await evening.world.set_ceiling(hidden, E4)
    await moderator.slash(hidden, "watchalong start", episode="e4", at="in 2 hours")
    (event,) = evening.events
    assert event.entity_metadata == {"location": "S1E4 · watch-along"}


@pytest.mark.parametrize("who", ["host", "moderator"])
async def test_its_host_and_moderators_cancel_it(evening: Evening, who: str) -> None:
    await evening.start()
    if who == "moderator":
        await evening.set(f"host_id = {evening.world.other.id}")
    asked = await evening.host.click(evening.card, label="Cancel")
    assert asked.ephemeral
    assert words(asked).startswith("### Cancel the watch-along of S1E4?")
    await evening.host.click(asked.response, label="Keep it")
    assert words(asked.response) == "Nothing was changed."
    asked = await evening.host.click(evening.card, label="Cancel")
    await evening.host.click(asked.response, label="Yes, cancel it")
    assert words(asked.response) == "The watch-along of S1E4 was cancelled."
    assert await called_off(evening)
    assert [words(each) for each in evening.said()] == ["The watch-along of S1E4 was cancelled."]


async def test_its_host_cancels_it_also_without_being_a_moderator_any_more(evening: Evening) -> None:
    await evening.start()
    await evening.set(f"host_id = {evening.world.fan.id}")
    asked = await evening.world.fan.click(evening.card, label="Cancel")
    await evening.world.fan.click(asked.response, label="Yes, cancel it")
    assert await called_off(evening)


async def test_nobody_else_cancels_it(evening: Evening) -> None:
    await evening.start()
    asked = await evening.host.click(evening.card, label="Cancel")
    refused = await evening.world.fan.click(evening.card, label="Cancel")
    assert refused.ephemeral
    assert words(refused).startswith("Only editors and members with Manage Messages in the whole server can do that.")
    await evening.set("host_id = NULL")
    yes = buttons(asked.response)["Yes, cancel it"]["custom_id"]
    # They are no moderator any more by the time they answer.
    evening.env.backend.get_guild(evening.world.guild.id).members[evening.host.id].role_ids.clear()
    late = await evening.host.click(asked.response, custom_id=yes)
    assert words(late).startswith("Only editors and members with Manage Messages in the whole server can do that.")
    assert len(evening.env.errors) == 2
    assert (await evening.planned()).state == "planned"


async def test_what_is_over_cannot_be_cancelled(evening: Evening) -> None:
    await evening.start()
    asked = await evening.host.click(evening.card, label="Cancel")
    await evening.set("state = 'making', busy_until = 9999999999999")
    early = await evening.host.click(evening.card, label="Cancel")
    assert words(early) == "I’m still preparing this watch-along. Press again in a moment."
    await evening.set("state = 'over'")
    await evening.host.click(asked.response, label="Yes, cancel it")
    assert words(asked.response).startswith("This watch-along is over")
    late = await evening.host.click(evening.card, label="Cancel")
    assert words(late).startswith("This watch-along is over")


async def test_deleting_the_event_calls_it_off(evening: Evening) -> None:
    await evening.start("in 2 hours")
    evening.env.backend.delete_scheduled_event(evening.world.guild.id, evening.events[0].id)
    await evening.world.pass_time(9 * 60)
    assert (await evening.planned()).state == "planned"
    await evening.world.pass_time(2 * 60)
    assert await called_off(evening)
    assert [words(each) for each in evening.said()] == ["The watch-along of S1E4 was cancelled."]


async def test_deleting_the_thread_calls_it_off(evening: Evening) -> None:
    await evening.start("in 2 hours")
    card = evening.card
    evening.env.backend.delete_channel(evening.thread.id)
    await evening.world.pass_time(11 * 60)
    after = ResponseMessage(evening.env, evening.env.backend.get_message(evening.channel.id, card.id))
    assert words(after) == "The watch-along of S1E4 was cancelled."
    assert not evening.events
    assert not await evening.kept()
    assert not await evening.world.bot.store.database.rows("SELECT 1 FROM ceilings WHERE place_id = ?", (card.id,))


async def test_ending_the_event_early_ends_it(evening: Evening) -> None:
    await evening.start()
    await evening.world.pass_time(30 * 60)
    evening.env.backend.edit_scheduled_event(evening.world.guild.id, evening.events[0].id, {"status": 3})
    await evening.world.pass_time(11 * 60)
    assert words(evening.said()[0]).startswith(OVER)
    assert not await evening.kept()


@pytest.mark.parametrize("what", ["/channels/*", "/guilds/*/scheduled-events/*"])
async def test_an_answer_of_discord_that_says_nothing_calls_nothing_off(evening: Evening, what: str) -> None:
    await evening.start("in 2 hours")
    evening.env.inject_error("GET", what, status=403, code=50001)
    await evening.world.pass_time(11 * 60)
    assert (await evening.planned()).state == "planned"


async def test_a_channel_that_is_gone_ends_it_without_a_word(evening: Evening) -> None:
    await evening.start()
    for place in (evening.thread.id, evening.channel.id):
        evening.env.backend.delete_channel(place)
    await evening.world.pass_time(90 * 60)
    assert not await evening.kept()


async def test_a_thread_that_the_bot_may_not_write_in_any_more_is_said_on_the_card(evening: Evening) -> None:
    await evening.start()
    evening.deny(evening.channel, send_messages_in_threads=True)
    await evening.world.pass_time(90 * 60)
    assert not evening.said()
    assert list(buttons(evening.card)) == ["I watched it", "Open the thread"]
    assert not await evening.kept()


async def test_a_server_that_let_the_bot_go_is_left_alone(evening: Evening) -> None:
    await evening.start()
    evening.env.backend.remove_guild(evening.world.guild.id)
    await evening.world.pass_time(3600 * 2)
    assert (await evening.planned()).state == "planned"
    await evening.world.bot.store.guilds.purge(evening.world.guild.id)
    assert not await evening.kept()


async def test_a_host_who_asks_to_be_forgotten_is_taken_off_the_card(evening: Evening) -> None:
    await evening.start()
    asked = await evening.host.slash(evening.channel, "privacy")
    exported = await evening.world.bot.store.privacy.export(evening.host.id)
    assert exported["watchalongs (host_id)"][0]["episode"] == E4.ordinal
    await evening.host.click(asked.response, label="Delete")
    await evening.host.click(asked.response, label="Yes, delete everything")
    await evening.env.advance_time(21)
    assert "-# All of Us Are Dead\n" in words(evening.card)
    assert str(evening.host.id) not in words(evening.card)
    assert (await evening.planned()).host_id is None
    assert list(buttons(evening.card)) == ["Remind me", "Open the thread", "Cancel"]
