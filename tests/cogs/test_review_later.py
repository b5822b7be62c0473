"""What comes after a suggestion was decided, and what is done once more: outcomes, cards, closings and messages that were lost."""

import re
from contextlib import nullcontext
from typing import Any

import discord
import pytest

from bot.show.episodes import Episode
from bot.store.reviews import NewReview
from support.faults import broken
from support.reading import buttons, components, filled, words
from support.reviewing import last
from support.suggestions import THANKS, suggest
from support.world import MURDER, World


@pytest.fixture
async def editor(world: World, editor: Any) -> Any:
    """A moderator who has seen everything, in a server with a review channel."""
    queue = world.guild.create_text_channel("queue")
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", queue.id)
    return editor


@pytest.mark.parametrize("decided", [False, True])
async def test_deleting_everything_empties_the_cards_too(world: World, editor: Any, decided: bool) -> None:
    await world.set_ceiling(world.guild.channels["queue"], Episode(1, 12))
    await suggest(world, world.fan)
    posted = last(world, "queue")
    if decided:
        await editor.click(posted, label="Approve")
    privacy = await world.fan.slash(world.channel, "privacy")
    await world.fan.click(privacy.response, label="Delete")
    await world.fan.click(privacy.response, label="Yes, delete everything")
    await world.fan.slash(world.channel, "about")
    assert words(last(world, "queue")) == "What stood here is deleted: its author asked me to."
    assert await world.bot.store.reviews.stranded_cards() == []


@pytest.mark.usefixtures("editor")
async def test_a_card_that_cannot_be_emptied_is_emptied_later(world: World) -> None:
    await suggest(world, world.fan)
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=500, code=0)
    await world.bot.store.privacy.forget(world.fan.id)
    queue: Any = world.bot.cogs["ReviewCog"]
    await queue.on_member_forgotten()
    assert len(await world.bot.store.reviews.stranded_cards()) == 1
    await queue.on_member_forgotten()
    assert words(last(world, "queue")) == "What stood here is deleted: its author asked me to."


async def test_the_outcome_comes_with_the_next_command_and_once_only(world: World, editor: Any) -> None:
    await suggest(world, world.fan)
    first = await world.fan.slash(world.channel, "progress show")
    assert not first.followups
    review = await editor.slash(world.channel, "review")
    await editor.click(review.response, label="Approve")
    told = await world.fan.slash(world.channel, "progress show")
    assert "was accepted" in words(told.followups[0])
    assert told.followups[0].ephemeral
    again = await world.fan.slash(world.channel, "progress show")
    assert not again.followups


async def test_the_reason_is_told_whatever_its_author_has_watched_and_the_form_says_so(
    world: World, editor: Any
) -> None:
    await world.set_progress(world.fan, Episode(1, 2))
    await suggest(world, world.fan)
    review = await editor.slash(world.channel, "review")
    form = await editor.click(review.response, label="Reject")
    assert "however far they have watched" in str(form.modal)
    await editor.submit_modal(form, {"why": "She burned it."})
    told = await world.fan.slash(world.channel, "progress show")
    assert "wasn’t accepted. The moderators say: She burned it." in words(told.followups[0])


async def test_what_moderators_ask_back_is_answered_in_the_same_form(world: World, editor: Any) -> None:
    await world.set_progress(world.fan, Episode(1, 2))
    await suggest(world, world.fan)
    review = await editor.slash(world.channel, "review")
    form = await editor.click(review.response, label="Ask back")
    assert "tell no story" in str(form.modal)
    asked = await editor.submit_modal(form, {"why": "Where is that *told*?"})
    assert f"Given back by <@{editor.id}>, with a question." in words(asked)
    assert "No suggestions are waiting." in words(await editor.slash(world.channel, "review"))
    told = (await world.fan.slash(world.channel, "progress show")).followups[0]
    assert re.fullmatch(
        r"The moderators ask about your suggestion from <t:\d+:R>: Where is that \\\*told\\\*\?", words(told)
    )
    review_id = int(buttons(told)["Answer"]["custom_id"].rpartition(":")[2])
    assert await world.bot.store.reviews.asked_of(world.other.id, review_id) is None, "it is not theirs"
    again = await world.fan.click(told, label="Answer")
    typed = filled(again)
    assert (typed["text"], typed["source"], typed["revealed_in"]) == ("Nam-ra keeps a diary.", "Netflix", [])
    await world.fan.submit_modal(again, typed | {"source": "S1E8", "revealed_in": ["1008"]})
    assert "S1E8" in words(await editor.slash(world.channel, "review"))


async def test_what_moderators_ask_back_about_a_question_keeps_its_options(world: World, editor: Any) -> None:
    form = await world.fan.slash(world.channel, "suggest", about="a trivia question")
    typed = filled(form) | {"text": "Who reads?", "options": "Nobody\nAnybody", "revealed_in": ["1001"]}
    await world.fan.submit_modal(form, typed)
    review = await editor.slash(world.channel, "review")
    await editor.submit_modal(await editor.click(review.response, label="Ask back"), {"why": "Why?"})
    told = (await world.fan.slash(world.channel, "progress show")).followups[0]
    assert filled(await world.fan.click(told, label="Answer")) == typed | {"revealed_in": []}


async def test_a_direct_message_that_asks_back_says_where_to_answer(world: World, editor: Any) -> None:
    thanks = await suggest(world, world.fan)
    await world.fan.click(thanks.response, label="Tell me by direct message")
    review = await editor.slash(world.channel, "review")
    await editor.submit_modal(await editor.click(review.response, label="Ask back"), {"why": "Where?"})
    told = str(world.fan.user.dm_channel.last_message.components)
    assert f"Where? Answer in the server with {world.bot.mention('suggest')}." in told


async def test_the_outcome_comes_by_direct_message_where_that_was_asked_for(world: World, editor: Any) -> None:
    thanks = await suggest(world, world.fan)
    await world.fan.click(thanks.response, label="Tell me by direct message")
    review = await editor.slash(world.channel, "review")
    await editor.click(review.response, label="Approve")
    assert "was accepted" in str(world.fan.user.dm_channel.last_message.components)
    assert not (await world.fan.slash(world.channel, "progress show")).followups


async def test_who_takes_no_direct_messages_hears_it_at_the_next_command(world: World, editor: Any) -> None:
    thanks = await suggest(world, world.fan)
    await world.fan.click(thanks.response, label="Tell me by direct message")
    world.env.inject_error("POST", f"/channels/{world.fan.user.dm_channel.id}/messages", status=403, code=50007)
    review = await editor.slash(world.channel, "review")
    await editor.click(review.response, label="Approve")
    told = await world.fan.slash(world.channel, "progress show")
    assert "was accepted" in words(told.followups[0])


# ------------------------------------------------------------------------------------------ done once more, later


def queue_of(world: World) -> str:
    return f"/channels/{world.guild.channels['queue'].id}/messages"


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("fault", [403, 503, None])
async def test_what_could_not_be_announced_is_announced_later_and_once(world: World, fault: int | None) -> None:
    if fault:
        world.env.inject_error("POST", queue_of(world), status=fault, code=50013 if fault == 403 else 0)
    with broken("POST", queue_of(world)) if fault is None else nullcontext():
        assert words(await suggest(world, world.fan)) == THANKS
    assert not world.guild.channels["queue"].history()
    await world.pass_time(11 * 60)
    await world.pass_time(11 * 60)
    (card,) = world.guild.channels["queue"].history()
    assert "is waiting" in words(last(world, "queue"))
    assert buttons(last(world, "queue"))
    assert card.id == last(world, "queue").id


@pytest.mark.usefixtures("editor")
async def test_of_a_flood_that_was_not_announced_a_few_come_at_a_time(world: World) -> None:
    queue = world.guild.channels["queue"]
    with broken("POST", queue_of(world), times=99):
        for number in range(8):
            member = world.guild.add_member(world.env.create_user(f"m{number}"))
            await suggest(world, member, text=f"Nam-ra has diary number {number}.")
    await world.pass_time(11 * 60)
    assert len(queue.history()) == 5
    await world.pass_time(11 * 60)
    assert len(queue.history()) == 8


async def test_a_card_that_could_not_be_closed_is_closed_later(world: World, editor: Any) -> None:
    await suggest(world, world.fan)
    opened = await editor.click(last(world, "queue"), label="Open")
    with broken("PATCH", queue_of(world) + "/*"):
        await editor.click(opened.response, label="Approve")
    assert buttons(last(world, "queue"))
    await world.pass_time(11 * 60)
    assert f"Approved by <@{editor.id}>." in words(last(world, "queue"))
    assert not buttons(last(world, "queue"))
    seen = len(world.env.http_requests)
    await world.pass_time(11 * 60)
    assert not [each for each in world.env.http_requests[seen:] if each.method == "PATCH"]


@pytest.mark.parametrize("arrives", [False, True])
async def test_a_message_about_the_outcome_that_was_lost_is_sent_again_with_the_same_nonce(
    world: World, editor: Any, arrives: bool
) -> None:
    thanks = await suggest(world, world.fan)
    await world.fan.click(thanks.response, label="Tell me by direct message")
    opened = await editor.click(last(world, "queue"), label="Open")
    with broken("POST", "/channels/*/messages", arrives=arrives) as lost:
        await editor.click(opened.response, label="Approve")
    assert lost
    await world.pass_time(11 * 60)
    await world.pass_time(11 * 60)
    sent: list[Any] = [each.json for each in world.env.http_requests if each.path == lost[0]]
    assert len(sent) == 1 + arrives
    assert len({each["nonce"] for each in sent}) == 1
    assert not (await world.fan.slash(world.channel, "about")).followups


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("place", ["queue", "server"])
async def test_a_card_says_no_more_than_its_channel_goes_after_that_fell(
    world: World, place: str, at_once: bool
) -> None:
    queue = world.guild.channels["queue"]
    there = queue if place == "queue" else world.guild
    await world.set_ceiling(there, Episode(1, 12))
    await suggest(world, world.fan)
    assert "diary" in words(last(world, "queue"))
    if at_once:
        options: dict[str, Any] = {"channel": queue} if place == "queue" else {}
        command = "settings channel" if place == "queue" else "settings server"
        await world.moderator.slash(world.channel, command, ceiling="S1E1", **options)
    else:
        await world.set_ceiling(there, Episode(1, 1))
        await world.pass_time(11 * 60)
    card = last(world, "queue")
    assert "diary" not in str(components(card))
    assert list(buttons(card)) == ["Open"]


async def test_a_closed_card_says_no_more_than_its_channel_goes_after_that_fell(world: World, editor: Any) -> None:
    queue = world.guild.channels["queue"]
    await world.set_ceiling(queue, Episode(1, 12))
    await suggest(world, world.fan)
    await editor.click(last(world, "queue"), label="Approve")
    assert "diary" in words(last(world, "queue"))
    await world.set_ceiling(queue, Episode(1, 1))
    await world.pass_time(11 * 60)
    assert "diary" not in str(components(last(world, "queue")))
    assert f"Approved by <@{editor.id}>." in words(last(world, "queue"))


async def test_a_card_about_a_fact_that_moved_later_is_drawn_again(world: World, editor: Any) -> None:
    await world.set_ceiling(world.guild.channels["queue"], Episode(1, 4))
    await world.set_progress(world.fan, Episode(1, 12))
    await world.bot.store.reviews.add_review(NewReview(
        "fact report", show_id=world.bot.show.id, guild_id=world.guild.id, author_id=world.fan.id, target_id=int(MURDER),
        text="wrong", source="", at=discord.utils.utcnow(), revealed_in=Episode(1, 4),
    ))  # fmt: skip
    await world.pass_time(11 * 60)
    assert "murders" in str(components(last(world, "queue")))
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    await editor.submit_modal(form, filled(form) | {"revealed_in": ["1009"]})
    assert "murders" not in str(components(last(world, "queue")))
