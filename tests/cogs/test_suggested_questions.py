"""Members suggest trivia questions, moderators decide: through the front door."""

from dataclasses import replace
from typing import Any

import pytest

from bot.maintenance import reports
from bot.settings import Settings
from bot.show.episodes import Episode, Scope
from support.reading import buttons, filled, form_choices, words
from support.world import World

ASKED = {
    "text": "Who keeps a diary?", "options": "Nam-ra\nOn-jo\nNobody", "explanation": "", "revealed_in": ["1008"], "level": [],
}  # fmt: skip
WHOLE = ASKED | {"explanation": "She writes in it.\nNetflix", "level": ["easy trait"]}


@pytest.fixture
async def queue(world: World, editor: Any) -> Any:
    """The review channel of a server whose moderator has seen everything."""
    assert editor is not None
    channel = world.guild.create_text_channel("queue")
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", channel.id)
    return channel


async def suggest(world: World, **changed: Any) -> Any:
    form = await world.fan.slash(world.channel, "suggest", about="a trivia question")
    return await world.fan.submit_modal(form, ASKED | changed)


async def pool(world: World) -> dict[str, list[str]]:
    """What trivia asks here, with its options, the right one first."""
    scope = Scope.through(Episode(1, 12))
    found = await world.bot.store.questions.pool(world.bot.show, scope, guild_id=world.guild.id)
    return {each.text.reveal(): [option.reveal() for option in (each.answer, *each.wrong)] for each in found}


async def test_a_whole_question_is_approved_in_one_tap_and_asked(world: World, editor: Any, queue: Any) -> None:
    thanks = await suggest(world, **WHOLE)
    assert words(thanks).startswith("Thanks. The moderators will read it")
    posted = world.last(queue)
    assert f"A new question from <@{world.fan.id}> is waiting." in words(posted)
    for story in ("diary", "Nam-ra", "S1E8", "Nobody"):
        assert story not in words(posted)
    opened = await editor.click(posted, label="Open")
    assert "Who keeps a diary?\n**Nam-ra** · right\nOn-jo\nNobody\nShe writes in it." in words(opened)
    assert "Easy" in words(opened)
    saved = await editor.click(opened.response, label="Approve")
    assert "Saved for this server" in words(saved)
    assert (await pool(world))["Who keeps a diary?"] == ["Nam-ra", "On-jo", "Nobody"]
    assert f"Approved by <@{editor.id}>." in words(world.last(queue))
    told = await world.fan.slash(world.channel, "about")
    assert any("my trivia asks it here now" in words(each) for each in told.followups)
    [choice] = await editor.autocomplete(world.channel, "question history", "question", "keeps a diary")
    history = words(await editor.slash(world.channel, "question history", question=choice["value"]))
    assert f"Approved, suggested by <@{world.fan.id}>" in history


async def test_what_is_missing_is_filled_in_by_whoever_approves(world: World, editor: Any, queue: Any) -> None:
    await suggest(world, options="True\nFalse")
    opened = await editor.click(world.last(queue), label="Open")
    assert "Approve" not in buttons(opened)
    form = await editor.click(opened.response, label="Fill in and approve")
    assert filled(form)["options"] == "True\nFalse"
    saved = await editor.submit_modal(form, WHOLE | {"options": "True\nFalse"})
    assert "Saved for this server" in words(saved)
    assert (await pool(world))["Who keeps a diary?"] == ["True", "False"]
    assert "Approved by" in words(world.last(queue))


@pytest.mark.usefixtures("queue")
async def test_a_rejected_question_is_not_asked_and_its_author_reads_why(world: World, editor: Any) -> None:
    await suggest(world)
    review = await editor.slash(world.channel, "review")
    form = await editor.click(review.response, label="Reject")
    await editor.submit_modal(form, {"why": "Two of them keep one."})
    assert "Who keeps a diary?" not in await pool(world)
    told = await world.fan.slash(world.channel, "about")
    assert any("Two of them keep one." in words(each) for each in told.followups)


async def test_a_question_is_gated_no_earlier_than_whom_its_options_name(world: World, queue: Any) -> None:
    await world.set_ceiling(queue, Episode(1, 1))
    # Somebody whom S1E1 does not know, in an option that its author called safe for everyone.
    late = max(
        await world.bot.store.facts.characters(world.bot.show.id, Scope.through(Episode(1, 12))),
        key=lambda c: c.character.revealed_in,
    )
    assert late.character.revealed_in > Episode(1, 1)
    name = late.character.name.reveal()
    await suggest(world, options=f"{name}\nOn-jo", revealed_in=["0"])
    assert name not in words(world.last(queue))
    assert list(buttons(world.last(queue))) == ["Open"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"options": "One"}, "one to three wrong ones"),
        ({"options": "One\none"}, "one to three wrong ones"),
        ({"options": "A\nB\nC\nD\nE"}, "one to three wrong ones"),
        ({"text": "Who | what?"}, "could break a spoiler tag"),
        ({"options": f"{'x' * 61}\nb"}, "61 characters; 60 at most"),
        ({"explanation": "Because.\nhttp://["}, "a web address"),
    ],
)
@pytest.mark.usefixtures("queue")
async def test_what_breaks_a_rule_is_said_and_kept(world: World, changed: dict[str, Any], reason: str) -> None:
    refused = await suggest(world, **changed)
    assert reason in words(refused)
    assert list(buttons(refused)) == ["Edit again"]
    form = await world.fan.click(refused.response, label="Edit again")
    assert filled(form)["text"] == (ASKED | changed)["text"]
    assert not await world.bot.store.reviews.waiting(world.bot.show.id, world.guild.id)


async def test_the_same_question_twice_waits_once_and_another_answer_by_itself(world: World, queue: Any) -> None:
    await suggest(world)
    await suggest(world, text="who keeps a diary", options="nam-ra\nSomebody")
    await suggest(world, options="On-jo\nNam-ra")
    assert len(await world.bot.store.reviews.waiting(world.bot.show.id, world.guild.id)) == 2
    assert queue.last_message is not None


async def test_the_way_there_is_offered_and_typed(world: World) -> None:
    choices = await world.fan.autocomplete(world.channel, "suggest", "about", "")
    assert (choices[-1]["name"], choices[-1]["value"]) == ("A trivia question", "a trivia question")
    [choice, *_more] = await world.fan.autocomplete(world.channel, "suggest", "about", "tri")
    for about in (choice["value"], choice["name"], "question", "Trivia"):
        form = await world.fan.slash(world.channel, "suggest", about=about)
        assert set(form_choices(form.modal)) == {"revealed_in", "level"}, about
    form = await world.fan.slash(world.channel, "suggest", about="the question of the broadcasting room")
    assert "correction" in form_choices(form.modal)


async def test_from_a_direct_message_it_goes_to_whoever_keeps_the_bot(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    form = await world.fan.user.slash("suggest", about="trivia")
    assert "Whoever runs this bot reads it." in words(await world.fan.user.submit_modal(form, WHOLE))
    await reports(replace(Settings.read({}), database=world.bot.store.database.path))
    told = capsys.readouterr().out
    for line in (
        "Says: Who keeps a diary?",
        "Option: Nam-ra",
        "Option: Nobody",
        "Why: She writes in it.",
        "Source: Netflix",
    ):
        assert line in told
