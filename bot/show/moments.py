"""What people type for a time → the moment they mean, where they live. Knows calendars and clocks, and nothing of any show."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Misread = Literal["unreadable", "no time of day", "past", "far"]
"""Why a text is no moment that something can be planned for."""

FURTHEST: Final = timedelta(days=365)
"""Nobody plans further ahead; a year that was mistyped does."""

_MONTHS: Final = {
    name.casefold(): n for names in (calendar.month_name, calendar.month_abbr) for n, name in enumerate(names)
}
_WEEKDAYS: Final = {
    **{name.casefold(): n for names in (calendar.day_name, calendar.day_abbr) for n, name in enumerate(names)},
    "tues": 1, "wednes": 2, "thur": 3, "thurs": 3,
}  # fmt: skip
_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes", "w": "weeks"}

_NOW: Final = re.compile(r"(?:right )?now")
_STAMP: Final = re.compile(r"<t:(\d{1,11})(?::[a-z])?>")
_SPAN: Final = re.compile(
    r"(?:(?P<count>\d{1,4}(?:\.5)?)\s*|\b(?P<one>half an|an?)\s+)"
    r"(?P<unit>minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)(?![a-z])"
)
_CLOCK: Final = (
    re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s*(?P<half>[ap])\.?m?\.?(?![a-z\d])"),
    re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::00)?(?!\d)"),
    re.compile(r"(?P<hour>\d{1,2})h(?P<minute>\d{2})?(?!\w)"),
    # The hours of the second half of the day mean one thing; 8 alone could be either.
    re.compile(r"(?P<hour>1[3-9]|2[0-3])(?![\d:.\-])"),
    re.compile(r"(?P<noon>noon)\b"),
)
_DAY: Final = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    # 3/4 is March in one country and April in the other; with dots it is the third of April in all that write it so.
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?(?:\s?(?P<year>\d{4}))?(?!\d)"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s*(?:of\s+)?(?P<name>[a-z]{3,9})\.?(?:,?\s*(?P<year>\d{4}))?(?!\w)"
    ),
    re.compile(r"(?P<name>[a-z]{3,9})\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{4}))?(?![\w:])"),
    re.compile(r"(?P<word>[a-z]+)"),
)
_JOINS: Final = re.compile(r"(?:[\s,]|\bat\b|\bon\b|(?<=\d)t(?=\d))+")


def zone_named(name: str) -> tzinfo:
    """A time zone by its name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def moment(typed: str, now: datetime, zone: tzinfo) -> datetime | Misread:
    """When `typed` means, in `zone`: the next time that it is so. "tomorrow 20:00", "8pm", "sat 21:00", "in 2 hours", "now"."""
    words = _JOINS.sub(" ", unicodedata.normalize("NFKC", typed).casefold()).strip()
    found = _meant(words, now, zone)
    if not isinstance(found, datetime):
        return found
    # Through UTC, so that a time which a clock skips in spring is the one that it shows instead.
    found = found.astimezone(UTC).astimezone(zone).replace(second=0, microsecond=0)
    if found < now - timedelta(minutes=1):
        return "past"
    return "far" if found > now + FURTHEST else found


def _meant(words: str, now: datetime, zone: tzinfo) -> datetime | Misread:
    here = now.astimezone(zone)
    if _NOW.fullmatch(words):
        return here
    if stamp := _STAMP.fullmatch(words):
        return datetime.fromtimestamp(int(stamp[1]), zone)
    if words.startswith("in "):
        return _later(words.removeprefix("in "), here)
    for clock in _CLOCK:
        for match in clock.finditer(words):
            at = _time(match)
            rest = _JOINS.sub(" ", f"{words[: match.start()]} {words[match.end() :]}").strip()
            if at is not None and (day := _days(rest, here.date())) is not None:
                return _first(day, at, now, zone)
    return "unreadable" if _days(words, here.date()) is None or not words else "no time of day"


def _first(days: Iterator[date], at: time, now: datetime, zone: tzinfo) -> datetime:
    """The first of `days` on which that time of day is still to come; else the last one, which is past."""
    found = now
    for day in days:
        # An hour that comes twice in autumn is the first one, until that is over.
        for fold in (0, 1):
            found = datetime.combine(day, at, zone).replace(fold=fold)
            if found.astimezone(UTC) >= now - timedelta(minutes=1):
                return found
    return found


def _later(spans: str, here: datetime) -> datetime | Misread:
    """After "in": 2 hours, 1h 30m, half an hour. Days keep the time of day, also where the clocks change between."""
    counted = dict.fromkeys(_UNITS.values(), 0.0)
    left = spans
    for match in _SPAN.finditer(spans):
        counted[_UNITS[match["unit"][0]]] += float(match["count"] or (0.5 if match["one"] == "half an" else 1))
        left = left.replace(match[0], "", 1)
    if not any(counted.values()) or re.sub(r"\band\b|\s", "", left):
        return "unreadable"
    days = timedelta(days=counted["days"], weeks=counted["weeks"])
    if days > FURTHEST:
        return "far"
    return (here + days).astimezone(UTC) + timedelta(hours=counted["hours"], minutes=counted["minutes"])


def _time(match: re.Match[str]) -> time | None:
    groups = match.groupdict()
    if groups.get("noon"):
        return time(12)
    hour, minute, half = int(groups["hour"]), int(groups.get("minute") or 0), groups.get("half")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _days(words: str, today: date) -> Iterator[date] | None:
    """The days that `words` can mean, the nearest first; None where they are no day. No word at all is today or tomorrow."""
    tomorrow = today + timedelta(days=1)
    if not words:
        return iter((today, tomorrow))
    for pattern in _DAY:
        match = pattern.fullmatch(words)
        if match is None:
            continue
        groups = match.groupdict()
        word = groups.get("word")
        if word in {"today", "tonight"}:
            return iter((today,))
        if word in {"tomorrow", "tmr", "tmrw"}:
            return iter((tomorrow,))
        if word is not None and word in _WEEKDAYS:
            ahead = (_WEEKDAYS[word] - today.weekday()) % 7
            return iter(today + timedelta(days=ahead + more) for more in (0, 7))
        month = int(groups.get("month") or _MONTHS.get(groups.get("name") or "", 0))
        years = [int(groups["year"])] if groups.get("year") else [today.year, today.year + 1]
        days = [found for year in years if word is None and (found := _date(year, month, int(groups["day"])))]
        if days:
            return iter(days)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1 < year < 9999 else None  # the ends of the calendar have no other time zone
    except ValueError:
        return None


# What usually follows, by what somebody has typed so far.
_ENDINGS: Final = ("", ":00", "pm", "0", " hours", " minutes", " days", " 20:00", " 21:00", "m")
_USUAL: Final = (
    "now", "in 1 hour", "today 20:00", "today 21:00", "tomorrow 20:00", "tomorrow 21:00", "friday 20:00", "saturday 20:00",
    "saturday 21:00", "sunday 20:00", "monday 20:00", "tuesday 20:00", "wednesday 20:00", "thursday 20:00",
)  # fmt: skip


def completions(typed: str, now: datetime, zone: tzinfo, limit: int) -> list[tuple[str, datetime]]:
    """What somebody may be about to type, each with the moment that it means; none twice, none that is over."""
    begun = " ".join(typed.split())
    texts = [f"{begun}{ending}" for ending in _ENDINGS if begun]
    texts += [each for each in _USUAL if each.startswith(begun.casefold())]
    found: dict[datetime, str] = {}
    for text in texts:
        at = moment(text, now, zone)
        if isinstance(at, datetime):
            found.setdefault(at, text)
    return [(text, at) for at, text in list(found.items())[:limit]]
