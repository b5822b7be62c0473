"""What people type for a time zone → the zones that it can mean. Knows clocks, and nothing of any show."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.paths import DATA

_DATA: Final[dict[str, Any]] = tomllib.loads((DATA / "language" / "zones.toml").read_text("utf-8"))
_OFFSET: Final = re.compile(
    r"(?:utc|gmt|z)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2})(?:(?::?(?P<minutes>\d{2}))|[.,](?P<part>5|25|75))?\s*(?:h|hours?)?"
)
_MINUS: Final = str.maketrans(dict.fromkeys("−‐‑‒–—﹣－", "-") | {"＋": "+", "﹢": "+", "：": ":"})
_MACHINES: Final = re.compile(r"Etc/|SystemV/|[A-Z]{3}\d[A-Z]{3}$|[A-Za-z]+$")
_FIXED: Final = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_TIME: Final = re.compile(r"\s*\btime(?:\s*zone)?$")
_YEAR: Final = 2026  # any recent one: which names are one place changes less than once in ten years
_EXAMPLES: Final = ("Asia/Seoul", "Europe/Berlin", "UTC+9", "UTC-5", "UTC")


def zone_named(name: str) -> tzinfo:
    """A time zone by its name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def zone_words(name: str) -> str:
    """How people read the name of a zone: the database counts `Etc/GMT-9` the other way round, it is UTC+9."""
    fixed = _FIXED.fullmatch(name)
    return name if fixed is None else f"UTC{'-' if fixed[1] == '+' else '+'}{fixed[2]}"


def zones_meant(typed: str) -> tuple[str, ...]:
    """The zones that `typed` can mean: none where it means none, several where it has to be asked back."""
    words = _tidy(typed)
    if not words:
        return ()
    if words in _DATA["abbreviations"]:
        return tuple(dict.fromkeys(each.rpartition(" ")[2] for each in _DATA["abbreviations"][words]))
    if words in {"utc", "z"}:
        return ("UTC",)
    if (offset := _offset(words)) is not None:
        name = _fixed(offset)
        return (name,) if name else ()
    place = "" if "+" in words else _key(_TIME.sub("", words).partition(",")[0])
    if named := _named(words) or _named(place):
        return named
    # The beginning of one of its words is enough where no other name has one like that.
    begun = {name for beginning, name in _beginnings() if beginning.startswith(place)} if len(place) > 3 else set[str]()
    return tuple(begun) if len(begun) == 1 else ()


def offsets_meant(typed: str) -> tuple[tzinfo, ...]:
    """What a zone that stands beside a time can mean: "cet", "utc+9", "asia/seoul"; nothing where it is no zone."""
    words = _tidy(typed)
    if words in _DATA["abbreviations"]:
        found: list[tzinfo] = []
        for each in _DATA["abbreviations"][words]:
            offset, _space, name = each.rpartition(" ")
            # "CET" in July is said by people who go by the clock, and written by people who mean the offset.
            found += [*([timezone(_offset(offset) or timedelta())] if offset else []), zone_named(name)]
        return tuple(found)
    offset = _offset(words)
    if offset is not None:
        return (timezone(offset),)
    if words in {"utc", "z"}:
        return (UTC,)
    # Only whole names: "march" beside a time is not the beginning of a place.
    return tuple(map(zone_named, _named(_TIME.sub("", words.removeprefix("in ")))))


def examples(refused: str) -> list[str]:
    """Two ways to write a zone that are surely taken, to recommend after `refused` was not."""
    taken = [each for each in _EXAMPLES if _tidy(each) != _tidy(refused) and len(zones_meant(each)) == 1]
    return [*taken[:1], *[each for each in taken[1:] if "+" in each][:1]] or ["UTC"]


def completions(typed: str) -> list[str]:
    """Zones that somebody may be about to type, the likeliest first: by what it means, or any part of a name."""
    wanted = _key(_tidy(typed))
    # Names for machines stand at the end, if anywhere: nobody lives in EST5EDT.
    named = [name for name in _known().values() if wanted in _key(name) and not _MACHINES.match(name)]
    named.sort(key=lambda name: (not any(_key(part).startswith(wanted) for part in name.split("/")), name))
    return list(dict.fromkeys((*zones_meant(typed), *named)))


# ------------------------------------------------------------------------------------------------------- helpers


def _tidy(typed: str) -> str:
    text = unicodedata.normalize("NFKD", typed.translate(_MINUS)).casefold()
    return " ".join("".join(char for char in text if unicodedata.category(char) not in {"Mn", "Cf"}).split())


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones())}


@lru_cache(maxsize=1)
def _cities() -> dict[str, list[str]]:
    """Names by what they are called without signs, whole and without their continent; places under their zone's name."""
    found = {place: [name] for name, places in _DATA["places"].items() for place in places}
    for name in _known().values():
        for key in {_key(name), _key(name.rpartition("/")[2])}:
            found.setdefault(key, []).append(name)
    return found


@lru_cache(maxsize=1)
def _beginnings() -> list[tuple[str, str]]:
    parts = ((re.split(r"[/_-]", name), name) for name in _known().values())
    return [(_key("".join(each[at:])), name) for each, name in parts for at in range(len(each))]


@lru_cache(maxsize=1024)
def _named(words: str) -> tuple[str, ...]:
    """The zones of this whole name, or of this city."""
    exact = _known().get(words.replace(" ", "_"))
    return (exact,) if exact else _one_clock(() if "+" in words else _cities().get(_key(words), ()))


def _one_clock(names: Iterable[str]) -> tuple[str, ...]:
    """One of the names for each clock: several names are one place where they tell the same time all year."""
    clocks: dict[tuple[Any, ...], str] = {}
    for name in names:
        year = (datetime(_YEAR, month, 15, tzinfo=UTC).astimezone(ZoneInfo(name)) for month in range(1, 13))
        clocks.setdefault(tuple(each.utcoffset() for each in year), name)
    return tuple(clocks.values())


def _offset(words: str) -> timedelta | None:
    """The offset as people write it: ahead of UTC with a plus."""
    match = _OFFSET.fullmatch(words)
    if match is None:
        return None
    minutes = int(match["minutes"] or 0) + {"5": 30, "25": 15, "75": 45, None: 0}[match["part"]]
    total = timedelta(hours=int(match["hours"]), minutes=minutes)
    if minutes > 59 or total > timedelta(hours=14):
        return None
    return -total if match["sign"] == "-" else total


def _fixed(offset: timedelta) -> str | None:
    """The name of the zone that is always so far from UTC, or None where there is none."""
    if not offset:
        return "UTC"
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    if rest:
        return _DATA["offsets"].get(f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}")
    name = f"Etc/GMT{'+' if minutes < 0 else '-'}{hours}"
    return name if name.casefold() in _known() else None
