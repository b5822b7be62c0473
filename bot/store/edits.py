"""What each server's moderators changed over the pack: the layer that lies over it, and its history.

A save replaces the revision that its editor saw, and no other. The first version of something new is revision 1; what the
pack ships counts as revision 1 until somebody saves over it, which makes revision 2. Each save adds 1, a trigger keeps
every revision in `revisions`, and undoing one is a save as well: nothing in a history ever changes. A save that finds
another revision than its editor saw changes nothing (`StaleEditError`).

The state of an item moves with its saves: `shipped` (the pack's, or the same as the pack's again), `live` (this server's
own version is shown), `retired` (hidden here). Only what a server added and hides can be deleted.
"""

import secrets
from datetime import datetime
from typing import Any, Final

import orjson

from bot.errors import LayerFullError, StaleEditError
from bot.show.edits import Change, Item, ItemName, ItemQuery, Kind, Missed, State, Undo, Version
from bot.show.episodes import EVERYTHING, Episode
from bot.show.facts import row_id
from bot.show.spoilers import Spoiler
from bot.show.text_rules import said_in_header
from bot.store.contents import content_of, plain_of
from bot.store.database import Database, Transaction
from bot.store.gates import gate_of_question
from bot.store.items import GATE, LAYERED, NOW, REACH, SHIPPED, gated, item_of, layered, name_of, version_of

_Values = dict[str, Any]  # a version as its JSON holds it (bot/store/contents.py), and its state

QUOTA: Final[dict[Kind, int]] = {"fact": 2000, "question": 500}
"""How many facts and questions of its own a server may have, shown or hidden: every card there reads among them."""

ENOUGH: Final = 5
"""Answers to a question in public games, before it is said how often it is missed."""

# What a choice says of an item of the statement below, in small letters and with spaces for hyphens: episode, first subject, text.
_LABEL: Final = """
    lower(replace('S' || (gate / 1000) || 'E' || (gate % 1000) || ' ' || coalesce(subject ->> '$[0]', '') || ' ' || text,
                  '-', ' '))
"""

# Where nobody saved meanwhile, and only there: the revision that the editor saw is the one that is replaced. The first edit
# of something shipped replaces revision 1, something new revision 0. What equals the pack's again is the pack's again.
# Something new of the server's own needs room: whoever adds it, and however many do at once, it is counted here.
_SAVE: Final[dict[Kind, str]] = {
    kind: f"""
    INSERT INTO edits (guild_id, item_id, show_id, kind, number, state, content, base, said_in_header, revision, action,
                       edited_by, edited_at, reason, author_id, import_id)
    SELECT :guild, :item, :show, :kind, coalesce((SELECT max(number) FROM edits WHERE guild_id = :guild), 0) + 1,
           CASE WHEN :state = 'live' AND :content = s.content THEN 'shipped' ELSE :state END,
           :content, s.content, :header, :revision + 1, :action, :by, :at, :reason,
           (SELECT :author WHERE NOT EXISTS (SELECT 1 FROM keep_nothing WHERE user_id = :author)), :import
    FROM (SELECT 1) LEFT JOIN {view} s ON s.item_id = :item AND s.show_id = :show
    WHERE (:revision = 0 AND (s.item_id IS NOT NULL OR (
            SELECT count(*) FROM edits WHERE guild_id = :guild AND kind = :kind AND base IS NULL) < :quota))
       OR (:revision = 1 AND s.item_id IS NOT NULL)
       OR EXISTS (SELECT 1 FROM edits WHERE guild_id = :guild AND item_id = :item)
    ON CONFLICT (guild_id, item_id) DO UPDATE SET
        state = excluded.state, content = excluded.content, base = excluded.base, said_in_header = excluded.said_in_header,
        revision = excluded.revision, action = excluded.action, edited_by = excluded.edited_by,
        edited_at = excluded.edited_at, reason = excluded.reason, author_id = excluded.author_id,
        import_id = excluded.import_id
    WHERE edits.revision = :revision
    RETURNING revision
    """  # noqa: S608  views of ours
    for kind, view in SHIPPED.items()
}


class EditStore:
    """Facts and questions as one server has them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # ------------------------------------------------------------------------------------------------- reads

    async def item(self, show_id: int, guild_id: int, kind: Kind, item_id: int) -> Item | None:
        """One fact or question, for its editors."""
        row = await self._database.row(
            f"""
            SELECT coalesce(e.item_id, s.item_id), {NOW[kind]} FROM (SELECT :item AS id) asked
            LEFT JOIN edits e ON e.guild_id = :guild AND e.item_id = asked.id AND e.kind = :kind
            LEFT JOIN {SHIPPED[kind]} s ON s.item_id = :item AND s.show_id = :show
            WHERE e.item_id IS NOT NULL OR s.item_id IS NOT NULL
            """,  # noqa: S608  views of ours
            {"show": show_id, "guild": guild_id, "kind": kind, "item": item_id},
        )
        return item_of(kind, row) if row else None

    async def items(
        self,
        show_id: int,
        guild_id: int,
        kind: Kind,
        *,
        about: int | None = None,
        changed_here: bool = False,
        through: Episode = EVERYTHING,
        limit: int = -1,
        offset: int = 0,
    ) -> list[Item]:
        """What the server has, in the order of the show; for its editors.

        Whether something is about somebody, or changed here, is an answer about it: with either, `through` is how far
        the editor sees, and nothing of what lies beyond counts.
        """
        rows = await self._database.rows(
            f"""
            WITH {layered(kind)}
            SELECT {LAYERED}
            FROM layered
            WHERE (NOT :changed OR state <> 'shipped')
              AND (:about IS NULL OR EXISTS (SELECT 1 FROM json_each(content, '$.about') WHERE value = :about))
              AND (NOT :filtered OR {REACH} <= :through)
            ORDER BY {GATE}, position LIMIT :limit OFFSET :offset
            """,  # noqa: S608  views of ours
            {
                "show": show_id,
                "guild": guild_id,
                "kind": kind,
                "about": about,
                "changed": changed_here,
                "filtered": about is not None or changed_here,
                "through": through.ordinal,
                "limit": limit,
                "offset": offset,
            },
        )
        return [item_of(kind, row) for row in rows]

    async def missed(
        self, show_id: int, guild_id: int, through: Episode, *, changed_here: bool, limit: int, offset: int
    ) -> list[tuple[Item, Missed]]:
        """Questions by how many reports of them wait, then by how often they are missed, as far as an editor sees.

        Of what lies beyond `through` nothing counts, nor does what was answered less than `ENOUGH` times.
        """
        rows = await self._database.rows(
            f"""
            WITH {layered("question")},
            asked (item_id, answers, missed) AS MATERIALIZED (
                SELECT r.question_id, count(*), sum(a.choice <> r.answer)
                FROM trivia_games g JOIN trivia_rounds r ON r.game_id = g.id JOIN trivia_answers a ON a.round_id = r.id
                WHERE g.guild_id = :guild AND g.kind = 'public' AND g.show_id = :show AND r.closed_at IS NOT NULL
                GROUP BY r.question_id HAVING count(*) >= :enough),
            reported (item_id, reports) AS MATERIALIZED (
                SELECT target_id, count(*) FROM reviews
                WHERE guild_id = :guild AND kind = 'question report' AND state = 'open' GROUP BY target_id)
            SELECT {LAYERED}, coalesce(answers, 0), coalesce(missed, 0), coalesce(reports, 0)
            FROM layered LEFT JOIN asked USING (item_id) LEFT JOIN reported USING (item_id)
            WHERE (missed > 0 OR reports > 0) AND state <> 'retired' AND (NOT :changed OR state <> 'shipped')
              AND {REACH} <= :through
            ORDER BY coalesce(reports, 0) DESC, coalesce(1.0 * missed / answers, 0) DESC, answers DESC, {GATE}, item_id
            LIMIT :limit OFFSET :offset
            """,  # noqa: S608  views of ours
            {
                "show": show_id,
                "guild": guild_id,
                "kind": "question",
                "enough": ENOUGH,
                "changed": changed_here,
                "through": through.ordinal,
                "limit": limit,
                "offset": offset,
            },
        )
        return [(item_of("question", row[:-3]), Missed(*row[-3:])) for row in rows]

    async def find_items(self, show_id: int, guild_id: int, kind: Kind, query: ItemQuery) -> list[ItemName]:
        """Items for a list of choices, in the order of the show."""
        rows = await self._database.rows(
            f"""
            WITH {layered(kind)},
            named AS (
                SELECT item_id, {GATE} AS gate, position, content, content ->> '$.text' AS text,
                       (SELECT json_array(name, revealed_in) FROM subjects
                        WHERE id = content ->> '$.about[0]' AND revealed_in <= :through) AS subject
                FROM layered WHERE state IN (SELECT value FROM json_each(:states)) OR {GATE} > :through)
            SELECT item_id, gate, iif(gate <= :through, text, NULL), iif(gate <= :through, subject, NULL) FROM named
            WHERE (gate <= :through AND (
                    NOT EXISTS (SELECT 1 FROM json_each(:words) WHERE instr({_LABEL}, value) = 0)
                    OR EXISTS (SELECT 1 FROM json_each(content, '$.about') WHERE value = :subject)))
               OR (gate > :through AND gate = :beyond)
            ORDER BY gate, position LIMIT :limit
            """,  # noqa: S608  views of ours
            {
                "show": show_id,
                "guild": guild_id,
                "kind": kind,
                "words": orjson.dumps(list(query.words)).decode(),
                "through": query.through.ordinal,
                "subject": query.subject,
                "beyond": None if query.beyond is None else query.beyond.ordinal,
                "states": orjson.dumps(list(query.states)).decode(),
                "limit": query.limit,
            },
        )
        return [name_of(row) for row in rows]

    async def texts(self, show_id: int, guild_id: int, kind: Kind, through: Episode) -> list[tuple[int, Spoiler]]:
        """Everything that the server shows through an episode: what a new text may say once more."""
        gate = gate_of_question("said.id") if kind == "question" else "revealed_in"
        rows = await self._database.rows(
            f"""
            WITH said (id, text, revealed_in) AS (
                SELECT s.id, s.text, s.revealed_in FROM {kind}s s
                WHERE s.show_id = :show AND s.revealed_in <= :through AND NOT EXISTS
                    (SELECT 1 FROM edits WHERE guild_id = :guild AND item_id = s.id AND state <> 'shipped')
                UNION ALL
                SELECT item_id, text, revealed_in FROM edits
                WHERE guild_id = :guild AND kind = :kind AND show_id = :show AND state = 'live' AND revealed_in <= :through),
            gated (id, text, gate) AS MATERIALIZED (SELECT id, text, {gate} FROM said)
            SELECT id, text, gate FROM gated WHERE gate <= :through
            """,  # noqa: S608  views of ours
            {"show": show_id, "guild": guild_id, "kind": kind, "through": through.ordinal},
        )
        return [(item_id, Spoiler(text, Episode.from_ordinal(gate))) for item_id, text, gate in rows]

    async def history(self, guild_id: int, kind: Kind, item_id: int) -> list[Version]:
        """Every version of an item that was ever edited here, the oldest first."""
        rows = await self._database.rows(
            f"""
            SELECT revision, state, {gated(kind, "content")}, action, edited_by, edited_at, reason, author_id
            FROM revisions WHERE guild_id = :guild AND item_id = :item ORDER BY revision
            """,  # noqa: S608  an expression of ours
            {"guild": guild_id, "item": item_id},
        )
        return [version_of(kind, row) for row in rows]

    async def undo(self, guild_id: int, item: Item, revision: int) -> Undo | None:
        """What it takes to undo one revision: each thing that it changed goes back. None where there is no such one."""
        rows = await self._database.rows(
            "SELECT revision, state, content FROM revisions WHERE guild_id = ? AND item_id = ? ORDER BY revision",
            (guild_id, item.id),
        )
        versions = {number: {"state": state, **orjson.loads(content)} for number, state, content in rows}
        return _undo(item, versions, revision)

    async def room(self, guild_id: int, kind: Kind) -> int:
        """How many facts or questions of its own a server may still add."""
        row = await self._database.row(
            "SELECT count(*) FROM edits WHERE guild_id = ? AND kind = ? AND base IS NULL", (guild_id, kind)
        )
        return max(0, QUOTA[kind] - (row[0] if row else 0))

    async def layer(self, show_id: int, guild_id: int, kind: Kind) -> list[Item]:
        """What the server added, changed and retired, in the order in which it came: for an export."""
        rows = await self._database.rows(
            f"""
            SELECT e.item_id, {NOW[kind]} FROM edits e
            LEFT JOIN {SHIPPED[kind]} s ON s.item_id = e.item_id AND s.show_id = e.show_id
            WHERE e.guild_id = :guild AND e.kind = :kind AND e.show_id = :show AND e.state <> 'shipped' ORDER BY e.number
            """,  # noqa: S608  views of ours
            {"guild": guild_id, "kind": kind, "show": show_id},
        )
        return [item_of(kind, row) for row in rows]

    # ------------------------------------------------------------------------------------------------- writes

    async def save(
        self, show_id: int, guild_id: int, change: Change, *, by: int, at: datetime, reason: str = ""
    ) -> int:
        """Save over the revision that the editor saw, and give the new one.

        Raises:
            StaleEditError: somebody saved meanwhile.
            LayerFullError: it is new, and there is no room for it.
        """
        async with self._database.transaction() as transaction:
            return await saved(transaction, show_id, guild_id, change, by=by, at=at, reason=reason)

    async def delete_hidden(self, guild_id: int, kind: Kind) -> None:
        """Delete, with its history, what a server added and hides."""
        async with self._database.transaction() as transaction:
            gone = await transaction.execute(
                "DELETE FROM edits WHERE guild_id = ? AND kind = ? AND state = 'retired' AND base IS NULL RETURNING item_id",
                (guild_id, kind),
            )
            await transaction.execute_many(
                "DELETE FROM revisions WHERE guild_id = ? AND item_id = ?", [(guild_id, item_id) for (item_id,) in gone]
            )


def _undo(item: Item, versions: dict[int, _Values], revision: int) -> Undo | None:
    """The change that undoes `revision`; `versions` are all that the history has of the item, by revision."""
    after = versions.get(revision)
    if after is None or (after["state"] == "shipped" and revision == 1):
        return None
    # What came into being with this revision goes away with it.
    is_first = revision - 1 not in versions
    before = after | {"state": "retired"} if is_first else versions[revision - 1]
    changed = {key for key in after if after[key] != before[key]}

    def touches(later: int) -> bool:
        return is_first or any(versions[later][key] != versions[later - 1][key] for key in changed)

    undone = {"state": item.now.state, **plain_of(item.content)} | {key: before[key] for key in changed}
    # "shipped" says where a version came from; saved again, it is the pack's where it says the same.
    state: State = "retired" if undone.pop("state") == "retired" else "live"
    content = content_of(item.content.kind, undone)
    change = Change(item.id, item.now.revision, content, state, "undone", item.now.author_id)
    return Undo(change, tuple(later for later in versions if later > revision and touches(later)))


async def saved(
    transaction: Transaction,
    show_id: int,
    guild_id: int,
    change: Change,
    *,
    by: int,
    at: datetime,
    reason: str,
    import_id: int | None = None,
) -> int:
    """Save one change among others that happen together, and give its revision.

    Raises:
        StaleEditError: somebody saved meanwhile.
        LayerFullError: it is new, and there is no room for it.
    """
    statement = saving(show_id, guild_id, change, by=by, at=at, reason=reason, import_id=import_id)
    if rows := await transaction.execute(*statement):
        return rows[0][0]
    if change.revision == 0 and not await transaction.execute(
        "SELECT 1 FROM edits WHERE guild_id = ? AND item_id = ?", (guild_id, change.item_id)
    ):
        raise LayerFullError(change.content.kind)
    raise StaleEditError


def own_id(guild_id: int, kind: Kind, slug: str) -> int:
    """The id of a server's own fact or question."""
    return row_id(str(guild_id), kind, slug)


def new_id(guild_id: int, kind: Kind) -> int:
    """The id of something that a server adds."""
    return own_id(guild_id, kind, f"{secrets.randbits(128):032x}")


def saving(
    show_id: int,
    guild_id: int,
    change: Change,
    *,
    by: int,
    at: datetime,
    reason: str,
    import_id: int | None = None,
) -> tuple[str, dict[str, Any]]:
    """The one statement that saves a change; it returns the new revision, or nothing where somebody saved meanwhile."""
    content = change.content
    return _SAVE[content.kind], {
        "show": show_id,
        "guild": guild_id,
        "item": change.item_id,
        "kind": content.kind,
        "state": change.state,
        "content": orjson.dumps(plain_of(content)).decode(),
        "header": content.kind == "fact" and said_in_header(content.text.reveal(), content.topic),
        "revision": change.revision,
        "quota": QUOTA[content.kind],
        "action": change.action,
        "by": by,
        "at": at.isoformat(),
        "reason": reason,
        "author": change.author_id,
        "import": import_id,
    }
