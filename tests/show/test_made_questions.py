"""Every question that is made of a small show, word for word: games keep their ids, and the same material gives the same questions.

They stand in tests/data/made_questions.txt. Where a rule changes on purpose, read there what else it changes.
"""

from dataclasses import replace

import pytest

from bot.paths import ROOT
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.facts import Character, Fact
from bot.show.game_kinds import KindMaterial, Known, Told, questions_of
from bot.show.generated_questions import CurrentRelationship, Material, generated_questions
from bot.show.sites import Source
from bot.show.spoilers import Spoiler
from bot.show.trivia import FIRST, WHERE, WHO, Question

E = [PREMISE, *(Episode(1, number) for number in range(1, 8))]
SCOPE = Scope.through(E[7])


def say(text: str, gate: Episode = PREMISE) -> Spoiler:
    return Spoiler(text, gate)


# number, name, actor, group, episode in which they are known, role
PEOPLE = [
    (1, "Han Mi-rae", "Seo Ji-won", "Archery class", 0, "captain of the archers"),
    (2, "Kang Do-yun", "Im Tae-oh", "Archery class", 0, "third-year student"),
    (3, "Kang Seo-yeon", "Baek Ha-eun", "Teachers", 0, "school nurse"),
    (4, "Seo Jun-ho", "Ryu Min-ki", "Teachers", 1, "teacher of the archers, who keeps the keys of the gym"),
    (5, "Moon Bo-ra", "Lee Ga-in", "Archery class", 2, "third-year student"),
    (6, "Yoo Chan-mi", "Oh So-ri", "Swimming class", 0, "swimmer"),
    (7, "Ahn Ji-sung", None, "Swimming class", 1, "swimmer and cook"),
    (8, "The janitor", "Pyo Jae-won", "Teachers", 1, "keeper of the cellar"),
    (9, "Han Su-jin", "Moon Jin-ah", "Families", 0, "mother"),
    (10, "Bae Ki-tae", "Cha Woo-bin", "Families", 3, "fisherman"),
    (11, "Min Hye-ri", None, "Families", 0, "shopkeeper"),
    (12, "Go Eun-byul", None, "Families", 0, "driver"),
]
CAST = [
    Character(
        number, say(name, E[gate]), say(group), None, say(role, E[gate]), say(actor, E[gate]) if actor else None, ()
    )
    for number, name, actor, group, gate, role in PEOPLE
]
CREDITS = {
    1: Fact(900, say("Seo Ji-won plays Han Mi-rae."), "cast", (Source("Netflix", None), Source("Namu Wiki", None), Source("Netflix", "x"))),
}  # fmt: skip
TIES = [
    CurrentRelationship(9, 1, say("mother"), mutual=False, id=501),
    CurrentRelationship(3, 2, say("elder sister", E[1]), mutual=False, id=502),
    CurrentRelationship(4, 1, say("homeroom teacher", E[1]), mutual=False, id=503),
    CurrentRelationship(4, 2, say("homeroom teacher", E[1]), mutual=False, id=504),
    CurrentRelationship(1, 5, say("best friend", E[2]), mutual=True, id=505),
    CurrentRelationship(6, 5, say("bully", E[2]), mutual=False, id=506),
    CurrentRelationship(7, 5, say("rival (once)", E[2]), mutual=True, id=507),
    CurrentRelationship(2, 5, say("accuser", E[2]), mutual=False, id=508),
    CurrentRelationship(10, 5, say("captor", E[3]), mutual=False, id=509),
    CurrentRelationship(8, 6, say("killer", E[4]), mutual=False, id=510),
    CurrentRelationship(10, 11, say("husband", E[3]), mutual=False, id=511),
    CurrentRelationship(1, 2, say("friend"), mutual=True, id=512),
    CurrentRelationship(9, 2, say("aunt"), mutual=False, id=513),
]
# episode, scene, topic, whom it is about, text
TOLD = [
    (0, None, "trait", (1,), "Han Mi-rae counts her arrows twice."),
    (0, None, "backstory", (2,), "Kang Do-yun repairs old radios."),
    (0, None, "cast", (1,), "Han Mi-rae was cast last."),
    (1, 1, "event", (1, 2), "Mi-rae hides the keys in a quiver."),
    (1, 2, "injury", (2,), "Do-yun falls from the roof of the gym."),
    (1, 3, "event", (4,), "Jun-ho locks the gym."),
    (1, 3, "event", (3,), "Seo-yeon hears the first scream of all."),
    (2, 1, "infection", (5, 6), "Bo-ra is scratched by a swimmer."),
    (2, 2, "event", (1,), "Mi-rae shoots an arrow at the alarm."),
    (2, 4, "rescue", (2, 5), "Do-yun pulls Bo-ra out of the pool."),
    (2, 5, "event", (6,), "Everybody in this episode runs."),
    (3, 1, "event", (1,), "Mi-rae breaks her bow."),
    (3, 2, "death", (3,), "Seo-yeon stays behind and is bitten."),
    (3, 3, "event", (5, 1, 2), "Bo-ra carries the radio."),
    (3, 4, "event", (5, 1, 2, 6), "Bo-ra sings for all of the others."),
    (4, 1, "death", (6, 8), "Chan-mi drowns in the cellar."),
    (4, 2, "event", (2,), "Do-yun repairs the antenna with a bow string that he found."),
    (4, 3, "event", (2,), "Do-yun hears a voice on the radio which nobody but he believes in, and writes down every word it says to him."),
    (5, 1, "event", (5,), "Bo-ra lights a fire."),
    (5, 2, "event", (1,), "Mi-rae climbs to the light of the tower."),
    (6, 1, "rescue", (1, 2), "Mi-rae and Do-yun signal a helicopter."),
    (6, 2, "event", (5,), "Bo-ra turns back."),
    (6, 3, "event", (7,), "In S1E6 Ji-sung cooks."),
    (7, 1, "event", (1,), "Mi-rae throws the last arrow away."),
    (7, 2, "event", (5,), "Bo-ra opens the gate."),
]  # fmt: skip
FACTS = [
    Fact(
        100 + number,
        say(text, E[episode]),
        topic,
        (Source("Episode guide" if number % 4 else "A site", None), Source("Paper", None)),
        scene=scene,
    )
    for number, (episode, scene, topic, _about, text) in enumerate(TOLD)
]
MATERIAL = KindMaterial(
    [
        Known(
            each.id, each.name, each.group, (say(each.name.label(SCOPE).split()[-1], each.name.revealed_in),), each.role
        )
        for each in CAST
    ],
    [Told(fact, about) for fact, (*_, about, _text) in zip(FACTS, TOLD, strict=True)],
    E[1:],
)
WRITTEN = Question(
    1, say("Which actor is behind Yoo Chan-mi?"), say("Oh So-ri"), (say("a"),), say("why"), "easy", "cast", ()
)


def line(question: Question) -> str:
    """All of a question on one line, each text with its gate."""

    def told(*texts: Spoiler) -> str:
        return " / ".join(f"{each.reveal()} {each.revealed_in.ordinal}" for each in texts)

    places = " ".join(f"{episode}:{scene}" for episode, scene in question.places)
    parts = [
        question.id, told(question.text), told(question.answer), told(*question.wrong), told(question.explanation),
        question.difficulty, question.topic, ", ".join(question.sites), " ".join(map(str, question.rests_on)),
        told(*question.clues), places, question.at,
    ]  # fmt: skip
    assert question.generated
    return " | ".join("" if each is None else str(each) for each in parts)


def made(kind: str) -> list[str]:
    if kind == "quiz":
        return [*map(line, generated_questions("show", Material(CAST, FACTS, TIES, CREDITS, [WRITTEN]), SCOPE))]
    return [*map(line, questions_of(kind, "show", MATERIAL, SCOPE))]


@pytest.mark.parametrize("kind", ["quiz", WHO, WHERE, FIRST])
def test_the_same_material_gives_the_same_questions(kind: str) -> None:
    text = (ROOT / "tests" / "data" / "made_questions.txt").read_text("utf-8")
    [expected] = [each.splitlines()[1:] for each in text.split("# ") if each.startswith(f"{kind}\n")]
    assert made(kind) == expected


def test_what_a_server_wrote_is_a_clue_with_a_gap() -> None:
    told = [Told(fact, about, is_own=True) for fact, (*_, about, _text) in zip(FACTS, TOLD, strict=True)]
    [first, *_others] = questions_of(WHO, "show", replace(MATERIAL, told=told), SCOPE)
    assert {each.reveal().partition(" ")[0] for each in first.clues} == {"…"}
    foreign = [
        replace(each, fact=replace(each.fact, text=say(f"{each.fact.text.reveal()} 미래", each.fact.revealed_in)))
        for each in told
    ]
    written = [replace(each, written=("미래",)) for each in MATERIAL.people]
    assert questions_of(WHO, "show", replace(MATERIAL, told=foreign, people=written), SCOPE) == []
