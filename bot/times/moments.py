"""What people type for a time → the moment they mean, where they live. Knows clocks, and nothing of any show."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz.distance import OSA

from bot.times.days import MONTHS, WEEKDAYS, NoSuchDay, days_meant
from bot.times.zones import offsets_meant

Misread = Literal["unreadable", "no time of day", "past", "far"]
"""Why a text is no moment that something can be planned for."""


@dataclass(frozen=True, slots=True)
class Either:
    """A text that can mean two moments (or more: the first two of them)."""

    one: datetime
    other: datetime


Refused = Misread | Either | NoSuchDay
"""What `moment` gives instead of a moment."""

FURTHEST: Final = timedelta(days=365)
"""Nobody plans further ahead; a year that was mistyped does."""

_COUNTS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "ninety": 90,
}  # fmt: skip
_KNOWN: Final = sorted(
    {word for word in (*MONTHS, *WEEKDAYS) if len(word) > 4}
    | {"today", "tonight", "tomorrow", "midnight", "minutes", "hours", "morning", "afternoon", "evening"}
)
_DASHES: Final = str.maketrans("’−–—", "'---")
_JOINS: Final = re.compile(
    r"(?:[\s;@~|!?\"“”]|,(?!\d\s?[hd])|(?<=\s)-(?=\s)|(?<=[a-z])[.:](?=\s|$)|(?<=\d)t(?=\d\d:)"
    r"|\b(?:at|on|from|around|about|starting|sharp|the|o'?clock|uhr)\b)+"
)
_NOW: Final = re.compile(r"(?:right )?now|asap|immediately")
_STAMP: Final = re.compile(r"<t:(\d{1,11})(?::[a-z])?>")
_PART: Final = re.compile(
    r"\b(?:(?P<today>this )|in |at )?(?P<part>morning|afternoon|evening|night)\b|\b(?P<tonight>tonight)\b"
)

_UNITS: Final = {"d": "days", "h": "hours", "m": "minutes", "q": "quarters", "w": "weeks"}
_SPAN: Final = re.compile(
    r"(?:(?P<count>\d{1,4}(?:[.,]\d{1,2})?)\s*|\b(?P<one>half an?|half|an?)\s+|^(?=quarter))"
    r"(?P<unit>minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w|quarters?(?: of an hour| hour))(?![a-z])(?P<half> and a half)?"
)
_FROM_NOW: Final = re.compile(r"^(?:in |\+\s?)|(?: now| later| today)$")
# French for half past eight in the evening; 2h alone is two hours.
_BY_H: Final = re.compile(r"(?P<hour>\d{1,2})\s?h\s?(?P<minute>\d{2})?")
_BY_FOUR: Final = re.compile(r"\d{4}\s?(?:h|hrs|hours)")

_ALONE: Final = r"(?<![\w:.+/-])", r"(?![\w:./-])"
_CLOCK: Final = (
    re.compile(
        r"(?P<past>half past|quarter past|quarter to) (?P<bare>\d{1,2})(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?(?![\w:])"
    ),
    re.compile(
        r"(?<![\d:.])(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>\d{2})(?::\d{2})?)?\s*(?P<half>[ap])\.?\s?m?\b\.?"
    ),
    re.compile(
        r"(?<![\d:.+-])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d{1,6})?)?(?:\s?(?:h|hrs|hours)\b)?(?![\d:])"
    ),
    re.compile(rf"(?<![\d:.]){_BY_H.pattern}(?![\w:])"),
    re.compile(r"(?:\b12(?::00)?\s?)?\b(?:(?P<noon>noon|midday)|(?P<midnight>midnight))\b"),
    re.compile(r"(?<![\d:.])(?P<dotted>\d{1,2})\.(?P<minute>\d{2})(?![\d.])"),
    # The hours of the second half of the day mean one thing; 8 alone could be either.
    re.compile(rf"{_ALONE[0]}(?P<hour>1[3-9]|2[0-3]){_ALONE[1]}"),
    re.compile(rf"{_ALONE[0]}(?P<bare>[1-9]|1[0-2]){_ALONE[1]}"),
    re.compile(rf"{_ALONE[0]}(?P<four>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?:\s?(?:h|hrs|hours)\b)?{_ALONE[1]}"),
)


def moment(typed: str, now: datetime, zone: tzinfo) -> datetime | Refused:
    """When `typed` means, in `zone`: the next time that it is so. "tomorrow 20:00", "8pm", "sat 21:00", "2h", "20:00 UTC"."""
    words = _tidy(typed)
    if _NOW.fullmatch(words):
        return _checked({now}, now, zone)
    if stamp := _STAMP.fullmatch(words):
        return _checked({datetime.fromtimestamp(int(stamp[1]), UTC)}, now, zone)
    readings: set[datetime] = set()
    by_h = _BY_H.fullmatch(words)
    if not (_BY_FOUR.fullmatch(words) or (by_h and 13 <= int(by_h["hour"]) <= 23)):
        later = _later(words, now.astimezone(zone))
        readings = set() if later is None else {later}
    if not readings or (by_h and by_h["minute"]):  # 1h30 is in an hour and a half, or half past one
        found = _by_the_clock(words, now, zone)
        if not isinstance(found, set):
            return found
        readings |= found
    return _checked(readings, now, zone) if readings else "unreadable"


def _tidy(typed: str) -> str:
    """In small letters, numbers in figures, slips in the names of days corrected, without what carries nothing."""
    text = unicodedata.normalize("NFKC", typed).translate(_DASHES).casefold()
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    words = _JOINS.sub(" ", re.sub(r"[a-z]{5,}", lambda word: _corrected(word[0]), text)).strip()
    words = re.sub(r"\b(twenty|thirty|forty|fifty)[ -](one|two|three|four|five|six|seven|eight|nine)\b", _sum, words)
    words = re.sub(r"[a-z]+", lambda word: str(_COUNTS.get(word[0], word[0])), words)
    return re.sub(r"\b(\d{1,2}) and a half\b", r"\1.5", words)


def _sum(words: re.Match[str]) -> str:
    return str(_COUNTS[words[1]] + _COUNTS[words[2]])


@lru_cache(maxsize=1024)
def _corrected(word: str) -> str:
    slips = 2 if len(word) > 6 else 1
    near = sorted((OSA.distance(word, known, score_cutoff=slips), known) for known in _KNOWN if known[0] == word[0])
    sure = near and near[0][0] <= slips and (len(near) == 1 or near[1][0] > near[0][0])
    return near[0][1] if sure else word


def _checked(readings: set[datetime], now: datetime, zone: tzinfo) -> datetime | Refused:
    """The one of the readings that something can be planned for; what could be either is asked back."""
    # Through UTC, so that a time which a clock skips in spring is the one that it shows instead.
    instants = sorted({each.astimezone(UTC).replace(second=0, microsecond=0) for each in readings})
    to_come = [each for each in instants if each >= now - timedelta(minutes=1)]
    possible = [each.astimezone(zone) for each in to_come if each <= now + FURTHEST]
    if len(possible) > 1:
        return Either(possible[0], possible[1])
    return possible[0] if possible else ("far" if to_come else "past")


def _later(words: str, here: datetime) -> datetime | None:
    """2 hours, 1h 30m, half an hour, in a week. Days keep the time of day, also where the clocks change between."""
    spans = _FROM_NOW.sub("", words)
    spans = re.sub(r"(\d\s?(?:h|hours?|hrs?)) ?(\d{2})$", r"\1 \2m", spans)
    counted = dict.fromkeys(_UNITS.values(), 0.0)
    for match in _SPAN.finditer(spans):
        one = 0.5 if (match["one"] or "").startswith("half") else 1
        count = float(match["count"].replace(",", ".")) if match["count"] else one
        counted[_UNITS[match["unit"][0]]] += count + (0.5 if match["half"] else 0)
    if not any(counted.values()) or re.sub(r"\band\b|\s", "", _SPAN.sub("", spans)):
        return None
    days = timedelta(days=counted["days"], weeks=counted["weeks"])
    minutes = counted["minutes"] + 15 * counted["quarters"]
    return (here + days).astimezone(UTC) + timedelta(hours=counted["hours"], minutes=minutes)


def _by_the_clock(words: str, now: datetime, zone: tzinfo) -> set[datetime] | Refused:
    """The moments of a time of day and a day, in either order, with or without a zone."""
    words, part = _part_of_day(words)
    lacking: NoSuchDay | None = None
    for clock in _CLOCK:
        readings, lacking_here = _readings(clock, words, part, now, zone)
        if readings:
            return readings
        lacking = lacking_here or lacking
    days = days_meant(words, now.astimezone(zone).date())
    if lacking is None and isinstance(days, NoSuchDay):
        lacking = days
    if lacking is not None:
        return lacking
    return "no time of day" if days and (words or part) else "unreadable"


def _part_of_day(words: str) -> tuple[str, str | None]:
    """The words without the part of the day that they name, and which one that is."""
    found = _PART.search(words)
    if found is None:
        return words, None
    instead = " today " if found["tonight"] or found["today"] else " "
    rest = _JOINS.sub(" ", f"{words[: found.start()]}{instead}{words[found.end() :]}").strip()
    return rest, found["part"] or "night"


def _readings(
    clock: re.Pattern[str], words: str, part: str | None, now: datetime, zone: tzinfo
) -> tuple[set[datetime], NoSuchDay | None]:
    """The moments of every time of day that `clock` finds, and the last day beside one that its year lacks."""
    readings: set[datetime] = set()
    lacking: NoSuchDay | None = None
    for match in clock.finditer(words):
        minutes = _minutes(match, part)
        rest = _JOINS.sub(" ", f"{words[: match.start()]} {words[match.end() :]}").strip()
        if not minutes or ("four" in match.groupdict() and re.search(r"\d", rest)):
            continue
        for zones, day in _zones(rest, zone):
            meant = [(each, days_meant(day, now.astimezone(each).date())) for each in zones]
            lacking = next((days for _each, days in meant if isinstance(days, NoSuchDay)), lacking)
            found = {
                _first(reading, at, now, each)
                for each, days in meant if isinstance(days, list) for reading in days for at in minutes
            }  # fmt: skip
            readings |= found
            if found:
                break
    return readings, lacking


def _zones(rest: str, zone: tzinfo) -> Iterator[tuple[tuple[tzinfo, ...], str]]:
    """What stands beside a time: a day in `zone`, or in a zone that is named there."""
    yield (zone,), rest
    tokens = rest.split()
    for size in (3, 2, 1):
        for at in range(len(tokens) - size + 1):
            day = " ".join((*tokens[:at], *tokens[at + size :]))
            named = " ".join(tokens[at : at + size])
            # 8:00-9:00 is from eight to nine; only behind a whole date is it an offset.
            if (not named.startswith("-") or re.search(r"\d{4}", day)) and (zones := offsets_meant(named)):
                yield zones, day


def _first(days: list[date], minutes: int, now: datetime, zone: tzinfo) -> datetime:
    """The first of `days` on which that time of day, in minutes, is still to come; else the last one, which is past."""
    found = now
    for day in days:
        # An hour that comes twice in autumn is the first one, until that is over.
        for fold in (0, 1):
            at = time(minutes // 60 % 24, minutes % 60)
            found = datetime.combine(day + timedelta(days=minutes // 1440), at, zone).replace(fold=fold)
            if found.astimezone(UTC) >= now - timedelta(minutes=1):
                return found
    return found


def _minutes(match: re.Match[str], part: str | None) -> list[int]:
    """What a time of day can be, in minutes of its day; beyond 24 hours it is the next day's."""
    groups = match.groupdict()
    if groups.get("noon"):
        return [12 * 60]
    if groups.get("midnight"):
        return [0, 24 * 60]
    if groups.get("dotted") and days_meant(match[0], date(2028, 1, 1)):
        return []  # 8.10 is a day
    bare, half = groups.get("bare"), groups.get("half")
    hour = int(bare or groups.get("hour") or groups.get("dotted") or groups["four"])
    minute = int(groups.get("minute") or 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute) or ((half or bare) and not 1 <= hour <= 12):
        return []
    hours = _hours(hour, half, part, is_bare=bool(bare))
    if part == "night":  # one on Friday night is on Saturday for most
        hours += [each + 24 for each in hours if each < 6]
    if past := groups.get("past"):
        return [(60 * each + {"half past": 30, "quarter past": 15, "quarter to": -15}[past]) % 1440 for each in hours]
    return [60 * each + minute for each in hours]


def _hours(hour: int, half: str | None, part: str | None, *, is_bare: bool) -> list[int]:
    """What an hour can be on a clock of 24, by the half ("a", "p") or the part of the day; a bare one can be in either half."""
    if half:
        return [hour % 12 + (12 if half == "p" else 0)]
    if part is not None and hour <= 12:
        return _in_part(hour, part)
    if is_bare:
        return [hour % 12, hour % 12 + 12]
    return [] if part == "morning" else [hour]


def _in_part(hour: int, part: str) -> list[int]:
    """The hour that a clock of twelve shows in a part of the day."""
    if part == "morning":
        return [hour % 12] if hour != 12 else []
    if part == "night":
        return [hour + 12] if 6 <= hour < 12 else [hour % 12]
    return [hour % 12 + 12]


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
