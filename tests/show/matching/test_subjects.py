"""Whom a text names, however the name is typed."""

import unicodedata

import pytest

from bot.show.episodes import Episode
from bot.show.spoilers import Spoiler
from bot.show.text_rules import Names

E9 = Episode(1, 9)
NAMES = Names(
    (name, Spoiler(name, E9))
    for name in (
        "Ho-cheol", "은지", "The rescued little girl", "U-sin", "The principal", "Lee Cheong-san's mother", "Lee Cheong-san",
        "Jin-su's mother", "Ms. Park", "class president", "nurse", "Maru", "민은지",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *((each, "Ho-cheol") for each in (
            "Ho-cheol", "ho-cheol comes", "HO-CHEOL!", "Ho cheol", "Hocheol", "HoCheol", "Ho\u2011cheol", "Ho\u2013cheol",
            "ho\u00adcheol", "Hoch\u00adeol", "H\u200bo-cheol", "Ho.cheol", "Ho_cheol", "Hō-cheól", "Ｈｏ－ｃｈｅｏｌ",
            "Ho-cheol’s gun", "Ho-cheols", "(ho-cheol)",
        )),
        *((each, "은지") for each in ("은지", "은지가 온다", "은지는", unicodedata.normalize("NFD", "은지를"), "“은지”")),
        ("민은지가", "민은지"),
        ("A man finds the rescued little girl.", "The rescued little girl"),
        ("The Rescued Little Girl", "The rescued little girl"),
        ("u-sin drives", "U-sin"),
        ("The principal smiles", "The principal"),
        ("lee cheong san's mother", "Lee Cheong-san's mother"),
        ("Jin-su's mom", "Jin-su's mother"),
        ("ms park", "Ms. Park"),
        ("MARU’s plan", "Maru"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_typed(text: str, name: str) -> None:
    assert list(NAMES.mentions(text)) == [(name, E9)]


@pytest.mark.parametrize(
    "text",
    [
        "He leaves us in the dark.", "The main reason, the principal reason.", "A class president speaks.", "The nurse helps.",
        "A mother and her sons.", "They park the car.", "marubi", "hocheolin", "은지원", "Who? Cheol!", "",
    ],
)  # fmt: skip
def test_ordinary_words_name_nobody(text: str) -> None:
    assert not list(NAMES.mentions(text))
