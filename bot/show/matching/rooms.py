"""Which episode the name of a channel or thread tells: “s1e5-discussion”, “episode-5”, “ep05”, “5화”.

Numbers that mean something else, as in “class-2-5”, tell none.
"""

import re
import unicodedata
from typing import Final

from bot.show.episodes import Episode
from bot.show.shows import Show

_TO = r"(?:[\s_.~-]*(?:to|through|bis|and|-|~|&)[\s_.~-]*|[\s_.~-]+)"
_EPISODE: Final = re.compile(
    r"(?<![a-z0-9])"
    r"(?:(?:season|s)[\s_.-]*(?P<season>\d{1,2})[\s_.-]*|(?P<cross>\d{1,2})x(?=\d))?"
    r"(?:(?:episodes?|eps?|e)[\s_.#-]*(?P<number>\d{1,3})|(?<=x)(?P<crossed>\d{1,3}))"
    r"(?:" + _TO + r"(?:s[\s_.-]*\d{1,2}[\s_.-]*)?(?:episode|ep|e)?[\s_.#-]*(?P<end>\d{1,3}))?(?![a-z0-9])"
)
_KOREAN: Final = re.compile(
    r"(?:(?:시즌|s)[\s_.-]*(?P<season>\d{1,2})[\s_.-]*)?(?<!\d)제?(?P<number>\d{1,3})[화회](?!요일)"
)


def episode_in_name(name: str, show: Show) -> Episode | None:
    """The episode that a name tells, of several the last one; None where it tells none of this show's."""
    plain = unicodedata.normalize("NFKC", name).lower()
    found: list[Episode] = []
    for match in (*_EPISODE.finditer(plain), *_KOREAN.finditer(plain)):
        said = match.groupdict()
        season = said["season"] or said.get("cross")
        # A number behind the first one may be anything, such as a year: it counts where it goes on to a later episode.
        first, end = (_episode(show, season, said.get(key)) for key in ("number", "end"))
        first = first or _episode(show, season, said.get("crossed"))
        if first is not None:
            found.append(end if end is not None and end > first else first)
    return max(found, default=None)


def _episode(show: Show, season: str | None, number: str | None) -> Episode | None:
    if number is None:
        return None
    fits = [
        each for each in show.episodes if each.number == int(number) and (season is None or each.season == int(season))
    ]
    # Without a season, the number of a show with several of them may mean more than one episode: then it tells none.
    return fits[0] if len(fits) == 1 else None
