"""Where something was read, as members see it: names of known sites. Whoever finished everything reads what was typed."""

from collections.abc import Iterable
from typing import Final

from bot.locale import _
from bot.show.episodes import Episode
from bot.show.sites import Sites, Source, host_of, ordered
from bot.show.spoilers import escape

SHOWN: Final = 3
"""How many sites a line names at most."""


def site_names(sources: Iterable[Source], sites: Sites, through: Episode) -> list[str]:
    """The names of the sites, three at most, what bears most first, for somebody who finished `through`; never an address."""
    return [escape(each, 40) for each in dict.fromkeys(_name(each, sites, through) for each in ordered(sources))][
        :SHOWN
    ]


def source_line(source: Source, sites: Sites, through: Episode) -> str:
    """A source in a form: as it was typed for whoever finished everything, else the name of its site."""
    return source.typed if sites.tells_all(through) else _name(source, sites, through)


def sources_read(lines: Iterable[str], kept: Iterable[Source], sites: Sites) -> tuple[Source, ...]:
    """What the lines of a form mean: those of `kept` that stand there, by whatever `source_line` called them, and new ones."""
    known: dict[str, list[Source]] = {}
    for source in kept:
        for each in {source.typed, sites.last_name(source) or "", _generic(source)} - {""}:
            known.setdefault(each, []).append(source)
    return tuple(dict.fromkeys(source for line in lines for source in known.get(line, [sites.parse(line)])))


def _name(source: Source, sites: Sites, through: Episode) -> str:
    name = sites.name(source, through)
    if name is None and sites.tells_all(through):
        return host_of(source.typed) or source.typed
    return name or _generic(source)


def _generic(source: Source) -> str:
    return _("another source") if host_of(source.typed) is None else _("a web page")
