"""What people type for a time, and what they mean by it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.times.days import NoSuchDay
from bot.times.moments import Either, completions, moment

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 5, 18, 10, 30, tzinfo=UTC)  # a Saturday, ten past seven in the evening in Berlin


def meant(typed: str, now: datetime = NOW) -> str:
    match found := moment(typed, now, BERLIN):
        case datetime():
            return f"{found:%Y-%m-%d %H:%M}"
        case Either():
            return f"{found.one:%Y-%m-%d %H:%M} or {found.other:%Y-%m-%d %H:%M}"
        case NoSuchDay():
            return f"no {found.day}.{found.month}.{found.year}"
        case _:
            return found


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
        # How long until then.
        ("2h", "2026-12-05 21:10"),
        ("8h", "2026-12-06 03:10"),
        ("24h", "2026-12-06 19:10"),
        ("1h30m", "2026-12-05 20:40"),
        ("+2h", "2026-12-05 21:10"),
        ("in 2h30", "2026-12-05 21:40"),
        ("2 hours", "2026-12-05 21:10"),
        ("2 hours 30", "2026-12-05 21:40"),
        ("1,5 h", "2026-12-05 20:40"),
        ("two and a half hours", "2026-12-05 21:40"),
        ("an hour and a half", "2026-12-05 20:40"),
        ("quarter of an hour", "2026-12-05 19:25"),
        ("in five minutes", "2026-12-05 19:15"),
        ("twenty-five minutes", "2026-12-05 19:35"),
        ("2 hours from now", "2026-12-05 21:10"),
        ("90 min", "2026-12-05 20:40"),
        ("5 days", "2026-12-10 19:10"),
        # Times of day.
        ("midnight", "2026-12-06 00:00"),
        ("tonight midnight", "2026-12-06 00:00"),
        ("12:00 noon", "2026-12-06 12:00"),
        ("24:00", "2026-12-06 00:00"),
        ("tomorrow 24:00", "2026-12-07 00:00"),
        ("8.30pm", "2026-12-05 20:30"),
        ("20.30", "2026-12-05 20:30"),
        ("24.12. 20.30", "2026-12-24 20:30"),
        ("2000", "2026-12-05 20:00"),
        ("2000 hrs", "2026-12-05 20:00"),
        ("20:00 Uhr", "2026-12-05 20:00"),
        ("eight pm", "2026-12-05 20:00"),
        ("half past 8 pm", "2026-12-05 20:30"),
        ("quarter to nine pm tomorrow", "2026-12-06 20:45"),
        ("tonight at 8", "2026-12-05 20:00"),
        ("tonight at 1", "2026-12-06 01:00"),  # one at noon is not tonight
        ("tomorrow evening 8:30", "2026-12-06 20:30"),
        ("9 in the morning", "2026-12-06 09:00"),
        ("today 8", "2026-12-05 20:00"),  # eight in the morning is over
        ("8pm!", "2026-12-05 20:00"),
        # Days.
        ("friday @ 8pm", "2026-12-11 20:00"),
        ("Sat. 8pm", "2026-12-05 20:00"),
        ("friday: 8pm", "2026-12-11 20:00"),
        ("24 Dec - 20:00", "2026-12-24 20:00"),
        ("this friday 8pm", "2026-12-11 20:00"),
        ("next friday 8pm", "2026-12-11 20:00"),  # this week's is over, so it is one for everybody
        ("friday next week 8pm", "2026-12-11 20:00"),
        ("day after tomorrow 20:00", "2026-12-07 20:00"),
        ("in 2 days at 20:00", "2026-12-07 20:00"),
        ("the 24th 8pm", "2026-12-24 20:00"),
        ("the 3rd 8pm", "2027-01-03 20:00"),
        ("tommorow 8pm", "2026-12-06 20:00"),
        ("wendesday 8pm", "2026-12-09 20:00"),
        ("Febuary 3 8pm", "2027-02-03 20:00"),
        ("31/12 20:00", "2026-12-31 20:00"),
        ("12-24 20:00", "2026-12-24 20:00"),
        ("3/3 20:00", "2027-03-03 20:00"),
        ("24/12/2026 20:00", "2026-12-24 20:00"),
        ("24/12/26 20:00", "2026-12-24 20:00"),
        ("24.12.26 20:00", "2026-12-24 20:00"),
        ("12/11/2026 20:00", "2026-12-11 20:00"),  # 12 November is over
        ("Friday 11 December 20:00", "2026-12-11 20:00"),
        ("Fri, 11 Dec 2026 20:00:00 +0100", "2026-12-11 20:00"),
        # Zones.
        ("9pm CET", "2026-12-05 21:00"),
        ("20:00 UTC", "2026-12-05 21:00"),
        ("2026-12-24T20:00:00Z", "2026-12-24 21:00"),
        ("2026-12-24T20:00:00.000Z", "2026-12-24 21:00"),
        ("2026-12-24T20:00+09:00", "2026-12-24 12:00"),
        ("2026-12-24T20:00:00-05:00", "2026-12-25 02:00"),
        ("tomorrow 9pm KST", "2026-12-07 13:00"),  # it is tomorrow there already
        ("9pm KST tomorrow", "2026-12-07 13:00"),
        ("9pm Seoul time", "2026-12-06 13:00"),
        ("9pm in New York", "2026-12-06 03:00"),
        ("21:00 Asia/Seoul", "2026-12-06 13:00"),
        ("21:00 UTC+9", "2026-12-06 13:00"),
        ("21:00 GMT-3", "2026-12-06 01:00"),
        ("9pm EST", "2026-12-06 03:00"),  # whichever: in winter they are one
    ],
)
def test_what_people_type_is_understood(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *((each, "unreadable") for each in (
            "", "  ", "banana", "banana 20:00", "next blue moon", "25:00", "20:61", "13pm", "0pm", "20:00 21:00",
            "32.12. 20:00", "13/13 20:00", "in", "+", "in 0 hours", "in 2 bananas", "in -2 hours", "-5", "8:00-9:00", "8pm-10pm",
            "0001-01-01 20:00", "9999-12-31 23:59", "0000-01-01 20:00", "Friday 12 December 20:00", "thuesday 8pm",
            "tomorrow morning 20:00", "8pm utc+25", "8pm nowhere",
        )),
        *((each, "no time of day") for each in ("tomorrow", "tonight", "sat", "dec 6", "20 may", "2026-12-06", "8.10", "this evening")),
        *((each, "past") for each in ("today 18:00", "2020-01-01 20:00", "2026-12-05 19:00", "<t:1500000000>")),
        *((each, "far") for each in ("2028-01-01 20:00", "in 500 days", "in 9999 weeks", "<t:99999999999:F>")),
        *((each, "no 29.2.2027") for each in ("29 feb 20:00", "29.2. 20:00", "29/2 8pm", "2027-02-29 20:00", "feb 29")),
        ("31 june 20:00", "no 31.6.2027"),
    ],
)  # fmt: skip
def test_what_is_no_time_says_why(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize(
    ("typed", "one", "other"),
    [
        ("8", "2026-12-05 20:00", "2026-12-06 08:00"),
        ("at eight", "2026-12-05 20:00", "2026-12-06 08:00"),
        ("tomorrow 8", "2026-12-06 08:00", "2026-12-06 20:00"),
        ("half past eight", "2026-12-05 20:30", "2026-12-06 08:30"),
        ("1h30", "2026-12-05 20:40", "2026-12-06 01:30"),
        ("3/4 20:00", "2027-03-04 20:00", "2027-04-03 20:00"),
        ("friday midnight", "2026-12-11 00:00", "2026-12-12 00:00"),
        ("friday night 1am", "2026-12-11 01:00", "2026-12-12 01:00"),
        ("9pm PST", "2026-12-06 06:00", "2026-12-06 14:00"),
        ("9pm CEST", "2026-12-05 20:00", "2026-12-05 21:00"),
        ("next sunday 8pm", "2026-12-06 20:00", "2026-12-13 20:00"),
    ],
)
def test_what_can_be_two_moments_is_asked_back_and_both_can_be_written(typed: str, one: str, other: str) -> None:
    assert meant(typed) == f"{one} or {other}"
    assert (meant(one), meant(other)) == (one, other)


def test_next_friday_depends_on_the_day_and_on_where_a_week_begins() -> None:
    wednesday, sunday = datetime(2026, 12, 2, 12, tzinfo=UTC), datetime(2026, 12, 6, 12, tzinfo=UTC)
    assert meant("next friday 8pm", wednesday) == "2026-12-04 20:00 or 2026-12-11 20:00"
    assert meant("next friday 8pm", sunday) == "2026-12-11 20:00 or 2026-12-18 20:00"
    assert meant("this friday 8pm", wednesday) == "2026-12-04 20:00"


def test_a_leap_day_is_there_in_its_year() -> None:
    assert meant("29 feb 20:00", datetime(2027, 6, 1, tzinfo=UTC)) == "2028-02-29 20:00"


def test_an_abbreviation_in_summer_is_the_clock_or_the_offset() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert meant("9pm EST", summer) == "2026-07-02 03:00 or 2026-07-02 04:00"
    assert meant("9pm EDT", summer) == "2026-07-02 03:00"


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


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("", ["now", "in 1 hour", "today 20:00", "today 21:00", "tomorrow 20:00"]),
        ("8", ["8:00", "8pm", "8 hours", "8 minutes", "8 days"]),
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
