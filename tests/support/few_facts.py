"""A show of three people and a dozen facts, all of which a test can name."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from bot.show.badges import BLANK, Badge
from bot.show.episodes import PREMISE, Episode
from bot.show.facts import Pack, PackCharacter, PackEpisode, PackFact, PackSubject, Source, row_id
from bot.show.spoilers import Spoiler

SLUG: Final = "few"
SHOW: Final = row_id(SLUG, "show", SLUG)
E1, E2, E3, E4 = (Episode(1, number) for number in range(1, 5))
BADGE: Final = Badge(Spoiler("나", PREMISE), 1)
PAPER: Final = (Source("Paper", None),)
SITE: Final = (Source("Example", "https://www.example.org/a"), Source("Paper", None))


def subject(slug: str) -> int:
    """The id of somebody or something."""
    return row_id(SLUG, "subject", slug)


def fact_id(slug: str) -> int:
    """The id of a fact."""
    return row_id(SLUG, "fact", slug)


def fact(
    slug: str,
    gate: Episode,
    text: str,
    about: str,
    *,
    topic: str = "event",
    scene: int | None = None,
    fate: str = "",
    asks: Iterable[str] = (),
) -> PackFact:
    """A fact; `about` and `fate` are slugs with spaces between them."""
    return PackFact(
        slug, tuple(about.split()), Spoiler(text, gate), topic, "high", "", False, SITE if scene == 1 else PAPER, scene,
        tuple(fate.split()), tuple(Spoiler(each, gate) for each in asks),
    )  # fmt: skip


FACTS: Final = (
    fact("leaves", E3, "Ana leaves the island by boat.", "ana", scene=2, fate="ana"),
    fact("born", E2, "Dee Do was born in a lighthouse.", "actor:dee", topic="cast"),
    fact("meet", E1, "Ana meets Bo at the harbour.", "ana bo", scene=2, asks=("how do ana and bo meet", "where is the pier")),
    fact("rain", E1, "It rains on the roof.", "roof", scene=1),
    replace(fact("student", PREMISE, "Ana is a student.", "ana", topic="trait"), said_in_header=True),
    fact("bite", E2, "A stray dog bites Bo.", "bo ana", topic="infection", scene=1),
    fact("fever", E2, "Bo runs a fever.", "bo", topic="virus", scene=2),
    fact("dies", E3, "Bo dies on the roof.", "bo", topic="death", scene=1, fate="bo", asks=("does bo die", "who dies")),
    fact("boat", E4, "Cy repairs the old boat.", "cy ana", scene=1),
)  # fmt: skip


def _spoilers(*texts: tuple[str, Episode]) -> tuple[Spoiler, ...]:
    return tuple(Spoiler(*each) for each in texts)


def few_facts(facts: Iterable[PackFact] = FACTS) -> Pack:
    """The show, with these facts."""
    ana = PackCharacter(
        "ana", Spoiler("Ana An", PREMISE), "Town", Spoiler("안아나", PREMISE),
        _spoilers(("a student", PREMISE), ("a traveller", E2)), _spoilers(("Ana", PREMISE), ("The Fox", E2)),
        _spoilers(("Dee Do", E1), ("Do Dee", E2)), Spoiler("도디", E2), "actor:dee", PAPER, BADGE,
    )  # fmt: skip
    bo = PackCharacter(
        "bo", Spoiler("Bo Bae", E1), "Class", None, _spoilers(("a teacher", E1)), _spoilers(("Bo", E1)), (), None, None, PAPER, BLANK
    )  # fmt: skip
    cy = PackCharacter(
        "cy", Spoiler("Cy Cho", E3), "Class", None, (), (), _spoilers(("Zed", E3)), None, None, PAPER, BLANK
    )
    things = (
        ("roof", "The roof", PREMISE),
        ("actor:dee", "Dee Do", E1),
        ("virus", "The virus", E2),
        ("pen", "A pen", E1),
    )
    return Pack(
        slug=SLUG,
        title="The Few",
        hangul="",
        version="1",
        content_hash="1",
        groups=("Class", "Town"),
        episodes=tuple(PackEpisode(e, date(2022, 1, 1), 60, Spoiler("So.", e), PAPER) for e in (E1, E2, E3, E4)),
        characters=(ana, bo, cy),
        subjects=tuple(PackSubject(slug, Spoiler(name, gate)) for slug, name, gate in things),
        facts=tuple(facts),
        relationships=(),
        questions=(),
        names={
            "ko": {"ana": _spoilers(("아나", E1)), "actor:dee": _spoilers(("디", E2)), "cy": _spoilers(("사이", E3))},
            "ja": {"ana": _spoilers(("アナ", E1)), "roof": _spoilers(("屋上", E2))},
        },
        asks={"ko": {"meet": _spoilers(("어디서 만나", E1))}},
    )
