"""What people type for a time, and what they mean by it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.show.moments import completions, moment, zone_named

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 5, 18, 10, 30, tzinfo=UTC)  # a Saturday, ten past seven in the evening in Berlin


def meant(typed: str, now: datetime = NOW) -> str:
    found = moment(typed, now, BERLIN)
    return f"{found:%Y-%m-%d %H:%M}" if isinstance(found, datetime) else found


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("now", "2026-12-05 19:10"),
        ("20:30", "2026-12-05 20:30"),
        ("18:00", "2026-12-06 18:00"),  # over for today
        ("8pm", "2026-12-05 20:00"),
        ("8:30 PM", "2026-12-05 20:30"),
        ("8 p.m.", "2026-12-05 20:00"),
        ("12am", "2026-12-06 00:00"),
        ("12pm", "2026-12-06 12:00"),
        ("noon", "2026-12-06 12:00"),
        ("20h30", "2026-12-05 20:30"),
        ("20h", "2026-12-05 20:00"),
        ("at 20", "2026-12-05 20:00"),
        ("１０：３０", "2026-12-06 10:30"),
        ("tonight 8pm", "2026-12-05 20:00"),
        ("tomorrow 20:00", "2026-12-06 20:00"),
        ("20:00 tomorrow", "2026-12-06 20:00"),
        ("Tomorrow, at 8PM", "2026-12-06 20:00"),
        ("sat 21:00", "2026-12-05 21:00"),
        ("sat 18:00", "2026-12-12 18:00"),
        ("9pm on Sunday", "2026-12-06 21:00"),
        ("thurs 9pm", "2026-12-10 21:00"),
        ("2026-12-06 20:00", "2026-12-06 20:00"),
        ("2026-12-06T20:00:00", "2026-12-06 20:00"),
        ("2026/12/06 20:00", "2026-12-06 20:00"),
        ("6.12. 20:00", "2026-12-06 20:00"),
        ("06.12.2026 20:00", "2026-12-06 20:00"),
        ("dec 6 20:00", "2026-12-06 20:00"),
        ("6th of December 8pm", "2026-12-06 20:00"),
        ("December 6th, 2026 at 20:00", "2026-12-06 20:00"),
        ("4 may 20:00", "2027-05-04 20:00"),  # the next one
        ("in 2 hours", "2026-12-05 21:10"),
        ("in 1h 30m", "2026-12-05 20:40"),
        ("in 2 hours and 30 minutes", "2026-12-05 21:40"),
        ("in an hour", "2026-12-05 20:10"),
        ("in half an hour", "2026-12-05 19:40"),
        ("in 1.5 hours", "2026-12-05 20:40"),
        ("in 2 days", "2026-12-07 19:10"),
        ("in a week", "2026-12-12 19:10"),
        ("<t:1796500000:F>", "2026-12-05 20:46"),
    ],
)
def test_what_people_type_is_understood(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *((each, "unreadable") for each in (
            "", "  ", "8", "banana", "banana 20:00", "next blue moon", "25:00", "20:61", "13pm", "0pm", "24:00", "20:00 21:00",
            "3/4 20:00", "32.12. 20:00", "30 feb 20:00", "in", "in 0 hours", "in 2 bananas", "in -2 hours", "-5", "20.30",
            "0001-01-01 20:00", "9999-12-31 23:59", "0000-01-01 20:00",
        )),
        *((each, "no time of day") for each in ("tomorrow", "tonight", "sat", "dec 6", "20 may", "2026-12-06")),
        *((each, "past") for each in ("today 18:00", "2020-01-01 20:00", "2026-12-05 19:00", "<t:1500000000>")),
        *((each, "far") for each in ("2028-01-01 20:00", "in 500 days", "in 9999 weeks", "<t:99999999999:F>")),
    ],
)  # fmt: skip
def test_what_is_no_time_says_why(typed: str, expected: str) -> None:
    assert meant(typed) == expected


def test_a_time_that_the_clock_skips_in_spring_is_the_one_it_shows_instead() -> None:
    assert meant("2027-03-28 02:30") == "2027-03-28 03:30"


def test_an_hour_that_comes_twice_in_autumn_is_the_first_one_until_that_is_over() -> None:
    first = moment("2026-10-25 02:30", datetime(2026, 10, 24, tzinfo=UTC), BERLIN)
    assert isinstance(first, datetime)
    assert first.utcoffset() == timedelta(hours=2)
    second = moment("02:30", datetime(2026, 10, 25, 0, 45, tzinfo=UTC), BERLIN)
    assert isinstance(second, datetime)
    assert second.utcoffset() == timedelta(hours=1)
    assert second.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_days_keep_the_time_of_day_over_a_change_of_clocks_and_hours_do_not() -> None:
    eve = datetime(2027, 3, 27, 19, tzinfo=UTC)  # 20:00 in Berlin
    assert meant("in 1 day", eve) == "2027-03-28 20:00"
    assert meant("in 24 hours", eve) == "2027-03-28 21:00"


def test_a_zone_that_this_machine_does_not_know_is_utc() -> None:
    assert zone_named("Europe/Berlin") == BERLIN
    assert zone_named("Middle/Earth") == UTC
    assert zone_named("../etc/passwd") == UTC


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("", ["now", "in 1 hour", "today 20:00", "today 21:00", "tomorrow 20:00"]),
        ("8", ["8:00", "8pm"]),
        ("20:3", ["20:30"]),
        ("20:30", ["20:30"]),
        ("tom", ["tomorrow 20:00", "tomorrow 21:00"]),
        ("dec 6", ["dec 6 20:00", "dec 6 21:00"]),
        ("in 2", ["in 2 hours", "in 2 minutes", "in 2 days"]),
        ("next blue moon", []),
        ("2020-01-01 20:00", []),
    ],
)
def test_what_is_begun_is_completed(typed: str, texts: list[str]) -> None:
    found = completions(typed, NOW, BERLIN, 5)
    assert [text for text, _ in found] == texts
    # Whatever is offered is read as what it was offered for.
    assert all(moment(text, NOW, BERLIN) == at for text, at in found)


@given(
    st.text(max_size=100)
    | st.text("0123456789:-./ apmhint", max_size=30)
    | st.from_regex(r"\A\d{1,4}[-./:]\d{1,2}[-./:]?\d{0,4} \d{1,2}(:\d\d)?( ?[ap]m)?\Z")
)
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    found = moment(typed, NOW, BERLIN)
    if isinstance(found, datetime):
        assert NOW - timedelta(minutes=1) <= found <= NOW + timedelta(days=366)
    completions(typed, NOW, ZoneInfo("Pacific/Kiritimati"), 7)
