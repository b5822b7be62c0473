"""What somebody types as a source: of it only the names of known sites are shown."""

import pytest

from bot.show.episodes import PREMISE, Episode
from bot.show.sites import Sites, Source, host_of, ordered, telling
from bot.show.text_rules import broken_source

E1, E7, E12 = Episode(1, 1), Episode(1, 7), Episode(1, 12)
SITES = Sites(
    [
        (Source("Showbiz Cheat Sheet", None), PREMISE),
        (Source("Review Geek", "https://www.thereviewgeek.com/a"), E1),
        (Source("late.example", "https://late.example/x"), E7),
        (Source("Review Geek", "https://thereviewgeek.com/b"), E7),
    ],
    E12,
)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("https://site.com/cheong-san-dies", "site.com"),
        ("Https://site.com/cheong-san-dies", "site.com"),
        ("HTTPS://WWW.Site.COM:443/x?cheong-san=dies#dies", "site.com"),
        ("site.com/cheong-san-dies", "site.com"),
        ("www.site.com?cheong-san=dies", "site.com"),
        ("m.site.com", "site.com"),
        ("//site.com/x", "site.com"),
        ("https:/site.com/x", "site.com"),
        ("<https://site.com/cheong-san-dies>", "site.com"),
        ("[he dies](https://site.com/cheong-san-dies)", "site.com"),
        ("[netflix.com](https://site.com/x)", "site.com"),
        ("see https://site.com/x, he dies", "site.com"),
        ("netflix.com@site.com/x", "site.com"),
        ("https://netflix.com:443@site.com/x", "site.com"),
        ("netflix.com:dies@site.com", "site.com"),
        ("ftp://site.com/x", "site.com"),
        ("site.com.", "site.com"),
        ("site．com/x", "site.com"),  # full width
        ("https://지우학.한국/죽음", "지우학.한국"),
        ("지우학.한국/죽음", "지우학.한국"),
        ("xn--9d0bm53a.xn--3e0b707e/x", "xn--9d0bm53a.xn--3e0b707e"),
        ("cheong-san-dies.example.com", "cheong-san-dies.example.com"),
        ("Cheong-san dies: the making of", None),
        ("Netflix", None),
        ("Mr. Robot, the book", None),
        ("https://", None),
    ],
)
def test_the_host_of_an_address_however_it_is_typed(typed: str, host: str | None) -> None:
    assert host_of(typed) == host


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Netflix", "Netflix"),
        (" netflix. ", "Netflix"),
        ("“The Guardian”", "The Guardian"),
        ("showbiz cheat sheet", "Showbiz Cheat Sheet"),
        ("https://www.youtube.com/watch?v=cheong-san-dies", "YouTube"),
        ("YouTu.be/cheong-san-dies", "YouTube"),
        ("<youtu.be/x>", "YouTube"),
        ("https://en.wikipedia.org/wiki/Death_of_Cheong-san", "Wikipedia"),
        ("cheong-san-dies.fandom.com/wiki/x", "Fandom"),
        ("thereviewgeek.com/c", "Review Geek"),
        ("Netflix: Cheong-san dies", None),
        ("Cheong-san dies", None),
        ("notnetflix.com/x", None),
        ("https://cheong-san-dies.example.com/", None),
        ("netflix.com.evil.example/x", None),
        ("blog.co.kr/dies", None),
        ("a" * 300, None),
    ],
)
def test_only_the_names_of_known_sites_are_shown_before_everything_is(typed: str, name: str | None) -> None:
    source = SITES.parse(typed)
    assert SITES.name(source, E1) == name
    assert source.typed == (typed if name is None or host_of(typed) else name)
    # As an older version kept it: whatever was typed as the name of the site, and any host as one.
    assert SITES.name(Source(typed, None), E1) == name
    if host := host_of(typed):
        assert SITES.name(Source(host, typed), E1) == name


def test_a_site_of_the_show_is_known_from_the_episode_on_whose_facts_name_it() -> None:
    for source in (SITES.parse("https://late.example/y"), SITES.parse("late.example"), Source("late.example", None)):
        assert SITES.name(source, E1) is None
        assert SITES.name(source, E7) == "late.example"
    assert SITES.last_name(Source("late.example", None)) == "late.example"
    assert SITES.last_name(Source("nobody.example", None)) is None
    assert Sites().last_name(Source("Netflix", None)) is None
    assert SITES.parse("https://nobody.example/x").site == ""
    assert not SITES.tells_all(E7)
    assert SITES.tells_all(E12)
    assert not Sites().tells_all(E12)


@pytest.mark.parametrize("name", ["Villains Wiki", "cheong-san-dies.example.com", "who.dies.in", "The Survivors' Blog"])
def test_a_name_may_hold_no_word_that_tells(name: str) -> None:
    assert telling(name, "All of Us Are Dead")


@pytest.mark.parametrize("name", ["All of Us Are Dead Wiki", "Deadline", "deadline.com", "Netflix", "Killjoys Blog"])
def test_words_of_the_title_and_parts_of_words_tell_nothing(name: str) -> None:
    assert not telling(name, "All of Us Are Dead")


def test_an_address_may_hold_marks_and_a_title_may_not() -> None:
    assert not list(broken_source("Https://site.com/a|b"))
    assert not list(broken_source("www.site.com/a|b"))
    assert [each.rule for each in broken_source("A book | its film")] == ["marks"]
    assert [each.rule for each in broken_source("HTTPS://")] == ["address"]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("S1E3", "episode"),
        ("Netflix", "official"),
        ("https://about.netflix.com/en/news", "official"),
        ("Decider", "press"),
        ("https://www.thereviewgeek.com/a", "press"),
        ("Namu Wiki", "wiki"),
        ("https://besttvshows.miraheze.org/wiki/A", "wiki"),
        ("https://somebody.blogspot.com/1", "fan"),
        ("https://nobody-knows.example/1", "fan"),
    ],
)
def test_what_a_source_is(typed: str, kind: str) -> None:
    assert Source.parse(typed, {"thereviewgeek.com": "The Review Geek", "about.netflix.com": "Netflix"}).kind == kind


def test_what_bears_most_is_shown_first() -> None:
    typed = ["https://nobody-knows.example/1", "Namu Wiki", "Decider", "Netflix", "S1E3", "NME"]
    sites = [source.site for source in ordered(Source.parse(each, {}) for each in typed)]
    assert sites == ["S1E3", "Netflix", "Decider", "NME", "Namu Wiki", "nobody-knows.example"]
