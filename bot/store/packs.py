"""Show packs in the store: which one is there, and the import of a newer one."""

from collections.abc import Iterable, Iterator

import orjson

from bot.show.episodes import Episode
from bot.show.facts import Pack, Source, row_id
from bot.show.matching.asks import comparable
from bot.show.matching.questions import search_key, words
from bot.show.matching.tongues import TONGUES, tongue
from bot.show.shows import Show
from bot.show.sites import Sites
from bot.show.spoilers import Spoiler
from bot.store.badges import column_of
from bot.store.database import Database, Parameters
from bot.store.facts import FactStore
from bot.store.positions import document_number, told_in


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

    async def translations(self, show_id: int) -> dict[str, dict[str, str]]:
        """Its texts in other languages: by language and English text."""
        rows = await self._database.rows(
            "SELECT language, english, text FROM translations WHERE show_id = ?", (show_id,)
        )
        found: dict[str, dict[str, str]] = {}
        for language, english, text in rows:
            found.setdefault(language, {})[english] = text
        return found

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
        async with self._database.transaction(alone=True) as transaction:
            # Deferred: rows of members and servers may point at pack rows, which are gone only until the end of this.
            await transaction.execute("PRAGMA defer_foreign_keys = ON")
            await transaction.execute("DELETE FROM shows WHERE slug = ?", (pack.slug,))
            for sql, rows in _PackRows(pack).statements():
                await transaction.execute_many(sql, rows)
            # After thousands of rows at once the search index is in pieces; whole it answers faster.
            await transaction.execute("INSERT INTO search (search) VALUES ('optimize')")
            await transaction.execute("INSERT INTO told_search (told_search) VALUES ('optimize')")
        self._facts.forget()


class _PackRows:
    """The rows of a pack, table by table, each in the order of the table's columns in its statement."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._show = self._id("show", pack.slug)
        self._callings = [(search_key(name.reveal()), name.revealed_in, whom) for name, whom in self._all_callings()]
        self._callings += [(key, Episode.from_ordinal(gate), whom) for whom, _, gate, key in self._other_names()]
        self._known: dict[Episode, dict[str, list[int]]] = {}

    def statements(self) -> Iterator[tuple[str, list[Parameters]]]:
        """Every INSERT of an import with its rows, in an order that foreign keys allow."""
        yield "INSERT INTO shows (id, slug, title, version, content_hash) VALUES (?, ?, ?, ?, ?)", self._shows()
        yield (
            "INSERT INTO episodes (show_id, revealed_in, air_date, runtime_minutes, summary) VALUES (?, ?, ?, ?, ?)",
            self._episodes(),
        )
        yield "INSERT INTO subjects (id, show_id, name, revealed_in) VALUES (?, ?, ?, ?)", self._subjects()
        yield (
            "INSERT INTO characters (id, show_id, position, group_name, actor_id, revealed_in, badge)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            self._characters(),
        )
        yield (
            "INSERT INTO names (character_id, kind, position, text, revealed_in) VALUES (?, ?, ?, ?, ?)",
            self._names(),
        )
        yield (
            "INSERT INTO other_names (subject_id, text, revealed_in, search_key) VALUES (?, ?, ?, ?)",
            [*self._other_names()],
        )
        yield "INSERT INTO roles (character_id, text, revealed_in) VALUES (?, ?, ?)", self._roles()
        yield (
            "INSERT INTO facts (id, show_id, position, text, revealed_in, topic, confidence, note, said_in_header, sources,"
            " scene, asks, asked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._facts(),
        )
        yield (
            "INSERT INTO fact_subjects (subject_id, revealed_in, position, fact_id, first, fate) VALUES (?, ?, ?, ?, ?, ?)",
            self._fact_subjects(),
        )
        document = told_in("?", document_number("n.number", "f.revealed_in", "f.position"))
        yield (
            f"""
            INSERT INTO told_facts (document, fact_id, text, tags, asks, asked)
            SELECT {document}, f.id, ?, d.tags, ?, ?
            FROM facts f JOIN search_shows n ON n.show_id = f.show_id JOIN search_documents d ON d.fact_id = f.id WHERE f.id = ?
            """,  # noqa: S608  expressions of ours
            self._told_facts(),
        )
        yield (
            "INSERT INTO relationships (id, show_id, position, source_id, target_id, label, revealed_in, label_back, kind,"
            " mutual, ended_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._relationships(),
        )
        yield (
            "INSERT INTO questions (id, show_id, text, revealed_in, answer, wrong, explanation,"
            " difficulty, topic, sources) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._questions(),
        )
        yield "INSERT INTO question_facts (question_id, fact_id) VALUES (?, ?)", self._question_facts()
        yield "INSERT INTO translations (show_id, language, english, text) VALUES (?, ?, ?, ?)", self._translations()

    def _shows(self) -> list[Parameters]:
        pack = self._pack
        return [(self._show, pack.slug, pack.title, pack.version, pack.content_hash)]

    def _episodes(self) -> list[Parameters]:
        return [
            (self._show, e.episode.ordinal, e.air_date.isoformat(), e.runtime_minutes, e.summary.reveal())
            for e in self._pack.episodes
        ]

    def _subjects(self) -> list[Parameters]:
        everybody = (*self._pack.characters, *self._pack.subjects)
        return [(self._id("subject", each.slug), self._show, *_text(each.name)) for each in everybody]

    def _characters(self) -> list[Parameters]:
        order = {group: position for position, group in enumerate(self._pack.groups)}
        return [
            (
                self._id("subject", c.slug),
                self._show,
                position,
                c.group,
                self._id("subject", c.actor_subject) if c.actor_subject else None,
                c.name.revealed_in.ordinal,
                column_of(c.badge),
            )
            for position, c in enumerate(sorted(self._pack.characters, key=lambda each: order[each.group]))
        ]

    def _names(self) -> list[Parameters]:
        return [
            (self._id("subject", c.slug), kind, position, *_text(spelling))
            for c in self._pack.characters
            for kind, spellings in (
                ("hangul", (c.hangul,)),
                ("alias", c.aliases),
                ("actor", c.actor_names),
                ("actor_hangul", (c.actor_hangul,)),
            )
            for position, spelling in enumerate(spellings)
            if spelling is not None
        ]

    def _other_names(self) -> Iterator[tuple[int, str, int, str]]:
        # Two languages may write somebody in one way: the earlier gate counts.
        everybody = {each.slug for each in (*self._pack.characters, *self._pack.subjects)}
        first: dict[tuple[str, str], int] = {}
        for names in self._pack.names.values():
            for slug in everybody & names.keys():
                for text, gate in map(_text, names[slug]):
                    first[slug, text] = min(gate, first.get((slug, text), gate))
        for (slug, text), gate in first.items():
            yield self._id("subject", slug), text, gate, "".join(words(text))

    def _roles(self) -> list[Parameters]:
        return [(self._id("subject", c.slug), *_text(role)) for c in self._pack.characters for role in c.roles]

    def _facts(self) -> list[Parameters]:
        return [
            (
                self._id("fact", f.slug),
                self._show,
                position,
                *_text(f.text),
                f.topic,
                f.confidence,
                f.note,
                int(f.said_in_header),
                _sources(f.sources),
                f.scene,
                ". ".join(ask.reveal() for ask in f.asks),
                orjson.dumps([self._comparable(ask) for ask in f.asks]).decode(),
            )
            for position, f in enumerate(self._pack.facts)
        ]

    def _told_facts(self) -> list[Parameters]:
        rows: list[Parameters] = []
        for language in TONGUES:
            spoken, texts, asks = (
                tongue(language),
                self._pack.translations.get(language, {}),
                self._pack.asks.get(language, {}),
            )
            for fact in self._pack.facts:
                text, asked = texts.get(fact.text.reveal()), [each.reveal() for each in asks.get(fact.slug, ())]
                if text is not None or asked:
                    known = self._known_in(fact.text.revealed_in)
                    compared = [" ".join(spoken.comparable(each, known)) for each in asked]
                    words = spoken.indexed(text or ""), spoken.indexed(". ".join(asked))
                    rows.append((spoken.number, *words, orjson.dumps(compared).decode(), self._id("fact", fact.slug)))
        return rows

    def _fact_subjects(self) -> list[Parameters]:
        return [
            (
                self._id("subject", slug),
                f.text.revealed_in.ordinal,
                position,
                self._id("fact", f.slug),
                int(index == 0),
                int(slug in f.fate),
            )
            for position, f in enumerate(self._pack.facts)
            for index, slug in enumerate(f.about)
        ]

    def _relationships(self) -> list[Parameters]:
        return [
            (
                self._id("relationship", f"{r.a}|{r.b}|{r.label.reveal()}"),
                self._show,
                position,
                self._id("subject", r.a),
                self._id("subject", r.b),
                *_text(r.label),
                r.label_back.reveal() if r.label_back else None,
                r.kind,
                int(r.mutual),
                r.ended_in.ordinal if r.ended_in else None,
            )
            for position, r in enumerate(self._pack.relationships)
        ]

    def _questions(self) -> list[Parameters]:
        return [
            (
                self._id("question", q.slug),
                self._show,
                *_text(q.text),
                q.answer.reveal(),
                orjson.dumps([each.reveal() for each in q.wrong]).decode(),
                q.explanation.reveal(),
                q.difficulty,
                q.topic,
                _sources(q.sources),
            )
            for q in self._pack.questions
        ]

    def _question_facts(self) -> list[Parameters]:
        return [
            (self._id("question", q.slug), self._id("fact", slug)) for q in self._pack.questions for slug in q.facts
        ]

    def _translations(self) -> list[Parameters]:
        return [
            (self._show, language, english, text)
            for language, texts in self._pack.translations.items()
            for english, text in texts.items()
        ]

    def _comparable(self, ask: Spoiler) -> str:
        return " ".join(comparable(ask.reveal(), self._known_in(ask.revealed_in)))

    def _known_in(self, episode: Episode) -> dict[str, list[int]]:
        """Whom each name means that is known by then: what an ask finds depends on nothing later."""
        if episode not in self._known:
            known = self._known[episode] = dict[str, list[int]]()
            for key, gate, subject in self._callings:
                if gate <= episode:
                    known.setdefault(key, []).append(subject)
        return self._known[episode]

    def _all_callings(self) -> Iterator[tuple[Spoiler, int]]:
        """Every name and whom it means: an actor's the actor, where facts can be about one."""
        for each in (*self._pack.characters, *self._pack.subjects):
            yield each.name, self._id("subject", each.slug)
        for each in self._pack.characters:
            person = self._id("subject", each.slug)
            actor = self._id("subject", each.actor_subject) if each.actor_subject else person
            yield from ((name, person) for name in (each.hangul, *each.aliases) if name)
            yield from ((name, actor) for name in (*each.actor_names, each.actor_hangul) if name)

    def _id(self, kind: str, slug: str) -> int:
        return row_id(self._pack.slug, kind, slug)


def _text(spoiler: Spoiler) -> tuple[str, int]:
    return spoiler.reveal(), spoiler.revealed_in.ordinal


def _sources(sources: Iterable[Source]) -> str:
    return orjson.dumps([(source.site, source.address) for source in sources]).decode()
