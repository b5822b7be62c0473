"""What an editor opens is checked when it opens: what moved meanwhile is asked about, whatever led to it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.show.episodes import Episode
from bot.show.facts import row_id
from bot.store.reviews import NewReview
from support.canaries import canary_pack
from support.reading import buttons, filled, words
from support.walk import pack_world
from support.world import MURDER, World

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = "Gwi-nam is half a zombie."


@pytest.fixture
async def behind(world: World) -> Any:
    """An editor at S1E4."""
    member = world.guild.add_member(world.env.create_user("behind"), roles=[world.guild.roles["Moderators"]])
    await world.set_progress(member, Episode(1, 4))
    return member


async def move(world: World, editor: Any, fact: str = MURDER) -> None:
    """Another editor gives a fact other words, and a later gate."""
    form = await editor.slash(world.channel, "fact edit", fact=fact)
    if form.modal is None:
        form = await editor.click(form.response, label="Edit")
    typed = {"text": LATER, "revealed_in": ["1009"], "sources": "Netflix", "why": "too early"}
    saved = await editor.submit_modal(form, filled(form) | typed)
    assert LATER in words(saved)


async def test_a_report_of_a_fact_that_moved_since_asks_before_it_opens_the_fact(
    world: World, editor: Any, behind: Any
) -> None:
    review = await world.bot.store.reviews.add_review(NewReview(
        "fact report", show_id=world.bot.show.id, guild_id=world.guild.id, author_id=world.fan.id,
        target_id=int(MURDER), text="It is not that early.", source="", at=NOW, revealed_in=Episode(1, 4),
    ))  # fmt: skip
    card = await behind.slash(world.channel, "review")
    if "Edit and approve" not in buttons(card):
        pytest.skip("the queue asks by itself")
    await move(world, editor)
    asked = await behind.click(card.response, label="Edit and approve")
    assert asked.modal is None
    assert "S1E9?" in words(asked)
    assert LATER not in words(asked)
    if "a fact" not in words(asked):  # the queue asks for all of the report
        asked = await behind.click(asked.response, label="Yes, open it")
        asked = await behind.click(asked.response, label="Edit and approve")
    else:
        asked = await behind.click(asked.response, label="Yes, open it")
    assert filled(asked)["text"] == LATER
    done = await behind.submit_modal(asked, filled(asked) | {"text": "Gwi-nam is half of both.", "why": ""})
    await behind.click(done.response, label="Yes, check through S1E12 and save")
    assert review is not None
    decided = await world.bot.store.reviews.review(world.guild.id, review)
    assert decided is not None
    assert decided.state == "approved", "what was asked in between did not part the form from the report"


async def test_a_suggestion_close_to_a_fact_that_moved_since_asks_before_it_opens_the_fact(
    world: World, editor: Any, behind: Any
) -> None:
    await world.bot.store.reviews.add_review(NewReview(
        "suggestion", show_id=world.bot.show.id, guild_id=world.guild.id, author_id=world.fan.id, target_id=None,
        text="Gwi-nam overpowers the principal and murders him there.", source="Netflix", at=NOW,
        revealed_in=Episode(1, 4), about="Gwi-nam", topic="death", correction=True,
    ))  # fmt: skip
    card = await behind.slash(world.channel, "review")
    await move(world, editor)
    asked = await behind.click(card.response, label="Correct the close one")
    assert "Open a fact of S1E9?" in words(asked)
    assert LATER not in words(asked)
    form = await behind.click(asked.response, label="Yes, open it")
    assert filled(form)["text"].endswith("murders him there."), "the words of the suggestion stand in it"


async def test_a_page_of_a_history_asks_where_the_history_has_come_to_tell_more(
    world: World, editor: Any, behind: Any
) -> None:
    for number in range(5):
        form = await editor.slash(world.channel, "fact edit", fact=MURDER)
        await editor.submit_modal(form, filled(form) | {"text": f"Gwi-nam kills the principal, {number}.", "why": ""})
    history = await behind.slash(world.channel, "fact history", fact=MURDER)
    await move(world, editor)
    asked = await behind.click(history.response, label="Next")
    assert "Open a fact of S1E9?" in words(asked)
    assert LATER not in words(asked)
    opened = await behind.click(asked.response, label="Yes, open it")
    assert LATER in words(opened)


async def test_a_fact_that_moved_under_the_dialog_about_the_pack_asks_before_it_opens(tmp_path: Path) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        facts = await world.bot.store.edits.items(
            world.bot.show.id, world.guild.id, "fact", about=row_id("canaries", "subject", "bird0")
        )
        fact = str(next(each.id for each in facts if each.content.revealed_in == Episode(1, 1)))
        second = world.guild.add_member(world.env.create_user("second"), roles=[world.guild.roles["Moderators"]])
        await world.set_progress(world.moderator, Episode(1, 12))
        await world.set_progress(second, Episode(1, 2))
        form = await world.moderator.slash(world.channel, "fact edit", fact=fact)
        await world.moderator.submit_modal(form, filled(form) | {"text": "It sings.", "why": ""})
        pack = canary_pack()
        anew = tuple(
            replace(each, text=type(each.text)(f"{each.text.reveal()} anew", each.text.revealed_in))
            for each in pack.facts
        )
        await world.bot.store.packs.import_pack(replace(pack, facts=anew))
        card = await second.slash(world.channel, "fact edit", fact=fact)
        assert "The pack changed below" in words(card)
        await move(world, world.moderator, fact)
        asked = await second.click(card.response, label="Edit")
        assert asked.modal is None
        assert "Open a fact of S1E9?" in words(asked)
        assert LATER not in words(asked)


async def test_an_export_that_came_to_tell_more_asks_again(world: World, editor: Any, behind: Any) -> None:
    form = await editor.slash(world.channel, "fact edit", fact=MURDER)
    typed = {"text": "Gwi-nam kills him.", "revealed_in": ["1005"], "sources": "Netflix", "why": ""}
    await editor.submit_modal(form, filled(form) | typed)
    asked = await behind.slash(world.channel, "fact export", format="toml")
    assert "Export through S1E5?" in words(asked)
    await move(world, editor)
    again = await behind.click(asked.response, label="Yes, export through S1E5")
    assert "Export through S1E9?" in words(again)
    assert not again.response.attachments
    file = await behind.click(again.response, label="Yes, export through S1E9")
    assert file.response.attachments
