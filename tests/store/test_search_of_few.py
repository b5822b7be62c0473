"""A search through a handful of facts, each of which has its reason to be found or not."""

from discord.utils import utcnow

from bot.show.edits import Change, FactContent, State
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Fact, Source
from bot.show.spoilers import Spoiler
from bot.store import Store
from bot.store.edits import new_id
from bot.store.search import Hit
from bot.store.search_ranks import CAP
from support.few_facts import E1, E2, E3, E4, FACTS, PAPER, SHOW, SITE, fact, fact_id, few_facts, subject

HERE, ELSEWHERE = 17, 18
SLUGS = {fact_id(each.slug): each.slug for each in FACTS}


async def hits(
    few: Store, asked: str, through: Episode = E4, guild: int | None = None, *, spoken: str = "en", limit: int = 25
) -> list[Hit]:
    scope = Scope.through(through)
    return await few.search.search(SHOW, asked, scope, limit, guild_id=guild, spoken=spoken)


async def found(few: Store, asked: str, through: Episode = E4, guild: int | None = None, *, spoken: str = "en") -> str:
    """What is found, by slug, best first; what a server added is its text."""
    every = await hits(few, asked, through, guild, spoken=spoken)
    return " ".join(SLUGS.get(hit.fact.id, hit.fact.text.reveal()) for hit in every)


async def save(few: Store, slug: str, text: str, gate: Episode, *about: int, state: State = "live") -> None:
    """A server changes a fact of the pack, or adds one where there is none of that name."""
    here = await few.edits.item(SHOW, HERE, "fact", fact_id(slug))
    number, revision = (here.id, here.now.revision) if here else (new_id(HERE, "fact"), 0)
    content = FactContent(Spoiler(text, gate), "trait", about, (Source("Ours", None),))
    await few.edits.save(SHOW, HERE, Change(number, revision, content, state, "edited"), by=7, at=utcnow())


ANSWERS = [
    # Words, in any form, through an episode.
    ("harbour", E4, "meet"),
    ("fever", E2, "fever"),
    ("fever", E1, ""),
    ("repairing boats", E4, "boat leaves"),
    ("roof", E4, "rain dies"),
    ("roof", E2, "rain"),
    # Names: of somebody, of a thing, of an actor, in another language.
    ("ana", E1, "meet student"),
    ("cy", E4, "boat"),
    ("cy", E2, ""),
    ("안아나", E4, "meet student leaves"),
    ("사이", E4, "boat"),
    ("dee do", E4, "born"),
    ("the title is the few. dee do", E4, "born"),
    ("when was the actor of ana born", E4, "born"),
    # A way to ask that stands in no text.
    ("where is the pier", E4, "meet"),
    ("pier", PREMISE, ""),
    # Slips: in words of five letters, in names of four; not in what is known.
    ("habrour", E4, "meet"),
    ("feveer", E4, "fever"),
    ("harbxxr", E4, ""),
    ("lighthxxse", E4, "born"),
    ("lightxxxse", E4, ""),
    ("lghthse", E4, ""),
    ("dgo", E4, ""),
    ("bote", E4, ""),
    ("zedd", E4, "boat"),
    ("a fevver on the rooof", E4, "fever dies rain"),
    ("thxfix", E4, "meet student leaves"),
    ("anna", E1, "meet student"),
    ("cyyy", E2, ""),
    ("dieee", E4, ""),
    # Episodes.
    ("harbour in episode 1", E4, "meet"),
    ("harbour in episode 4", E3, ""),
    ("harbour in season 2 episode 1", E4, ""),
    ("harbour in season 1 episode 4", E4, "meet"),
    ("episode 1", E4, ""),
    # Nothing that is asked.
    ("", E4, ""),
    ("the few", E4, ""),
    ("nobody knows that", E4, ""),
]


async def test_what_is_asked_finds_what_answers(few: Store) -> None:
    assert [(asked, through, await found(few, asked, through)) for asked, through, _ in ANSWERS] == ANSWERS


FATES = [
    ("does bo die", E4, "dies"),
    ("does bo die", E2, ""),
    ("is bo alive", E3, "dies"),
    ("what happened to ana", E4, "leaves bite meet student boat"),
    ("is cy cho alive", E4, ""),
    ("who dies", E4, "dies"),
    ("who dies", E2, ""),
    ("who dies in episode 3", E4, "dies"),
    ("who dies in episode 2", E4, ""),
    ("who dies in s1e3", E4, "dies"),
    ("who killed bo", E4, "dies"),
    # Nothing tells of both, so that it is a question like any other.
    ("what happened to ana and bo", E4, "meet bite dies"),
    # Of what is nobody no fate is asked.
    ("what happened to the roof", E4, "dies rain"),
]


async def test_of_a_fate_the_newest_that_tells_it_stands_first(few: Store) -> None:
    assert [(asked, through, await found(few, asked, through)) for asked, through, _ in FATES] == FATES


async def test_of_many_deaths_those_of_an_episode_are_found_the_last_scene_first(few: Store) -> None:
    more = [fact(f"x{number}", E4, f"Number {number} drowns.", "cy", topic="death", fate="cy") for number in range(20)]
    for scene, slug in ((2, "falls"), (3, "sinks")):
        more.append(fact(slug, E3, f"Cy {slug}.", "cy", topic="death", scene=scene, fate="cy"))
    await few.packs.import_pack(few_facts((*FACTS, *more)))
    every = [hit.fact.id for hit in await hits(few, "who dies in episode 3")]
    assert every == [fact_id(slug) for slug in ("dies", "sinks", "falls")]
    first, *others = await hits(few, "who dies")
    assert first.fact.id == fact_id("dies")
    assert len(others) == 15
    assert {hit.fact.revealed_in for hit in others} == {E4}


async def test_a_hit_has_the_fact_its_first_subject_and_what_of_the_question_it_holds(few: Store) -> None:
    [hit] = await hits(few, "who bites whom")
    bites = Fact(fact_id("bite"), Spoiler("A stray dog bites Bo.", E2), "infection", SITE)
    assert (hit.fact, hit.subject_id, hit.subject) == (bites, subject("bo"), Spoiler("Bo Bae", E1))
    assert [hit.fact.text.reveal()[start:end] for start, end in hit.spans] == ["bites"]
    [meets] = await hits(few, "pier")
    assert (meets.fact.sources, meets.spans) == (PAPER, ())
    assert [each.fact.id for each in await hits(few, "ana", limit=2)] == [fact_id("meet"), fact_id("student")]
    # Both that tell of it are read, however few are wanted.
    assert [each.fact.id for each in await hits(few, "roof", limit=1)] == [fact_id("rain")]


async def test_a_question_in_another_language_finds_what_is_asked_for_in_it(few: Store) -> None:
    assert await found(few, "어디서 만나", spoken="ko") == "meet"
    assert await found(few, "어디서 만나") == "meet", "its letters say which language it is"
    assert await found(few, "어디서 만나", PREMISE) == ""
    # An episode that is named in one language counts for the words of every other.
    assert await found(few, "¿qué le pasa a bo en el episodio 4?", E3, spoken="es") == ""
    assert await found(few, "¿qué le pasa a bo en el episodio 2?", E3, spoken="es") != ""
    assert await found(few, "アナ") == "meet student leaves"
    assert await found(few, "ana", spoken="es") == await found(few, "ana")


async def test_a_common_word_is_still_found_beside_a_rare_one_or_another_common_one(few: Store) -> None:
    many = [fact(f"f{number}", E1, f"A lantern shines {number}.", "pen") for number in range(CAP + 20)]
    many += [fact(f"g{number}", E1, f"A shutter rattles {number}.", "pen") for number in range(CAP + 20)]
    rare = (
        fact("both", E3, "A lantern shines through a shutter that rattles.", "pen"),
        fact("rare", E2, "The lantern of the harbour shines.", "pen"),
        fact("other", E1, "Only the harbour is here.", "pen"),
    )
    await few.packs.import_pack(few_facts((*many, *rare)))

    async def first(asked: str) -> int:
        return (await hits(few, asked))[0].fact.id

    assert await first("lantern harbour") == await first("harbour lantern") == fact_id("rare")
    assert await first("lantern shutter") == fact_id("both")
    assert await first("lantern shutter shines") == fact_id("both")
    assert len(await few.search.search(SHOW, "lantern", Scope.through(E4))) == 25


async def test_another_show_has_none_of_it(few: Store) -> None:
    assert await few.search.search(SHOW + 1, "ana", Scope.through(E4)) == []


# ------------------------------------------------------------------------------------------------ a server's own


async def test_what_a_server_says_instead_is_found_there_and_by_what_the_pack_is_asked_for_by(few: Store) -> None:
    await save(few, "meet", "They saw a zeppelin.", E2, subject("bo"))
    await save(few, "", "Ana owns a zeppelin.", E3, subject("ana"))
    assert await found(few, "zeppelin", E2, HERE) == "meet"
    assert await found(few, "zeppelin", E4, HERE) == "meet Ana owns a zeppelin."
    assert await found(few, "zeppelin", E4, ELSEWHERE) == await found(few, "zeppelin") == ""
    assert await found(few, "zepelin", E4, HERE) == "", "only what the pack says is known for a slip"
    for asked in ("pier", "어디서 만나"):
        assert await found(few, asked, E4, HERE) == await found(few, asked, E4, ELSEWHERE) == "meet"
        assert await found(few, asked, E1, HERE) == ""
    first, own = await hits(few, "zeppelin", E4, HERE)
    assert first.fact == Fact(fact_id("meet"), Spoiler("They saw a zeppelin.", E2), "trait", (Source("Ours", None),))
    assert (first.subject_id, own.subject_id, own.subject) == (
        subject("bo"),
        subject("ana"),
        Spoiler("Ana An", PREMISE),
    )
    # What stood there before is neither found nor known any more.
    for asked in ("harbour", "harbor", "habrour"):
        assert await found(few, asked, E4, HERE) == ""
        assert await found(few, asked, E4, ELSEWHERE) == "meet"


async def test_what_a_server_tells_earlier_than_the_pack_is_found_by_its_words_alone(few: Store) -> None:
    await save(few, "dies", "Bo falls from a zeppelin.", E1, subject("bo"))
    assert await found(few, "zeppelin", E1, HERE) == "dies"
    assert await found(few, "who dies", E2, HERE) == ""
    # It is still the fact that tells the fate, for whoever is as far as the pack's.
    assert await found(few, "who dies", E3, HERE) == "dies"
    await save(few, "dies", "Bo falls from a zeppelin.", E4, subject("bo"))
    assert await found(few, "who dies", E4, HERE) == await found(few, "does bo die", E4, HERE) == "dies"
    assert await found(few, "who dies", E3, HERE) == ""
    assert await found(few, "zeppelin", E3, HERE) == ""


async def test_what_a_server_hid_is_not_found_there(few: Store) -> None:
    await save(few, "dies", "Bo dies on the roof.", E3, subject("bo"), state="retired")
    for asked in ("who dies", "does bo die", "bo dies on the roof"):
        assert "dies" not in await found(few, asked, E4, HERE)
        assert "dies" in await found(few, asked, E4, ELSEWHERE)
    await save(few, "fever", "Bo runs a fever.", E2, subject("bo"), state="retired")
    assert await found(few, "feveer", E4, HERE) == await found(few, "fever", E4, HERE) == ""
    await few.packs.import_pack(few_facts(each for each in FACTS if each.slug != "fever"))
    assert await found(few, "fever", E4, ELSEWHERE) == ""
