"""The choke point, and tags that no text can break out of."""

import copy
import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord.preview._markdown import markdown_tokens

from bot.errors import SpoilerLeakError
from bot.language import speaking
from bot.show import translations
from bot.show.episodes import PREMISE, Episode, Scope
from bot.show.spoilers import FORBIDDEN, Spoiler, escape, is_blank, plain, shown_name

E4, E9 = Episode(1, 4), Episode(1, 9)
DEATH = Spoiler("He dies.", E9)


def test_a_spoiler_prints_its_gate_and_nothing_else() -> None:
    for printed in (str(DEATH), repr(DEATH), f"{DEATH}", f"{DEATH:>40}", f"{DEATH!s}", f"{[DEATH]}", "%s" % DEATH):  # noqa: UP031  every way to print
        assert "<Spoiler S1E9>" in printed
        assert "dies" not in printed


def test_a_spoiler_cannot_be_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(DEATH)
    with pytest.raises(TypeError):
        copy.copy(DEATH)


def test_markdown_is_plain_then_tagged_then_refused() -> None:
    assert DEATH.markdown(Scope.through(E9)) == "He dies."
    assert DEATH.markdown(Scope(E4, E9)) == "||He dies. ||"
    with pytest.raises(SpoilerLeakError):
        DEATH.markdown(Scope(E4, Episode(1, 8)))


def test_a_label_shows_only_what_is_clear() -> None:
    assert DEATH.label(Scope.through(E9)) == "He dies."
    with pytest.raises(SpoilerLeakError):
        DEATH.label(Scope(E4, E9))


def test_joined_texts_are_revealed_with_the_last_of_them() -> None:
    joined = Spoiler.join([Spoiler("He runs.", E4), DEATH])
    assert joined.revealed_in == E9
    assert joined.reveal() == "He runs. He dies."
    assert Spoiler.join([]).revealed_in == PREMISE


def test_a_text_is_cut_before_it_is_encoded() -> None:
    assert escape("****", limit=3) == r"\*\*…"
    assert plain("  a\n\tb\u200b\u202e  ") == "a b"
    assert (plain("abc", 3), plain("abcd", 3), plain("a bcd", 3)) == ("abc", "ab…", "a…")
    for untidy in ("a  b", " a b", "a b ", "a\u200bb", "a\u00a0b"):
        assert plain(untidy) == ("ab" if "\u200b" in untidy else "a b")


def test_two_are_the_same_where_text_and_gate_are() -> None:
    assert Spoiler("He dies.", E9) == DEATH
    assert hash(Spoiler("He dies.", E9)) == hash(DEATH)
    assert hash(DEATH) != hash(Spoiler("He runs.", E9))
    assert len({DEATH, Spoiler("He dies.", E9), Spoiler("He dies.", E4), Spoiler("He runs.", E9)}) == 3
    assert Spoiler("He dies.", E4) != DEATH
    assert Spoiler("He runs.", E9) != DEATH
    assert DEATH != "He dies."
    assert DEATH.__eq__("He dies.") is NotImplemented


def test_words_stand_out_and_are_escaped_all_the_same() -> None:
    text, seen = Spoiler("Nam-ra bites *him*, then runs.", E4), Scope.through(E4)
    assert text.markdown(seen, [(0, 6), (20, 24)]) == "**Nam\u2011ra** bites \\*him\\*, **then** runs."
    assert text.markdown(Scope(PREMISE, E4), [(13, 18)]) == "||Nam\u2011ra bites **\\*him\\***, then runs. ||"
    assert text.markdown(seen, iter([(0, 6)])) == "**Nam\u2011ra** bites \\*him\\*, then runs."
    assert text.markdown(seen) == "Nam\u2011ra bites \\*him\\*, then runs."
    assert Spoiler("1. He runs", E4).markdown(seen, [(3, 5)]) == "\u200b1. **He** runs"
    # Where the text is folded the words are no more where they were.
    assert Spoiler("He  runs", E4).markdown(seen, [(4, 8)]) == "He runs"


def test_hyphens_break_no_name_and_stay_in_all_other_words() -> None:
    said = Spoiler("Nam-ra and On-jo, a half-zombie, at 10-12, in Class-A", E4).markdown(Scope.through(E4))
    assert said == "Nam\u2011ra and On\u2011jo, a half-zombie, at 10-12, in Class-A"


# ------------------------------------------------------------------------ two models of Discord's grammar of tags
# One is the order of rules in Discord's client as far as it is known, the other is simcord's tokeniser.

_CLIENT_RULES = [
    ("escape", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("code", re.compile(r"```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)),
    ("inline code", re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")),
    ("tag", re.compile(r"\|\|([\s\S]+?)\|\|")),
]


def visible_in_client(text: str) -> str:
    seen, at = "", 0
    while at < len(text):
        for rule, pattern in _CLIENT_RULES:
            if match := pattern.match(text, at):
                seen += {"escape": match[1], "code": match[2] if match.lastindex == 2 else "", "tag": ""}.get(
                    rule, match[0]
                )
                at = match.end()
                break
        else:
            seen += text[at]
            at += 1
    return seen


def visible_in_simcord(text: str) -> str:
    seen: list[str] = []

    def walk(tokens: Any) -> None:
        hidden = 0
        for token in tokens:
            kind = token.get("type")
            hidden += {"spoiler_open": 1, "spoiler_close": -1}.get(kind, 0)
            if hidden <= 0:
                seen.append(token.get("content", "") if kind in {"text", "code", "code_block"} else "")
                walk(token.get("children") or [])

    walk(markdown_tokens(text))
    return "".join(seen)


HOSTILE = st.lists(
    st.sampled_from(
        [
            *"|`\\*_~<>#-[]() \n\r\t\"'ab:@.1+",
            "||",
            "```",
            "-#",
            "\u200b",
            "\u202e",
            "\x00",
            "\u2028",
            "SECRET",
            "http://x",
        ]
    )
    | st.characters(codec="utf-8"),
    max_size=30,
).map("".join)


@given(before=HOSTILE, secret=HOSTILE, after=HOSTILE)
def test_no_text_breaks_out_of_its_tag(before: str, secret: str, after: str) -> None:
    tag = Spoiler(f"{secret}SECRET{secret}", E9).markdown(Scope(E4, E9))
    line = f"- **S1E9** {escape(before.replace('SECRET', ''))} {tag} {escape(after.replace('SECRET', ''))}"
    assert "SECRET" not in visible_in_client(line)
    assert "SECRET" not in visible_in_simcord(line)
    assert "\n" not in line


@given(HOSTILE)
def test_escaped_text_is_inert_and_keeps_its_words(text: str) -> None:
    encoded = escape(text)
    assert visible_in_client(encoded).replace("\u200b", "") == plain(text).replace("\u200b", "")
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_~|\[\]()<>#:@]", encoded)


@given(HOSTILE)
def test_stored_text_holds_nothing_that_could_open_or_close_a_tag(text: str) -> None:
    if not FORBIDDEN.search(text):
        assert not set(text) & set("|`\\\n\r")


@pytest.mark.parametrize(
    "name",
    ["", " ", "\u3164", "\u2800\u2800", "\u200b", "\u202e\u202d", "\ufeff", "\u115f\u1160", "\u0301", "\U000e0041"],
)
def test_a_name_that_nobody_can_see_has_another_one(name: str) -> None:
    assert shown_name(name, "a member") == "a member"
    assert is_blank(name)


def test_a_name_breaks_no_line_and_stays_what_it_is() -> None:
    assert shown_name("mina\n\u202eanim", "a member") == "mina anim"
    assert shown_name("m" + "\u0301\u0302\u0303\u0304\u0305\u0306" * 30 + "ina", "a member") == "ḿ\u0302\u0303\u0304ina"
    assert shown_name("x" * 200, "a member") == "x" * 59 + "…"
    assert shown_name("x" * 60, "a member") == "x" * 60
    assert shown_name("x" * 9, "a member", 5) == "xxxx…"
    # Marks over one letter are counted anew for each, whatever their sort; the joiners stay, other signs of control do not.
    assert shown_name("a\u0301\u0302\u0303b\u0304\u0305\u0306c", "a member") == "á\u0302\u0303b\u0304\u0305\u0306c"
    assert shown_name("n" + "\u20dd" * 5, "a member") == "n\u20dd\u20dd\u20dd"
    assert shown_name("a\u0323\u20dd\u0301\u0302\u0303", "a member").count("\u0303") == 0
    assert shown_name("a\u200cb\u200dc\ue000d\U000e0041e", "a member") == "a\u200cb\u200dcde"
    for name in ("최남라", "José", "ไพลิน", "مينا", "👨‍👩‍👧", "Nam-ra ✿", "ㅋㅋ"):
        assert shown_name(name, "a member") == name


def test_what_goes_wrong_names_the_gate_and_no_words() -> None:
    with pytest.raises(SpoilerLeakError, match=r"^<Spoiler S1E9> is beyond the scope of its reply$"):
        DEATH.markdown(Scope.through(E4))
    with pytest.raises(SpoilerLeakError, match=r"^<Spoiler S1E9> is not in the clear, and a label hides nothing$"):
        DEATH.label(Scope.through(E4))
    with pytest.raises(TypeError, match=r"^a Spoiler is not written to files$"):
        pickle.dumps(DEATH)


def test_words_stand_out_in_the_language_in_which_they_were_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "_known", {"es": {"He dies.": "Él muere."}})
    assert DEATH.markdown(Scope.through(E9), [(3, 7)]) == "He **dies**."
    with speaking("es"):
        assert DEATH.markdown(Scope.through(E9), [(3, 7)]) == "Él muere."
        assert DEATH.shown(Scope.through(E9)) == "Él muere."
        assert DEATH.label(Scope.through(E9)) == "He dies."
