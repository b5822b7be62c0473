"""An hour of every day comes once a day, also where clocks are changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.times.hours import day_begun, day_to_come, moment_of

DAYS = st.integers(0, 3000).map(lambda number: date(2020, 1, 1) + timedelta(days=number))
ZONES = st.sampled_from(
    [
        "UTC",
        "Asia/Seoul",
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Asia/Beirut",
        "Africa/Casablanca",
    ]
).map(ZoneInfo)
INSTANT = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "moment"),
    [
        (date(2026, 1, 1), 18, "UTC", datetime(2026, 1, 1, 18, tzinfo=UTC)),
        (date(2026, 1, 1), 18, "Asia/Seoul", datetime(2026, 1, 1, 9, tzinfo=UTC)),
        # Two o'clock is left out: it comes at three, when it would have been two.
        (date(2026, 3, 8), 2, "America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
        (date(2026, 3, 8), 3, "America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),
        # One o'clock comes twice: the first counts.
        (date(2026, 11, 1), 1, "America/New_York", datetime(2026, 11, 1, 5, tzinfo=UTC)),
        (date(2026, 11, 1), 2, "America/New_York", datetime(2026, 11, 1, 7, tzinfo=UTC)),
    ],
)
def test_the_hour_of_a_day(day: date, hour: int, zone: str, moment: datetime) -> None:
    assert moment_of(day, hour, ZoneInfo(zone)) == moment


@given(DAYS, st.integers(0, 23), ZONES)
def test_a_day_begins_at_its_hour_and_no_moment_earlier(day: date, hour: int, zone: ZoneInfo) -> None:
    moment = moment_of(day, hour, zone)
    assert day_begun(moment, hour, zone) == day
    assert day_begun(moment - INSTANT, hour, zone) == day - timedelta(days=1)
    assert day_to_come(moment - INSTANT, hour, zone) == day
    assert day_to_come(moment, hour, zone) == day + timedelta(days=1)
    assert day_to_come(moment - INSTANT, hour, zone, day) == day + timedelta(days=1)
    assert timedelta(hours=22) < moment_of(day + timedelta(days=1), hour, zone) - moment < timedelta(hours=26)
