"""What people ask → the words that carry it. Knows the language of questions, and nothing of any show."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, TypedDict

from bot.paths import DATA
from bot.show.matching.spelling import VOICED

_DATA: Final[dict[str, Any]] = tomllib.loads((DATA / "language" / "search.toml").read_text("utf-8"))
_LONGEST, _MOST = 300, 24  # characters and words of a question; nobody asks more, and both cost time
_APOSTROPHE = re.compile("['’‘‛ʼ`´]")
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ing|ed|es|s|d)$")
_STEM = re.compile(r"(?<=[a-z]{3})(?:ions?|ings?|ed|es|e?rs?|or|s|d|e)$")


def words(text: str, longest: int = _LONGEST) -> list[str]:
    """The words of `text` in small letters without marks, as the index has them; "On-jo's" is two: on, jos."""
    text = unicodedata.normalize("NFKC", text[:longest])[:longest].casefold()
    if not text.isascii():
        marks = unicodedata.normalize("NFD", text)
        text = "".join(char for char in marks if char in VOICED or unicodedata.category(char) != "Mn")
        text = unicodedata.normalize("NFC", text)
    return _WORD.findall(_APOSTROPHE.sub("", text))


@dataclass(frozen=True, slots=True)
class Synonyms:
    """What facts may say instead of a word that viewers type."""

    phrases: tuple[str, ...]
    topics: tuple[str, ...]


class SayingGroup(TypedDict):
    """What viewers say, and what facts may say for it: phrases, and topics behind a `#`."""

    say: list[str]
    find: list[str]


def synonyms_in(groups: Iterable[SayingGroup]) -> dict[str, Synonyms]:
    """What facts may say instead of each phrase; what is said in several groups finds what all of them do."""
    found: dict[str, Synonyms] = {}
    for entry in groups:
        phrases = tuple(" ".join(words(each)) for each in entry["find"] if not each.startswith("#"))
        topics = tuple(each[1:] for each in entry["find"] if each.startswith("#"))
        for said in entry["say"]:
            key = " ".join(word for word in words(said) if word not in _ARTICLES)
            old = found.get(key, Synonyms((), ()))
            found[key] = Synonyms(
                tuple(dict.fromkeys(old.phrases + phrases)), tuple(dict.fromkeys(old.topics + topics))
            )
    return found


def search_key(name: str) -> str:
    """A name as the store looks it up: "Nam-ra", "nam ra" and "namra" are one."""
    return re.sub(r"[ .'-]", "", name).lower()


_ARTICLES: Final = frozenset({"a", "an", "the"})
_SYNONYMS: Final = synonyms_in(_DATA["groups"])
_STOP: Final = frozenset(words(_DATA["stop"], longest=100_000))
_TITLES: Final = tuple(tuple(words(title)) for title in _DATA["titles"])
_FORMS: Final = {
    form: tuple(forms) for forms in (line.split() for line in re.split(r"[;\n]", _DATA["irregular"])) for form in forms
}
_SAME: Final = {tuple(words(each)): tuple(words(first)) for first, *others in _DATA["same"] for each in others}
_WAYS: Final = {first: tuple(dict.fromkeys((first, *others))) for first, *others in _DATA["same"]}
_LONGEST_WAY: Final = max(map(len, _SAME))
_WAYS_BEGIN: Final = frozenset(way[0] for way in _SAME)
_IDLE: Final = frozenset(words(_DATA["idle"], longest=100_000))
_ACTING: Final = frozenset(words(_DATA["acting"]))
_QUESTION_WORDS: Final[dict[str, str]] = {
    form: line.split()[0] for line in str(_DATA["question_words"]).splitlines() for form in line.split()
}
_PARTICLES: Final = tuple(sorted(map(str, _DATA["particles"]), key=len, reverse=True))
_KIN: Final = {one: tuple(each) for each in _DATA["kin"] for one in each}


def synonyms(phrase: str) -> Synonyms | None:
    """What facts may say instead of `phrase`, also where that is typed in the plural or the past."""
    return _SYNONYMS.get(phrase) or _SYNONYMS.get(_ENDING.sub("", phrase))


def forms(phrase: str) -> tuple[str, ...]:
    """`phrase` in every form of which the index would not know that it is the same."""
    return _WAYS.get(phrase) or _FORMS.get(phrase, (phrase,))


def carries(word: str) -> bool:
    """Whether `word` says what is asked for: it is no stop word."""
    return word not in _STOP


@lru_cache(maxsize=8192)
def base(word: str) -> str:
    """One form for all forms of a word, as asks are compared."""
    return _stem(_QUESTION_WORDS.get(word) or _FORMS.get(word, (word,))[0])


def mates_in(groups: Iterable[SayingGroup]) -> dict[str, frozenset[str]]:
    """For each word the others that are said for the same, each as `base` gives it."""
    found: dict[str, set[str]] = {}
    for entry in groups:
        bases = {base(said[0]) for each in entry["say"] if len(said := words(each)) == 1}
        for one in bases:
            found.setdefault(one, set()).update(bases - {one})
    return {one: frozenset(others) for one, others in found.items()}


def mates(word: str) -> frozenset[str]:
    """Other words for the same, each as `base` gives it."""
    return _MATES.get(word, frozenset())


def idle(word: str) -> bool:
    """Whether `word` never matters, wherever it stands."""
    return word in _IDLE


def is_question_word(word: str) -> bool:
    """Whether it says what kind of answer is wanted: who, why."""
    return word in _QUESTION_WORDS


def asks_for_actors(said: Iterable[str]) -> bool:
    """Whether a question about a character may mean the one who plays them."""
    return not _ACTING.isdisjoint(said)


def asked(said: list[str], title: str) -> list[str]:
    """The words of a question without articles and the title of the show, which many people type along."""
    found = list(said)
    for phrase in (tuple(words(title)), *_TITLES):
        at = 0
        while phrase and at + len(phrase) <= len(found):
            if tuple(found[at : at + len(phrase)]) == phrase:
                del found[at : at + len(phrase)]
            else:
                at += 1
    return _one_way([word for word in found if word not in _ARTICLES])[:_MOST]


def _one_way(said: list[str]) -> list[str]:
    """The words, each thing that is written in several ways in one of them."""
    if _WAYS_BEGIN.isdisjoint(said):
        return said
    found: list[str] = []
    at = 0
    while at < len(said):
        for length in range(min(_LONGEST_WAY, len(said) - at), 0, -1):
            if first := _SAME.get(tuple(said[at : at + length])):
                found += first
                at += length
                break
        else:
            found.append(said[at])
            at += 1
    return found


_RECAP: Final = frozenset(words(_DATA["recap"]))
_FATE: Final = {kind: frozenset(str(said).split()) for kind, said in _DATA["fate"].items()}
_EPISODE: Final = re.compile(
    r"\b(?:season (?P<season>\d{1,3}) )?(?:episode|ep|e) ?(?P<number>\d{1,3})\b|\bs(\d{1,3})e(\d{1,3})\b"
)

_ORDINALS: Final = {said: number for number, line in enumerate(_DATA["ordinals"], 1) for said in str(line).split()}
_ORDINAL: Final = re.compile(rf"\b({'|'.join(_ORDINALS)}) (?:episode|ep)\b")

Fate = Literal["of one", "how", "deaths", "survivors"]


def fate(said: Iterable[str], *, somebody: bool) -> Fate | None:
    """What is asked, where it is nothing but what becomes of the one who is named or, where nobody is, of everybody.

    `said` are the words beside the name. "How" is how, why or by whom it came to that.
    """
    every = set(said)
    if "it" not in every:
        every -= {"make", "made"}
    if somebody and every & _FATE["where"] and every & {"live", "lives"}:
        return None
    return fate_asked(every, set(filter(carries, every)), _FATE, somebody=somebody)


def does_it(before: str, said: Iterable[str]) -> bool:
    """Whether the one whose name stands behind `before` does what is asked for, rather than that it is done to them."""
    return before in _FATE["by"] or (before in _FATE["does"] and not _FATE["kills"].isdisjoint(said))


def bitten(word: str) -> bool:
    """Whether it is asked for a bite, which stays true whatever becomes of somebody."""
    return word in _FATE["bitten"]


def ends(said: Iterable[str]) -> bool:
    """Whether it is asked how something ends or where it goes."""
    return not _FATE["goes"].isdisjoint(said)


def fate_asked(
    every: AbstractSet[str], carrying: AbstractSet[str], words_of: Mapping[str, AbstractSet[str]], *, somebody: bool
) -> Fate | None:
    """The same in any language: `words_of` has those that ask for a fate, by kind, `carrying` are those that say something."""
    fates = frozenset[str]().union(*(words_of[kind] for kind in ("dies", "lives", "turns", "goes", "kills")))
    if not carrying <= fates | words_of["all"] | words_of["what"] | words_of["where"]:
        return None
    if somebody:
        if every & words_of["not"]:
            return "how" if every & fates else None
        if every & words_of["kills"]:
            return None
        if every & words_of["turns"] and "asks" in words_of and not every & words_of["asks"]:
            return "how"
        return "of one" if every & (fates | words_of["where"] | words_of["what"]) else None
    if not every & words_of["all"]:
        return None
    return "deaths" if every & words_of["dies"] else "survivors" if every & words_of["lives"] else None


def in_episode(said: list[str]) -> tuple[list[str], tuple[int | None, int] | None]:
    """The words without the episode that they name, and that episode: its season, where one is named, and its number."""
    text = _ORDINAL.sub(lambda match: f"episode {_ORDINALS[match[1]]}", " ".join(said))
    match = _EPISODE.search(text)
    if match is None:
        return said, None
    season, number, *short = match.groups()
    season, number = (season, number) if number else short
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return rest.split(), (int(season) if season else None, int(number))


def episode_alone(text: str) -> tuple[int | None, int] | None:
    """The episode that a question names, where it asks for nothing but what happens in it."""
    rest, episode = in_episode(words(text))
    return None if any(carries(word) and word not in _RECAP for word in asked(rest, "")) else episode


def name_endings(word: str) -> list[str]:
    """The last word of a name as it may be kept: as it stands, and without what English or Korean puts behind it."""
    found = [word]
    if word.endswith("s") and len(word) > 2:
        found.append(word[:-1])
    if not word.isascii():
        found += [word.removesuffix(each) for each in _PARTICLES if word.endswith(each) and len(word) > len(each) + 1]
    return found


def kin(word: str) -> tuple[str, ...]:
    """Other words for the same relative: mom, mum."""
    return _KIN.get(word, ())


def name_keys(run: list[str]) -> list[str]:
    """How a name that was typed as these words may be kept, likeliest first."""
    one = "".join(run)
    keys = [one, f"the{one}"]
    if one.endswith("s") and len(one) > 3:
        keys.append(one[:-1])
    if not one.isascii():
        keys += [one.removesuffix(each) for each in _PARTICLES if one.endswith(each) and len(one) > len(each) + 1]
    for kin in _KIN.get(run[-1], ()) if len(run) > 1 else ():
        whose = "".join(run[:-1])
        keys += [f"{the}{whose}{of}{kin}" for of in ("", "s") for the in ("", "the")]
    return keys


class Phrases:
    """Finds phrases in texts, whatever the endings of their words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            stems = tuple(map(_stem, phrase.split()))
            self._by_first.setdefault(stems[0], []).append(stems)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrases) and self._by_first == other._by_first

    def __hash__(self) -> int:
        return hash(frozenset(self._by_first))

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where they stand in `text`, from first to last, none inside another."""
        small = text.lower()
        if len(small) != len(text):
            return ()
        spans: list[tuple[int, int]] = []
        for stem, phrases in self._by_first.items():
            at = small.find(stem)
            while at >= 0:
                if at == 0 or not small[at - 1].isalnum():
                    ends = [end for phrase in phrases if (end := _end(small, at, phrase))]
                    spans += [(at, max(ends))] if ends else []
                at = small.find(stem, at + 1)
        spans.sort(key=lambda span: (span[0], -span[1]))
        return tuple(span for index, span in enumerate(spans) if not index or span[0] >= spans[index - 1][1])


def _end(text: str, at: int, stems: tuple[str, ...]) -> int | None:
    """Where the phrase that begins at `at` ends, or None where another stands there."""
    end = at
    for stem in stems:
        word = _WORD.search(text, end)
        if word is None or _stem(word[0]) != stem:
            return None
        end = word.end()
    return end


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    """About what the index takes off; here it decides what is printed bold, and which words of asks are the same."""
    return _STEM.sub("", word)


_MATES: Final = mates_in(_DATA["groups"])
