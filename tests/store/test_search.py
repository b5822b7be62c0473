"""Search finds what viewers ask for, and nothing in its answers depends on what they have not seen."""

import pytest

from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import row_id
from bot.show.spoilers import Spoiler
from bot.store.search import SearchStore
from support.proofs import sampled
from support.searching import ASKED, DEATHS, EPISODES, LAST, PACK, SHOW, asked, ids, through

PREMISE_ONLY = Scope.through(PREMISE)


pytestmark = pytest.mark.asyncio(loop_scope="module")


# -------------------------------------------------------------------------------------------------- how well it finds


@pytest.mark.parametrize(("half", "least"), [("tune", 0.9), ("held_back", 0.75), ("fresh", 0.8), ("fresh_2", 0.9)])
async def test_a_right_fact_is_among_the_first_five(shipped: SearchStore, half: str, least: float) -> None:
    right = 0
    for each in ASKED[half]:
        found = await ids(shipped, each["text"], through(each["progress"]), limit=5)
        right += any(row_id(PACK.slug, "fact", slug) in found for slug in each["facts"])
    assert right / len(ASKED[half]) >= least


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


async def test_who_dies_in_an_episode_is_a_list_of_those_who_die_in_it(shipped: SearchStore) -> None:
    for episode in EPISODES[1:]:
        asked = ("who dies in episode {}", "deaths in episode {}")[episode.number % 2].format(episode.number)
        hits = await shipped.search(SHOW, asked, LAST)
        die = any(each.fate and each.topic == "death" for each in PACK.facts if each.text.revealed_in == episode)
        assert {hit.fact.revealed_in for hit in hits} == ({episode} if die else set())
        assert {hit.fact.topic for hit in hits} <= {"death"}


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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("does gwinaam die", "does gwi-nam die"),
        ("what happend to joonyung", "what happened to joon-yeong"),  # who sounds the same, not Joon-sung
        ("is namrra alive", "is nam-ra alive"),
    ],
)
async def test_a_slip_in_a_name_asks_for_the_same_fate(shipped: SearchStore, typed: str, meant: str) -> None:
    for episode in EPISODES[::4]:
        through_it = Scope.through(episode)
        assert await ids(shipped, typed, through_it, limit=1) == await ids(shipped, meant, through_it, limit=1)


async def test_who_kills_is_told_from_who_is_killed(shipped: SearchStore) -> None:
    whom = row_id(PACK.slug, "fact", "whom-gwi-nam-kills-and-bites-in-season-1")
    for typed in ("who was killed by gwinam", "who does gwinam kill", "how many people did gwi-nam bite"):
        assert await ids(shipped, typed, limit=1) == [whom]
    assert await ids(shipped, "who killed gwinam", limit=1) != [whom]
    assert await ids(shipped, "who does gwinam kill", through("S1E1")) == []


async def test_whether_somebody_was_bitten_is_answered_by_the_bite(shipped: SearchStore) -> None:
    bite = row_id(PACK.slug, "fact", "gwi-nam-tracks-group-construction-site-bites-cheong-san")
    assert await ids(shipped, "did cheong san get bitten", limit=1) == [bite]
    assert await ids(shipped, "did cheong san get bitten", through("S1E6"), limit=1) == await ids(
        shipped, "is cheong san alive", through("S1E6"), limit=1
    )


async def test_a_relative_is_named_with_or_without_an_article(shipped: SearchStore) -> None:
    assert await ids(shipped, "what happened to the baby mom") == await ids(shipped, "what happened to hee-su")


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
