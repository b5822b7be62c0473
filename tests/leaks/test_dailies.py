"""A posted daily question never goes beyond its channel, what its presser hears never beyond them, and nothing later changes a byte."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.show.episodes import PREMISE, Episode
from support.canaries import EPISODES, TOKEN, Variant, canary_pack
from support.leaks import VARIANTS, assert_tells_nothing, in_clear
from support.proofs import in_prove
from support.reading import strings
from support.walk import assert_later_facts_change_nothing, pack_world
from support.walks import walk_daily

E2, E4, E7 = Episode(1, 2), Episode(1, 4), Episode(1, 7)


@pytest.mark.parametrize(
    ("progress", "ceiling"),
    [(E2, E7), in_prove(None, E4), in_prove(E7, E4), in_prove(EPISODES[-1], EPISODES[-1]), in_prove(E4, PREMISE)],
    ids=str,
)
async def test_nothing_of_a_daily_question_goes_beyond_its_channel_or_its_reader(
    tmp_path: Path, progress: Episode | None, ceiling: Episode
) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        walk = await walk_daily(world, progress, ceiling)
    assert_tells_nothing(walk, in_clear)
    assert any(TOKEN.search(text) for sent in walk.sent if sent.public for _, text in strings(sent.body))


@pytest.mark.parametrize("variants", VARIANTS)
@pytest.mark.parametrize("ceiling", [E4, E2, E7], ids=str)
@pytest.mark.prove
async def test_later_facts_change_no_byte_of_a_daily_question(
    tmp_path: Path, ceiling: Episode, variants: Sequence[Variant]
) -> None:
    await assert_later_facts_change_nothing(
        tmp_path, variants, ceiling, lambda world: walk_daily(world, E2, ceiling, 1), 8
    )
