"""Relationships between characters."""

from bot.show.episodes import Episode, Scope
from bot.show.facts import CharacterName, Relationship
from bot.show.spoilers import Spoiler
from bot.store.badges import FACE, badge_of
from bot.store.database import Database, Row

# A relationship that ends reads as still true to whoever has not seen it end: that it ends is story as well.
_NAMED = """
           {person}.id, {person}.name, {person}.revealed_in,
           (SELECT text FROM names WHERE character_id = {person}.id AND kind = 'hangul' AND revealed_in <= :through),
           (SELECT badge FROM characters WHERE id = {person}.id), {face}
"""
_RELATIONSHIPS = f"""
    SELECT r.label, r.revealed_in, r.label_back, r.kind, r.mutual, coalesce(r.ended_in <= :through, 0),
           {_NAMED.format(person="a", face=FACE.format(person="a"))},
           {_NAMED.format(person="b", face=FACE.format(person="b"))}
    FROM relationships r JOIN subjects a ON a.id = r.source_id JOIN subjects b ON b.id = r.target_id
    WHERE r.show_id = :show AND r.revealed_in <= :through AND a.revealed_in <= :through AND b.revealed_in <= :through
"""  # noqa: S608  expressions of ours


class RelationshipStore:
    """Relationships between characters. A picture hides nothing: all reads go as far as is clear, and no further."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def relationships_of(self, show_id: int, character_id: int, scope: Scope) -> list[Relationship]:
        """The relationships of one character, in the pack's order."""
        rows = await self._database.rows(
            f"{_RELATIONSHIPS} AND :id IN (r.source_id, r.target_id) ORDER BY r.position",
            {"show": show_id, "through": scope.clear.ordinal, "id": character_id},
        )
        return [_relationship(row) for row in rows]

    async def relationships(self, show_id: int, scope: Scope) -> list[Relationship]:
        """Every relationship, in the pack's order."""
        rows = await self._database.rows(
            f"{_RELATIONSHIPS} ORDER BY r.position", {"show": show_id, "through": scope.clear.ordinal}
        )
        return [_relationship(row) for row in rows]


def _relationship(row: Row) -> Relationship:
    label, known, back, kind, mutual, ended, *people = row
    gate = Episode.from_ordinal(known)
    return Relationship(
        _character_name(*people[:6]),
        _character_name(*people[6:]),
        Spoiler(label, gate),
        None if back is None else Spoiler(back, gate),
        kind,
        bool(mutual),
        bool(ended),
    )


def _character_name(
    character_id: int, name: str, known: int, hangul: str | None, badge: str, face: str
) -> CharacterName:
    gate = Episode.from_ordinal(known)
    return CharacterName(
        character_id,
        Spoiler(name, gate),
        None if hangul is None else Spoiler(hangul, gate),
        badge_of(badge, gate),
        face,
    )
