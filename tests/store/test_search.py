"""Search finds what viewers ask for, and nothing in its answers depends on what they have not seen."""

import json
import tomllib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.paths import ROOT
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Pack, PackCharacter, PackFact, row_id
from bot.show.spoilers import Spoiler
from bot.store.database import Database
from bot.store.facts import FactStore
from bot.store.packs import PackStore
from bot.store.search import Hit, SearchStore
from support.proofs import in_prove, sampled
from support.shipped import shipped_pack

PACK = shipped_pack()
SHOW = row_id(PACK.slug, "show", PACK.slug)
ASKED: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (ROOT / "tests" / "data" / "search_questions.toml").read_text("utf-8")
)
EPISODES = [PREMISE, *(each.episode for each in PACK.episodes)]
LAST = Scope.through(EPISODES[-1])
PREMISE_ONLY = Scope.through(PREMISE)
EVERY_FOURTH = [each["text"] for half in ASKED.values() for each in half][::4]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@asynccontextmanager
async def store_of(path: Path, pack: Pack) -> AsyncGenerator[Database]:
    """A database that holds `pack`."""
    database = await Database.open(path)
    try:
        await PackStore(database, FactStore(database)).import_pack(pack)
        yield database
    finally:
        await database.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shipped(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[SearchStore]:
    async with store_of(tmp_path_factory.mktemp("search") / "shipped.db", PACK) as database:
        yield SearchStore(database)


def through(typed: str) -> Scope:
    return Scope.through(Episode(1, int(typed.removeprefix("S1E"))))


async def ids(search: SearchStore, text: str, scope: Scope = LAST, limit: int = 25) -> list[int]:
    return [hit.fact.id for hit in await search.search(SHOW, text, scope, limit)]


# -------------------------------------------------------------------------------------------------- how well it finds


@pytest.mark.parametrize(("half", "least"), [("tune", 0.9), ("held_back", 0.75), ("fresh", 0.8), ("fresh_2", 0.9)])
async def test_a_right_fact_is_among_the_first_five(shipped: SearchStore, half: str, least: float) -> None:
    right = 0
    for each in ASKED[half]:
        found = await ids(shipped, each["text"], through(each["progress"]), limit=5)
        right += any(row_id(PACK.slug, "fact", slug) in found for slug in each["facts"])
    assert right / len(ASKED[half]) >= least


def asked(half: str) -> list[dict[str, Any]]:
    """Questions as viewers type them, each with where its asker is and the facts that answer it, if any may."""
    lines = (ROOT / "tests" / "data" / f"asked_{half}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("half", ["tune", "others"])
async def test_what_viewers_really_ask_finds_a_right_fact(shipped: SearchStore, half: str) -> None:
    first = five = 0
    every = asked(half)
    for each in every:
        found = await ids(shipped, each["q"], PREMISE_ONLY if each["at"] == "premise" else through(each["at"]))
        right = {row_id(PACK.slug, "fact", slug) for slug in each["ids"]}
        first += not right.isdisjoint(found[:1])
        five += not right.isdisjoint(found[:5])
    assert first / len(every) >= 0.8
    assert five / len(every) >= 0.95


async def test_who_is_early_in_the_show_is_told_so_rather_than_something_else(shipped: SearchStore) -> None:
    answered = [each["q"] for each in asked("early") if await ids(shipped, each["q"], through(each["at"]))]
    assert len(answered) <= 4


@pytest.mark.parametrize("half", ["tune", "report", "others"])
async def test_what_is_asked_names_facts_that_its_askers_may_see(half: str) -> None:
    gates = {fact.slug: fact.text.revealed_in for fact in PACK.facts}
    for each in asked(half):
        at = PREMISE if each["at"] == "premise" else through(each["at"]).tagged
        assert each["ids"]
        assert all(gates[slug] <= at for slug in each["ids"]), each["q"]


def newest_fates(slug: str, at: Episode) -> set[int]:
    told = [fact for fact in PACK.facts if slug in fact.fate and fact.text.revealed_in <= at]
    newest = max((fact.text.revealed_in for fact in told), default=None)
    return {row_id(PACK.slug, "fact", fact.slug) for fact in told if fact.text.revealed_in == newest}


@pytest.mark.parametrize(
    "words", sampled(["does {} die", "is {} alive?", "what happened to {}", "where is {}", "did {} survive"])
)
async def test_the_newest_fate_in_scope_stands_first(shipped: SearchStore, words: str) -> None:
    for character in PACK.characters:
        for episode in EPISODES[:: 4 if "{} alive" in words else 1]:
            if character.name.revealed_in <= episode:
                found = await ids(
                    shipped, words.format(character.name.reveal().lower()), Scope.through(episode), limit=1
                )
                newest = newest_fates(character.slug, episode)
                assert (found[0] in newest) if newest else not found, (character.slug, str(episode))


DEATHS = {"es": "¿quién muere?", "pt": "quem morre", "id": "siapa yang mati", "ja": "誰が死ぬ", "ko": "누가 죽어?"}


@pytest.mark.parametrize("language", DEATHS)
async def test_a_right_fact_is_among_the_first_five_in_every_language(shipped: SearchStore, language: str) -> None:
    every = [each for each in asked("languages") if each["language"] == language]
    five = 0
    for each in every:
        hits = await shipped.search(SHOW, each["q"], through(each["at"]), 5, spoken=language)
        five += not {row_id(PACK.slug, "fact", slug) for slug in each["ids"]}.isdisjoint(hit.fact.id for hit in hits)
    assert five / len(every) >= 0.85


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿muere {}?", "es"),
        ("que le pasa a {}", "es"),
        ("{} morre?", "pt"),
        ("apakah {} mati", "id"),
        ("{}は死ぬ?", "ja"),
        ("{} 죽나요?", "en"),
        ("{}는 어떻게 되나요", "ko"),
    ],
)
async def test_the_newest_fate_in_scope_stands_first_in_every_language(
    shipped: SearchStore, text: str, language: str
) -> None:
    for slug in ("lee-cheong-san", "choi-nam-ra", "yoon-gwi-nam", "lee-na-yeon", "nam-so-ju"):
        for episode in EPISODES[::3]:
            person = next(each for each in PACK.characters if each.slug == slug)
            if "ja" in language:
                name = PACK.names["ja"][slug][1].reveal()
            elif "{} 죽" in text or language == "ko":
                name = PACK.names["ko"][slug][0].reveal()
            else:
                name = person.name.reveal().lower()
            asked_so = text.format(name)
            hits = await shipped.search(SHOW, asked_so, Scope.through(episode), 1, spoken=language)
            newest = newest_fates(slug, episode)
            assert ([hits[0].fact.id] if hits else []) == [each for each in newest if hits and each == hits[0].fact.id]
            assert bool(hits) == bool(newest), (asked_so, str(episode))


@pytest.mark.parametrize("language", DEATHS)
async def test_who_dies_is_a_list_of_those_who_died_so_far_in_every_language(
    shipped: SearchStore, language: str
) -> None:
    hits = await shipped.search(SHOW, DEATHS[language], through("S1E4"), spoken=language)
    assert len(hits) > 3
    assert all(hit.fact.topic == "death" for hit in hits[:3])
    assert all(hit.fact.revealed_in <= Episode(1, 4) for hit in hits)


async def test_who_dies_is_a_list_of_those_who_died_so_far(shipped: SearchStore) -> None:
    hits = await shipped.search(SHOW, "who dies", through("S1E4"))
    assert len(hits) > 3
    assert all(hit.fact.topic == "death" for hit in hits[:3])
    assert await ids(shipped, "who dies in episode 9", through("S1E4")) == []


async def test_the_questions_name_facts_that_their_askers_may_see() -> None:
    gates = {fact.slug: fact.text.revealed_in for fact in PACK.facts}
    for each in (each for half in ASKED.values() for each in half):
        assert all(gates[slug] <= through(each["progress"]).tagged for slug in each["facts"]), each["text"]


@pytest.mark.parametrize(
    "typed",
    [
        "prez bite",
        "Nam-ra bite",
        "namra bite",
        "NAM RA'S BITE",
        "남라 bite",
        "남라의 bite",
        "choi nam-ra bitten",
        "namrra bite",
    ],
)
async def test_every_way_to_write_a_name_finds_the_same_character(shipped: SearchStore, typed: str) -> None:
    bite = row_id(PACK.slug, "fact", "gwi-nam-bites-nam-ra-when-steps-save-su-hyeok")
    assert bite in await ids(shipped, typed, limit=5)


async def test_the_title_of_the_show_changes_nothing(shipped: SearchStore) -> None:
    plain = await ids(shipped, "why did namra leave")
    for typed in (
        "all of us are dead why did namra leave",
        "why did namra leave AOUAD",
        "why did namra leave in All of Us Are Dead?",
    ):
        assert await ids(shipped, typed) == plain


async def test_who_asks_for_an_actor_by_the_character_hears_of_the_actor(shipped: SearchStore) -> None:
    born = row_id(PACK.slug, "fact", "yoon-chan-young-born-2001")
    assert born in await ids(shipped, "when was the actor of cheongsan born", limit=5)
    assert born not in await ids(shipped, "cheongsan")


async def test_a_fact_of_both_who_are_named_stands_before_what_shares_a_word(shipped: SearchStore) -> None:
    trip = row_id(PACK.slug, "fact", "on-jo-joon-yeong-make-risky-trip-science-supply-room-for")
    assert trip in await ids(shipped, "what did onjo and joonyoung go get", limit=5)


async def test_two_words_for_one_person_name_one_person(shipped: SearchStore) -> None:
    assert await ids(shipped, "what happened to detective song jae ik", limit=3) == await ids(
        shipped, "what happened to jae-ik", limit=3
    )


async def test_what_became_of_two_is_what_tells_of_both(shipped: SearchStore) -> None:
    found = await ids(shipped, "what happened to ha-ri and mi-jin", limit=1)
    both = {each.slug for each in PACK.facts if {"jang-ha-ri", "park-mi-jin"} <= set(each.fate)}
    assert found[0] in {row_id(PACK.slug, "fact", slug) for slug in both}


async def test_a_phrase_with_synonyms_still_finds_asks_that_hold_its_words(shipped: SearchStore) -> None:
    class_ = row_id(PACK.slug, "fact", "heroes-class-2-5-second-grade-class-five")
    assert class_ in await ids(shipped, "how old are the students", limit=5)


async def test_the_first_episode_is_episode_1(shipped: SearchStore) -> None:
    assert await ids(shipped, "who bites the nurse in the first episode") == await ids(
        shipped, "who bites the nurse in episode 1"
    )
    assert await ids(shipped, "who dies in the ninth episode", through("S1E4")) == []


async def test_a_common_word_is_no_slip_of_another(shipped: SearchStore) -> None:
    tag = row_id(PACK.slug, "fact", "parting-on-jo-gives-cheong-san-name-tag-gesture-once-made")
    assert tag in await ids(shipped, "what is the deal with the nametag", limit=5)
    assert await ids(shipped, "deel", limit=5) == []


@pytest.mark.parametrize("typed", ["what happens at the end", "what happened in the end", "ending", "last episode"])
async def test_words_that_carry_nothing_find_the_ask_that_holds_all_of_them(shipped: SearchStore, typed: str) -> None:
    ending = row_id(PACK.slug, "fact", "season-ends-with-friends-looking-out-from-roof-after")
    assert await ids(shipped, typed, limit=1) == [ending]
    assert ending not in await ids(shipped, typed, through("S1E4"))


async def test_a_slip_finds_the_word_that_was_meant(shipped: SearchStore) -> None:
    assert await ids(shipped, "helicoptr", limit=5) == await ids(shipped, "helicopter", limit=5)


@pytest.mark.parametrize("typed", ["", "   ", "?!", "all of us are dead", "who is the", "\u200b", "xqzzv"])
async def test_nothing_is_found_where_nothing_is_asked(shipped: SearchStore, typed: str) -> None:
    assert await ids(shipped, typed) == []


async def test_the_words_that_matched_are_marked(shipped: SearchStore) -> None:
    hits = await shipped.search(SHOW, "who killed the principal", LAST)
    found = {hit.fact.text.reveal(): [hit.fact.text.reveal()[a:b] for a, b in hit.spans] for hit in hits}
    assert found["Gwi-nam overpowers the principal and murders him."] == ["principal", "murders"]


async def test_the_subject_is_the_one_that_the_fact_names_first(shipped: SearchStore) -> None:
    hit = (await shipped.search(SHOW, "who killed the principal", LAST))[0]
    assert hit.subject == Spoiler("Yoon Gwi-nam", PREMISE)


# ------------------------------------------------------------------------------------------- what it must not depend on


def cut(pack: Pack, gate: Episode) -> Pack:
    """`pack` without anything later than `gate`."""

    def known(character: PackCharacter) -> PackCharacter:
        return replace(character, aliases=tuple(each for each in character.aliases if each.revealed_in <= gate))

    return replace(
        pack,
        characters=tuple(known(each) for each in pack.characters if each.name.revealed_in <= gate),
        subjects=tuple(each for each in pack.subjects if each.name.revealed_in <= gate),
        facts=tuple(each for each in pack.facts if each.text.revealed_in <= gate),
        relationships=(),
        questions=(),
    )


def flooded(pack: Pack, gate: Episode) -> Pack:
    """`pack` with everything later than `gate` replaced, and with many more facts and aliases later than it."""
    later = Episode(1, gate.number + 1)
    flood = " ".join(dict.fromkeys(" ".join(EVERY_FOURTH).replace("\\", "").split()))

    def known(character: PackCharacter) -> PackCharacter:
        aliases = (
            *character.aliases,
            Spoiler("helicopter", later),
            Spoiler("the baby", later),
            Spoiler("kissd", later),
        )
        return replace(character, aliases=tuple(each for each in aliases))

    def fact(number: int) -> PackFact:
        about = tuple(each.slug for each in pack.characters if each.name.revealed_in <= later)[number % 20 :][:3]
        text = Spoiler(f"{number} {flood[number : number + 90]}", later)
        asks = (Spoiler("who dies", later), Spoiler("is namra alive", later), Spoiler("how does it end", later))
        return PackFact(
            f"flood-{number}", about, text, "death", "high", "", said_in_header=False, sources=(), fate=about, asks=asks
        )

    kept = (each for each in pack.facts if each.text.revealed_in <= gate)
    changed = (
        replace(each, text=Spoiler("Everybody kisses the principal.", each.text.revealed_in), topic="cast")
        for each in pack.facts
        if each.text.revealed_in > gate
    )
    first, *rest = [fact(number) for number in range(700)]
    return replace(
        pack,
        characters=tuple(known(each) for each in pack.characters),
        facts=(first, *changed, *kept, *rest),
        relationships=(),
        questions=(),
    )


E4 = Episode(1, 4)
FATES = [
    "does cheongsan die",
    "who dies",
    "who survives",
    "is namra alive",
    "how does it end",
    "what is it about",
    "who killed i-sak",
]
TYPOS = ["helicoptr", "kissd", "the baby", "chungsaan", "helicopter", "prinzipal murderd", "zombi", "orangibberis"]


@pytest.mark.parametrize("gate", [E4, *(in_prove(each) for each in EPISODES[:-1] if each != E4)], ids=str)
async def test_hits_and_order_do_not_depend_on_what_comes_later(
    shipped: SearchStore, tmp_path: Path, gate: Episode
) -> None:
    scope = Scope.through(gate)
    texts = [(text, "en") for text in (*EVERY_FOURTH, *TYPOS, *FATES)]
    texts += [(each["q"], each["language"]) for each in asked("languages")[::7]]
    texts += [(text, language) for language, text in DEATHS.items()]
    expected = [await shipped.search(SHOW, text, scope, spoken=language) for text, language in texts]
    for name, pack in (("cut", cut(PACK, gate)), ("flooded", flooded(PACK, gate))):
        async with store_of(tmp_path / f"{name}.db", pack) as database:
            search = SearchStore(database)
            for (text, language), hits in zip(texts, expected, strict=True):
                assert await search.search(SHOW, text, scope, spoken=language) == hits, (name, text)


async def test_no_hit_is_gated_later_than_the_scope(shipped: SearchStore) -> None:
    for episode in EPISODES:
        hits: list[Hit] = []
        for text in EVERY_FOURTH:
            hits += await shipped.search(SHOW, text, Scope.through(episode))
        assert all(hit.fact.revealed_in <= episode for hit in hits)
        assert all(hit.subject is None or hit.subject.revealed_in <= episode for hit in hits)


async def test_an_alias_finds_nobody_before_its_own_gate(tmp_path: Path) -> None:
    masked = replace(PACK.characters[0], aliases=(Spoiler("Zorro", Episode(1, 5)),))
    async with store_of(tmp_path / "alias.db", replace(PACK, characters=(masked, *PACK.characters[1:]))) as database:
        search = SearchStore(database)
        for typed in ("zorro", "zorrro", "does zorro survive"):
            unknown = await ids(search, typed.replace("zor", "xqz"), through("S1E4"))
            assert await ids(search, typed, through("S1E4")) == unknown
        assert await ids(search, "zorro", through("S1E5")) != []
        assert await ids(search, "zorrro", through("S1E5")) != []


async def test_equal_hits_stand_in_story_order(tmp_path: Path) -> None:
    model = PACK.facts[0]
    facts = [
        replace(
            model, slug=f"f{number}", topic="event", text=Spoiler(f"A lantern {number}.", Episode(1, 1 + number % 3))
        )
        for number in (4, 2, 7, 1, 3, 8)
    ]
    pack = replace(PACK, facts=tuple(facts), relationships=(), questions=())
    async with store_of(tmp_path / "ties.db", pack) as database:
        hits = await SearchStore(database).search(SHOW, "lantern", LAST)
    assert [hit.fact.text.reveal()[10] for hit in hits] == ["3", "4", "7", "1", "2", "8"]


async def test_a_common_word_is_still_found_beside_a_rare_one(tmp_path: Path) -> None:
    model = replace(PACK.facts[0], topic="event")
    facts = [replace(model, slug=f"f{n}", text=Spoiler(f"A lantern number {n}.", Episode(1, 1))) for n in range(1500)]
    facts.append(replace(model, slug="rare", text=Spoiler("The lantern and the harbour.", Episode(1, 2))))
    facts.append(replace(model, slug="other", text=Spoiler("Only the harbour is here.", Episode(1, 1))))
    pack = replace(PACK, facts=tuple(facts), relationships=(), questions=())
    async with store_of(tmp_path / "common.db", pack) as database:
        search = SearchStore(database)
        assert (await ids(search, "lantern harbour"))[0] == row_id(PACK.slug, "fact", "rare")
        assert len(await ids(search, "lantern")) == 25


# ------------------------------------------------------------------------------------------------- what it must survive


@pytest.mark.prove
async def test_an_import_an_edit_and_a_removal_keep_the_index(tmp_path: Path) -> None:
    async with store_of(tmp_path / "edits.db", PACK) as database:
        everything = "SELECT rowid, text, tags, asks FROM search ORDER BY rowid"
        words = "SELECT * FROM search_words ORDER BY word, revealed_in"
        before = await database.rows(everything), await database.rows(words)
        assert len(before[0]) == len(PACK.facts)
        await PackStore(database, FactStore(database)).import_pack(PACK)
        assert (await database.rows(everything), await database.rows(words)) == before
        await database.write("INSERT INTO search (search) VALUES ('integrity-check')")

        search = SearchStore(database)
        fact = (await ids(search, "principal"))[0]
        await database.write("UPDATE facts SET text = 'A zeppelin lands.', revealed_in = 2001 WHERE id = ?", (fact,))
        assert await ids(search, "zeppelin") == []
        assert await ids(search, "zeppelin", Scope.through(Episode(2, 1))) == [fact]
        await database.write("DELETE FROM facts WHERE id = ?", (fact,))
        assert await ids(search, "zeppelin", Scope.through(Episode(2, 1))) == []
        assert await database.rows("SELECT * FROM search_words WHERE word = 'zeppelin'") == []
        await database.write("DELETE FROM shows")
        assert await database.rows(everything) == await database.rows(words) == []


HOSTILE = [
    *("\"'*^()-+:{}%;²ﬁßİ\0\ud800\u0301"),
    *("AND", "OR", "NOT", "NEAR(a b, 2)", "text:", "tags :", "tcast", "f1", "principal", "namra", "die", "남라"),
]


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(st.sampled_from(HOSTILE), max_size=30).map(" ".join),
    )
)
async def test_no_text_breaks_a_search(shipped: SearchStore, text: str) -> None:
    hits = await shipped.search(SHOW, text, LAST)
    for hit in hits:
        ends = [0, *(at for span in hit.spans for at in span), len(hit.fact.text.reveal())]
        assert ends == sorted(ends)


@pytest.mark.parametrize("text", ["a" * 6000, "principal " * 600, "남라" * 3000, '"' * 6000, "́" * 6000, "ﷺ" * 6000])
async def test_long_texts_are_cut_early(shipped: SearchStore, text: str) -> None:
    assert await ids(shipped, text) == await ids(shipped, text[:300])


async def test_another_show_finds_nothing(shipped: SearchStore) -> None:
    assert await shipped.search(1, "who killed the principal", LAST) == []
