"""Show packs in the store: which one is there, and the import of a newer one."""

from collections.abc import Iterator

import orjson

from bot.show.episodes import Episode
from bot.show.facts import Pack, Source, row_id
from bot.show.shows import Show
from bot.show.sites import Sites
from bot.show.spoilers import Spoiler
from bot.store.database import Database, Parameters
from bot.store.facts import FactStore


class PackStore:
    """Reads and replaces the shipped shows."""

    def __init__(self, database: Database, facts: FactStore) -> None:
        self._database = database
        self._facts = facts

    async def content_hash(self, slug: str) -> str | None:
        """The hash of the pack that was imported last for this show."""
        row = await self._database.row("SELECT content_hash FROM shows WHERE slug = ?", (slug,))
        return row[0] if row else None

    async def version(self, show_id: int) -> str:
        """The version of the imported pack, as its authors count."""
        row = await self._database.row("SELECT version FROM shows WHERE id = ?", (show_id,))
        return row[0] if row else ""

    async def show(self, slug: str) -> Show:
        """The imported show of this name."""
        rows = await self._database.rows(
            "SELECT s.id, s.title, e.revealed_in FROM shows s JOIN episodes e ON e.show_id = s.id"
            " WHERE s.slug = ? ORDER BY e.revealed_in",
            (slug,),
        )
        episodes = tuple(Episode.from_ordinal(ordinal) for _, _, ordinal in rows)
        return Show(rows[0][0], slug, rows[0][1], episodes, await self._sites(rows[0][0], episodes[-1]))

    async def _sites(self, show_id: int, last: Episode) -> Sites:
        rows = await self._database.rows(
            """
            SELECT read.value ->> 0, read.value ->> 1, min(told.revealed_in)
            FROM (SELECT show_id, sources, revealed_in FROM facts
                  UNION ALL SELECT show_id, sources, revealed_in FROM questions) told, json_each(told.sources) read
            WHERE told.show_id = ? GROUP BY 1, 2 ORDER BY 3, 1, 2
            """,
            (show_id,),
        )
        return Sites(((Source(site, address), Episode.from_ordinal(gate)) for site, address, gate in rows), last)

    async def import_pack(self, pack: Pack) -> None:
        """Replace everything of this show by `pack`, in one transaction; ids of what stayed the same stay the same."""
        async with self._database.transaction() as transaction:
            # Deferred: rows of members and servers may point at pack rows, which are gone only until the end of this.
            await transaction.execute("PRAGMA defer_foreign_keys = ON")
            await transaction.execute("DELETE FROM shows WHERE slug = ?", (pack.slug,))
            for sql, rows in _statements(pack):
                await transaction.execute_many(sql, rows)
            # After thousands of rows at once the search index is in pieces; whole it answers faster.
            await transaction.execute("INSERT INTO search (search) VALUES ('optimize')")
        self._facts.forget_people()


def _statements(pack: Pack) -> Iterator[tuple[str, list[Parameters]]]:
    """Every INSERT of an import, in an order that foreign keys allow."""

    def name(kind: str, slug: str) -> int:
        return row_id(pack.slug, kind, slug)

    def text(spoiler: Spoiler) -> tuple[str, int]:
        return spoiler.reveal(), spoiler.revealed_in.ordinal

    def sources(each: tuple[Source, ...]) -> str:
        return orjson.dumps([(source.site, source.address) for source in each]).decode()

    show = name("show", pack.slug)
    yield (
        "INSERT INTO shows (id, slug, title, version, content_hash) VALUES (?, ?, ?, ?, ?)",
        [(show, pack.slug, pack.title, pack.version, pack.content_hash)],
    )
    yield (
        "INSERT INTO episodes (show_id, revealed_in, air_date, runtime_minutes, summary) VALUES (?, ?, ?, ?, ?)",
        [
            (show, e.episode.ordinal, e.air_date.isoformat(), e.runtime_minutes, e.summary.reveal())
            for e in pack.episodes
        ],
    )
    yield (
        "INSERT INTO subjects (id, show_id, name, revealed_in) VALUES (?, ?, ?, ?)",
        [(name("subject", each.slug), show, *text(each.name)) for each in (*pack.characters, *pack.subjects)],
    )
    order = {group: position for position, group in enumerate(pack.groups)}
    yield (
        "INSERT INTO characters (id, show_id, position, group_name, actor_id, revealed_in) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                name("subject", c.slug),
                show,
                position,
                c.group,
                name("subject", c.actor_subject) if c.actor_subject else None,
                c.name.revealed_in.ordinal,
            )
            for position, c in enumerate(sorted(pack.characters, key=lambda each: order[each.group]))
        ],
    )
    yield (
        "INSERT INTO names (character_id, kind, position, text, revealed_in) VALUES (?, ?, ?, ?, ?)",
        [
            (name("subject", c.slug), kind, position, *text(spelling))
            for c in pack.characters
            for kind, spellings in (
                ("hangul", (c.hangul,)),
                ("alias", c.aliases),
                ("actor", c.actor_names),
                ("actor_hangul", (c.actor_hangul,)),
            )
            for position, spelling in enumerate(spellings)
            if spelling is not None
        ],
    )
    yield (
        "INSERT INTO roles (character_id, text, revealed_in) VALUES (?, ?, ?)",
        [(name("subject", c.slug), *text(role)) for c in pack.characters for role in c.roles],
    )
    yield (
        "INSERT INTO facts (id, show_id, position, text, revealed_in, topic, confidence, note, said_in_header, sources)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                name("fact", f.slug),
                show,
                position,
                *text(f.text),
                f.topic,
                f.confidence,
                f.note,
                int(f.said_in_header),
                sources(f.sources),
            )
            for position, f in enumerate(pack.facts)
        ],
    )
    yield (
        "INSERT INTO fact_subjects (subject_id, revealed_in, position, fact_id, first) VALUES (?, ?, ?, ?, ?)",
        [
            (name("subject", slug), f.text.revealed_in.ordinal, position, name("fact", f.slug), int(index == 0))
            for position, f in enumerate(pack.facts)
            for index, slug in enumerate(f.about)
        ],
    )
    yield (
        "INSERT INTO relationships (id, show_id, position, source_id, target_id, label, revealed_in, mutual, ended_in)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                name("relationship", f"{r.a}|{r.b}|{r.label.reveal()}"),
                show,
                position,
                name("subject", r.a),
                name("subject", r.b),
                *text(r.label),
                int(r.mutual),
                r.ended_in.ordinal if r.ended_in else None,
            )
            for position, r in enumerate(pack.relationships)
        ],
    )
    yield (
        "INSERT INTO questions (id, show_id, text, revealed_in, answer, wrong_1, wrong_2, wrong_3, explanation,"
        " difficulty, topic, sources) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                name("question", q.slug),
                show,
                *text(q.text),
                q.answer.reveal(),
                *(each.reveal() for each in q.wrong),
                q.explanation.reveal(),
                q.difficulty,
                q.topic,
                sources(q.sources),
            )
            for q in pack.questions
        ],
    )
    yield (
        "INSERT INTO question_facts (question_id, fact_id) VALUES (?, ?)",
        [(name("question", q.slug), name("fact", slug)) for q in pack.questions for slug in q.facts],
    )
