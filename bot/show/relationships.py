"""Which ties are told, and in which order: the same in a picture and in words."""

from collections.abc import Mapping, Sequence

from bot.show.facts import TIE_KINDS, Relationship


def telling(ties: Sequence[Relationship]) -> list[Relationship]:
    """Ties without those that say less than another one between the same two; what holds first, then by kind.

    Somebody's love is no mere classmate of theirs.
    """
    strong = {_pair(tie) for tie in ties if not _is_weak(tie)}
    told = [tie for tie in ties if not _is_weak(tie) or _pair(tie) not in strong]
    return sorted(told, key=lambda tie: (tie.ended, TIE_KINDS.index(tie.kind)))


def by_person(ties: Sequence[Relationship], centre: int) -> list[Relationship]:
    """The ties of one person, those to the same other one together, in the place of the first of them."""
    together: dict[int, list[Relationship]] = {}
    for tie in ties:
        together.setdefault(tie.seen_by(centre)[0].id, []).append(tie)
    return [tie for each in together.values() for tie in each]


def of_group(ties: Sequence[Relationship], groups: Mapping[int, int], group: int) -> list[Relationship]:
    """The ties that the map of a group shows: among its people, and to people of groups before it.

    `groups` says which place the group of each person has, so every tie stands in one map. What a class makes of two of
    its people is left out, since the name of the group says it.
    """
    return [
        tie
        for tie in telling(ties)
        if _pair(tie) <= groups.keys()
        and max(groups[tie.source.id], groups[tie.target.id]) == group
        and not (_is_weak(tie) and groups[tie.source.id] == groups[tie.target.id])
    ]


def _pair(tie: Relationship) -> frozenset[int]:
    return frozenset((tie.source.id, tie.target.id))


def _is_weak(tie: Relationship) -> bool:
    return tie.mutual and tie.kind == "school"
