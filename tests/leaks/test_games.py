"""Public games never go beyond their channel, and nothing beyond it changes a byte of them."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.show.episodes import Episode
from bot.show.trivia import KINDS, WHO
from support.canaries import EPISODES, TOKEN, Variant, canary_pack
from support.leaks import VARIANTS, assert_tells_nothing, in_clear
from support.proofs import in_prove
from support.reading import strings
from support.speaking import Speak
from support.walk import assert_later_facts_change_nothing, pack_world
from support.walks import walk_game, walk_kind

OTHER_KINDS = [WHO, *map(in_prove, KINDS[2:])]  # its clues, guesses and help go furthest
E2, E3, E4, E7 = Episode(1, 2), Episode(1, 3), Episode(1, 4), Episode(1, 7)


@pytest.mark.parametrize(
    ("progress", "ceiling"),
    [(None, E7), (E7, E4), in_prove(None, E2), in_prove(E2, E4), in_prove(EPISODES[-1], EPISODES[-1])],
    ids=str,
)
async def test_nothing_of_a_game_goes_beyond_its_channel(
    tmp_path: Path, progress: Episode | None, ceiling: Episode
) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        walk = await walk_game(world, progress, ceiling)
    assert_tells_nothing(walk, in_clear)
    assert any(TOKEN.search(text) for sent in walk.sent if sent.public for _, text in strings(sent.body))


@pytest.mark.parametrize("variants", VARIANTS)
@pytest.mark.parametrize("ceiling", [E4, in_prove(E2), in_prove(E7)], ids=str)
async def test_later_facts_change_no_byte_of_a_game(
    tmp_path: Path, ceiling: Episode, variants: Sequence[Variant]
) -> None:
    """Which questions come, their options and order, boards and reports: nothing minds what is gated later."""
    await assert_later_facts_change_nothing(
        tmp_path, variants, ceiling, lambda world: walk_game(world, E2, ceiling), 50
    )


@pytest.mark.parametrize("kind", OTHER_KINDS)
@pytest.mark.parametrize("ceiling", [E4, *map(in_prove, (E3, E7, EPISODES[-1]))], ids=str)
async def test_nothing_of_any_kind_of_game_goes_beyond_its_channel(tmp_path: Path, kind: str, ceiling: Episode) -> None:
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        walk = await walk_kind(world, kind, ceiling)
    assert_tells_nothing(walk, in_clear)
    assert any(TOKEN.search(text) for sent in walk.sent if sent.public for _, text in strings(sent.body))


@pytest.mark.parametrize(
    ("kind", "spoken"),
    [(WHO, "es"), *(in_prove(each, spoken) for spoken in ("es", "ko") for each in KINDS if each != WHO)],
)
async def test_nothing_of_a_game_in_another_language_goes_beyond_its_channel(
    tmp_path: Path, speak: Speak, kind: str, spoken: str
) -> None:
    speak(spoken, spoken)
    async with pack_world(canary_pack(), tmp_path / "canaries.db") as world:
        await world.bot.store.guilds.set_setting(world.guild.id, "language", spoken)  # nobody's: a loop posts
        walk = await walk_kind(world, kind, E4)
    assert_tells_nothing(walk, in_clear)
    said = (text for sent in walk.sent if sent.public for _, text in strings(sent.body))
    assert any(re.search(rf"Kan\d\d{spoken}", text) for text in said)


@pytest.mark.prove
@pytest.mark.parametrize("kind", OTHER_KINDS)
@pytest.mark.parametrize("variants", VARIANTS)
@pytest.mark.parametrize("ceiling", [E4, E3, E7], ids=str)
async def test_later_facts_change_no_byte_of_any_kind_of_game(
    tmp_path: Path, kind: str, ceiling: Episode, variants: Sequence[Variant]
) -> None:
    """Which clues come and who else it might be, which episodes are near and in what order they come."""
    await assert_later_facts_change_nothing(
        tmp_path, variants, ceiling, lambda world: walk_kind(world, kind, ceiling), 30
    )
