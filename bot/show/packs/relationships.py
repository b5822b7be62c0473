"""relationships.toml: who is what to whom."""

from collections.abc import Iterator, Mapping, Sequence

from bot.show.episodes import Episode
from bot.show.facts import TIE_KINDS, PackRelationship
from bot.show.packs.reader import Entry, PackReader


def read_relationships(reader: PackReader) -> list[PackRelationship]:
    """Every tie of the pack, in its order."""

    def make(entry: Entry) -> PackRelationship:
        gate = reader.gate(entry)
        ended = reader.gate(entry, "ended_in") if "ended_in" in entry else None
        if ended is not None and ended <= gate:
            reader.problem(f"ends in {ended}, which is not after {gate}")
        kind, mutual = reader.of(str, entry, "kind"), reader.of(bool, entry, "mutual", default=False)
        if kind not in TIE_KINDS:
            reader.problem(f"“kind” must be one of {', '.join(TIE_KINDS)}")
        if mutual and "label_back" in entry:
            reader.problem("“label_back” is of no use where the label holds both ways")
        if not mutual and "label_back" not in entry:
            reader.problem("“label_back” is missing: what the other one is to the first")
        back = reader.story(reader.of(str, entry, "label_back"), "label", gate) if "label_back" in entry else None
        return PackRelationship(
            reader.slug(entry, "from"),
            reader.slug(entry, "to"),
            reader.story(reader.of(str, entry, "label"), "label", gate),
            back,
            kind,
            mutual,
            ended,
            reader.sources(entry),
        )

    return reader.entries("relationships", make, "from to label kind revealed_in sources", "mutual label_back ended_in")


def check_ties(ties: Sequence[PackRelationship], people: Mapping[str, Episode]) -> Iterator[str]:
    """What is wrong with the ties among `people`, who are known from these episodes on."""
    for tie in ties:
        where = f"relationships.toml, “{tie.a}” to “{tie.b}”"
        if tie.a == tie.b:
            yield f"{where}: joins somebody to themself"
        for slug in (tie.a, tie.b):
            if slug not in people:
                yield f"{where}: “{slug}” is no character of this pack"
            elif people[slug] > tie.label.revealed_in:
                yield f"{where}: is revealed in {tie.label.revealed_in}, before “{slug}” ({people[slug]})"
