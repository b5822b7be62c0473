"""Watch-alongs through the front door: from the command to the quiz, and everything that can come between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import discord
import pytest
import pytest_asyncio
from simcord import interactions
from simcord.results import InteractionResult, ResponseMessage

from bot.show.episodes import PREMISE, Episode
from bot.store.watchalongs import Watchalong
from bot.ui.watchalong.tending import tend_watchalong
from support.faults import SERVER_ERROR, broken
from support.proofs import in_prove
from support.reading import buttons, components, words
from support.world import World

E2, E3, E4, E6 = Episode(1, 2), Episode(1, 3), Episode(1, 4), Episode(1, 6)
LENGTH = 71  # minutes of S1E4
OVER = "## S1E4 is over"


class Evening:
    """A channel at S1E4 in a server that was set up."""

    def __init__(self, world: World, doors: AsyncExitStack) -> None:
        self.world = world
        self.env = world.env
        self.channel = world.channel
        self.host = world.moderator
        self._doors = doors

    @property
    def store(self) -> Any:
        """The store of the bot that runs at the moment."""
        return self.world.bot.store.watchalongs

    async def start(self, at: str = "in 10 minutes", *, episode: str = "e4", member: Any = None) -> Any:
        """Run the command."""
        return await (member or self.host).slash(self.channel, "watchalong start", episode=episode, at=at)

    async def kept(self) -> list[Watchalong]:
        """Every watch-along that is kept."""
        rows = await self.world.bot.store.database.rows("SELECT id FROM watchalongs ORDER BY id")
        return [await self.store.watchalong(row[0]) for row in rows]

    async def planned(self) -> Watchalong:
        """The only one."""
        (found,) = await self.kept()
        return found

    @property
    def events(self) -> list[Any]:
        """The server's events."""
        return list(self.env.backend.get_guild(self.world.guild.id).scheduled_events.values())

    @property
    def thread(self) -> Any:
        """The only thread."""
        (found,) = self.channel.threads
        return found

    @property
    def card(self) -> ResponseMessage:
        """The card as it stands, above its thread."""
        return ResponseMessage(self.env, self.env.backend.get_message(self.channel.id, self.thread.id))

    def said(self, place: Any = None) -> list[ResponseMessage]:
        """What the bot posted in the thread, or elsewhere."""
        found = self.env.backend.messages[(place or self.thread).id].values()
        return [ResponseMessage(self.env, each) for each in found if each.components and not each.flags & 64]

    async def closing(self) -> ResponseMessage:
        """Let the time of a watch-along that begins in ten minutes go by, and give what is posted then."""
        await self.world.pass_time((10 + LENGTH + 1) * 60)
        (found,) = self.said()
        return found

    async def ceiling(self) -> Episode | None:
        """What the thread may show."""
        guilds, show = self.world.bot.store.guilds, self.world.bot.show.id
        return (await guilds.place(show, self.world.guild.id, self.thread.id)).ceiling

    async def progress(self, member: Any) -> Episode | None:
        """What a member finished."""
        return await self.world.bot.store.viewers.progress(self.world.bot.show.id, member.id)

    def deny(self, place: Any, **permissions: bool) -> None:
        """Take permissions from the bot in a channel."""
        self.world.deny(place, **permissions)

    async def kill(self) -> None:
        """kill -9, and another process over the same file."""
        await self.world.kill(self._doors)

    async def set(self, what: str) -> None:
        """What a killed process left in the store."""
        await self.world.bot.store.database.write(f"UPDATE watchalongs SET {what}")  # noqa: S608  words of a test


@pytest_asyncio.fixture
async def evening(world: World) -> AsyncIterator[Evening]:
    """A channel at S1E4 in a server that was set up."""
    async with AsyncExitStack() as doors:
        await world.set_ceiling(world.channel, E4)
        await world.bot.store.guilds.set_setting(world.guild.id, "setup", "done")
        yield Evening(world, doors)


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


# ------------------------------------------------------------------------------------------------ afterwards


async def test_afterwards_the_thread_is_offered_progress_and_a_quiz(evening: Evening) -> None:
    await evening.start()
    closing = await evening.closing()
    assert words(closing).splitlines() == [
        OVER,
        "- **I watched it** moves your progress to S1E4, and only you see that.",
        "- **Quiz** asks everybody in this thread five questions.",
    ]
    assert list(buttons(closing)) == ["I watched it", "Quiz"]
    assert words(evening.card).splitlines()[2:] == ["S1E4 is done. The talk goes on in the thread."]
    assert str(evening.host.id) not in words(evening.card)
    assert list(buttons(evening.card)) == ["I watched it", "Open the thread"]
    assert await evening.ceiling() == E4
    assert not await evening.kept()


@pytest.mark.parametrize("where", ["thread", "channel"])
async def test_i_watched_it_moves_whoever_presses_and_nobody_back(evening: Evening, where: str) -> None:
    await evening.start()
    closing = await evening.closing()
    pressed = closing if where == "thread" else evening.card
    before = words(pressed)
    fan, other, host = evening.world.fan, evening.world.other, evening.host
    await evening.world.set_progress(other, E3)
    await evening.world.set_progress(host, E6)
    first = await fan.click(pressed, label="I watched it")
    assert first.ephemeral
    assert words(first).startswith("Saved: S1E4, in every server.")
    assert "shows others that you’ve seen it" in words(first)
    assert words(await other.click(pressed, label="I watched it")).startswith("Saved: S1E4, in every server.")
    assert words(await host.click(pressed, label="I watched it")).startswith("You’re at S1E6, in every server.")
    assert words(await other.click(pressed, label="I watched it")).startswith("You’re at S1E4, in every server.")
    assert [await evening.progress(each) for each in (fan, other, host)] == [E4, E4, E6]
    assert words(pressed) == before


async def test_who_would_skip_episodes_is_asked_and_never_moved_back_by_an_old_answer(evening: Evening) -> None:
    await evening.start()
    closing, fan = await evening.closing(), evening.world.fan
    await evening.world.set_progress(fan, E2)
    asked = await fan.click(closing, label="I watched it")
    assert asked.ephemeral
    assert words(asked).startswith("### Finished S1E4?\nYou were at S1E2.")
    assert await evening.progress(fan) == E2
    await fan.click(asked.response, label="Stay at S1E2")
    assert await evening.progress(fan) == E2
    asked = await fan.click(closing, label="I watched it")
    await evening.world.set_progress(fan, E6)
    await fan.click(asked.response, label="Yes, I finished S1E4")
    assert words(asked.response).startswith("You’re at S1E6, in every server.")
    assert await evening.progress(fan) == E6


async def test_the_quiz_is_a_game_about_the_episode_in_the_thread(evening: Evening) -> None:
    await evening.start()
    closing = await evening.closing()
    begun = await evening.world.fan.click(closing, label="Quiz")
    assert begun.ephemeral
    assert words(begun).startswith("The game begins: 5 questions through S1E4.")
    rows = await evening.world.bot.store.database.rows("SELECT revealed_in FROM trivia_rounds")
    assert rows == [(E4.ordinal,)] * 5
    assert words(evening.said()[-1]).startswith("-# Trivia · 1 of 5 · ")
    again = await evening.world.other.click(closing, label="Quiz")
    assert words(again).startswith("A game is running in this channel already:")
    assert not evening.env.backend.messages[evening.channel.id].get(evening.said()[-1].id)


async def test_a_quiz_about_an_episode_with_few_questions_asks_about_earlier_ones_too(evening: Evening) -> None:
    await evening.start()
    closing = await evening.closing()
    await evening.world.bot.store.database.write(
        "DELETE FROM questions WHERE revealed_in = ? AND id NOT IN"
        " (SELECT id FROM questions WHERE revealed_in = ? LIMIT 0)",
        (E4.ordinal, E4.ordinal),
    )
    await evening.world.fan.click(closing, label="Quiz")
    rows = await evening.world.bot.store.database.rows("SELECT revealed_in FROM trivia_rounds")
    assert len(rows) == 5
    assert all(row[0] <= E4.ordinal for row in rows)


async def test_the_buttons_work_after_a_restart(evening: Evening) -> None:
    await evening.start()
    closing = await evening.closing()
    await evening.kill()
    await evening.world.fan.click(closing, label="I watched it")
    assert await evening.progress(evening.world.fan) == E4
    assert words(await evening.world.fan.click(closing, label="Quiz")).startswith("The game begins:")


async def test_names_and_cards_are_made_of_the_label_alone(evening: Evening) -> None:
    await evening.start()
    sent = [entry for entry in evening.env.http_requests if entry.method in {"POST", "PATCH"}]
    told = await evening.world.bot.store.database.rows("SELECT summary FROM episodes")
    assert not [entry for entry in sent for (summary,) in told if summary[:20] in str(entry.json)]
    assert all(component.get("custom_id", "w1:").startswith("w1:") for component in components(evening.card))
