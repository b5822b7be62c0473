"""Where a fact stands among the others: its position in lists, and its number in the search index.

A number in the index (FTS5 calls it a rowid) holds three fields, so that the index gives facts in story order: whose the
fact is (a show of the pack, or one server's layer over it), the ordinal of its episode, and its position. The migrations
write the same numbers; they cannot change without a new index. A language other than English stands above them.
"""

from typing import Final

_POSITION_BITS: Final = 24
_EPISODE_BITS: Final = 20  # the largest ordinal is 999,999
_LAST_POSITION: Final = (1 << _POSITION_BITS) - 1
_LANGUAGE_SHIFT: Final = 55
_OWNER_SHIFT: Final = _POSITION_BITS + _EPISODE_BITS

OWN_POSITION: Final = f"{1 << (_POSITION_BITS - 1)} + e.number"
"""SQL: the position of what a server added, `edits` e: behind everything that the pack can have in the same episode."""

OWN_SCENE: Final = 1_000_000
"""The scene of what a server added to an episode: behind all that the pack tells of it."""

FIRST_LAYER: Final = 2048
"""The number of the first server's layer in the index; smaller ones are shows of packs."""


def document_number(owner: str, episode: str, position: str) -> str:
    """SQL: the number in the index of the fact with these fields, each an expression."""
    return f"(({owner} << {_OWNER_SHIFT}) | ({episode} << {_POSITION_BITS}) | {position})"


def documents_through(owner: str, episode: str) -> str:
    """SQL: the two bounds, for BETWEEN, of everything that `owner` has through the ordinal `episode`."""
    return f"{document_number(owner, '0', '0')} AND {document_number(owner, episode, str(_LAST_POSITION))}"


def told_in(tongue: str, document: str) -> str:
    """SQL: the number of a document of the pack as the language with this number tells it; 0 is English."""
    return f"(({tongue} << {_LANGUAGE_SHIFT}) | {document})"


def tongue_of(number: str) -> str:
    """SQL: the number of the language of one."""
    return f"({number} >> {_LANGUAGE_SHIFT})"


def document_of(number: str) -> str:
    """SQL: the document without its language."""
    return f"({number} & {(1 << _LANGUAGE_SHIFT) - 1})"


def owner_of(number: str) -> str:
    """SQL: whose the fact with this number in the index is."""
    return f"{number} >> {_OWNER_SHIFT}"


def episode_of(number: str) -> str:
    """SQL: the ordinal of its episode."""
    return f"({number} >> {_POSITION_BITS}) & {(1 << _EPISODE_BITS) - 1}"


def position_of(number: str) -> str:
    """SQL: its position, which for a server's own fact is the number of the edit."""
    return f"{number} & {_LAST_POSITION}"
