"""Full-text search. Whatever decides about hits and their order is counted within the scope alone.

A question becomes terms and they become *probes* (bot/store/search_terms.py); a probe finds *documents*, the numbers of facts
in the index (bot/store/positions.py); the best are read, and ordered by how their asks are like the question, too.
"""
# ruff: noqa: S608  every part of a statement is an expression of ours

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from rapidfuzz.distance import OSA

from bot.show.episodes import Episode, Scope, episode_named
from bot.show.facts import Fact
from bot.show.matching import questions as language
from bot.show.matching.spelling import fold
from bot.show.matching.tongues import tongues_for
from bot.show.spoilers import Spoiler
from bot.store.database import Database, Row
from bot.store.fact_rows import fact_of
from bot.store.positions import (
    FIRST_LAYER,
    document_number,
    document_of,
    documents_through,
    episode_of,
    owner_of,
    position_of,
    told_in,
    tongue_of,
)
from bot.store.search_ranks import CAP, Found, Inquiry, ranked, scores_of
from bot.store.search_readings import Beforehand, Reading, reading_of
from bot.store.search_terms import DEATHS, Term, asks_alone, either, fate_of

# How much of a question is looked at: each costs time, and nobody means more.
_MOST_TYPOS: Final = 2  # unknown words for which a known one is looked for
_SHORTEST_TYPO: Final = 4  # letters; a shorter one has too many neighbours
_SHORTEST_WRONG_WORD: Final = 5  # the same for what is no name
_MOST_WIDE: Final = 3  # terms that are asked again because they bring too much
_READ: Final = 30  # facts that are read at least: their topics, lengths and asks change the order
_SMALL: Final = 2_000  # facts of a scope up to which a search takes less than half a millisecond in the database
_MOST_FATES: Final = 15  # facts that tell the fate that is asked for, the last ones

# CROSS JOIN: from what was typed to what is kept, never the other way; without statistics the planner guesses wrong.

# What there is to know before anything is looked for: the title of the show; how many facts this scope has; names that it knows,
# by how they may be typed (an actor's mean the actor where facts can be about one), each of somebody who is played with the
# actor; documents of the pack that the server changed or hid, which are not found there, each with what it has instead, if
# anything, and whether that is told no earlier than the pack does, so that it may answer what the pack's is asked for by.
_BEFORE: Final = f"""
    SELECT 'title', title, (SELECT avg(revealed_in <= :tagged) FROM episodes WHERE show_id = :show), NULL
    FROM shows WHERE id = :show
    UNION ALL
    SELECT 'facts', NULL, sum(facts), NULL FROM search_words WHERE show_id = :show AND word = '' AND revealed_in <= :tagged
    UNION ALL
    SELECT 'name', n.search_key, iif(n.kind IN ('actor', 'actor_hangul'), coalesce(a.id, c.id), c.id),
           iif(n.kind IN ('actor', 'actor_hangul'), NULL, a.id)
    FROM json_each(:keys) typed CROSS JOIN names n ON n.search_key = typed.value
    CROSS JOIN characters c ON c.id = n.character_id AND c.show_id = :show AND c.revealed_in <= :tagged
    LEFT JOIN subjects a ON a.id = c.actor_id AND a.revealed_in <= :tagged
    WHERE n.revealed_in <= :tagged
    UNION ALL
    SELECT 'name', s.search_key, s.id, NULL FROM json_each(:keys) typed CROSS JOIN subjects s ON s.search_key = typed.value
    WHERE s.show_id = :show AND s.revealed_in <= :tagged
    UNION ALL
    SELECT 'name', o.search_key, o.subject_id, a.id
    FROM json_each(:keys) typed CROSS JOIN other_names o ON o.search_key = typed.value
    CROSS JOIN subjects s ON s.id = o.subject_id AND s.show_id = :show AND s.revealed_in <= :tagged
    LEFT JOIN characters c ON c.id = s.id
    LEFT JOIN subjects a ON a.id = c.actor_id AND a.revealed_in <= :tagged
    WHERE o.revealed_in <= :tagged
    UNION ALL
    SELECT 'hidden', {document_number("n.number", "f.revealed_in", "f.position")},
           iif(e.state = 'live' AND e.revealed_in <= :tagged, {document_number("own.number", "e.revealed_in", "e.number")}, NULL),
           f.revealed_in <= e.revealed_in
    FROM edits e CROSS JOIN facts f ON f.id = e.item_id CROSS JOIN search_shows n ON n.show_id = f.show_id
    LEFT JOIN search_layers own ON own.guild_id = :guild AND own.show_id = :show
    WHERE e.guild_id = :guild AND e.state <> 'shipped' AND f.show_id = :show AND f.revealed_in <= :tagged
"""


# For each probe the first documents of the scope that it finds, in story order, first the pack's and then those of the
# server's own layer.
def _probes(index: str, bounds: str, document: str) -> str:
    def found(index: str, bounds: str, document: str, owner: str) -> str:
        return f"""
            SELECT probe.key, (SELECT json_group_array({document}) FROM
                (SELECT rowid FROM {index} WHERE {index} MATCH probe.value AND rowid BETWEEN {bounds} LIMIT :cap))
            FROM {owner} n JOIN json_each(:probes) probe
        """

    return f"""
        {found(index, bounds, document, "(SELECT number FROM search_shows WHERE show_id = :show)")}
        UNION ALL
        {found("search", _BOUNDS, "rowid", "(SELECT number FROM search_layers WHERE guild_id = :guild AND show_id = :show)")}
    """


_BOUNDS: Final = documents_through("n.number", ":tagged")
_PROBE: Final = _probes("search", _BOUNDS, "rowid")
_PROBE_TOLD: Final = _probes(
    "told_search", " AND ".join(told_in(":tongue", each) for each in _BOUNDS.split(" AND ")), document_of("rowid")
)

# What an unknown word can be a slip of: words and names with the same first letter and about as long. Words of what a server
# hid or moved do not count there.
_NEAR: Final = """
    WITH hidden (word, facts) AS MATERIALIZED (
        SELECT word, count(*) FROM (
            -- As the view search_fact_words has it, which would take all facts apart.
            SELECT DISTINCT f.id, trim(each.value, '.,;:!?()"“”‘’''') AS word
            FROM edits e CROSS JOIN facts f ON f.id = e.item_id
            CROSS JOIN json_each('["",' || replace(json_quote(
                lower(replace(replace(f.text, '-', ' '), '''s', ''))), ' ', '","') || ']') each
            WHERE e.guild_id = :guild AND e.kind = 'fact' AND e.state <> 'shipped' AND f.revealed_in <= :tagged)
        GROUP BY word)
    SELECT typed.value, w.word, sum(w.facts) - coalesce((SELECT facts FROM hidden WHERE word = w.word), 0) AS told, NULL
    FROM json_each(:typed) typed
    CROSS JOIN search_words w ON w.show_id = :show AND w.revealed_in <= :tagged
        AND substr(w.word, 1, 1) = substr(typed.value, 1, 1)
        AND length(w.word) BETWEEN length(typed.value) - 1 AND length(typed.value) + 1
    GROUP BY 1, 2 HAVING told > 0
    UNION ALL
    SELECT typed.value, n.search_key, 0, coalesce(a.id, c.id) FROM json_each(:typed) typed
    CROSS JOIN names n ON n.search_key >= substr(typed.value, 1, 1) AND n.search_key < substr(typed.value, 1, 1) || char(1114111)
        AND n.revealed_in <= :tagged AND length(n.search_key) BETWEEN length(typed.value) - 2 AND length(typed.value) + 2
    CROSS JOIN characters c ON c.id = n.character_id AND c.show_id = :show AND c.revealed_in <= :tagged
    LEFT JOIN subjects a ON a.id = c.actor_id AND a.revealed_in <= :tagged AND n.kind IN ('actor', 'actor_hangul')
"""


# The facts that were found, with their asks in the language of the question, where that is in English in the table itself.
def _hits(asked: str, told: str = "", told_of_edits: str = "") -> str:
    return f"""
        SELECT hit.value, f.id, f.text, f.revealed_in, f.topic, f.sources, s.name, s.revealed_in, s.id, f.scene, {asked}
        FROM json_each(:hits) hit
        CROSS JOIN facts f ON f.show_id = :show AND f.revealed_in = {episode_of("hit.value")}
                              AND f.position = {position_of("hit.value")}
        {told}
        LEFT JOIN fact_subjects about ON about.fact_id = f.id AND about.first = 1
        LEFT JOIN subjects s ON s.id = about.subject_id AND s.revealed_in <= :tagged
        WHERE +f.revealed_in <= :tagged AND {owner_of("hit.value")} < {FIRST_LAYER}
        UNION ALL
        SELECT hit.value, e.item_id, e.text, e.revealed_in, e.topic, e.sources, s.name, s.revealed_in, s.id, f.scene,
               iif(f.revealed_in <= e.revealed_in, {asked}, '[]')
        FROM json_each(:hits) hit
        CROSS JOIN search_layers n ON n.number = {owner_of("hit.value")} AND n.guild_id = :guild
        CROSS JOIN edits e ON e.guild_id = :guild AND e.number = {position_of("hit.value")} AND e.state = 'live'
        LEFT JOIN facts f ON f.id = e.item_id AND f.revealed_in <= :tagged
        {told_of_edits}
        LEFT JOIN subjects s ON s.id = json_extract(e.content, '$.about[0]') AND s.revealed_in <= :tagged
        WHERE e.revealed_in <= :tagged
    """


_HITS: Final = _hits("f.asked")
_HITS_TOLD: Final = _hits(
    "coalesce(told.asked, '[]')",
    f"LEFT JOIN told_facts told ON told.document = {told_in(':tongue', 'hit.value')}",
    f"LEFT JOIN told_facts told ON told.fact_id = f.id AND {tongue_of('told.document')} = :tongue",
)

# The last documents of the scope that one query finds.
_LATEST: Final = f"""
    SELECT hit.value, {episode_of("hit.value")}
    FROM (SELECT number FROM search_shows WHERE show_id = :show
          UNION ALL SELECT number FROM search_layers WHERE guild_id = :guild AND show_id = :show) n
    CROSS JOIN json_each((SELECT json_group_array(rowid) FROM
        (SELECT rowid FROM search WHERE search MATCH :match
         AND rowid BETWEEN {documents_through("n.number", ":tagged")} ORDER BY rowid DESC LIMIT :most))) hit
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that was found, its first subject's id and name where the scope knows it, and what of the question it may hold."""

    fact: Fact
    subject_id: int | None
    subject: Spoiler | None
    said: language.Phrases

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The spans of the text that matched."""
        return self.said.spans(self.fact.text.reveal())


_Asker = dict[str, int | None]
"""What every statement here is given: the show, the server or None, how far the scope goes."""


class SearchStore:
    """Finds facts by what people ask."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(
        self,
        show_id: int,
        text: str,
        scope: Scope,
        limit: int = 25,
        *,
        guild_id: int | None = None,
        spoken: str = "en",
    ) -> list[Hit]:
        """The facts that answer `text`, best first, ties in story order; empty where no word carries anything.

        It is asked in English or in the language that the member speaks; what is written in Korean or Japanese is that. A
        server's edits lie over the pack there and nowhere else.
        """
        asker = {"show": show_id, "tagged": scope.tagged.ordinal, "guild": guild_id}
        readings = [reading_of(each, text) for each in tongues_for(text, spoken)]
        named = next((each.episode for each in readings if each.episode), None)
        episode = named and episode_named(named, scope.tagged)
        if episode and episode > scope.tagged:
            return []
        known = await self._known(asker, {key for each in readings for key in each.keys})
        answers: list[tuple[Inquiry, Sequence[Found]]] = []
        rows: dict[int, Row] = {}
        spans: list[str] = []
        for reading in readings:
            reading.read(known)
            if not any(term.probes for term in reading.terms.values()):
                continue
            spoken_by = asker | {"tongue": reading.number}
            inquiry, found = await self._answers(spoken_by, reading, known, episode, max(limit, _READ))
            answers.append((inquiry, [reading.found(row) for row in found]))
            rows |= {row[0]: row for row in found}
            spans += [phrase for term in reading.terms.values() for probe in term.probes for phrase in probe.phrases]
            if inquiry.fate is not None:
                break  # that is all that is asked
        phrases = language.Phrases(spans)
        return [_hit(rows[document], phrases) for document in ranked(answers)[:limit]]

    async def _answers(
        self, asker: _Asker, reading: Reading, known: Beforehand, episode: Episode | None, most: int
    ) -> tuple[Inquiry, Sequence[Row]]:
        """One reading of a question as it decides about the order, and the facts that may answer it."""
        found = await self._find(asker, reading, known)
        terms = list(reading.terms.values())
        fate, fates = await self._fates(asker, reading, known.hidden, episode)
        scores, whole, said_by, named_by = scores_of(terms, found, known.facts - len(known.hidden))
        best = sorted(sorted(scores), key=scores.__getitem__, reverse=True)[:most]
        rows = await self._rows(
            known, _HITS_TOLD if asker["tongue"] else _HITS, asker | {"hits": _json({*fates, *best})}
        )
        return Inquiry(terms, scores, whole, said_by, named_by, fate, fates, episode, known.seen), rows

    async def _fates(
        self, asker: _Asker, reading: Reading, hidden: Mapping[int, int | None], episode: Episode | None
    ) -> tuple[language.Fate | None, list[int]]:
        """Whether it is asked what becomes of somebody or everybody, and the last documents that tell it.

        Where an episode is named, of everybody those of that one.
        """
        fate, named = reading.fate()
        everybody = {term.subjects for term in named}
        if fate is None or (len(everybody) > 1 and fate != "of one"):
            return None, []
        match = fate_of(everybody) if named else DEATHS
        last = asker["tagged"] if named or episode is None else episode.ordinal
        rows = await self._database.few_rows(_LATEST, asker | {"match": match, "tagged": last, "most": _MOST_FATES})
        fates = [
            hidden.get(document, document)
            for document, ordinal in rows
            if named or episode is None or ordinal == episode.ordinal
        ]
        if not fates and named and (len(everybody) > 1 or not await self._are_people(named[0].subjects)):
            return None, []
        return fate, [document for document in fates if document is not None]

    async def _are_people(self, subjects: Iterable[int]) -> bool:
        rows = await self._database.rows(
            "SELECT 1 FROM characters WHERE id IN (SELECT value FROM json_each(?))", (_json(subjects),)
        )
        return bool(rows)

    async def _known(self, asker: _Asker, keys: Iterable[str]) -> Beforehand:
        names: dict[str, set[int]] = {}
        hidden: dict[int, int | None] = {}
        instead: dict[int, int] = {}
        actors: dict[int, int] = {}
        title, seen, facts = "", 0.0, 0
        for kind, key, value, actor in await self._database.few_rows(_BEFORE, asker | {"keys": _json(keys)}):
            if kind == "title":
                title, seen = key, value or 0.0
            elif kind == "facts":
                facts = value or 0
            elif kind == "name":
                names.setdefault(key, set()).add(value)
                if actor is not None:
                    actors[value] = actor
            else:
                hidden[key] = value
                if value is not None and actor:
                    instead[key] = value
        return Beforehand(title, seen, facts, names, actors, hidden, instead)

    async def _rows(self, known: Beforehand, sql: str, parameters: dict[str, Any]) -> list[Row]:
        """In a small store at once, since a way to another thread and back takes as long as what is read there."""
        read = self._database.few_rows if known.facts <= _SMALL else self._database.rows
        return await read(sql, parameters)

    async def _find(self, asker: _Asker, reading: Reading, known: Beforehand) -> dict[str, list[int]]:
        """The documents that each probe finds, by its `match`.

        Where no document holds a word, the nearest known one takes its place among the terms of the question.
        """
        terms, hidden = reading.terms, known.hidden
        found = await self._probe(asker, known, [probe.match for term in terms.values() for probe in term.probes])
        # A word that stands only in what this server hid or moved is as unknown there as any other.
        unknown = [
            word
            for word, term in terms.items()
            if " " not in word and all(hidden.keys() >= set(found.get(probe.match, ())) for probe in term.probes)
        ]
        for word, term in (await self._corrected(asker, unknown, reading)).items():
            terms[word] = term
            found |= await self._probe(asker, known, [probe.match for probe in term.probes])
        await self._widen(asker, known, list(terms.values()), found)
        if hidden:
            found = {match: [each for each in documents if each not in hidden] for match, documents in found.items()}
        if known.instead and asker["tongue"]:
            await self._ask_instead(asker, known, found)
        return found

    async def _ask_instead(self, asker: _Asker, known: Beforehand, found: dict[str, list[int]]) -> None:
        """Find what the server has instead of the pack's by the pack's asks in this language; in English they stand beside it."""
        asks = {asks_alone(match): match for match in found}
        more = await self._probe(asker, known, [each for each in asks if each is not None])
        for alone, documents in more.items():
            match = asks[alone]
            own = [known.instead[each] for each in documents if each in known.instead]
            found[match] += [each for each in own if each not in found[match]]

    async def _probe(self, asker: _Asker, known: Beforehand, probes: Sequence[str]) -> dict[str, list[int]]:
        """The documents that each probe finds, at most `CAP`."""
        probes = list(dict.fromkeys(probes))
        sql = _PROBE_TOLD if asker["tongue"] else _PROBE
        rows = await self._rows(known, sql, asker | {"probes": _json(probes), "cap": CAP})
        found: dict[str, list[int]] = {}
        for key, documents in rows:
            found.setdefault(probes[int(key)], []).extend(orjson.loads(documents))
        return found

    async def _corrected(self, asker: _Asker, unknown: list[str], reading: Reading) -> dict[str, Term]:
        """For words that no fact in scope holds, the terms of the nearest ones that are known in scope."""
        typos = [word for word in unknown if len(word) >= _SHORTEST_TYPO][:_MOST_TYPOS]
        if not typos:
            return {}
        near, subjects = dict[str, tuple[bool, int, int, str]](), dict[tuple[str, str], set[int]]()
        for word, other, facts, subject in await self._database.rows(_NEAR, asker | {"typed": _json(typos)}):
            if subject is None and len(word) < _SHORTEST_WRONG_WORD:
                continue
            most = _wrong_letters(word, is_name=subject is not None)
            distance = OSA.distance(word, other, score_cutoff=most)
            if distance <= most:
                # A name that sounds the same, then the nearest, of those as near the one that most facts hold.
                nearest = subject is None or fold(word) != fold(other), distance, -facts, other
                near[word] = min(near.get(word, nearest), nearest)
                if subject is not None:
                    subjects.setdefault((word, other), set()).add(subject)
        meant = {word: reading.meant(other, subjects.get((word, other), set())) for word, (*_, other) in near.items()}
        return {word: term for word, term in meant.items() if term is not None}

    async def _widen(self, asker: _Asker, known: Beforehand, terms: list[Term], found: dict[str, list[int]]) -> None:
        """In a big store: what brings too much is asked again, beside what is rare or, where nothing is, all together."""
        wide = [[p.match for p in term.probes if len(found.get(p.match, ())) >= CAP] for term in terms]
        wide = [matches for matches in wide if matches][:_MOST_WIDE]
        if not wide:
            return
        rare = either(match for match, documents in found.items() if 0 < len(documents) < CAP)
        every = " AND ".join(f"({either(matches)})" for matches in wide)
        asked = [f"({rare}) AND ({either(matches)})" for matches in wide] if rare else [every] * len(wide)
        more = await self._probe(asker, known, asked)
        for matches, beside in zip(wide, asked, strict=True):
            before = found[matches[0]]
            found[matches[0]] = [*before, *(set(more[beside]) - set(before))]


def _json(values: Iterable[str | int]) -> str:
    return orjson.dumps(list(values)).decode()


def _wrong_letters(word: str, *, is_name: bool) -> int:
    """How many letters may be wrong in a word; people slip in names more often."""
    return 2 if len(word) >= (6 if is_name else 8) else 1


def _hit(row: Row, said: language.Phrases) -> Hit:
    *_, name, known, subject_id, _scene, _asked = row
    fact = fact_of((*row[1:6], None, None))
    subject = None if name is None else Spoiler(name, Episode.from_ordinal(known))
    return Hit(fact, subject_id, subject, said)
