"""The hour of a server's day → the moment when it comes, also where the clock is changed. Knows clocks, and nothing of any show."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)


def moment_of(day: date, hour: int, zone: tzinfo) -> datetime:
    """When it is that hour on that day there.

    An hour that the clock leaves out comes as soon as it has; of one that comes twice it is the first.
    """
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def day_begun(now: datetime, hour: int, zone: tzinfo) -> date:
    """The last day whose hour has come."""
    day = now.astimezone(zone).date()
    while moment_of(day, hour, zone) > now:
        day -= _DAY
    return day


def day_to_come(now: datetime, hour: int, zone: tzinfo, after: date | None = None) -> date:
    """The first day whose hour is still to come, and that is later than `after`."""
    day = day_begun(now, hour, zone) + _DAY
    return day if after is None else max(day, after + _DAY)
