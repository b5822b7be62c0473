"""What editors see of what they have not watched: nothing but that it is there, unless they say Yes."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.show.episodes import Episode
from bot.show.facts import row_id
from support.canaries import Variant, canary_pack
from support.leaks import VARIANTS, assert_tells_nothing, in_tags
from support.proofs import in_prove
from support.reading import strings
from support.walk import Walk, assert_later_facts_change_nothing, pack_world
from support.walks import edited, walk_editors, walk_lists, walk_queue


@pytest.mark.prove
@pytest.mark.parametrize("variants", VARIANTS)
async def test_later_facts_change_no_byte_of_the_queue(tmp_path: Path, variants: Sequence[Variant]) -> None:
    await assert_later_facts_change_nothing(tmp_path, variants, Episode(1, 4), walk_queue, 40)


@pytest.mark.prove
@pytest.mark.parametrize("variants", VARIANTS)
async def test_later_facts_change_no_byte_of_a_list_that_was_narrowed_down(
    tmp_path: Path, variants: Sequence[Variant]
) -> None:
    await assert_later_facts_change_nothing(tmp_path, variants, Episode(1, 4), walk_lists, 20)


@pytest.mark.prove  # at S1E4 the walk of everything in tests/leaks/test_members.py sees the same
@pytest.mark.parametrize("progress", [None, Episode(1, 4), Episode(1, 12)], ids=str)
async def test_an_editor_is_told_nothing_beyond_what_they_watched_until_they_say_yes(
    tmp_path: Path, progress: Episode | None
) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        walk = await walk_editors(world, progress, 3)
        assert_tells_nothing(walk, in_tags)
        said = (text for sent in walk.sent for _path, text in strings(sent.body))
        assert any("missed it" in each for each in said), "the list of what is missed had something in it"


@pytest.mark.parametrize("progress", [Episode(1, 2), in_prove(None), in_prove(Episode(1, 7))], ids=str)
async def test_members_see_a_servers_edits_no_further_than_what_the_pack_tells(
    tmp_path: Path, progress: Episode | None
) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        await edited(world)
        ceiling = Episode(1, 4)
        await world.set_ceiling(world.channel, ceiling)
        await world.set_progress(world.fan, progress)
        walk = Walk(world, world.channel, ceiling, progress, 1)
        for number in (0, 2, 4, 7):
            for private in (False, True):
                name = str(row_id("canaries", "subject", f"bird{number}"))
                await walk.command("character", {"name": name, "private": private})
        for number in (2, 4, 9):
            await walk.command("episode", {"number": f"e{number}"})
        for text in ("own", "changed", "moved here", "kan02own", "kan09own"):
            await walk.command("search", {"text": text})
        await walk.command("trivia practice", {})
        assert_tells_nothing(walk)
        assert any("Kan02own" in text for sent in walk.sent for _, text in strings(sent.body))
