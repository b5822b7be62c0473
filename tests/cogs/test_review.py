"""Members suggest and report, moderators decide; all through the front door."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import NotAnEditorError
from bot.show.episodes import Episode
from bot.store.reviews import OPEN_OF_A_MEMBER, OPEN_OF_A_SERVER, NewReview
from support.choosing import first_page, more
from support.reading import buttons, filled, selects, words
from support.reviewing import facts, gwi_nams, last
from support.suggestions import DIARY, THANKS, suggest
from support.world import World


@pytest.fixture
async def editor(world: World, editor: Any) -> Any:
    """A moderator who has seen everything, in a server with a review channel."""
    queue = world.guild.create_text_channel("queue")
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", queue.id)
    return editor


@pytest.mark.usefixtures("editor")
async def test_a_report_says_no_less_than_what_it_is_about(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 4))
    await world.set_ceiling(world.guild.channels["queue"], Episode(1, 1))
    murder = next(each for each in await gwi_nams(world) if each.revealed_in == Episode(1, 4))
    card = await world.fan.slash(world.channel, "character", name="gwinam", private=True)
    await first_page(world.fan, card)
    while str(murder.id) not in str(selects(asked := await more(world.fan, card, "Report a mistake"))):
        await world.fan.click(card.response, label="Next")
    form = await world.fan.select(asked.response, [str(murder.id)], custom_id="r1:fact")
    await world.fan.submit_modal(form, {"text": "He never did that.", "source": "", "revealed_in": ["1001"]})
    assert "He never did that" not in words(last(world, "queue"))
    assert list(buttons(last(world, "queue"))) == ["Open"]


async def test_a_suggestion_is_approved_and_becomes_a_fact_with_its_authors_credit(world: World, editor: Any) -> None:
    assert words(await suggest(world, world.fan)) == THANKS
    posted = last(world, "queue")
    assert f"A new fact from <@{world.fan.id}> is waiting." in words(posted)
    assert "diary" not in words(posted)
    assert "S1E8" not in words(posted)
    assert "Nam-ra" not in words(posted)
    opened = await editor.click(posted, label="Open")
    assert opened.ephemeral
    assert "Nam-ra keeps a diary." in words(opened)
    assert "· the last one waiting" in words(opened)
    await editor.click(opened.response, label="Approve")
    assert "Nam-ra keeps a diary." in await facts(world)
    assert f"Approved by <@{editor.id}>." in words(last(world, "queue"))
    assert not buttons(last(world, "queue"))
    choices = await editor.autocomplete(world.channel, "fact history", "fact", "keeps a diary")
    history = words(await editor.slash(world.channel, "fact history", fact=choices[0]["value"]))
    assert f"Approved, suggested by <@{world.fan.id}>" in history
    card = await editor.slash(world.channel, "character", name="nam-ra", private=True)
    await first_page(editor, card)
    while "keeps a diary" not in words(sources := await more(editor, card, "Sources")):
        card = await editor.click(card.response, label="Next")
    assert f"-# S1E8 · Netflix · suggested by <@{world.fan.id}>" in words(sources)
    await world.bot.store.privacy.forget(world.fan.id)
    history = words(await editor.slash(world.channel, "fact history", fact=choices[0]["value"]))
    assert "Approved, suggested by a former member" in history
    assert "Nam-ra keeps a diary." in await facts(world)


async def test_two_fields_are_enough_and_the_reviewer_fills_in_the_rest(world: World, editor: Any) -> None:
    await world.set_progress(world.fan, Episode(1, 6))
    form = await world.fan.slash(world.channel, "suggest", about="Choi Nam-ra")
    needed = [each["component"]["custom_id"] for each in form.modal["components"] if each["component"]["required"]]
    assert needed == ["text", "revealed_in"]
    assert filled(form) == {"text": "", "revealed_in": [], "correction": ["0"], "source": "", "topic": []}
    thanks = await world.fan.submit_modal(
        form, {**filled(form), "text": "Nam-ra keeps a diary.", "revealed_in": ["1006"]}
    )
    assert words(thanks) == THANKS
    review = await editor.slash(world.channel, "review")
    assert list(buttons(review)) == ["Fill in and approve", "Ask back", "Reject", "Later"]
    fill_in = await editor.click(review.response, label="Fill in and approve")
    typed = filled(fill_in) | {"topic": ["trait"], "sources": "Netflix"}
    assert typed["text"] == "Nam-ra keeps a diary."
    await editor.submit_modal(fill_in, typed)
    assert "Nam-ra keeps a diary." in await facts(world)
    assert "was accepted" in words((await world.fan.slash(world.channel, "progress show")).followups[0])


async def test_an_approval_of_what_lacks_something_opens_the_form_too(world: World, editor: Any) -> None:
    await suggest(world, world.fan, source="")
    (waiting,) = await world.bot.store.reviews.waiting(world.bot.show.id, world.guild.id)
    review = await editor.slash(world.channel, "review")
    stored = world.env.backend.get_message(world.channel.id, review.response.id)
    approve = {"type": 2, "style": 1, "label": "Approve", "custom_id": f"rv1:approve:{waiting.id}:0", "id": 90}
    stored.components = [{"type": 1, "id": 89, "components": [approve]}]
    form = await editor.click(review.response, label="Approve")
    assert form.modal is not None
    assert "Nam-ra keeps a diary." in str(form.modal)


async def test_a_report_shows_the_sentence_it_is_about_and_tells_nobody_how_far_its_author_is(world: World) -> None:
    await world.set_progress(world.fan, Episode(1, 6))
    card = await world.fan.slash(world.channel, "episode", number="e2", private=True)
    asked = await more(world.fan, card, "Report a mistake")
    (menu,) = selects(asked)
    form = await world.fan.select(asked.response, [menu["options"][0]["value"]], custom_id=menu["custom_id"])
    assert form.modal["components"][0]["content"].startswith("> ")
    (gate,) = [
        each["component"] for each in form.modal["components"][1:] if each["component"]["custom_id"] == "revealed_in"
    ]
    assert not [each["value"] for each in gate["options"] if each.get("default")]


async def test_whoever_presses_second_changes_nothing(world: World, editor: Any) -> None:
    second = world.guild.add_member(world.env.create_user("second"), roles=[world.guild.roles["Moderators"]])
    await world.set_progress(second, Episode(1, 12))
    await suggest(world, world.fan)
    mine = await editor.slash(world.channel, "review")
    theirs = await second.slash(world.channel, "review")
    form = await second.click(theirs.response, label="Reject")
    edited = await second.click(theirs.response, label="Edit and approve")
    await editor.click(mine.response, label="Approve")
    before = await facts(world)
    assert "Approved by" in words(await second.submit_modal(form, {"why": "no"}))
    late = await second.submit_modal(
        edited,
        {
            "text": "Nam-ra keeps two diaries.",
            "revealed_in": ["1008"],
            "topic": ["trait"],
            "sources": "a",
            "about": "Choi Nam-ra",
        },
    )
    assert "Somebody decided this one meanwhile" in words(late)
    assert await facts(world) == before
    told = await world.fan.slash(world.channel, "progress show")
    assert "was accepted" in words(told.followups[0])


async def test_edit_and_approve_saves_what_the_moderator_made_of_it(world: World, editor: Any) -> None:
    await suggest(world, world.fan)
    review = await editor.slash(world.channel, "review")
    form = await editor.click(review.response, label="Edit and approve")
    typed = {
        "text": "Nam-ra keeps a diary in class.",
        "revealed_in": ["1009"],
        "topic": ["trait"],
        "sources": "Netflix",
    }
    saved = await editor.submit_modal(form, typed | {"about": "Choi Nam-ra"})
    assert "Saved for this server" in words(saved)
    assert "Nam-ra keeps a diary in class." in await facts(world)
    assert "No suggestions are waiting." in words(await editor.slash(world.channel, "review"))


async def test_a_correction_is_put_in_the_place_of_what_it_corrects(world: World, editor: Any) -> None:
    await suggest(
        world, world.fan, text="Classmates see Nam-ra as very cold and aloof.", correction=["1"], revealed_in=["0"]
    )
    # What is safe for everyone is told in any channel.
    assert list(buttons(last(world, "queue"))) == [
        "Approve",
        "Edit and approve",
        "Correct the close one",
        "Ask back",
        "Reject",
    ]
    review = await editor.slash(world.channel, "review")
    assert "Classmates see Nam-ra as cold and aloof." in words(review)
    form = await editor.click(review.response, label="Correct the close one")
    assert "very cold" in str(form.modal)
    typed = {"text": "Classmates see Nam-ra as very cold and aloof.", "revealed_in": ["0"], "topic": ["trait"]}
    await editor.submit_modal(form, typed | {"sources": "Netflix", "why": ""})
    told = await facts(world)
    assert "Classmates see Nam-ra as very cold and aloof." in told
    assert "Classmates see Nam-ra as cold and aloof." not in told


async def test_a_report_of_a_fact_opens_it_for_editing(world: World, editor: Any) -> None:
    await world.set_progress(world.fan, Episode(1, 4))
    card = await world.fan.slash(world.channel, "character", name="gwinam", private=True)
    asked = await more(world.fan, card, "Report a mistake")
    options = selects(asked)[0]["options"]
    form = await world.fan.select(asked.response, [options[-1]["value"]], custom_id="r1:fact")
    await world.fan.submit_modal(form, {"text": "That is not so.", "source": "", "revealed_in": ["1004"]})
    assert "A report from" in words(last(world, "queue"))
    review = await editor.slash(world.channel, "review")
    assert "That is not so." in words(review)
    assert "### About" in words(review)
    opened = await editor.click(review.response, label="Edit and approve")
    assert opened.modal["title"] == "Edit a fact"
    await editor.submit_modal(opened, filled(opened) | {"text": "Gwi-nam does something else."})
    fact = next(each for each in await gwi_nams(world) if each.text.reveal() == "Gwi-nam does something else.")
    assert fact.author_id is None  # the words are the moderator's
    told = await world.fan.slash(world.channel, "progress show")
    assert "Your report" in words(told.followups[0])


@pytest.mark.parametrize("progress", [None, Episode(1, 4)])
async def test_a_report_is_safe_for_nobody_until_its_author_said_for_whom(
    world: World, progress: Episode | None
) -> None:
    await world.set_progress(world.fan, progress)
    card = await world.fan.slash(world.channel, "character", name="cheong-san", private=True)
    asked = await more(world.fan, card, "Report a mistake")
    options = selects(asked)[0]["options"]
    form = await world.fan.select(asked.response, [options[0]["value"]], custom_id="r1:fact")
    assert filled(form)["revealed_in"] == []


async def test_a_card_is_gated_like_its_text(world: World, editor: Any) -> None:
    await world.set_progress(editor, Episode(1, 4))
    await suggest(world, world.fan)
    asked = await editor.slash(world.channel, "review")
    assert "Open something of S1E8?" in words(asked)
    assert "diary" not in words(asked)
    opened = await editor.click(asked.response, label="Yes, open it")
    assert "Nam-ra keeps a diary." in words(opened)


async def test_a_channel_that_is_as_far_shows_all_of_it_with_its_buttons(world: World, editor: Any) -> None:
    queue = world.guild.channels["queue"]
    await world.set_ceiling(queue, Episode(1, 8))
    await world.set_progress(world.moderator, Episode(1, 4))
    await suggest(world, world.fan)
    posted = last(world, "queue")
    assert "||Nam-ra keeps a diary. ||" in words(posted)
    assert list(buttons(posted)) == ["Approve", "Edit and approve", "Ask back", "Reject"]
    asked = await editor.click(posted, label="Approve")
    assert asked.ephemeral
    assert "Open something of S1E8?" in words(asked)
    await world.set_progress(world.moderator, Episode(1, 12))
    rejecting = await editor.click(posted, label="Reject")
    await editor.submit_modal(rejecting, {"why": "She keeps a list."})
    decided = words(last(world, "queue"))
    assert f"Rejected by <@{editor.id}>." in decided
    assert "Reason: ||She keeps a list. ||" in decided
    assert "||Nam-ra keeps a diary. ||" in decided
    assert not buttons(last(world, "queue"))
    await suggest(world, world.fan, revealed_in=["1009"], text="Nam-ra keeps two diaries.")
    assert "diaries" not in words(last(world, "queue"))
    assert list(buttons(last(world, "queue"))) == ["Open"]


async def test_the_same_is_joined_and_nobody_is_told(world: World, editor: Any) -> None:
    answers = [words(await suggest(world, member)) for member in (world.fan, world.other)]
    assert answers == [THANKS, THANKS]
    again = words(await suggest(world, world.other, text="Nam-ra KEEPS a  diary"))
    assert again == THANKS
    review = await editor.slash(world.channel, "review")
    assert "· the last one waiting" in words(review)
    assert f"<@{world.other.id}>" in words(review)
    await editor.click(review.response, label="Approve")
    for member in (world.fan, world.other):
        assert "was accepted" in words((await member.slash(world.channel, "progress show")).followups[0])


async def test_a_member_may_have_so_many_waiting_and_a_server_too(world: World, editor: Any) -> None:
    for number in range(OPEN_OF_A_MEMBER):
        assert words(await suggest(world, world.fan, text=f"Nam-ra keeps {number} diaries.")) == THANKS
    refused = await suggest(world, world.fan, text="Nam-ra keeps it all.")
    assert f"{OPEN_OF_A_MEMBER} of yours are waiting" in words(refused)
    again = await world.fan.click(refused.response, label="Edit again")
    assert "Nam-ra keeps it all." in str(again.modal)
    for number in range(OPEN_OF_A_SERVER):
        await world.bot.store.reviews.add_review(NewReview(
            "suggestion", show_id=world.bot.show.id, guild_id=world.guild.id, author_id=number + 1, target_id=None,
            text=f"text {number}", source="", at=datetime(2026, 1, 1, tzinfo=UTC), revealed_in=Episode(1, 1),
        ))  # fmt: skip
    waiting = await world.bot.store.reviews.waiting(world.bot.show.id, world.guild.id)
    assert len(waiting) == OPEN_OF_A_SERVER
    full = await suggest(world, world.other)
    assert "a lot waiting" in words(full)
    assert editor is not None


async def test_later_shows_the_next_one(world: World, editor: Any) -> None:
    await suggest(world, world.fan)
    await world.env.advance_time(1)
    await suggest(world, world.other, text="Nam-ra draws in class.")
    first = await editor.slash(world.channel, "review")
    assert "1 of 2 waiting" in words(first)
    then = await editor.click(first.response, label="Later")
    assert "Nam-ra draws in class." in words(then)
    assert "2 of 2 waiting" in words(then)
    back = await editor.click(then.response, label="Later")
    assert "Nam-ra keeps a diary." in words(back)


async def test_later_than_the_last_one_is_nothing(world: World, editor: Any) -> None:
    await suggest(world, world.fan)
    last_one = await editor.slash(world.channel, "review")
    then = await editor.click(last_one.response, label="Later")
    assert words(then) == f"Nothing else is waiting. {world.bot.mention('review')} opens it again."


async def test_whoever_decided_one_goes_on_to_the_next(world: World, editor: Any) -> None:
    for member, fact in ((world.fan, "keeps a diary"), (world.other, "draws in class"), (world.moderator, "hums")):
        await suggest(world, member, text=f"Nam-ra {fact}.")
        await world.env.advance_time(1)
    first = await editor.slash(world.channel, "review")
    rejected = await editor.submit_modal(await editor.click(first.response, label="Reject"), {"why": "Told."})
    assert list(buttons(rejected)) == ["Next"]
    second = await editor.click(rejected.response, label="Next")
    assert "Nam-ra draws in class." in words(second)
    approved = await editor.click(second.response, label="Approve")
    assert list(buttons(approved)) == ["History", "About…", "Next"]
    third = await editor.click(approved.response, label="Next")
    assert "Nam-ra hums." in words(third)
    done = await editor.submit_modal(await editor.click(third.response, label="Reject"), {"why": "Told."})
    assert not buttons(done), "nothing waits any more"


@pytest.mark.parametrize(
    ("wrong", "said"), [({"text": "a | b"}, "spoiler tag"), ({"source": "http://["}, "web address")]
)
async def test_what_is_typed_wrong_is_kept(world: World, wrong: dict[str, Any], said: str) -> None:
    refused = await suggest(world, world.fan, **wrong)
    assert said in words(refused)
    again = await world.fan.click(refused.response, label="Edit again")
    assert words(await world.fan.submit_modal(again, DIARY)) == THANKS


async def test_the_queue_is_for_editors(world: World) -> None:
    thanks = await suggest(world, world.fan)
    review = buttons(thanks)["Tell me by direct message"]["custom_id"].rpartition(":")[2]
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", world.channel.id)
    queue: Any = world.bot.cogs["ReviewCog"]
    await queue.on_review_added(world.guild.id, int(review))
    posted = last(world, "class-2-5")
    assert "A new fact from" in words(posted)
    refused = await world.fan.click(posted, label="Open")
    assert "Only editors" in words(refused)
    assert isinstance(world.env.errors[-1], NotAnEditorError)


@pytest.mark.parametrize(
    "about", ["Nobody McNobody", "the virus", "<:namra:123456789012345678>", "x" * 100, "\u3164", "A:b|c`d"]
)
async def test_a_suggestion_may_be_about_anything(world: World, editor: Any, about: str) -> None:
    form = await world.fan.slash(world.channel, "suggest", about=about)
    assert words(await world.fan.submit_modal(form, DIARY)) == THANKS
    queue = words(await editor.slash(world.channel, "review"))
    assert "Nam-ra keeps a diary." in queue
    if about == "Nobody McNobody":
        assert about in queue


async def test_places_and_things_are_offered_as_well(world: World) -> None:
    offered = await world.fan.autocomplete(world.channel, "suggest", "about", "web")
    assert "The webtoon" in [each["name"] for each in offered]
