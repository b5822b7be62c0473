"""Watch-alongs through the front door: how one starts, and what can stand in its way."""

from typing import Any

import discord
import pytest
from simcord import interactions
from simcord.results import InteractionResult

from bot.show.episodes import PREMISE, Episode
from support.evening import LENGTH, Evening
from support.faults import SERVER_ERROR, broken
from support.proofs import in_prove
from support.reading import buttons, words

E2, E3, E4, E6 = Episode(1, 2), Episode(1, 3), Episode(1, 4), Episode(1, 6)


# ------------------------------------------------------------------------------------------------ starting


async def test_a_start_makes_a_card_an_event_and_a_thread_that_goes_through_the_episode(evening: Evening) -> None:
    answer = await evening.start("in 2 hours")
    planned = await evening.planned()
    begins, thread = int(planned.starts_at.timestamp()), evening.thread
    assert answer.ephemeral
    assert words(answer).splitlines() == [
        f"The watch-along of S1E4 begins <t:{begins}:F>, <t:{begins}:R>: <#{thread.id}>. **Cancel** on its card, or deleting its "
        "event, calls it off.",
        f"-# Times are read in UTC here. {evening.world.bot.mention('settings server')} sets another time zone.",
    ]
    (event,) = evening.events
    assert words(evening.card).splitlines() == [
        "## Watch S1E4 together",
        f"-# All of Us Are Dead · hosted by <@{evening.host.id}>",
        f"**<t:{begins}:F>, <t:{begins}:R>**",
        "In the thread, spoilers through S1E4 are fine from the start.",
    ]
    assert {label: each.get("url") for label, each in buttons(evening.card).items()} == {
        "Remind me": f"https://discord.com/events/{evening.world.guild.id}/{event.id}",
        "Open the thread": f"https://discord.com/channels/{evening.world.guild.id}/{thread.id}",
        "Cancel": None,
    }
    assert thread.name == "S1E4 · watch-along"
    assert await evening.ceiling() == E4
    assert event.name == "Watch All of Us Are Dead S1E4 together"
    assert event.entity_metadata == {"location": "#class-2-5"}
    assert event.description == (
        "In the thread, spoilers through S1E4 are fine from the start: "
        f"https://discord.com/channels/{evening.world.guild.id}/{thread.id}"
    )
    assert (event.scheduled_start_time, event.scheduled_end_time) == (
        planned.starts_at.isoformat(),
        planned.ends_at.isoformat(),
    )
    assert (planned.ends_at - planned.starts_at).total_seconds() == LENGTH * 60
    assert list(buttons(evening.card)) == ["Remind me", "Open the thread", "Cancel"]
    assert not evening.said()


async def test_it_may_begin_now(evening: Evening) -> None:
    await evening.start("now")
    (event,) = evening.events
    assert event.scheduled_start_time > discord.utils.utcnow().isoformat()  # Discord takes none that has begun
    assert (await evening.planned()).starts_at <= discord.utils.utcnow()


async def test_the_time_is_the_servers(evening: Evening) -> None:
    await evening.world.bot.store.guilds.set_setting(evening.world.guild.id, "timezone", "Asia/Seoul")
    answer = await evening.start("2026-01-02 20:00")
    assert (await evening.planned()).starts_at.isoformat() == "2026-01-02T11:00:00+00:00"
    assert "Times are read in" not in words(answer)


async def test_times_are_offered_with_what_they_mean(evening: Evening) -> None:
    await evening.world.bot.store.guilds.set_setting(evening.world.guild.id, "timezone", "Asia/Seoul")

    async def offered(typed: str) -> list[tuple[str, str]]:
        found = await evening.host.autocomplete(evening.channel, "watchalong start", "at", typed, episode="e4")
        return [(each["name"], each["value"]) for each in found]

    assert (await offered(""))[:2] == [
        ("now · Thursday 1 January, 09:00 · Asia/Seoul", "now"),
        ("in 1 hour · Thursday 1 January, 10:00 · Asia/Seoul", "in 1 hour"),
    ]
    assert (await offered("8"))[:2] == [
        ("8:00 · Friday 2 January, 08:00 · Asia/Seoul", "8:00"),
        ("8pm · Thursday 1 January, 20:00 · Asia/Seoul", "8pm"),
    ]
    assert await offered("2 jan 2026 20:00") == [
        ("2 jan 2026 20:00 · Friday 2 January, 20:00 · Asia/Seoul", "2 jan 2026 20:00")
    ]
    # A choice that a label has no room for is offered as it is understood.
    assert await offered("Friday the 2nd of January 2026 at 8 pm") == [
        ("2026-01-02 20:00 · Friday 2 January, 20:00 · Asia/Seoul", "2026-01-02 20:00")
    ]
    assert await offered("next blue moon") == []
    assert await offered("x" * 100) == []


async def test_episodes_are_offered(evening: Evening) -> None:
    found = await evening.host.autocomplete(evening.channel, "watchalong start", "episode", "4", at="now")
    assert [each["name"] for each in found] == ["S1E4"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("next blue moon", "I can’t read “next blue moon” as a time. Write it like 20:30, tomorrow 20:00, sat 9pm, 24 dec 20:00 "
                           "or in 2 hours."),
        ("tomorrow", "“tomorrow” is a day. Add a time, such as 20:00."),
        ("8", "“8” can be 2026-01-01 08:00 or 2026-01-01 20:00. Write the one that you mean like that."),
        ("30 feb 20:00", "2026 has no 30 February. Choose another day."),
        ("2020-01-01 20:00", "“2020-01-01 20\\:00” has passed already. Choose a later time."),
        ("2030-01-01 20:00", "“2030-01-01 20\\:00” is more than a year from now. Choose an earlier time."),
    ],
)  # fmt: skip
async def test_a_time_that_is_none_is_one_sentence_and_can_be_edited(
    evening: Evening, typed: str, sentence: str
) -> None:
    refused = await evening.start(typed)
    assert refused.ephemeral
    assert words(refused) == sentence
    form = await evening.host.click(refused.response, label="Edit again")
    assert form.modal["title"] == "Watch S1E4 together"
    (field,) = [each["component"] for each in form.modal["components"]]
    assert field["value"] == typed
    again = await evening.host.submit_modal(form, {"at": "also none"})
    assert words(again).startswith("I can’t read “also none” as a time.")
    assert not await evening.kept()
    form = await evening.host.click(again.response, label="Edit again")
    done = await evening.host.submit_modal(form, {"at": "in 2 hours"})
    assert words(done).startswith("The watch-along of S1E4 begins")
    assert (await evening.planned()).state == "planned"


async def test_a_thread_that_would_go_further_than_its_channel_is_asked_about(evening: Evening) -> None:
    asked = await evening.start(episode="e6")
    assert asked.ephemeral
    assert words(asked).startswith(
        "### Open a thread through S1E6?\nThis channel shows everything through S1E4. In the thread"
    )
    assert not evening.channel.threads
    await evening.host.click(asked.response, label="Not now")
    assert words(asked.response) == "Nothing was changed."
    asked = await evening.start(episode="e6")
    await evening.host.click(asked.response, label="Yes, through S1E6")
    assert words(asked.response).startswith("The watch-along of S1E6 begins")
    assert await evening.ceiling() == E6
    await evening.world.go_by_channel(evening.world.fan)
    shown = await evening.world.fan.slash(evening.thread, "character", name="nam on-jo")
    assert "-# Spoiler-safe through S1E6" in words(shown)
    shown = await evening.world.fan.slash(evening.channel, "character", name="nam on-jo")
    assert "-# Spoiler-safe through S1E4" in words(shown)


async def test_a_channel_that_is_safe_for_everyone_is_asked_about_too(evening: Evening) -> None:
    await evening.world.set_ceiling(evening.channel, PREMISE)
    asked = await evening.start(episode="e1")
    assert "This channel shows only what is safe for everyone. In the thread" in words(asked)


async def test_a_question_that_is_answered_when_the_time_is_over_starts_nothing(evening: Evening) -> None:
    asked = await evening.start(episode="e6", at="now")
    await evening.world.pass_time(6 * 60)
    await evening.host.click(asked.response, label="Yes, through S1E6")
    assert words(asked.response).startswith("That time has passed.")
    assert not await evening.kept()


async def test_who_has_watched_less_is_told_less_in_the_thread_as_anywhere(evening: Evening) -> None:
    await evening.start()
    await evening.world.set_progress(evening.world.fan, E2)
    shown = await evening.world.fan.slash(evening.thread, "episode", number="e4")
    assert words(shown).startswith("You’re at S1E2, and S1E4 comes after it.")


async def test_it_needs_a_channel_that_can_have_threads(evening: Evening) -> None:
    await evening.start()
    inside = await evening.host.slash(evening.thread, "watchalong start", episode="e4", at="tomorrow 20:00")
    assert words(inside).startswith("A watch-along needs a channel that can have threads. Use </watchalong start:")


@pytest.mark.parametrize("episode", ["0", "e99", "the one with the rain"])
async def test_it_needs_an_episode(evening: Evening, episode: str) -> None:
    assert words(await evening.start(episode=episode)).startswith("I don’t know an episode “")
    assert evening.env.errors


async def test_a_second_start_at_that_time_links_to_the_first(evening: Evening) -> None:
    await evening.start("in 2 hours")
    first = await evening.planned()
    link = f"https://discord.com/channels/{evening.world.guild.id}/{evening.channel.id}/{first.message_id}"
    for at in ("in 1 hour", "in 2 hours", "in 3 hours"):
        second = await evening.start(at)
        assert words(second) == f"There’s a watch-along in this channel at that time already: {link}"
    await evening.start("in 4 hours")  # when the first is over
    assert len(await evening.kept()) == 2
    elsewhere = evening.world.guild.create_text_channel("elsewhere")
    await evening.world.set_ceiling(elsewhere, E4)
    await evening.host.slash(elsewhere, "watchalong start", episode="e4", at="in 2 hours")
    assert len(await evening.kept()) == 3


async def test_of_two_starts_in_the_same_instant_one_counts(evening: Evening) -> None:
    options = [{"type": 3, "name": name, "value": value} for name, value in (("episode", "e4"), ("at", "in 2 hours"))]
    ((command,),) = [await evening.world.bot.store.database.rows(
        "SELECT command_id FROM registered_commands WHERE name = 'watchalong'"
    )]  # fmt: skip
    data = {
        "id": str(command[0]),
        "name": "watchalong",
        "type": 1,
        "options": [{"type": 1, "name": "start", "options": options}],
    }
    results: list[InteractionResult] = []
    for _ in range(2):
        record, payload = interactions.base_payload(
            evening.env.backend, type=2, channel_id=evening.channel.id, guild_id=evening.world.guild.id,
            user_id=evening.host.id, data=data,
        )  # fmt: skip
        evening.env.backend.emit("INTERACTION_CREATE", payload)
        results.append(InteractionResult(evening.env, record))
    await evening.env.settle()
    heard = sorted(words(each)[:30] for each in results)
    assert heard == ["The watch-along of S1E4 begins", "There’s a watch-along in this "]
    assert len(evening.events) == len(evening.channel.threads) == 1


async def test_the_log_channel_hears_of_the_thread(evening: Evening) -> None:
    desk = evening.world.guild.create_text_channel("log")
    await evening.world.bot.store.guilds.set_setting(evening.world.guild.id, "log_channel", desk.id)
    await evening.start()
    assert words(evening.said(desk)[0]).endswith(f"<#{evening.thread.id}> shows everything through S1E4.")


@pytest.mark.parametrize(
    ("path", "permission"),
    [
        ("/channels/*/messages", "Send Messages"),
        ("/guilds/*/scheduled-events", "Create Events"),
        ("/channels/*/threads", "Create Public Threads"),
    ],
)
async def test_what_discord_refuses_is_said_and_nothing_half_made_stays(
    evening: Evening, path: str, permission: str
) -> None:
    evening.env.inject_error("POST", path, status=403, code=50013)
    answer = await evening.start()
    heard = "\n".join(words(each) for each in (answer.response, *answer.followups) if each)
    assert f"I need **{permission}** in this channel for that, so nothing was changed." in heard
    assert evening.env.errors
    assert not evening.events
    assert not evening.channel.threads
    assert not evening.said(evening.channel)
    assert not await evening.kept()


async def test_any_other_refusal_leaves_nothing_half_made_either(
    evening: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    evening.env.inject_error("POST", "/channels/*/threads", status=400, code=50035)
    await evening.start()
    assert evening.env.errors
    assert not evening.events
    assert not evening.said(evening.channel)
    assert not await evening.kept()
    caplog.clear()  # an error of ours is logged, and that is claimed here


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("/guilds/*/scheduled-events", 30038, "as many events as Discord allows (100), so nothing was made"),
        ("/channels/*/threads", 160006, "as many open threads as Discord allows, so nothing was made"),
        ("/channels/*/threads", 30016, "as many of these as Discord allows"),
        ("/channels/*/messages", 200000, "AutoMod"),
    ],
)
async def test_a_limit_of_discords_is_named_and_nothing_half_made_stays(
    evening: Evening, path: str, code: int, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    evening.env.inject_error("POST", path, status=400, code=code)
    answer = await evening.start()
    assert said in words(answer)
    assert len(evening.env.errors) == 1
    assert not evening.events
    assert not evening.channel.threads
    assert not evening.said(evening.channel)
    assert not await evening.kept()
    assert not [each for each in caplog.records if each.exc_info]


async def test_a_limit_that_the_loop_meets_is_one_line(evening: Evening, caplog: pytest.LogCaptureFixture) -> None:
    await evening.start()
    evening.env.backend.get_guild(evening.world.guild.id).scheduled_events.clear()
    await evening.set("state = 'making', event_id = NULL")
    evening.env.inject_error("POST", "/guilds/*/scheduled-events", status=400, code=30038)
    await evening.env.advance_time(30)
    assert not await evening.kept()
    (line,) = [each for each in caplog.records if "could not be tended" in each.getMessage()]
    assert line.exc_info is None


@pytest.mark.parametrize(
    ("path", "arrives"),
    [("/guilds/*/scheduled-events", False), ("/guilds/*/scheduled-events", True), ("/channels/*/threads", False)],
)
@pytest.mark.parametrize("fault", [None, in_prove(SERVER_ERROR)])
async def test_what_discord_did_not_answer_is_made_by_itself_and_once(
    evening: Evening, path: str, arrives: bool, fault: Any
) -> None:
    with broken("POST", path, arrives=arrives, error=fault):
        answer = await evening.start("in 2 hours")
    assert "I keep trying, and the watch-along appears here by itself." in words(answer)
    await evening.env.advance_time(45)
    assert (await evening.planned()).state == "planned"
    assert len(evening.events) == 1
    assert len(evening.channel.threads) == 1


async def test_an_event_that_could_not_be_deleted_is_deleted_later(evening: Evening) -> None:
    await evening.start("in 2 hours")
    asked = await evening.host.click(evening.card, label="Cancel")
    with broken("DELETE", "/guilds/*/scheduled-events/*"):
        await evening.host.click(asked.response, label="Yes, cancel it")
    assert len(evening.events) == 1
    await evening.env.advance_time(90)
    assert not evening.events
    assert not await evening.kept()


async def test_what_cannot_be_taken_away_is_called_off(evening: Evening) -> None:
    evening.env.inject_error("POST", "/channels/*/threads", status=400, code=160006)
    with broken("DELETE", "/channels/*/messages/*"):
        await evening.start("in 2 hours")
    assert evening.env.errors
    await evening.env.advance_time(60)
    assert not evening.events
    assert not await evening.kept()
    assert not buttons(evening.said(evening.channel)[0])


async def test_no_control_reaches_a_watchalong_of_another_server(evening: Evening) -> None:
    await evening.start("in 2 hours")
    planned, here = await evening.planned(), evening.world.guild.id
    assert await evening.store.watchalong_of(here, planned.id) is not None
    assert await evening.store.watchalong_of(here + 1, planned.id) is None
    assert await evening.store.watchalong_of(None, planned.id) is None
