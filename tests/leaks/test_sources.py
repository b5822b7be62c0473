"""Whatever stands as a source of something early: nobody who has not finished everything reads a word of it."""

from typing import Any

import pytest

from bot.show.episodes import Episode
from support.choosing import first_page, more
from support.proofs import sampled
from support.reading import buttons, filled, strings, words
from support.world import World

E1, E12 = Episode(1, 1), Episode(1, 12)
FACT = {
    "text": "Dae-su counts the umbrellas by the door.",
    "revealed_in": ["1001"],
    "topic": ["trait"],
    "about": "Dae-su",
}
SUGGESTED = {"text": "Dae-su hums a marching song.", "revealed_in": ["1001"], "topic": ["trait"], "correction": ["0"]}
TYPED = [
    "www.site.com/zq-dies",
    "Https://site.com/zq-dies",
    "<https://site.com/zq-dies>",
    "[zq dies](https://site.com/x)",
    "site.com/zq-dies",
    "https://zq-dies.example.com/",
    "user:zq-dies@site.com:8080/?q=zq",
    "ZQ dies in the end, a video",
    "https://youtu.be/zq-dies",
    "Netflix: zq dies",
]


def told(world: World, since: int) -> str:
    """Everything that was sent since."""
    return "\n".join(text for each in world.env.http_requests[since:] for _, text in strings(each.json)).casefold()


async def add(world: World, editor: Any, source: str) -> None:
    form = await editor.slash(world.channel, "fact add")
    saved = await editor.submit_modal(form, FACT | {"sources": source})
    assert "Saved for this server" in words(saved)


async def item_id(world: World) -> str:
    return str((await world.bot.store.edits.layer(world.bot.show.id, world.guild.id, "fact"))[0].id)


@pytest.mark.parametrize("source", sampled(TYPED, every=5))
async def test_a_typed_source_is_shown_to_who_has_finished_everything(world: World, editor: Any, source: str) -> None:
    await add(world, editor, source)
    await world.set_progress(world.fan, E1)
    since = len(world.env.http_requests)
    card = await world.fan.slash(world.channel, "character", name="Dae-su", private=True)
    shown = words(await more(world.fan, card, "Sources"))
    assert (
        "YouTube"
        if "youtu" in source
        else "another source"
        if " dies" in source and "(" not in source
        else "a web page"
    ) in shown
    found = words(await world.fan.slash(world.channel, "search", text="umbrellas by the door"))
    assert "umbrellas" in found.casefold()
    assert "zq" not in told(world, since)
    assert "site.com" not in told(world, since)
    # Who has finished everything reads the host, or what is no address.
    card = await editor.slash(world.channel, "character", name="Dae-su", private=True)
    await first_page(editor, card)
    sources = await more(editor, card, "Sources")
    while "umbrellas" not in words(sources):
        await editor.click(card.response, label="Next")
        sources = await more(editor, card, "Sources")
    assert any(each in words(sources) for each in ("site.com", "zq-dies.example.com", "YouTube", "ZQ dies", "zq dies"))


@pytest.mark.parametrize("source", sampled(TYPED, every=5))
async def test_an_editor_below_the_end_reads_no_word_of_it_and_loses_nothing(
    world: World, editor: Any, source: str
) -> None:
    await add(world, editor, f"Netflix\n{source}")
    fact = await item_id(world)
    await world.set_progress(editor, E1)
    since = len(world.env.http_requests)
    form = await editor.slash(world.channel, "fact edit", fact=fact)
    values = filled(form)
    await editor.slash(world.channel, "fact history", fact=fact)
    await editor.slash(world.channel, "fact list", about="Dae-su")
    await editor.slash(world.channel, "fact export", format="toml")
    asked = await editor.submit_modal(form, values | {"text": "Dae-su counts the umbrellas."})
    assert "zq" not in told(world, since)
    assert "site.com" not in told(world, since)
    await editor.click(asked.response, label="Yes, check through S1E12 and save")
    (item,) = await world.bot.store.edits.layer(world.bot.show.id, world.guild.id, "fact")
    assert item.content.text.reveal() == "Dae-su counts the umbrellas."
    assert [each.typed for each in item.content.sources] == ["Netflix", source]


async def test_an_export_by_somebody_below_the_end_says_that_it_tells_everything(world: World, editor: Any) -> None:
    await add(world, editor, TYPED[0])
    await world.set_progress(editor, E1)
    asked = await editor.slash(world.channel, "fact export", format="toml")
    assert "Export through S1E12?" in words(asked)
    assert not asked.response.attachments
    await editor.click(asked.response, label="Yes, export through S1E12")
    assert asked.response.attachments


@pytest.mark.parametrize("source", sampled(TYPED, every=5))
async def test_a_suggestions_source_is_kept_for_who_has_finished_everything(
    world: World, editor: Any, source: str
) -> None:
    desk = world.guild.create_text_channel("desk")
    await world.set_ceiling(desk, E1)
    await world.bot.store.guilds.set_setting(world.guild.id, "review_channel", desk.id)
    await world.set_progress(editor, E1)
    await world.set_progress(world.fan, E1)
    form = await world.fan.slash(world.channel, "suggest", about="Dae-su")
    since = len(world.env.http_requests)
    await world.fan.submit_modal(form, SUGGESTED | {"source": source})
    queue = await editor.slash(world.channel, "review")
    assert "marching song" in words(queue)
    edit = await editor.click(queue.response, label="Edit and approve")
    asked = await editor.submit_modal(edit, filled(edit))
    assert "zq" not in told(world, since)
    assert "site.com" not in told(world, since)
    await editor.click(asked.response, label="Yes, check through S1E12 and save")
    (item,) = await world.bot.store.edits.layer(world.bot.show.id, world.guild.id, "fact")
    assert [each.typed for each in item.content.sources] == [source]


async def test_who_has_finished_everything_reads_a_suggestions_source_as_it_was_typed(
    world: World, editor: Any
) -> None:
    form = await world.fan.slash(world.channel, "suggest", about="Dae-su")
    await world.fan.submit_modal(form, SUGGESTED | {"source": TYPED[4]})
    queue = await editor.slash(world.channel, "review")
    assert TYPED[4] in words(queue).replace("\\", "")
    assert "Edit and approve" in buttons(queue)


async def test_what_an_older_version_kept_is_shown_no_better(world: World, editor: Any) -> None:
    await add(world, editor, "Netflix")
    await world.bot.store.database.write(
        "UPDATE edits SET content = json_set(content, '$.sources', json(?))",
        ('[["www.site.com/zq-dies", null], ["zq-dies.example.com", "https://zq-dies.example.com/"]]',),
    )
    await world.set_progress(world.fan, E1)
    since = len(world.env.http_requests)
    card = await world.fan.slash(world.channel, "character", name="Dae-su", private=True)
    assert "a web page" in words(await more(world.fan, card, "Sources"))
    assert "zq" not in told(world, since)
