"""A watch-along tells nothing but its episode's label, and its thread goes no further than that episode."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.show.episodes import PREMISE, Episode
from support.canaries import EPISODES, TOKEN, Variant, canary_pack
from support.leaks import VARIANTS, assert_tells_nothing, in_clear
from support.proofs import in_prove
from support.reading import strings
from support.walk import assert_later_facts_change_nothing, pack_world
from support.walks import walk_watchalong

E2, E4, E6 = Episode(1, 2), Episode(1, 4), Episode(1, 6)


@pytest.mark.parametrize(
    ("progress", "ceiling"),
    [
        (E2, E4),
        in_prove(None, PREMISE),
        in_prove(EPISODES[-1], EPISODES[-1]),
        *(in_prove(None, ceiling) for ceiling in (E4, EPISODES[-1])),
        *(in_prove(E2, ceiling) for ceiling in (PREMISE, EPISODES[-1])),
        *(in_prove(EPISODES[-1], ceiling) for ceiling in (PREMISE, E4)),
    ],
    ids=str,
)
async def test_nothing_of_a_watchalong_goes_further_than_its_episode(
    tmp_path: Path, progress: Episode | None, ceiling: Episode
) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        walk = await walk_watchalong(world, progress, ceiling)
    assert_tells_nothing(walk, in_clear)
    told = [sent.step for sent in walk.sent for _, text in strings(sent.body) if TOKEN.search(text)]
    # All that tells any story is the game in the thread, and what is new for whoever has watched it.
    assert {each.partition(" ")[0] for each in told} - {"Recap", "NewPeople", "EpisodeQuiz"} == {"Quiz"}


@pytest.mark.prove
@pytest.mark.parametrize("variants", VARIANTS)
async def test_later_facts_change_no_byte_of_a_watchalong(tmp_path: Path, variants: Sequence[Variant]) -> None:
    await assert_later_facts_change_nothing(tmp_path, variants, E6, lambda world: walk_watchalong(world, E2, E4), 20)
