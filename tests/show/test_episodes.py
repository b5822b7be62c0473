"""Episode, Scope, and what people type for an episode."""

import pytest

from bot.show.episodes import EVERYTHING, PREMISE, Episode, Scope
from bot.show.shows import Show

SHOW = Show(1, "show", "Show", tuple(Episode(1, number) for number in range(1, 13)))
TWO_SEASONS = Show(1, "show", "Show", (*SHOW.episodes, *(Episode(2, number) for number in range(1, 9))))


def test_episodes_are_in_order() -> None:
    assert PREMISE < Episode(1, 1) < Episode(1, 12) < Episode(2, 1) < EVERYTHING
    assert str(Episode(1, 4)) == "S1E4"


@pytest.mark.parametrize("episode", [PREMISE, Episode(1, 4), Episode(12, 345), EVERYTHING])
def test_an_ordinal_keeps_an_episode(episode: Episode) -> None:
    assert Episode.from_ordinal(episode.ordinal) == episode


def test_there_is_no_such_position() -> None:
    with pytest.raises(ValueError, match="no such position"):
        Episode(1, 1000)


def test_a_scope_never_tags_less_than_is_clear() -> None:
    with pytest.raises(ValueError, match="beyond"):
        Scope(Episode(1, 4), Episode(1, 3))


@pytest.mark.parametrize(
    "typed",
    [
        "S1E4", "s01e04", "s1 e4", "S1.E4", "1x04", "1x4", "4", "04", "e4", "E04", "ep4", "ep 4", "ep. 4", "episode 4",
        "Episode 4", "EPISODE  4", "season 1 episode 4", "Season 1, Episode 4", "s1 ep4", "s1-e4", "  S1E4  ", "S1E4 · chosen",
        "Ｓ１Ｅ４", "#4", "s1x4",
    ],
)  # fmt: skip
def test_people_type_an_episode_in_many_ways(typed: str) -> None:
    assert SHOW.episode(typed) == Episode(1, 4)


@pytest.mark.parametrize(
    "typed", ["", "four", "S2E4", "S1E13", "13", "0", "s12", "-", "S1", "4th", "99999999", "x" * 6000]
)
def test_what_is_no_episode_is_none(typed: str) -> None:
    assert SHOW.episode(typed) is None


def test_a_season_is_told_apart() -> None:
    assert TWO_SEASONS.episode("S2E4") == Episode(2, 4)
    assert TWO_SEASONS.episode("4") == Episode(1, 4)
    assert TWO_SEASONS.episode("S2E9") is None


def test_between_leaves_out_the_first_and_keeps_the_last() -> None:
    assert SHOW.between(Episode(1, 4), Episode(1, 6)) == [Episode(1, 5), Episode(1, 6)]
    assert SHOW.between(Episode(1, 4), Episode(1, 4)) == []
    assert len(SHOW.between(PREMISE, SHOW.last)) == 12
