"""How statements read a fact or a question as one server has it: what the pack has, and its own version over that.

An item is the pack's until moderators of a server save it; from then on its row in `edits` is read instead, unless that
says the same as the pack again (state `shipped`). Something that a server added has a row in `edits` only.
"""

from datetime import datetime
from typing import Final

import orjson

from bot.show.edits import KINDS, Item, ItemName, Kind, Version
from bot.show.episodes import Episode
from bot.show.spoilers import Spoiler
from bot.store.contents import content_of
from bot.store.database import Row
from bot.store.gates import with_gate
from bot.store.positions import OWN_POSITION

SHIPPED: Final[dict[Kind, str]] = {"fact": "shipped_facts", "question": "shipped_questions"}
"""The view of what the pack has, by kind."""

# A pack's item as this server has it: its own version, unless that is the pack's again.
_NOW_SAYS: Final = "CASE WHEN s.item_id IS NULL OR e.state <> 'shipped' THEN e.content ELSE s.content END"


def gated(kind: Kind, content: str) -> str:
    """SQL: a version of an item; of a question with the gate of the whole in it as `gate`."""
    return with_gate(content) if kind == "question" else content


NOW: Final[dict[Kind, str]] = {
    kind: f"""
    coalesce(e.revision, 1), coalesce(e.state, 'shipped'), {gated(kind, _NOW_SAYS)},
    coalesce(e.action, 'shipped'), e.edited_by, e.edited_at, coalesce(e.reason, ''), e.author_id,
    {gated(kind, "s.content")}, {gated(kind, "e.base")}
    """
    for kind in KINDS
}
"""The columns of an item, by kind: of `edits` e and a view of `SHIPPED` s."""

GATE: Final = "coalesce(content ->> '$.gate', content ->> '$.revealed_in')"
"""When all of an item is safe: of a fact when it says so, of a question never before what it rests on."""

REACH: Final = f"""
    max({GATE}, iif(state <> 'shipped' AND base <> coalesce(shipped, ''), max(
        coalesce(base ->> '$.gate', base ->> '$.revealed_in'),
        coalesce(shipped ->> '$.gate', shipped ->> '$.revealed_in', 0)), 0))
"""
"""When all is safe that a card about an item shows: what it says now, and where both are shown, what the pack had and has."""


LAYERED: Final = "item_id, revision, state, content, action, edited_by, edited_at, reason, author_id, shipped, base"
"""The columns of a row of `layered` that `item_of` reads."""


def layered(kind: Kind) -> str:
    """SQL: a table `layered` of every item of a show as one server has it, first what the pack has, then the server's own."""
    return f"""
        layered (item_id, shipped_in, position, revision, state, content, action, edited_by, edited_at, reason,
                 author_id, shipped, base) AS (
        SELECT s.item_id, s.revealed_in AS shipped_in, s.position, {NOW[kind]}
        FROM {SHIPPED[kind]} s LEFT JOIN edits e ON e.guild_id = :guild AND e.item_id = s.item_id
        WHERE s.show_id = :show
        UNION ALL
        SELECT e.item_id, NULL, {OWN_POSITION}, e.revision, e.state, {gated(kind, "e.content")}, e.action,
               e.edited_by, e.edited_at, e.reason, e.author_id, NULL, {gated(kind, "e.base")}
        FROM edits e WHERE e.guild_id = :guild AND e.kind = :kind AND e.show_id = :show
          AND NOT EXISTS (SELECT 1 FROM {SHIPPED[kind]} WHERE item_id = e.item_id))
    """  # noqa: S608  views of ours


def version_of(kind: Kind, row: Row) -> Version:
    """From these columns: revision, state, content, action, edited_by, edited_at, reason, author_id."""
    revision, state, content, action, edited_by, edited_at, reason, author = row
    when = None if edited_at is None else datetime.fromisoformat(edited_at)
    return Version(revision, state, content_of(kind, orjson.loads(content)), action, edited_by, when, reason, author)


def item_of(kind: Kind, row: Row) -> Item:
    """From the columns of `NOW`, after the id."""
    item_id, revision, state, content, action, edited_by, edited_at, reason, author, shipped, base = row
    return Item(
        item_id,
        version_of(kind, (revision, state, content, action, edited_by, edited_at, reason, author)),
        None if shipped is None else content_of(kind, orjson.loads(shipped)),
        None if base is None else content_of(kind, orjson.loads(base)),
    )


def name_of(row: Row) -> ItemName:
    """From these columns: id, gate, text or NULL, JSON of name and gate of its first subject or NULL."""
    item_id, gate, text, subject = row
    revealed_in = Episode.from_ordinal(gate)
    name = None if subject is None else orjson.loads(subject)
    return ItemName(
        item_id,
        revealed_in,
        None if text is None else Spoiler(text, revealed_in),
        None if name is None else Spoiler(name[0], Episode.from_ordinal(name[1])),
    )
