"""How a choice names a character, and whom it names when it is sent as words: clients send a choice's label or its value."""

from functools import lru_cache
from typing import Final

from bot.language import language
from bot.show.matching.names import People, Person
from bot.show.spoilers import plain
from bot.show.translations import translated

_LONGEST: Final = 100  # characters of a choice


def choice_label(person: Person, role: str) -> str:
    """A name and one of the person's role lines, where there is one, in the language that is spoken."""
    name = translated(person.name)
    return plain(f"{name} · {translated(role)}" if role else name, _LONGEST)


def chosen(label: str, people: People) -> Person | None:
    """Whom a label names among these people, whichever of their role lines stands in it; None for all other words."""
    return _labels(people, language()).get(label)


@lru_cache(maxsize=128)
def _labels(people: People, _spoken: str) -> dict[str, Person | None]:
    found: dict[str, Person | None] = {}
    for person in people:
        for label in {choice_label(person, role) for role in (person.role, *person.earlier_roles, "")}:
            # What names two people names nobody.
            found[label] = None if label in found else person
    return found
