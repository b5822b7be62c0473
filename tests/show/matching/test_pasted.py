"""What people paste into a look-up, and the words in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.show.episodes import Episode
from bot.show.matching.names import Person, find, sure
from bot.show.matching.pasted import unwrapped
from bot.show.shows import Show

ID = "123456789012345678"


@pytest.mark.parametrize(
    "typed",
    [
        "https://example.org/wiki/Choi_Nam-ra", "<https://example.org/wiki/Choi_Nam-ra>", "HTTPS://example.org/wiki/Choi_Nam-ra",
        "example.fandom.com/wiki/Choi_Nam-ra", "https://example.fandom.com/wiki/Choi_Nam-ra/Gallery",
        "https://en.example.org/wiki/Choi_Nam-ra_(All_of_Us_Are_Dead)?action=edit#Life", "https://example.org/Choi%20Nam-ra.html",
        "https://example.org/search?q=Choi+Nam-ra&hl=en", "https://example.org/#Choi_Nam-ra", "[Choi Nam-ra](https://example.org/x)",
        "[[Choi Nam-ra]]", "[[Nam-ra (class 2-5)|Choi Nam-ra]]", "Choi Nam-ra | All of Us Are Dead Wiki | Fandom",
        f"<:Choi_Nam:{ID}>-ra", "name: Choi Nam-ra", "/character name:Choi Nam-ra", "/character Choi Nam-ra", "About = Choi Nam-ra",
        f"</character:{ID}> Choi Nam-ra", f"<@{ID}> Choi Nam-ra", f"Choi Nam-ra <#{ID}>", "@Choi Nam-ra", "#Choi Nam-ra",
        "“Choi Nam-ra”", "'Choi Nam-ra'", "«Choi Nam-ra»", "「Choi Nam-ra」", "**Choi Nam-ra**", "~~Choi Nam-ra~~", "`Choi Nam-ra`",
        "||Choi Nam-ra||", "> Choi Nam-ra", "- Choi Nam-ra", "### Choi Nam-ra", "***“Choi Nam-ra”***?", "(Choi Nam-ra)",
        "Choi Nam-ra?", "Choi Nam-ra!!!", "Choi Nam-ra…", "Choi Nam-ra,", "  Choi   Nam-ra ", "Choi\u200b Nam\u2060-ra",
        "\u202eChoi Nam-ra\u202c", "Choi Nam&#45;ra", "Choi\nNam-ra",
    ],
)  # fmt: skip
def test_the_words_are_what_is_left(typed: str) -> None:
    assert unwrapped(typed).replace(" -", "-") == "Choi Nam-ra"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (f"<:namra:{ID}>", "namra"),
        (f"<a:nam_ra:{ID}>", "nam ra"),
        (":namra:", "namra"),
        (f"why does <:namra:{ID}> leave?", "why does namra leave"),
        ("https://example.org/w/%EC%B5%9C%EB%82%A8%EB%9D%BC", "최남라"),
        ("최남라", "최남라"),
        # What people type as well.
        ("Mr. Lee", "Mr. Lee"),
        ("On-jo's father", "On-jo's father"),
        ("why: he left", "why: he left"),
        ("and/or", "and/or"),
        ("9:30", "9:30"),
        # Nothing but wrapping is what was typed.
        (f"<@{ID}>", f"<@{ID}>"),
        ("https://example.org/", "https://example.org/"),
        ("???", "???"),
        ("", ""),
    ],
)
def test_what_is_no_wrapping_stays(typed: str, left: str) -> None:
    assert unwrapped(typed) == left


def test_a_question_keeps_its_sign() -> None:
    assert unwrapped("**who bit Nam-ra?**", question=True) == "who bit Nam-ra?"
    assert unwrapped("who bit Nam-ra", question=True) == "who bit Nam-ra"


@pytest.mark.parametrize(
    "typed", ["“S1E4”", "**4**", "https://example.org/wiki/Episode_4", "number: S1E4", "`e4`", "S1E4?"]
)
def test_an_episode_may_be_pasted_as_well(typed: str) -> None:
    episodes = tuple(Episode(1, number) for number in range(1, 13))
    assert Show(1, "show", "Show", episodes).episode(typed) == Episode(1, 4)


def test_a_name_is_found_by_what_was_pasted() -> None:
    person = Person(1, "Choi Nam-ra", ("최남라",))
    people = (person, Person(2, "Nam On-jo"))
    for typed in ("https://example.org/wiki/Choi_Nam-ra", "name: Nam-ra", f"<:namra:{ID}>", "최남라"):
        assert sure(find(typed, people)) == person


@given(st.text(max_size=200) | st.text("<>:@#/[]()|*`_~.?=&%a1 ", max_size=60))
def test_nothing_that_is_pasted_breaks_it(typed: str) -> None:
    unwrapped(typed)
