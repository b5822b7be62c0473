"""No wrong option is right too: of the pack's own questions, and of those generated at every episode."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest_asyncio

from bot.show.edits import same_words
from bot.show.episodes import PREMISE, Scope
from bot.show.facts import row_id
from bot.show.packs.options import right_options
from bot.show.spoilers import Spoiler
from bot.show.text_rules import options_differ
from bot.store import Store, open_store
from support.shipped import shipped_pack

SLUG = "all-of-us-are-dead"


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "hyosan.db") as opened:
        await opened.packs.import_pack(shipped_pack())
        yield opened


def test_no_wrong_option_of_a_written_question_is_right() -> None:
    assert not list(right_options(shipped_pack()))


def test_a_wrong_option_that_is_right_is_found() -> None:
    president = next(each for each in shipped_pack().questions if each.slug == "president-class-2-5")

    def found(question: str, answer: str, wrong: str) -> list[str]:
        text, right, other = (Spoiler(each, PREMISE) for each in (question, answer, wrong))
        asked = replace(president, text=text, answer=right, wrong=(other,))
        return list(right_options(replace(shipped_pack(), questions=(asked,))))

    assert "means whom the answer means" in found("Who is it?", "Choi Nam-ra", "Nam-ra")[0]
    # A tie of the pack that somebody else has to the same person.
    ties: dict[tuple[str, str], list[str]] = {}
    for each in shipped_pack().relationships:
        ties.setdefault((each.label.reveal(), each.b), []).append(each.a)
    (label, whom), (first, second) = next((tie, who[:2]) for tie, who in ties.items() if len(who) > 1)
    names = {each.slug: each.name.reveal() for each in shipped_pack().characters}
    asked = f"Who is {names[whom]}'s {label}?"
    assert "is the same to whom" in found(asked, names[first], names[second])[0]
    stranger = next(each for each in names if each not in ties[label, whom] and each != whom)
    assert not found(asked, names[first], names[stranger])
    fact = next(each for each in shipped_pack().facts if each.slug == president.facts[0])
    twin = replace(fact, slug="twin", text=Spoiler(fact.text.reveal().replace("Nam-ra", "On-jo"), PREMISE))
    assert twin.text != fact.text
    asked_twice = replace(shipped_pack(), facts=(*shipped_pack().facts, twin), questions=(president,))
    assert "is what a fact says as well" in next(iter(right_options(asked_twice)))


async def test_no_wrong_option_of_a_generated_question_is_right_at_any_episode(store: Store) -> None:
    show = await store.packs.show(SLUG)
    people = {row_id(SLUG, "subject", each.slug): each for each in shipped_pack().characters}
    actors = {name.reveal(): each for each in shipped_pack().characters for name in each.actor_names}
    said = {(each.text.revealed_in, same_words(each.text.reveal())) for each in shipped_pack().facts}
    ties = {(each.a, each.label.reveal(), each.b) for each in shipped_pack().relationships}
    ties |= {(each.b, each.label.reveal(), each.a) for each in shipped_pack().relationships if each.mutual}
    slugs = {each.name.reveal(): each.slug for each in shipped_pack().characters}
    for through in (PREMISE, *show.episodes):
        scope = Scope.through(through)
        made = [each for each in await store.questions.pool(show, scope) if each.generated]
        assert made or through == PREMISE
        for question in made:
            text, answer = question.text.label(scope), question.answer.label(scope)
            wrong = [each.label(scope) for each in question.wrong]
            assert options_differ(answer, wrong), text
            if text.startswith("Who plays"):
                about = people[question.rests_on[0]]
                assert about.slug == actors[answer].slug
                assert not {name.reveal() for name in about.actor_names} & set(wrong), text
            elif text.startswith("Whom does"):
                mine = {name.reveal() for name in people[question.rests_on[0]].actor_names}
                played = {
                    each.name.reveal()
                    for each in shipped_pack().characters
                    if mine & {n.reveal() for n in each.actor_names}
                }
                assert not played & set(wrong), text
            elif text.startswith("Who is"):
                whom = people[question.rests_on[2]].slug
                label = text.removesuffix("?").partition("'s ")[2]
                assert (slugs[answer], label, whom) in ties, text
                assert not [each for each in wrong if (slugs[each], label, whom) in ties], text
            else:
                then = question.answer.revealed_in
                assert text == f"Which of these happens in {then}?"
                assert (then, same_words(answer)) in said
                assert not [each for each in wrong if (then, same_words(each)) in said], text
