"""Discord's bad days: what it refuses, connections that break, and what older versions left. One sentence, and a true one."""

import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Any

import aiohttp
import discord
import pytest
from simcord.backend.serializers import message_payload
from simcord.interactions import base_payload
from simcord.results import InteractionResult

from bot import failures
from bot.errors import BotError
from bot.show.episodes import Episode
from bot.ui import registry
from bot.ui.kit.ids import pattern
from support.faults import ANSWER, broken
from support.proofs import in_prove
from support.reading import buttons, filled, words
from support.walk import altered
from support.world import CHANGED, MURDER, SUGGESTED, World

NOT_SHOWN = "It’s saved; I just couldn’t show it."


# ------------------------------------------------------------------------------------------------- which errors count


@pytest.mark.parametrize(
    "error", [TimeoutError(), aiohttp.ServerDisconnectedError(), ConnectionResetError(104, "Connection reset by peer")]
)
def test_a_broken_connection_is_an_error_of_discords_and_nobody_knows_what_arrived(error: Exception) -> None:
    assert isinstance(error, failures.ERRORS)
    assert not failures.refused(error)
    assert failures.reason(error)
    assert "\n" not in failures.reason(error)
    assert "Discord had trouble" in (failures.words(error) or "")


def test_a_file_of_ours_that_is_missing_is_no_error_of_discords() -> None:
    assert failures.words(FileNotFoundError(2, "No such file", "font.ttf")) is None


@pytest.mark.parametrize(
    ("status", "code", "surely"),
    [(400, 50035, True), (403, 50013, True), (404, 10008, True), (404, 10062, False), (400, 40060, False),
     (429, 0, False), (500, 0, False), (503, 0, False)],
)  # fmt: skip
async def test_what_surely_was_not_done(world: World, status: int, code: int, surely: bool) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
    with pytest.raises(discord.HTTPException) as refused:
        await world.bot.get_partial_messageable(world.channel.id).send("hello")
    assert failures.refused(refused.value) is surely
    assert failures.reason(refused.value) == f"HTTP {status}, code {code}"


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (400, 30038, "as many events as Discord allows"),
        (400, 160006, "as many open threads as Discord allows"),
        (400, 30016, "as many of these as Discord allows"),
        (400, 30047, "as many of these as Discord allows"),
        (403, 50013, "I’m not allowed to do that here"),
        (403, 50001, "I can’t see that channel"),
        (403, 0, "I’m not allowed to do that here"),
        (400, 50083, "This thread is closed"),
        (400, 200000, "AutoMod"),
        (429, 0, "Discord had trouble just now"),
        (503, 0, "Discord had trouble just now"),
    ],
)
async def test_what_can_be_foreseen_has_its_own_sentence_and_no_traceback(
    world: World, caplog: pytest.LogCaptureFixture, status: int, code: int, said: str
) -> None:
    world.env.inject_error("POST", ANSWER, status=status, code=code)
    answer = await world.fan.slash(world.channel, "help")
    assert said in words(answer)
    assert "mistake is ours" not in words(answer)
    (line,) = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert line.exc_info is None
    assert f"HTTP {status}, code {code}" in line.getMessage()
    assert len(world.env.errors) == 1


async def test_what_we_sent_wrongly_is_our_mistake_and_has_its_id(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.env.inject_error("POST", ANSWER, status=400, code=50035)
    assert "the mistake is ours" in words(await world.fan.slash(world.channel, "help"))
    assert len(world.env.errors) == 1
    caplog.clear()


# --------------------------------------------------------------------------- it is saved, and could only not be shown


async def progress(world: World) -> Any:
    return await world.fan.slash(world.channel, "progress set", episode="S1E4")


async def own_ceiling(world: World) -> Any:
    return await world.moderator.slash(world.channel, "settings channel", ceiling="S1E4")


async def server(world: World) -> Any:
    return await world.moderator.slash(world.channel, "settings server", timezone="Asia/Seoul", ceiling="S1E3")


async def suggestion(world: World) -> Any:
    form = await world.fan.slash(world.channel, "suggest", about="Gwi-nam")
    return lambda: world.fan.submit_modal(form, SUGGESTED)


async def edit(world: World) -> Any:
    await world.set_progress(world.moderator, Episode(1, 12))
    form = await world.moderator.slash(world.channel, "fact edit", fact=MURDER)
    return lambda: world.moderator.submit_modal(form, CHANGED)


async def hidden(world: World) -> Any:
    await world.set_progress(world.moderator, Episode(1, 12))
    form = await world.moderator.slash(world.channel, "fact retire", fact=MURDER)
    return lambda: world.moderator.submit_modal(form, {"why": "told too early"})


async def rejection(world: World) -> Any:
    await world.set_progress(world.moderator, Episode(1, 12))
    form = await world.fan.slash(world.channel, "suggest", about="Gwi-nam")
    await world.fan.submit_modal(form, SUGGESTED)
    queue = await world.moderator.slash(world.channel, "review")
    form = await world.moderator.click(queue.response, label="Reject")
    return lambda: world.moderator.submit_modal(form, {"why": "no"})


async def removal(world: World) -> Any:
    form = await world.fan.slash(world.channel, "spoiler post", episode="S1E9")
    posted = await world.fan.submit_modal(form, {"title": "The roof", "text": "she jumps"})
    read = await world.fan.click(posted.response, label="Reveal to me")
    await world.fan.click(read.response, label="Remove the post")
    return lambda: world.fan.click(read.response, label="Yes, remove it")


async def off_the_board(world: World) -> Any:
    shown = await world.fan.slash(world.channel, "privacy")
    label = next(label for label, each in buttons(shown).items() if each["custom_id"].startswith("p1:listed:"))
    return lambda: world.fan.click(shown.response, label=label)


async def practice(world: World) -> Any:
    asked = await world.fan.slash(world.channel, "trivia practice")
    option = next(each for each in buttons(asked).values() if each["custom_id"].startswith("t1:practice:"))
    return lambda: world.fan.click(asked.response, custom_id=option["custom_id"])


CHANGES: list[tuple[Callable[[World], Awaitable[Any]], bool]] = [
    (suggestion, True), (edit, True), (hidden, True), (rejection, True), (removal, False), (off_the_board, False),
    (practice, False),
]  # fmt: skip


@pytest.mark.parametrize("fault", [400, in_prove(403), in_prove(503), None])
@pytest.mark.parametrize("act", [progress, own_ceiling, server])
async def test_a_command_that_is_saved_and_not_shown_says_so(
    world: World, caplog: pytest.LogCaptureFixture, act: Callable[[World], Awaitable[Any]], fault: int | None
) -> None:
    with broken("POST", ANSWER) if fault is None else nullcontext():
        if fault is not None:
            world.env.inject_error("POST", ANSWER, status=fault, code=50035 if fault == 400 else 0)
        answer = await act(world)
    assert words(answer).startswith(NOT_SHOWN)
    assert not answer.followups
    assert len(world.env.errors) == 1
    assert await world.bot.store.database.rows("SELECT 1 FROM progress UNION ALL SELECT 1 FROM ceilings")
    caplog.clear()


@pytest.mark.parametrize("fault", [400, in_prove(403), in_prove(503), None])
@pytest.mark.parametrize(("prepare", "is_form"), CHANGES)
async def test_a_change_that_is_saved_and_not_shown_says_so(
    world: World,
    caplog: pytest.LogCaptureFixture,
    prepare: Callable[[World], Awaitable[Any]],
    is_form: bool,
    fault: int | None,
) -> None:
    act = await prepare(world)
    with broken("POST", ANSWER) if fault is None else nullcontext():
        if fault is not None:
            world.env.inject_error("POST", ANSWER, status=fault, code=50035 if fault == 400 else 0)
        answer = await act()
    assert words(answer).startswith(NOT_SHOWN)
    assert len(world.env.errors) <= 1  # a form has none there
    if is_form:
        assert "Edit again" not in buttons(answer)
        assert await world.bot.store.database.rows("SELECT id FROM drafts") == []
    caplog.clear()


@pytest.mark.parametrize("command", ["help", "trivia practice", "trivia daily", "progress show"])
async def test_what_saves_nothing_does_not_say_that_it_did(world: World, command: str) -> None:
    with broken("POST", ANSWER):
        answer = await world.fan.slash(world.channel, command)
    assert words(answer) == "Discord had trouble just now, so that didn’t work. Please try again in a minute."
    assert len(world.env.errors) == 1


async def test_a_form_that_saves_nothing_new_is_not_called_saved(world: World, editor: Any) -> None:
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    with broken("POST", ANSWER):
        answer = await editor.submit_modal(form, filled(form))
    assert "Discord had trouble" in words(answer)
    assert "Edit again" in buttons(answer)


# ------------------------------------------------------------------------------------------- connections that break


async def test_what_was_typed_is_offered_again_when_no_answer_at_all_came_through(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    form = await world.fan.slash(world.channel, "suggest", about="Gwi-nam")
    with broken("POST", ANSWER, times=9):
        await world.fan.submit_modal(form, SUGGESTED | {"text": "Gwi-nam | hums"})
    assert await world.bot.store.database.rows("SELECT state FROM drafts") == [("interrupted",)]
    assert not [each for each in caplog.records if each.exc_info]
    (offer,) = (await world.fan.slash(world.channel, "about")).followups
    assert "I was interrupted" in words(offer)


async def test_an_answer_that_arrived_before_the_connection_broke_is_left_alone(world: World) -> None:
    form = await world.fan.slash(world.channel, "suggest", about="Gwi-nam")
    with broken("POST", ANSWER, arrives=True):
        answer = await world.fan.submit_modal(form, SUGGESTED)
    assert "Thanks" in words(answer)
    assert await world.bot.store.database.rows("SELECT id FROM drafts") == []
    assert not (await world.fan.slash(world.channel, "about")).followups


async def test_a_log_channel_that_cannot_be_reached_is_no_failure_of_the_change(world: World) -> None:
    log = world.guild.create_text_channel("log")
    await world.moderator.slash(world.channel, "settings server", log_channel=log)
    with broken("POST", f"/channels/{log.id}/messages") as lost:
        answer = await world.moderator.slash(world.channel, "settings channel", ceiling="S1E4")
    assert lost
    assert "now shows everything through S1E4" in words(answer)
    assert not answer.followups


# ------------------------------------------------------------------------------------- what older versions left


async def raw(world: World, kind: int, data: dict[str, Any], message: Any = None, member: Any = None) -> Any:
    """What Discord would send for something that this version never made."""
    backend, who = world.env.backend, member or world.fan
    record, payload = base_payload(
        backend, type=kind, channel_id=world.channel.id, guild_id=world.guild.id, user_id=who.id, data=data
    )
    if message is not None:
        payload["message"] = dict(message_payload(backend, backend.get_message(message.channel_id, message.id)))
        record.source_message_id = message.id
    backend.emit("INTERACTION_CREATE", payload)
    await world.env.settle()
    return InteractionResult(world.env, record)


async def press(world: World, custom_id: str, kind: int = 2, values: tuple[str, ...] = (), member: Any = None) -> Any:
    """Press a control of a message, under another id than it was given."""
    shown = (await (member or world.fan).slash(world.channel, "progress show")).response
    stored = world.env.backend.get_message(shown.channel_id, shown.id)
    control: dict[str, Any] = {"type": kind, "custom_id": custom_id, "id": 7}
    control |= (
        {"style": 2, "label": "x"} if kind == 2 else {"options": [{"label": each, "value": each} for each in values]}
    )
    stored.components = [{"type": 1, "id": 6, "components": [control]}]
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": kind, "id": 7}
    return await raw(world, 3, data | ({"values": list(values)} if kind != 2 else {}), shown, member)


def assert_is_older(answer: Any) -> None:
    assert answer.response.ephemeral
    assert re.match(r"That was from an older version\. \S+ lists what there is now\.", words(answer))


@pytest.mark.parametrize(("custom_id", "kind"), [("x9:gone:1", 2), ("nonsense", 2), ("c0:menu", 3)])
async def test_a_control_that_nothing_answers_any_more_is_of_an_older_version(
    world: World, custom_id: str, kind: int
) -> None:
    assert_is_older(await press(world, custom_id, kind, ("1",) if kind == 3 else ()))
    assert len(world.env.errors) == 1


@pytest.mark.parametrize("kind", [1, 2, 3])
async def test_a_command_that_is_no_more_is_of_an_older_version(world: World, kind: int) -> None:
    target = await world.fan.send(world.channel, "hello")
    data: dict[str, Any] = {"id": "1", "name": "vanished", "type": kind}
    if kind == 2:
        data |= {"target_id": str(world.other.id), "resolved": {"users": {}, "members": {}}}
    if kind == 3:
        message = dict(message_payload(world.env.backend, world.env.backend.get_message(world.channel.id, target.id)))
        data |= {"target_id": str(target.id), "resolved": {"messages": {str(target.id): message}}}
    assert_is_older(await raw(world, 2, data))
    assert len(world.env.errors) == 1


async def test_a_form_of_an_older_version_gives_back_what_was_typed(world: World) -> None:
    field = {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "text", "value": "a long text"}}
    answer = await raw(world, 5, {"custom_id": "zz1:7", "components": [field]})
    assert_is_older(answer)
    (file,) = answer.response.attachments
    assert (world.env.backend.cdn.get(file.url) or b"").decode() == "a long text"
    assert await world.bot.store.database.rows("SELECT id FROM drafts") == []


@pytest.mark.parametrize("number", ["9" * 30, str(2**63 - 1), *map(in_prove, (str(2**63), "0"))])
async def test_no_altered_number_ends_in_silence_or_in_an_error_of_ours(world: World, number: str) -> None:
    await world.set_progress(world.moderator, Episode(1, 12))
    numbered = [each for each in registry.HANDLERS if r"\d" in pattern(each).pattern]
    assert len(numbered) > 40
    for each in numbered:
        custom_id = altered(each, number)
        answer = await press(world, custom_id, 3, ("1004",), world.moderator)  # a button minds no value
        assert answer.acknowledged, custom_id
        if answer.response is not None:
            assert "mistake is ours" not in words(answer), custom_id
    assert all(isinstance(error, BotError) for error in world.env.errors)


@pytest.mark.parametrize("number", ["9" * 30, "0"])
async def test_no_altered_number_of_a_form_ends_in_an_error_of_ours(world: World, number: str) -> None:
    await world.set_progress(world.moderator, Episode(1, 12))
    numbered = [each for each in registry.FORM_HANDLERS if r"\d" in pattern(each).pattern]
    assert len(numbered) > 5
    for each in numbered:
        custom_id = altered(each, number)
        typed = {
            "text": "Gwi-nam hums.",
            "title": "t",
            "source": "Netflix",
            "why": "",
            "at": "in 2 hours",
            "zone": "UTC",
            "name": "Gwi-nam",
        }
        chosen = {"revealed_in": "1004", "topic": "trait", "episode": "1004", "correction": "0"}
        more = {"sources": "Netflix", "about": "gwinam", "answer": "a", "wrong_1": "b", "wrong_2": "c", "wrong_3": "d",
                "wrong": "b\nc\nd", "explanation": "e", "facts": ""}  # fmt: skip
        fields = [
            {"type": 18, "id": n, "component": {"type": 4, "id": 100 + n, "custom_id": key, "value": value}}
            for n, (key, value) in enumerate((typed | more).items(), 1)
        ] + [
            {"type": 18, "id": 50 + n, "component": {"type": 3, "id": 200 + n, "custom_id": key, "values": [value]}}
            for n, (key, value) in enumerate(chosen.items(), 1)
        ]
        answer = await raw(world, 5, {"custom_id": custom_id, "components": fields}, member=world.moderator)
        assert answer.acknowledged, custom_id
        assert "mistake is ours" not in words(answer), (custom_id, words(answer))


async def test_the_log_hears_of_a_change_whose_answer_is_lost(world: World) -> None:
    log = world.guild.create_text_channel("log")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    with broken("POST", ANSWER):
        await world.moderator.slash(world.channel, "settings server", spoilers="hide")
    assert len(world.env.backend.messages[log.id]) == 1
    assert world.env.errors


async def test_an_offer_of_setup_that_is_lost_is_made_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with broken("POST", "/webhooks/*"):
        lost = await world.moderator.slash(world.channel, "about")
    assert not lost.followups
    assert "did not arrive" in caplog.text
    assert (await world.moderator.slash(world.channel, "about")).followups


@pytest.mark.parametrize("custom_id", ["se1:setting", "se1:spoilers"])
async def test_a_choice_that_no_menu_has_is_answered(world: World, custom_id: str) -> None:
    answer = await press(world, custom_id, 3, ("1",), world.moderator)
    assert "older version" in words(answer)
    assert world.env.errors
