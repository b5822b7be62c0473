"""What the shipped pack promises: ids that stay, and gates that only move later. Run, it prints them for a release."""

import sys
from collections.abc import Iterator

from bot.show.episodes import Episode
from support.shipped import shipped_pack


def promises() -> Iterator[tuple[str, str, Episode]]:
    """The kind, the id and the gate of everything that servers, members and buttons may hold on to."""
    pack = shipped_pack()
    yield from (("character", each.slug, each.name.revealed_in) for each in pack.characters)
    yield from (("subject", each.slug, each.name.revealed_in) for each in pack.subjects)
    yield from (("fact", each.slug, each.text.revealed_in) for each in pack.facts)
    yield from (("question", each.slug, each.text.revealed_in) for each in pack.questions)


if __name__ == "__main__":
    sys.stdout.writelines(f"{kind} {slug} {gate}\n" for kind, slug, gate in sorted(promises()))
