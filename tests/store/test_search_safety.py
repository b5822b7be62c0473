"""What search finds depends on nothing that comes later, and it survives what is imported, edited and typed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.show.episodes import Episode, Scope
from bot.show.facts import Pack, PackCharacter, PackFact
from bot.show.spoilers import Spoiler
from bot.store.facts import FactStore
from bot.store.packs import PackStore
from bot.store.search import Hit, SearchStore
from support.proofs import in_prove
from support.searching import DEATHS, EPISODES, EVERY_FOURTH, LAST, PACK, SHOW, asked, ids, store_of, through

pytestmark = pytest.mark.asyncio(loop_scope="module")


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
