"""Whom and what a fact is about, as people write it: the one reader of names for forms and files."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from bot.show.matching.names import People, Person, find, plausible, sure
from bot.show.tidy import looks

_NO_SLIP = 98.5  # of 100: another spelling of the same name, but no other letter
_NEAR = 75.0  # how alike a name of what is no person must be, of 100, to be asked about


class Subjects:
    """Everybody and everything that is known so far, by name."""

    def __init__(self, names: Mapping[int, str], people: Iterable[Person]) -> None:
        self._names = names
        self._people = People(people)
        self._by_name: dict[str, int] = {}
        for subject, name in names.items():
            # Where two share a name, it alone means neither.
            self._by_name[looks(name)] = 0 if looks(name) in self._by_name else subject

    def meant(self, typed: str, *, slips: bool = True) -> int | None:
        """Who or what is meant beyond reasonable doubt; without `slips` only where no letter is wrong."""
        found = self.named(typed)
        if found is None and looks(typed) not in self._by_name:
            matches = find(typed, self._people, limit=2)
            person = sure(matches)
            if person is not None and (slips or matches[0].score >= _NO_SLIP):
                return person.id
        return found

    def named(self, typed: str) -> int | None:
        """The same by the full name alone, which costs next to nothing."""
        return self._by_name.get(looks(typed)) or None

    def nearest(self, typed: str) -> str | None:
        """The name that is written nearly like that."""
        if near := plausible(find(typed, self._people, limit=1)):
            return near[0].person.name
        found = process.extractOne(
            typed, list(self._names.values()), scorer=fuzz.ratio, processor=looks, score_cutoff=_NEAR
        )
        return found[0] if found else None
