"""Which ties are told."""

from bot.show.badges import BLANK
from bot.show.episodes import PREMISE
from bot.show.facts import CharacterName, Relationship
from bot.show.relationships import by_person, of_group, telling
from bot.show.spoilers import Spoiler


def somebody(number: int) -> CharacterName:
    return CharacterName(number, Spoiler(f"Bird {number}", PREMISE), None, BLANK)


def tie(source: int, target: int, label: str, kind: str, back: str = "", *, ended: bool = False) -> Relationship:
    said = Spoiler(back, PREMISE) if back else None
    return Relationship(somebody(source), somebody(target), Spoiler(label, PREMISE), said, kind, not back, ended)


def test_a_tie_says_what_the_other_one_is() -> None:
    bully, friend = tie(1, 2, "bully", "enmity", "victim"), tie(1, 2, "friend", "friends")
    assert [(other.id, words.reveal()) for other, words in map(bully.seen_by, (1, 2))] == [(2, "victim"), (1, "bully")]
    assert [words.reveal() for _, words in map(friend.seen_by, (1, 2))] == ["friend", "friend"]


def test_a_classmate_is_told_only_where_nothing_stronger_stands() -> None:
    school, love = tie(1, 2, "classmate", "school"), tie(2, 1, "admirer", "love", "crush")
    teacher = tie(3, 1, "teacher", "school", "student")
    assert telling([school, love, teacher]) == [love, teacher]
    assert telling([school, teacher]) == [school, teacher]


def test_what_holds_comes_first_and_then_the_kind_decides() -> None:
    ended, killer = tie(1, 2, "friend", "friends", ended=True), tie(1, 3, "killer", "death", "victim")
    mother = tie(4, 1, "mother", "family", "son")
    assert telling([ended, killer, mother]) == [mother, killer, ended]


def test_every_tie_stands_in_the_map_of_one_group_and_classmates_in_none() -> None:
    groups = {1: 0, 2: 0, 3: 1}
    love, school = tie(1, 2, "admirer", "love", "crush"), tie(2, 3, "fellow student", "school")
    alike = tie(3, 3, "x", "school")
    assert of_group([love, school, alike], groups, 0) == [love]
    assert of_group([love, school], groups, 1) == [school]
    assert of_group([tie(1, 2, "classmate", "school")], groups, 0) == []
    assert of_group([tie(1, 9, "stranger", "enmity", "y")], groups, 0) == []


def test_what_somebody_is_to_a_person_stands_together() -> None:
    love, school, rival = tie(1, 2, "a", "love", "b"), tie(1, 3, "c", "school"), tie(2, 1, "d", "enmity", "e")
    assert by_person([love, school, rival], 1) == [love, rival, school]


def test_only_what_a_class_makes_of_two_is_weak() -> None:
    classmates, friends = tie(1, 2, "classmate", "school"), tie(1, 2, "friend", "friends")
    assert telling([classmates]) == [classmates]
    assert telling([friends, tie(2, 1, "twin", "family")]) == [tie(2, 1, "twin", "family"), friends]
    assert telling([classmates, tie(1, 3, "friend", "friends")]) == [tie(1, 3, "friend", "friends"), classmates]
    groups = {1: 1, 2: 1, 3: 0}
    assert of_group([friends], groups, 1) == [friends]
    assert of_group([tie(1, 2, "teacher", "school", "student")], groups, 1) == [
        tie(1, 2, "teacher", "school", "student")
    ]
    assert of_group([tie(1, 3, "classmate", "school")], groups, 0) == []
    assert of_group([tie(3, 1, "classmate", "school")], groups, 1) == [tie(3, 1, "classmate", "school")]
