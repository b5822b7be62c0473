"""The shipped pack: correct by the rules, and with the people and facts that it is known for."""

import re

import pytest

from bot.show.episodes import PREMISE, Episode
from bot.show.facts import DIFFICULTIES, TOPICS
from bot.show.packs.translations import coverage
from bot.show.spoilers import FORBIDDEN, plain
from support.shipped import shipped_pack

NO_SOURCE = re.compile(
    r"\.pages\.dev|asianwiki\.(co|info)\b|curcol\.co|rulz|namegenerator\.biz|winenfood|eatsip365|nda\.news|masasha\.net|cm-ob\.pt"
    r"|pixelation\.org|kwave\.ai|gomgom-ace|mir\.pe|the1\.wiki|homeknowledges|mediaverty|monthlykorean"
)


def texts() -> list[tuple[str, str, Episode]]:
    """Every text that members may read, with the kind of thing it is and its gate."""
    p = shipped_pack()
    found = [("summary", each.summary) for each in p.episodes]
    found += [("fact", each.text) for each in p.facts] + [("tie", each.label) for each in p.relationships]
    found += [("role", role) for each in p.characters for role in each.roles]
    found += [("question", text) for q in p.questions for text in (q.text, q.answer, *q.wrong, q.explanation)]
    return [(kind, spoiler.reveal(), spoiler.revealed_in) for kind, spoiler in found]


def test_every_gate_is_premise_or_an_episode_of_the_show() -> None:
    known = {PREMISE, *(each.episode for each in shipped_pack().episodes)}
    assert known == {PREMISE, *(Episode(1, number) for number in range(1, 13))}
    assert {gate for _, _, gate in texts()} <= known


def test_a_text_that_names_somebody_is_revealed_no_earlier_than_they_are() -> None:
    """Written apart from the pack's own check: full names and Hangul, wherever they stand."""
    for character in shipped_pack().characters:
        names = [character.name.reveal(), *([character.hangul.reveal()] if character.hangul else [])]
        for kind, text, gate in texts():
            for name in names:
                # “Hee-su's baby” names the baby only with these very words.
                if name in text:
                    assert gate >= character.name.revealed_in, (kind, text)


def test_a_question_is_revealed_no_earlier_than_what_it_rests_on() -> None:
    gates = {fact.slug: fact.text.revealed_in for fact in shipped_pack().facts}
    for question in shipped_pack().questions:
        assert all(gates[slug] <= question.text.revealed_in for slug in question.facts), question.slug
        assert len({question.answer.reveal(), *(each.reveal() for each in question.wrong)}) == 1 + len(question.wrong)
        assert question.difficulty in DIFFICULTIES


def test_no_text_holds_what_could_break_a_tag() -> None:
    for _, text, _ in texts():
        assert not FORBIDDEN.search(text), text
        assert text == plain(text)


def test_the_pack_is_as_rich_as_the_research() -> None:
    p = shipped_pack()
    assert len(p.characters) == 44
    assert len(p.facts) > 700
    assert len(p.relationships) > 100
    assert len(p.questions) > 200
    assert {fact.topic for fact in p.facts} == set(TOPICS)


def test_all_of_it_is_told_in_five_languages_more_and_none_of_it_is_stale() -> None:
    said = [each.partition(" (")[0] for each in coverage(shipped_pack())]
    assert said == [f"{each}: 100 %" for each in ("es", "id", "ja", "ko", "pt")]
    assert shipped_pack().stale == ()


def test_every_fact_has_a_source_with_a_name_that_is_no_address() -> None:
    for fact in shipped_pack().facts:
        assert fact.sources
        assert not [source.site for source in fact.sources if "/" in source.site or not source.site]


def test_the_article_that_started_it_all_is_in() -> None:
    rests = [
        fact for fact in shipped_pack().facts if any(source.site == "Showbiz Cheat Sheet" for source in fact.sources)
    ]
    assert len(rests) >= 30


@pytest.mark.parametrize("episode", [Episode(1, number) for number in range(1, 13)], ids=str)
def test_every_episode_has_a_summary_and_facts(episode: Episode) -> None:
    summary = next(each.summary.reveal() for each in shipped_pack().episodes if each.episode == episode)
    assert 150 <= len(summary) <= 350
    assert sum(fact.text.revealed_in == episode for fact in shipped_pack().facts) >= 20


def test_the_leads_have_something_before_the_first_episode() -> None:
    leads = {"nam-on-jo", "lee-cheong-san", "choi-nam-ra", "lee-su-hyeok", "yoon-gwi-nam", "lee-na-yeon", "yang-dae-su"}
    assert {each.slug for each in shipped_pack().characters if each.name.revealed_in == PREMISE} >= leads


@pytest.mark.parametrize("gate", [PREMISE, Episode(1, 1)], ids=str)
def test_there_is_much_to_ask_about_story_and_people_from_the_start(gate: Episode) -> None:
    about = [
        q for q in shipped_pack().questions if q.text.revealed_in == gate and TOPICS[q.topic] in {"people", "story"}
    ]
    assert len(about) >= 60


def test_no_text_says_in_which_episode_it_happens_or_calls_one_thing_by_two_words() -> None:
    for kind, text, _ in texts():
        if kind in {"question", "tie", "role", "summary"}:
            assert not re.search(r"\b[Ee]pisode \d|half zombie|half-infected|\bpupil", text), text


def test_no_answer_is_given_away_by_its_length() -> None:
    for q in shipped_pack().questions:
        answer, wrong = len(q.answer.reveal()), sorted(len(each.reveal()) for each in q.wrong)
        assert wrong[0] * 0.6 - 3 <= answer <= wrong[-1] * 1.45 + 3, q.text.reveal()


def test_nothing_rests_on_copies_mirrors_or_generated_pages() -> None:
    p = shipped_pack()
    sources = [
        source
        for each in (*p.episodes, *p.characters, *p.facts, *p.relationships, *p.questions)
        for source in each.sources
    ]
    assert not [source.typed for source in sources if NO_SOURCE.search(source.typed)]


def test_who_killed_whom_has_the_episode_as_its_first_source() -> None:
    deaths = [tie for tie in shipped_pack().relationships if tie.label.revealed_in != PREMISE and tie.kind == "death"]
    assert all(tie.sources[0].typed == str(tie.label.revealed_in) for tie in deaths)


def test_what_happens_in_an_episode_has_the_episode_as_its_first_source() -> None:
    happens = [fact for fact in shipped_pack().facts if fact.scene is not None]
    assert len(happens) > 300
    assert all(fact.sources[0].typed == str(fact.text.revealed_in) for fact in happens)
