"""Full-text search. Whatever decides about hits and their order is counted within the scope alone.

A question becomes *terms* (a word, a name, a phrase); a term becomes *probes*, each a query of the index; a probe finds
*documents*, the numbers of facts in the index (bot/store/positions.py).
"""
# ruff: noqa: S608  every part of a statement is an expression of ours

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final, NamedTuple

import orjson
from rapidfuzz.distance import OSA

from bot.show.episodes import Episode, Scope
from bot.show.facts import TOPICS, Fact, Source
from bot.show.matching import questions as language
from bot.show.spoilers import Spoiler
from bot.store.database import Database, Row
from bot.store.positions import FIRST_LAYER, document_number, documents_through, episode_of, owner_of, position_of

# How much of a question is looked at: each costs time, and nobody means more.
_MOST_TERMS: Final = 10  # words, names and phrases of a question
_LONGEST_NAME: Final = 3  # words
_LONGEST_PHRASE: Final = 6  # words
_MOST_TYPOS: Final = 2  # unknown words for which a known one is looked for
_SHORTEST_TYPO: Final = 4  # letters; a shorter word has too many neighbours
_CAP: Final = 500  # facts that one probe may bring; what brings more says little, and is asked again beside the others
_MOST_WIDE: Final = 3  # terms that are asked again for that
_SPARE: Final = 15  # facts that are read beyond those asked for: their topics and lengths change the order

# How well what is found for a term answers it; 1 is the word itself, or the subject of that name. All are tuned by hand:
# change one, and tests/store/test_search.py counts how many of the questions in tests/data/search_questions.toml find a
# right fact. Of those only the part `tune` may be looked at.
_FIRST_SUBJECT: Final = 0.5  # on top of 1, where the fact is first of all about the subject
_MENTION: Final = 0.9  # the text holds the name of the subject
_SYNONYM: Final = 0.75  # the text says the same in other words
_TOPIC: Final = 0.55  # the fact has the topic that the word stands for
_SECOND: Final = 0.15  # share that a weaker probe adds where two of one term find the same fact
_OFFSTAGE: Final = 0.75  # factor of a fact from behind the scenes, where nobody asked for that
_EVEN_LENGTH: Final = 400  # characters: the larger, the less it counts that a fact is short and says little else

# CROSS JOIN: from what was typed to what is kept, never the other way; without statistics the planner guesses wrong.

# Names that this scope knows, by how they may be typed; the actor's names mean the actor where facts can be about one.
_NAMES: Final = """
    SELECT NULL, title FROM shows WHERE id = :show
    UNION ALL
    SELECT n.search_key, coalesce(a.id, c.id)
    FROM json_each(:keys) typed CROSS JOIN names n ON n.search_key = typed.value
    CROSS JOIN characters c ON c.id = n.character_id AND c.show_id = :show AND c.revealed_in <= :tagged
    LEFT JOIN subjects a ON a.id = c.actor_id AND a.revealed_in <= :tagged AND n.kind IN ('actor', 'actor_hangul')
    WHERE n.revealed_in <= :tagged
    UNION ALL
    SELECT s.search_key, s.id FROM json_each(:keys) typed CROSS JOIN subjects s ON s.search_key = typed.value
    WHERE s.show_id = :show AND s.revealed_in <= :tagged
"""

# For each probe the first documents of the scope that it finds, in story order, first the pack's and then those of the
# server's own layer; last, how many documents the scope has.
_PROBE: Final = f"""
    SELECT probe.key,
           (SELECT json_group_array(rowid) FROM
               (SELECT rowid FROM search WHERE search MATCH probe.value
                AND rowid BETWEEN {documents_through("n.number", ":tagged")} LIMIT :cap))
    FROM (SELECT number FROM search_shows WHERE show_id = :show
          UNION ALL SELECT number FROM search_layers WHERE guild_id = :guild AND show_id = :show) n
    JOIN json_each(:probes) probe
    UNION ALL
    SELECT NULL, (SELECT sum(facts) FROM search_words WHERE show_id = :show AND word = '' AND revealed_in <= :tagged)
"""

# What an unknown word can be a slip of: words and names with the same first letter and about as long. Words of what a server
# hid or moved do not count there.
_NEAR: Final = """
    WITH hidden (word, facts) AS MATERIALIZED (
        SELECT said.word, count(*) FROM edits e CROSS JOIN search_fact_words said ON said.fact_id = e.item_id
        WHERE e.guild_id = :guild AND e.kind = 'fact' AND e.state <> 'shipped' AND said.revealed_in <= :tagged
        GROUP BY said.word)
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

_HITS: Final = f"""
    SELECT hit.value, f.id, f.text, f.revealed_in, f.topic, f.sources, s.name, s.revealed_in
    FROM json_each(:hits) hit
    CROSS JOIN facts f ON f.show_id = :show AND f.revealed_in = {episode_of("hit.value")}
                          AND f.position = {position_of("hit.value")}
    LEFT JOIN fact_subjects about ON about.fact_id = f.id AND about.first = 1
    LEFT JOIN subjects s ON s.id = about.subject_id AND s.revealed_in <= :tagged
    WHERE +f.revealed_in <= :tagged AND {owner_of("hit.value")} < {FIRST_LAYER}
    UNION ALL
    SELECT hit.value, e.item_id, e.text, e.revealed_in, e.topic, e.sources, s.name, s.revealed_in
    FROM json_each(:hits) hit
    CROSS JOIN search_layers n ON n.number = {owner_of("hit.value")} AND n.guild_id = :guild
    CROSS JOIN edits e ON e.guild_id = :guild AND e.number = {position_of("hit.value")} AND e.state = 'live'
    LEFT JOIN subjects s ON s.id = json_extract(e.content, '$.about[0]') AND s.revealed_in <= :tagged
    WHERE e.revealed_in <= :tagged
"""

# Documents of the pack that a server changed or hid: there they are not found.
_HIDDEN: Final = f"""
    SELECT {document_number("n.number", "f.revealed_in", "f.position")}
    FROM edits e CROSS JOIN facts f ON f.id = e.item_id CROSS JOIN search_shows n ON n.show_id = f.show_id
    WHERE e.guild_id = :guild AND e.state <> 'shipped' AND f.show_id = :show AND f.revealed_in <= :tagged
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A fact that was found, its first subject's name where the scope knows it, and the spans of the text that matched."""

    fact: Fact
    subject: Spoiler | None
    spans: tuple[tuple[int, int], ...]


class _Probe(NamedTuple):
    match: str  # in the query language of FTS5, all typed text quoted
    weight: float
    phrases: tuple[str, ...] = ()  # what of the text it is that matches
    offstage: bool = False  # asks for what happened behind the scenes


_Term = list[_Probe]  # what can stand for one word or name of the question
_Asker = dict[
    str, int | None
]  # what every statement here is given: the show, the server or None, how far the scope goes


class SearchStore:
    """Finds facts by what people ask."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def search(
        self, show_id: int, text: str, scope: Scope, limit: int = 25, *, guild_id: int | None = None
    ) -> list[Hit]:
        """The facts that answer `text`, best first, ties in story order; empty where no word carries anything.

        A server's edits lie over the pack there and nowhere else.
        """
        asker = {"show": show_id, "tagged": scope.tagged.ordinal, "guild": guild_id}
        names, title = await self._names(asker, language.words(text))
        terms = _terms(language.asked(text, title), names)
        if not any(map(language.carries, " ".join(terms).split())):
            return []
        found, total = await self._find(asker, terms)
        probes = [probe for term in terms.values() for probe in term]
        scores = _scores(list(terms.values()), found, total)
        best = sorted(scores, key=lambda document: (-scores[document], document))[: limit + _SPARE]
        rows = await self._database.rows(_HITS, asker | {"hits": _json(best)}) if best else []
        rows.sort(key=_rank(scores, offstage=any(probe.offstage for probe in probes)))
        said = language.Phrases(phrase for probe in probes for phrase in probe.phrases)
        return [_hit(row, said) for row in rows[:limit]]

    async def _names(self, asker: _Asker, words: list[str]) -> tuple[dict[str, set[int]], str]:
        """The subjects that the words may name, by the key of the name, and the title of the show."""
        keys = {key for _, run in _runs(words, _LONGEST_NAME) for key in language.name_keys(run)}
        names: dict[str, set[int]] = {}
        title = ""
        for key, value in await self._database.rows(_NAMES, asker | {"keys": _json(keys)}):
            if key is None:
                title = value
            else:
                names.setdefault(key, set()).add(value)
        return names, title

    async def _find(self, asker: _Asker, terms: dict[str, _Term]) -> tuple[dict[str, list[int]], int]:
        """The documents that each probe of `terms` finds, by its `match`, and how many there are in scope.

        Where no document holds a word, the nearest known one takes its place in `terms`.
        """
        found, total = await self._probe(asker, [probe.match for term in terms.values() for probe in term])
        hidden = await self._hidden(asker)
        # A word that stands only in what this server hid or moved is as unknown there as any other.
        unknown = [
            word
            for word, term in terms.items()
            if " " not in word and all(hidden.issuperset(found.get(probe.match, ())) for probe in term)
        ]
        for word, term in (await self._corrected(asker, unknown)).items():
            terms[word] = term
            more, _ = await self._probe(asker, [probe.match for probe in term])
            found |= more
        await self._widen(asker, list(terms.values()), found)
        if hidden:
            found = {match: [each for each in documents if each not in hidden] for match, documents in found.items()}
        return found, total - len(hidden)

    async def _hidden(self, asker: _Asker) -> set[int]:
        if asker["guild"] is None:
            return set()
        return {row[0] for row in await self._database.rows(_HIDDEN, asker)}

    async def _probe(self, asker: _Asker, probes: Sequence[str]) -> tuple[dict[str, list[int]], int]:
        """The documents that each probe finds, at most `_CAP`, and the number of all in scope."""
        probes = list(dict.fromkeys(probes))
        rows = await self._database.rows(_PROBE, asker | {"probes": _json(probes), "cap": _CAP})
        total = rows.pop()[1] or 0
        found: dict[str, list[int]] = {}
        for key, documents in rows:
            found.setdefault(probes[int(key)], []).extend(orjson.loads(documents))
        return found, total

    async def _corrected(self, asker: _Asker, unknown: list[str]) -> dict[str, _Term]:
        """For words that no fact in scope holds, the terms of the nearest ones that are known in scope."""
        typos = [word for word in unknown if len(word) >= _SHORTEST_TYPO][:_MOST_TYPOS]
        if not typos:
            return {}
        near: dict[str, tuple[int, int, str]] = {}
        subjects: dict[tuple[str, str], set[int]] = {}
        for word, other, facts, subject in await self._database.rows(_NEAR, asker | {"typed": _json(typos)}):
            most = _wrong_letters(word, is_name=subject is not None)
            distance = OSA.distance(word, other, score_cutoff=most)
            if distance <= most:
                nearest = distance, -facts, other  # of those as near, the one that most facts hold
                near[word] = min(near.get(word, nearest), nearest)
                if subject is not None:
                    subjects.setdefault((word, other), set()).add(subject)
        return {word: _term(other, subjects.get((word, other), set())) for word, (_, _, other) in near.items()}

    async def _widen(self, asker: _Asker, terms: list[_Term], found: dict[str, list[int]]) -> None:
        """In a big store: what brings too much is asked again, beside what is rare or, where nothing is, all together."""
        wide = [[p.match for p in term if len(found.get(p.match, ())) >= _CAP] for term in terms]
        wide = [matches for matches in wide if matches][:_MOST_WIDE]
        if not wide:
            return
        rare = _either(match for match, documents in found.items() if 0 < len(documents) < _CAP)
        every = " AND ".join(f"({_either(matches)})" for matches in wide)
        asked = [f"({rare}) AND ({_either(matches)})" for matches in wide] if rare else [every] * len(wide)
        more, _ = await self._probe(asker, asked)
        for matches, beside in zip(wide, asked, strict=True):
            known = found[matches[0]]
            found[matches[0]] = [*known, *(set(more[beside]) - set(known))]


def _json(values: Iterable[str | int]) -> str:
    return orjson.dumps(list(values)).decode()


def _runs(asked: list[str], longest: int) -> Iterable[tuple[int, list[str]]]:
    for at in range(len(asked)):
        for length in range(min(longest, len(asked) - at), 0, -1):
            yield at, asked[at : at + length]


def _either(matches: Iterable[str]) -> str:
    return " OR ".join(f"({match})" for match in matches)


def _quoted(phrases: Iterable[str]) -> str:
    return " OR ".join(f'"{phrase}"' for phrase in phrases)


def _tagged(kind: str, tags: Iterable[str | int]) -> str:
    return f"tags : ({_quoted(f'{kind}{tag}' for tag in tags)})"


def _topics(topics: Iterable[str]) -> str:
    return _tagged("t", (topic.replace("-", "") for topic in topics))


_ASIDE: Final = {topic for topic, kind in TOPICS.items() if kind == "behind the scenes"}


def _terms(asked: list[str], names: dict[str, set[int]]) -> dict[str, _Term]:
    """The question as terms, longest names and phrases first; stop words stand in them only as parts of such."""
    terms: dict[str, _Term] = {}
    after = 0
    for at, run in _runs(asked, _LONGEST_PHRASE):
        if len(terms) == _MOST_TERMS:
            break
        phrase = " ".join(run)
        if at < after or not (any(map(language.carries, run)) or (len(run) > 1 and language.synonyms(phrase))):
            continue
        known = next((names[key] for key in language.name_keys(run) if key in names), set[int]())
        if known or len(run) == 1 or language.synonyms(phrase):
            terms[phrase] = _term(phrase, known)
            after = at + len(run)
    return terms


def _term(phrase: str, subjects: set[int]) -> _Term:
    """What can stand for `phrase`: the subject it names, the words themselves, and what else facts say for them."""
    probes: _Term = []
    if subjects:
        probes.append(_Probe(_tagged("s", sorted(subjects)), 1.0))
        probes.append(_Probe(_tagged("f", sorted(subjects)), _FIRST_SUBJECT))
    synonyms, forms = language.synonyms(phrase), language.forms(phrase)
    if subjects or synonyms is None or " " not in phrase:
        probes.append(_Probe(f"text : ({_quoted(forms)})", _MENTION if subjects else 1.0, forms))
    if synonyms:
        if synonyms.phrases:
            probes.append(_Probe(f"text : ({_quoted(synonyms.phrases)})", _SYNONYM, synonyms.phrases))
        if synonyms.topics:
            probes.append(_Probe(_topics(synonyms.topics), _TOPIC, offstage=not _ASIDE.isdisjoint(synonyms.topics)))
    return probes


def _scores(terms: list[_Term], found: dict[str, list[int]], total: int) -> dict[int, float]:
    """Documents and how well they answer: rare words weigh more, and many words of the question more than one."""
    scores: dict[int, float] = {}
    for term in terms:
        own: dict[int, float] = {}
        for match, weight, _, _ in term:
            documents = found.get(match, [])
            often = len(documents) if len(documents) < _CAP else max(_CAP, total // 20)
            value = weight * log(1 + (total - often + 0.5) / (often + 0.5))
            for document in documents:
                before = own.get(document, 0.0)
                own[document] = before + _SECOND * value if before > value else value + _SECOND * before
        for document, value in own.items():
            scores[document] = scores.get(document, 0.0) + value
    return scores


def _rank(scores: dict[int, float], *, offstage: bool) -> Callable[[Row], tuple[float, int]]:
    """The order of rows of `_HITS`: by score, topic and length, then in story order.

    A short sentence that holds the words says little else; who does not ask behind the scenes (`offstage`) means the story.
    """

    def rank(row: Row) -> tuple[float, int]:
        document, _, text, _, topic, *_ = row
        weight = _OFFSTAGE if topic in _ASIDE and not offstage else 1.0
        return -scores[document] * weight / (_EVEN_LENGTH + len(text)), document

    return rank


def _wrong_letters(word: str, *, is_name: bool) -> int:
    """How many letters may be wrong in a word; people slip in names more often."""
    return 2 if len(word) >= (6 if is_name else 8) else 1


def _hit(row: Row, said: language.Phrases) -> Hit:
    _, fact_id, text, ordinal, topic, sources, name, known = row
    fact = Fact(
        fact_id,
        Spoiler(text, Episode.from_ordinal(ordinal)),
        topic,
        tuple(Source(site, address) for site, address in orjson.loads(sources)),
    )
    return Hit(fact, None if name is None else Spoiler(name, Episode.from_ordinal(known)), said.spans(text))
