"""A server's layer over the pack: what is kept, who wins, what can never be rewritten."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.errors import StaleEditError, StoreError
from bot.show.edits import Change, FactContent, Item, ItemQuery, QuestionContent, State
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Fact, Source, row_id
from bot.show.shows import Show
from bot.show.spoilers import Spoiler
from bot.store import Store, open_store
from bot.store.edits import new_id
from support.canaries import canary_pack
from support.shipped import shipped_pack

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
SUBJECT = row_id("canaries", "subject", "bird0")
E2, E4, ALL = Episode(1, 2), Episode(1, 4), Scope.through(Episode(1, 12))


class Layer:
    """A server over the canary pack, and short ways to change it."""

    def __init__(self, store: Store, show: Show) -> None:
        self.store, self.show = store, show

    async def item(self, item_id: int) -> Item:
        found = await self.store.edits.item(self.show.id, HERE, "fact", item_id)
        assert found is not None
        return found

    async def some(self, number: int = 0) -> Item:
        """A fact of the pack."""
        return (await self.store.edits.items(self.show.id, HERE, "fact", about=SUBJECT))[number]

    async def save(self, item: Item, text: str, *, state: State = "live", revision: int = 0, reason: str = "") -> int:
        content = fact(text, item.content.revealed_in)
        change = Change(item.id, revision or item.now.revision, content, state, "edited")
        return await self.store.edits.save(self.show.id, HERE, change, by=7, at=NOW, reason=reason)

    async def add(self, text: str, gate: Episode = E2) -> int:
        change = Change(new_id(HERE, "fact"), 0, fact(text, gate), "live", "added")
        await self.store.edits.save(self.show.id, HERE, change, by=7, at=NOW)
        return change.item_id

    async def card(self, guild_id: int | None, scope: Scope = ALL) -> list[Fact]:
        return await self.store.facts.facts_about(SUBJECT, scope, guild_id=guild_id)

    async def texts(self, guild_id: int | None, scope: Scope = ALL) -> list[str]:
        return [each.text.reveal() for each in await self.card(guild_id, scope)]


def fact(text: str, gate: Episode) -> FactContent:
    return FactContent(Spoiler(text, gate), "trait", (SUBJECT,), (Source("site", None),))


@pytest_asyncio.fixture
async def layer(tmp_path: Path) -> AsyncIterator[Layer]:
    async with open_store(tmp_path / "edits.db") as store:
        await store.packs.import_pack(canary_pack())
        yield Layer(store, await store.packs.show("canaries"))


@pytest.mark.parametrize("few", [0, 2, 250])
async def test_an_edit_lies_over_the_pack_in_one_server_only(
    layer: Layer, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("bot.store.facts._FEW", few)  # it is read whole, however much it is
    item, before = await layer.some(), await layer.texts(None)
    await layer.save(item, "changed here")
    for gate in (E4, PREMISE):
        await layer.add(f"added {gate}", gate)
    here = await layer.texts(HERE)
    assert {"changed here", "added S1E4", "added S0E0"} < set(here)
    assert len(here) == len(before) + 2
    gates = [each.revealed_in for each in await layer.card(HERE)]
    assert gates == sorted(gates)
    assert item.content.text.reveal() not in here
    assert await layer.texts(ELSEWHERE) == await layer.texts(None) == before


async def test_an_edit_is_gated_like_any_fact(layer: Layer) -> None:
    await layer.add("later", E4)
    assert "later" not in await layer.texts(HERE, Scope.through(E2))
    assert "later" in await layer.texts(HERE, Scope(E2, E4))


async def test_search_finds_what_a_server_says_and_not_what_it_hid(layer: Layer) -> None:
    async def found(text: str, guild: int | None, scope: Scope = ALL) -> list[int]:
        hits = await layer.store.search.search(layer.show.id, text, scope, guild_id=guild)
        return [hit.fact.id for hit in hits]

    own = await layer.add("The quokka smiles at everybody.", E4)
    item = await layer.some()
    await layer.save(item, "A wombat digs all night.")
    assert await found("quokka", HERE) == [own]
    assert await found("wombat", HERE) == [item.id]
    assert not await found("quokka", ELSEWHERE) + await found("quokka", None)
    assert not await found("quokka", HERE, Scope.through(E2))
    word = item.content.text.reveal().split()[0]
    assert item.id in await found(word, ELSEWHERE)
    assert item.id not in await found(word, HERE)
    await layer.save(await layer.item(own), "It left.", state="retired")
    assert not await found("quokka", HERE)


async def test_what_a_server_reworded_is_found_by_what_the_pack_is_asked_for_by(layer: Layer) -> None:
    async def found(scope: Scope = ALL) -> list[int]:
        hits = await layer.store.search.search(layer.show.id, "where is the umbrella stand", scope, guild_id=HERE)
        return [hit.fact.id for hit in hits]

    pack = canary_pack()
    first = next(each for each in pack.facts if each.text.revealed_in == E4)

    async def release(gate: Episode) -> None:
        asked = (Spoiler("where is the umbrella stand", gate),)
        text = Spoiler(first.text.reveal(), gate)
        changed = replace(first, text=text, asks=asked)
        await layer.store.packs.import_pack(
            replace(pack, facts=tuple(changed if each is first else each for each in pack.facts))
        )

    await release(E4)
    item = await layer.item(row_id("canaries", "fact", first.slug))
    assert await found() == [item.id]
    await layer.save(item, "A wombat digs all night.")
    assert await found() == [item.id]
    assert await found(Scope.through(E2)) == []
    # A later release moves the pack's: what is asked may tell more than the server's text does at that episode.
    await release(Episode(1, 6))
    assert await found() == []
    await release(E4)
    assert await found() == [item.id]
    hidden = await layer.item(item.id)
    await layer.save(hidden, "A wombat digs all night.", state="retired")
    assert await found() == []


async def test_what_a_server_reworded_is_found_by_asks_of_other_languages_and_not_by_the_translation(
    tmp_path: Path,
) -> None:
    pack = shipped_pack()
    slug = "na-yeon-secretly-rubs-zombie-blood-into-gyeong-su-wound-with"
    ask, of_the_text = "손수건 장면", "나연 몰래 문지른다"
    assert ask in [each.reveal() for each in pack.asks["ko"][slug]]
    async with open_store(tmp_path / "shipped.db") as store:
        await store.packs.import_pack(pack)
        show = await store.packs.show(pack.slug)

        async def found(asked: str, guild: int = HERE) -> list[int]:
            scope = Scope(ALL.clear, ALL.clear)
            hits = await store.search.search(show.id, asked, scope, guild_id=guild, spoken="ko")
            return [hit.fact.id for hit in hits[:1]]

        async def save(gate: Episode, state: State = "live") -> None:
            now = await store.edits.item(show.id, HERE, "fact", row_id(pack.slug, "fact", slug))
            assert now is not None
            content = replace(now.content, text=Spoiler("A wombat digs all night.", gate))
            change = Change(now.id, now.now.revision, content, state, "edited")
            await store.edits.save(show.id, HERE, change, by=7, at=NOW)

        item = row_id(pack.slug, "fact", slug)
        assert await found(ask) == await found(of_the_text) == [item]
        await save(Episode(1, 3))
        assert await found(ask) == [item]
        assert await found(of_the_text) != [item]
        assert await found(of_the_text, ELSEWHERE) == [item]
        # Told earlier than the pack tells its own: what is asked may say more than the text.
        await save(Episode(1, 1))
        assert await found(ask) != [item]
        await save(Episode(1, 3), "retired")
        assert await found(ask) != [item]


@pytest.mark.prove
async def test_a_reworded_fact_still_tells_whose_fate_it_tells(tmp_path: Path) -> None:
    pack = shipped_pack()
    async with open_store(tmp_path / "shipped.db") as store:
        await store.packs.import_pack(pack)
        show = await store.packs.show(pack.slug)
        item = await store.edits.item(
            show.id, HERE, "fact", row_id(pack.slug, "fact", "nam-ra-alive-friends-find-school-roof")
        )
        assert item is not None
        gate = item.content.revealed_in
        content = replace(item.content, text=Spoiler("Nam-ra waits up there by a little fire.", gate))
        await store.edits.save(
            show.id, HERE, Change(item.id, item.now.revision, content, "live", "edited"), by=7, at=NOW
        )
        first, *_ = await store.search.search(show.id, "is nam-ra alive", Scope.through(gate), guild_id=HERE)
        assert first.fact.text == content.text


async def test_what_is_hidden_is_gone_and_comes_back(layer: Layer) -> None:
    item = await layer.some()
    text = item.content.text.reveal()
    change = Change(item.id, 1, item.content, "retired", "retired")
    await layer.store.edits.save(layer.show.id, HERE, change, by=7, at=NOW)
    assert text not in await layer.texts(HERE)
    back = Change(item.id, 2, item.content, "live", "restored")
    await layer.store.edits.save(layer.show.id, HERE, back, by=7, at=NOW)
    assert text in await layer.texts(HERE)
    # It says what the pack says, so it is the pack's again, and the next release shows here too.
    assert (await layer.item(item.id)).now.state == "shipped"


async def test_a_release_of_the_pack_overwrites_no_edit_and_is_noticed(layer: Layer) -> None:
    item, other = await layer.some(0), await layer.some(1)
    await layer.save(item, "ours")
    pack = canary_pack()
    new = tuple(replace(each, text=Spoiler(f"{each.text.reveal()} anew", each.text.revealed_in)) for each in pack.facts)
    await layer.store.packs.import_pack(replace(pack, facts=new))
    now = await layer.item(item.id)
    assert now.content.text.reveal() == "ours"
    assert "ours" in await layer.texts(HERE)
    assert now.changed_below
    assert now.base is not None
    assert now.base.text == item.content.text
    assert now.shipped is not None
    assert now.shipped.text.reveal().endswith("anew")
    assert not (await layer.item(other.id)).changed_below
    assert (await layer.item(other.id)).content.text.reveal().endswith("anew")
    # A release without it leaves ours as well.
    await layer.store.packs.import_pack(
        replace(pack, facts=tuple(f for f in new if f.slug != "bird0-1-0"), questions=())
    )
    assert "ours" in await layer.texts(HERE)


async def test_of_two_saves_over_one_revision_the_first_wins(layer: Layer) -> None:
    item = await layer.some()
    outcomes = await asyncio.gather(
        *(layer.save(item, f"by {number}", revision=1) for number in range(8)), return_exceptions=True
    )
    assert sorted(map(str, outcomes)) == ["", "", "", "", "", "", "", "2"]
    assert sum(isinstance(each, StaleEditError) for each in outcomes) == 7
    assert len(await layer.store.edits.history(HERE, "fact", item.id)) == 2


async def test_history_is_written_by_itself_and_never_rewritten(layer: Layer) -> None:
    item = await layer.some()
    await layer.save(item, "first", reason="because")
    versions = await layer.store.edits.history(HERE, "fact", item.id)
    assert [(each.revision, each.action, each.edited_by, each.reason) for each in versions] == [
        (1, "shipped", None, ""),
        (2, "edited", 7, "because"),
    ]
    for sql in (
        "UPDATE revisions SET reason = 'another'",
        "UPDATE revisions SET content = '{}'",
        "UPDATE revisions SET edited_by = 8",
        "DELETE FROM revisions",
    ):
        with pytest.raises(StoreError, match="history is never"):
            await layer.store.database.write(sql)


async def test_authorship_becomes_that_of_a_former_member(layer: Layer) -> None:
    item = await layer.some()
    await layer.save(item, "first", reason="because")
    await layer.store.privacy.forget(7)
    versions = await layer.store.edits.history(HERE, "fact", item.id)
    assert [(each.edited_by, each.reason) for each in versions] == [(None, ""), (None, "because")]
    assert "first" in await layer.texts(HERE)


async def test_a_server_that_goes_takes_its_layer_along(layer: Layer) -> None:
    await layer.save(await layer.some(), "ours")
    await layer.add("own")
    before = await layer.texts(None)
    await layer.store.guilds.purge(HERE)
    assert await layer.texts(HERE) == before
    for table in ("edits", "edit_subjects", "revisions", "search_layers"):
        assert not await layer.store.database.rows(f"SELECT * FROM {table}"), table  # noqa: S608  names above


async def test_undo_takes_back_what_one_revision_changed_and_leaves_the_rest(layer: Layer) -> None:
    item = await layer.some()
    edits, show = layer.store.edits, layer.show.id
    second = replace(fact("text of two", item.content.revealed_in), topic="event")
    await edits.save(show, HERE, Change(item.id, 1, second, "live", "edited"), by=7, at=NOW)
    third = replace(second, topic="death")
    await edits.save(show, HERE, Change(item.id, 2, third, "live", "edited"), by=7, at=NOW)
    now = await layer.item(item.id)
    undo = await edits.undo(HERE, now, 3)
    assert undo is not None
    assert not undo.over
    assert undo.change.content == second
    undo = await edits.undo(HERE, now, 2)
    assert undo is not None
    assert undo.over == (3,)
    assert undo.change.content.text == item.content.text
    await edits.save(show, HERE, undo.change, by=7, at=NOW)
    assert (await layer.item(item.id)).now.revision == 4
    assert await edits.undo(HERE, now, 1) is None
    assert await edits.undo(HERE, now, 99) is None


async def test_what_a_server_added_is_undone_by_hiding_it(layer: Layer) -> None:
    own = await layer.item(await layer.add("own"))
    undo = await layer.store.edits.undo(HERE, own, 1)
    assert undo is not None
    assert undo.change.state == "retired"


async def test_a_text_that_could_break_a_tag_is_refused_by_the_schema(layer: Layer) -> None:
    with pytest.raises(StoreError, match="CHECK"):
        await layer.add("a | b")


async def test_edits_of_other_servers_cost_a_card_nothing(layer: Layer) -> None:
    reading = layer.store.database._here  # pyright: ignore[reportPrivateUsage]  only SQLite itself counts its steps

    async def cost() -> int:
        """Steps of SQLite's machine, in tens."""
        counted = 0

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        reading.set_progress_handler(count, 10)
        await layer.card(HERE)
        reading.set_progress_handler(None, 0)
        return counted

    before = await cost()
    async with layer.store.database.transaction() as transaction:
        await transaction.execute(
            """
            INSERT INTO edits (guild_id, item_id, show_id, kind, number, state, content, said_in_header, revision, action,
                               edited_at, reason)
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            SELECT 100 + i / 50, 1000000 + i, ?, 'fact', i, 'live', json_object('text', 'other ' || i, 'topic', 'trait',
                'revealed_in', 1002, 'about', json_array(?), 'sources', json('[]')), 0, 1, 'added', '', '' FROM n
            """,
            (layer.show.id, SUBJECT),
        )
    assert before > 10
    assert await cost() <= 1.1 * before


def question(text: str, gate: Episode, *facts: int) -> QuestionContent:
    words = [Spoiler(each, gate) for each in (text, "right", "one", "two", "three", "because")]
    text_, answer, *wrong, why = words
    return QuestionContent(
        text_, answer, tuple(wrong), why, "easy", "trait", facts, (Source("site", None),), own_gate=gate
    )


async def test_every_reader_knows_the_same_gate_of_a_question(layer: Layer) -> None:
    """Over layers drawn at random: facts moved and hidden, questions of the pack and the server's own, edited and hidden."""
    edits, questions, show, draw = layer.store.edits, layer.store.questions, layer.show, random.Random(1)
    facts = draw.sample(await edits.items(show.id, HERE, "fact"), 30)
    rests: dict[int, set[int]] = {}
    for item in draw.sample(await edits.items(show.id, HERE, "question"), 20):
        assert isinstance(item.content, QuestionContent)
        rests[item.id] = set(item.content.facts)
        facts += [each for each in await edits.items(show.id, HERE, "fact") if each.id in rests[item.id]]
    for item in {item.id: item for item in facts}.values():
        content = fact("moved", Episode(1, draw.randint(1, 12)))
        change = Change(item.id, 1, content, draw.choice(("live", "live", "retired")), "edited")
        await edits.save(show.id, HERE, change, by=7, at=NOW)
    for number in range(20):
        chosen = draw.sample(facts, 2)
        own = question(f"own {number}", Episode(1, draw.randint(1, 12)), *{each.id for each in chosen})
        change = Change(new_id(HERE, "question"), 0, own, draw.choice(("live", "live", "retired")), "added")
        await edits.save(show.id, HERE, change, by=7, at=NOW)
    now = {item.id: item for item in await edits.items(show.id, HERE, "fact")}
    for through in (Episode(1, 3), Episode(1, 6), Episode(1, 12)):
        asked = {
            each.id: each.revealed_in for each in await questions.pool(show, Scope.through(through), guild_id=HERE)
        }
        names = {
            each.id: each
            for each in await edits.find_items(show.id, HERE, "question", ItemQuery((), through, limit=10_000))
        }
        for item in await edits.items(show.id, HERE, "question"):
            assert isinstance(item.content, QuestionContent)
            under = [now[each] for each in item.content.facts]
            gate = max(item.content.own_gate, *(each.content.revealed_in for each in under), PREMISE)
            hidden = any(each.now.state == "retired" for each in (*under, item))
            one = await edits.item(show.id, HERE, "question", item.id)
            assert one is not None
            assert (item.content.revealed_in, one.content.revealed_in) == (gate, gate)
            assert all(
                each.content.revealed_in >= gate for each in (await edits.history(HERE, "question", item.id))[-1:]
            )
            assert (item.id in names) == (gate <= through)
            assert asked.get(item.id) == (gate if gate <= through and not hidden else None)
