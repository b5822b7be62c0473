"""Sites where something was read. What somebody types as a source can tell story: of it only the names of known sites are shown."""

import re
import tomllib
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.paths import DATA
from bot.show.episodes import Episode

_DATA: Final[dict[str, Any]] = tomllib.loads((DATA / "language" / "sites.toml").read_text("utf-8"))
_KNOWN: Final[dict[str, str]] = _DATA["known"]
_KIND_OF: Final = {
    str(site).casefold(): kind for kind, sites in _DATA["kinds"].items() for site in sites
}  # names of sites, and hosts with all below them
_KINDS: Final = ("episode", "official", "press", "wiki", "fan")
_EPISODE: Final = re.compile(r"S\d{1,3}E\d{1,3}")
_TELLING: Final = frozenset(str(_DATA["tells"]["words"]).split())
_WORD: Final = re.compile(r"[^\W_]+")

# `[words](address)`; an address with its scheme, however that is written; one without, up to its path.
_LINK: Final = re.compile(r"\]\(\s*<?([^\s)>]+)")
_SCHEME: Final = re.compile(r"(?:\b(?:https?|ftp):|(?<!\S)(?=//))/*([^\s<>\"')\]]+)", re.IGNORECASE)
_BARE: Final = re.compile(
    r"(?<![\w.-])((?:[\w-]+\.)+(?:[^\W\d_]{2,}|xn--[\w-]+)\.?)(?=(?::\d+)?(?:[/?#\s<>()\[\],;]|$))"
)
_HOST: Final = re.compile(r"[\w.-]+")
_PREFIX: Final = re.compile(r"^(?:www\d?|m|amp|mobile)\.")
_EDGES: Final = " \t<>\"'“”‘’.,;:"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: the name of a site, and an address or whatever else was typed.

    Neither is for members' eyes as it is: `Sites.name` says what may be shown. `site` is empty where no known site was meant.
    """

    site: str
    address: str | None

    @property
    def typed(self) -> str:
        """What somebody typed, for the forms of whoever may read it."""
        return self.address or self.site

    @property
    def kind(self) -> str:
        """What it is: the episode itself, whoever made the show, the press, a wiki, or somebody who watched it."""
        if self.address is None and _EPISODE.fullmatch(self.site):
            return "episode"
        found = _KIND_OF.get(self.site.casefold()) or _KIND_OF.get(_above(self.site.casefold(), _KIND_OF))
        # A site that nobody has named is nobody's newspaper.
        return found or ("fan" if self.site in {"", host_of(self.typed)} else "press")

    @classmethod
    def parse(cls, text: str, sites: dict[str, str]) -> "Source":
        """As the authors of a pack write it; `sites` names hosts that have a better name. Their hosts are checked for story."""
        host = host_of(text)
        return cls(text, None) if host is None else cls(sites.get(host, host), text)


def ordered(sources: Iterable[Source]) -> list[Source]:
    """What bears most first: the episode itself, then who made it, the press, wikis, and who watched it."""
    return sorted(sources, key=lambda source: _KINDS.index(source.kind))


def _above(host: str, known: Container[str]) -> str:
    """The nearest host above this one that is known, or the last of its names."""
    while "." in host and host not in known:
        host = host.partition(".")[2]
    return host


def host_of(text: str) -> str | None:
    """The host of the address that is, or stands in, what somebody typed; without www. and the like. None: no address."""
    text = unicodedata.normalize("NFKC", text)
    link = _LINK.search(text)
    text = link[1] if link else text
    found = _SCHEME.search(text) or _BARE.search(text)
    if found is None:
        return None
    host = re.split(r"[/?#\\]", found[1], maxsplit=1)[0].rpartition("@")[2]
    host = _PREFIX.sub("", re.sub(r":\d*$", "", host).casefold().strip("."))
    return host if _HOST.fullmatch(host) else None


def telling(name: str, title: str) -> list[str]:
    """The words of a site's name that tell something of the story by themselves; those of the show's `title` do not."""
    of_title = set(_WORD.findall(title.casefold()))
    return [each for each in _WORD.findall(name.casefold()) if each in _TELLING and each not in of_title]


class Sites:
    """The known sites: those that anybody knows, and those of a show, each from the episode on whose texts name it."""

    def __init__(self, used: "Iterable[tuple[Source, Episode]]" = (), last: "Episode | None" = None) -> None:
        self._last = last
        self._hosts = dict(_KNOWN)
        self._names: dict[str, tuple[str, Episode | None]] = {_key(name): (name, None) for name in _KNOWN.values()}
        for source, gate in used:
            name, known = self._names.get(_key(source.site), (source.site, gate))
            self._names[_key(source.site)] = name, None if known is None else min(known, gate)
            if source.address and (host := host_of(source.address)):
                self._hosts[host] = name

    def parse(self, typed: str) -> Source:
        """What somebody typed: the name of a known site, an address of one, or something else that is kept as it is."""
        host = host_of(typed)
        if host is None:
            known = self._names.get(_key(typed))
            return Source("", typed) if known is None else Source(known[0], None)
        return Source(self._site_of(host), typed)

    def name(self, source: Source, through: Episode) -> str | None:
        """The name of its site, where that is known through an episode."""
        # Older rows hold in `site` whatever was typed.
        for site in (source.site, self.parse(source.typed).site):
            name, gate = self._names.get(_key(site), ("", None))
            if name and (gate is None or gate <= through):
                return name
        return None

    def last_name(self, source: Source) -> str | None:
        """The name of its site, for whoever finished everything."""
        return None if self._last is None else self.name(source, self._last)

    def tells_all(self, through: Episode) -> bool:
        """Whether somebody who finished this episode may read whatever was typed."""
        return self._last is not None and through >= self._last

    def _site_of(self, host: str) -> str:
        """The name of a host, or of the nearest one above it."""
        return self._hosts.get(_above(host, self._hosts), "")


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().strip(_EDGES).split())
