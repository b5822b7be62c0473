"""Which episode the name of a channel or thread tells."""

import pytest

from bot.show.episodes import Episode
from bot.show.matching.rooms import episode_in_name
from bot.show.shows import Show

SHOW = Show(1, "show", "A Show", tuple(Episode(1, number) for number in range(1, 13)))
SEASONS = Show(1, "show", "A Show", tuple(Episode(season, number) for season in (1, 2) for number in range(1, 7)))


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("s1e5-discussion", 5), ("s01e05", 5), ("S1-E5", 5), ("1x05-talk", 5), ("season-1-episode-5", 5), ("episode-5", 5),
        ("ep5", 5), ("ep-05", 5), ("ep_5_spoilers", 5), ("e12", 12), ("📺・ep-5", 5), ("🧟┃e05-chat", 5), ("aouad-ep-3-live", 3),
        ("𝗲𝗽-𝟱", 5), ("Episode 10 reactions", 10), ("5화", 5), ("5화-스포", 5), ("제5화", 5), ("시즌1-5화", 5), ("05회", 5),
        ("episodes-1-4", 4), ("ep1-4", 4), ("s1e1-s1e4", 4), ("e1-e4", 4), ("ep-1-to-6", 6), ("ep-5-2026", 5), ("ep-5-class-2-5", 5),
    ],
)  # fmt: skip
def test_a_name_tells_an_episode(name: str, number: int) -> None:
    assert episode_in_name(name, SHOW) == Episode(1, number)


@pytest.mark.parametrize(
    "name",
    [
        "class-2-5", "room-5", "general", "step5", "recipe5", "s1", "season-1", "top-10", "2-5", "ep", "episode", "ep99", "e0",
        "s2e5", "rooftop", "day-5", "the5", "2026", "mee5", "화요일", "5-화요일", "hope-5", "e5b2", "game-5",
    ],
)  # fmt: skip
def test_other_numbers_tell_none(name: str) -> None:
    assert episode_in_name(name, SHOW) is None


def test_with_several_seasons_a_number_alone_tells_none() -> None:
    assert episode_in_name("ep5", SEASONS) is None
    assert episode_in_name("s2e5", SEASONS) == Episode(2, 5)


def test_a_season_counts_however_it_is_written() -> None:
    for name in ("s2e5", "2x05", "season 2 ep 5", "시즌2 5화", "s2-5화", "s2e3-s2e5", "2x03-05"):
        assert episode_in_name(name, SEASONS) == Episode(2, 5), name
    for name in ("3x05", "s3e5", "시즌3 5화", "5화", "s2e7"):
        assert episode_in_name(name, SEASONS) is None, name


def test_of_several_episodes_the_last_one_is_told() -> None:
    assert episode_in_name("e5 and then e3", SHOW) == Episode(1, 5)
    assert episode_in_name("ep5-3", SHOW) == Episode(1, 5)
    assert episode_in_name("3화 e2", SHOW) == Episode(1, 3)
    assert episode_in_name("ep 5 to 99", SHOW) == Episode(1, 5)
