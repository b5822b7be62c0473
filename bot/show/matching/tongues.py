"""A question in another language than English → whom it names, and the words that carry it. Knows languages, and no show.

What it knows of each is in data/language/asked/.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from bot.paths import DATA
from bot.show.matching.asks import LONGEST_NAME, Ask, Kind, Slot, name_slot, subject, weight_of
from bot.show.matching.questions import Fate, fate_asked, words
from bot.show.matching.questions import episode_alone as english_episode_alone
from bot.show.matching.stems import Stems, plain

_FOLDER: Final = DATA / "language" / "asked"
_KANA: Final = re.compile("[ぁ-ゖァ-ヶー]")
_HAN: Final = re.compile("[\u3400-\u9fff々]")
_HANGUL: Final = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]")
_KATAKANA_DOT: Final = re.compile("(?<=[ァ-ヶー])[・=＝](?=[ァ-ヶー])")
_LONGEST_IN_ONE: Final = 12  # letters of a name where nothing parts words
_MOST: Final = 24  # words of a question


@dataclass(frozen=True, slots=True)
class Said:
    """A word or name of a question: as it was typed, and in the one form that stands for all words of its meaning."""

    typed: str
    word: str
    kind: Kind
    subjects: frozenset[int] = frozenset()


def tongues_for(text: str, spoken: str) -> tuple[str, ...]:
    """The languages in which a question is looked for: that of its letters or else that of the member, and English."""
    if _HANGUL.search(text):
        return ("ko", "en")
    if _KANA.search(text) or _HAN.search(text):
        return ("ja", "en")
    return (spoken, "en") if spoken in LATIN else ("en",)


def episode_alone(text: str, spoken: str) -> tuple[int | None, int] | None:
    """The season, where one is named, and the number of the episode that is all that a question names and asks about."""
    for each in tongues_for(text, spoken):
        found = english_episode_alone(text) if each == "en" else tongue(each).episode_alone(text)
        if found is not None:
            return found
    return None


class Tongue:
    """What is known of one language."""

    def __init__(self, language: str) -> None:
        data: dict[str, Any] = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
        self.number: int = data["number"]
        self._stems = Stems(language, data.get("stem", {}))
        self.stem = lru_cache(maxsize=16384)(self._stems.stem)
        """One form for the forms of a word, without what the language puts before and behind it."""
        self._japanese = language == "ja"
        self._korean = language == "ko"
        self._articles = tuple(str(data.get("articles", "")).split())
        self._episode = re.compile(str(data["episode"]))
        self._same: dict[str, str] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        for line in str(data["same"]).strip().splitlines():
            forms = dict.fromkeys(self.stem(plain(each)) for each in line.split())
            head = next(iter(forms))
            self._same |= {form: head for form in forms if form not in self._same}
            self._forms[head] = tuple(forms)
        self._questions = {
            self._known(each): self._known(line.split()[0])
            for line in str(data["question"]).strip().splitlines()
            for each in line.split()
        }
        self._idle = {self._known(each) for each in str(data["idle"]).split()}
        self._stop = {self._known(each) for each in str(data["stop"]).split()}
        self._recap = {self._known(each) for each in str(data["recap"]).split()}
        joins = (str(each).split("=") for each in data.get("join", ()))
        self._joins = {tuple(self.stem(plain(each)) for each in said.split()): plain(one) for said, one in joins}
        self._topics: dict[str, tuple[str, ...]] = {}
        for topic, said in data["topics"].items():
            for each in str(said).split():
                word = self._head(each)
                self._topics[word] = (*self._topics.get(word, ()), topic)
        self._fate = {kind: frozenset(map(self._head, str(said).split())) for kind, said in data["fate"].items()}
        fates = frozenset[str]().union(*self._fate.values())
        every = {*self._same, *self._questions, *self._idle, *self._stop, *self._topics, *fates}
        self._lexicon = every if self._japanese else set[str]()
        self._longest = max(map(len, every))

    def _known(self, each: str) -> str:
        return self.stem(plain(each))

    def _head(self, each: str) -> str:
        stem = self._known(each)
        stem = self._questions.get(stem, stem)
        return self._same.get(stem, stem)

    # ------------------------------------------------------------------------------------------------ one question

    def keys(self, text: str) -> set[str]:
        """How names in the text may be kept."""
        said = self._units(text)
        if self._japanese:
            return {one[at:end] for one in said for at, end in _spans(one)}
        found: set[str] = set()
        for at in range(len(said)):
            for length in range(1, min(LONGEST_NAME, len(said) - at) + 1):
                found.update(self._name_keys(said[at : at + length]))
        return found

    def read(self, text: str, names: Mapping[str, Collection[int]]) -> list[Said]:
        """The names and words of a text that may matter, in order."""
        found: list[Said] = []
        cut = self._joined(self._cut_whole(text, names) if self._japanese else self._cut(text, names))
        for typed, stem, subjects in cut:
            if subjects:
                found.append(Said(typed, "", "name", frozenset(subjects)))
            elif stem in self._questions:
                found.append(Said(typed, self._questions[stem], "question"))
            elif stem not in self._idle:
                word = self._same.get(stem, stem)
                found.append(Said(typed, word, "weak" if stem in self._stop else "content"))
        return found[:_MOST]

    def fate(self, said: Iterable[Said]) -> Fate | None:
        """As of `questions.fate`, what becomes of whom, where nothing else is asked."""
        every = list(said)
        named = sum(each.kind == "name" for each in every)
        return fate_asked(
            {each.word for each in every if each.kind != "name"},
            {each.word for each in every if each.kind == "content"},
            self._fate,
            somebody=named == 1,
        )

    def in_episode(self, text: str) -> tuple[str, tuple[int | None, int] | None]:
        """The text without the episode that it names, and that episode."""
        match = self._episode.search(text.casefold())
        if match is None:
            return text, None
        return f"{text[: match.start()]} {text[match.end() :]}", (None, int(next(filter(None, match.groups()))))

    def episode_alone(self, text: str) -> tuple[int | None, int] | None:
        """The episode that a question names, where it asks for nothing but what happens in it."""
        rest, episode = self.in_episode(text)
        said = [each for each in self.read(rest, {}) if each.kind == "content" and each.word not in self._recap]
        return None if said else episode

    # ------------------------------------------------------------------------------------------------ as it is indexed

    def indexed(self, text: str) -> str:
        """A text as the index has it."""
        if self._japanese:
            return " ".join(gram for one in self._units(text) for gram in (*_pairs(one), one[-1]))
        return " ".join(
            token for one in self._units(text) for token in ((self.stem(one), *(_pairs(one) if self._korean else ())))
        )

    def matches(self, word: str) -> str:
        """The query for what holds a word in any form; all typed text quoted."""
        return " OR ".join(dict.fromkeys(self._match(each) for each in self._forms.get(word, (word,))))

    def mention(self, typed: str) -> str:
        """The query for what holds a name as it was typed."""
        return self._match(typed) if self._japanese else f'"{" ".join(map(self.stem, typed.split()))}"'

    def topics(self, word: str) -> tuple[str, ...]:
        """The topics that a word stands for."""
        return self._topics.get(word, ())

    # ------------------------------------------------------------------------------------------------ as it is compared

    def comparable(self, text: str, names: Mapping[str, Collection[int]]) -> list[str]:
        """An ask as it is compared with what somebody asked."""
        found: list[str] = []
        for each in self.read(text, names):
            found += [subject(one) for one in sorted(each.subjects)] if each.subjects else [each.word]
        return list(dict.fromkeys(found))

    def ask_of(self, comparable_ask: str) -> Ask:
        """An ask, as `comparable` made it and the index keeps it."""
        return Ask({token: weight_of(self._kind(token)) for token in comparable_ask.split()})

    def slot(self, said: Said) -> Slot:
        """What may stand for it in an ask."""
        return name_slot(said.subjects) if said.subjects else Slot(weight_of(said.kind), {said.word: 1.0})

    def _kind(self, token: str) -> Kind:
        if token.startswith("@"):
            return "name"
        if token in self._questions:
            return "question"
        return "weak" if token in self._stop else "content"

    # ------------------------------------------------------------------------------------------------ words

    def _units(self, text: str) -> list[str]:
        return words(_KATAKANA_DOT.sub("", text) if self._japanese else text)

    def _joined(self, cut: Iterable[tuple[str, Collection[int]]]) -> Iterator[tuple[str, str, Collection[int]]]:
        """The same with their stems, and where some say one thing together, as one."""
        said = [(typed, "" if subjects else self.stem(typed), subjects) for typed, subjects in cut]
        at = 0
        while at < len(said):
            for length in (3, 2):
                run = said[at : at + length]
                one = self._joins.get(tuple(stem for _, stem, _ in run)) if len(run) == length else None
                if one is not None:
                    yield " ".join(typed for typed, *_ in run), self.stem(one), ()
                    at += length
                    break
            else:
                yield said[at]
                at += 1

    # ------------------------------------------------------------------------------------------------ names

    def _cut(self, text: str, names: Mapping[str, Collection[int]]) -> Iterator[tuple[str, Collection[int]]]:
        said, at = self._units(text), 0
        while at < len(said):
            for length in range(min(LONGEST_NAME, len(said) - at), 0, -1):
                run = said[at : at + length]
                meant = next((names[key] for key in self._name_keys(run) if key in names), ())
                if meant and not self._says_nothing(run):
                    yield " ".join(run), meant
                    at += length
                    break
            else:
                yield said[at], ()
                at += 1

    def _says_nothing(self, run: Sequence[str]) -> bool:
        """Whether words that may be a name are a question's: "who", or "the series", about which everything is."""
        stems = [self.stem(each) for each in run]
        return (len(run) == 1 and stems[0] in self._questions) or self._idle.issuperset(stems)

    def _name_keys(self, run: Sequence[str]) -> Iterator[str]:
        one = "".join(run)
        yield one
        yield from (f"{article}{one}" for article in self._articles)
        if self._korean and _HANGUL.search(one):
            for rest in self._stems.stripped(one):
                yield rest
                if rest.endswith("이") and len(rest) > 2:
                    yield rest[:-1]

    def _cut_whole(self, text: str, names: Mapping[str, Collection[int]]) -> Iterator[tuple[str, Collection[int]]]:
        for one in self._units(text):
            at, starts = 0, dict[int, list[int]]()
            for start, end in _spans(one):
                starts.setdefault(start, []).append(end)
            while at < len(one):
                named = [end for end in starts.get(at, ()) if one[at:end] in names and one[at:end] not in self._idle]
                if named:
                    end = max(named)
                    yield one[at:end], names[one[at:end]]
                else:
                    end = self._word_end(one, at)
                    if end - at > 1 or not _is_hiragana(one[at]) or one[at:end] in self._lexicon:
                        yield one[at:end], ()
                at = end

    def _word_end(self, text: str, at: int) -> int:
        """Where the word that begins at `at` ends: the longest that is known, or all letters of its kind."""
        for end in range(min(len(text), at + self._longest), at, -1):
            if text[at:end] in self._lexicon and (end - at > 1 or _kind_of(text[at]) != "katakana"):
                return end
        end = at + 1
        if _is_hiragana(text[at]):
            return end
        while end < len(text) and _kind_of(text[end]) == _kind_of(text[at]):
            end += 1
        return end

    def _match(self, stem: str) -> str:
        if self._japanese and len(stem) == 1:
            return f'"{stem}" *'
        pairs = " ".join(_pairs(stem))
        if self._japanese:
            return f'"{pairs}"'
        if self._korean and len(stem) > 2 and _HANGUL.match(stem):
            return f'"{stem}" OR "{pairs}"'
        return f'"{stem}"'


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)]


def _kind_of(letter: str) -> str:
    if "ァ" <= letter <= "ヺ" or letter == "ー":
        return "katakana"
    if _is_hiragana(letter):
        return "hiragana"
    return "han" if _HAN.match(letter) else "other"


def _is_hiragana(letter: str) -> bool:
    return "ぁ" <= letter <= "ゖ"


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a name may stand in letters that nothing parts: from where their kind changes; katakana is named whole."""
    kinds = [_kind_of(letter) for letter in text]
    for at, kind in enumerate(kinds):
        if at and kinds[at - 1] == kind and kind != "hiragana":
            continue
        for end in range(at + 1, min(len(text), at + _LONGEST_IN_ONE) + 1):
            if not (kinds[end - 1] == "katakana" and end < len(text) and kinds[end] == "katakana"):
                yield at, end


LATIN: Final = frozenset({"es", "pt", "id"})
TONGUES: Final = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
"""The languages besides English in which questions are understood."""


@cache
def tongue(language: str) -> Tongue:
    """What is known of a language of `TONGUES`."""
    return Tongue(language)
