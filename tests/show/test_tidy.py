"""What is typed, pasted and uploaded, as it is kept; and texts that only look alike."""

from collections.abc import Callable

import pytest

from bot.language import speaking
from bot.show import translations
from bot.show.tidy import has_markup, looks, tidy, unmarked


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\n\tb  ", "a b"), ("&quot;a&quot; &amp; b", '"a" & b'), ("&#39;a&#x27; &#X41;", "'a' A"), ("&amp;amp;amp;quot;", "&quot;"),
        ("R&D; &nothing; &a", "R&D; &nothing; &a"), ("e\u0301", "é"), ("a\u00adb\u200b\u3164c\U000e0041", "abc"), ("a\u200db", "a\u200db"),
        ("&lt;b&gt;", "<b>"), ("", ""),
    ],
)  # fmt: skip
def test_a_text_is_kept_tidy(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nam-ra", "NAM\u2011RA"), ("a\u2212b", "a-b"), ("It's", "it\u2019s"), ("it`s", "itʼs"), ("\uff41", "a"), ("a  b", "A\u00a0B"), ("♥\ufe0f", "♥"),
        ("a\u200db", "ab"), ("straße", "STRASSE"), ("&#98;", "b"),
    ],
)  # fmt: skip
def test_what_looks_the_same_has_one_key(one: str, other: str) -> None:
    assert looks(one) == looks(other)
    assert looks(one) != looks(one + "x")


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<b>a</b> <i class='x'>b</i>", "a b"), ("a<br>b<br/>c", "a b c"), ("<p>a</p><P>b", "a b"), ("a<div>b</div>c", "a b c"),
        ("<li>a<LI>b", "a b"), ("a<ul>b", "ab"), ("a<!-- x -->b", "ab"), ("a[1] b[a] c[note 2] d[citation needed]", "a b c d"),
        ("[1](https://example.org)", "1"), ("[b]a[/b] [url=x]b[/url]", "a b"), ("[[a]] [[b|c]] [[12]]", "a c 12"), ("[a](b)", "a"),
        ("''a'' '''b''' '''''c'''''", "a b c"), ("*a* **b** ***c*** ~~d~~ ||e|| `f`", "a b c d e f"), ("_a_ __b__ ___c___", "a b c"),
        (r"\*a\* \_b \_c\_ *d\**", "*a* _b _c_ d*"), ("a * b * c", "a * b * c"), ("snake_case_x", "snake_case_x"), ("2*3*4", "2*3*4"), ("a < b > c", "a < b > c"),
        ("&lt;b&gt;a", "a"),
    ],
)  # fmt: skip
def test_simple_mark_up_goes_and_its_words_stay(marked: str, words: str) -> None:
    assert unmarked(marked) == words


def test_mark_up_is_seen_and_ordinary_signs_are_none() -> None:
    marked = [
        "<b>",
        "</ref>",
        "<br />",
        "<a href='x'>",
        "<!-- x",
        "[[a",
        "a]]",
        "{{a",
        "a}}",
        "[1]",
        "[b]",
        "[note 1]",
        "[a](b",
        "'''a",
        "''a''",
        "**a",
        "__ab__",
        "~~a",
    ]
    assert [each for each in marked if not has_markup(each)] == []
    ordinary = ["a < b", "<3", "[sic]", "(a)", "it's", "a ** b", "a_b__c", "{a}", "[1234]", "''", "5'' tall"]
    assert [each for each in ordinary if has_markup(each)] == []


def test_a_text_is_told_in_the_language_that_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "_known", {})
    monkeypatch.setattr(translations, "_made", [])
    asked: list[str] = []

    def made(english: str, said: Callable[[str], str]) -> str | None:
        assert said is translations.translated
        asked.append(english)
        return "그녀가 달린다: 남라" if english == "She runs: Nam-ra" else None

    translations.say_also(made)
    translations.say_also(made)
    assert translations.translated("She runs.") == "She runs."
    translations.learn({"ko": {"She runs.": "그녀가 달린다."}})
    translations.learn({"ko": {"Nam-ra": "남라"}, "ja": {"She runs.": "彼女は走る。"}})
    assert translations.translated("She runs.") == "She runs."
    with speaking("ko"):
        assert translations.translated("She runs.") == "그녀가 달린다."
        assert translations.translated("She runs") == "그녀가 달린다", "an option has no full stop"
        assert translations.translated("Nam-ra") == "남라"
        assert translations.translated("On-jo") == "On-jo"
        assert translations.translated("She runs: Nam-ra") == "그녀가 달린다: 남라"
    with speaking("ja"):
        assert translations.translated("She runs") == "彼女は走る"
    with speaking("es"):
        assert translations.translated("She runs: Nam-ra") == "She runs: Nam-ra"
    assert asked == ["On-jo", "She runs: Nam-ra"], "each once, and only where something is known of the language"
