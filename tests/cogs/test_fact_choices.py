"""Facts that editors find: by words, by episode, by a label that was cut."""

from typing import Any

from bot.show.episodes import Episode
from support.reading import words
from support.world import MURDER, World

ADDED = {"text": "Gwi-nam hums while he runs.", "revealed_in": ["1004"], "topic": ["trait"], "sources": "Netflix",
         "about": "gwinam"}  # fmt: skip


async def test_a_choice_names_what_was_seen_and_of_the_rest_only_the_episode(world: World) -> None:
    await world.set_progress(world.moderator, Episode(1, 4))

    async def typed(text: str) -> list[str]:
        choices = await world.moderator.autocomplete(world.channel, "fact edit", "fact", text)
        assert len(choices) <= 25
        assert all(len(each["name"]) <= 100 for each in choices)
        return [each["name"] for each in choices]

    assert any("murders him" in each for each in await typed("principal murders"))
    assert any("murders him" in each for each in await typed("gwinam"))
    assert all(each.startswith("S1E4 · ") for each in await typed("S1E4"))
    assert set(await typed("S1E9")) == {"a fact of S1E9"}
    nothing = "Nothing like that through S1E4. Type an episode, such as S1E5, to list its facts."
    assert await typed("helicopter S1E9") == await typed("no such words") == [nothing]


async def test_a_fact_is_picked_by_the_words_that_only_it_has(world: World, editor: Any) -> None:
    form = await editor.slash(world.channel, "fact edit", fact="overpowers principal murders")
    assert form.modal is not None
    assert MURDER in form.modal["custom_id"]
    none = await editor.slash(world.channel, "fact edit", fact="no such words anywhere")
    assert words(none).startswith("I don’t know that fact.")


async def test_labels_that_are_cut_alike_are_told_apart(world: World, editor: Any) -> None:
    long = "On-jo counts the windows of the corridor twice while the others wait for the light to come back, and then "
    for ending in ("sleeps.", "leaves."):
        form = await editor.slash(world.channel, "fact add")
        asked = await editor.submit_modal(form, ADDED | {"text": long + ending, "about": "Nam On-jo"})
        if "Is this new?" in words(asked):
            await editor.click(asked.response, label="Yes, save it too")
    offered = await editor.autocomplete(world.channel, "fact edit", "fact", "counts the windows")
    assert len({each["name"] for each in offered}) == len(offered) == 2
    for each in offered:
        by_label = await editor.slash(world.channel, "fact edit", fact=each["name"])
        assert each["value"] in by_label.modal["custom_id"]
