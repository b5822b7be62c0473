"""What people type for a time zone, and what they mean by it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.times.zones import completions, examples, zone_named, zone_words, zones_meant

WINTER = datetime(2026, 12, 5, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        *((each, 9) for each in ("GMT+9", "+9", "UTC+9", "utc+09:00", "gmt +0900", "UTC + 9", "+09", "ＵＴＣ＋９", "utc+9h")),
        *((each, -3) for each in ("GMT-3", "-3", "UTC-3", "UTC−3", "utc-03:00", "-0300")),
        *((each, 5.5) for each in ("+0530", "UTC+5:30", "+5.5", "GMT+05:30")),
        *((each, 0) for each in ("UTC", "GMT", "Z", "+0", "UTC-0", "gmt+0")),
        ("+5:45", 5.75), ("-9:30", -9.5), ("+14", 14), ("-12", -12),
        # The full name of the database is what it says there.
        ("Etc/GMT+9", -9), ("etc/gmt-9", 9),
    ],
)  # fmt: skip
def test_an_offset_is_ahead_of_utc_where_people_write_a_plus(typed: str, hours: float) -> None:
    (name,) = zones_meant(typed)
    for at in (WINTER, datetime(2026, 7, 5, tzinfo=UTC)):
        offset = at.astimezone(ZoneInfo(name)).utcoffset()
        assert offset is not None
        assert offset.total_seconds() == hours * 3600
    assert zones_meant(zone_words(name)) == (name,), "what is shown is read as the same"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("seoul", "Asia/Seoul"), ("Seoul, Korea", "Asia/Seoul"), ("korea", "Asia/Seoul"), ("KST", "Asia/Seoul"),
        ("new york", "America/New_York"), ("New York, USA", "America/New_York"), ("york", "America/New_York"),
        ("Eastern Time", "America/New_York"), ("EDT", "America/New_York"), ("São Paulo", "America/Sao_Paulo"),
        ("st. john's", "America/St_Johns"), ("europe / berlin", "Europe/Berlin"), ("London time", "Europe/London"),
        ("CET", "CET"), ("JST", "Asia/Tokyo"), ("port au prince", "America/Port-au-Prince"),
    ],
)  # fmt: skip
def test_a_city_or_an_abbreviation_of_one_zone_is_that_zone(typed: str, zone: str) -> None:
    assert zones_meant(typed) == (zone,)


@pytest.mark.parametrize("typed", ["CST", "pst", "IST", "BST", "EST", "MST", "AST", "AEST", "SST", "gmt 9", "west"])
def test_what_can_be_several_zones_is_none_of_them(typed: str) -> None:
    assert len(zones_meant(typed)) > 1


@pytest.mark.parametrize(
    "typed", ["", " ", "banana", "9", "+15", "-13", "+9:99", "-3:30", "asia", "land", "gmt+", "../etc"]
)
def test_what_is_no_zone_is_none(typed: str) -> None:
    assert zones_meant(typed) == ()
    assert all(zones_meant(each) for each in examples(typed))


@pytest.mark.parametrize("refused", ["Asia/Seoul", "UTC+9", "utc", "banana"])
def test_what_was_refused_is_not_recommended(refused: str) -> None:
    assert examples(refused)
    assert refused not in examples(refused)


def test_every_full_name_of_the_database_means_itself() -> None:
    # Short ones are what people write: GMT+0, and abbreviations such as EST.
    whole = [each for each in available_timezones() if "/" in each]
    assert [each for each in whole if zones_meant(each) != (each,)] == []


def test_what_is_begun_is_completed() -> None:
    assert completions("seo")[0] == "Asia/Seoul"
    assert completions("gmt+9")[0] == "Etc/GMT-9"
    assert completions("new y")[0] == "America/New_York"
    assert len(completions("")) > 300


def test_a_zone_that_this_machine_does_not_know_is_utc() -> None:
    assert zone_named("Europe/Berlin") == ZoneInfo("Europe/Berlin")
    assert zone_named("Middle/Earth") == UTC
    assert zone_named("../etc/passwd") == UTC


@given(st.text(max_size=60) | st.from_regex(r"\A(utc|gmt)? ?[+-]?[0-9:.]{0,6}\Z"))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    for name in zones_meant(typed):
        assert ZoneInfo(name)
    completions(typed)
