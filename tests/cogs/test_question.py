"""Questions and the facts they rest on: a fact that moves takes its questions along, whoever reads them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.show.edits import Change
from bot.show.episodes import Episode, Scope
from bot.show.facts import row_id
from support.reading import buttons, filled, words
from support.world import World

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RAINY_NIGHT = str(row_id("all-of-us-are-dead", "fact", "series-opens-rainy-night-with-lee-jin-su-being-beaten"))
ATTACKED = str(row_id("all-of-us-are-dead", "question", "lee-jin-su-attacked-very-beginning-series"))
"""A question of S1E1 that rests on that fact."""


async def move(world: World, editor: Any, gate: int) -> None:
    form = await editor.slash(world.channel, "fact edit", fact=RAINY_NIGHT)
    today = filled(form)
    saved = await editor.submit_modal(form, today | {"revealed_in": [str(gate)], "sources": "Netflix", "why": ""})
    assert "version" in words(saved)


async def offered(world: World, member: Any, typed: str) -> dict[str, str]:
    choices = await member.autocomplete(world.channel, "question edit", "question", typed)
    return {each["value"]: each["name"] for each in choices}


@pytest.fixture
async def behind(world: World, editor: Any) -> Any:
    """An editor at S1E4, after another one moved the fact to S1E9."""
    await move(world, editor, 1009)
    member = world.guild.add_member(world.env.create_user("behind"), roles=[world.guild.roles["Moderators"]])
    await world.set_progress(member, Episode(1, 4))
    return member


async def test_a_question_that_rests_on_a_moved_fact_moves_with_it_for_its_editors(world: World, behind: Any) -> None:
    assert ATTACKED not in await offered(world, behind, "attacked at the very beginning")
    assert ATTACKED not in await offered(world, behind, "S1E1")
    assert (await offered(world, behind, "S1E9"))[ATTACKED] == "a question of S1E9"
    for what in ("edit", "history", "retire"):
        asked = await behind.slash(world.channel, f"question {what}", question=ATTACKED)
        assert asked.modal is None, what
        assert "Open a question of S1E9?" in words(asked)
        assert "Jin-su" not in words(asked)
    # In a list it stands among those of S1E9, and says no more.
    told, page = "", await behind.slash(world.channel, "question list")
    while "Next" in buttons(page) and not buttons(page)["Next"].get("disabled"):
        told += words(page)
        page = await behind.click(page.response, label="Next")
    assert "Where is Lee Jin-su attacked" not in told + words(page)


async def test_the_log_and_an_export_tell_a_question_no_earlier_than_what_it_rests_on(
    world: World, behind: Any, editor: Any
) -> None:
    log = world.guild.create_text_channel("log")
    await world.bot.store.guilds.set_setting(world.guild.id, "log_channel", log.id)
    await world.set_ceiling(log, Episode(1, 4))
    form = await editor.slash(world.channel, "question edit", question=ATTACKED)
    today = filled(form)
    assert today["revealed_in"] == ["1009"], "that is when it is asked"
    typed = {"text": "Where is Lee Jin-su attacked at the start?", "explanation": "It is on a rooftop.\nNetflix"}
    await editor.submit_modal(form, today | typed)
    assert "Jin-su" not in words(log.last_message)
    # Of S1E1, both of them.
    await move(world, editor, 1001)
    form = await editor.slash(world.channel, "question edit", question=ATTACKED)
    await editor.submit_modal(form, filled(form) | {"revealed_in": ["1001"]})
    assert "Export through" not in words(await behind.slash(world.channel, "fact export", format="toml"))
    await move(world, editor, 1009)
    asked = await behind.slash(world.channel, "fact export", format="toml")
    assert "Export through S1E9?" in words(asked)


async def test_hiding_a_question_and_showing_it_again_keeps_the_gate_that_was_chosen_for_it(
    world: World, behind: Any, editor: Any
) -> None:
    for what in ("retire", "restore"):
        await editor.submit_modal(await editor.slash(world.channel, f"question {what}", question=ATTACKED), {"why": ""})
    await move(world, editor, 1001)
    assert (await offered(world, behind, "attacked at the very beginning"))[ATTACKED].startswith("S1E1 · ")


async def test_what_editors_hide_does_not_come_back_as_a_question_made_of_the_cast(world: World, editor: Any) -> None:
    plays = str(row_id("all-of-us-are-dead", "question", "actor-plays-choi-nam-ra"))
    show, questions = world.bot.show, world.bot.store.questions

    async def asked(answer: str) -> list[str]:
        pool = await questions.pool(show, Scope.through(Episode(1, 12)), guild_id=world.guild.id)
        return [
            each.text.reveal() for each in pool if each.answer.reveal() == answer and "Nam-ra" in each.text.reveal()
        ]

    assert await asked("Cho Yi-hyun") == ["Which actor plays Choi Nam-ra?"]
    await editor.submit_modal(await editor.slash(world.channel, "question retire", question=plays), {"why": ""})
    assert await asked("Cho Yi-hyun") == []


async def test_no_question_that_editors_hide_comes_back(world: World) -> None:
    """Whatever of the pack's they hide, nothing new is asked in its place."""
    show, store = world.bot.show, world.bot.store
    before = {each.id for each in await store.questions.pool(show, Scope.through(Episode(1, 12)))}
    for item in await store.edits.items(show.id, world.guild.id, "question"):
        change = Change(item.id, 1, item.content, "retired", "retired")
        await store.edits.save(show.id, world.guild.id, change, by=1, at=NOW)
    after = {
        each.id for each in await store.questions.pool(show, Scope.through(Episode(1, 12)), guild_id=world.guild.id)
    }
    assert after < before
