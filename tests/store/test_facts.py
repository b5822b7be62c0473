"""What there is to tell, read from a file: in which order, for whom, and what a server lays over it."""

import pytest
from discord.utils import utcnow

from bot.show.badges import Badge
from bot.show.edits import Change, FactContent, State
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact, Source
from bot.show.matching.names import Person
from bot.show.spoilers import Spoiler
from bot.store import Store
from bot.store.edits import new_id
from bot.store.faces import Uploaded
from bot.store.facts import FactStore
from support.few_facts import BADGE, E1, E2, E3, E4, PAPER, SHOW, SITE, fact_id, subject

HERE, ELSEWHERE = 17, 18
ANA, BO, CY, DEE, ROOF, VIRUS, PEN = map(subject, ("ana", "bo", "cy", "actor:dee", "roof", "virus", "pen"))
ALL = Scope.through(E4)


@pytest.fixture
def facts(few: Store) -> FactStore:
    return few.facts


async def change(few: Store, slug: str, text: str, gate: Episode, *about: int, state: State = "live") -> int:
    """A server changes a fact of the pack, or adds one where there is none of that name; gives its id."""
    here = await few.edits.item(SHOW, HERE, "fact", fact_id(slug))
    number, revision = (here.id, here.now.revision) if here else (new_id(HERE, "fact"), 0)
    content = FactContent(Spoiler(text, gate), "trait", about, (Source("Ours", None),))
    changed = Change(number, revision, content, state, "edited" if here else "added", author_id=None if here else 99)
    await few.edits.save(SHOW, HERE, changed, by=7, at=utcnow())
    return number


def texts(facts: list[Fact]) -> list[str]:
    return [each.text.reveal() for each in facts]


MEETS, BITES, FEVER, DIES = (
    "Ana meets Bo at the harbour.",
    "A stray dog bites Bo.",
    "Bo runs a fever.",
    "Bo dies on the roof.",
)
LEAVES, BOAT, BORN = "Ana leaves the island by boat.", "Cy repairs the old boat.", "Dee Do was born in a lighthouse."


# ------------------------------------------------------------------------------------------------ people and things


async def test_of_somebody_a_scope_knows_what_is_clear_the_newest_role_first(few: Store) -> None:
    facts = few.facts
    assert await facts.character(SHOW, ANA, Scope(PREMISE, E4)) == Character(
        id=ANA,
        name=Spoiler("Ana An", PREMISE),
        group=Spoiler("Town", PREMISE),
        hangul=Spoiler("안아나", PREMISE),
        role=Spoiler("a student", PREMISE),
        actor=None,
        actor_also=(),
        badge=BADGE,
        face="",
    )
    ana = await facts.character(SHOW, ANA, Scope.through(E2))
    assert ana is not None
    assert (ana.role, ana.actor) == (Spoiler("a traveller", E2), Spoiler("Dee Do", E1))
    assert ana.actor_also == (Spoiler("Do Dee", E2), Spoiler("도디", E2))
    bo = await facts.character(SHOW, BO, ALL)
    assert bo is not None
    assert (bo.hangul, bo.role, bo.actor, bo.actor_also) == (None, Spoiler("a teacher", E1), None, ())
    assert bo.badge == Badge(Spoiler("?", E1), 0), "known as soon as its person is"
    await few.faces.set_uploaded(0, f"p{BO}", Uploaded(5, "look"))
    bo = await few.facts.character(SHOW, BO, ALL)
    assert bo is not None
    assert bo.face == f"<:p{BO}:5>"


async def test_nobody_is_known_before_their_gate_nor_in_another_show(facts: FactStore) -> None:
    assert await facts.character(SHOW, BO, Scope(PREMISE, E4)) is None
    assert await facts.character(SHOW + 1, ANA, ALL) is None
    assert await facts.character(SHOW, ROOF, ALL) is None
    assert await facts.characters(SHOW + 1, ALL) == []


async def test_everybody_stands_in_the_order_of_their_groups_with_all_that_they_are_called(facts: FactStore) -> None:
    assert [each.character.id for each in await facts.characters(SHOW, Scope(E1, E4))] == [BO, ANA]
    bo, cy, ana = await facts.characters(SHOW, ALL)
    assert [bo.character.id, cy.character.id, ana.character.id] == [BO, CY, ANA]
    assert [bo.position, cy.position, ana.position] == [0, 1, 2]
    assert ana.spellings == (Spoiler("안아나", PREMISE), Spoiler("Ana", PREMISE), Spoiler("The Fox", E2))
    assert ana.earlier_roles == (Spoiler("a student", PREMISE),)
    assert (cy.spellings, cy.earlier_roles, cy.character.role) == ((), (), None)
    (await facts.characters(SHOW, ALL)).clear()
    assert len(await facts.characters(SHOW, ALL)) == 3, "nobody takes anything out of what is kept"


async def test_names_are_told_to_the_matcher_as_far_as_is_clear(facts: FactStore) -> None:
    assert tuple(await facts.people(SHOW, Scope(E1, E4))) == (
        Person(BO, "Bo Bae", ("Bo",), role="a teacher"),
        Person(ANA, "Ana An", ("안아나", "Ana", "アナ", "아나"), ("Dee Do",), "a student"),
    )
    bo, cy, ana = await facts.people(SHOW, ALL)
    assert ana.spellings == ("안아나", "Ana", "The Fox", "アナ", "아나")
    assert ana.actors == ("Dee Do", "Do Dee", "도디", "디")
    assert (ana.role, ana.earlier_roles) == ("a traveller", ("a student",))
    assert (cy.name, cy.spellings, cy.actors, cy.role, bo.actors) == ("Cy Cho", ("사이",), ("Zed",), "", ())
    assert await facts.people(SHOW, ALL) is await facts.people(SHOW, ALL)


async def test_what_others_call_somebody_stands_apart_from_what_they_call_the_actor(facts: FactStore) -> None:
    assert await facts.other_names(SHOW, Scope(PREMISE, E4)) == {}
    assert await facts.other_names(SHOW, Scope.through(E1)) == {ANA: (["アナ", "아나"], [])}
    assert await facts.other_names(SHOW, ALL) == {ANA: (["アナ", "아나"], ["디"]), CY: (["사이"], [])}
    assert await facts.other_names(SHOW + 1, ALL) == {}


async def test_a_thing_has_a_name_and_nothing_else(facts: FactStore) -> None:
    virus = Spoiler("The virus", E2)
    thing = Character(VIRUS, virus, virus, hangul=None, role=None, actor=None, actor_also=())
    assert await facts.thing(SHOW, VIRUS, Scope(PREMISE, E2)) == thing
    assert await facts.thing(SHOW, VIRUS, Scope.through(E1)) is None
    assert await facts.thing(SHOW, ANA, ALL) is None, "she is somebody"
    assert await facts.thing(SHOW + 1, VIRUS, ALL) is None


async def test_actors_are_the_last_of_all_things_and_known_in_every_spelling(facts: FactStore) -> None:
    assert tuple(await facts.things(SHOW, Scope(PREMISE, E4))) == (Person(ROOF, "The roof"),)
    assert tuple(await facts.things(SHOW, Scope(E1, E4))) == (
        *(Person(PEN, "A pen"), Person(ROOF, "The roof"), Person(DEE, "Dee Do")),
    )
    pen, roof, virus, dee = await facts.things(SHOW, ALL)
    assert (pen.name, roof.spellings, virus.name) == ("A pen", ("屋上",), "The virus")
    assert sorted(dee.spellings) == ["Do Dee", "도디", "디"]
    assert await facts.things(SHOW, ALL) is await facts.things(SHOW, ALL)
    assert tuple(await facts.things(SHOW + 1, ALL)) == ()


async def test_what_a_fact_can_be_about_is_told_by_name_as_far_as_somebody_is(facts: FactStore) -> None:
    known = await facts.subjects(SHOW, E1)
    assert list(known.items()) == [
        (PEN, Spoiler("A pen", E1)),
        (ANA, Spoiler("Ana An", PREMISE)),
        (BO, Spoiler("Bo Bae", E1)),
        (DEE, Spoiler("Dee Do", E1)),
        (ROOF, Spoiler("The roof", PREMISE)),
    ]
    assert await facts.subjects(SHOW + 1, E4) == {}


async def test_names_that_no_text_may_hold_too_early_are_those_of_people(facts: FactStore) -> None:
    names = await facts.names(SHOW, E2)
    said = "Bo Bae, Ana An, 안아나, the Fox. Cy Cho, Dee Do, 도디, the roof, a teacher."
    assert sorted(names.mentions(said)) == [("Ana An", PREMISE), ("Bo Bae", E1), ("The Fox", E2), ("안아나", PREMISE)]
    assert await facts.names(SHOW, E2) is names
    assert await facts.names(SHOW, E3) is not names


async def test_what_was_kept_is_forgotten_with_an_import(few: Store) -> None:
    facts = few.facts

    async def told() -> list[object]:
        return [
            *(await facts.people(SHOW, ALL), await facts.things(SHOW, ALL), await facts.names(SHOW, E4)),
            *(await facts.character(SHOW, ANA, ALL), await facts.characters(SHOW, ALL), await facts.thing(SHOW, ROOF, ALL)),
            *(await facts.facts_about(ANA, ALL), await facts.facts_in(SHOW, E1, ALL)),
        ]  # fmt: skip

    assert all(await told())
    await few.database.write("DELETE FROM shows")
    assert all(await told())
    facts.forget()
    assert [each for each in (await told()) if each and each != await facts.names(SHOW, E4)] == []


# ------------------------------------------------------------------------------------------------ facts


async def test_what_there_is_of_somebody_stands_in_story_order_with_that_of_their_actor(facts: FactStore) -> None:
    assert texts(await facts.facts_about(ANA, ALL)) == [MEETS, BORN, BITES, LEAVES, BOAT]
    assert texts(await facts.facts_about(ANA, ALL, headed=False)) == [
        "Ana is a student.",
        MEETS,
        BORN,
        BITES,
        LEAVES,
        BOAT,
    ]
    assert texts(await facts.facts_about(ANA, Scope(PREMISE, E1))) == [MEETS]
    assert texts(await facts.facts_about(DEE, ALL)) == [BORN]
    assert await facts.facts_about(VIRUS, ALL) == []
    meets, _, bites, *_ = await facts.facts_about(ANA, ALL)
    assert meets == Fact(fact_id("meet"), Spoiler(MEETS, E1), "event", PAPER, about=meets.about)
    assert {*(meets.about or ())} == {ANA, BO}
    assert (bites.topic, bites.sources, bites.author_id, bites.scene) == ("infection", SITE, None, None)


async def test_a_server_changes_hides_and_adds_in_story_order(few: Store) -> None:
    facts = few.facts
    await change(few, "meet", "They meet at night.", E2, ANA)
    await change(few, "leaves", LEAVES, E3, ANA, state="retired")
    own = await change(few, "", "Ana sings.", E2, ANA, BO)
    await change(few, "boat", BOAT, E4, CY)
    assert texts(await facts.facts_about(ANA, ALL, guild_id=HERE)) == [BORN, "They meet at night.", BITES, "Ana sings."]
    assert texts(await facts.facts_about(ANA, ALL, guild_id=ELSEWHERE)) == texts(await facts.facts_about(ANA, ALL))
    assert texts(await facts.facts_about(ANA, Scope(PREMISE, E1), guild_id=HERE)) == []
    assert texts(await facts.facts_about(CY, ALL, guild_id=HERE)) == [BOAT]
    sings = (await facts.facts_about(BO, ALL, guild_id=HERE))[-2]
    assert sings == Fact(own, Spoiler("Ana sings.", E2), "trait", (Source("Ours", None),), 99, about=(ANA, BO))
    with_header = await facts.facts_about(ANA, ALL, guild_id=HERE, headed=False)
    assert texts(with_header)[0] == "Ana is a student."


async def test_an_episode_tells_its_facts_in_the_packs_order_with_their_scenes(facts: FactStore) -> None:
    told = await facts.facts_in(SHOW, E1, Scope(PREMISE, E1))
    assert [(each.text.reveal(), each.scene) for each in told] == [(MEETS, 2), ("It rains on the roof.", 1)]
    assert {*(told[0].about or ())} == {ANA, BO}
    assert await facts.facts_in(SHOW, E2, Scope(PREMISE, E1)) == []
    assert await facts.facts_in(SHOW, PREMISE, ALL) == [], "a header says it"
    assert await facts.facts_in(SHOW + 1, E1, ALL) == []


async def test_what_a_server_tells_of_an_episode_stands_behind_what_the_pack_does(few: Store) -> None:
    facts = few.facts
    own = await change(few, "", "Ana sings.", E2, ANA)
    await change(few, "leaves", "Ana is away.", E2, ANA)
    await change(few, "bite", "A dog bites.", E2, BO)
    await change(few, "born", BORN, E2, DEE, state="retired")
    told = await facts.facts_in(SHOW, E2, ALL, guild_id=HERE)
    assert [(each.text.reveal(), each.scene) for each in told] == [
        ("Ana is away.", 1_000_000),
        ("A dog bites.", 1),
        (FEVER, 2),
        ("Ana sings.", 1_000_000),
    ]
    assert (told[-1].id, told[-1].author_id, told[-1].about) == (own, 99, (ANA,))
    assert texts(await facts.facts_in(SHOW, E3, ALL, guild_id=HERE)) == [DIES]
    assert texts(await facts.facts_in(SHOW, E3, ALL, guild_id=ELSEWHERE)) == [LEAVES, DIES]
    assert await facts.facts_in(SHOW, E2, Scope.through(E1), guild_id=HERE) == []


async def test_one_fact_is_the_servers_where_it_has_its_own(few: Store) -> None:
    facts, meet = few.facts, fact_id("meet")
    assert await facts.fact(SHOW, meet, Scope(PREMISE, E1)) == Fact(meet, Spoiler(MEETS, E1), "event", PAPER)
    assert await facts.fact(SHOW, meet, Scope.through(PREMISE)) is None
    assert await facts.fact(SHOW + 1, meet, ALL) is None
    await change(few, "meet", "They meet at night.", E2, ANA)
    here = await facts.fact(SHOW, meet, Scope(PREMISE, E2), guild_id=HERE)
    assert here == Fact(meet, Spoiler("They meet at night.", E2), "trait", (Source("Ours", None),))
    assert await facts.fact(SHOW, meet, Scope.through(E1), guild_id=HERE) is None
    elsewhere = await facts.fact(SHOW, meet, ALL, guild_id=ELSEWHERE)
    assert elsewhere is not None
    assert elsewhere.text.reveal() == MEETS
    own = await change(few, "", "Ana sings.", E2, ANA)
    sings = await facts.fact(SHOW, own, ALL, guild_id=HERE)
    assert sings is not None
    assert sings.author_id == 99
    assert await facts.fact(SHOW, own, ALL) is None
    await change(few, "meet", MEETS, E1, ANA, state="retired")
    assert await facts.fact(SHOW, meet, ALL, guild_id=HERE) is None


@pytest.mark.parametrize(("scope", "known"), [(Scope(PREMISE, E2), [ANA]), (ALL, [BO, ANA])])
async def test_whom_facts_are_about_is_whom_this_scope_knows(facts: FactStore, scope: Scope, known: list[int]) -> None:
    bites = await facts.fact(SHOW, fact_id("bite"), ALL)
    rains = await facts.fact(SHOW, fact_id("rain"), ALL)
    assert bites is not None
    assert rains is not None
    assert bites.about is None, "that was not read"
    read = await facts.facts_in(SHOW, E2, ALL)
    for told in ([bites, rains], read):
        assert [each.id for each in await facts.characters_in(SHOW, told, scope)] == known
    assert await facts.characters_in(SHOW + 1, [bites], scope) == []
    assert await facts.characters_in(SHOW, [rains], scope) == await facts.characters_in(SHOW, [], scope) == []


async def test_whom_a_fact_is_about_is_what_the_server_says(few: Store) -> None:
    facts = few.facts
    await change(few, "fever", "A fever.", E2, CY, ANA)
    fever = await facts.fact(SHOW, fact_id("fever"), ALL, guild_id=HERE)
    bites = await facts.fact(SHOW, fact_id("bite"), ALL, guild_id=HERE)
    assert fever is not None
    assert bites is not None
    assert [each.id for each in await facts.characters_in(SHOW, [fever], ALL, guild_id=HERE)] == [CY, ANA]
    assert [each.id for each in await facts.characters_in(SHOW, [fever], ALL)] == [BO]
    assert [each.id for each in await facts.characters_in(SHOW, [fever, bites], ALL, guild_id=HERE)] == [BO, CY, ANA]
    assert await facts.characters_in(SHOW, [fever], Scope.through(E1), guild_id=HERE) == []
