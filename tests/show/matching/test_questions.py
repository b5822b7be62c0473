"""What an English question says, and how much it asks for the same as an ask."""

import pytest

from bot.show.matching import questions
from bot.show.matching.asks import (
    Asked,
    Slot,
    ask_of,
    comparable,
    name_slot,
    named,
    named_runs,
    subject,
    weight_of,
    word_slot,
)
from bot.show.matching.questions import Phrases

NAMES = {
    "namra": {1},
    "musicroom": {2},
    "choinamra": {1},
    "thebully": {3},
    "onjosmother": {4},
    "lee": {5, 6},
    "온조": {7},
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("On-jo's DAD", "on jos dad"),
        ("Café ﬁn №１２", "cafe fin no12"),
        ("Don’t ‘you’ O`Neil", "dont you oneil"),
        ("snake_case, a.b", "snake case a b"),
        ("남라의 Ünïcödé", "남라의 unicode"),
        ("が ガ ﾊﾟ", "が ガ パ"),
        ("", ""),
    ],
)
def test_words_are_as_the_index_has_them(text: str, words: str) -> None:
    assert questions.words(text) == words.split()


def test_of_a_book_so_many_characters_are_read() -> None:
    assert questions.words("x" * 400) == ["x" * 300]
    assert questions.words("x" * 400, longest=5) == ["xxxxx"]
    assert questions.words("\ufdfa" * 20, longest=18) == questions.words("\ufdfa", longest=100)


@pytest.mark.parametrize(
    ("said", "left", "episode"),
    [
        ("who dies in episode 4", "who dies in", (None, 4)),
        ("season 2 episode 10 what", "what", (2, 10)),
        ("s1e9 ending", "ending", (1, 9)),
        ("ep 3", "", (None, 3)),
        ("ep3 or e 4", "or e 4", (None, 3)),
        ("the third ep who", "the who", (None, 3)),
        ("pilot episode", "", (None, 1)),
        ("first episode", "", (None, 1)),
        ("first kiss", "first kiss", None),
        ("step 4", "step 4", None),
        ("episode", "episode", None),
        ("episode 1234", "episode 1234", None),
    ],
)
def test_an_episode_is_read_out_of_a_question(said: str, left: str, episode: tuple[int | None, int] | None) -> None:
    assert questions.in_episode(said.split()) == (left.split(), episode)


@pytest.mark.parametrize(
    ("said", "of_somebody", "of_nobody"),
    [
        ("does die", "of one", None),
        ("how does die", "how", None),
        ("who killed", "how", "deaths"),
        ("killed", "of one", None),
        ("still alive", "of one", None),
        ("survives", "of one", None),
        ("what happens to", "of one", None),
        ("is a zombie", "of one", None),
        ("where does live", None, None),
        ("where lives", None, None),
        ("where is", "of one", None),
        ("who dies", "how", "deaths"),
        ("deaths", "of one", "deaths"),
        ("bitten", "how", None),
        ("is bitten", "of one", None),
        ("make", None, None),
        ("make it", "of one", None),
        ("who survives", "how", "survivors"),
        ("everyone who died", "how", "deaths"),
        ("list of all survivors", "of one", "survivors"),
        ("who does make it", "how", "survivors"),
        ("kiss and die", None, None),
        ("", None, None),
        ("why", None, None),
    ],
)
def test_a_question_may_be_for_nothing_but_a_fate(said: str, of_somebody: str | None, of_nobody: str | None) -> None:
    assert questions.fate(said.split(), somebody=True) == of_somebody
    assert questions.fate(said.split(), somebody=False) == of_nobody


def test_some_words_ask_how_it_ends() -> None:
    assert questions.ends(["x", "ending"])
    assert not questions.ends(["x", "sings"])


@pytest.mark.parametrize(
    ("word", "endings"),
    [
        ("jos", "jos jo"),
        ("as", "as"),
        ("jo", "jo"),
        ("온조는", "온조는 온조"),
        ("는", "는"),
        ("지가", "지가"),
        ("은지가", "은지가 은지"),
    ],
)
def test_what_stands_behind_a_name_goes(word: str, endings: str) -> None:
    assert questions.name_endings(word) == endings.split()


@pytest.mark.parametrize(
    ("run", "keys"),
    [
        ("nam ra", "namra thenamra"),
        ("nam ras", "namras thenamras namra"),
        ("abs", "abs theabs"),
        ("jo's", "jo's thejo's jo'"),
        ("온조는", "온조는 the온조는 온조"),
        ("지가", "지가 the지가"),
        ("가", "가 the가"),
        ("mom", "mom themom"),
    ],
)
def test_how_a_name_may_be_kept(run: str, keys: str) -> None:
    assert questions.name_keys(run.split()) == keys.split()


def test_a_relative_is_kept_under_any_word_for_them() -> None:
    keys = questions.name_keys(["on", "jos", "mom"])
    assert keys[:2] == ["onjosmom", "theonjosmom"]
    assert {"onjosmother", "onjossmother"} <= {*keys}
    assert "mother" in questions.kin("mom")
    assert questions.kin("teacher") == ()


def test_the_title_of_the_show_and_articles_are_left_out() -> None:
    said = ["in", "all", "of", "us", "are", "dead", "the", "who", "is", "a", "boy", "in", "aouad", "all", "of", "us"]
    assert questions.asked(said, "All of Us Are Dead") == ["in", "who", "is", "boy", "in", "all", "of", "us"]
    assert questions.asked(["small", "show", "show", "small", "show"], "Small Show") == ["show"]
    assert questions.asked(["x"] * 30, "") == ["x"] * 24


@pytest.mark.parametrize(
    ("said", "one_way"),
    [
        ("who is half zombie", "who is halfbie"),
        ("semi zombies bite", "halfbie bite"),
        # The longest way first: nothing of it is left.
        ("in the broadcast room", "in broadcasting"),
        ("broadcast and pa room", "broadcasting and broadcasting"),
        ("name tag name tag", "nametag nametag"),
        ("irl", "in real life"),
        ("what happened 2 su", "what happened to su"),
        ("is there a 2nd season", "is there season 2"),
        # What only begins like one of them stays, at the end as well.
        ("half a name and half", "half name and half"),
        ("name", "name"),
        ("the second", "second"),
        ("who runs", "who runs"),
    ],
)
def test_what_is_written_in_several_ways_is_one(said: str, one_way: str) -> None:
    assert questions.asked(said.split(), "") == one_way.split()


def test_the_one_way_is_looked_for_in_every_way() -> None:
    for way in questions.forms("halfbie"):
        assert questions.asked(["a", *questions.words(way), "bites"], "") == ["halfbie", "bites"]
    assert {"halfbie", "half zombies", "semi zombie"} <= {*questions.forms("halfbie")}


GROUPS: list[questions.SayingGroup] = [
    {"say": ["the Bite", "gnaw at", "munched"], "find": ["bites him", "#infection", "On-jo"]},
    {"say": ["bite", "munches"], "find": ["chews", "bites him", "#injury", "#infection"]},
]


def test_what_is_said_in_several_groups_finds_what_all_of_them_do() -> None:
    found = questions.synonyms_in(GROUPS)
    assert found.keys() == {"bite", "gnaw at", "munched", "munches"}
    assert found["bite"] == questions.Synonyms(("bites him", "on jo", "chews"), ("infection", "injury"))
    assert found["gnaw at"] == questions.Synonyms(("bites him", "on jo"), ("infection",))
    assert found["munches"] == questions.Synonyms(("chews", "bites him"), ("injury", "infection"))


def test_words_of_one_group_are_mates_and_phrases_have_none() -> None:
    bite, munch, the = map(questions.base, ("bite", "munched", "the"))
    assert questions.mates_in(GROUPS) == {bite: {munch}, munch: {bite}}
    assert questions.mates_in([{"say": ["bite", "bitten"], "find": []}]) == {bite: set()}
    three = questions.mates_in([*GROUPS, {"say": ["the", "bite", "munch"], "find": []}])
    assert three == {bite: {munch, the}, munch: {bite, the}, the: {bite, munch}}


def test_words_have_forms_mates_and_synonyms() -> None:
    assert questions.base("whos") == questions.base("who")
    assert questions.base("bitten") == questions.base("bit") == questions.base("bites")
    assert questions.base("infected") == questions.base("infection") == questions.base("infects") == "infect"
    assert questions.base("is") == "is"
    assert {"bite", "bit", "bitten"} <= {*questions.forms("bit")}
    assert questions.forms("nothing of the kind") == ("nothing of the kind",)
    assert questions.synonyms("nothing of the kind") is None
    dies = questions.synonyms("die")
    assert dies is not None
    assert (dies.topics, questions.synonyms("dies")) == (("death",), dies)
    assert questions.synonyms("zombies") is not None
    assert questions.synonyms("perish") is not None
    assert questions.synonyms("perished") == questions.synonyms("perish")
    assert len({*dies.phrases}) == len(dies.phrases) > 2
    assert questions.mates(questions.base("nothing")) == frozenset()
    for one in questions.mates(questions.base("die")):
        assert questions.base("die") in questions.mates(one)
        assert one != questions.base("die")
    assert questions.asks_for_actors(iter(["who", "played"]))
    assert not questions.asks_for_actors(["who", "runs"])
    assert questions.search_key("Lee Cheong-san's Mr. X") == "leecheongsansmrx"
    assert [questions.carries(each) for each in ("who", "roof")] == [False, True]
    assert [questions.idle(each) for each in ("the", "ending", "who")] == [True, False, False]
    assert [questions.is_question_word(each) for each in ("whos", "roof")] == [True, False]


@pytest.mark.parametrize(
    ("phrases", "text", "found"),
    [
        (["bite"], "She bites him; biting. A rabbit bit.", ["bites", "biting", "bit"]),
        (["music room"], "In the Music-Room, music of a room", ["Music-Room"]),
        (["music room", "music room door"], "the music room door", ["music room door"]),
        (["room", "music room"], "the music room", ["music room"]),
        (["roof"], "roofs of rooftops", ["roofs"]),
        (["a", "roof"], "a roof", ["a", "roof"]),
        (["infect"], "infection: the infected infect", ["infection", "infected", "infect"]),
        (["roof"], "İroof roof", []),  # a letter that is two in small ones
        (["roof"], "", []),
    ],
)
def test_phrases_are_found_whatever_their_endings(phrases: list[str], text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Phrases(phrases).spans(text)] == found


def test_two_are_the_same_where_their_phrases_are() -> None:
    assert Phrases(["bites", "roof"]) == Phrases(["bite", "roofs"])
    assert hash(Phrases(["bites"])) == hash(Phrases(["bite"]))
    assert Phrases(["roof"]) != Phrases(["bite"])
    assert Phrases(["roof"]) != ["roof"]


# ------------------------------------------------------------------------------------------------ asks


def test_names_are_found_the_longest_first() -> None:
    assert named(["nam", "ra"], NAMES) == {1}
    assert named(["bully"], NAMES) == {3}
    assert named(["on", "jos", "mom"], NAMES) == {4}
    assert named(["who"], NAMES | {"who": {9}}) == ()
    assert named(["a", "nam", "ra", "x", "y"], NAMES | {"anamraxy": {9}}) == ()
    assert named(["a", "nam", "ra", "x"], NAMES | {"anamrax": {9}}) == {9}
    assert named(["nobody"], NAMES) == ()
    runs = named_runs(["did", "choi", "nam", "ra", "leave", "the", "music", "room"], NAMES)
    assert [(word, {*meant}) for word, meant in runs] == [
        *(("did", set()), ("choi", {1}), ("leave", set()), ("the", set()), ("music", {2})),
    ]


def test_an_ask_is_compared_by_subjects_and_one_form_of_each_word() -> None:
    assert comparable("Who bit the Nam-ra, and who bites Lee?", NAMES) == [
        "who",
        questions.base("bite"),
        "@1",
        "@5",
        "@6",
    ]
    assert comparable("how does it end", {}) == [questions.base("how"), "end"]
    assert subject(7) == "@7"
    ask = ask_of("@1 who bit end")
    assert (dict(ask.weights), round(ask.whole, 3)) == ({"@1": 2.5, "who": 0.8, "bit": 3.0, "end": 0.6}, 6.9)
    assert ask_of("").weights == ()
    assert [weight_of(each) for each in ("name", "content", "question", "weak")] == [2.5, 3.0, 0.8, 0.6]


def test_what_may_stand_for_a_word() -> None:
    assert name_slot({2, 1}) == Slot(2.5, {"@1": 1.0, "@2": 1.0})
    assert word_slot("the") is None
    slot = word_slot("died")
    assert slot is not None
    mates = questions.mates(questions.base("died"))
    assert slot == Slot(3.0, dict.fromkeys(mates, 0.6) | {questions.base("died"): 1.0})
    assert mates


def likeness(question: list[Slot], ask: str) -> float:
    return round(Asked(question).likeness(ask_of(ask)), 3)


def test_the_more_two_ask_for_the_same_the_more_alike_they_are() -> None:
    asked = [Slot(2.5, {"@1": 1.0}), Slot(3.0, {"bit": 1.0, "gnaw": 0.6, "infect": 0.2}), Slot(0.8, {"who": 1.0})]
    assert likeness(asked, "@1 bit who") == 1
    assert likeness(asked, "@1 bit") == round(5.5 / 6.3, 3)
    assert likeness(asked, "@1 gnaw") == round((2.5 + 1.8) / 6.3, 3)
    # A word that says it better counts instead, and none counts twice.
    assert likeness(asked, "infect gnaw bit bit") == likeness(asked, "bit gnaw infect") == round(3 / 6.3, 3)
    # What the ask says more makes it less alike.
    assert likeness(asked, "@1 bit who roof") == round(6.3 / (6.3 + 0.75 * 3), 3)
    assert likeness(asked, "roof") == likeness(asked, "") == likeness([], "roof") == 0
    twice = [Slot(2.5, {"@1": 1.0, "x": 1.0}), Slot(3.0, {"x": 0.5, "bit": 1.0})]
    assert likeness(twice, "x") == round(2.5 / 5.5, 3)
    assert likeness(twice, "x bit") == 1
