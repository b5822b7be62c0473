"""What people type for a day → the days that they can mean. Knows calendars, and nothing of any show."""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = {
    name.casefold(): n for names in (calendar.month_name, calendar.month_abbr) for n, name in enumerate(names) if name
} | {"sept": 9}
WEEKDAYS: Final = {
    **{name.casefold(): n for names in (calendar.day_name, calendar.day_abbr) for n, name in enumerate(names)},
    "tues": 1, "wednes": 2, "weds": 2, "thur": 3, "thurs": 3,
}  # fmt: skip

_RELATIVE: Final = {"today": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "2morrow": 1, "2moro": 1, "overmorrow": 2}
_WEEK: Final = timedelta(days=7)
_WEEKDAY: Final = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATES: Final = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    # With dots the day stands first in all countries that write it so.
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?(?:\s?(?P<year>\d{4}|(?<=\.)\d{2}))?"),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]*(?:of\s+)?(?P<name>{_MONTH})\.?(?:[\s-]*(?P<year>\d{{4}}))?"
    ),
    re.compile(rf"(?P<name>{_MONTH})\.?[\s-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[\s-]+(?P<year>\d{{4}}))?"),
)
# 3/4 is March in one country and April in the other.
_EITHER: Final = re.compile(
    r"(?P<first>\d{1,2})(?P<between>[/-])(?P<second>\d{1,2})(?:(?P=between)(?P<year>\d{4}|\d{2}))?"
)
_OF_THIS_MONTH: Final = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)")
_AHEAD: Final = re.compile(r"(?:in )?(?P<count>\d{1,3}|an?) (?P<unit>days?|weeks?)(?: from (?:now|today))?")
_NAMED: Final = re.compile(
    rf"(?:(?P<which>this|next|coming|this coming)\s+)?(?P<weekday>{_WEEKDAY})\.?(?P<later>\s+next week)?"
    rf"|(?P<first>next week)\s+(?P<day>{_WEEKDAY})\.?"
)
_AND_DATE: Final = re.compile(rf"(?P<weekday>{_WEEKDAY})\.?[\s-]+(?P<date>.*\d.*)")


@dataclass(frozen=True, slots=True)
class NoSuchDay:
    """A day that its year lacks, such as 29 February 2027."""

    day: int
    month: int
    year: int


def days_meant(words: str, today: date) -> list[list[date]] | NoSuchDay | None:
    """What `words` can mean: for each reading its days, the nearest first. None where they are no day.

    No word at all is today or tomorrow.
    """
    if not words:
        return [[today, today + timedelta(days=1)]]
    if words in _RELATIVE:
        return [[today + timedelta(days=_RELATIVE[words])]]
    if words == "day after tomorrow":
        return [[today + timedelta(days=2)]]
    if ahead := _AHEAD.fullmatch(words):
        count = 1 if ahead["count"].startswith("a") else int(ahead["count"])
        return [[today + count * (_WEEK if ahead["unit"].startswith("week") else timedelta(days=1))]]
    if named := _NAMED.fullmatch(words):
        weekday = WEEKDAYS[named["weekday"] or named["day"]]
        if named["which"] == "next" or named["later"] or named["first"]:
            return list(_next(weekday, today, coming=named["which"] == "next"))
        nearest = today + timedelta(days=(weekday - today.weekday()) % 7)
        return [[nearest, nearest + _WEEK]]
    if both := _AND_DATE.fullmatch(words):
        found = _dates(both["date"], today)
        if not isinstance(found, list):
            return found
        right = [[day for day in days if day.weekday() == WEEKDAYS[both["weekday"]]] for days in found]
        return [days for days in right if days] or None
    return _dates(words, today)


def _next(weekday: int, today: date, *, coming: bool) -> Iterator[list[date]]:
    """What next Friday is: that of the next week, for some the coming one; a week begins on Monday or on Sunday."""
    days = {today - timedelta(days=today.weekday()) + _WEEK + timedelta(days=weekday)}
    if today.weekday() == 6 and weekday != 6:
        days.add(today + _WEEK + timedelta(days=weekday + 1))
    if coming:
        days.add(today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1))
    return ([day] for day in sorted(days))


def _dates(words: str, today: date) -> list[list[date]] | NoSuchDay | None:
    for pattern in _DATES:
        if match := pattern.fullmatch(words):
            groups = match.groupdict()
            month = MONTHS[groups["name"]] if groups.get("name") else int(groups["month"])
            return _real([(groups["year"], month, int(groups["day"]))], today)
    if match := _EITHER.fullmatch(words):
        first, second, year = int(match["first"]), int(match["second"]), match["year"]
        readings = [(year, second, first), (year, first, second)]
        if year and len(year) == 2:
            readings.append((match["first"].zfill(2), second, int(year)))
        return _real(readings, today)
    if match := _OF_THIS_MONTH.fullmatch(words):
        months = ((today.year + at // 12, at % 12 + 1) for at in range(today.month - 1, today.month + 11))
        return [days] if (days := _existing((year, month, int(match["day"])) for year, month in months)) else None
    return None


def _real(readings: Iterable[tuple[str | None, int, int]], today: date) -> list[list[date]] | NoSuchDay | None:
    """The days of each reading that is in the calendar; without a year the next ones."""
    found: list[list[date]] = []
    lacking: NoSuchDay | None = None
    for typed, month, day in dict.fromkeys(readings):
        years = [int(typed) + 2000 * (len(typed) == 2)] if typed else [today.year, today.year + 1]
        # The ends of the calendar have no other time zone.
        if not (1 <= month <= 12 and 1 <= day <= 31 and 1 < years[0] < 9999):
            continue
        if days := _existing((year, month, day) for year in years):
            found.append(days)
        else:
            over = (month, day) < (today.month, today.day)
            lacking = lacking or NoSuchDay(day, month, years[-1 if over else 0])
    return found or lacking


def _existing(parts: Iterable[tuple[int, int, int]]) -> list[date]:
    return [date(year, month, day) for year, month, day in parts if 1 <= day <= calendar.monthrange(year, month)[1]]
