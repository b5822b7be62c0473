"""Episode, Scope, and what people type for an episode."""

import pytest

from bot.errors import OlderVersionError
from bot.show.episodes import EVERYTHING, PREMISE, Episode, Scope, episode_named
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


def test_what_is_tagged_may_be_less_and_never_less_than_what_is_clear() -> None:
    scope = Scope(Episode(1, 3), Episode(1, 6))
    assert scope.tagging(Episode(1, 9)) == scope
    assert scope.tagging(Episode(1, 4)) == Scope(Episode(1, 3), Episode(1, 4))
    assert scope.tagging(Episode(1, 1)) == Scope.through(Episode(1, 3))


@pytest.mark.parametrize(("season", "number"), [(-1, 1), (1, -1), (1000, 1), (1, 1000)])
def test_season_and_number_have_three_digits_at_the_most(season: int, number: int) -> None:
    with pytest.raises(ValueError, match=f"no such position: {season}, {number}"):
        Episode(season, number)


@pytest.mark.parametrize(
    ("named", "through", "episode"),
    [
        ((None, 4), PREMISE, Episode(1, 4)),
        ((None, 4), Episode(1, 9), Episode(1, 4)),
        ((None, 4), Episode(2, 1), Episode(2, 4)),
        ((1, 4), Episode(2, 1), Episode(1, 4)),
        ((3, 4), PREMISE, Episode(3, 4)),
        ((0, 4), PREMISE, Episode(1, 4)),
    ],
)
def test_an_episode_without_a_season_is_of_the_season_that_is_watched(
    named: tuple[int | None, int], through: Episode, episode: Episode
) -> None:
    assert episode_named(named, through) == episode


def test_an_ordinal_of_no_episode_comes_from_another_version() -> None:
    assert Episode.from_ordinal(999_999) == EVERYTHING
    assert Episode.from_ordinal(0) == PREMISE
    assert (Episode(1, 4).ordinal, PREMISE.ordinal) == (1004, 0)
    for ordinal in (-1, 1_000_000):
        with pytest.raises(OlderVersionError):
            Episode.from_ordinal(ordinal)


def test_whoever_jumps_over_an_episode_skips_it() -> None:
    assert [SHOW.skips(Episode(1, 4), Episode(1, number)) for number in (3, 4, 5, 6)] == [False, False, False, True]
    assert [SHOW.known(each) for each in (PREMISE, Episode(1, 12), Episode(1, 13))] == [True, True, False]


def test_a_gate_of_a_row_is_the_premise_or_an_episode_and_nothing_beside_it() -> None:
    assert [SHOW.gate(each) for each in ("premise", " Nothing  yet", "0", "none", "s1 e4", "4", "Ｓ１Ｅ４")] == [
        *(PREMISE, PREMISE, PREMISE, PREMISE, Episode(1, 4), Episode(1, 4), Episode(1, 4)),
    ]
    assert [SHOW.gate(each) for each in ("S1E4 or so", "", "S1E99", "four")] == [None] * 4
    assert TWO_SEASONS.gate("4") is None, "of which season?"
    assert TWO_SEASONS.gate("2x4") == TWO_SEASONS.gate("season 2 episode 4") == Episode(2, 4)
